// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TESTS_SUPPORT_UNICODE_DATA_HPP
#define LEADCORE_TESTS_SUPPORT_UNICODE_DATA_HPP

// Reads the Unicode Character Database, the tests' source of truth (Debian: package unicode-data),
// from the folder LEADCORE_UNICODE_DIR. A file that exists only compressed
// (NormalizationTest.txt.bz2) is read through bzip2.

#include <leadcore/text/utf8.hpp>

#include <array>
#include <charconv>
#include <cstdio>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#ifndef LEADCORE_UNICODE_DIR
#define LEADCORE_UNICODE_DIR "/usr/share/unicode"
#endif

namespace leadcore::test_support {

using ucd_row = std::vector<std::string>; // the fields of a line, trimmed

/// The data lines of a file, without comments and "@Part" lines; throws if there are none.
[[nodiscard]] inline std::vector<ucd_row> read_ucd(const std::string& name) {
  const std::string path = std::string(LEADCORE_UNICODE_DIR) + "/" + name;
  std::string text;
  const auto slurp = [&](std::FILE* from) {
    std::array<char, 65536> buffer;
    for (std::size_t got = 0; (got = std::fread(buffer.data(), 1, buffer.size(), from)) != 0;) {
      text.append(buffer.data(), got);
    }
  };
  if (std::FILE* plain = std::fopen(path.c_str(), "rb")) {
    slurp(plain);
    std::fclose(plain);
  } else if (std::FILE* packed = ::popen(("bzip2 -dc '" + path + ".bz2'").c_str(), "r")) {
    slurp(packed);
    if (::pclose(packed) != 0) {
      text.clear();
    }
  }
  const auto trim = [](std::string_view part) {
    const auto first = part.find_first_not_of(' ');
    return first == std::string_view::npos
               ? std::string()
               : std::string(part.substr(first, part.find_last_not_of(' ') - first + 1));
  };
  std::vector<ucd_row> rows;
  for (std::string_view rest = text; !rest.empty();) {
    const auto end = rest.find('\n');
    std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    line = line.substr(0, line.find('#'));
    if (line.find_first_not_of(' ') == std::string_view::npos || line.front() == '@') {
      continue;
    }
    ucd_row& row = rows.emplace_back();
    for (bool more = true; more;) {
      const auto semicolon = line.find(';');
      row.push_back(trim(line.substr(0, semicolon)));
      more = semicolon != std::string_view::npos;
      line.remove_prefix(more ? semicolon + 1 : line.size());
    }
  }
  if (rows.empty()) {
    throw std::runtime_error(
        "no data in " + path +
        ": install Debian's unicode-data and bzip2, or set LEADCORE_UNICODE_DIR");
  }
  return rows;
}

[[nodiscard]] inline char32_t parse_hex(std::string_view digits) {
  std::uint32_t value = 0;
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
  if (error != std::errc() || end != digits.data() + digits.size()) {
    throw std::runtime_error("not a code point: " + std::string(digits));
  }
  return value;
}

/// "0041 0301" as code points.
[[nodiscard]] inline std::u32string parse_code_points(std::string_view field) {
  std::u32string out;
  while (!field.empty()) {
    const auto space = field.find(' ');
    out += parse_hex(field.substr(0, space));
    field.remove_prefix(space == std::string_view::npos ? field.size() : space + 1);
  }
  return out;
}

/// "0041" or "0041..005A" as first and last code point.
[[nodiscard]] inline std::array<char32_t, 2> parse_range(std::string_view field) {
  const auto dots = field.find("..");
  return {parse_hex(field.substr(0, dots)),
          parse_hex(dots == std::string_view::npos ? field : field.substr(dots + 2))};
}

/// The UTF-8 form of code points.
[[nodiscard]] inline std::string to_utf8(std::u32string_view code_points) {
  std::string out;
  for (const char32_t c : code_points) {
    out += encode_utf8(c).view();
  }
  return out;
}

/// The bytes of a text in hexadecimal, for the message of a failed test.
[[nodiscard]] inline std::string hex(std::string_view text) {
  std::string out;
  for (const char c : text) {
    std::array<char, 4> two;
    std::snprintf(two.data(), two.size(), "%02X ",
                  static_cast<unsigned>(static_cast<unsigned char>(c)));
    out += two.data();
  }
  return out;
}

} // namespace leadcore::test_support

#endif
