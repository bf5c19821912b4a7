// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TEXT_DETAIL_PHONE_CHARACTERS_HPP
#define LEADCORE_TEXT_DETAIL_PHONE_CHARACTERS_HPP

// Ranges of a text, and the classes of their characters. Decision 0011 has the grammar.

#include <leadcore/text/ascii.hpp>
#include <leadcore/text/detail/phone_tables.hpp>
#include <leadcore/text/utf8.hpp>
#include <leadcore/version.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace leadcore::inline LEADCORE_ABI::detail {

inline constexpr std::size_t phone_nowhere = std::string_view::npos;

/// A range of a text that knows its offset in the text.
class phone_span {
 public:
  constexpr phone_span(std::string_view bytes, std::size_t offset) noexcept
      : bytes_(bytes), offset_(offset) {}
  /// A range of ASCII substitutes: offsets[i] is the offset of symbol i from the first, and
  /// offsets[size] the end of the last.
  constexpr phone_span(std::string_view bytes, std::size_t offset,
                       const std::uint8_t* offsets) noexcept
      : bytes_(bytes), offset_(offset), offsets_(offsets) {}

  [[nodiscard]] constexpr std::size_t size() const noexcept { return bytes_.size(); }
  [[nodiscard]] constexpr char operator[](std::size_t at) const noexcept { return bytes_[at]; }
  [[nodiscard]] constexpr utf8_unit unit(std::size_t at) const noexcept {
    return decode_utf8(bytes_, at);
  }
  [[nodiscard]] constexpr std::size_t offset(std::size_t at) const noexcept {
    return offset_ + (offsets_ != nullptr ? offsets_[at] : at);
  }

 private:
  std::string_view bytes_;
  std::size_t offset_;
  const std::uint8_t* offsets_ = nullptr;
};

/// Two ranges of a text, read as their concatenation.
class phone_span_pair {
 public:
  constexpr phone_span_pair(phone_span first, phone_span second) noexcept
      : first_(first), second_(second) {}

  [[nodiscard]] constexpr std::size_t size() const noexcept {
    return first_.size() + second_.size();
  }
  [[nodiscard]] constexpr char operator[](std::size_t at) const noexcept {
    return at < first_.size() ? first_[at] : second_[at - first_.size()];
  }
  [[nodiscard]] constexpr utf8_unit unit(std::size_t at) const noexcept {
    char bytes[4] = {}; // a sequence may begin in one range and end in the other
    const std::size_t count = size() - at < 4 ? size() - at : 4;
    for (std::size_t i = 0; i < count; ++i) {
      bytes[i] = (*this)[at + i];
    }
    return decode_utf8({bytes, count});
  }
  [[nodiscard]] constexpr std::size_t offset(std::size_t at) const noexcept {
    return at < first_.size() ? first_.offset(at) : second_.offset(at - first_.size());
  }

 private:
  phone_span first_;
  phone_span second_;
};

// Characters. -------------------------------------------------------------------------------------

using phone_classes = std::uint16_t;

inline constexpr phone_classes phone_is_digit = 1;     // a decimal digit of any script
inline constexpr phone_classes phone_is_plus = 2;      // + and its full-width form
inline constexpr phone_classes phone_is_separator = 4; // may stand between digits
inline constexpr phone_classes phone_is_letter = 8;    // may stand after three digits: a to z
inline constexpr phone_classes phone_is_kept = 16; // not trimmed from the end: letters, numbers, #
inline constexpr phone_classes phone_is_forbidden =
    32; // not allowed anywhere in the text: controls
// may begin a second extension: slash and backslash
inline constexpr phone_classes phone_is_slash = 64;
inline constexpr phone_classes phone_is_label = 128;     // may occur in the label of an extension
inline constexpr phone_classes phone_is_wide = 256;      // a byte of a code point beyond ASCII
inline constexpr phone_classes phone_is_parameter = 512; // may begin a parameter of a URI: ;

/// The number of entries of a sorted table that are at most a code point. (Including <algorithm>
/// would cost more compile time than all of phone.hpp.)
template <class T, std::size_t N>
[[nodiscard]] constexpr std::size_t phone_range_after(const T (&table)[N],
                                                      char32_t code_point) noexcept {
  std::size_t first = 0;
  std::size_t last = N;
  while (first != last) {
    const std::size_t middle = first + (last - first) / 2;
    if (table[middle] <= code_point) {
      first = middle + 1;
    } else {
      last = middle;
    }
  }
  return first;
}

/// The index in phone_zero_places of the zero of the script to which a code point below 0x10000 may
/// belong as a digit. A script's digits begin at a multiple of 16, or 6 after it.
[[nodiscard]] constexpr std::size_t phone_zero_place(char32_t code_point) noexcept {
  return (code_point >> 4 ^ code_point >> 13) & 0x7FU;
}

/// phone_zeros as a perfect hash table by phone_zero_place; unused entries have '0'.
inline constexpr auto phone_zero_places = [] {
  std::array<std::uint16_t, 128> places{};
  places.fill('0');
  for (const std::uint16_t zero : phone_zeros) {
    places[phone_zero_place(zero)] = zero;
  }
  return places;
}();
static_assert(
    [] {
      for (const std::uint16_t zero : phone_zeros) {
        for (char32_t digit = 0; digit < 10; ++digit) {
          if (phone_zero_places[phone_zero_place(zero + digit)] != zero) {
            return false;
          }
        }
      }
      return true;
    }(),
    "digits of two scripts have the same place: change phone_zero_place");

