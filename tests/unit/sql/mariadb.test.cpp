// SPDX-License-Identifier: BSL-1.0
#include <leadcore/sql/mariadb.hpp>

#include "support/endpoints.hpp"
#include "support/sql.hpp"

#include <leadcore/sql/statements.hpp>

#include <optional>
#include <string>

using namespace leadcore;
using leadcore::testing::acme;
using leadcore::testing::contacts_table;
using leadcore::testing::parsed_query;

TEST_CASE("names and literals of MariaDB read back", "[sql]") {
  CHECK(sql::mariadb::quote("con`tacts\"") == "`con``tacts\"`");
  CHECK(sql::mariadb::literal("don't \\ \"`") == "'don''t \\\\ \"`'");
}

// decision 0110
TEST_CASE("a nullable key of MariaDB is two keys, for either placement of nulls", "[sql]") {
  const auto key = [](sort_direction direction, std::optional<null_placement> nulls) {
    return sql::mariadb::sort_key("a", direction, nulls);
  };
  CHECK(key(sort_direction::ascending, nulls_last) == "a IS NULL ASC, a ASC");
  CHECK(key(sort_direction::descending, nulls_last) == "a IS NULL ASC, a DESC");
  CHECK(key(sort_direction::ascending, nulls_first) == "a IS NULL DESC, a ASC");
  CHECK(key(sort_direction::descending, std::nullopt) == "a DESC");
  CHECK(sql::mariadb::sort_key("a", sort_direction::ascending, nulls_last, "b") == "b ASC, a ASC");
}

TEST_CASE("an upsert of MariaDB replaces every column but the key", "[sql]") {
  sql::row_to_write row{"leads", {"org", "id"}, {"org", "id", "name"}, {}, {"?", "?", "?"}};
  CHECK(sql::mariadb::upsert(row) == "INSERT INTO leads (org, id, name) VALUES (?, ?, ?) ON "
                                     "DUPLICATE KEY UPDATE name = VALUES(name)");
  row.columns.pop_back();
  row.placeholders.pop_back();
  CHECK(sql::mariadb::upsert(row) == "INSERT INTO leads (org, id) VALUES (?, ?) ON DUPLICATE KEY "
                                     "UPDATE org = VALUES(org), id = VALUES(id)");
}

TEST_CASE("a table of MariaDB has generated columns for the order, and limits for indexed texts",
          "[sql]") {
  const std::string table = sql::create_table<sql::mariadb, metering::endpoint>().text;
  INFO(table);
  CHECK(table.find("`code` varchar(180) COLLATE utf8mb4_nopad_bin NOT NULL,") != std::string::npos);
  CHECK(table.find("`flag` tinyint CHECK (`flag` IN (0, 1)),") != std::string::npos);
  CHECK(table.find("`phase_is_null` tinyint AS (`phase` IS NULL) STORED INVISIBLE,\n  "
                   "`phase_rank` bigint AS ((CASE `phase` WHEN 'LOST' THEN 0 WHEN 'don''t know' "
                   "THEN 1 WHEN 'Almost \"there\"' THEN 2 WHEN 'CLOSED' THEN 3 END)) STORED "
                   "INVISIBLE,\n  PRIMARY KEY (`organisation_id`, `code`)\n) ENGINE=InnoDB "
                   "ROW_FORMAT=DYNAMIC") != std::string::npos);
  CHECK(sql::create_indexes<sql::mariadb, metering::endpoint>().front().text ==
        "CREATE INDEX IF NOT EXISTS `gauges_by_order` ON `gauges` (`organisation_id`, "
        "`flag_is_null` ASC, `flag` ASC, `phase_is_null` DESC, `phase_rank` DESC, `level` ASC, "
        "`reading` DESC, `code` ASC)");
  // An index takes no COLLATE.
  CHECK(sql::create_indexes<sql::mariadb, testing::any_collation_table>() ==
        sql::create_indexes<sql::mariadb>());
  CHECK(sql::create_indexes<sql::mysql>().front().text.starts_with(
      "CREATE INDEX `leads_by_order` ON "));
  const std::string leads = sql::create_table<sql::mariadb>().text;
  CHECK(leads.find("`name` longtext COLLATE utf8mb4_nopad_bin NOT NULL,") != std::string::npos);
  CHECK(leads.find("`assigned_to_id` varchar(180)") != std::string::npos);
}

TEST_CASE("statements of MariaDB sort the table by generated columns, and the page by expressions",
          "[sql]") {
  const auto page = sql::page_with_total<sql::mariadb, contacts_table>(acme, parsed_query("")).text;
  INFO(page);
  CHECK(page.find("WHERE `tenant` COLLATE utf8mb4_nopad_bin = ? ORDER BY `call_at_is_null` ASC, "
                  "`call_at` ASC, `created_at` DESC, `id` COLLATE utf8mb4_nopad_bin ASC LIMIT ? "
                  "OFFSET ?) AS page ON 1 = 1 ORDER BY page.`call_at` IS NULL ASC, page.`call_at` "
                  "ASC, page.`created_at` DESC, page.`id` COLLATE utf8mb4_nopad_bin ASC") !=
        std::string::npos);
  // Keys that are equal are no sort keys: MariaDB would sort.
  const auto at = sql::make_cursor(lead{.id = "1"});
  const std::string next =
      sql::select_page<sql::mariadb>(acme, parsed_query(""), sql::after(*at)).text;
  INFO(next);
  CHECK(next.find("AND `next_call_at` IS NULL AND `next_call_at_is_null` = 1 AND `created_at` < ? "
                  "ORDER BY `created_at` DESC, `id` ASC LIMIT ?") != std::string::npos);
}
