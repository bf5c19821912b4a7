// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TESTS_SUPPORT_OWN_ENDPOINT_LAWS_HPP
#define LEADCORE_TESTS_SUPPORT_OWN_ENDPOINT_LAWS_HPP

// A database returns what list() returns over the same rows, for the endpoints of endpoints.hpp and
// own_endpoints.hpp.

#include <leadcore/query/list.hpp>
#include <leadcore/sql/rows.hpp>
#include <leadcore/sql/statements.hpp>

#include "support/endpoints.hpp"
#include "support/own_endpoints.hpp"
#include "support/property.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace leadcore::testing {

/// Choices that are made from drawn numbers, so that a failing case shrinks.
class choices {
 public:
  choices()
      : numbers_(*rc::gen::container<std::vector<std::uint32_t>>(
            48, rc::gen::arbitrary<std::uint32_t>())) {}
  [[nodiscard]] std::size_t below(std::size_t bound) {
    return numbers_[at_++ % numbers_.size()] % bound;
  }
  [[nodiscard]] bool one_in(std::size_t count) { return below(count) == 0; }
  template <class Items> [[nodiscard]] auto one_of(const Items& items) {
    return items[below(std::size(items))];
  }

 private:
  std::vector<std::uint32_t> numbers_;
  std::size_t at_ = 0;
};

inline constexpr auto plain_texts = std::to_array<std::string_view>(
    {"",   "a",    "A",          "b",      "ab",      "a b",         "é",
     "É",  "%",    "_",          "don't",  "\"q\"",   "back\\slash", "ß",
     "SS", "z\nz", "\U0001F600", "\uFFFD", "a\u0301", "Jane Doe",    "doe jane"});
inline constexpr auto odd_texts =
    std::to_array<std::string_view>({std::string_view("a\0", 2), "\xFF", "a\xC3", "\xE2\x82",
                                     "a\xED\xA0\x80", "\xF4\x8F\xBF\xBF\xFF"});
inline constexpr auto integers =
    std::to_array<std::int64_t>({0, 1, -1, 5, 7, std::numeric_limits<std::int64_t>::min(),
                                 std::numeric_limits<std::int64_t>::max()});
inline constexpr auto drawn_numbers =
    std::to_array<double>({0.0, 0.1, -0.5, 1.0, 1e300, -1e-310, 5e-324, 3.0000000000000004});
inline constexpr auto stages =
    std::to_array<own_sales::stage>({own_sales::stage::lost, own_sales::stage::open,
                                     own_sales::stage::almost, own_sales::stage::closed});
inline constexpr auto unsigned_integers =
    std::to_array<std::uint64_t>({0, 1, 2, 9223372036854775807ULL});
inline constexpr auto floats = std::to_array<float>({0.0F, 0.1F, -2.5F, 3e38F});

[[nodiscard]] inline timestamp draw_time(choices& from) {
  return from.one_in(5)
             ? timestamp::min()
             : timestamp::from_milliseconds(static_cast<std::int64_t>(from.below(4)) - 1).value();
}
[[nodiscard]] inline std::string choose_text(choices& from) {
  return std::string(from.one_of(plain_texts));
}
template <class Draw> [[nodiscard]] auto draw_optional(choices& from, Draw draw) {
  return from.one_in(3) ? std::nullopt : std::optional(draw(from));
}
template <class Draw> void set_sometimes(choices& from, auto& member, Draw draw) {
  if (from.one_in(4)) {
    member = draw(from);
  }
}

/// Ids of few, so that a history replaces and erases rows.
[[nodiscard]] inline std::string choose_id(choices& from) {
  constexpr auto ids = std::to_array<std::string_view>({"1", "2", "3", "a", "A", "é", "10", ""});
  return std::string(from.one_of(ids));
}

