// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_QUERY_PARAMETER_HPP
#define LEADCORE_QUERY_PARAMETER_HPP

// The values of parameters: reading and printing each kind.

#include <leadcore/model/error.hpp>
#include <leadcore/model/status.hpp>
#include <leadcore/model/value.hpp>
#include <leadcore/text/ascii.hpp>
#include <leadcore/text/enum_table.hpp>
#include <leadcore/text/timestamp.hpp>
#include <leadcore/version.hpp>

#include <algorithm>
#include <charconv>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <type_traits>

namespace leadcore::inline LEADCORE_ABI {

/// Why a filter refuses the value of its parameter.
struct value_problem {
  query_errc code{};
  std::string allowed; ///< what would have been accepted, as a part of a sentence
};
/// Nothing for a value that was read.
using value_check = std::optional<value_problem>;

namespace detail {

/// What a filter compares with: std::string, timestamp, an enumeration with names, a number or
/// bool.
template <class T>
concept parameter_type = std::same_as<T, std::string> || std::same_as<T, timestamp> ||
                         std::same_as<T, bool> || numeric<T> || named_enum<T>;

/// The integers from a minimum to a maximum, in words.
template <class Integer> [[nodiscard]] std::string integers_between(Integer min, Integer max) {
  return "an integer from " + std::to_string(min) + " to " + std::to_string(max);
}

/// What read_value accepts, in words.
template <parameter_type T> [[nodiscard]] std::string allowed_values() {
  if constexpr (std::same_as<T, std::string>) {
    return "a text that is not empty";
  } else if constexpr (std::same_as<T, timestamp>) {
    return "an RFC 3339 timestamp such as 2026-05-02T10:30:00.000Z";
  } else if constexpr (std::same_as<T, bool>) {
    return "true or false";
  } else if constexpr (named_enum<T>) {
    return std::string(enum_names<T>);
  } else if constexpr (std::integral<T>) {
    return detail::integers_between(std::numeric_limits<T>::min(), std::numeric_limits<T>::max());
  } else {
    return "a decimal number";
  }
}

/// Decimal digits, after a minus sign where the type has one. Nothing is trimmed.
template <std::integral T>
[[nodiscard]] std::optional<query_errc> read_integer(std::string_view text, T& out) {
  const std::string_view digits = text.substr(std::signed_integral<T> && text.starts_with('-'));
  if (digits.empty() || !std::all_of(digits.begin(), digits.end(), is_digit)) {
    return query_errc::not_an_integer;
  }
  const auto read = std::from_chars(text.data(), text.data() + text.size(), out);
  return read.ec == std::errc() ? std::nullopt : std::optional(query_errc::integer_out_of_range);
}
/// As JSON writes a number (RFC 8259 clause 6), but zeros may lead.
template <std::floating_point T>
[[nodiscard]] std::optional<query_errc> read_number(std::string_view text, T& out) {
  const std::string_view magnitude = text.substr(text.starts_with('-') ? 1 : 0);
  const std::size_t point = std::min(text.find('.'), text.size());
  if (magnitude.empty() || !is_digit(magnitude.front()) ||
      (point != text.size() && (point + 1 == text.size() || !is_digit(text[point + 1])))) {
    return query_errc::not_a_number; // from_chars also reads inf, nan, "5." and "5.e1"
  }
  const char* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, out);
  const bool is_finite = out - out == 0; // std::isfinite would cost <cmath>, 3,600 lines
  return read.ec == std::errc() && read.ptr == end && is_finite
             ? std::nullopt
             : std::optional(query_errc::not_a_number);
}

/// Reads the value of a parameter.
/// @return why it cannot be read
template <parameter_type T>
[[nodiscard]] std::optional<query_errc> read_value(std::string_view text, T& out) {
  if (text.empty()) {
    return query_errc::empty_value;
  }
  if constexpr (std::same_as<T, std::string>) {
    out = text;
  } else if constexpr (std::same_as<T, timestamp>) {
    const auto parsed = parse_timestamp(text);
    if (!parsed.has_value()) {
      return query_errc::invalid_time;
    }
    out = *parsed;
  } else if constexpr (std::same_as<T, bool>) {
    if (text != "true" && text != "false") {
      return query_errc::not_a_boolean;
    }
    out = text == "true";
  } else if constexpr (named_enum<T>) {
    const auto* const found = detail::find_enum_entry<T>(text);
    if (found == nullptr) {
      return std::same_as<T, lead_status> ? query_errc::unknown_status : query_errc::unknown_value;
    }
    out = found->value;
  } else if constexpr (std::integral<T>) {
    return detail::read_integer(text, out);
  } else {
    return detail::read_number(text, out);
  }
  return std::nullopt;
}

/// A text that read_value reads as this value.
template <parameter_type T> [[nodiscard]] std::string print_value(const T& value) {
  if constexpr (std::same_as<T, std::string>) {
    return value;
  } else if constexpr (std::same_as<T, timestamp>) {
    return leadcore::to_string(value);
  } else if constexpr (std::same_as<T, bool>) {
    return value ? "true" : "false";
  } else if constexpr (named_enum<T>) {
    return std::string(detail::wire_enum_name(value));
  } else if constexpr (std::integral<T>) {
    return std::string(decimal_text(value).view());
  } else {
    char digits[32]; // more than the shortest form of any number
    return std::string(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
  }
}

} // namespace detail

} // namespace leadcore::inline LEADCORE_ABI

#endif
