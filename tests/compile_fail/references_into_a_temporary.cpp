// SPDX-License-Identifier: BSL-1.0
// References into a temporary container are refused.
// expect: leadcore: list_references would refer into a temporary container

#include <leadcore/query/list.hpp>

#include <utility>
#include <vector>

std::size_t answer(std::vector<leadcore::lead> rows, const leadcore::lead_query& query) {
#ifdef LEADCORE_BAD
  return leadcore::list_references(std::move(rows), query).data.size();
#else
  return leadcore::list_references(rows, query).data.size();
#endif
}
