// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TESTS_SUPPORT_MARIADB_DATABASE_HPP
#define LEADCORE_TESTS_SUPPORT_MARIADB_DATABASE_HPP

// A connection to the MariaDB that tests/support/with_mariadb.sh started.

#include <leadcore/sql/libmariadb.hpp>

#include "support/catch.hpp"

#include <mysql.h>

#include <cstdlib>
#include <optional>
#include <string>

namespace leadcore::testing {

/// The folder of with_mariadb.sh.
[[nodiscard]] inline std::string mariadb_folder() {
  const char* const folder = std::getenv("LEADCORE_MARIADB");
  if (folder == nullptr) {
    FAIL("LEADCORE_MARIADB is not set: run this under tests/support/with_mariadb.sh");
    return {};
  }
  return folder;
}

class mariadb_database {
 public:
  explicit mariadb_database(const char* character_set = "utf8mb4") : handle_(mysql_init(nullptr)) {
    REQUIRE(handle_ != nullptr);
    mysql_options(handle_, MYSQL_SET_CHARSET_NAME, character_set);
    const std::string socket = mariadb_folder() + "/socket";
    const bool is_connected = mysql_real_connect(handle_, nullptr, "root", nullptr, nullptr, 0,
                                                 socket.c_str(), 0) != nullptr;
    INFO(mysql_error(handle_));
    REQUIRE(is_connected);
    REQUIRE(mysql_query(handle_, "CREATE DATABASE IF NOT EXISTS crm") == 0);
    REQUIRE(mysql_select_db(handle_, "crm") == 0);
  }
  mariadb_database(const mariadb_database&) = delete;
  mariadb_database& operator=(const mariadb_database&) = delete;
  ~mariadb_database() { mysql_close(handle_); }

  [[nodiscard]] MYSQL* handle() const noexcept { return handle_; }
  void run(const sql::statement& each) const {
    const auto failed = sql::execute(handle_, each);
    INFO(each.text);
    INFO((failed ? failed->message : ""));
    REQUIRE_FALSE(failed);
  }
  /// Creates the table of an endpoint or a table type, and its indexes, in place of an older one.
  template <class Described> void create() const {
    run({"DROP TABLE IF EXISTS " + sql::mariadb::quote(sql::detail::table_of<Described>::name),
         {}});
    run(sql::create_table<sql::mariadb, Described>());
    for (const sql::statement& each : sql::create_indexes<sql::mariadb, Described>()) {
      run(each);
    }
  }

  /// The query plan: of each table its name, how it is read, by which index, and the rest.
  [[nodiscard]] std::string plan(sql::statement of) const {
    std::string lines;
    of.text = "EXPLAIN " + of.text;
    const auto failed = sql::execute(handle_, of, [&](const sql::mariadb_row& line) {
      for (const std::size_t column : {2U, 3U, 5U, 9U}) {
        lines += std::string(line.is_null(column) ? "-" : line.text(column).value_or("?")) + " ";
      }
      lines += "\n";
      return std::optional<sql::row_error>();
    });
    INFO((failed ? failed->message : ""));
    REQUIRE_FALSE(failed);
    return lines;
  }

 private:
  MYSQL* handle_;
};

} // namespace leadcore::testing

#endif
