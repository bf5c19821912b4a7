// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TESTING_DETAIL_LIST_LAWS_HPP
#define LEADCORE_TESTING_DETAIL_LIST_LAWS_HPP

// The laws of an answer: of one page, of a list, of a store.

#include <leadcore/query/endpoint.hpp>
#include <leadcore/query/page.hpp>
#include <leadcore/testing/detail/filter_laws.hpp>
#include <leadcore/testing/detail/implementations.hpp>
#include <leadcore/testing/detail/reasons.hpp>
#include <leadcore/testing/detail/reference_rows.hpp>
#include <leadcore/testing/detail/verdict.hpp>
#include <leadcore/version.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace leadcore::inline LEADCORE_ABI::testing {

// Laws of one page. -------------------------------------------------------------------------------

/// A page is consistent: the pagination follows from total and the request, the number of rows
/// follows from total (so both come from one snapshot), each row matches, and each is strictly
/// before the next (so none is repeated).
///
/// Needs no knowledge of the rows, so it can judge any recorded answer of a live server, even while
/// its data changes.
template <class Endpoint = leads_endpoint, query_of<Endpoint> Query = typename Endpoint::query>
verdict page_is_consistent(const std::type_identity_t<basic_plain_page<Endpoint>>& page,
                           const Query& query, other_nulls nulls = {}) {
  constexpr std::string_view law = "page_is_consistent";
  const auto where = [&] { return " for " + testing::describe<Endpoint>(query); };
  const pagination expected = reference_paginate(page.pagination.total, query.page);
  if (page.pagination != expected) {
    return {law,
            "the pagination is " + describe(page.pagination) + " and not " + describe(expected) +
                where(),
            detail::rule_of_pagination(page.pagination, expected)};
  }
  const row_slice slice = reference_slice(page.pagination.total, query.page);
  if (page.data.size() != slice.last - slice.first) {
    return {law,
            std::to_string(page.data.size()) + " rows where the total " +
                std::to_string(expected.total) + " leaves " +
                std::to_string(slice.last - slice.first) + where(),
            "page.5"};
  }
  for (std::size_t i = 0; i < page.data.size(); ++i) {
    if (!testing::reference_matches<Endpoint>(page.data[i], query)) {
      return testing::row_must_not_match<Endpoint>(law, page.data[i], query);
    }
    if (i > 0 && !testing::reference_before<Endpoint>(page.data[i - 1], page.data[i], nulls)) {
      return testing::wrong_order<Endpoint>(law, page.data[i - 1], page.data[i], nulls);
    }
  }
  return {};
}

// Laws of a lister. -------------------------------------------------------------------------------

/// The page equals that of the reference implementation, row by row and field by field.
template <class Endpoint = leads_endpoint, query_of<Endpoint> Query = typename Endpoint::query>
verdict equals_reference(const detail::as_shape<Endpoint, basic_lister>& list,
                         const std::vector<typename Endpoint::record>& rows, const Query& query,
                         other_nulls nulls = {}) {
  constexpr std::string_view law = "equals_reference";
  const auto page = list(rows, query);
  const basic_plain_page<Endpoint> expected = testing::reference_list<Endpoint>(rows, query, nulls);
  const auto where = [&] {
    return " for " + testing::describe<Endpoint>(query) + " over " + std::to_string(rows.size()) +
           " rows";
  };
  const auto [found, wanted] =
      std::mismatch(page.data.begin(), page.data.end(), expected.data.begin(), expected.data.end(),
                    detail::same_row<Endpoint>);
  if (found != page.data.end() && !testing::reference_matches<Endpoint>(*found, query)) {
    return testing::row_must_not_match<Endpoint>(law, *found, query);
  }
  const bool is_missing =
      wanted != expected.data.end() &&
      std::none_of(page.data.begin(), page.data.end(), [&](const auto& row) {
        return detail::key_of<Endpoint>(row) == detail::key_of<Endpoint>(*wanted);
      });
  if (is_missing && page.pagination.total < expected.pagination.total) {
    return testing::row_must_match<Endpoint>(law, *wanted, query);
  }
  if (page.pagination != expected.pagination) {
    return {law,
            "the pagination is " + describe(page.pagination) + " and not " +
                describe(expected.pagination) + where(),
            detail::rule_of_pagination(page.pagination, expected.pagination)};
  }
  if (found != page.data.end() && wanted != expected.data.end()) {
    if (detail::key_of<Endpoint>(*found) == detail::key_of<Endpoint>(*wanted)) {
      return testing::wrong_field<Endpoint>(law, *found, *wanted);
    }
    if (testing::reference_before<Endpoint>(*wanted, *found, nulls)) {
      return testing::wrong_order<Endpoint>(law, *found, *wanted, nulls);
    }
  }
  if (found != page.data.end() || wanted != expected.data.end()) {
    return {law,
            "row " + std::to_string(found - page.data.begin()) + " is " +
                (found == page.data.end() ? "nothing" : testing::describe<Endpoint>(*found)) +
                " and not " +
                (wanted == expected.data.end() ? "nothing" : testing::describe<Endpoint>(*wanted)) +
                where(),
            "page.5"};
  }
  return {};
}

