// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TESTS_SUPPORT_SHARDS_HPP
#define LEADCORE_TESTS_SUPPORT_SHARDS_HPP

// A table over three shards: cluster 0 is the coordinator, 1 to 3 hold the rows, as in
// docs/how_to/scale_out.md.

#include "support/postgres_database.hpp"

#include <leadcore/sql/libpq.hpp>

#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace leadcore::testing {

inline constexpr int shards = 3;

/// Starts the cluster of a shard, or stops it without a clean shutdown.
inline void with_shard(int shard, const std::string& action) {
  const std::string command = std::string(std::getenv("LEADCORE_POSTGRES")) + "/cluster " +
                              std::to_string(shard + 1) + " " + action;
  REQUIRE(std::system(command.c_str()) == 0);
}

struct sharded_database : postgres_database {
  sharded_database() {
    const std::string folder = std::getenv("LEADCORE_POSTGRES");
    run({"DROP EXTENSION IF EXISTS postgres_fdw CASCADE", {}});
    run({"DROP TABLE IF EXISTS leads", {}});
    run({"CREATE EXTENSION postgres_fdw", {}});
    run(sql::create_table<sql::postgres_fdw>());
    for (int shard = 0; shard < shards; ++shard) {
      const postgres_database there(shard + 1);
      there.run({"DROP TABLE IF EXISTS leads", {}});
      there.run(sql::create_table<sql::postgres>());
      for (const auto& each : sql::create_indexes<sql::postgres>()) {
        there.run(each);
      }
      const std::string number = std::to_string(shard);
      run({"CREATE SERVER shard" + number + " FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '" +
               folder + "/socket" + std::to_string(shard + 1) +
               "', dbname 'postgres', use_remote_estimate 'true')",
           {}});
      run({"CREATE USER MAPPING FOR CURRENT_USER SERVER shard" + number +
               " OPTIONS (user 'postgres')",
           {}});
      run({"CREATE FOREIGN TABLE leads_" + number +
               " PARTITION OF leads FOR VALUES WITH (MODULUS 3, REMAINDER " + number +
               ") SERVER shard" + number + " OPTIONS (table_name 'leads')",
           {}});
    }
    run({"SET enable_partitionwise_aggregate = on", {}}); // shards count the totals
  }
  /// The query plan with the statements that shards run.
  [[nodiscard]] std::string plan(sql::statement of,
                                 std::string_view options = "VERBOSE, COSTS OFF") const {
    return postgres_database::plan(std::move(of), options);
  }
  /// The shard of an organisation.
  [[nodiscard]] int shard_of(const organisation_id& organisation) const {
    std::int64_t found = -1;
    const auto failed = sql::execute(handle(),
                                     {"SELECT n FROM generate_series(0, 2) AS n WHERE "
                                      "satisfies_hash_partition('leads'::regclass, 3, n, $1::text)",
                                      {std::string(organisation.view())}},
                                     [&](const sql::postgres_row& row) {
                                       found = row.integer(0).value_or(-1);
                                       return std::optional<sql::row_error>();
                                     });
    REQUIRE_FALSE(failed);
    REQUIRE(found >= 0);
    return static_cast<int>(found);
  }
  /// One organisation on each shard.
  [[nodiscard]] std::vector<organisation_id> one_of_each() const {
    std::vector<organisation_id> out;
    for (int number = 0; out.size() < static_cast<std::size_t>(shards); ++number) {
      const organisation_id next =
          parse_organisation_id("organisation " + std::to_string(number)).value();
      if (shard_of(next) == static_cast<int>(out.size())) {
        out.push_back(next);
      }
    }
    return out;
  }
};

} // namespace leadcore::testing

#endif
