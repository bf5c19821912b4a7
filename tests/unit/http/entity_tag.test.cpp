// SPDX-License-Identifier: BSL-1.0
#include <leadcore/http/entity_tag.hpp>

#include "support/catch.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace {

using leadcore::http::if_none_match_has;

struct if_none_match {
  std::string_view header;
  std::string_view tag;
  bool has;
};
constexpr std::array headers{
    if_none_match{"*", "\"a\"", true},
    if_none_match{" * ", "\"a\"", true},
    if_none_match{"\"a\"", "\"a\"", true},
    if_none_match{"\"a\"", "\"b\"", false},
    if_none_match{"W/\"a\"", "\"a\"", true}, // weak comparison
    if_none_match{"\"a\"", "W/\"a\"", true},
    if_none_match{"\"x\",W/\"a\" , \"y\"", "\"a\"", true},
    if_none_match{"\"x,\\\", \"a\"", "\"a\"", true}, // a backslash is no escape
    if_none_match{"\"!\"", "\"!\"", true},
    if_none_match{"\"x, y\"", "\"x, y\"", false}, // a space is no etagc
    if_none_match{"\"\"", "\"\"", true},
    if_none_match{"\"\"", "\"a\"", false},
    if_none_match{"\"\x80\xFF\"", "\"\x80\xFF\"", true}, // obs-text
    // Empty elements of a list.
    if_none_match{", ,\"a\",,", "\"a\"", true},
    if_none_match{"", "\"a\"", false},
    if_none_match{",", "\"a\"", false},
    // What is no list of entity tags is ignored, wherever it is wrong.
    if_none_match{"a", "\"a\"", false},
    if_none_match{"\"a", "\"a\"", false},
    if_none_match{"\"a\", *", "\"a\"", false},
    if_none_match{"*, \"a\"", "\"a\"", false},
    if_none_match{"\"a\" \"b\"", "\"a\"", false},
    if_none_match{"\"a\"b", "\"a\"", false},
    if_none_match{"w/\"a\"", "\"a\"", false},
    if_none_match{"W/ \"a\"", "\"a\"", false},
    if_none_match{"W/", "W/", false},
    if_none_match{"\"a\x7f\"", "\"a\x7f\"", false},
};
static_assert(std::all_of(headers.begin(), headers.end(), [](const if_none_match& each) {
  return if_none_match_has(each.header, each.tag) == each.has;
}));

} // namespace

// RFC 9110 clauses 5.6.1, 8.8.3.2 and 13.1.2
TEST_CASE("If-None-Match is a list of entity tags, or ignored", "[http]") {
  for (const if_none_match& each : headers) {
    INFO(each.header << " has " << each.tag);
    CHECK(if_none_match_has(each.header, each.tag) == each.has);
  }
}
