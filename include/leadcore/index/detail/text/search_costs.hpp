// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_INDEX_DETAIL_TEXT_SEARCH_COSTS_HPP
#define LEADCORE_INDEX_DETAIL_TEXT_SEARCH_COSTS_HPP

#include <leadcore/version.hpp>

#include <cstddef>
#include <cstdint>

namespace leadcore::inline LEADCORE_ABI::detail {

/// The constants by which searches are planned and lists of ids represented.
///
/// Only their order of magnitude matters. After each, by how much the instructions of 704 searches
/// over 20,000 synthetic leads grow if the constant is a quarter of its value, or four times that
/// (callgrind, which counts no cache misses): 64 searches each of W5 to W9, of any page of W6 and
/// W9, of frequent terms and of parts of texts with two, three and more terms. In brackets the set
/// that changes most. Times and bytes are of 200,000 leads.
struct search_costs {
  // How a search becomes a page (query_plan.hpp), in the unit of visiting a posting list's entry.

  /// Fetching the row of a match and testing it, which is a cache miss or two. Without the choice,
  /// searches with 3 to 8 matches take 28 times as long. -6.3 % (W6 any page -17.2); 1.0 % (two
  /// terms 17.8)
  static constexpr std::uint64_t fetch_row = 40;
  /// Scanning the text of a document, in documents that a search of the text index adds or
  /// verifies. Without the choice, searches of one owner and status take 34 times as long.
  /// -0.2 % (W8 -10.2); 1.6 % (W8 67.2)
  static constexpr std::uint64_t scan_text = 4;
  /// Scanning is considered only where the filters leave less than one in scan_text * this
  /// documents, which spares estimating the cost of a search. 0.0 %; 0.0 % (W8 -0.7)
  static constexpr std::uint64_t min_selectivity = 4;
  /// Documents whose bits are copied in the time of a visit. Without the copy, any page of a
  /// frequent two-character term takes 1.5 times as long. 0.6 % (W9 any page 2.5); 0.0 % (W9 2.6)
  static constexpr std::uint64_t documents_copied_per_visit = 32;

  // How a needle of several terms is searched (phrase_search.hpp).

  /// Pairs or documents that are read sooner than intersected. 0.1 % (three terms 1.4); 0.0 %
  /// (three terms 2.3)
  static constexpr std::size_t few_candidates = 16;
  /// The candidates of another boundary are found if its shortest list has less than this many
  /// pairs for each document so far. Never: three terms take 1.4 times as long, more terms twice.
  /// 0.1 % (more terms 2.9); 0.0 % (more terms 1.1)
  static constexpr std::uint64_t pairs_read_per_candidate = 4;
  /// Candidates are intersected with those of another boundary that has less than this many
  /// documents for each. Never: more than three terms take 1.6 times as long. 0.0 %; 0.1 % (more
  /// terms 1.2)
  static constexpr std::uint64_t documents_added_per_candidate = 16;
  /// Pairs are intersected with a list that has less than this many for each before their right
  /// terms are compared. Half: 0.0 % (W5 0.5); 0.5 % (W7 6.6)
  static constexpr std::size_t pairs_intersected_per_right_term = 2;
  /// The same before their left terms are compared. -0.6 % (W7 -3.9); 0.4 % (W7 4.6)
  static constexpr std::size_t pairs_intersected_per_left_term = 16;
  /// Pairs that are read in the time of intersecting a candidate for the left term. Half: 0.5 %
  /// (W7 6.3); -0.1 % (W7 6.2)
  static constexpr std::uint64_t pairs_read_per_suffix_term = 2;
  /// Pairs that are read in the time of finding those of a left term. -0.1 % (W5 -1.6); 0.6 % (two
  /// terms 2.3)
  static constexpr std::uint64_t pairs_read_per_left_term = 16;

  // How lists are represented.

  /// A one- or two-gram has a bitmap if one in so many documents contains it. 105 % (W9 35 times),
  /// 14 bytes a lead less; 0.0 %, 32 bytes more
  static constexpr std::uint64_t min_share_of_ngram = 8;
  /// So has a term. The bitmap is smaller than a list for one in 8, and added faster. 1.3 %
  /// (frequent terms 49); -2.8 % (W6 -7.2), 5 bytes a lead more
  static constexpr std::uint64_t min_share_of_dense_postings = 16;
  /// A longer list of an n-gram is partitioned by the next byte. -1.2 % (W7 -8.4), 10 bytes a lead
  /// more; 0.4 % (W6 1.0), 2 bytes less
  static constexpr std::size_t max_unpartitioned = 512;
  /// A sorted list of ids becomes a bitmap at one id for so many documents, where it takes about as
  /// much memory. 1.7 % (W6 4.2); -1.0 % (W6 -2.7)
  static constexpr std::size_t documents_per_sorted_id = 64;
  /// So does a list that is not sorted, where sorting it takes about as long as reading the bitmap.
  /// 0.7 % (more terms 2.0); -0.1 % (three terms 0.6)
  static constexpr std::size_t documents_per_unsorted_id = 1024;
  /// Lists are intersected by galloping if one is so many times as long. -0.1 % (W5 -0.6); 0.2 %
  /// (W5 1.7)
  static constexpr std::size_t ids_skipped_by_galloping = 8;
};

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
