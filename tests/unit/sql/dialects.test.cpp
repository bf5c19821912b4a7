// SPDX-License-Identifier: BSL-1.0
#include <leadcore/sql/dialects.hpp>

#include "support/catch.hpp"

#include <optional>
#include <string>

using namespace leadcore;

TEST_CASE("identifiers are quoted, and quotes in them doubled", "[sql]") {
  CHECK(sql::common_dialect::quote("leads") == "\"leads\"");
  CHECK(sql::common_dialect::quote("con\"tacts") == "\"con\"\"tacts\"");
}

TEST_CASE("a sort key says where nulls sort, for a nullable column only", "[sql]") {
  using dialect = sql::common_dialect;
  CHECK(dialect::sort_key("a", sort_direction::ascending, nulls_last) == "a ASC NULLS LAST");
  CHECK(dialect::sort_key("a", sort_direction::descending, nulls_first) == "a DESC NULLS FIRST");
  CHECK(dialect::sort_key("a", sort_direction::descending, std::nullopt) == "a DESC");
  CHECK(sql::sqlite::index_key("a", sort_direction::ascending, nulls_first) == "a ASC");
  CHECK(sql::postgres::index_key("a", sort_direction::ascending, nulls_first) ==
        "a ASC NULLS FIRST");
}

TEST_CASE("each dialect has its placeholders", "[sql]") {
  CHECK(sql::sqlite::placeholder(12) == "?12");
  CHECK(sql::postgres::placeholder(12) == "$12");
}

// decision 0101
TEST_CASE("a needle has no wildcards in any dialect", "[sql]") {
  CHECK(sql::sqlite::needle("A_%\\") == "A_%\\");
  CHECK(sql::sqlite::contains("\"a\"", "?1") == "instr(\"a\", ?1) > 0");
  CHECK(sql::postgres::needle("A_%\\") == "%A\\_\\%\\\\%");
  CHECK(sql::postgres::contains("\"a\"", "$1") == "\"a\" LIKE $1");
}

TEST_CASE("an upsert replaces every column but the key", "[sql]") {
  const sql::row_to_write row{"leads",
                              {"org", "id"},
                              {"org", "id", "name"},
                              {"text", "text", "text"},
                              {"$1", "$2", "$3"},
                              {"org", "id COLLATE c"}};
  CHECK(sql::postgres::upsert(row) ==
        "INSERT INTO leads (org, id, name) VALUES ($1, $2, $3) ON CONFLICT (org, id) DO UPDATE SET "
        "name = excluded.name");
  // Foreign tables have no ON CONFLICT.
  CHECK(sql::postgres_fdw::upsert(row) ==
        "WITH gone AS (DELETE FROM leads WHERE org = $1 AND id COLLATE c = $2 RETURNING 1) INSERT "
        "INTO leads "
        "(org, id, name) SELECT CAST($1 AS text), CAST($2 AS text), CAST($3 AS text) FROM (SELECT "
        "count(*) FROM gone) AS first");
}

TEST_CASE("a coordinator's table is partitioned, and has no key of its own", "[sql]") {
  const std::string organisation = sql::common_dialect::quote("organisation_id");
  CHECK(sql::sqlite::table_key(organisation, "id") == "PRIMARY KEY (\"organisation_id\", id)");
  CHECK(sql::postgres_fdw::table_key(organisation, "id").empty());
  const std::string partitioned = "PARTITION BY HASH (\"organisation_id\")";
  CHECK(sql::postgres_fdw::table_options(organisation) == partitioned);
  const std::string which = sql::postgres_fdw::which_partition("$1", "$2");
  CHECK(which.find("inhparent = CAST($1 AS regclass)") != std::string::npos);
  CHECK(which.ends_with("CAST($2 AS text))"));
}
