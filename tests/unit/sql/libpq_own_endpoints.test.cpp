// SPDX-License-Identifier: BSL-1.0
#include <leadcore/sql/libpq.hpp>

#include "support/endpoints.hpp"
#include "support/postgres_database.hpp"
#include "support/sql.hpp"

#include <leadcore/query/query_string.hpp>

#include <string>
#include <string_view>
#include <vector>

using namespace leadcore;
using leadcore::testing::acme;
using leadcore::testing::postgres_database;

namespace {

struct deals_database : postgres_database {
  deals_database() {
    run({"DROP TABLE IF EXISTS deals", {}});
    run(sql::create_table<sql::postgres, sales::endpoint>());
    for (const auto& each : sql::create_indexes<sql::postgres, sales::endpoint>()) {
      run(each);
    }
  }
};

} // namespace

TEST_CASE("PostgreSQL: pages of an own endpoint are ranges of an index", "[sql_postgres]") {
  const deals_database database;
  sales::deal deal;
  deal.number = "0";
  database.run(sql::upsert<sql::postgres, sales::endpoint>(acme, deal).value());
  database.run(
      {"INSERT INTO deals SELECT organisation_id, 'n' || i, title || i, 'u' || i % 9, tags, "
       "(array['OPEN', 'OFFERED', 'LOST'])[1 + i % 3], (array['WON', 'LOST'])[1 + i % 2], i, CASE "
       "WHEN i % 4 <> 0 THEN i % 500 END, i % 300, i % 7, items, i / 7.0, margin, i % 2 = 0, "
       "renewed, search_text FROM deals, generate_series(1, 6000) i",
       {}});
  database.run({"ANALYZE deals", {}});
  const auto plan_of = [&](std::string_view raw) {
    return database.plan(sql::select_page<sql::postgres, sales::endpoint>(
        acme, parse_query<sales::endpoint>(raw).value()));
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
  sales::deal deal;
  deal.number = "1";
  deal.probability = 3.0000000000000004;
  deal.signed_off = true;
  database.run(sql::upsert<sql::postgres, sales::endpoint>(acme, deal).value());
  const auto page = sql::list<sql::postgres, sales::endpoint>(database.handle(), acme, {});
  REQUIRE(page.has_value());
  CHECK((*page).data == std::vector{deal});
  CHECK(sql::execute(database.handle(), {"UPDATE deals SET stage = 'OTHER'", {}}));
  database.run({"UPDATE deals SET probability = 'NaN'", {}});
  CHECK(sql::list<sql::postgres, sales::endpoint>(database.handle(), acme, {}).error() ==
        sql::database_error{sql::database_errc::unreadable_row, "out_of_range in probability",
                            sql::row_error{sql::row_errc::out_of_range, "probability"}});
  database.run({"ALTER TABLE deals DROP COLUMN items", {}});
  CHECK(sql::check_table<sales::endpoint>(database.handle())->message ==
        "the table has no column items");
}
