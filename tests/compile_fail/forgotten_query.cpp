// SPDX-License-Identifier: BSL-1.0
// A filter of another query than that of the endpoint is refused.
// expect: is `using query` missing in the endpoint

#include <leadcore/query/endpoint.hpp>

struct crm_query : leadcore::lead_query {
  std::optional<std::string> source, company;
};

struct described : leadcore::leads_endpoint {
#ifndef LEADCORE_BAD
  using query = crm_query;
#endif
  static constexpr auto filters =
      std::tuple_cat(leadcore::leads_endpoint::filters,
                     std::tuple{leadcore::equals<"source">(&crm_query::source)});
};
static_assert(leadcore::check_endpoint<described>());
