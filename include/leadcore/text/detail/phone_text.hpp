// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TEXT_DETAIL_PHONE_TEXT_HPP
#define LEADCORE_TEXT_DETAIL_PHONE_TEXT_HPP

// Extracts the dialled digits from a text as people type it. Independent of numbering plans.
//
// Decision 0011 has the grammar. The functions are templates over the text because a "tel:" URI
// with a phone-context dials two separate ranges of its text as one number.

#include <leadcore/text/ascii.hpp>
#include <leadcore/text/detail/phone_characters.hpp>
#include <leadcore/text/detail/phone_extension.hpp>
#include <leadcore/text/detail/phone_tables.hpp>
#include <leadcore/text/utf8.hpp>
#include <leadcore/version.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace leadcore::inline LEADCORE_ABI::detail {

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
  phone_digits digits{};
};

/// The keypad digit of an ASCII letter.
/// @par Source
/// ITU-T E.161, figure 2.
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
