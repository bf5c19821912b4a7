// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TEXT_DETAIL_PHONE_TEXT_HPP
#define LEADCORE_TEXT_DETAIL_PHONE_TEXT_HPP

// Extracts the dialled digits from a text as people type it. Independent of numbering plans.
//
// Decision 0011 has the grammar. The functions are templates over the text because a "tel:" URI
// with a phone-context dials two separate ranges of its text as one number.

#include <leadcore/text/ascii.hpp>
#include <leadcore/text/detail/phone_plan.hpp>
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

// Extensions. -------------------------------------------------------------------------------------

/// The extension at the end of a text, over all possible readings.
struct phone_extension_match {
  std::size_t first = phone_nowhere;  ///< the earliest start of an extension, including its label
  std::size_t digits = phone_nowhere; ///< the start of its digits
  bool within = false;                ///< whether one may begin in the requested range
};

/// Reads a text from its end for an extension; the grammar is in decision 0011.
template <class Text> class phone_extension_reader {
 public:
  constexpr phone_extension_reader(const Text& text, std::size_t end, std::size_t from,
                                   std::size_t to) noexcept
      : text_(text), from_(from), to_(to) {
    std::size_t at = end;
    const bool hash = take(at, U'#');
    std::size_t digits = 0;
    while (digits <= longest_explicit && take_digit(at)) {
      ++digits;
    }
    if (digits == 0 || digits > longest_explicit || at == 0) {
      return;
    }
    match_.digits = at;
    if (std::size_t label = at; !hash && take_word(label, ";ext=")) {
      visit(label);
    }
    if (hash && digits <= longest_unlabelled) {
      for (std::size_t start = at; take(start, U'-') || take(start, U' ');) {
        visit(start);
      }
    }
    const std::size_t run_end = at;
    while (take(at, U' ') || take(at, U'-') || take(at, U',') || take(at, U'\t') ||
           take(at, 0xA0)) {
    }
    read_commas(at, run_end, digits, false);
    read_label(at, digits);
    if (take(at, U':') || take(at, U'.') || take(at, 0xFF0E)) {
      read_label(at, digits);
      std::size_t commas = at;
      while (take(commas, U',')) {
      }
      read_commas(commas, at, digits, true);
    }
  }

  [[nodiscard]] constexpr const phone_extension_match& match() const noexcept { return match_; }

 private:
  // The most digits of an extension: the vaguer its label, the fewer.
  static constexpr std::size_t longest_explicit = 20;
  static constexpr std::size_t longest_likely = 15;
  static constexpr std::size_t longest_ambiguous = 9;
  static constexpr std::size_t longest_unlabelled = 6;

  constexpr void visit(std::size_t start) noexcept {
    match_.first = start < match_.first ? start : match_.first;
    match_.within = match_.within || (start >= from_ && start <= to_);
  }
  /// Visits a start and, before it, every start that separators allow.
  constexpr void visit_separated(std::size_t start, bool comma_too) noexcept {
    do {
      visit(start);
    } while (take(start, U' ') || take(start, U'\t') || take(start, 0xA0) ||
             (comma_too && take(start, U',')));
  }

  /// Steps back over one decimal digit.
  constexpr bool take_digit(std::size_t& at) const noexcept {
    if (at != 0 && is_digit(text_[at - 1])) {
      --at;
      return true;
    }
    if (at == 0 || is_ascii(text_[at - 1])) {
      return false;
    }
    const utf8_unit unit = phone_unit_before(text_, at);
    if (!unit.valid || phone_digit_of(unit.code_point) == 0) {
      return false;
    }
    at -= unit.length;
    return true;
  }
  /// Steps back over one code point.
  constexpr bool take(std::size_t& at, char32_t wanted) const noexcept {
    if (at == 0 || is_ascii(text_[at - 1]) != (wanted < 0x80)) {
      return false;
    }
    if (wanted < 0x80) {
      return text_[at - 1] == static_cast<char>(wanted) && (--at, true);
    }
    const utf8_unit unit = phone_unit_before(text_, at);
    if (!unit.valid || unit.code_point != wanted) {
      return false;
    }
    at -= unit.length;
    return true;
  }
  /// Steps back over a word of lower-case ASCII letters and signs, in any case.
  constexpr bool take_word(std::size_t& at, std::string_view word) const noexcept {
    if (at < word.size()) {
      return false;
    }
    for (std::size_t i = 0; i < word.size(); ++i) {
      if (to_lower(text_[at - word.size() + i]) != word[i]) {
        return false;
      }
    }
    at -= word.size();
    return true;
  }
  /// Steps back over one letter of the full-width Latin block, in any case.
  constexpr bool take_wide(std::size_t& at, char letter) const noexcept {
    const auto small = static_cast<char32_t>(0xFF41 + (letter - 'a'));
    return take(at, small) || take(at, small - 0x20);
  }

  /// Extensions marked only by commas. Every comma in the separators may begin the mark. Two commas
  /// are a stronger mark; they must end the separators if a colon follows.
  constexpr void read_commas(std::size_t run_begin, std::size_t run_end, std::size_t digits,
                             bool colon) noexcept {
    for (std::size_t at = run_begin; at < run_end; ++at) {
      const bool two = at + 1 < run_end && text_[at + 1] == ',' && (!colon || at + 2 == run_end);
      if (text_[at] == ',' && digits <= (two ? longest_likely : longest_ambiguous)) {
        visit_separated(at, false);
      }
    }
  }

  /// Extensions whose label ends at `end`.
  constexpr void read_label(std::size_t end, std::size_t digits) noexcept {
    if (end == 0 || (phone_byte_class(text_[end - 1]) & phone_is_label) == 0) {
      return; // most often a digit or a bracket
    }
    if (std::size_t at = end; digits <= longest_likely && take(at, U';')) {
      visit_separated(at, false);
    }
    if (std::size_t at = end; digits <= longest_ambiguous && take_ambiguous_label(at)) {
      visit_separated(at, true);
    }
    if (std::size_t at = end; take_word(at, "anexo") || take_cyrillic_label(at)) {
      visit_separated(at, true);
    }
    if (std::size_t at = end; take_latin_label(at)) {
      visit_separated(at, true);
      if (take_word(at, "e")) {
        visit_separated(at, true);
      }
    }
    if (std::size_t at = end; take_wide_label(at)) {
      visit_separated(at, true);
      if (take_wide(at, 'e')) {
        visit_separated(at, true);
      }
    }
  }
  /// x # ~ int, and their full-width forms
  constexpr bool take_ambiguous_label(std::size_t& at) const noexcept {
    if (take_word(at, "x") || take(at, U'#') || take(at, U'~') || take_word(at, "int") ||
        take_wide(at, 'x') || take(at, 0xFF03) || take(at, 0xFF5E)) {
      return true;
    }
    std::size_t wide = at;
    return take_wide(wide, 't') && take_wide(wide, 'n') && take_wide(wide, 'i') &&
           (at = wide, true);
  }
  /// xt [ "ensi" ( o / o U+0301 / U+00F3 ) ] [ n ]
  constexpr bool take_latin_label(std::size_t& at) const noexcept {
    std::size_t start = at;
    take_word(start, "n");
    std::size_t full = start;
    take(full, 0x301);
    if ((take_word(full, "o") || (full == start && (take(full, 0xF3) || take(full, 0xD3)))) &&
        take_word(full, "i") && (take_word(full, "s") || take(full, 0x17F)) &&
        take_word(full, "en")) {
      start = full;
    }
    return take_word(start, "xt") && (at = start, true);
  }
  /// xt [ n ], full-width
  constexpr bool take_wide_label(std::size_t& at) const noexcept {
    std::size_t start = at;
    take_wide(start, 'n');
    return take_wide(start, 't') && take_wide(start, 'x') && (at = start, true);
  }
  /// U+0434 U+043E U+0431
  constexpr bool take_cyrillic_label(std::size_t& at) const noexcept {
    std::size_t start = at;
    return (take(start, 0x431) || take(start, 0x411)) &&
           (take(start, 0x43E) || take(start, 0x41E) || take(start, 0x1C82)) &&
           (take(start, 0x434) || take(start, 0x414) || take(start, 0x1C81)) && (at = start, true);
  }

  const Text& text_;
  std::size_t from_;
  std::size_t to_;
  phone_extension_match match_;
};

