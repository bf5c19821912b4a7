// SPDX-License-Identifier: BSL-1.0
#include <leadcore/query/list.hpp>

#include "support/archetypes.hpp"

#include <forward_list>
#include <functional>
#include <memory>
#include <ranges>
#include <span>
#include <string_view>
#include <vector>

using namespace leadcore;

constexpr timestamp at(std::int64_t milliseconds) {
  return *timestamp::from_milliseconds(milliseconds);
}

constexpr std::string_view phones[] = {"+14155550101"};
constexpr lead_view leads[] = {
    {.id = "1",
     .name = "Acme Co - Jane Doe",
     .phones = phones,
     .status = lead_status::qualified,
     .created_at = at(5)},
    {.id = "2",
     .name = "Bolt",
     .status = lead_status::lost,
     .next_call_at = at(9),
     .created_at = at(5)},
    {.id = "3",
     .name = "ACME",
     .status = lead_status::qualified,
     .next_call_at = at(9),
     .created_at = at(7)},
    {.id = "4",
     .name = "Groß acme",
     .status = lead_status::qualified,
     .next_call_at = at(3),
     .assigned_to_id = "u1"},
};

/// The ids on a page, one letter each, and the total.
template <class Page>
constexpr bool is(const Page& page, std::string_view ids, std::uint64_t total) {
  bool same = page.pagination.total == total && page.data.size() == ids.size();
  for (std::size_t i = 0; same && i < ids.size(); ++i) {
    same = field<"id">(detail::row(page.data[i])) == ids.substr(i, 1);
  }
  return same;
}

constexpr lead_query asked(std::string_view term, page_request page = {}) {
  lead_query query;
  query.search = unchecked_search_term(term);
  query.page = page;
  return query;
}

// Whole queries in constant expressions: filter, search, order, slice, total.
static_assert(is(list(leads, lead_query{}), "4321", 4)); // 3 is newer than 2, 1 has no next call
static_assert(is(list(leads, asked("acme")), "431", 3) &&
              is(list_references(leads, asked("acme")), "431", 3));
static_assert(is(list(leads, asked("acme"), nulls_first), "143", 3));
static_assert(is(list(leads, asked("acme", {2, 2})), "1", 3) &&
              is(list(leads, asked("acme", {3, 2})), "", 3));
static_assert(is(list(leads, asked("GROSS")), "4", 1) &&
              is(list(leads, asked("(415) 555")), "1", 1));
static_assert(is(list(leads, asked("acme", {max_query_integer, 100})), "", 3));
static_assert(is(list(std::span<const lead_view>{}, lead_query{}), "", 0));

// Accepted ranges and returned types.
static_assert(
    std::same_as<decltype(list(std::declval<std::vector<lead>&>(), lead_query{})), page_of<lead>>);
static_assert(
    std::same_as<decltype(list(std::declval<const std::forward_list<lead_view>&>(), lead_query{})),
                 page_of<lead_view>>);
static_assert(std::same_as<decltype(list_references(
                               std::declval<std::vector<test_support::odd_row>&>(), lead_query{})),
                           page_of<std::reference_wrapper<const test_support::odd_row>>>);
template <class Range>
concept listable = requires(Range&& range) { list(std::forward<Range>(range), lead_query{}); };
static_assert(listable<std::vector<lead>> && listable<std::ranges::single_view<lead_view>>);
static_assert(!listable<std::vector<test_support::not_adapted>> &&
              !listable<std::vector<test_support::without_client>>);
static_assert(!listable<lead> && !listable<std::vector<int>&>);
static_assert(listable<std::vector<const lead*>&> && listable<std::vector<std::shared_ptr<lead>>>);
// Rows that can only be moved: not from a container, whose rows stay; from a range that makes them.
static_assert(!listable<std::vector<std::unique_ptr<lead>>&> &&
              !listable<std::vector<test_support::odd_row>&>);
template <class Row>
using made = std::ranges::transform_view<std::ranges::iota_view<int, int>, Row (*)(int)>;
static_assert(listable<made<std::unique_ptr<lead>>> && listable<made<test_support::odd_row>>);
struct fixed_row : lead {
  const int revision = 0; // neither movable nor assignable, so it cannot be sorted
};
static_assert(!listable<made<const fixed_row>>);

template <class Range>
concept referable =
    requires(Range&& range) { list_references(std::forward<Range>(range), lead_query{}); };
static_assert(referable<std::vector<std::unique_ptr<lead>>&> &&
              referable<const std::vector<const lead*>&> && !referable<made<lead>>);

// A view may be a temporary if the container that it adapts is not.
template <class Base> using filtered = std::ranges::filter_view<Base, bool (*)(const lead&)>;
using kept = std::ranges::ref_view<std::vector<lead>>;
using copied = std::ranges::owning_view<std::vector<lead>>;
static_assert(detail::rows_outlive_range<filtered<kept>> &&
              detail::rows_outlive_range<std::ranges::reverse_view<filtered<filtered<kept>>>> &&
              detail::rows_outlive_range<std::span<lead>> &&
              detail::rows_outlive_range<std::vector<lead>&>);
static_assert(!detail::rows_outlive_range<std::vector<lead>> &&
              !detail::rows_outlive_range<copied> &&
              !detail::rows_outlive_range<filtered<copied>> &&
              !detail::rows_outlive_range<std::ranges::reverse_view<filtered<copied>>> &&
              !detail::rows_outlive_range<std::ranges::single_view<lead>>);
