// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TESTS_SUPPORT_INDEX_ANSWERS_HPP
#define LEADCORE_TESTS_SUPPORT_INDEX_ANSWERS_HPP

// Answers of an index against those of list(), for the leads of many().

#include <leadcore/index/lead_snapshot.hpp>
#include <leadcore/query/list.hpp>

#include "support/catch.hpp"
#include "support/leads.hpp"

#include <string>
#include <vector>

namespace leadcore::test_support {

inline void require_same_answer(const lead_snapshot& snapshot, const std::vector<lead>& leads,
                                const lead_query& query, null_placement nulls = nulls_last) {
  const auto page = snapshot.list(query, nulls);
  const auto expected = list_references(leads, query, nulls);
  REQUIRE(page.pagination == expected.pagination);
  REQUIRE(ids(page) == ids(expected));
}

/// Asks for pages, filters and terms of every kind.
inline void require_same_answers(const lead_snapshot& snapshot, const std::vector<lead>& leads) {
  for (const char* const raw : {"",
                                "page=3&pageSize=7",
                                "status=QUALIFIED",
                                "assignedToId=unassigned&pageSize=3",
                                "assignedToId=u3&status=LOST",
                                "assignedToId=nobody",
                                "search=a",
                                "search=nn",
                                "search=ann",
                                "search=gross+1",
                                "search=%CF%83%CE%AF%CF%83%CF%85%CF%86%CE%BF%CF%83", // σίσυφοσ
                                "search=%E5%B0%8F",
                                "search=annex+%26+sons+4",
                                "search=acme.com",
                                "search=x1%40&status=CONTACTED",
                                "search=company+3&assignedToId=unassigned",
                                "search=5551",
                                "search=%2B1+(415)",
                                "search=0014155551",
                                "search=0555512",
                                "search=415-555",
                                "search=%2B415",
                                "search=00415555",
                                "search=smith+9&page=2&pageSize=2",
                                "search=acme.com&assignedToId=u3&status=LOST",
                                "search=5551&assignedToId=u3&status=LOST&page=2&pageSize=3",
                                "search=zzzz"}) {
    INFO(raw);
    for (const null_placement nulls : {nulls_last, nulls_first}) {
      require_same_answer(snapshot, leads, asked(raw), nulls);
    }
  }
}

} // namespace leadcore::test_support

#endif
