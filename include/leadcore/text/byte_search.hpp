// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TEXT_BYTE_SEARCH_HPP
#define LEADCORE_TEXT_BYTE_SEARCH_HPP

// Substring search over a block of positions at a time; decision 0025.

#include <leadcore/text/ascii.hpp>
#include <leadcore/text/byte_block.hpp>
#include <leadcore/version.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace leadcore::inline LEADCORE_ABI::detail {

/// The offsets in a needle of the two bytes that candidates are filtered by.
struct needle_bytes {
  std::size_t first = 0;
  std::size_t second = 0; ///< not less than first
};

/// Whether a byte is among the most frequent in names and prose; some rarer bytes share its answer.
[[nodiscard]] constexpr bool is_frequent(char byte) noexcept {
  constexpr auto frequent = [] {
    std::uint32_t bits = 0;
    for (const char c : std::string_view(" aehilnorst")) {
      bits |= std::uint32_t{1} << (static_cast<unsigned>(c) & 31U);
    }
    return bits;
  }();
  return (frequent & std::uint32_t{1} << (static_cast<unsigned>(byte) & 31U)) != 0;
}

/// The first and the last infrequent byte of a needle; an end of the needle if there are not two.
/// @pre needle is not empty
[[nodiscard]] constexpr needle_bytes rare_bytes(std::string_view needle) noexcept {
  const std::size_t end = needle.size() - 1;
  std::size_t first = 0;
  while (is_frequent(needle[first])) {
    if (first == end) {
      return {0, end};
    }
    ++first;
  }
  std::size_t second = end;
  while (is_frequent(needle[second])) {
    --second;
  }
  if (first != second) {
    return {first, second};
  }
  return first < end - first ? needle_bytes{first, end} : needle_bytes{0, first};
}

/// A third infrequent byte of the needle, if there is one.
/// @pre the needle has three bytes or more
[[nodiscard]] constexpr std::size_t third_byte(std::string_view needle, needle_bytes two) noexcept {
  const auto is_other = [&](std::size_t i) { return i != two.first && i != two.second; };
  std::size_t third = two.first; // while there is none
  for (std::size_t i = 0; i < needle.size(); ++i) {
    if (is_other(i) && (third == two.first || is_frequent(needle[third]))) {
      third = i;
    }
  }
  return third;
}

