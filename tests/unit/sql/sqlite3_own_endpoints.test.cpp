// SPDX-License-Identifier: BSL-1.0
#include <leadcore/sql/sqlite3.hpp>

#include "support/memory_database.hpp"
#include "support/own_endpoints.hpp"
#include "support/sql.hpp"

#include <leadcore/query/list.hpp>
#include <leadcore/query/query_string.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

using namespace leadcore;
using leadcore::testing::acme;
using leadcore::testing::memory_database;

TEST_CASE("SQLite answers an endpoint of one's own from its query string", "[sql_sqlite]") {
  const memory_database database;
  database.run(sql::create_table<sql::sqlite, own_crm::endpoint>());
  std::vector<own_crm::contact> rows(3);
  rows[0] = {.id = "a", .name = "Jane", .source = "web", .score = 1};
  rows[1] = {.id = "b", .name = "jane", .source = "web", .score = 5, .tags = {"x", "\"y\""}};
  rows[2] = {.id = "c", .name = "jane", .score = 9};
  for (const own_crm::contact& each : rows) {
    database.run(sql::upsert<sql::sqlite, own_crm::endpoint>(acme, each).value());
  }
  const auto query = parse_query<own_crm::endpoint>("source=web&search=jane&pageSize=2");
  REQUIRE(query.has_value());
  const auto page = sql::list<sql::sqlite, own_crm::endpoint>(database.handle(), acme, *query);
  REQUIRE(page.has_value());
  CHECK((*page).pagination.total == 2);
  REQUIRE((*page).data.size() == 2);
  CHECK(equal_records<own_crm::contact>((*page).data[0], rows[1]));
  CHECK(equal_records<own_crm::contact>((*page).data[1], rows[0]));
  database.run(sql::erase<sql::sqlite, own_crm::endpoint>(acme, "b"));
  CHECK((*sql::list<sql::sqlite, own_crm::endpoint>(database.handle(), acme, *query)).data.size() ==
        1);
}

namespace {

/// An order with an enumeration and one nullable key.
struct soonest : own_sales::deals {
  static constexpr auto order =
      lexicographic_order{std::tuple{ascending<"due">, descending<"stage">, ascending<"id">}};
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
  CHECK(plan_of<own_sales::deals>("") ==
        steps{"SEARCH deals USING INDEX deals_by_order (organisation_id=?)",
              "USE TEMP B-TREE FOR RIGHT PART OF ORDER BY"});
}

TEST_CASE("SQLite orders deals as list() does", "[sql_sqlite]") {
  const memory_database database;
  database.run(sql::create_table<sql::sqlite, own_sales::deals>());
  std::vector<own_sales::deal> rows;
  for (const own_sales::stage stage : {own_sales::stage::closed, own_sales::stage::open,
                                       own_sales::stage::lost, own_sales::stage::almost}) {
    for (const std::int64_t due : {0, 2, 1}) {
      rows.push_back({.id = std::to_string(rows.size()), .stage = stage});
      if (due != 0) {
        rows.back().due = timestamp::from_milliseconds(due);
      }
      database.run(sql::upsert<sql::sqlite, own_sales::deals>(acme, rows.back()).value());
    }
  }
  const auto agrees = [&](auto... nulls) {
    const auto expected = list<own_sales::deals>(rows, own_sales::deal_query{}, nulls...);
    const auto page =
        sql::list<sql::sqlite, own_sales::deals>(database.handle(), acme, {}, nulls...);
    REQUIRE(page.has_value());
    REQUIRE((*page).data.size() == expected.data.size());
    for (std::size_t i = 0; i < expected.data.size(); ++i) {
      INFO(i);
      CHECK((*page).data[i].id == expected.data[i].id);
    }
  };
  agrees(); // as declared: no due date first
  agrees(nulls_last);
  agrees(nulls_first);
}

TEST_CASE("a filter's OR does not reach rows of another organisation", "[sql_sqlite]") {
  const memory_database database;
  database.run(sql::create_table<sql::sqlite, own_crm::endpoint>());
  const auto other = parse_organisation_id("other").value();
  database.run(
      sql::upsert<sql::sqlite, own_crm::endpoint>(other, own_crm::contact{.id = "a"}).value());
  own_crm::query query;
  query.hot = 1;
  CHECK((*sql::list<sql::sqlite, own_crm::endpoint>(database.handle(), acme, query)).data.empty());
  CHECK((*sql::list<sql::sqlite, own_crm::endpoint>(database.handle(), other, query)).data.size() ==
        1);
}

TEST_CASE("SQLite searches for each word", "[sql_sqlite]") {
  const memory_database database;
  database.run(sql::create_table<sql::sqlite, own_sales::deals>());
  for (const std::string_view title : {"Doe, Jane", "Jane", "Doe"}) {
    own_sales::deal each{.id = std::string(title), .title = std::string(title)};
    database.run(sql::upsert<sql::sqlite, own_sales::deals>(acme, each).value());
  }
  const auto query = parse_query<own_sales::deals>("search=jane+doe");
  REQUIRE(query.has_value());
  const auto page = sql::list<sql::sqlite, own_sales::deals>(database.handle(), acme, *query);
  REQUIRE(page.has_value());
  REQUIRE((*page).data.size() == 1);
  CHECK((*page).data.front().id == "Doe, Jane");
}

TEST_CASE("a bool of SQLite is 0 or 1, and a number is stored exactly", "[sql_sqlite]") {
  const memory_database database;
  database.run(sql::create_table<sql::sqlite, own_sales::deals>());
  own_sales::deal deal;
  deal.id = "1";
  deal.won = true;
  deal.probability = 3.0000000000000004;
  database.run(sql::upsert<sql::sqlite, own_sales::deals>(acme, deal).value());
  CHECK(sql::execute(database.handle(), {"UPDATE deals SET won = 2", {}}));
  CHECK(sql::execute(database.handle(), {"UPDATE deals SET stage = 'OTHER'", {}}));
  const auto page = sql::list<sql::sqlite, own_sales::deals>(database.handle(), acme, {});
  REQUIRE(page.has_value());
  REQUIRE((*page).data.size() == 1);
  CHECK((*page).data.front().won);
  CHECK((*page).data.front().probability == 3.0000000000000004);
  database.run({"ALTER TABLE deals DROP COLUMN amount", {}});
  CHECK(sql::check_table<own_sales::deals>(database.handle())->message ==
        "no such table column: deals.amount");
}
