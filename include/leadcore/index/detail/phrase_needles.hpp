// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_INDEX_DETAIL_PHRASE_NEEDLES_HPP
#define LEADCORE_INDEX_DETAIL_PHRASE_NEEDLES_HPP

// The phrases of a search term as needles of the text index.

#include <leadcore/index/detail/ordered_postings.hpp>
#include <leadcore/index/detail/query_plan.hpp>
#include <leadcore/index/detail/text/bitmap.hpp>
#include <leadcore/index/detail/text/deleted_docs.hpp>
#include <leadcore/index/detail/text/match_set.hpp>
#include <leadcore/index/detail/text/search_costs.hpp>
#include <leadcore/index/detail/text/sorted_ids.hpp>
#include <leadcore/index/detail/version.hpp>
#include <leadcore/query/search_term.hpp>
#include <leadcore/query/searchable_text.hpp>
#include <leadcore/text/byte_search.hpp>
#include <leadcore/version.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace leadcore::inline LEADCORE_ABI::detail {

/// A document contains a phrase if it contains one of its needles.
using needle_list = std::vector<std::string>;

/// The needles of each phrase of a term. A document must contain every phrase.
template <class Term> class phrase_needles {
 public:
  /// @param texts  must outlive the needles and what they find
  explicit phrase_needles(const text_index& texts) noexcept : texts_(texts) {}

  /// To be called once. The most selective phrase becomes the first.
  /// @return false if the text index cannot answer a phrase: it is not UTF-8, or nothing is left of
  ///     it when it is folded
  [[nodiscard]] bool assign(const Term& term) {
    const auto phrases = term.phrases();
    if (!make(phrases.front(), first_)) {
      return false;
    }
    if constexpr (has_others) {
      for (const search_phrase& phrase : phrases.subspan(1)) {
        if (!make(phrase, others_.emplace_back())) {
          return false;
        }
      }
      std::uint64_t least = others_.empty() ? 0 : texts_.search_cost(first_);
      for (needle_list& each : others_) {
        const std::uint64_t cost = texts_.search_cost(each);
        if (cost < least) {
          least = cost;
          first_.swap(each);
        }
      }
    }
    return true;
  }

  /// Those of the first phrase.
  [[nodiscard]] const needle_list& first() const noexcept { return first_; }
  /// Keeps the documents that contain every other phrase.
  void keep_with_others([[maybe_unused]] std::vector<doc_id>& docs) const {
    if constexpr (has_others) {
      for (const needle_list& needles : others_) {
        verify(docs, needles);
      }
    }
  }
  /// The documents that contain all phrases. The first is searched; the matches are verified for
  /// each other one, or intersected with its matches if these are found faster.
  [[nodiscard]] match_set find() const {
    match_set found = texts_.search(first_);
    if constexpr (has_others) {
      if (!others_.empty()) {
        match_set all(texts_.next_doc(), none_deleted_);
        all.owned().add(found_with_others(found.docs()), 0);
        all.freeze();
        return all;
      }
    }
    return found;
  }

 private:
  /// Whether a term may have more phrases than one.
  static constexpr bool has_others = Term::policy.reading != term_reading::phrase;

  [[nodiscard]] static bool make(const search_phrase& phrase, needle_list& made) {
    made = detail::search_needles(phrase);
    return !made.empty() && !made.front().empty();
  }
  [[nodiscard]] static bool contains_one(std::string_view text, const needle_list& needles) {
    for (const std::string& needle : needles) {
      if (find_bytes(text, needle) != std::string_view::npos) {
        return true;
      }
    }
    return false;
  }
  void verify(std::vector<doc_id>& docs, const needle_list& needles) const {
    detail::keep_if(docs, [&](doc_id doc) { return contains_one(texts_.text(doc), needles); });
  }
  [[nodiscard]] std::vector<doc_id> found_with_others(std::vector<doc_id> docs) const {
    for (const needle_list& needles : others_) {
      if (docs.size() * search_costs::scan_text <= texts_.search_cost(needles)) {
        verify(docs, needles);
      } else {
        const match_set others = texts_.search(needles);
        detail::keep_if(docs, [&](doc_id doc) { return others.contains(doc); });
      }
    }
    return docs;
  }

  const text_index& texts_;
  needle_list first_{};
  struct nothing {};
  std::conditional_t<has_others, std::vector<needle_list>, nothing> others_{};
  deleted_docs none_deleted_{};
};

/// Appends documents, and where a range of adjacent ones begins.
inline void append_ranges(std::vector<doc_id>& docs, std::vector<std::size_t>& ranges,
                          std::span<const doc_id> some) {
  if (docs.empty() || some.front() != docs.back() + 1) {
    ranges.push_back(docs.size());
  }
  // Usually all are adjacent, which a loop without branches tells fastest.
  bool adjacent = true;
  for (std::size_t i = 1; i < some.size(); ++i) {
    adjacent = static_cast<bool>(static_cast<int>(adjacent) &
                                 static_cast<int>(some[i] == some[i - 1] + 1));
  }
  for (std::size_t i = 1; !adjacent && i < some.size(); ++i) {
    if (some[i] != some[i - 1] + 1) {
      ranges.push_back(docs.size() + i);
    }
  }
  docs.insert(docs.end(), some.begin(), some.end());
}
/// The documents of a list that contain one of some needles, in the order of the list. Their texts
/// are scanned, those of adjacent documents as one range.
[[nodiscard]] inline std::vector<doc_id>
scan_docs(const text_index& texts, const ordered_postings& of, const needle_list& needles) {
  std::vector<doc_id> docs;
  std::vector<std::size_t> ranges; // where adjacent documents begin in docs, and its size
  docs.reserve(of.size());
  of.visit_spans(0, of.size(), [&](std::span<const doc_id> some) {
    append_ranges(docs, ranges, some);
    return true;
  });
  ranges.push_back(docs.size());
  std::vector<std::uint32_t> found; // indexes of docs, then documents
  for (std::size_t i = 0; i + 1 < ranges.size(); ++i) {
    // Texts of other ranges are cache misses, so they are prefetched in two steps.
    constexpr std::size_t ahead = 12;
    if (i + 2 * ahead + 1 < ranges.size()) {
      texts.prefetch_offset(docs[ranges[i + 2 * ahead]]);
    }
    if (i + ahead + 1 < ranges.size()) {
      texts.prefetch_text(docs[ranges[i + ahead]]);
    }
    const doc_id first = docs[ranges[i]];
    for (const std::string& needle : needles) {
      texts.scan(first, ranges[i + 1] - ranges[i], needle, [&](doc_id doc) {
        found.push_back(static_cast<std::uint32_t>(ranges[i] + (doc - first)));
      });
    }
  }
  if (needles.size() > 1) {
    sort_unique(found);
  }
  for (std::uint32_t& each : found) {
    each = docs[each];
  }
  return found;
}

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
