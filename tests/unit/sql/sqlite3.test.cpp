// SPDX-License-Identifier: BSL-1.0
#include <leadcore/sql/sqlite3.hpp>

#include "support/memory_database.hpp"
#include "support/sql.hpp"

#include <leadcore/query/list.hpp>
#include <leadcore/query/query_string.hpp>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include <unistd.h>

using namespace leadcore;
using leadcore::testing::acme;
using leadcore::testing::any_collation_table;
using leadcore::testing::memory_database;
using sql::database_errc;

namespace {

lead row(std::string id, std::optional<std::int64_t> call = std::nullopt) {
  lead out{.id = std::move(id), .name = "Jane"};
  if (call) {
    out.next_call_at = timestamp::from_milliseconds(*call);
  }
  return out;
}

struct leads_database : memory_database {
  leads_database() {
    run(sql::create_table<sql::sqlite>());
    for (const auto& each : sql::create_indexes<sql::sqlite>()) {
      run(each);
    }
  }
  void upsert(const lead& each) const { run(sql::upsert<sql::sqlite>(acme, each).value()); }
};

} // namespace

TEST_CASE("SQLite returns the lead that was upserted", "[sql_sqlite]") {
  const leads_database database;
  lead jane = row("1", -5);
  jane.name = "Zoë \"Z\" \\ \n 👩‍💻 %_";
  jane.phones = {"+14155550101"};
  jane.emails = {"a@b.co", "\"quoted\""};
  jane.company = "";
  jane.status = lead_status::lost;
  jane.updated_at = timestamp::max();
  database.upsert(row("1"));
  database.upsert(jane); // replaces it
  const auto page = sql::list<sql::sqlite>(database.handle(), acme, {});
  REQUIRE(page.has_value());
  CHECK((*page).data == std::vector<lead>{jane});
  CHECK((*page).pagination.total == 1);
  database.run(sql::erase<sql::sqlite>(acme, "1"));
  CHECK(sql::read_leads(database.handle(), sql::select_page<sql::sqlite>(acme, {})) ==
        std::vector<lead>{});
}

// Cases that a careless statement gets wrong; the property tests generate more.
TEST_CASE("SQLite answers as list() does over the same leads", "[sql_sqlite]") {
  const leads_database database;
  const auto named = [](std::string id, std::string name, std::optional<std::int64_t> call,
                        std::int64_t created) {
    lead out = row(std::move(id), call);
    out.name = std::move(name);
    out.created_at = timestamp::from_milliseconds(created).value();
    return out;
  };
  std::vector<lead> rows{named("b", "100% Straße", 5, 1),
                         named("a", "100 Strasse", 5, 1),
                         named("B", "ΣΊΣΥΦΟΣ", 5, 1),
                         named("é", "Ann\nSmith", 5, 2),
                         named("z", "under_score", std::nullopt, 7),
                         named("y", "under score", std::nullopt, 7),
                         named("x", "back\\slash", std::nullopt, 8),
                         named("w", "İstanbul", -1, 0)};
  rows[0].company = "Zoë";
  rows[0].phones = {"+442079460958"};
  rows[1].phones = {"+14155550101"};
  rows[1].assigned_to_id = "u1";
  rows[2].company = "Söhne GmbH";
  rows[2].status = lead_status::lost;
  rows[3].emails = {"under@score.co"};
  rows[4].assigned_to_id = "U1";
  const organisation_id other = parse_organisation_id("Acme").value();
  for (const lead& each : rows) {
    database.upsert(each);
    lead foreign = each;
    foreign.name += " of another";
    database.run(sql::upsert<sql::sqlite>(other, foreign).value());
  }
  for (const char* const raw : {"",
                                "pageSize=3",
                                "pageSize=3&page=2",
                                "pageSize=3&page=3",
                                "pageSize=3&page=4",
                                "page=9007199254740991&pageSize=100",
                                "status=LOST",
                                "assignedToId=u1",
                                "assignedToId=unassigned",
                                "assignedToId=unassigned&status=NOT_CONTACTED",
                                "search=STRASSE",
                                "search=100%25",
                                "search=under_s",
                                "search=k%5Cs",
                                "search=%CF%83%CE%AF%CF%83%CF%85%CF%86%CE%BF%CF%83",
                                "search=s%C3%B6hne",
                                "search=S%C3%96HNE",
                                "search=zo%C3%AB+%2B44",
                                "search=stra%C3%9Fe+zo%C3%AB",
                                "search=zo%C3%AB+under",
                                "search=%2B44+20",
                                "search=0044",
                                "search=44",
                                "search=%2B207",
                                "search=07946+0958",
                                "search=ann+smith",
                                "search=smith",
                                "search=istanbul",
                                "search=i%CC%87stanbul",
                                "search=another",
                                "search=p",
                                "search=e",
                                "search=1"}) {
    const lead_query query = parse_query(raw).value();
    for (const null_placement nulls : {nulls_last, nulls_first}) {
      INFO(raw << (nulls == nulls_first ? ", nulls first" : ""));
      CHECK(sql::list<sql::sqlite>(database.handle(), acme, query, nulls) ==
            list(rows, query, nulls));
      // and the rows after each of them
      lead_query all = query;
      all.page = {1, 100};
      const auto matching = list(rows, all, nulls).data;
      for (std::size_t at = 0; at < matching.size(); ++at) {
        const auto cursor = sql::make_cursor(matching[at]);
        const std::vector<lead> rest(matching.begin() + static_cast<std::ptrdiff_t>(at) + 1,
                                     matching.end());
        CHECK(sql::read_leads(
                  database.handle(),
                  sql::select_page<sql::sqlite>(acme, all, sql::after(*cursor), nulls)) == rest);
      }
    }
  }
}

