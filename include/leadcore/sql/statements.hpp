// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_SQL_STATEMENTS_HPP
#define LEADCORE_SQL_STATEMENTS_HPP

// The same query as SQL. Statements are made from the description that list() reads. Any database
// library can run them.

#include <leadcore/json/string.hpp>
#include <leadcore/model/error.hpp>
#include <leadcore/model/field.hpp>
#include <leadcore/model/lead.hpp>
#include <leadcore/model/organisation.hpp>
#include <leadcore/model/status.hpp>
#include <leadcore/query/endpoint.hpp>
#include <leadcore/query/filter.hpp>
#include <leadcore/query/order.hpp>
#include <leadcore/query/searchable_text.hpp>
#include <leadcore/sql/cursor.hpp>
#include <leadcore/sql/detail/statement_writer.hpp>
#include <leadcore/sql/dialects.hpp>
#include <leadcore/sql/statement.hpp>
#include <leadcore/sql/table.hpp>
#include <leadcore/text/result.hpp>
#include <leadcore/text/timestamp.hpp>
#include <leadcore/text/utf8.hpp>
#include <leadcore/version.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

namespace leadcore::inline LEADCORE_ABI::sql {

namespace detail {

template <class Dialect, class Table>
inline constexpr bool checked = check_dialect<Dialect>() && check_table<Table>();

} // namespace detail

/// Selects the rows of a page: the columns of the fields, in the order of the contract.
///
/// Exact for every query: a value that no row can contain, such as an owner's id with U+0000,
/// compares equal to none.
/// @param nulls  where leads without a next call sort.
/// @param in  the partition to select from in place of the table, here and below; from
///     find_partition, because the other partitions have no rows of the organisation.
/// @par Complexity  linear in the query's texts. The engine skips the rows of earlier pages; for
///     deep pages see after.
/// @par Source  decisions 0100 and 0101.
template <class Dialect, class Table = leads_table>
[[nodiscard]] statement select_page(const organisation_id& organisation, const lead_query& query,
                                    null_placement nulls = nulls_last,
                                    const std::optional<partition>& in = std::nullopt) {
  static_assert(detail::checked<Dialect, Table>);
  detail::statement_writer<Dialect, Table> out(in);
  out.page(organisation, query, nulls);
  return std::move(out).take();
}

/// Selects the page_size rows after a cursor; the query's page number is ignored. At any depth, the
/// engine reads only the rows that it returns.
///
///     select_page<sqlite>(organisation, query, after(make_cursor(page.data.back()).value()))
template <class Dialect, class Table = leads_table>
[[nodiscard]] statement select_page(const organisation_id& organisation, const lead_query& query,
                                    const after& position, null_placement nulls = nulls_last,
                                    const std::optional<partition>& in = std::nullopt) {
  static_assert(detail::checked<Dialect, Table>);
  detail::statement_writer<Dialect, Table> out(in);
  out.page_after(organisation, query, position.at.keys(), nulls);
  return std::move(out).take();
}

/// Counts the matching rows of all pages: one row with one integer.
template <class Dialect, class Table = leads_table>
[[nodiscard]] statement count(const organisation_id& organisation, const lead_query& query,
                              const std::optional<partition>& in = std::nullopt) {
  static_assert(detail::checked<Dialect, Table>);
  detail::statement_writer<Dialect, Table> out(in);
  out.add("SELECT ");
  out.count(organisation, query);
  return std::move(out).take();
}

/// Selects the rows of a page, each preceded by the total, in one statement and hence one snapshot.
/// An empty page is one row: the total, and null for every field.
/// @see page_reader
template <class Dialect, class Table = leads_table>
[[nodiscard]] statement page_with_total(const organisation_id& organisation,
                                        const lead_query& query, null_placement nulls = nulls_last,
                                        const std::optional<partition>& in = std::nullopt) {
  static_assert(detail::checked<Dialect, Table>);
  detail::statement_writer<Dialect, Table> out(in);
  out.add("SELECT ");
  out.count(organisation, query);
  out.add(" AS total, ");
  out.add_columns("page.");
  out.add(" FROM (SELECT 1 AS one) AS always LEFT JOIN (");
  out.page(organisation, query, nulls);
  out.add(") AS page ON 1 = 1");
  out.order_by(nulls, "page.");
  return std::move(out).take();
}

/// Selects the partition of an organisation: one row of two texts, its schema and its name.
/// @see find_partition
template <class Dialect, class Table = leads_table>
  requires requires(const std::string& text) { Dialect::which_partition(text, text); }
[[nodiscard]] statement which_partition(const organisation_id& organisation) {
  static_assert(detail::checked<Dialect, Table>);
  detail::statement_writer<Dialect, Table> out;
  const std::string table = out.bind(detail::quoted_names<Dialect, Table>::table());
  out.add(Dialect::which_partition(table, out.bind(std::string(organisation.view()))));
  return std::move(out).take();
}

/// Creates the table, unless a table of its name exists: texts with bytewise collation, times as
/// milliseconds since 1970-01-01T00:00:00Z, lists as JSON arrays.
template <class Dialect, class Table = leads_table> [[nodiscard]] statement create_table() {
  static_assert(detail::checked<Dialect, Table>);
  using names = detail::quoted_names<Dialect, Table>;
  const std::string text =
      std::string(Dialect::text_type) + " COLLATE " + std::string(Dialect::binary_collation);
  detail::statement_writer<Dialect, Table> out;
  out.add("CREATE TABLE IF NOT EXISTS ", names::table(), " (\n  ", names::organisation(), " ", text,
          " NOT NULL");
  for_each_lead_field([&]<fixed_string Name>(field_constant<Name>) {
    using detail::column_kind;
    constexpr column_kind kind = detail::kind_of_field<Name>;
    const std::string column = names::template column<Name>();
    out.add(",\n  ", column, " ",
            kind == column_kind::time   ? std::string(Dialect::integer_type)
            : kind == column_kind::list ? std::string(Dialect::list_type)
                                        : text);
    out.add(is_nullable_field<Name> ? "" : " NOT NULL");
    if constexpr (kind == column_kind::status) {
      out.add(" CHECK (", column, " IN (");
      for (const lead_status each : lead_statuses) {
        out.add(each == lead_statuses.front() ? "'" : ", '", to_string(each), "'");
      }
      out.add("))");
    }
  });
  out.add(",\n  ", names::search(), " ", text, " NOT NULL");
  if (const std::string key =
          Dialect::table_key(names::organisation(), names::template column<detail::unique_name>());
      !key.empty()) {
    out.add(",\n  ", key);
  }
  const std::string options = Dialect::table_options(names::organisation());
  out.add("\n)", options.empty() ? "" : " ", options);
  return std::move(out).take();
}

/// Creates the indexes that find any page of any filter without a sort: one in the order, and one
/// for each filter that compares a column (two where the dialect needs another for null).
/// @param nulls  the placement that queries use.
template <class Dialect, class Table = leads_table>
[[nodiscard]] std::vector<statement> create_indexes(null_placement nulls = nulls_last) {
  static_assert(detail::index_names_fit<Table>(),
                "leadcore: the names of the table's indexes would have more than 63 bytes");
  static_assert(detail::checked<Dialect, Table>);
  using names = detail::quoted_names<Dialect, Table>;
  std::vector<statement> statements;
  const auto add_index = [&](std::string_view by, const std::string& filtered,
                             const std::string& condition = {}) {
    detail::statement_writer<Dialect, Table> out;
    out.add("CREATE INDEX IF NOT EXISTS ",
            Dialect::quote(std::string(Table::name) + "_by_" + std::string(by)), " ON ",
            names::table(), " (", names::organisation(), filtered);
    detail::for_each_sort_key(
        nulls, [&]<fixed_string Name, class Key>(field_constant<Name>, const Key& key) {
          out.add(", ", Dialect::index_key(names::template comparable<Name>(), Key::direction,
                                           detail::nulls_of(key)));
        });
    out.add(")", condition);
    statements.push_back(std::move(out).take());
  };
  const auto add_for_field = [&]<fixed_string Name>(field_constant<Name>) {
    const std::string column = names::template column<Name>();
    add_index(Table::template column<Name>, ", " + names::bytewise(column));
    if constexpr (is_nullable_field<Name> && requires { requires Dialect::index_for_null; }) {
      add_index("no_" + std::string(Table::template column<Name>), {},
                " WHERE " + column + " IS NULL");
    }
  };
  const auto add_for_filter = [&]<class Filter>(const Filter&) {
    if constexpr (requires { typename Filter::field_type; }) {
      add_for_field(typename Filter::field_type{});
    }
  };
  add_index("order", {});
  std::apply([&](const auto&... each) { (add_for_filter(each), ...); }, leads_endpoint::filters);
  return statements;
}

/// Creates an index for searches, in a dialect that has one (PostgreSQL: pg_trgm). It changes the
/// cost of searches, not their results.
template <class Dialect, class Table = leads_table>
  requires requires(const std::string& text) { Dialect::search_index(text, text, text, text); }
[[nodiscard]] std::vector<statement> create_search_index() {
  static_assert(detail::checked<Dialect, Table>);
  using names = detail::quoted_names<Dialect, Table>;
  std::vector<statement> statements;
  for (std::string& text : Dialect::search_index(
           Dialect::quote(std::string(Table::name) + "_by_search"), names::table(),
           names::bytewise(names::organisation()), names::bytewise(names::search()))) {
    statements.push_back({std::move(text), {}});
  }
  return statements;
}

/// The value of the search column: the folded text of each searched value, between line breaks, and
/// after each phone its digits as letters A to J, after a P. A folded search term has no line break
/// and no upper-case ASCII letter, so it never matches across two values.
/// @par Source  decision 0101.
template <lead_like L> [[nodiscard]] std::string search_text(const L& row) {
  std::string out;
  leadcore::detail::append_searchable_text<leadcore::detail::utf8_encoding>(
      out, leadcore::detail::search_filter_of<leads_endpoint>, row);
  return out;
}

namespace detail {

/// Reports a text that a database cannot store.
inline void check_storable(std::string_view text, std::string_view field,
                           std::optional<std::size_t> index, lead_errors& errors) {
  if (!is_valid_utf8(text)) {
    errors.push_back({lead_errc::invalid_utf8, field, index, std::string(text), {}});
  } else if (text.find('\0') != std::string_view::npos) {
    errors.push_back({lead_errc::nul_character, field, index, std::string(text), {}});
  }
}

/// The value of a field as its column stores it.
template <fixed_string Name, class Value>
[[nodiscard]] parameter to_column(const Value& from, lead_errors& errors) {
  using as = field_as<Name>;
  constexpr std::string_view name = field<Name>.wire_name();
  if constexpr (is_optional<as>) {
    if (!leadcore::detail::has_value(from)) {
      return std::monostate{};
    }
  }
  auto&& inner = leadcore::detail::value(from);
  if constexpr (kind_of_field<Name> == column_kind::text) {
    const std::string_view text = leadcore::detail::as_text(inner);
    detail::check_storable(text, name, std::nullopt, errors);
    return std::string(text);
  } else if constexpr (kind_of_field<Name> == column_kind::list) {
    std::string array = "[";
    std::size_t index = 0;
    for (auto&& element : inner) {
      const std::string_view text = leadcore::detail::as_text(element);
      detail::check_storable(text, name, index, errors);
      array += index++ == 0 ? "" : ",";
      append_json_string(array, text);
    }
    return array + "]";
  } else if constexpr (kind_of_field<Name> == column_kind::status) {
    const auto status = static_cast<lead_status>(inner);
    if (!is_lead_status(status)) {
      errors.push_back({lead_errc::invalid_enumerator,
                        name,
                        std::nullopt,
                        std::to_string(static_cast<unsigned>(status)),
                        {}});
    }
    return std::string(to_string(status));
  } else {
    return static_cast<timestamp>(inner).milliseconds_since_epoch();
  }
}

} // namespace detail

/// Inserts a lead into an organisation, or replaces the lead with the same id.
///
/// Takes any lead whose texts a database can store; the other invariants are validate's.
/// @par Errors (with the wire name of the field and the index in a list; the organisation's is
///     "organisation")
///     | code                          | when                              |
///     | lead_errc::invalid_utf8       | a text is not UTF-8               |
///     | lead_errc::nul_character      | a text contains U+0000            |
///     | lead_errc::invalid_enumerator | status is outside the enumeration |
template <class Dialect, class Table = leads_table, lead_like L>
[[nodiscard]] result<statement, lead_errors> upsert(const organisation_id& organisation,
                                                    const L& row) {
  static_assert(detail::checked<Dialect, Table>);
  using names = detail::quoted_names<Dialect, Table>;
  detail::statement_writer<Dialect, Table> out;
  lead_errors errors;
  detail::check_storable(organisation.view(), "organisation", std::nullopt, errors);
  row_to_write written{names::table(), {names::organisation()}, {}, {}, {}};
  const auto add_column = [&](std::string name, std::string_view type, parameter value) {
    written.columns.push_back(std::move(name));
    written.types.emplace_back(type);
    written.placeholders.push_back(out.bind(std::move(value)));
  };
  add_column(names::organisation(), Dialect::text_type, std::string(organisation.view()));
  const auto& from = leadcore::detail::row(row);
  const auto add_field = [&]<fixed_string Name>(field_constant<Name> each) {
    using detail::column_kind;
    constexpr column_kind kind = detail::kind_of_field<Name>;
    add_column(names::template column<Name>(),
               kind == column_kind::time   ? Dialect::integer_type
               : kind == column_kind::list ? Dialect::list_type
                                           : Dialect::text_type,
               detail::to_column<Name>(each(from), errors));
    if constexpr (Name.view() == detail::unique_name.view()) {
      written.key.push_back(written.columns.back());
    }
  };
  for_each_lead_field(add_field);
  add_column(names::search(), Dialect::text_type, leadcore::sql::search_text(row));
  if (!errors.empty()) {
    return fail(std::move(errors));
  }
  out.add(Dialect::upsert(written));
  return std::move(out).take();
}

/// Deletes the lead with an id from an organisation.
template <class Dialect, class Table = leads_table>
[[nodiscard]] statement erase(const organisation_id& organisation, std::string_view id) {
  static_assert(detail::checked<Dialect, Table>);
  using names = detail::quoted_names<Dialect, Table>;
  detail::statement_writer<Dialect, Table> out;
  out.add("DELETE FROM ", names::table());
  out.where(organisation, {});
  out.add(" AND ");
  out.compare_text(names::template comparable<detail::unique_name>(), " = ", id);
  return std::move(out).take();
}

} // namespace leadcore::inline LEADCORE_ABI::sql

#endif
