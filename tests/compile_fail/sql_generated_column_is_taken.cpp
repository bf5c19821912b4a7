// SPDX-License-Identifier: BSL-1.0
// A column of MariaDB's table may not have the name of a generated column.
// expect: leadcore: the table needs the names of its sort keys with _is_null and _rank

#include <leadcore/sql/mariadb.hpp>
#include <leadcore/sql/statements.hpp>

#include <string_view>

struct contacts : leadcore::sql::leads_table {
#ifdef LEADCORE_BAD
  static constexpr std::string_view organisation = "next_call_at_is_null";
#else
  static constexpr std::string_view organisation = "client_is_null";
#endif
};

auto table() {
  return leadcore::sql::create_table<leadcore::sql::mariadb, contacts>();
}
