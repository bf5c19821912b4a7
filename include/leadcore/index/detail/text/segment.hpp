// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_INDEX_DETAIL_TEXT_SEGMENT_HPP
#define LEADCORE_INDEX_DETAIL_TEXT_SEGMENT_HPP

// An immutable segment: documents with consecutive ids, and a substring index of them.

#include <leadcore/index/detail/text/alphabet.hpp>
#include <leadcore/index/detail/text/bitmap.hpp>
#include <leadcore/index/detail/text/document_store.hpp>
#include <leadcore/index/detail/text/match_set.hpp>
#include <leadcore/index/detail/text/ngram_bitmaps.hpp>
#include <leadcore/index/detail/text/pair_index.hpp>
#include <leadcore/index/detail/text/phrase_search.hpp>
#include <leadcore/index/detail/text/reserved_array.hpp>
#include <leadcore/index/detail/text/stepwise.hpp>
#include <leadcore/index/detail/text/term_collector.hpp>
#include <leadcore/index/detail/text/term_index.hpp>
#include <leadcore/index/detail/text/tokenizer.hpp>
#include <leadcore/text/function_ref.hpp>
#include <leadcore/version.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace leadcore::inline LEADCORE_ABI::detail {

/// Documents [first(), end()) and, once they are indexed, frequent one- and two-grams as bitmaps,
/// all other needles by terms (term_index) and pairs of adjacent terms (pair_index).
template <text_alphabet Alphabet> class segment {
 public:
  /// The maximal total size of the texts.
  static constexpr std::size_t max_bytes = document_store::max_bytes;

  /// @param first  a multiple of 64
  explicit segment(doc_id first) : first_(first) {}
  segment(const segment&) = delete;
  segment& operator=(const segment&) = delete;
  ~segment() = default;

  /// Copies the texts of documents, without an index: needles are found by scanning.
  /// @param text_of   the text of document first() + i, for i < count; must outlive the work
  /// @par Exceptions
  /// allocation, and std::length_error for more than max_bytes
  stepwise assign_texts(std::size_t count, text_source text_of) {
    return documents_.assign(count, text_of);
  }
  /// The same, and indexes them. To be finished before anything is read.
  /// @par Complexity
  /// linear in the texts
  stepwise assign(std::size_t count, text_source text_of) {
    co_yield assign_texts(count, text_of);
    {
      term_collector<Alphabet> collected(documents_);
      co_yield collected.collect();
      co_yield terms_.assign(documents_.data(), collected);
      co_yield pairs_.assign(collected);
    }
    co_yield bitmaps_.assign(documents_);
    is_indexed_ = true;
  }

  [[nodiscard]] bool is_indexed() const noexcept { return is_indexed_; }
  [[nodiscard]] doc_id first() const noexcept { return first_; }
  [[nodiscard]] std::size_t end() const noexcept { return first_ + size(); }
  /// The number of documents.
  [[nodiscard]] std::size_t size() const noexcept { return documents_.size(); }
  /// The total size of the texts.
  [[nodiscard]] std::size_t bytes() const noexcept { return documents_.bytes(); }
  [[nodiscard]] std::string_view text(doc_id doc) const noexcept {
    return documents_[doc - first_];
  }
  /// Prefetches what prefetch_text(doc) reads.
  void prefetch_offset(doc_id doc) const noexcept { documents_.prefetch_offset(doc - first_); }
  /// Prefetches the text of a document.
  void prefetch_text(doc_id doc) const noexcept { documents_.prefetch_text(doc - first_); }

  /// Adds the documents that contain one of some needles.
  /// @param share  whether `out` may share a bitmap; copying that of a small segment is cheaper
  void search(std::span<const std::string> needles, bool share, match_set& out) const {
    while (!needles.empty()) {
      const auto [found, answered] = bitmaps_.find(needles);
      if (found.bits.empty()) {
        search(needles.front(), out.owned());
      } else if (share && !out.shares_bitmap()) {
        out.share(found, first_);
      } else {
        out.owned().add_bits(found.bits, first_);
      }
      needles = needles.subspan(answered);
    }
  }
  /// Calls visit(doc), in increasing order, for each document in [first() + begin, first() + end)
  /// that contains a needle, by scanning them.
  void scan(std::string_view needle, std::size_t begin, std::size_t end,
            function_ref<void(doc_id)> visit) const {
    documents_.scan(needle, begin, end,
                    [&](std::size_t i) { visit(first_ + static_cast<doc_id>(i)); });
  }
  /// Estimates the cost of search(needles): how many documents it adds or verifies.
  [[nodiscard]] std::uint64_t search_cost(std::span<const std::string> needles) const {
    std::uint64_t cost = 0;
    while (!needles.empty()) {
      const auto [found, answered] = bitmaps_.find(needles);
      cost += found.bits.empty() ? search_cost(needles.front()) : bitmap_words(size());
      needles = needles.subspan(answered);
    }
    return cost;
  }

 private:
  [[nodiscard]] static reserved_array<std::string_view> terms_of(std::string_view needle) {
    reserved_array<std::string_view> terms(needle.size()); // enough
    for_each_term<Alphabet>(needle, [&](std::string_view each) { terms.push_back(each); });
    return terms;
  }
  [[nodiscard]] phrase_search<Alphabet> phrases() const noexcept {
    return {documents_, terms_, pairs_, bitmaps_};
  }
  void search(std::string_view needle, doc_set& out) const {
    if (!is_indexed_) {
      scan(needle, 0, size(), [&](doc_id doc) { out.add(doc); });
      return;
    }
    const auto terms = terms_of(needle);
    if (terms.size() == 1) {
      terms_.search(needle, out, first_);
    } else {
      phrases().search(needle, terms, out, first_);
    }
  }
  [[nodiscard]] std::uint64_t search_cost(std::string_view needle) const {
    if (!is_indexed_) {
      return size();
    }
    const auto terms = terms_of(needle);
    return terms.size() == 1 ? terms_.search_cost(needle) : phrases().search_cost(terms);
  }

  doc_id first_;
  bool is_indexed_ = false;
  document_store documents_{};
  term_index<Alphabet> terms_{};
  pair_index<Alphabet> pairs_{};
  ngram_bitmaps<Alphabet> bitmaps_{};
};

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
