// SPDX-License-Identifier: BSL-1.0
#include <leadcore/sql/libmariadb.hpp>

#include "support/endpoints.hpp"
#include "support/mariadb_database.hpp"
#include "support/sql.hpp"

#include <leadcore/query/list.hpp>
#include <leadcore/query/query_string.hpp>

#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace leadcore;
using leadcore::testing::acme;
using leadcore::testing::any_collation_table;
using leadcore::testing::hard_to_quote;
using leadcore::testing::mariadb_database;
using leadcore::testing::mariadb_folder;
using leadcore::testing::occurrences;
using leadcore::testing::parsed_query;
using sql::database_errc;

namespace {

struct mariadb_leads : mariadb_database {
  mariadb_leads() { create<sql::leads_table>(); }
  /// Inserts thousands of leads, so that the planner chooses by cost.
  void fill() const {
    run(sql::upsert<sql::mariadb>(acme, hard_to_quote("1 ")).value());
    run({"INSERT INTO leads (organisation_id, id, name, phones, emails, contact_id, status, "
         "next_call_at, created_at, updated_at, assigned_to_id, search_text) SELECT "
         "organisation_id, concat('id', seq), name, phones, emails, contact_id, CASE WHEN seq % "
         "20 = 0 THEN 'LOST' ELSE 'CONTACTED' END, CASE WHEN seq % 4 <> 0 THEN seq % 500 END, seq "
         "% 77, updated_at, CASE WHEN seq % 20 <> 1 THEN concat('u', seq % 19) END, search_text "
         "FROM leads, seq_1_to_6000",
         {}});
    run({"ANALYZE TABLE leads", {}});
  }
};

std::optional<sql::database_error> refused_by(MYSQL* connection, const std::string& text,
                                              std::vector<sql::parameter> values = {}) {
  return sql::execute(connection, {text, std::move(values)});
}

} // namespace

TEST_CASE("MariaDB returns the lead that was upserted", "[mariadb]") {
  const mariadb_leads database;
  CHECK_FALSE(sql::check_database(database.handle()));
  database.run(sql::upsert<sql::mariadb>(acme, lead{.id = "1 "}).value());
  database.run(sql::upsert<sql::mariadb>(acme, hard_to_quote("1 ")).value()); // replaces it
  database.run(sql::upsert<sql::mariadb>(acme, lead{.id = "1"}).value());     // another one
  const auto page = sql::list<sql::mariadb>(database.handle(), acme, {});
  REQUIRE(page.has_value());
  CHECK((*page).data == std::vector<lead>{hard_to_quote("1 "), lead{.id = "1"}});
  CHECK((*page).pagination.total == 2);
  database.run(sql::erase<sql::mariadb>(acme, "1 "));
  CHECK(sql::read_leads(database.handle(), sql::select_page<sql::mariadb>(acme, {})) ==
        std::vector<lead>{lead{.id = "1"}});
}

// decision 0110
TEST_CASE("pages of MariaDB are ranges of an index, and only a page is sorted", "[mariadb]") {
  const mariadb_leads database;
  database.fill();
  const auto some = sql::make_cursor(hard_to_quote("1 "));
  const auto unscheduled = sql::make_cursor(lead{.id = "id4"});
  for (const auto& [raw, index] : {std::pair{"", "leads_by_order"},
                                   {"status=LOST", "leads_by_status"},
                                   {"assignedToId=u1", "leads_by_assigned_to_id"},
                                   {"assignedToId=unassigned", "leads_by_assigned_to_id"}}) {
    const lead_query query = parsed_query(raw);
    const std::string page = database.plan(sql::select_page<sql::mariadb>(acme, query));
    INFO(raw << "\n" << page);
    CHECK(occurrences(page, index) == 1);
    CHECK(occurrences(page, "filesort") == 0);
    for (const auto& [at, branches] : {std::pair{*some, 4U}, {*unscheduled, 2U}}) {
      const std::string next =
          database.plan(sql::select_page<sql::mariadb>(acme, query, sql::after(at)));
      INFO(next);
      // A few rows may be found by another index.
      CHECK(occurrences(next, "leads range leads_by_") + occurrences(next, "leads ref leads_by_") ==
            branches);
      CHECK(occurrences(next, index) >= 1);
      CHECK(occurrences(next, "filesort") == 1); // of the union
    }
  }
}

