// SPDX-License-Identifier: BSL-1.0
#include <leadcore/model/validate.hpp>

#include "support/answers/lead.hpp"
#include "support/archetypes.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

using namespace leadcore;
namespace answers = leadcore::test_support::answers;

namespace {

lead flawless_lead() {
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

using strings = std::vector<std::string>;

} // namespace

TEST_CASE("leads are validated and normalised as the vectors say") {
  for (const auto& each : LEADCORE_VECTORS("lead.jsonl")) {
    INFO(each.where());
    const lead given = answers::lead_of(each.in.at("lead").as_object());
    contact_options options;
    options.emails = answers::emails_of(each);
    options.default_region = region(each.text("region"));
    if (each.call == "validate_lead") {
      CHECK(answers::validate_lead(each) == each.out);
      const lead_errors errors = validate(given, options.emails);
      const auto made = make_lead(given, options.emails);
      CHECK((made.has_value() ? *made == given : made.error() == errors));
      CHECK(validate(test_support::minimal_row(given), options.emails) == errors);
    } else {
      REQUIRE(each.call == "normalise_lead");
      CHECK(answers::normalise_lead(each) == each.out);
      const auto made = normalise_lead(given, options);
      if (made.has_value()) {
        CHECK(validate(*made, options.emails).empty());
        CHECK(normalise_lead(*made, options) == made);
      }
    }
  }
}

TEST_CASE("a valid lead breaks no invariant and is made unchanged") {
  CHECK(validate(flawless_lead()).empty());
  const auto made = make_lead(flawless_lead());
  REQUIRE(made.has_value());
  CHECK(*made == flawless_lead());
  CHECK(validate(lead{.id = "1"}).empty()); // everything else may be empty or null
}

TEST_CASE("each broken invariant is reported with its field and index") {
  const auto broken = [](auto&& change) {
    lead changed = flawless_lead();
    change(changed);
    CHECK_FALSE(make_lead(changed).has_value());
    return described(validate(changed));
  };
  CHECK(broken([](lead& l) { l.id = ""; }) == strings{"empty_value id"});
  CHECK(broken([](lead& l) { l.name = "a\xff"; }) == strings{"invalid_utf8 name"});
  CHECK(broken([](lead& l) { l.notes = "\xc0\x80"; }) == strings{"invalid_utf8 notes"});
  CHECK(broken([](lead& l) { l.phones[0] = "(415) 555-0101"; })[0].substr(0, 23) ==
        "invalid_phone phones[0]");
  CHECK(broken([](lead& l) { l.phones[0] = "+1 415 555 0101"; }) ==
        strings{"not_normalised phones[0]"});
  CHECK(broken([](lead& l) { l.phones.push_back("+14155550101"); }) ==
        strings{"duplicate_value phones[2]"});
  CHECK(broken([](lead& l) { l.emails[1] = "J@acme.com"; }) == strings{"not_normalised emails[1]"});
  CHECK(broken([](lead& l) { l.emails[1] = "nobody"; })[0].substr(0, 23) ==
        "invalid_email emails[1]");
  CHECK(broken([](lead& l) { l.primary_phone = "+14155550102"; }) ==
        strings{"primary_not_listed primaryPhone"});
  CHECK(broken([](lead& l) { l.primary_email = "x@acme.com"; }) ==
        strings{"primary_not_listed primaryEmail"});
  CHECK(broken([](lead& l) { l.assigned_to_id = ""; }) == strings{"empty_value assignedToId"});
  CHECK(broken([](lead& l) { l.assigned_to_id = "unassigned"; }) ==
        strings{"reserved_value assignedToId"});
  CHECK(broken([](lead& l) { l.status = static_cast<lead_status>(9); }) ==
        strings{"invalid_enumerator status"});
}

TEST_CASE("all broken invariants are reported, in field order") {
  lead bad = flawless_lead();
  bad.id = "";
  bad.emails[0] = "JANE@acme.com";
  bad.assigned_to_id = "";
  CHECK(described(validate(bad)) == strings{"empty_value id", "not_normalised emails[0]",
                                            "primary_not_listed primaryEmail",
                                            "empty_value assignedToId"});
}

TEST_CASE("every text of a lead must be UTF-8, in every field") {
  for_each_lead_field([](auto each) {
    lead bad = flawless_lead();
    auto& value = each.in(bad);
    using type = std::remove_cvref_t<decltype(value)>;
    if constexpr (std::is_same_v<type, std::vector<std::string>>) {
      value.push_back("\xf4\x90\x80\x80");
    } else if constexpr (std::is_assignable_v<type&, const char*>) {
      value = "\xf4\x90\x80\x80";
    } else {
      return;
    }
    const lead_errors errors = validate(bad);
    INFO(each.wire_name());
    REQUIRE_FALSE(errors.empty());
    CHECK(errors[0].code == lead_errc::invalid_utf8);
    CHECK(errors[0].field == each.wire_name());
    CHECK(errors[0].index ==
          (std::is_same_v<type, std::vector<std::string>> ? std::optional<std::size_t>(2)
                                                          : std::nullopt));
    CHECK(errors[0].value == "\xf4\x90\x80\x80");
    CHECK(errors[0].detail.empty());
  });
}

TEST_CASE("an error holds the offending value, and the code of the parser that refused it") {
  lead bad = flawless_lead();
  bad.phones[1] = "nobody";
  bad.emails[0] = "nobody";
  bad.status = static_cast<lead_status>(7);
  const lead_errors errors = validate(bad);
  REQUIRE(errors.size() == 5);
  CHECK(errors[0].value == "nobody");
  CHECK(errors[0].detail == to_string(parse_phone("nobody").error().code));
  CHECK(errors[1].detail == to_string(parse_email("nobody").error().code));
  CHECK(errors[2] ==
        lead_error{lead_errc::primary_not_listed, "primaryPhone", {}, "+442079460958", {}});
  CHECK(errors[3] ==
        lead_error{lead_errc::primary_not_listed, "primaryEmail", {}, "jane@acme.com", {}});
  CHECK(errors[4] == lead_error{lead_errc::invalid_enumerator, "status", {}, "7", {}});
}

TEST_CASE("a non-ASCII mailbox is valid only if allowed") {
  const lead utf8{.id = "1", .emails = {"j\u00f6rg@example.com"}};
  CHECK(described(validate(utf8))[0].substr(0, 13) == "invalid_email");
  CHECK(validate(utf8, allow_utf8).empty());
}

TEST_CASE("typed contact data is normalised and its duplicates removed, keeping the first") {
  const auto made =
      normalise_lead({.id = "1",
                      .phones = {"020 7946 0958", "+1 (415) 555-0101", "+44 20 7946 0958"},
                      .emails = {" Jane@ACME.com ", "jane@acme.com"}},
                     {.default_region = region("GB")});
  REQUIRE(made.has_value());
  CHECK((*made).phones == strings{"+442079460958", "+14155550101"});
  CHECK((*made).emails == strings{"jane@acme.com"});
  CHECK((*made).primary_phone == "+442079460958"); // the first
  CHECK((*made).primary_email == "jane@acme.com");
  CHECK(validate(*made).empty());
}

TEST_CASE("a lead without contact data has no primary, and a given primary is kept") {
  const auto empty = normalise_lead({.id = "1"});
  REQUIRE(empty.has_value());
  CHECK_FALSE((*empty).primary_phone.has_value());
  const auto chosen = normalise_lead({.id = "1",
                                      .phones = {"+14155550101", "+442079460958"},
                                      .primary_phone = "+44 20 7946 0958"});
  REQUIRE(chosen.has_value());
  CHECK((*chosen).primary_phone == "+442079460958");
}

TEST_CASE("unreadable contact data is an error with its index as typed, never dropped") {
  const auto made = normalise_lead({.id = "",
                                    .phones = {"+14155550101", "555", "+1 415 555 0101", "x"},
                                    .emails = {"jane"},
                                    .primary_phone = "+442079460958"});
  REQUIRE_FALSE(made.has_value());
  std::vector<std::string> places;
  for (const std::string& each : described(made.error())) {
    places.push_back(each.substr(0, each.find(' ', each.find(' ') + 1)));
  }
  CHECK(places == strings{"empty_value id", "invalid_phone phones[1]", "invalid_phone phones[3]",
                          "invalid_email emails[0]", "primary_not_listed primaryPhone"});
}

TEST_CASE("a list of any length takes linear time and keeps the first of each value") {
  // Seconds at most, even with sanitizers; many minutes if each element is compared with all before
  // it.
  const std::size_t count = 200'000;
  lead row{.id = "1"};
  for (std::size_t i = 0; i < count; ++i) {
    row.emails.push_back("x" + std::to_string(i % (count / 2)) + "@acme.com");
  }
  const lead_errors errors = validate(row);
  CHECK(errors.size() == count / 2);
  CHECK(errors.front().index == count / 2);
  const auto normal = normalise_lead(row);
  REQUIRE(normal.has_value());
  CHECK((*normal).emails.size() == count / 2);
  CHECK((*normal).emails[7] == "x7@acme.com");
}
