// SPDX-License-Identifier: BSL-1.0
#include <leadcore/sql/libpq.hpp>

#include "support/postgres_database.hpp"
#include "support/sql.hpp"

#include <leadcore/query/query_string.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <tuple>
#include <utility>
#include <vector>

using namespace leadcore;
using leadcore::testing::acme;
using leadcore::testing::any_collation_table;
using leadcore::testing::hard_to_quote;
using leadcore::testing::occurrences;
using leadcore::testing::postgres_database;
using sql::database_errc;

namespace {

struct leads_database : postgres_database {
  leads_database() {
    run({"DROP TABLE IF EXISTS leads", {}});
    run(sql::create_table<sql::postgres>());
    for (const auto& each : sql::create_indexes<sql::postgres>()) {
      run(each);
    }
  }
  /// Inserts thousands of leads, so that the planner chooses by cost.
  void fill() const {
    run(sql::upsert<sql::postgres>(acme, hard_to_quote()).value());
    run({"INSERT INTO leads SELECT organisation_id, 'id' || i, name, phones, emails, "
         "primary_phone, "
         "primary_email, contact_id, "
         "company, source, (array['LOST', 'CONTACTED', 'QUALIFIED'])[1 + i % 3], notes, CASE WHEN "
         "i % 4 <> 0 "
         "THEN i % 500 END, "
         "i % 77, updated_at, CASE WHEN i % 3 <> 0 THEN 'u' || i % 9 END, client_id, search_text "
         "|| 'number' "
         "|| i || E'\\n' "
         "FROM leads, generate_series(1, 6000) i",
         {}});
    run({"ANALYZE leads", {}});
  }
};

} // namespace

TEST_CASE("PostgreSQL returns the lead that was upserted", "[sql_postgres]") {
  const leads_database database;
  database.run(sql::upsert<sql::postgres>(acme, lead{.id = "1"}).value());
  database.run(sql::upsert<sql::postgres>(acme, hard_to_quote()).value()); // replaces it
  const auto page = sql::list<sql::postgres>(database.handle(), acme, {});
  REQUIRE(page.has_value());
  CHECK((*page).data == std::vector<lead>{hard_to_quote()});
  CHECK((*page).pagination.total == 1);
  database.run(sql::erase<sql::postgres>(acme, "1"));
  CHECK(sql::read_leads(database.handle(), sql::select_page<sql::postgres>(acme, {})) ==
        std::vector<lead>{});
}

TEST_CASE("statements are ranges of an index, and sort at most a page", "[sql_postgres]") {
  const leads_database database;
  database.fill();
  const auto at = sql::make_cursor(hard_to_quote());
  REQUIRE(at.has_value());
  for (const auto& [raw, index] : {std::pair{"", "leads_by_order"},
                                   {"status=LOST", "leads_by_status"},
                                   {"assignedToId=u1", "leads_by_assigned_to_id"},
                                   {"assignedToId=unassigned", "leads_by_no_assigned_to_id"}}) {
    const lead_query query = parse_query(raw).value();
    const std::string page = database.plan(sql::select_page<sql::postgres>(acme, query));
    INFO(page);
    CHECK(page.find("Index Scan using " + std::string(index) + " on leads") != std::string::npos);
    CHECK(page.find("Sort") == std::string::npos);
    const std::string next =
        database.plan(sql::select_page<sql::postgres>(acme, query, sql::after(*at)));
    INFO(next);
    CHECK(occurrences(next, "using " + std::string(index) + " on leads") >=
          3); // the planner may find one row by id
    CHECK(occurrences(next, "Seq Scan") == 0);
    CHECK(occurrences(next, "Limit") == 5);
  }
}

TEST_CASE("the index with pg_trgm serves searches", "[sql_postgres]") {
  const leads_database database;
  database.fill();
  const auto wanted =
      sql::select_page<sql::postgres>(acme, parse_query("search=NUMBER4711").value());
  const auto before = sql::read_leads(database.handle(), wanted);
  for (const auto& each : sql::create_search_index<sql::postgres>()) {
    database.run(each);
  }
  const std::string plan = database.plan(wanted);
  INFO(plan);
  const std::size_t used = plan.find("Bitmap Index Scan on leads_by_search");
  REQUIRE(used != std::string::npos);
  // Rows of other organisations are not read.
  CHECK(plan.find("Index Cond: ((organisation_id = ", used) < plan.find("search_text ~~", used));
  const auto after = sql::read_leads(database.handle(), wanted);
  REQUIRE(after.has_value());
  CHECK((*after).size() == 1);
  CHECK(after == before);
}

