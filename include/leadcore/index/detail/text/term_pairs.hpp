// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_INDEX_DETAIL_TEXT_TERM_PAIRS_HPP
#define LEADCORE_INDEX_DETAIL_TEXT_TERM_PAIRS_HPP

// Pairs of numbers of words, in little room. decision 0095

#include <leadcore/index/detail/text/bit_packed.hpp>
#include <leadcore/version.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace leadcore::inline LEADCORE_ABI::detail {

/// Words that stand next to each other.
struct word_pair {
  std::uint32_t left = 0;
  std::uint32_t right = 0;

  friend bool operator==(const word_pair&, const word_pair&) = default;
};

/// Pairs by their left word and then their right one, which are their numbers. A left word is kept once for its pairs.
class word_pairs {
 public:
  word_pairs() = default;
  /// @param pairs  in order, each once
  explicit word_pairs(std::span<const word_pair> pairs)
      : rights_(pairs.size(), [&](std::size_t i) { return pairs[i].right; }) {
    for (std::uint32_t i = 0; i < pairs.size(); ++i) {
      if (lefts_.empty() || lefts_.back().word != pairs[i].left) {
        lefts_.push_back({pairs[i].left, i});
      }
      if (i % pairs_of_mark == 0) {
        marks_.push_back(static_cast<std::uint32_t>(lefts_.size() - 1));
      }
    }
    lefts_.push_back({0, static_cast<std::uint32_t>(pairs.size())});
    lefts_.shrink_to_fit();
    marks_.shrink_to_fit();
  }

  [[nodiscard]] std::size_t size() const noexcept { return rights_.size(); }
  [[nodiscard]] std::uint32_t right(std::uint32_t number) const noexcept {
    return static_cast<std::uint32_t>(rights_[number]);
  }
  [[nodiscard]] std::uint32_t left(std::uint32_t number) const noexcept {
    const left_word* of = &lefts_[marks_[number / pairs_of_mark]];
    while (of[1].begin <= number) {
      ++of;
    }
    return of->word;
  }
  /// Has that brought near which tells the words of a pair.
  void prefetch(std::uint32_t number) const noexcept { rights_.prefetch(number); }

  /// Calls visit(number) for the pairs of a left word with right words from one on and before another, in rising order.
  template <class Visit>
  void for_each_of(std::uint32_t left, std::uint32_t right_begin, std::uint32_t right_end,
                   Visit&& visit) const {
    const auto words = std::span(lefts_).first(lefts_.empty() ? 0 : lefts_.size() - 1);
    const auto of = std::ranges::lower_bound(words, left, {}, &left_word::word);
    if (of == words.end() || of->word != left) {
      return;
    }
    std::uint32_t number = of->begin;
    const std::uint32_t end = lefts_[static_cast<std::size_t>(of - words.begin()) + 1].begin;
    for (std::uint32_t rest = end - number;
         rest != 0;) { // the first whose right word is not before
      const std::uint32_t half = rest / 2;
      if (right(number + half) < right_begin) {
        number += half + 1;
        rest -= half + 1;
      } else {
        rest = half;
      }
    }
    for (; number != end && right(number) < right_end; ++number) {
      visit(number);
    }
  }

 private:
  static constexpr std::uint32_t pairs_of_mark = 64;

  struct left_word {
    std::uint32_t word = 0;
    std::uint32_t begin = 0; // of its pairs
  };

  packed_numbers rights_;
  std::vector<left_word> lefts_;     // and behind the last where all pairs end
  std::vector<std::uint32_t> marks_; // of each 64th pair: which left word it has
};

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
