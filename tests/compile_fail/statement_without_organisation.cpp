// SPDX-License-Identifier: BSL-1.0
// No statement covers all organisations, and a text is not an organisation_id.
// expect: no matching function

#include <leadcore/sql/statements.hpp>

auto question(const leadcore::organisation_id& organisation, const leadcore::lead_query& query) {
#ifdef LEADCORE_BAD
  static_cast<void>(organisation);
  return leadcore::sql::select_page<leadcore::sql::sqlite>("acme", query);
#else
  return leadcore::sql::select_page<leadcore::sql::sqlite>(organisation, query);
#endif
}
