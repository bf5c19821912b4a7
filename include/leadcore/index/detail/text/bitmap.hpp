// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_INDEX_DETAIL_TEXT_BITMAP_HPP
#define LEADCORE_INDEX_DETAIL_TEXT_BITMAP_HPP

// Bitmaps over document ids: spans of 64-bit words, the lowest bit of a word first.

#include <leadcore/version.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>

namespace leadcore::inline LEADCORE_ABI::detail {

/// Identifies a document. Ids are dense: they count up from 0 in the order of adding.
using doc_id = std::uint32_t;

[[nodiscard]] constexpr bool has_bit(std::span<const std::uint64_t> bits, std::size_t i) noexcept {
  return (bits[i / 64] >> i % 64 & 1U) != 0;
}
constexpr void set_bit(std::span<std::uint64_t> bits, std::size_t i) noexcept {
  bits[i / 64] |= std::uint64_t{1} << i % 64;
}
/// The number of 64-bit words that hold so many bits.
[[nodiscard]] constexpr std::size_t bitmap_words(std::size_t bits) noexcept {
  return (bits + 63) / 64;
}

/// The number of bits that are set.
[[nodiscard]] constexpr std::uint64_t count_bits(std::span<const std::uint64_t> bits) noexcept {
  std::uint64_t count = 0;
  for (const std::uint64_t word : bits) {
    count += static_cast<unsigned>(std::popcount(word));
  }
  return count;
}
/// A bitmap and its number of set bits.
struct counted_bitmap {
  std::span<const std::uint64_t> bits{};
  std::uint64_t count = 0;
};

/// Calls visit(i) for each set bit, in increasing order.
template <class Visit>
constexpr void for_each_bit(std::span<const std::uint64_t> bits, Visit&& visit) {
  for (std::size_t i = 0; i < bits.size(); ++i) {
    for (std::uint64_t word = bits[i]; word != 0; word &= word - 1) {
      visit(i * 64 + static_cast<std::size_t>(std::countr_zero(word)));
    }
  }
}

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
