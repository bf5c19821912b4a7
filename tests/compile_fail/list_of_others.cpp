// SPDX-License-Identifier: BSL-1.0
// A range of other types is not listed; the compiler names the constraint.
// expect: row_of

#include <leadcore/query/list.hpp>

#include <vector>

auto answer(const leadcore::lead_query& query) {
#ifdef LEADCORE_BAD
  std::vector<int> rows;
#else
  std::vector<leadcore::lead> rows;
#endif
  return leadcore::list(rows, query);
}
