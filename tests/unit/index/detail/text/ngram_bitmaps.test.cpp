// SPDX-License-Identifier: BSL-1.0
#include <leadcore/index/detail/text/ngram_bitmaps.hpp>

#include "support/alphabets.hpp"
#include "support/catch.hpp"
#include "support/documents.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <vector>

using namespace leadcore;
using detail::doc_id;
using strings = std::vector<std::string>;

namespace {

template <class Alphabet> struct bitmaps_of_texts {
  explicit bitmaps_of_texts(const strings& all) {
    made.assign(testing::documents_of(all)).finish();
    for (std::size_t i = 0; i < all.size(); ++i) {
      texts.emplace(static_cast<doc_id>(i), all[i]);
    }
  }
  /// Whether the bits are the documents with one of some needles, and are counted.
  [[nodiscard]] bool has_exactly(const detail::counted_bitmap& found,
                                 const strings& needles) const {
    std::vector<doc_id> docs;
    detail::for_each_bit(found.bits,
                         [&](std::size_t i) { docs.push_back(static_cast<doc_id>(i)); });
    return found.count == docs.size() && found.count == detail::count_bits(found.bits) &&
           docs == testing::naive_search(texts, needles);
  }

  std::map<doc_id, std::string> texts;
  detail::ngram_bitmaps<Alphabet> made;
};

template <class Alphabet> strings random_texts(std::size_t count, unsigned seed) {
  std::mt19937 random(seed);
  strings texts(count);
  for (std::string& each : texts) {
    for (std::size_t size = random() % 12; each.size() < size;) {
      each += Alphabet::letters[random() % Alphabet::letters.size()];
    }
  }
  return texts;
}

template <class Alphabet> void require_exact(std::size_t count) {
  const bitmaps_of_texts<Alphabet> of(random_texts<Alphabet>(count, 5));
  std::size_t kept = 0;
  std::set<std::string> ngrams{"Z", "ZZ", "a "};
  for (const char a : Alphabet::letters) {
    ngrams.emplace(1, a);
    for (const char b : Alphabet::letters) {
      ngrams.insert(std::string{a, b});
    }
  }
  for (const std::string& ngram : ngrams) {
    if (const auto found = of.made.find(ngram); !found.bits.empty()) {
      ++kept;
      REQUIRE(ngram.find(Alphabet::delimiter) == std::string::npos);
      REQUIRE(of.has_exactly(found, {ngram}));
      REQUIRE(found.count * 8 >= count);
    }
    for (const std::string& other : ngrams) {
      const strings needles{ngram, other};
      const auto [found, answered] = of.made.find(std::span(needles));
      REQUIRE((answered == 1 || (answered == 2 && !found.bits.empty())));
      if (!found.bits.empty()) {
        REQUIRE(of.has_exactly(
            found,
            strings(needles.begin(), needles.begin() + static_cast<std::ptrdiff_t>(answered))));
      }
    }
  }
  CHECK(kept > 3);
  CHECK(kept <= of.made.size());
}

} // namespace

TEST_CASE("the bitmap of an n-gram is the documents that have it, and of no others") {
  for (const std::size_t count : {1U, 63U, 64U, 300U}) {
    require_exact<testing::middle_delimiter>(count);
    require_exact<testing::digit_alphabet>(count);
    require_exact<testing::low_delimiter>(count);
  }
}

TEST_CASE("two spellings of an n-gram are answered together, one of them not at all") {
  strings texts(80, "-");
  for (std::size_t i = 0; i < texts.size(); ++i) {
    texts[i] += i % 3 == 0 ? "01" : i % 3 == 1 ? "AB" : "0B";
  }
  const bitmaps_of_texts<testing::digit_alphabet> of(texts);
  CHECK(of.made.find("01").bits.empty());
  CHECK(of.made.find("AB").bits.empty());
  CHECK(of.has_exactly(of.made.find("0B"), {"0B"})); // not all of it are variants
  CHECK(of.has_exactly(of.made.find("-0"), {"-0"}));
  const auto answer = [&](strings needles) {
    const auto [found, answered] = of.made.find(std::span(std::as_const(needles)));
    needles.resize(answered);
    return found.bits.empty()               ? strings{}
           : of.has_exactly(found, needles) ? needles
                                            : strings{"wrong"};
  };
  CHECK(answer({"01", "AB"}) == strings{"01", "AB"});
  CHECK(answer({"AB", "01", "x"}) == strings{"AB", "01"});
  CHECK(answer({"0", "A"}) == strings{"0", "A"});
  CHECK(answer({"01", "01"}).empty());
  CHECK(answer({"01", "BA"}).empty());
  CHECK(answer({"01", "A"}).empty());
  CHECK(answer({"01", "0B"}).empty());
  CHECK(answer({"01"}).empty());
  CHECK(answer({"-0", "-A"}) == strings{"-0"});
  CHECK(answer({"-01", "-AB"}).empty()); // three bytes
}

TEST_CASE("an n-gram has a bitmap from an eighth of the documents on") {
  strings texts(64, "x");
  for (std::size_t i = 0; i < 8; ++i) {
    texts[i] += "ab";
    texts[i + 20] += i == 0 ? "" : "cd";
    texts[40] += "eeeeeeeeee"; // many occurrences in few documents
  }
  const bitmaps_of_texts<testing::low_delimiter> of(texts);
  CHECK(of.has_exactly(of.made.find("ab"), {"ab"}));
  CHECK(of.has_exactly(of.made.find("x"), {"x"}));
  CHECK(of.made.find("cd").bits.empty());
  CHECK(of.made.find("e").bits.empty());
  CHECK(of.made.find("ee").bits.empty());
  CHECK(of.made.find("q").bits.empty());
}

TEST_CASE("a sample of many documents tells which n-grams get a bitmap") {
  strings texts(70'000, "ab");
  for (std::size_t i = 0; i < texts.size(); ++i) {
    texts[i] = i % 2 == 0 ? "ab" : i % 7 == 0 ? "cd" : "e";
  }
  const bitmaps_of_texts<testing::low_delimiter> of(texts);
  CHECK(of.has_exactly(of.made.find("ab"), {"ab"}));
  CHECK(of.has_exactly(of.made.find("e"), {"e"}));
  CHECK(of.made.find("cd").bits.empty());
}