namespace {

/// The default table with all that is kept beside it, made from the plain one with rows in it.
struct kept_leads : sql::leads_table {
  static constexpr bool has_search_index = true;
  static constexpr bool search_by_organisation = false;
  static constexpr bool pages_by_key = true;
  static constexpr auto counted = sql::counted_by<"status", "assigned_to_id">;
};
struct searched_leads : sql::leads_table {
  static constexpr bool has_search_index = true;
};
struct kept_database : leads_database {
  kept_database() {
    run({"DROP TABLE IF EXISTS leads_counts", {}});
    fill();
    migrate();
  }
  void migrate() const {
    for (const auto& each : sql::migrate<sql::postgres, kept_leads>()) {
      run(each);
    }
  }
  /// The rows, and those counted; and every count is right.
  [[nodiscard]] std::pair<std::int64_t, std::int64_t> rows_and_counted() const {
    std::pair<std::int64_t, std::int64_t> out;
    std::int64_t wrong = -1;
    const auto failed = sql::execute(
        handle(),
        {"SELECT (SELECT count(*) FROM leads), (SELECT CAST(coalesce(sum(row_count), 0) AS bigint) "
         "FROM leads_counts), (SELECT count(*) FROM leads_counts AS kept WHERE row_count <> "
         "(SELECT count(*) FROM leads WHERE leads.organisation_id = kept.organisation_id AND "
         "leads.status = kept.status AND leads.assigned_to_id IS NOT DISTINCT FROM "
         "kept.assigned_to_id))",
         {}},
        [&](const sql::postgres_row& row) {
          out = {row.integer(0).value(), row.integer(1).value()};
          wrong = row.integer(2).value();
          return std::optional<sql::row_error>();
        });
    REQUIRE_FALSE(failed);
    CHECK(wrong == 0);
    return out;
  }
};
lead numbered(int number) {
  lead out{.id = "n" + std::to_string(number), .name = "Number"};
  out.status = lead_statuses[static_cast<std::size_t>(number) % 5];
  if (number % 3 != 0) {
    out.assigned_to_id = "u" + std::to_string(number % 2);
  }
  return out;
}

} // namespace

TEST_CASE("PostgreSQL migrates a table to all that is kept, and again to the same",
          "[sql_postgres]") {
  const kept_database database;
  for (int again = 0; again < 2; ++again) {
    const auto [rows, counted] = database.rows_and_counted();
    CHECK(rows > 0);
    CHECK(counted == rows);
    for (const std::string_view raw : {"", "status=LOST", "assignedToId=unassigned", "page=3",
                                       "search=NUMBER4711", "search=%2B4420"}) {
      INFO(raw);
      const lead_query query = parse_query(raw).value();
      CHECK(sql::list<sql::postgres, leads_endpoint, kept_leads>(database.handle(), acme, query) ==
            sql::list<sql::postgres>(database.handle(), acme, query));
    }
    database.migrate();
  }
  database.run({"ANALYZE leads", {}});
  const std::string plan = database.plan(
      sql::select_page<sql::postgres, kept_leads>(acme, parse_query("search=NUMBER4711").value()));
  INFO(plan);
  CHECK(plan.find("Bitmap Index Scan on leads_search") != std::string::npos);
  CHECK(database.plan(sql::count<sql::postgres, kept_leads>(acme, {})).find("leads_counts") !=
        std::string::npos);
}

TEST_CASE("PostgreSQL migrates a table back: another search index, and no counts",
          "[sql_postgres]") {
  const kept_database database;
  const auto total = database.rows_and_counted().second;
  for (const auto& each : sql::migrate<sql::postgres, searched_leads>()) {
    database.run(each);
  }
  database.run({"DELETE FROM leads", {}});
  std::string indexes;
  std::int64_t counted = 0;
  REQUIRE_FALSE(sql::execute(
      database.handle(),
      {"SELECT CAST(indexname AS text), (SELECT CAST(sum(row_count) AS bigint) FROM leads_counts) "
       "FROM pg_indexes WHERE indexname LIKE 'leads%search'",
       {}},
      [&](const sql::postgres_row& row) {
        indexes += std::string(row.text(0).value()) + ";";
        counted = row.integer(1).value();
        return std::optional<sql::row_error>();
      }));
  CHECK(indexes == "leads_by_search;");
  CHECK(counted == total); // as they were
  database.migrate();
  CHECK(database.rows_and_counted().second == 0);
}

