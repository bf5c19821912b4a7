// SPDX-License-Identifier: BSL-1.0
#include <leadcore/text/phone.hpp>

#include "support/catch.hpp"
#include "support/phone_cases.hpp"

#include <cstddef>
#include <iostream>
#include <map>
#include <string>

// The oracle is the npm package of the same metadata, run by Node.js. On the same metadata it
// differs from libphonenumber for C++ in some characters; phone_oracle.js lists these differences
// and gives each case the one that applies. A case with a difference and without a reason fails.
// decision 0016

namespace {

const std::string oracle = "'" LEADCORE_NODE "' '" LEADCORE_VECTOR_DIR
                           "/../support/phone_oracle.js' '" LEADCORE_PHONE_PACKAGE_DIR "' ";

struct javascript_comparison {
  std::size_t compared = 0;
  std::size_t numbers = 0;
  std::map<std::string, std::size_t> explained; // by reason
  std::size_t differences = 0;                  // without a reason
};

javascript_comparison compare_with_javascript(const leadcore::test_support::phone_lines& answer) {
  javascript_comparison results;
  for (const auto& row : answer.rows) {
    REQUIRE(row.size() == 4);
    const std::string text = leadcore::test_support::unescape_phone(row[0]);
    const leadcore::region from(row[1]);
    const auto parsed = leadcore::parse_phone(text, from);
    const std::string got(parsed.has_value() ? (*parsed).view() : "error");
    ++results.compared;
    results.numbers += parsed.has_value() ? 1U : 0U;
    CHECK(leadcore::is_possible(text, from) == parsed.has_value());
    if (got == row[2]) {
      continue;
    }
    if (!row[3].empty()) {
      ++results.explained[row[3]];
      continue;
    }
    ++results.differences;
    UNSCOPED_INFO(row[0] << " from " << row[1] << " is " << row[2] << ": got " << got);
  }
  return results;
}

void report(const char* cases, const javascript_comparison& results) {
  std::cout << cases << ": " << results.compared << " compared with JavaScript, "
            << results.differences << " unexplained differences";
  for (const auto& [reason, count] : results.explained) {
    std::cout << ", " << count << " " << reason;
  }
  std::cout << '\n';
}

} // namespace

TEST_CASE("parse_phone agrees with JavaScript on every example number in every form", "[phone]") {
  const auto answer = leadcore::test_support::run_phone_program(oracle + "examples");
  INFO(answer.command);
  REQUIRE(answer.status == 0);
  const auto results = compare_with_javascript(answer);
  report("examples", results);
  CHECK(results.compared > 9000); // types of 254 plans in 7 forms
  CHECK(results.numbers > results.compared - results.compared / 100);
  CHECK(results.explained.empty());
  CHECK(results.differences == 0);
}

TEST_CASE("parse_phone agrees with JavaScript on random digits for each region", "[phone]") {
  const auto answer = leadcore::test_support::run_phone_program(
      oracle + "random 40 " + std::to_string(std::random_device()()));
  INFO(answer.command);
  REQUIRE(answer.status == 0);
  const auto results = compare_with_javascript(answer);
  report("random digits", results);
  CHECK(results.compared == std::size_t{254} * 40 * 3);
  CHECK(results.numbers > results.compared / 10);
  CHECK(results.explained.empty());
  CHECK(results.differences == 0);
}

TEST_CASE("parse_phone agrees with JavaScript on numbers as people type them", "[phone]") {
  constexpr std::size_t cases = 20'000;
  const auto answer = leadcore::test_support::run_phone_program(
      leadcore::test_support::phone_cases_command("", cases) + " | " + oracle + "parse");
  INFO(answer.command);
  REQUIRE(answer.status == 0);
  const auto results = compare_with_javascript(answer);
  report("generated", results);
  CHECK(results.compared == cases);
  CHECK(results.numbers > cases / 10);
  CHECK(results.differences == 0);
}

TEST_CASE("parse_phone agrees with JavaScript on a third-party set", "[phone]") {
  const auto path = leadcore::test_support::third_party_phones();
  if (path.empty()) {
    WARN("skipped: LEADCORE_SHARED_DATA names no folder with a phone.tsv");
    return;
  }
  const auto answer = leadcore::test_support::run_phone_program(
      "tail -n +2 '" + path.string() + "' | cut -f 1,2 | " + oracle + "parse");
  INFO(answer.command);
  REQUIRE(answer.status == 0);
  const auto results = compare_with_javascript(answer);
  report("third-party", results);
  CHECK(results.compared == leadcore::test_support::third_party_phone_rows().size());
  CHECK(results.differences == 0);
}
