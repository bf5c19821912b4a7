// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TEXT_DETAIL_FOLD_ASCII_HPP
#define LEADCORE_TEXT_DETAIL_FOLD_ASCII_HPP

// Folding and searching ASCII, a block of bytes at a time.

#include <leadcore/text/ascii.hpp>
#include <leadcore/text/byte_block.hpp>
#include <leadcore/text/byte_search.hpp>
#include <leadcore/version.hpp>

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace leadcore::inline LEADCORE_ABI::detail {

/// Copies a text with A to Z in lower case and all other bytes unchanged; source and destination
/// may be the same.
/// @return whether the text is ASCII, in which case the copy is its folding
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

/// Whether a block is ASCII and equals another block when lowered.
template <class Block>
[[nodiscard]] constexpr bool lowers_to_block(Block bytes, Block folded) noexcept {
  return bytes.high() == 0 && bytes.lower().equals(folded);
}

/// lowers_to, a block or a byte at a time.
[[nodiscard]] constexpr bool each_lowers_to(const char* text, std::string_view needle) noexcept {
  bool same = true;
  const auto compare = [&]<class Block>(block_type<Block>) {
    for_each_block<Block>(needle.size(), [&](std::size_t at, std::size_t) {
      return same = lowers_to_block(Block(text + at), Block(needle.data() + at));
    });
  };
  if (!with_widest_block(needle.size(), compare)) {
    for (std::size_t i = 0; same && i < needle.size(); ++i) {
      same = is_ascii(text[i]) && to_lower(text[i]) == needle[i];
    }
  }
  return same;
}

/// Whether the text begins with ASCII that equals a folded needle when lowered.
/// @pre text has needle.size() bytes
[[nodiscard, gnu::always_inline]] constexpr bool lowers_to(const char* text,
                                                           std::string_view needle) noexcept {
  if (needle.size() - word_block::size <= word_block::size) { // 8 to 16
    return with_ends(text, needle.data(), needle.size(),
                     [](auto some, auto wanted) { return lowers_to_block(some, wanted); });
  }
  return each_lowers_to(text, needle);
}

/// The result of an ASCII search, or the offset where it gave up.
struct ascii_search {
  bool found = false;
  std::size_t resume =
      /// No match begins before this offset; if it is less than text.size(), the rest is undecided.
      0;
};

/// Searches the folding of a text for a folded needle as long as the text is ASCII.
///
/// Candidates are positions where two bytes of the needle match. If verifying them costs more than
/// the length of the text (a text such as "aaaa..." and a needle such as "aaabaaa"), the search
/// gives up, and the caller uses a search that is linear for every input. It also stops at a byte
/// that is not ASCII: its folding may have another length and be part of a match, and a mark may
/// join the last letter before it.
/// @tparam Question  a place_question or every_place
/// @pre needle is not empty, and not longer than the text
template <class Question>
[[nodiscard, gnu::always_inline]] constexpr ascii_search
find_in_ascii(std::string_view text, std::string_view needle) noexcept {
  const std::size_t n = text.size();
  const std::size_t m = needle.size();
  // A match that ends before `at` would have been found; one that ends at `at` may be changed by a
  // following mark.
  const auto stopped = [&](std::size_t at) {
    return ascii_search{false, at == n ? n : at > m ? at - m : 0};
  };
  constexpr std::size_t patience = 8; // bytes compared for each byte passed, before giving up
  std::size_t compared = 0;
  const std::size_t places = n - m + 1;
  const needle_bytes rare = rare_bytes(needle);
  if (!is_ascii(needle[rare.first]) || !is_ascii(needle[rare.second])) {
    return stopped(ascii_run(text, 0)); // ASCII does not fold to it
  }
  const Question question(text, needle, rare);
  for (std::size_t at = 0; (at = question.next(at, places)) < places; ++at) {
    if (lowers_to(text.data() + at, needle) && (at + m == n || is_ascii(text[at + m]))) {
      return {true, at};
    }
    if (!is_ascii(text[at + rare.first])) {
      return stopped(ascii_run(text, 0));
    }
    compared += m;
    if (compared > patience * (at + 64)) {
      return {false, std::min(at + 1, stopped(ascii_run(text, 0)).resume)};
    }
  }
  // A byte beyond ASCII that passed the filter unseen implies another one at the distance of the
  // two filter bytes, and so on into the tail after the last first byte. The head before the first
  // filter byte was not examined either. Both are checked here.
  const auto ends_are_ascii = [&] {
    constexpr std::size_t word = word_block::size;
    if (m <= 2 * word && n >= 2 * word) {
      const char* const tail = text.data() + n - 2 * word;
      return ((word_block(text.data()) | word_block(text.data() + word)) |
              (word_block(tail) | word_block(tail + word)))
                 .high() == 0;
    }
    const std::size_t end = places + rare.first;
    return ascii_run(text.substr(0, rare.first), 0) == rare.first &&
           ascii_run(text, end) == n - end;
  };
  if (m > 1 && ends_are_ascii()) {
    return {false, n};
  }
  return stopped(ascii_run(text, 0));
}

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
