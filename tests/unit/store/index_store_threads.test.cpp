// SPDX-License-Identifier: BSL-1.0
// Concurrent reads and writes. The thread sanitizer runs this file too, in a separate program.
#include <leadcore/store/index_store.hpp>

#include "support/catch.hpp"
#include "support/organisation.hpp"

#include <leadcore/json/write.hpp>
#include <leadcore/query/list.hpp>
#include <leadcore/query/query_string.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace {

using namespace leadcore;
using leadcore::test_support::organisation;

lead lead_named(std::string id, std::string name) {
  return {.id = std::move(id), .name = std::move(name)};
}

} // namespace

TEST_CASE("readers see one state while a writer changes it", "[index]") {
  const std::size_t count = 100;
  std::vector<lead> rows;
  for (std::size_t i = 0; i < count; ++i) {
    rows.push_back(lead_named(std::to_string(i), "Jane"));
    rows.back().phones = {"+1415555" + std::to_string(1000 + i)};
    rows.back().next_call_at = timestamp::from_milliseconds(static_cast<std::int64_t>(i % 7));
  }
  lead_index index(rows);
  std::atomic<bool> stop = false;
  std::atomic<std::size_t> wrong = 0;
  std::atomic<std::size_t> answers = 0;
  std::vector<std::thread> readers;
  for (int i = 0; i < 3; ++i) {
    readers.emplace_back([&] {
      while (!stop) {
        const auto page = index.list(*parse_query("search=generation&pageSize=100"));
        // In each state, either all names contain "generation" or none does.
        wrong += page.pagination.total != page.data.size() ? 1U : 0U;
        for (const auto& each : page.data) {
          wrong += each.get().name().find("generation") == std::string_view::npos ? 1U : 0U;
        }
        const lead_snapshot snapshot = index.snapshot();
        std::uint64_t statuses = 0;
        for (const char* const raw : {"status=NOT_CONTACTED", "status=CONTACTED",
                                      "status=QUALIFIED", "status=CONVERTED", "status=LOST"}) {
          statuses += snapshot.list(*parse_query(raw)).pagination.total;
        }
        wrong += statuses != snapshot.size() ? 1U : 0U;
        ++answers;
      }
    });
  }
  std::mt19937 random(9);
  for (int step = 0; step < 3'000 || answers < 10; ++step) {
    lead& each = rows[random() % rows.size()];
    each.name = "generation " + std::to_string(step);
    each.status = static_cast<lead_status>(random() % 5);
    if (step % 10 == 0) {
      index.erase(each.id);
    }
    index.upsert(each);
  }
  stop = true;
  for (std::thread& reader : readers) {
    reader.join();
  }
  CHECK(wrong == 0);
  for (const char* const raw :
       {"pageSize=100", "search=generation", "search=jane", "status=LOST"}) {
    const lead_query query = *parse_query(raw);
    CHECK(to_json(index.list(query)) == to_json(list(rows, query)));
  }
}

TEST_CASE("a store is read while organisations and leads are added", "[index_store]") {
  constexpr std::size_t organisations = 40;
  index_store store;
  std::atomic<bool> done = false;
  std::atomic<bool> as_it_should_be = true;
  std::vector<std::thread> threads;
  for (int reader = 0; reader < 2; ++reader) {
    threads.emplace_back([&] {
      do {
        for (std::size_t i = 0; i < organisations; ++i) {
          const std::string id = std::to_string(i);
          const snapshot_page page = store.list(organisation(id), {});
          for (const indexed_lead& each : page.data) {
            if (each.name() != id || page.data.size() != page.pagination.total) {
              as_it_should_be = false;
            }
          }
        }
      } while (!done);
    });
  }
  std::vector<std::thread> writers;
  for (int writer = 0; writer < 2; ++writer) { // both add to every organisation
    writers.emplace_back([&, writer] {
      for (std::size_t i = 0; i < organisations; ++i) {
        const std::string id = std::to_string(i);
        store.of(organisation(id)).upsert(lead_named(std::to_string(writer), id));
      }
    });
  }
  for (std::thread& writer : writers) {
    writer.join();
  }
  done = true;
  for (std::thread& reader : threads) {
    reader.join();
  }
  CHECK(as_it_should_be);
  for (std::size_t i = 0; i < organisations; ++i) {
    CHECK(store.size(organisation(std::to_string(i))) == 2);
  }
}
