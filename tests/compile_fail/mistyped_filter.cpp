// SPDX-License-Identifier: BSL-1.0
// A filter compares a field with a value of its own type.
// expect: leadcore: a filter compares a field with a value of another type

#include <leadcore/query/endpoint.hpp>

struct crm_query : leadcore::lead_query {
  std::optional<leadcore::timestamp> from;
};

struct described : leadcore::leads_endpoint {
  using query = crm_query;
  static constexpr auto filters =
      std::tuple_cat(leadcore::leads_endpoint::filters,
#ifdef LEADCORE_BAD
                     std::tuple{leadcore::at_least<"name">(&crm_query::from)}
#else
                     std::tuple{leadcore::at_least<"created_at">(&crm_query::from)}
#endif
      );
};
static_assert(leadcore::check_endpoint<described>());
