// SPDX-License-Identifier: BSL-1.0
#include <leadcore/index/detail/text/match_set.hpp>

#include "support/catch.hpp"
#include "support/sorted_ids.hpp"

#include <cstdint>
#include <vector>

using namespace leadcore;
using detail::doc_id;

TEST_CASE("a match set is its shared bitmap and its own documents without the deleted ones") {
  const std::vector<std::uint64_t> shared{0b1011, 0, std::uint64_t{1} << 63U};
  const std::vector<std::uint64_t> again{0b0110};
  const auto is_set = [](const std::vector<std::uint64_t>& bits, doc_id first, doc_id doc) {
    return doc >= first && doc - first < bits.size() * 64 && detail::has_bit(bits, doc - first);
  };
  // Also where the bitmap is on another page of deleted documents than the others, or on two.
  for (const doc_id first : {0U, 64U, 128U, 192U, 640U, 4032U, 8192U}) {
    constexpr doc_id limit = 9000;
    detail::deleted_docs deleted;
    for (const doc_id doc : {3U, 64U, 65U, 128U, 319U, 998U, 4033U, 4159U, 8192U, 8195U}) {
      deleted.insert(doc);
    }
    detail::match_set found(limit, deleted);
    CHECK_FALSE(found.shares_bitmap());
    found.share({shared, 4}, first);
    CHECK(found.shares_bitmap());
    found.owned().add_bits(again, 0);
    found.owned().add(999);
    found.owned().add(998);
    found.freeze();
    testing::id_list expected;
    for (doc_id doc = 0; doc < limit; ++doc) {
      const bool is_match = (is_set(shared, first, doc) || is_set(again, 0, doc) || doc == 999) &&
                            !deleted.contains(doc);
      INFO("first " << first << ", document " << doc);
      REQUIRE(found.contains(doc) == is_match);
      if (is_match) {
        expected.push_back(doc);
      }
    }
    REQUIRE(found.size() == expected.size());
    REQUIRE(found.docs() == expected);
    CHECK(found.shares_bitmap());
    const detail::doc_set& dense = found.make_dense();
    REQUIRE(dense.is_dense());
    REQUIRE(dense.docs() == expected);
    CHECK_FALSE(found.shares_bitmap());
    REQUIRE(found.size() == expected.size());
    REQUIRE(found.docs() == expected);
  }
}

TEST_CASE("a match set that shares no bitmap removes duplicates and deleted documents") {
  detail::deleted_docs deleted;
  deleted.insert(5);
  detail::match_set found(100, deleted);
  for (const doc_id doc : {7U, 5U, 3U, 7U, 5U}) {
    found.owned().add(doc);
  }
  found.freeze();
  CHECK(found.size() == 2);
  CHECK(found.docs() == testing::id_list{3, 7});
  CHECK_FALSE(found.contains(5));
  CHECK(found.make_dense().docs() == testing::id_list{3, 7});
}
