// SPDX-License-Identifier: BSL-1.0
#include <leadcore/text/base64url.hpp>

#include "support/property.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

using namespace leadcore::detail;

TEST_CASE("base64url decodes to the bytes that were encoded") {
  rc::prop("any bytes", [] {
    const auto bytes = *rc::gen::container<std::string>(rc::gen::arbitrary<char>());
    const std::string text = to_base64url(bytes);
    RC_ASSERT(text.size() == (bytes.size() * 8 + 5) / 6);
    RC_ASSERT(text.find_first_not_of(base64url_alphabet) == std::string::npos);
    std::string decoded;
    RC_ASSERT(decode_base64url(text, decoded) == text.size());
    RC_ASSERT(decoded == bytes);
  });
}

TEST_CASE("base64url reads exactly the characters of its alphabet, six bits each") {
  rc::prop("any text", [] {
    const std::string some = "ABab01-_9z=%+/ ";
    const auto text = *rc::gen::container<std::string>(
        rc::gen::oneOf(rc::gen::elementOf(some), rc::gen::arbitrary<char>()));
    std::string decoded;
    const std::size_t end = decode_base64url(text, decoded);
    RC_ASSERT(end == std::min(text.find_first_not_of(base64url_alphabet), text.size()));
    RC_ASSERT(decoded.size() == end * 6 / 8);
    // The canonical text differs in the last character only.
    RC_ASSERT(to_base64url(decoded).substr(0, decoded.size() * 8 / 6) ==
              text.substr(0, decoded.size() * 8 / 6));
  });
}
