// SPDX-License-Identifier: BSL-1.0
// A query of an endpoint is printed by that endpoint only.
// expect: no matching function for call to .to_query_string

#include <leadcore/query/query_string.hpp>

struct crm_query : leadcore::lead_query {
  std::optional<std::string> source;
};
struct crm_endpoint : leadcore::leads_endpoint {
  using query = crm_query;
  static constexpr auto filters =
      std::tuple_cat(leadcore::leads_endpoint::filters,
                     std::tuple{leadcore::equals<"source">(&crm_query::source)});
};

auto printed(const crm_query& query) {
#ifdef LEADCORE_BAD
  return leadcore::to_query_string(query);
#else
  return leadcore::to_query_string<crm_endpoint>(query);
#endif
}
