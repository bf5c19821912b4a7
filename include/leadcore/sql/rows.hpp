// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_SQL_ROWS_HPP
#define LEADCORE_SQL_ROWS_HPP

// Rows of a result as records, and running statements on a database.
//
// A database is anything with a function execute(database, statement, on_row), found by
// argument-dependent lookup: declare it in the namespace of the database's type. It runs the
// statement, calls on_row with each row (a row_source) until on_row returns an error, and returns
// why it failed, or nothing. sql/sqlite3.hpp has it for sqlite3*, sql/libpq.hpp for PGconn*,
// sql/libmariadb.hpp for MYSQL*.

#include <leadcore/model/field.hpp>
#include <leadcore/model/lead.hpp>
#include <leadcore/model/organisation.hpp>
#include <leadcore/model/status.hpp>
#include <leadcore/model/value.hpp>
#include <leadcore/query/endpoint.hpp>
#include <leadcore/query/order.hpp>
#include <leadcore/query/page.hpp>
#include <leadcore/sql/detail/column.hpp>
#include <leadcore/sql/detail/json_list.hpp>
#include <leadcore/sql/statement.hpp>
#include <leadcore/sql/statements.hpp>
#include <leadcore/sql/table.hpp>
#include <leadcore/text/enum_table.hpp>
#include <leadcore/text/result.hpp>
#include <leadcore/text/timestamp.hpp>
#include <leadcore/version.hpp>

#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace leadcore::inline LEADCORE_ABI {
namespace sql {

/// What can be wrong with a row that other software wrote.
enum class row_errc : std::uint8_t {
  null_value = 1,        ///< null in a field that is never null
  wrong_type = 2,        ///< a value of another type
  unknown_status = 3,    ///< not the name of a status
  time_out_of_range = 4, ///< outside the years 0001 to 9999
  malformed_list = 5,    ///< not a JSON array of strings
  unknown_value = 6,     ///< not the name of an enumerator other than a status
  out_of_range = 7,      ///< a number that the field's type does not have; a bool but 0 or 1
};

} // namespace sql

template <>
inline constexpr enum_entry<sql::row_errc> enum_table<sql::row_errc>[] = {
    {sql::row_errc::null_value, "null_value"},
    {sql::row_errc::wrong_type, "wrong_type"},
    {sql::row_errc::unknown_status, "unknown_status"},
    {sql::row_errc::time_out_of_range, "time_out_of_range"},
    {sql::row_errc::malformed_list, "malformed_list"},
    {sql::row_errc::unknown_value, "unknown_value"},
    {sql::row_errc::out_of_range, "out_of_range"},
};

namespace sql {

/// The stable name of a code.
[[nodiscard]] constexpr std::string_view to_string(row_errc code) noexcept {
  return leadcore::detail::enum_name(code);
}

/// Why a row is no record: the first problem in the order of the fields.
struct row_error {
  row_errc code{};
  std::string_view field; ///< the name of the field, such as next_call_at, or total; static storage

  friend constexpr bool operator==(const row_error&, const row_error&) = default;
};

/// Why a database failed. Values and names are stable.
enum class database_errc : std::uint8_t {
  unavailable = 1, ///< the database, or the shard of the organisation, is down or out of resources
  busy = 2,        ///< a conflict with a concurrent change; a retry may succeed
  failed = 3,      ///< refused: an unexpected schema, a missing privilege, or a bug
  unreadable_row = 4, ///< a row is no record of the endpoint
};

} // namespace sql

template <>
inline constexpr enum_entry<sql::database_errc> enum_table<sql::database_errc>[] = {
    {sql::database_errc::unavailable, "unavailable"},
    {sql::database_errc::busy, "busy"},
    {sql::database_errc::failed, "failed"},
    {sql::database_errc::unreadable_row, "unreadable_row"},
};

namespace sql {

[[nodiscard]] constexpr std::string_view to_string(database_errc code) noexcept {
  return leadcore::detail::enum_name(code);
}

/// Why a statement failed. The message is the database's own, for logs and not for clients.
struct database_error {
  database_errc code{};
  std::string message;
  std::optional<row_error> row; ///< for unreadable_row

