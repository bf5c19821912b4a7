// SPDX-License-Identifier: BSL-1.0
#include <leadcore/text/phone.hpp>

#include "support/phone_generators.hpp"
#include "support/phone_text_oracle.hpp"
#include "support/property.hpp"

#include <algorithm>
#include <string>
#include <string_view>

namespace {

using leadcore::e164;
using leadcore::parse_phone;
using leadcore::parse_phone_with_extension;
using leadcore::phone_errc;
using leadcore::region;
using leadcore::test_support::any_phone_text;
using leadcore::test_support::any_region_code;
using leadcore::test_support::fast_read_phone;
using leadcore::test_support::phone_number_of_vectors;
using leadcore::test_support::phone_separator;
using leadcore::test_support::slow_read_phone;

/// The digits of a number with a separator, or several, after some of them.
std::string spread(const std::string& digits) {
  std::string text;
  for (const char digit : digits) {
    text += digit;
    const auto count = *rc::gen::inRange(0, 3);
    for (int i = 0; i < count; ++i) {
      text += *phone_separator();
    }
  }
  return text;
}

bool is_e164(std::string_view text) {
  return text.size() >= 4 && text.size() <= 16 && text[0] == '+' && text[1] != '0' &&
         std::all_of(text.begin() + 1, text.end(), leadcore::detail::is_digit);
}

} // namespace

// decision 0013
TEST_CASE("any bytes are a number that reads back as itself, or an error within the text",
          "[phone]") {
  rc::prop("with a region or without", [] {
    const std::string text = *any_phone_text();
    const region from(*any_region_code());
    const auto parsed = parse_phone(text, from);
    if (parsed.has_value()) {
      RC_ASSERT(is_e164((*parsed).view()));
      RC_ASSERT((*parsed).digits() == (*parsed).view().substr(1));
      const auto again = parse_phone((*parsed).view(), region(*any_region_code()));
      RC_ASSERT(again.has_value());
      RC_ASSERT(*again == *parsed);
    } else {
      RC_ASSERT(parsed.error().offset <= text.size());
      RC_ASSERT(!to_string(parsed.error().code).empty());
    }
  });
}

// decision 0011
TEST_CASE("the digits that a text dials agree with the slow grammar", "[phone]") {
  rc::prop("in any text", [] {
    std::string text = *any_phone_text();
    text.resize(std::min<std::size_t>(text.size(), 100)); // regular expressions are slow
    const auto slow = slow_read_phone(text);
    RC_TAG(slow ? (slow->extension.empty() ? "a number" : "a number with an extension")
                : "no number");
    RC_ASSERT(fast_read_phone(text) == slow);
  });
}

TEST_CASE("two ranges of a text dial the same digits as their concatenation", "[phone]") {
  rc::prop("wherever the text is cut", [] {
    const std::string text = *any_phone_text();
    const auto cut = *rc::gen::inRange<std::size_t>(0, text.size() + 1);
    const leadcore::detail::phone_span whole(text, 0);
    const leadcore::detail::phone_span_pair parts(
        leadcore::detail::phone_span(std::string_view(text).substr(0, cut), 0),
        leadcore::detail::phone_span(std::string_view(text).substr(cut), cut));
    const auto once = leadcore::detail::read_dialled(whole);
    const auto joined_up = leadcore::detail::read_dialled(parts);
    RC_ASSERT(joined_up.viable == once.viable);
    RC_ASSERT(joined_up.plus == once.plus);
    RC_ASSERT(joined_up.end == once.end);
    RC_ASSERT(joined_up.extension_digits == once.extension_digits);
    RC_ASSERT(joined_up.digits.view() == once.digits.view());
    RC_ASSERT(parts.offset(parts.size()) == whole.offset(whole.size()));
  });
}

