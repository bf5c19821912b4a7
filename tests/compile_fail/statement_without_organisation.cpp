// SPDX-License-Identifier: BSL-1.0
// Every statement needs an organisation, and a text is not one.
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