TEST_CASE("counts of PostgreSQL follow bulk changes, TRUNCATE, and what a lost connection undoes",
          "[sql_postgres]") {
  const kept_database database;
  const auto before = database.rows_and_counted();
  {
    const postgres_database other;
    other.run({"BEGIN", {}});
    for (int i = 0; i < 50; ++i) {
      other.run(sql::upsert<sql::postgres, kept_leads>(acme, numbered(i)).value());
    }
    database.run({"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE state = 'idle in "
                  "transaction' AND pid <> pg_backend_pid()",
                  {}});
    CHECK(sql::execute(other.handle(), {"COMMIT", {}})->code == database_errc::unavailable);
  }
  CHECK(database.rows_and_counted() == before);
  database.run({"UPDATE leads SET status = 'LOST', assigned_to_id = NULL", {}});
  CHECK(database.rows_and_counted() == before);
  database.run({"DELETE FROM leads WHERE id < 'a'", {}});
  const auto after = database.rows_and_counted();
  CHECK(after.first == after.second);
  database.run({"TRUNCATE leads", {}});
  CHECK(database.rows_and_counted() == std::pair<std::int64_t, std::int64_t>(0, 0));
}

TEST_CASE("counts of PostgreSQL are exact while clients write the same rows at once",
          "[sql_postgres]") {
  const kept_database database;
  std::atomic<int> failures = 0;
  std::vector<std::thread> writers;
  for (int writer = 0; writer < 3; ++writer) {
    writers.emplace_back([&failures, writer] {
      PGconn* const connection = PQconnectdb(leadcore::testing::postgres_dsn().c_str());
      for (int i = 0; i < 150; ++i) {
        lead each = numbered((i * 7 + writer * 3) % 20);
        each.status = lead_statuses[static_cast<std::size_t>(i + writer) % 5];
        const auto change = i % 4 == 3 ? sql::erase<sql::postgres, kept_leads>(acme, each.id)
                                       : sql::upsert<sql::postgres, kept_leads>(acme, each).value();
        const auto failed = sql::execute(connection, change);
        failures += failed && failed->code != database_errc::busy ? 1 : 0; // a deadlock may happen
      }
      PQfinish(connection);
    });
  }
  for (std::thread& each : writers) {
    each.join();
  }
  CHECK(failures == 0);
  const auto [rows, counted] = database.rows_and_counted();
  CHECK(counted == rows);
}

TEST_CASE("transactions that count the same rows in another order are busy", "[sql_postgres]") {
  const kept_database database;
  const postgres_database other;
  const auto change = [](int number) {
    return sql::upsert<sql::postgres, kept_leads>(acme, numbered(number)).value();
  };
  database.run({"BEGIN", {}});
  other.run({"BEGIN", {}});
  database.run(change(1));
  other.run(change(2));
  std::optional<sql::database_error> waited;
  std::thread waiting([&] { waited = sql::execute(other.handle(), change(31)); }); // as 1
  const auto failed = sql::execute(database.handle(), change(32));                 // as 2
  waiting.join();
  CHECK(failed.has_value() != waited.has_value());
  CHECK((failed ? failed : waited)->code == database_errc::busy);
}

namespace {

struct counted_any_collation : any_collation_table {
  static constexpr auto counted = sql::counted_by<"assigned_to_id">;
};
/// A text of one row.
std::string text_of(const postgres_database& database, const std::string& select) {
  std::string out;
  const auto failed = sql::execute(database.handle(), {select, {}}, [&](const auto& row) {
    out = row.text(0).value_or("");
    return std::optional<sql::row_error>();
  });
  REQUIRE_FALSE(failed);
  return out;
}

} // namespace

