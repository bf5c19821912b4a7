// SPDX-License-Identifier: BSL-1.0
#include <leadcore/model/status.hpp>

#include "support/answers/text.hpp"
#include "support/catch.hpp"

#include <string>

using namespace leadcore;

TEST_CASE("a status is read by its exact name only") {
  for (const lead_status each : lead_statuses) {
    const std::string name(to_string(each));
    CHECK(parse_lead_status(name) == each);
    for (const std::string& wrong :
         {name + " ", " " + name, name.substr(1), name.substr(0, name.size() - 1), name + name}) {
      INFO(wrong);
      CHECK_FALSE(parse_lead_status(wrong).has_value());
    }
  }
}

TEST_CASE("statuses are parsed as the vectors say") {
  for (const auto& each : LEADCORE_VECTORS("status.jsonl")) {
    INFO(each.where());
    CHECK(test_support::answers::parse_status(each) == each.out);
  }
}

TEST_CASE("an unknown status has the offset after the longest prefix of a name") {
  CHECK(parse_lead_status("CONTAINED").error().offset == 5);
  CHECK(parse_lead_status("CONTACTED_").error().offset == 9);
  CHECK(parse_lead_status("qualified").error().offset == 0);
}
