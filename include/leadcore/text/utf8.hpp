// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TEXT_UTF8_HPP
#define LEADCORE_TEXT_UTF8_HPP

// UTF-8 (RFC 3629) over arbitrary bytes.

#include <leadcore/text/byte_block.hpp>
#include <leadcore/version.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace leadcore::inline LEADCORE_ABI {

/// Substitute for an invalid byte where only valid text may be written: U+FFFD.
inline constexpr char32_t replacement_character = 0xFFFD;

/// Whether a value is a Unicode scalar value, that is, encodable in UTF-8.
/// @par Source
/// Unicode 15.0, D76: 0 to D7FF and E000 to 10FFFF.
[[nodiscard]] constexpr bool is_scalar_value(char32_t value) noexcept {
  return value < 0xD800 || (value >= 0xE000 && value <= 0x10FFFF);
}

/// One unit of a text: a code point, or one invalid byte.
struct utf8_unit {
  char32_t code_point = replacement_character; ///< the code point; U+FFFD for an invalid byte
  std::uint8_t length = 1;                     ///< its bytes, 1 to 4; always 1 for an invalid byte
  bool valid = false;                          ///< whether the bytes are well-formed

  friend constexpr bool operator==(const utf8_unit&, const utf8_unit&) = default;
};

/// Reads the unit that begins at an offset.
///
/// Each byte that begins no well-formed sequence is a unit of its own, whatever the length of the
/// broken sequence. Every text therefore has exactly one division into units, cutting it between
/// two units changes neither side, and invalid bytes compare one by one.
///
/// @par Grammar
/// (RFC 3629 section 4: no overlong form, no surrogate, nothing above U+10FFFF)
/// unit    = UTF8-1 / UTF8-2 / UTF8-3 / UTF8-4 / invalid
/// invalid = OCTET                       ; where none of the others matches
/// @pre offset < text.size()
/// @par Complexity
/// constant; allocates nothing.
/// @par Source
/// RFC 3629; Unicode 15.0 table 3-7; one byte to an invalid unit: decision 0020.
/// @par Example
///     decode_utf8("\xC3\xA9") == utf8_unit{U'é', 2, true}
///     decode_utf8("\xC3(")    == utf8_unit{replacement_character, 1, false}
[[nodiscard]] constexpr utf8_unit decode_utf8(std::string_view text,
                                              std::size_t offset = 0) noexcept {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[offset + i]); };
  const auto continues = [&](std::size_t i) { return (byte(i) & 0xC0U) == 0x80U; };
  const auto bits = [&](std::size_t i) { return static_cast<char32_t>(byte(i) & 0x3FU); };
  const std::size_t left = text.size() - offset;
  const unsigned first = byte(0);
  if (first < 0x80) {
    return {first, 1, true};
  }
  // The limits of the second byte exclude overlong forms (E0, F0), surrogates (ED) and values above
  // 10FFFF (F4).
  if (first < 0xC2) {
    return {};
  }
  if (first < 0xE0) {
    if (left >= 2 && continues(1)) {
      return {(first & 0x1FU) << 6 | bits(1), 2, true};
    }
    return {};
  }
  if (first < 0xF0) {
    if (left >= 3 && continues(1) && continues(2) && !(first == 0xE0 && byte(1) < 0xA0) &&
        !(first == 0xED && byte(1) > 0x9F)) {
      return {(first & 0x0FU) << 12 | bits(1) << 6 | bits(2), 3, true};
    }
    return {};
  }
  if (first < 0xF5) {
    if (left >= 4 && continues(1) && continues(2) && continues(3) &&
        !(first == 0xF0 && byte(1) < 0x90) && !(first == 0xF4 && byte(1) > 0x8F)) {
      return {(first & 0x07U) << 18 | bits(1) << 12 | bits(2) << 6 | bits(3), 4, true};
    }
  }
  return {};
}

/// The UTF-8 form of one code point, held by value.
struct utf8_bytes {
  char bytes[4] = {};
  std::uint8_t size = 0;

  /// The bytes; valid as long as this object.
  [[nodiscard]] constexpr std::string_view view() const noexcept { return {bytes, size}; }

  friend constexpr bool operator==(const utf8_bytes&, const utf8_bytes&) = default;
};

/// The UTF-8 form of a code point; of U+FFFD for a value that is not a scalar value.
/// @par Complexity
/// constant; allocates nothing.
/// @par Source
/// RFC 3629 section 3.
/// @par Example
///     encode_utf8(U'é').view() == "\xC3\xA9"
[[nodiscard]] constexpr utf8_bytes encode_utf8(char32_t code_point) noexcept {
  const char32_t c = is_scalar_value(code_point) ? code_point : replacement_character;
  const auto tail = [&](int shift) { return static_cast<char>(0x80U | (c >> shift & 0x3FU)); };
  if (c < 0x80) {
    return {{static_cast<char>(c)}, 1};
  }
  if (c < 0x800) {
    return {{static_cast<char>(0xC0U | c >> 6), tail(0)}, 2};
  }
  if (c < 0x10000) {
    return {{static_cast<char>(0xE0U | c >> 12), tail(6), tail(0)}, 3};
  }
  return {{static_cast<char>(0xF0U | c >> 18), tail(12), tail(6), tail(0)}, 4};
}

/// The offset of the first invalid byte at or after an offset, or std::string_view::npos.
/// @pre from <= text.size(), and a unit begins at from
/// @par Complexity
/// linear; allocates nothing. ASCII takes a block a step.
/// @see decode_utf8
[[nodiscard]] constexpr std::size_t find_invalid_utf8(std::string_view text,
                                                      std::size_t from = 0) noexcept {
  for (std::size_t at = from;;) {
    at += detail::ascii_run(text, at);
    if (at == text.size()) {
      return std::string_view::npos;
    }
    // Non-ASCII characters tend to come in sequences.
    do {
      const utf8_unit unit = decode_utf8(text, at);
      if (!unit.valid) {
        return at;
      }
      at += unit.length;
    } while (at < text.size() && static_cast<unsigned char>(text[at]) >= 0x80);
  }
}

/// Whether the whole text is well-formed UTF-8; the empty text is.
/// @see find_invalid_utf8
[[nodiscard]] constexpr bool is_valid_utf8(std::string_view text) noexcept {
  return find_invalid_utf8(text) == std::string_view::npos;
}

/// The number of units of a text: its code points if it is valid; each invalid byte counts as one.
/// @par Complexity
/// linear; allocates nothing.
[[nodiscard]] constexpr std::size_t count_code_points(std::string_view text) noexcept {
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size(); ++count) {
    at += decode_utf8(text, at).length;
  }
  return count;
}

/// Whether a code point has the Unicode property White_Space.
///
/// The 25 code points, unchanged since Unicode 6.3. U+200B ZERO WIDTH SPACE and U+FEFF are format
/// characters and not among them.
/// @par Source
/// Unicode 15.0, PropList.txt; use in search terms: decision 0024.
[[nodiscard]] constexpr bool is_white_space(char32_t code_point) noexcept {
  const char32_t c = code_point;
  return c == 0x20 || (c >= 0x09 && c <= 0x0D) || c == 0x85 || c == 0xA0 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F ||
         c == 0x3000;
}

} // namespace leadcore::inline LEADCORE_ABI

#endif
