// SPDX-License-Identifier: BSL-1.0
#include <leadcore/index/lead_index.hpp>

#include "support/catch.hpp"
#include "support/substring_model.hpp"

#include <leadcore/json/write.hpp>
#include <leadcore/query/query_string.hpp>

#include <cstdlib>
#include <functional>
#include <limits>
#include <map>
#include <new>
#include <string>
#include <vector>

// Memory that runs out when a test says so.

namespace {

constexpr std::size_t plenty = std::numeric_limits<std::size_t>::max();
thread_local std::size_t allocations_left = plenty;

} // namespace

// Not inlined, or g++ sees free() meet new.
[[gnu::noinline]] void* operator new(std::size_t size) {
  if (allocations_left != plenty && allocations_left-- == 0) {
    allocations_left = plenty;
    throw std::bad_alloc();
  }
  if (void* const memory = std::malloc(size == 0 ? 1 : size)) {
    return memory;
  }
  throw std::bad_alloc();
}
[[gnu::noinline]] void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  return std::malloc(size == 0 ? 1 : size);
}
[[gnu::noinline]] void operator delete(void* memory) noexcept {
  std::free(memory);
}
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}

using namespace leadcore;

namespace {

std::vector<lead> numbered_leads() {
  std::vector<lead> out;
  for (int i = 0; i < 40; ++i) {
    const std::string number = std::to_string(i);
    out.push_back({.id = "an id that is kept on the heap " + number,
                   .name = "Jane Doe " + number,
                   .phones = {"+14155550101"},
                   .company = "Acme",
                   .status = static_cast<lead_status>(i % 5),
                   .assigned_to_id = "owner " + std::to_string(i % 3)});
  }
  return out;
}

std::string everything(const lead_index& index) {
  std::string out;
  for (const char* const raw : {"pageSize=100", "search=jane+doe+1&pageSize=100",
                                "status=LOST&assignedToId=owner+1", "search=4155"}) {
    append_json(out, index.list(*parse_query(raw)));
  }
  return out;
}

/// A change with memory for no allocation, for one, and so on, until it succeeds: before that,
/// nothing may change.
void require_all_or_nothing(const std::function<void(lead_index&)>& change) {
  const std::vector<lead> rows = numbered_leads();
  lead_index index(rows);
  for (int i = 0; i < 512; ++i) { // the next text that changes makes a segment of the tail
    lead again = rows[7];
    again.name = "draft " + std::to_string(i);
    index.upsert(again);
  }
  index.upsert(rows[8]);
  const std::string before = everything(index);
  const lead_snapshot snapshot = index.snapshot();
  std::size_t failures = 0;
  for (std::size_t allowed = 0;; ++allowed) {
    bool failed = false;
    allocations_left = allowed;
    try {
      change(index);
    } catch (const std::bad_alloc&) {
      failed = true;
    }
    allocations_left = plenty;
    if (!failed) {
      break;
    }
    ++failures;
    REQUIRE(everything(index) == before);
  }
  CHECK(failures > 10);
  CHECK(everything(index) != before);
  CHECK(snapshot.size() == rows.size());
}

} // namespace

TEST_CASE("where memory runs out, a change leaves the index as it was") {
  lead row = numbered_leads()[3];
  SECTION("a new lead with a new owner") {
    row.id = "a new lead, which comes first: 0";
    row.assigned_to_id = "a new owner whose name is long";
    require_all_or_nothing([&](lead_index& index) { index.upsert(row); });
  }
  SECTION("a lead that moves") {
    row.next_call_at = timestamp::from_milliseconds(5);
    row.status = lead_status::lost;
    require_all_or_nothing([&](lead_index& index) { index.upsert(row); });
  }
  SECTION("a lead whose text changes, which makes a segment") {
    row.name = "Jane Doe 1 renamed";
    require_all_or_nothing([&](lead_index& index) { index.upsert(row); });
  }
  SECTION("a lead that goes") {
    require_all_or_nothing([&](lead_index& index) { index.erase(row.id); });
  }
  SECTION("all leads anew") {
    std::vector<lead> half = numbered_leads();
    half.resize(20);
    require_all_or_nothing([&](lead_index& index) { index.assign(half); });
  }
}

TEST_CASE("where memory runs out within a merge, the texts stay, and the merge begins anew") {
  using small_index = detail::segmented_index<testing::middle_delimiter, testing::small_segments>;
  small_index index;
  std::map<detail::doc_id, std::string> live;
  const std::vector<std::string> sought{"no. 1", "7"};
  std::size_t failures = 0;
  std::size_t merged = 0;
  for (std::size_t i = 0; i < 800; ++i) {
    small_index draft = index; // dropped if memory runs out, as a transaction is
    const std::string text = "ann no. " + std::to_string(live.size());
    detail::doc_id doc = 0;
    bool failed = false;
    allocations_left = i % 8 == 0 ? i / 8 % 60 : plenty;
    try {
      doc = draft.add(text);
    } catch (const std::bad_alloc&) {
      failed = true;
    }
    allocations_left = plenty;
    if (failed) {
      ++failures;
    } else {
      live.emplace(doc, text);
      merged += draft.segments().size() < index.segments().size() ? 1U : 0U;
      index = draft;
    }
    REQUIRE(index.search(sought).docs() == testing::naive_search(live, sought));
  }
  CHECK(failures > 20);
  CHECK(merged > 5);
}
