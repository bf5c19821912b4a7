// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_SQL_LIBPQ_HPP
#define LEADCORE_SQL_LIBPQ_HPP

// Statements run by libpq, and its rows as leads. Optional: needs libpq-fe.h and linking pq.

#include <leadcore/model/lead.hpp>
#include <leadcore/sql/statements.hpp>
#include <leadcore/text/ascii.hpp>
#include <leadcore/text/result.hpp>
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

/// A row of a result of libpq in text form: a row_source.
class postgres_row {
 public:
  postgres_row(const PGresult* of, int row) noexcept : of_(of), row_(row) {}

  [[nodiscard]] bool is_null(std::size_t column) const {
    return PQgetisnull(of_, row_, static_cast<int>(column)) == 1;
  }
  /// What the column prints, of any type but the integers and bytea (whose print is no text of anyone's).
  [[nodiscard]] std::optional<std::string_view> text(std::size_t column) const {
    constexpr Oid bytea = 17;
    return is_integer(column) || PQftype(of_, static_cast<int>(column)) == bytea
               ? std::nullopt
               : std::optional(printed(column));
  }
  [[nodiscard]] std::optional<std::int64_t> integer(std::size_t column) const {
    const std::string_view digits = printed(column);
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return is_integer(column) && error == std::errc() && end == digits.data() + digits.size()
               ? std::optional(number)
               : std::nullopt;
  }

 private:
  [[nodiscard]] std::string_view printed(std::size_t column) const {
    return {PQgetvalue(of_, row_, static_cast<int>(column)),
            static_cast<std::size_t>(PQgetlength(of_, row_, static_cast<int>(column)))};
  }
  [[nodiscard]] bool is_integer(std::size_t column) const {
    constexpr std::array<Oid, 3> integers{
        20, 21, 23}; // int8, int2, int4: pg_type.dat, which never changes these
    return std::ranges::count(integers, PQftype(of_, static_cast<int>(column))) != 0;
  }

  const PGresult* of_;
  int row_;
};

namespace detail {

struct clear_result {
  void operator()(PGresult* made) const noexcept { PQclear(made); }
};

[[nodiscard]] inline database_error error_of(PGconn* connection, const PGresult* answer) {
  const char* const field =
      answer == nullptr ? nullptr : PQresultErrorField(answer, PG_DIAG_SQLSTATE);
  const std::string_view state = field == nullptr ? "" : field;
  std::string message =
      answer == nullptr ? PQerrorMessage(connection) : PQresultErrorMessage(answer);
  while (!message.empty() && message.back() == '\n') {
    message.pop_back();
  }
  database_errc code = database_errc::failed;
  if (answer == nullptr || (state.empty() && PQresultStatus(answer) == PGRES_FATAL_ERROR)) {
    // libpq's own: the connection was lost, or there is no memory. It may not have read yet that the server hung up;
    // then PQstatus would say that all is well, and the next statement would be lost too.
    PQconsumeInput(connection);
    code = database_errc::unavailable;
  } else if (state == "08P01") {
    // A statement that does not fit the protocol, such as one with a value too few: a defect.
  } else if (PQstatus(connection) != CONNECTION_OK || state.starts_with("08") ||
             state.starts_with("53") || state.starts_with("57") || state.starts_with("58")) {
    // Connections (a shard's too), resources, shutdown or a timeout, the system.
    code = database_errc::unavailable;
  } else if (state.starts_with("40") || state == "55P03" || state == "23505") {
    // Rolled back for another's sake, a lock not to be had, or two upserts at once over shards.
    code = database_errc::busy;
  }
  return {code, state.empty() ? message : std::string(state) + ": " + message, std::nullopt};
}

/// Whether a statement means ROLLBACK. PostgreSQL does the same for a COMMIT of a transaction that failed.
[[nodiscard]] inline bool asks_to_roll_back(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(" \t\n\r"), text.size()));
  const auto begins = [text](std::string_view word) {
    return text.size() >= word.size() &&
           std::ranges::equal(text.substr(0, word.size()), word, {},
                              [](char c) { return leadcore::detail::to_upper(c); });
  };
  return begins("ROLLBACK") || begins("ABORT");
}

} // namespace detail

/// Runs a statement and gives its rows to a function.
///
/// The statement is planned for these values, so it reads only the partition that has the organisation's rows.
/// @param on_row  on_row(const postgres_row&) says what is wrong with a row, or nothing; what is wrong ends the run.
/// @return why there is no answer, or nothing
template <class OnRow>
  requires std::same_as<std::invoke_result_t<OnRow&, const postgres_row&>, std::optional<row_error>>
