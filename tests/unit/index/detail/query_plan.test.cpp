// SPDX-License-Identifier: BSL-1.0
#include <leadcore/index/detail/query_plan.hpp>

#include "support/catch.hpp"

#include <cstdint>

using namespace leadcore::detail;

TEST_CASE("texts are scanned where filters are selective and a search would cost more") {
  int asked = 0;
  const auto search_cost = [&](std::uint64_t cost) {
    return [&asked, cost] {
      ++asked;
      return cost;
    };
  };
  constexpr std::uint64_t all = 16'000;
  CHECK_FALSE(search_input{1'000, all}.may_scan()); // a sixteenth
  CHECK(search_input{999, all}.may_scan());
  CHECK_FALSE(search_input{all, all}.is_scan_cheaper(search_cost(1'000'000)));
  CHECK(asked == 0); // estimating a search reads posting lists
  CHECK(search_input{999, all}.is_scan_cheaper(search_cost(4 * 999 + 1)));
  CHECK_FALSE(search_input{999, all}.is_scan_cheaper(search_cost(4 * 999)));
  CHECK(asked == 2);
  CHECK_FALSE(search_input{0, 0}.may_scan());
}

TEST_CASE("few matches are fetched, and many are probed") {
  CHECK(plan_matches(0, 0, 100, false) == match_plan::fetch_rows);
  CHECK(plan_matches(25, 1'000, 1'000, false) == match_plan::fetch_rows);
  CHECK(plan_matches(26, 1'000, 1'000, false) == match_plan::probe_dense);
}

TEST_CASE("a shared bitmap is copied only for a walk that is long enough") {
  CHECK(plan_matches(500'000, 31'249, 1'000'000, true) == match_plan::probe_shared);
  CHECK(plan_matches(500'000, 31'250, 1'000'000, true) == match_plan::probe_dense);
  CHECK(plan_matches(0, 10, 10, true) == match_plan::probe_dense);
}

TEST_CASE("a walk ends with the page only if every match is listed") {
  CHECK(expected_visits(1'000, 100, 50, true) == 500);
  CHECK(expected_visits(1'000, 100, 99, true) == 990);
  CHECK(expected_visits(1'000, 100, 100, true) == 1'000);
  CHECK(expected_visits(1'000, 0, 50, true) == 1'000);
  CHECK(expected_visits(1'000, 100, 50, false) == 1'000);
}
