// SPDX-License-Identifier: BSL-1.0
#include <leadcore/sql/sqlite3.hpp>

#include "support/memory_database.hpp"
#include "support/sql.hpp"

#include <leadcore/query/list.hpp>
#include <leadcore/query/query_string.hpp>

#include <csignal>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <sys/wait.h>
#include <unistd.h>

using namespace leadcore;
using leadcore::testing::acme;
using leadcore::testing::any_collation_table;
using leadcore::testing::ignoring_case;
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

/// A table with all that is kept beside it.
struct kept_leads : sql::leads_table {
  static constexpr bool has_search_index = true;
  static constexpr auto counted = sql::counted_by<"status", "assigned_to_id">;
};
/// The same, where the third changed row is indexed with those before.
struct merged_leads : kept_leads {
  static constexpr std::uint32_t most_pending = 3;
};
struct counted_any_collation : any_collation_table {
  static constexpr auto counted = sql::counted_by<"status">;
};
struct merged_any_collation : any_collation_table {
  static constexpr bool has_search_index = true;
  static constexpr std::uint32_t most_pending = 2;
};
struct attached_leads : kept_leads {
  static constexpr std::string_view schema = "crm";
};
void run_all(sqlite3* database, const std::vector<sql::statement>& all) {
  for (const auto& each : all) {
    const auto failed = sql::execute(database, each);
    INFO(each.text << (failed ? failed->message : ""));
    REQUIRE_FALSE(failed);
  }
}
/// The integers of one row.
std::vector<std::int64_t> integers(sqlite3* database, const std::string& text) {
  std::vector<std::int64_t> out;
  const auto failed = sql::execute(database, {text, {}}, [&](const sql::sqlite_row& each) {
    for (std::size_t i = 0; i < 3; ++i) {
      out.push_back(each.integer(i).value_or(-1));
    }
    return std::optional<sql::row_error>();
  });
  REQUIRE_FALSE(failed);
  return out;
}
/// The rows, the rows counted, and the combinations whose count is wrong.
constexpr std::string_view counts_and_rows =
    "SELECT (SELECT count(*) FROM leads), (SELECT coalesce(sum(row_count), 0) FROM leads_counts), "
    "(SELECT count(*) FROM leads_counts AS kept WHERE row_count <> (SELECT count(*) FROM leads "
    "WHERE leads.organisation_id = kept.organisation_id AND leads.status = kept.status AND "
    "leads.assigned_to_id IS kept.assigned_to_id))";

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

