// SPDX-License-Identifier: BSL-1.0
#include <leadcore/query/filter.hpp>

#include "support/archetypes.hpp"
#include "support/property.hpp"

#include <leadcore/query/endpoint.hpp>
#include <leadcore/testing/generators.hpp>

#include <optional>
#include <tuple>

using namespace leadcore;
using namespace leadcore::testing;

TEST_CASE("a row matches exactly if the reference matches it") {
  const matcher found = [](const lead& row, const lead_query& query) {
    return matches(row, query);
  };
  rc::prop("valid rows", [&](const scenario& each) {
    for (const lead& row : each.rows) {
      require(matches_like_reference(found, row, each.query));
    }
  });
  rc::prop("hostile rows", [&, cases = scenarios(lead_kind::hostile)] {
    const scenario each = *cases;
    for (const lead& row : each.rows) {
      require(matches_like_reference(found, row, each.query));
    }
  });
}

TEST_CASE("a row matches exactly if it passes each filter alone") {
  rc::prop("the filters are independent of each other and of the page", [](const scenario& each) {
    const lead_query status{each.query.status, {}, {}, {}};
    const lead_query search{std::nullopt, each.query.search, {}, {}};
    const lead_query owner{std::nullopt, {}, each.query.assigned_to, {}};
    for (const lead& row : each.rows) {
      RC_ASSERT(matches(row, each.query) ==
                (matches(row, status) && matches(row, search) && matches(row, owner)));
      RC_ASSERT(matches(row, lead_query{}));
      RC_ASSERT(matches(row, search) == matches(row, each.query.search));
    }
  });
  rc::prop("a filter that is idle passes every row, one that is not asks its field",
           [](const lead& row, const lead_query& query) {
             std::apply(
                 [&](const auto&... filter) {
                   ((RC_ASSERT(!filter.idle(query) || filter(row, query))), ...);
                 },
                 leads_endpoint::filters);
             lead_query of_row;
             of_row.status = row.status;
             of_row.assigned_to = row.assigned_to_id ? assignee_filter::member(*row.assigned_to_id)
                                                     : assignee_filter::unassigned();
             RC_ASSERT(matches(row, of_row));
           });
}

TEST_CASE("a row of any type matches like the lead of its values") {
  rc::prop("rows of accessors", [](const scenario& each) {
    for (const lead& row : each.rows) {
      RC_ASSERT(matches(test_support::minimal_row(row), each.query) == matches(row, each.query));
    }
  });
}
