// SPDX-License-Identifier: BSL-1.0
// A list is no sort key.
// expect: leadcore: a list is no sort key

#include <leadcore/query/endpoint.hpp>

struct described : leadcore::leads_endpoint {
#ifdef LEADCORE_BAD
  static constexpr auto order = leadcore::lexicographic_order{std::tuple {
    leadcore::ascending<"phones">,
    leadcore::ascending<"id">
  }};
#else
  static constexpr auto order = leadcore::lexicographic_order{
      std::tuple{leadcore::ascending<"company">, leadcore::ascending<"id">}};
#endif
};
static_assert(leadcore::check_endpoint<described>());
