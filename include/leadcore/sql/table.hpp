// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_SQL_TABLE_HPP
#define LEADCORE_SQL_TABLE_HPP

// The table of an endpoint: its name and its columns.

#include <leadcore/model/field.hpp>
#include <leadcore/query/endpoint.hpp>
#include <leadcore/sql/detail/column.hpp>
#include <leadcore/text/ascii.hpp>
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

/// The fields by whose values a table's rows are counted.
/// @see counted_by
template <fixed_string... Names> struct counted_fields {};
/// Counts rows by the values of fields, as create_counts does. There is one count for each
/// combination of values that occurs, so choose fields of few values.
template <fixed_string... Names> inline constexpr counted_fields<Names...> counted_by{};

/// The names of the table of an endpoint and of its columns. The default, and the base of your own:
///
///     struct contacts : leadcore::sql::endpoint_table<my_endpoint> {
///       static constexpr std::string_view schema = "crm";
///       static constexpr std::string_view name = "people";
///     };
template <class Endpoint> struct endpoint_table {
  using endpoint = Endpoint;

  static constexpr std::string_view schema = ""; ///< qualifies the table's name; empty: unqualified
  /// The last segment of the endpoint's path: contacts for /api/v1/contacts.
  static constexpr std::string_view name =
      std::string_view(Endpoint::path).substr(std::string_view(Endpoint::path).rfind('/') + 1);
  static constexpr std::string_view organisation = "organisation_id";
  static constexpr std::string_view search = "search_text"; ///< the column of search_text()
  /// Whether statements name the collation. False for columns with bytewise collation, as
  /// create_table makes them: then indexes serve, and postgres_fdw can push the work down. Set true
  /// for a table whose columns have another collation.
  static constexpr bool collate_in_queries = false;
  /// Whether searches use the index of create_search_index. In SQLite such a table has a column
  /// row_id, which the index refers to: see migrate.
  static constexpr bool has_search_index = false;
  static constexpr std::string_view row_id = "row_id";
  /// The rows of SQLite's search index that are worth sorting: the page of a term with more is read
  /// in order, until it is full.
  static constexpr std::uint32_t most_candidates = 4000;
  /// The changed rows that wait until SQLite's search index takes them, all at once. Each search
  /// reads those that wait; more of them make upserts faster.
  static constexpr std::uint32_t most_pending = 256;
  /// Whether PostgreSQL's search index begins with the organisation. False for a table of few,
  /// large organisations: then a rare term is found without the list of the organisation's rows.
  static constexpr bool search_by_organisation = true;
  /// Whether a page by number is found by keys alone, in the index, before its rows are read.
  static constexpr bool pages_by_key = false;
  /// Totals of filters by these fields alone are read from the table of create_counts.
  static constexpr auto counted = counted_by<>;
  /// The column of a field: its name.
  template <fixed_string Name> static constexpr std::string_view column = field<Name>.name();
};

/// The table of the documented endpoint, leads. The base of your own for that endpoint:
///
///     struct contacts : leadcore::sql::leads_table {
///       static constexpr std::string_view name = "contacts";
///       template <leadcore::fixed_string Name>
///       static constexpr std::string_view column =
///           Name.view() == "next_call_at" ? "call_at" : leads_table::column<Name>;
///     };
struct leads_table : endpoint_table<leads_endpoint> {};

namespace detail {

template <class T> [[nodiscard]] consteval auto endpoint_type() {
  if constexpr (requires { typename T::record; }) {
    return std::type_identity<T>{};
  } else {
    static_assert(
        requires { typename T::endpoint; },
        "leadcore: the template argument after the dialect is an endpoint, or a table that derives "
        "from leads_table or endpoint_table");
    return std::type_identity<typename T::endpoint>{};
  }
}
template <class T> [[nodiscard]] consteval auto table_type() {
  if constexpr (std::same_as<T, leads_endpoint>) {
    return std::type_identity<leads_table>{};
  } else if constexpr (requires { typename T::record; }) {
    return std::type_identity<endpoint_table<T>>{};
  } else {
    return std::type_identity<T>{};
  }
}
/// The endpoint that the template argument after the dialect names: itself, or that of a table.
template <class T> using endpoint_of = typename decltype(detail::endpoint_type<T>())::type;
/// The table that it names: itself, or the default one of an endpoint.
template <class T> using table_of = typename decltype(detail::table_type<T>())::type;
template <class T> using query_of = typename endpoint_of<T>::query;
template <class T> using record_of = typename endpoint_of<T>::record;
/// An endpoint, or the table of one, whose order depends on where nulls are.
template <class T>
concept has_nullable_keys =
    std::remove_cvref_t<decltype(endpoint_of<T>::order)>::template has_nullable_key<record_of<T>>;

/// The longest identifier that PostgreSQL does not truncate.
inline constexpr std::size_t max_identifier_size = 63;

/// Whether a table declares that it has a search index. One that does not derive from
/// endpoint_table declares nothing.
template <class Table>
inline constexpr bool is_search_indexed = requires { requires Table::has_search_index; };
template <class Table>
inline constexpr bool has_pages_by_key = requires { requires Table::pages_by_key; };

/// The fields that a table counts; one that does not derive from endpoint_table counts none.
template <class Table> [[nodiscard]] consteval auto counted_of() {
  if constexpr (requires { Table::counted; }) {
    return Table::counted;
  } else {
    return counted_fields<>{};
  }
}
template <class Table>
inline constexpr bool has_counts =
    !std::is_same_v<decltype(detail::counted_of<Table>()), counted_fields<>>;

/// Every column of a table: the organisation, the fields, the search text if there is a search, and
/// the row id if there is a search index.
template <class Endpoint, class Table>
inline constexpr auto all_columns = [] {
  using record = typename Endpoint::record;
  constexpr std::size_t others =
      1 + (has_search<Endpoint> ? 1 : 0) + (is_search_indexed<Table> ? 1 : 0);
  std::array<std::string_view, field_count<record> + others> names{Table::organisation};
  std::size_t at = 1;
  leadcore::for_each_field<record>(
      [&]<fixed_string Name>(field_constant<Name>) { names[at++] = Table::template column<Name>; });
  if constexpr (has_search<Endpoint>) {
    names[at++] = Table::search;
  }
  if constexpr (is_search_indexed<Table>) {
    names[at] = Table::row_id;
  }
  return names;
}();

/// Whether two names are the same to a database that ignores the case of ASCII letters.
[[nodiscard]] constexpr bool is_same_name(std::string_view a, std::string_view b) noexcept {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return to_lower(x) == to_lower(y); });
}

