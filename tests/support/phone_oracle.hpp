// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TESTS_SUPPORT_PHONE_ORACLE_HPP
#define LEADCORE_TESTS_SUPPORT_PHONE_ORACLE_HPP

// Runs tests/support/phone_oracle.py. The oracle is a program in Python, because Debian's
// libphonenumber for C++ cannot be installed beside Boost 1.81.

#include <sys/wait.h>

#include <array>
#include <cstddef>
#include <cstdio>
#include <optional>
#include <random>
#include <sstream>
#include <string>
#include <vector>

namespace leadcore::test_support {

struct phone_oracle_answer {
  std::string command;                        // repeats the call with the same seed
  int status = 0;                             // 0: success
  std::vector<std::vector<std::string>> rows; // the fields of each line
};

/// The oracle's output for that many random cases; nothing if the oracle is not installed.
[[nodiscard]] inline std::optional<phone_oracle_answer> ask_phone_oracle(const std::string& mode,
                                                                         std::size_t cases) {
  phone_oracle_answer answer;
  answer.command = "/usr/bin/python3 '" LEADCORE_VECTOR_DIR "/../support/phone_oracle.py' " + mode +
                   " " + std::to_string(cases) + " " + std::to_string(std::random_device()());
  std::FILE* const pipe = ::popen(answer.command.c_str(), "r");
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
  if (WIFEXITED(answer.status) &&
      (WEXITSTATUS(answer.status) == 77 || WEXITSTATUS(answer.status) == 127)) {
    return std::nullopt;
  }
  std::istringstream lines(output);
  for (std::string line; std::getline(lines, line);) {
    std::vector<std::string>& fields = answer.rows.emplace_back();
    for (std::size_t at = 0; at != std::string::npos;) {
      const std::size_t tab = line.find('\t', at);
      fields.push_back(line.substr(at, tab == std::string::npos ? tab : tab - at));
      at = tab == std::string::npos ? tab : tab + 1;
    }
  }
  return answer;
}

} // namespace leadcore::test_support

#endif
