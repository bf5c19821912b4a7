// SPDX-License-Identifier: BSL-1.0
#include <leadcore/testing/detail/wide_uint.hpp>

#include <cstdint>
#include <limits>

namespace {

using leadcore::testing::wide_uint;
__extension__ typedef unsigned __int128 builtin;

constexpr std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
constexpr std::uint64_t words[] = {0,
                                   1,
                                   2,
                                   9,
                                   10,
                                   0xFFFF'FFFF,
                                   0x1'0000'0000,
                                   0x1234'5678'9ABC'DEF0,
                                   std::uint64_t{1} << 63U,
                                   most - 1,
                                   most};

constexpr bool equal(wide_uint ours, builtin theirs) {
  return ours ==
         wide_uint(static_cast<std::uint64_t>(theirs >> 64U), static_cast<std::uint64_t>(theirs));
}

constexpr bool agrees_with_builtin(std::uint64_t high) {
  for (const std::uint64_t other_high : {std::uint64_t{0}, std::uint64_t{3}, most}) {
    for (const std::uint64_t low : words) {
      for (const std::uint64_t other_low : words) {
        const wide_uint a(high, low);
        const wide_uint b(other_high, other_low);
        const builtin wanted_a = builtin{high} << 64U | low;
        const builtin wanted_b = builtin{other_high} << 64U | other_low;
        if (!equal(a + b, wanted_a + wanted_b) || !equal(a - b, wanted_a - wanted_b) ||
            !equal(a * b, wanted_a * wanted_b) || (a < b) != (wanted_a < wanted_b) ||
            (a == b) != (wanted_a == wanted_b) || static_cast<std::uint64_t>(a) != low) {
          return false;
        }
      }
    }
  }
  return true;
}
static_assert(agrees_with_builtin(0));
static_assert(agrees_with_builtin(1));
static_assert(agrees_with_builtin(most));

constexpr bool divides_like_builtin(std::uint64_t high) {
  for (const std::uint64_t low : {std::uint64_t{0}, std::uint64_t{12345}, most}) {
    for (const std::uint64_t divisor : words) {
      const builtin wanted = builtin{high} << 64U | low;
      if (divisor != 0 && !equal(wide_uint(high, low) / divisor, wanted / divisor)) {
        return false;
      }
    }
    if (!equal(wide_uint(high, low) / wide_uint(2, 7),
               (builtin{high} << 64U | low) / (builtin{2} << 64U | 7U)) ||
        !equal(wide_uint(high, low) / wide_uint(most, 1),
               (builtin{high} << 64U | low) / (builtin{most} << 64U | 1U))) {
      return false;
    }
  }
  return true;
}
static_assert(divides_like_builtin(0));
static_assert(divides_like_builtin(6));
static_assert(divides_like_builtin(most));

} // namespace
