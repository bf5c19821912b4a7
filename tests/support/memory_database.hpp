// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TESTS_SUPPORT_MEMORY_DATABASE_HPP
#define LEADCORE_TESTS_SUPPORT_MEMORY_DATABASE_HPP

// An in-memory SQLite database.

#include <leadcore/sql/sqlite3.hpp>

#include "support/catch.hpp"

#include <sqlite3.h>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace leadcore::testing {

/// A statement that creates a table, with columns that ignore case.
[[nodiscard]] inline sql::statement ignoring_case(sql::statement table) {
  constexpr std::string_view binary = sql::sqlite::binary_collation;
  for (std::size_t at = 0; (at = table.text.find(binary, at)) != std::string::npos;) {
    table.text.replace(at, binary.size(), "NOCASE");
  }
  return table;
}

class memory_database {
 public:
  memory_database() { REQUIRE(sqlite3_open(":memory:", &handle_) == SQLITE_OK); }
  memory_database(const memory_database&) = delete;
  memory_database& operator=(const memory_database&) = delete;
  ~memory_database() { sqlite3_close(handle_); }

  [[nodiscard]] sqlite3* handle() const noexcept { return handle_; }
  void run(const sql::statement& each) const {
    const auto failed = sql::execute(handle_, each);
    INFO(each.text);
    INFO((failed ? failed->message : ""));
    REQUIRE_FALSE(failed);
  }

  /// The lines of the query plan.
  [[nodiscard]] std::vector<std::string> plan(sql::statement of) const {
    std::vector<std::string> lines;
    of.text = "EXPLAIN QUERY PLAN " + of.text;
    const auto failed = sql::execute(handle_, of, [&](const sql::sqlite_row& line) {
      lines.emplace_back(line.text(3).value());
      return std::optional<sql::row_error>();
    });
    REQUIRE_FALSE(failed);
    return lines;
  }

 private:
  sqlite3* handle_ = nullptr;
};

} // namespace leadcore::testing

#endif
