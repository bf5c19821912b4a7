// SPDX-License-Identifier: BSL-1.0
#include <leadcore/query/order.hpp>

#include "support/answers/query.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

using namespace leadcore;

namespace {

timestamp time_of(std::string_view text) {
  const auto parsed = parse_timestamp(text);
  REQUIRE(parsed.has_value());
  return *parsed;
}

} // namespace

TEST_CASE("leads are ordered as the vectors say, each pair of them") {
  for (const auto& each : LEADCORE_VECTORS("order.jsonl")) {
    INFO(each.where());
    CHECK(test_support::answers::sort(each) == each.out);
    const auto order = lead_order.with(test_support::answers::nulls_of(each));
    std::vector<lead> leads = test_support::answers::leads_of(each.in.at("leads").as_array());
    std::sort(leads.begin(), leads.end(), order);
    CHECK(test_support::answers::ids_of(leads) == each.out.at("ids"));
    for (std::size_t i = 0; i < leads.size(); ++i) {
      for (std::size_t j = 0; j < leads.size(); ++j) {
        CHECK(order(leads[i], leads[j]) == (i < j));
      }
    }
  }
}

TEST_CASE("the order compares rows of different types") {
  const lead owned{.id = "b", .next_call_at = time_of("2026-01-01T00:00:00Z")};
  const lead_view borrowed{.id = "a"};
  CHECK(lead_order(owned, borrowed)); // the other has no next call
  CHECK_FALSE(lead_order(borrowed, owned));
  CHECK(lead_order(borrowed, std::cref(owned)) == lead_order(borrowed, owned));
  CHECK(lead_order.with(nulls_first)(borrowed, owned));
}
