// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TEXT_ENUM_TABLE_HPP
#define LEADCORE_TEXT_ENUM_TABLE_HPP

// One table for each enumeration: its values with their names and messages.

#include <leadcore/version.hpp>

#include <cstddef>
#include <string_view>

namespace leadcore::inline LEADCORE_ABI::detail {

template <class Enum> struct enum_entry {
  Enum value;
  std::string_view name;
  std::string_view message = {}; ///< human-readable
};

/// The entries of an enumeration, in ascending order of value. Specialised next to the enumeration;
/// tests/unit/model/error_codes.test.cpp checks that every enumerator has an entry.
template <class Enum> inline constexpr std::nullptr_t enum_table = nullptr;

template <class Enum>
inline constexpr std::size_t enum_size = sizeof enum_table<Enum> / sizeof(enum_entry<Enum>);

/// Whether the values of an enumeration are consecutive.
template <class Enum>
inline constexpr bool is_dense_enum = [] {
  auto expected = static_cast<std::size_t>(enum_table<Enum>[0].value);
  for (const auto& entry : enum_table<Enum>) {
    if (static_cast<std::size_t>(entry.value) != expected++) {
      return false;
    }
  }
  return true;
}();

/// The entry of a value; null for a value outside the enumeration.
/// @par Complexity  constant for a dense enumeration, otherwise linear in its size.
template <class Enum>
[[nodiscard]] constexpr const enum_entry<Enum>* find_enum_entry(Enum value) noexcept {
  constexpr const auto& table = enum_table<Enum>;
  if constexpr (is_dense_enum<Enum>) {
    const std::size_t index =
        static_cast<std::size_t>(value) - static_cast<std::size_t>(table[0].value); // may wrap
    return index < enum_size<Enum> ? &table[index] : nullptr;
  } else {
    for (const auto& entry : table) {
      if (entry.value == value) {
        return &entry;
      }
    }
    return nullptr;
  }
}

/// The name of a value; empty outside the enumeration.
template <class Enum> [[nodiscard]] constexpr std::string_view enum_name(Enum value) noexcept {
  const auto* const entry = find_enum_entry(value);
  return entry == nullptr ? std::string_view() : entry->name;
}

/// The message of a value; empty outside the enumeration.
template <class Enum> [[nodiscard]] constexpr std::string_view enum_message(Enum value) noexcept {
  const auto* const entry = find_enum_entry(value);
  return entry == nullptr ? std::string_view() : entry->message;
}

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
