// SPDX-License-Identifier: BSL-1.0
#include <leadcore/model/lead.hpp>

#include "support/archetypes.hpp"
#include "support/property.hpp"

#include <leadcore/model/validate.hpp>
#include <leadcore/testing/generators.hpp>

#include <string>
#include <string_view>
#include <vector>

using namespace leadcore;
using namespace leadcore::testing;

namespace {

/// A lead that borrows from another.
struct borrowing {
  explicit borrowing(const lead& source)
      : phones(source.phones.begin(), source.phones.end()),
        emails(source.emails.begin(), source.emails.end()) {
    for_each_lead_field([&](auto each) {
      if constexpr (each.name() == "phones") {
        view.phones = phones;
      } else if constexpr (each.name() == "emails") {
        view.emails = emails;
      } else {
        each.in(view) = each(source);
      }
    });
  }
  borrowing(const borrowing&) = delete;
  borrowing& operator=(const borrowing&) = delete;

  std::vector<std::string_view> phones;
  std::vector<std::string_view> emails;
  lead_view view;
};

rc::Gen<lead> any_leads() {
  return rc::gen::oneOf(leads(), leads(lead_kind::typed), leads(lead_kind::hostile));
}

} // namespace

TEST_CASE("a lead, a view of it and any row of its values are equal, and copy back to it") {
  rc::prop("whatever it holds", [rows = any_leads()] {
    const lead row = *rows;
    const borrowing borrowed(row);
    RC_ASSERT(borrowed.view == row);
    RC_ASSERT(row == borrowed.view);
    RC_ASSERT(to_lead(borrowed.view) == row);
    const test_support::minimal_row accessed(row);
    RC_ASSERT(equal_leads(accessed, borrowed.view));
    RC_ASSERT(to_lead(accessed) == row);
    RC_ASSERT(validate(borrowed.view) == validate(row));
    RC_ASSERT(validate(accessed) == validate(row));
  });
  rc::prop("equality is of every field", [](const lead& a, const lead& b) {
    bool equal = true;
    for_each_lead_field([&](auto each) { equal = equal && each(a) == each(b); });
    RC_ASSERT((a == b) == equal);
    for_each_lead_field([&](auto each) {
      lead changed = a;
      each.in(changed) = each(b);
      RC_ASSERT((changed == a) == (each(a) == each(b)));
    });
  });
}

TEST_CASE("an E.164 number and a canonical email of a lead read as themselves") {
  rc::prop("phones", [](const e164& phone) {
    RC_ASSERT((parse_phone(phone.view()) == phone));
    require(canonical_form_is_fixed([](std::string_view text) { return parse_phone(text); },
                                    [](const e164& each) { return std::string(each.view()); },
                                    phone.view()));
  });
  rc::prop("emails", [](const email_address& email) {
    RC_ASSERT((parse_email(email.view()) == email));
    require(canonical_form_is_fixed(
        [](std::string_view text) { return parse_email(text); },
        [](const email_address& each) { return std::string(each.view()); }, email.view()));
  });
  rc::prop("typed ones have a canonical form that is fixed", [phones = typed_phones(),
                                                              emails = typed_emails()] {
    require(canonical_form_is_fixed([](std::string_view text) { return parse_phone(text); },
                                    [](const e164& each) { return std::string(each.view()); },
                                    *phones));
    require(canonical_form_is_fixed(
        [](std::string_view text) { return parse_email(text); },
        [](const email_address& each) { return std::string(each.view()); }, *emails));
  });
}
