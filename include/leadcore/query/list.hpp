// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_QUERY_LIST_HPP
#define LEADCORE_QUERY_LIST_HPP

// The whole query over a range of rows, in one pass.

#include <leadcore/model/record.hpp>
#include <leadcore/query/endpoint.hpp>
#include <leadcore/query/order.hpp>
#include <leadcore/query/page.hpp>
#include <leadcore/query/query.hpp>
#include <leadcore/version.hpp>

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <ranges>
#include <type_traits>
#include <utility>
#include <vector>

namespace leadcore::inline LEADCORE_ABI {

namespace detail {

/// Keeps the best `wanted` candidates of a stream.
///
/// The buffer holds at most twice as many. When it is full, partial selection cuts it to the best
/// half, so a candidate costs O(1) amortised. From then on one comparison with the worst of the
/// best rejects most candidates.
template <class Candidate, class Less> class best_of {
 public:
  constexpr best_of(std::uint64_t wanted, Less less) : wanted_(wanted), less_(less) {}

  /// True when a row may be among the best.
  template <class Row> [[nodiscard]] constexpr bool admits(const Row& row) const {
    return wanted_ != 0 && (!cut_ || less_(row, kept_[static_cast<std::size_t>(wanted_) - 1]));
  }
  constexpr void add(Candidate&& candidate) {
    kept_.push_back(std::move(candidate));
    if (kept_.size() / 2 >= wanted_) {
      const auto worst = kept_.begin() + static_cast<std::ptrdiff_t>(wanted_ - 1);
      std::nth_element(kept_.begin(), worst, kept_.end(), less_);
      kept_.erase(worst + 1, kept_.end());
      cut_ = true;
    }
  }
  /// The candidates [first, last) of the order, sorted. Discards the others.
  [[nodiscard]] constexpr std::vector<Candidate> slice(std::size_t first, std::size_t last) && {
    const auto begin = kept_.begin() + static_cast<std::ptrdiff_t>(first);
    const auto end = kept_.begin() + static_cast<std::ptrdiff_t>(last);
    if (begin != end) {
      std::nth_element(kept_.begin(), begin, kept_.end(), less_);
      std::partial_sort(begin, end, kept_.end(), less_);
    }
    kept_.erase(end, kept_.end());
    kept_.erase(kept_.begin(), begin);
    return std::move(kept_);
  }

 private:
  std::uint64_t wanted_;
  Less less_;
  // once cut_, the element wanted_ - 1 is the worst of the first wanted_
  std::vector<Candidate> kept_{};
  bool cut_ = false;
};

/// One pass over rows: counts every match and keeps what the page needs.
/// @param make  makes the Candidate of a row.
/// @param less  orders candidates, and a row before a candidate.
template <class Endpoint, class Candidate, class Range, class Less, class Make>
[[nodiscard]] constexpr page_of<Candidate>
select_page(Range&& rows, const typename Endpoint::query& query, Less less, Make make) {
  best_of<Candidate, Less> best(query.page.end(), less);
  std::uint64_t total = 0;
  for (auto&& each : rows) {
    if (leadcore::matches<Endpoint>(each, query)) {
      ++total;
      if (best.admits(each)) {
        best.add(make(each));
      }
    }
  }
  const row_slice slice = slice_of(total, query.page);
  return {std::move(best).slice(static_cast<std::size_t>(slice.first),
                                static_cast<std::size_t>(slice.last)),
          paginate(total, query.page)};
}

/// Orders rows, pointers to rows, and one against the other.
template <class Order> struct by_pointee {
  Order order;

  template <class T> [[nodiscard]] static constexpr const auto& pointee(const T& row) noexcept {
    if constexpr (std::is_pointer_v<T>) {
      return *row;
    } else {
      return row;
    }
  }
  template <class A, class B>
  [[nodiscard]] constexpr bool operator()(const A& a, const B& b) const {
    return order(pointee(a), pointee(b));
  }
};

template <class Range>
concept refers_to_rows = std::ranges::forward_range<Range> &&
                         std::is_lvalue_reference_v<std::ranges::range_reference_t<Range>>;

/// Whether list can make its page: it copies rows that stay where they are, and moves others.
template <class Range>
concept rows_can_be_copied =
    !refers_to_rows<Range> || std::copy_constructible<std::ranges::range_value_t<Range>>;
template <class Range>
concept rows_can_be_moved =
    refers_to_rows<Range> || (std::movable<std::ranges::range_value_t<Range>> &&
                              std::constructible_from<std::ranges::range_value_t<Range>,
                                                      std::ranges::range_reference_t<Range>>);

/// A range that list accepts.
template <class Range, class Endpoint>
concept listable =
    std::ranges::input_range<Range> && row_of<std::ranges::range_reference_t<Range>, Endpoint> &&
    rows_can_be_copied<Range> && rows_can_be_moved<Range>;
/// A range that list_references accepts.
template <class Range, class Endpoint>
concept referable =
    std::ranges::forward_range<Range> && row_of<std::ranges::range_reference_t<Range>, Endpoint> &&
    refers_to_rows<Range>;

/// Whether rows outlive the range that refers to them. The base() of a view is a copy of the view
/// that it adapts, or a reference to a container that it owns.
template <class Range>
inline constexpr bool rows_outlive_range = [] {
  if constexpr (std::is_lvalue_reference_v<Range> || std::ranges::borrowed_range<Range>) {
    return true;
  } else if constexpr (requires(const Range& view) {
                         { view.base() } -> std::ranges::view;
                       }) {
    return rows_outlive_range<decltype(std::declval<const Range&>().base())>;
  } else {
    return false;
  }
}();

/// Pointers to the rows of a page, for ranges whose rows stay where they are.
template <class Endpoint, class Range, class Order>
[[nodiscard]] constexpr auto select_pointers(Range& rows, const typename Endpoint::query& query,
                                             const Order& order) {
  using pointer = const std::remove_reference_t<std::ranges::range_reference_t<Range>>*;
  return detail::select_page<Endpoint, pointer>(
      rows, query, by_pointee<Order>{order},
      [](const auto& row) -> pointer { return __builtin_addressof(row); });
}

/// list() in an order.
template <class Endpoint, class Range, class Order>
[[nodiscard]] constexpr auto list_in_order(Range&& rows, const typename Endpoint::query& query,
                                           const Order& order)
    -> page_of<std::ranges::range_value_t<Range>> {
  static_assert(check_endpoint<Endpoint>() && check_order<Endpoint, Order>());
  using row = std::ranges::range_value_t<Range>;
  if constexpr (refers_to_rows<Range>) {
    const auto chosen = detail::select_pointers<Endpoint>(rows, query, order);
    page_of<row> page{{}, chosen.pagination};
    page.data.reserve(chosen.data.size());
    for (const auto* each : chosen.data) {
      page.data.push_back(*each);
    }
    return page;
  } else {
    return detail::select_page<Endpoint, row>(
        std::forward<Range>(rows), query, order, [](auto& each) {
          if constexpr (std::is_reference_v<std::ranges::range_reference_t<Range>>) {
            return row(each);
          } else {
            return row(std::move(each)); // a temporary of this pass
          }
        });
  }
}

/// A page of references to the rows of a range.
template <class Range>
using reference_page =
    page_of<std::reference_wrapper<const row_type<std::ranges::range_reference_t<Range>>>>;

/// list_references() in an order.
template <class Endpoint, class Range, class Order>
[[nodiscard]] constexpr auto list_references_in_order(Range&& rows,
                                                      const typename Endpoint::query& query,
                                                      const Order& order) -> reference_page<Range> {
  static_assert(check_endpoint<Endpoint>() && check_order<Endpoint, Order>());
  static_assert(
      rows_outlive_range<Range>,
      "leadcore: list_references would refer into a temporary container; keep the container in a "
      "variable, or use list");
  const auto chosen = detail::select_pointers<Endpoint>(rows, query, order);
  reference_page<Range> page{{}, chosen.pagination};
  page.data.reserve(chosen.data.size());
  for (const auto* each : chosen.data) {
    page.data.push_back(std::cref(detail::row(*each)));
  }
  return page;
}

} // namespace detail

/// Answers a query over rows: the requested page, as copies, and the exact totals.
///
/// Accepts any input range of rows of the endpoint (lead_like records) in any order, and reads it
/// once. For a forward range of lvalues it keeps pointers, and copies only the rows of the page;
/// rows that cannot be copied are refused (use list_references). For other ranges (rows made on the
/// fly, single-pass streams) it copies or moves the best candidates as they come. All rows must
/// belong to one organisation and have distinct ids; then the answer does not depend on their
/// order.
///
/// @param rows  they are not changed. Of a range of pointers the page has copies of the pointers.
/// @param query  of the endpoint: list<my_endpoint>(rows, query) for a query of your own.
/// @return at most page_size rows with the pagination computed over the same pass.
/// @par Complexity
/// one match per row, and O(n + k log k) comparisons where k is page_size; memory for at most 2 x
/// page x page_size pointers or copies, never more than the rows that match.
/// @par Exceptions
/// only what the range, copying a row, or allocation throws; nothing is changed then.
/// @par Source
/// spec order.1, page.1, page.5, page.6.
/// @see list_references, tests/vectors/page.jsonl
template <class Endpoint = leads_endpoint, detail::listable<Endpoint> Range,
          class Query = typename Endpoint::query>
  requires std::same_as<Query, typename Endpoint::query>
[[nodiscard]] constexpr auto list(Range&& rows, const Query& query)
    -> page_of<std::ranges::range_value_t<Range>> {
  return detail::list_in_order<Endpoint>(std::forward<Range>(rows), query, Endpoint::order);
}
/// The same with another placement of nulls in the order of the endpoint: the profile nulls_first.
template <class Endpoint = leads_endpoint, detail::listable<Endpoint> Range,
          class Query = typename Endpoint::query>
  requires std::same_as<Query, typename Endpoint::query> && detail::has_nullable_key<Endpoint>
[[nodiscard]] constexpr auto list(Range&& rows, const Query& query, null_placement nulls)
    -> page_of<std::ranges::range_value_t<Range>> {
  return detail::list_in_order<Endpoint>(std::forward<Range>(rows), query,
                                         Endpoint::order.with(nulls));
}
/// The same in an order that is used once; it must end in the key of the endpoint.
template <class Endpoint = leads_endpoint, detail::listable<Endpoint> Range,
          detail::order_like Order, class Query = typename Endpoint::query>
  requires std::same_as<Query, typename Endpoint::query>
[[nodiscard]] constexpr auto list(Range&& rows, const Query& query, const Order& order)
    -> page_of<std::ranges::range_value_t<Range>> {
  return detail::list_in_order<Endpoint>(std::forward<Range>(rows), query, order);
}

/// The same answer without copies: references into the container, which must outlive the page.
///
/// The page prints as JSON like any other. Works for rows that cannot be copied. A pointer or
/// std::reference_wrapper in the container counts as the row that it refers to. A view over such a
/// container (std::views::filter, take, reverse ...) may be a temporary; what it adapts must be the
/// container itself, not a copy.
/// @par Complexity
/// as list, without the copies.
template <class Endpoint = leads_endpoint, detail::referable<Endpoint> Range,
          class Query = typename Endpoint::query>
  requires std::same_as<Query, typename Endpoint::query>
[[nodiscard]] constexpr auto list_references(Range&& rows, const Query& query)
    -> detail::reference_page<Range> {
  return detail::list_references_in_order<Endpoint>(std::forward<Range>(rows), query,
                                                    Endpoint::order);
}
template <class Endpoint = leads_endpoint, detail::referable<Endpoint> Range,
          class Query = typename Endpoint::query>
  requires std::same_as<Query, typename Endpoint::query> && detail::has_nullable_key<Endpoint>
[[nodiscard]] constexpr auto list_references(Range&& rows, const Query& query, null_placement nulls)
    -> detail::reference_page<Range> {
  return detail::list_references_in_order<Endpoint>(std::forward<Range>(rows), query,
                                                    Endpoint::order.with(nulls));
}
template <class Endpoint = leads_endpoint, detail::referable<Endpoint> Range,
          detail::order_like Order, class Query = typename Endpoint::query>
  requires std::same_as<Query, typename Endpoint::query>
[[nodiscard]] constexpr auto list_references(Range&& rows, const Query& query, const Order& order)
    -> detail::reference_page<Range> {
  return detail::list_references_in_order<Endpoint>(std::forward<Range>(rows), query, order);
}

} // namespace leadcore::inline LEADCORE_ABI

#endif
