// SPDX-License-Identifier: BSL-1.0
#include <leadcore/phone.hpp>

#include "support/catch.hpp"
#include "support/vector_reader.hpp"

#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <random>
#include <string>

// This oracle is a program in Python, which draws numbers from the patterns of the metadata. The library itself is asked in
// tests/property/phone_libphonenumber.prop.cpp.
// decisions 0010 to 0013
TEST_CASE("parse_phone agrees with libphonenumber on numbers as people type them", "[phone]") {
  constexpr std::size_t cases = 5000;
  const std::string command = "/usr/bin/python3 '" LEADCORE_VECTOR_DIR "/../support/phone_oracle.py' " +
                              std::to_string(cases) + " " + std::to_string(std::random_device()());
  std::FILE* const pipe = ::popen(command.c_str(), "r");
  REQUIRE(pipe != nullptr);
  std::string output;
  std::array<char, 65536> buffer;
  for (std::size_t got = 0; (got = std::fread(buffer.data(), 1, buffer.size(), pipe)) != 0;) {
    output.append(buffer.data(), got);
  }
  const int status = ::pclose(pipe);
  if (WIFEXITED(status) && (WEXITSTATUS(status) == 77 || WEXITSTATUS(status) == 127)) {
    WARN("skipped: needs /usr/bin/python3 with phonenumbers 8.12.57 (Debian: python3-phonenumbers)");
    return;
  }
  INFO(command);
  REQUIRE(status == 0);

  std::size_t compared = 0;
  std::size_t numbers = 0;
  std::size_t differences = 0;
  for (std::size_t at = 0; at < output.size();) {
    const std::size_t end = output.find('\n', at);
    const std::string line = output.substr(at, end - at);
    at = end + 1;
    const std::size_t first = line.find('\t');
    const std::size_t second = line.find('\t', first + 1);
    REQUIRE(second != std::string::npos);
    const std::string text = leadcore::test_support::unescape(line.substr(0, first), line);
    const leadcore::region from(line.substr(first + 1, second - first - 1));
    const auto parsed = leadcore::parse_phone(text, from);
    const std::string got(parsed.has_value() ? (*parsed).view() : "error");
    ++compared;
    numbers += parsed.has_value() ? 1U : 0U;
    if (got != line.substr(second + 1)) {
      ++differences;
      UNSCOPED_INFO(line << ": got " << got);
    }
  }
  CHECK(compared == cases);
  CHECK(numbers > cases / 10);
  CHECK(differences == 0);
}
