// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_EXAMPLES_IMPORT_TEXT_HPP
#define LEADCORE_EXAMPLES_IMPORT_TEXT_HPP

// Text helpers of the demo, independent of the locale.

#include <leadcore/text/ascii.hpp>
#include <leadcore/text/fold.hpp>
#include <leadcore/text/utf8.hpp>

#include <boost/algorithm/string/join.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace demo {

using leadcore::detail::is_alpha;
using leadcore::detail::is_ascii;
using leadcore::detail::is_digit;
using leadcore::detail::is_lower;
using leadcore::detail::is_upper;

/// Calls a function with each character of a text: its bytes, and its code point, or nothing for a
/// byte that is not UTF-8.
template <class Function> constexpr void for_each_character(std::string_view text, Function visit) {
  for (std::size_t at = 0; at < text.size();) {
    const leadcore::utf8_unit unit = leadcore::decode_utf8(text, at);
    visit(text.substr(at, unit.length), unit);
    at += unit.length;
  }
}

/// The text without leading and trailing white space of any script.
[[nodiscard]] constexpr std::string_view trim(std::string_view text) noexcept {
  const auto is_white = [](std::string_view bytes) { // one character
    if (bytes[0] > ' ' && bytes[0] < 0x7F) {         // nearly always
      return false;
    }
    const leadcore::utf8_unit unit = leadcore::decode_utf8(bytes, 0);
    return unit.valid && unit.length == bytes.size() && leadcore::is_white_space(unit.code_point);
  };
  for (std::size_t size = 1; size <= std::min<std::size_t>(3, text.size()); ++size) { // their most
    const bool is_first = is_white(text.substr(0, size));
    if (is_first || is_white(text.substr(text.size() - size))) {
      text = text.substr(is_first ? size : 0, text.size() - size);
      size = 0;
    }
  }
  return text;
}

/// ASCII letters in lower case.
[[nodiscard]] inline std::string to_lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), [](char c) { return leadcore::detail::to_lower(c); });
  return out;
}

[[nodiscard]] inline std::string digits_of(std::string_view text) {
  std::string digits;
  std::copy_if(text.begin(), text.end(), std::back_inserter(digits), is_digit);
  return digits;
}