inline void draw_row(choices& from, own_crm::contact& row) {
  row.id = choose_id(from);
  row.name = choose_text(from);
  row.company = draw_optional(from, choose_text);
  row.source = draw_optional(from, choose_text);
  row.status = lead_statuses[from.below(5)];
  row.next_call_at = draw_optional(from, draw_time);
  row.created_at = draw_time(from);
  row.assigned_to_id = draw_optional(from, choose_text);
  row.score = from.one_of(integers);
  row.tags = {choose_text(from)};
  row.emails = {"a@b.co", choose_text(from)};
}
inline void draw_query(choices& from, own_crm::query& query) {
  set_sometimes(from, query.status, [](choices& c) { return lead_statuses[c.below(5)]; });
  set_sometimes(from, query.source, choose_text);
  set_sometimes(from, query.scores, [](choices& c) {
    return std::vector<std::int64_t>{c.one_of(integers), c.one_of(integers)};
  });
  set_sometimes(from, query.created_from, draw_time);
  set_sometimes(from, query.hot, [](choices& c) { return c.one_of(integers); });
  if (from.one_in(6)) {
    query.named = std::string(from.one_in(3) ? from.one_of(odd_texts) : from.one_of(plain_texts));
  }
  set_sometimes(from, query.search,
                [](choices& c) { return unchecked_search_term(choose_text(c)); });
}

inline void draw_row(choices& from, own_sales::deal& row) {
  row.id = choose_id(from);
  row.title = choose_text(from);
  row.amount = from.one_of(integers);
  row.probability = from.one_of(drawn_numbers);
  row.won = from.one_in(2);
  row.stage = from.one_of(stages);
  row.due = draw_optional(from, draw_time);
  row.tags.resize(from.below(3));
  std::ranges::generate(row.tags, [&] { return choose_text(from); });
  row.region = draw_optional(from, choose_text);
}
inline void draw_query(choices& from, own_sales::deal_query& query) {
  const auto draw_bound = [](choices& c) {
    return std::string(c.one_in(3) ? c.one_of(odd_texts) : c.one_of(plain_texts));
  };
  const auto draw_integer = [](choices& c) { return c.one_of(integers); };
  const auto draw_bool = [](choices& c) { return c.one_in(2); };
  const auto draw_stage = [](choices& c) { return c.one_of(stages); };
  switch (from.below(8)) { // few at once, or no row is left
  case 0:
    set_sometimes(from, query.stage, draw_stage);
    set_sometimes(from, query.stage_from, draw_stage);
    break;
  case 1:
    query.regions = {draw_bound(from), choose_text(from), choose_text(from)};
    break;
  case 2:
    query.amount_from = draw_integer(from);
    set_sometimes(from, query.amount_until, draw_integer);
    break;
  case 3:
    query.due_until = draw_time(from);
    set_sometimes(from, query.due_from, draw_time);
    break;
  case 4:
    query.probability_from = from.one_of(drawn_numbers);
    set_sometimes(from, query.won, draw_bool);
    break;
  case 5:
    query.without_due = from.one_in(2);
    break;
  case 6:
    query.title_from = draw_bound(from);
    set_sometimes(from, query.title_until, draw_bound);
    break;
  default:
    query.search =
        unchecked_search_term<own_sales::words>(choose_text(from) + " " + choose_text(from));
  }
}

inline void draw_row(choices& from, own_sales::gauge& row) {
  row.code = choose_id(from);
  row.reading = from.one_of(unsigned_integers);
  row.weight = from.one_of(floats);
  row.level = static_cast<std::int8_t>(from.below(3) * 100 - 100);
  row.flag = draw_optional(from, [](choices& c) { return c.one_in(2); });
  row.phase = draw_optional(from, [](choices& c) { return c.one_of(stages); });
  row.port = static_cast<std::uint16_t>(from.below(2) * 65535);
}
inline void draw_query(choices& from, own_sales::gauge_query& query) {
  const auto draw_reading = [](choices& c) {
    return c.one_in(4) ? std::numeric_limits<std::uint64_t>::max() : c.one_of(unsigned_integers);
  };
  set_sometimes(from, query.reading, draw_reading);
  set_sometimes(from, query.reading_from, draw_reading);
  set_sometimes(from, query.reading_until, draw_reading);
  set_sometimes(from, query.weights, [](choices& c) {
    return std::vector<float>{c.one_of(floats), std::numeric_limits<float>::quiet_NaN()};
  });
  set_sometimes(from, query.phases, [](choices& c) {
    return std::vector<own_sales::stage>{c.one_of(stages), own_sales::stage{42}};
  });
  set_sometimes(from, query.flag, [](choices& c) { return c.one_in(2); });
  set_sometimes(from, query.without_phase, [](choices& c) { return c.one_in(2); });
  set_sometimes(from, query.level_until,
                [](choices& c) { return static_cast<std::int8_t>(c.below(3) * 100 - 100); });
}

