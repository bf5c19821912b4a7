// SPDX-License-Identifier: BSL-1.0
#include <leadcore/sql/libmariadb.hpp>

#include "support/database_laws.hpp"
#include "support/mariadb_database.hpp"

#include <string>

using namespace leadcore;
using namespace leadcore::testing;

namespace {

template <class Table> struct mariadb_table : mariadb_database {
  mariadb_table() {
    create<Table>();
    CHECK_FALSE((sql::check_table<Table>(handle())));
  }
  database_under_test<sql::mariadb, Table, MYSQL*> database{handle()};
};

/// Names that need quotes, and columns that ignore case unless statements name a collation.
struct mariadb_names : sql::leads_table {
  static constexpr std::string_view name = "contacts `of` \"sales\"";
  static constexpr std::string_view organisation = "order";
  static constexpr bool collate_in_queries = true;
  template <fixed_string Name>
  static constexpr std::string_view column = Name.view() == "next_call_at" ? "call at"
                                             : Name.view() == "id"         ? "KEY"
                                                                   : leads_table::column<Name>;
};
struct quoted_in_mariadb : mariadb_database {
  quoted_in_mariadb() {
    run({"DROP TABLE IF EXISTS " + sql::mariadb::quote(mariadb_names::name), {}});
    sql::statement table = sql::create_table<sql::mariadb, mariadb_names>();
    constexpr std::string_view bytewise = "utf8mb4_nopad_bin";
    for (std::size_t at = 0; (at = table.text.find(bytewise, at)) != std::string::npos;) {
      table.text.replace(at, bytewise.size(), "utf8mb4_general_ci");
    }
    // Ids that differ in case are two rows; MariaDB's keys take no collation of their own.
    const std::string key = "PRIMARY KEY (`order`, `KEY`)";
    REQUIRE(table.text.find(key) != std::string::npos);
    table.text.replace(
        table.text.find(key), key.size(),
        "bytes varbinary(1500) AS (CAST(concat(length(`order`), ' ', `order`, `KEY`) "
        "AS BINARY)) STORED INVISIBLE, UNIQUE (bytes)");
    run(table);
    for (const sql::statement& each : sql::create_indexes<sql::mariadb, mariadb_names>()) {
      run(each);
    }
    CHECK_FALSE(sql::check_table<mariadb_names>(handle()));
  }
  database_under_test<sql::mariadb, mariadb_names, MYSQL*> database{handle()};
};

template <class Endpoint> struct mariadb_endpoint : mariadb_database {
  mariadb_endpoint() {
    create<Endpoint>();
    CHECK_FALSE((sql::check_table<Endpoint>(handle())));
  }
};

} // namespace

TEST_CASE("MariaDB obeys the laws of a list", "[mariadb]") {
  const mariadb_table<sql::leads_table> leads;
  the_laws_of_a_list_hold(leads.database, nulls_last);
  the_laws_of_a_list_hold(leads.database, nulls_first);
}
TEST_CASE("MariaDB: offsets, counts and keysets agree", "[mariadb]") {
  offsets_counts_and_keysets_agree(mariadb_table<sql::leads_table>().database);
}
TEST_CASE("MariaDB isolates organisations", "[mariadb]") {
  organisations_are_isolated(mariadb_table<sql::leads_table>().database);
}
TEST_CASE("MariaDB has the rows of an index after any history", "[mariadb]") {
  a_history_leaves_the_rows_of_an_index(mariadb_table<sql::leads_table>().database);
}
TEST_CASE("MariaDB: deep pages are exact where most sort keys are equal", "[mariadb]") {
  deep_pages_are_exact(mariadb_table<sql::leads_table>().database);
}
TEST_CASE("MariaDB: values that it cannot store are refused", "[mariadb]") {
  unstorable_values_are_refused(mariadb_table<sql::leads_table>().database);
}
TEST_CASE("MariaDB: a table with names and collations of its own", "[mariadb]") {
  const quoted_in_mariadb contacts;
  offsets_counts_and_keysets_agree(contacts.database);
  a_history_leaves_the_rows_of_an_index(contacts.database);
}

TEST_CASE("MariaDB: contacts, leads with more fields, more filters and another order",
          "[mariadb]") {
  database_obeys_laws<sql::mariadb, crm::endpoint>(mariadb_endpoint<crm::endpoint>().handle(), 25,
                                                   test_support::contacts_by_company);
}
TEST_CASE("MariaDB: deals, no leads, with fields of every kind", "[mariadb]") {
  database_obeys_laws<sql::mariadb, sales::endpoint>(mariadb_endpoint<sales::endpoint>().handle(),
                                                     25, test_support::deals_by_stage);
}
TEST_CASE("MariaDB: gauges, with another key, unsigned and narrow numbers, and no search",
          "[mariadb]") {
  database_obeys_laws<sql::mariadb, metering::endpoint>(
      mariadb_endpoint<metering::endpoint>().handle(), 25, test_support::gauges_by_site);
}
