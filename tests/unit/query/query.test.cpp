// SPDX-License-Identifier: BSL-1.0
#include <leadcore/query/query.hpp>

#include "support/catch.hpp"

using namespace leadcore;

TEST_CASE("unassigned matches leads without an owner, however the filter is made") {
  CHECK(assignee_filter::member("unassigned") == assignee_filter::unassigned());
  CHECK(assignee_filter::member("unassigned").is_unassigned());
  CHECK(assignee_filter::unassigned().id().empty());
  CHECK(assignee_filter::any() == assignee_filter{});
  CHECK_FALSE(assignee_filter::member("u1") == assignee_filter::member("u2"));
}

TEST_CASE("profiles combine and include themselves") {
  CHECK(has(clamp | ignore_unknown, clamp));
  CHECK(has(clamp | ignore_unknown, ignore_unknown));
  CHECK_FALSE(has(clamp, ignore_unknown));
  CHECK(has(strict, strict));
}
