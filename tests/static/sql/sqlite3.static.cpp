// SPDX-License-Identifier: BSL-1.0
#include <leadcore/sql/sqlite3.hpp>

#include <concepts>
#include <optional>
#include <type_traits>
#include <vector>

namespace {

using namespace leadcore;

static_assert(sql::row_source<sql::sqlite_row>);
static_assert(std::is_trivially_copyable_v<sql::sqlite_row> &&
              !std::default_initializable<sql::sqlite_row>);
static_assert(std::same_as<decltype(sql::list<sql::sqlite>(std::declval<sqlite3*>(),
                                                           std::declval<organisation_id>(), {})),
                           result<page_of<lead>, sql::database_error>>);
static_assert(std::same_as<decltype(sql::read_leads(std::declval<sqlite3*>(),
                                                    std::declval<sql::statement>())),
                           result<std::vector<lead>, sql::database_error>>);

} // namespace