TEST_CASE("SQLite migrates a table of the first layout, and any other to the same",
          "[sql_sqlite]") {
  const leads_database database;
  std::vector<lead> rows;
  for (int i = 0; i < 30; ++i) {
    lead each = row("id " + std::to_string(i), i % 4 == 0 ? std::nullopt : std::optional(i));
    each.name = i % 3 == 0 ? "Groß \"quoted\"" : "Smith";
    each.status = lead_statuses[static_cast<std::size_t>(i) % 5];
    if (i % 2 == 0) {
      each.assigned_to_id = "u" + std::to_string(i % 3);
    }
    database.upsert(each);
    rows.push_back(std::move(each));
  }
  database.run(sql::upsert<sql::sqlite>(parse_organisation_id("other").value(), row("1")).value());
  database.run({"CREATE VIEW of_a_user AS SELECT count(*) AS a, 0 AS b, 0 AS c FROM leads", {}});
  CHECK(sql::check_table<kept_leads>(database.handle())->message ==
        "no such table column: leads.row_id");
  const auto answers = [&](std::string_view raw) {
    const lead_query query = parse_query(raw).value();
    INFO(raw);
    CHECK(sql::list<sql::sqlite, leads_endpoint, kept_leads>(database.handle(), acme, query) ==
          list(rows, query));
  };
  for (int again = 0; again < 2; ++again) {
    run_all(database.handle(), sql::migrate<sql::sqlite, kept_leads>());
    CHECK_FALSE(sql::check_table<kept_leads>(database.handle()));
    for (const std::string_view raw :
         {"", "status=LOST", "assignedToId=unassigned", "search=GROSS", "search=%22quoted",
          "search=smith&status=LOST", "search=ab", "pageSize=7&page=3"}) {
      answers(raw);
    }
    CHECK(integers(database.handle(), std::string(counts_and_rows)) ==
          std::vector<std::int64_t>{31, 31, 0});
    database.run({"INSERT INTO leads_search (leads_search) VALUES ('integrity-check')", {}});
    rows[3].name = "Renamed " + std::to_string(again);
    database.run(sql::upsert<sql::sqlite, kept_leads>(acme, rows[3]).value());
    answers("search=renamed");
    CHECK(integers(database.handle(), "SELECT * FROM of_a_user").front() == 31);
    database.run({"VACUUM", {}}); // may not change row ids
    answers("search=renamed");
  }
  database.run({"UPDATE leads SET organisation_id = 'moved', row_id = row_id + 1000, search_text = "
                "search_text || 'x' WHERE organisation_id = 'other'",
                {}});
  CHECK(integers(database.handle(), std::string(counts_and_rows)) ==
        std::vector<std::int64_t>{31, 31, 0});
  database.run({"INSERT INTO leads_search (leads_search) VALUES ('integrity-check')", {}});
  const memory_database empty;
  run_all(empty.handle(), sql::migrate<sql::sqlite, kept_leads>());
  CHECK(sql::list<sql::sqlite, leads_endpoint, kept_leads>(empty.handle(), acme, {}).has_value());
}

TEST_CASE("SQLite migrates a table that was renamed or copied, and triggers of another version",
          "[sql_sqlite]") {
  const memory_database database;
  run_all(database.handle(), sql::migrate<sql::sqlite, kept_leads>());
  std::vector<lead> rows{row("1"), row("2")};
  for (const lead& each : rows) {
    database.run(sql::upsert<sql::sqlite, kept_leads>(acme, each).value());
  }
  const auto problem = [&] {
    const auto found = sql::check_table<kept_leads>(database.handle());
    return found ? found->message : "";
  };
  CHECK(problem().empty());
  const std::string change = GENERATE("renamed", "copied", "merged by another version",
                                      "counted by another version", "not counted");
  const bool migrates = GENERATE(true, false);
  INFO(change << (migrates ? ", migrated" : ", created"));
  const std::string missing =
      "a trigger of the search index or of the counts is missing, or is one "
      "of another version: run migrate";
  if (change == "renamed") {
    database.run({"ALTER TABLE leads RENAME TO leads_2025", {}});
    CHECK(problem() == "no such table column: leads.organisation_id");
    rows.clear();
  } else if (change == "copied") { // as tools do that cannot alter a table
    sql::statement copy = sql::create_table<sql::sqlite, kept_leads>();
    copy.text.replace(copy.text.find("\"leads\""), 7, "other");
    database.run(copy);
    database.run({"INSERT INTO other SELECT * FROM leads", {}});
    database.run({"DROP TABLE leads", {}});
    run_all(database.handle(), {{"PRAGMA legacy_alter_table = ON", {}},
                                {"ALTER TABLE other RENAME TO leads", {}},
                                {"PRAGMA legacy_alter_table = OFF", {}}});
    CHECK(problem() == missing);
  } else {
    const std::string trigger =
        change == "merged by another version" ? "leads_search_merge" : "leads_counts_insert";
    database.run({"DROP TRIGGER " + trigger, {}});
    if (change == "merged by another version") { // one that loses rows
      database.run({"CREATE TRIGGER leads_search_merge AFTER INSERT ON leads_search_pending BEGIN "
                    "DELETE FROM leads_search_pending; END",
                    {}});
      database.run({"DROP TABLE leads_search_blocks", {}}); // which the first version had not
    } else if (change == "counted by another version") {
      database.run(
          {"CREATE TRIGGER leads_counts_insert AFTER INSERT ON leads BEGIN SELECT 1; END", {}});
    }
    CHECK(problem() == missing);
  }
  if (change != "renamed") {
    rows.push_back(row("lost"));
    database.run(sql::upsert<sql::sqlite, kept_leads>(acme, rows.back()).value());
  }
  if (migrates) {
    run_all(database.handle(), sql::migrate<sql::sqlite, kept_leads>());
  } else {
    database.run(sql::create_table<sql::sqlite, kept_leads>());
    run_all(database.handle(), sql::create_search_index<sql::sqlite, kept_leads>());
    run_all(database.handle(), sql::create_counts<sql::sqlite, kept_leads>());
  }
  CHECK(problem().empty());
  for (int i = 3; i < 300; ++i) { // the index takes the first 256 of them
    rows.push_back(row(std::to_string(i)));
    database.run(sql::upsert<sql::sqlite, kept_leads>(acme, rows.back()).value());
  }
  if (change == "renamed") {
    database.run({"DELETE FROM leads_2025", {}});
  }
  database.run({"INSERT INTO leads_search (leads_search, rank) VALUES ('integrity-check', 1)", {}});
  CHECK(integers(database.handle(), "SELECT count(*) < 256, 0, 0 FROM leads_search_pending")
            .front() == 1);
  for (const char* const raw : {"", "search=jane", "status=NOT_CONTACTED"}) {
    const lead_query query = parse_query(raw).value();
    CHECK(sql::list<sql::sqlite, leads_endpoint, kept_leads>(database.handle(), acme, query) ==
          list(rows, query));
  }
}

