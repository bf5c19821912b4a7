// SPDX-License-Identifier: BSL-1.0
#include <leadcore/text/find_folded.hpp>

#include "support/catch.hpp"

using namespace leadcore;

TEST_CASE("the part of a text that contains a needle consists of whole letters") {
  CHECK(find_folded("Gro\u00DF & S\u00F6hne", fold("ss &")) == text_span{3, 4});
  CHECK(find_folded("Gro\u00DF", "s") == text_span{3, 2});
  CHECK(find_folded("JANE Doe", "ne d") == text_span{2, 4});
  CHECK(find_folded("Zoe\u0308 e", "e") == text_span{6, 1}); // not the letter with a mark
  CHECK(find_folded<folding::caseless_unaccented>("Zoe\u0308 e", "e") == text_span{2, 3});
  CHECK(find_folded("\xE1\xBE\xB3", "\u03B9") == text_span{0, 3}); // an iota that folding makes
  CHECK(find_folded("anything", "") == text_span{0, 0});
  CHECK(find_folded("", "a") == std::nullopt);
  CHECK(find_folded("\u20AC", "\xE2\x82") == std::nullopt); // inside a code point
}
