// SPDX-License-Identifier: BSL-1.0
// A placement of nulls is refused where no key of the order is ever null.
// expect: no matching function for call to .list

#include <leadcore/query/list.hpp>

struct newest : leadcore::leads_endpoint {
  static constexpr auto order = leadcore::lexicographic_order{
      std::tuple{leadcore::descending<"created_at">, leadcore::ascending<"id">}};
};
auto answer(const std::vector<leadcore::lead>& rows, const leadcore::lead_query& query) {
#ifdef LEADCORE_BAD
  return leadcore::list<newest>(rows, query, leadcore::nulls_first);
#else
  return leadcore::list<newest>(rows, query);
#endif
}
