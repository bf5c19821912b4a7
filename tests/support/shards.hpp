// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TESTS_SUPPORT_SHARDS_HPP
#define LEADCORE_TESTS_SUPPORT_SHARDS_HPP

// A table over three shards.

#include "support/postgres_database.hpp"
#include "support/shard_statements.hpp"

#include <leadcore/sql/libpq.hpp>

#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace leadcore::testing {

/// Starts the cluster of a shard, or stops it without a clean shutdown.
inline void with_shard(int shard, const std::string& action) {
  const std::string command = std::string(std::getenv("LEADCORE_POSTGRES")) + "/cluster " +
                              std::to_string(shard + 1) + " " + action;
  REQUIRE(std::system(command.c_str()) == 0);
}

struct sharded_database : postgres_database {
  sharded_database() {
    for (int shard = 0; shard < shards; ++shard) {
      const postgres_database there(shard + 1);
      for (const sql::statement& each : shard_statements()) {
        there.run(each);
      }
    }
    for (const sql::statement& each : coordinator_statements(std::getenv("LEADCORE_POSTGRES"))) {
      run(each);
    }
    run(on_shards);
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
