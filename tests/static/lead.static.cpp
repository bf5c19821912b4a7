// SPDX-License-Identifier: BSL-1.0
#include <leadcore/lead.hpp>

#include "support/archetypes.hpp"

#include <array>
#include <functional>
#include <string_view>
#include <type_traits>

using namespace leadcore;
using namespace leadcore::test_support;

// The contract's 16 names, in its order; this list is the test's own, on purpose.
constexpr std::array<std::string_view, 16> contract{
    "id",     "name",   "phones", "emails",     "primaryPhone", "primaryEmail", "contactId",    "company",
    "source", "status", "notes",  "nextCallAt", "createdAt",    "updatedAt",    "assignedToId", "clientId"};
static_assert([] {
  std::size_t place = 0;
  bool equal = true;
  for_each_lead_field(
      [&](auto each) { equal = equal && place < 16 && each.wire_name() == contract[place++]; });
  return equal && place == 16;
}());

// Nullable are the fields that the contract says may be null.
static_assert([] {
  std::size_t nullable = 0;
  for_each_lead_field(
      [&]<fixed_string Name>(field_constant<Name>) { nullable += is_nullable_field<Name> ? 1 : 0; });
  return nullable == 8;
}());
static_assert(is_nullable_field<"next_call_at"> && !is_nullable_field<"created_at"> &&
              !is_nullable_field<"id">);

// What is a lead, and what only looks like one.
static_assert(lead_like<lead> && lead_like<lead_view> && lead_like<const lead&>);
static_assert(lead_like<std::reference_wrapper<const lead>> && lead_like<std::reference_wrapper<lead>>);
static_assert(lead_like<minimal_row> && check_lead_like<minimal_row>());
static_assert(lead_like<odd_row> && check_lead_like<odd_row>());
static_assert(!lead_like<not_adapted> && !lead_like<int>);
static_assert(!lead_like<without_client> && has_lead_field<without_client, "id"> &&
              !has_lead_field<without_client, "client_id">);
static_assert(has_field<status_as_text, "status"> && !has_lead_field<status_as_text, "status">);
static_assert(has_field<phones_as_text, "phones"> && !has_lead_field<phones_as_text, "phones">);

// Aggregates with defined defaults.
static_assert(std::is_aggregate_v<lead> && std::is_aggregate_v<lead_view>);
static_assert(std::is_trivially_copyable_v<lead_view>);
static_assert(lead_view{}.status == lead_status::not_contacted && lead_view{}.id.empty());
static_assert(std::is_nothrow_move_constructible_v<lead>);

// Equality, field by field.
constexpr std::string_view phones[] = {"+14155550101"};
constexpr lead_view jane{.id = "1", .name = "Jane", .phones = phones};
static_assert(jane == jane && jane != lead_view{.id = "1", .name = "Jane"});
static_assert(field<"phones">(jane).size() == 1 && field<"primary_phone">(jane) == std::nullopt);
