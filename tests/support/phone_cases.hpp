// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TESTS_SUPPORT_PHONE_CASES_HPP
#define LEADCORE_TESTS_SUPPORT_PHONE_CASES_HPP

// Phone cases from other programs: drawn by phone_cases.py from the metadata of the tables under
// test, and read by the npm package through phone_oracle.js.

#include <sys/wait.h>

#include <array>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace leadcore::test_support {

/// The bytes of a field with the escapes \\ \t \n \r and \xHH.
[[nodiscard]] inline std::string unescape_phone(const std::string& field) {
  std::string text;
  for (std::size_t at = 0; at < field.size(); ++at) {
    if (field[at] != '\\') {
      text += field[at];
      continue;
    }
    switch (const char escape = field.at(++at)) {
    case 'x':
      text += static_cast<char>(std::stoi(field.substr(at + 1, 2), nullptr, 16));
      at += 2;
      break;
    case 't':
      text += '\t';
      break;
    case 'n':
      text += '\n';
      break;
    case 'r':
      text += '\r';
      break;
    case '\\':
      text += escape;
      break;
    default:
      throw std::runtime_error("bad escape in " + field);
    }
  }
  return text;
}

/// What a program printed: the fields of each line.
struct phone_lines {
  std::string command; // repeats the call, with its seeds
  int status = 0;      // 0: success
  std::vector<std::vector<std::string>> rows;
};

[[nodiscard]] inline std::vector<std::string> split_at_tabs(const std::string& line) {
  std::vector<std::string> fields;
  std::istringstream stream(line + '\t');
  for (std::string field; std::getline(stream, field, '\t');) {
    fields.push_back(field);
  }
  return fields;
}

[[nodiscard]] inline phone_lines run_phone_program(const std::string& command) {
  phone_lines answer;
  answer.command = command;
  std::FILE* const pipe = ::popen(command.c_str(), "r");
  if (pipe == nullptr) {
    answer.status = -1;
    return answer;
  }
  std::string output;
  std::array<char, 65536> buffer;
  for (std::size_t got = 0; (got = std::fread(buffer.data(), 1, buffer.size(), pipe)) != 0;) {
    output.append(buffer.data(), got);
  }
  answer.status = ::pclose(pipe);
  std::istringstream lines(output);
  for (std::string line; std::getline(lines, line);) {
    answer.rows.push_back(split_at_tabs(line));
  }
  return answer;
}

#ifdef LEADCORE_PHONE_SOURCE // tests/support/phones.cmake
/// The command that prints that many random cases (phone_cases.py).
[[nodiscard]] inline std::string phone_cases_command(const std::string& options,
                                                     std::size_t cases) {
  return LEADCORE_PHONE_CASES + options + " '" LEADCORE_PHONE_SOURCE "' " + std::to_string(cases) +
         " " + std::to_string(std::random_device()());
}
#endif

/// The path of the third-party cases, or nothing: LEADCORE_SHARED_DATA names a folder that can have
/// a phone.tsv of input, default_region, expected (E.164 or "error"), and what libphonenumber
/// 8.12.57 says: oracle, possible and valid (0 or 1).
[[nodiscard]] inline std::filesystem::path third_party_phones() {
  const char* const folder = std::getenv("LEADCORE_SHARED_DATA");
  std::filesystem::path path = std::filesystem::path(folder == nullptr ? "" : folder) / "phone.tsv";
  return folder != nullptr && std::filesystem::exists(path) ? path : std::filesystem::path();
}

/// The rows of third_party_phones(), without its first line; the fields are not unescaped.
[[nodiscard]] inline std::vector<std::vector<std::string>> third_party_phone_rows() {
  std::vector<std::vector<std::string>> rows;
  std::ifstream in(third_party_phones(), std::ios::binary);
  std::string line;
  std::getline(in, line);
  while (std::getline(in, line)) { // no comments: an input may begin with "#"
    rows.push_back(split_at_tabs(line));
  }
  return rows;
}

} // namespace leadcore::test_support

#endif