TEST_CASE("a text of an index that is too long for MariaDB is refused by upsert, by its field",
          "[mariadb]") {
  const mariadb_leads database;
  std::string longest; // in code points of four bytes
  for (std::size_t i = 0; i < sql::mariadb::indexed_text_length; ++i) {
    longest += "\U0001F600";
  }
  lead row{.id = longest};
  row.assigned_to_id = longest;
  row.company = std::string(70'000, 'c'); // in no index
  const auto owner = parse_organisation_id(longest).value();
  database.run(sql::upsert<sql::mariadb>(owner, row).value());
  CHECK(sql::list<sql::mariadb>(database.handle(), owner, {}) == list(std::vector{row}, {}));

  row.id += "a";
  row.assigned_to_id = row.id;
  const lead_error too_long{lead_errc::invalid_value, "id", std::nullopt, row.id, "too_long"};
  lead_errors expected{too_long, too_long, too_long};
  expected[0].field = "organisation";
  expected[2].field = "assignedToId";
  CHECK(sql::upsert<sql::mariadb>(parse_organisation_id(row.id).value(), row).error() == expected);
  CHECK(sql::upsert<sql::postgres>(acme, row).has_value()); // takes any length
  // no row has it
  database.run(sql::erase<sql::mariadb>(owner, row.id));
  CHECK((*sql::list<sql::mariadb>(database.handle(), owner, {})).pagination.total == 1);
  lead_query asked;
  asked.assigned_to = assignee_filter::member(row.id);
  CHECK((*sql::list<sql::mariadb>(database.handle(), owner, asked)).pagination.total == 0);
  // another program's
  const auto truncated = refused_by(database.handle(), "UPDATE leads SET id = ?", {row.id});
  REQUIRE(truncated);
  CHECK(truncated->code == database_errc::failed);
  CHECK(truncated->message.find("Data too long for column 'id'") != std::string::npos);
}

TEST_CASE("MariaDB checks enumerations and bools, and keeps numbers exactly", "[mariadb]") {
  const mariadb_database database;
  database.create<sales::endpoint>();
  sales::deal deal;
  deal.number = "1";
  deal.probability = 3.0000000000000004;
  deal.margin = -5e-324;
  deal.amount = INT64_MIN;
  deal.signed_off = true;
  database.run(sql::upsert<sql::mariadb, sales::endpoint>(acme, deal).value());
  CHECK((*sql::list<sql::mariadb, sales::endpoint>(database.handle(), acme, {})).data ==
        std::vector{deal});
  CHECK(refused_by(database.handle(), "UPDATE deals SET stage = 'OTHER'"));
  CHECK(refused_by(database.handle(), "UPDATE deals SET renewed = 2"));
  CHECK(refused_by(database.handle(), "UPDATE deals SET tags = '[\"'"));
  database.run({"UPDATE deals SET tags = '[1]'", {}});
  CHECK(sql::list<sql::mariadb, sales::endpoint>(database.handle(), acme, {}).error() ==
        sql::database_error{database_errc::unreadable_row, "malformed_list in tags",
                            sql::row_error{sql::row_errc::malformed_list, "tags"}});
}

TEST_CASE("check_table refuses a table of MariaDB with another collation or a missing column",
          "[mariadb]") {
  const mariadb_leads database;
  CHECK_FALSE(sql::check_table<sql::leads_table>(database.handle()));
  database.run({"ALTER TABLE leads MODIFY source longtext COLLATE utf8mb4_bin", {}}); // pads
  const auto refused = sql::check_table<sql::leads_table>(database.handle());
  REQUIRE(refused);
  CHECK(refused->code == database_errc::failed);
  CHECK(refused->message.starts_with("the column source compares by utf8mb4_bin and not by bytes"));
  CHECK_FALSE(sql::check_table<any_collation_table>(database.handle()));
  database.run({"ALTER TABLE leads DROP INDEX leads_by_order, DROP INDEX leads_by_status, DROP "
                "INDEX leads_by_assigned_to_id, DROP COLUMN next_call_at_is_null",
                {}});
  CHECK(sql::check_table<any_collation_table>(database.handle())->message ==
        "the table has no column next_call_at_is_null");
  database.run({"DROP TABLE leads", {}});
  CHECK(sql::check_table<any_collation_table>(database.handle())->message ==
        "the table has no column organisation_id");
}

TEST_CASE("check_table refuses keys and types of MariaDB that mix rows", "[mariadb]") {
  const auto problem = [](const std::string& change) {
    const mariadb_leads database;
    database.run({"ALTER TABLE leads " + change, {}});
    const auto found = sql::check_table<any_collation_table>(database.handle());
    return found ? found->message : "";
  };
  CHECK(
      problem("MODIFY id varchar(180) COLLATE utf8mb4_general_ci NOT NULL") ==
      "the unique index PRIMARY is not one of the bytes of (organisation_id, id), so an upsert may "
      "replace another row: drop it");
  CHECK(problem("ADD UNIQUE other (organisation_id, created_at)")
            .starts_with("the unique index other is not one of the bytes"));
  CHECK(problem("DROP PRIMARY KEY, ADD UNIQUE start (organisation_id(5), id)")
            .starts_with("the unique index start is not one of the bytes"));
  CHECK(problem("DROP PRIMARY KEY") ==
        "the table has no unique index of the bytes of (organisation_id, id): create one");
  CHECK(
      problem("MODIFY id char(180) COLLATE utf8mb4_nopad_bin NOT NULL") ==
      "the column id has the type char, which does not keep every text as it is: give it varchar");
  CHECK(problem("MODIFY notes text COLLATE utf8mb4_general_ci").empty());
  const mariadb_leads database; // beside a table whose name differs in case
  database.run({"CREATE OR REPLACE TABLE Leads AS SELECT * FROM leads", {}});
  CHECK_FALSE(sql::check_table<sql::leads_table>(database.handle()));
  database.run({"DROP TABLE Leads", {}});
}

TEST_CASE("MariaDB migrates a table twice, and its rows stay", "[mariadb]") {
  const mariadb_database database;
  database.run({"DROP TABLE IF EXISTS leads", {}});
  const std::vector<lead> rows{hard_to_quote("1 "), lead{.id = "1"}};
  for (int again = 0; again < 2; ++again) {
    for (const sql::statement& each : sql::migrate<sql::mariadb>()) {
      database.run(each);
    }
    CHECK_FALSE(sql::check_table<sql::leads_table>(database.handle()));
    if (again == 0) {
      for (const lead& each : rows) {
        database.run(sql::upsert<sql::mariadb>(acme, each).value());
      }
    }
    CHECK(sql::list<sql::mariadb>(database.handle(), acme, {}) == list(rows, {}));
  }
}

TEST_CASE("a session of MariaDB that would change texts is refused", "[mariadb]") {
  const mariadb_database latin1("latin1");
  const auto refused = refused_by(latin1.handle(), "SELECT 1");
  REQUIRE(refused);
  CHECK(refused->code == database_errc::failed);
  CHECK(refused->message == "the connection's character set is latin1 and not utf8mb4: set "
                            "MYSQL_SET_CHARSET_NAME before you connect");
  CHECK(sql::check_database(latin1.handle()) == refused);

  const mariadb_database database;
  const auto message = [&](const std::string& set) {
    database.run({"SET " + set, {}});
    const auto found = sql::check_database(database.handle());
    return found ? found->message : "";
  };
  CHECK(message("sql_mode = ''") ==
        "sql_mode lacks STRICT_TRANS_TABLES, so texts may be truncated");
  CHECK(message("sql_mode = 'STRICT_ALL_TABLES,NO_BACKSLASH_ESCAPES'") ==
        "sql_mode has NO_BACKSLASH_ESCAPES, so texts are read in another way");
  CHECK(message("sql_mode = 'STRICT_ALL_TABLES,EMPTY_STRING_IS_NULL'") ==
        "sql_mode has EMPTY_STRING_IS_NULL, so texts are read in another way");
  CHECK(message("sql_mode = 'STRICT_ALL_TABLES,ANSI_QUOTES'").empty());
  CHECK(message("sql_select_limit = 2") ==
        "sql_select_limit is set, so rows may be missing: set it to DEFAULT");
  CHECK(message("sql_select_limit = DEFAULT").empty());
  CHECK(message("max_sort_length = 719") == "max_sort_length is 719 and not at least 720, so texts "
                                            "may be sorted by their beginnings");
  CHECK(message("max_sort_length = 720").empty());
  CHECK(message("character_set_results = latin1") ==
        "character_set_results is latin1 and not utf8mb4");
}

TEST_CASE("rows of MariaDB have the types of their columns", "[mariadb]") {
  const mariadb_database database;
  int rows = 0;
  const auto failed = sql::execute(
      database.handle(),
      {"SELECT 'x', X'01', 1.5, CAST(1.5 AS DOUBLE), 9223372036854775808, NULL, "
       "date('2026-01-01'), "
       "CAST(-1 AS SIGNED), '' UNION ALL SELECT repeat('y', 3000000), X'', 0, 0, 0, NULL, NULL, 1, "
       "?",
       {std::string("ä\0", 3)}},
      [&](const sql::mariadb_row& each) {
        CHECK(each.text(0) == (rows == 0 ? "x" : std::string(3'000'000, 'y')));
        CHECK_FALSE(each.integer(0));
        for (const std::size_t column : {1U, 2U, 3U, 4U, 7U}) {
          CHECK_FALSE(each.text(column));
        }
        CHECK(each.real(3) == (rows == 0 ? 1.5 : 0));
        CHECK_FALSE(each.integer(2));
        CHECK_FALSE(each.integer(3));
        CHECK(each.is_null(5));
        CHECK_FALSE(each.real(7));
        CHECK(each.integer(7) == (rows == 0 ? -1 : 1));
        CHECK(each.text(8) == (rows == 0 ? "" : std::string("ä\0", 3)));
        ++rows;
        return std::optional<sql::row_error>();
      });
  INFO((failed ? failed->message : ""));
  CHECK_FALSE(failed);
  CHECK(rows == 2);
  static_cast<void>(sql::execute(database.handle(),
                                 {"SELECT CAST(18446744073709551615 AS UNSIGNED)", {}},
                                 [&](const sql::mariadb_row& each) {
                                   CHECK_FALSE(each.is_null(0));
                                   CHECK_FALSE(each.integer(0));
                                   return std::optional<sql::row_error>();
                                 }));
}

TEST_CASE("errors of MariaDB are classified", "[mariadb]") {
  const mariadb_leads database;
  const auto code = [&](const std::string& text, std::vector<sql::parameter> values = {}) {
    const auto failed = refused_by(database.handle(), text, std::move(values));
    INFO(text << ": " << (failed ? failed->message : "no error"));
    REQUIRE(failed);
    return failed->code;
  };
  CHECK(code("SELECT no_such_column") == database_errc::failed);
  CHECK(refused_by(database.handle(), "SELECT no_such_column")
            ->message.starts_with("1054 (42S22): "));
  CHECK(code("") == database_errc::failed);
  CHECK(code("SELECT 1; SELECT 2") == database_errc::failed);
  CHECK(refused_by(database.handle(), "SELECT ?, ?", {std::string("a")})->message ==
        "the statement has 2 parameters, and 1 values");
  CHECK(code("SELECT 1 FROM no_such_table") == database_errc::failed);
  CHECK(code("SET STATEMENT max_statement_time = 0.01 FOR SELECT sleep(10)") ==
        database_errc::unavailable);
  database.run({"PREPARE other FROM 'SELECT 1'", {}});   // cannot be prepared itself
  CHECK(code("EXECUTE other") == database_errc::failed); // would have rows

  database.run(sql::upsert<sql::mariadb>(acme, hard_to_quote("1 ")).value());
  database.run({"UPDATE leads SET next_call_at = 1000000000000000", {}});
  CHECK(sql::list<sql::mariadb>(database.handle(), acme, {}).error() ==
        sql::database_error{database_errc::unreadable_row, "time_out_of_range in next_call_at",
                            sql::row_error{sql::row_errc::time_out_of_range, "next_call_at"}});

  const mariadb_database other;
  other.run({"SET innodb_lock_wait_timeout = 1", {}});
  database.run({"BEGIN", {}});
  database.run(sql::erase<sql::mariadb>(acme, "1 "));
  CHECK(sql::execute(other.handle(), sql::upsert<sql::mariadb>(acme, hard_to_quote("1 ")).value())
            ->code == database_errc::busy);
  database.run({"ROLLBACK", {}});
  other.run(sql::upsert<sql::mariadb>(acme, hard_to_quote("1 ")).value());

  // a text over max_allowed_packet: no retry would help
  lead large = hard_to_quote("1 ");
  large.notes = std::string(17'000'000, 'a');
  const auto too_large =
      sql::execute(other.handle(), sql::upsert<sql::mariadb>(acme, large).value());
  REQUIRE(too_large);
  INFO(too_large->message);
  CHECK(too_large->code == database_errc::failed);
  large.notes->resize(10'000'000); // each text is below it, all together are not
  large.name = *large.notes;
  other.run(sql::upsert<sql::mariadb>(acme, large).value());
  std::int64_t notes = 0;
  CHECK_FALSE(sql::execute(other.handle(), {"SELECT sum(length(notes)) DIV 1 FROM leads", {}},
                           [&](const sql::mariadb_row& row) {
                             notes = row.integer(0).value_or(-1);
                             CHECK(row.is_null(1)); // there is no such column
                             return std::optional<sql::row_error>();
                           }));
  CHECK(notes == 10'000'000);
}

TEST_CASE("a connection that MariaDB ended is unavailable", "[mariadb]") {
  const mariadb_leads database;
  const auto killed = refused_by(
      database.handle(), "KILL CONNECTION " + std::to_string(mysql_thread_id(database.handle())));
  REQUIRE(killed);
  CHECK(killed->code == database_errc::unavailable);
  CHECK(sql::list<sql::mariadb>(database.handle(), acme, {}).error().code ==
        database_errc::unavailable);
}

TEST_CASE("a killed MariaDB keeps what was written, and is unavailable until it is back",
          "[mariadb]") {
  const mariadb_leads database;
  database.run(sql::upsert<sql::mariadb>(acme, hard_to_quote("1 ")).value());
  REQUIRE(std::system((mariadb_folder() + "/server stop").c_str()) == 0);
  const auto lost = sql::list<sql::mariadb>(database.handle(), acme, {});
  REQUIRE(std::system((mariadb_folder() + "/server start").c_str()) == 0);
  REQUIRE_FALSE(lost.has_value());
  CHECK(lost.error().code == database_errc::unavailable);
  CHECK_FALSE(lost.error().message.empty());
  const mariadb_database again;
  CHECK((*sql::list<sql::mariadb>(again.handle(), acme, {})).data ==
        std::vector{hard_to_quote("1 ")});
}
