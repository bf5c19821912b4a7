// SPDX-License-Identifier: BSL-1.0
#include <leadcore/phone.hpp>

#include "support/property.hpp"

#include <string>
#include <vector>

using namespace leadcore;

namespace {

/// Texts that look like phones: digits, what people type between them, letters, other scripts, and broken bytes.
rc::Gen<std::string> typed_phones() {
  const auto piece = rc::gen::weightedOneOf<std::string>(
      {{12, rc::gen::map(rc::gen::inRange('0', static_cast<char>('9' + 1)),
                         [](char c) { return std::string(1, c); })},
       {4, rc::gen::element<std::string>(" ", "-", ".", "(", ")", "/", "+", "00", "\u00a0", "\u2010", "[",
                                         "]", "~", "*")},
       {2, rc::gen::element<std::string>("tel:", ";phone-context=+44", ";ext=", " ext. ", " x", "#", ",",
                                         "ABC", "abc")},
       {1, rc::gen::element<std::string>("\uff0b", "\uff11", "\u0661", "\u0967", "\xff", "\xe2\x82",
                                         std::string(1, '\0'), "\n")}});
  return rc::gen::map(rc::gen::container<std::vector<std::string>>(piece),
                      [](const std::vector<std::string>& pieces) {
                        std::string text;
                        for (const std::string& each : pieces) {
                          text += each;
                        }
                        return text;
                      });
}

rc::Gen<region> regions() {
  return rc::gen::map(rc::gen::element<std::string>("", "US", "GB", "DE", "AR", "BR", "MX", "IT", "RU", "AU",
                                                    "BB", "GA", "JP", "ZZ"),
                      [](const std::string& code) { return region(code); });
}

void holds_what_a_number_is(const e164& number) {
  const std::string_view text = number.view();
  RC_ASSERT(text.size() >= 3 && text.size() <= 16);
  RC_ASSERT(text[0] == '+' && text[1] >= '1' && text[1] <= '9');
  RC_ASSERT(text.find_first_not_of("0123456789", 1) == std::string_view::npos);
}

} // namespace

TEST_CASE("a phone number read back is itself, whatever the region") {
  rc::prop("parse(print(parse(text))) == parse(text)", [] {
    const std::string text = *typed_phones();
    const auto first = parse_phone(text, *regions());
    RC_CLASSIFY(first.has_value());
    if (first.has_value()) {
      holds_what_a_number_is(*first);
      const auto again = parse_phone((*first).view(), *regions());
      RC_ASSERT(again.has_value());
      RC_ASSERT((*again).view() == (*first).view());
    }
  });
}

TEST_CASE("any bytes give a number or an error within them") {
  rc::prop("offset <= size", [](const std::string& text) {
    const auto parsed = parse_phone(text, *regions());
    if (parsed.has_value()) {
      holds_what_a_number_is(*parsed);
    } else {
      RC_ASSERT(parsed.error().offset <= text.size());
      RC_ASSERT(!to_string(parsed.error().code).empty());
    }
  });
}

TEST_CASE("separators between the digits of an international number do not matter") {
  rc::prop("the spaced number is the number", [] {
    const std::string digits = *rc::gen::element<std::string>(
        "14155550101", "442079460958", "4930123456", "390612345678", "5491123456789", "819012345678");
    std::string spaced = "+";
    for (const char digit : digits) {
      spaced += digit;
      spaced += *rc::gen::element<std::string>("", " ", "-", ".", "\u00a0", "\u2011", "  ");
    }
    RC_ASSERT((*parse_phone(spaced)).view() == "+" + digits);
    RC_ASSERT((*parse_phone(" " + spaced + " ")).view() == "+" + digits);
  });
}

TEST_CASE("the extension does not change the number") {
  rc::prop("number and extension are independent", [] {
    const std::string number =
        *rc::gen::element<std::string>("+14155550101", "+442079460958", "+390612345678");
    const std::string digits = std::to_string(*rc::gen::inRange(1, 9999));
    const auto read = parse_phone_with_extension(
        number + *rc::gen::element<std::string>(" ext. ", ";ext=", " x", " extension ") + digits);
    RC_ASSERT(read.has_value());
    RC_ASSERT((*read).number.view() == number);
    RC_ASSERT((*read).extension.view() == digits);
  });
}
