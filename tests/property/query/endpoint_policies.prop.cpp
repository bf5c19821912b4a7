// SPDX-License-Identifier: BSL-1.0
#include <leadcore/query/endpoint.hpp>

#include "support/property.hpp"

#include <leadcore/testing/generators.hpp>

using namespace leadcore;
using namespace leadcore::testing;

TEST_CASE("a policy of search finds what it says") {
  using unaccented = basic_leads_endpoint<search_policy{folding::caseless_unaccented}>;
  using words = basic_leads_endpoint<search_policy{folding::caseless, term_reading::all_words}>;
  rc::prop("the words of a term are found alone", [](const scenario& each) {
    constexpr search_policy policy{folding::caseless, term_reading::all_words};
    const auto term = unchecked_search_term<policy>(each.query.search.text());
    for (const lead& row : each.rows) {
      bool all = true;
      for (const search_phrase& phrase : term.phrases()) {
        all = all && matches(row, unchecked_search_term(phrase.text()));
      }
      RC_ASSERT(matches<words>(row, term) == all);
    }
  });
  rc::prop("without accents, terms of the same folding find the same", [](const scenario& each) {
    constexpr search_policy policy{folding::caseless_unaccented};
    const std::string_view text = each.query.search.text();
    const auto term = unchecked_search_term<policy>(text);
    const auto plain = unchecked_search_term<policy>(fold(text));
    // U+0345 is a mark that folds to a letter, alone or in a character such as U+1FB3.
    RC_PRE(fold<folding::caseless_unaccented>(text) ==
           fold<folding::caseless_unaccented>(fold(text)));
    for (const lead& row : each.rows) {
      RC_ASSERT(matches<unaccented>(row, term) == matches<unaccented>(row, plain));
    }
  });
}
