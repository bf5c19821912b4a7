// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_INDEX_DETAIL_TEXT_TRIGRAM_INDEX_HPP
#define LEADCORE_INDEX_DETAIL_TEXT_TRIGRAM_INDEX_HPP

// Posting lists of n-grams. decision 0090

#include <leadcore/index/detail/text/bit_packed.hpp>
#include <leadcore/index/detail/text/block_postings.hpp>
#include <leadcore/index/detail/text/chunked_array.hpp>
#include <leadcore/index/detail/text/id_hash_table.hpp>
#include <leadcore/index/detail/text/radix_sort.hpp>
#include <leadcore/index/detail/text/reserved_array.hpp>
#include <leadcore/index/detail/text/search_costs.hpp>
#include <leadcore/index/detail/text/stepwise.hpp>
#include <leadcore/version.hpp>

#include <array>
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
  };

  /// @param ngram      below 2^24
  /// @param next_byte  the byte after the n-gram
  void add(std::uint32_t ngram, std::uint32_t id, char next_byte) {
    collected_.push_back({std::uint64_t{static_cast<unsigned char>(next_byte)} << 56U |
                          std::uint64_t{ngram} << 32U | id});
  }
  void clear() noexcept { collected_.resize(0); }
  [[nodiscard]] std::size_t size() const noexcept { return collected_.size(); }

  /// Sorts the entries by n-gram, before any is read.
  stepwise sort() {
    return radix_sort<4, 7>(collected_, scratch_, [](const entry& each) { return each.bits; });
  }
  /// Reads the entries of the n-gram that entry `i` is the first of, one for each id, and returns
  /// where the next n-gram begins.
  /// @pre ids of each n-gram were added in increasing order
  [[nodiscard]] std::size_t read_ngram(std::size_t i, chunked_array<entry>& out) const {
    out.resize(0);
    for (const std::uint32_t ngram = collected_[i].ngram();
         i != size() && collected_[i].ngram() == ngram; ++i) {
      if (out.size() == 0 || out.back().id() != collected_[i].id()) {
        out.push_back(collected_[i]);
      }
    }
    return i;
  }

 private:
  chunked_array<entry> collected_{};
  chunked_array<entry> scratch_{};
};

/// For each n-gram the ids that contain it. Long posting lists are partitioned by the next byte; a
/// query that knows it reads one partition.
class trigram_index {
 public:
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
  /// @param collected, doc_frequencies  must outlive the work; the latter are by id
  /// @param partitioned     whether long lists are partitioned
  stepwise add(std::uint32_t key_prefix, ngram_collector& collected,
               std::span<const std::uint32_t> doc_frequencies, bool partitioned) {
    co_yield collected.sort();
    chunked_array<ngram_collector::entry> of_ngram;
    lists_by_next_byte lists;
    for (std::size_t i = 0; i != collected.size();) {
      i = collected.read_ngram(i, of_ngram);
      add_ngram(key_prefix, of_ngram, doc_frequencies, partitioned, lists);
      co_yield of_ngram.size();
    }
  }
  /// How many n-grams were added.
  [[nodiscard]] std::size_t size() const noexcept { return growing_.size(); }
  /// Packs the lists and builds the hash table, after the last add() and before any list is read.
  stepwise freeze() {
    co_yield lists_.freeze();
    co_yield growing_partitions_.move_to(partitions_);
    co_yield growing_.move_to(ngrams_);
    co_yield by_key_.reserve(ngrams_.size());
    co_yield for_each_below(ngrams_.size(), [&](std::size_t i) {
      static_cast<void>(
          by_key_.find_or_insert(ngrams_[i].key, static_cast<std::uint32_t>(i), is_same_key));
    });
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
  using lists_by_next_byte = std::array<std::vector<std::uint32_t>, 256>;

  /// @param lists  all empty, before and after
  void add_ngram(std::uint32_t key_prefix, const chunked_array<ngram_collector::entry>& of_ngram,
                 std::span<const std::uint32_t> doc_frequencies, bool partitioned,
                 lists_by_next_byte& lists) {
    ngram made;
    made.key = key_prefix << 24U | of_ngram[0].ngram();
    partitioned = partitioned && of_ngram.size() > search_costs::max_unpartitioned;
    for (std::size_t i = 0; i != of_ngram.size(); ++i) {
      const ngram_collector::entry& each = of_ngram[i];
      made.doc_frequency += doc_frequencies[each.id()];
      lists[partitioned ? static_cast<unsigned char>(each.next_byte()) : 0].push_back(each.id());
    }
    if (partitioned) {
      made.ids.begin = static_cast<std::uint32_t>(growing_partitions_.size());
      made.ids.size = static_cast<std::uint32_t>(of_ngram.size());
      for (std::size_t byte = 0; byte < lists.size(); ++byte) {
        if (!lists[byte].empty()) {
          growing_partitions_.push_back({lists_.add(lists[byte]), static_cast<char>(byte)});
          ++made.partitions;
          lists[byte].clear();
        }
      }
    } else {
      made.ids = lists_.add(lists[0]);
      lists[0].clear();
    }
    growing_.push_back(made);
  }

  // Before freeze():
  chunked_array<ngram> growing_{};
  chunked_array<partition> growing_partitions_{};
  // After it:
  reserved_array<ngram> ngrams_{};
  reserved_array<partition> partitions_{};
  block_postings lists_{};
  id_hash_table by_key_{}; // indices in ngrams_
};

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
