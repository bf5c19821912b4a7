// SPDX-License-Identifier: BSL-1.0
#include <leadcore/sql/mariadb.hpp>

namespace {

using namespace leadcore;

static_assert(sql::check_dialect<sql::mariadb>() && sql::check_dialect<sql::mysql>());

// Both compare bytes, and pad no text: "a" is not "a ".
static_assert(sql::mariadb::binary_collation == "utf8mb4_nopad_bin" &&
              sql::mysql::binary_collation == "utf8mb4_0900_bin");

} // namespace