TEST_CASE("PostgreSQL counts rows by bytes where columns ignore case", "[sql_postgres]") {
  const postgres_database database;
  database.create_caseless<counted_any_collation>();
  database.run({"DROP TABLE IF EXISTS leads_counts", {}});
  for (const auto& each : sql::create_counts<sql::postgres, counted_any_collation>()) {
    database.run(each);
  }
  const auto counts = [&] {
    return text_of(database, "SELECT coalesce(string_agg(organisation_id || assigned_to_id || "
                             "row_count, ' ' ORDER BY organisation_id, assigned_to_id), '') FROM "
                             "leads_counts WHERE row_count <> 0");
  };
  for (const auto& [owner, id, member] :
       {std::tuple("acme", "1", "m"), {"acme", "2", "M"}, {"Acme", "1", "M"}}) {
    lead each{.id = id};
    each.assigned_to_id = member;
    database.run(sql::upsert<sql::postgres, counted_any_collation>(
                     parse_organisation_id(owner).value(), each)
                     .value());
  }
  CHECK(counts() == "AcmeM1 acmeM1 acmem1");
  database.run({"CREATE TEMPORARY TABLE copied AS TABLE leads", {}});
  database.run({"DELETE FROM leads", {}});
  CHECK(counts().empty());
  database.run({"INSERT INTO leads TABLE copied", {}}); // in one statement
  CHECK(counts() == "AcmeM1 acmeM1 acmem1");
  database.run(
      {"UPDATE leads SET assigned_to_id = 'M' WHERE assigned_to_id COLLATE \"C\" = 'm'", {}});
  CHECK(counts() == "AcmeM1 acmeM2");
  database.run({"UPDATE leads SET organisation_id = 'ACME' WHERE organisation_id COLLATE \"C\" = "
                "'Acme'",
                {}});
  CHECK(counts() == "ACMEM1 acmeM2");
}

TEST_CASE("an upsert of a coordinator replaces its own row where columns ignore case",
          "[sql_postgres]") {
  const postgres_database database; // the statement is the same without foreign tables
  database.create_caseless<any_collation_table>();
  const organisation_id other = parse_organisation_id("Acme").value();
  const auto upsert = [&](const organisation_id& owner, const lead& each) {
    database.run(sql::upsert<sql::postgres_fdw, any_collation_table>(owner, each).value());
  };
  upsert(acme, lead{.id = "a"});
  upsert(acme, lead{.id = "A"});
  upsert(other, lead{.id = "a"});
  upsert(acme, lead{.id = "a", .name = "Jane"});
  const auto rows = [&](const organisation_id& owner) {
    return sql::list<sql::postgres, any_collation_table>(database.handle(), owner, {}).value().data;
  };
  CHECK(rows(acme) == std::vector<lead>{{.id = "A"}, {.id = "a", .name = "Jane"}});
  CHECK(rows(other) == std::vector<lead>{{.id = "a"}});
}

TEST_CASE("a table of PostgreSQL that was renamed counts no longer", "[sql_postgres]") {
  const kept_database database;
  database.run({"DROP TABLE IF EXISTS leads_2025", {}});
  database.run({"ALTER TABLE leads RENAME TO leads_2025", {}});
  database.migrate();
  database.run(sql::upsert<sql::postgres, kept_leads>(acme, numbered(1)).value());
  database.run({"DELETE FROM leads_2025 WHERE id < 'id3'", {}});
  database.run({"UPDATE leads_2025 SET status = 'LOST'", {}});
  database.run({"TRUNCATE leads_2025", {}});
  CHECK(database.rows_and_counted() == std::pair<std::int64_t, std::int64_t>(1, 1));
  database.run({"DROP TABLE leads_2025", {}});
}

TEST_CASE("a migration of PostgreSQL leaves alone what another schema of the search_path keeps",
          "[sql_postgres]") {
  const kept_database database;
  const auto before = database.rows_and_counted();
  {
    const postgres_database tenant;
    tenant.run({"DROP SCHEMA IF EXISTS tenant CASCADE", {}});
    tenant.run({"CREATE SCHEMA tenant", {}});
    tenant.run({"SET search_path = tenant, public", {}});
    for (const auto& all : {sql::migrate<sql::postgres, kept_leads>(),
                            sql::migrate<sql::postgres, searched_leads>()}) {
      for (const auto& each : all) {
        tenant.run(each);
      }
    }
    CHECK(text_of(tenant,
                  "SELECT string_agg(indexname, ' ' ORDER BY indexname) FROM pg_indexes "
                  "WHERE schemaname = 'tenant' AND indexname LIKE '%search'") == "leads_by_search");
    tenant.run({"DROP SCHEMA tenant CASCADE", {}});
  }
  CHECK(text_of(database, "SELECT CAST(to_regclass('leads_search') AS text)") == "leads_search");
  CHECK(database.rows_and_counted() == before);
}

