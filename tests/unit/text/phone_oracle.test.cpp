// SPDX-License-Identifier: BSL-1.0
#include <leadcore/text/phone.hpp>

#include "support/catch.hpp"
#include "support/phone_oracle.hpp"
#include "support/table_reader.hpp"

#include <string>

// This oracle is a Python program that draws numbers from the patterns of the metadata.
// tests/property/text/phone_libphonenumber.prop.cpp compares with the library itself; decisions
// 0010 to 0013.
TEST_CASE("parse_phone agrees with libphonenumber on numbers as people type them", "[phone]") {
  constexpr std::size_t cases = 5000;
  const auto oracle = leadcore::test_support::ask_phone_oracle("", cases);
  if (!oracle) {
    WARN(
        "skipped: needs /usr/bin/python3 with phonenumbers 8.12.57 (Debian: python3-phonenumbers)");
    return;
  }
  INFO(oracle->command);
  REQUIRE(oracle->status == 0);

  std::size_t compared = 0;
  std::size_t numbers = 0;
  std::size_t differences = 0;
  for (const auto& row : oracle->rows) {
    REQUIRE(row.size() == 3);
    const std::string text = leadcore::test_support::unescape(row[0], row[0]);
    const leadcore::region from(row[1]);
    const auto parsed = leadcore::parse_phone(text, from);
    const std::string got(parsed.has_value() ? (*parsed).view() : "error");
    ++compared;
    numbers += parsed.has_value() ? 1U : 0U;
    if (got != row[2] || leadcore::is_possible(text, from) != (row[2] != "error")) {
      ++differences;
      UNSCOPED_INFO(row[0] << " from " << row[1] << " is " << row[2] << ": got " << got);
    }
  }
  CHECK(compared == cases);
  CHECK(numbers > cases / 10);
  CHECK(differences == 0);
}
