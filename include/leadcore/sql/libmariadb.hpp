// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_SQL_LIBMARIADB_HPP
#define LEADCORE_SQL_LIBMARIADB_HPP

// Runs statements with MariaDB's C API. Optional: needs mysql.h, and to be linked with mariadb.

#include <leadcore/sql/detail/check_columns.hpp>
#include <leadcore/sql/detail/indexed_column.hpp>
#include <leadcore/sql/mariadb.hpp>
#include <leadcore/sql/rows.hpp>
#include <leadcore/sql/statement.hpp>
#include <leadcore/sql/table.hpp>
#include <leadcore/version.hpp>

#include <errmsg.h>
#include <mysql.h>
#include <mysqld_error.h>

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

namespace detail {

/// Where the client library stores the values of one column, row by row.
struct mariadb_column {
  enum class kind : std::uint8_t { text, integer, real, other };

  kind held = kind::other;
  bool is_unsigned = false;
  std::string text{}; ///< as long as the longest value
  std::int64_t integer = 0;
  double real = 0;
  unsigned long length = 0; ///< of the text
  my_bool is_null = 0;
};

} // namespace detail

/// A row of a prepared statement: a row_source.
class mariadb_row {
 public:
  /// @param columns  the values of the row that was fetched last
  explicit mariadb_row(const std::vector<detail::mariadb_column>& columns) noexcept
      : columns_(&columns) {}

  [[nodiscard]] bool is_null(std::size_t column) const {
    return column >= columns_->size() || (*columns_)[column].is_null != 0;
  }
  /// Not of numbers, times or binary strings.
  [[nodiscard]] std::optional<std::string_view> text(std::size_t column) const {
    const auto& of = (*columns_)[column];
    return of.held == kind::text ? std::optional(std::string_view(of.text).substr(0, of.length))
                                 : std::nullopt;
  }
  [[nodiscard]] std::optional<std::int64_t> integer(std::size_t column) const {
    const auto& of = (*columns_)[column];
    const bool is_too_large = of.is_unsigned && of.integer < 0; // over 2^63-1
    return of.held == kind::integer && !is_too_large ? std::optional(of.integer) : std::nullopt;
  }
  [[nodiscard]] std::optional<double> real(std::size_t column) const {
    const auto& of = (*columns_)[column];
    return of.held == kind::real ? std::optional(of.real) : std::nullopt;
  }

 private:
  using kind = detail::mariadb_column::kind;

  const std::vector<detail::mariadb_column>* columns_;
};

