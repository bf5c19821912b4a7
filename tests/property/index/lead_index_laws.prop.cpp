// SPDX-License-Identifier: BSL-1.0
// The laws that the list over a vector obeys, for indexes of endpoints of a user's own.
#include <leadcore/index/lead_index.hpp>

#include "support/endpoint_laws.hpp"

#include <memory>
#include <string_view>

using namespace leadcore;

TEMPLATE_TEST_CASE("an index of an endpoint obeys every law, after every change", "[index]",
                   crm::endpoint, sales::endpoint, metering::endpoint) {
  test_support::engine_obeys_laws<TestType>([] {
    const auto index = std::make_shared<basic_index<TestType>>();
    return testing::basic_engine<TestType>{
        [index](const typename TestType::record& row) { index->upsert(row); },
        [index](std::string_view key) { index->erase(key); },
        [index](const typename TestType::query& query) {
          return testing::to_plain_page<TestType>(index->list(query));
        }};
  });
}
