// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_QUERY_SCHEMA_HPP
#define LEADCORE_QUERY_SCHEMA_HPP

// What a value is, in the terms of JSON Schema, for documents such as OpenAPI's.

#include <leadcore/text/enum_table.hpp>
#include <leadcore/text/timestamp.hpp>
#include <leadcore/version.hpp>

#include <concepts>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace leadcore::inline LEADCORE_ABI {

/// What a value is, in the terms of JSON Schema. A filter of one's own may have a static member
/// function schema() that returns one; without it the values are strings.
/// @par Source
/// JSON Schema 2020-12, validation, clause 6; OpenAPI's format registry.
struct value_schema {
  std::string_view type = "string";      ///< string, integer, number or boolean
  std::string_view format{};             ///< such as date-time; empty for none
  std::vector<std::string_view> names{}; ///< the values of an enumeration; empty for any
  std::string minimum{};                 ///< of a number, as JSON writes it; empty for none
  std::string maximum{};
  std::uint64_t min_length = 0; ///< of a string, in code points
  std::uint64_t max_length = 0; ///< 0 for none
};

namespace detail {

template <class T>
inline constexpr std::string_view number_format = std::same_as<T, float>    ? "float"
                                                  : std::same_as<T, double> ? "double"
                                                                            : "";
template <std::integral T>
inline constexpr std::string_view number_format<T> =
    std::signed_integral<T> ? (sizeof(T) == 1   ? "int8"
                               : sizeof(T) == 2 ? "int16"
                               : sizeof(T) == 4 ? "int32"
                                                : "int64")
                            : (sizeof(T) == 1   ? "uint8"
                               : sizeof(T) == 2 ? "uint16"
                               : sizeof(T) == 4 ? "uint32"
                                                : "uint64");

/// The schema of a type of values: a text, a time, bool, an enumeration with names or a number.
template <class T> [[nodiscard]] value_schema schema_of() {
  value_schema made;
  if constexpr (std::same_as<T, timestamp>) {
    made.format = "date-time";
  } else if constexpr (std::same_as<T, bool>) {
    made.type = "boolean";
  } else if constexpr (named_enum<T>) {
    for (const auto& entry : enum_table<T>) {
      made.names.push_back(entry.name);
    }
  } else if constexpr (std::integral<T>) {
    made.type = "integer";
    made.format = number_format<T>;
    made.minimum = std::to_string(std::numeric_limits<T>::min());
    made.maximum = std::to_string(std::numeric_limits<T>::max());
  } else if constexpr (std::floating_point<T>) {
    made.type = "number";
    made.format = number_format<T>;
  }
  return made;
}

/// The same for the value of a parameter, where a text is not empty.
template <class T> [[nodiscard]] value_schema parameter_schema_of() {
  value_schema made = detail::schema_of<T>();
  made.min_length = std::same_as<T, std::string> ? 1 : 0;
  return made;
}

} // namespace detail

} // namespace leadcore::inline LEADCORE_ABI

#endif
