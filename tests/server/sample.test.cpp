// SPDX-License-Identifier: BSL-1.0
#include "server/sample.hpp"

#include "sha256.hpp"

#include "support/catch.hpp"

#include <leadcore/json/write.hpp>
#include <leadcore/model/lead.hpp>
#include <leadcore/model/organisation.hpp>
#include <leadcore/model/validate.hpp>
#include <leadcore/query/list.hpp>
#include <leadcore/text/fold.hpp>

#include <algorithm>
#include <map>
#include <set>
#include <string>

TEST_CASE("the random numbers are SplitMix64") {
  demo::random_numbers random(1234567);
  CHECK(random.next() ==
        6457827717110365317U); // the reference implementation's first numbers for this seed
  CHECK(random.next() == 3203168211198807973U);
  CHECK(random.next() == 9817491932198370423U);
}

TEST_CASE("the sample leads are the same on every machine") {
  std::string all;
  for (const auto& lead : demo::sample_leads(3000, 1)) {
    append_json(all, lead, leadcore::json_style::compact);
  }
  CHECK(demo::to_hex(demo::sha256(all)) ==
        "eb717b958659725b64c1d2a042e7eca08e977cac1ff85507757a9c06e24c8597");
}

TEST_CASE("the sample leads are valid, their ids distinct, and another seed gives others") {
  const auto leads = demo::sample_leads(3000, 1);
  REQUIRE(leads.size() == 3000);
  std::set<std::string> ids;
  for (const auto& lead : leads) {
    INFO(to_json(lead));
    CHECK(leadcore::validate(lead).empty());
    CHECK(ids.insert(lead.id).second);
  }
  CHECK(demo::sample_leads(10, 2) != demo::sample_leads(10, 1));
  CHECK(demo::sample_leads(0, 1).empty());
}

TEST_CASE(
    "the sample has nulls wherever a lead may, every status, ties, and letters of many scripts") {
  const auto leads = demo::sample_leads(3000, 1);
  leadcore::for_each_lead_field(
      [&]<leadcore::fixed_string Name>(leadcore::field_constant<Name> each) {
        if constexpr (leadcore::is_nullable_field<Name>) {
          INFO(each.name());
          CHECK(std::ranges::any_of(leads,
                                    [each](const auto& lead) { return !each(lead).has_value(); }));
          CHECK(std::ranges::any_of(leads,
                                    [each](const auto& lead) { return each(lead).has_value(); }));
        }
      });
  std::set<leadcore::lead_status> statuses;
  std::map<leadcore::timestamp, int> calls;
  for (const auto& lead : leads) {
    statuses.insert(lead.status);
    if (lead.next_call_at) {
      ++calls[*lead.next_call_at];
    }
  }
  CHECK(statuses.size() == 5);
  CHECK(std::ranges::any_of(calls, [](const auto& each) { return each.second > 1; }));
  for (const auto* text : {"groß", "Їжак", "Ψαρράς", "כהן", "فاطمة", "पटेल", "สมชาย", "欧阳", "佐藤",
                           "남궁", "ბერიძე", "ሰላም", "Łukasz"}) {
    INFO(text);
    const auto folded = leadcore::fold(text);
    CHECK(std::ranges::any_of(
        leads, [&](const auto& lead) { return leadcore::contains_folded(lead.name, folded); }));
  }
}

TEST_CASE("every page begins with the documented lead, if it holds it") {
  const auto leads = demo::sample_leads(3000, 1);
  CHECK(leadcore::list(leads, {}).data.front() == demo::documented_lead());
}

TEST_CASE(
    "organisations of the sample differ in leads, and have members with and without DEVELOPER") {
  bool every_feature = true;
  for (const auto& each : demo::sample_organisations) {
    INFO(each.id);
    CHECK(leadcore::parse_organisation_id(each.id).has_value());
    CHECK(std::ranges::any_of(each.members, &demo::sample_member::is_developer));
    CHECK_FALSE(std::ranges::all_of(each.members, &demo::sample_member::is_developer));
    every_feature = every_feature && each.has_developer_api;
    const auto leads = demo::sample_leads(each, 3000, 1);
    REQUIRE(leads.size() == 3000 / each.one_in);
    CHECK((leads.front() == demo::documented_lead()) == (each.id == "demo"));
    for (const auto& lead : leads) {
      CHECK((!lead.assigned_to_id || std::ranges::count(each.members, *lead.assigned_to_id,
                                                        &demo::sample_member::id) == 1));
    }
  }
  CHECK_FALSE(every_feature);
}
