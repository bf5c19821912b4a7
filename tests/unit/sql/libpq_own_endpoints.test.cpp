// SPDX-License-Identifier: BSL-1.0
#include <leadcore/sql/libpq.hpp>

#include "support/own_endpoints.hpp"
#include "support/postgres_database.hpp"
#include "support/sql.hpp"

#include <leadcore/query/query_string.hpp>

#include <string>
#include <string_view>

using namespace leadcore;
using leadcore::testing::acme;
using leadcore::testing::postgres_database;

namespace {

struct deals_database : postgres_database {
  deals_database() {
    run({"DROP TABLE IF EXISTS deals", {}});
    run(sql::create_table<sql::postgres, own_sales::deals>());
    for (const auto& each : sql::create_indexes<sql::postgres, own_sales::deals>()) {
      run(each);
    }
  }
};

} // namespace

TEST_CASE("PostgreSQL: pages of an own endpoint are ranges of an index", "[sql_postgres]") {
  const deals_database database;
  database.run(sql::upsert<sql::postgres, own_sales::deals>(
                   acme, own_sales::deal{.id = "0", .title = "Jane"})
                   .value());
  database.run(
      {"INSERT INTO deals SELECT organisation_id, 'id' || i, title || i, i % 300, i / 7.0, i % 2 = "
       "0, (array['LOST', 'don''t know', 'CLOSED'])[1 + i % 3], CASE WHEN i % 4 <> 0 THEN i % 500 "
       "END, tags, 'r' || i % 9, search_text FROM deals, generate_series(1, 6000) i",
       {}});
  database.run({"ANALYZE deals", {}});
  const auto plan_of = [&](std::string_view raw) {
    return database.plan(sql::select_page<sql::postgres, own_sales::deals>(
        acme, parse_query<own_sales::deals>(raw).value()));
  };
  const std::string all = plan_of("pageSize=3");
  INFO(all);
  CHECK(all.find("Index Scan using deals_by_order") != std::string::npos);
  CHECK(all.find("Sort") == std::string::npos);
  const std::string lost = plan_of("stage=LOST&pageSize=3");
  INFO(lost);
  CHECK(lost.find("Index Scan using deals_by_stage") != std::string::npos);
  CHECK(lost.find("Sort") == std::string::npos);
}

TEST_CASE("PostgreSQL keeps a bool and a number exactly", "[sql_postgres]") {
  const deals_database database;
  own_sales::deal deal{.id = "1", .title = "x", .probability = 3.0000000000000004, .won = true};
  database.run(sql::upsert<sql::postgres, own_sales::deals>(acme, deal).value());
  const auto page = sql::list<sql::postgres, own_sales::deals>(database.handle(), acme, {});
  REQUIRE(page.has_value());
  REQUIRE((*page).data.size() == 1);
  CHECK(equal_records<own_sales::deal>((*page).data.front(), deal));
  CHECK(sql::execute(database.handle(), {"UPDATE deals SET stage = 'OTHER'", {}}));
  database.run({"UPDATE deals SET probability = 'NaN'", {}});
  CHECK(sql::list<sql::postgres, own_sales::deals>(database.handle(), acme, {}).error() ==
        sql::database_error{sql::database_errc::unreadable_row, "out_of_range in probability",
                            sql::row_error{sql::row_errc::out_of_range, "probability"}});
  database.run({"ALTER TABLE deals DROP COLUMN amount", {}});
  CHECK(sql::check_table<own_sales::deals>(database.handle())->message ==
        "the table has no column amount");
}
