// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_SQL_SQLITE3_HPP
#define LEADCORE_SQL_SQLITE3_HPP

// Statements run by SQLite's C API, and its rows as leads. Optional: needs sqlite3.h and linking sqlite3.

#include <leadcore/model/lead.hpp>
#include <leadcore/model/organisation.hpp>
#include <leadcore/query/order.hpp>
#include <leadcore/query/page.hpp>
#include <leadcore/query/query.hpp>
#include <leadcore/sql/statements.hpp>
#include <leadcore/text/result.hpp>
#include <leadcore/version.hpp>

#include <sqlite3.h>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace leadcore::inline LEADCORE_ABI::sql {

/// The row that a statement of SQLite stands on: a row_source.
class sqlite_row {
 public:
  explicit sqlite_row(sqlite3_stmt* of) noexcept : of_(of) {}

  [[nodiscard]] bool is_null(std::size_t column) const { return type(column) == SQLITE_NULL; }
  [[nodiscard]] std::optional<std::string_view> text(std::size_t column) const {
    if (type(column) != SQLITE_TEXT) {
      return std::nullopt;
    }
    const auto* const bytes = sqlite3_column_text(of_, static_cast<int>(column));
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(of_, static_cast<int>(column)));
    if (bytes == nullptr) { // no memory to convert it: not an empty text
      return std::nullopt;
    }
    return std::string_view(reinterpret_cast<const char*>(bytes), size);
  }
  [[nodiscard]] std::optional<std::int64_t> integer(std::size_t column) const {
    return type(column) == SQLITE_INTEGER
               ? std::optional<std::int64_t>(sqlite3_column_int64(of_, static_cast<int>(column)))
               : std::nullopt;
  }

 private:
  [[nodiscard]] int type(std::size_t column) const {
    return sqlite3_column_type(of_, static_cast<int>(column));
  }

  sqlite3_stmt* of_;
};

namespace detail {

struct finalize_statement {
  void operator()(sqlite3_stmt* made) const noexcept { sqlite3_finalize(made); }
};

[[nodiscard]] inline database_error last_error(sqlite3* database) {
  database_errc code = database_errc::failed;
  switch (sqlite3_errcode(database) & 0xFF) {
  case SQLITE_BUSY:
  case SQLITE_LOCKED:
    code = database_errc::busy;
    break;
  case SQLITE_CANTOPEN:
  case SQLITE_FULL:
  case SQLITE_INTERRUPT:
  case SQLITE_IOERR:
  case SQLITE_NOMEM:
  case SQLITE_READONLY:
    code = database_errc::unavailable;
    break;
  default:
    break;
  }
  return {code, sqlite3_errmsg(database), std::nullopt};
}

[[nodiscard]] inline int bind(sqlite3_stmt* prepared, int number, const parameter& bound) {
  if (const auto* const integer = std::get_if<std::int64_t>(&bound)) {
    return sqlite3_bind_int64(prepared, number, *integer);
  }
  if (const auto* const text = std::get_if<std::string>(&bound)) {
    return sqlite3_bind_text64(prepared, number, text->data(), text->size(), nullptr,
                               SQLITE_UTF8); // it outlives the run
  }
  return sqlite3_bind_null(prepared, number);
}

} // namespace detail

/// Runs a statement and gives its rows to a function, as they come. The text is one statement with a value for each of its
/// parameters; anything else is database_errc::failed.
///
/// @param on_row  on_row(const sqlite_row&) says what is wrong with a row, or nothing; what is wrong ends the run.
/// @return why there is no answer, or nothing
template <class OnRow>
  requires std::same_as<std::invoke_result_t<OnRow&, const sqlite_row&>, std::optional<row_error>>
[[nodiscard]] std::optional<database_error> execute(sqlite3* database, const statement& run,
                                                    OnRow&& on_row) {
  sqlite3_stmt* made = nullptr;
  const char* behind = nullptr;
  if (sqlite3_prepare_v2(database, run.text.data(), static_cast<int>(run.text.size()), &made,
                         &behind) != SQLITE_OK) {
    return detail::last_error(database);
  }
  const std::unique_ptr<sqlite3_stmt, detail::finalize_statement> prepared(made);
  // SQLite would leave the rest of the text, and take a value that is missing for null.
  const std::string_view rest(behind,
                              static_cast<std::size_t>(run.text.data() + run.text.size() - behind));
  if (made == nullptr || rest.find_first_not_of(" \t\n\r;") != std::string_view::npos) {
    return database_error{database_errc::failed, "the text is not one statement", std::nullopt};
  }
  const auto wanted = static_cast<std::size_t>(sqlite3_bind_parameter_count(made));
  if (wanted != run.parameters.size()) {
    return database_error{database_errc::failed,
                          "the statement has " + std::to_string(wanted) + " parameters, and " +
                              std::to_string(run.parameters.size()) + " values",
                          std::nullopt};
  }
  for (std::size_t i = 0; i < run.parameters.size(); ++i) {
    if (detail::bind(made, static_cast<int>(i) + 1, run.parameters[i]) != SQLITE_OK) {
      return detail::last_error(database);
    }
  }
  int step = SQLITE_ROW;
  while ((step = sqlite3_step(made)) == SQLITE_ROW) {
    if (const std::optional<row_error> wrong = on_row(sqlite_row(made))) {
      return detail::unreadable(*wrong);
    }
  }
  return step == SQLITE_DONE ? std::nullopt : std::optional(detail::last_error(database));
}

/// Runs a statement whose rows do not matter.
[[nodiscard]] inline std::optional<database_error> execute(sqlite3* database,
                                                           const statement& run) {
  return execute(database, run, [](const sqlite_row&) { return std::optional<row_error>(); });
}

/// Whether answers of a database will be exact: its encoding must be UTF-8, since ids are ordered by their bytes.
/// @return why not, or nothing
[[nodiscard]] inline std::optional<database_error> check_database(sqlite3* database) {
  std::string encoding;
  auto failed = execute(database, {"PRAGMA encoding", {}}, [&](const sqlite_row& row) {
    encoding = row.is_null(0) ? "" : row.text(0).value_or("");
    return std::optional<row_error>();
  });
  if (!failed && encoding != "UTF-8") {
    failed =
        database_error{database_errc::failed,
                       "the database's encoding is " + encoding + " and not UTF-8", std::nullopt};
  }
  return failed;
}

/// Whether a table is there with all columns, whose texts compare by bytes if its type does not say collate_in_queries: under
/// NOCASE the organisation "acme" would be given the rows of "Acme". For tables that create_table did not make.
/// @return why not, or nothing
template <class Table> [[nodiscard]] std::optional<database_error> check_table(sqlite3* database) {
  static_assert(check_table<Table>());
  const std::string schema(Table::schema);
  const std::string name(Table::name);
  for (const std::string& column : detail::compared_columns<Table>()) {
    const char* collation = nullptr;
    if (sqlite3_table_column_metadata(database, schema.empty() ? nullptr : schema.c_str(),
                                      name.c_str(), column.c_str(), nullptr, &collation, nullptr,
                                      nullptr, nullptr) != SQLITE_OK) {
      return detail::last_error(database);
    }
    if (!Table::collate_in_queries && collation != sqlite::binary_collation) {
      return database_error{database_errc::failed, detail::other_collation(column, collation),
                            std::nullopt};
    }
  }
  return std::nullopt;
}

} // namespace leadcore::inline LEADCORE_ABI::sql

#endif
