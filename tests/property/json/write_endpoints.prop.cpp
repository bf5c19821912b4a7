// SPDX-License-Identifier: BSL-1.0
#include <leadcore/json/write.hpp>

#include "support/endpoint_laws.hpp"

#include <string>

using namespace leadcore;

TEMPLATE_TEST_CASE("the JSON of a row of an endpoint has its fields and their values", "[json]",
                   crm::endpoint, sales::endpoint, metering::endpoint) {
  test_support::json_has_values<TestType>([](const typename TestType::record& row) {
    std::string json;
    append_json<TestType>(json, row);
    return json;
  });
}
