// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_INDEX_DETAIL_QUERY_PLAN_HPP
#define LEADCORE_INDEX_DETAIL_QUERY_PLAN_HPP

// How a search is executed. The costs by which that is decided are in text/search_costs.hpp.

#include <leadcore/index/detail/text/search_costs.hpp>
#include <leadcore/version.hpp>

#include <cstdint>

namespace leadcore::inline LEADCORE_ABI::detail {

/// What a search knows before it reads a text.
struct search_input {
  std::uint64_t filtered; ///< documents that the filters other than the search leave
  std::uint64_t all;      ///< documents of the version

  /// Whether the filters are so selective that scanning may be cheaper than searching.
  [[nodiscard]] constexpr bool may_scan() const noexcept {
    return filtered * search_costs::scan_text * search_costs::min_selectivity < all;
  }
  /// Whether scanning the texts that the filters leave is cheaper than searching all texts.
  /// @param search_cost  search_cost() returns that of the text index; called only if may_scan()
  template <class SearchCost>
  [[nodiscard]] constexpr bool is_scan_cheaper(SearchCost search_cost) const {
    return may_scan() && filtered * search_costs::scan_text < search_cost();
  }
};

/// How the matches of a search become a page.
enum class match_plan : std::uint8_t {
  probe_shared, ///< visit the filtered documents and probe the matches in the segment's bitmap
  fetch_rows,   ///< fetch the row of each match, filter it and select the page
  probe_dense,  ///< visit the filtered documents and probe the matches in a bitmap of their own
};

/// @param matches        of all documents
/// @param visits         entries of the posting list that a walk visits
/// @param documents      of the text index
/// @param shares_bitmap  whether the matches refer to the bitmap of a segment
[[nodiscard]] constexpr match_plan plan_matches(std::uint64_t matches, std::uint64_t visits,
                                                std::uint64_t documents,
                                                bool shares_bitmap) noexcept {
  if (shares_bitmap) {
    return visits * search_costs::documents_copied_per_visit < documents ? match_plan::probe_shared
                                                                         : match_plan::probe_dense;
  }
  return matches * search_costs::fetch_row <= visits ? match_plan::fetch_rows
                                                     : match_plan::probe_dense;
}

/// How many entries of a posting list a walk visits, if matches are evenly distributed.
/// @param page_end   the rank after the last match of the page
/// @param is_total   whether the filters leave all documents, so that the walk ends with the page
[[nodiscard]] constexpr std::uint64_t expected_visits(std::uint64_t filtered, std::uint64_t matches,
                                                      std::uint64_t page_end,
                                                      bool is_total) noexcept {
  return is_total && page_end < matches ? page_end * filtered / matches : filtered;
}

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
