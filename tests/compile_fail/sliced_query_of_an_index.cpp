// SPDX-License-Identifier: BSL-1.0
// An index of leads refuses the query of another endpoint, whose filters it would ignore.
// expect: constraint|no matching

#include <leadcore/index/lead_index.hpp>

struct other_query : leadcore::lead_query {
  bool is_new = false;
};

auto answer(const leadcore::lead_index& index, const other_query& query) {
#ifdef LEADCORE_BAD
  return index.list(query);
#else
  return index.list(static_cast<const leadcore::lead_query&>(query));
#endif
}