TEST_CASE("each statement is one range of an index", "[sql_sqlite]") {
  const leads_database database;
  for (int i = 0; i < 200; ++i) {
    lead each = row(std::to_string(i), i % 3 == 0 ? std::nullopt : std::optional(i));
    each.status = lead_statuses[static_cast<std::size_t>(i) % 5];
    database.upsert(each);
  }
  const bool analysed = GENERATE(false, true);
  if (analysed) {
    database.run({"ANALYZE", {}});
  }
  const auto cursor = sql::make_cursor(row("7", 7));
  REQUIRE(cursor.has_value());
  for (const char* const raw : {"", "status=LOST", "assignedToId=u1", "assignedToId=unassigned",
                                "status=LOST&assignedToId=u1", "search=jane&page=9"}) {
    const lead_query query = parse_query(raw).value();
    // With both filters, the planner may choose either index.
    const std::string_view filtered =
        query.status && query.assigned_to.is_any()     ? "leads_by_status "
        : !query.status && !query.assigned_to.is_any() ? "leads_by_assigned_to_id "
        : query.status                                 ? "leads_by_"
                                                       : "leads_by_order ";
    INFO(raw << (analysed ? ", analysed" : ""));
    for (const null_placement nulls : {nulls_last, nulls_first}) {
      const auto page = database.plan(sql::select_page<sql::sqlite>(acme, query, nulls));
      REQUIRE(page.size() == 1); // no sort
      CHECK(page.front().starts_with("SEARCH leads USING INDEX " + std::string(filtered)));
      CHECK(page.front().find("(organisation_id=?") != std::string::npos);
      CHECK((filtered == "leads_by_order ") ==
            (page.front().find("(organisation_id=?)") != std::string::npos));
    }
    std::size_t ranges = 0;
    bool of_page = false; // only rows of one page may be sorted
    for (const std::string& line :
         database.plan(sql::select_page<sql::sqlite>(acme, query, sql::after(*cursor)))) {
      INFO(line);
      if (line.starts_with("SEARCH leads")) {
        ++ranges;
        CHECK(line.find("USING INDEX leads_by_") != std::string::npos);
        CHECK(line.find("next_call_at") != std::string::npos);
        of_page = false;
      } else if (line.starts_with("SCAN part_")) {
        of_page = true;
      } else if (line.find("TEMP B-TREE") != std::string::npos) {
        CHECK(of_page);
      }
    }
    CHECK(ranges == 4);
  }
}

TEST_CASE("errors of SQLite are classified", "[sql_sqlite]") {
  const memory_database empty;
  const auto none = sql::list<sql::sqlite>(empty.handle(), acme, {});
  REQUIRE_FALSE(none.has_value());
  CHECK(none.error().code == database_errc::failed);
  CHECK(none.error().message == "no such table: leads");
  CHECK_FALSE(none.error().row);
  CHECK(sql::execute(empty.handle(), {"SELECT 1", {std::int64_t{1}}})->code ==
        database_errc::failed); // an extra parameter
  CHECK(sql::execute(empty.handle(), {"SELECT ?1, ?2", {std::int64_t{1}}}) ==
        sql::database_error{database_errc::failed, "the statement has 2 parameters, and 1 values",
                            std::nullopt});
  for (const char* const text : {"", " -- nothing", "CREATE TABLE x (y); CREATE TABLE z (y)"}) {
    INFO(text);
    CHECK(
        sql::execute(empty.handle(), {text, {}}) ==
        sql::database_error{database_errc::failed, "the text is not one statement", std::nullopt});
  }
  CHECK_FALSE(sql::execute(empty.handle(), {"SELECT 1;\n", {}}));
  CHECK(sql::execute(empty.handle(), {"SELECT 1", {}}, [&](const sql::sqlite_row& each) {
          CHECK_FALSE(each.text(0)); // an integer is not text
          return std::optional(sql::row_error{sql::row_errc::wrong_type, "name"});
        })->code == database_errc::unreadable_row);
  sqlite3_progress_handler(
      empty.handle(), 1, [](void*) { return 1; }, nullptr); // as a timeout does
  CHECK(sql::execute(empty.handle(), {"SELECT 1", {}})->code == database_errc::unavailable);

  const leads_database database;
  database.upsert(row("1"));
  database.run(
      {"INSERT INTO leads SELECT organisation_id, '2', name, '{}', emails, primary_phone, "
       "primary_email, contact_id, "
       "company, source, status, notes, next_call_at, created_at, updated_at, assigned_to_id, "
       "client_id, search_text "
       "FROM leads",
       {}});
  const auto broken = sql::list<sql::sqlite>(database.handle(), acme, {});
  REQUIRE_FALSE(broken.has_value());
  CHECK(broken.error() ==
        sql::database_error{database_errc::unreadable_row, "malformed_list in phones",
                            sql::row_error{sql::row_errc::malformed_list, "phones"}});
}

