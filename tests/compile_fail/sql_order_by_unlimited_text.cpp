// SPDX-License-Identifier: BSL-1.0
// MariaDB sorts long texts by their first bytes, so only a column with a limit is a sort key.
// expect: leadcore: the database sorts a text of any length by its first bytes only

#include <leadcore/sql/mariadb.hpp>
#include <leadcore/sql/statements.hpp>

#include <tuple>

#ifdef LEADCORE_BAD
inline constexpr auto first = leadcore::ascending<"name">; // in no index
#else
inline constexpr auto first = leadcore::ascending<"assigned_to_id">;
#endif
inline constexpr leadcore::lexicographic_order by_text{
    std::tuple{first, leadcore::ascending<"id">}};

auto question(const leadcore::organisation_id& organisation, const leadcore::lead_query& query) {
  return leadcore::sql::select_page<leadcore::sql::mariadb>(organisation, query, by_text);
}