/// Finds an extension at the end of a text; `within` is about starts in [from, to].
template <class Text>
[[nodiscard]] constexpr phone_extension_match
find_phone_extension(const Text& text, std::size_t end, std::size_t from, std::size_t to) noexcept {
  return phone_extension_reader<Text>(text, end, from, to).match();
}

// Numbers. ----------------------------------------------------------------------------------------

/// The number before a possible extension.
struct phone_scan {
  bool plus = false;
  std::size_t first = 0;                 ///< after the plus signs
  std::size_t extent = 0;                ///< the first symbol that cannot be part of a number
  std::size_t third_end = phone_nowhere; ///< after the third digit
  std::size_t symbols = 0;               ///< from first to extent
  std::size_t digits = 0;
  std::size_t letters = 0;
  unsigned seen = 0; ///< all classes of the symbols from first to extent

  /// Whether the number extends to the end of the text.
  [[nodiscard]] constexpr bool complete(std::size_t end) const noexcept {
    const bool two_digits = !plus && symbols == 2 && digits == 2;
    return extent == end && (third_end != phone_nowhere || two_digits);
  }
};

/// Reads a number from the start of a text and stores its digits.
template <class Text>
[[nodiscard]] constexpr phone_scan scan_phone(const Text& text, std::size_t end,
                                              phone_digits& pushed) noexcept {
  phone_scan scan;
  std::size_t at = 0;
  while (at < end) {
    const phone_symbol symbol = phone_symbol_at(text, at);
    if (!symbol.is(phone_is_plus)) {
      break;
    }
    scan.plus = true;
    at += symbol.length;
  }
  scan.first = at;
  unsigned allowed = phone_is_digit | phone_is_separator;
  unsigned seen = 0;
  std::size_t symbols = 0;
  std::size_t letters = 0;
  std::size_t digits = 0;
  for (std::size_t most = 3;; most = phone_nowhere) {
    // Branch-free: the order of digits and separators is unpredictable.
    for (; at < end && digits < most; ++symbols) {
      char digit = text[at];
      unsigned classes = phone_byte_class(digit);
      std::size_t length = 1;
      if ((classes & phone_is_wide) != 0) {
        const phone_symbol symbol = phone_symbol_at(text, at);
        classes = unsigned{symbol.classes} | phone_is_label;
        digit = symbol.digit();
        length = symbol.length;
      }
      if ((classes & allowed) == 0) {
        break;
      }
      at += length;
      seen |= classes;
      pushed.put(digits, digit);
      digits += classes / phone_is_digit & 1U;
      letters += classes / phone_is_letter & 1U;
    }
    if (digits != most) {
      break;
    }
    scan.third_end = at;
    allowed |= phone_is_letter;
  }
  pushed.put_end(digits);
  scan.symbols = symbols;
  scan.digits = digits;
  scan.letters = letters;
  scan.seen = seen;
  scan.extent = at;
  return scan;
}

