// SPDX-License-Identifier: BSL-1.0
// No filter has the parameter of the page.
// expect: leadcore: two filters have the same parameter, or one is page or pageSize

#include <leadcore/query/endpoint.hpp>

struct crm_query : leadcore::lead_query {
  std::optional<std::string> source, company;
};

struct described : leadcore::leads_endpoint {
  using query = crm_query;
  static constexpr auto filters =
      std::tuple_cat(leadcore::leads_endpoint::filters,
#ifdef LEADCORE_BAD
                     std::tuple{leadcore::equals<"source", "page_size">(&crm_query::source)}
#else
                     std::tuple{leadcore::equals<"source">(&crm_query::source)}
#endif
      );
};
static_assert(leadcore::check_endpoint<described>());
