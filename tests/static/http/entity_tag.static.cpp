// SPDX-License-Identifier: BSL-1.0
#include <leadcore/http/entity_tag.hpp>

namespace {

using leadcore::http::if_none_match_has;

// RFC 9110 clauses 8.8.3.2 and 13.1.2
static_assert(if_none_match_has("*", "\"a\"") && if_none_match_has(" * ", "\"a\""));
static_assert(if_none_match_has("\"a\"", "\"a\"") && !if_none_match_has("\"a\"", "\"b\""));
static_assert(if_none_match_has("W/\"a\"", "\"a\"") && if_none_match_has("\"a\"", "W/\"a\""));
static_assert(if_none_match_has("\"x\",W/\"a\" , \"y\"", "\"a\""));
static_assert(if_none_match_has("\"x,\\\", \"a\"", "\"a\"") &&
              if_none_match_has("\"x, y\"", "\"x, y\"") == false); // a space is no etagc
static_assert(if_none_match_has("\"\"", "\"\"") && !if_none_match_has("\"\"", "\"a\""));
static_assert(if_none_match_has(", ,\"a\",,", "\"a\"")); // empty elements of a list
static_assert(!if_none_match_has("", "\"a\"") && !if_none_match_has(",", "\"a\""));
// What is no list of entity tags is ignored, wherever it is wrong.
static_assert(!if_none_match_has("a", "\"a\"") && !if_none_match_has("\"a", "\"a\""));
static_assert(!if_none_match_has("\"a\", *", "\"a\"") && !if_none_match_has("*, \"a\"", "\"a\""));
static_assert(!if_none_match_has("\"a\" \"b\"", "\"a\"") && !if_none_match_has("\"a\"b", "\"a\""));
static_assert(!if_none_match_has("w/\"a\"", "\"a\"") && !if_none_match_has("W/ \"a\"", "\"a\""));
static_assert(!if_none_match_has("W/", "W/") && !if_none_match_has("\"a\x7f\"", "\"a\x7f\""));
static_assert(if_none_match_has("\"\x80\xFF\"", "\"\x80\xFF\"")); // obs-text

} // namespace
