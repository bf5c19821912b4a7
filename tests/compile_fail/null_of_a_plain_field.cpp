// SPDX-License-Identifier: BSL-1.0
// No filter asks for null in a field that is never null.
// expect: leadcore: a filter asks for null in a field that is never null

#include <leadcore/query/endpoint.hpp>

struct crm_query : leadcore::lead_query {
  std::optional<bool> without;
};

struct described : leadcore::leads_endpoint {
  using query = crm_query;
  static constexpr auto filters =
      std::tuple_cat(leadcore::leads_endpoint::filters,
#ifdef LEADCORE_BAD
                     std::tuple{leadcore::is_null<"name">(&crm_query::without)}
#else
                     std::tuple{leadcore::is_null<"company">(&crm_query::without)}
#endif
      );
};
static_assert(leadcore::check_endpoint<described>());
