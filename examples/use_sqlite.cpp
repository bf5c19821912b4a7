// SPDX-License-Identifier: BSL-1.0
// Leads in SQLite: inserted, changed, read by page, and walked by keyset. In memory here; pass a
// file name instead.

#include <leadcore/query/query_string.hpp>
#include <leadcore/sql.hpp>
#include <leadcore/sql/sqlite3.hpp>

#include <sqlite3.h>

#include <cstdio>
#include <string>
#include <vector>

namespace sql = leadcore::sql;

namespace {

/// Runs a statement without result rows.
bool run(sqlite3* database, const sql::statement& each) {
  const auto failed = sql::execute(database, each);
  if (failed) {
    std::printf("%s: %s\n", std::string(to_string(failed->code)).c_str(), failed->message.c_str());
  }
  return !failed;
}

} // namespace

int main() {
  sqlite3* database = nullptr;
  bool right = sqlite3_open(":memory:", &database) == SQLITE_OK && !sql::check_database(database);

  right = right && run(database, sql::create_table<sql::sqlite>());
  for (const sql::statement& each : sql::create_indexes<sql::sqlite>()) {
    right = right && run(database, each);
  }

  const auto acme = leadcore::parse_organisation_id("acme").value();
  for (int i = 1; i <= 5; ++i) {
    const leadcore::lead lead{.id = std::to_string(i), .name = "Groß & Söhne " + std::to_string(i)};
    right = right && run(database, sql::upsert<sql::sqlite>(acme, lead).value());
  }
  right = right && run(database, sql::erase<sql::sqlite>(acme, "4"));

  // The query of http::list_leads to a store.
  const auto query = leadcore::parse_query("search=GROSS+%26+s%C3%96hne&pageSize=2").value();
  const auto page = sql::list<sql::sqlite>(database, acme, query);
  if (right && page.has_value()) {
    std::printf("%llu leads match\n", static_cast<unsigned long long>((*page).pagination.total));
  }

  // A walk that never skips a row: each page begins after the last row of the previous one.
  auto rows = sql::read_leads(database, sql::select_page<sql::sqlite>(acme, query));
  while (right && rows.has_value() && !(*rows).empty()) {
    for (const leadcore::lead& row : *rows) {
      std::printf("%s %s\n", row.id.c_str(), row.name.c_str());
    }
    const auto place = sql::make_cursor((*rows).back()).value(); // to_string(place) is for a client
    rows = sql::read_leads(database, sql::select_page<sql::sqlite>(acme, query, sql::after(place)));
  }
  sqlite3_close(database);
  return right && page.has_value() && rows.has_value() ? 0 : 1;
}
