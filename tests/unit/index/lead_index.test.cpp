// SPDX-License-Identifier: BSL-1.0
#include <leadcore/index/lead_index.hpp>

#include "support/catch.hpp"
#include "support/index_answers.hpp"
#include "support/leads.hpp"

#include <leadcore/query/list.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <memory>
#include <random>
#include <ranges>
#include <string>
#include <string_view>
#include <vector>

using namespace leadcore;
using namespace leadcore::test_support;

TEST_CASE("an empty index answers") {
  const lead_index index;
  CHECK(index.size() == 0);
  CHECK(index.find("1") == nullptr);
  CHECK(index.list({}).data.empty());
  CHECK(index.list(asked("search=x")).pagination == paginate(0, {}));
  CHECK(index.snapshot().begin() == index.snapshot().end());
}

TEST_CASE("an upsert tells whether the lead is new, an erase whether it was there") {
  lead_index index;
  CHECK(index.upsert(row("1", "Jane")));
  CHECK_FALSE(index.upsert(row("1", "Joan", 5, "u1")));
  CHECK(index.size() == 1);
  CHECK((*index.find("1")).name() == "Joan");
  CHECK(ids(index.list(asked("search=joan&assignedToId=u1"))) == strings{"1"});
  CHECK(index.list(asked("search=jane")).data.empty());
  CHECK(index.list(asked("assignedToId=unassigned")).data.empty());
  CHECK_FALSE(index.erase("2"));
  CHECK(index.erase("1"));
  CHECK(index.size() == 0);
  CHECK(index.list(asked("assignedToId=u1")).data.empty());
}

TEST_CASE("of leads with one id the last is kept") {
  const std::vector<lead> rows{row("1", "first"), row("2", "two"), row("1", "second"),
                               row("1", "third")};
  const lead_index index(rows);
  CHECK(index.size() == 2);
  CHECK((*index.find("1")).name() == "third");
  CHECK(index.list(asked("search=first")).data.empty());
  CHECK(ids(index.list(asked("search=third"))) == strings{"1"});
}

TEST_CASE("leads held by pointers are indexed like the leads") {
  const std::vector<lead> rows{row("1", "one"), row("2", "two"), row("3", "three")};
  std::vector<std::shared_ptr<const lead>> shared;
  std::vector<const lead*> raw;
  lead_index one_by_one;
  for (const lead& each : rows) {
    shared.push_back(std::make_shared<const lead>(each));
    raw.push_back(&each);
    CHECK(one_by_one.upsert(std::make_unique<lead>(each)));
  }
  CHECK_FALSE(one_by_one.upsert(shared.front()));
  const auto pointed =
      rows | std::views::transform([](const lead& each) { return std::make_unique<lead>(each); });
  const auto expected = ids(lead_index(rows).list({}));
  CHECK(expected.size() == 3);
  CHECK(ids(one_by_one.list({})) == expected);
  CHECK(ids(lead_index(shared).list({})) == expected);
  CHECK(ids(lead_index(raw).list({})) == expected);
  CHECK(ids(lead_index(pointed).list({})) == expected);
}

TEST_CASE("ids that begin alike are told apart") {
  const std::string common = "an id of more than sixteen bytes ";
  lead_index index;
  for (const char* const end : {"b", "a", "", "ab"}) {
    index.upsert(row(common + end, end));
  }
  index.upsert(row(std::string("0\0", 2), "with a zero byte"));
  index.upsert(row("0", "without"));
  CHECK(index.size() == 6);
  CHECK((*index.find(common + "a")).name() == "a");
  CHECK((*index.find("0")).name() == "without");
  CHECK(ids(index.list({})) ==
        strings{"0", std::string("0\0", 2), common, common + "a", common + "ab", common + "b"});
}

TEST_CASE("a change of one value alone is seen wherever it counts") {
  std::vector<lead> rows = many(60, 15);
  lead_index index(rows);
  const std::vector<std::function<void(lead&)>> changes{
      [](lead& each) { each.status = lead_status::qualified; },
      [](lead& each) { each.status = lead_status::lost; },
      [](lead& each) { each.assigned_to_id = "u9"; },
      [](lead& each) { each.assigned_to_id.reset(); },
      [](lead& each) { each.next_call_at = timestamp::from_milliseconds(7); },
      [](lead& each) { each.next_call_at.reset(); },
      [](lead& each) { each.created_at = *timestamp::from_milliseconds(77); },
      [](lead& each) { each.name = "Quentin"; },
      [](lead& each) { each.company = "Quorum"; },
      [](lead& each) { each.company.reset(); },
      [](lead& each) { each.phones.emplace_back("+999888777"); },
      [](lead& each) { each.phones = {"+999111222"}; },
      [](lead& each) { each.emails.emplace_back("quill@acme.com"); },
      [](lead& each) { each.emails.clear(); },
  };
  for (const auto& change : changes) {
    lead& changed = rows[rows.size() / 2];
    const lead before = changed;
    change(changed);
    index.upsert(changed);
    require_same_answers(index.snapshot(), rows);
    for (const lead* const each : {&before, static_cast<const lead*>(&changed)}) {
      for (const lead_query& query : filters_of(*each)) {
        require_same_answer(index.snapshot(), rows, query);
      }
    }
    for (const std::string_view raw : {"search=quentin", "search=quorum", "search=999888",
                                       "search=999111", "search=quill", "search=com"}) {
      INFO(raw);
      require_same_answer(index.snapshot(), rows, asked(raw));
    }
  }
}

