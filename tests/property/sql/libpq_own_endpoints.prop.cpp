// SPDX-License-Identifier: BSL-1.0
#include <leadcore/sql/libpq.hpp>

#include "support/own_endpoint_laws.hpp"
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

TEST_CASE("PostgreSQL: contacts, a lead with two more fields and filters of their own") {
  own_histories_agree<sql::postgres, own_crm::endpoint>(own_fixture<own_crm::endpoint>().handle(),
                                                        "c", 4);
}
TEST_CASE("PostgreSQL: deals, no leads, in an order with nullable keys and an enumeration") {
  own_histories_agree<sql::postgres, own_sales::deals>(own_fixture<own_sales::deals>().handle(),
                                                       "d", 4);
}
TEST_CASE("PostgreSQL: gauges, with another key, unsigned and narrow numbers, and no search") {
  own_histories_agree<sql::postgres, own_sales::gauges>(own_fixture<own_sales::gauges>().handle(),
                                                        "g", 4);
}
TEST_CASE("PostgreSQL: the contacts and deals of all interpreters' tests") {
  own_histories_agree<sql::postgres, crm::endpoint>(own_fixture<crm::endpoint>().handle(),
                                                    "contacts", 4);
  own_histories_agree<sql::postgres, sales::endpoint>(own_fixture<sales::endpoint>().handle(),
                                                      "deals", 4);
}