TEST_CASE("SQLite: the rows that wait are as many as the table's type says, also when it changes",
          "[sql_sqlite]") {
  const memory_database database;
  run_all(database.handle(), sql::migrate<sql::sqlite, kept_leads>());
  run_all(database.handle(), sql::create_search_index<sql::sqlite, merged_leads>());
  for (const char* const id : {"1", "2", "3"}) {
    database.run(sql::upsert<sql::sqlite, merged_leads>(acme, row(id)).value());
  }
  CHECK(integers(database.handle(), "SELECT count(*), 0, 0 FROM leads_search_pending").front() ==
        0);
  run_all(database.handle(), sql::create_search_index<sql::sqlite, merged_leads>()); // complete
  CHECK(integers(database.handle(), "SELECT count(*), 0, 0 FROM leads_search('jan')").front() == 3);
}

TEST_CASE("SQLite: a migration leaves alone what an attached database keeps", "[sql_sqlite]") {
  const memory_database database;
  database.run({"ATTACH ':memory:' AS crm", {}});
  run_all(database.handle(), sql::migrate<sql::sqlite, attached_leads>());
  database.run(sql::upsert<sql::sqlite, attached_leads>(acme, row("1")).value());
  run_all(database.handle(), sql::migrate<sql::sqlite, kept_leads>());
  run_all(database.handle(), sql::migrate<sql::sqlite>()); // without counts
  CHECK_FALSE(sql::check_table<attached_leads>(database.handle()));
  const auto found = sql::list<sql::sqlite, leads_endpoint, attached_leads>(
      database.handle(), acme, parse_query("search=jane").value());
  REQUIRE(found.has_value());
  CHECK(found->data == std::vector<lead>{row("1")});
}

