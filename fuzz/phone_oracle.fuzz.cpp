// SPDX-License-Identifier: BSL-1.0
// A line with a region, then any bytes: parse_phone agrees with libphonenumber for C++. Built if
// that is installed.

#include "fuzz.hpp"

#include "support/libphonenumber.hpp"

#include <leadcore/text/phone.hpp>

#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace leadcore;
  std::string_view text = fuzz::as_text(data, size);
  const std::size_t line = text.find('\n');
  const std::string_view from = line == std::string_view::npos ? "" : text.substr(0, line);
  text.remove_prefix(line == std::string_view::npos ? 0 : line + 1);

  const auto parsed = parse_phone(text, region(from));
  const std::string expected =
      test_support::libphonenumber_rule(std::string(text), std::string(from));
  LEADCORE_FUZZ_CHECK(expected ==
                      (parsed.has_value() ? (*parsed).view() : std::string_view("error")));
  return 0;
}
