// SPDX-License-Identifier: BSL-1.0
#include <leadcore/query/list.hpp>

#include "support/answers/query.hpp"
#include "support/archetypes.hpp"
#include "support/catch.hpp"
#include "support/leads.hpp"

#include <algorithm>
#include <forward_list>
#include <list>
#include <memory>
#include <ranges>
#include <span>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <vector>

using namespace leadcore;
using test_support::asked;
using test_support::ids;
using test_support::minimal_row;

namespace {

/// Counts its copies, and throws at a chosen one.
struct counted_row : lead {
  static inline int copies = 0;
  static inline int throw_at = -1;
  static inline int alive = 0;
  static inline int most_alive = 0;

  counted_row() { born(); }
  explicit counted_row(lead row) : lead(std::move(row)) { born(); }
  counted_row(const counted_row& other) : lead(other) {
    if (++copies == throw_at) {
      throw std::runtime_error("copy");
    }
    born();
  }
  counted_row(counted_row&& other) noexcept : lead(std::move(other)) { born(); }
  counted_row& operator=(const counted_row&) = default;
  counted_row& operator=(counted_row&&) = default;
  ~counted_row() { --alive; }
  static void born() { most_alive = std::max(most_alive, ++alive); }
  static void reset(int throwing = -1) {
    copies = 0;
    throw_at = throwing;
    most_alive = alive;
  }
};

lead numbered(int number) {
  lead one{.id = std::to_string(100'000 + number), .name = "Lead " + std::to_string(number)};
  if (number % 3 != 0) {
    one.next_call_at = timestamp::from_milliseconds((number * 7919) % 1000);
  }
  one.created_at = *timestamp::from_milliseconds((number * 104'729) % 97);
  one.status = lead_statuses[static_cast<std::size_t>(number) % 5];
  return one;
}

std::vector<lead> many(int count) {
  std::vector<lead> out;
  for (int i = 0; i < count; ++i) {
    out.push_back(numbered(i));
  }
  return out;
}

/// The expected ids of a page, computed the obvious way.
std::vector<std::string> expected_ids(std::vector<lead> leads, const lead_query& query) {
  std::erase_if(leads, [&](const lead& each) { return !matches(each, query); });
  std::sort(leads.begin(), leads.end(), lead_order);
  const row_slice slice = slice_of(leads.size(), query.page);
  std::vector<std::string> out;
  for (std::uint64_t i = slice.first; i < slice.last; ++i) {
    out.push_back(leads[i].id);
  }
  return out;
}

} // namespace

BOOST_HANA_ADAPT_STRUCT(counted_row, id, name, phones, emails, primary_phone, primary_email,
                        contact_id, company, source, status, notes, next_call_at, created_at,
                        updated_at, assigned_to_id, client_id);

TEST_CASE("hostile leads are listed as the vectors say") {
  test_support::answers::loaded_leads loaded;
  for (const auto& each : LEADCORE_VECTORS("list.jsonl")) {
    INFO(each.where());
    if (each.call == "load_leads") {
      CHECK(test_support::answers::load_leads(each, loaded) == each.out);
      continue;
    }
    REQUIRE(each.call == "list");
    CHECK(test_support::answers::list(each, loaded) == each.out);
  }
}

TEST_CASE("every kind of range gives the same page") {
  const std::vector<lead> leads = many(500);
  const std::list<lead> linked(leads.begin(), leads.end());
  const std::forward_list<lead> single(leads.begin(), leads.end());
  for (const char* text :
       {"", "page=2&pageSize=7", "status=LOST", "search=lead+1", "page=99", "pageSize=1&page=500",
        "page=9007199254740991&pageSize=100", "search=nothing"}) {
    INFO(text);
    const lead_query query = asked(text);
    const auto expected = expected_ids(leads, query);
    const auto page = list(leads, query);
    CHECK(ids(page) == expected);
    CHECK(page.pagination == paginate(static_cast<std::uint64_t>(std::count_if(
                                          leads.begin(), leads.end(),
                                          [&](const lead& each) { return matches(each, query); })),
                                      query.page));
    CHECK(ids(list(std::span(leads), query)) == expected);
    CHECK(ids(list(std::vector(leads), query)) == expected);
    CHECK(ids(list(linked, query)) == expected);
    CHECK(ids(list(single, query)) == expected);
    CHECK(ids(list_references(leads, query)) == expected);
    CHECK(ids(list_references(single, query)) == expected);
    // Rows generated on the fly, and a single-pass range.
    CHECK(ids(list(std::views::iota(0, 500) | std::views::transform(numbered), query)) == expected);
    const auto by_accessor =
        leads | std::views::transform([](const lead& each) { return minimal_row(each); });
    CHECK(ids(list(by_accessor, query)) == expected);
    std::vector<std::reference_wrapper<const lead>> wrapped(leads.begin(), leads.end());
    CHECK(ids(list(wrapped, query)) == expected);
  }
}

TEST_CASE("rows held by pointers are listed like the rows") {
  const std::vector<lead> leads = many(300);
  std::vector<const lead*> raw;
  std::vector<std::shared_ptr<const lead>> shared;
  std::vector<std::unique_ptr<lead>> unique;
  for (const lead& each : leads) {
    raw.push_back(&each);
    shared.push_back(std::make_shared<const lead>(each));
    unique.push_back(std::make_unique<lead>(each));
  }
  for (const char* text : {"", "page=3&pageSize=7", "status=LOST", "search=lead+1", "page=99"}) {
    INFO(text);
    const lead_query query = asked(text);
    const auto expected = expected_ids(leads, query);
    const auto total = list(leads, query).pagination;
    CHECK(ids(list(raw, query)) == expected);
    CHECK(ids(list(shared, query)) == expected);
    CHECK(list(shared, query).pagination == total);
    CHECK(ids(list_references(raw, query)) == expected);
    CHECK(ids(list_references(shared, query)) == expected);
    CHECK(ids(list_references(unique, query)) == expected);
    CHECK(list_references(unique, query).pagination == total);
    // Pointers made on the fly.
    const auto pointed =
        leads | std::views::transform([](const lead& each) { return std::addressof(each); });
    CHECK(ids(list(pointed, query)) == expected);
  }
  const auto page = list_references(unique, asked("pageSize=1"));
  CHECK(&page.data.front().get() ==
        std::ranges::min_element(unique, lead_order)->get()); // the row, not a copy
}

TEST_CASE("references refer through a view into the container") {
  std::vector<lead> leads = many(100);
  const auto is_lost = [](const lead& each) { return each.status == lead_status::lost; };
  const auto page = list_references(leads | std::views::filter(is_lost), asked("pageSize=100"));
  CHECK(ids(page) == expected_ids(leads, asked("status=LOST&pageSize=100")));
  CHECK(page.pagination.total == static_cast<std::uint64_t>(std::ranges::count_if(leads, is_lost)));
  CHECK(page.pagination.total > 0);
  const lead& first = page.data.front();
  CHECK((&first >= leads.data() && &first < leads.data() + leads.size()));
}

TEST_CASE("rows that cannot be copied are listed by reference") {
  std::vector<test_support::odd_row> rows(3);
  rows[0].id = "b";
  rows[1].id = "a";
  rows[2].id = "c";
  const auto page = list_references(rows, asked("pageSize=2"));
  CHECK(ids(page) == std::vector<std::string>{"a", "b"});
  CHECK(&page.data[0].get() == &rows[1]);
}

TEST_CASE("only the rows of the page are copied from a container") {
  std::vector<counted_row> rows;
  for (int i = 0; i < 1000; ++i) {
    rows.emplace_back(numbered(i));
  }
  counted_row::reset();
  CHECK(list(rows, asked("page=3&pageSize=20")).data.size() == 20);
  CHECK(counted_row::copies == 20);
  counted_row::reset();
  CHECK(list_references(rows, asked("page=3&pageSize=20")).data.size() == 20);
  CHECK(counted_row::copies == 0);
}

TEST_CASE("of generated rows at most 2 x page x page size are kept") {
  const auto rows = std::views::iota(0, 10'000) |
                    std::views::transform([](int number) { return counted_row(numbered(number)); });
  counted_row::reset();
  const int before = counted_row::alive;
  CHECK(list(rows, asked("page=2&pageSize=10")).data.size() == 10);
  CHECK(counted_row::copies == 0);
  // The buffer, doubled at most once more while it grows, and a few temporaries.
  CHECK(counted_row::most_alive - before <= 2 * (2 * 2 * 10) + 4);
}

TEST_CASE("after 2 x page x page size rows only better ones are kept") {
  auto rows = many(1000);
  std::sort(rows.begin(), rows.end(), lead_order);
  std::size_t kept = 0;
  const auto page = leadcore::detail::select_page<leads_endpoint, const lead*>(
      rows, asked("page=2&pageSize=10"),
      leadcore::detail::by_pointee<std::remove_const_t<decltype(lead_order)>>{lead_order},
      [&](const lead& row) {
        ++kept;
        return &row;
      });
  CHECK(kept == 2 * 2 * 10);
  REQUIRE(page.data.size() == 10);
  CHECK(page.data.front() == &rows[10]);
}

TEST_CASE("a copy that throws changes nothing and leaks nothing") {
  std::vector<counted_row> rows;
  for (int i = 0; i < 100; ++i) {
    rows.emplace_back(numbered(i));
  }
  const auto before = ids(list_references(rows, asked("pageSize=100")));
  const int alive = counted_row::alive;
  for (int at = 1; at <= 10; ++at) {
    counted_row::reset(at);
    CHECK_THROWS_AS(list(rows, asked("pageSize=10")), std::runtime_error);
    CHECK(counted_row::alive == alive);
  }
  counted_row::reset();
  CHECK(ids(list_references(rows, asked("pageSize=100"))) == before);
}

TEST_CASE("rows without a next call are last, or first in the profile") {
  const std::vector<lead> leads{numbered(0), numbered(1)};
  CHECK(ids(list(leads, {})) == std::vector<std::string>{"100001", "100000"});
  CHECK(ids(list(leads, {}, nulls_first)) == std::vector<std::string>{"100000", "100001"});
  CHECK(ids(list_references(leads, {}, nulls_first)) ==
        std::vector<std::string>{"100000", "100001"});
}

TEST_CASE("a page size of 0 gives an empty page and the true total") {
  lead_query query;
  query.page = {1, 0};
  const auto page = list(many(5), query);
  CHECK(page.data.empty());
  CHECK(page.pagination.total == 5);
}