/// Whether a whole text is a number, with or without an extension.
template <class Text>
[[nodiscard]] constexpr bool is_viable_phone(const Text& text, std::size_t end) noexcept {
  phone_digits digits;
  const phone_scan scan = scan_phone(text, end, digits);
  return scan.complete(end) ||
         (scan.third_end != phone_nowhere &&
          find_phone_extension(text, end, scan.third_end, scan.extent).within);
}

/// The digits that a text dials.
struct phone_dialled {
  bool viable = false;
  bool plus = false;
  bool vanity = false;   ///< whether letters dial
  std::size_t first = 0; ///< after the plus signs
  std::size_t end =
      0; ///< end of the number, before the extension; where reading stopped, if there is no number
  /// start of the extension's digits, if there is an extension
  std::size_t extension_digits = phone_nowhere;
  phone_digits digits;
};

/// The keypad digit of an ASCII letter.
/// @par Source  ITU-T E.161, figure 2.
[[nodiscard]] constexpr char phone_keypad_digit(char letter) noexcept {
  return "22233344455566677778889999"[to_lower(letter) - 'a'];
}

/// The digit that a symbol dials, or 0.
[[nodiscard]] constexpr char dialled_digit(const phone_symbol& symbol, bool vanity) noexcept {
  if (vanity && symbol.code_point >= 0x80) {
    return 0; // the oracle drops them
  }
  return vanity && symbol.is(phone_is_letter)
             ? phone_keypad_digit(static_cast<char>(symbol.code_point))
             : symbol.digit();
}

