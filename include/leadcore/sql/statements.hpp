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

} // namespace detail

/// Selects the rows of a page: the columns of the fields, in the order of the contract.
///
/// Exact for every query: a value that no row can contain, such as an owner's id with U+0000,
/// compares equal to none.
/// @param in  the partition to select from in place of the table, here and below; from
///     find_partition, because the other partitions have no rows of the organisation.
/// @par Complexity  linear in the query's texts. The engine skips the rows of earlier pages; for
///     deep pages see after.
/// @par Source  decisions 0100 and 0101.
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
  using names = typename writer::names;
  using record = detail::record_of<Endpoint>;
  using detail::column_kind;
  using described_endpoint = detail::endpoint_of<Endpoint>;
  const auto text = [](bool is_indexed) {
    return detail::text_type<Dialect>(is_indexed) + " COLLATE " +
           std::string(Dialect::binary_collation);
  };
  writer out;
  out.append("CREATE TABLE IF NOT EXISTS ", names::table(), " (\n  ", names::organisation(), " ",
             text(true), " NOT NULL");
  leadcore::for_each_field<record>([&]<fixed_string Name>(field_constant<Name>) {
    constexpr column_kind kind = detail::kind_of_field<record, Name>;
    const std::string column = names::template column<Name>();
    out.append(",\n  ", column, " ",
               kind == column_kind::text || kind == column_kind::enumeration
                   ? text(detail::is_indexed_text<described_endpoint, Name>)
                   : std::string(detail::column_type<Dialect>(kind)));
    out.append(is_nullable_field<Name, record> ? "" : " NOT NULL");
    if constexpr (kind == column_kind::enumeration) {
      using value =
          typename leadcore::detail::without_null<leadcore::detail::described<record, Name>>::type;
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
  if constexpr (leadcore::detail::has_search<described_endpoint>) {
    out.append(",\n  ", names::search(), " ", text(false), " NOT NULL");
  }
  if constexpr (detail::indexes_columns_only<Dialect>) {
    detail::for_each_generated_column<Dialect, described_endpoint>(
        [&]<fixed_string Name>(field_constant<Name>, std::string_view suffix) {
          const bool is_rank = suffix == detail::rank_suffix;
          out.append(",\n  ",
                     Dialect::generated_column(
                         names::template generated<Name>(suffix),
                         std::string(is_rank ? Dialect::integer_type : Dialect::boolean_type),
                         is_rank ? names::template sortable<Name>()
                                 : names::template column<Name>() + " IS NULL"));
        });
  }
  constexpr auto key_name = detail::key_name_of<described_endpoint>;
  if (const std::string key =
          Dialect::table_key(names::organisation(), names::template column<key_name>());
      !key.empty()) {
    out.append(",\n  ", key);
  }
  const std::string options = Dialect::table_options(names::organisation());
  out.append("\n)", options.empty() ? "" : " ", options);
  return std::move(out).take();
}

/// Creates the indexes that find any page of any filter without a sort: one in the order, and one
/// for each field that a filter compares (another for null where the dialect needs it). For a range
/// the index finds the rows, which are then sorted.
template <class Dialect, class Endpoint = leads_endpoint, class Table = detail::table_of<Endpoint>>
[[nodiscard]] std::vector<statement> create_indexes() {
  return detail::indexes_in_order<detail::writer<Dialect, Endpoint, Table>, Dialect,
                                  detail::endpoint_of<Endpoint>, Table>(
      detail::endpoint_of<Endpoint>::order);
}
/// The same for queries with another placement of nulls.
template <class Dialect, class Endpoint = leads_endpoint, class Table = detail::table_of<Endpoint>>
  requires detail::has_nullable_keys<Endpoint>
[[nodiscard]] std::vector<statement> create_indexes(null_placement nulls) {
  return detail::indexes_in_order<detail::writer<Dialect, Endpoint, Table>, Dialect,
                                  detail::endpoint_of<Endpoint>, Table>(
      detail::endpoint_of<Endpoint>::order.with(nulls));
}

/// Creates an index for searches, in a dialect that has one (PostgreSQL: pg_trgm), for an endpoint
/// with a search. It changes the cost of searches, not their results.
template <class Dialect, class Endpoint = leads_endpoint, class Table = detail::table_of<Endpoint>>
  requires leadcore::detail::has_search<detail::endpoint_of<Endpoint>> &&
           requires(const std::string& text) { Dialect::search_index(text, text, text, text); }
[[nodiscard]] std::vector<statement> create_search_index() {
  using names = typename detail::writer<Dialect, Endpoint, Table>::names;
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
/// @par Errors (with the wire name of the field and the index in a list; the organisation's is
///     "organisation")
///     | code                            | when                                      |
///     | lead_errc::invalid_utf8         | a text is not UTF-8                       |
///     | lead_errc::nul_character        | a text contains U+0000                    |
///     | lead_errc::invalid_enumerator   | a value is outside its enumeration        |
///     | lead_errc::integer_out_of_range | an integer is over 2^63-1                 |
///     | lead_errc::not_a_number         | a floating-point number is NaN or infinite |
///     | lead_errc::invalid_value        | a text in an index is longer than the
///     |                                 | dialect allows; the detail is too_long |
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
  row_to_write written{names::table(), {names::organisation()}, {}, {}, {}};
  const auto add_column = [&](std::string name, std::string_view type, parameter value) {
    written.columns.push_back(std::move(name));
    written.types.emplace_back(type);
    written.placeholders.push_back(out.bind_parameter(std::move(value)));
  };
  detail::check_length<Dialect>(organisation.view(), "organisation", errors);
  add_column(names::organisation(), Dialect::text_type, std::string(organisation.view()));
  const auto& from = leadcore::detail::row(row);
  leadcore::for_each_field<record>([&]<fixed_string Name>(field_constant<Name> each) {
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
    if constexpr (Name.view() == detail::key_name_of<described_endpoint>.view()) {
      written.key.push_back(written.columns.back());
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
