// SPDX-License-Identifier: BSL-1.0
#include <leadcore/text/phone_type.hpp>

#include "support/catch.hpp"
#include "support/phone_oracle.hpp"

#include <string>

// decision 0015
TEST_CASE("types, regions and validity agree with libphonenumber on numbers near its examples",
          "[phone_type]") {
  constexpr std::size_t cases = 5000;
  const auto oracle = leadcore::test_support::ask_phone_oracle("--types", cases);
  if (!oracle) {
    WARN(
        "skipped: needs /usr/bin/python3 with phonenumbers 8.12.57 (Debian: python3-phonenumbers)");
    return;
  }
  INFO(oracle->command);
  REQUIRE(oracle->status == 0);

  std::size_t compared = 0;
  std::size_t valid = 0;
  std::size_t differences = 0;
  for (const auto& row : oracle->rows) {
    REQUIRE(row.size() == 5);
    const auto number = leadcore::parse_phone(row[0]);
    REQUIRE(number.has_value());
    const std::string type(to_string(leadcore::type_of(*number)));
    const std::string of(leadcore::region_of(*number).view());
    const bool asked = leadcore::is_valid_for(*number, leadcore::region(row[3]));
    ++compared;
    valid += leadcore::is_valid(*number) ? 1U : 0U;
    if (type != row[1] || (of.empty() ? "-" : of) != row[2] || asked != (row[4] == "1") ||
        leadcore::is_valid(*number) != (row[1] != "unknown")) {
      ++differences;
      UNSCOPED_INFO(row[0] << " is " << row[1] << " of " << row[2] << ", for " << row[3] << " "
                           << row[4] << ": got " << type << " of " << of << ", " << asked);
    }
  }
  CHECK(compared == cases);
  CHECK(valid > cases / 4);
  CHECK(valid < cases - cases / 10);
  CHECK(differences == 0);
}
