// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TESTS_SUPPORT_VECTOR_READER_HPP
#define LEADCORE_TESTS_SUPPORT_VECTOR_READER_HPP

// Reads tests/vectors/*.tsv: UTF-8, one case a line, fields separated by one TAB. Lines that begin
// with '#' are comments; the first of them names the columns. Escapes in a field: \t \n \r \\ \xHH.
// docs/vectors.md specifies the format.

#include <cstddef>
#include <cstdint>
#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace leadcore::test_support {

struct vector_case {
  std::string file;
  std::size_t line = 0;
  std::vector<std::string> columns; // names, shared by all cases of the file
  std::vector<std::string> fields;

  /// The unescaped field of a named column; throws if it is missing.
  [[nodiscard]] const std::string& operator[](std::string_view column) const {
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (columns[i] == column) {
        return fields.at(i);
      }
    }
    throw std::runtime_error(file + ": no column " + std::string(column));
  }
  [[nodiscard]] std::string where() const { return file + ":" + std::to_string(line); }
};

[[nodiscard]] inline std::string unescape(std::string_view text, const std::string& where) {
  const auto hex = [&](char c) -> int {
    if (c >= '0' && c <= '9') {
      return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
      return c - 'a' + 10;
    }
    if (c >= 'A' && c <= 'F') {
      return c - 'A' + 10;
    }
    throw std::runtime_error(where + ": bad \\x escape");
  };
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\') {
      out += text[i];
      continue;
    }
    const char kind = i + 1 < text.size() ? text[++i] : '\0';
    switch (kind) {
    case 't':
      out += '\t';
      break;
    case 'n':
      out += '\n';
      break;
    case 'r':
      out += '\r';
      break;
    case '\\':
      out += '\\';
      break;
    case 'x':
      if (i + 2 >= text.size()) {
        throw std::runtime_error(where + ": short \\x escape");
      }
      out += static_cast<char>(hex(text[i + 1]) * 16 + hex(text[i + 2]));
      i += 2;
      break;
    default:
      throw std::runtime_error(where + ": unknown escape");
    }
  }
  return out;
}

/// All cases of a file; throws (so the test fails) if the file is missing, malformed or empty.
[[nodiscard]] inline std::vector<vector_case> read_vectors(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) {
    throw std::runtime_error("cannot open " + path);
  }
  const auto split = [](std::string_view line) {
    std::vector<std::string_view> parts;
    while (true) {
      const auto tab = line.find('\t');
      parts.push_back(line.substr(0, tab));
      if (tab == std::string_view::npos) {
        return parts;
      }
      line.remove_prefix(tab + 1);
    }
  };
  std::vector<std::string> columns;
  std::vector<vector_case> cases;
  std::string line;
  for (std::size_t number = 1; std::getline(in, line); ++number) {
    const std::string where = path + ":" + std::to_string(number);
    if (line.empty()) {
      continue;
    }
    if (line.front() == '#') {
      if (columns.empty()) {
        for (const auto part : split(std::string_view(line).substr(1))) {
          columns.emplace_back(part);
        }
      }
      continue;
    }
    vector_case one{path, number, columns, {}};
    for (const auto part : split(line)) {
      one.fields.push_back(unescape(part, where));
    }
    if (one.fields.size() != columns.size()) {
      throw std::runtime_error(where + ": " + std::to_string(one.fields.size()) +
                               " fields, expected " + std::to_string(columns.size()));
    }
    cases.push_back(std::move(one));
  }
  if (cases.empty()) {
    throw std::runtime_error(path + ": no cases");
  }
  return cases;
}

} // namespace leadcore::test_support

/// The path of a vector file; LEADCORE_VECTOR_DIR comes from the build.
#define LEADCORE_VECTORS(name)                                                                     \
  (::leadcore::test_support::read_vectors(LEADCORE_VECTOR_DIR "/" name))

#endif
