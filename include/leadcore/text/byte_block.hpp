// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TEXT_BYTE_BLOCK_HPP
#define LEADCORE_TEXT_BYTE_BLOCK_HPP

// Byte-parallel operations on blocks of 8, 16 or 32 bytes. The available blocks are fixed when a
// translation unit is compiled, by its instruction set (-mavx2, -march=...). Constant expressions
// and other processors use the eight-byte word; decision 0025.

#include <leadcore/text/ascii.hpp>
#include <leadcore/version.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <type_traits>

#if defined(__AVX2__)
#include <immintrin.h>
#elif defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace leadcore::inline LEADCORE_ABI::detail {

/// Loads eight bytes as a little-endian integer, on any machine and in constant expressions.
[[nodiscard]] constexpr std::uint64_t load_word(const char* from) noexcept {
  if (std::is_constant_evaluated() || std::endian::native != std::endian::little) {
    std::uint64_t word = 0;
    for (int i = 0; i < 8; ++i) {
      word |= std::uint64_t{static_cast<unsigned char>(from[i])} << 8 * i;
    }
    return word;
  }
  std::uint64_t word = 0;
  std::memcpy(&word, from, sizeof word);
  return word;
}

/// The inverse of load_word.
constexpr void store_word(char* to, std::uint64_t word) noexcept {
  if (std::is_constant_evaluated() || std::endian::native != std::endian::little) {
    for (int i = 0; i < 8; ++i) {
      to[i] = static_cast<char>(word >> 8 * i & 0xFFU);
    }
    return;
  }
  std::memcpy(to, &word, sizeof word);
}

/// 0x80 in each byte of a word.
inline constexpr std::uint64_t high_bits = 0x8080'8080'8080'8080U;

