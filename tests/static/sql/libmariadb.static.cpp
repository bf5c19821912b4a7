// SPDX-License-Identifier: BSL-1.0
#include <leadcore/sql/libmariadb.hpp>

#include <concepts>
#include <type_traits>
#include <utility>
#include <vector>

namespace {

using namespace leadcore;

static_assert(sql::real_source<sql::mariadb_row>);
static_assert(std::is_trivially_copyable_v<sql::mariadb_row> &&
              !std::default_initializable<sql::mariadb_row>);
static_assert(std::same_as<decltype(sql::list<sql::mariadb>(std::declval<MYSQL*>(),
                                                            std::declval<organisation_id>(), {})),
                           result<page_of<lead>, sql::database_error>>);
static_assert(
    std::same_as<decltype(sql::read_leads(std::declval<MYSQL*>(), std::declval<sql::statement>())),
                 result<std::vector<lead>, sql::database_error>>);

} // namespace
