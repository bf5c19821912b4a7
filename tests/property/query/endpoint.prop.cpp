// SPDX-License-Identifier: BSL-1.0
#include <leadcore/query/endpoint.hpp>

#include "support/endpoint_laws.hpp"

#include <leadcore/query/list.hpp>
#include <leadcore/query/query_string.hpp>

#include <vector>

// Endpoints of a user's own obey the laws of the documented one.

using namespace leadcore;
using namespace leadcore::testing;

namespace {

template <class Endpoint> auto scan() {
  return [](const std::vector<typename Endpoint::record>& rows,
            const typename Endpoint::query& query) { return list<Endpoint>(rows, query); };
}

} // namespace

TEMPLATE_TEST_CASE("a list of an endpoint obeys every law", "", crm::endpoint, sales::endpoint) {
  test_support::list_obeys_laws<TestType>(scan<TestType>());
  rc::prop("references",
           obeys_list_laws<TestType>([](const std::vector<typename TestType::record>& rows,
                                        const typename TestType::query& query) {
             return list_references<TestType>(rows, query);
           }));
  rc::prop("nulls last", obeys_list_laws<TestType>(
                             [](const std::vector<typename TestType::record>& rows,
                                const typename TestType::query& query) {
                               return list<TestType>(rows, query, nulls_last);
                             },
                             nulls_last));
}

TEMPLATE_TEST_CASE("a vector that changes obeys the laws of a history", "", crm::endpoint,
                   sales::endpoint) {
  test_support::engine_obeys_laws<TestType>(
      [] { return test_support::vector_engine<TestType>(scan<TestType>()); });
}

TEMPLATE_TEST_CASE("the order of an endpoint is its strict total order", "", crm::endpoint,
                   sales::endpoint) {
  rc::prop("as declared", obeys_order_laws<TestType>(TestType::order));
  rc::prop("nulls first",
           obeys_order_laws<TestType>(TestType::order.with(nulls_first), nulls_first));
}

TEMPLATE_TEST_CASE("a row of an endpoint matches exactly if the reference matches it", "",
                   crm::endpoint, sales::endpoint) {
  const auto match = [](const typename TestType::record& row,
                        const typename TestType::query& query) {
    return matches<TestType>(row, query);
  };
  rc::prop("valid rows", obeys_match_laws<TestType>(match));
  rc::prop("rows with any bytes", obeys_match_laws<TestType>(match, record_kind::hostile));
}

TEMPLATE_TEST_CASE("a query string of an endpoint obeys every law", "", crm::endpoint,
                   sales::endpoint) {
  test_support::query_string_obeys_laws<TestType>();
}
