// SPDX-License-Identifier: BSL-1.0
#include <leadcore/query/filter.hpp>

#include "support/archetypes.hpp"
#include "support/catch.hpp"

#include <leadcore/query/query_string.hpp>

#include <string>

using namespace leadcore;

namespace {

bool found(const lead& row, const std::string& query) {
  const auto parsed = parse_query(query);
  REQUIRE(parsed.has_value());
  const bool answer = matches(row, *parsed);
  CHECK(matches(test_support::minimal_row(row), *parsed) ==
        answer); // accessors that return by value
  CHECK(matches(std::cref(row), *parsed) == answer);
  return answer;
}

} // namespace

TEST_CASE("filters are joined by and") {
  const lead row{
      .id = "1", .name = "Jane", .status = lead_status::qualified, .assigned_to_id = "u1"};
  CHECK(found(row, "status=QUALIFIED&search=JANE&assignedToId=u1"));
  CHECK_FALSE(found(row, "status=LOST&search=JANE&assignedToId=u1"));
  CHECK_FALSE(found(row, "status=QUALIFIED&search=JACK&assignedToId=u1"));
  CHECK_FALSE(found(row, "status=QUALIFIED&search=JANE&assignedToId=u2"));
}

TEST_CASE("an owner is compared byte for byte") {
  const lead row{.id = "1", .assigned_to_id = "User 1"};
  CHECK(found(row, "assignedToId=User+1"));
  CHECK_FALSE(found(row, "assignedToId=user+1"));
  CHECK_FALSE(found(row, "assignedToId=User"));
  CHECK_FALSE(found(row, "assignedToId=User+1+"));
  CHECK_FALSE(found(row, "assignedToId=unassigned"));
  CHECK(found(lead{.id = "2"}, "assignedToId=unassigned"));
  CHECK_FALSE(found(lead{.id = "2"}, "assignedToId=Unassigned"));
}

TEST_CASE("the page does not affect what matches") {
  CHECK(found(lead{.id = "1"}, "page=9007199254740991&pageSize=1"));
}
