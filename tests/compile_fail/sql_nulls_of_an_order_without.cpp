// SPDX-License-Identifier: BSL-1.0
// A placement of nulls is refused where no sort key is nullable.
// expect: no matching function

#include <leadcore/sql/statements.hpp>

#include <tuple>

struct newest_first : leadcore::leads_endpoint {
  static constexpr auto order = leadcore::lexicographic_order{
      std::tuple{leadcore::descending<"created_at">, leadcore::ascending<"id">}};
};

auto question(const leadcore::organisation_id& organisation) {
#ifdef LEADCORE_BAD
  return leadcore::sql::select_page<leadcore::sql::sqlite, newest_first>(organisation, {},
                                                                         leadcore::nulls_first);
#else
  return leadcore::sql::select_page<leadcore::sql::sqlite, newest_first>(organisation, {});
#endif
}