TEST_CASE("SQLite: an interrupted migration keeps the rows", "[sql_sqlite]") {
  const auto statements = sql::migrate<sql::sqlite, kept_leads>();
  for (std::size_t done = 1; done < statements.size(); ++done) {
    const leads_database database;
    database.upsert(row("1"));
    run_all(database.handle(), {statements.begin(), statements.begin() + static_cast<long>(done)});
    std::optional<sql::database_error> failed;
    for (auto each = statements.begin(); each != statements.end() && !failed; ++each) {
      failed = sql::execute(database.handle(), *each);
    }
    const std::string table = failed ? "leads_next" : "leads";
    INFO(done << " " << (failed ? failed->message : ""));
    if (failed) {
      CHECK(failed->message == "table \"leads_next\" already exists");
    }
    CHECK(
        integers(database.handle(),
                 "SELECT (SELECT count(*) FROM leads) + (SELECT count(*) FROM " + table + "), 0, 0")
            .front() >= 1);
  }
}

TEST_CASE("SQLite: no change is lost between the search index and the rows that wait",
          "[sql_sqlite]") {
  const memory_database database;
  run_all(database.handle(), sql::migrate<sql::sqlite, merged_leads>());
  std::vector<lead> rows;
  const auto check = [&](const std::string& change) {
    INFO(change);
    database.run({change, {}});
    database.run(
        {"INSERT INTO leads_search (leads_search, rank) VALUES ('integrity-check', 1)", {}});
    for (const char* const raw : {"search=smith", "search=jones", "search=jane"}) {
      const lead_query query = parse_query(raw).value();
      rows = sql::read_leads(database.handle(), sql::select_page<sql::sqlite>(acme, {})).value();
      CHECK(sql::list<sql::sqlite, leads_endpoint, merged_leads>(database.handle(), acme, query) ==
            list(rows, query));
    }
  };
  const auto rename = [](const std::string& text, const std::string& which) {
    return "UPDATE leads SET name = '" + text + "', search_text = '" + text +
           "' || char(10) WHERE " + which;
  };
  // As many rows wait before, so that the index takes them in the middle of each change.
  for (int waiting = 0; waiting < 3; ++waiting) {
    const auto wait = [&] {
      for (int i = 0; i < waiting; ++i) {
        database.run(
            sql::upsert<sql::sqlite, merged_leads>(acme, row("w" + std::to_string(i))).value());
        database.run(sql::erase<sql::sqlite, merged_leads>(acme, "w" + std::to_string(i)));
      }
    };
    for (int i = 0; i < 5; ++i) {
      database.run(sql::upsert<sql::sqlite, merged_leads>(acme, row(std::to_string(i))).value());
    }
    wait();
    check(rename("smith", "id = '1'"));
    check(rename("jones", "id = '1'"));
    wait();
    check("UPDATE leads SET row_id = row_id + 100 WHERE id IN ('1', '2')");
    wait();
    check("UPDATE leads SET row_id = row_id + 65536 WHERE id IN ('1', '2')"); // of the next block
    wait();
    check("UPDATE leads SET row_id = -row_id WHERE id IN ('0', '1', '2')"); // and of those before
    wait();
    check("UPDATE leads SET row_id = -row_id WHERE id IN ('0', '1', '2')");
    wait();
    check(
        "UPDATE leads SET rowid = rowid + 100 WHERE id = '1'"); // by the alias, which is no column
    check(rename("smith", "id = '1'"));
    wait();
    check("PRAGMA recursive_triggers = ON");
    check("REPLACE INTO leads SELECT * FROM leads WHERE id = '1'");
    check("PRAGMA recursive_triggers = OFF");
    // The row id of a row that is gone, and waits, is taken by another.
    check("UPDATE leads SET row_id = 5000 WHERE id = '3'");
    check("DELETE FROM leads WHERE id = '3'");
    check("UPDATE leads SET row_id = 5000 WHERE id = '4'");
    check("UPDATE leads SET organisation_id = 'other' WHERE id = '2'");
    check("DELETE FROM leads WHERE organisation_id = 'other'");
    wait();
    check("BEGIN");
    check(rename("jones", "1"));
    check("ROLLBACK");
    check(rename("smith", "1"));
    check("INSERT INTO leads_search (leads_search) VALUES ('rebuild')");
    check("DELETE FROM leads");
  }
  CHECK(
      integers(database.handle(), "SELECT count(*) < 3, 0, 0 FROM leads_search_pending").front() ==
      1);
}

