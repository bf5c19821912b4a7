// SPDX-License-Identifier: BSL-1.0
#include <leadcore/query/order.hpp>

#include "support/archetypes.hpp"
#include "support/property.hpp"

#include <leadcore/testing/generators.hpp>

#include <algorithm>
#include <compare>
#include <vector>

using namespace leadcore;
using namespace leadcore::testing;

TEST_CASE("lead_order is the strict total order of the spec, with nulls last or first") {
  rc::prop("nulls last", obeys_order_laws(lead_order));
  rc::prop("nulls first", obeys_order_laws(lead_order.with(nulls_first), nulls_first));
  rc::prop("nulls last again", obeys_order_laws(lead_order.with(nulls_first).with(nulls_last)));
  rc::prop("hostile rows too",
           [rows = lead_sets(lead_kind::hostile, 12)] { require(order_laws(lead_order, *rows)); });
}

TEST_CASE("compare agrees with the comparator and is antisymmetric") {
  rc::prop("for rows with and without calls, and with equal ids", [](const lead& a, lead b) {
    if (*rc::gen::arbitrary<bool>()) {
      b.next_call_at = a.next_call_at;
    }
    if (*rc::gen::arbitrary<bool>()) {
      b.created_at = a.created_at;
    }
    if (*rc::gen::arbitrary<bool>()) {
      b.id = a.id;
    }
    for (const auto& order : {lead_order, lead_order.with(nulls_first)}) {
      RC_ASSERT(order(a, b) == (order.compare(a, b) < 0));
      RC_ASSERT((order.compare(b, a) == 0 <=> order.compare(a, b)));
      RC_ASSERT((order.compare(a, a) == 0));
      const bool same_keys =
          a.next_call_at == b.next_call_at && a.created_at == b.created_at && a.id == b.id;
      RC_ASSERT((order.compare(a, b) == 0) == same_keys);
    }
  });
  rc::prop("what is no sort key has no influence",
           [](const lead& a, const lead& b, const lead& other) {
             lead changed = other;
             changed.next_call_at = a.next_call_at;
             changed.created_at = a.created_at;
             changed.id = a.id;
             RC_ASSERT((lead_order.compare(changed, b) == lead_order.compare(a, b)));
           });
}

TEST_CASE("rows of different types compare like the leads of their values") {
  rc::prop("a lead with a row of accessors", [](const lead& a, const lead& b) {
    const test_support::minimal_row row(b);
    RC_ASSERT((lead_order.compare(a, row) == lead_order.compare(a, b)));
    RC_ASSERT((lead_order.compare(row, a) == lead_order.compare(b, a)));
    const lead_view view{.id = b.id, .next_call_at = b.next_call_at, .created_at = b.created_at};
    RC_ASSERT((lead_order.compare(a, view) == lead_order.compare(a, b)));
  });
}

TEST_CASE("sorting by lead_order gives one result for every input order") {
  rc::prop("sorted, and sorted from the reverse", [rows = lead_sets()] {
    auto sorted = *rows;
    auto reversed = sorted;
    std::reverse(reversed.begin(), reversed.end());
    std::sort(sorted.begin(), sorted.end(), lead_order);
    std::sort(reversed.begin(), reversed.end(), lead_order);
    RC_ASSERT(sorted == reversed);
    const auto first_null = std::find_if(sorted.begin(), sorted.end(),
                                         [](const lead& row) { return !row.next_call_at; });
    RC_ASSERT(
        std::all_of(first_null, sorted.end(), [](const lead& row) { return !row.next_call_at; }));
  });
}
