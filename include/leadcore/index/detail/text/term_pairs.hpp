// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_INDEX_DETAIL_TEXT_TERM_PAIRS_HPP
#define LEADCORE_INDEX_DETAIL_TEXT_TERM_PAIRS_HPP

// Pairs of adjacent terms, numbered in order. decision 0090

#include <leadcore/index/detail/text/bit_packed.hpp>
#include <leadcore/index/detail/text/chunked_array.hpp>
#include <leadcore/index/detail/text/reserved_array.hpp>
#include <leadcore/index/detail/text/sorted_ids.hpp>
#include <leadcore/index/detail/text/stepwise.hpp>
#include <leadcore/version.hpp>

#include <cstddef>
#include <cstdint>

namespace leadcore::inline LEADCORE_ABI::detail {

/// The ids of two adjacent terms.
struct term_pair {
  std::uint32_t left = 0;
  std::uint32_t right = 0;

  friend bool operator==(const term_pair&, const term_pair&) = default;
};

/// Pairs by pair id: the rank by left term and then by right term. A left term is stored once for
/// all its pairs.
class term_pairs {
 public:
  /// To be called once.
  /// @param pairs  sorted by left and then by right, without duplicates; must outlive the work
  stepwise assign(const chunked_array<term_pair>& pairs) {
    co_yield rights_.assign(pairs.size(), [&](std::size_t i) { return pairs[i].right; });
    chunked_array<left_term> lefts;
    samples_ = reserved_array<std::uint32_t>(pairs.size() / sample_distance + 1);
    co_yield for_each_below(pairs.size(), [&](std::size_t i) {
      if (i == 0 || pairs[i].left != pairs[i - 1].left) {
        lefts.push_back({pairs[i].left, static_cast<std::uint32_t>(i)});
      }
      if (i % sample_distance == 0) {
        samples_.push_back(static_cast<std::uint32_t>(lefts.size() - 1));
      }
    });
    lefts.push_back({0, static_cast<std::uint32_t>(pairs.size())});
    co_yield lefts.move_to(lefts_);
  }

  [[nodiscard]] std::size_t size() const noexcept { return rights_.size(); }
  [[nodiscard]] std::uint32_t right(std::uint32_t pair) const noexcept {
    return static_cast<std::uint32_t>(rights_[pair]);
  }
  [[nodiscard]] std::uint32_t left(std::uint32_t pair) const noexcept {
    const left_term* of = &lefts_[samples_[pair / sample_distance]];
    while (of[1].first_pair <= pair) {
      ++of;
    }
    return of->term;
  }
  /// Prefetches what right(pair) reads.
  void prefetch(std::uint32_t pair) const noexcept { rights_.prefetch(pair); }

  /// Calls visit(pair), in increasing order, for the pairs of a left term whose right term is in
  /// [right_begin, right_end).
  template <class Visit>
  void for_each_of(std::uint32_t left, std::uint32_t right_begin, std::uint32_t right_end,
                   Visit&& visit) const {
    const left_term* const terms_end = lefts_.data() + (lefts_.empty() ? 0 : lefts_.size() - 1);
    const left_term* const of = partition_point(
        lefts_.data(), terms_end, [&](const left_term* each) { return each->term < left; });
    if (of == terms_end || of->term != left) {
      return;
    }
    const std::uint32_t end = of[1].first_pair;
    std::uint32_t pair = partition_point(
        of->first_pair, end, [&](std::uint32_t each) { return right(each) < right_begin; });
    for (; pair != end && right(pair) < right_end; ++pair) {
      visit(pair);
    }
  }

 private:
  static constexpr std::uint32_t sample_distance = 64;

  struct left_term {
    std::uint32_t term = 0;
    std::uint32_t first_pair = 0;
  };

  packed_integers rights_{};                // by pair
  reserved_array<left_term> lefts_{};       // and a sentinel, whose first_pair is size()
  reserved_array<std::uint32_t> samples_{}; // index in lefts_ of every 64th pair
};

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
