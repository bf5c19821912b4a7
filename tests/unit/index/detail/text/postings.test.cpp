// SPDX-License-Identifier: BSL-1.0
#include <leadcore/index/detail/text/postings.hpp>

#include "support/catch.hpp"
#include "support/sorted_ids.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

using namespace leadcore;
using testing::id_list;

TEST_CASE("posting lists give the documents of one term, of some and of all") {
  constexpr std::uint32_t docs = 40'000;
  std::vector<id_list> made{{0}, {docs - 1}, {0, docs - 1}, testing::with_deltas(docs, {1}, 0)};
  for (const std::uint32_t delta : {2U, 15U, 16U, 17U, 127U, 128U, 129U, 16383U, 16384U, 16385U}) {
    made.push_back(testing::with_deltas((docs - 1) / delta + 1, {delta}, 0));
    made.push_back(testing::with_deltas((docs - 2) / delta + 1, {delta}, 1));
  }
  detail::posting_lists lists(docs);
  for (const id_list& each : made) {
    lists.add(each);
  }
  lists.freeze().finish();
  REQUIRE(lists.size() == made.size());
  std::vector<std::uint32_t> frequencies;
  lists.read_doc_frequencies(frequencies).finish();
  id_list all_terms;
  id_list all_docs;
  for (std::uint32_t term = 0; term < made.size(); ++term) {
    REQUIRE(lists.doc_frequency(term) == made[term].size());
    REQUIRE(frequencies[term] == made[term].size());
    const id_list both{term / 2, term};
    detail::doc_set found(docs + 64);
    lists.add_to(found, both, 64);
    found.freeze();
    id_list added = found.docs();
    for (std::uint32_t& each : added) {
      each -= 64;
    }
    REQUIRE(added == testing::union_of(made[both[0]], made[both[1]]));
    if (term != 3) { // which has all documents
      all_terms.push_back(term);
      all_docs = testing::union_of(all_docs, made[term]);
    }
  }
  detail::doc_set found(docs);
  lists.add_to(found, all_terms, 0); // more terms than are read in one batch
  found.freeze();
  REQUIRE(found.docs() == all_docs);
}

TEST_CASE("a list of a sixteenth of the documents is added as a bitmap, a shorter one as a list") {
  constexpr std::uint32_t docs = 4000;
  detail::posting_lists lists(docs);
  const id_list dense = testing::with_deltas(docs / 16, {16}, 3);
  const id_list sparse = testing::with_deltas(docs / 16 - 1, {16}, 3);
  lists.add(dense);
  lists.add(sparse);
  lists.freeze().finish();
  detail::doc_set found(docs);
  lists.add_to(found, id_list{1}, 0);
  CHECK_FALSE(found.is_dense());
  CHECK(found.docs() == sparse);
  detail::doc_set others(docs);
  lists.add_to(others, id_list{0}, 0);
  CHECK(others.is_dense());
  CHECK(others.docs() == dense);
}
