// SPDX-License-Identifier: BSL-1.0
#include <leadcore/sql/sqlite3.hpp>

#include "support/memory_database.hpp"
#include "support/own_endpoint_laws.hpp"

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

TEST_CASE("SQLite: contacts, a lead with two more fields and filters of their own") {
  own_histories_agree<sql::sqlite, own_crm::endpoint>(own_fixture<own_crm::endpoint>().handle(),
                                                      "c");
}
TEST_CASE("SQLite: deals, no leads, in an order with nullable keys and an enumeration") {
  own_histories_agree<sql::sqlite, own_sales::deals>(own_fixture<own_sales::deals>().handle(), "d");
}
TEST_CASE("SQLite: gauges, with another key, unsigned and narrow numbers, and no search") {
  own_histories_agree<sql::sqlite, own_sales::gauges>(own_fixture<own_sales::gauges>().handle(),
                                                      "g");
}
TEST_CASE("SQLite: the contacts and deals of all interpreters' tests") {
  own_histories_agree<sql::sqlite, crm::endpoint>(own_fixture<crm::endpoint>().handle(),
                                                  "contacts");
  own_histories_agree<sql::sqlite, sales::endpoint>(own_fixture<sales::endpoint>().handle(),
                                                    "deals");
}