template <class Text>
[[nodiscard]] constexpr phone_dialled read_dialled(const Text& text) noexcept {
  constexpr std::size_t vanity_letters = 3;
  phone_dialled dialled;
  const phone_scan scan = scan_phone(text, text.size(), dialled.digits);
  dialled.plus = scan.plus;
  dialled.first = scan.first;
  dialled.end = scan.extent;
  const bool complete = scan.complete(text.size());
  if (!complete && scan.third_end == phone_nowhere) {
    return dialled;
  }
  phone_extension_match extension;
  if (!complete || (scan.seen & phone_is_label) != 0) {
    extension = find_phone_extension(text, text.size(), scan.third_end, scan.extent);
  }
  if (!complete && !extension.within) {
    return dialled;
  }
  dialled.viable = true;
  dialled.end = text.size();
  if (extension.first != phone_nowhere && is_viable_phone(text, extension.first)) {
    dialled.end = extension.first;
    dialled.extension_digits = extension.digits;
  }
  std::size_t letters = scan.letters;
  if (dialled.end != scan.extent) {
    letters = 0;
    dialled.digits.clear();
    for (std::size_t at = dialled.first; at < dialled.end;) {
      const phone_symbol symbol = phone_symbol_at(text, at);
      letters += symbol.is(phone_is_letter) ? 1U : 0U;
      if (symbol.is(phone_is_digit)) {
        dialled.digits.push(symbol.digit());
      }
      at += symbol.length;
    }
  }
  if (letters >= vanity_letters) {
    dialled.vanity = true;
    dialled.digits.clear();
    for (std::size_t at = dialled.first; at < dialled.end;) {
      const phone_symbol symbol = phone_symbol_at(text, at);
      if (const char digit = dialled_digit(symbol, true); digit != 0) {
        dialled.digits.push(digit);
      }
      at += symbol.length;
    }
  }
  return dialled;
}

/// The offset of the n-th dialled digit, counted from 0; the end of the number if there are fewer.
template <class Text>
[[nodiscard]] constexpr std::size_t
find_dialled_digit(const Text& text, const phone_dialled& dialled, std::size_t n) noexcept {
  if (n == dialled.digits.size() && n < phone_digit_limit) {
    return dialled.end; // all digits were stored
  }
  for (std::size_t at = dialled.first; at < dialled.end;) {
    if (const unsigned classes = phone_byte_class(text[at]);
        !dialled.vanity && (classes & phone_is_wide) == 0) {
      const unsigned is_digit = classes / phone_is_digit & 1U;
      if (n < is_digit) {
        return at;
      }
      n -= is_digit;
      ++at;
      continue;
    }
    const phone_symbol symbol = phone_symbol_at(text, at);
    if (dialled_digit(symbol, dialled.vanity) != 0 && n-- == 0) {
      return at;
    }
    at += symbol.length;
  }
  return dialled.end;
}

