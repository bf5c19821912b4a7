// SPDX-License-Identifier: BSL-1.0
#include <leadcore/index/detail/text/document_store.hpp>

#include "support/catch.hpp"
#include "support/documents.hpp"

#include <cstddef>
#include <random>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

using namespace leadcore;

TEST_CASE("a scan finds a needle in each text that has it, and in no two texts together") {
  std::mt19937 random(8);
  for (int step = 0; step < 300; ++step) {
    std::vector<std::string> texts(random() % 80);
    std::size_t bytes = 0;
    for (std::string& each : texts) {
      for (std::size_t size = random() % 9; each.size() < size;) {
        each += "ab"[random() % 2];
      }
      bytes += each.size();
    }
    const detail::document_store store = testing::documents_of(texts);
    REQUIRE(store.size() == texts.size());
    REQUIRE(store.bytes() == bytes);
    for (std::size_t i = 0; i < texts.size(); ++i) {
      REQUIRE(store[i] == texts[i]);
    }
    for (const std::string needle : {"a", "ab", "aba", "bbbb"}) {
      const std::size_t begin = random() % (texts.size() + 1);
      const std::size_t end = begin + random() % (texts.size() + 1 - begin);
      std::vector<std::size_t> expected;
      for (std::size_t i = begin; i < end; ++i) {
        if (texts[i].find(needle) != std::string::npos) {
          expected.push_back(i);
        }
      }
      std::vector<std::size_t> found;
      store.scan(needle, begin, end, [&](std::size_t i) { found.push_back(i); });
      REQUIRE(found == expected);
    }
  }
}

#if defined(__cpp_exceptions)
TEST_CASE("texts of more than four gigabytes together are refused before they are copied") {
  const std::string large(1 << 20, 'x');
  const auto text_of = [&](std::size_t) { return std::string_view(large); };
  detail::document_store store;
  CHECK_THROWS_AS(store.assign(4096, text_of).finish(), std::length_error);
}
#endif
