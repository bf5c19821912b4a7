// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TESTING_DETAIL_REFERENCE_TEXT_HPP
#define LEADCORE_TESTING_DETAIL_REFERENCE_TEXT_HPP

// The rules about texts in a query string once more, for the laws to compare with (decision 0061).

#include <leadcore/model/error.hpp>
#include <leadcore/text/result.hpp>
#include <leadcore/version.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace leadcore::inline LEADCORE_ABI::testing {

/// A decoded byte and its offset in the raw text.
struct decoded_byte {
  unsigned char byte = 0;
  std::size_t origin = 0;
};

/// The length of the UTF-8 sequence that begins at a byte, or 0. Each line of RFC 3629's grammar is
/// a range of values of the decoded code point.
[[nodiscard]] inline std::size_t reference_utf8_length(const std::vector<decoded_byte>& bytes,
                                                       std::size_t at) {
  struct form {
    unsigned char mask;
    unsigned char mark;
    std::size_t length;
    std::uint32_t least;
  };
  constexpr std::array<form, 4> forms{{{0x80, 0x00, 1, 0},
                                       {0xE0, 0xC0, 2, 0x80},
                                       {0xF0, 0xE0, 3, 0x800},
                                       {0xF8, 0xF0, 4, 0x10000}}};
  for (const form& each : forms) {
    if ((bytes[at].byte & each.mask) != each.mark || bytes.size() - at < each.length) {
      continue;
    }
    std::uint32_t number = bytes[at].byte & static_cast<unsigned char>(~each.mask);
    bool whole = true;
    for (std::size_t i = 1; i < each.length; ++i) {
      whole = whole && bytes[at + i].byte / 0x40 == 2;
      number = number * 0x40 + bytes[at + i].byte % 0x40;
    }
    const bool surrogate = number / 0x800 == 0x1B;
    return whole && number >= each.least && number <= 0x10FFFF && !surrogate ? each.length : 0;
  }
  return 0;
}

/// A text trimmed of white space, with each sequence of white space inside replaced by one space.
/// @par Source
/// Unicode 15.0, PropList.txt, White_Space; spec search.1 to search.5.
[[nodiscard]] inline std::string reference_phrase(std::string text) {
  const std::vector<std::string> white_space{
      "\t",     "\n",     "\v",     "\f",     "\r",     "\u0085", "\u00a0", "\u1680",
      "\u2000", "\u2001", "\u2002", "\u2003", "\u2004", "\u2005", "\u2006", "\u2007",
      "\u2008", "\u2009", "\u200a", "\u2028", "\u2029", "\u202f", "\u205f", "\u3000"};
  const auto replace_all = [&text](const std::string& from, const std::string& to) {
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at)) {
      text.replace(at, from.size(), to);
    }
  };
  for (const std::string& each : white_space) {
    replace_all(each, " ");
  }
  replace_all("  ", " ");
  if (!text.empty() && text.front() == ' ') {
    text.erase(0, 1);
  }
  if (!text.empty() && text.back() == ' ') {
    text.pop_back();
  }
  return text;
}

/// The code points of a valid UTF-8 text.
[[nodiscard]] inline std::size_t reference_length(const std::string& text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

/// Decodes one name or value of a query string.
/// @return the text, or the error code and the offset in raw.
[[nodiscard]] inline result<std::string, std::pair<query_errc, std::size_t>>
reference_decode(std::string_view raw) {
  const std::string hex = "0123456789abcdefABCDEF";
  std::vector<decoded_byte> bytes;
  for (std::size_t at = 0; at < raw.size();) {
    if (raw[at] != '%') {
      bytes.push_back({static_cast<unsigned char>(raw[at] == '+' ? ' ' : raw[at]), at});
      ++at;
      continue;
    }
    const std::string digits(raw.substr(at + 1, 2));
    if (digits.size() != 2 || digits.find_first_not_of(hex) != std::string::npos) {
      return fail(std::pair(query_errc::malformed_percent_encoding, at));
    }
    bytes.push_back({static_cast<unsigned char>(std::stoul(digits, nullptr, 16)), at});
    at += 3;
  }
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t length = reference_utf8_length(bytes, at);
    if (length == 0) {
      return fail(std::pair(query_errc::invalid_utf8, bytes[at].origin));
    }
    at += length;
  }
  std::string text;
  for (const decoded_byte& each : bytes) {
    if (each.byte == 0) {
      return fail(std::pair(query_errc::nul_character, each.origin));
    }
    text += static_cast<char>(each.byte);
  }
  return text;
}

/// The edit distance for suggestions: insert, delete, replace, transpose neighbours; letter case
/// ignored.
[[nodiscard]] inline std::size_t reference_distance(std::string_view a, std::string_view b) {
  std::vector<std::optional<std::size_t>> known((a.size() + 1) * (b.size() + 1));
  const auto lower = [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
  };
  const auto same = [&](char x, char y) { return lower(x) == lower(y); };
  const auto distance = [&](auto& self, std::size_t i,
                            std::size_t j) -> std::size_t { // of the first i and j bytes
    if (i == 0 || j == 0) {
      return i + j;
    }
    std::optional<std::size_t>& least = known[i * (b.size() + 1) + j];
    if (!least) {
      least = std::min(self(self, i - 1, j), self(self, i, j - 1)) + 1;
      least = std::min(*least, self(self, i - 1, j - 1) + (same(a[i - 1], b[j - 1]) ? 0 : 1));
      if (i > 1 && j > 1 && same(a[i - 1], b[j - 2]) && same(a[i - 2], b[j - 1])) {
        least = std::min(*least, self(self, i - 2, j - 2) + 1);
      }
    }
    return *least;
  };
  return distance(distance, a.size(), b.size());
}

} // namespace leadcore::inline LEADCORE_ABI::testing

#endif
