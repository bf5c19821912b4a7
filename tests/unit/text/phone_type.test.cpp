// SPDX-License-Identifier: BSL-1.0
#include <leadcore/text/phone_type.hpp>

#include "support/answers/phone_type.hpp"
#include "support/catch.hpp"
#include "support/table_reader.hpp"

#include <iterator>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace {

using leadcore::e164;
using leadcore::parse_phone;
using leadcore::phone_type;
using leadcore::region;

std::vector<std::string> known_regions() {
  std::vector<std::string> known;
  for (char first = 'A'; first <= 'Z'; ++first) {
    for (char second = 'A'; second <= 'Z'; ++second) {
      const std::string code{first, second};
      if (region(code).is_known()) {
        known.push_back(code);
      }
    }
  }
  return known;
}

} // namespace

TEST_CASE("types, regions and validity agree with every vector", "[phone_type]") {
  REQUIRE(known_regions().size() == 245); // decision 0012
  for (const auto& one : LEADCORE_VECTORS("phone_type.jsonl")) {
    INFO(one.where());
    CHECK(leadcore::test_support::answers::describe_phone(one) == one.out);
    const e164 number = parse_phone(one.text("phone")).value();
    REQUIRE(number.view() == one.text("phone"));
    CHECK(leadcore::is_valid(number) == (one.out.at("type").as_string() != "unknown"));
    for (const char* none : {"", "QQ", "us", "USA", "001"}) {
      CHECK_FALSE(leadcore::is_valid_for(number, region(none)));
    }
  }
}

TEST_CASE("every type has vectors", "[phone_type]") {
  std::set<std::string> seen;
  for (const auto& one : LEADCORE_VECTORS("phone_type.jsonl")) {
    seen.emplace(one.out.at("type").as_string());
  }
  std::set<std::string> names;
  for (std::size_t number = 0; number <= 11; ++number) {
    names.emplace(to_string(static_cast<phone_type>(number)));
  }
  CHECK(seen == names);
}

TEST_CASE("every region has a valid vector and one that is not valid", "[phone_type]") {
  std::set<std::string> valid;
  std::set<std::string> beside;
  for (const auto& one : LEADCORE_VECTORS("phone_type.jsonl")) {
    for (const auto& of : one.out.at("validFor").as_array()) {
      valid.emplace(of.as_string());
    }
    if (const std::string of = "possible but not valid, of "; one.why.starts_with(of)) {
      beside.insert(one.why.substr(of.size(), 2));
    }
  }
  for (const std::string& code : known_regions()) {
    CHECK(valid.count(code) == 1);
    CHECK(beside.count(code) == 1);
  }
}

// decision 0012
TEST_CASE("type plans correspond to number plans, and those of a calling code form one chain",
          "[phone_type]") {
  using namespace leadcore::detail;
  STATIC_REQUIRE(std::size(phone_type_plans) == std::size(phone_plans));
  std::map<std::size_t, int> reached;
  for (std::size_t code = 0; code < std::size(phone_plan_of_code); ++code) {
    if (phone_plan_of_code[code] == phone_no_plan) {
      continue;
    }
    const phone_type_plan* plan = &phone_type_plans[phone_plan_of_code[code]];
    for (; plan != nullptr; plan = next_phone_type_plan(*plan)) {
      const auto number = static_cast<std::size_t>(plan - phone_type_plans);
      REQUIRE(++reached[number] == 1);
      CHECK(phone_plans[number].calling_code == code);
      if (plan->region[0] != '\0') {
        const std::size_t letters = 26U * static_cast<std::size_t>(plan->region[0] - 'A') +
                                    static_cast<std::size_t>(plan->region[1] - 'A');
        CHECK(phone_plan_of_region[letters] == number);
      }
    }
  }
  CHECK(reached.size() == std::size(phone_plans));
}
