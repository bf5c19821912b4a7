// SPDX-License-Identifier: BSL-1.0
#include <leadcore/model/organisation.hpp>

#include "support/catch.hpp"
#include "support/organisation.hpp"

#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>

using namespace leadcore;
using leadcore::test_support::organisation;

TEST_CASE("an organisation's id is any text but the empty one", "[organisation]") {
  CHECK(organisation("org-a").view() == "org-a");
  CHECK(organisation(std::string_view("\0", 1)).view().size() == 1);
  const auto refused = parse_organisation_id("");
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error() == organisation_error{organisation_errc::empty, 0});
}

TEST_CASE("an organisation's id is not empty after a move either", "[organisation]") {
  organisation_id kept = *parse_organisation_id("acme, with a name that lives on the heap");
  const organisation_id moved = std::move(kept);
  CHECK(kept == moved);
}

TEST_CASE("an organisation's id converts to a text explicitly, and has its hash",
          "[organisation]") {
  const organisation_id id = organisation("org-a");
  CHECK(std::string(id) == "org-a");
  CHECK(std::string_view(id) == "org-a");
  const std::unordered_set<organisation_id> ids{id, organisation("org-b"), organisation("org-a")};
  CHECK(ids.size() == 2);
  CHECK(ids.contains(id));
  CHECK_FALSE(ids.contains(organisation("org-c")));
  CHECK(std::hash<organisation_id>()(organisation("org-a")) ==
        std::hash<std::string_view>()("org-a"));
}

TEST_CASE("organisations' ids compare exactly", "[organisation]") {
  CHECK(organisation("a") == organisation("a"));
  CHECK(organisation("a") != organisation("A"));
  CHECK(organisation("a") != organisation("a "));
  CHECK(organisation("a") < organisation("b"));
  CHECK(organisation("\xC3\xA9") > organisation("z"));
}
