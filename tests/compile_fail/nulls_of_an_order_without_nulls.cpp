// SPDX-License-Identifier: BSL-1.0
// A placement of nulls is refused where no sort key may be null.
// expect: has_nullable_key|no matching

#include <leadcore/index/lead_index.hpp>

#include <tuple>

struct newest_first : leadcore::leads_endpoint {
  static constexpr auto order = leadcore::lexicographic_order{
      std::tuple{leadcore::descending<"created_at">, leadcore::ascending<"id">}};
};

auto answer(const leadcore::basic_index<newest_first>& index) {
#ifdef LEADCORE_BAD
  return index.list({}, leadcore::nulls_first);
#else
  return index.list({});
#endif
}
