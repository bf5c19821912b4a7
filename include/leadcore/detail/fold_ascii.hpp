// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_DETAIL_FOLD_ASCII_HPP
#define LEADCORE_DETAIL_FOLD_ASCII_HPP

// Layer 0, private: folding and searching text that is ASCII, a block of bytes at a time.

#include <leadcore/detail/ascii.hpp>
#include <leadcore/detail/block_search.hpp>
#include <leadcore/detail/byte_block.hpp>

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace leadcore::detail {

/// Writes a text with A to Z in lower case and all other bytes as they are; the places may be the same.
/// @return whether the text is ASCII: whether that is its folding
/// @pre [to, to + from.size()) is writable
constexpr bool lower_ascii(std::string_view from, char* to) noexcept {
  bool ascii = true;
  const auto lower = [&]<class Block>(block_type<Block>) {
    typename Block::mask high = 0;
    for_each_block<Block>(from.size(), [&](std::size_t at, std::size_t) {
      const Block bytes(from.data() + at);
      high |= bytes.high();
      bytes.lower().store(to + at);
      return true;
    });
    ascii = high == 0;
  };
  if (!with_widest_block(from.size(), lower)) {
    for (std::size_t at = 0; at < from.size(); ++at) {
      ascii = ascii && is_ascii(from[at]);
      to[at] = to_lower(from[at]);
    }
  }
  return ascii;
}

/// Whether the text begins with ASCII that lowers to a folded needle.
/// @pre needle.size() bytes of text are there
[[nodiscard]] constexpr bool lowers_to(const char* text, std::string_view needle) noexcept {
  bool same = true;
  const auto compare = [&]<class Block>(block_type<Block>) {
    for_each_block<Block>(needle.size(), [&](std::size_t at, std::size_t) {
      const Block bytes(text + at);
      return same = bytes.high() == 0 && bytes.lower().equals(Block(needle.data() + at));
    });
  };
  if (!with_widest_block(needle.size(), compare)) {
    for (std::size_t i = 0; same && i < needle.size(); ++i) {
      same = is_ascii(text[i]) && to_lower(text[i]) == needle[i];
    }
  }
  return same;
}

/// A folded character, as a question to blocks: where is it, in either case?
template <class Block> class either_case {
 public:
  constexpr explicit either_case(char folded) noexcept
      : folded_(Block::filled(folded)), case_bit_(Block::filled(is_lower(folded) ? 'a' - 'A' : 0)) {}

  [[nodiscard]] constexpr Block in(const char* text) const noexcept {
    // A letter in either case becomes the lower one with this bit, and nothing else does.
    return (Block(text) | case_bit_).same(folded_);
  }

 private:
  Block folded_;
  Block case_bit_;
};

/// What a search found while the text was ASCII, or where it stopped.
struct ascii_search {
  bool found = false;
  std::size_t resume = 0; ///< if less than text.size(): no match begins before it, what is left is undecided
};

/// Looks for a folded needle in the folding of a text, as far as ASCII in the text decides that.
///
/// Places where three bytes of the needle fit are compared. When that work outgrows the text that was passed (a text
/// such as "aaaa..." and a needle such as "aaabaaa"), it stops and leaves the rest to a search that is linear for every
/// input. It also stops at the first byte that is not ASCII: what folds to more or fewer bytes may be part of a match,
/// and a mark may join the last letter before it.
/// @pre needle is not empty
[[nodiscard]] constexpr ascii_search find_in_ascii(std::string_view text, std::string_view needle) noexcept {
  const std::size_t n = text.size();
  const std::size_t m = needle.size();
  // A match that ends before `at` would have been seen; one that ends there may be joined by what follows.
  const auto stopped = [&](std::size_t at) { return ascii_search{false, at == n ? n : at > m ? at - m : 0}; };
  if (m > n) {
    return stopped(ascii_run(text, 0));
  }
  constexpr std::size_t patience = 8; // bytes compared for each byte passed, before giving up
  std::size_t compared = 0;
  const std::size_t places = n - m + 1;
  for (std::size_t at = 0; (at = next_place<either_case, true>(text, needle, at)) < places; ++at) {
    if (!is_ascii(text[at])) {
      return stopped(at);
    }
    if (lowers_to(text.data() + at, needle) && (at + m == n || is_ascii(text[at + m]))) {
      return {true, at};
    }
    compared += m;
    if (compared > patience * (at + 64)) {
      return {false, std::min(at + 1, stopped(at + ascii_run(text, at)).resume)};
    }
  }
  // Before the last place all is ASCII; most often the last words show that the rest is too.
  constexpr std::size_t word = word_block::size;
  if (m <= 2 * word && n >= 2 * word &&
      (word_block(text.data() + n - word) | word_block(text.data() + n - 2 * word)).high() == 0) {
    return {false, n};
  }
  return stopped(places + ascii_run(text, places));
}

} // namespace leadcore::detail

#endif
