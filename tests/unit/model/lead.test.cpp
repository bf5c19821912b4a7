// SPDX-License-Identifier: BSL-1.0
#include <leadcore/model/lead.hpp>

#include "support/archetypes.hpp"
#include "support/catch.hpp"
#include "support/row_with.hpp"

#include <leadcore/model/validate.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
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

} // namespace

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

TEST_CASE("parsed values are stored in a lead as they are") {
  const auto phone = parse_phone("(415) 555-0101", region("US"));
  const auto email = parse_email("Jane@Acme.com");
  REQUIRE((phone.has_value() && email.has_value()));
  lead row{.id = "1", .phones = {*phone}, .primary_email = *email};
  row.phones.push_back(*phone);
  row.emails.push_back(*email);
  row.emails.emplace_back(*email);
  row.primary_phone = *phone;
  row.name = *email;
  row.name += *phone;
  CHECK(row.phones == std::vector<std::string>{"+14155550101", "+14155550101"});
  CHECK(row.emails == std::vector<std::string>{"jane@acme.com", "jane@acme.com"});
  CHECK(row.primary_phone == "+14155550101");
  CHECK(row.primary_email == "jane@acme.com");
  CHECK(row.name == "jane@acme.com+14155550101");
  const lead_view view{.id = *phone, .primary_phone = *phone};
  CHECK(view.id == "+14155550101");
  CHECK(view.primary_phone == "+14155550101");
}

TEST_CASE("parsed values are keys of hash tables") {
  const auto phone = parse_phone("+14155550101");
  const auto other = parse_phone("+442079460958");
  const auto email = parse_email("jane@acme.com");
  REQUIRE((phone.has_value() && other.has_value() && email.has_value()));
  const std::unordered_set<e164> phones{*phone, *other, *phone};
  CHECK(phones.size() == 2);
  CHECK(phones.contains(*other));
  CHECK(std::unordered_set<email_address>{*email, *email}.size() == 1);
  CHECK(std::unordered_set<timestamp>{timestamp::min(), timestamp::max(), timestamp()}.size() == 3);
  CHECK(std::unordered_set<region>{region("GB"), region("US"), region("GB"), region()}.size() == 3);
}

TEST_CASE("members of other types are read by their values") {
  const auto is_jane = [](const auto& row) {
    lead expected{.id = "1", .name = "Jane"};
    return
        [row_lead = to_lead(row), same = equal_leads(row, row), expected](auto&& change) mutable {
          change(expected);
          return row_lead == expected && same;
        };
  };
  test_support::row_with<"company", const char*> pointer{.id = "1", .name = "Jane"};
  CHECK(is_jane(pointer)([](lead&) {}));
  pointer.company = "Acme";
  CHECK(is_jane(pointer)([](lead& each) { each.company = "Acme"; }));

  test_support::row_with<"company", char[8]> buffer{.id = "1", .name = "Jane", .company = "Acme"};
  CHECK(is_jane(buffer)([](lead& each) { each.company = "Acme"; }));
  test_support::row_with<"company", std::string> never_null{.id = "1", .name = "Jane"};
  CHECK(is_jane(never_null)([](lead& each) { each.company = ""; }));
  test_support::row_with<"notes", std::unique_ptr<std::string>> owned{.id = "1", .name = "Jane"};
  CHECK(is_jane(owned)([](lead&) {}));
  owned.notes = std::make_unique<std::string>("hi");
  CHECK(is_jane(owned)([](lead& each) { each.notes = "hi"; }));

  test_support::row_with<"phones", std::string_view[2]> array{
      .id = "1", .name = "Jane", .phones = {"+14155550101", "+442079460958"}};
  CHECK(is_jane(array)([](lead& each) { each.phones = {"+14155550101", "+442079460958"}; }));
  test_support::row_with<"phones", std::set<std::string>> set{
      .id = "1", .name = "Jane", .phones = {"+442079460958", "+14155550101"}};
  CHECK(is_jane(set)([](lead& each) { each.phones = {"+14155550101", "+442079460958"}; }));

  test_support::row_with<"status", test_support::own_status> status{
      .id = "1", .name = "Jane", .status = {3}};
  CHECK(is_jane(status)([](lead& each) { each.status = lead_status::converted; }));
  test_support::row_with<"next_call_at", std::optional<test_support::own_time>> time{
      .id = "1", .name = "Jane", .next_call_at = test_support::own_time{2}};
  CHECK(is_jane(time)([](lead& each) { each.next_call_at = timestamp::from_milliseconds(2000); }));
  time.next_call_at.reset();
  CHECK(is_jane(time)([](lead&) {}));
}

TEST_CASE("a user's nullable type may return its text by value") {
  // Too long for the small-string optimisation, so that a dangling reference is detected.
  const std::string text = "+14155550101, and so on until this text is kept on the heap";
  test_support::row_with<"primary_phone", test_support::optional_column> row{
      .id = "1", .primary_phone = {text, false}};
  CHECK(to_lead(row).primary_phone == text);
  CHECK(equal_leads(row, lead{.id = "1", .primary_phone = text}));
  const lead_errors errors = validate(row);
  REQUIRE(errors.size() == 2);
  CHECK(errors[1].value == text);
  row.primary_phone.null = true;
  CHECK(validate(row).empty());
}

TEST_CASE("lists of pointers to characters are equal by their texts") {
  const std::string first = "a@acme.com";
  const std::string same = first;
  using row_type = test_support::row_with<"emails", std::vector<const char*>>;
  CHECK(equal_leads(row_type{.id = "1", .emails = {first.c_str()}},
                    row_type{.id = "1", .emails = {same.c_str()}}));
  CHECK_FALSE(equal_leads(row_type{.id = "1", .emails = {first.c_str()}},
                          row_type{.id = "1", .emails = {"b@acme.com"}}));
}
