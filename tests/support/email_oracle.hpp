// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TESTS_SUPPORT_EMAIL_ORACLE_HPP
#define LEADCORE_TESTS_SUPPORT_EMAIL_ORACLE_HPP

// A slow and obvious second implementation of the email rules: trim, split, check the pieces.
// Independent of leadcore and without error offsets; the property test and the fuzz target compare
// with it.

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace leadcore::test_support {

[[nodiscard]] inline std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> pieces(1);
  for (const char c : text) {
    if (c == separator) {
      pieces.emplace_back();
    } else {
      pieces.back() += c;
    }
  }
  return pieces;
}

/// Whether the text is UTF-8: each code point is decoded by hand and must encode to the same bytes.
[[nodiscard]] inline bool slow_is_utf8(const std::string& text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto byte = [&](std::size_t i) {
      return i < text.size() ? static_cast<unsigned>(static_cast<unsigned char>(text[i])) : 0U;
    };
    const unsigned lead = byte(at);
    const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    unsigned long value = length == 1 ? lead : lead & (0x7FU >> length);
    for (std::size_t i = 1; i < length; ++i) {
      value = value * 64 + byte(at + i) % 64;
    }
    std::string again;
    if (value < 0x80) {
      again = {static_cast<char>(value)};
    } else if (value < 0x800) {
      again = {static_cast<char>(0xC0 + value / 64), static_cast<char>(0x80 + value % 64)};
    } else if (value < 0x10000) {
      again = {static_cast<char>(0xE0 + value / 4096), static_cast<char>(0x80 + value / 64 % 64),
               static_cast<char>(0x80 + value % 64)};
    } else {
      again = {static_cast<char>(0xF0 + value / 262144),
               static_cast<char>(0x80 + value / 4096 % 64),
               static_cast<char>(0x80 + value / 64 % 64), static_cast<char>(0x80 + value % 64)};
    }
    if (text.substr(at, length) != again || value > 0x10FFFF ||
        (value >= 0xD800 && value <= 0xDFFF)) {
      return false;
    }
    at += length;
  }
  return true;
}

/// The canonical address, or nothing if the text is not an address.
[[nodiscard]] inline std::optional<std::string> slow_parse_email(std::string_view given,
                                                                 bool utf8) {
  const std::string letters_digits =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
  const auto all_of = [utf8](const std::string& piece, const std::string& allowed) {
    return std::all_of(piece.begin(), piece.end(), [&](char c) {
      return allowed.find(c) != std::string::npos ||
             (utf8 && static_cast<unsigned char>(c) >= 0x80);
    });
  };

  const std::string white_space = " \t\n\v\f\r";
  const std::size_t first = given.find_first_not_of(white_space);
  if (first == std::string_view::npos) {
    return std::nullopt;
  }
  std::string text(given.substr(first, given.find_last_not_of(white_space) - first + 1));
  const auto parts = split(text, '@');
  if (parts.size() != 2 || text.size() > 254 || parts[0].size() > 64 || parts[1].size() > 253 ||
      !slow_is_utf8(text)) {
    return std::nullopt;
  }
  for (const std::string& atom : split(parts[0], '.')) {
    if (atom.empty() || !all_of(atom, letters_digits + "!#$%&'*+-/=?^_`{|}~")) {
      return std::nullopt;
    }
  }
  const auto labels = split(parts[1], '.');
  for (const std::string& label : labels) {
    if (label.empty() || label.size() > 63 || !all_of(label, letters_digits + "-") ||
        label.front() == '-' || label.back() == '-') {
      return std::nullopt;
    }
  }
  if (labels.size() < 2 || labels.back().find_first_not_of("0123456789") == std::string::npos) {
    return std::nullopt;
  }
  for (char& c : text) {
    c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return text;
}

} // namespace leadcore::test_support

#endif
