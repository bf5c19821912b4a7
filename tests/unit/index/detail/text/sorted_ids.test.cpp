// SPDX-License-Identifier: BSL-1.0
#include <leadcore/index/detail/text/sorted_ids.hpp>

#include "support/catch.hpp"
#include "support/sorted_ids.hpp"

#include <cstddef>

using namespace leadcore;
using testing::id_list;

TEST_CASE("an intersection of sorted ids is std::set_intersection's, whichever list is longer") {
  std::vector<id_list> lists{{}, {0}, {7}, {0, ~std::uint32_t{0}}};
  for (const std::size_t count : {1U, 2U, 9U, 100U, 900U}) {
    for (const id_list& deltas : std::vector<id_list>{{1}, {2}, {3, 1}, {1, 1, 1, 50}}) {
      lists.push_back(testing::with_deltas(count, deltas, 0));
      lists.push_back(testing::with_deltas(count, deltas, 41));
    }
  }
  for (const id_list& a : lists) {
    for (const id_list& b : lists) {
      id_list common = a;
      common.resize(detail::intersect_sorted(common, b));
      REQUIRE(common == testing::intersection_of(a, b));
    }
  }
}
