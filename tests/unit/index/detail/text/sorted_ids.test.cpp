// SPDX-License-Identifier: BSL-1.0
#include <leadcore/index/detail/text/sorted_ids.hpp>

#include "support/catch.hpp"
#include "support/sorted_ids.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

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

TEST_CASE("searching for the first index after a boundary finds it, wherever it begins") {
  for (std::size_t size = 0; size < 40; ++size) {
    for (std::size_t boundary = 0; boundary <= size; ++boundary) {
      const auto is_before = [&](std::size_t i) {
        REQUIRE(i < size);
        return i < boundary;
      };
      for (std::size_t begin = 0; begin <= boundary; ++begin) {
        REQUIRE(detail::partition_point(begin, size, is_before) == boundary);
        REQUIRE(detail::gallop(begin, size, is_before) == boundary);
      }
    }
  }
}

TEST_CASE("ids are sorted without duplicates, and filtered in their order") {
  id_list ids{5, 1, 5, 9, 1, 0, ~std::uint32_t{0}};
  detail::keep_if(ids, [](std::uint32_t id) { return id != 9; });
  CHECK(ids == id_list{5, 1, 5, 1, 0, ~std::uint32_t{0}});
  detail::sort_unique(ids);
  CHECK(ids == id_list{0, 1, 5, ~std::uint32_t{0}});
  detail::keep_if(ids, [](std::uint32_t) { return false; });
  CHECK(ids.empty());
  detail::sort_unique(ids);
  CHECK(ids.empty());
}