TEST_CASE("SQLite: organisations that differ in case alone are indexed apart", "[sql_sqlite]") {
  const memory_database database;
  database.run(ignoring_case(sql::create_table<sql::sqlite, merged_any_collation>()));
  run_all(database.handle(), sql::create_search_index<sql::sqlite, merged_any_collation>());
  const std::vector<std::pair<organisation_id, lead>> rows{
      {acme, row("1")}, {parse_organisation_id("ACME").value(), row("2")}};
  for (const auto& [owner, each] : rows) { // the index takes both at once
    database.run(sql::upsert<sql::sqlite, merged_any_collation>(owner, each).value());
  }
  CHECK(integers(database.handle(), "SELECT count(*), 0, 0 FROM leads_search_pending").front() ==
        0);
  for (const auto& [owner, each] : rows) {
    const auto found = sql::list<sql::sqlite, leads_endpoint, merged_any_collation>(
        database.handle(), owner, parse_query("search=jane").value());
    REQUIRE(found.has_value());
    CHECK(found->data == std::vector<lead>{each});
  }
}

TEST_CASE("SQLite: counts that a table no longer declares are not kept", "[sql_sqlite]") {
  const leads_database database;
  run_all(database.handle(), sql::migrate<sql::sqlite, kept_leads>());
  run_all(database.handle(), sql::migrate<sql::sqlite>());
  database.upsert(row("1"));
  CHECK(integers(database.handle(), "SELECT count(*), 0, 0 FROM leads_counts").front() == 0);
  run_all(database.handle(), sql::migrate<sql::sqlite, kept_leads>());
  CHECK(integers(database.handle(), std::string(counts_and_rows)) ==
        std::vector<std::int64_t>{1, 1, 0});
}

TEST_CASE("SQLite: a statement is prepared once", "[sql_sqlite]") {
  const leads_database database;
  sql::sqlite_statements statements(database.handle(), 2);
  CHECK(statements.get() == database.handle());
  const auto prepared = [&] { // by the connection
    std::size_t count = 0;
    for (sqlite3_stmt* each = nullptr;
         (each = sqlite3_next_stmt(database.handle(), each)) != nullptr;) {
      ++count;
    }
    return count;
  };
  for (int i = 0; i < 3; ++i) {
    REQUIRE_FALSE(
        execute(statements, sql::upsert<sql::sqlite>(acme, row(std::to_string(i))).value()));
  }
  CHECK(statements.size() == 1);
  CHECK(sql::list<sql::sqlite>(statements, acme, {}).value().data.size() == 3);
  CHECK(sql::list<sql::sqlite>(statements, acme, {}) ==
        sql::list<sql::sqlite>(database.handle(), acme, {}));
  CHECK(statements.size() == 2);
  // Errors of the text, of the values, of a row, and of the database keep no statement.
  const auto code = [&](const sql::statement& each) { return execute(statements, each)->code; };
  CHECK(code({"SELECT 1; SELECT 2", {}}) == database_errc::failed);
  CHECK(code({"", {}}) == database_errc::failed);
  CHECK(code({"SELECT ?1", {}}) == database_errc::failed);
  CHECK(code({"INSERT INTO leads (id) VALUES ('1')", {}}) == database_errc::failed);
  CHECK(execute(statements, {"SELECT 1", {}}, [](const sql::sqlite_row&) {
          return std::optional(sql::row_error{sql::row_errc::wrong_type, "id"});
        })->code == database_errc::unreadable_row);
  CHECK(statements.size() == 2);
  CHECK(prepared() == 2);
  // The same text within itself, and after the schema has changed.
  const sql::statement ids{"SELECT id FROM leads WHERE id <> ?1 ORDER BY id", {std::string("0")}};
  std::string seen;
  REQUIRE_FALSE(execute(statements, ids, [&](const sql::sqlite_row& outer) {
    seen += std::string(outer.text(0).value()) + ":";
    REQUIRE_FALSE(execute(statements, ids, [&](const sql::sqlite_row& inner) {
      seen += inner.text(0).value();
      return std::optional<sql::row_error>();
    }));
    return std::optional<sql::row_error>();
  }));
  CHECK(seen == "1:122:12");
  CHECK(statements.size() == 2); // the older one went
  database.run({"ALTER TABLE leads ADD COLUMN more TEXT", {}});
  database.run({"DROP TABLE leads", {}});
  CHECK(code(ids) == database_errc::failed);
}

