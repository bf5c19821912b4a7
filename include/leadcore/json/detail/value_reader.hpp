// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_JSON_DETAIL_VALUE_READER_HPP
#define LEADCORE_JSON_DETAIL_VALUE_READER_HPP

// Reads the fields of a record from scalars of JSON.

#include <leadcore/json/error.hpp>
#include <leadcore/model/error.hpp>
#include <leadcore/model/field.hpp>
#include <leadcore/model/status.hpp>
#include <leadcore/model/value.hpp>
#include <leadcore/query/parameter.hpp>
#include <leadcore/text/ascii.hpp>
#include <leadcore/text/enum_table.hpp>
#include <leadcore/text/timestamp.hpp>
#include <leadcore/version.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <type_traits>
#include <utility>

namespace leadcore::inline LEADCORE_ABI::detail {

/// A JSON value other than an array or object.
struct json_scalar {
  enum class kind : std::uint8_t { null, boolean, number, text };
  kind is = kind::null;
  bool boolean = false;
  std::string_view text; ///< of a text; of a number as it is written
};

struct json_refusal {
  json_errc code{};
  std::string_view detail;
};
using json_check = std::optional<json_refusal>;

/// What a field accepts, in words.
/// @tparam As  its type in the description
template <class As> [[nodiscard]] std::string allowed_json() {
  if constexpr (is_optional<As>) {
    return detail::allowed_json<typename As::value_type>() + ", or null";
  } else if constexpr (std::same_as<As, std::string_view>) {
    return "a string";
  } else if constexpr (std::same_as<As, borrowed_list<std::string_view>>) {
    return "an array of strings";
  } else {
    return detail::allowed_values<As>();
  }
}

/// An integer without fraction and exponent, by its value: -0 is 0.
template <std::integral T>
[[nodiscard]] bool read_json_integer(std::string_view literal, T& out) noexcept {
  literal = literal == "-0" ? "0" : literal;
  const char* const end = literal.data() + literal.size();
  const auto read = std::from_chars(literal.data(), end, out);
  return read.ec == std::errc() && read.ptr == end;
}

/// True for a number, not zero, whose magnitude is less than 1.
[[nodiscard]] inline bool is_fraction(std::string_view literal) noexcept {
  const std::size_t mantissa_size = std::min(literal.find_first_of("eE"), literal.size());
  const std::string_view mantissa = literal.substr(0, mantissa_size);
  const auto point = static_cast<std::int64_t>(std::min(mantissa.find('.'), mantissa.size()));
  const auto first = static_cast<std::int64_t>(mantissa.find_first_of("123456789"));
  std::int64_t exponent = 0;
  for (const char c : literal.substr(mantissa_size)) {
    if (is_digit(c)) {
      exponent = std::min(exponent * 10 + (c - '0'), std::int64_t{1} << 50U);
    }
  }
  const bool negative = literal.substr(mantissa_size).find('-') != std::string_view::npos;
  return point - first + (first > point ? 1 : 0) + (negative ? -exponent : exponent) <= 0;
}

/// The nearest number; false if only infinity is near.
template <std::floating_point T>
[[nodiscard]] bool read_json_number(std::string_view literal, T& out) noexcept {
  const char* const end = literal.data() + literal.size();
  const auto read = std::from_chars(literal.data(), end, out);
  if (read.ec == std::errc::result_out_of_range && is_fraction(literal)) {
    out = literal.starts_with('-') ? -T{0} : T{0};
    return true;
  }
  return read.ec == std::errc() && out - out == 0;
}

/// Reads a value as an As.
template <class As, class T> [[nodiscard]] json_check read_json(const json_scalar& value, T& out) {
  constexpr json_refusal wrong_type{json_errc::wrong_type, {}};
  using kind = json_scalar::kind;
  if constexpr (is_optional<As>) {
    if (value.is == kind::null) {
      out.reset();
      return std::nullopt;
    }
    return detail::read_json<typename As::value_type>(value, out.emplace());
  } else if constexpr (std::same_as<As, borrowed_list<std::string_view>>) {
    return wrong_type;
  } else if constexpr (std::same_as<As, bool>) {
    if (value.is != kind::boolean) {
      return wrong_type;
    }
    out = value.boolean;
  } else if constexpr (std::integral<As>) {
    if (value.is != kind::number || !detail::read_json_integer(value.text, out)) {
      return wrong_type;
    }
  } else if constexpr (std::floating_point<As>) {
    if (value.is != kind::number || !detail::read_json_number(value.text, out)) {
      return wrong_type;
    }
  } else if (value.is != kind::text) {
    return wrong_type;
  } else if constexpr (std::same_as<As, timestamp>) {
    const auto parsed = parse_timestamp(value.text);
    if (!parsed.has_value()) {
      return json_refusal{json_errc::invalid_timestamp, to_string(parsed.error().code)};
    }
    out = *parsed;
  } else if constexpr (named_enum<As>) {
    const auto* const found = detail::find_enum_entry<As>(value.text);
    if (found == nullptr) {
      return json_refusal{
          std::same_as<As, lead_status> ? json_errc::unknown_status : json_errc::unknown_value, {}};
    }
    out = found->value;
  } else {
    out = T(value.text);
  }
  return std::nullopt;
}

/// A text that owns its characters, so that it outlives the JSON.
template <class T>
concept owning_text = std::constructible_from<T, std::string_view> &&
                      !std::same_as<T, std::string_view> && std::movable<T>;

/// Whether a member of a record can be read.
template <class As, class T> [[nodiscard]] consteval bool is_json_readable() {
  if constexpr (is_optional<As>) {
    if constexpr (is_optional<T>) {
      return is_json_readable<typename As::value_type, typename T::value_type>();
    } else {
      return false;
    }
  } else if constexpr (std::same_as<As, borrowed_list<std::string_view>>) {
    return requires(T& list, std::string_view text) {
      requires owning_text<std::remove_cvref_t<decltype(list.emplace_back(text))>>;
    };
  } else if constexpr (std::same_as<As, std::string_view>) {
    return owning_text<T>;
  } else if constexpr (std::is_arithmetic_v<As> || std::is_enum_v<As>) {
    return std::same_as<T, As>;
  } else {
    return std::is_assignable_v<T&, As>;
  }
}

/// A field of a record, without the type of the record, so that the reader is compiled once for all
/// records.
struct json_field {
  std::string_view name;
  bool is_nullable;
  std::string (*allowed)();
  json_check (*read)(const json_scalar&, void* record);
  /// Appends an element. Null unless the field is a list.
  void (*add)(std::string_view element, void* record);
};

template <class Record, fixed_string Name> [[nodiscard]] consteval json_field make_json_field() {
  using as = described<Record, Name>;
  using member = decltype(field<Name>.in(std::declval<Record&>()));
  static_assert(std::is_lvalue_reference_v<member> &&
                    !std::is_const_v<std::remove_reference_t<member>>,
                "leadcore: a record that is read from JSON has members, not accessors");
  static_assert(
      is_json_readable<as, std::remove_reference_t<member>>(),
      "leadcore: a member of the record cannot be read from JSON: a text must own its "
      "characters (std::string), a list must have emplace_back, and what may be null must "
      "be a std::optional");
  json_field made{field<Name>.wire_name(), is_optional<as>, detail::allowed_json<as>,
                  [](const json_scalar& value, void* record) {
                    return detail::read_json<as>(value,
                                                 field<Name>.in(*static_cast<Record*>(record)));
                  },
                  nullptr};
  if constexpr (std::same_as<as, borrowed_list<std::string_view>>) {
    made.add = [](std::string_view element, void* record) {
      static_cast<void>(field<Name>.in(*static_cast<Record*>(record)).emplace_back(element));
    };
  }
  return made;
}

/// The fields of a record, in its order.
template <class Record>
inline constexpr auto json_fields = []<std::size_t... I>(std::index_sequence<I...>) {
  return std::array{detail::make_json_field<Record, key_name<Record, I>>()...};
}(std::make_index_sequence<field_count<Record>>{});

/// The allowed values for a broken invariant of a lead.
[[nodiscard]] constexpr std::string_view allowed_by(lead_errc code) noexcept {
  switch (code) {
  case lead_errc::invalid_phone:
    return "a phone number in E.164 form such as +14155550101";
  case lead_errc::invalid_email:
    return "an email address in lower case such as jane@acme.com";
  case lead_errc::not_normalised:
    return "the canonical form: E.164 for a phone, lower case for an email";
  case lead_errc::duplicate_value:
    return "each value once";
  case lead_errc::primary_not_listed:
    return "a value of the list, or null";
  case lead_errc::reserved_value:
    return "a member's id, or null for no owner";
  case lead_errc::empty_value:
    return "a text that is not empty";
  default:
    return message(code); // impossible for leads: texts are UTF-8, statuses are read by name
  }
}

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
