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
  query.search = unchecked_search_term("a  b");
  query.assigned_to = assignee_filter::member("u1");
  query.page = {2, 10};
  return query.search.text() == "a b" && query.assigned_to.id() == "u1" && !(query == lead_query{});
}());
static_assert(assignee_filter::member("unassigned").is_unassigned() && assignee_filter{}.is_any());

static_assert(detail::includes(profiles::clamp | profiles::ignore_unknown, profiles::clamp) &&
              !detail::includes(profiles::strict, profiles::clamp) &&
              detail::includes(profiles::clamp, profiles::strict));
static_assert(std::is_nothrow_move_constructible_v<lead_query>);
