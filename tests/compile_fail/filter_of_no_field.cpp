// SPDX-License-Identifier: BSL-1.0
// A filter names a field that the record has.
// expect: leadcore: a filter names a field that the record does not have

#include <leadcore/query/endpoint.hpp>

struct crm_query : leadcore::lead_query {
  std::optional<std::string> source, company;
};

struct described : leadcore::leads_endpoint {
  using query = crm_query;
  static constexpr auto filters =
      std::tuple_cat(leadcore::leads_endpoint::filters,
#ifdef LEADCORE_BAD
                     std::tuple{leadcore::equals<"origin">(&crm_query::source)}
#else
                     std::tuple{leadcore::equals<"source">(&crm_query::source)}
#endif
      );
};
static_assert(leadcore::check_endpoint<described>());
