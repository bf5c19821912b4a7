// SPDX-License-Identifier: BSL-1.0
// A searched field holds text.
// expect: leadcore: a searched field is missing in the record, or holds no text

#include <leadcore/query/endpoint.hpp>

struct described : leadcore::leads_endpoint {
#ifdef LEADCORE_BAD
  static constexpr auto filters = std::tuple{
      leadcore::search_in<>(&leadcore::lead_query::search, leadcore::searched<"created_at">)};
#else
  static constexpr auto filters =
      std::tuple{leadcore::search_in<>(&leadcore::lead_query::search, leadcore::searched<"notes">)};
#endif
};
static_assert(leadcore::check_endpoint<described>());
