// SPDX-License-Identifier: BSL-1.0
#include <leadcore/query/parameter.hpp>

#include <string_view>
#include <type_traits>

using namespace leadcore;

static_assert(std::is_aggregate_v<value_problem> &&
              std::is_same_v<value_check::value_type, value_problem>);
static_assert(detail::parameter_type<std::string> && detail::parameter_type<timestamp> &&
              detail::parameter_type<int> && detail::parameter_type<bool> &&
              detail::parameter_type<lead_status>);
static_assert(!detail::parameter_type<std::string_view> && !detail::parameter_type<char> &&
              !detail::parameter_type<query_errc*>);