TEST_CASE("SQLite counts rows by bytes where columns ignore case", "[sql_sqlite]") {
  const memory_database database;
  database.run(ignoring_case(sql::create_table<sql::sqlite, counted_any_collation>()));
  const organisation_id other = parse_organisation_id("Acme").value();
  database.run(sql::upsert<sql::sqlite, counted_any_collation>(acme, row("1")).value());
  database.run(sql::upsert<sql::sqlite, counted_any_collation>(other, row("2")).value());
  run_all(database.handle(), sql::create_counts<sql::sqlite, counted_any_collation>());
  for (const organisation_id& each : {acme, other}) {
    const auto page = sql::list<sql::sqlite, counted_any_collation>(database.handle(), each, {});
    REQUIRE(page.has_value());
    CHECK(page->pagination.total == 1);
  }
}

TEST_CASE("SQLite: a search index and counts in a schema", "[sql_sqlite]") {
  const memory_database database;
  database.run({"ATTACH ':memory:' AS crm", {}});
  run_all(database.handle(), sql::migrate<sql::sqlite, attached_leads>());
  database.run(sql::upsert<sql::sqlite, attached_leads>(acme, row("1")).value());
  for (const auto& [raw, total] : {std::pair("search=jane", 1), std::pair("search=john", 0)}) {
    const auto page = sql::list<sql::sqlite, leads_endpoint, attached_leads>(
        database.handle(), acme, parse_query(raw).value());
    REQUIRE(page.has_value());
    CHECK(page->pagination.total == static_cast<std::uint64_t>(total));
  }
}

