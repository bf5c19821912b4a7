// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_DETAIL_BLOCK_SEARCH_HPP
#define LEADCORE_DETAIL_BLOCK_SEARCH_HPP

// Layer 0, private: where in a text a needle may be, a block of places at a time. decision 0025

#include <leadcore/detail/ascii.hpp>
#include <leadcore/detail/byte_block.hpp>

#include <cstddef>
#include <string_view>

namespace leadcore::detail {

/// A byte, as a question to blocks.
template <class Block> class exact_byte {
 public:
  constexpr explicit exact_byte(char byte) noexcept : byte_(Block::filled(byte)) {}
  [[nodiscard]] constexpr Block in(const char* text) const noexcept { return Block(text).same(byte_); }

 private:
  Block byte_;
};

/// next_place for texts with at least Block::size places.
template <class Block, template <class> class Letter, bool Ascii>
[[nodiscard]] constexpr std::size_t next_place_by_block(std::string_view text, std::string_view needle,
                                                        std::size_t from) noexcept {
  const std::size_t m = needle.size();
  const std::size_t places = text.size() - m + 1;
  const Letter<Block> first(needle.front());
  const Letter<Block> middle(needle[m / 2]);
  const Letter<Block> last(needle.back());
  const auto with_ascii = [](Block fitting, const char* here) {
    if constexpr (Ascii) {
      return fitting | Block(here);
    } else {
      return fitting;
    }
  };
  const auto notable = [&](std::size_t at) {
    const char* const here = text.data() + at;
    return with_ascii(first.in(here)&middle.in(here + m / 2) & last.in(here + m - 1), here);
  };
  const auto perhaps_notable = [&](std::size_t at) {
    const char* const here = text.data() + at;
    return with_ascii(first.in(here)&last.in(here + m - 1), here);
  };
  std::size_t at = from;
  // Four at once and then two, because g++ 12 unrolls nothing and short texts are decided by few branches. The middle is
  // not worth its load before the others fit.
  for (; places - at >= 4 * Block::size; at += 4 * Block::size) {
    const std::size_t half = at + 2 * Block::size;
    if (((perhaps_notable(at) | perhaps_notable(at + Block::size)) |
         (perhaps_notable(half) | perhaps_notable(half + Block::size)))
                .high() != 0 &&
        ((notable(at) | notable(at + Block::size)) | (notable(half) | notable(half + Block::size))).high() !=
            0) {
      break;
    }
  }
  for (; places - at >= 2 * Block::size; at += 2 * Block::size) {
    const Block second = notable(at + Block::size);
    if (const Block first_of_two = notable(at); (first_of_two | second).high() != 0) {
      const auto found = first_of_two.high();
      return at + (found != 0 ? first_of<Block>(found) : Block::size + first_of<Block>(second.high()));
    }
  }
  if (at == places) {
    return places;
  }
  // Less than two blocks are left: one that may begin before them, and the last.
  const std::size_t last_block = places - Block::size;
  const std::size_t begin = at < last_block ? at : last_block;
  const Block rest = notable(begin);
  const Block end = notable(last_block);
  if ((rest | end).high() == 0) {
    return places;
  }
  if (const auto found = rest.high() >> (at - begin) * Block::mask_step; found != 0) {
    return at + first_of<Block>(static_cast<typename Block::mask>(found));
  }
  return at <= last_block ? last_block + first_of<Block>(end.high()) : places;
}

/// The first place from an offset on where the first, the middle and the last byte of a needle fit, or, if Ascii is asked
/// for, that has a byte which is not; the number of places if there is none.
/// @tparam Letter  asks blocks for a byte of the needle.
/// @pre needle is not empty and not longer than the text, and from is at most the number of places
template <template <class> class Letter, bool Ascii>
[[nodiscard]] constexpr std::size_t next_place(std::string_view text, std::string_view needle,
                                               std::size_t from) noexcept {
  const std::size_t places = text.size() - needle.size() + 1;
  std::size_t found = 0;
  const auto look = [&]<class Block>(block_type<Block>) {
    found = next_place_by_block<Block, Letter, Ascii>(text, needle, from);
  };
  return with_widest_block(places, look) ? found : from; // less than a block: every place is worth a look
}

/// Where a needle occurs from an offset on, byte for byte, or npos.
/// @pre needle is not empty; from <= text.size()
[[nodiscard]] constexpr std::size_t find_bytes(std::string_view text, std::string_view needle,
                                               std::size_t from = 0) noexcept {
  if (needle.size() > text.size() - from) {
    return std::string_view::npos;
  }
  const std::size_t places = text.size() - needle.size() + 1;
  for (std::size_t at = from; (at = next_place<exact_byte, false>(text, needle, at)) < places; ++at) {
    if (text.substr(at, needle.size()) == needle) {
      return at;
    }
  }
  return std::string_view::npos;
}

} // namespace leadcore::detail

#endif