/// Filters a block of text positions by two or three bytes of the needle.
///
/// If Folded, letters match in either case, and some other bytes may pass. Candidates then also
/// include positions where the first filter byte of the text is not ASCII and the second one is.
///
/// A block of positions costs five operations: an XOR for each of the two bytes, an OR, one for
/// case, and a minimum that merges blocks. A third byte costs two more; decision 0025.
template <class Block, bool Folded, unsigned Bytes = 2> class place_question {
  static_assert(Bytes == 2 || (Bytes == 3 && !Folded));

 public:
  /// @pre if Folded, both bytes of the needle are ASCII; for three bytes the needle has three bytes
  ///     or more
  constexpr place_question(std::string_view text, std::string_view needle,
                           needle_bytes bytes) noexcept
      : place_question(text, needle, bytes, Bytes == 2 ? 0 : third_byte(needle, bytes)) {}

  /// The first candidate at or after an offset; the number of positions if there is none.
  /// @pre from <= the number of positions, which is at least Block::size
  [[nodiscard, gnu::always_inline]] constexpr std::size_t next(std::size_t from,
                                                               std::size_t places) const noexcept {
    constexpr std::size_t size = Block::size;
    const std::size_t last =
        places - size; // start of the last block, which may overlap the one before
    std::size_t at = from;
    if constexpr (size == word_block::size) {
      for (; at < places; at += size) {
        const std::size_t begin = at < last ? at : last;
        if (const auto found = notable(begin) >> (at - begin) * Block::mask_step; found != 0) {
          return at + first_of<Block>(found);
        }
      }
      return places;
    } else {
      // The first candidate in two blocks.
      const auto in_two = [&](std::size_t a, std::size_t b) {
        const std::uint64_t found = notable(a) | std::uint64_t{notable(b)} << size;
        const auto bit = static_cast<std::size_t>(std::countr_zero(found));
        return found == 0 ? places : bit < size ? a + bit : b + (bit - size);
      };
      const auto in_four = [&](std::size_t a, std::size_t b, std::size_t c, std::size_t d) {
        const std::size_t place = in_two(a, b);
        return place != places ? place : in_two(c, d);
      };
      // Eight blocks a step: g++ 12 does not unroll, and short texts are decided by few branches.
      while (places - at >= 8 * size &&
             notable(least_of_four(at, at + size, at + 2 * size, at + 3 * size)
                         .least(least_of_four(at + 4 * size, at + 5 * size, at + 6 * size,
                                              at + 7 * size))) == 0) {
        at += 8 * size;
      }
      for (; places - at >= 4 * size; at += 4 * size) {
        if (notable(least_of_four(at, at + size, at + 2 * size, at + 3 * size)) != 0) {
          return in_four(at, at + size, at + 2 * size, at + 3 * size);
        }
      }
      const std::size_t left = places - at;
      if (left > 2 * size) {
        const std::size_t third = at + 2 * size < last ? at + 2 * size : last;
        return notable(least_of_four(at, at + size, third, last)) != 0
                   ? in_four(at, at + size, third, last)
                   : places;
      }
      if (left > size) {
        return in_two(at, last);
      }
      const auto found = left == 0 ? 0 : notable(last) >> (size - left);
      return found == 0 ? places : at + first_of<Block>(found);
    }
  }

 private:
  constexpr place_question(std::string_view text, std::string_view needle, needle_bytes bytes,
                           std::size_t third) noexcept
      : first_text_(text.data() + bytes.first), second_text_(text.data() + bytes.second),
        third_text_(text.data() + third),
        first_(Block::filled(static_cast<char>(needle[bytes.first] ^ (Folded ? 0x80 : 0)))),
        second_(Block::filled(needle[bytes.second])), third_(Block::filled(needle[third])) {}

  /// The difference between the text and the filter bytes, per position: least where all match. If
  /// Folded, the case bit is always set, and the highest bit is set where the first byte of the
  /// text is ASCII or the second is not; only candidates are at most a match.
  [[nodiscard]] constexpr Block difference(std::size_t at) const noexcept {
    const Block differ = (Block(first_text_ + at) ^ first_) | (Block(second_text_ + at) ^ second_);
    if constexpr (Folded) {
      return differ | Block::filled('a' - 'A');
    } else if constexpr (Bytes == 3) {
      return differ | (Block(third_text_ + at) ^ third_);
    } else {
      return differ;
    }
  }
  [[nodiscard]] static constexpr typename Block::mask notable(Block least) noexcept {
    if constexpr (Folded) {
      return least.at_most_high(static_cast<char>(0x80 | ('a' - 'A'))).high();
    } else {
      return least.same(Block::filled(0)).high();
    }
  }
  [[nodiscard]] constexpr typename Block::mask notable(std::size_t at) const noexcept {
    return notable(difference(at));
  }
  [[nodiscard]] constexpr Block least_of_four(std::size_t a, std::size_t b, std::size_t c,
                                              std::size_t d) const noexcept {
    return difference(a).least(difference(b)).least(difference(c).least(difference(d)));
  }

  const char* first_text_;
  const char* second_text_;
  const char* third_text_; // unused if Bytes is two
  Block first_;
  Block second_;
  Block third_;
};

/// Replaces the filter if there are fewer positions than a block has: every position is a
/// candidate.
struct every_place {
  constexpr every_place(std::string_view, std::string_view, needle_bytes) noexcept {}
  [[nodiscard]] constexpr std::size_t next(std::size_t from, std::size_t) const noexcept {
    return from;
  }
};

/// Calls look(block_type<Filter>()) with the filter that suits the number of positions.
template <bool Folded, unsigned Bytes = 2, class Look>
constexpr void with_place_question(std::size_t places, Look&& look) {
  const auto with_block = [&]<class Block>(block_type<Block>) {
    look(block_type<place_question<Block, Folded, Bytes>>());
  };
  if (!with_widest_block(places, with_block)) {
    look(block_type<every_place>());
  }
}

/// The offset of the first occurrence of a needle at or after from, or npos.
/// @pre needle is not empty; from <= text.size()
[[nodiscard]] constexpr std::size_t find_bytes(std::string_view text, std::string_view needle,
                                               std::size_t from = 0) noexcept {
  std::size_t found = std::string_view::npos;
  if (needle.size() > text.size() - from) {
    return found;
  }
  const std::size_t places = text.size() - needle.size() + 1;
  const auto look = [&]<class Question>(block_type<Question>) {
    const Question question(text, needle, rare_bytes(needle));
    for (std::size_t at = from; (at = question.next(at, places)) < places; ++at) {
      if (text.substr(at, needle.size()) == needle) {
        found = at;
        return;
      }
    }
  };
  // In a long text two bytes match by chance so often that verifying costs more than a third byte.
  constexpr std::size_t long_text = 512;
  if (needle.size() >= 3 && places - from >= long_text) {
    with_place_question<false, 3>(places, look);
  } else {
    with_place_question<false>(places, look);
  }
  return found;
}

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
