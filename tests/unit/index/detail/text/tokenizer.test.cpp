// SPDX-License-Identifier: BSL-1.0
#include <leadcore/index/detail/text/tokenizer.hpp>

#include "support/alphabets.hpp"
#include "support/catch.hpp"

#include <random>
#include <string>
#include <string_view>
#include <vector>

using namespace leadcore;
using strings = std::vector<std::string>;

namespace {

template <class Alphabet> strings terms_of(std::string_view text) {
  strings out;
  detail::for_each_term<Alphabet>(text, [&](std::string_view term) { out.emplace_back(term); });
  return out;
}

} // namespace

TEST_CASE("a term begins at a space or sign, and where letters and digits meet") {
  using testing::digit_alphabet;
  CHECK(terms_of<digit_alphabet>("").empty());
  CHECK(terms_of<digit_alphabet>("\xFF\xFF").empty());
  CHECK(terms_of<digit_alphabet>("ann") == strings{"ann"});
  CHECK(terms_of<digit_alphabet>("ann smith") == strings{"ann", " smith"});
  CHECK(terms_of<digit_alphabet>("a-- 4b") == strings{"a", "-", "-", " 4", "b"});
  CHECK(terms_of<digit_alphabet>("3\xC3\xA9x1") == strings{"3", "\xC3\xA9x", "1"});
  CHECK(terms_of<digit_alphabet>("\xFF"
                                 "a\xFF b") == strings{"a", " b"});
  CHECK(terms_of<testing::low_delimiter>(std::string_view("a\xFF\0\0b", 5)) ==
        strings{"a\xFF", "b"});
}

TEST_CASE("the terms of a part of a text are terms of the text, but for the first and the last") {
  using alphabet = testing::middle_delimiter;
  std::mt19937 random(4);
  for (int step = 0; step < 2000; ++step) {
    std::string text;
    for (std::size_t size = random() % 30; text.size() < size;) {
      text += alphabet::letters[random() % alphabet::letters.size()];
    }
    strings joined = terms_of<alphabet>(text);
    std::string all;
    for (const std::string& each : joined) {
      REQUIRE_FALSE(each.empty());
      REQUIRE(each.find(alphabet::delimiter) == std::string::npos);
      all += each;
    }
    std::string without_delimiters = text;
    std::erase(without_delimiters, alphabet::delimiter);
    REQUIRE(all == without_delimiters);
    std::string part = text.substr(text.size() / 3, 1 + random() % 9);
    if (part.find(alphabet::delimiter) != std::string::npos) {
      continue;
    }
    const strings of_part = terms_of<alphabet>(part);
    for (std::size_t i = 1; i + 1 < of_part.size(); ++i) {
      REQUIRE(std::ranges::find(joined, of_part[i]) != joined.end());
    }
  }
}
