// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_QUERY_PAGE_HPP
#define LEADCORE_QUERY_PAGE_HPP

// The requested slice, and the arithmetic of pages.

#include <leadcore/model/field.hpp>
#include <leadcore/version.hpp>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <vector>

namespace leadcore::inline LEADCORE_ABI {

/// The largest integer of a query: 2^53-1, the largest that every JSON reader keeps exact.
/// @par Source
/// spec query.18, query.19, page.7.
inline constexpr std::uint64_t max_query_integer = (std::uint64_t{1} << 53) - 1;
/// The size of a page for which a query names none.
inline constexpr std::uint64_t default_page_size = 50;
/// The largest size of a page. The profile clamp reduces larger ones to it.
inline constexpr std::uint64_t max_page_size = 100;

/// A page by its number, from 1, and its size, 1 to 100.
///
/// parse_query returns page numbers from 1 to max_query_integer and sizes from 1 to max_page_size.
/// Other values are safe too: arithmetic saturates, page number 0 counts as 1, and a page of size 0
/// is empty.
struct page_request {
  std::uint64_t page = 1;
  std::uint64_t page_size = default_page_size;

  /// How many rows come before this page; saturates at 2^64-1.
  [[nodiscard]] constexpr std::uint64_t offset() const noexcept {
    const std::uint64_t before = page == 0 ? 0 : page - 1;
    constexpr std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
    return page_size != 0 && before > most / page_size ? most : before * page_size;
  }
  /// How many rows come before the next page; saturates at 2^64-1.
  [[nodiscard]] constexpr std::uint64_t end() const noexcept {
    const std::uint64_t first = offset();
    constexpr std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
    return first > most - page_size ? most : first + page_size;
  }

  friend constexpr bool operator==(const page_request&, const page_request&) = default;
};

/// The position of a page in the whole; the second part of the answer. JSON names are the member
/// names in camelCase.
struct pagination {
  std::uint64_t page;
  std::uint64_t page_size;
  std::uint64_t total;
  std::uint64_t total_pages;
  bool has_next_page;
  bool has_prev_page;

  struct hana_accessors_impl
      : detail::own_fields<pagination, detail::member_field<"page", &pagination::page>,
                           detail::member_field<"page_size", &pagination::page_size>,
                           detail::member_field<"total", &pagination::total>,
                           detail::member_field<"total_pages", &pagination::total_pages>,
                           detail::member_field<"has_next_page", &pagination::has_next_page>,
                           detail::member_field<"has_prev_page", &pagination::has_prev_page>> {};

  friend constexpr bool operator==(const pagination&, const pagination&) = default;
};

template <>
inline constexpr field_meaning field_meanings<pagination>[] = {
    {"page", "Page number, from 1."},
    {"page_size", "Items per page."},
    {"total", "Items of all pages."},
    {"total_pages", "Pages that have items; 0 without items."},
    {"has_next_page", "Whether a page follows."},
    {"has_prev_page", "Whether a page precedes."},
};

/// The arithmetic of the answer: total_pages is the quotient rounded up (0 for nothing),
/// has_next_page is page < total_pages, has_prev_page is page > 1. A page past the end is not an
/// error.
///
/// @par Complexity
/// constant; cannot overflow for any arguments.
/// @par Source
/// spec page.2 to page.6.
/// @see tests/vectors/page.jsonl
[[nodiscard]] constexpr pagination paginate(std::uint64_t total, page_request request) noexcept {
  const std::uint64_t size = request.page_size;
  const std::uint64_t total_pages = size == 0 ? 0 : total / size + (total % size != 0 ? 1 : 0);
  const std::uint64_t page = std::max(request.page, std::uint64_t{1});
  return {page, size, total, total_pages, page < total_pages, page > 1};
}

/// A slice of rows [first, last) counted from 0.
struct row_slice {
  std::uint64_t first = 0;
  std::uint64_t last = 0;

  friend constexpr bool operator==(const row_slice&, const row_slice&) = default;
};

/// The rows that a page holds of total rows; empty past the end.
[[nodiscard]] constexpr row_slice slice_of(std::uint64_t total, page_request request) noexcept {
  return {std::min(total, request.offset()), std::min(total, request.end())};
}

/// One page of an answer.
template <class Row> struct page_of {
  std::vector<Row> data{};           ///< at most page_size rows, in order
  leadcore::pagination pagination{}; ///< computed over the same snapshot as data

  friend constexpr bool operator==(const page_of&, const page_of&) = default;
};

} // namespace leadcore::inline LEADCORE_ABI

#endif
