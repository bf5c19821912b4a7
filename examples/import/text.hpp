// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_EXAMPLES_IMPORT_TEXT_HPP
#define LEADCORE_EXAMPLES_IMPORT_TEXT_HPP

// Text helpers of the demo, independent of the locale.

#include <leadcore/text/fold.hpp>
#include <leadcore/text/utf8.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace demo {

[[nodiscard]] constexpr bool is_digit(char c) noexcept {
  return c >= '0' && c <= '9';
}
[[nodiscard]] constexpr bool is_upper(char c) noexcept {
  return c >= 'A' && c <= 'Z';
}
[[nodiscard]] constexpr bool is_letter(char c) noexcept {
  return (c >= 'a' && c <= 'z') || is_upper(c);
}
[[nodiscard]] constexpr bool is_ascii(char c) noexcept {
  return static_cast<unsigned char>(c) < 0x80;
}
[[nodiscard]] constexpr char to_lower(char c) noexcept {
  return is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c;
}

/// The text without leading and trailing white space of any script.
[[nodiscard]] constexpr std::string_view trim(std::string_view text) noexcept {
  const auto white_size =
      // length of the white space there, 0 for anything else
      [&text](std::size_t at) -> std::size_t {
    const leadcore::utf8_unit unit = leadcore::decode_utf8(text, at);
    return unit.valid && leadcore::is_white_space(unit.code_point) ? unit.length : 0;
  };
  while (!text.empty()) {
    const std::size_t size = white_size(0);
    if (size == 0) {
      break;
    }
    text.remove_prefix(size);
  }
  while (!text.empty()) {
    std::size_t last = text.size() - 1; // start of the last character
    while (last > 0 && text.size() - last < 3 &&
           (static_cast<unsigned char>(text[last]) & 0xC0U) == 0x80U) {
      --last;
    }
    if (white_size(last) != text.size() - last) {
      break;
    }
    text = text.substr(0, last);
  }
  return text;
}

/// ASCII letters in lower case.
[[nodiscard]] inline std::string to_lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), [](char c) { return to_lower(c); });
  return out;
}

/// The words of a text, folded: sequences of letters and digits, also split before an upper-case
/// letter that follows a lower-case one and between letters and digits. "firstName", "First Name"
/// and "first_name" are the words first and name; "phone1" is phone and 1.
[[nodiscard]] inline std::vector<std::string> words_of(std::string_view text) {
  enum class kind { none, lower, upper, digit, other };
  std::vector<std::string> words;
  kind before = kind::none;
  for (const char c : text) {
    const kind now = is_digit(c)    ? kind::digit
                     : is_upper(c)  ? kind::upper
                     : is_letter(c) ? kind::lower
                     : !is_ascii(c) ? kind::other
                                    : kind::none;
    if (now != kind::none) {
      const bool cut = before == kind::none || (now == kind::digit) != (before == kind::digit) ||
                       (now == kind::upper && before == kind::lower);
      if (cut) {
        words.emplace_back();
      }
      words.back() += c;
    }
    before = now;
  }
  for (auto& word : words) {
    word = leadcore::fold(word);
  }
  return words;
}

/// Texts joined by a separator.
[[nodiscard]] inline std::string join(const std::vector<std::string>& parts,
                                      std::string_view between) {
  std::string out;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    out += i == 0 ? "" : between;
    out += parts[i];
  }
  return out;
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

} // namespace demo

#endif