/// A word with all bytes equal to the given one.
[[nodiscard]] constexpr std::uint64_t repeated(unsigned char byte) noexcept {
  return byte * std::uint64_t{0x0101'0101'0101'0101U};
}

// A block has `size` bytes. A predicate returns a block with the highest bit set in each byte that
// satisfies it. high() gathers these bits into a mask with `mask_step` bits for each byte, lowest
// first.

/// Eight bytes, by integer arithmetic.
class word_block {
 public:
  static constexpr std::size_t size = 8;
  static constexpr std::size_t mask_step = 8;
  using mask = std::uint64_t;

  constexpr explicit word_block(const char* from) noexcept : word_(load_word(from)) {}
  [[nodiscard]] static constexpr word_block filled(char byte) noexcept {
    return word_block(repeated(static_cast<unsigned char>(byte)));
  }

  constexpr void store(char* to) const noexcept { store_word(to, word_); }
  [[nodiscard]] constexpr word_block operator|(word_block other) const noexcept {
    return word_block(word_ | other.word_);
  }
  [[nodiscard]] constexpr word_block operator&(word_block other) const noexcept {
    return word_block(word_ & other.word_);
  }
  [[nodiscard]] constexpr word_block operator^(word_block other) const noexcept {
    return word_block(word_ ^ other.word_);
  }
  /// Mask of the bytes that are not ASCII.
  [[nodiscard]] constexpr mask high() const noexcept { return word_ & high_bits; }
  /// The bytes that are equal in both blocks.
  [[nodiscard]] constexpr word_block same(word_block other) const noexcept {
    const std::uint64_t differ = word_ ^ other.word_;
    // The sum of the low seven bits and 0x7F carries into bit 7, and no further, unless they are 0.
    return word_block(~(((differ & ~high_bits) + ~high_bits) | differ) & high_bits);
  }
  /// The ASCII bytes that are at most a limit; unspecified for other bytes.
  [[nodiscard]] constexpr word_block at_most(char limit) const noexcept {
    return word_block(((word_ | high_bits) - repeated(static_cast<unsigned char>(limit + 1))) ^
                      high_bits);
  }
  /// The bytes, as unsigned integers, that are at most a limit beyond ASCII.
  [[nodiscard]] constexpr word_block at_most_high(char limit) const noexcept {
    const auto beyond =
        repeated(static_cast<unsigned char>(0xFF - static_cast<unsigned char>(limit)));
    return word_block(~(word_ & ((word_ & ~high_bits) + beyond)) & high_bits);
  }
  [[nodiscard]] constexpr bool equals(word_block other) const noexcept {
    return word_ == other.word_;
  }
  /// The block with A to Z in lower case.
  [[nodiscard]] constexpr word_block lower() const noexcept {
    const std::uint64_t low = word_ & ~high_bits;
    // Bit 7 of each sum: the byte is at least 'A', or greater than 'Z'.
    const std::uint64_t from_a = low + repeated(0x80 - 'A');
    const std::uint64_t beyond_z = low + repeated(0x7F - 'Z');
    return word_block(word_ | ((from_a ^ beyond_z) & ~word_ & high_bits) >> 2);
  }

 private:
  constexpr explicit word_block(std::uint64_t word) noexcept : word_(word) {}

  std::uint64_t word_;
};

#if defined(__SSE2__)
/// Sixteen bytes, with SSE2.
class sse2_block {
 public:
  static constexpr std::size_t size = 16;
  static constexpr std::size_t mask_step = 1;
  using mask = std::uint32_t;

  explicit sse2_block(const char* from) noexcept
      : bytes_(_mm_loadu_si128(reinterpret_cast<const __m128i*>(from))) {}
  /// The first and the last eight of 8 to 16 bytes.
  [[nodiscard]] static sse2_block ends(const char* from, std::size_t bytes) noexcept {
    const auto half = [](const char* at) {
      return _mm_loadl_epi64(reinterpret_cast<const __m128i*>(at));
    };
    return sse2_block(_mm_unpacklo_epi64(half(from), half(from + (bytes - 8))));
  }
  [[nodiscard]] static sse2_block filled(char byte) noexcept {
    return sse2_block(_mm_set1_epi8(byte));
  }

  void store(char* to) const noexcept { _mm_storeu_si128(reinterpret_cast<__m128i*>(to), bytes_); }
  [[nodiscard]] sse2_block operator|(sse2_block other) const noexcept {
    return sse2_block(_mm_or_si128(bytes_, other.bytes_));
  }
  [[nodiscard]] sse2_block operator&(sse2_block other) const noexcept {
    return sse2_block(_mm_and_si128(bytes_, other.bytes_));
  }
  [[nodiscard]] sse2_block operator^(sse2_block other) const noexcept {
    return sse2_block(_mm_xor_si128(bytes_, other.bytes_));
  }
  [[nodiscard]] mask high() const noexcept { return static_cast<mask>(_mm_movemask_epi8(bytes_)); }
  [[nodiscard]] sse2_block same(sse2_block other) const noexcept {
    return sse2_block(_mm_cmpeq_epi8(bytes_, other.bytes_));
  }
  [[nodiscard]] sse2_block at_most(char limit) const noexcept {
    return sse2_block(_mm_cmplt_epi8(bytes_, _mm_set1_epi8(static_cast<char>(limit + 1))));
  }
  [[nodiscard]] sse2_block at_most_high(char limit) const noexcept {
    return sse2_block(
        _mm_cmpeq_epi8(_mm_subs_epu8(bytes_, _mm_set1_epi8(limit)), _mm_setzero_si128()));
  }
  /// The bytewise minimum, unsigned.
  [[nodiscard]] sse2_block least(sse2_block other) const noexcept {
    return sse2_block(_mm_min_epu8(bytes_, other.bytes_));
  }
  [[nodiscard]] bool equals(sse2_block other) const noexcept {
    return same(other).high() == 0xFFFFU;
  }
  [[nodiscard]] sse2_block lower() const noexcept {
    // The comparison is signed, so bytes beyond ASCII are less than 'A'.
    const __m128i upper = _mm_and_si128(_mm_cmpgt_epi8(bytes_, _mm_set1_epi8('A' - 1)),
                                        _mm_cmplt_epi8(bytes_, _mm_set1_epi8('Z' + 1)));
    return sse2_block(_mm_or_si128(bytes_, _mm_and_si128(upper, _mm_set1_epi8('a' - 'A'))));
  }

 private:
  explicit sse2_block(__m128i bytes) noexcept : bytes_(bytes) {}

  __m128i bytes_;
};
#endif

#if defined(__AVX2__)
/// Thirty-two bytes, with AVX2.
class avx2_block {
 public:
  static constexpr std::size_t size = 32;
  static constexpr std::size_t mask_step = 1;
  using mask = std::uint32_t;

  explicit avx2_block(const char* from) noexcept
      : bytes_(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(from))) {}
  [[nodiscard]] static avx2_block filled(char byte) noexcept {
    return avx2_block(_mm256_set1_epi8(byte));
  }

  void store(char* to) const noexcept {
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), bytes_);
  }
  [[nodiscard]] avx2_block operator|(avx2_block other) const noexcept {
    return avx2_block(_mm256_or_si256(bytes_, other.bytes_));
  }
  [[nodiscard]] avx2_block operator&(avx2_block other) const noexcept {
    return avx2_block(_mm256_and_si256(bytes_, other.bytes_));
  }
  [[nodiscard]] avx2_block operator^(avx2_block other) const noexcept {
    return avx2_block(_mm256_xor_si256(bytes_, other.bytes_));
  }
  [[nodiscard]] mask high() const noexcept {
    return static_cast<mask>(_mm256_movemask_epi8(bytes_));
  }
  [[nodiscard]] avx2_block same(avx2_block other) const noexcept {
    return avx2_block(_mm256_cmpeq_epi8(bytes_, other.bytes_));
  }
  [[nodiscard]] avx2_block at_most(char limit) const noexcept {
    return avx2_block(_mm256_cmpgt_epi8(_mm256_set1_epi8(static_cast<char>(limit + 1)), bytes_));
  }
  [[nodiscard]] avx2_block at_most_high(char limit) const noexcept {
    return avx2_block(_mm256_cmpeq_epi8(_mm256_subs_epu8(bytes_, _mm256_set1_epi8(limit)),
                                        _mm256_setzero_si256()));
  }
  [[nodiscard]] avx2_block least(avx2_block other) const noexcept {
    return avx2_block(_mm256_min_epu8(bytes_, other.bytes_));
  }
  [[nodiscard]] bool equals(avx2_block other) const noexcept {
    return same(other).high() == 0xFFFF'FFFFU;
  }
  [[nodiscard]] avx2_block lower() const noexcept {
    const __m256i upper = _mm256_and_si256(_mm256_cmpgt_epi8(bytes_, _mm256_set1_epi8('A' - 1)),
                                           _mm256_cmpgt_epi8(_mm256_set1_epi8('Z' + 1), bytes_));
    return avx2_block(
        _mm256_or_si256(bytes_, _mm256_and_si256(upper, _mm256_set1_epi8('a' - 'A'))));
  }

 private:
  explicit avx2_block(__m256i bytes) noexcept : bytes_(bytes) {}

  __m256i bytes_;
};
#endif

