// SPDX-License-Identifier: BSL-1.0
#include <leadcore/index/detail/sort_key.hpp>

#include "support/catch.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

using namespace leadcore;

TEST_CASE("abbreviated keys are ordered as the leads, or equal") {
  const std::int64_t first = timestamp::min().milliseconds_since_epoch();
  const std::int64_t last = timestamp::max().milliseconds_since_epoch();
  constexpr std::int64_t exact_until = (std::int64_t{1} << 42U) - 1; // in 2109
  constexpr std::int64_t half_hour = std::int64_t{1} << 21U;
  const std::array<std::int64_t, 17> instants{first,
                                              first + 1,
                                              -half_hour,
                                              -1,
                                              0,
                                              1,
                                              half_hour - 1,
                                              half_hour,
                                              1'777'720'200'000,
                                              1'777'720'200'001,
                                              1'777'720'200'000 + half_hour,
                                              exact_until - half_hour,
                                              exact_until - 1,
                                              exact_until,
                                              exact_until + 1,
                                              last - 1,
                                              last};
  std::vector<lead_view> leads;
  for (const std::int64_t created : instants) {
    lead_view made{.created_at = *timestamp::from_milliseconds(created)};
    leads.push_back(made);
    for (const std::int64_t call : instants) {
      made.next_call_at = timestamp::from_milliseconds(call);
      leads.push_back(made);
    }
  }
  std::size_t equal = 0;
  for (const lead_view& a : leads) {
    for (const lead_view& b : leads) {
      const auto keys = detail::abbreviated_key(a) <=> detail::abbreviated_key(b);
      REQUIRE((keys == 0 || keys == lead_order.compare(a, b)));
      equal += keys == 0 && lead_order.compare(a, b) != 0 ? 1U : 0U;
    }
    REQUIRE((detail::abbreviated_key(a) >= detail::second_half_key) == !a.next_call_at.has_value());
  }
  CHECK(equal > 0);
}
