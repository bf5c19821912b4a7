// SPDX-License-Identifier: BSL-1.0
#include <leadcore/sql/dialects.hpp>

#include <string_view>

namespace {

using namespace leadcore;

static_assert(sql::check_dialect<sql::sqlite>() && sql::check_dialect<sql::postgres>() &&
              sql::check_dialect<sql::postgres_fdw>());

// Ids are equal and ordered by their bytes in every dialect.
static_assert(sql::sqlite::binary_collation == "BINARY" &&
              sql::postgres::binary_collation == "\"C\"" &&
              sql::postgres_fdw::binary_collation == "\"C\"");

} // namespace
