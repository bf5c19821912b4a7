// SPDX-License-Identifier: BSL-1.0
#include <leadcore/index/lead_index.hpp>

#include "support/catch.hpp"
#include "support/hostile_namespace.hpp"
#include "support/index_answers.hpp"
#include "support/leads.hpp"

#include <vector>

using namespace leadcore;

TEST_CASE("no function of a row's namespace changes what an index answers") {
  const auto examples = test_support::hostile_examples();
  const std::vector<lead> leads(examples.begin(), examples.end());
  std::vector<hostile::record> rows;
  lead_index grown;
  for (const lead& each : leads) {
    rows.push_back(test_support::to_hostile(each));
    CHECK(grown.upsert(rows.back()));
    CHECK_FALSE(grown.upsert(rows.back()));
  }
  const lead_index built(rows);
  for (const lead_index* index : {static_cast<const lead_index*>(&grown), &built}) {
    test_support::require_same_answers(index->snapshot(), leads);
    for (const lead& each : leads) {
      CHECK(equal_leads(*index->find(each.id), each));
      for (const lead_query& query : test_support::filters_of(each)) {
        test_support::require_same_answer(index->snapshot(), leads, query);
      }
      lead_query query;
      query.search = unchecked_search_term(each.name);
      test_support::require_same_answer(index->snapshot(), leads, query);
    }
  }
}
