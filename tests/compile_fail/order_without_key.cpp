// SPDX-License-Identifier: BSL-1.0
// An order ends in the key, which makes it total.
// expect: leadcore: the order must end in the key, which is unique

#include <leadcore/query/endpoint.hpp>

struct described : leadcore::leads_endpoint {
#ifdef LEADCORE_BAD
  static constexpr auto order = leadcore::lexicographic_order{std::tuple {
    leadcore::descending<"created_at">
  }};
#else
  static constexpr auto order = leadcore::lexicographic_order{
      std::tuple{leadcore::descending<"created_at">, leadcore::ascending<"id">}};
#endif
};
static_assert(leadcore::check_endpoint<described>());