TEST_CASE("spellings of a number are equivalent", "[phone]") {
  rc::prop("separators", [] {
    const std::string text = *phone_number_of_vectors();
    const auto parsed = parse_phone("+" + spread(text.substr(1)), region(*any_region_code()));
    RC_ASSERT(parsed.has_value());
    RC_ASSERT((*parsed).view() == text);
  });
  rc::prop("scripts", [] {
    const std::string text = *phone_number_of_vectors();
    std::string written = *rc::gen::element<std::string>("+", "\uFF0B", "++", "+\uFF0B");
    for (const char digit : text.substr(1)) {
      const auto zero =
          *rc::gen::element<char32_t>(U'0', 0x660, 0x6F0, 0x966, 0xFF10, 0x1D7CE, 0x1E950);
      written += leadcore::encode_utf8(zero + static_cast<char32_t>(digit - '0')).view();
    }
    const auto parsed = parse_phone(written, region(*any_region_code()));
    RC_ASSERT(parsed.has_value());
    RC_ASSERT((*parsed).view() == text);
  });
  rc::prop("junk around it", [] {
    const std::string text = *phone_number_of_vectors();
    const auto before = *rc::gen::container<std::string>(rc::gen::element(
        'a', 'Z', ' ', '\t', '\n', '(', '.', ':', '#', '*', '-', '/', '"', '_', '&', '=', ','));
    const auto after = *rc::gen::container<std::string>(rc::gen::element(
        ' ', '\t', '\n', ')', '.', ':', '*', '-', '/', '"', '_', '&', '=', ',', ';', '+'));
    const auto parsed = parse_phone(before + text + after, region(*any_region_code()));
    RC_ASSERT(parsed.has_value());
    RC_ASSERT((*parsed).view() == text);
  });
  rc::prop("white space around any text", [] {
    const std::string text = *any_phone_text();
    RC_PRE(text.find(";phone-context=") == std::string::npos); // a URI has no white space around it
    const auto space =
        rc::gen::container<std::string>(rc::gen::element(' ', '\t', '\n', '\f', '\r'));
    const region from(*any_region_code());
    const auto padded = parse_phone_with_extension(*space + text + *space, from);
    const auto plain = parse_phone_with_extension(text, from);
    RC_ASSERT(padded.has_value() == plain.has_value());
    RC_ASSERT((plain.has_value() ? *padded == *plain : padded.error().code == plain.error().code));
  });
}

TEST_CASE("an extension is read separately and does not change the number", "[phone]") {
  rc::prop("with every label", [] {
    const std::string text = *phone_number_of_vectors();
    const auto label = *rc::gen::element<std::string>("x", " x ", " ext. ", " Extension: ", "#",
                                                      " int ", " anexo ", ";ext=", ",", ",,", " ; ",
                                                      " \u0434\u043E\u0431. ", "\uFF5E");
    const auto digits =
        *rc::gen::scale(0.05, rc::gen::nonEmpty(rc::gen::container<std::string>(
                                  rc::gen::inRange('0', static_cast<char>('9' + 1)))));
    RC_PRE(digits.size() <= 9);
    const auto both = parse_phone_with_extension(text + label + digits, region(*any_region_code()));
    RC_ASSERT(both.has_value());
    RC_ASSERT((*both).number.view() == text);
    RC_ASSERT((*both).extension.view() == digits);
  });
}

TEST_CASE("parse_phone_with_extension and parse_phone agree", "[phone]") {
  rc::prop("on any text", [] {
    const std::string text = *any_phone_text();
    const region from(*any_region_code());
    const auto both = parse_phone_with_extension(text, from);
    const auto parsed = parse_phone(text, from);
    RC_ASSERT(both.has_value() == parsed.has_value());
    RC_ASSERT((both.has_value() ? (*both).number == *parsed : both.error() == parsed.error()));
  });
}

// decision 0012
TEST_CASE("a region matters to numbers without plus only", "[phone]") {
  rc::prop("an unknown region is none, but for the error", [] {
    const std::string text = *any_phone_text();
    const auto unknown = parse_phone(text, region("QQ"));
    const auto none = parse_phone(text);
    RC_ASSERT(unknown.has_value() == none.has_value());
    if (none.has_value()) {
      RC_ASSERT(*unknown == *none);
    } else {
      RC_ASSERT(unknown.error().offset == none.error().offset);
      RC_ASSERT(unknown.error().code == none.error().code ||
                (unknown.error().code == phone_errc::unknown_region &&
                 none.error().code == phone_errc::missing_region));
    }
  });
  rc::prop("the international prefix 00 does what plus does", [] {
    const std::string text = *phone_number_of_vectors();
    const auto parsed = parse_phone("00 " + spread(text.substr(1)),
                                    region(*rc::gen::element<std::string>("GB", "DE", "FR", "IN")));
    RC_ASSERT(parsed.has_value());
    RC_ASSERT((*parsed).view() == text);
  });
  rc::prop("a region is its code", [] {
    const std::string code = *any_region_code();
    const region from(code);
    RC_ASSERT(from.has_value() == !code.empty());
    RC_ASSERT(!from.is_known() || from.view() == code);
    RC_ASSERT(from == region(code));
  });
}

TEST_CASE("numbers are ordered like their texts", "[phone]") {
  rc::prop("any two", [] {
    const std::string a = *phone_number_of_vectors();
    const std::string b = *rc::gen::oneOf(phone_number_of_vectors(), rc::gen::just(a));
    const e164 first = *parse_phone(a);
    const e164 second = *parse_phone(b);
    RC_ASSERT((first == second) == (a == b));
    RC_ASSERT((first < second) == (a < b));
  });
}
