// SPDX-License-Identifier: BSL-1.0
// After the dialect comes an endpoint or a table.
// expect: leadcore: the template argument after the dialect is an endpoint, or a table

#include <leadcore/sql/statements.hpp>

#ifdef LEADCORE_BAD
struct contacts {};
#else
struct contacts : leadcore::sql::leads_table {};
#endif

auto table() {
  return leadcore::sql::create_table<leadcore::sql::sqlite, contacts>();
}
