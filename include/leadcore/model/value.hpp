// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_MODEL_VALUE_HPP
#define LEADCORE_MODEL_VALUE_HPP

// The values of fields: what types a row may use, and how they are read.

#include <leadcore/model/field.hpp>
#include <leadcore/text/enum_table.hpp>
#include <leadcore/text/timestamp.hpp>
#include <leadcore/version.hpp>

#include <compare>
#include <concepts>
#include <cstddef>
#include <iterator>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace leadcore::inline LEADCORE_ABI {

namespace detail {

template <class T> using owning_list = std::vector<T>;
template <class T> using borrowed_list = std::span<const T>;

} // namespace detail

/// A value that can be read as text: it converts to std::string_view, or has a view() that returns
/// one (e164, email_address). Semantics: the text lives as long as the value. A pointer to
/// characters is null only in a nullable field.
template <class T>
concept text_like =
    (std::convertible_to<const T&, std::string_view> && !std::same_as<T, std::nullptr_t>) ||
    requires(const T& value) {
      { value.view() } -> std::same_as<std::string_view>;
    };

namespace detail {

template <class T>
concept dereferenceable =
    !(text_like<T> && !std::is_pointer_v<T>) && !std::is_array_v<T> && requires(const T& value) {
      static_cast<bool>(value);
      *value;
    };

template <text_like T> [[nodiscard]] constexpr std::string_view as_text(const T& value) {
  if constexpr (std::convertible_to<const T&, std::string_view>) {
    return value;
  } else {
    return value.view();
  }
}

/// False for an empty std::optional and a null pointer. Other values are never null.
template <class T> [[nodiscard]] constexpr bool has_value(const T& value) {
  if constexpr (dereferenceable<T>) {
    return static_cast<bool>(value);
  } else {
    return true;
  }
}
template <class T> [[nodiscard]] constexpr decltype(auto) value(const T& nullable) {
  if constexpr (dereferenceable<T> && !text_like<T>) {
    return *nullable; // by value if the row's nullable type returns it so
  } else {
    return (nullable); // a text, or a const char*
  }
}

/// A text as std::string_view, so that rows of different types compare. Other values unchanged.
template <class T> [[nodiscard]] constexpr decltype(auto) plain(const T& value) {
  if constexpr (text_like<T>) {
    return detail::as_text(value);
  } else if constexpr (std::convertible_to<const T&, timestamp>) {
    return static_cast<timestamp>(value);
  } else {
    return (value);
  }
}

template <class T>
concept numeric = std::is_arithmetic_v<T> && !std::same_as<T, bool> && !std::same_as<T, char> &&
                  !std::same_as<T, wchar_t> && !std::same_as<T, char8_t> &&
                  !std::same_as<T, char16_t> && !std::same_as<T, char32_t>;

/// What a value of a record is, whatever type holds it: std::string_view for a text,
/// borrowed_list<std::string_view> for a range of texts, std::optional for what may be null (a
/// pointer to characters too), and the type itself for a time, an enumeration with names, a number
/// and a bool. void for others.
template <class T> [[nodiscard]] consteval auto described_type() {
  if constexpr (text_like<T> && std::is_pointer_v<T>) {
    return std::type_identity<std::optional<std::string_view>>{};
  } else if constexpr (text_like<T>) {
    return std::type_identity<std::string_view>{};
  } else if constexpr (numeric<T> || std::same_as<T, bool> || named_enum<T>) {
    return std::type_identity<T>{};
  } else if constexpr (std::convertible_to<const T&, timestamp>) {
    return std::type_identity<timestamp>{};
  } else if constexpr (dereferenceable<T>) {
    using element = std::remove_cvref_t<decltype(*std::declval<const T&>())>;
    using inner = typename decltype(detail::described_type<element>())::type;
    if constexpr (text_like<element>) {
      return std::type_identity<std::optional<std::string_view>>{};
    } else if constexpr (std::is_void_v<inner>) {
      return std::type_identity<void>{};
    } else {
      return std::type_identity<std::optional<inner>>{};
    }
  } else if constexpr (requires(const T& list) {
                         requires text_like<std::remove_cvref_t<decltype(*std::begin(list))>>;
                         std::end(list);
                       }) {
    return std::type_identity<borrowed_list<std::string_view>>{};
  } else {
    return std::type_identity<void>{};
  }
}

/// The type of a field in the answer, from the type that a record has it in.
template <class Record, fixed_string Name>
using described = typename decltype(detail::described_type<
                                    std::remove_cvref_t<field_type<Record, Name>>>())::type;

/// A conversion between numbers that keeps every value.
template <class From, class To>
concept widens_to = numeric<From> && numeric<To> && requires(From from) { To{from}; };

template <class T, class As>
concept plain_readable_as = (std::same_as<As, std::string_view> && text_like<T>) ||
                            std::same_as<T, As> || (numeric<As> && widens_to<T, As>) ||
                            (!std::same_as<As, std::string_view> && !std::is_arithmetic_v<As> &&
                             std::convertible_to<const T&, As>);

template <class T, class As> inline constexpr bool readable_as_v = plain_readable_as<T, As>;
template <class T, class As>
inline constexpr bool readable_as_v<T, std::optional<As>> = [] {
  if constexpr (plain_readable_as<T, As>) {
    return true;
  } else if constexpr (dereferenceable<T>) {
    return plain_readable_as<std::remove_cvref_t<decltype(*std::declval<const T&>())>, As>;
  } else {
    return false;
  }
}();
template <class T, class As>
inline constexpr bool readable_as_v<T, borrowed_list<As>> = [] {
  if constexpr (requires(const T& list) {
                  *std::begin(list);
                  std::end(list);
                }) {
    return plain_readable_as<std::remove_cvref_t<decltype(*std::begin(std::declval<const T&>()))>,
                             As>;
  } else {
    return false;
  }
}();

/// Equality of two values of the same field, whatever their types.
template <class As, class A, class B>
[[nodiscard]] constexpr bool equal_values(const A& a, const B& b) {
  if constexpr (std::same_as<As, std::string_view>) {
    return detail::as_text(a) == detail::as_text(b);
  } else if constexpr (std::same_as<As, borrowed_list<std::string_view>>) {
    auto first = std::begin(a);
    auto second = std::begin(b);
    for (; first != std::end(a) && second != std::end(b); static_cast<void>(++first), ++second) {
      if (detail::as_text(*first) != detail::as_text(*second)) {
        return false;
      }
    }
    return first == std::end(a) && second == std::end(b);
  } else if constexpr (!is_optional<As>) {
    return static_cast<As>(a) == static_cast<As>(b);
  } else {
    return detail::has_value(a) == detail::has_value(b) &&
           (!detail::has_value(a) ||
            detail::equal_values<typename As::value_type>(detail::value(a), detail::value(b)));
  }
}

/// Copies a value of a row, which is an As, into a member of a record that owns its values.
template <class As, class From, class To> constexpr void assign_value(const From& from, To& to) {
  if constexpr (is_optional<As>) {
    if (!detail::has_value(from)) {
      to.reset();
    } else if constexpr (std::same_as<As, std::optional<std::string_view>>) {
      to.emplace(detail::as_text(detail::value(from)));
    } else {
      to = static_cast<typename As::value_type>(detail::value(from));
    }
  } else if constexpr (std::same_as<As, std::string_view>) {
    to = detail::as_text(from);
  } else if constexpr (std::same_as<As, borrowed_list<std::string_view>>) {
    to.clear();
    for (auto&& each : from) {
      to.emplace_back(detail::as_text(each));
    }
  } else {
    to = static_cast<As>(from);
  }
}

} // namespace detail

} // namespace leadcore::inline LEADCORE_ABI

#endif
