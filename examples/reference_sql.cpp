// SPDX-License-Identifier: BSL-1.0
// Names of leadcore/sql/ and store/durable.hpp in a few lines each, which the reference shows
// beside them.

#include <leadcore/query/query_string.hpp>
#include <leadcore/sql.hpp>
#include <leadcore/sql/sqlite3.hpp>
#include <leadcore/store/durable.hpp>

#include <sqlite3.h>

#include <cstdio>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "expect.hpp"

namespace sql = leadcore::sql;

namespace {

const leadcore::organisation_id acme = leadcore::parse_organisation_id("acme").value();
sqlite3* database = nullptr;

void run(const sql::statement& statement) {
  const std::optional<sql::database_error> failed = sql::execute(database, statement);
  expect(!failed.has_value()); // failed->message is for your log
}

void tables() {
  expect(!sql::check_database(database).has_value()); // version and settings
  run(sql::create_table<sql::sqlite>());
  for (const sql::statement& index : sql::create_indexes<sql::sqlite>()) {
    run(index);
  }
  static_assert(sql::check_table<leadcore::leads_endpoint>());
}

void changes() {
  const leadcore::lead jane{.id = "1", .name = "Jane Doe"};
  const auto statement = sql::upsert<sql::sqlite>(acme, jane);
  if (statement.has_value()) { // a text with U+0000 cannot be stored
    run(*statement);
  }
  run(sql::upsert<sql::sqlite>(acme, leadcore::lead{.id = "2", .name = "John Roe"}).value());
  run(sql::erase<sql::sqlite>(acme, "3"));
}

void pages() {
  const auto query = leadcore::parse_query("search=DOE");
  if (query.has_value()) {
    const auto page = sql::list<sql::sqlite>(database, acme, *query);
    expect(page.has_value() && (*page).pagination.total == 1 && (*page).data[0].id == "1");
  }
}

void walks() {
  leadcore::lead_query query;
  query.page.page_size = 1;
  auto rows = sql::read_leads(database, sql::select_page<sql::sqlite>(acme, query));
  if (rows.has_value() && !(*rows).empty()) {
    const sql::cursor position = sql::make_cursor((*rows).back()).value();
    rows =
        sql::read_rows(database, sql::select_page<sql::sqlite>(acme, query, sql::after(position)));
    expect(rows.has_value() && (*rows)[0].id == "2"); // none is skipped, whatever else changes
  }
}

void cursors() {
  const auto position = sql::make_cursor(leadcore::lead{.id = "1"});
  const auto read = sql::parse_cursor(sql::to_string(position.value())); // the text is for clients
  expect(read.has_value());
  const auto wrong = sql::parse_cursor("!");
  if (!wrong.has_value()) {
    const sql::cursor_error error = wrong.error();
    expect(error.code == sql::cursor_errc::malformed && !sql::message(error.code).empty());
  }
}

void rows() {
  sql::page_reader reader; // of page_with_total, for a client library of your own
  const auto failed = sql::execute(
      database, sql::page_with_total<sql::sqlite>(acme, leadcore::lead_query{}),
      [&](const sql::sqlite_row& row) -> std::optional<sql::row_error> { return reader.add(row); });
  const auto page = std::move(reader).take({});
  expect(!failed.has_value() && page.pagination.total == 2 && page.data.size() == 2);
}

void totals() {
  const sql::statement total = sql::count<sql::sqlite>(acme, leadcore::lead_query{});
  const sql::parameter& first = total.parameters.front(); // a value, never a part of the text
  expect(std::get<std::string>(first) == "acme" && total.text.find("acme") == total.text.npos);
}

void own_dialects() {
  const sql::kept_parts parts{"", "leads", "\"organisation_id\"", "\"row_id\"", "\"search_text\"",
                              {}, {}};
  expect(
      !sql::sqlite::row_search_index(parts).empty()); // a dialect of yours writes such statements
}

void durable_stores() {
  const std::string file = std::filesystem::temp_directory_path() / "leadcore_reference.db";
  std::filesystem::remove(file);
  leadcore::durable_options options;
  options.nulls = leadcore::null_placement::first;
  const auto opened = leadcore::durable_store::open(file, options);
  if (opened.has_value()) {
    leadcore::durable_store& store = **opened;
    expect(!store.upsert(acme, leadcore::lead{.id = "1", .name = "Jane Doe"}).has_value());
    const leadcore::durable_page page = store.list(acme, leadcore::lead_query{});
    expect(page.pagination.total == 1);
  } else {
    const leadcore::durable_error& error = opened.error();
    std::printf("%s: %s\n", leadcore::to_string(error.code).data(), error.message.c_str());
    expect(error.code == leadcore::durable_errc::in_use);
  }
}

} // namespace

int main() {
  expect(sqlite3_open(":memory:", &database) == SQLITE_OK);
  tables();
  changes();
  pages();
  walks();
  cursors();
  rows();
  totals();
  own_dialects();
  durable_stores();
  sqlite3_close(database);
  return failures == 0 ? 0 : 1;
}
