// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_QUERY_LIST_HPP
#define LEADCORE_QUERY_LIST_HPP

// The whole query over a range of rows, in one pass.

#include <leadcore/model/lead.hpp>
#include <leadcore/query/filter.hpp>
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
  std::vector<Candidate>
      kept_; // once cut_, the element wanted_ - 1 is the worst of the first wanted_
  bool cut_ = false;
};

/// One pass over rows: counts every match and keeps what the page needs.
/// @param make  makes the Candidate of a row.
/// @param less  orders candidates, and a row before a candidate.
template <class Candidate, class Range, class Less, class Make>
[[nodiscard]] constexpr page_of<Candidate> select_page(Range&& rows, const lead_query& query,
                                                       Less less, Make make) {
  best_of<Candidate, Less> best(query.page.end(), less);
  std::uint64_t total = 0;
  for (auto&& each : rows) {
    if (leadcore::matches(each, query)) {
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

/// Pointers to the rows of a page, for ranges whose rows stay where they are.
template <class Range>
[[nodiscard]] constexpr auto select_pointers(Range& rows, const lead_query& query,
                                             null_placement nulls) {
  using pointer = const std::remove_reference_t<std::ranges::range_reference_t<Range>>*;
  return detail::select_page<pointer>(
      rows, query, by_pointee<decltype(lead_order)>{lead_order.with(nulls)},
      [](const auto& row) -> pointer { return __builtin_addressof(row); });
}

} // namespace detail

/// Answers a query over rows: the page asked for, as copies, and the exact totals.
///
/// Accepts any input range of lead_like records in any order, and reads it once. For a forward
/// range of lvalues it keeps pointers, and copies only the rows of the page. For other ranges (rows
/// made on the fly, single-pass streams) it copies the best candidates as they come. All rows must
/// belong to one organisation and have distinct ids; then the answer does not depend on their
/// order.
///
/// @param leads  the rows; they are not changed.
/// @param nulls  where rows without a next call are: nulls_last (default), or the profile
///     nulls_first.
/// @return at most page_size rows with the pagination computed over the same pass.
/// @par Complexity  one match per row, and O(n + k log k) comparisons where k is page_size; memory
///     for at most 2 x page x page_size pointers or copies, never more than the rows that match.
/// @par Exceptions  only what the range, copying a row, or allocation throws; nothing is changed
///     then.
/// @par Source  spec order.1, page.1, page.5, page.6.
/// @see list_references, tests/vectors/page.tsv
template <std::ranges::input_range Range>
  requires lead_like<std::ranges::range_reference_t<Range>>
[[nodiscard]] constexpr auto list(Range&& leads, const lead_query& query,
                                  null_placement nulls = nulls_last)
    -> page_of<std::ranges::range_value_t<Range>> {
  using row = std::ranges::range_value_t<Range>;
  if constexpr (detail::refers_to_rows<Range>) {
    static_assert(std::copy_constructible<row>, "leadcore: list copies the rows of the page; for "
                                                "rows that cannot be copied use list_references");
    const auto chosen = detail::select_pointers(leads, query, nulls);
    page_of<row> page{{}, chosen.pagination};
    page.data.reserve(chosen.data.size());
    for (const auto* each : chosen.data) {
      page.data.push_back(*each);
    }
    return page;
  } else {
    static_assert(std::movable<row>,
                  "leadcore: list keeps and sorts rows that are made on the fly, so they must be "
                  "movable (no members that are const or references)");
    return detail::select_page<row>(
        std::forward<Range>(leads), query, lead_order.with(nulls), [](auto& each) {
          if constexpr (std::is_reference_v<std::ranges::range_reference_t<Range>>) {
            return row(each);
          } else {
            return row(std::move(each)); // a temporary of this pass
          }
        });
  }
}

/// The same answer without copies: references into the container, which must outlive the page.
///
/// The page prints as JSON like any other. Works for rows that cannot be copied. A
/// std::reference_wrapper in the container counts as the row that it refers to.
/// @par Complexity  as list, without the copies.
template <std::ranges::forward_range Range>
  requires lead_like<std::ranges::range_reference_t<Range>> && detail::refers_to_rows<Range>
[[nodiscard]] constexpr auto list_references(Range&& leads, const lead_query& query,
                                             null_placement nulls = nulls_last)
    -> page_of<
        std::reference_wrapper<const detail::row_type<std::ranges::range_reference_t<Range>>>> {
  static_assert(
      std::is_lvalue_reference_v<Range> || std::ranges::borrowed_range<Range>,
      "leadcore: list_references would refer into a temporary container; keep the container in a "
      "variable, or use list");
  const auto chosen = detail::select_pointers(leads, query, nulls);
  page_of<std::reference_wrapper<const detail::row_type<std::ranges::range_reference_t<Range>>>>
      page{{}, chosen.pagination};
  page.data.reserve(chosen.data.size());
  for (const auto* each : chosen.data) {
    page.data.push_back(std::cref(detail::row(*each)));
  }
  return page;
}

} // namespace leadcore::inline LEADCORE_ABI

#endif
