// SPDX-License-Identifier: BSL-1.0
#include <leadcore/store/memory_store.hpp>

#include "support/catch.hpp"
#include "support/documented_answer.hpp"
#include "support/endpoints.hpp"
#include "support/organisation.hpp"

#include <leadcore/query/query_string.hpp>

#include <string>
#include <string_view>

namespace {

using namespace leadcore;
using leadcore::test_support::named_lead;
using leadcore::test_support::organisation;

} // namespace

// spec org.1, org.2
TEST_CASE("a memory_store answers with the leads of one organisation only", "[memory_store]") {
  memory_store store;
  store.add(organisation("a"), named_lead("1", "Jane"));
  store.add(organisation("a"), named_lead("2", "John"));
  store.add(organisation("b"),
            named_lead("1", "Jane of B")); // ids are unique within an organisation only
  const auto names = [&](std::string_view id, std::string_view query) {
    const auto page = store.list(organisation(id), *parse_query(query));
    std::string out = std::to_string(page.pagination.total) + ":";
    for (const lead& each : page.data) {
      out += " " + each.name;
    }
    return out;
  };
  CHECK(names("a", "") == "2: Jane John");
  CHECK(names("b", "") == "1: Jane of B");
  CHECK(names("a", "search=of+b") == "0:");
  CHECK(names("a", "pageSize=1&page=2") == "2: John");
  CHECK(names("c", "") == "0:");
  CHECK(names("A", "") == "0:");
  CHECK(store.size(organisation("a")) == 2);
  CHECK(store.size(organisation("c")) == 0);
}

TEST_CASE("a memory_store sorts nulls as configured", "[memory_store]") {
  memory_store last;
  memory_store first(nulls_first);
  lead without = named_lead("2", "without");
  without.next_call_at.reset();
  for (memory_store* store : {&last, &first}) {
    store->add(organisation("a"), named_lead("1", "with"));
    store->add(organisation("a"), without);
  }
  CHECK(last.list(organisation("a"), {}).data.front().get().name == "with");
  CHECK(first.list(organisation("a"), {}).data.front().get().name == "without");
}

TEST_CASE("a store of an endpoint keeps the nulls where the description puts them",
          "[memory_store]") {
  basic_memory_store<sales::endpoint> described;
  basic_memory_store<sales::endpoint> last(nulls_last);
  sales::deal with{};
  with.number = "with";
  with.due_at = timestamp{};
  sales::deal without{};
  without.number = "without";
  for (auto* store : {&described, &last}) {
    store->add(organisation("a"), with);
    store->add(organisation("a"), without);
  }
  CHECK(described.list(organisation("a"), {}).data.front().get().number == "without");
  CHECK(last.list(organisation("a"), {}).data.front().get().number == "with");
}
