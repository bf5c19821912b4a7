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
  CHECK(detail::includes(profiles::clamp | profiles::ignore_unknown, profiles::clamp));
  CHECK(detail::includes(profiles::clamp | profiles::ignore_unknown, profiles::ignore_unknown));
  CHECK_FALSE(detail::includes(profiles::clamp, profiles::ignore_unknown));
  CHECK(detail::includes(profiles::strict, profiles::strict));
}
