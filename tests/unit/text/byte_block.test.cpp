// SPDX-License-Identifier: BSL-1.0
#include <leadcore/text/byte_block.hpp>

#include "support/catch.hpp"

#include <array>
#include <cstddef>
#include <random>

using leadcore::detail::word_block;

TEST_CASE("a block of eight bytes answers for each of them") {
  constexpr std::array<unsigned char, 10> bytes{0, 1, '@', 'A', 'Z', '[', 0x7F, 0x80, 0xFE, 0xFF};
  std::mt19937 random(3);
  for (int step = 0; step < 20'000; ++step) {
    std::array<char, word_block::size> a{};
    std::array<char, word_block::size> b{};
    for (std::size_t i = 0; i < a.size(); ++i) {
      a[i] = static_cast<char>(bytes[random() % bytes.size()]);
      b[i] = random() % 2 == 0 ? a[i] : static_cast<char>(bytes[random() % bytes.size()]);
    }
    const char limit = static_cast<char>(bytes[random() % 7]);
    const char high_limit = static_cast<char>(bytes[7 + random() % 3]);
    const word_block left(a.data());
    std::array<char, word_block::size> lowered{};
    left.lower().store(lowered.data());
    for (std::size_t i = 0; i < a.size(); ++i) {
      const auto answers = [i](word_block block) {
        return (block.high() >> (word_block::mask_step * i) & 0x80U) != 0;
      };
      const auto byte = static_cast<unsigned char>(a[i]);
      INFO(int{byte} << ' ' << int{limit} << ' ' << int{high_limit});
      REQUIRE(answers(left) == (byte >= 0x80));
      REQUIRE(answers(left.same(word_block(b.data()))) == (a[i] == b[i]));
      REQUIRE((byte >= 0x80 || answers(left.at_most(limit)) == (a[i] <= limit)));
      REQUIRE(answers(left.at_most_high(high_limit)) ==
              (byte <= static_cast<unsigned char>(high_limit)));
      REQUIRE(lowered[i] == (byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte + 32) : a[i]));
    }
  }
}
