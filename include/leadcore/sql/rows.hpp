// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_SQL_ROWS_HPP
#define LEADCORE_SQL_ROWS_HPP

// Rows of a result as leads, and running statements on a database.
//
// A database is anything with a function execute(database, statement, on_row), found by
// argument-dependent lookup: declare it in the namespace of the database's type. It runs the
// statement, calls on_row with each row (a row_source) until on_row returns an error, and returns
// why it failed, or nothing. sql/sqlite3.hpp has it for sqlite3*, sql/libpq.hpp for PGconn*.

#include <leadcore/model/field.hpp>
#include <leadcore/model/lead.hpp>
#include <leadcore/model/organisation.hpp>
#include <leadcore/model/status.hpp>
#include <leadcore/query/endpoint.hpp>
#include <leadcore/query/order.hpp>
#include <leadcore/query/page.hpp>
#include <leadcore/sql/detail/json_list.hpp>
#include <leadcore/sql/statement.hpp>
#include <leadcore/sql/statements.hpp>
#include <leadcore/sql/table.hpp>
#include <leadcore/text/enum_table.hpp>
#include <leadcore/text/result.hpp>
#include <leadcore/text/timestamp.hpp>
#include <leadcore/version.hpp>

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
};

} // namespace sql

template <>
inline constexpr enum_entry<sql::row_errc> enum_table<sql::row_errc>[] = {
    {sql::row_errc::null_value, "null_value"},
    {sql::row_errc::wrong_type, "wrong_type"},
    {sql::row_errc::unknown_status, "unknown_status"},
    {sql::row_errc::time_out_of_range, "time_out_of_range"},
    {sql::row_errc::malformed_list, "malformed_list"},
};

namespace sql {

[[nodiscard]] constexpr std::string_view to_string(row_errc code) noexcept {
  return leadcore::detail::enum_name(code);
}

/// Why a row is not a lead: the first problem in the order of the fields.
struct row_error {
  row_errc code{};
  std::string_view field; ///< the name of the field, such as next_call_at, or total; static storage

