// SPDX-License-Identifier: BSL-1.0
#include <leadcore/model/error.hpp>

#include <type_traits>

using namespace leadcore;

// Values and names are stable: clients and ports depend on them.
static_assert(static_cast<int>(errc::malformed_percent_encoding) == 101 &&
              static_cast<int>(errc::search_too_long) == 111);
static_assert(static_cast<int>(errc::invalid_phone) == 201 &&
              static_cast<int>(errc::invalid_enumerator) == 207);
static_assert(to_string(static_cast<errc>(0)).empty() && message(static_cast<errc>(0)).empty());
static_assert(noexcept(to_string(errc{})) && noexcept(message(errc{})));
static_assert(std::is_nothrow_move_constructible_v<query_error> &&
              std::is_nothrow_move_constructible_v<lead_error>);
