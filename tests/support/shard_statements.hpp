// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TESTS_SUPPORT_SHARD_STATEMENTS_HPP
#define LEADCORE_TESTS_SUPPORT_SHARD_STATEMENTS_HPP

// What sets up a table over three shards under tests/support/with_postgres.sh, as in
// docs/how_to/scale_out.md: cluster 0 is the coordinator, 1 to 3 hold the rows.

#include <leadcore/sql/statements.hpp>

#include <string>
#include <vector>

namespace leadcore::testing {

inline constexpr int shards = 3;

/// For each shard.
[[nodiscard]] inline std::vector<sql::statement> shard_statements() {
  std::vector<sql::statement> out{{"DROP TABLE IF EXISTS leads", {}},
                                  sql::create_table<sql::postgres>()};
  for (const sql::statement& each : sql::create_indexes<sql::postgres>()) {
    out.push_back(each);
  }
  return out;
}

/// For the coordinator, after the shards.
/// @param folder  LEADCORE_POSTGRES
[[nodiscard]] inline std::vector<sql::statement> coordinator_statements(const std::string& folder) {
  std::vector<sql::statement> out{{"DROP EXTENSION IF EXISTS postgres_fdw CASCADE", {}},
                                  {"DROP TABLE IF EXISTS leads", {}},
                                  {"CREATE EXTENSION postgres_fdw", {}},
                                  sql::create_table<sql::postgres_fdw>()};
  for (int shard = 0; shard < shards; ++shard) {
    const std::string number = std::to_string(shard);
    out.push_back({"CREATE SERVER shard" + number +
                       " FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '" + folder + "/socket" +
                       std::to_string(shard + 1) +
                       "', dbname 'postgres', use_remote_estimate 'true')",
                   {}});
    out.push_back({"CREATE USER MAPPING FOR CURRENT_USER SERVER shard" + number +
                       " OPTIONS (user 'postgres')",
                   {}});
    out.push_back({"CREATE FOREIGN TABLE leads_" + number +
                       " PARTITION OF leads FOR VALUES WITH (MODULUS 3, REMAINDER " + number +
                       ") SERVER shard" + number + " OPTIONS (table_name 'leads')",
                   {}});
  }
  return out;
}

/// For each connection to the coordinator: shards count the totals.
inline const sql::statement on_shards{"SET enable_partitionwise_aggregate = on", {}};

} // namespace leadcore::testing

#endif
