// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_SQL_STATEMENTS_HPP
#define LEADCORE_SQL_STATEMENTS_HPP

// The same query as SQL. Statements are made from the description that list() reads: the record,
// the filters, the order. Any database library can run them.
//
// The template argument after the dialect is an endpoint (leads_endpoint if there is none) or a
// table, which names one; a table may follow an endpoint.

#include <leadcore/json/string.hpp>
#include <leadcore/model/error.hpp>
#include <leadcore/model/field.hpp>
#include <leadcore/model/lead.hpp>
#include <leadcore/model/organisation.hpp>
#include <leadcore/model/record.hpp>
#include <leadcore/model/value.hpp>
#include <leadcore/query/endpoint.hpp>
#include <leadcore/query/filter.hpp>
#include <leadcore/query/order.hpp>
#include <leadcore/query/searchable_text.hpp>
#include <leadcore/sql/cursor.hpp>
#include <leadcore/sql/detail/column.hpp>
#include <leadcore/sql/detail/counts.hpp>
#include <leadcore/sql/detail/index_plan.hpp>
#include <leadcore/sql/detail/indexed_column.hpp>
#include <leadcore/sql/detail/statement_writer.hpp>
#include <leadcore/sql/detail/stored_value.hpp>
#include <leadcore/sql/dialects.hpp>
#include <leadcore/sql/statement.hpp>
#include <leadcore/sql/table.hpp>
#include <leadcore/text/enum_table.hpp>
#include <leadcore/text/result.hpp>
#include <leadcore/version.hpp>

#include <concepts>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace leadcore::inline LEADCORE_ABI::sql {

