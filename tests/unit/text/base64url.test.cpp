// SPDX-License-Identifier: BSL-1.0
#include <leadcore/text/base64url.hpp>

#include "support/catch.hpp"

#include <string>
#include <string_view>
#include <utility>

using leadcore::detail::decode_base64url;
using leadcore::detail::to_base64url;

// RFC 4648, section 10, without padding; the last two have the characters of section 5.
TEST_CASE("base64url encodes and decodes the test vectors of RFC 4648", "[base64url]") {
  for (const auto& [bytes, text] : {std::pair<std::string_view, std::string_view>{"", ""},
                                    {"f", "Zg"},
                                    {"fo", "Zm8"},
                                    {"foo", "Zm9v"},
                                    {"foob", "Zm9vYg"},
                                    {"fooba", "Zm9vYmE"},
                                    {"foobar", "Zm9vYmFy"},
                                    {"\xFB\xFF\xBF", "-_-_"},
                                    {std::string_view("\0\0", 2), "AAA"}}) {
    INFO(text);
    CHECK(to_base64url(bytes) == text);
    std::string decoded;
    CHECK(decode_base64url(text, decoded) == text.size());
    CHECK(decoded == bytes);
  }
}

TEST_CASE("decoding stops at the first character outside the alphabet", "[base64url]") {
  for (const char* const text : {"Zm9v=", "Zm9v+", "Zm9v/", "Zm9v ", "Zm9v\n", "Zm9v\xC3\xA9"}) {
    INFO(text);
    std::string decoded;
    CHECK(decode_base64url(text, decoded) == 4);
    CHECK(decoded == "foo");
  }
}

TEST_CASE("decoding ignores the bits after the last whole byte, and appends", "[base64url]") {
  std::string decoded = "a";
  CHECK(decode_base64url("Zh", decoded) == 2); // the canonical text is Zg
  CHECK(decode_base64url("A", decoded) == 1);  // six bits are no byte
  CHECK(decoded == "af");
}
