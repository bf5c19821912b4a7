// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_DETAIL_FOLD_ASCII_HPP
#define LEADCORE_DETAIL_FOLD_ASCII_HPP

// Layer 0, private: folding and searching text that is ASCII only, eight bytes at a time. A vector form of either
// loop belongs here, behind the same two functions.

#include <leadcore/detail/ascii.hpp>
#include <leadcore/utf8.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace leadcore::detail {

/// One byte in each byte of a word.
[[nodiscard]] constexpr std::uint64_t repeated(unsigned char byte) noexcept {
  return byte * std::uint64_t{0x0101'0101'0101'0101U};
}

/// Eight ASCII bytes in lower case: bit 7 of each sum tells whether the byte is at least 'A', or beyond 'Z'.
[[nodiscard]] constexpr std::uint64_t lower_word(std::uint64_t word) noexcept {
  const std::uint64_t from_a = word + repeated(0x80 - 'A');
  const std::uint64_t beyond_z = word + repeated(0x7F - 'Z');
  return word | ((from_a ^ beyond_z) & high_bits) >> 2;
}

/// Writes the lower case of ASCII text; the places may be the same.
/// @pre every byte is ASCII; [to, to + from.size()) is writable
constexpr void lower_ascii(std::string_view from, char* to) noexcept {
  std::size_t at = 0;
  for (; from.size() - at >= 8; at += 8) {
    store_word(to + at, lower_word(load_word(from.data() + at)));
  }
  for (; at < from.size(); ++at) {
    to[at] = to_lower(from[at]);
  }
}

/// What a search of ASCII text found, or where it stopped.
struct ascii_search {
  bool found = false;
  std::size_t resume =
      0; ///< if less than text.size(): nothing begins before this offset, what is left is undecided
};

/// Looks for a folded needle in the lower case of ASCII text.
///
/// Places where the needle's first and last byte fit are compared byte by byte. When that work outgrows the text
/// that was passed (a text such as "aaaa..." and a needle such as "aaabaaa"), it stops and leaves the rest to a search
/// that is linear for every input.
/// @pre every byte of text is ASCII; needle is not empty
[[nodiscard]] constexpr ascii_search find_in_ascii(std::string_view text, std::string_view needle) noexcept {
  const std::size_t n = text.size();
  const std::size_t m = needle.size();
  if (m > n || !is_ascii(needle.front()) || !is_ascii(needle.back())) {
    return {false, n};
  }
  std::size_t compared = 0;
  const auto fits = [&](std::size_t at) {
    std::size_t i = 0;
    while (i < m && to_lower(text[at + i]) == needle[i]) {
      ++i;
    }
    compared += i;
    return i == m;
  };
  constexpr std::size_t patience = 8; // bytes compared for each byte passed, before giving up
  const std::uint64_t first = repeated(static_cast<unsigned char>(needle.front()));
  const std::uint64_t last = repeated(static_cast<unsigned char>(needle.back()));
  const std::size_t places = n - m + 1;
  std::size_t at = 0;
  for (; places - at >= 8; at += 8) {
    const std::uint64_t differ = (lower_word(load_word(text.data() + at)) ^ first) |
                                 (lower_word(load_word(text.data() + at + m - 1)) ^ last);
    // ASCII bytes differ in seven bits, so adding 0x7F carries into bit 7 exactly where they do.
    for (std::uint64_t same = ~(differ + repeated(0x7F)) & high_bits; same != 0; same &= same - 1) {
      const std::size_t place = at + static_cast<std::size_t>(std::countr_zero(same)) / 8;
      if (fits(place)) {
        return {true, place};
      }
      if (compared > patience * (place + 64)) {
        return {false, place + 1};
      }
    }
  }
  for (; at < places; ++at) {
    if (to_lower(text[at]) == needle.front() && fits(at)) {
      return {true, at};
    }
  }
  return {false, n};
}

} // namespace leadcore::detail

#endif
