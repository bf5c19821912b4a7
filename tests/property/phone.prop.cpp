// SPDX-License-Identifier: BSL-1.0
#include <leadcore/phone.hpp>

#include "support/phone_text_oracle.hpp"
#include "support/property.hpp"
#include "support/vector_reader.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace {

using leadcore::e164;
using leadcore::parse_phone;
using leadcore::parse_phone_with_extension;
using leadcore::phone_errc;
using leadcore::region;
using leadcore::test_support::fast_read_phone;
using leadcore::test_support::slow_read_phone;
using leadcore::test_support::vector_case;

const std::vector<vector_case>& vectors() {
  static const std::vector<vector_case> cases = LEADCORE_VECTORS("phone.tsv");
  return cases;
}

/// Numbers of all regions, from the vectors.
rc::Gen<std::string> number() {
  static const std::vector<std::string> numbers = [] {
    std::vector<std::string> found;
    for (const auto& one : vectors()) {
      if (one["expected"].starts_with('+')) {
        found.push_back(one["expected"]);
      }
    }
    return found;
  }();
  return rc::gen::elementOf(numbers);
}

rc::Gen<std::string> region_code() {
  return rc::gen::oneOf(rc::gen::map(rc::gen::elementOf(vectors()),
                                     [](const vector_case& one) { return one["default_region"]; }),
                        rc::gen::container<std::string>(2, rc::gen::inRange('A', static_cast<char>('Z' + 1))),
                        rc::gen::element<std::string>("", "us", "QQ", "USA"));
}

/// What may stand between two digits and dials nothing, marks no extension and is no letter.
rc::Gen<std::string> separator() {
  return rc::gen::element<std::string>(" ", "-", ".", "/", "(", ")", "[", "]", "*", "\u00A0", "\u00AD",
                                       "\u2010", "\u2011", "\u2012", "\u2013", "\u2014", "\u2015", "\u2053",
                                       "\u2060", "\u200B", "\u2212", "\u223C", "\u3000", "\u30FC", "\uFF08",
                                       "\uFF09", "\uFF0D", "\uFF0E", "\uFF0F", "\uFF3B", "\uFF3D");
}

/// Pieces of numbers, URIs, extensions, junk and broken bytes in any order.
rc::Gen<std::string> piece() {
  return rc::gen::oneOf(
      rc::gen::element<std::string>("0", "1", "2", "00", "011", "44", "15", "555", "20794609", "4155550101",
                                    "+", "+", "+1", "+44", "+54", "\uFF0B"),
      rc::gen::map(number(), [](const std::string& text) { return text.substr(1); }), separator(),
      rc::gen::element<std::string>("x", "X", "ext", "ext.", "Extn: ", "xtn", "extensi\u00F3n",
                                    "extensio\u0301n ", "exten\u017Fio", "#", "\uFF03", "~", "\uFF5E", "int",
                                    "\uFF58", "\uFF45\uFF58\uFF54", "\uFF54\uFF4E", "\u0434\u043E\u0431",
                                    "\u1C81\u041E\u0411", "anexo", ",", ",,", ";", ":", ";ext=", "e", "n",
                                    "o", "\u00F3"),
      rc::gen::element<std::string>("tel:", ";phone-context=", ";phone-context=+", ";phone-context=+1",
                                    ";isub=", "=", ";a=b", "example.com"),
      rc::gen::element<std::string>("\u0665", "\uFF11\uFF12", "\u06F7", "\U0001D7D8", "\u00B2", "\u2167",
                                    "\u00BD", "A", "FLOWERS", "q", "\u017F", "\u212A", "\u4E00", "\u00E9",
                                    "\u0301", "\u260E", "\U0001F642"),
      rc::gen::element<std::string>("\n", "\f", "\r", "\t", "\u2028", "\u2029", "\\", "/x", "\\ x", " / x",
                                    "\"", "<", "_", "&"),
      rc::gen::element<std::string>(std::string("\0", 1), "\x01", "\v", "\x7F", "\u0085", "\uFFFE", "\uFDD0",
                                    "\uFFFD", "\uE003", "\xFF", "\xC2", "\xE2\x80", "\xED\xA0\x80", "\x80"));
}
rc::Gen<std::string> joined(const rc::Gen<std::vector<std::string>>& parts) {
  return rc::gen::map(parts, [](const std::vector<std::string>& each) {
    std::string text;
    for (const auto& part : each) {
      text += part;
    }
    return text;
  });
}
rc::Gen<std::string> phone_like() {
  return joined(rc::gen::scale(0.15, rc::gen::container<std::vector<std::string>>(piece())));
}
rc::Gen<std::string> any_bytes() {
  return rc::gen::container<std::string>(rc::gen::arbitrary<char>());
}
/// A vector's input, as it is or with a piece put somewhere, or something taken out.
rc::Gen<std::string> near_vector() {
  return rc::gen::exec([] {
    std::string text = (*rc::gen::elementOf(vectors()))["input"];
    const auto changes = *rc::gen::inRange(0, 4);
    for (int i = 0; i < changes; ++i) {
      const auto at = *rc::gen::inRange<std::size_t>(0, text.size() + 1);
      text.erase(at, *rc::gen::inRange<std::size_t>(0, 3));
      text.insert(at, *rc::gen::oneOf(piece(), rc::gen::just(std::string())));
    }
    return text;
  });
}
rc::Gen<std::string> any_text() {
  return rc::gen::oneOf(phone_like(), near_vector(), any_bytes());
}