  friend constexpr bool operator==(const row_error&, const row_error&) = default;
};

enum class database_errc : std::uint8_t {
  unavailable = 1, ///< the database, or the shard of the organisation, is down or out of resources
  busy = 2,        ///< a conflict with a concurrent change; a retry may succeed
  failed = 3,      ///< refused: an unexpected schema, a missing privilege, or a bug
  unreadable_row = 4, ///< a row is not a lead
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
/// it has another type. Text stays valid until the next row is fetched.
template <class T>
concept row_source = requires(const T& row, std::size_t column) {
  { row.is_null(column) } -> std::same_as<bool>;
  { row.text(column) } -> std::same_as<std::optional<std::string_view>>;
  { row.integer(column) } -> std::same_as<std::optional<std::int64_t>>;
};

namespace detail {

/// Stores text of a column in a member of a lead.
template <class To>
[[nodiscard]] std::optional<row_errc> parse_column(std::string_view text, To& to) {
  if constexpr (std::same_as<To, std::string>) {
    to = text;
  } else if constexpr (std::same_as<To, lead_status>) {
    const auto status = parse_lead_status(text);
    if (!status.has_value()) {
      return row_errc::unknown_status;
    }
    to = *status;
  } else {
    static_assert(std::same_as<To, std::vector<std::string>>,
                  "leadcore: say here how a field of this type is read");
    auto list = parse_json_list(text);
    if (!list) {
      return row_errc::malformed_list;
    }
    to = std::move(*list);
  }
  return std::nullopt;
}

/// Reads one column into a member of a lead.
template <class Row, class To>
[[nodiscard]] std::optional<row_errc> read_column(const Row& row, std::size_t column, To& to) {
  if constexpr (is_optional<To>) {
    if (row.is_null(column)) {
      to.reset();
      return std::nullopt;
    }
    return leadcore::sql::detail::read_column(row, column, to.emplace());
  } else if (row.is_null(column)) {
    return row_errc::null_value;
  } else if constexpr (std::same_as<To, timestamp>) {
    const std::optional<std::int64_t> milliseconds = row.integer(column);
    if (!milliseconds) {
      return row_errc::wrong_type;
    }
    const auto time = timestamp::from_milliseconds(*milliseconds);
    if (!time) {
      return row_errc::time_out_of_range;
    }
    to = *time;
    return std::nullopt;
  } else {
    const std::optional<std::string_view> text = row.text(column);
    return text ? detail::parse_column(*text, to) : std::optional(row_errc::wrong_type);
  }
}

} // namespace detail

/// Reads a lead from the columns that select_page selects.
/// @param first  the index of the first of them: 1 for page_with_total, after the total.
/// @par Complexity  linear in the size of the texts, which are copied.
template <row_source Row>
[[nodiscard]] result<lead, row_error> read_lead(const Row& row, std::size_t first = 0) {
  lead read;
  std::optional<row_error> error;
  std::size_t column = first;
  for_each_lead_field([&](auto each) {
    if (!error) {
      if (const auto code = leadcore::sql::detail::read_column(row, column, each.in(read))) {
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

namespace detail {

[[nodiscard]] inline database_error unreadable(const row_error& row) {
  return {database_errc::unreadable_row,
          std::string(to_string(row.code)) + " in " + std::string(row.field), row};
}

} // namespace detail

/// Collects the rows of page_with_total into a page.
class page_reader {
 public:
  /// Adds the next row of the result.
  template <row_source Row> [[nodiscard]] std::optional<row_error> add(const Row& row) {
    const std::optional<std::int64_t> total = row.is_null(0) ? std::nullopt : row.integer(0);
    if (!total || *total < 0) {
      return row_error{row_errc::wrong_type, "total"};
    }
    total_ = static_cast<std::uint64_t>(*total);
    has_total_ = true;
    constexpr std::size_t id = leadcore::detail::field_index<lead, detail::unique_name>() + 1;
    if (!row.is_null(id)) { // an empty page is one row of the total and nulls
      auto read = leadcore::sql::read_lead(row, 1);
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
  [[nodiscard]] page_of<lead> take(page_request request) && {
    return {std::move(rows_), paginate(total_, request)};
  }

 private:
  std::vector<lead> rows_;
  std::uint64_t total_ = 0;
  bool has_total_ = false;
};

/// Runs a statement of select_page and returns its leads.
template <class Database>
[[nodiscard]] result<std::vector<lead>, database_error> read_leads(Database&& database,
                                                                   const statement& select) {
  std::vector<lead> rows;
  if (auto failed = execute(database, select, [&](const auto& row) -> std::optional<row_error> {
        auto read = leadcore::sql::read_lead(row);
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

/// Runs a query: the page and totals that leadcore::list returns over the organisation's leads, in
/// one round trip.
///
/// @param nulls  where leads without a next call sort.
/// @param in  the partition to query in place of the table, from find_partition.
/// @par Exceptions  only from allocation.
template <class Dialect, class Table = leads_table, class Database>
[[nodiscard]] result<page_of<lead>, database_error>
list(Database&& database, const organisation_id& organisation, const lead_query& query,
     null_placement nulls = nulls_last, const std::optional<partition>& in = std::nullopt) {
  page_reader reader;
  if (auto failed =
          execute(database, page_with_total<Dialect, Table>(organisation, query, nulls, in),
                  [&](const auto& row) { return reader.add(row); })) {
    return fail(*std::move(failed));
  }
  if (!reader.has_total()) {
    return fail(detail::unreadable(row_error{row_errc::null_value, "total"}));
  }
  return std::move(reader).take(query.page);
}

/// Finds the partition of an organisation. The LIMIT of a query on the partition is pushed down to
/// the shard; that of a query on the table is not. The name may be cached until partitions are
/// created or dropped.
/// @par Errors  the database's; database_errc::failed if no partition takes the organisation.
/// @see docs/how_to/scale_out.md
template <class Dialect, class Table = leads_table, class Database>
[[nodiscard]] result<partition, database_error>
find_partition(Database&& database, const organisation_id& organisation) {
  std::optional<partition> found;
  if (auto failed = execute(database, which_partition<Dialect, Table>(organisation),
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
