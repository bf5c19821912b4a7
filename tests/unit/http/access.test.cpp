// SPDX-License-Identifier: BSL-1.0
#include <leadcore/http/access.hpp>

#include "support/catch.hpp"
#include "support/organisation.hpp"

#include <string_view>
#include <utility>

namespace {

using namespace leadcore;
using leadcore::test_support::organisation;

} // namespace

TEST_CASE("a principal keeps its organisation after a move", "[access]") {
  principal who{organisation("acme, with a name that lives on the heap"), {"leads.read"}};
  const principal other = std::move(who);
  CHECK(who.organisation == other.organisation);
}

TEST_CASE("a scope is granted by its exact name only", "[access]") {
  const principal who{organisation("a"), {"leads.write", "leads.read.all", "Leads.Read", "leads"}};
  CHECK_FALSE(who.has_scope(leads_read_scope));
  CHECK(who.has_scope("leads.write"));
  CHECK(principal{organisation("a"), {"x", "leads.read"}}.has_scope(leads_read_scope));
  CHECK_FALSE(principal{organisation("a"), {}}.has_scope(""));
}
