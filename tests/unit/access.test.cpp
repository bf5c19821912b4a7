// SPDX-License-Identifier: BSL-1.0
#include <leadcore/access.hpp>

#include "support/catch.hpp"
#include "support/documented_answer.hpp"

#include <array>
#include <cstdint>
#include <numeric>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace leadcore;
using leadcore::test_support::documented_lead;

organisation_id organisation(std::string_view id) {
  return *parse_organisation_id(id);
}

/// A digest good enough for tests: FNV-1a. Counts how often it is asked.
struct test_hash {
  int* calls;
  std::array<std::uint8_t, 8> operator()(std::string_view text) const {
    ++*calls;
    std::uint64_t state = 0xcbf29ce484222325U;
    for (const char c : text) {
      state = (state ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
    }
    std::array<std::uint8_t, 8> digest{};
    for (std::size_t i = 0; i < digest.size(); ++i) {
      digest[i] = static_cast<std::uint8_t>(state >> 8 * i);
    }
    return digest;
  }
};

lead row(std::string_view id, std::string_view name) {
  lead made = to_lead(documented_lead);
  made.id = id;
  made.name = name;
  return made;
}

} // namespace

TEST_CASE("a principal has its organisation after a move too", "[access]") {
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

TEST_CASE("digests are equal when every byte is, wherever they differ", "[access]") {
  std::array<std::uint8_t, 32> digest{};
  std::iota(digest.begin(), digest.end(), std::uint8_t{250}); // wraps
  CHECK(equal_in_constant_time(digest, digest));
  for (std::size_t i = 0; i < digest.size(); ++i) {
    for (unsigned bit = 0; bit < 8; ++bit) {
      auto other = digest;
      other[i] = static_cast<std::uint8_t>(other[i] ^ 1U << bit);
      CHECK_FALSE(equal_in_constant_time(digest, other));
      CHECK_FALSE(equal_in_constant_time(other, digest));
    }
  }
  CHECK(equal_in_constant_time(std::array<std::uint8_t, 0>{}, std::array<std::uint8_t, 0>{}));
}

TEST_CASE("a key is known by its digest", "[access]") {
  int calls = 0;
  digest_authenticator<test_hash> keys(test_hash{&calls});
  CHECK_FALSE(keys.authenticate("key-a").has_value());
  const test_hash hash{&calls};
  const principal a{organisation("org-a"), {"leads.read"}};
  const principal b{organisation("org-b"), {}};
  keys.add(hash("key-a"), a);
  keys.add(hash("key-b"), b);
  calls = 0;
  CHECK(keys.authenticate("key-a") == a);
  CHECK(keys.authenticate("key-b") == b);
  CHECK_FALSE(keys.authenticate("").has_value());
  CHECK_FALSE(keys.authenticate("key").has_value());
  CHECK_FALSE(keys.authenticate("KEY-A").has_value());
  CHECK(calls == 5); // once for each question, whatever the answer
}

TEST_CASE("adding a digest again changes whom the key stands for", "[access]") {
  int calls = 0;
  digest_authenticator<test_hash> keys(test_hash{&calls});
  const auto digest = test_hash{&calls}("key");
  keys.add(digest, {organisation("old"), {"leads.read"}});
  keys.add(digest, {organisation("new"), {}});
  CHECK(keys.authenticate("key") == principal{organisation("new"), {}});
}

// decision table, row organisation
TEST_CASE("a memory_store answers with the leads of one organisation only", "[access]") {
  memory_store store;
  store.add(organisation("a"), row("1", "Jane"));
  store.add(organisation("a"), row("2", "John"));
  store.add(organisation("b"), row("1", "Jane of B")); // ids are unique in an organisation only
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

TEST_CASE("a memory_store places nulls as it was told", "[access]") {
  memory_store last;
  memory_store first(nulls_first);
  lead without = row("2", "without");
  without.next_call_at.reset();
  for (memory_store* store : {&last, &first}) {
    store->add(organisation("a"), row("1", "with"));
    store->add(organisation("a"), without);
  }
  CHECK(last.list(organisation("a"), {}).data.front().get().name == "with");
  CHECK(first.list(organisation("a"), {}).data.front().get().name == "without");
}