namespace detail {

template <class Dialect, class Endpoint, class Table>
inline constexpr bool checked =
    check_dialect<Dialect>() && check_endpoint<Endpoint>() && check_table<Endpoint, Table>();

/// What writes the statements of the template arguments, which are checked.
template <class Dialect, class Described, class Table>
  requires(checked<Dialect, endpoint_of<Described>, Table>)
using writer = statement_writer<Dialect, endpoint_of<Described>, Table>;

template <class Writer, class Query, class Order>
[[nodiscard]] statement select_in_order(const organisation_id& organisation, const Query& query,
                                        const Order& order, const std::optional<partition>& in) {
  static_assert(check_order<typename Writer::endpoint_type, Order>());
  Writer out(in);
  out.page(organisation, query, order);
  return std::move(out).take();
}
template <class Writer, class Query, class Order>
[[nodiscard]] statement select_after(const organisation_id& organisation, const Query& query,
                                     const position<typename Writer::endpoint_type, Order>& at,
                                     const Order& order, const std::optional<partition>& in) {
  Writer out(in);
  out.page_after(organisation, query, at, order);
  return std::move(out).take();
}
template <class Writer, class Query, class Order>
[[nodiscard]] statement page_with_total_in_order(const organisation_id& organisation,
                                                 const Query& query, const Order& order,
                                                 const std::optional<partition>& in) {
  static_assert(check_order<typename Writer::endpoint_type, Order>());
  Writer out(in);
  out.append("SELECT ");
  out.count(organisation, query);
  out.append(" AS total, ");
  out.add_columns("page.");
  out.append(" FROM (SELECT 1 AS one) AS always LEFT JOIN (");
  out.page(organisation, query, order);
  out.append(") AS page ON 1 = 1");
  out.order_by(order, "page.");
  return std::move(out).take();
}

[[nodiscard]] inline std::vector<statement> to_statements(std::vector<std::string> texts) {
  std::vector<statement> out;
  for (std::string& each : texts) {
    out.push_back({std::move(each), {}});
  }
  return out;
}

/// What follows CREATE TABLE and a name, which may be another than the table's.
template <class Dialect, class Writer> void append_definition(Writer& out) {
  using names = typename Writer::names;
  using record = typename Writer::record;
  using endpoint = typename Writer::endpoint_type;
  const auto text = [](bool is_indexed) {
    return text_type<Dialect>(is_indexed) + " COLLATE " + std::string(Dialect::binary_collation);
  };
  constexpr bool has_row_id = Writer::searches_by_row_id;
  out.append(" (\n  ");
  if constexpr (has_row_id) {
    out.append(names::row_id(), " ", Dialect::row_id_type, ",\n  ");
  }
  out.append(names::organisation(), " ", text(true), " NOT NULL");
  leadcore::for_each_field<record>([&]<fixed_string Name>(field_constant<Name>) {
    constexpr column_kind kind = kind_of_field<record, Name>;
    const std::string column = names::template column<Name>();
    out.append(",\n  ", column, " ",
               kind == column_kind::text || kind == column_kind::enumeration
                   ? text(is_indexed_text<endpoint, Name>)
                   : std::string(column_type<Dialect>(kind)));
    out.append(is_nullable_field<Name, record> ? "" : " NOT NULL");
    if constexpr (kind == column_kind::enumeration) {
      using value = typename without_null<described<record, Name>>::type;
      bool first = true;
      for (const auto& each : enum_table<value>) {
        out.append(first ? " CHECK (" + column + " IN (" : ", ", Dialect::literal(each.name));
        first = false;
      }
      out.append("))");
    } else if constexpr (kind == column_kind::boolean &&
                         Dialect::boolean_type != common_dialect::boolean_type) {
      out.append(" CHECK (", column, " IN (0, 1))");
    }
  });
  if constexpr (has_search<typename Writer::endpoint_type>) {
    out.append(",\n  ", names::search(), " ", text(false), " NOT NULL");
  }
  if constexpr (indexes_columns_only<Dialect>) {
    for_each_generated_column<Dialect, endpoint>([&]<fixed_string Name>(field_constant<Name>,
                                                                        std::string_view suffix) {
      const bool is_rank = suffix == rank_suffix;
      out.append(",\n  ", Dialect::generated_column(
                              names::template generated<Name>(suffix),
                              std::string(is_rank ? Dialect::integer_type : Dialect::boolean_type),
                              is_rank ? names::template sortable<Name>()
                                      : names::template column<Name>() + " IS NULL"));
    });
  }
  constexpr auto key_name = key_name_of<typename Writer::endpoint_type>;
  std::string key = Dialect::table_key(names::organisation(), names::template column<key_name>());
  if constexpr (has_row_id) {
    key = Dialect::second_key(names::organisation(), names::template column<key_name>());
  }
  if (!key.empty()) {
    out.append(",\n  ", key);
  }
  const std::string options = Dialect::table_options(names::organisation());
  out.append("\n)", options.empty() ? "" : " ", options);
}

} // namespace detail

/// Selects the rows of a page: the columns of the fields, in the order of the contract.
///
/// Exact for every query: a value that no row can contain, such as an owner's id with U+0000,
/// compares equal to none.
/// @param in  the partition to select from in place of the table, here and below; from
///     find_partition, because the other partitions have no rows of the organisation.
/// @par Complexity
/// linear in the query's texts. The engine skips the rows of earlier pages; for deep pages see
/// after.
/// @par Source
/// decisions 0100 and 0101.
template <class Dialect, class Endpoint = leads_endpoint, class Table = detail::table_of<Endpoint>,
          class Query = detail::query_of<Endpoint>>
  requires std::same_as<Query, detail::query_of<Endpoint>>
[[nodiscard]] statement select_page(const organisation_id& organisation, const Query& query,
                                    const std::optional<partition>& in = std::nullopt) {
  return detail::select_in_order<detail::writer<Dialect, Endpoint, Table>>(
      organisation, query, detail::endpoint_of<Endpoint>::order, in);
}
/// The same with another placement of nulls in the order of the endpoint.
template <class Dialect, class Endpoint = leads_endpoint, class Table = detail::table_of<Endpoint>,
          class Query = detail::query_of<Endpoint>>
  requires std::same_as<Query, detail::query_of<Endpoint>> && detail::has_nullable_keys<Endpoint>
