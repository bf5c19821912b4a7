// SPDX-License-Identifier: BSL-1.0
#include <leadcore/store/index_store.hpp>

#include "support/catch.hpp"
#include "support/documented_answer.hpp"
#include "support/organisation.hpp"

#include <leadcore/http/access.hpp>
#include <leadcore/http/list_leads.hpp>
#include <leadcore/query/query_string.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace leadcore;
using leadcore::test_support::documented_lead;
using leadcore::test_support::named_lead;
using leadcore::test_support::organisation;

std::string names(const snapshot_page& page) {
  std::string out = std::to_string(page.pagination.total) + ":";
  for (const indexed_lead& each : page.data) {
    out += " " + std::string(each.name());
  }
  return out;
}

} // namespace

// spec org.1, org.2
TEST_CASE("an index_store answers with the leads of one organisation only", "[index_store]") {
  index_store store;
  store.of(organisation("a")).upsert(named_lead("1", "Jane"));
  store.of(organisation("a")).upsert(named_lead("2", "John"));
  store.of(organisation("b"))
      .upsert(named_lead("1", "Jane of B")); // ids are unique within an organisation only
  const auto asked = [&](std::string_view id, std::string_view query) {
    return names(store.list(organisation(id), *parse_query(query)));
  };
  CHECK(asked("a", "") == "2: Jane John");
  CHECK(asked("b", "") == "1: Jane of B");
  CHECK(asked("a", "search=of+b") == "0:");
  CHECK(asked("a", "pageSize=1&page=2") == "2: John");
  CHECK(asked("c", "") == "0:");
  CHECK(asked("A", "") == "0:");
  CHECK(store.size(organisation("a")) == 2);
  CHECK(store.size(organisation("c")) == 0);
}

TEST_CASE("an organisation has one index with a stable address", "[index_store]") {
  index_store store;
  lead_index& first = store.of(organisation("m"));
  for (const char id : std::string_view("zaybxc")) {
    static_cast<void>(store.of(organisation(std::string_view(&id, 1))));
  }
  CHECK(&store.of(organisation("m")) == &first);
  CHECK(&store.of(organisation("z")) != &first);
}

TEST_CASE("an index_store sorts nulls as configured", "[index_store]") {
  index_store last;
  index_store first(nulls_first);
  lead without = named_lead("2", "without");
  without.next_call_at.reset();
  for (index_store* store : {&last, &first}) {
    store->of(organisation("a")).upsert(named_lead("1", "with"));
    store->of(organisation("a")).upsert(without);
  }
  CHECK(names(last.list(organisation("a"), {})) == "2: with without");
  CHECK(names(first.list(organisation("a"), {})) == "2: without with");
}

TEST_CASE("a page does not change when the leads do", "[index_store]") {
  index_store store;
  store.of(organisation("a")).upsert(named_lead("1", "Jane"));
  const snapshot_page page = store.list(organisation("a"), {});
  store.of(organisation("a")).upsert(named_lead("1", "Joan"));
  store.of(organisation("a")).erase("1");
  CHECK(names(page) == "1: Jane");
  CHECK(names(store.list(organisation("a"), {})) == "0:");
}

TEST_CASE("an index_store answers requests", "[index_store]") {
  struct one_key {
    std::optional<principal> authenticate(std::string_view) const {
      return principal{organisation("a"), {"leads.read"}};
    }
  };
  index_store store;
  store.of(organisation("a")).upsert(documented_lead);
  store.of(organisation("b")).upsert(named_lead("1", "Jane of B"));
  const http::request request{
      .method = "GET", .target = "/api/v1/leads", .headers = {{"Authorization", "Bearer any"}}};
  const http::response answer = http::list_leads(request, store, one_key{});
  CHECK(answer.status == 200);
  CHECK(answer.body == to_json(list(std::vector<lead_view>{documented_lead}, {})));
}
