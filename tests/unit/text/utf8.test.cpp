// SPDX-License-Identifier: BSL-1.0
#include <leadcore/text/utf8.hpp>

#include "support/answers/text.hpp"
#include "support/catch.hpp"
#include "support/unicode_data.hpp"

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <unordered_set>

using namespace leadcore;

TEST_CASE("utf8.jsonl: the first invalid byte and the number of units are as the vectors say") {
  for (const auto& each : LEADCORE_VECTORS("utf8.jsonl")) {
    INFO(each.where());
    CHECK(test_support::answers::check_utf8(each) == each.out);
    CHECK(is_valid_utf8(each.text("text")) == each.out.at("firstInvalid").is_null());
  }
}

TEST_CASE("a search for invalid bytes can continue after the last one") {
  const std::string_view text = "a\xFF"
                                "b\xC3\xA9\xC3";
  CHECK(find_invalid_utf8(text, 0) == 1);
  CHECK(find_invalid_utf8(text, 1) == 1);
  CHECK(find_invalid_utf8(text, 2) == 5);
  CHECK(find_invalid_utf8(text, text.size()) == std::string_view::npos);
}

TEST_CASE("every scalar value is encoded in its shortest form and read back") {
  // RFC 3629 section 3, the table of lengths.
  std::size_t wrong = 0;
  for (char32_t c = 0; c <= 0x10FFFF; ++c) {
    if (c >= 0xD800 && c <= 0xDFFF) {
      continue;
    }
    const utf8_bytes bytes = encode_utf8(c);
    const std::size_t length = c <= 0x7F ? 1 : c <= 0x7FF ? 2 : c <= 0xFFFF ? 3 : 4;
    const utf8_unit unit = decode_utf8(bytes.view());
    wrong += bytes.size != length || !unit.valid || unit.code_point != c || unit.length != length ||
             !is_scalar_value(c) || !is_valid_utf8(bytes.view());
  }
  CHECK(wrong == 0);
}

TEST_CASE("a value that is not a scalar value is encoded as U+FFFD") {
  for (const char32_t c : {0xD800U, 0xDBFFU, 0xDC00U, 0xDFFFU, 0x110000U, 0xFFFFFFFFU}) {
    CHECK_FALSE(is_scalar_value(c));
    CHECK(encode_utf8(c).view() == "\xEF\xBF\xBD");
  }
}

TEST_CASE(
    "of all four-byte texts, a unit is valid exactly where it is the encoding of a scalar value") {
  const auto packed = [](std::string_view bytes) {
    std::uint64_t number = bytes.size();
    for (const char byte : bytes) {
      number = number << 8 | static_cast<unsigned char>(byte);
    }
    return number;
  };
  std::unordered_set<std::uint64_t> encodings;
  for (char32_t c = 0; c <= 0x10FFFF; ++c) {
    if (is_scalar_value(c)) {
      encodings.insert(packed(encode_utf8(c).view()));
    }
  }
  // All values of the first two bytes; for later ones only whether they continue a sequence.
  const std::string later("\x7F\x80\xBF\xC0", 4);
  std::size_t wrong = 0;
  for (int first = 0; first < 256; ++first) {
    for (int second = 0; second < 256; ++second) {
      for (const char third : later) {
        for (const char fourth : later) {
          const char bytes[4] = {static_cast<char>(first), static_cast<char>(second), third,
                                 fourth};
          const std::string_view text(bytes, 4);
          std::size_t length = 0;
          for (std::size_t n = 1; n <= 4 && length == 0; ++n) {
            length = encodings.contains(packed(text.substr(0, n))) ? n : 0;
          }
          const utf8_unit unit = decode_utf8(text);
          wrong += unit.valid != (length != 0) || unit.length != (length == 0 ? 1 : length) ||
                   (unit.valid ? encode_utf8(unit.code_point).view() != text.substr(0, length)
                               : unit.code_point != replacement_character);
        }
      }
    }
  }
  CHECK(wrong == 0);
}

TEST_CASE("a sequence that the text cuts off is invalid, though its rest may lie behind the end in "
          "memory") {
  for (const char32_t c : {U'\u00E9', U'\u20AC', U'\U0001F600'}) {
    const utf8_bytes whole = encode_utf8(c);
    for (std::size_t size = 1; size < whole.size; ++size) {
      CHECK(decode_utf8(whole.view().substr(0, size)) ==
            utf8_unit{replacement_character, 1, false});
    }
    CHECK(decode_utf8(whole.view()) == utf8_unit{c, whole.size, true});
  }
}

TEST_CASE("white space is exactly the Unicode property White_Space") {
  std::set<char32_t> expected;
  for (const auto& row : test_support::read_ucd("PropList.txt")) {
    if (row.at(1) == "White_Space") {
      const auto [first, last] = test_support::parse_range(row.at(0));
      for (char32_t c = first; c <= last; ++c) {
        expected.insert(c);
      }
    }
  }
  CHECK(expected.size() == 25);
  std::size_t wrong = 0;
  for (char32_t c = 0; c <= 0x110000; ++c) {
    wrong += is_white_space(c) != expected.contains(c);
  }
  CHECK(wrong == 0);
}
