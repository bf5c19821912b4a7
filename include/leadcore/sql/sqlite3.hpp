// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_SQL_SQLITE3_HPP
#define LEADCORE_SQL_SQLITE3_HPP

// Runs statements with SQLite's C API. Optional: needs sqlite3.h, and to be linked with sqlite3.

#include <leadcore/sql/detail/check_columns.hpp>
#include <leadcore/sql/detail/counts.hpp>
#include <leadcore/sql/dialects.hpp>
#include <leadcore/sql/rows.hpp>
#include <leadcore/sql/statement.hpp>
#include <leadcore/sql/table.hpp>
#include <leadcore/text/ascii.hpp>
#include <leadcore/text/result.hpp>
#include <leadcore/version.hpp>

#include <sqlite3.h>

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace leadcore::inline LEADCORE_ABI::sql {

/// The current row of a prepared statement: a row_source.
class sqlite_row {
 public:
  /// The row that sqlite3_step has just returned.
  explicit sqlite_row(sqlite3_stmt* prepared) noexcept : prepared_(prepared) {}

  [[nodiscard]] bool is_null(std::size_t column) const { return type(column) == SQLITE_NULL; }
  [[nodiscard]] std::optional<std::string_view> text(std::size_t column) const {
    if (type(column) != SQLITE_TEXT) {
      return std::nullopt;
    }
    const auto* const bytes = sqlite3_column_text(prepared_, static_cast<int>(column));
    const auto size =
        static_cast<std::size_t>(sqlite3_column_bytes(prepared_, static_cast<int>(column)));
    if (bytes == nullptr) { // out of memory, not an empty text
      return std::nullopt;
    }
    return std::string_view(reinterpret_cast<const char*>(bytes), size);
  }
  [[nodiscard]] std::optional<std::int64_t> integer(std::size_t column) const {
    return type(column) == SQLITE_INTEGER ? std::optional<std::int64_t>(sqlite3_column_int64(
                                                prepared_, static_cast<int>(column)))
                                          : std::nullopt;
  }
  [[nodiscard]] std::optional<double> real(std::size_t column) const {
    return type(column) == SQLITE_FLOAT
               ? std::optional(sqlite3_column_double(prepared_, static_cast<int>(column)))
               : std::nullopt;
  }

 private:
  [[nodiscard]] int type(std::size_t column) const {
    return sqlite3_column_type(prepared_, static_cast<int>(column));
  }

  sqlite3_stmt* prepared_;
};

namespace detail {

struct finalize_statement {
  void operator()(sqlite3_stmt* prepared) const noexcept { sqlite3_finalize(prepared); }
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

/// Binds a parameter, counted from 1. The text is not copied. @return a result code of SQLite
[[nodiscard]] inline int bind(sqlite3_stmt* prepared, int number, const parameter& value) {
  if (const auto* const integer = std::get_if<std::int64_t>(&value)) {
    return sqlite3_bind_int64(prepared, number, *integer);
  }
  if (const auto* const text = std::get_if<std::string>(&value)) {
    return sqlite3_bind_text64(prepared, number, text->data(), text->size(), nullptr, SQLITE_UTF8);
  }
  if (const auto* const real = std::get_if<double>(&value)) {
    return sqlite3_bind_double(prepared, number, *real);
  }
  return sqlite3_bind_null(prepared, number);
}

using sqlite_statement = std::unique_ptr<sqlite3_stmt, finalize_statement>;

/// Prepares one statement. @param flags  SQLITE_PREPARE_...
[[nodiscard]] inline result<sqlite_statement, database_error>
prepare(sqlite3* database, const std::string& text, unsigned flags) {
  sqlite3_stmt* handle = nullptr;
  const char* tail = nullptr;
  if (sqlite3_prepare_v3(database, text.data(), static_cast<int>(text.size()), flags, &handle,
                         &tail) != SQLITE_OK) {
    return fail(detail::last_error(database));
  }
  sqlite_statement prepared(handle);
  // SQLite itself would ignore the tail.
  const std::string_view rest(tail, static_cast<std::size_t>(text.data() + text.size() - tail));
  if (handle == nullptr || rest.find_first_not_of(" \t\n\r;") != std::string_view::npos) {
    return fail(
        database_error{database_errc::failed, "the text is not one statement", std::nullopt});
  }
  return prepared;
}

/// Binds the values of a command, which are not copied, to a prepared statement.
[[nodiscard]] inline std::optional<database_error>
bind_all(sqlite3* database, sqlite3_stmt* prepared, const statement& command) {
  // SQLite itself would bind null for a missing value.
  const auto placeholders = static_cast<std::size_t>(sqlite3_bind_parameter_count(prepared));
  if (placeholders != command.parameters.size()) {
    return database_error{database_errc::failed,
                          "the statement has " + std::to_string(placeholders) +
                              " parameters, and " + std::to_string(command.parameters.size()) +
                              " values",
                          std::nullopt};
  }
  for (std::size_t i = 0; i < command.parameters.size(); ++i) {
    if (detail::bind(prepared, static_cast<int>(i) + 1, command.parameters[i]) != SQLITE_OK) {
      return detail::last_error(database);
    }
  }
  return std::nullopt;
}

/// Runs a prepared statement with the values of a command, to its end or to an error.
template <class OnRow>
[[nodiscard]] std::optional<database_error> run(sqlite3* database, sqlite3_stmt* prepared,
                                                const statement& command, OnRow& on_row) {
  if (auto failed = detail::bind_all(database, prepared, command)) {
    return failed;
  }
  int step = SQLITE_ROW;
  while ((step = sqlite3_step(prepared)) == SQLITE_ROW) {
    if (const std::optional<row_error> error = on_row(sqlite_row(prepared))) {
      return detail::unreadable(*error);
    }
  }
  return step == SQLITE_DONE ? std::nullopt : std::optional(detail::last_error(database));
}

} // namespace detail

/// Runs a statement and calls a function with each row as it is fetched. The text must be one
/// statement with a value for each placeholder; anything else is database_errc::failed.
///
/// @param on_row  on_row(const sqlite_row&) returns an error of the row, which ends the call, or
///     nothing.
/// @return why the statement failed, or nothing
template <class OnRow>
  requires std::same_as<std::invoke_result_t<OnRow&, const sqlite_row&>, std::optional<row_error>>
[[nodiscard]] std::optional<database_error> execute(sqlite3* database, const statement& command,
                                                    OnRow&& on_row) {
  const auto prepared = detail::prepare(database, command.text, 0);
  return prepared.has_value() ? detail::run(database, prepared->get(), command, on_row)
                              : std::optional(prepared.error());
}

/// Runs a statement and ignores its rows.
[[nodiscard]] inline std::optional<database_error> execute(sqlite3* database,
                                                           const statement& command) {
  return leadcore::sql::execute(database, command,
                                [](const sqlite_row&) { return std::optional<row_error>(); });
}

/// The prepared statements of a connection: a database for execute, list and read_rows in place of
/// the connection. A statement whose text ran before is not compiled again, which takes longer than
/// most upserts and pages do.
///
///     sql::sqlite_statements statements(connection.get());
///     sql::list<sql::sqlite>(statements, organisation, query);
///
/// For one thread at a time, as its connection is, which it must not outlive.
/// @par Errors
/// those of execute with the connection; a statement that failed is prepared again.
/// @par Complexity
/// of a statement that ran before: a comparison with the texts that are kept, then its execution.
class sqlite_statements {
 public:
  /// @param most  the statements that are kept; the one that ran the longest time ago goes first
  explicit sqlite_statements(sqlite3* database, std::size_t most = 64) noexcept
      : database_(database), most_(most) {}

  sqlite_statements(const sqlite_statements&) = delete;
  sqlite_statements& operator=(const sqlite_statements&) = delete;

  /// The connection.
  [[nodiscard]] sqlite3* get() const noexcept { return database_; }
  /// The number of statements that are kept.
  [[nodiscard]] std::size_t size() const noexcept { return kept_.size(); }

  /// Runs a statement, as execute does with a connection.
  template <class OnRow>
  [[nodiscard]] std::optional<database_error> run(const statement& command, OnRow& on_row) {
    auto running = take(command.text);
    if (!running.has_value()) {
      return running.error();
    }
    // Not kept while it runs, so on_row may run the same text; and not after an error.
    sqlite3_stmt* const prepared = running->prepared.get();
    auto failed = detail::run(database_, prepared, command, on_row);
    if (!failed) {
      sqlite3_reset(prepared);
      sqlite3_clear_bindings(prepared); // they refer to the command
      kept_.push_back(*std::move(running));
      if (kept_.size() > most_) {
        kept_.erase(kept_.begin());
      }
    }
    return failed;
  }

 private:
  struct kept_statement {
    std::string text;
    detail::sqlite_statement prepared;
  };

  /// The kept statement of a text, which is kept no longer; or one that is prepared now.
  [[nodiscard]] result<kept_statement, database_error> take(const std::string& text) {
    const auto found = std::ranges::find(kept_, text, &kept_statement::text);
    if (found == kept_.end()) {
      auto made = detail::prepare(database_, text, SQLITE_PREPARE_PERSISTENT);
      if (!made.has_value()) {
        return fail(std::move(made.error()));
      }
      return kept_statement{text, *std::move(made)};
    }
    kept_statement taken = std::move(*found);
    kept_.erase(found);
    return taken;
  }

  sqlite3* database_;
  std::size_t most_;
  std::vector<kept_statement> kept_{}; // the one that ran last at the end
};

/// Runs a statement that is prepared once, and calls a function with each row.
template <class OnRow>
  requires std::same_as<std::invoke_result_t<OnRow&, const sqlite_row&>, std::optional<row_error>>
[[nodiscard]] std::optional<database_error> execute(sqlite_statements& statements,
                                                    const statement& command, OnRow&& on_row) {
  return statements.run(command, on_row);
}
/// Runs a statement that is prepared once, and ignores its rows.
[[nodiscard]] inline std::optional<database_error> execute(sqlite_statements& statements,
                                                           const statement& command) {
  return leadcore::sql::execute(statements, command,
                                [](const sqlite_row&) { return std::optional<row_error>(); });
}

/// The deleter of a connection.
struct close_sqlite {
  void operator()(sqlite3* database) const noexcept { sqlite3_close_v2(database); }
};
/// A connection that closes itself.
using sqlite_connection = std::unique_ptr<sqlite3, close_sqlite>;

/// Opens a file to read, for one thread: each thread that queries has a connection of its own, so
/// that no query waits for another. In a file with PRAGMA journal_mode = WAL none waits for a
/// writer either.
/// @return the connection, or why there is none
[[nodiscard]] inline result<sqlite_connection, database_error>
open_reader(const std::string& file) {
  sqlite3* opened = nullptr;
  const int code =
      sqlite3_open_v2(file.c_str(), &opened, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, nullptr);
  sqlite_connection connection(opened);
  if (code != SQLITE_OK) {
    return fail(opened == nullptr
                    ? database_error{database_errc::unavailable, "out of memory", std::nullopt}
                    : detail::last_error(opened));
  }
  // A new connection to a WAL may find it locked by a checkpoint that is starting.
  sqlite3_busy_timeout(opened, 1000);
  return connection;
}

namespace detail {

/// Whether a column of a declared type stores every text as it is, and none as a number.
[[nodiscard]] inline bool keeps_texts(std::string type) {
  for (char& each : type) {
    each = leadcore::detail::to_upper(each);
  }
  const auto has = [&](const char* part) { return type.find(part) != std::string::npos; };
  return !has("INT") && (has("CHAR") || has("CLOB") || has("TEXT") || has("BLOB"));
}
/// Checks that a statement returns 1. @return a message, or an error of the database
[[nodiscard]] inline std::optional<database_error>
require(sqlite3* database, const statement& select, const std::string& message) {
  bool holds = false;
  auto failed = leadcore::sql::execute(database, select, [&](const sqlite_row& row) {
    holds = row.integer(0).value_or(0) == 1;
    return std::optional<row_error>();
  });
  return failed || holds ? failed : detail::refused(message);
}

} // namespace detail

/// Checks that the encoding of the database is UTF-8: ids are ordered by their UTF-8 bytes.
/// @return why not, or nothing
[[nodiscard]] inline std::optional<database_error> check_database(sqlite3* database) {
  std::string encoding;
  auto failed =
      leadcore::sql::execute(database, {"PRAGMA encoding", {}}, [&](const sqlite_row& row) {
        encoding = row.is_null(0) ? "" : row.text(0).value_or("");
        return std::optional<row_error>();
      });
  if (!failed && encoding != "UTF-8") {
    failed = detail::refused("the database's encoding is " + encoding + " and not UTF-8");
  }
  return failed;
}

/// Checks that the table has every column, texts that compare by their bytes, a unique index of
/// them over the organisation and the key, and the triggers of what its type declares to be kept.
/// Columns may have another collation if its type sets collate_in_queries: under NOCASE, the
/// organisation "acme" would read the rows of "Acme". For tables that create_table did not make.
/// @return why not, or nothing
/// @tparam Described  the table, or its endpoint and then the table
template <class Described, class Table = detail::table_of<Described>>
[[nodiscard]] std::optional<database_error> check_table(sqlite3* database) {
  using endpoint = detail::endpoint_of<Described>;
  static_assert(leadcore::sql::check_table<endpoint, Table>());
  const std::string schema(Table::schema);
  const std::string name(Table::name);
  auto columns = detail::table_columns<endpoint, Table>();
  if constexpr (detail::is_search_indexed<Table>) { // missing where migrate was not run
    columns.push_back({std::string(Table::row_id), false});
  }
  for (const detail::table_column& column : columns) {
    const char* type = nullptr;
    const char* collation = nullptr;
    if (sqlite3_table_column_metadata(database, schema.empty() ? nullptr : schema.c_str(),
                                      name.c_str(), column.name.c_str(), &type, &collation, nullptr,
                                      nullptr, nullptr) != SQLITE_OK) {
      return detail::last_error(database);
    }
    if (column.is_text && type != nullptr && !detail::keeps_texts(type)) {
      return detail::other_type(column.name, type, sqlite::text_type);
    }
    if (column.is_text && !Table::collate_in_queries && collation != sqlite::binary_collation) {
      return detail::refused(detail::other_collation(column.name, collation));
    }
  }
  const parameter in = schema.empty() ? parameter(std::monostate()) : parameter(schema);
  // An upsert may take any unique index of the columns, whatever its collation.
  if (auto refused = detail::check_unique<Table, endpoint>(
          database,
          {"SELECT list.name, min(at.coll = 'BINARY' COLLATE NOCASE) FROM pragma_index_list(?1, "
           "?2) AS list JOIN pragma_index_xinfo(list.name, ?2) AS at WHERE list.\"unique\" AND NOT "
           "list.partial AND at.key GROUP BY list.name HAVING count(*) = 2 AND count(DISTINCT CASE "
           "WHEN at.name COLLATE NOCASE IN (?3, ?4) THEN at.cid END) = 2",
           {name, in, std::string(Table::organisation),
            std::string(Table::template column<detail::key_name_of<endpoint>>)}})) {
    return refused;
  }
  if constexpr (detail::is_search_indexed<Table>) { // not the rowid, if the key has an index
    if (auto refused = detail::require(
            database,
            {"SELECT count(*) = 1 AND min(name = ?3 COLLATE NOCASE) AND NOT EXISTS (SELECT 1 FROM "
             "pragma_index_list(?1, ?2) WHERE origin = 'pk') FROM pragma_table_info(?1, ?2) WHERE "
             "pk",
             {name, in, std::string(Table::row_id)}},
            "the column " + std::string(Table::row_id) +
                " is not the table's INTEGER PRIMARY KEY: run migrate")) {
      return refused;
    }
  }
  if constexpr (detail::is_search_indexed<Table> || detail::has_counts<Table>) {
    const kept_parts parts = detail::parts_of<sqlite, endpoint, Table>();
    std::vector<std::string> triggers;
    if constexpr (detail::is_search_indexed<Table>) {
      triggers = sqlite::search_triggers(parts);
    }
    if constexpr (detail::has_counts<Table>) {
      for (std::string& each : sqlite::counts_triggers(parts)) {
        triggers.push_back(std::move(each));
      }
    }
    return detail::require(database, {"SELECT " + sqlite::has_triggers(parts, triggers), {}},
                           "a trigger of the search index or of the counts is missing, or is one "
                           "of another version: run migrate");
  }
  return std::nullopt;
}

} // namespace leadcore::inline LEADCORE_ABI::sql

#endif
