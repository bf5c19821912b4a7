// SPDX-License-Identifier: BSL-1.0
#include <leadcore/query/filter.hpp>

#include "support/archetypes.hpp"

#include <leadcore/query/endpoint.hpp>

using namespace leadcore;

constexpr lead_view owned{
    .id = "1", .name = "Jane", .status = lead_status::lost, .assigned_to_id = "u1"};
constexpr lead_view free_one{.id = "2", .name = "Jack"};

constexpr lead_query with_status(lead_status status) {
  lead_query query;
  query.status = status;
  return query;
}
constexpr lead_query with_owner(assignee_filter owner) {
  lead_query query;
  query.assigned_to = std::move(owner);
  return query;
}

static_assert(matches(owned, lead_query{}) && matches(free_one, lead_query{}));
static_assert(matches(owned, {}) && !matches(owned, {.status = lead_status::qualified})); // a query
static_assert(matches(owned, with_status(lead_status::lost)) &&
              !matches(free_one, with_status(lead_status::lost)));
static_assert(matches(owned, with_owner(assignee_filter::member("u1"))));
static_assert(!matches(owned, with_owner(assignee_filter::member("U1")))); // exact
static_assert(!matches(free_one, with_owner(assignee_filter::member("u1"))));
static_assert(matches(free_one, with_owner(assignee_filter::unassigned())));
static_assert(!matches(owned, with_owner(assignee_filter::unassigned())));
static_assert([] {
  lead_query query = with_status(lead_status::lost);
  query.search = unchecked_search_term("JAN");
  return matches(owned, query) && !matches(free_one, query);
}());
static_assert(std::tuple_size_v<std::remove_const_t<decltype(leads_endpoint::filters)>> == 3);
static_assert(std::apply([](auto... filter) { return (filter.idle(lead_query{}) && ...); },
                         leads_endpoint::filters));
static_assert(requires(const test_support::minimal_row& row) { matches(row, lead_query{}); });
