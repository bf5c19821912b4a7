// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_SQL_DETAIL_JSON_LIST_HPP
#define LEADCORE_SQL_DETAIL_JSON_LIST_HPP

// Lists as columns hold them: JSON arrays of strings (RFC 8259). Needs no JSON library.

#include <leadcore/text/ascii.hpp>
#include <leadcore/text/utf8.hpp>
#include <leadcore/version.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace leadcore::inline LEADCORE_ABI::sql::detail {

/// Removes the four digits of \uXXXX from the front of a text; false if there are none.
[[nodiscard]] constexpr bool take_code_unit(std::string_view& json, std::uint32_t& unit) noexcept {
  unit = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    const int digit = i < json.size() ? leadcore::detail::hex_value(json[i]) : -1;
    if (digit < 0) {
      return false;
    }
    unit = unit * 16 + static_cast<std::uint32_t>(digit);
  }
  json.remove_prefix(4);
  return true;
}

/// Removes the rest of an escape after its backslash, and appends its character; false if it is not
/// an escape, or half of a surrogate pair.
[[nodiscard]] inline bool take_escape(std::string_view& json, std::string& out) {
  constexpr std::string_view letters = "\"\\/btnfr";
  constexpr std::string_view characters = "\"\\/\b\t\n\f\r";
  if (json.empty()) {
    return false;
  }
  const char letter = json.front();
  json.remove_prefix(1);
  if (const std::size_t found = letters.find(letter); found != std::string_view::npos) {
    out += characters[found];
    return true;
  }
  std::uint32_t unit = 0;
  if (letter != 'u' || !take_code_unit(json, unit)) {
    return false;
  }
  if (unit >= 0xD800 && unit < 0xDC00) {
    std::uint32_t low = 0;
    if (!json.starts_with("\\u")) {
      return false;
    }
    json.remove_prefix(2);
    if (!take_code_unit(json, low) || low < 0xDC00 || low >= 0xE000) {
      return false;
    }
    unit = 0x10000 + ((unit - 0xD800) << 10U) + (low - 0xDC00);
  } else if (unit >= 0xDC00 && unit < 0xE000) {
    return false;
  }
  out += encode_utf8(unit).view();
  return true;
}

/// Removes the rest of a string after its opening quote, and appends its text; false if it is not
/// a JSON string.
[[nodiscard]] inline bool take_json_string(std::string_view& json, std::string& out) {
  while (!json.empty()) {
    const char c = json.front();
    json.remove_prefix(1);
    if (c == '"') {
      return true;
    }
    if (static_cast<unsigned char>(c) < 0x20) {
      return false;
    }
    if (c != '\\') {
      out += c;
    } else if (!take_escape(json, out)) {
      return false;
    }
  }
  return false;
}

/// Parses a JSON array of strings; nothing for any other text.
[[nodiscard]] inline std::optional<std::vector<std::string>>
parse_json_list(std::string_view json) {
  const auto skip_space = [&json] {
    json.remove_prefix(std::min(json.find_first_not_of(" \t\n\r"), json.size()));
  };
  const auto take = [&](char expected) {
    skip_space();
    if (!json.starts_with(expected)) {
      return false;
    }
    json.remove_prefix(1);
    return true;
  };
  std::vector<std::string> list;
  if (!take('[')) {
    return std::nullopt;
  }
  if (!take(']')) {
    do {
      if (!take('"') || !take_json_string(json, list.emplace_back())) {
        return std::nullopt;
      }
    } while (take(','));
    if (!take(']')) {
      return std::nullopt;
    }
  }
  skip_space();
  return json.empty() ? std::optional(std::move(list)) : std::nullopt;
}

} // namespace leadcore::inline LEADCORE_ABI::sql::detail

#endif