/// The total is the number of rows that match individually.
template <class Endpoint = leads_endpoint, query_of<Endpoint> Query = typename Endpoint::query>
verdict total_counts_matches(const detail::as_shape<Endpoint, basic_lister>& list,
                             const std::vector<typename Endpoint::record>& rows,
                             const Query& query) {
  std::uint64_t expected = 0;
  for (const auto& row : rows) {
    expected += testing::reference_matches<Endpoint>(row, query) ? 1U : 0U;
  }
  const std::uint64_t total = list.total(rows, query);
  if (total != expected) {
    return {"total_counts_matches",
            "the total is " + std::to_string(total) + " where " + std::to_string(expected) +
                " rows match " + testing::describe<Endpoint>(query),
            "page.1"};
  }
  return {};
}

/// Reading pages from page 1 until hasNextPage is false visits every matching row exactly once,
/// unchanged and in order, ends on page totalPages, and returns the same totals on each page.
/// @pre query.page.page_size >= 1
/// @par Complexity
/// one answer for each page.
template <class Endpoint = leads_endpoint, query_of<Endpoint> Query = typename Endpoint::query>
verdict walk_visits_each_match_once(const detail::as_shape<Endpoint, basic_lister>& list,
                                    const std::vector<typename Endpoint::record>& rows, Query query,
                                    other_nulls nulls = {}) {
  constexpr std::string_view law = "walk_visits_each_match_once";
  const std::uint64_t most = rows.size() / query.page.page_size + 1;
  std::vector<typename Endpoint::record> visited;
  std::optional<pagination> first;
  for (query.page.page = 1;; ++query.page.page) {
    const auto page = list(rows, query);
    first = first.value_or(page.pagination);
    if (page.pagination.total != first->total ||
        page.pagination.total_pages != first->total_pages) {
      return {law,
              "the totals change on the way: page 1 has " + describe(*first) + ", then " +
                  describe(page.pagination),
              "page.1"};
    }
    visited.insert(visited.end(), page.data.begin(), page.data.end());
    if (!page.pagination.has_next_page) {
      break;
    }
    if (query.page.page > most) {
      return {law,
              "hasNextPage is still true on page " + std::to_string(query.page.page) + " of " +
                  std::to_string(rows.size()) + " rows for " + testing::describe<Endpoint>(query),
              "page.3"};
    }
  }
  if (query.page.page != std::max<std::uint64_t>(1, first->total_pages)) {
    return {law,
            "hasNextPage ends on page " + std::to_string(query.page.page) +
                " where totalPages is " + std::to_string(first->total_pages),
            "page.3"};
  }
  query.page.page = 1;
  std::map<std::string, const typename Endpoint::record*> missing;
  for (const auto& row : rows) {
    if (testing::reference_matches<Endpoint>(row, query)) {
      missing.emplace(detail::key_of<Endpoint>(row), __builtin_addressof(row));
    }
  }
  const auto where = [&] {
    return " in the walk " + testing::describe_ids<Endpoint>(visited) + " for " +
           testing::describe<Endpoint>(query);
  };
  for (std::size_t i = 0; i < visited.size(); ++i) {
    const auto found = missing.find(detail::key_of<Endpoint>(visited[i]));
    if (!testing::reference_matches<Endpoint>(visited[i], query)) {
      return testing::row_must_not_match<Endpoint>(law, visited[i], query);
    }
    if (found == missing.end()) {
      return {law,
              testing::describe<Endpoint>(visited[i]) + " comes twice, or is none of the rows," +
                  where(),
              "page.5"};
    }
    if (!detail::same_row<Endpoint>(visited[i], *found->second)) {
      return testing::wrong_field<Endpoint>(law, visited[i], *found->second);
    }
    missing.erase(found);
    if (i > 0 && !testing::reference_before<Endpoint>(visited[i - 1], visited[i], nulls)) {
      return testing::wrong_order<Endpoint>(law, visited[i - 1], visited[i], nulls);
    }
  }
  if (!missing.empty()) {
    const auto& row = *missing.begin()->second;
    // If the total counts the row, it fell between two pages.
    return first->total < visited.size() + missing.size()
               ? testing::row_must_match<Endpoint>(law, row, query)
               : verdict{law, testing::describe<Endpoint>(row) + " is on no page" + where(),
                         "page.5"};
  }
  return {};
}

