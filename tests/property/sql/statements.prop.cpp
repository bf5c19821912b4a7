// SPDX-License-Identifier: BSL-1.0
#include <leadcore/sql/statements.hpp>

#include "support/database_laws.hpp"

#include <algorithm>
#include <string>

using namespace leadcore;
using namespace leadcore::testing;

// decision 0101
TEST_CASE("a term is found in the search text exactly where it matches the lead") {
  rc::prop(
      "leads without U+0000, and any query",
      [] {
        const scenario each = *storable_scenarios();
        for (const lead& row : each.rows) {
          const std::string text = sql::search_text(row);
          RC_ASSERT(is_valid_utf8(text));
          const auto needles = detail::search_needles<detail::utf8_encoding>(each.query.search);
          const bool found = each.query.search.empty() ||
                             std::ranges::any_of(needles, [&](const std::string& needle) {
                               return text.find(needle) != std::string::npos;
                             });
          RC_ASSERT(found == matches(row, each.query.search));
        }
      },
      20);
}

// What the histories of database_laws.hpp go through must be what they are there for.
TEST_CASE("the leads of histories are hostile in every way that is asked for") {
  std::vector<lead> drawn;
  for (const auto& pool : sample(history_pools(), 60)) {
    drawn.insert(drawn.end(), pool.begin(), pool.end());
  }
  const auto some = [&](std::size_t least, auto holds) {
    return static_cast<std::size_t>(std::ranges::count_if(drawn, holds)) >= least;
  };
  REQUIRE(drawn.size() > 100);
  for (const std::string_view piece : kept_pieces) {
    INFO(piece);
    CHECK(some(3, [&](const lead& row) {
      return reference_refusals(row).empty() && row.name.find(piece) != std::string::npos;
    }));
    CHECK(some(1, [&](const lead& row) { return row.id.find(piece) != std::string::npos; }));
  }
  for (const errc code : {errc::nul_character, errc::invalid_utf8, errc::invalid_enumerator}) {
    CHECK(some(2, [&](const lead& row) {
      const lead_errors refused = reference_refusals(row);
      return !refused.empty() && refused.front().code == code;
    }));
  }
  CHECK(some(drawn.size() / 6, [](const lead& row) { return !row.next_call_at; }));
  CHECK(some(drawn.size() / 6, [&](const lead& row) { // equal in all keys but the id
    return some(2, [&](const lead& other) {
      return row.next_call_at == other.next_call_at && row.created_at == other.created_at;
    });
  }));
}

TEST_CASE("PostgreSQL's patterns mean the needle and nothing else") {
  rc::prop("any text: unescaping gives it back, and no wildcard is left", [] {
    const std::string text = *texts();
    const std::string pattern = sql::postgres::needle(text);
    RC_ASSERT(pattern.size() >= 2 && pattern.front() == '%' && pattern.back() == '%');
    std::string meant;
    for (std::size_t at = 1; at + 1 < pattern.size(); ++at) {
      if (pattern[at] == '\\') {
        ++at;
        RC_ASSERT(at + 1 < pattern.size());
      } else {
        RC_ASSERT(pattern[at] != '%' && pattern[at] != '_');
      }
      meant += pattern[at];
    }
    RC_ASSERT(meant == text);
  });
}

TEST_CASE("a cursor reads back as it was") {
  rc::prop("any storable lead", [](lead row) {
    row = without_nul(std::move(row));
    const auto at = sql::make_cursor(row);
    RC_ASSERT(at.has_value());
    const auto read = sql::parse_cursor(to_string(*at));
    RC_ASSERT(read.has_value());
    RC_ASSERT(*read == *at);
    RC_ASSERT(std::get<0>((*at).keys()) == row.next_call_at && std::get<2>((*at).keys()) == row.id);
  });
  rc::prop("any text is a cursor's only one, or none", [] {
    std::string text = to_string(*sql::make_cursor(without_nul(*leads())));
    const auto place = *rc::gen::inRange<std::size_t>(0, text.size());
    text[place] = *rc::gen::elementOf(std::string("ABab01-_9z=% "));
    if (const auto read = sql::parse_cursor(text); read.has_value()) {
      RC_ASSERT(to_string(*read) == text);
    } else {
      RC_ASSERT(read.error().offset <= text.size());
    }
  });
}

TEST_CASE("a list of texts reads back as it was") {
  rc::prop("any texts without U+0000", [] {
    lead row;
    row.phones = *rc::gen::container<std::vector<std::string>>(texts());
    row = without_nul(std::move(row));
    lead_errors errors;
    const sql::parameter column = sql::detail::to_column<"phones">(row.phones, errors);
    RC_ASSERT(errors.empty());
    RC_ASSERT(sql::detail::parse_list(std::get<std::string>(column)) == std::optional(row.phones));
  });
}
