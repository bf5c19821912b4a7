// SPDX-License-Identifier: BSL-1.0
#include <leadcore/query/explain.hpp>

#include <string_view>

using namespace leadcore;

constexpr std::string_view phones_of_jane[] = {"+14155550101"};
constexpr lead_view explained_jane{.id = "1", .name = "Jane", .phones = phones_of_jane};

constexpr match_reason reason_of(std::string_view term) {
  lead_query query;
  query.search = unchecked_search_term(term);
  return why_matched(explained_jane, query).reasons.front();
}

static_assert(reason_of("AN") ==
              match_reason{"search", "name", std::nullopt, match_arm::text, {1, 2}});
static_assert(reason_of("(415)") == match_reason{"search", "phones", 0, match_arm::phone, {2, 3}});
static_assert(why_before(explained_jane, lead_view{.id = "2"}).field == "id");
static_assert(why_before(explained_jane, explained_jane).result == 0);