/// The digits of a number with a separator, or several, after some of them.
std::string spread(const std::string& digits) {
  std::string text;
  for (const char digit : digits) {
    text += digit;
    const auto count = *rc::gen::inRange(0, 3);
    for (int i = 0; i < count; ++i) {
      text += *separator();
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
TEST_CASE("any bytes are a number that reads back as itself, or an error within the text", "[phone]") {
  rc::prop("with a region or without", [] {
    const std::string text = *any_text();
    const region from(*region_code());
    const auto parsed = parse_phone(text, from);
    if (parsed.has_value()) {
      RC_ASSERT(is_e164((*parsed).view()));
      RC_ASSERT((*parsed).digits() == (*parsed).view().substr(1));
      const auto again = parse_phone((*parsed).view(), region(*region_code()));
      RC_ASSERT(again.has_value());
      RC_ASSERT(*again == *parsed);
    } else {
      RC_ASSERT(parsed.error().offset <= text.size());
      RC_ASSERT(!to_string(parsed.error().code).empty());
    }
  });
}

// decision 0011
TEST_CASE("what a text dials is what the grammar says, read slowly", "[phone]") {
  rc::prop("in any text", [] {
    std::string text = *any_text();
    text.resize(std::min<std::size_t>(text.size(), 100)); // regular expressions take their time
    const auto slow = slow_read_phone(text);
    RC_TAG(slow ? (slow->extension.empty() ? "a number" : "a number with an extension") : "no number");
    RC_ASSERT(fast_read_phone(text) == slow);
  });
}

TEST_CASE("two parts of a text dial what they dial in one", "[phone]") {
  rc::prop("wherever the text is cut", [] {
    const std::string text = *any_text();
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

TEST_CASE("the way in which a number is written does not matter", "[phone]") {
  rc::prop("separators", [] {
    const std::string text = *number();
    const auto parsed = parse_phone("+" + spread(text.substr(1)), region(*region_code()));
    RC_ASSERT(parsed.has_value());
    RC_ASSERT((*parsed).view() == text);
  });
  rc::prop("scripts", [] {
    const std::string text = *number();
    std::string written = *rc::gen::element<std::string>("+", "\uFF0B", "++", "+\uFF0B");
    for (const char digit : text.substr(1)) {
      const auto zero = *rc::gen::element<char32_t>(U'0', 0x660, 0x6F0, 0x966, 0xFF10, 0x1D7CE, 0x1E950);
      written += leadcore::encode_utf8(zero + static_cast<char32_t>(digit - '0')).view();
    }
    const auto parsed = parse_phone(written, region(*region_code()));
    RC_ASSERT(parsed.has_value());
    RC_ASSERT((*parsed).view() == text);
  });
  rc::prop("junk around it", [] {
    const std::string text = *number();
    const auto before = *rc::gen::container<std::string>(rc::gen::element(
        'a', 'Z', ' ', '\t', '\n', '(', '.', ':', '#', '*', '-', '/', '"', '_', '&', '=', ','));
    const auto after = *rc::gen::container<std::string>(
        rc::gen::element(' ', '\t', '\n', ')', '.', ':', '*', '-', '/', '"', '_', '&', '=', ',', ';', '+'));
    const auto parsed = parse_phone(before + text + after, region(*region_code()));
    RC_ASSERT(parsed.has_value());
    RC_ASSERT((*parsed).view() == text);
  });
  rc::prop("white space around any text", [] {
    const std::string text = *any_text();
    RC_PRE(text.find(";phone-context=") == std::string::npos); // a URI has no white space around it
    const auto space = rc::gen::container<std::string>(rc::gen::element(' ', '\t', '\n', '\f', '\r'));
    const region from(*region_code());
    const auto padded = parse_phone_with_extension(*space + text + *space, from);
    const auto plain = parse_phone_with_extension(text, from);
    RC_ASSERT(padded.has_value() == plain.has_value());
    RC_ASSERT((plain.has_value() ? *padded == *plain : padded.error().code == plain.error().code));
  });
}

TEST_CASE("an extension is read apart and does not change the number", "[phone]") {
  rc::prop("with every label", [] {
    const std::string text = *number();
    const auto label =
        *rc::gen::element<std::string>("x", " x ", " ext. ", " Extension: ", "#", " int ", " anexo ",
                                       ";ext=", ",", ",,", " ; ", " \u0434\u043E\u0431. ", "\uFF5E");
    const auto digits = *rc::gen::scale(0.05, rc::gen::nonEmpty(rc::gen::container<std::string>(
                                                  rc::gen::inRange('0', static_cast<char>('9' + 1)))));
    RC_PRE(digits.size() <= 9);
    const auto both = parse_phone_with_extension(text + label + digits, region(*region_code()));
    RC_ASSERT(both.has_value());
    RC_ASSERT((*both).number.view() == text);
    RC_ASSERT((*both).extension.view() == digits);
  });
}

TEST_CASE("parse_phone_with_extension and parse_phone agree", "[phone]") {
  rc::prop("on any text", [] {
    const std::string text = *any_text();
    const region from(*region_code());
    const auto both = parse_phone_with_extension(text, from);
    const auto parsed = parse_phone(text, from);
    RC_ASSERT(both.has_value() == parsed.has_value());
    RC_ASSERT((both.has_value() ? (*both).number == *parsed : both.error() == parsed.error()));
  });
}

// decision 0012
TEST_CASE("a region matters to numbers without plus only", "[phone]") {
  rc::prop("an unknown region is none, but for the error", [] {
    const std::string text = *any_text();
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
    const std::string text = *number();
    const auto parsed = parse_phone("00 " + spread(text.substr(1)),
                                    region(*rc::gen::element<std::string>("GB", "DE", "FR", "IN")));
    RC_ASSERT(parsed.has_value());
    RC_ASSERT((*parsed).view() == text);
  });
  rc::prop("a region is its code", [] {
    const std::string code = *region_code();
    const region from(code);
    RC_ASSERT(from.has_value() == !code.empty());
    RC_ASSERT(!from.is_known() || from.view() == code);
    RC_ASSERT(from == region(code));
  });
}

TEST_CASE("numbers are ordered as their texts", "[phone]") {
  rc::prop("any two", [] {
    const std::string a = *number();
    const std::string b = *rc::gen::oneOf(number(), rc::gen::just(a));
    const e164 first = *parse_phone(a);
    const e164 second = *parse_phone(b);
    RC_ASSERT((first == second) == (a == b));
    RC_ASSERT((first < second) == (a < b));
  });
}