[[nodiscard]] statement select_page(const organisation_id& organisation, const Query& query,
                                    null_placement nulls,
                                    const std::optional<partition>& in = std::nullopt) {
  return detail::select_in_order<detail::writer<Dialect, Endpoint, Table>>(
      organisation, query, detail::endpoint_of<Endpoint>::order.with(nulls), in);
}

/// The same in an order that is used once: a lexicographic_order that ends in the key of the
/// endpoint. The database sorts the rows, unless it has an index in that order.
template <class Dialect, class Endpoint = leads_endpoint, class Table = detail::table_of<Endpoint>,
          class Query = detail::query_of<Endpoint>, leadcore::detail::order_like Order>
  requires std::same_as<Query, detail::query_of<Endpoint>>
[[nodiscard]] statement select_page(const organisation_id& organisation, const Query& query,
                                    const Order& order,
                                    const std::optional<partition>& in = std::nullopt) {
  return detail::select_in_order<detail::writer<Dialect, Endpoint, Table>>(organisation, query,
                                                                           order, in);
}

/// Selects the page_size rows after a cursor; the query's page number is ignored. At any depth, the
/// engine reads only the rows that it returns.
///
///     select_page<sqlite>(organisation, query, after(make_cursor(page.data.back()).value()))
template <class Dialect, class Endpoint = leads_endpoint, class Table = detail::table_of<Endpoint>,
          class Query = detail::query_of<Endpoint>>
  requires std::same_as<Query, detail::query_of<Endpoint>>
[[nodiscard]] statement select_page(const organisation_id& organisation, const Query& query,
                                    const after<detail::endpoint_of<Endpoint>>& position,
                                    const std::optional<partition>& in = std::nullopt) {
  return detail::select_after<detail::writer<Dialect, Endpoint, Table>>(
      organisation, query, position.at.keys(), detail::endpoint_of<Endpoint>::order, in);
}
/// The same with another placement of nulls in the order of the endpoint.
template <class Dialect, class Endpoint = leads_endpoint, class Table = detail::table_of<Endpoint>,
          class Query = detail::query_of<Endpoint>>
  requires std::same_as<Query, detail::query_of<Endpoint>> && detail::has_nullable_keys<Endpoint>
[[nodiscard]] statement select_page(const organisation_id& organisation, const Query& query,
                                    const after<detail::endpoint_of<Endpoint>>& position,
                                    null_placement nulls,
                                    const std::optional<partition>& in = std::nullopt) {
  return detail::select_after<detail::writer<Dialect, Endpoint, Table>>(
      organisation, query, position.at.keys(), detail::endpoint_of<Endpoint>::order.with(nulls),
      in);
}

/// The same in an order that is used once, after a cursor of that order:
/// make_cursor<Endpoint>(row, order).
template <class Dialect, class Endpoint = leads_endpoint, class Table = detail::table_of<Endpoint>,
          class Query = detail::query_of<Endpoint>, leadcore::detail::order_like Order>
  requires std::same_as<Query, detail::query_of<Endpoint>>
[[nodiscard]] statement select_page(const organisation_id& organisation, const Query& query,
                                    const after<detail::endpoint_of<Endpoint>, Order>& position,
                                    const Order& order,
                                    const std::optional<partition>& in = std::nullopt) {
  return detail::select_after<detail::writer<Dialect, Endpoint, Table>>(
      organisation, query, position.at.keys(), order, in);
}

/// Counts the matching rows of all pages: one row with one integer.
template <class Dialect, class Endpoint = leads_endpoint, class Table = detail::table_of<Endpoint>,
          class Query = detail::query_of<Endpoint>>
  requires std::same_as<Query, detail::query_of<Endpoint>>
[[nodiscard]] statement count(const organisation_id& organisation, const Query& query,
                              const std::optional<partition>& in = std::nullopt) {
  detail::writer<Dialect, Endpoint, Table> out(in);
  out.append("SELECT ");
  out.count(organisation, query);
  return std::move(out).take();
}

/// Selects the rows of a page, each preceded by the total, in one statement and hence one snapshot.
/// An empty page is one row: the total, and null for every field.
/// @see basic_page_reader
template <class Dialect, class Endpoint = leads_endpoint, class Table = detail::table_of<Endpoint>,
          class Query = detail::query_of<Endpoint>>
  requires std::same_as<Query, detail::query_of<Endpoint>>
