// SPDX-License-Identifier: BSL-1.0
// A dialect that keeps no counts refuses a table that is counted, and does not ignore it.
// expect: leadcore: the dialect keeps no counts

#include <leadcore/sql/statements.hpp>

struct counted_leads : leadcore::sql::leads_table {
  static constexpr auto counted = leadcore::sql::counted_by<"status">;
};
auto total(const leadcore::organisation_id& organisation) {
  using namespace leadcore;
#ifdef LEADCORE_BAD
  return sql::count<sql::postgres_fdw, counted_leads>(organisation, {});
#else
  return sql::count<sql::postgres, counted_leads>(organisation, {});
#endif
}