/// The index of the first byte that is set in a mask; the mask is not 0.
template <class Block>
[[nodiscard]] constexpr std::size_t first_of(typename Block::mask mask) noexcept {
  return static_cast<std::size_t>(std::countr_zero(mask)) / Block::mask_step;
}

/// A type as a function argument.
template <class Block> struct block_type {
  using type = Block;
};

/// Calls use(block_type<Block>()) with the widest block that has at most `size` bytes.
/// @return false, without a call, if size is less than eight
template <class Use> constexpr bool with_widest_block(std::size_t size, Use&& use) {
  if (!std::is_constant_evaluated()) {
#if defined(__AVX2__)
    if (size >= avx2_block::size) {
      use(block_type<avx2_block>());
      return true;
    }
#endif
#if defined(__SSE2__)
    if (size >= sse2_block::size) {
      use(block_type<sse2_block>());
      return true;
    }
#endif
  }
  if (size >= word_block::size) {
    use(block_type<word_block>());
    return true;
  }
  return false;
}

/// Whether a predicate on two blocks holds for all bytes of two texts of 8 to 16 bytes.
template <class Ask>
constexpr bool with_ends(const char* a, const char* b, std::size_t size, Ask&& ask) {
#if defined(__SSE2__)
  if (!std::is_constant_evaluated()) {
    return ask(sse2_block::ends(a, size), sse2_block::ends(b, size));
  }
#endif
  const std::size_t second = size - word_block::size;
  return ask(word_block(a), word_block(b)) && ask(word_block(a + second), word_block(b + second));
}

/// Calls visit(at, passed) with the offsets of blocks that cover [0, size), until it returns false.
/// The last block may overlap the previous one: `passed`, the end of the bytes already visited, is
/// then greater than `at`.
/// @pre size >= Block::size
template <class Block, class Visit> constexpr void for_each_block(std::size_t size, Visit&& visit) {
  std::size_t at = 0;
  for (; size - at >= Block::size; at += Block::size) {
    if (!visit(at, at)) {
      return;
    }
  }
  if (at != size) {
    visit(size - Block::size, at);
  }
}

/// The number of ASCII bytes from an offset up to the first other byte.
[[nodiscard]] constexpr std::size_t ascii_run(std::string_view text, std::size_t offset) noexcept {
  text.remove_prefix(offset);
  std::size_t run = text.size();
  const auto look = [&]<class Block>(block_type<Block>) {
    for_each_block<Block>(text.size(), [&](std::size_t at, std::size_t) {
      const auto high = Block(text.data() + at).high();
      run = high == 0 ? run : at + first_of<Block>(high);
      return high == 0;
    });
  };
  if (!with_widest_block(text.size(), look)) {
    run = 0;
    while (run < text.size() && is_ascii(text[run])) {
      ++run;
    }
  }
  return run;
}

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
