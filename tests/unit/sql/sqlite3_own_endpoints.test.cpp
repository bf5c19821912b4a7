// SPDX-License-Identifier: BSL-1.0
#include <leadcore/sql/sqlite3.hpp>

#include "support/endpoints.hpp"
#include "support/memory_database.hpp"
#include "support/sql.hpp"

#include <leadcore/query/list.hpp>
#include <leadcore/query/query_string.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

using namespace leadcore;
using leadcore::testing::acme;
using leadcore::testing::memory_database;

TEST_CASE("SQLite answers an endpoint of one's own from its query string", "[sql_sqlite]") {
  const memory_database database;
  database.run(sql::create_table<sql::sqlite, crm::endpoint>());
  std::vector<crm::contact> rows(3);
  rows[0].id = "a", rows[0].name = "Jane", rows[0].source = "web", rows[0].score = 1;
  rows[1].id = "b", rows[1].name = "jane", rows[1].source = "web", rows[1].score = 5;
  rows[1].tags = {"x", "\"y\""};
  rows[2].id = "c", rows[2].name = "jane", rows[2].score = 9;
  for (const crm::contact& each : rows) {
    database.run(sql::upsert<sql::sqlite, crm::endpoint>(acme, each).value());
  }
  const auto query = parse_query<crm::endpoint>("source=web&search=jane&pageSize=2");
  REQUIRE(query.has_value());
  const auto page = sql::list<sql::sqlite, crm::endpoint>(database.handle(), acme, *query);
  REQUIRE(page.has_value());
  CHECK((*page).pagination.total == 2);
  REQUIRE((*page).data.size() == 2);
  CHECK(equal_records<crm::contact>((*page).data[0], rows[1]));
  CHECK(equal_records<crm::contact>((*page).data[1], rows[0]));
  database.run(sql::erase<sql::sqlite, crm::endpoint>(acme, "b"));
  CHECK((*sql::list<sql::sqlite, crm::endpoint>(database.handle(), acme, *query)).data.size() == 1);
}

namespace {

/// Leads whose key is not their first field.
struct by_contact : leads_endpoint {
  static constexpr auto key = field<"contact_id">;
  static constexpr auto order = lexicographic_order{std::tuple{ascending<"contact_id">}};
};
/// An order with an enumeration and one nullable key.
struct soonest : sales::endpoint {
  static constexpr auto order = lexicographic_order{
      std::tuple{ascending<"due_at">, descending<"stage">, ascending<"number">}};
};
template <class Endpoint> std::vector<std::string> plan_of(std::string_view raw) {
  const memory_database database;
  database.run(sql::create_table<sql::sqlite, Endpoint>());
  for (const auto& each : sql::create_indexes<sql::sqlite, Endpoint>()) {
    database.run(each);
  }
  return database.plan(
      sql::select_page<sql::sqlite, Endpoint>(acme, parse_query<Endpoint>(raw).value()));
}

} // namespace

TEST_CASE("pages are ranges of an index, also where an enumeration is a key", "[sql_sqlite]") {
  using steps = std::vector<std::string>;
  CHECK(plan_of<soonest>("") ==
        steps{"SEARCH deals USING INDEX deals_by_order (organisation_id=?)"});
  CHECK(plan_of<soonest>("stage=LOST") ==
        steps{"SEARCH deals USING INDEX deals_by_stage (organisation_id=? AND stage=?)"});
  CHECK(plan_of<soonest>("amountFrom=5").front() ==
        "SEARCH deals USING INDEX deals_by_amount (organisation_id=? AND amount>?)");
  // An index of SQLite serves one nullable key with nulls in another place. Rows that are equal in
  // all keys before the second one are sorted.
  CHECK(plan_of<sales::endpoint>("") ==
        steps{"SEARCH deals USING INDEX deals_by_order (organisation_id=?)",
              "USE TEMP B-TREE FOR RIGHT PART OF ORDER BY"});
}

