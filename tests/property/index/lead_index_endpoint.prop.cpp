// SPDX-License-Identifier: BSL-1.0
#include <leadcore/index/lead_index.hpp>

#include "support/endpoints.hpp"
#include "support/passing_queries.hpp"
#include "support/property.hpp"

#include <leadcore/json/write.hpp>
#include <leadcore/query/list.hpp>
#include <leadcore/query/query_string.hpp>
#include <leadcore/testing/generators.hpp>

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

using namespace leadcore;
using namespace leadcore::testing;
using namespace leadcore::test_support;

namespace {

/// An endpoint without a filter for an owner or for an enumeration, and without a search. Its order
/// begins with a text.
struct bare_endpoint : leads_endpoint {
  struct query {
    std::optional<std::string> source;
    page_request page;
  };
  static constexpr auto filters = std::tuple{equals<"source">(&query::source)};
  static constexpr auto order = lexicographic_order{
      std::tuple{descending<"company">.with(nulls_first), ascending<"status">, ascending<"id">}};
};
static_assert(check_endpoint<bare_endpoint>());

/// Leads that are found by any of their words, without accents.
struct words_endpoint
    : basic_leads_endpoint<search_policy{folding::caseless_unaccented, term_reading::all_words}> {
  static constexpr auto order =
      lexicographic_order{std::tuple{descending<"name">, descending<"id">}};
};
static_assert(check_endpoint<words_endpoint>());

/// A value of a type that described() names; few of each, and the extremes.
template <class As> auto draw_value(drawing& from) {
  if constexpr (std::same_as<As, std::string_view>) {
    return std::string(from.one_of(std::to_array<std::string_view>(
        {"a", "", "Ann", "ann smith", "Zoë Groß", "Zoe", "O'Neil", "O\u2019Neil", "+14155550101",
         "+1 (415) 555-0102", "x1@acme.com", "acme com ann", "an id of more bytes than eight",
         "an id of more bytes", "\xFF\x80", "unassigned", "b\u0301"})));
  } else if constexpr (std::same_as<As, detail::borrowed_list<std::string_view>>) {
    std::vector<std::string> list(from.below(3));
    for (std::string& each : list) {
      each = draw_value<std::string_view>(from);
    }
    return list;
  } else if constexpr (std::same_as<As, timestamp>) {
    const std::int64_t last = timestamp::max().milliseconds_since_epoch() - 1;
    return *timestamp::from_milliseconds(from.one_of(std::to_array<std::int64_t>(
        {0, 1, -1, 1'777'720'200'000, 1'777'720'200'001,
         timestamp::min().milliseconds_since_epoch(), last, std::int64_t{1} << 42U})));
  } else if constexpr (std::same_as<As, bool>) {
    return from.below(2) == 1;
  } else if constexpr (named_enum<As>) {
    return enum_table<As>[from.below(detail::enum_size<As>)].value;
  } else if constexpr (std::integral<As>) {
    using limits = std::numeric_limits<As>;
    return from.one_of(std::to_array<As>({0, 1, 7, static_cast<As>(-1), 999, 1000, limits::max(),
                                          static_cast<As>(limits::max() - 1), limits::min()}));
  } else {
    return from.one_of(std::to_array<As>({0, 0.5, 1, -2.25, 1e300}));
  }
}

template <class Record, fixed_string Name> void draw_field(Record& row, drawing& from) {
  using as = detail::described<Record, Name>;
  if constexpr (!detail::is_optional<as>) {
    field<Name>.in(row) = draw_value<as>(from);
  } else if (from.below(3) == 0) {
    field<Name>.in(row).reset();
  } else {
    field<Name>.in(row) = draw_value<typename as::value_type>(from);
  }
}

/// A row with one of a few keys.
template <class Endpoint> auto draw_row(drawing& from) {
  using record = typename Endpoint::record;
  record row{};
  for_each_field<record>(
      [&]<fixed_string Name>(field_constant<Name>) { draw_field<record, Name>(row, from); });
  Endpoint::key.in(row) = "key " + std::to_string(from.below(8));
  return row;
}
/// Changes one value of a row, or none.
template <class Endpoint> void change_one(typename Endpoint::record& row, drawing& from) {
  using record = typename Endpoint::record;
  std::size_t skipped = from.below(detail::field_count<record> + 1);
  for_each_field<record>([&]<fixed_string Name>(field_constant<Name>) {
    if (skipped-- == 0 && Name.view() != Endpoint::key.name()) {
      draw_field<record, Name>(row, from);
    }
  });
}

template <class Endpoint> class history {
 public:
  using record = typename Endpoint::record;
  using query_type = typename Endpoint::query;

  /// @param asked  choices for the queries of each step
  void take(drawing steps, const tape& asked) {
    for (std::size_t step = 0; !steps.at_end(); ++step) {
      drawing choices{std::span(asked).subspan(step % asked.size())};
      record row = draw_row<Endpoint>(steps);
      const std::string key = Endpoint::key(row);
      const auto found = model_.find(key);
      const std::vector<record> before =
          found == model_.end() ? std::vector<record>() : std::vector<record>{found->second};
      const std::size_t kind = steps.below(8);
      if (kind == 0) {
        RC_ASSERT(index_.erase(key) == (model_.erase(key) != 0));
      } else if (kind == 1) {
        index_.assign(rows());
      } else {
        if (kind >= 4 && !before.empty()) {
          row = before.front();
          change_one<Endpoint>(row, steps);
        }
        RC_ASSERT(index_.upsert(row) == model_.insert_or_assign(key, row).second);
      }
      require_answers(before, choices);
      require_answers({row}, choices);
      const auto stored = index_.find(key);
      RC_ASSERT((stored != nullptr) == model_.contains(key));
      if (stored != nullptr) {
        RC_ASSERT(equal_records<record>(*stored, model_.at(key)));
        RC_ASSERT(to_json<Endpoint>(*stored) == to_json<Endpoint>(model_.at(key)));
      }
    }
  }

 private:
  [[nodiscard]] std::vector<record> rows() const {
    std::vector<record> all;
    for (const auto& [key, row] : model_) {
      all.push_back(row);
    }
    return all;
  }
  /// Asks for what these rows pass. All rows are judged by list().
  void require_answers(const std::vector<record>& passing, drawing& asked) const {
    const std::vector<record> all = rows();
    RC_ASSERT(index_.size() == all.size());
    for (const record& row : passing) {
      for (const query_type& query : passing_queries<Endpoint>(row, asked)) {
        require_same(index_.list(query), list_references<Endpoint>(all, query), query);
        if constexpr (detail::has_nullable_key<Endpoint>) {
          for (const null_placement nulls : {nulls_last, nulls_first}) {
            require_same(index_.list(query, nulls), list_references<Endpoint>(all, query, nulls),
                         query);
          }
        }
      }
    }
  }
  template <class Page, class Expected>
  static void require_same(const Page& page, const Expected& expected, const query_type& query) {
    bool same = page.pagination == expected.pagination && page.data.size() == expected.data.size();
    for (std::size_t i = 0; same && i < page.data.size(); ++i) {
      same = equal_records<record>(page.data[i], expected.data[i]);
    }
    if (!same) {
      RC_FAIL(to_query_string<Endpoint>(query) + "\n" + to_json<Endpoint>(page) + "\nand not\n" +
              to_json<Endpoint>(expected));
    }
  }

  basic_index<Endpoint> index_;
  std::map<std::string, record> model_;
};

template <class Endpoint> void answers_after_any_history() {
  // A seed and a length: shrinking thousands of choices would take minutes.
  const auto drawn = [](std::uint32_t seed, std::size_t count) {
    std::mt19937 random(seed);
    tape choices(count);
    std::generate(choices.begin(), choices.end(),
                  [&] { return static_cast<std::uint16_t>(random()); });
    return choices;
  };
  const auto seed = *rc::gen::arbitrary<std::uint32_t>();
  const tape steps = drawn(seed, *rc::gen::inRange<std::size_t>(1, 1000));
  const tape asked = drawn(~seed, 2000);
  history<Endpoint>().take(steps, asked);
}

} // namespace

TEST_CASE("an index of any endpoint answers as list() does after any history") {
  rc::prop("contacts: leads with more fields and filters in another order",
           answers_after_any_history<crm::endpoint>);
  rc::prop("deals: rows that are no leads", answers_after_any_history<sales::endpoint>);
  rc::prop("no filter that has lists, and no search", answers_after_any_history<bare_endpoint>);
  rc::prop("a search for words without accents", answers_after_any_history<words_endpoint>);
}