/// A page past the end is empty and has the true totals, also for a page number that 32 bits would
/// truncate to 1, and for the largest page number.
template <class Endpoint = leads_endpoint, query_of<Endpoint> Query = typename Endpoint::query>
verdict past_the_end_is_empty(const detail::as_shape<Endpoint, basic_lister>& list,
                              const std::vector<typename Endpoint::record>& rows, Query query) {
  query.page.page = 1;
  const pagination first = list(rows, query).pagination;
  for (const std::uint64_t page : {first.total_pages + 1, first.total_pages + 2,
                                   (std::uint64_t{1} << 32U) + 1, max_query_integer}) {
    query.page.page = page;
    const basic_plain_page<Endpoint> answer = list(rows, query);
    const pagination expected = reference_paginate(first.total, query.page);
    if (answer.pagination != expected || !answer.data.empty()) {
      return {"past_the_end_is_empty",
              std::to_string(answer.data.size()) + " rows with " + describe(answer.pagination) +
                  " where page 1 has " + describe(first) + ", for " +
                  testing::describe<Endpoint>(query),
              "page.6"};
    }
  }
  return {};
}

/// The same rows in another order (reversed, rotated, shuffled) give the same page.
/// @param seed  of the shuffle.
template <class Endpoint = leads_endpoint, query_of<Endpoint> Query = typename Endpoint::query>
verdict input_order_is_irrelevant(const detail::as_shape<Endpoint, basic_lister>& list,
                                  std::vector<typename Endpoint::record> rows, const Query& query,
                                  std::uint64_t seed = 1) {
  const basic_plain_page<Endpoint> expected = list(rows, query);
  const auto judge = [&](std::string_view how) -> verdict {
    const auto page = list(rows, query);
    if (!detail::same_page<Endpoint>(page, expected)) {
      return {"input_order_is_irrelevant",
              "rows " + std::string(how) + ": " + testing::describe_ids<Endpoint>(page.data) +
                  ", " + describe(page.pagination) +
                  ", before: " + testing::describe_ids<Endpoint>(expected.data) + ", " +
                  describe(expected.pagination) + " for " + testing::describe<Endpoint>(query),
              "order.7"};
    }
    return {};
  };
  return first_broken(
      [&] {
        std::reverse(rows.begin(), rows.end());
        return judge("reversed");
      },
      [&] {
        std::rotate(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(rows.size() / 3),
                    rows.end());
        return judge("rotated");
      },
      [&] {
        for (std::size_t left = rows.size(); left > 1;
             --left) { // the same on every platform, unlike std::shuffle
          seed = seed * 6364136223846793005U + 1442695040888963407U;
          std::swap(rows[left - 1], rows[(seed >> 33U) % left]);
        }
        return judge("shuffled");
      });
}