inline void draw_row(choices& from, crm::contact& row) {
  own_crm::contact drawn;
  draw_row(from, drawn);
  row.id = drawn.id;
  row.name = drawn.name;
  row.company = drawn.company;
  row.source = drawn.source;
  row.status = drawn.status;
  row.next_call_at = drawn.next_call_at;
  row.created_at = drawn.created_at;
  row.assigned_to_id = drawn.assigned_to_id;
  row.score = from.one_in(2) ? 1 : drawn.score;
  row.tags = drawn.tags;
  row.emails = drawn.emails;
}
inline void draw_query(choices& from, crm::query& query) {
  set_sometimes(from, query.source, choose_text);
  set_sometimes(from, query.score_from, [](choices& c) { return c.one_of(integers); });
  set_sometimes(from, query.score_until, [](choices& c) { return c.one_of(integers); });
  set_sometimes(from, query.created_from, draw_time);
  set_sometimes(from, query.search,
                [](choices& c) { return unchecked_search_term(choose_text(c)); });
}

inline constexpr auto deal_stages = std::to_array<sales::stage>(
    {sales::stage::open, sales::stage::offered, sales::stage::won, sales::stage::lost});
inline void draw_row(choices& from, sales::deal& row) {
  const auto draw_stage = [](choices& c) { return c.one_of(deal_stages); };
  row.number = choose_id(from);
  row.title = choose_text(from);
  row.owner_id = draw_optional(from, choose_text);
  row.tags = {choose_text(from)};
  row.stage = draw_stage(from);
  row.forecast = draw_optional(from, draw_stage);
  row.opened_at = draw_time(from);
  row.due_at = draw_optional(from, draw_time);
  row.amount = from.one_in(2) ? 999 : from.one_of(integers);
  row.discount = draw_optional(from, [](choices& c) {
    return c.one_in(2) ? std::numeric_limits<std::int32_t>::min() : std::int32_t{5};
  });
  row.items = static_cast<std::uint16_t>(from.below(2) * 65535);
  row.probability = from.one_of(drawn_numbers);
  row.margin = draw_optional(from, [](choices& c) { return c.one_of(drawn_numbers); });
  row.signed_off = from.one_in(2);
  row.renewed = draw_optional(from, [](choices& c) { return c.one_in(2); });
}
inline void draw_query(choices& from, sales::query& query) {
  const auto draw_bool = [](choices& c) { return c.one_in(2); };
  switch (from.below(8)) {
  case 0:
    query.stages = {from.one_of(deal_stages), from.one_of(deal_stages)};
    break;
  case 1:
    query.numbers = {choose_id(from), choose_id(from), std::string(from.one_of(odd_texts))};
    break;
  case 2:
    set_sometimes(from, query.signed_off, draw_bool);
    set_sometimes(from, query.renewed, draw_bool);
    break;
  case 3:
    query.amount_from = from.one_of(integers);
    set_sometimes(from, query.discount, [](choices&) { return std::int32_t{5}; });
    break;
  case 4:
    query.items = static_cast<std::uint16_t>(65535);
    set_sometimes(from, query.probability_from, [](choices& c) { return c.one_of(drawn_numbers); });
    break;
  case 5:
    set_sometimes(from, query.due_until, draw_time);
    set_sometimes(from, query.without_due, draw_bool);
    set_sometimes(from, query.forecast, [](choices& c) { return c.one_of(deal_stages); });
    break;
  case 6:
    query.owner = from.one_in(2) ? assignee_filter::unassigned()
                                 : assignee_filter::member("a" + choose_text(from));
    query.size = from.one_in(2) ? sales::deal_size::small : sales::deal_size::large;
    break;
  default:
    query.search =
        unchecked_search_term<sales::search_policy>(choose_text(from) + " " + choose_text(from));
  }
}

template <class Record>
[[nodiscard]] bool same_rows(const std::vector<Record>& a, const std::vector<Record>& b) {
  return std::ranges::equal(
      a, b, [](const Record& x, const Record& y) { return equal_records<Record>(x, y); });
}

