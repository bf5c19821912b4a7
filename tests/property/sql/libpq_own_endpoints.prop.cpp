// SPDX-License-Identifier: BSL-1.0
#include <leadcore/sql/libpq.hpp>

#include "support/database_laws.hpp"
#include "support/postgres_database.hpp"

#include <string>

using namespace leadcore;
using namespace leadcore::testing;

namespace {

/// Indexed, with the search index if there is a search, which is then used.
template <class Endpoint> struct own_fixture : postgres_database {
  own_fixture() {
    run({"DROP TABLE IF EXISTS " + std::string(sql::endpoint_table<Endpoint>::name), {}});
    run(sql::create_table<sql::postgres, Endpoint>());
    for (const sql::statement& each : sql::create_indexes<sql::postgres, Endpoint>()) {
      run(each);
    }
    if constexpr (leadcore::detail::has_search<Endpoint>) {
      for (const sql::statement& each : sql::create_search_index<sql::postgres, Endpoint>()) {
        run(each);
      }
    }
    run({"SET enable_seqscan = off", {}});
    CHECK_FALSE((sql::check_table<Endpoint>(handle())));
  }
};

} // namespace

TEST_CASE("PostgreSQL: contacts, leads with more fields, more filters and another order") {
  database_obeys_laws<sql::postgres, crm::endpoint>(own_fixture<crm::endpoint>().handle(), 25,
                                                    test_support::contacts_by_company);
}
TEST_CASE("PostgreSQL: deals, no leads, with fields of every kind") {
  database_obeys_laws<sql::postgres, sales::endpoint>(own_fixture<sales::endpoint>().handle(), 25,
                                                      test_support::deals_by_stage);
}
TEST_CASE("PostgreSQL: gauges, with another key, unsigned and narrow numbers, and no search") {
  database_obeys_laws<sql::postgres, metering::endpoint>(own_fixture<metering::endpoint>().handle(),
                                                         25, test_support::gauges_by_site);
}
