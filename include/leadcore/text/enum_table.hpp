// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TEXT_ENUM_TABLE_HPP
#define LEADCORE_TEXT_ENUM_TABLE_HPP

// One table for each enumeration: its values with their names and messages.

#include <leadcore/version.hpp>

#include <cstddef>
#include <string_view>
#include <type_traits>

namespace leadcore::inline LEADCORE_ABI {

/// An enumerator with its name, and what it means to people where it is an error code.
template <class Enum> struct enum_entry {
  Enum value;
  std::string_view name;
  std::string_view message = {}; ///< human-readable
};

/// The entries of an enumeration, in ascending order of value. Specialise it for an enumeration of
/// your own that is a field of a record:
///
///     template <>
///     inline constexpr leadcore::enum_entry<stage> leadcore::enum_table<stage>[] = {
///         {stage::open, "OPEN"}, {stage::won, "WON"}};
template <class Enum> inline constexpr std::nullptr_t enum_table = nullptr;

/// An enumeration whose enumerators have names.
template <class T>
concept named_enum =
    std::is_enum_v<T> && std::is_array_v<std::remove_cvref_t<decltype(enum_table<T>)>>;

namespace detail {

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
/// @par Complexity
/// constant for a dense enumeration, otherwise linear in its size.
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

/// The name of a value as it is written: "UNKNOWN" outside the enumeration.
template <class Enum> [[nodiscard]] constexpr std::string_view wire_enum_name(Enum value) noexcept {
  const auto* const entry = find_enum_entry(value);
  return entry == nullptr ? std::string_view("UNKNOWN") : entry->name;
}

/// The value with exactly that name; null if there is none.
template <class Enum>
[[nodiscard]] constexpr const enum_entry<Enum>* find_enum_entry(std::string_view name) noexcept {
  for (const auto& entry : enum_table<Enum>) {
    if (entry.name == name) {
      return &entry;
    }
  }
  return nullptr;
}

/// The message of a value; empty outside the enumeration.
template <class Enum> [[nodiscard]] constexpr std::string_view enum_message(Enum value) noexcept {
  const auto* const entry = find_enum_entry(value);
  return entry == nullptr ? std::string_view() : entry->message;
}

/// The size of the names in a sentence, at most.
template <class Enum>
inline constexpr std::size_t enum_names_capacity = [] {
  std::size_t size = 1;
  for (const auto& entry : enum_table<Enum>) {
    size += entry.name.size() + std::string_view(" or ").size();
  }
  return size;
}();

/// The names as a list in a sentence: "A, B or C".
template <class Enum>
inline constexpr auto enum_names_storage = [] {
  struct {
    char chars[enum_names_capacity<Enum>]{};
    std::size_t size = 0;
    constexpr void append(std::string_view text) {
      for (const char c : text) {
        chars[size++] = c;
      }
    }
  } out;
  for (std::size_t i = 0; i < enum_size<Enum>; ++i) {
    out.append(i == 0 ? "" : i + 1 == enum_size<Enum> ? " or " : ", ");
    out.append(enum_table<Enum>[i].name);
  }
  return out;
}();

/// The same as a view.
template <class Enum>
inline constexpr std::string_view enum_names{enum_names_storage<Enum>.chars,
                                             enum_names_storage<Enum>.size};

} // namespace detail

} // namespace leadcore::inline LEADCORE_ABI

#endif
