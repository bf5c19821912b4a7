// SPDX-License-Identifier: BSL-1.0
#include <leadcore/text/phone.hpp>
#include <leadcore/text/phone_type.hpp>

#include "support/catch.hpp"
#include "support/phone_cases.hpp"

#include <cstddef>
#include <string>

// In the program whose tables have the metadata of libphonenumber 8.12.57, like the expected values
// of the third-party set.

TEST_CASE("the tables of this program are those of libphonenumber 8.12.57", "[phone]") {
  CHECK(leadcore::phone_metadata == "phonenumbers 8.12.57");
}

TEST_CASE("parse_phone and validity agree with every row of a third-party set", "[phone]") {
  if (leadcore::test_support::third_party_phones().empty()) {
    WARN("skipped: LEADCORE_SHARED_DATA names no folder with a phone.tsv");
    return;
  }
  std::size_t rows = 0;
  std::size_t judged = 0;
  std::size_t differences = 0;
  for (const auto& row : leadcore::test_support::third_party_phone_rows()) {
    REQUIRE(row.size() >= 6);
    const auto number = leadcore::parse_phone(leadcore::test_support::unescape_phone(row[0]),
                                              leadcore::region(row[1]));
    const std::string got(number.has_value() ? (*number).view() : "error");
    ++rows;
    differences += got != row[2] ? 1U : 0U;
    // A number that is not the oracle's is not possible, or the oracle's is not a fixed point
    // (decision 0013).
    bool agrees = got == row[2];
    if (number.has_value() && got == row[3]) {
      ++judged;
      agrees = agrees && leadcore::is_valid(*number) == (row[5] == "1");
      differences += leadcore::is_valid(*number) != (row[5] == "1") ? 1U : 0U;
    }
    if (!agrees) {
      UNSCOPED_INFO(row[0] << " from " << row[1] << " is " << row[2] << ", valid " << row[5]
                           << ": got " << got);
    }
  }
  INFO(rows << " rows");
  CHECK(rows > 0);
  CHECK(judged > 0);
  CHECK(differences == 0);
}
