// SPDX-License-Identifier: BSL-1.0
#include <leadcore/phone.hpp>

#include "support/catch.hpp"
#include "support/vector_reader.hpp"

#include <cstdlib>
#include <string>
#include <string_view>

using namespace leadcore;

namespace {

std::string outcome(std::string_view text, region from) {
  const auto parsed = parse_phone(text, from);
  if (parsed.has_value()) {
    return std::string((*parsed).view());
  }
  return "error:" + std::string(to_string(parsed.error().code)) + "@" + std::to_string(parsed.error().offset);
}

} // namespace

TEST_CASE("phones are read as the vectors say") {
  for (const auto& each : LEADCORE_VECTORS("phone.tsv")) {
    INFO(each.where() << ": " << each["input"] << " in " << each["default_region"]);
    CHECK(outcome(each["input"], region(each["default_region"])) == each["expected"]);
  }
}

TEST_CASE("phones agree with the recorded oracle on every row of a larger set, where it is present") {
  const char* folder = std::getenv("LEADCORE_SHARED_DATA");
  if (folder == nullptr) {
    SUCCEED("skipped: LEADCORE_SHARED_DATA names no folder");
    return;
  }
  for (const auto& each : test_support::read_vectors(std::string(folder) + "/phone.tsv")) {
    const std::string found = outcome(each["input"], region(each["default_region"]));
    if (found.substr(0, found.find(':')) != each["expected"]) {
      FAIL_CHECK(each.where() << ": " << found << ", expected " << each["expected"]);
    }
  }
}

TEST_CASE("a region is any text, and known or not") {
  CHECK(region("GB").is_known());
  CHECK(region(std::string("GB")).view() == "GB");
  CHECK_FALSE(region().has_value());
  CHECK_FALSE(region("").has_value());
  for (const char* unknown : {"ZZ", "gb", "G", "GBR", "\xff\xff", "001"}) {
    CHECK(region(unknown).has_value());
    CHECK_FALSE(region(unknown).is_known());
    CHECK(parse_phone("020 7946 0958", region(unknown)).error().code == phone_errc::unknown_region);
    CHECK(parse_phone("+44 20 7946 0958", region(unknown)).has_value());
  }
}

TEST_CASE("numbers are ordered as their texts") {
  const auto number = [](std::string_view text) { return *parse_phone(text); };
  CHECK(number("+14155550101") < number("+442079460958"));
  CHECK(number("+14155550101") == number("+1 (415) 555-0101"));
  CHECK(number("+878101234567890").view() == "+878101234567890"); // 15 digits fill all bytes
  CHECK(number("+14155550101").digits() == "14155550101");
}

TEST_CASE("an extension is parsed away and offered separately") {
  const auto read = parse_phone_with_extension("+44 20 7946 0958 ext. 12");
  REQUIRE(read.has_value());
  CHECK((*read).number.view() == "+442079460958");
  CHECK((*read).extension.view() == "12");
  CHECK((*parse_phone_with_extension("+442079460958")).extension.empty());
}

TEST_CASE("every code has a name and a message") {
  for (unsigned number = 1; number <= 10; ++number) {
    CHECK_FALSE(to_string(static_cast<phone_errc>(number)).empty());
    CHECK_FALSE(message(static_cast<phone_errc>(number)).empty());
  }
  CHECK(to_string(static_cast<phone_errc>(11)).empty());
}