TEST_CASE("what is kept beside a table of SQLite is that of its rows when the writer is killed",
          "[sql_sqlite]") {
  std::string folder = "/tmp/leadcore-sqlite-XXXXXX";
  REQUIRE(mkdtemp(folder.data()) != nullptr);
  const std::string file = folder + "/leads.db";
  std::int64_t before = 0;
  for (int kill_after = 1; kill_after <= 3; ++kill_after) {
    const pid_t writer = fork();
    if (writer == 0) { // no assertion of the test here, but an exit status
      sqlite3* opened = nullptr;
      bool fine = sqlite3_open(file.c_str(), &opened) == SQLITE_OK &&
                  !sql::execute(opened, {"PRAGMA journal_mode = WAL", {}});
      if (kill_after == 1) {
        for (const auto& each : sql::migrate<sql::sqlite, kept_leads>()) {
          fine = fine && !sql::execute(opened, each);
        }
      }
      sqlite3_busy_timeout(opened, 10'000); // a reader that closes the file may checkpoint it
      for (int i = 0; fine; ++i) {          // some rows in a transaction, some by themselves
        lead each = row(std::to_string(kill_after) + "-" + std::to_string(i % 400));
        each.name = "Name " + std::to_string(i);
        each.status = lead_statuses[static_cast<std::size_t>(i) % 5];
        fine = (i % 50 != 10 || !sql::execute(opened, {"BEGIN", {}})) &&
               !sql::execute(opened, sql::upsert<sql::sqlite, kept_leads>(acme, each).value()) &&
               (i % 7 != 0 ||
                !sql::execute(opened, sql::erase<sql::sqlite, kept_leads>(acme, each.id))) &&
               (i % 50 != 40 || !sql::execute(opened, {"COMMIT", {}}));
      }
      _exit(1);
    }
    const auto reader = [&] {
      auto opened = sql::open_reader(file);
      return opened.has_value() && !sql::check_table<kept_leads>(opened->get())
                 ? std::move(*opened)
                 : sql::sqlite_connection();
    };
    std::int64_t rows = before;
    for (int waited = 0; rows < before + 100 && waited < 6000; ++waited) {
      usleep(10'000);
      if (const auto opened = reader()) {
        const auto failed = sql::execute(opened.get(), {"SELECT count(*) FROM leads", {}},
                                         [&](const sql::sqlite_row& each) {
                                           rows = each.integer(0).value_or(0);
                                           return std::optional<sql::row_error>();
                                         });
        CHECK((!failed || failed->code == database_errc::busy));
      }
    }
    REQUIRE(kill(writer, SIGKILL) == 0);
    int status = 0;
    REQUIRE(waitpid(writer, &status, 0) == writer);
    CHECK(WIFSIGNALED(status)); // it wrote until it was killed
    sqlite3* opened = nullptr;
    REQUIRE(sqlite3_open(file.c_str(), &opened) == SQLITE_OK);
    const sql::sqlite_connection database(opened);
    const auto found = integers(opened, std::string(counts_and_rows));
    CHECK(found[0] >= before + 100);
    CHECK(found[1] == found[0]);
    CHECK(found[2] == 0);
    CHECK_FALSE(sql::execute(
        opened, {"INSERT INTO leads_search (leads_search) VALUES ('integrity-check')", {}}));
    before = found[0];
  }
  for (const char* const suffix : {"", "-wal", "-shm"}) {
    std::remove((file + suffix).c_str());
  }
  CHECK(rmdir(folder.c_str()) == 0);
}

TEST_CASE("a search of many rows reads them in order, one of few sorts them", "[sql_sqlite]") {
  const memory_database database;
  run_all(database.handle(), sql::migrate<sql::sqlite, kept_leads>());
  const auto plan = [&](std::string_view raw) {
    std::string lines;
    for (const auto& line :
         database.plan(sql::select_page<sql::sqlite, kept_leads>(acme, parse_query(raw).value()))) {
      lines += line + "\n";
    }
    return lines;
  };
  const std::string both = plan("search=smith");
  CHECK(both.find("SEARCH leads USING INDEX leads_by_order (organisation_id=?)") !=
        std::string::npos);
  CHECK(both.find("SCAN leads_search VIRTUAL TABLE INDEX 0:M1><") != std::string::npos);
  CHECK(both.find("SEARCH leads USING INTEGER PRIMARY KEY (rowid=?)") != std::string::npos);
  CHECK(both.find("SCAN leads\n") == std::string::npos);
  CHECK(plan("search=sm").find("leads_search") == std::string::npos); // trigrams say nothing
}

TEST_CASE("SQLite: a reader for each thread changes nothing and waits for no writer",
          "[sql_sqlite]") {
  std::string folder = "/tmp/leadcore-sqlite-XXXXXX";
  REQUIRE(mkdtemp(folder.data()) != nullptr);
  const std::string file = folder + "/leads.db";
  CHECK(sql::open_reader(file).error().code == database_errc::unavailable);
  sqlite3* opened = nullptr;
  REQUIRE(sqlite3_open(file.c_str(), &opened) == SQLITE_OK);
  sql::sqlite_connection writer(opened);
  CHECK_FALSE(sql::execute(opened, {"PRAGMA journal_mode = WAL", {}}));
  CHECK_FALSE(sql::execute(opened, sql::create_table<sql::sqlite>()));
  {
    const auto reader = sql::open_reader(file);
    REQUIRE(reader.has_value());
    CHECK_FALSE(sql::execute(opened, {"BEGIN IMMEDIATE", {}}));
    CHECK_FALSE(sql::execute(opened, sql::upsert<sql::sqlite>(acme, row("1")).value()));
    CHECK(sql::list<sql::sqlite>(reader->get(), acme, {}).value().data.empty());
    CHECK_FALSE(sql::execute(opened, {"COMMIT", {}}));
    CHECK(sql::list<sql::sqlite>(reader->get(), acme, {}).value().data.size() == 1);
    CHECK(sql::execute(reader->get(), sql::upsert<sql::sqlite>(acme, row("2")).value())->code ==
          database_errc::unavailable);
  }
  writer.reset();
  std::remove(file.c_str());
  CHECK(rmdir(folder.c_str()) == 0);
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
  // Queries see to the columns, but the key is that of the columns.
  CHECK(sql::check_table<any_collation_table>(database.handle())->message ==
        "the unique index sqlite_autoindex_leads_1 is not one of the bytes of (organisation_id, "
        "id), so an upsert may replace another row: drop it");
  database.run({"DROP TABLE leads", {}});
  const std::string key = ",\n  PRIMARY KEY (\"organisation_id\", \"id\")";
  REQUIRE(table.text.find(key) != std::string::npos);
  table.text.erase(table.text.find(key), key.size());
  database.run(table);
  const auto create = [&](const std::string& columns, const std::string& where = {}) {
    database.run({"DROP INDEX IF EXISTS by_key", {}});
    database.run({"CREATE UNIQUE INDEX by_key ON leads (" + columns + ")" + where, {}});
    const auto found = sql::check_table<any_collation_table>(database.handle());
    return found ? found->message : "";
  };
  const std::string none = "the table has no unique index of the bytes of (organisation_id, id): "
                           "create one";
  CHECK(sql::check_table<any_collation_table>(database.handle())->message == none);
  CHECK(create("organisation_id COLLATE BINARY, id, name") == none);
  CHECK(create("organisation_id COLLATE BINARY, id", " WHERE id <> 'x'") == none);
  CHECK(create("organisation_id COLLATE BINARY, lower(id)") == none);
  CHECK(create("organisation_id COLLATE BINARY, id COLLATE NOCASE")
            .starts_with("the unique index by_key is not one of the bytes"));
  CHECK(create("id, organisation_id COLLATE BINARY").empty());
}

TEST_CASE("check_table refuses a table of SQLite that takes texts for numbers", "[sql_sqlite]") {
  const auto problem = [](const std::string& type) {
    const memory_database database; // not STRICT, which has no such types
    sql::statement table = sql::create_table<sql::sqlite>();
    table.text.erase(table.text.rfind("STRICT"));
    table.text.replace(table.text.find("TEXT"), 4, type);
    database.run(table);
    const auto found = sql::check_table<sql::leads_table>(database.handle());
    return found ? found->message : "";
  };
  CHECK(problem("STRING") == "the column organisation_id has the type STRING, which does not keep "
                             "every text as it is: give it TEXT");
  CHECK_FALSE(problem("CHARINT").empty());
  for (const char* const type : {"varchar(40)", "text", "", "BLOB"}) {
    INFO(type);
    CHECK(problem(type).empty());
  }
}

TEST_CASE("check_table refuses a row id of SQLite that is not the rowid", "[sql_sqlite]") {
  const leads_database database;
  database.run({"ALTER TABLE leads ADD COLUMN row_id INTEGER", {}});
  const std::string expected = "the column row_id is not the table's INTEGER PRIMARY KEY: run "
                               "migrate";
  CHECK(sql::check_table<kept_leads>(database.handle())->message == expected);
  database.run({"DROP TABLE leads", {}});
  sql::statement table = sql::create_table<sql::sqlite, kept_leads>();
  table.text.replace(table.text.find("INTEGER PRIMARY KEY"), 19, "INT PRIMARY KEY");
  database.run(table);
  CHECK(sql::check_table<kept_leads>(database.handle())->message == expected);
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