[[nodiscard]] statement page_with_total(const organisation_id& organisation, const Query& query,
                                        const std::optional<partition>& in = std::nullopt) {
  return detail::page_with_total_in_order<detail::writer<Dialect, Endpoint, Table>>(
      organisation, query, detail::endpoint_of<Endpoint>::order, in);
}
/// The same with another placement of nulls in the order of the endpoint.
template <class Dialect, class Endpoint = leads_endpoint, class Table = detail::table_of<Endpoint>,
          class Query = detail::query_of<Endpoint>>
  requires std::same_as<Query, detail::query_of<Endpoint>> && detail::has_nullable_keys<Endpoint>
[[nodiscard]] statement page_with_total(const organisation_id& organisation, const Query& query,
                                        null_placement nulls,
                                        const std::optional<partition>& in = std::nullopt) {
  return detail::page_with_total_in_order<detail::writer<Dialect, Endpoint, Table>>(
      organisation, query, detail::endpoint_of<Endpoint>::order.with(nulls), in);
}

/// The same in an order that is used once.
template <class Dialect, class Endpoint = leads_endpoint, class Table = detail::table_of<Endpoint>,
          class Query = detail::query_of<Endpoint>, leadcore::detail::order_like Order>
  requires std::same_as<Query, detail::query_of<Endpoint>>
[[nodiscard]] statement page_with_total(const organisation_id& organisation, const Query& query,
                                        const Order& order,
                                        const std::optional<partition>& in = std::nullopt) {
  return detail::page_with_total_in_order<detail::writer<Dialect, Endpoint, Table>>(
      organisation, query, order, in);
}

/// Selects the partition of an organisation: one row of two texts, its schema and its name.
/// @see find_partition
template <class Dialect, class Endpoint = leads_endpoint, class Table = detail::table_of<Endpoint>>
  requires requires(const std::string& text) { Dialect::which_partition(text, text); }
[[nodiscard]] statement which_partition(const organisation_id& organisation) {
  using writer = detail::writer<Dialect, Endpoint, Table>;
  writer out;
  const std::string table = out.bind_parameter(writer::names::table());
  out.append(Dialect::which_partition(table, out.bind_parameter(std::string(organisation.view()))));
  return std::move(out).take();
}

/// Creates the table, unless a table of its name exists: texts with bytewise collation, times as
/// milliseconds since 1970-01-01T00:00:00Z, enumerations by name, lists as JSON arrays.
template <class Dialect, class Endpoint = leads_endpoint, class Table = detail::table_of<Endpoint>>
[[nodiscard]] statement create_table() {
  using writer = detail::writer<Dialect, Endpoint, Table>;
  writer out;
  out.append("CREATE TABLE IF NOT EXISTS ", writer::names::table());
  detail::append_definition<Dialect>(out);
  return std::move(out).take();
}

/// Creates the indexes that find any page of any filter without a sort: one in the order, and one
/// for each field that a filter compares (another for null where the dialect needs it). For a range
/// the index finds the rows, which are then sorted.
template <class Dialect, class Endpoint = leads_endpoint, class Table = detail::table_of<Endpoint>>
[[nodiscard]] std::vector<statement> create_indexes() {
  return detail::indexes_in_order<
      detail::writer<Dialect, detail::endpoint_of<Endpoint>, detail::indexed_table<Dialect, Table>>,
      Dialect, detail::endpoint_of<Endpoint>, Table>(detail::endpoint_of<Endpoint>::order);
}
/// The same for queries with another placement of nulls.
template <class Dialect, class Endpoint = leads_endpoint, class Table = detail::table_of<Endpoint>>
  requires detail::has_nullable_keys<Endpoint>
[[nodiscard]] std::vector<statement> create_indexes(null_placement nulls) {
  return detail::indexes_in_order<
      detail::writer<Dialect, detail::endpoint_of<Endpoint>, detail::indexed_table<Dialect, Table>>,
      Dialect, detail::endpoint_of<Endpoint>, Table>(
      detail::endpoint_of<Endpoint>::order.with(nulls));
}