// Finding the number in a text. -------------------------------------------------------------------

/// The range of the number in a text, if there is one.
struct phone_part {
  std::size_t begin = phone_nowhere;
  std::size_t end = phone_nowhere;
  std::size_t forbidden = phone_nowhere; ///< the first invalid byte, control or noncharacter
};

/// An ASCII copy of a number with non-ASCII digits, plus signs and separators, one byte for each
/// symbol, with the offset of each symbol. Each symbol is then decoded once.
///
/// The copy dials the same digits and has its errors at the same symbols. A number with any other
/// non-ASCII symbol, with a byte that can occur in the label of an extension or dial as a letter,
/// or of more than 63 symbols has no copy.
class phone_plain {
 public:
  constexpr void clear() noexcept {
    size_ = 0;
    usable_ = true;
  }
  /// @pre usable()
  constexpr void push(char symbol, std::size_t offset, bool usable) noexcept {
    usable_ = usable && size_ < limit && offset <= longest_offset;
    if (usable_) {
      offsets_[size_] = static_cast<std::uint8_t>(offset);
      bytes_[size_++] = symbol;
    }
  }
  /// Drops the symbols at and after an offset.
  /// @pre usable()
  constexpr void cut(std::size_t end) noexcept {
    usable_ = end <= longest_offset;
    if (usable_) {
      while (size_ != 0 && offsets_[size_ - 1] >= end) {
        --size_;
      }
      offsets_[size_] = static_cast<std::uint8_t>(end);
    }
  }

  [[nodiscard]] constexpr bool usable() const noexcept { return usable_; }
  [[nodiscard]] constexpr std::string_view view() const noexcept { return {bytes_, size_}; }
  /// The offset of each symbol, then the end of the last.
  [[nodiscard]] constexpr const std::uint8_t* offsets() const noexcept { return offsets_; }

 private:
  static constexpr std::size_t limit = 63;
  static constexpr std::size_t longest_offset = 255;

  bool usable_ = false;
  std::size_t size_ = 0;
  char bytes_[limit];               // the first size_ bytes are initialised
  std::uint8_t offsets_[limit + 1]; // one more after cut()
};

/// The union of the classes of a text's bytes.
[[nodiscard]] constexpr unsigned phone_classes_in(std::string_view text) noexcept {
  unsigned seen = 0;
  for (const char byte : text) {
    seen |= phone_byte_class(byte);
  }
  return seen;
}