namespace detail {

struct close_statement {
  void operator()(MYSQL_STMT* prepared) const noexcept { mysql_stmt_close(prepared); }
};
struct free_result {
  void operator()(MYSQL_RES* result) const noexcept { mysql_free_result(result); }
};

[[nodiscard]] inline database_error mariadb_error(unsigned int code, std::string_view state,
                                                  std::string_view message) {
  database_error out{database_errc::failed,
                     std::to_string(code) + " (" + std::string(state) +
                         "): " + std::string(message),
                     std::nullopt};
  switch (code) {
  case ER_LOCK_WAIT_TIMEOUT:
  case ER_LOCK_DEADLOCK:
  case ER_CHECKREAD: // another transaction has changed the row
    out.code = database_errc::busy;
    break;
  // the client's: no connection, or no memory
  case CR_SOCKET_CREATE_ERROR:
  case CR_CONNECTION_ERROR:
  case CR_CONN_HOST_ERROR:
  case CR_IPSOCK_ERROR:
  case CR_UNKNOWN_HOST:
  case CR_SERVER_GONE_ERROR:
  case CR_OUT_OF_MEMORY:
  case CR_SERVER_HANDSHAKE_ERR:
  case CR_SERVER_LOST:
  case CR_SSL_CONNECTION_ERROR:
  case CR_SERVER_LOST_EXTENDED:
  // resources
  case ER_DISK_FULL:
  case ER_OUTOFMEMORY:
  case ER_OUT_OF_SORTMEMORY:
  case ER_CON_COUNT_ERROR:
  case ER_OUT_OF_RESOURCES:
  case ER_GET_ERRNO: // an error of the storage engine
  case ER_RECORD_FILE_FULL:
  case ER_TOO_MANY_USER_CONNECTIONS:
  case ER_USER_LIMIT_REACHED:
  case ER_LOCK_TABLE_FULL:
  // a shutdown, a timeout, a killed connection or statement
  case ER_SERVER_SHUTDOWN:
  case ER_QUERY_INTERRUPTED:
  case ER_CONNECTION_KILLED:
  case ER_STATEMENT_TIMEOUT:
    out.code = database_errc::unavailable;
    break;
  default:
    if (state.starts_with("08") && code != ER_NET_PACKET_TOO_LARGE) { // connection
      out.code = database_errc::unavailable;
    } else if (state.starts_with("40")) { // rollback
      out.code = database_errc::busy;
    }
  }
  return out;
}
[[nodiscard]] inline database_error error_of(MYSQL* connection) {
  return mariadb_error(mysql_errno(connection), mysql_sqlstate(connection),
                       mysql_error(connection));
}
[[nodiscard]] inline database_error error_of(MYSQL_STMT* prepared) {
  return mariadb_error(mysql_stmt_errno(prepared), mysql_stmt_sqlstate(prepared),
                       mysql_stmt_error(prepared));
}

/// Lets a placeholder read a parameter, which is not copied.
[[nodiscard]] inline MYSQL_BIND bind_to(const parameter& value) noexcept {
  MYSQL_BIND out{};
  // The API takes no pointer to const, but only reads.
  if (const auto* const integer = std::get_if<std::int64_t>(&value)) {
    out.buffer_type = MYSQL_TYPE_LONGLONG;
    out.buffer = const_cast<std::int64_t*>(integer);
  } else if (const auto* const real = std::get_if<double>(&value)) {
    out.buffer_type = MYSQL_TYPE_DOUBLE;
    out.buffer = const_cast<double*>(real);
  } else if (const auto* const text = std::get_if<std::string>(&value)) {
    out.buffer_type = MYSQL_TYPE_STRING;
    out.buffer = const_cast<char*>(text->data());
    out.buffer_length = text->size();
  } else {
    out.buffer_type = MYSQL_TYPE_NULL;
  }
  return out;
}

/// Sends long texts ahead in pieces, since a packet is limited (max_allowed_packet) and the server
/// ends the connection after a larger one. A text over that limit is an error of execute then.
/// @return whether they were sent
[[nodiscard]] inline bool send_long_texts(MYSQL_STMT* prepared,
                                          const std::vector<parameter>& values) {
  constexpr std::size_t piece = 65'536;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto* const text = std::get_if<std::string>(&values[i]);
    for (std::size_t at = 0; text != nullptr && text->size() > piece && at < text->size();
         at += piece) {
      if (mysql_stmt_send_long_data(prepared, static_cast<unsigned int>(i), text->data() + at,
                                    std::min(piece, text->size() - at)) != 0) {
        return false;
      }
    }
  }
  return true;
}

/// Lets a column of a result, which is stored, be fetched to a place of ours.
[[nodiscard]] inline MYSQL_BIND bind_to(const MYSQL_FIELD& field, mariadb_column& column) {
  constexpr unsigned int binary = 63; // the character set of numbers, times and bytes
  MYSQL_BIND out{};
  out.is_null = &column.is_null;
  switch (field.type) {
  case MYSQL_TYPE_TINY:
  case MYSQL_TYPE_SHORT:
  case MYSQL_TYPE_INT24:
  case MYSQL_TYPE_LONG:
  case MYSQL_TYPE_LONGLONG:
    column.held = mariadb_column::kind::integer;
    column.is_unsigned = (field.flags & UNSIGNED_FLAG) != 0;
    out.buffer_type = MYSQL_TYPE_LONGLONG;
    out.buffer = &column.integer;
    out.is_unsigned = column.is_unsigned ? 1 : 0;
    break;
  case MYSQL_TYPE_FLOAT:
  case MYSQL_TYPE_DOUBLE:
    column.held = mariadb_column::kind::real;
    out.buffer_type = MYSQL_TYPE_DOUBLE;
    out.buffer = &column.real;
    break;
  default:
    if (field.charsetnr != binary || field.type == MYSQL_TYPE_JSON) { // MySQL's JSON is binary
      column.held = mariadb_column::kind::text;
    }
    column.text.resize(field.max_length + 1);
    out.buffer_type = MYSQL_TYPE_STRING;
    out.buffer = column.text.data();
    out.buffer_length = column.text.size();
    out.length = &column.length;
  }
  return out;
}

/// Why statements over a connection are not exact, as far as the client knows; or nothing.
[[nodiscard]] inline std::optional<database_error> other_character_set(MYSQL* connection) {
  const char* const found = mysql_character_set_name(connection);
  if (found == mariadb::character_set) {
    return std::nullopt;
  }
  return database_error{database_errc::failed,
                        "the connection's character set is " +
                            std::string(found == nullptr ? "not known" : found) +
                            " and not utf8mb4: set MYSQL_SET_CHARSET_NAME before you connect",
                        std::nullopt};
}

