// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TESTS_SUPPORT_POSTGRES_DATABASE_HPP
#define LEADCORE_TESTS_SUPPORT_POSTGRES_DATABASE_HPP

// A connection to the PostgreSQL that tests/support/with_postgres.sh started.

#include <leadcore/sql/libpq.hpp>
#include <leadcore/sql/statements.hpp>

#include "support/catch.hpp"

#include <libpq-fe.h>

#include <cstddef>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>

namespace leadcore::testing {

/// The connection string of a cluster, by its number.
[[nodiscard]] inline std::string postgres_dsn(int cluster = 0) {
  const char* const folder = std::getenv("LEADCORE_POSTGRES");
  if (folder == nullptr) {
    FAIL("LEADCORE_POSTGRES is not set: run this under tests/support/with_postgres.sh");
    return {};
  }
  return "host=" + std::string(folder) + "/socket" + std::to_string(cluster) +
         " user=postgres dbname=postgres";
}

class postgres_database {
 public:
  explicit postgres_database(int cluster = 0)
      : handle_(PQconnectdb(postgres_dsn(cluster).c_str())) {
    INFO(PQerrorMessage(handle_));
    REQUIRE(PQstatus(handle_) == CONNECTION_OK);
    PQsetNoticeProcessor(handle_, [](void*, const char*) {}, nullptr);
  }
  postgres_database(const postgres_database&) = delete;
  postgres_database& operator=(const postgres_database&) = delete;
  ~postgres_database() { PQfinish(handle_); }

  [[nodiscard]] PGconn* handle() const noexcept { return handle_; }
  void run(const sql::statement& each) const {
    const auto failed = sql::execute(handle_, each);
    INFO(each.text);
    INFO((failed ? failed->message : ""));
    REQUIRE_FALSE(failed);
  }

  /// Creates a table, in place of another, whose columns ignore case and accents. Its key does not.
  template <class Table> void create_caseless() const {
    using names = sql::detail::quoted_names<sql::postgres, typename Table::endpoint, Table>;
    run({"CREATE COLLATION IF NOT EXISTS caseless (provider = icu, locale = 'und-u-ks-level1', "
         "deterministic = false)",
         {}});
    run({"DROP TABLE IF EXISTS " + names::table(), {}});
    sql::statement table = sql::create_table<sql::postgres, Table>();
    table.text.erase(table.text.rfind(",\n")); // the key
    for (std::size_t at = 0; (at = table.text.find("\"C\"", at)) != std::string::npos;) {
      table.text.replace(at, 3, "caseless");
    }
    table.text += ")";
    run(table);
    run({"CREATE UNIQUE INDEX ON " + names::table() +
             " (organisation_id COLLATE \"C\", id COLLATE \"C\")",
         {}});
  }

  /// The query plan, a line for each step.
  [[nodiscard]] std::string plan(sql::statement of, std::string_view options = "COSTS OFF") const {
    std::string lines;
    of.text = "EXPLAIN (" + std::string(options) + ") " + of.text;
    const auto failed = sql::execute(handle_, of, [&](const sql::postgres_row& line) {
      lines += std::string(line.text(0).value()) + "\n";
      return std::optional<sql::row_error>();
    });
    INFO((failed ? failed->message : ""));
    REQUIRE_FALSE(failed);
    return lines;
  }

 private:
  PGconn* handle_;
};

} // namespace leadcore::testing

#endif
