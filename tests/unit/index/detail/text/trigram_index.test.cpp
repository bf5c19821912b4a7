// SPDX-License-Identifier: BSL-1.0
#include <leadcore/index/detail/text/trigram_index.hpp>

#include "support/catch.hpp"
#include "support/sorted_ids.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <numeric>
#include <random>
#include <set>
#include <vector>

using namespace leadcore;
using detail::trigram_index;
using testing::id_list;

namespace {

struct added {
  std::uint32_t ngram;
  std::uint32_t id;
};

/// N-grams of which a few have many ids.
std::vector<added> some_ngrams(std::size_t ids) {
  std::mt19937 random(6);
  std::vector<added> made;
  for (std::uint32_t id = 0; id < ids; ++id) {
    made.push_back({0x61'62'63, id});
    if (id % 2 == 0) {
      made.push_back({0xFF'FE'00, id});
    }
    if (id % 100 == 0) {
      made.push_back({0x00'00'01, id});
    }
    made.push_back({static_cast<std::uint32_t>(random() % (1U << 24U)), id});
  }
  return made;
}

} // namespace

TEST_CASE("posting lists of n-grams are sorted and complete") {
  for (const std::size_t ids : {std::size_t{1}, std::size_t{64}, std::size_t{3000}}) {
    const std::vector<added> all = some_ngrams(ids);
    trigram_index index;
    std::vector<std::uint32_t> frequencies(ids);
    for (std::uint32_t id = 0; id < ids; ++id) {
      frequencies[id] = id % 5 + 1;
    }
    detail::ngram_collector collected;
    for (const std::uint32_t key_prefix : {0U, 1U}) {
      collected.clear();
      for (const added& each : all) {
        collected.add(each.ngram, each.id);
      }
      index.add(key_prefix, collected, frequencies);
    }
    index.freeze();
    REQUIRE(std::ranges::adjacent_find(index.ngrams(), std::ranges::greater_equal{},
                                       &trigram_index::ngram::key) == index.ngrams().end());

    std::map<std::uint32_t, std::set<std::uint32_t>> model;
    for (const added& each : all) {
      model[each.ngram].insert(each.id);
    }
    REQUIRE(index.ngrams().size() == 2 * model.size());
    for (const auto& [ngram, of_ngram] : model) {
      const id_list expected(of_ngram.begin(), of_ngram.end());
      std::uint64_t docs = 0;
      for (const std::uint32_t id : expected) {
        docs += frequencies[id];
      }
      for (const std::uint32_t key_prefix : {0U, 1U}) {
        const auto* const found = index.find(key_prefix << 24U | ngram);
        REQUIRE(found != nullptr);
        REQUIRE(found->ids.size == expected.size());
        REQUIRE(found->doc_frequency == docs);
        id_list read;
        index.read(*found, read);
        REQUIRE(read == expected);
        id_list common(ids); // every id
        std::iota(common.begin(), common.end(), 0U);
        index.intersect(common, *found);
        REQUIRE(common == expected);
      }
    }
    CHECK(index.find(2U << 24U) == nullptr);
    CHECK((index.find(0x12'34'56) != nullptr) == model.contains(0x12'34'56));
  }
}

TEST_CASE("an id that has an n-gram twice is listed once") {
  detail::ngram_collector collected;
  std::vector<id_list> groups;
  const auto collect_groups = [&] {
    groups.clear();
    collected.for_each_ngram([&](detail::ngram_collector::entries of) {
      id_list& ids = groups.emplace_back();
      for (const auto each : of) {
        ids.push_back(detail::ngram_collector::id_of(each));
      }
    });
    collected.clear();
  };
  for (const std::uint32_t id : {3U, 3U, 4U, 4U}) {
    collected.add(7, id);
  }
  collected.add(5, 1);
  collect_groups();
  CHECK(groups == std::vector<id_list>{{1}, {3, 4}});
  for (const std::uint32_t ngram : {5U, 7U, 9U}) { // sorted already
    collected.add(ngram, ngram + 1);
  }
  collect_groups();
  CHECK(groups == std::vector<id_list>{{6}, {8}, {10}});
}