TEST_CASE("SQLite replaces every column of a row but the key, wherever the key stands",
          "[sql_sqlite]") {
  const memory_database database;
  database.run(sql::create_table<sql::sqlite, by_contact>());
  lead each{.id = "1", .name = "Jane"};
  each.contact_id = "c";
  for (const char* const id : {"1", "2"}) {
    each.id = id;
    database.run(sql::upsert<sql::sqlite, by_contact>(acme, each).value());
  }
  CHECK(sql::list<sql::sqlite, by_contact>(database.handle(), acme, {}).value().data ==
        std::vector{each});
}

TEST_CASE("SQLite orders enumerations as list() does", "[sql_sqlite]") {
  const memory_database database;
  database.run(sql::create_table<sql::sqlite, metering::endpoint>());
  std::vector<metering::gauge> rows;
  for (const auto phase : std::vector<std::optional<metering::phase>>{
           metering::phase::closed, metering::phase::open, std::nullopt, metering::phase::lost,
           metering::phase::almost}) {
    for (const std::uint64_t reading : {0U, 2U, 1U}) {
      rows.push_back({.code = std::to_string(rows.size()), .reading = reading, .phase = phase});
      database.run(sql::upsert<sql::sqlite, metering::endpoint>(acme, rows.back()).value());
    }
  }
  const auto agrees = [&](auto... how) {
    const auto expected = list<metering::endpoint>(rows, metering::query{}, how...);
    const auto page =
        sql::list<sql::sqlite, metering::endpoint>(database.handle(), acme, {}, how...);
    REQUIRE(page.has_value());
    CHECK((*page).data == expected.data);
  };
  agrees(); // as declared: no phase first
  agrees(nulls_last);
  agrees(nulls_first);
  agrees(lexicographic_order{std::tuple{ascending<"phase">, descending<"code">}});
}

TEST_CASE("a filter's OR does not reach rows of another organisation", "[sql_sqlite]") {
  const memory_database database;
  database.run(sql::create_table<sql::sqlite, metering::endpoint>());
  const auto other = parse_organisation_id("other").value();
  database.run(
      sql::upsert<sql::sqlite, metering::endpoint>(other, metering::gauge{.code = "a"}).value());
  metering::query query;
  query.urgent = 1;
  const auto found = [&](const organisation_id& owner) {
    return sql::list<sql::sqlite, metering::endpoint>(database.handle(), owner, query)
        .value()
        .data.size();
  };
  CHECK(found(acme) == 0);
  CHECK(found(other) == 1);
}

TEST_CASE("SQLite searches for each word", "[sql_sqlite]") {
  const memory_database database;
  database.run(sql::create_table<sql::sqlite, sales::endpoint>());
  for (const std::string_view title : {"Doe, Jane", "Jane", "Doe"}) {
    sales::deal each;
    each.number = each.title = title;
    database.run(sql::upsert<sql::sqlite, sales::endpoint>(acme, each).value());
  }
  const auto query = parse_query<sales::endpoint>("q=jane+doe");
  REQUIRE(query.has_value());
  const auto page = sql::list<sql::sqlite, sales::endpoint>(database.handle(), acme, *query);
  REQUIRE(page.has_value());
  REQUIRE((*page).data.size() == 1);
  CHECK((*page).data.front().number == "Doe, Jane");
}

TEST_CASE("a bool of SQLite is 0 or 1, and a number is stored exactly", "[sql_sqlite]") {
  const memory_database database;
  database.run(sql::create_table<sql::sqlite, sales::endpoint>());
  sales::deal deal;
  deal.number = "1";
  deal.signed_off = true;
  deal.probability = 3.0000000000000004;
  database.run(sql::upsert<sql::sqlite, sales::endpoint>(acme, deal).value());
  CHECK(sql::execute(database.handle(), {"UPDATE deals SET signed_off = 2", {}}));
  CHECK(sql::execute(database.handle(), {"UPDATE deals SET stage = 'OTHER'", {}}));
  const auto page = sql::list<sql::sqlite, sales::endpoint>(database.handle(), acme, {});
  REQUIRE(page.has_value());
  CHECK((*page).data == std::vector{deal});
  database.run({"ALTER TABLE deals DROP COLUMN items", {}});
  CHECK(sql::check_table<sales::endpoint>(database.handle())->message ==
        "no such table column: deals.items");
}