/// Runs a statement that cannot be prepared, such as BEGIN in MySQL.
[[nodiscard]] inline std::optional<database_error> run_directly(MYSQL* connection,
                                                                std::string_view text) {
  if (mysql_real_query(connection, text.data(), text.size()) != 0) {
    return error_of(connection);
  }
  const std::unique_ptr<MYSQL_RES, free_result> rows(mysql_store_result(connection));
  if (mysql_errno(connection) != 0) {
    return error_of(connection);
  }
  return rows ? std::optional(database_error{database_errc::failed,
                                             "the database cannot prepare a statement with rows",
                                             std::nullopt})
              : std::nullopt;
}

} // namespace detail

/// Runs a statement and calls a function with each row. The text must be one statement with a value
/// for each placeholder, and the connection's character set utf8mb4; anything else is
/// database_errc::failed.
///
/// @param on_row  on_row(const mariadb_row&) returns an error of the row, which ends the call, or
///     nothing.
/// @return why the statement failed, or nothing
template <class OnRow>
  requires std::same_as<std::invoke_result_t<OnRow&, const mariadb_row&>, std::optional<row_error>>
[[nodiscard]] std::optional<database_error> execute(MYSQL* connection, const statement& command,
                                                    OnRow&& on_row) {
  if (auto refused = detail::other_character_set(connection)) {
    return refused;
  }
  const std::unique_ptr<MYSQL_STMT, detail::close_statement> prepared(mysql_stmt_init(connection));
  if (!prepared) {
    return detail::error_of(connection);
  }
  MYSQL_STMT* const handle = prepared.get();
  if (mysql_stmt_prepare(handle, command.text.data(), command.text.size()) != 0) {
    return mysql_stmt_errno(handle) == ER_UNSUPPORTED_PS && command.parameters.empty()
               ? detail::run_directly(connection, command.text)
               : detail::error_of(handle);
  }
  if (const auto placeholders = mysql_stmt_param_count(handle);
      placeholders != command.parameters.size()) {
    return database_error{database_errc::failed,
                          "the statement has " + std::to_string(placeholders) +
                              " parameters, and " + std::to_string(command.parameters.size()) +
                              " values",
                          std::nullopt};
  }
  std::vector<MYSQL_BIND> values;
  for (const parameter& each : command.parameters) {
    values.push_back(detail::bind_to(each));
  }
  my_bool measured = 1; // store_result sets max_length
  if ((!values.empty() && mysql_stmt_bind_param(handle, values.data()) != 0) ||
      mysql_stmt_attr_set(handle, STMT_ATTR_UPDATE_MAX_LENGTH, &measured) != 0 ||
      !detail::send_long_texts(handle, command.parameters) || mysql_stmt_execute(handle) != 0) {
    return detail::error_of(handle);
  }
  if (mysql_stmt_field_count(handle) == 0) {
    return std::nullopt;
  }
  if (mysql_stmt_store_result(handle) != 0) {
    return detail::error_of(handle);
  }
  const std::unique_ptr<MYSQL_RES, detail::free_result> result(mysql_stmt_result_metadata(handle));
  if (!result) {
    return detail::error_of(handle);
  }
  std::vector<detail::mariadb_column> columns(mysql_num_fields(result.get()));
  std::vector<MYSQL_BIND> places;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    places.push_back(detail::bind_to(
        *mysql_fetch_field_direct(result.get(), static_cast<unsigned int>(i)), columns[i]));
  }
  if (mysql_stmt_bind_result(handle, places.data()) != 0) {
    return detail::error_of(handle);
  }
  int step = 0;
  while ((step = mysql_stmt_fetch(handle)) == 0) {
    if (const std::optional<row_error> error = on_row(mariadb_row(columns))) {
      return detail::unreadable(*error);
    }
  }
  return step == MYSQL_NO_DATA ? std::nullopt : std::optional(detail::error_of(handle));
}

/// Runs a statement and ignores its rows.
[[nodiscard]] inline std::optional<database_error> execute(MYSQL* connection,
                                                           const statement& command) {
  return leadcore::sql::execute(connection, command,
                                [](const mariadb_row&) { return std::optional<row_error>(); });
}

