// SPDX-License-Identifier: BSL-1.0
#include <leadcore/model/validate.hpp>

#include "support/archetypes.hpp"

#include <concepts>

using namespace leadcore;

template <class T>
concept validated = requires(const T& candidate) {
  { validate(candidate) } -> std::same_as<lead_errors>;
};
static_assert(validated<lead> && validated<lead_view> && validated<test_support::minimal_row> &&
              validated<test_support::odd_row>);
static_assert(!validated<int> && !validated<test_support::not_adapted>);

static_assert(std::same_as<decltype(make_lead(lead())), result<lead, lead_errors>>);
static_assert(std::same_as<decltype(normalise_lead(lead())), result<lead, lead_errors>>);

static_assert(!contact_options{}.default_region.has_value() &&
              contact_options{}.emails == email_profile::strict);
