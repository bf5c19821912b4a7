// SPDX-License-Identifier: BSL-1.0
#include <leadcore/index/detail/text/chunked_array.hpp>

#include "support/catch.hpp"

#include <cstddef>
#include <numeric>
#include <vector>

using namespace leadcore;

TEST_CASE("a chunked array keeps its items where they are while it grows") {
  for (const std::size_t count : {std::size_t{0}, std::size_t{1}, 2 * detail::units_of_step,
                                  2 * detail::units_of_step + 1, std::size_t{20'000}}) {
    detail::chunked_array<int> items;
    const int* first = nullptr;
    for (std::size_t i = 0; i < count; ++i) {
      items.push_back(static_cast<int>(i));
      REQUIRE(items.back() == static_cast<int>(i));
      first = first == nullptr ? &items[0] : first;
    }
    REQUIRE(items.size() == count);
    REQUIRE((count == 0 || first == &items[0]));
    std::vector<int> expected(count);
    std::iota(expected.begin(), expected.end(), 0);

    detail::reserved_array<int> moved(1);
    items.move_to(moved).finish();
    CHECK(std::vector<int>(moved.begin(), moved.end()) == expected);
    CHECK(items.size() == 0);
    items.push_back(3);
    CHECK(items[0] == 3);
    items.free().finish();
    CHECK(items.size() == 0);
    items.resize(count);
    CHECK(items.size() == count);
  }
}
