// SPDX-License-Identifier: BSL-1.0
#include <leadcore/query/order.hpp>

#include "support/answers/query.hpp"
#include "support/catch.hpp"

#include <algorithm>
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

TEST_CASE("leads are ordered as the vectors say, from every input order") {
  for (const auto& each : LEADCORE_VECTORS("order.jsonl")) {
    INFO(each.where());
    CHECK(test_support::answers::sort(each) == each.out);
    std::vector<lead> leads = test_support::answers::leads_of(each.in.at("leads").as_array());
    const auto by_id = [](const lead& a, const lead& b) { return a.id < b.id; };
    std::sort(leads.begin(), leads.end(), by_id);
    do {
      auto sorted = leads;
      std::sort(sorted.begin(), sorted.end(),
                lead_order.with(test_support::answers::nulls_of(each)));
      CHECK(test_support::answers::ids_of(sorted) == each.out.at("ids"));
    } while (std::next_permutation(leads.begin(), leads.end(), by_id));
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
