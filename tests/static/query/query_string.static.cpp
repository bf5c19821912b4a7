// SPDX-License-Identifier: BSL-1.0
#include <leadcore/query/query_string.hpp>

#include <algorithm>
#include <concepts>
#include <string>
#include <string_view>

using namespace leadcore;

static_assert([] {
  constexpr std::string_view names[] = {"status", "search", "assignedToId", "page", "pageSize"};
  return std::ranges::equal(query_parameters<>, names, {}, &detail::query_parameter::name);
}());

static_assert(
    std::same_as<decltype(parse_query(std::string_view())), result<lead_query, query_errors>>);
static_assert(std::same_as<decltype(to_query_string(lead_query())), std::string>);
// Both allocate.
static_assert(!noexcept(parse_query("")) && !noexcept(to_query_string(lead_query())));