/// Repeating a query gives the same answer, also after a different query.
template <class Endpoint = leads_endpoint, query_of<Endpoint> Query = typename Endpoint::query>
verdict repeats_itself(const detail::as_shape<Endpoint, basic_lister>& list,
                       const std::vector<typename Endpoint::record>& rows, const Query& query) {
  const basic_plain_page<Endpoint> first = list(rows, query);
  Query other{};
  other.page.page_size = 1;
  static_cast<void>(list(rows, other));
  const basic_plain_page<Endpoint> second = list(rows, query);
  if (!detail::same_page<Endpoint>(first, second)) {
    return {"repeats_itself",
            testing::describe_ids<Endpoint>(first.data) + ", " + describe(first.pagination) +
                ", then " + testing::describe_ids<Endpoint>(second.data) + ", " +
                describe(second.pagination) + " for " + testing::describe<Endpoint>(query)};
  }
  return {};
}

/// Every law of a lister on one case.
/// @param nulls  another placement of nulls than the declared one.
/// @pre the keys of rows are distinct; query.page.page_size >= 1
template <class Endpoint = leads_endpoint, query_of<Endpoint> Query = typename Endpoint::query>
verdict list_laws(const detail::as_shape<Endpoint, basic_lister>& list,
                  const std::vector<typename Endpoint::record>& rows, const Query& query,
                  other_nulls nulls = {}) {
  using e = Endpoint;
  return first_broken([&] { return page_is_consistent<e>(list(rows, query), query, nulls); },
                      [&] { return equals_reference<e>(list, rows, query, nulls); },
                      [&] { return total_counts_matches<e>(list, rows, query); },
                      [&] { return walk_visits_each_match_once<e>(list, rows, query, nulls); },
                      [&] { return past_the_end_is_empty<e>(list, rows, query); },
                      [&] { return filters_never_add<e>(list, rows, query); },
                      [&] { return statuses_add_up<e>(list, rows, query); },
                      [&] { return owners_add_up<e>(list, rows, query); },
                      [&] { return ranges_add_up<e>(list, rows, query); },
                      [&] { return letter_case_is_irrelevant<e>(list, rows, query); },
                      [&] { return input_order_is_irrelevant<e>(list, rows, query); },
                      [&] { return repeats_itself<e>(list, rows, query); });
}

// Laws of a store. --------------------------------------------------------------------------------

/// The answer to one organisation depends on its own rows only: the page is the same without the
/// rows of others and equals the reference over its own rows; an organisation without rows gets
/// none.
/// @par Source
/// spec org.1, org.2.
template <class Endpoint = leads_endpoint, query_of<Endpoint> Query = typename Endpoint::query>
verdict
foreign_rows_change_nothing(const detail::as_shape<Endpoint, basic_organisation_lister>& list,
                            const std::vector<organisation_row<Endpoint>>& rows,
                            std::string_view organisation, const Query& query,
                            other_nulls nulls = {}) {
  constexpr std::string_view law = "foreign_rows_change_nothing";
  std::vector<organisation_row<Endpoint>> own;
  std::vector<typename Endpoint::record> own_rows;
  std::string stranger = "no organisation ";
  for (const organisation_row<Endpoint>& each : rows) {
    if (each.organisation == organisation) {
      own.push_back(each);
      own_rows.push_back(each.row);
    }
    stranger +=
        // longer than every organisation
        each.organisation.size() >= stranger.size() ? each.organisation : "";
  }
  const auto judge = [&](const basic_plain_page<Endpoint>& page,
                         const basic_plain_page<Endpoint>& expected,
                         std::string_view what) -> verdict {
    if (!detail::same_page<Endpoint>(page, expected)) {
      return {law,
              std::string(what) + ": " + testing::describe_ids<Endpoint>(page.data) + ", " +
                  describe(page.pagination) + " where " +
                  testing::describe_ids<Endpoint>(expected.data) + ", " +
                  describe(expected.pagination) + " is right, for " +
                  testing::describe<Endpoint>(query),
              "org.2"};
    }
    return {};
  };
  const basic_plain_page<Endpoint> expected =
      testing::reference_list<Endpoint>(own_rows, query, nulls);
  return first_broken(
      [&] { return judge(list(own, organisation, query), expected, "alone"); },
      [&] { return judge(list(rows, organisation, query), expected, "beside others' rows"); },
      [&] {
        return judge(list(rows, stranger, query),
                     testing::reference_list<Endpoint>({}, query, nulls),
                     "an organisation without rows");
      });
}

} // namespace leadcore::inline LEADCORE_ABI::testing

#endif
