// SPDX-License-Identifier: BSL-1.0
#include <leadcore/query/query.hpp>

#include <leadcore/query/endpoint.hpp>

#include <type_traits>

using namespace leadcore;

// A query is aggregate-initialised in constant expressions; parsing allocates its errors and is
// tested at run time.
static_assert(lead_query{} == lead_query{});
static_assert([] {
  lead_query query;
  query.status = lead_status::lost;
  query.search = make_search_term("a  b");
  query.assigned_to = assignee_filter::member("u1");
  query.page = {2, 10};
  return query.search.text() == "a b" && query.assigned_to.id() == "u1" && !(query == lead_query{});
}());
static_assert(assignee_filter::member("unassigned").is_unassigned() && assignee_filter{}.is_any());

static_assert(has(clamp | ignore_unknown, clamp) && !has(strict, clamp) && has(clamp, strict));
static_assert(std::is_nothrow_move_constructible_v<lead_query>);
