// SPDX-License-Identifier: BSL-1.0
#include <leadcore/index/detail/text/radix_sort.hpp>

#include "support/catch.hpp"

#include <algorithm>
#include <cstdint>
#include <random>
#include <vector>

using namespace leadcore;

namespace leadcore::testing {

struct keyed_item {
  std::uint64_t key;
  int value;
  bool operator==(const keyed_item&) const = default;
};
inline std::uint64_t key_of_item(const keyed_item& item) {
  return item.key;
}

} // namespace leadcore::testing

TEST_CASE("radix sort is a stable sort by the bytes of a key that it is given") {
  using item = testing::keyed_item;
  std::mt19937_64 random(5);
  for (const std::uint64_t mask :
       {std::uint64_t{0}, std::uint64_t{0xFF}, std::uint64_t{0xF00F}, ~std::uint64_t{0}}) {
    for (const int count : {0, 1, 2, 1000, 10'000}) {
      std::vector<item> made;
      for (int i = 0; i < count; ++i) {
        made.push_back({random() & mask, i});
      }
      const auto sorted = [&]<unsigned First, unsigned End>() {
        detail::chunked_array<item> items;
        detail::chunked_array<item> scratch;
        scratch.resize(3);
        for (const item& each : made) {
          items.push_back(each);
        }
        detail::radix_sort<First, End>(items, scratch, &testing::key_of_item).finish();
        detail::reserved_array<item> out;
        items.move_to(out).finish();
        return std::vector<item>(out.begin(), out.end());
      };
      std::vector<item> expected = made;
      std::ranges::stable_sort(expected, {}, &item::key);
      REQUIRE(sorted.template operator()<0, 8>() == expected);
      expected = made;
      std::ranges::stable_sort(expected, {},
                               [](const item& each) { return each.key >> 8U & 0xFFFFU; });
      REQUIRE(sorted.template operator()<1, 3>() == expected);
    }
  }
}
