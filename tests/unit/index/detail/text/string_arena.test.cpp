// SPDX-License-Identifier: BSL-1.0
#include <leadcore/index/detail/text/string_arena.hpp>

#include "support/catch.hpp"

#include <cstddef>
#include <random>
#include <string>
#include <vector>

using namespace leadcore;

TEST_CASE("an arena keeps its strings, and those that were skipped are empty") {
  for (const std::size_t skipped : {1U, 2U, 5000U}) {
    std::mt19937 random(2);
    constexpr std::size_t count = 13'000; // four chunks
    detail::string_arena arena(count);
    std::vector<std::string> model(count);
    std::size_t last = 0;
    for (std::size_t i = skipped - 1; i < count; i += skipped) {
      model[i] = std::string(random() % 40, static_cast<char>('a' + i % 26));
      arena.add(i, [&](std::string& out) { out += model[i]; });
      last = i;
    }
    for (std::size_t i = 0; i <= last; ++i) {
      REQUIRE(arena[i] == model[i]);
    }
  }
}
