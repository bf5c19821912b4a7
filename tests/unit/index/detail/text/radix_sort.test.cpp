// SPDX-License-Identifier: BSL-1.0
#include <leadcore/index/detail/text/radix_sort.hpp>

#include "support/catch.hpp"

#include <algorithm>
#include <cstdint>
#include <random>
#include <utility>
#include <vector>

using namespace leadcore;

TEST_CASE("radix sort is a stable sort by the bytes of a key that it is given") {
  using item = std::pair<std::uint64_t, int>;
  std::mt19937_64 random(5);
  for (const std::uint64_t mask :
       {std::uint64_t{0}, std::uint64_t{0xFF}, std::uint64_t{0xF00F}, ~std::uint64_t{0}}) {
    for (const int count : {0, 1, 2, 1000}) {
      std::vector<item> made;
      for (int i = 0; i < count; ++i) {
        made.emplace_back(random() & mask, i);
      }
      std::vector<item> scratch(3);
      const auto key = [](const item& each) { return each.first; };
      std::vector<item> all = made;
      std::ranges::stable_sort(all, {}, key);
      std::vector<item> sorted = made;
      detail::radix_sort<0, 8>(sorted, scratch, key);
      REQUIRE(sorted == all);
      std::vector<item> by_middle = made;
      std::ranges::stable_sort(by_middle, {},
                               [](const item& each) { return each.first >> 8U & 0xFFFFU; });
      sorted = made;
      detail::radix_sort<1, 3>(sorted, scratch, key);
      REQUIRE(sorted == by_middle);
    }
  }
}
