// SPDX-License-Identifier: BSL-1.0
#include <leadcore/text/byte_search.hpp>

#include "support/catch.hpp"

#include <cstddef>
#include <random>
#include <string>
#include <string_view>

using namespace leadcore;

TEST_CASE("bytes are found where std::string_view::find finds them") {
  std::mt19937 random(14);
  for (const std::string_view alphabet :
       {"ab", "abc .", "aehilnorst", "bdxyz0", "a\xC3\xA9\xFF\x80"}) {
    for (int step = 0; step < 1'500; ++step) {
      std::string text;
      for (std::size_t size = random() % (step % 2 == 0 ? 1'500 : 90); size != 0; --size) {
        text += alphabet[random() % alphabet.size()];
      }
      std::string needle;
      for (std::size_t size = 1 + random() % 20; size != 0; --size) {
        needle += alphabet[random() % alphabet.size()];
      }
      if (!text.empty() && step % 3 != 0) {
        needle = text.substr(random() % text.size(), needle.size());
      }
      for (const std::size_t from : {std::size_t{0}, random() % (text.size() + 1)}) {
        REQUIRE(detail::find_bytes(text, needle, from) ==
                std::string_view(text).find(needle, from));
      }
    }
  }
}
