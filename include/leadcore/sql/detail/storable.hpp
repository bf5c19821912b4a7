// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_SQL_DETAIL_STORABLE_HPP
#define LEADCORE_SQL_DETAIL_STORABLE_HPP

#include <leadcore/text/utf8.hpp>
#include <leadcore/version.hpp>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace leadcore::inline LEADCORE_ABI::sql::detail {

/// Whether every database stores a text unchanged: valid UTF-8 without U+0000.
[[nodiscard]] constexpr bool is_storable(std::string_view text) noexcept {
  return is_valid_utf8(text) && text.find('\0') == std::string_view::npos;
}

/// Whether a byte of UTF-8 continues a code point.
[[nodiscard]] constexpr bool is_continuation(char byte) noexcept {
  return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

/// The code point after another; surrogates are skipped. 0x110000 after the last.
[[nodiscard]] constexpr char32_t next_code_point(char32_t code_point) noexcept {
  return code_point == 0xD7FF ? char32_t{0xE000} : code_point + 1;
}

/// The first storable text, by bytes, that is not before a text; nothing if there is none. So a
/// database can compare its texts with one that it cannot store.
[[nodiscard]] inline std::optional<std::string> first_storable_from(std::string_view text) {
  const std::size_t kept = std::min({text.size(), find_invalid_utf8(text), text.find('\0')});
  std::string out(text.substr(0, kept));
  if (kept == text.size()) {
    return out;
  }
  // The first code point whose bytes are after the rest, which begins with no storable one.
  const std::string_view rest = text.substr(kept);
  char32_t first = 1;
  char32_t last = 0x110000;
  while (first < last) {
    const char32_t middle = first + (last - first) / 2;
    // Any surrogate stands for the code point after all surrogates.
    const char32_t tried = middle >= 0xD800 && middle < 0xE000 ? char32_t{0xE000} : middle;
    if (encode_utf8(tried).view() < rest) {
      first = middle + 1;
    } else {
      last = middle;
    }
  }
  first = first >= 0xD800 && first < 0xE000 ? char32_t{0xE000} : first;
  while (first == 0x110000) { // replace the last code point of the text by the one after it
    std::size_t begin = out.size();
    while (begin != 0 && is_continuation(out[begin - 1])) {
      --begin;
    }
    if (begin == 0) {
      return std::nullopt;
    }
    first = next_code_point(decode_utf8(out, begin - 1).code_point);
    out.resize(begin - 1);
  }
  out += encode_utf8(first).view();
  return out;
}

} // namespace leadcore::inline LEADCORE_ABI::sql::detail

#endif
