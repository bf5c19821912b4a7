// SPDX-License-Identifier: BSL-1.0
#include <leadcore/json/read.hpp>

#include "support/endpoint_laws.hpp"

#include <leadcore/json/write.hpp>

#include <string_view>

using namespace leadcore;

TEMPLATE_TEST_CASE("a row of an endpoint is read from its own JSON", "[json]", crm::endpoint,
                   sales::endpoint) {
  test_support::json_reads_back<TestType>(
      [](const typename TestType::record& row) { return to_json<TestType>(row); },
      [](std::string_view json) { return parse_record_json<TestType>(json); });
}
