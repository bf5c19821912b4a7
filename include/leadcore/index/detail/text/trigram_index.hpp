// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_INDEX_DETAIL_TEXT_TRIGRAM_INDEX_HPP
#define LEADCORE_INDEX_DETAIL_TEXT_TRIGRAM_INDEX_HPP

// Posting lists of n-grams. decision 0090

#include <leadcore/index/detail/text/block_postings.hpp>
#include <leadcore/index/detail/text/id_hash_table.hpp>
#include <leadcore/index/detail/text/radix_sort.hpp>
#include <leadcore/version.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace leadcore::inline LEADCORE_ABI::detail {

/// Collects n-grams of up to three bytes and the ids (of terms or term pairs) that contain them,
/// and groups them.
class ngram_collector {
 public:
  /// The n-gram in the upper half, the id in the lower.
  using entry = std::uint64_t;
  using entries = std::span<const entry>;
  [[nodiscard]] static std::uint32_t ngram_of(entry of) noexcept {
    return static_cast<std::uint32_t>(of >> 32U);
  }
  [[nodiscard]] static std::uint32_t id_of(entry of) noexcept {
    return static_cast<std::uint32_t>(of);
  }

  /// @param ngram  below 2^24
  void add(std::uint32_t ngram, std::uint32_t id) {
    collected_.push_back(std::uint64_t{ngram} << 32U | id);
  }
  void clear() noexcept { collected_.clear(); }

  /// Calls visit(entries) for each n-gram, in increasing order; its ids are strictly increasing.
  /// @pre ids of each n-gram were added in increasing order
  template <class Visit> void for_each_ngram(Visit&& visit) {
    // The first trigrams of terms are sorted.
    if (!std::is_sorted(collected_.begin(), collected_.end())) {
      radix_sort<4, 7>(collected_, scratch_, [](entry each) { return each; });
    }
    collected_.erase(std::unique(collected_.begin(), collected_.end()), collected_.end());
    const entries all(collected_);
    for (std::size_t begin = 0, end = 0; begin != all.size(); begin = end) {
      while (end != all.size() && ngram_of(all[end]) == ngram_of(all[begin])) {
        ++end;
      }
      visit(all.subspan(begin, end - begin));
    }
  }

 private:
  std::vector<entry> collected_;
  std::vector<entry> scratch_;
};

/// For each n-gram the ids that contain it.
class trigram_index {
 public:
  struct ngram {
    std::uint32_t key = 0;
    std::uint32_t doc_frequency = 0; // the sum of those of its ids
    block_postings::list ids;
  };

  /// Adds n-grams.
  /// @param key_prefix      the highest eight bits of their keys; increases from call to call
  /// @param doc_frequencies by id
  void add(std::uint32_t key_prefix, ngram_collector& collected,
           std::span<const std::uint32_t> doc_frequencies) {
    std::vector<std::uint32_t> ids;
    collected.for_each_ngram([&](ngram_collector::entries of_ngram) {
      ngram made;
      made.key = key_prefix << 24U | ngram_collector::ngram_of(of_ngram.front());
      ids.clear();
      for (const ngram_collector::entry each : of_ngram) {
        ids.push_back(ngram_collector::id_of(each));
        made.doc_frequency += doc_frequencies[ids.back()];
      }
      made.ids = lists_.add(ids);
      ngrams_.push_back(made);
    });
  }
  /// Builds the hash table, after the last add() and before any n-gram is found.
  void freeze() {
    lists_.shrink_to_fit();
    ngrams_.shrink_to_fit();
    for (std::uint32_t i = 0; i < ngrams_.size(); ++i) {
      static_cast<void>(by_key_.find_or_insert(ngrams_[i].key, i, is_same_key));
    }
  }

  /// All n-grams, by increasing key.
  [[nodiscard]] std::span<const ngram> ngrams() const noexcept { return ngrams_; }
  /// An n-gram, or null.
  [[nodiscard]] const ngram* find(std::uint32_t key) const noexcept {
    const std::uint32_t i = by_key_.find(key, is_same_key);
    return i == id_hash_table::none ? nullptr : &ngrams_[i];
  }

  /// Appends the ids of an n-gram, which are strictly increasing.
  void read(const ngram& of, std::vector<std::uint32_t>& out) const { lists_.read(of.ids, out); }
  /// Removes ids that an n-gram does not have.
  /// @pre ids are strictly increasing
  void intersect(std::vector<std::uint32_t>& ids, const ngram& other) const {
    lists_.intersect(ids, other.ids);
  }

 private:
  // The hash of an n-gram is its key, so equal hashes are equal keys.
  static constexpr auto is_same_key = [](std::uint32_t) { return true; };

  std::vector<ngram> ngrams_;
  block_postings lists_;
  id_hash_table by_key_; // indices in ngrams_
};

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
