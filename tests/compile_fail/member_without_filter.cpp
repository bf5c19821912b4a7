// SPDX-License-Identifier: BSL-1.0
// A query with members of its own needs a filter for one of them at least.
// expect: leadcore: the query derives from lead_query, but no filter is of a member of its own

#include <leadcore/query/endpoint.hpp>

struct crm_query : leadcore::lead_query {
  std::optional<std::string> source, company;
};

struct described : leadcore::leads_endpoint {
  using query = crm_query;
#ifndef LEADCORE_BAD
  static constexpr auto filters =
      std::tuple_cat(leadcore::leads_endpoint::filters,
                     std::tuple{leadcore::equals<"source">(&crm_query::source)});
#endif
};
static_assert(leadcore::check_endpoint<described>());
