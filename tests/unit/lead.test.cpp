// SPDX-License-Identifier: BSL-1.0
#include <leadcore/lead.hpp>

#include "support/archetypes.hpp"
#include "support/catch.hpp"

#include <string>
#include <string_view>
#include <vector>

using namespace leadcore;

namespace {

lead valid_lead() {
  return {.id = "1",
          .name = "Jane Doe",
          .phones = {"+14155550101", "+442079460958"},
          .emails = {"jane@acme.com", "j@acme.com"},
          .primary_phone = "+442079460958",
          .primary_email = "jane@acme.com",
          .contact_id = "c1"};
}

/// "code field[index] detail" of every error.
std::vector<std::string> described(const lead_errors& errors) {
  std::vector<std::string> out;
  for (const lead_error& each : errors) {
    std::string text(to_string(each.code));
    text += " " + std::string(each.field);
    if (each.index) {
      text += "[" + std::to_string(*each.index) + "]";
    }
    out.push_back(text + (each.detail.empty() ? "" : " " + each.detail));
  }
  return out;
}

using texts = std::vector<std::string>;

} // namespace

TEST_CASE("a valid lead breaks no invariant and is made as it is") {
  CHECK(validate(valid_lead()).empty());
  const auto made = make_lead(valid_lead());
  REQUIRE(made.has_value());
  CHECK(*made == valid_lead());
  CHECK(validate(lead{.id = "1"}).empty()); // everything else may be empty or null
}

TEST_CASE("each broken invariant is reported with its field and place") {
  const auto broken = [](auto&& change) {
    lead changed = valid_lead();
    change(changed);
    CHECK_FALSE(make_lead(changed).has_value());
    return described(validate(changed));
  };
  CHECK(broken([](lead& l) { l.id = ""; }) == texts{"empty_value id"});
  CHECK(broken([](lead& l) { l.name = "a\xff"; }) == texts{"invalid_utf8 name"});
  CHECK(broken([](lead& l) { l.notes = "\xc0\x80"; }) == texts{"invalid_utf8 notes"});
  CHECK(broken([](lead& l) { l.phones[0] = "(415) 555-0101"; })[0].substr(0, 23) ==
        "invalid_phone phones[0]");
  CHECK(broken([](lead& l) { l.phones[0] = "+1 415 555 0101"; }) == texts{"not_normalised phones[0]"});
  CHECK(broken([](lead& l) { l.phones.push_back("+14155550101"); }) == texts{"duplicate_value phones[2]"});
  CHECK(broken([](lead& l) { l.emails[1] = "J@acme.com"; }) == texts{"not_normalised emails[1]"});
  CHECK(broken([](lead& l) { l.emails[1] = "nobody"; })[0].substr(0, 23) == "invalid_email emails[1]");
  CHECK(broken([](lead& l) { l.primary_phone = "+14155550102"; }) ==
        texts{"primary_not_listed primaryPhone"});
  CHECK(broken([](lead& l) { l.primary_email = "x@acme.com"; }) == texts{"primary_not_listed primaryEmail"});
  CHECK(broken([](lead& l) { l.assigned_to_id = ""; }) == texts{"empty_value assignedToId"});
  CHECK(broken([](lead& l) { l.assigned_to_id = "unassigned"; }) == texts{"reserved_value assignedToId"});
  CHECK(broken([](lead& l) { l.status = static_cast<lead_status>(9); }) ==
        texts{"invalid_enumerator status"});
}

TEST_CASE("all broken invariants are reported, in field order") {
  lead bad = valid_lead();
  bad.id = "";
  bad.emails[0] = "JANE@acme.com";
  bad.assigned_to_id = "";
  CHECK(described(validate(bad)) == texts{"empty_value id", "not_normalised emails[0]",
                                          "primary_not_listed primaryEmail", "empty_value assignedToId"});
}

TEST_CASE("a non-ASCII mailbox is valid only where it is allowed") {
  const lead utf8{.id = "1", .emails = {"j\u00f6rg@example.com"}};
  CHECK(described(validate(utf8))[0].substr(0, 13) == "invalid_email");
  CHECK(validate(utf8, allow_utf8).empty());
}

TEST_CASE("typed contact data is normalised and its duplicates removed, keeping the first") {
  const auto made = normalise_lead({.id = "1",
                                    .phones = {"020 7946 0958", "+1 (415) 555-0101", "+44 20 7946 0958"},
                                    .emails = {" Jane@ACME.com ", "jane@acme.com"}},
                                   {.default_region = region("GB")});
  REQUIRE(made.has_value());
  CHECK((*made).phones == texts{"+442079460958", "+14155550101"});
  CHECK((*made).emails == texts{"jane@acme.com"});
  CHECK((*made).primary_phone == "+442079460958"); // the first
  CHECK((*made).primary_email == "jane@acme.com");
  CHECK(validate(*made).empty());
}

TEST_CASE("a lead without contact data has no primary, and a given primary is kept") {
  const auto empty = normalise_lead({.id = "1"});
  REQUIRE(empty.has_value());
  CHECK_FALSE((*empty).primary_phone.has_value());
  const auto chosen = normalise_lead(
      {.id = "1", .phones = {"+14155550101", "+442079460958"}, .primary_phone = "+44 20 7946 0958"});
  REQUIRE(chosen.has_value());
  CHECK((*chosen).primary_phone == "+442079460958");
}

TEST_CASE("what cannot be read is an error with the place as typed, never dropped") {
  const auto made = normalise_lead({.id = "",
                                    .phones = {"+14155550101", "555", "+1 415 555 0101", "x"},
                                    .emails = {"jane"},
                                    .primary_phone = "+442079460958"});
  REQUIRE_FALSE(made.has_value());
  std::vector<std::string> places;
  for (const std::string& each : described(made.error())) {
    places.push_back(each.substr(0, each.find(' ', each.find(' ') + 1)));
  }
  CHECK(places == texts{"invalid_phone phones[1]", "invalid_phone phones[3]", "invalid_email emails[0]",
                        "empty_value id", "primary_not_listed primaryPhone"});
}

TEST_CASE("a row of any kind is copied and compared by its values") {
  const lead original = valid_lead();
  CHECK(to_lead(original) == original);
  CHECK(equal_leads(original, std::cref(original)));
  const test_support::minimal_row row{original};
  CHECK(to_lead(row) == original);
  CHECK(equal_leads(row, original));
  lead other = original;
  other.client_id = "";
  CHECK_FALSE(equal_leads(row, other)); // null is not the empty text
  CHECK(validate(row).empty());
}
