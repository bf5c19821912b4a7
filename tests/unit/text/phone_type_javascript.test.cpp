// SPDX-License-Identifier: BSL-1.0
#include <leadcore/text/phone_type.hpp>

#include "support/catch.hpp"
#include "support/phone_cases.hpp"

#include <cstddef>
#include <string>

// The oracle is the npm package of the same metadata (decision 0016). It reads digits as C++ does,
// so there is no difference.

namespace {

const std::string type_oracle = "'" LEADCORE_NODE "' '" LEADCORE_VECTOR_DIR
                                "/../support/phone_oracle.js' '" LEADCORE_PHONE_PACKAGE_DIR "' ";

struct type_comparison {
  std::size_t compared = 0;
  std::size_t valid = 0;
  std::size_t differences = 0;
};

type_comparison compare_types(const leadcore::test_support::phone_lines& answer) {
  type_comparison results;
  for (const auto& row : answer.rows) {
    REQUIRE(row.size() == 5);
    const auto number = leadcore::parse_phone(row[0]);
    REQUIRE(number.has_value());
    const std::string type(to_string(leadcore::type_of(*number)));
    const std::string of(leadcore::region_of(*number).view());
    const leadcore::region asked(row[3]);
    // The package takes 001 for a region; here it is none.
    const bool valid_there = leadcore::is_valid_for(*number, asked) ||
                             (row[3] == "001" && of.empty() && leadcore::is_valid(*number));
    ++results.compared;
    results.valid += leadcore::is_valid(*number) ? 1U : 0U;
    if (type != row[1] || (of.empty() ? "-" : of) != row[2] || valid_there != (row[4] == "1") ||
        leadcore::is_valid(*number) != (row[1] != "unknown")) {
      ++results.differences;
      UNSCOPED_INFO(row[0] << " is " << row[1] << " of " << row[2] << ", for " << row[3] << " "
                           << row[4] << ": got " << type << " of " << of << ", " << valid_there);
    }
  }
  return results;
}

} // namespace

TEST_CASE("types, regions and validity agree with JavaScript on every example number",
          "[phone_type]") {
  const auto answer = leadcore::test_support::run_phone_program(type_oracle + "example-types");
  INFO(answer.command);
  REQUIRE(answer.status == 0);
  const auto results = compare_types(answer);
  CHECK(results.compared > 5000); // each for every region of its calling code
  CHECK(results.valid == results.compared);
  CHECK(results.differences == 0);
}

TEST_CASE("types, regions and validity agree with JavaScript near the numbers of every type",
          "[phone_type]") {
  constexpr std::size_t cases = 20'000;
  const auto answer = leadcore::test_support::run_phone_program(
      leadcore::test_support::phone_cases_command("--types", cases) + " | " + type_oracle +
      "types");
  INFO(answer.command);
  REQUIRE(answer.status == 0);
  const auto results = compare_types(answer);
  CHECK(results.compared > cases / 2);
  CHECK(results.valid > results.compared / 4);
  CHECK(results.valid < results.compared - results.compared / 10);
  CHECK(results.differences == 0);
}
