// SPDX-License-Identifier: BSL-1.0
#include <leadcore/sql/libpq.hpp>

#include "support/shards.hpp"
#include "support/sql.hpp"

#include <leadcore/query/list.hpp>
#include <leadcore/query/query_string.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

using namespace leadcore;
using leadcore::testing::occurrences;
using leadcore::testing::postgres_database;
using leadcore::testing::sharded_database;
using leadcore::testing::shards;
using leadcore::testing::with_shard;
using sql::database_errc;

namespace {

/// The statements of a plan that shards run.
std::vector<std::string> remote(const std::string& plan) {
  std::vector<std::string> out;
  for (std::size_t at = 0; (at = plan.find("Remote SQL: ", at)) != std::string::npos; ++at) {
    out.push_back(plan.substr(at + 12, plan.find('\n', at) - at - 12));
  }
  return out;
}

constexpr std::string_view in_order =
    " ORDER BY next_call_at ASC NULLS LAST, created_at DESC NULLS FIRST, id ASC NULLS LAST";

/// Inserts leads of an organisation through the coordinator.
std::vector<lead> fill(const sharded_database& database, const organisation_id& organisation,
                       int leads) {
  std::vector<lead> out;
  for (int i = 0; i < leads; ++i) {
    lead each{.id = "id" + std::to_string(i), .name = "Jane " + std::to_string(i)};
    each.company = std::string(organisation.view());
    each.created_at = timestamp::from_milliseconds(i % 5).value();
    if (i % 3 != 0) {
      each.next_call_at = timestamp::from_milliseconds(i % 7);
    }
    database.run(sql::upsert<sql::postgres_fdw>(organisation, each).value());
    out.push_back(each);
  }
  return out;
}
/// Inserts thousands of rows on a shard, so that the planners choose by cost.
void fill_shard(const organisation_id& organisation, int shard) {
  const postgres_database there(shard + 1);
  lead first{.id = "1", .name = "Jane"};
  there.run(sql::upsert<sql::postgres>(organisation, first).value());
  there.run(
      {"INSERT INTO leads SELECT organisation_id, 'id' || i, name, phones, emails, primary_phone, "
       "primary_email, contact_id, "
       "company, source, (array['LOST', 'CONTACTED'])[1 + i % 2], notes, CASE WHEN i % 4 <> 0 THEN "
       "i % "
       "500 END, i % 77, "
       "updated_at, assigned_to_id, client_id, search_text FROM leads, generate_series(1, 20000) i",
       {}});
  there.run({"ANALYZE leads", {}});
}

} // namespace

