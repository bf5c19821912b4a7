// SPDX-License-Identifier: BSL-1.0
#include <leadcore/query/query_string.hpp>

#include <concepts>
#include <string>
#include <string_view>

using namespace leadcore;

static_assert(query_parameters<>[0].name == "status" && query_parameters<>[1].name == "search" &&
              query_parameters<>[2].name == "assignedToId" && query_parameters<>[3].name == "page" &&
              query_parameters<>[4].name == "pageSize" && query_parameters<>.size() == 5);

static_assert(
    std::same_as<decltype(parse_query(std::string_view())), result<lead_query, query_errors>>);
static_assert(std::same_as<decltype(to_query_string(lead_query())), std::string>);
// Both allocate.
static_assert(!noexcept(parse_query("")) && !noexcept(to_query_string(lead_query())));
