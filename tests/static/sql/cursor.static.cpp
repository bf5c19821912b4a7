// SPDX-License-Identifier: BSL-1.0
#include <leadcore/sql/cursor.hpp>

#include <concepts>
#include <optional>
#include <string>
#include <tuple>

namespace {

using namespace leadcore;

// The cursor of a page must outlive the call.
static_assert(!std::constructible_from<sql::after<>, sql::cursor> &&
              std::constructible_from<sql::after<>, const sql::cursor&>);
static_assert(!std::default_initializable<sql::cursor> && std::copyable<sql::cursor>);
static_assert(
    std::same_as<sql::detail::position<leads_endpoint, sql::detail::declared_order<leads_endpoint>>,
                 std::tuple<std::optional<timestamp>, timestamp, std::string>>,
    "version 1 of cursors has these keys");

static_assert(to_string(sql::cursor_errc::malformed) == "malformed" &&
              to_string(sql::cursor_errc{}).empty());
static_assert(sql::detail::is_storable("Zoë") &&
              !sql::detail::is_storable(std::string_view("\0", 1)) &&
              !sql::detail::is_storable("\xFF"));

} // namespace