// decision 0103
TEST_CASE("one shard does the work of a statement: the filter, the order and the count",
          "[shards]") {
  const sharded_database database;
  const organisation_id one = database.one_of_each()[1];
  fill_shard(one, 1);
  const lead_query query = parse_query("status=LOST&search=jane&page=2").value();

  const std::string page = database.plan(sql::select_page<sql::postgres_fdw>(one, query));
  INFO(page);
  const auto remote_sql = remote(page);
  REQUIRE(remote_sql.size() == 1); // no other shard
  CHECK(page.find("Foreign Scan on public.leads_1") != std::string::npos);
  CHECK(remote_sql[0].find("(organisation_id = ") != std::string::npos);
  CHECK(remote_sql[0].find("(status = 'LOST'") != std::string::npos);
  CHECK(remote_sql[0].find("(search_text ~~ '%jane%'") != std::string::npos);
  CHECK(remote_sql[0].ends_with(in_order));
  CHECK(page.find("Sort") == std::string::npos);
  CHECK(page.starts_with("Limit\n")); // on the coordinator; see below

  // The shard sends the rows up to the end of the page, not all that match: a foreign scan fetches
  // rows on demand.
  const std::string measured =
      database.plan(sql::select_page<sql::postgres_fdw>(one, {}),
                    "ANALYZE, VERBOSE, COSTS OFF, TIMING OFF, SUMMARY OFF");
  INFO(measured);
  CHECK(measured.find("Foreign Scan on public.leads_1 leads (actual rows=50 loops=1)") !=
        std::string::npos);

  // A query on the partition pushes the limit down to the shard.
  const auto partition = sql::find_partition<sql::postgres_fdw>(database.handle(), one);
  REQUIRE(partition.has_value());
  CHECK(*partition == sql::partition{"public", "leads_1"});
  const std::string direct_plan =
      database.plan(sql::select_page<sql::postgres_fdw>(one, query, nulls_last, *partition));
  INFO(direct_plan);
  CHECK(direct_plan.starts_with("Foreign Scan on public.leads_1\n"));
  const auto direct = remote(direct_plan);
  REQUIRE(direct.size() == 1);
  CHECK(direct[0].find("(search_text ~~ '%jane%'") != std::string::npos);
  CHECK(direct[0].ends_with(std::string(in_order) + " LIMIT 50::bigint OFFSET 50::bigint"));
  const auto with_total = remote(
      database.plan(sql::page_with_total<sql::postgres_fdw>(one, query, nulls_last, *partition)));
  REQUIRE(with_total.size() == 2);
  CHECK(with_total[0].starts_with("SELECT count(*), "));
  CHECK(with_total[1].ends_with(" LIMIT 50::bigint OFFSET 50::bigint"));

  const auto counted = remote(database.plan(sql::count<sql::postgres_fdw>(one, query)));
  REQUIRE(counted.size() == 1);
  CHECK(counted[0].starts_with("SELECT count(*), "));

  const std::string both = database.plan(sql::page_with_total<sql::postgres_fdw>(one, query));
  INFO(both);
  CHECK(remote(both).size() == 2);
  CHECK(occurrences(both, "Foreign Scan") == 2);
  CHECK(occurrences(both, "public.leads_0") + occurrences(both, "public.leads_2") == 0);

  const auto cursor =
      sql::make_cursor(lead{.id = "id5", .next_call_at = timestamp::from_milliseconds(5)});
  const auto next =
      remote(database.plan(sql::select_page<sql::postgres_fdw>(one, {}, sql::after(*cursor))));
  REQUIRE(next.size() == 4);
  for (const std::string& each : next) {
    INFO(each);
    CHECK(each.find("(organisation_id = ") != std::string::npos);
    CHECK(each.find(" ORDER BY ") != std::string::npos);
  }

  // decision 0103: keyset pagination on the partition reads at most a page from each branch.
  const std::string walked = database.plan(
      sql::select_page<sql::postgres_fdw>(one, {}, sql::after(*cursor), nulls_last, *partition),
      "ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF");
  INFO(walked);
  CHECK(occurrences(walked, "Foreign Scan on leads_1") == 4);
  constexpr std::string_view actual = "(actual rows=";
  for (std::size_t at = 0; (at = walked.find(actual, at)) != std::string::npos;) {
    at += actual.size();
    CHECK(std::stoi(walked.substr(at)) <= 50);
  }
}

