// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_INDEX_DETAIL_TEXT_TRIGRAM_INDEX_HPP
#define LEADCORE_INDEX_DETAIL_TEXT_TRIGRAM_INDEX_HPP

// Posting lists of n-grams. decision 0090

#include <leadcore/index/detail/text/bit_packed.hpp>
#include <leadcore/index/detail/text/block_postings.hpp>
#include <leadcore/index/detail/text/id_hash_table.hpp>
#include <leadcore/index/detail/text/radix_sort.hpp>
#include <leadcore/index/detail/text/vector_memory.hpp>
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
  struct entry {
    std::uint64_t bits = 0; // from the highest: the byte after the n-gram, the n-gram, the id

    [[nodiscard]] char next_byte() const noexcept { return static_cast<char>(bits >> 56U); }
    [[nodiscard]] std::uint32_t ngram() const noexcept {
      return static_cast<std::uint32_t>(bits >> 32U & low_mask(24));
    }
    [[nodiscard]] std::uint32_t id() const noexcept { return static_cast<std::uint32_t>(bits); }

    /// Whether n-gram and id are the same, whatever the byte after.
    friend bool operator==(const entry& a, const entry& b) noexcept {
      return (a.bits & low_mask(56)) == (b.bits & low_mask(56));
    }
  };
  using entries = std::span<const entry>;

  /// @param ngram      below 2^24
  /// @param next_byte  the byte after the n-gram
  void add(std::uint32_t ngram, std::uint32_t id, char next_byte) {
    collected_.push_back({std::uint64_t{static_cast<unsigned char>(next_byte)} << 56U |
                          std::uint64_t{ngram} << 32U | id});
  }
  void clear() noexcept { collected_.clear(); }

  /// Calls visit(entries) for each n-gram, in increasing order; its ids are strictly increasing.
  /// @pre ids of each n-gram were added in increasing order
  template <class Visit> void for_each_ngram(Visit&& visit) {
    const auto is_before = [](const entry& a, const entry& b) { return a.ngram() < b.ngram(); };
    // The first trigrams of terms are sorted.
    if (!std::is_sorted(collected_.begin(), collected_.end(), is_before)) {
      radix_sort<4, 7>(collected_, scratch_, [](const entry& each) { return each.bits; });
    }
    collected_.erase(std::unique(collected_.begin(), collected_.end()), collected_.end());
    for_each_group(collected_, [](const entry& each) { return each.ngram(); }, visit);
  }
  /// Calls visit(entries) for each partition of the entries of an n-gram by the byte after it.
  template <class Visit> void for_each_partition(entries of_ngram, Visit&& visit) {
    partitioned_.assign(of_ngram.begin(), of_ngram.end());
    radix_sort<7, 8>(partitioned_, scratch_, [](const entry& each) { return each.bits; });
    for_each_group(partitioned_, [](const entry& each) { return each.next_byte(); }, visit);
  }

 private:
  template <class KeyOf, class Visit>
  static void for_each_group(entries in, KeyOf key_of, Visit&& visit) {
    for (std::size_t begin = 0, end = 0; begin != in.size(); begin = end) {
      while (end != in.size() && key_of(in[end]) == key_of(in[begin])) {
        ++end;
      }
      visit(in.subspan(begin, end - begin));
    }
  }

  std::vector<entry> collected_;
  std::vector<entry> scratch_;
  std::vector<entry> partitioned_;
};

/// For each n-gram the ids that contain it. Long posting lists are partitioned by the next byte; a
/// query that knows it reads one partition.
class trigram_index {
 public:
  /// A longer list is partitioned.
  static constexpr std::size_t max_undivided = 512;

  struct ngram {
    std::uint32_t key = 0;
    std::uint32_t doc_frequency = 0; // the sum of those of its ids
    block_postings::list ids{};      // if partitioned, `begin` is the index of the first partition
    std::uint16_t partitions = 0;    // 0 for one list
  };
  struct partition {
    block_postings::list ids{};
    char next_byte = '\0'; // the delimiter at the end of a term
  };
  /// All ids of an n-gram, or those of one partition.
  struct posting_list {
    const ngram* of = nullptr;       // null for an empty list
    const partition* only = nullptr; // null for all ids