/// What every statement of an endpoint has before the placement of nulls: none, which is as the
/// endpoint declares, or one.
template <class Endpoint, class Check> void for_each_placement(Check check) {
  check();
  if constexpr (sql::detail::has_nullable_keys<Endpoint>) {
    check(nulls_last);
    check(nulls_first);
  }
}

/// The rows after each other by keyset pagination, cursors as clients hold them.
template <class Dialect, class Endpoint, class Handle, class... Nulls>
[[nodiscard]] std::vector<typename Endpoint::record>
own_keyset_walk(Handle handle, const organisation_id& owner, const typename Endpoint::query& query,
                Nulls... nulls) {
  auto rows =
      sql::read_rows<Endpoint>(handle, sql::select_page<Dialect, Endpoint>(owner, query, nulls...));
  RC_ASSERT(rows.has_value());
  std::vector<typename Endpoint::record> walked = *rows;
  while (!(*rows).empty()) {
    const auto at = sql::make_cursor<Endpoint>((*rows).back());
    RC_ASSERT(at.has_value());
    const auto parsed = sql::parse_cursor<Endpoint>(sql::to_string(*at));
    RC_ASSERT(parsed.has_value());
    rows = sql::read_rows<Endpoint>(
        handle, sql::select_page<Dialect, Endpoint>(owner, query, sql::after(*parsed), nulls...));
    RC_ASSERT(rows.has_value());
    walked.insert(walked.end(), (*rows).begin(), (*rows).end());
    RC_ASSERT(walked.size() < 100);
  }
  return walked;
}

template <class Dialect, class Endpoint, class Handle, class... Nulls>
void own_answers_agree(Handle handle, const organisation_id& owner,
                       const std::vector<typename Endpoint::record>& rows,
                       typename Endpoint::query query, Nulls... nulls) {
  const auto expected = leadcore::list<Endpoint>(rows, query, nulls...);
  const auto page = sql::list<Dialect, Endpoint>(handle, owner, query, nulls...);
  if (!page.has_value()) {
    RC_FAIL(page.error().message);
  }
  RC_ASSERT((*page).pagination == expected.pagination);
  RC_ASSERT(same_rows((*page).data, expected.data));
  query.page.page = 1;
  const std::uint64_t size = std::exchange(query.page.page_size, 100);
  const auto all = leadcore::list<Endpoint>(rows, query, nulls...).data;
  query.page.page_size = size;
  RC_ASSERT(same_rows(own_keyset_walk<Dialect, Endpoint>(handle, owner, query, nulls...), all));
}

/// Changes of one organisation beside another, with a query after each.
template <class Dialect, class Endpoint, class Handle>
void own_histories_agree(Handle handle, std::string_view name, int steps = 8) {
  using record = typename Endpoint::record;
  int cases = 0;
  rc::prop("changes, with queries in between", [&] {
    const std::string prefix = std::string(name) + std::to_string(++cases);
    const std::vector<organisation_id> owners{parse_organisation_id(prefix + "a").value(),
                                              parse_organisation_id(prefix + "A").value()};
    std::vector<std::map<std::string, record>> models(2);
    const auto run = [&](const sql::statement& each) {
      if (const auto failed = execute(handle, each)) {
        RC_FAIL(failed->message + "\n" + each.text);
      }
    };
    for (int step = 0; step < steps; ++step) {
      choices from;
      for (int changes = 0; changes < 4; ++changes) {
        choices more;
        const std::size_t which = more.below(2);
        record row{};
        draw_row(more, row);
        const std::string key(Endpoint::key(row));
        if (more.one_in(6)) {
          run(sql::erase<Dialect, Endpoint>(owners[which], key));
          models[which].erase(key);
        } else {
          const auto made = sql::upsert<Dialect, Endpoint>(owners[which], row);
          RC_ASSERT(made.has_value());
          run(*made);
          models[which].insert_or_assign(key, row);
        }
      }
      const std::size_t which = from.below(2);
      std::vector<record> rows;
      for (const auto& [key, row] : models[which]) {
        rows.push_back(row);
      }
      typename Endpoint::query query;
      draw_query(from, query);
      query.page.page = from.below(3) + 1;
      query.page.page_size = from.below(3) + 1;
      for_each_placement<Endpoint>([&](auto... nulls) {
        own_answers_agree<Dialect, Endpoint>(handle, owners[which], rows, query, nulls...);
      });
    }
  });
}

} // namespace leadcore::testing

#endif
