// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TEXT_DETAIL_PHONE_EXTENSION_HPP
#define LEADCORE_TEXT_DETAIL_PHONE_EXTENSION_HPP

// Finds an extension at the end of a text. Decision 0011 has the grammar.

#include <leadcore/text/ascii.hpp>
#include <leadcore/text/detail/phone_characters.hpp>
#include <leadcore/text/utf8.hpp>
#include <leadcore/version.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace leadcore::inline LEADCORE_ABI::detail {

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
  phone_extension_match match_{};
};

/// Finds an extension at the end of a text; `within` is about starts in [from, to].
template <class Text>
[[nodiscard]] constexpr phone_extension_match
find_phone_extension(const Text& text, std::size_t end, std::size_t from, std::size_t to) noexcept {
  return phone_extension_reader<Text>(text, end, from, to).match();
}

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
