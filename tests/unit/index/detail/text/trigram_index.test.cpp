// SPDX-License-Identifier: BSL-1.0
#include <leadcore/index/detail/text/trigram_index.hpp>

#include "support/catch.hpp"
#include "support/sorted_ids.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
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
  char next;
};
using ids_by_next = std::map<char, std::set<std::uint32_t>>;

/// N-grams of which a few have many ids, with few next bytes.
std::vector<added> some_ngrams(std::size_t ids) {
  std::mt19937 random(6);
  std::vector<added> made;
  for (std::uint32_t id = 0; id < ids; ++id) {
    made.push_back({0x61'62'63, id, "xyz"[random() % 3]});
    if (id % 2 == 0) {
      made.push_back({0xFF'FE'00, id, static_cast<char>(random() % 256)});
    }
    if (id % 100 == 0) {
      made.push_back({0x00'00'01, id, 'q'});
    }
    made.push_back({static_cast<std::uint32_t>(random() % (1U << 24U)), id, 'r'});
  }
  return made;
}

} // namespace

TEST_CASE("posting lists of n-grams are sorted, and partitions are disjoint and complete") {
  for (const std::size_t ids :
       {std::size_t{1}, std::size_t{512}, std::size_t{513}, std::size_t{3000}}) {
    const std::vector<added> all = some_ngrams(ids);
    trigram_index index;
    std::vector<std::uint32_t> frequencies(ids);
    for (std::uint32_t id = 0; id < ids; ++id) {
      frequencies[id] = id % 5 + 1;
    }
    detail::ngram_collector collected;
    for (const bool partitioned : {false, true}) { // key prefixes 0 and 1
      collected.clear();
      for (const added& each : all) {
        collected.add(each.ngram, each.id, each.next);
      }
      index.add(partitioned ? 1 : 0, collected, frequencies, partitioned).finish();
    }
    index.freeze().finish();
    REQUIRE(std::ranges::adjacent_find(index.ngrams(), std::ranges::greater_equal{},
                                       &trigram_index::ngram::key) == index.ngrams().end());

    std::map<std::uint32_t, ids_by_next> model;
    for (const added& each : all) {
      model[each.ngram][each.next].insert(each.id);
    }
    REQUIRE(index.ngrams().size() == 2 * model.size());
    for (const auto& [ngram, by_next] : model) {
      id_list expected;
      for (const auto& [next, some] : by_next) {
        expected = testing::union_of(expected, id_list(some.begin(), some.end()));
      }
      for (const bool partitioned : {false, true}) {
        const auto list = index.find((partitioned ? 1U << 24U : 0U) | ngram);
        REQUIRE_FALSE(list.empty());
        REQUIRE(list.size() == expected.size());
        REQUIRE(list.is_partitioned() ==
                (partitioned && expected.size() > detail::search_costs::max_unpartitioned));
        std::uint64_t docs = 0;
        for (const std::uint32_t id : expected) {
          docs += frequencies[id];
        }
        REQUIRE(list.doc_frequency() == docs);
        id_list read;
        std::size_t lists = 0;
        index.for_each_list(list, [&](const detail::block_postings::list& each) {
          id_list part;
          index.read(each, part);
          REQUIRE(std::ranges::adjacent_find(part, std::ranges::greater_equal{}) == part.end());
          read.insert(read.end(), part.begin(), part.end());
          ++lists;
        });
        REQUIRE(lists == (list.is_partitioned() ? by_next.size() : 1));
        id_list again;
        index.read(list, again);
        REQUIRE(again == read);
        std::ranges::sort(read);
        REQUIRE(read == expected); // each id once
        for (int byte = 0; byte < (list.is_partitioned() ? 256 : 1); ++byte) {
          const char next = static_cast<char>(byte);
          const auto only = index.with_next(list, next);
          if (!list.is_partitioned()) {
            REQUIRE((only.only == nullptr && only.size() == list.size()));
          } else if (const auto found = by_next.find(next); found == by_next.end()) {
            REQUIRE(only.empty());
          } else {
            id_list part;
            index.read(only, part);
            REQUIRE(part == id_list(found->second.begin(), found->second.end()));
            REQUIRE(only.size() == part.size());
            REQUIRE_FALSE(only.is_partitioned());
            id_list common = expected;
            index.intersect(common, only);
            REQUIRE(common == part);
          }
        }
      }
    }
    CHECK(index.find(2U << 24U).empty());
    CHECK(index.find(0x12'34'56).empty() == !model.contains(0x12'34'56));
    CHECK(index.with_next({}, 'x').empty());
  }
}

TEST_CASE("an id that has an n-gram twice is listed once, whatever bytes follow") {
  detail::ngram_collector collected;
  std::vector<id_list> groups;
  const auto collect_groups = [&] {
    groups.clear();
    collected.sort().finish();
    detail::chunked_array<detail::ngram_collector::entry> of_ngram;
    for (std::size_t i = 0; i != collected.size();) {
      i = collected.read_ngram(i, of_ngram);
      id_list& ids = groups.emplace_back();
      for (std::size_t each = 0; each != of_ngram.size(); ++each) {
        ids.push_back(of_ngram[each].id());
      }
    }
    collected.clear();
  };
  for (const std::uint32_t id : {3U, 3U, 4U}) {
    collected.add(7, id, id == 3 ? 'z' : 'a');
  }
  collected.add(7, 4, 'b');
  collected.add(5, 1, 'b');
  collect_groups();
  CHECK(groups == std::vector<id_list>{{1}, {3, 4}});
  collected.add(7, 1, 'a'); // in the order of the next bytes, but not in that of n-grams
  collected.add(5, 2, 'b');
  collect_groups();
  CHECK(groups == std::vector<id_list>{{2}, {1}});
}
