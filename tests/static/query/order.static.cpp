// SPDX-License-Identifier: BSL-1.0
#include <leadcore/query/order.hpp>

#include "support/archetypes.hpp"

#include <functional>
#include <type_traits>

using namespace leadcore;

constexpr timestamp instant(std::int64_t milliseconds) {
  return *timestamp::from_milliseconds(milliseconds);
}

constexpr lead_view soon{.id = "b", .next_call_at = instant(1), .created_at = instant(5)};
constexpr lead_view later{.id = "a", .next_call_at = instant(2), .created_at = instant(9)};
constexpr lead_view newer{.id = "d", .next_call_at = instant(1), .created_at = instant(6)};
constexpr lead_view twin{.id = "c", .next_call_at = instant(1), .created_at = instant(5)};
constexpr lead_view never{.id = "0", .created_at = instant(9)};

static_assert(lead_order(soon, later) && !lead_order(later, soon)); // next call ascending
static_assert(lead_order(newer, soon) && !lead_order(soon, newer)); // then creation descending
static_assert(lead_order(soon, twin) && !lead_order(twin, soon));   // then id ascending
static_assert(!lead_order(soon, soon));
static_assert(lead_order(later, never) && !lead_order(never, later)); // null last
static_assert(lead_order.with(nulls_first)(never, later) &&
              !lead_order.with(nulls_first)(later, never));
static_assert(lead_order.with(nulls_first).with(nulls_last)(later, never));
static_assert(lead_order.compare(soon, soon) == 0 && lead_order.compare(soon, twin) < 0 &&
              lead_order.compare(twin, soon) > 0);
static_assert(lead_order(std::cref(soon), later));

// The declaration itself.
static_assert(decltype(lead_order)::ends_in(unique_field));
static_assert(!lexicographic_order{std::tuple{ascending<"next_call_at">, descending<"created_at">}}
                   .ends_in(unique_field));
static_assert(std::tuple_size_v<decltype(lead_order.keys)> == 3);
static_assert(decltype(lead_order)::has_nullable_key<lead>);
static_assert(std::get<1>(lead_order.keys).direction == sort_direction::descending);

// Orders leads of any two types.
static_assert(std::strict_weak_order<decltype(lead_order), lead, lead>);
static_assert(std::strict_weak_order<decltype(lead_order), lead_view, test_support::odd_row>);
static_assert(!std::is_invocable_v<decltype(lead_order), lead, test_support::not_adapted>);
