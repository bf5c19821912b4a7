// SPDX-License-Identifier: BSL-1.0
#include <leadcore/text/phone_type.hpp>

#include "support/libphonenumber.hpp"
#include "support/phone_cases.hpp"
#include "support/property.hpp"

#include <cstddef>
#include <string>

// Two programs have these tests, like those of phone_libphonenumber.prop.cpp.

namespace {

using i18n::phonenumbers::PhoneNumberUtil;
using leadcore::test_support::libphonenumber;

/// The library's answers about a number, for a region too, in one text.
std::string library_answers(const std::string& number, const std::string& asked) {
  i18n::phonenumbers::PhoneNumber parsed;
  if (libphonenumber().Parse(number, "", &parsed) != PhoneNumberUtil::NO_PARSING_ERROR) {
    return "no number";
  }
  std::string of;
  libphonenumber().GetRegionCodeForNumber(parsed, &of);
  return std::to_string(static_cast<int>(libphonenumber().GetNumberType(parsed))) + " of " +
         (of == "ZZ" || of == "001" ? "" : of) + ", valid " +
         std::to_string(libphonenumber().IsValidNumber(parsed)) +
         std::to_string(libphonenumber().IsValidNumberForRegion(parsed, asked));
}

std::string our_answers(const leadcore::e164& number, const std::string& asked) {
  return std::to_string(static_cast<int>(leadcore::type_of(number))) + " of " +
         std::string(leadcore::region_of(number).view()) + ", valid " +
         std::to_string(leadcore::is_valid(number)) +
         std::to_string(leadcore::is_valid_for(number, leadcore::region(asked)));
}

} // namespace

TEST_CASE("types, regions and validity agree with libphonenumber for C++ on every example number",
          "[phone_type]") {
  std::size_t compared = 0;
  std::size_t differences = 0;
  for (const auto& example : leadcore::test_support::phone_examples()) {
    std::string text;
    libphonenumber().Format(example.number, PhoneNumberUtil::E164, &text);
    const auto number = leadcore::parse_phone(text);
    if (!number.has_value() || (*number).view() != text) {
      continue; // possible within an area only, or not a fixed point (decision 0013)
    }
    const std::string asked = example.region == "001" ? "" : example.region;
    ++compared;
    if (our_answers(*number, asked) != library_answers(text, asked)) {
      ++differences;
      UNSCOPED_INFO(text << " is " << library_answers(text, asked) << ": got "
                         << our_answers(*number, asked));
    }
  }
  CHECK(compared > 1300);
  CHECK(differences == 0);
}

TEST_CASE("types, regions and validity agree with libphonenumber for C++ near every type",
          "[phone_type]") {
  constexpr std::size_t cases = 20'000;
  const auto drawn = leadcore::test_support::run_phone_program(
      leadcore::test_support::phone_cases_command("--types", cases));
  INFO(drawn.command);
  REQUIRE(drawn.status == 0);
  REQUIRE(drawn.rows.size() == cases);
  std::size_t compared = 0;
  std::size_t valid = 0;
  std::size_t differences = 0;
  for (const auto& row : drawn.rows) {
    REQUIRE(row.size() == 2);
    const auto number = leadcore::parse_phone(row[0]);
    if (!number.has_value()) {
      continue;
    }
    const std::string text((*number).view());
    ++compared;
    valid += leadcore::is_valid(*number) ? 1U : 0U;
    if (our_answers(*number, row[1]) != library_answers(text, row[1])) {
      ++differences;
      UNSCOPED_INFO(text << " for " << row[1] << " is " << library_answers(text, row[1]) << ": got "
                         << our_answers(*number, row[1]));
    }
  }
  CHECK(compared > cases / 2);
  CHECK(valid > compared / 4);
  CHECK(valid < compared - compared / 10);
  CHECK(differences == 0);
}