    [[nodiscard]] bool empty() const noexcept { return of == nullptr; }
    /// @pre !is_partitioned()
    [[nodiscard]] const block_postings::list& ids() const noexcept {
      return only == nullptr ? of->ids : only->ids;
    }
    [[nodiscard]] std::uint32_t size() const noexcept {
      return only == nullptr ? of->ids.size : only->ids.size;
    }
    /// An estimate of how many documents contain one of the ids.
    [[nodiscard]] std::uint64_t doc_frequency() const noexcept {
      return std::uint64_t{of->doc_frequency} * size() / of->ids.size;
    }
    /// Whether the ids are in several lists.
    [[nodiscard]] bool is_partitioned() const noexcept {
      return only == nullptr && of->partitions != 0;
    }
  };

  /// Adds n-grams.
  /// @param key_prefix      the highest eight bits of their keys; increases from call to call
  /// @param doc_frequencies by id
  /// @param partitioned     whether long lists are partitioned
  void add(std::uint32_t key_prefix, ngram_collector& collected,
           std::span<const std::uint32_t> doc_frequencies, bool partitioned) {
    collected.for_each_ngram([&](ngram_collector::entries of_ngram) {
      ngram& made = ngrams_.emplace_back();
      made.key = key_prefix << 24U | of_ngram.front().ngram();
      for (const ngram_collector::entry& each : of_ngram) {
        made.doc_frequency += doc_frequencies[each.id()];
      }
      if (!partitioned || of_ngram.size() <= max_undivided) {
        made.ids = add_list(of_ngram);
        return;
      }
      made.ids.begin = static_cast<std::uint32_t>(partitions_.size());
      made.ids.size = static_cast<std::uint32_t>(of_ngram.size());
      collected.for_each_partition(of_ngram, [&](ngram_collector::entries same_next) {
        partitions_.push_back({add_list(same_next), same_next.front().next_byte()});
        ++made.partitions;
      });
    });
  }
  /// Builds the hash table, after the last add() and before any list is read.
  void freeze() {
    lists_.shrink_to_fit();
    partitions_.shrink_to_fit();
    ngrams_.shrink_to_fit();
    free_memory(ids_to_add_);
    for (std::uint32_t i = 0; i < ngrams_.size(); ++i) {
      static_cast<void>(by_key_.find_or_insert(ngrams_[i].key, i, is_same_key));
    }
  }

  /// All n-grams, by increasing key.
  [[nodiscard]] std::span<const ngram> ngrams() const noexcept { return ngrams_; }
  /// All ids of an n-gram.
  [[nodiscard]] posting_list find(std::uint32_t key) const {
    const std::uint32_t i = by_key_.find(key, is_same_key);
    return i == id_hash_table::none ? posting_list() : posting_list{&ngrams_[i]};
  }
  /// The partition for a next byte; the whole list if it is not partitioned.
  [[nodiscard]] posting_list with_next(posting_list all, char next_byte) const {
    if (all.empty() || !all.is_partitioned()) {
      return all;
    }
    const auto partitions = partitions_of(*all.of);
    for (const partition& each : partitions) {
      if (each.next_byte == next_byte) {
        return {all.of, &each};
      }
    }
    return {};
  }

  /// Calls visit(list) for each stored list of a posting list. These are disjoint.
  template <class Visit> void for_each_list(const posting_list& of, Visit&& visit) const {
    if (!of.is_partitioned()) {
      visit(of.ids());
      return;
    }
    for (const partition& each : partitions_of(*of.of)) {
      visit(each.ids);
    }
  }
  /// Appends ids, which increase within each stored list.
  void read(const block_postings::list& from, std::vector<std::uint32_t>& out) const {
    lists_.read(from, out);
  }
  void read(const posting_list& from, std::vector<std::uint32_t>& out) const {
    for_each_list(from, [&](const block_postings::list& each) { lists_.read(each, out); });
  }
  /// Removes ids that are not in a posting list.
  /// @pre ids are strictly increasing; !other.is_partitioned()
  void intersect(std::vector<std::uint32_t>& ids, const posting_list& other) const {
    lists_.intersect(ids, other.ids());
  }

 private:
  // The hash of an n-gram is its key, so equal hashes are equal keys.
  static constexpr auto is_same_key = [](std::uint32_t) { return true; };

  [[nodiscard]] std::span<const partition> partitions_of(const ngram& of) const noexcept {
    return std::span(partitions_).subspan(of.ids.begin, of.partitions);
  }
  [[nodiscard]] block_postings::list add_list(ngram_collector::entries of) {
    ids_to_add_.clear();
    for (const ngram_collector::entry& each : of) {
      ids_to_add_.push_back(each.id());
    }
    return lists_.add(ids_to_add_);
  }

  std::vector<ngram> ngrams_;
  std::vector<partition> partitions_;
  block_postings lists_;
  id_hash_table by_key_; // indices in ngrams_
  std::vector<std::uint32_t> ids_to_add_;
};

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
