// SPDX-License-Identifier: BSL-1.0
// An endpoint has one search.
// expect: leadcore: an endpoint has one search at most

#include <leadcore/query/endpoint.hpp>

struct crm_query : leadcore::lead_query {
  leadcore::search_term notes;
  std::optional<std::string> source;
};

struct described : leadcore::leads_endpoint {
  using query = crm_query;
  static constexpr auto filters = std::tuple_cat(
      leadcore::leads_endpoint::filters,
#ifdef LEADCORE_BAD
      std::tuple{leadcore::search_in<"notes">(&crm_query::notes, leadcore::searched<"notes">)}
#else
      std::tuple{leadcore::equals<"source">(&crm_query::source)}
#endif
  );
};
static_assert(leadcore::check_endpoint<described>());