/// Whether no two columns have the same name.
template <class Endpoint, class Table> [[nodiscard]] consteval bool names_are_distinct() {
  const auto& names = all_columns<Endpoint, Table>;
  for (std::size_t i = 0; i < names.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (detail::is_same_name(names[i], names[j])) {
        return false;
      }
    }
  }
  return true;
}
template <class Endpoint, class Table> [[nodiscard]] consteval bool names_are_valid() {
  for (const std::string_view name : all_columns<Endpoint, Table>) {
    if (name.empty() || name.size() > max_identifier_size ||
        name.find('\0') != std::string_view::npos) {
      return false;
    }
  }
  return !Table::name.empty();
}

/// What precedes the column in the name of its index, where the column alone would give the name of
/// another index.
[[nodiscard]] constexpr std::string_view index_prefix(std::string_view column) noexcept {
  return column == "order" || column == "search" || column.starts_with("no_") ? "column_" : "";
}

/// Whether every index name fits an identifier: two names truncated to the same would clash.
template <class Endpoint, class Table> [[nodiscard]] consteval bool index_names_fit() {
  for (const std::string_view column : all_columns<Endpoint, Table>) {
    const std::size_t prefix =
        std::max(index_prefix(column).size(), std::string_view("no_").size());
    if (Table::name.size() + std::string_view("_by_").size() + prefix + column.size() >
        max_identifier_size) {
      return false;
    }
  }
  return true;
}

/// A column as a database must have it.
struct table_column {
  std::string name;
  bool is_text; ///< compared by its bytes

  friend bool operator==(const table_column&, const table_column&) = default;
};
/// The columns of the fields and of the search.
template <class Endpoint, class Table> [[nodiscard]] std::vector<table_column> stored_columns() {
  std::vector<table_column> columns;
  using record = typename Endpoint::record;
  leadcore::for_each_field<record>([&]<fixed_string Name>(field_constant<Name>) {
    constexpr column_kind kind = kind_of_field<record, Name>;
    columns.push_back({std::string(Table::template column<Name>),
                       kind == column_kind::text || kind == column_kind::enumeration});
  });
  if constexpr (has_search<Endpoint>) {
    columns.push_back({std::string(Table::search), true});
  }
  return columns;
}
/// Every column of a table but the row id.
template <class Endpoint, class Table> [[nodiscard]] std::vector<table_column> table_columns() {
  std::vector<table_column> columns = detail::stored_columns<Endpoint, Table>();
  columns.insert(columns.begin(), {std::string(Table::organisation), true});
  return columns;
}
/// The message for a column whose collation does not compare bytes.
[[nodiscard]] inline std::string other_collation(const std::string& column,
                                                 const std::string& collation) {
  return "the column " + column + " compares by " + collation +
         " and not by bytes: give it another collation, or its table type collate_in_queries";
}
/// Whether the names of what is kept beside a table fit: _search_organisations is the longest.
template <class Table> [[nodiscard]] consteval bool kept_names_fit() {
  constexpr std::size_t longest = std::string_view("_search_organisations").size();
  return !(is_search_indexed<Table> || has_counts<Table>) ||
         Table::name.size() + longest <= max_identifier_size;
}

} // namespace detail

/// True for a table whose columns have valid, distinct names. Refuses any other, with a message.
/// @tparam Described  the table, or its endpoint and then the table
template <class Described, class Table = detail::table_of<Described>>
[[nodiscard]] consteval bool check_table() {
  using endpoint = detail::endpoint_of<Described>;
  constexpr bool valid = detail::names_are_valid<endpoint, Table>();
  static_assert(valid, "leadcore: a name of the table is empty, or has more than 63 bytes");
  constexpr bool distinct = detail::names_are_distinct<endpoint, Table>();
  static_assert(distinct, "leadcore: two columns of the table have the same name");
  constexpr bool fits = detail::kept_names_fit<Table>();
  static_assert(fits, "leadcore: the names of what is kept beside the table would have more than "
                      "63 bytes");
  return valid && distinct && fits;
}

} // namespace leadcore::inline LEADCORE_ABI::sql

#endif
