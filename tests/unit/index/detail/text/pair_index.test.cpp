// SPDX-License-Identifier: BSL-1.0
#include <leadcore/index/detail/text/pair_index.hpp>

#include "support/alphabets.hpp"
#include "support/catch.hpp"
#include "support/documents.hpp"
#include "support/sorted_ids.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

using namespace leadcore;
using strings = std::vector<std::string>;

TEST_CASE("an n-gram that spans a boundary lists the pairs whose terms meet in it") {
  using expected_alphabet = testing::middle_delimiter;
  std::mt19937 random(12);
  strings texts(900);
  for (std::string& text : texts) {
    for (std::size_t size = random() % 30; text.size() < size;) {
      text += expected_alphabet::letters[random() % expected_alphabet::letters.size()];
    }
  }
  const detail::document_store documents = testing::documents_of(texts);
  detail::term_collector<expected_alphabet> collected(documents);
  collected.collect().finish();
  strings terms;
  for (std::uint32_t id = 0; id < collected.terms().size(); ++id) {
    terms.emplace_back(collected.bytes(id));
  }
  const auto& pairs = collected.pairs();
  detail::pair_index<expected_alphabet> index;
  index.assign(collected).finish();
  REQUIRE(index.pairs().size() == pairs.size());
  REQUIRE(index.docs().size() == pairs.size());
  std::size_t seen = 0;
  const auto require_listed = [&](detail::spanning kind, std::size_t before, std::size_t after,
                                  const std::string& ngram) {
    testing::id_list expected;
    for (std::uint32_t pair = 0; pair < pairs.size(); ++pair) {
      const std::string& left = terms[pairs[pair].left];
      const std::string& right = terms[pairs[pair].right];
      if (left.ends_with(ngram.substr(0, before)) &&
          right.starts_with(ngram.substr(before, after))) {
        expected.push_back(pair);
      }
    }
    const auto list = index.find(kind, ngram);
    REQUIRE(list.empty() == expected.empty());
    if (!list.empty()) {
      testing::id_list found;
      index.ngrams().read(list, found);
      std::ranges::sort(found);
      REQUIRE(found == expected);
      ++seen;
    }
  };
  for (const char a : expected_alphabet::letters) {
    for (const char b : expected_alphabet::letters) {
      if (a == expected_alphabet::delimiter || b == expected_alphabet::delimiter) {
        continue;
      }
      require_listed(detail::spanning::one_and_one, 1, 1, {a, b});
      for (const char c : expected_alphabet::letters) {
        if (c != expected_alphabet::delimiter) {
          require_listed(detail::spanning::two_and_one, 2, 1, {a, b, c});
          require_listed(detail::spanning::one_and_two, 1, 2, {a, b, c});
        }
      }
    }
  }
  CHECK(seen > 50);
  CHECK(seen <= index.ngrams().ngrams().size() * 2);
}
