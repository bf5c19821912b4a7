// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_SQL_LIBPQ_HPP
#define LEADCORE_SQL_LIBPQ_HPP

// Runs statements with libpq. Optional: needs libpq-fe.h, and to be linked with pq.

#include <leadcore/query/parameter.hpp>
#include <leadcore/sql/detail/check_columns.hpp>
#include <leadcore/sql/detail/condition_writer.hpp>
#include <leadcore/sql/dialects.hpp>
#include <leadcore/sql/rows.hpp>
#include <leadcore/sql/statement.hpp>
#include <leadcore/sql/table.hpp>
#include <leadcore/text/ascii.hpp>
#include <leadcore/version.hpp>

#include <libpq-fe.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace leadcore::inline LEADCORE_ABI::sql {

/// A row of a result in text format: a row_source.
class postgres_row {
 public:
  /// A row of a result, which must outlive it; rows are counted from 0.
  postgres_row(const PGresult* result, int row) noexcept : result_(result), row_(row) {}

  [[nodiscard]] bool is_null(std::size_t column) const {
    return PQgetisnull(result_, row_, static_cast<int>(column)) == 1;
  }
  /// The text form of any type but numbers, bool and bytea, whose text form is an encoding.
  [[nodiscard]] std::optional<std::string_view> text(std::size_t column) const {
    constexpr Oid bytea = 17;
    return is_integer(column) || is_real(column) || is_boolean(column) || type(column) == bytea
               ? std::nullopt
               : std::optional(printed(column));
  }
  [[nodiscard]] std::optional<std::int64_t> integer(std::size_t column) const {
    if (is_boolean(column)) {
      return std::int64_t{printed(column) == "t"};
    }
    return is_integer(column) ? parsed<std::int64_t>(column) : std::nullopt;
  }
  [[nodiscard]] std::optional<double> real(std::size_t column) const {
    return is_real(column) ? parsed<double>(column) : std::nullopt;
  }

 private:
  [[nodiscard]] std::string_view printed(std::size_t column) const {
    return {PQgetvalue(result_, row_, static_cast<int>(column)),
            static_cast<std::size_t>(PQgetlength(result_, row_, static_cast<int>(column)))};
  }
  template <class Number> [[nodiscard]] std::optional<Number> parsed(std::size_t column) const {
    const std::string_view digits = printed(column);
    Number number{};
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return error == std::errc() && end == digits.data() + digits.size() ? std::optional(number)
                                                                        : std::nullopt;
  }
  // The OIDs in pg_type.dat never change.
  [[nodiscard]] Oid type(std::size_t column) const {
    return PQftype(result_, static_cast<int>(column));
  }
  [[nodiscard]] bool is_integer(std::size_t column) const {
    constexpr std::array<Oid, 3> integers{20, 21, 23}; // int8, int2, int4
    return std::ranges::count(integers, type(column)) != 0;
  }
  [[nodiscard]] bool is_real(std::size_t column) const {
    return type(column) == 700 || type(column) == 701; // float4, float8
  }
  [[nodiscard]] bool is_boolean(std::size_t column) const { return type(column) == 16; }

  const PGresult* result_;
  int row_;
};

