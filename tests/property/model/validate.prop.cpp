// SPDX-License-Identifier: BSL-1.0
#include <leadcore/model/validate.hpp>

#include "support/property.hpp"

#include <leadcore/testing/generators.hpp>

#include <algorithm>
#include <concepts>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

using namespace leadcore;
using namespace leadcore::testing;

namespace {

/// Whether a lead keeps its invariants, by a second implementation.
bool reference_valid(const lead& row) {
  bool texts = true;
  for_each_lead_field([&](auto each) {
    using type = std::remove_cvref_t<decltype(each(row))>;
    if constexpr (std::same_as<type, std::string>) {
      texts = texts && is_valid_utf8(each(row));
    } else if constexpr (std::same_as<type, std::optional<std::string>>) {
      texts = texts && is_valid_utf8(each(row).value_or(""));
    } else if constexpr (std::same_as<type, std::vector<std::string>>) {
      for (const std::string& text : each(row)) {
        texts = texts && is_valid_utf8(text);
      }
    }
  });
  const auto contacts = [](const std::vector<std::string>& list,
                           const std::optional<std::string>& primary, auto&& parse) {
    const bool canonical = std::all_of(list.begin(), list.end(), [&](const std::string& text) {
      const auto parsed = parse(text);
      return parsed.has_value() && (*parsed).view() == text;
    });
    const bool distinct = std::set<std::string>(list.begin(), list.end()).size() == list.size();
    return canonical && distinct &&
           (!primary || std::count(list.begin(), list.end(), *primary) == 1);
  };
  return texts && !row.id.empty() &&
         contacts(row.phones, row.primary_phone, [](auto& text) { return parse_phone(text); }) &&
         contacts(row.emails, row.primary_email, [](auto& text) { return parse_email(text); }) &&
         static_cast<unsigned>(row.status) < 5 && row.assigned_to_id != "" &&
         row.assigned_to_id != "unassigned";
}

rc::Gen<lead> leads_of_any_kind() {
  return rc::gen::oneOf(leads(), leads(lead_kind::typed), leads(lead_kind::hostile));
}

} // namespace

TEST_CASE("validate reports an error exactly if an invariant is broken") {
  rc::prop("leads of any kind", [rows = leads_of_any_kind()] {
    const lead row = *rows;
    const lead_errors errors = validate(row);
    RC_ASSERT(errors.empty() == reference_valid(row));
    const auto made = make_lead(row);
    RC_ASSERT(made.has_value() == errors.empty());
    RC_ASSERT((made.has_value() ? *made == row : made.error() == errors));
  });
  rc::prop("a valid lead with one field broken has errors of that field", [](const lead& valid) {
    for_each_lead_field([&](auto each) {
      lead row = valid;
      auto& value = each.in(row);
      using type = std::remove_cvref_t<decltype(value)>;
      if constexpr (std::same_as<type, std::vector<std::string>>) {
        value.insert(value.begin(), "\xFF");
      } else if constexpr (std::same_as<type, std::string> ||
                           std::same_as<type, std::optional<std::string>>) {
        value = "\xFF";
      } else if constexpr (std::same_as<type, lead_status>) {
        value = lead_status{5};
      } else {
        return; // every time is valid
      }
      const lead_errors errors = validate(row);
      RC_ASSERT(!errors.empty());
      for (const lead_error& error : errors) {
        RC_ASSERT(error.field == each.wire_name());
      }
      RC_ASSERT(errors.front().code ==
                (std::same_as<type, lead_status> ? lead_errc::invalid_enumerator
                                                 : lead_errc::invalid_utf8));
    });
  });
}

TEST_CASE("normalise_lead returns a valid lead and is idempotent") {
  const auto normalise = [](const lead& row) { return normalise_lead(row); };
  rc::prop("leads of any kind", [&, rows = leads_of_any_kind()] {
    require(normalised_lead_is_valid(normalise, *rows));
  });
  rc::prop("a lead that is valid is left as it is, but for a primary where there was none",
           [&](const lead& valid) {
             lead expected = valid;
             if (!expected.primary_phone && !expected.phones.empty()) {
               expected.primary_phone = expected.phones.front();
             }
             if (!expected.primary_email && !expected.emails.empty()) {
               expected.primary_email = expected.emails.front();
             }
             RC_ASSERT((normalise(valid) == expected));
           });
  rc::prop("the lists are what their texts read as, each value once, in the order of its first",
           [&, rows = leads(lead_kind::typed)] {
             const lead typed = *rows;
             const auto formed = normalise(typed);
             const auto read = [](const std::vector<std::string>& list, auto&& parse) {
               std::vector<std::string> values;
               for (const std::string& text : list) {
                 const auto parsed = parse(text);
                 const std::string value(parsed.has_value() ? (*parsed).view() : "refused");
                 if (std::find(values.begin(), values.end(), value) == values.end()) {
                   values.push_back(value);
                 }
               }
               return values;
             };
             const auto phones =
                 read(typed.phones, [](const std::string& text) { return parse_phone(text); });
             const auto emails =
                 read(typed.emails, [](const std::string& text) { return parse_email(text); });
             const bool refused = std::count(phones.begin(), phones.end(), "refused") +
                                      std::count(emails.begin(), emails.end(), "refused") >
                                  0;
             RC_ASSERT(formed.has_value() == !refused);
             if (formed.has_value()) {
               RC_ASSERT((*formed).phones == phones);
               RC_ASSERT((*formed).emails == emails);
               RC_ASSERT((*formed).primary_phone.has_value() == !phones.empty());
               RC_ASSERT((*formed).name == typed.name);
             }
           });
}
