// SPDX-License-Identifier: BSL-1.0
#include <leadcore/text/utf8.hpp>

#include "support/property.hpp"

#include <string>
#include <vector>

using namespace leadcore;

namespace {

// Bytes that begin, continue and break sequences, so that texts are often valid and often not.
rc::Gen<std::string> bytes() {
  return rc::gen::container<std::string>(rc::gen::weightedOneOf<char>(
      {{3, rc::gen::inRange<char>(0x20, 0x7F)},
       {1, rc::gen::arbitrary<char>()},
       {4, rc::gen::element<char>('\x80', '\x8F', '\x90', '\x9F', '\xA0', '\xBF', '\xC2', '\xC3',
                                  '\xE0', '\xE2', '\xED', '\xF0', '\xF4')}}));
}

rc::Gen<std::u32string> code_points() {
  return rc::gen::container<std::u32string>(rc::gen::suchThat(
      rc::gen::oneOf(rc::gen::inRange<char32_t>(0, 0x80), rc::gen::inRange<char32_t>(0x80, 0x800),
                     rc::gen::inRange<char32_t>(0x800, 0x10000),
                     rc::gen::inRange<char32_t>(0x10000, 0x110000)),
      [](char32_t c) { return c < 0xD800 || c > 0xDFFF; }));
}

} // namespace

TEST_CASE("decoding returns the encoded code points") {
  rc::prop("decode after encode is identity", [] {
    const auto expected = *code_points();
    std::string text;
    for (const char32_t c : expected) {
      text += encode_utf8(c).view();
    }
    RC_ASSERT(is_valid_utf8(text));
    RC_ASSERT(count_code_points(text) == expected.size());
    std::u32string read;
    for (std::size_t at = 0; at < text.size();) {
      const utf8_unit unit = decode_utf8(text, at);
      RC_ASSERT(unit.valid);
      read += unit.code_point;
      at += unit.length;
    }
    RC_ASSERT(read == expected);
  });
}

TEST_CASE("any bytes are a sequence of units") {
  rc::prop("units tile the text; the first invalid one is the one found", [] {
    const auto text = *bytes();
    std::size_t count = 0;
    std::size_t first_invalid = std::string::npos;
    for (std::size_t at = 0; at < text.size(); ++count) {
      const utf8_unit unit = decode_utf8(text, at);
      RC_ASSERT(unit.length >= 1U);
      RC_ASSERT(unit.length <= text.size() - at);
      if (unit.valid) {
        RC_ASSERT(encode_utf8(unit.code_point).view() ==
                  std::string_view(text).substr(at, unit.length));
      } else {
        RC_ASSERT(unit.length == 1U);
        first_invalid = first_invalid == std::string::npos ? at : first_invalid;
      }
      at += unit.length;
    }
    RC_ASSERT(count_code_points(text) == count);
    RC_ASSERT(find_invalid_utf8(text) == first_invalid);
    RC_ASSERT(is_valid_utf8(text) == (first_invalid == std::string::npos));
  });
  rc::prop("cutting a text between two units changes none of them", [] {
    const auto text = *bytes();
    for (std::size_t at = 0; at < text.size(); at += decode_utf8(text, at).length) {
      const std::size_t before = count_code_points(std::string_view(text).substr(0, at));
      const std::size_t behind = count_code_points(std::string_view(text).substr(at));
      RC_ASSERT(before + behind == count_code_points(text));
    }
  });
}