TEST_CASE("rows are on the shard of their organisation, and pages are those of list()",
          "[shards]") {
  const sharded_database database;
  const auto owners = database.one_of_each();
  for (int shard = 0; shard < shards; ++shard) {
    const organisation_id& owner = owners[static_cast<std::size_t>(shard)];
    auto rows = fill(database, owner, 30);
    rows[3].name = "changed";
    rows[3].status = lead_status::lost;
    database.run(sql::upsert<sql::postgres_fdw>(owner, rows[3]).value());
    database.run(sql::erase<sql::postgres_fdw>(owner, rows[4].id));
    CHECK_FALSE(sql::check_table<sql::leads_table>(database.handle())); // the shards have the key
    rows.erase(rows.begin() + 4);
    const postgres_database there(shard + 1);
    const auto partition = sql::find_partition<sql::postgres_fdw>(database.handle(), owner);
    REQUIRE(partition.has_value());
    CHECK(*partition == sql::partition{"public", "leads_" + std::to_string(shard)});
    for (const char* const raw : {"", "pageSize=7&page=3", "status=LOST", "search=changed",
                                  "search=organisation", "page=50"}) {
      const lead_query query = parse_query(raw).value();
      INFO(raw);
      CHECK(sql::list<sql::postgres_fdw>(database.handle(), owner, query) == list(rows, query));
      CHECK(sql::list<sql::postgres>(there.handle(), owner, query) == list(rows, query));
      CHECK(sql::list<sql::postgres_fdw>(database.handle(), owner, query, nulls_last, *partition) ==
            list(rows, query));
      CHECK(sql::read_leads(database.handle(), sql::select_page<sql::postgres_fdw>(
                                                   owner, query, nulls_first, *partition)) ==
            sql::read_leads(database.handle(),
                            sql::select_page<sql::postgres_fdw>(owner, query, nulls_first)));
    }
    {
      const auto cursor = sql::make_cursor(rows.back());
      CHECK(sql::read_leads(database.handle(),
                            sql::select_page<sql::postgres_fdw>(owner, {}, sql::after(*cursor),
                                                                nulls_last, *partition)) ==
            sql::read_leads(there.handle(),
                            sql::select_page<sql::postgres>(owner, {}, sql::after(*cursor))));
    }
  }
}

TEST_CASE("a shard that is down is an error for its own organisations only, until it is back",
          "[shards]") {
  const sharded_database database;
  const auto owners = database.one_of_each();
  std::vector<std::vector<lead>> rows;
  for (const organisation_id& owner : owners) {
    rows.push_back(fill(database, owner, 5));
  }
  const auto answer = [&](std::size_t shard) {
    return sql::list<sql::postgres_fdw>(database.handle(), owners[shard], {});
  };
  with_shard(1, "stop");
  for (int again = 0; again < 2; ++again) {
    CHECK(answer(0) == list(rows[0], lead_query{}));
    const auto gone = answer(1);
    REQUIRE_FALSE(gone.has_value());
    CHECK(gone.error().code == database_errc::unavailable);
    INFO(gone.error().message);
    CHECK(gone.error().message.find("shard1") != std::string::npos);
    CHECK(answer(2) == list(rows[2], lead_query{}));
    const auto refused = sql::execute(
        database.handle(), sql::upsert<sql::postgres_fdw>(owners[1], rows[1][0]).value());
    REQUIRE(refused);
    CHECK(refused->code == database_errc::unavailable);
  }
  with_shard(1, "start");
  CHECK(answer(1) == list(rows[1], lead_query{}));
  CHECK_FALSE(sql::execute(database.handle(),
                           sql::upsert<sql::postgres_fdw>(owners[1], rows[1][0]).value()));
}

TEST_CASE("an organisation without a partition is an error, not an empty page", "[shards]") {
  const sharded_database database;
  const organisation_id one = database.one_of_each()[1];
  database.run({"ALTER TABLE leads DETACH PARTITION leads_1", {}});
  const auto none = sql::find_partition<sql::postgres_fdw>(database.handle(), one);
  REQUIRE_FALSE(none.has_value());
  CHECK(none.error() == sql::database_error{database_errc::failed,
                                            "no partition takes the organisation", std::nullopt});
  database.run({"DROP FOREIGN TABLE leads_1", {}});
  const sql::partition gone{"", "leads_1"};
  CHECK(sql::list<sql::postgres_fdw>(database.handle(), one, {}, nulls_last, gone).error().code ==
        database_errc::failed);
  database.run({"DROP TABLE leads", {}});
  CHECK(sql::find_partition<sql::postgres_fdw>(database.handle(), one).error().code ==
        database_errc::failed);
}
