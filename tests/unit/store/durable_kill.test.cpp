// SPDX-License-Identifier: BSL-1.0
// Writers that are killed at random points: nothing acknowledged is lost, nothing half is there.
#include <leadcore/store/durable.hpp>

#include "support/durable_files.hpp"
#include "support/leads.hpp"
#include "support/organisation.hpp"

#include <leadcore/json/write.hpp>
#include <leadcore/query/list.hpp>

#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <thread>
#include <vector>

namespace {

using namespace leadcore;
using leadcore::test_support::durable_folder;
using leadcore::test_support::opened;

struct killed_batch {
  std::vector<lead> upserted;
  std::vector<std::string> erased;
};
using killed_rows = std::map<std::string, lead>; // by key

/// The batch of a number, the same in both processes. Some are large enough for a checkpoint.
killed_batch batch_of(unsigned number) {
  std::mt19937 random(number);
  killed_batch made{test_support::many(1 + random() % 12, number), {}};
  for (lead& each : made.upserted) {
    each.id = "id" + std::to_string(random() % 40);
    each.notes = std::string(random() % 8 == 0 ? random() % 300'000 : random() % 2'000, 'n');
  }
  for (auto i = random() % 6; i > 0; --i) {
    made.erased.push_back("id" + std::to_string(random() % 40));
  }
  return made;
}

void apply_batch(const killed_batch& batch, killed_rows& rows) {
  for (const std::string& key : batch.erased) {
    rows.erase(key);
  }
  for (const lead& each : batch.upserted) {
    rows.insert_or_assign(each.id, each);
  }
}

/// Writes batches from a number on, and sends the number of each one that is acknowledged.
[[noreturn]] void write_until_killed(const std::string& file, unsigned from, int to_parent) {
  const auto store = durable_store::open(file);
  const auto owner = test_support::organisation("acme");
  for (unsigned number = from; store.has_value(); ++number) {
    const killed_batch batch = batch_of(number);
    if ((*store)->write(owner, batch.upserted, batch.erased).has_value() ||
        write(to_parent, &number, sizeof number) != sizeof number) {
      break;
    }
  }
  _exit(1); // not reached: an error, or the parent is gone
}

std::string all_rows_as_json(const killed_rows& rows) {
  std::vector<lead> sorted;
  for (const auto& [unused, row] : rows) {
    sorted.push_back(row);
  }
  return to_json(leadcore::list(sorted, test_support::asked("pageSize=100")));
}

} // namespace

TEST_CASE("a durable_store loses nothing acknowledged when its process is killed", "[durable]") {
  const durable_folder folder;
  const auto owner = test_support::organisation("acme");
  constexpr int kills = 220;
  std::mt19937 random(std::random_device{}());
  killed_rows rows;
  unsigned next = 0;
  unsigned acknowledged_in_all = 0;
  unsigned committed_unacknowledged = 0;
  for (int round = 0; round < kills; ++round) {
    std::array<int, 2> ends{};
    REQUIRE(pipe(ends.data()) == 0);
    const pid_t writer = fork();
    if (writer == 0) {
      close(ends[0]);
      write_until_killed(folder.file(), next, ends[1]);
    }
    close(ends[1]);
    if (round % 2 == 0) { // while it writes; otherwise also while it opens the file
      pollfd acknowledged{ends[0], POLLIN, 0};
      REQUIRE(poll(&acknowledged, 1, 60'000) == 1);
    }
    std::this_thread::sleep_for(std::chrono::microseconds(random() % 20'000));
    REQUIRE(kill(writer, SIGKILL) == 0);
    int status = 0;
    REQUIRE(waitpid(writer, &status, 0) == writer);
    REQUIRE(WIFSIGNALED(status)); // it had no error
    for (unsigned number = 0; read(ends[0], &number, sizeof number) == sizeof number;) {
      REQUIRE(number == next);
      apply_batch(batch_of(next++), rows);
      ++acknowledged_in_all;
    }
    close(ends[0]);

    // At most one more batch is there, whole: the one that was killed before it was acknowledged.
    const auto store = opened(folder.file());
    const std::string found = to_json(store->list(owner, test_support::asked("pageSize=100")));
    if (found != all_rows_as_json(rows)) {
      apply_batch(batch_of(next++), rows);
      ++committed_unacknowledged;
      INFO("round " << round << ", batch " << next);
      REQUIRE(found == all_rows_as_json(rows));
    }
    std::vector<lead> expected;
    for (const auto& [unused, row] : rows) {
      expected.push_back(row);
    }
    for (const char* const query : {"search=doe", "status=LOST&pageSize=3&page=2", "search=co+4",
                                    "assignedToId=unassigned", "search=%2B1415"}) {
      INFO(query);
      CHECK(to_json(store->list(owner, test_support::asked(query))) ==
            to_json(leadcore::list(expected, test_support::asked(query))));
    }
  }
  INFO(acknowledged_in_all << " batches, and " << committed_unacknowledged
                           << " that were killed before they were acknowledged");
  CHECK(acknowledged_in_all >= kills / 2);
}
