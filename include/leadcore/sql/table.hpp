// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_SQL_TABLE_HPP
#define LEADCORE_SQL_TABLE_HPP

// The table of leads: its name and its columns.

#include <leadcore/model/field.hpp>
#include <leadcore/model/lead.hpp>
#include <leadcore/model/status.hpp>
#include <leadcore/text/ascii.hpp>
#include <leadcore/text/timestamp.hpp>
#include <leadcore/version.hpp>

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace leadcore::inline LEADCORE_ABI::sql {

/// The names of the table and its columns. The default, and the base of your own:
///
///     struct contacts : leadcore::sql::leads_table {
///       static constexpr std::string_view name = "contacts";
///       template <leadcore::fixed_string Name>
///       static constexpr std::string_view column =
///           Name.view() == "next_call_at" ? "call_at" : leads_table::column<Name>;
///     };
struct leads_table {
  static constexpr std::string_view schema = ""; ///< qualifies the table's name; empty: unqualified
  static constexpr std::string_view name = "leads";
  static constexpr std::string_view organisation = "organisation_id";
  static constexpr std::string_view search = "search_text"; ///< the column of search_text()
  /// Whether statements name the collation. False for columns with bytewise collation, as
  /// create_table makes them: then indexes serve, and postgres_fdw can push the work down. Set true
  /// for a table whose columns have another collation.
  static constexpr bool collate_in_queries = false;
  /// The column of a field: its name.
  template <fixed_string Name> static constexpr std::string_view column = field<Name>.name();
};

namespace detail {

using namespace leadcore::detail;

/// How a column stores its field.
enum class column_kind : std::uint8_t { text, list, status, time };

template <class As> [[nodiscard]] consteval column_kind kind_of() {
  if constexpr (is_optional<As>) {
    return kind_of<typename As::value_type>();
  } else if constexpr (std::same_as<As, std::string_view>) {
    return column_kind::text;
  } else if constexpr (std::same_as<As, borrowed_list<std::string_view>>) {
    return column_kind::list;
  } else if constexpr (std::same_as<As, lead_status>) {
    return column_kind::status;
  } else {
    static_assert(std::same_as<As, timestamp>,
                  "leadcore: say here what column holds a field of this type");
    return column_kind::time;
  }
}
template <class Field> struct name_of_field;
template <fixed_string Name> struct name_of_field<field_constant<Name>> {
  static constexpr auto value = Name;
};
/// The field that is unique within an organisation: id.
inline constexpr auto unique_name =
    name_of_field<std::remove_const_t<decltype(unique_field)>>::value;

template <fixed_string Name> using field_as = std::remove_cvref_t<field_type<lead_view, Name>>;
template <fixed_string Name> inline constexpr column_kind kind_of_field = kind_of<field_as<Name>>();

/// The longest identifier that PostgreSQL does not truncate.
inline constexpr std::size_t max_identifier_size = 63;

/// Every column of a table: the organisation, the fields, the search text.
template <class Table>
inline constexpr auto all_columns = [] {
  std::array<std::string_view, field_count<lead_view> + 2> names{Table::organisation};
  std::size_t at = 1;
  for_each_lead_field(
      [&]<fixed_string Name>(field_constant<Name>) { names[at++] = Table::template column<Name>; });
  names[at] = Table::search;
  return names;
}();

/// Whether no two columns have the same name. SQLite ignores the case of ASCII letters.
template <class Table> [[nodiscard]] consteval bool names_are_distinct() {
  const auto& names = all_columns<Table>;
  for (std::size_t i = 0; i < names.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (std::equal(names[i].begin(), names[i].end(), names[j].begin(), names[j].end(),
                     [](char a, char b) { return to_lower(a) == to_lower(b); })) {
        return false;
      }
    }
  }
  return true;
}
template <class Table> [[nodiscard]] consteval bool names_are_valid() {
  for (const std::string_view name : all_columns<Table>) {
    if (name.empty() || name.size() > max_identifier_size ||
        name.find('\0') != std::string_view::npos) {
      return false;
    }
  }
  return !Table::name.empty();
}

/// Whether every index name fits an identifier: two names truncated to the same would clash.
template <class Table> [[nodiscard]] consteval bool index_names_fit() {
  for (const std::string_view column : all_columns<Table>) {
    if (Table::name.size() + std::string_view("_by_no_").size() + column.size() >
        max_identifier_size) {
      return false;
    }
  }
  return true;
}

/// The columns that statements compare as text.
template <class Table> [[nodiscard]] std::vector<std::string> compared_columns() {
  std::vector<std::string> names{std::string(Table::organisation)};
  for_each_lead_field([&]<fixed_string Name>(field_constant<Name>) {
    if constexpr (kind_of_field<Name> == column_kind::text ||
                  kind_of_field<Name> == column_kind::status) {
      names.emplace_back(Table::template column<Name>);
    }
  });
  names.emplace_back(Table::search);
  return names;
}
/// The message for a column whose collation does not compare bytes.
[[nodiscard]] inline std::string other_collation(const std::string& column,
                                                 const std::string& collation) {
  return "the column " + column + " compares by " + collation +
         " and not by bytes: give it another collation, or its table type collate_in_queries";
}

} // namespace detail

/// True for a table whose columns have valid, distinct names. Refuses any other, with a message.
template <class Table> [[nodiscard]] consteval bool check_table() {
  static_assert(detail::names_are_valid<Table>(),
                "leadcore: a name of the table is empty, or has more than 63 bytes");
  static_assert(detail::names_are_distinct<Table>(),
                "leadcore: two columns of the table have the same name");
  return detail::names_are_valid<Table>() && detail::names_are_distinct<Table>();
}

} // namespace leadcore::inline LEADCORE_ABI::sql

#endif