[[nodiscard]] std::optional<database_error> execute(PGconn* connection, const statement& run,
                                                    OnRow&& on_row) {
  std::vector<std::string> printed(run.parameters.size());
  std::vector<const char*> values;
  for (std::size_t i = 0; i < run.parameters.size(); ++i) {
    const parameter& each = run.parameters[i];
    if (const auto* const integer = std::get_if<std::int64_t>(&each)) {
      printed[i] = std::to_string(*integer);
      values.push_back(printed[i].c_str());
    } else if (const auto* const text = std::get_if<std::string>(&each)) {
      if (text->find('\0') != std::string::npos) { // libpq would send what stands before it
        return database_error{database_errc::failed,
                              "parameter " + std::to_string(i + 1) + " has U+0000", std::nullopt};
      }
      values.push_back(text->c_str());
    } else {
      values.push_back(nullptr);
    }
  }
  const std::unique_ptr<PGresult, detail::clear_result> answer(
      PQexecParams(connection, run.text.c_str(), static_cast<int>(values.size()), nullptr,
                   values.data(), nullptr, nullptr, 0));
  const ExecStatusType status = PQresultStatus(answer.get());
  if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) {
    return detail::error_of(connection, answer.get());
  }
  if (std::string_view(PQcmdStatus(answer.get())) == "ROLLBACK" &&
      !detail::asks_to_roll_back(run.text)) {
    return database_error{database_errc::failed,
                          "the transaction had failed before, and is rolled back", std::nullopt};
  }
  const int rows = PQntuples(answer.get());
  for (int i = 0; i < rows; ++i) {
    if (const std::optional<row_error> wrong = on_row(postgres_row(answer.get(), i))) {
      return detail::unreadable(*wrong);
    }
  }
  return std::nullopt;
}

/// Runs a statement whose rows do not matter.
[[nodiscard]] inline std::optional<database_error> execute(PGconn* connection,
                                                           const statement& run) {
  return execute(connection, run, [](const postgres_row&) { return std::optional<row_error>(); });
}

/// Whether answers of a database will be exact: it must keep UTF-8, and hand it over as it is.
/// @return why not, or nothing
[[nodiscard]] inline std::optional<database_error> check_database(PGconn* connection) {
  if (PQstatus(connection) != CONNECTION_OK) {
    return detail::error_of(connection, nullptr);
  }
  for (const char* const name : {"server_encoding", "client_encoding"}) {
    const char* const found = PQparameterStatus(connection, name);
    const std::string encoding = found == nullptr ? "not known" : found;
    if (encoding != "UTF8") {
      return database_error{database_errc::failed,
                            std::string(name) + " is " + encoding + " and not UTF8", std::nullopt};
    }
  }
  return std::nullopt;
}

/// Whether a table is there with all columns, whose texts compare by bytes if its type does not say collate_in_queries: under a
/// collation that ignores case the organisation "acme" would be given the rows of "Acme". For tables that create_table did
/// not make.
/// @return why not, or nothing
template <class Table> [[nodiscard]] std::optional<database_error> check_table(PGconn* connection) {
  static_assert(check_table<Table>());
  std::vector<std::pair<std::string, std::string>> found;
  const statement asked{
      "SELECT CAST(attname AS text), CAST(collname AS text) FROM pg_attribute LEFT JOIN "
      "pg_collation AS by "
      "ON by.oid = attcollation WHERE attrelid = CAST($1 AS regclass) AND NOT attisdropped",
      {detail::writer<postgres, Table>::table()}};
  if (auto failed = execute(connection, asked, [&](const postgres_row& row) {
        found.emplace_back(row.text(0).value_or(""),
                           row.is_null(1) ? "" : row.text(1).value_or(""));
        return std::optional<row_error>();
      })) {
    return failed;
  }
  for (const std::string& column : detail::compared_columns<Table>()) {
    const auto at = std::ranges::find(found, column, &std::pair<std::string, std::string>::first);
    if (at == found.end()) {
      return database_error{database_errc::failed, "the table has no column " + column,
                            std::nullopt};
    }
    constexpr std::array<std::string_view, 4> by_bytes{
        "", "C", "POSIX", "ucs_basic"}; // none: of a type without texts
    if (!Table::collate_in_queries && std::ranges::count(by_bytes, at->second) == 0) {
      return database_error{database_errc::failed, detail::other_collation(column, at->second),
                            std::nullopt};
    }
  }
  return std::nullopt;
}

} // namespace leadcore::inline LEADCORE_ABI::sql

#endif