/// The range of a text that can be a number: from the first digit or plus to the last letter or
/// number, without a second number.
/// @param seen   phone_classes_in(text)
/// @param plain  receives an ASCII copy of the range; usable only if the range has such a copy.
[[nodiscard]] constexpr phone_part find_phone_part(std::string_view text, unsigned seen,
                                                   phone_plain& plain) noexcept {
  const phone_span all(text, 0);
  phone_part part;
  if ((seen & (phone_is_forbidden | phone_is_wide)) == 0) {
    for (std::size_t at = 0; at < text.size(); ++at) {
      if ((phone_byte_class(text[at]) & (phone_is_digit | phone_is_plus)) != 0) {
        part.begin = at;
        break;
      }
    }
  } else {
    for (std::size_t at = 0; at < text.size();) {
      const char byte = text[at];
      unsigned classes = phone_byte_class(byte);
      char digit = byte; // its ASCII substitute in plain
      std::size_t length = 1;
      if ((classes & phone_is_wide) == 0) {
        // unchanged
      } else if (const char wide = phone_wide_digit_at(text, at); wide != 0) {
        classes = phone_is_digit;
        digit = wide;
        length = 3;
      } else {
        const phone_symbol symbol = phone_symbol_at(all, at);
        classes = symbol.classes;
        digit = symbol.digit() != 0 ? symbol.digit() : symbol.is(phone_is_plus) ? '+' : '-';
        length = symbol.length;
        if ((classes & (phone_is_digit | phone_is_plus | phone_is_separator)) == 0) {
          classes |= phone_is_label; // assume the worst
        }
      }
      if ((classes & phone_is_forbidden) != 0) {
        part.forbidden = at;
        return part;
      }
      if (part.begin == phone_nowhere && (classes & (phone_is_digit | phone_is_plus)) != 0) {
        part.begin = at;
        plain.clear();
      }
      if (plain.usable()) {
        plain.push(digit, at, (classes & phone_is_label) == 0);
      }
      at += length;
    }
  }
  if (part.begin == phone_nowhere) {
    return part;
  }
  part.end = text.size();
  while (part.end > part.begin && is_ascii(text[part.end - 1]) &&
         (phone_byte_class(text[part.end - 1]) & phone_is_kept) == 0) {
    --part.end;
  }
  const bool ends_with_digit =
      part.end == text.size() && plain.usable() && is_digit(plain.view().back()); // most often
  while (part.end > part.begin && (seen & phone_is_wide) != 0 && !ends_with_digit) {
    const utf8_unit unit = phone_unit_before(all, part.end);
    if (unit.code_point < 0x80 ? (phone_byte_classes[unit.code_point] & phone_is_kept) != 0
                               : is_letter_or_number(unit.code_point)) {
      break;
    }
    part.end -= unit.length;
  }
  if (plain.usable()) {
    plain.cut(part.end);
  }
  if ((seen & phone_is_slash) == 0) {
    return part;
  }
  // "/" and "x" may begin a second extension, as in "(530) 583-6985 x302/x2303". The first line
  // that has them is cut before the last of them.
  std::size_t line = part.begin;
  std::size_t cut = phone_nowhere;
  for (std::size_t at = part.begin; at < part.end;) {
    const utf8_unit unit = decode_utf8(text, at);
    const char32_t c = unit.code_point;
    if (c == '\n' || c == '\f' || c == '\r' || c == 0x2028 || c == 0x2029) {
      if (cut != phone_nowhere) {
        break;
      }
      line = at + unit.length;
    } else if (c == '/' || c == '\\') {
      const std::size_t next = text.find_first_not_of(' ', at + 1);
      if (next < part.end && text[next] == 'x') {
        cut = at;
      }
    }
    at += unit.length;
  }
  if (cut != phone_nowhere) {
    part = {line, cut, phone_nowhere};
    plain = {};
  }
  return part;
}
[[nodiscard]] constexpr phone_part find_phone_part(std::string_view text) noexcept {
  phone_plain plain;
  return find_phone_part(text, phone_classes_in(text), plain);
}

/// The offset of the ";phone-context=" parameter, or phone_nowhere.
[[nodiscard]] constexpr std::size_t find_phone_context(std::string_view text) noexcept {
  return text.find(";phone-context=");
}

/// The two ranges that a text with a phone-context dials: a global context, and the text before the
/// parameter.
/// @pre the parameter begins at context
[[nodiscard]] constexpr phone_span_pair phone_context_parts(std::string_view text,
                                                            std::size_t context) noexcept {
  const std::size_t value = context + std::string_view(";phone-context=").size();
  std::size_t value_end = value;
  if (value + 1 < text.size() && text[value] == '+') {
    const std::size_t next = text.find(';', value);
    value_end = next == std::string_view::npos ? text.size() : next;
  }
  constexpr std::string_view scheme = "tel:";
  const std::size_t at = text.find(scheme);
  const std::size_t number = at == std::string_view::npos ? 0 : at + scheme.size();
  // If the scheme follows the parameter, the oracle reads on to the end of the text.
  const std::size_t number_end = number <= context ? context : text.size();
  const std::string_view before = text.substr(number, number_end - number);
  return {phone_span(text.substr(value, value_end - value), value),
          phone_span(before.substr(0, before.find(";isub=")), number)};
}

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
