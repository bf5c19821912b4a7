// SPDX-License-Identifier: BSL-1.0
#include <leadcore/sql/sqlite3.hpp>

#include "support/database_laws.hpp"
#include "support/memory_database.hpp"

using namespace leadcore;
using namespace leadcore::testing;

namespace {

template <class Endpoint> struct own_fixture : memory_database {
  own_fixture() {
    run(sql::create_table<sql::sqlite, Endpoint>());
    for (const sql::statement& each : sql::create_indexes<sql::sqlite, Endpoint>()) {
      run(each);
    }
    CHECK_FALSE((sql::check_table<Endpoint>(handle())));
  }
};

} // namespace

TEST_CASE("SQLite: contacts, leads with more fields, more filters and another order") {
  database_obeys_laws<sql::sqlite, crm::endpoint>(own_fixture<crm::endpoint>().handle(), 5,
                                                  test_support::contacts_by_company);
}
TEST_CASE("SQLite: deals, no leads, with fields of every kind") {
  database_obeys_laws<sql::sqlite, sales::endpoint>(own_fixture<sales::endpoint>().handle(), 5,
                                                    test_support::deals_by_stage);
}
TEST_CASE("SQLite: gauges, with another key, unsigned and narrow numbers, and no search") {
  database_obeys_laws<sql::sqlite, metering::endpoint>(own_fixture<metering::endpoint>().handle(),
                                                       5, test_support::gauges_by_site);
}