/// Checks what exact results need of a session: utf8mb4, a strict sql_mode, which truncates no
/// text, none that reads texts in another way, no limit of rows, and an order by whole texts.
/// @return why not, or nothing
[[nodiscard]] inline std::optional<database_error> check_database(MYSQL* connection) {
  std::string mode;
  std::vector<std::pair<std::string, std::string>> character_sets;
  bool has_all_rows = false;
  std::int64_t sorted_bytes = 0;
  if (auto failed = leadcore::sql::execute(
          connection,
          {"SELECT @@sql_mode, @@character_set_client, @@character_set_connection, "
           "@@character_set_results, @@sql_select_limit > 9223372036854775806, @@max_sort_length",
           {}},
          [&](const mariadb_row& row) {
            const auto text = [&](std::size_t column) {
              return std::string(row.is_null(column) ? "" : row.text(column).value_or(""));
            };
            mode = "," + text(0) + ",";
            character_sets = {{"character_set_client", text(1)},
                              {"character_set_connection", text(2)},
                              {"character_set_results", text(3)}};
            has_all_rows = row.integer(4).value_or(0) != 0;
            sorted_bytes = row.integer(5).value_or(0);
            return std::optional<row_error>();
          })) {
    return failed;
  }
  for (const auto& [name, found] : character_sets) {
    if (found != mariadb::character_set) {
      return detail::refused(name + " is " + found + " and not utf8mb4");
    }
  }
  const auto has = [&](std::string_view name) {
    return mode.find("," + std::string(name) + ",") != std::string::npos;
  };
  if (!has("STRICT_TRANS_TABLES") && !has("STRICT_ALL_TABLES")) {
    return detail::refused("sql_mode lacks STRICT_TRANS_TABLES, so texts may be truncated");
  }
  for (const char* const name : {"NO_BACKSLASH_ESCAPES", "EMPTY_STRING_IS_NULL"}) {
    if (has(name)) {
      return detail::refused("sql_mode has " + std::string(name) +
                             ", so texts are read in another way");
    }
  }
  if (!has_all_rows) {
    return detail::refused("sql_select_limit is set, so rows may be missing: set it to DEFAULT");
  }
  constexpr std::int64_t longest = 4 * mariadb::indexed_text_length;
  if (sorted_bytes < longest) {
    return detail::refused("max_sort_length is " + std::to_string(sorted_bytes) +
                           " and not at least " + std::to_string(longest) +
                           ", so texts may be sorted by their beginnings");
  }
  return std::nullopt;
}

/// Checks that the table has every column, generated ones included, texts that compare by their
/// bytes, and no unique key but one of the bytes of the organisation and the key, which may be that
/// of a generated column. Columns may have another collation if the table's type sets
/// collate_in_queries: under one that ignores case, the organisation "acme" would read the rows of
/// "Acme". For tables that create_table did not make.
/// @return why not, or nothing
/// @tparam Described  the table, or its endpoint and then the table
template <class Described, class Table = detail::table_of<Described>>
[[nodiscard]] std::optional<database_error> check_table(MYSQL* connection) {
  using endpoint = detail::endpoint_of<Described>;
  static_assert(leadcore::sql::check_table<endpoint, Table>());
  std::vector<detail::table_column> columns = detail::table_columns<endpoint, Table>();
  detail::for_each_generated_column<mariadb, endpoint>(
      [&]<fixed_string Name>(field_constant<Name>, std::string_view suffix) {
        columns.push_back({std::string(Table::template column<Name>) + std::string(suffix), false});
      });
  const detail::bytewise_texts bytewise{{mariadb::binary_collation, mysql::binary_collation},
                                        {"varchar", "text", "tinytext", "mediumtext", "longtext"}};
  const std::string name(Table::name);
  const std::string schema(Table::schema);
  const parameter in = schema.empty() ? parameter(std::monostate()) : parameter(schema);
  // The catalogue ignores case, and so would take columns of another table.
  const std::string of_table =
      " WHERE table_name = ? AND (BINARY table_name = ? OR @@lower_case_table_names <> 0) AND "
      "table_schema = coalesce(?, database())";
  if (auto refused = detail::check_columns<Table>(
          connection,
          {"SELECT column_name, collation_name, data_type FROM information_schema.columns" +
               of_table,
           {name, name, in}},
          columns, bytewise)) {
    return refused;
  }
  return detail::check_unique<Table, endpoint>(
      connection,
      {"SELECT index_name, min(sub_part IS NULL AND (collation_name IS NULL OR collation_name IN "
       "(?, ?))) AND (count(*) = 2 AND min(column_name IN (?, ?)) OR count(*) = 1 AND "
       "min(generation_expression IS NOT NULL AND generation_expression <> '')) FROM (SELECT "
       "table_schema, table_name, column_name, collation_name, "
       "generation_expression FROM information_schema.columns" +
           of_table +
           ") AS part JOIN information_schema.statistics AS one USING (table_schema, column_name) "
           "WHERE BINARY one.table_name = part.table_name AND NOT non_unique GROUP BY index_name",
       {std::string(bytewise.collations[0]), std::string(bytewise.collations[1]),
        std::string(Table::organisation),
        std::string(Table::template column<detail::key_name_of<endpoint>>), name, name, in}});
}

} // namespace leadcore::inline LEADCORE_ABI::sql

#endif