/// The value of a decimal digit of any script, as '0' to '9'; 0 for other code points.
[[nodiscard]] constexpr char phone_digit_of(char32_t code_point) noexcept {
  char32_t zero = 0;
  if (code_point < 0x10000) {
    zero = phone_zero_places[phone_zero_place(code_point)];
  } else if (const std::size_t after = phone_range_after(phone_zeros_plane_1, code_point - 0x10000);
             after != 0) {
    zero = char32_t{0x10000} + phone_zeros_plane_1[after - 1];
  } else {
    return '\0';
  }
  return code_point - zero < 10 ? static_cast<char>('0' + (code_point - zero)) : '\0';
}

/// Whether a code point is a letter or a number, Unicode general categories L and N.
[[nodiscard]] constexpr bool is_letter_or_number(char32_t code_point) noexcept {
  return (code_point < 0x10000 ? phone_range_after(phone_alnum_bounds, code_point)
                               : phone_range_after(phone_alnum_bounds_high, code_point)) %
             2 !=
         0;
}

inline constexpr std::string_view phone_ascii_separators = "-xX ().[]/~*";

inline constexpr auto phone_byte_classes = [] {
  std::array<phone_classes, 256> classes{};
  for (std::size_t i = 0; i < 128; ++i) {
    const char c = static_cast<char>(i);
    const auto add = [&](bool is, phone_classes which) {
      classes[i] = static_cast<phone_classes>(classes[i] | (is ? which : 0));
    };
    add(is_digit(c), phone_is_digit);
    add(c == '+', phone_is_plus);
    add(phone_ascii_separators.find(c) != std::string_view::npos, phone_is_separator);
    add(is_alpha(c), phone_is_letter);
    add(is_alnum(c) || c == '#', phone_is_kept);
    add((c < ' ' && c != '\t' && c != '\n' && c != '\f' && c != '\r') || c == 0x7F,
        phone_is_forbidden);
    add(c == '/' || c == '\\', phone_is_slash);
    add(c == ';', phone_is_parameter);
    add(is_alpha(c) || std::string_view("#~;,").find(c) != std::string_view::npos, phone_is_label);
  }
  for (std::size_t i = 128; i < classes.size(); ++i) {
    classes[i] = phone_is_wide | phone_is_label;
  }
  return classes;
}();

[[nodiscard]] constexpr phone_classes phone_byte_class(char byte) noexcept {
  return phone_byte_classes[static_cast<unsigned char>(byte)];
}

/// The class of a non-ASCII code point that is not a digit, without phone_is_kept.
[[nodiscard]] constexpr phone_classes phone_class_of(char32_t c) noexcept {
  if (c == 0xFF0B) {
    return phone_is_plus;
  }
  if ((c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0x30FC || (c >= 0xFF0D && c <= 0xFF0F) ||
      c == 0xA0 || c == 0xAD || c == 0x200B || c == 0x2060 || c == 0x3000 || c == 0xFF08 ||
      c == 0xFF09 || c == 0xFF3B || c == 0xFF3D || c == 0x2053 || c == 0x223C) {
    return phone_is_separator;
  }
  if (c == 0x17F || c == 0x212A) { // long s and the Kelvin sign: the oracle ignores case
    return phone_is_letter;
  }
  if (c < 0xA0 || (c >= 0xFDD0 && c <= 0xFDEF) || (c & 0xFFFE) == 0xFFFE) {
    return phone_is_forbidden; // C1 controls and noncharacters
  }
  return 0;
}

/// A code point of a text; an invalid byte is a forbidden symbol.
struct phone_symbol {
  char32_t code_point;
  std::uint8_t length;
  char value; ///< as digit()
  phone_classes classes;

  /// The value of a decimal digit, '0' to '9'; 0 for other symbols.
  [[nodiscard]] constexpr char digit() const noexcept { return value; }
  [[nodiscard]] constexpr bool is(unsigned any) const noexcept { return (classes & any) != 0; }
};

template <class Text>
[[nodiscard]] constexpr phone_symbol phone_symbol_at(const Text& text, std::size_t at) noexcept {
  if (const char c = text[at]; is_ascii(c)) {
    return {static_cast<unsigned char>(c), 1, is_digit(c) ? c : '\0', phone_byte_class(c)};
  }
  const utf8_unit unit = text.unit(at);
  if (!unit.valid) {
    return {unit.code_point, unit.length, '\0', phone_is_forbidden};
  }
  const char digit = phone_digit_of(unit.code_point);
  return {unit.code_point, unit.length, digit,
          digit != 0 ? phone_is_digit : phone_class_of(unit.code_point)};
}

/// The value of a three-byte decimal digit at an offset, such as a full-width one; 0 if the symbol
/// needs full decoding.
[[nodiscard]] constexpr char phone_wide_digit_at(std::string_view text, std::size_t at) noexcept {
  if (text.size() - at < 3) {
    return 0;
  }
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
  const char32_t high = byte(0);
  const char32_t middle = byte(1) ^ 0x80U;
  const char32_t low = byte(2) ^ 0x80U;
  // Excludes lead bytes that restrict their second byte.
  if (high <= 0xE0 || high >= 0xF0 || high == 0xED || (middle | low) >= 0x40) {
    return 0;
  }
  return phone_digit_of((high & 0x0FU) << 12 | middle << 6 | low);
}

/// The code point that ends at an offset; U+FFFD of length 0 at the start of the text.
template <class Text>
[[nodiscard]] constexpr utf8_unit phone_unit_before(const Text& text, std::size_t end) noexcept {
  if (end == 0) {
    return {replacement_character, 0, false};
  }
  if (const char c = text[end - 1]; is_ascii(c)) {
    return {static_cast<unsigned char>(c), 1, true};
  }
  for (std::size_t length = 2; length <= 4 && length <= end; ++length) {
    const utf8_unit unit = text.unit(end - length);
    if (unit.length == length) {
      return unit;
    }
  }
  return {};
}

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
