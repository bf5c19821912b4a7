// SPDX-License-Identifier: BSL-1.0
#include <leadcore/index/detail/text/block_postings.hpp>

#include "support/catch.hpp"
#include "support/sorted_ids.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

using namespace leadcore;
using testing::id_list;

TEST_CASE("blocks of ids are read and intersected, whatever their deltas and lengths") {
  detail::block_postings lists;
  std::vector<id_list> made;
  std::vector<detail::block_postings::list> kept;
  for (const id_list& deltas : std::vector<id_list>{{1},
                                                    {2},
                                                    {127},
                                                    {128},
                                                    {129},
                                                    {1, 1, 1, 16383},
                                                    {16384, 16385},
                                                    {1, 2, 3, 100'000},
                                                    {4'000'000}}) {
    for (const std::size_t count : {1U, 2U, 63U, 64U, 65U, 128U, 129U, 1000U}) {
      for (const std::uint32_t first : {0U, 77U}) {
        made.push_back(testing::with_deltas(count, deltas, first));
        kept.push_back(lists.add(made.back()));
      }
    }
  }
  made.push_back({0, ~std::uint32_t{0}});
  kept.push_back(lists.add(made.back()));
  lists.freeze().finish();
  for (std::size_t i = 0; i < made.size(); ++i) {
    REQUIRE(kept[i].size == made[i].size());
    REQUIRE(kept[i].is_range == (made[i].back() - made[i].front() == made[i].size() - 1));
    if (kept[i].is_range) {
      REQUIRE(kept[i].begin == made[i].front());
    }
    id_list read{5};
    lists.read(kept[i], read);
    REQUIRE(read.front() == 5); // reading appends
    read.erase(read.begin());
    REQUIRE(read == made[i]);
    for (std::size_t j = i % 3; j < made.size(); j += 3) {
      id_list common = made[i];
      lists.intersect(common, kept[j]);
      REQUIRE(common == testing::intersection_of(made[i], made[j]));
    }
  }
}

TEST_CASE("a range takes no block") {
  detail::block_postings lists;
  const auto range = lists.add(testing::with_deltas(1000, {1}, 50));
  const auto first = lists.add(id_list{1, 3});
  const auto second = lists.add(testing::with_deltas(65, {2}, 0));
  const auto third = lists.add(id_list{1, 3});
  CHECK(range.is_range);
  CHECK(range.begin == 50);
  CHECK(first.begin == 0);
  CHECK(second.begin == 1);
  CHECK(third.begin == 3); // after two blocks
}