#if defined(__GLIBCXX__)
TEST_CASE("ids with the same hash are told apart") {
  // libstdc++ hashes by MurmurHash64A, two blocks of eight bytes here: any first block has a second
  // with which they collide.
  constexpr std::uint64_t factor = 0xC6A4'A793'5BD1'E995;
  std::uint64_t inverse = factor;
  for (int doubled = 0; doubled < 6; ++doubled) {
    inverse *= 2 - factor * inverse;
  }
  const auto mixed = [&](std::uint64_t block) {
    block *= factor;
    return (block ^ block >> 47U) * factor;
  };
  const auto unmixed = [&](std::uint64_t block) {
    block *= inverse;
    return (block ^ block >> 47U) * inverse;
  };
  const auto second_of = [&](std::uint64_t first) {
    return (0xC70F'6907 ^ 16 * factor ^ mixed(first)) * factor;
  };
  const auto id_of = [&](std::uint64_t first) {
    const std::array<std::uint64_t, 2> blocks{first, unmixed(second_of(first) ^ 0x1234'5678)};
    std::string id(sizeof(blocks), '\0');
    std::memcpy(id.data(), blocks.data(), sizeof(blocks));
    return id;
  };
  std::vector<lead> rows = many(150, 16); // more than a node holds
  for (std::size_t i = 0; i < rows.size(); ++i) {
    rows[i].id = id_of(i);
    REQUIRE(std::hash<std::string_view>{}(rows[i].id) ==
            std::hash<std::string_view>{}(id_of(1'000)));
  }
  lead_index index(rows);
  require_same_answers(index.snapshot(), rows);
  CHECK(index.find(id_of(1'000)) == nullptr);
  for (lead& each : rows) {
    each.name += " again";
    CHECK_FALSE(index.upsert(each));
    CHECK(index.find(each.id)->name() == each.name);
  }
  require_same_answers(index.snapshot(), rows);
  CHECK_FALSE(index.erase(id_of(1'000)));
  while (rows.size() > 20) {
    CHECK(index.erase(rows.back().id));
    rows.pop_back();
  }
  CHECK(index.upsert(rows.emplace_back(row(id_of(1'000), "new"))));
  require_same_answers(index.snapshot(), rows);
}
#endif

TEST_CASE("leads that are gone once the next is read are kept") {
  const std::vector<lead> rows = many(500, 9);
  const lead_index by_value(rows | std::views::transform([](const lead& each) { return each; }));
  require_same_answers(by_value.snapshot(), rows);
}

TEST_CASE("thousands of leads, in one go or one by one, answer as list() does") {
  const std::vector<lead> rows = many(3000, 4);
  const lead_index filled(rows);
  require_same_answers(filled.snapshot(), rows);
  lead_index grown;
  for (const lead& each : rows) {
    grown.upsert(each);
  }
  require_same_answers(grown.snapshot(), rows);
}

TEST_CASE("leads whose texts change again and again answer as list() does") {
  // More than enough changes to fill buffers, merge segments and renumber all documents.
  std::vector<lead> rows = many(200, 5);
  lead_index index(rows);
  std::mt19937 random(6);
  for (int step = 0; step < 12'000; ++step) {
    lead& each = rows[random() % rows.size()];
    each.name = "Name " + std::to_string(random() % 400);
    each.next_call_at = timestamp::from_milliseconds(static_cast<std::int64_t>(random() % 50));
    index.upsert(each);
    if (step % 3'000 == 0) {
      require_same_answers(index.snapshot(), rows);
    }
  }
  require_same_answers(index.snapshot(), rows);
}

TEST_CASE("owners that come and go answer as list() does") {
  // More than enough to renumber all owners.
  std::vector<lead> rows = many(40, 12);
  lead_index index(rows);
  for (int step = 0; step < 9'000; ++step) {
    lead& each = rows[static_cast<std::size_t>(step) % rows.size()];
    each.assigned_to_id =
        step % 7 == 0 ? std::nullopt : std::optional("u" + std::to_string(step % 8'999));
    index.upsert(each);
  }
  require_same_answers(index.snapshot(), rows);
  CHECK(index.list(asked("assignedToId=u8997")).pagination.total == 1);
  CHECK(index.list(asked("assignedToId=u1")).pagination.total == 0);
}

TEST_CASE("leads of any times are in order, also where their abbreviated keys are equal") {
  constexpr std::int64_t day = 86'400'000;
  const std::int64_t first = timestamp::min().milliseconds_since_epoch();
  const std::int64_t last = timestamp::max().milliseconds_since_epoch();
  const std::vector<std::int64_t> instants{first,
                                           first + 1,
                                           -day,
                                           -1,
                                           0,
                                           1,
                                           1023,
                                           1024,
                                           1777720200000,
                                           1777720200001,
                                           1777720201024,
                                           4398046511103,
                                           4398046511104,
                                           4398046511105,
                                           last - 1,
                                           last};
  std::mt19937 random(11);
  std::vector<lead> rows;
  lead_index grown;
  for (int i = 0; i < 3'000; ++i) {
    lead each = row("id" + std::to_string(random() % 2'000), "Ann");
    if (random() % 4 != 0) {
      each.next_call_at = timestamp::from_milliseconds(instants[random() % instants.size()]);
    }
    each.created_at = *timestamp::from_milliseconds(instants[random() % instants.size()]);
    grown.upsert(each);
    std::erase_if(rows, [&](const lead& other) { return other.id == each.id; });
    rows.push_back(std::move(each));
  }
  const lead_index filled(rows);
  for (const null_placement nulls : {nulls_last, nulls_first}) {
    for (std::uint64_t page = 1; page <= rows.size() / 100 + 1; ++page) {
      lead_query query;
      query.page = {page, 100};
      const strings expected = ids(list_references(rows, query, nulls));
      REQUIRE(ids(grown.list(query, nulls)) == expected);
      REQUIRE(ids(filled.list(query, nulls)) == expected);
    }
  }
}