  friend bool operator==(const database_error&, const database_error&) = default;
};

/// A row of a result as the client library returns it; columns are counted from 0.
///
/// Semantics: text and integer are called only for a value that is not null, and return nothing if
/// it has another type; a bool is the integer 0 or 1. Text stays valid until the next row is
/// fetched. Records with floating-point fields need real too: see real_source.
template <class T>
concept row_source = requires(const T& row, std::size_t column) {
  { row.is_null(column) } -> std::same_as<bool>;
  { row.text(column) } -> std::same_as<std::optional<std::string_view>>;
  { row.integer(column) } -> std::same_as<std::optional<std::int64_t>>;
};
/// A row_source that also reads floating-point numbers.
template <class T>
concept real_source = row_source<T> && requires(const T& row, std::size_t column) {
  { row.real(column) } -> std::same_as<std::optional<double>>;
};

namespace detail {

/// Stores a value that was read in a member of a record.
template <class Value, class To> void store_value(Value&& value, To& to) {
  if constexpr (std::is_assignable_v<To&, Value&&>) {
    to = std::forward<Value>(value);
  } else {
    static_assert(std::is_constructible_v<To, Value&&>,
                  "leadcore: the record of the endpoint has a member that cannot be made from the "
                  "value of a column");
    to = To(std::forward<Value>(value));
  }
}
template <class To>
inline constexpr bool owns_text = !std::is_pointer_v<To> && !std::same_as<To, std::string_view>;

/// Stores text of a column in a member of a record.
/// @tparam As  the described type of the member: a text, a list or an enumeration
template <class As, class To>
[[nodiscard]] std::optional<row_errc> parse_column(std::string_view text, To& to) {
  if constexpr (kind_of<As>() == column_kind::text) {
    static_assert(owns_text<To>,
                  "leadcore: the record of the endpoint borrows its texts, so no row "
                  "can be read into it; give it std::string");
    detail::store_value(text, to);
  } else if constexpr (kind_of<As>() == column_kind::list) {
    auto list = parse_json_list(text);
    if (!list) {
      return row_errc::malformed_list;
    }
    if constexpr (std::is_assignable_v<To&, std::vector<std::string>&&>) {
      to = std::move(*list);
    } else {
      static_assert(
          requires(std::string& each) {
            to.clear();
            to.push_back(std::move(each));
          } && owns_text<typename To::value_type>,
          "leadcore: the record of the endpoint borrows its lists, so no row can be read into it; "
          "give it std::vector<std::string>");
      to.clear();
      for (std::string& each : *list) {
        to.push_back(std::move(each));
      }
    }
  } else {
    const auto* const found = leadcore::detail::find_enum_entry<As>(text);
    if (found == nullptr) {
      return std::same_as<As, lead_status> ? row_errc::unknown_status : row_errc::unknown_value;
    }
    to = found->value;
  }
  return std::nullopt;
}

/// Stores an integer of a column in a member of a record.
/// @tparam As  the described type of the member: a time, a bool or an integer
template <class As, class To>
[[nodiscard]] std::optional<row_errc> store_integer(std::int64_t integer, To& to) {
  if constexpr (std::same_as<As, timestamp>) {
    const auto time = timestamp::from_milliseconds(integer);
    if (!time) {
      return row_errc::time_out_of_range;
    }
    detail::store_value(*time, to);
  } else if constexpr (std::same_as<As, bool>) {
    if (integer != 0 && integer != 1) {
      return row_errc::out_of_range;
    }
    to = integer == 1;
  } else {
    if (!std::in_range<As>(integer)) {
      return row_errc::out_of_range;
    }
    to = static_cast<As>(integer);
  }
  return std::nullopt;
}

/// Reads one column into a member of a record.
/// @tparam As  the described type of the member
template <class As, class Row, class To>
[[nodiscard]] std::optional<row_errc> read_column(const Row& row, std::size_t column, To& to) {
  if constexpr (is_optional<As>) {
    static_assert(
        requires {
          to.reset();
          to.emplace();
        }, "leadcore: the record of the endpoint has a nullable member that is no std::optional, "
           "so no "
           "row can be read into it");
    if (row.is_null(column)) {
      to.reset();
      return std::nullopt;
    }
    return leadcore::sql::detail::read_column<typename As::value_type>(row, column, to.emplace());
  } else if (row.is_null(column)) {
    return row_errc::null_value;
  } else if constexpr (kind_of<As>() == column_kind::real) {
    static_assert(real_source<Row>, "leadcore: the row of the database has no real(column), which "
                                    "reads floating-point fields as std::optional<double>");
    const std::optional<double> number = row.real(column);
    if (!number) {
      return row_errc::wrong_type;
    }
    to = static_cast<As>(*number);
    return std::isfinite(to) && static_cast<double>(to) == *number
               ? std::nullopt
               : std::optional(row_errc::out_of_range);
  } else if constexpr (kind_of<As>() == column_kind::time ||
                       kind_of<As>() == column_kind::boolean ||
                       kind_of<As>() == column_kind::integer) {
    const std::optional<std::int64_t> integer = row.integer(column);
    return integer ? detail::store_integer<As>(*integer, to) : std::optional(row_errc::wrong_type);
  } else {
    const std::optional<std::string_view> text = row.text(column);
    return text ? detail::parse_column<As>(*text, to) : std::optional(row_errc::wrong_type);
  }
}

} // namespace detail

/// Reads a record of an endpoint from the columns that select_page selects.
/// @param first  the index of the first of them: 1 for page_with_total, after the total.
/// @par Complexity
/// linear in the size of the texts, which are copied.
template <class Endpoint = leads_endpoint, row_source Row>
[[nodiscard]] result<typename Endpoint::record, row_error> read_row(const Row& row,
                                                                    std::size_t first = 0) {
  static_assert(check_endpoint<Endpoint>());
  using record = typename Endpoint::record;
  record read{};
  std::optional<row_error> error;
  std::size_t column = first;
  leadcore::for_each_field<record>([&]<fixed_string Name>(field_constant<Name> each) {
    if (!error) {
      if (const auto code =
              leadcore::sql::detail::read_column<leadcore::detail::described<record, Name>>(
                  row, column, each.in(read))) {
        error = row_error{*code, each.name()};
      }
    }
    ++column;
  });
  if (error) {
    return fail(*error);
  }
  return read;
}
/// read_row of the documented endpoint.
template <row_source Row>
[[nodiscard]] result<lead, row_error> read_lead(const Row& row, std::size_t first = 0) {
  return leadcore::sql::read_row<leads_endpoint>(row, first);
}

namespace detail {

[[nodiscard]] inline database_error unreadable(const row_error& row) {
  return {database_errc::unreadable_row,
          std::string(to_string(row.code)) + " in " + std::string(row.field), row};
}

} // namespace detail

/// Collects the rows of page_with_total into a page.
template <class Endpoint> class basic_page_reader {
 public:
  using record = typename Endpoint::record;

  /// Adds the next row of the result.
  template <row_source Row> [[nodiscard]] std::optional<row_error> add(const Row& row) {
    const std::optional<std::int64_t> total = row.is_null(0) ? std::nullopt : row.integer(0);
    if (!total || *total < 0) {
      return row_error{row_errc::wrong_type, "total"};
    }
    total_ = static_cast<std::uint64_t>(*total);
    has_total_ = true;
    constexpr std::size_t key =
        leadcore::detail::field_index<record, detail::key_name_of<Endpoint>>() + 1;
    if (!row.is_null(key)) { // an empty page is one row of the total and nulls
      auto read = leadcore::sql::read_row<Endpoint>(row, 1);
      if (!read.has_value()) {
        return read.error();
      }
      rows_.push_back(std::move(*read));
    }
    return std::nullopt;
  }
  /// Whether any row was added: a result of page_with_total has at least one.
  [[nodiscard]] bool has_total() const noexcept { return has_total_; }
  /// The page, after the last row.
  [[nodiscard]] page_of<record> take(page_request request) && {
    return {std::move(rows_), paginate(total_, request)};
  }

 private:
  std::vector<record> rows_;
  std::uint64_t total_ = 0;
  bool has_total_ = false;
};

/// A page_reader of the documented endpoint.
using page_reader = basic_page_reader<leads_endpoint>;

/// Runs a statement of select_page and returns its records.
template <class Endpoint = leads_endpoint, class Database>
[[nodiscard]] result<std::vector<typename Endpoint::record>, database_error>
read_rows(Database&& database, const statement& select) {
  std::vector<typename Endpoint::record> rows;
  if (auto failed = execute(database, select, [&](const auto& row) -> std::optional<row_error> {
        auto read = leadcore::sql::read_row<Endpoint>(row);
        if (!read.has_value()) {
          return read.error();
        }
        rows.push_back(std::move(*read));
        return std::nullopt;
      })) {
    return fail(*std::move(failed));
  }
  return rows;
}
/// read_rows of the documented endpoint.
template <class Database>
[[nodiscard]] result<std::vector<lead>, database_error> read_leads(Database&& database,
                                                                   const statement& select) {
  return leadcore::sql::read_rows<leads_endpoint>(database, select);
}

namespace detail {

/// Runs a statement of page_with_total and returns the page.
template <class Endpoint, class Database>
[[nodiscard]] result<page_of<typename Endpoint::record>, database_error>
read_page(Database& database, const statement& select, page_request page) {
  basic_page_reader<Endpoint> reader;
  if (auto failed = execute(database, select, [&](const auto& row) { return reader.add(row); })) {
    return fail(*std::move(failed));
  }
  if (!reader.has_total()) {
    return fail(detail::unreadable(row_error{row_errc::null_value, "total"}));
  }
  return std::move(reader).take(page);
}

} // namespace detail

/// Runs a query: the page and totals that leadcore::list returns over the organisation's rows, in
/// one round trip.
///
///     list<sqlite>(database, organisation, query)
///     list<sqlite, my_endpoint>(database, organisation, query)
/// @param in  the partition to query in place of the table, from find_partition.
/// @par Exceptions
/// only from allocation.
template <class Dialect, class Endpoint = leads_endpoint, class Table = detail::table_of<Endpoint>,
          class Database, class Query = detail::query_of<Endpoint>>
  requires std::same_as<Query, detail::query_of<Endpoint>>
[[nodiscard]] result<page_of<detail::record_of<Endpoint>>, database_error>
list(Database&& database, const organisation_id& organisation, const Query& query,
     const std::optional<partition>& in = std::nullopt) {
  return detail::read_page<detail::endpoint_of<Endpoint>>(
      database, page_with_total<Dialect, Endpoint, Table>(organisation, query, in), query.page);
}
/// The same with another placement of nulls in the order of the endpoint.
template <class Dialect, class Endpoint = leads_endpoint, class Table = detail::table_of<Endpoint>,
          class Database, class Query = detail::query_of<Endpoint>>
  requires std::same_as<Query, detail::query_of<Endpoint>> && detail::has_nullable_keys<Endpoint>
[[nodiscard]] result<page_of<detail::record_of<Endpoint>>, database_error>
list(Database&& database, const organisation_id& organisation, const Query& query,
     null_placement nulls, const std::optional<partition>& in = std::nullopt) {
  return detail::read_page<detail::endpoint_of<Endpoint>>(
      database, page_with_total<Dialect, Endpoint, Table>(organisation, query, nulls, in),
      query.page);
}

/// The same in an order that is used once.
template <class Dialect, class Endpoint = leads_endpoint, class Table = detail::table_of<Endpoint>,
          class Database, class Query = detail::query_of<Endpoint>,
          leadcore::detail::order_like Order>
  requires std::same_as<Query, detail::query_of<Endpoint>>
[[nodiscard]] result<page_of<detail::record_of<Endpoint>>, database_error>
list(Database&& database, const organisation_id& organisation, const Query& query,
     const Order& order, const std::optional<partition>& in = std::nullopt) {
  return detail::read_page<detail::endpoint_of<Endpoint>>(
      database, page_with_total<Dialect, Endpoint, Table>(organisation, query, order, in),
      query.page);
}

/// Finds the partition of an organisation. The LIMIT of a query on the partition is pushed down to
/// the shard; that of a query on the table is not. The name may be cached until partitions are
/// created or dropped.
/// @par Errors
/// the database's; database_errc::failed if no partition takes the organisation.
/// @see docs/how_to/scale_out.md
template <class Dialect, class Endpoint = leads_endpoint, class Table = detail::table_of<Endpoint>,
          class Database>
[[nodiscard]] result<partition, database_error>
find_partition(Database&& database, const organisation_id& organisation) {
  std::optional<partition> found;
  if (auto failed = execute(database, which_partition<Dialect, Endpoint, Table>(organisation),
                            [&](const auto& row) -> std::optional<row_error> {
                              const auto schema = row.is_null(0) ? std::nullopt : row.text(0);
                              const auto name = row.is_null(1) ? std::nullopt : row.text(1);
                              if (!schema || !name) {
                                return row_error{row_errc::wrong_type, "partition"};
                              }
                              found = partition{std::string(*schema), std::string(*name)};
                              return std::nullopt;
                            })) {
    return fail(*std::move(failed));
  }
  if (!found) {
    return fail(
        database_error{database_errc::failed, "no partition takes the organisation", std::nullopt});
  }
  return *std::move(found);
}

} // namespace sql
} // namespace leadcore::inline LEADCORE_ABI

#endif
