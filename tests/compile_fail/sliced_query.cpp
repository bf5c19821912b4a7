// SPDX-License-Identifier: BSL-1.0
// A query of an endpoint is refused without its endpoint: it would lose its own filters.
// expect: no matching function for call to .list

#include <leadcore/query/list.hpp>

struct crm_query : leadcore::lead_query {
  std::optional<std::string> source;
};
struct crm_endpoint : leadcore::leads_endpoint {
  using query = crm_query;
  static constexpr auto filters =
      std::tuple_cat(leadcore::leads_endpoint::filters,
                     std::tuple{leadcore::equals<"source">(&crm_query::source)});
};

auto answer(const std::vector<leadcore::lead>& rows, const crm_query& query) {
#ifdef LEADCORE_BAD
  return leadcore::list(rows, query);
#else
  return leadcore::list<crm_endpoint>(rows, query);
#endif
}