TEST_CASE("check_table refuses a table of PostgreSQL with another collation", "[sql_postgres]") {
  const leads_database database;
  CHECK_FALSE(sql::check_table<sql::leads_table>(database.handle()));
  database.run({"ALTER TABLE leads ALTER COLUMN id TYPE text COLLATE \"und-x-icu\"", {}});
  const auto refused = sql::check_table<sql::leads_table>(database.handle());
  REQUIRE(refused);
  CHECK(refused->code == database_errc::failed);
  CHECK(refused->message.starts_with("the column id compares by und-x-icu and not by bytes"));
  CHECK_FALSE(
      sql::check_table<any_collation_table>(database.handle())); // the key tells "a" from "A"
  database.run({"ALTER TABLE leads DROP COLUMN client_id", {}});
  CHECK(sql::check_table<any_collation_table>(database.handle())->message ==
        "the table has no column client_id");
  database.run({"DROP TABLE leads", {}});
  CHECK(sql::check_table<any_collation_table>(database.handle())->message.starts_with("42P01: "));
}

TEST_CASE("check_table refuses keys and types of PostgreSQL that mix rows", "[sql_postgres]") {
  const postgres_database database;
  database.create_caseless<any_collation_table>();
  const auto problem = [&] {
    const auto found = sql::check_table<any_collation_table>(database.handle());
    return found ? found->message : "";
  };
  CHECK(problem().empty());
  database.run({"CREATE UNIQUE INDEX caseless_key ON leads (id, organisation_id)", {}});
  CHECK(problem() == "the unique index caseless_key is not one of the bytes of (organisation_id, "
                     "id), so an upsert may replace another row: drop it");
  database.run({"DROP INDEX caseless_key", {}});
  database.run({"DROP INDEX leads_organisation_id_id_idx", {}});
  database.run({"CREATE UNIQUE INDEX ON leads (organisation_id COLLATE \"C\", id COLLATE \"C\", "
                "name)",
                {}});
  CHECK(problem() == "the table has no unique index of the bytes of (organisation_id, id): create "
                     "one");
  database.run({"CREATE EXTENSION IF NOT EXISTS citext", {}});
  for (const auto& [type, name] : {std::pair("citext COLLATE \"C\"", "citext"),
                                   {"char(40) COLLATE \"C\"", "character"},
                                   {"varchar(40)", ""}}) {
    const leads_database plain;
    plain.run({"ALTER TABLE leads ALTER COLUMN id TYPE " + std::string(type) +
                   (*name == '\0' ? " COLLATE \"C\"" : ""),
               {}});
    const auto found = sql::check_table<sql::leads_table>(plain.handle());
    CHECK((found ? found->message : "") ==
          (*name == '\0' ? ""
                         : "the column id has the type " + std::string(name) +
                               ", which does not keep every text as it is: give it text"));
  }
  // Shards have the key of a coordinator's table.
  database.run({"DROP TABLE leads", {}});
  database.run(sql::create_table<sql::postgres_fdw>());
  CHECK_FALSE(problem().empty()); // no shards yet
  database.run({"DROP TABLE leads", {}});
}