namespace detail {

struct clear_result {
  void operator()(PGresult* result) const noexcept { PQclear(result); }
};

/// The error of a result, or of the connection if there is no result.
[[nodiscard]] inline database_error error_of(PGconn* connection, const PGresult* result) {
  const char* const field =
      result == nullptr ? nullptr : PQresultErrorField(result, PG_DIAG_SQLSTATE);
  const std::string_view state = field == nullptr ? "" : field;
  std::string message =
      result == nullptr ? PQerrorMessage(connection) : PQresultErrorMessage(result);
  while (!message.empty() && message.back() == '\n') {
    message.pop_back();
  }
  database_errc code = database_errc::failed;
  if (result == nullptr || (state.empty() && PQresultStatus(result) == PGRES_FATAL_ERROR)) {
    // An error of libpq: a lost connection, or no memory. libpq may not have read the server's
    // shutdown yet; without this call PQstatus would report a good connection, and the next
    // statement would be lost too.
    PQconsumeInput(connection);
    code = database_errc::unavailable;
  } else if (state == "08P01") {
    // protocol_violation, such as a missing parameter: a bug, not a lost connection.
  } else if (PQstatus(connection) != CONNECTION_OK || state.starts_with("08") ||
             state.starts_with("53") || state.starts_with("57") || state.starts_with("58")) {
    // Classes 08 connection (also to a shard), 53 resources, 57 shutdown or timeout, 58 system.
    code = database_errc::unavailable;
  } else if (state.starts_with("40") || state == "55P03" || state == "23505") {
    // Class 40 rollback, lock_not_available, and unique_violation: concurrent upserts on a shard.
    code = database_errc::busy;
  }
  return {code, state.empty() ? message : std::string(state) + ": " + message, std::nullopt};
}

/// Whether a statement is a ROLLBACK. PostgreSQL also rolls back on COMMIT of a failed transaction.
[[nodiscard]] inline bool is_rollback(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(" \t\n\r"), text.size()));
  const auto begins = [text](std::string_view word) {
    return text.size() >= word.size() &&
           std::ranges::equal(text.substr(0, word.size()), word, {},
                              [](char c) { return leadcore::detail::to_upper(c); });
  };
  return begins("ROLLBACK") || begins("ABORT");
}

} // namespace detail

/// Runs a statement and calls a function with each row.
///
/// The statement is not prepared: it is planned for its parameters, so it reads only the partition
/// of the organisation.
/// @param on_row  on_row(const postgres_row&) returns an error of the row, which ends the call, or
///     nothing.
/// @return why the statement failed, or nothing
template <class OnRow>
  requires std::same_as<std::invoke_result_t<OnRow&, const postgres_row&>, std::optional<row_error>>
[[nodiscard]] std::optional<database_error> execute(PGconn* connection, const statement& command,
                                                    OnRow&& on_row) {
  std::vector<std::string> numbers(command.parameters.size());
  std::vector<const char*> values;
  for (std::size_t i = 0; i < command.parameters.size(); ++i) {
    const parameter& each = command.parameters[i];
    if (const auto* const integer = std::get_if<std::int64_t>(&each)) {
      numbers[i] = std::to_string(*integer);
      values.push_back(numbers[i].c_str());
    } else if (const auto* const real = std::get_if<double>(&each)) {
      numbers[i] = leadcore::detail::print_value(*real);
      values.push_back(numbers[i].c_str());
    } else if (const auto* const text = std::get_if<std::string>(&each)) {
      if (text->find('\0') != std::string::npos) { // libpq would truncate the text
        return database_error{database_errc::failed,
                              "parameter " + std::to_string(i + 1) + " has U+0000", std::nullopt};
      }
      values.push_back(text->c_str());
    } else {
      values.push_back(nullptr);
    }
  }
  const std::unique_ptr<PGresult, detail::clear_result> result(
      PQexecParams(connection, command.text.c_str(), static_cast<int>(values.size()), nullptr,
                   values.data(), nullptr, nullptr, 0));
  const ExecStatusType status = PQresultStatus(result.get());
  if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) {
    return detail::error_of(connection, result.get());
  }
  if (std::string_view(PQcmdStatus(result.get())) == "ROLLBACK" &&
      !detail::is_rollback(command.text)) {
    return database_error{database_errc::failed,
                          "the transaction had failed before, and is rolled back", std::nullopt};
  }
  const int rows = PQntuples(result.get());
  for (int i = 0; i < rows; ++i) {
    if (const std::optional<row_error> error = on_row(postgres_row(result.get(), i))) {
      return detail::unreadable(*error);
    }
  }
  return std::nullopt;
}

/// Runs a statement and ignores its rows.
[[nodiscard]] inline std::optional<database_error> execute(PGconn* connection,
                                                           const statement& command) {
  return leadcore::sql::execute(connection, command,
                                [](const postgres_row&) { return std::optional<row_error>(); });
}