/// A text with ASCII in place of what looks the same in a number: full-width characters, dashes,
/// spaces, Arabic digits; without marks of no width, with which Windows and iPhones export phones.
[[nodiscard]] inline std::string narrow(std::string_view text) {
  std::string out;
  for_each_character(text, [&out](std::string_view bytes, const leadcore::utf8_unit& unit) {
    const auto c = unit.valid ? unit.code_point : U'\0';
    const bool is_arabic = (c >= 0x660 && c <= 0x669) || (c >= 0x6F0 && c <= 0x6F9);
    if (c < 0x80) {
      out += bytes;
    } else if ((c >= 0xFF01 && c <= 0xFF5E) || is_arabic) {
      out += static_cast<char>(is_arabic ? '0' + c % 16 : c - 0xFEE0);
    } else if ((c >= 0x2010 && c <= 0x2015) || c == 0x2212) {
      out += '-';
    } else if (leadcore::is_white_space(c)) {
      out += ' ';
    } else if (!((c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
                 (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF)) {
      out += bytes;
    }
  });
  return out;
}

/// Whether a character is part of a word: the letters and digits of ASCII, and all beyond ASCII but
/// the blocks of punctuation and symbols.
[[nodiscard]] constexpr bool is_word_character(const leadcore::utf8_unit& unit) noexcept {
  const auto c = unit.code_point;
  if (!unit.valid || c < 0x80) {
    return unit.valid && (is_digit(static_cast<char>(c)) || is_alpha(static_cast<char>(c)));
  }
  return c != 0xD7 && c != 0xF7 && (c >= 0xC0 || c == 0xAA || c == 0xBA) &&
         (c < 0x2000 || c > 0x206F) &&                               // general punctuation
         (c < 0x2190 || c > 0x2BFF) && c != 0xFE0F &&                // arrows, symbols
         (c < 0x1F000 || c > 0x1FAFF) &&                             // emoji
         (c < 0x3000 || c > 0x3004) && (c < 0x3008 || c > 0x3020) && // of Chinese and Japanese
         (c < 0xFF00 || c > 0xFF0F) && (c < 0xFF1A || c > 0xFF20) && // full width
         (c < 0xFF3B || c > 0xFF40) && (c < 0xFF5B || c > 0xFF65) && c != 0xFEFF;
}

/// The key by which names are compared: folded, without spaces and punctuation.
[[nodiscard]] inline std::string name_key(std::string_view name) {
  std::string key;
  for_each_character(name, [&key](std::string_view bytes, const leadcore::utf8_unit& unit) {
    key += is_word_character(unit) ? bytes : std::string_view();
  });
  return leadcore::fold(key);
}

/// The words of a text, folded: sequences of letters and digits, also split before an upper-case
/// letter that follows a lower-case one and between letters and digits. "firstName", "First Name"
/// and "first_name" are the words first and name; "phone1" is phone and 1. Of a text that is longer
/// than any name, only the first words.
[[nodiscard]] inline std::vector<std::string> words_of(std::string_view text) {
  text = text.substr(0, 1000);
  std::vector<std::string> words;
  char before = ' '; // the kind of a character: a small or capital letter, a digit, another, none
  for_each_character(text, [&](std::string_view bytes, const leadcore::utf8_unit& unit) {
    const char c = bytes.front();
    const char now = is_digit(c) ? '0' : is_upper(c) ? 'A' : is_alpha(c) ? 'a' : '.';
    const char kind = is_word_character(unit) ? now : ' ';
    if (kind != ' ' &&
        (before == ' ' || (kind == '0') != (before == '0') || (kind == 'A' && before == 'a'))) {
      words.emplace_back();
    }
    if (kind != ' ') {
      words.back() += bytes;
    }
    before = kind;
  });
  std::ranges::transform(words, words.begin(),
                         [](const std::string& word) { return leadcore::fold(word); });
  return words;
}

/// Between the values of a list in a cell, as JSON has them.
inline constexpr std::string_view list_separator = "\x1E";

/// Texts joined by a separator.
[[nodiscard]] inline std::string join(const std::vector<std::string>& parts,
                                      std::string_view between) {
  return boost::algorithm::join(parts, between);
}

/// The pieces of a text between any of some characters, trimmed, without empty ones.
[[nodiscard]] inline std::vector<std::string_view> split(std::string_view text,
                                                         std::string_view separators) {
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of(separators), text.size());
    if (const std::string_view part = trim(text.substr(0, end)); !part.empty()) {
      parts.push_back(part);
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

/// A text that a terminal shows on one line as it is: control characters (C0, DEL, C1), those that
/// turn the direction of writing, and bytes that are not UTF-8 become U+FFFD, white space a space.
[[nodiscard]] inline std::string printable(std::string_view text) {
  std::string out;
  for_each_character(text, [&out](std::string_view bytes, const leadcore::utf8_unit& unit) {
    const auto c = unit.code_point;
    const bool turns = c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) ||
                       (c >= 0x2066 && c <= 0x2069);
    if (unit.valid && (c == '\t' || c == '\n' || c == '\r' || c == 0x2028 || c == 0x2029)) {
      out += ' ';
    } else if (!unit.valid || c < 0x20 || (c >= 0x7F && c < 0xA0) || turns) {
      out += "\uFFFD";
    } else {
      out += bytes;
    }
  });
  return out;
}

/// A text on one line of a terminal, shortened.
[[nodiscard]] inline std::string on_one_line(std::string_view text) {
  constexpr std::size_t most = 80;
  std::string line = printable(text.substr(0, 4 * most)); // a character has at most four bytes
  if (line.size() > most) {
    std::size_t end = most;
    while (!leadcore::decode_utf8(line, end).valid) { // not inside a character
      --end;
    }
    line.replace(end, std::string::npos, "...");
  }
  return line;
}
/// Names in a message, not more than fit in one.
[[nodiscard]] inline std::string shown_names(std::vector<std::string> names) {
  constexpr std::size_t most = 20;
  if (names.size() > most) {
    names.resize(most);
    names.emplace_back("...");
  }
  std::ranges::transform(names, names.begin(), on_one_line);
  return join(names, ", ");
}

/// Calls a function with each name of a data file. A line has a key, perhaps another cell, and
/// names separated by ";"; TABs divide the cells, and "#" begins a comment.
template <class Visit> void for_each_name(std::string_view data, Visit visit) {
  for (const std::string_view line : split(data, "\n")) {
    if (!line.starts_with('#')) {
      const auto cells = split(line, "\t");
      for (const std::string_view name : split(cells.back(), ";")) {
        visit(cells[0], cells[1], name);
      }
    }
  }
}

/// Where a word is in data/words.tsv.
struct known_word {
  std::string_view about; ///< the second cell of its line
  std::size_t index = 0;  ///< in its list
};

/// A word of a list of data/words.tsv, in any letter case, or nothing.
[[nodiscard]] inline std::optional<known_word> find_word(std::string_view list,
                                                         std::string_view word) {
  static const auto words = [] {
    constexpr std::string_view data =
#include "data/words.tsv"
        ;
    std::unordered_map<std::string, known_word> made;
    std::unordered_map<std::string_view, std::size_t> counts;
    for_each_name(data, [&](std::string_view name, std::string_view about, std::string_view each) {
      made.try_emplace(std::string(name) + leadcore::fold(each), about, counts[name]++);
    });
    return made;
  }();
  constexpr std::size_t longest = 40;
  const auto at =
      word.size() > longest ? words.end() : words.find(std::string(list) + leadcore::fold(word));
  return at == words.end() ? std::nullopt : std::optional(at->second);
}
/// Whether a name has a word of a list.
[[nodiscard]] inline bool has_word(std::string_view list, std::string_view name) {
  return std::ranges::any_of(
      words_of(name), [list](const auto& word) { return find_word(list, word).has_value(); });
}

} // namespace demo

#endif
