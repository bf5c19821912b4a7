// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_DETAIL_BLOCK_SEARCH_HPP
#define LEADCORE_DETAIL_BLOCK_SEARCH_HPP

// Layer 0, private: where in a text a needle may be, a block of places at a time. decision 0025

#include <leadcore/detail/ascii.hpp>
#include <leadcore/detail/byte_block.hpp>

#include <cstddef>
#include <string_view>

namespace leadcore::detail {

/// Calls decide(place) for the places in a text where the first, the middle and the last byte of a needle fit, in order,
/// until it says true.
/// @tparam Letter  asks blocks for a byte of the needle.
/// @tparam Ascii   stop at the first byte that is not ASCII too, once the places in its block were decided.
/// @return the place that decide said true for, or of that byte, or the number of places
/// @pre needle is not empty and not longer than the text
template <template <class> class Letter, bool Ascii, class Decide>
[[nodiscard]] constexpr std::size_t scan_places(std::string_view text, std::string_view needle,
                                                Decide&& decide) {
  const std::size_t m = needle.size();
  const std::size_t places = text.size() - m + 1;
  std::size_t stop = places;
  const auto scan = [&]<class Block>(block_type<Block>) {
    const Letter<Block> first(needle.front());
    const Letter<Block> middle(needle[m / 2]);
    const Letter<Block> last(needle.back());
    const auto fitting = [&](std::size_t at) {
      const char* const here = text.data() + at;
      return first.in(here)&middle.in(here + m / 2) & last.in(here + m - 1);
    };
    const auto notable = [&](std::size_t at) {
      if constexpr (Ascii) {
        return fitting(at) | Block(text.data() + at);
      } else {
        return fitting(at);
      }
    };
    for (std::size_t at = 0;; at += Block::size) {
      while (places - at >= 4 * Block::size &&
             ((notable(at) | notable(at + Block::size)) |
              (notable(at + 2 * Block::size) | notable(at + 3 * Block::size)))
                     .high() == 0) {
        at += 4 * Block::size;
      }
      while (places - at >= Block::size && notable(at).high() == 0) {
        at += Block::size;
      }
      if (at == places) {
        return;
      }
      if (places - at < Block::size) {
        at = places - Block::size; // the last block overlaps the one before it
      }
      for (auto candidates = fitting(at).high(); candidates != 0; candidates &= candidates - 1) {
        const std::size_t place = at + first_of<Block>(candidates);
        if (decide(place)) {
          stop = place;
          return;
        }
      }
      if constexpr (Ascii) {
        if (const auto high = Block(text.data() + at).high(); high != 0) {
          stop = at + first_of<Block>(high);
          return;
        }
      }
      if (at + Block::size == places) {
        return;
      }
    }
  };
  if (!with_widest_block(places, scan)) {
    for (stop = 0; stop < places && !(Ascii && !is_ascii(text[stop])) && !decide(stop); ++stop) {
    }
  }
  return stop;
}

/// A byte, as a question to blocks.
template <class Block> class exact_byte {
 public:
  constexpr explicit exact_byte(char byte) noexcept : byte_(Block::filled(byte)) {}
  [[nodiscard]] constexpr Block in(const char* text) const noexcept { return Block(text).same(byte_); }

 private:
  Block byte_;
};

/// Where a needle first occurs, byte for byte, or npos.
/// @pre needle is not empty
[[nodiscard]] constexpr std::size_t find_bytes(std::string_view text, std::string_view needle) noexcept {
  if (needle.size() > text.size()) {
    return std::string_view::npos;
  }
  const std::size_t found = scan_places<exact_byte, false>(
      text, needle, [&](std::size_t at) { return text.substr(at, needle.size()) == needle; });
  return found == text.size() - needle.size() + 1 ? std::string_view::npos : found;
}

} // namespace leadcore::detail

#endif
