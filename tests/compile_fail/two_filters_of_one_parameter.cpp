// SPDX-License-Identifier: BSL-1.0
// Two filters cannot have the same parameter.
// expect: leadcore: two filters have the same parameter

#include <leadcore/query/endpoint.hpp>

struct crm_query : leadcore::lead_query {
  std::optional<std::string> source, company;
};

struct described : leadcore::leads_endpoint {
  using query = crm_query;
  static constexpr auto filters =
      std::tuple_cat(leadcore::leads_endpoint::filters,
#ifdef LEADCORE_BAD
                     std::tuple{leadcore::equals<"source">(&crm_query::source),
                                leadcore::equals<"company", "source">(&crm_query::company)}
#else
                     std::tuple{leadcore::equals<"source">(&crm_query::source),
                                leadcore::equals<"company">(&crm_query::company)}
#endif
      );
};
static_assert(leadcore::check_endpoint<described>());
