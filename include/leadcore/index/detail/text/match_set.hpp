// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_INDEX_DETAIL_TEXT_MATCH_SET_HPP
#define LEADCORE_INDEX_DETAIL_TEXT_MATCH_SET_HPP

// The documents that a search found.

#include <leadcore/index/detail/text/bitmap.hpp>
#include <leadcore/index/detail/text/deleted_docs.hpp>
#include <leadcore/index/detail/text/doc_set.hpp>
#include <leadcore/version.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace leadcore::inline LEADCORE_ABI::detail {

/// A set of documents, none of them deleted. If a segment stores the bitmap of a needle, the set
/// refers to that bitmap instead of copying it: for such a needle neither size() nor contains()
/// takes longer in a larger segment.
class match_set {
 public:
  /// @param limit    one more than the largest document id
  /// @param deleted  documents that are no matches; must outlive the set
  match_set(std::size_t limit, const deleted_docs& deleted) : deleted_(deleted), owned_(limit) {}

  /// Refers to a bitmap: bit i stands for document first + i. The bitmap must outlive the set.
  /// @pre !shares_bitmap(), and first is a multiple of 64
  void share(const counted_bitmap& bitmap, doc_id first) noexcept {
    shared_ = bitmap;
    first_ = first;
  }
  /// What all other matches are added to, deleted or not, before freeze().
  [[nodiscard]] doc_set& owned() noexcept { return owned_; }
  /// Removes duplicates and deleted documents, after the last match was added and before the set is
  /// read.
  /// @par Complexity
  /// linear in the pages of deleted documents and in the matches that are owned
  void freeze() {
    owned_.freeze();
    owned_.remove_bits(shared_.bits, first_);
    deleted_.for_each_page([&](std::span<const std::uint64_t> deleted, doc_id first) {
      owned_.remove_bits(deleted, first);
      for (std::size_t i = 0; i < deleted.size(); ++i) {
        // Wraps around to a huge offset for a word before the first.
        const std::size_t word = first / std::size_t{64} + i - first_ / 64;
        if (word < shared_.bits.size()) {
          shared_.count -= static_cast<unsigned>(std::popcount(shared_.bits[word] & deleted[i]));
        }
      }
    });
  }

  /// Whether some matches are read from a segment's bitmap.
  [[nodiscard]] bool shares_bitmap() const noexcept { return !shared_.bits.empty(); }
  [[nodiscard]] std::uint64_t size() const noexcept { return shared_.count + owned_.size(); }
  [[nodiscard]] bool contains(doc_id doc) const noexcept {
    const std::size_t i = std::size_t{doc} - first_;
    return (i / 64 < shared_.bits.size() && has_bit(shared_.bits, i) && !deleted_.contains(doc)) ||
           owned_.contains(doc);
  }
  /// Copies the shared bitmap, so that all matches are in one dense set, and returns that.
  [[nodiscard]] const doc_set& make_dense() {
    owned_.make_dense();
    if (shares_bitmap()) {
      owned_.add_bits(shared_.bits, first_);
      deleted_.for_each_page([&](std::span<const std::uint64_t> deleted, doc_id first) {
        owned_.remove_bits(deleted, first);
      });
      shared_ = {};
    }
    return owned_;
  }
  /// All matches, in increasing order.
  [[nodiscard]] std::vector<doc_id> docs() const {
    if (!shares_bitmap()) {
      return owned_.docs();
    }
    match_set copy = *this;
    return copy.make_dense().docs();
  }

 private:
  const deleted_docs& deleted_;
  counted_bitmap shared_{}; // count without deleted documents, once the set is frozen
  doc_id first_ = 0;
  doc_set owned_; // disjoint from shared_, once the set is frozen
};

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
