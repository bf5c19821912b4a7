// SPDX-License-Identifier: BSL-1.0
// Each component provides the dependencies of its headers.

#include <leadcore/leadcore.hpp>

#ifdef WITH_DATABASES
#include <leadcore/sql/libmariadb.hpp>
#include <leadcore/sql/libpq.hpp>
#include <leadcore/sql/sqlite3.hpp>

#include <libpq-fe.h>
#include <mysql.h>
#include <sqlite3.h>
#endif

int main() {
#ifdef WITH_DATABASES
  if (sqlite3_libversion_number() < 3'000'000 || PQlibVersion() < 100'000 ||
      mysql_get_client_version() < 30'000) {
    return 1;
  }
#endif
  return leadcore::parse_query("page=2").has_value() ? 0 : 1;
}
