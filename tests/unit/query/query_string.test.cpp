// SPDX-License-Identifier: BSL-1.0
#include <leadcore/query/query_string.hpp>

#include "support/answers/query.hpp"
#include "support/catch.hpp"

#include <string>
#include <string_view>

using namespace leadcore;
namespace answers = leadcore::test_support::answers;

namespace {

query_error only_error(std::string_view text) {
  const auto parsed = parse_query(text);
  REQUIRE_FALSE(parsed.has_value());
  REQUIRE(parsed.error().size() == 1);
  return parsed.error().front();
}

} // namespace

TEST_CASE("query strings parse to the query or every error of the vectors") {
  for (const auto& each : LEADCORE_VECTORS("query.jsonl")) {
    INFO(each.where());
    CHECK(answers::parse_query(each) == each.out);
    const auto parsed = parse_query(each.text("query"), answers::queries_of(each));
    if (parsed.has_value()) {
      CHECK(parse_query(to_query_string(*parsed)) == parsed);
    }
  }
}

TEST_CASE("an empty query string is the default query") {
  CHECK(parse_query("") == lead_query{});
}

TEST_CASE("each parameter sets its member of the query") {
  const auto parsed =
      parse_query("status=LOST&search=+Acme++Co&assignedToId=u1&page=3&pageSize=20");
  REQUIRE(parsed.has_value());
  CHECK(parsed->status == lead_status::lost);
  CHECK(parsed->search.text() == "Acme Co");
  CHECK(parsed->search.folded() == "acme co");
  CHECK(parsed->assigned_to.is_member());
  CHECK(parsed->assigned_to.id() == "u1");
  CHECK(parsed->page == page_request{3, 20});
}

TEST_CASE("unassigned asks for leads without an owner") {
  CHECK(parse_query("assignedToId=unassigned")->assigned_to == assignee_filter::unassigned());
}

TEST_CASE("an error lists the allowed values") {
  CHECK(only_error("status=new").allowed ==
        "NOT_CONTACTED, CONTACTED, QUALIFIED, CONVERTED or LOST");
  CHECK(only_error("status=new").value == "new");
  CHECK(only_error("pageSize=101").allowed == "an integer from 1 to 100");
  CHECK(only_error("page=0").allowed == "an integer from 1 to 9007199254740991");
  CHECK(only_error("search=" + std::string(257, 'x')).allowed == "at most 256 characters");
  CHECK(only_error("x=1").allowed == "status, search, assignedToId, page, pageSize");
  CHECK(only_error("assignedToId=").allowed == "an organisation member's id, or unassigned");
}

TEST_CASE("an error of encoding keeps the raw text") {
  const query_error bad = only_error("search=a%zz");
  CHECK(bad.parameter == "search");
  CHECK(bad.value == "a%zz");
}

TEST_CASE("an unknown parameter suggests the nearest known one") {
  const auto suggestion = [](std::string_view name) {
    return only_error(std::string(name) + "=1").suggestion;
  };
  CHECK(suggestion("stauts") == "status");
  CHECK(suggestion("STATUS") == "status");
  CHECK(suggestion("pagesize") == "pageSize");
  CHECK(suggestion("page_size") == "pageSize");
  CHECK(suggestion("assignedTo") == "assignedToId");
  CHECK(suggestion("assigned_to_id") == "assignedToId");
  CHECK(suggestion("pge") == "page");
  CHECK(suggestion("serach") == "search");
  CHECK_FALSE(suggestion(std::string(100'000, 'z')).empty());
  CHECK(only_error("page=0").suggestion.empty());
}
