// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TESTS_SUPPORT_PASSING_QUERIES_HPP
#define LEADCORE_TESTS_SUPPORT_PASSING_QUERIES_HPP

// Queries of any endpoint that a row passes. A history that asks these for a row before and after
// each change notices a structure of an index that the change forgot.

#include "support/endpoints.hpp"

#include <leadcore/query/endpoint.hpp>
#include <leadcore/testing/drawing.hpp>

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace leadcore::test_support {

// Each sets one filter of a query such that the row passes it. Returns false if it cannot.

template <fixed_string Name, fixed_string Parameter, class Query, class Asked>
bool ask(const equals_filter<Name, Parameter, Query, Asked>& filter, const auto& row, auto& query,
         testing::drawing&) {
  const auto& value = field<Name>(row);
  if (detail::has_value(value)) {
    query.*filter.member = Asked(detail::value(value));
  }
  return detail::has_value(value);
}
template <fixed_string Name, fixed_string Parameter, class Query, class Asked>
bool ask(const at_least_filter<Name, Parameter, Query, Asked>& filter, const auto& row, auto& query,
         testing::drawing&) {
  const auto& value = field<Name>(row);
  if (detail::has_value(value)) {
    query.*filter.member = Asked(detail::value(value));
  }
  return detail::has_value(value);
}
template <fixed_string Name, fixed_string Parameter, class Query, class Asked>
bool ask(const less_than_filter<Name, Parameter, Query, Asked>& filter, const auto& row,
         auto& query, testing::drawing&) {
  const auto& value = field<Name>(row);
  if (!detail::has_value(value)) {
    return false;
  }
  if constexpr (std::same_as<Asked, timestamp>) {
    query.*filter.member =
        timestamp::from_milliseconds(detail::value(value).milliseconds_since_epoch() + 1);
  } else if (detail::value(value) < std::numeric_limits<Asked>::max()) {
    query.*filter.member = static_cast<Asked>(detail::value(value) + 1);
  }
  return (query.*filter.member).has_value();
}
template <fixed_string Name, fixed_string Parameter, class Query>
bool ask(const null_filter<Name, Parameter, Query>& filter, const auto& row, auto& query,
         testing::drawing&) {
  query.*filter.member = !detail::has_value(field<Name>(row));
  return true;
}
template <fixed_string Name, fixed_string Parameter, class Query, class Asked>
bool ask(const one_of_filter<Name, Parameter, Query, Asked>& filter, const auto& row, auto& query,
         testing::drawing&) {
  const auto& value = field<Name>(row);
  if (detail::has_value(value)) {
    query.*filter.member = {Asked{}, Asked(detail::value(value))};
  }
  return detail::has_value(value);
}
template <fixed_string Name, fixed_string Parameter, class Query>
bool ask(const owner_filter<Name, Parameter, Query>& filter, const auto& row, auto& query,
         testing::drawing&) {
  const auto& owner = field<Name>(row);
  if (!detail::has_value(owner)) {
    query.*filter.member = assignee_filter::unassigned();
  } else if (!detail::value(owner).empty()) {
    query.*filter.member = assignee_filter::member(detail::value(owner));
  }
  return !(query.*filter.member).is_any();
}
/// A part of a searched value, or the ends of two.
template <fixed_string Parameter, class Query, search_policy Policy, class... Fields>
bool ask(const search_filter<Parameter, Query, Policy, Fields...>& filter, const auto& row,
         auto& query, testing::drawing& from) {
  std::vector<std::string_view> values;
  const auto collect = [&](auto each) {
    static_cast<void>(detail::any_text(each, row, [&](std::string_view text) {
      values.push_back(text);
      return false;
    }));
  };
  (collect(Fields{}), ...);
  if (values.empty()) {
    return false;
  }
  std::string_view text = values[from.below(values.size())];
  text.remove_prefix(std::min(text.size(), from.below(4)));
  std::string term(text.substr(0, 1 + from.below(12)));
  if (Policy.reading == term_reading::all_words && from.below(2) == 0) {
    term = std::string(values[from.below(values.size())]) + " " + term;
  }
  auto parsed = parse_search_term<Policy>(term);
  if (parsed.has_value()) { // it may begin or end within a character
    query.*filter.member = std::move(*parsed);
  }
  return !filter.idle(query);
}
inline bool ask(const sales::size_filter& filter, const sales::deal& row, sales::query& query,
                testing::drawing&) {
  query.*filter.member =
      row.amount < sales::size_filter::limit ? sales::deal_size::small : sales::deal_size::large;
  return true;
}

/// Queries that a row passes: for each combination of filters if there are at most eight, otherwise
/// for each pair, for all of them and for some of the other combinations.
template <class Endpoint>
[[nodiscard]] std::vector<typename Endpoint::query>
passing_queries(const typename Endpoint::record& row, testing::drawing& from) {
  constexpr std::size_t count = detail::filter_count<Endpoint>;
  std::vector<std::uint32_t> combinations;
  if constexpr (count <= 8) {
    for (std::uint32_t set = 0; set < 1U << count; ++set) {
      combinations.push_back(set);
    }
  } else {
    combinations = {0, (1U << count) - 1};
    for (std::size_t i = 0; i < count; ++i) {
      for (std::size_t j = 0; j <= i; ++j) {
        combinations.push_back(1U << i | 1U << j);
      }
    }
    for (int i = 0; i < 16; ++i) {
      combinations.push_back(static_cast<std::uint32_t>(from.below(1U << count)));
    }
  }
  std::vector<typename Endpoint::query> made;
  for (const std::uint32_t set : combinations) {
    typename Endpoint::query query;
    std::uint32_t bit = 1;
    std::apply(
        [&](const auto&... filter) {
          ((static_cast<void>((set & bit) == 0 || ask(filter, row, query, from)), bit <<= 1U), ...);
        },
        Endpoint::filters);
    query.page = {1 + from.below(2), std::array<std::uint64_t, 4>{3, 1, 100, 7}[from.below(4)]};
    made.push_back(std::move(query));
  }
  return made;
}

} // namespace leadcore::test_support

#endif