/// Creates an index for searches, unless it exists, for an endpoint with a search: PostgreSQL's of
/// pg_trgm, or SQLite's of FTS5, for a table that declares has_search_index. It changes the cost of
/// searches, not their results. Run the statements in one transaction.
/// @par Source
/// decisions 0105 and 0107.
template <class Dialect, class Endpoint = leads_endpoint, class Table = detail::table_of<Endpoint>>
  requires leadcore::detail::has_search<detail::endpoint_of<Endpoint>> &&
           (detail::writer<Dialect, Endpoint, Table>::searches_by_row_id ||
            requires(const std::string& text) { Dialect::search_index(text, text, text, text); })
[[nodiscard]] std::vector<statement> create_search_index() {
  using writer = detail::writer<Dialect, Endpoint, Table>;
  using names = typename writer::names;
  if constexpr (writer::searches_by_row_id) {
    return detail::to_statements(Dialect::row_search_index(
        detail::parts_of<Dialect, detail::endpoint_of<Endpoint>, Table>()));
  } else if constexpr (detail::is_search_indexed<Table> && !Table::search_by_organisation) {
    static_assert(
        requires(const std::string& text) { Dialect::table_search_index(text, text, text); },
        "leadcore: the dialect has no search index without the organisation: see "
        "table_search_index, or let the table search_by_organisation");
    return detail::to_statements(
        Dialect::table_search_index(Dialect::quote(std::string(Table::name) + "_search"),
                                    names::table(), names::bytewise(names::search())));
  } else {
    return detail::to_statements(Dialect::search_index(
        Dialect::quote(std::string(Table::name) + "_by_search"), names::table(),
        names::bytewise(names::organisation()), names::bytewise(names::search())));
  }
}

/// Creates the counts of a table's rows by the values of the fields that it declares as counted,
/// and the triggers that keep them, and counts all rows. A total of filters by these fields is then
/// read from the counts. They change with the rows, in the same transaction, so writers of rows
/// with the same values wait for each other. Run the statements in one transaction.
/// @par Source
/// decision 0108.
template <class Dialect, class Endpoint = leads_endpoint, class Table = detail::table_of<Endpoint>>
  requires detail::has_counts<Table> && requires { requires Dialect::keeps_counts; }
[[nodiscard]] std::vector<statement> create_counts() {
  using endpoint = detail::endpoint_of<Endpoint>;
  using names = typename detail::writer<Dialect, Endpoint, Table>::names;
  using record = typename endpoint::record;
  static_assert(detail::check_counted<record, Table>(Table::counted));
  const kept_parts parts = detail::parts_of<Dialect, endpoint, Table>();
  const std::string counts = names::kept("_counts");
  const std::string text =
      std::string(Dialect::text_type) + " COLLATE " + std::string(Dialect::binary_collation);
  std::string table = "CREATE TABLE IF NOT EXISTS " + counts + " (" + names::organisation() + " " +
                      text + " NOT NULL";
  [&]<fixed_string... Names>(counted_fields<Names...>) {
    const auto add = [&]<fixed_string Name>(field_constant<Name>) {
      constexpr auto kind = detail::kind_of_field<record, Name>;
      table += ", " + names::template column<Name>() + " " +
               (kind == detail::column_kind::text || kind == detail::column_kind::enumeration
                    ? text
                    : std::string(detail::column_type<Dialect>(kind))) +
               (is_nullable_field<Name, record> ? "" : " NOT NULL");
    };
    (add(field<Names>), ...);
  }(Table::counted);
  table += ", row_count " + std::string(Dialect::integer_type) + " NOT NULL)";
  std::vector<std::string> texts{std::move(table),
                                 names::create_index("UNIQUE INDEX", "_counts_key", "_counts") +
                                     detail::joined(parts.count_keys) + ")"};
  for (std::string& each : Dialect::keep_counts(parts)) {
    texts.push_back(std::move(each));
  }
  texts.push_back("DELETE FROM " + counts);
  const std::string values = detail::joined(parts.counted_values);
  texts.push_back("INSERT INTO " + counts + " (" + detail::joined(parts.counted) +
                  ", row_count) SELECT " + values + ", count(*) FROM " + names::table() +
                  " GROUP BY " + values);
  return detail::to_statements(std::move(texts));
}

