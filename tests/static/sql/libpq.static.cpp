// SPDX-License-Identifier: BSL-1.0
#include <leadcore/sql/libpq.hpp>

#include <concepts>
#include <type_traits>
#include <vector>

namespace {

using namespace leadcore;

static_assert(sql::row_source<sql::postgres_row>);
static_assert(std::is_trivially_copyable_v<sql::postgres_row> &&
              !std::default_initializable<sql::postgres_row>);
static_assert(std::same_as<decltype(sql::list<sql::postgres>(std::declval<PGconn*>(),
                                                             std::declval<organisation_id>(), {})),
                           result<page_of<lead>, sql::database_error>>);
static_assert(
    std::same_as<decltype(sql::read_leads(std::declval<PGconn*>(), std::declval<sql::statement>())),
                 result<std::vector<lead>, sql::database_error>>);

} // namespace