/// Checks what exact results need: the encoding UTF8 of the database and of the connection, and
/// floating-point numbers of all digits.
/// @return why not, or nothing
[[nodiscard]] inline std::optional<database_error> check_database(PGconn* connection) {
  if (PQstatus(connection) != CONNECTION_OK) {
    return detail::error_of(connection, nullptr);
  }
  for (const char* const name : {"server_encoding", "client_encoding"}) {
    const char* const found = PQparameterStatus(connection, name);
    const std::string encoding = found == nullptr ? "not known" : found;
    if (encoding != "UTF8") {
      return detail::refused(std::string(name) + " is " + encoding + " and not UTF8");
    }
  }
  std::string digits;
  auto failed =
      leadcore::sql::execute(connection, {"SELECT current_setting('extra_float_digits')", {}},
                             [&](const postgres_row& row) {
                               digits = row.text(0).value_or("");
                               return std::optional<row_error>();
                             });
  if (!failed && (digits.starts_with('-') || digits == "0")) {
    failed = detail::refused("extra_float_digits is " + digits +
                             " and not at least 1, so numbers would be rounded");
  }
  return failed;
}

/// Checks that the table has every column, texts that compare by their bytes, and a unique index of
/// them over the organisation and the key, unless shards have it. Columns may have another
/// collation if the table's type sets collate_in_queries: under one that ignores case, the
/// organisation "acme" would read the rows of "Acme". For tables that create_table did not make.
/// @return why not, or nothing
/// @tparam Described  the table, or its endpoint and then the table
template <class Described, class Table = detail::table_of<Described>>
[[nodiscard]] std::optional<database_error> check_table(PGconn* connection) {
  using endpoint = detail::endpoint_of<Described>;
  static_assert(leadcore::sql::check_table<endpoint, Table>());
  const std::string table = detail::quoted_names<postgres, endpoint, Table>::table();
  if (auto refused = detail::check_columns<Table>(
          connection,
          {"SELECT CAST(attname AS text), CAST(collname AS text), CAST(CAST(coalesce(nullif("
           "typbasetype, 0), atttypid) AS regtype) AS text) FROM pg_attribute JOIN pg_type ON "
           "pg_type.oid = atttypid LEFT JOIN pg_collation AS by ON by.oid = attcollation "
           "WHERE attrelid = CAST($1 AS regclass) AND NOT attisdropped",
           {table}},
          detail::table_columns<endpoint, Table>(),
          {{"C", "POSIX", "ucs_basic"}, {postgres::text_type, "character varying"}})) {
    return refused;
  }
  // ON CONFLICT takes every unique index of the columns, whatever its collation. A table of another
  // kind has none, nor has one whose partitions are on shards.
  return detail::check_unique<Table, endpoint>(
      connection,
      {"SELECT CAST(CAST(indexrelid AS regclass) AS text), bool_and(coalesce(collisdeterministic, "
       "true)) FROM pg_index CROSS JOIN generate_series(0, 1) AS at JOIN pg_attribute ON attrelid "
       "= indrelid AND attnum = indkey[at] LEFT JOIN pg_collation AS by ON by.oid = "
       "indcollation[at] WHERE indrelid = CAST($1 AS regclass) AND indisunique AND indisvalid AND "
       "indimmediate AND indpred IS NULL AND indnkeyatts = 2 AND attname IN ($2, $3) GROUP BY "
       "indexrelid HAVING count(DISTINCT attname) = 2 UNION ALL SELECT '', true FROM pg_class "
       "WHERE oid = CAST($1 AS regclass) AND (relkind NOT IN ('r', 'p') OR EXISTS (SELECT 1 FROM "
       "pg_inherits JOIN pg_class AS part ON part.oid = inhrelid WHERE inhparent = CAST($1 AS "
       "regclass) AND part.relkind = 'f'))",
       {table, std::string(Table::organisation),
        std::string(Table::template column<detail::key_name_of<endpoint>>)}});
}

} // namespace leadcore::inline LEADCORE_ABI::sql

#endif