/// Changes a table of any earlier layout to the one of its type, with everything that is kept
/// beside it: rows stay. Repeated, the statements leave the same. Run them in one transaction,
/// while nothing else writes. Counts that the type no longer declares are not kept any more; their
/// table stays, for you to drop.
///
/// Layouts: 1, of SQLite: the primary key is (organisation, id). 2, of a table with
/// has_search_index in SQLite: it is row_id. Moving a table to 2 copies it.
template <class Dialect, class Endpoint = leads_endpoint, class Table = detail::table_of<Endpoint>>
[[nodiscard]] std::vector<statement> migrate() {
  using writer = detail::writer<Dialect, Endpoint, Table>;
  using names = typename writer::names;
  std::vector<statement> statements{leadcore::sql::create_table<Dialect, Endpoint, Table>()};
  const auto add = [&](std::vector<statement> more) {
    statements.insert(statements.end(), more.begin(), more.end());
  };
  if constexpr (writer::searches_by_row_id) {
    const std::string next = names::kept("_next");
    writer copy;
    // Refused if it exists: it has the rows if an earlier run ended here without a transaction.
    copy.append("CREATE TABLE ", next);
    detail::append_definition<Dialect>(copy);
    add({std::move(copy).take()});
    std::string columns = names::organisation();
    for (const detail::table_column& each :
         detail::stored_columns<detail::endpoint_of<Endpoint>, Table>()) {
      columns += ", " + Dialect::quote(each.name);
    }
    add({{"INSERT INTO " + next + " (" + columns + ") SELECT " + columns + " FROM " +
              names::table(),
          {}}});
    add(detail::to_statements(Dialect::forget_search_index(
        detail::parts_of<Dialect, detail::endpoint_of<Endpoint>, Table>())));
    add({{"DROP TABLE " + names::table(), {}}});
    add(detail::to_statements(Dialect::rename_table(next, Table::name)));
  }
  add(leadcore::sql::create_indexes<Dialect, Endpoint, Table>());
  if constexpr (detail::is_search_indexed<Table>) {
    if constexpr (!writer::searches_by_row_id) { // the index of the other declaration
      add({{Dialect::drop_index(
                names::kept(Table::search_by_organisation ? "_search" : "_by_search"),
                names::table()),
            {}}});
    }
    add(leadcore::sql::create_search_index<Dialect, Endpoint, Table>());
  }
  if constexpr (detail::has_counts<Table>) {
    // The kept ones may be by other fields. Created first, they are dropped in this schema only.
    const auto counts = leadcore::sql::create_counts<Dialect, Endpoint, Table>();
    add({counts.front(), {"DROP TABLE " + names::kept("_counts"), {}}});
    add(counts);
  } else if constexpr (
      requires(const kept_parts& parts) { Dialect::forget_counts(parts); } &&
      requires { requires Dialect::keeps_counts; }) {
    add(detail::to_statements(
        Dialect::forget_counts(detail::parts_of<Dialect, detail::endpoint_of<Endpoint>, Table>())));
  }
  return statements;
}

/// The value of the search column: the folded text of each searched value, between line breaks, and
/// after each phone its digits as letters A to J, after a P. A folded search term has no line break
/// and no upper-case ASCII letter, so it never matches across two values.
/// @par Source
/// decision 0101.
template <class Endpoint = leads_endpoint, row_of<Endpoint> Row>
  requires leadcore::detail::has_search<Endpoint>
[[nodiscard]] std::string search_text(const Row& row) {
  std::string out;
  leadcore::detail::append_searchable_text<leadcore::detail::utf8_encoding>(
      out, leadcore::detail::search_filter_of<Endpoint>, row);
  return out;
}

