// SPDX-License-Identifier: BSL-1.0
#include <leadcore/index/lead_snapshot.hpp>

#include "support/catch.hpp"
#include "support/index_answers.hpp"
#include "support/leads.hpp"

#include <leadcore/index/lead_index.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

using namespace leadcore;
using namespace leadcore::test_support;

TEST_CASE("a snapshot, a page and a found lead stay what they were") {
  lead_index index(std::vector<lead>{row("1", "Jane", 1), row("2", "Joan", 2)});
  const lead_snapshot before = index.snapshot();
  const snapshot_page page = index.list({});
  const auto jane = index.find("1");
  index.upsert(row("1", "Changed", 3));
  index.erase("2");
  index.assign(std::vector<lead>{row("9", "New")});
  CHECK(ids(index.list({})) == strings{"9"});
  CHECK(ids(before.list({})) == strings{"1", "2"});
  CHECK(ids(before.list(asked("search=joan"))) == strings{"2"});
  CHECK(before.find("1")->name() == "Jane");
  CHECK(ids(page) == strings{"1", "2"});
  CHECK(jane->name() == "Jane");
  CHECK(before.size() == 2);
}

TEST_CASE("a snapshot outlives its index") {
  auto index = std::make_unique<lead_index>(many(300, 1));
  const lead_snapshot first = index->snapshot();
  for (const lead& each : many(300, 2)) {
    index->upsert(each);
  }
  const lead_snapshot last = index->snapshot();
  index.reset();
  require_same_answers(first, many(300, 1));
  CHECK(last.size() >= 300);
}

TEST_CASE("a snapshot is a range of its leads in order") {
  const std::vector<lead> rows = many(500, 7);
  const lead_snapshot snapshot = lead_index(rows).snapshot();
  std::vector<std::string> walked;
  for (const indexed_lead& each : snapshot) {
    walked.emplace_back(each.id());
  }
  CHECK(walked.size() == snapshot.size());
  std::vector<std::string> paged;
  for (std::uint64_t page = 1; paged.size() < snapshot.size(); ++page) {
    lead_query query;
    query.page = {page, 100};
    for (const std::string& id : ids(snapshot.list(query))) {
      paged.push_back(id);
    }
  }
  CHECK(walked == paged);
}

TEST_CASE("a state of an index has a version of its own, and so has each page of it") {
  lead_index index(many(3, 1));
  const lead_snapshot before = index.snapshot();
  CHECK(index.snapshot().version() == before.version());
  CHECK(index.list({}).version() == before.version());
  index.upsert(many(1, 2).front());
  CHECK(index.list({}).version() != before.version());
  CHECK(before.list({}).version() == before.version());
}
