// SPDX-License-Identifier: BSL-1.0
#include <leadcore/sql/statements.hpp>

#include "support/database_laws.hpp"

#include <algorithm>
#include <string>

using namespace leadcore;
using namespace leadcore::testing;

// decision 0101
TEST_CASE("a needle is in the search text exactly if the term matches the lead") {
  rc::prop(
      "leads without U+0000, and any query",
      [] {
        const scenario each = *storable_scenarios();
        for (const lead& row : each.rows) {
          const std::string text = sql::search_text(row);
          RC_ASSERT(is_valid_utf8(text));
          const bool found =
              std::ranges::all_of(each.query.search.phrases(), [&](const search_phrase& phrase) {
                return std::ranges::any_of(
                    detail::search_needles<detail::utf8_encoding>(phrase),
                    [&](const std::string& needle) { return text.find(needle) != text.npos; });
              });
          RC_ASSERT(found == matches(row, each.query.search));
        }
      },
      20);
}

// Guards the generator of database_laws.hpp: without such leads its laws would prove little.
TEST_CASE("the leads of histories are hostile in every way") {
  std::vector<lead> drawn;
  for (const auto& pool : sample(history_pools(), 60)) {
    drawn.insert(drawn.end(), pool.begin(), pool.end());
  }
  const auto some = [&](std::size_t least, auto predicate) {
    return static_cast<std::size_t>(std::ranges::count_if(drawn, predicate)) >= least;
  };
  REQUIRE(drawn.size() > 100);
  for (const std::string_view piece : storable_pieces) {
    INFO(piece);
    CHECK(some(3, [&](const lead& row) {
      return reference_errors(row).empty() && row.name.find(piece) != std::string::npos;
    }));
    CHECK(some(1, [&](const lead& row) { return row.id.find(piece) != std::string::npos; }));
  }
  for (const lead_errc code :
       {lead_errc::nul_character, lead_errc::invalid_utf8, lead_errc::invalid_enumerator}) {
    CHECK(some(2, [&](const lead& row) {
      const lead_errors refused = reference_errors(row);
      return !refused.empty() && refused.front().code == code;
    }));
  }
  CHECK(some(drawn.size() / 6, [](const lead& row) { return !row.next_call_at; }));
  CHECK(some(drawn.size() / 6, [&](const lead& row) { // equal in all sort keys but the id
    return some(2, [&](const lead& other) {
      return row.next_call_at == other.next_call_at && row.created_at == other.created_at;
    });
  }));
}