/// Inserts a row into an organisation, or replaces the row with the same key.
///
/// Takes any row whose values a database can store; the other invariants are validate's.
/// @par Errors
/// (with the wire name of the field and the index in a list; the organisation's is
/// "organisation")
/// | code                            | when                                      |
/// | lead_errc::invalid_utf8         | a text is not UTF-8                       |
/// | lead_errc::nul_character        | a text contains U+0000                    |
/// | lead_errc::invalid_enumerator   | a value is outside its enumeration        |
/// | lead_errc::integer_out_of_range | an integer is over 2^63-1                 |
/// | lead_errc::not_a_number         | a floating-point number is NaN or infinite |
/// | lead_errc::invalid_value        | an indexed text is too long for the dialect (too_long) |
template <class Dialect, class Endpoint = leads_endpoint, class Table = detail::table_of<Endpoint>,
          row_of<detail::endpoint_of<Endpoint>> Row>
[[nodiscard]] result<statement, lead_errors> upsert(const organisation_id& organisation,
                                                    const Row& row) {
  using writer = detail::writer<Dialect, Endpoint, Table>;
  using names = typename writer::names;
  using record = detail::record_of<Endpoint>;
  using described_endpoint = detail::endpoint_of<Endpoint>;
  writer out;
  lead_errors errors;
  detail::check_storable(organisation.view(), "organisation", std::nullopt, errors);
  constexpr auto key_name = detail::key_name_of<described_endpoint>;
  row_to_write written{
      names::table(),
      {names::organisation(), names::template column<key_name>()},
      {},
      {},
      {},
      {names::bytewise(names::organisation()), names::template comparable<key_name>()}};
  const auto add_column = [&](std::string name, std::string_view type, parameter value) {
    written.columns.push_back(std::move(name));
    written.types.emplace_back(type);
    written.placeholders.push_back(out.bind_parameter(std::move(value)));
  };
  detail::check_length<Dialect>(organisation.view(), "organisation", errors);
  add_column(names::organisation(), Dialect::text_type, std::string(organisation.view()));
  const auto& from = leadcore::detail::row(row);
  const auto add_field = [&]<fixed_string Name>(field_constant<Name> each) {
    constexpr detail::column_kind kind = detail::kind_of_field<record, Name>;
    parameter value = detail::to_column<leadcore::detail::described<record, Name>>(
        each.wire_name(), each(from), errors);
    if constexpr (kind == detail::column_kind::text &&
                  detail::is_indexed_text<described_endpoint, Name>) {
      if (const auto* const text = std::get_if<std::string>(&value)) {
        detail::check_length<Dialect>(*text, each.wire_name(), errors);
      }
    }
    add_column(names::template column<Name>(), detail::column_type<Dialect>(kind),
               std::move(value));
  };
  add_field(field<key_name>);
  leadcore::for_each_field<record>([&]<fixed_string Name>(field_constant<Name> each) {
    if constexpr (Name.view() != key_name.view()) {
      add_field(each);
    }
  });
  if constexpr (leadcore::detail::has_search<described_endpoint>) {
    add_column(names::search(), Dialect::text_type,
               leadcore::sql::search_text<described_endpoint>(row));
  }
  if (!errors.empty()) {
    return fail(std::move(errors));
  }
  out.append(Dialect::upsert(written));
  return std::move(out).take();
}

/// Deletes the row with a key from an organisation.
template <class Dialect, class Endpoint = leads_endpoint, class Table = detail::table_of<Endpoint>>
[[nodiscard]] statement erase(const organisation_id& organisation, std::string_view key) {
  using writer = detail::writer<Dialect, Endpoint, Table>;
  using names = typename writer::names;
  writer out;
  out.append("DELETE FROM ", names::table());
  out.where_organisation(organisation);
  out.append(" AND ");
  constexpr auto key_name = detail::key_name_of<detail::endpoint_of<Endpoint>>;
  out.compare_text(names::template comparable<key_name>(), "=", key);
  return std::move(out).take();
}

} // namespace leadcore::inline LEADCORE_ABI::sql

#endif
