// SPDX-License-Identifier: BSL-1.0
#include <leadcore/text/fold.hpp>

#include "support/catch.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

using namespace leadcore;

namespace {

constexpr folding unaccented = folding::caseless_unaccented;

bool alike(std::string_view a, std::string_view b) {
  return fold<unaccented>(a) == fold<unaccented>(b);
}

} // namespace

TEST_CASE("marks do not count without accents") {
  CHECK(alike("Jose", "Jos\u00E9"));
  CHECK(alike("Jose", "JOSE\u0301"));
  CHECK(alike("insaat", "\u0130n\u015Faat"));
  CHECK(alike("Zurich", "Z\u00FCrich"));
  CHECK(alike("\u0391\u0399", "\u1FB3\u0399"));       // U+0345 is a mark, not an iota
  CHECK(alike("\u304B", "\u304C"));                   // a voiced kana
  CHECK(alike("\uAC01", "\u1100\u1161\u0301\u11A8")); // a syllable, however it is written
  CHECK_FALSE(alike("o", "\u00F8"));                  // not decomposed by Unicode
  CHECK_FALSE(alike("i", "\u0131"));
  CHECK_FALSE(alike("ka", "\u0915\u093E")); // a vowel sign has combining class 0
  CHECK(fold<unaccented>("\u0301\u0308").empty());
}

TEST_CASE("apostrophes, quotation marks and hyphens are alike in all their kinds") {
  for (const std::string_view apostrophe :
       {"\u2019", "\u2018", "`", "\u00B4", "\u02BC", "\u2032", "\uFF07", "\uA78C"}) {
    CHECK(alike("O'Neil", "O" + std::string(apostrophe) + "Neil"));
    CHECK(contains_folded<unaccented>("Mr O" + std::string(apostrophe) + "Neil", "o'n"));
    CHECK_FALSE(contains_folded("Mr O" + std::string(apostrophe) + "Neil", "o'n"));
  }
  for (const std::string_view quote : {"\u201C", "\u201D", "\u00AB", "\u300C", "\uFF02"}) {
    CHECK(alike("\"", quote));
  }
  for (const std::string_view hyphen :
       {"\u2010", "\u2011", "\u2013", "\u2014", "\u2212", "\uFF0D", "\U00010EAD"}) {
    CHECK(alike("Smith-Jones", "Smith" + std::string(hyphen) + "Jones"));
  }
  CHECK_FALSE(alike("'", "\""));
  CHECK_FALSE(alike("-", "_"));
}

TEST_CASE("a buffer gets the folding without accents") {
  for (const std::string_view text : {"O'NEIL", "O`NEIL", "O\u2019N\u00C9IL"}) {
    std::string buffer(max_fold_growth * text.size(), '#');
    const std::size_t size = fold_into<unaccented>(text, buffer);
    CHECK(buffer.substr(0, size) == "o'neil");
    CHECK(buffer.find_first_not_of('#', size) == std::string::npos);
  }
}

TEST_CASE("an invalid byte stays one without accents") {
  CHECK(fold<unaccented>("\xC3\u0301\xA9") == "\xC3\u0301\xA9"); // C3 A9 would be a letter
  CHECK(fold<unaccented>("a\u0301\xA9") == "a\xA9");
}

TEST_CASE("a folded needle is found in a text without accents") {
  CHECK(contains_folded<unaccented>("Mar\u00EDa Jos\u00E9 de la Cruz", "jose d"));
  CHECK(contains_folded<unaccented>("Jose\u0301", "jose"));
  CHECK_FALSE(contains_folded("Jose\u0301", "jose"));
  CHECK_FALSE(contains_folded<unaccented>("Jos\u00E9", "jos\u00E9")); // the needle is not folded
}
