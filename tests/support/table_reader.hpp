// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TESTS_SUPPORT_TABLE_READER_HPP
#define LEADCORE_TESTS_SUPPORT_TABLE_READER_HPP

// Reads tables of third parties: UTF-8, one row a line, fields separated by one TAB. Lines that
// begin with '#' are comments; the first of them names the columns. Escapes: \t \n \r \\ \xHH.

#include <cstddef>
#include <cstdint>
#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace leadcore::test_support {

struct table_row {
  std::string file;
  std::size_t line = 0;
  std::vector<std::string> columns; // names, shared by all rows of the file
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

/// All rows of a file; throws (so the test fails) if the file is missing, malformed or empty.
[[nodiscard]] inline std::vector<table_row> read_table(const std::string& path) {
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
  std::vector<table_row> rows;
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
    table_row one{path, number, columns, {}};
    for (const auto part : split(line)) {
      one.fields.push_back(unescape(part, where));
    }
    if (one.fields.size() != columns.size()) {
      throw std::runtime_error(where + ": " + std::to_string(one.fields.size()) +
                               " fields, expected " + std::to_string(columns.size()));
    }
    rows.push_back(std::move(one));
  }
  if (rows.empty()) {
    throw std::runtime_error(path + ": no rows");
  }
  return rows;
}

} // namespace leadcore::test_support

#endif
