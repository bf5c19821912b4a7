// SPDX-License-Identifier: BSL-1.0
#include <leadcore/index/detail/text/term_pairs.hpp>

#include "support/catch.hpp"
#include "support/sorted_ids.hpp"

#include <cstdint>
#include <vector>

using namespace leadcore;
using testing::id_list;

TEST_CASE("term pairs give both terms, and are found by the left one and a range of right ones") {
  detail::chunked_array<detail::term_pair> made;
  for (std::uint32_t left = 0; left < 300; left += 1 + left % 3) {
    for (std::uint32_t right = left % 7; right <= left % 150; right += 1 + left % 2) {
      made.push_back({left, right});
    }
  }
  detail::term_pairs pairs;
  pairs.assign(made).finish();
  REQUIRE(pairs.size() == made.size());
  for (std::uint32_t i = 0; i < made.size(); ++i) {
    REQUIRE(pairs.left(i) == made[i].left);
    REQUIRE(pairs.right(i) == made[i].right);
  }
  for (std::uint32_t left = 0; left < 302; ++left) {
    for (const auto& [begin, end] :
         std::vector<detail::term_pair>{{0, 0}, {0, 1}, {3, 9}, {20, 400}}) {
      id_list expected;
      for (std::uint32_t i = 0; i < made.size(); ++i) {
        if (made[i].left == left && made[i].right >= begin && made[i].right < end) {
          expected.push_back(i);
        }
      }
      id_list found;
      pairs.for_each_of(left, begin, end, [&](std::uint32_t pair) { found.push_back(pair); });
      REQUIRE(found == expected);
    }
  }
}

TEST_CASE("no term pairs give none") {
  id_list found;
  const auto add = [&](std::uint32_t pair) { found.push_back(pair); };
  detail::term_pairs none;
  none.assign({}).finish();
  none.for_each_of(0, 0, 9, add);
  detail::term_pairs().for_each_of(0, 0, 9, add);
  CHECK(none.size() == 0);
  CHECK(found.empty());
}
