// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TESTS_SUPPORT_PHONE_GENERATORS_HPP
#define LEADCORE_TESTS_SUPPORT_PHONE_GENERATORS_HPP

// RapidCheck generators of phone texts, from numbers to junk, and of dialling regions.

#include "support/property.hpp"
#include "support/vector_reader.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace leadcore::test_support {

[[nodiscard]] inline const std::vector<vector_case>& phone_vectors() {
  static const std::vector<vector_case> cases = LEADCORE_VECTORS("phone.jsonl");
  return cases;
}

/// Numbers of all regions, from the vectors.
[[nodiscard]] inline rc::Gen<std::string> phone_number_of_vectors() {
  static const std::vector<std::string> numbers = [] {
    std::vector<std::string> found;
    for (const auto& one : phone_vectors()) {
      if (const auto* number = one.out.if_contains("phone")) {
        found.emplace_back(number->as_string());
      }
    }
    return found;
  }();
  return rc::gen::elementOf(numbers);
}

[[nodiscard]] inline rc::Gen<std::string> any_region_code() {
  return rc::gen::oneOf(
      rc::gen::map(rc::gen::elementOf(phone_vectors()),
                   [](const vector_case& one) { return one.text("region"); }),
      rc::gen::container<std::string>(2, rc::gen::inRange('A', static_cast<char>('Z' + 1))),
      rc::gen::element<std::string>("", "us", "QQ", "USA"));
}

/// Separators: dial nothing, mark no extension, and are not letters.
[[nodiscard]] inline rc::Gen<std::string> phone_separator() {
  return rc::gen::element<std::string>(
      " ", "-", ".", "/", "(", ")", "[", "]", "*", "\u00A0", "\u00AD", "\u2010", "\u2011", "\u2012",
      "\u2013", "\u2014", "\u2015", "\u2053", "\u2060", "\u200B", "\u2212", "\u223C", "\u3000",
      "\u30FC", "\uFF08", "\uFF09", "\uFF0D", "\uFF0E", "\uFF0F", "\uFF3B", "\uFF3D");
}

/// Pieces of numbers, URIs, extensions, junk and broken bytes in any order.
[[nodiscard]] inline rc::Gen<std::string> phone_piece() {
  return rc::gen::oneOf(
      rc::gen::element<std::string>("0", "1", "2", "00", "011", "44", "15", "555", "20794609",
                                    "4155550101", "+", "+", "+1", "+44", "+54", "\uFF0B"),
      rc::gen::map(phone_number_of_vectors(),
                   [](const std::string& text) { return text.substr(1); }),
      phone_separator(),
      rc::gen::element<std::string>("x", "X", "ext", "ext.", "Extn: ", "xtn", "extensi\u00F3n",
                                    "extensio\u0301n ", "exten\u017Fio", "#", "\uFF03", "~",
                                    "\uFF5E", "int", "\uFF58", "\uFF45\uFF58\uFF54", "\uFF54\uFF4E",
                                    "\u0434\u043E\u0431", "\u1C81\u041E\u0411", "anexo", ",", ",,",
                                    ";", ":", ";ext=", "e", "n", "o", "\u00F3"),
      rc::gen::element<std::string>("tel:", ";phone-context=", ";phone-context=+",
                                    ";phone-context=+1", ";isub=", "=", ";a=b", "example.com"),
      rc::gen::element<std::string>("\u0665", "\uFF11\uFF12", "\u06F7", "\U0001D7D8", "\u00B2",
                                    "\u2167", "\u00BD", "A", "FLOWERS", "q", "\u017F", "\u212A",
                                    "\u4E00", "\u00E9", "\u0301", "\u260E", "\U0001F642"),
      rc::gen::element<std::string>("\n", "\f", "\r", "\t", "\u2028", "\u2029", "\\", "/x", "\\ x",
                                    " / x", "\"", "<", "_", "&"),
      rc::gen::element<std::string>(std::string("\0", 1), "\x01", "\v", "\x7F", "\u0085", "\uFFFE",
                                    "\uFDD0", "\uFFFD", "\uE003", "\xFF", "\xC2", "\xE2\x80",
                                    "\xED\xA0\x80", "\x80"));
}
[[nodiscard]] inline rc::Gen<std::string> joined(const rc::Gen<std::vector<std::string>>& parts) {
  return rc::gen::map(parts, [](const std::vector<std::string>& each) {
    std::string text;
    for (const auto& part : each) {
      text += part;
    }
    return text;
  });
}
[[nodiscard]] inline rc::Gen<std::string> phone_like() {
  return joined(rc::gen::scale(0.15, rc::gen::container<std::vector<std::string>>(phone_piece())));
}
[[nodiscard]] inline rc::Gen<std::string> any_bytes() {
  return rc::gen::container<std::string>(rc::gen::arbitrary<char>());
}
/// A vector's input, unchanged, with a piece inserted, or with a range removed.
[[nodiscard]] inline rc::Gen<std::string> near_vector() {
  return rc::gen::exec([] {
    std::string text = (*rc::gen::elementOf(phone_vectors())).text("text");
    const auto changes = *rc::gen::inRange(0, 4);
    for (int i = 0; i < changes; ++i) {
      const auto at = *rc::gen::inRange<std::size_t>(0, text.size() + 1);
      text.erase(at, *rc::gen::inRange<std::size_t>(0, 3));
      text.insert(at, *rc::gen::oneOf(phone_piece(), rc::gen::just(std::string())));
    }
    return text;
  });
}
[[nodiscard]] inline rc::Gen<std::string> any_phone_text() {
  return rc::gen::oneOf(phone_like(), near_vector(), any_bytes());
}

} // namespace leadcore::test_support

#endif
