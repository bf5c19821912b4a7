// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_SQL_DETAIL_COLUMN_HPP
#define LEADCORE_SQL_DETAIL_COLUMN_HPP

// How columns store the kinds of fields.

#include <leadcore/model/field.hpp>
#include <leadcore/model/lead.hpp>
#include <leadcore/model/value.hpp>
#include <leadcore/query/endpoint.hpp>
#include <leadcore/sql/detail/storable.hpp>
#include <leadcore/text/enum_table.hpp>
#include <leadcore/text/timestamp.hpp>
#include <leadcore/version.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace leadcore::inline LEADCORE_ABI::sql::detail {

using namespace leadcore::detail;

/// How a column stores its field.
enum class column_kind : std::uint8_t {
  text,
  list,        ///< a JSON array of strings
  enumeration, ///< its name
  time,        ///< milliseconds since 1970-01-01T00:00:00Z
  integer,
  real,
  boolean,
};

/// Whether the names of an enumeration are distinct texts that a database stores.
template <class Enum> [[nodiscard]] consteval bool has_storable_names() {
  for (const auto& each : enum_table<Enum>) {
    if (each.name.empty() || !is_storable(each.name)) {
      return false;
    }
    for (const auto& other : enum_table<Enum>) {
      if (&other != &each && other.name == each.name) {
        return false;
      }
    }
  }
  return true;
}

/// @tparam As  the described type of a field
template <class As> [[nodiscard]] consteval column_kind kind_of() {
  if constexpr (is_optional<As>) {
    return kind_of<typename As::value_type>();
  } else if constexpr (std::same_as<As, std::string_view>) {
    return column_kind::text;
  } else if constexpr (std::same_as<As, borrowed_list<std::string_view>>) {
    return column_kind::list;
  } else if constexpr (named_enum<As>) {
    static_assert(has_storable_names<As>(),
                  "leadcore: the names of an enumeration that a database stores must be distinct "
                  "texts of valid UTF-8");
    return column_kind::enumeration;
  } else if constexpr (std::same_as<As, timestamp>) {
    return column_kind::time;
  } else if constexpr (std::same_as<As, bool>) {
    return column_kind::boolean;
  } else if constexpr (std::integral<As>) {
    return column_kind::integer;
  } else {
    static_assert(std::same_as<As, double> || std::same_as<As, float>,
                  "leadcore: a database stores float and double exactly, and no field of another "
                  "floating-point type");
    return column_kind::real;
  }
}
template <class Record, fixed_string Name>
inline constexpr column_kind kind_of_field = kind_of<described<Record, Name>>();

/// How many values of an enumeration are less than a value, so that databases order it as list()
/// does.
template <class Enum> [[nodiscard]] constexpr std::int64_t rank_of(Enum value) noexcept {
  const auto number = [](Enum each) { return static_cast<std::underlying_type_t<Enum>>(each); };
  const auto& table = enum_table<Enum>;
  std::int64_t rank = 0;
  for (std::size_t i = 0; i < enum_size<Enum>; ++i) {
    bool is_counted = number(table[i].value) < number(value);
    for (std::size_t j = 0; j < i; ++j) { // another name of the same value
      is_counted = is_counted && number(table[j].value) != number(table[i].value);
    }
    rank += is_counted ? 1 : 0;
  }
  return rank;
}

/// The type of a column, as CREATE TABLE and CAST write it.
template <class Dialect> [[nodiscard]] constexpr std::string_view column_type(column_kind kind) {
  switch (kind) {
  case column_kind::list:
    return Dialect::list_type;
  case column_kind::time:
  case column_kind::integer:
    return Dialect::integer_type;
  case column_kind::real:
    return Dialect::real_type;
  case column_kind::boolean:
    return Dialect::boolean_type;
  case column_kind::text:
  case column_kind::enumeration:
    break;
  }
  return Dialect::text_type;
}

/// The field that is unique within an organisation.
template <class Endpoint>
inline constexpr auto key_name_of = std::remove_cvref_t<decltype(Endpoint::key)>::key;

} // namespace leadcore::inline LEADCORE_ABI::sql::detail

#endif