TEST_CASE("errors of PostgreSQL are classified", "[sql_postgres]") {
  const leads_database database;
  CHECK_FALSE(sql::check_database(database.handle()));
  database.run({"SET client_encoding = 'LATIN1'", {}});
  CHECK(sql::check_database(database.handle())->message ==
        "client_encoding is LATIN1 and not UTF8");
  database.run({"SET client_encoding = 'UTF8'", {}});
  for (const char* const digits : {"0", "-15"}) {
    database.run({"SET extra_float_digits = " + std::string(digits), {}});
    CHECK(sql::check_database(database.handle())->message ==
          "extra_float_digits is " + std::string(digits) +
              " and not at least 1, so numbers would be rounded");
  }
  database.run({"SET extra_float_digits = 3", {}});
  CHECK_FALSE(sql::check_database(database.handle()));

  CHECK(sql::execute(database.handle(), {"SELECT no_such_column", {}})->code ==
        database_errc::failed);
  CHECK(sql::execute(database.handle(), {"SELECT no_such_column", {}})
            ->message.starts_with("42703: "));

  database.run(sql::upsert<sql::postgres>(acme, hard_to_quote()).value());
  database.run({"UPDATE leads SET emails = '[1]'", {}});
  CHECK(sql::list<sql::postgres>(database.handle(), acme, {}).error() ==
        sql::database_error{database_errc::unreadable_row, "malformed_list in emails",
                            sql::row_error{sql::row_errc::malformed_list, "emails"}});

  CHECK(sql::execute(database.handle(), {"SELECT $1::text", {std::string("a\0b", 3)}}) ==
        sql::database_error{database_errc::failed, "parameter 1 has U+0000", std::nullopt});
  CHECK(sql::execute(database.handle(), {"SELECT $1::text, $2::text", {std::string("a")}})->code ==
        database_errc::failed); // a missing parameter
  CHECK(sql::execute(database.handle(), {"", {}})->code == database_errc::failed);
  CHECK(sql::execute(database.handle(), {"SELECT 1; SELECT 2", {}})->code == database_errc::failed);
  static_cast<void>(sql::execute(database.handle(), {"SELECT 'x'::bytea, 1.5::float8", {}},
                                 [&](const sql::postgres_row& each) {
                                   CHECK_FALSE(each.text(0));
                                   CHECK_FALSE(each.integer(0));
                                   CHECK_FALSE(each.integer(1));
                                   return std::optional<sql::row_error>();
                                 }));
  database.run({"BEGIN", {}});
  CHECK(sql::execute(database.handle(), {"SELECT no_such_column", {}}));
  CHECK(sql::execute(database.handle(), {"COMMIT", {}}) ==
        sql::database_error{database_errc::failed,
                            "the transaction had failed before, and is rolled back", std::nullopt});
  database.run({"BEGIN", {}});
  database.run({" rollback", {}});
  database.run({"BEGIN", {}});
  database.run({"COMMIT", {}});
  database.run({"SET statement_timeout = '10ms'", {}});
  CHECK(sql::execute(database.handle(), {"SELECT pg_sleep(10)", {}})->code ==
        database_errc::unavailable);
  database.run({"SET statement_timeout = 0", {}});

  const postgres_database other;
  other.run({"SET lock_timeout = '10ms'", {}});
  database.run({"BEGIN", {}});
  database.run({"LOCK TABLE leads", {}});
  const auto busy = sql::list<sql::postgres>(other.handle(), acme, {});
  REQUIRE_FALSE(busy.has_value());
  CHECK(busy.error().code == database_errc::busy);
  database.run({"ROLLBACK", {}});

  const auto ended =
      sql::execute(other.handle(), {"SELECT pg_terminate_backend(pg_backend_pid())", {}});
  REQUIRE(ended);
  CHECK(ended->code == database_errc::unavailable);
  CHECK(sql::list<sql::postgres>(other.handle(), acme, {}).error().code ==
        database_errc::unavailable);
  CHECK(sql::check_database(other.handle())->code == database_errc::unavailable);
}

TEST_CASE("a connection that the server closed is unavailable at once, and PQstatus shows it",
          "[sql_postgres]") {
  const leads_database database;
  const std::string cluster = std::string(std::getenv("LEADCORE_POSTGRES")) + "/cluster 0 ";
  REQUIRE(std::system((cluster + "stop").c_str()) == 0);
  const auto lost = sql::list<sql::postgres>(database.handle(), acme, {});
  const ConnStatusType status = PQstatus(database.handle());
  REQUIRE(std::system((cluster + "start").c_str()) == 0);
  REQUIRE_FALSE(lost.has_value());
  CHECK(lost.error().code == database_errc::unavailable);
  CHECK_FALSE(lost.error().message.empty());
  CHECK(status == CONNECTION_BAD); // so that a server reconnects before the next query
  PQreset(database.handle());
  CHECK(sql::list<sql::postgres>(database.handle(), acme, {}).has_value());
}
