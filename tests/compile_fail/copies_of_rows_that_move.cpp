// SPDX-License-Identifier: BSL-1.0
// list copies rows that stay in their container; a constraint refuses rows that can only be moved.
// expect: rows_can_be_copied

#include <leadcore/query/list.hpp>

#include <memory>
#include <vector>

std::size_t answer(const std::vector<std::unique_ptr<leadcore::lead>>& rows,
                   const leadcore::lead_query& query) {
#ifdef LEADCORE_BAD
  return leadcore::list(rows, query).data.size();
#else
  return leadcore::list_references(rows, query).data.size();
#endif
}
