// SPDX-License-Identifier: BSL-1.0
#include <leadcore/model/record.hpp>

#include "support/archetypes.hpp"
#include "support/endpoints.hpp"

#include <functional>

using namespace leadcore;
using namespace leadcore::test_support;

static_assert(reads_as<lead, lead_view> && reads_as<lead_view, lead> &&
              reads_as<std::reference_wrapper<const lead>, lead> && reads_as<minimal_row, lead> &&
              reads_as<odd_row, lead>);
static_assert(reads_as<crm::contact, lead> && !reads_as<lead, crm::contact> &&
              !reads_as<sales::deal, lead> && !reads_as<not_adapted, lead> && !reads_as<int, lead>);
static_assert(check_reads_as<crm::contact, lead>());
static_assert(reads_field<crm::contact, crm::contact, "score"> &&
              !reads_field<lead, crm::contact, "score">);
static_assert(equal_records<lead>(lead_view{.id = "1"}, lead_view{.id = "1"}) &&
              !equal_records<lead>(lead_view{.id = "1"}, lead_view{.id = "2"}));