TEST_CASE("a value of another type in a table of SQLite is an error, and is not converted",
          "[sql_sqlite]") {
  const memory_database database; // not STRICT, which would refuse such a value
  sql::statement table = sql::create_table<sql::sqlite>();
  table.text.erase(table.text.rfind("STRICT"));
  database.run(table);
  const auto first_error = [&](const std::string& change) {
    database.run({"DELETE FROM leads", {}});
    database.run(sql::upsert<sql::sqlite>(acme, row("1", 5)).value());
    database.run({"UPDATE leads SET " + change, {}});
    const auto page = sql::list<sql::sqlite>(database.handle(), acme, {});
    return page.has_value() ? std::nullopt : page.error().row;
  };
  using sql::row_errc;
  using sql::row_error;
  CHECK_FALSE(first_error("name = 5")); // the column's affinity makes it text
  CHECK(first_error("name = x'4A616E65'") == row_error{row_errc::wrong_type, "name"});
  CHECK(first_error("phones = x'5B5D'") == row_error{row_errc::wrong_type, "phones"});
  CHECK(first_error("next_call_at = 'soon'") == row_error{row_errc::wrong_type, "next_call_at"});
  CHECK(first_error("next_call_at = 1.5") == row_error{row_errc::wrong_type, "next_call_at"});
  CHECK(first_error("created_at = 9223372036854775807") ==
        row_error{row_errc::time_out_of_range, "created_at"});
  CHECK(first_error("updated_at = -9223372036854775807 - 1") ==
        row_error{row_errc::time_out_of_range, "updated_at"});
}

TEST_CASE("a concurrent change makes SQLite busy", "[sql_sqlite]") {
  const std::string folder = [] {
    std::string name = "/tmp/leadcore-sqlite-XXXXXX";
    REQUIRE(mkdtemp(name.data()) != nullptr);
    return name;
  }();
  const std::string file = folder + "/leads.db";
  sqlite3* first = nullptr;
  sqlite3* second = nullptr;
  REQUIRE(sqlite3_open(file.c_str(), &first) == SQLITE_OK);
  REQUIRE(sqlite3_open(file.c_str(), &second) == SQLITE_OK);
  CHECK_FALSE(sql::execute(first, sql::create_table<sql::sqlite>()));
  CHECK_FALSE(sql::execute(first, {"BEGIN EXCLUSIVE", {}}));
  const auto busy = sql::list<sql::sqlite>(second, acme, {});
  REQUIRE_FALSE(busy.has_value());
  CHECK(busy.error().code == database_errc::busy);
  CHECK_FALSE(sql::execute(first, {"COMMIT", {}}));
  CHECK(sql::list<sql::sqlite>(second, acme, {}).has_value());
  sqlite3_close(first);
  sqlite3_close(second);
  REQUIRE(sqlite3_open_v2((folder + "/none.db").c_str(), &first, SQLITE_OPEN_READONLY, nullptr) ==
          SQLITE_CANTOPEN);
  CHECK(sql::check_database(first)->code == database_errc::unavailable);
  sqlite3_close(first);
  std::remove(file.c_str());
  rmdir(folder.c_str());
}

TEST_CASE("check_table refuses a table of SQLite that ignores case: it would mix organisations",
          "[sql_sqlite]") {
  const memory_database database;
  CHECK(sql::check_table<sql::leads_table>(database.handle())->message ==
        "no such table column: leads.organisation_id");
  sql::statement table = sql::create_table<sql::sqlite>();
  database.run(table);
  CHECK_FALSE(sql::check_table<sql::leads_table>(database.handle()));
  database.run({"DROP TABLE leads", {}});
  table.text.replace(table.text.find("BINARY"), 6, "NOCASE");
  database.run(table);
  const auto refused = sql::check_table<sql::leads_table>(database.handle());
  REQUIRE(refused);
  CHECK(refused->code == database_errc::failed);
  CHECK(refused->message.starts_with(
      "the column organisation_id compares by NOCASE and not by bytes"));
  CHECK_FALSE(sql::check_table<any_collation_table>(database.handle()));
}

TEST_CASE("check_database refuses another encoding: it would change the order", "[sql_sqlite]") {
  const memory_database fine;
  CHECK_FALSE(sql::check_database(fine.handle()));
  const memory_database other;
  other.run({"PRAGMA encoding = 'UTF-16le'", {}});
  other.run({"CREATE TABLE x (y)", {}});
  const auto refused = sql::check_database(other.handle());
  REQUIRE(refused);
  CHECK(refused->code == database_errc::failed);
  CHECK(refused->message == "the database's encoding is UTF-16le and not UTF-8");
}
