// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_INDEX_DETAIL_TEXT_DOC_SET_HPP
#define LEADCORE_INDEX_DETAIL_TEXT_DOC_SET_HPP

// A set of document ids: a list while it is sparse, a bitmap once it is dense.

#include <leadcore/index/detail/text/bitmap.hpp>
#include <leadcore/index/detail/text/search_costs.hpp>
#include <leadcore/index/detail/text/sorted_ids.hpp>
#include <leadcore/version.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace leadcore::inline LEADCORE_ABI::detail {

/// Document ids below a limit. Adding accepts duplicates in any order; freeze() sorts the list and
/// must be called before the set is read.
class doc_set {
 public:
  explicit doc_set(std::size_t limit) : limit_(limit) {}

  /// Whether the set is a bitmap.
  [[nodiscard]] bool is_dense() const noexcept { return !bits_.empty(); }

  void add(doc_id doc) {
    if (is_dense()) { // which is usual where many are added one by one
      set_bit(bits_, doc);
    } else {
      add({&doc, 1}, 0);
    }
  }
  /// Adds first + id for each of some increasing ids.
  void add(std::span<const std::uint32_t> ids, doc_id first) {
    auto each = ids.begin();
    add_sorted(ids.size(), [&] { return first + *each++; });
  }
  /// Adds `count` increasing ids, which next() returns one by one.
  template <class Next> void add_sorted(std::size_t count, Next next) {
    if (count == 0) {
      return;
    }
    doc_id doc = next();
    if (!is_dense()) {
      is_sorted_ = is_sorted_ && (list_.empty() || list_.back() < doc);
      if (list_.size() + count > (is_sorted_ ? max_sorted_list() : max_unsorted_list())) {
        make_dense();
      }
    }
    const auto add_all = [&](auto add_one) {
      for (; --count != 0; doc = next()) {
        add_one();
      }
      add_one();
    };
    if (is_dense()) {
      add_all([&] { set_bit(bits_, doc); });
    } else {
      add_all([&] { list_.push_back(doc); });
    }
  }
  /// Adds first + i for each set bit i.
  /// @pre first is a multiple of 64
  [[gnu::noinline]] void add_bits(std::span<const std::uint64_t> bits, doc_id first) {
    make_dense();
    for (std::size_t i = 0; i < bits.size(); ++i) {
      bits_[first / 64 + i] |= bits[i];
    }
  }

  /// Sorts the list and removes duplicates, after the last add().
  [[gnu::noinline]] void freeze() {
    if (!is_sorted_) {
      sort_unique(list_);
      is_sorted_ = true;
    }
  }

  [[nodiscard]] std::uint64_t size() const noexcept { return list_.size() + count_bits(bits_); }
  /// @par Complexity
  /// constant if is_dense(), else logarithmic.
  [[nodiscard]] bool contains(doc_id doc) const noexcept {
    return is_dense() ? dense_contains(doc) : std::binary_search(list_.begin(), list_.end(), doc);
  }
  /// @pre is_dense()
  [[nodiscard]] bool dense_contains(doc_id doc) const noexcept { return has_bit(bits_, doc); }

  /// Changes the list into a bitmap.
  [[gnu::noinline]] void make_dense() {
    if (!is_dense()) {
      bits_.assign(limit_ / 64 + 1, 0);
      for (const doc_id doc : list_) {
        set_bit(bits_, doc);
      }
      list_.clear();
      is_sorted_ = true;
    }
  }
  /// Removes what `other` does not contain.
  /// @pre both are frozen and have the same limit
  [[gnu::noinline]] void intersect(const doc_set& other) {
    if (!is_dense()) {
      if (other.is_dense()) {
        keep_if(list_, [&](doc_id doc) { return other.dense_contains(doc); });
      } else {
        list_.resize(intersect_sorted(list_, other.list_));
      }
      return;
    }
    if (other.is_dense()) {
      for (std::size_t i = 0; i < bits_.size(); ++i) {
        bits_[i] &= other.bits_[i];
      }
      return;
    }
    list_ = other.list_;
    keep_if(list_, [&](doc_id doc) { return dense_contains(doc); });
    bits_.clear();
  }
  /// Removes first + i for each set bit i.
  /// @pre first is a multiple of 64
  [[gnu::noinline]] void remove_bits(std::span<const std::uint64_t> bits, doc_id first) {
    if (is_dense()) {
      for (std::size_t i = 0; i < bits.size() && first / 64 + i < bits_.size(); ++i) {
        bits_[first / 64 + i] &= ~bits[i];
      }
    } else {
      keep_if(list_, [&](doc_id doc) {
        return doc < first || doc - first >= bits.size() * 64 || !has_bit(bits, doc - first);
      });
    }
  }

  /// All ids, in increasing order.
  [[nodiscard]] std::vector<doc_id> docs() const {
    std::vector<doc_id> out;
    out.reserve(size());
    for_each([&](doc_id doc) { out.push_back(doc); });
    return out;
  }
  /// Calls visit(doc) for each id, in increasing order.
  template <class Visit> void for_each(Visit&& visit) const {
    for (const doc_id doc : list_) {
      visit(doc);
    }
    for_each_bit(bits_, [&](std::size_t doc) { visit(static_cast<doc_id>(doc)); });
  }

 private:
  /// A sorted list of this length takes about as much memory as the bitmap.
  [[nodiscard]] std::size_t max_sorted_list() const noexcept {
    return limit_ / search_costs::documents_per_sorted_id + 256;
  }
  /// Sorting a list of this length takes about as long as reading the bitmap.
  [[nodiscard]] std::size_t max_unsorted_list() const noexcept {
    return limit_ / search_costs::documents_per_unsorted_id + 64;
  }

  std::size_t limit_;
  std::vector<doc_id> list_{};
  bool is_sorted_ = true;
  std::vector<std::uint64_t> bits_{}; // empty while the list is in use
};

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
