// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_DETAIL_TEXT_LISTS_HPP
#define LEADCORE_DETAIL_TEXT_LISTS_HPP

// Layer 3, private: which of many texts have a thing, such as a word.

#include <leadcore/detail/slot_set.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace leadcore::detail {

/// For each of some things, which are numbered, the numbers of the texts that have it: itself where it is one, a list, or
/// bits where that is quicker to add to a set.
class text_lists {
 public:
  text_lists() = default;
  /// @param things  those of all texts, text by text, each of a text's once
  /// @param ends    of each text, in things
  text_lists(std::size_t count, std::span<const std::uint32_t> things, std::span<const std::uint32_t> ends)
      : texts_(ends.size()), entries_(count) {
    for (const std::uint32_t thing : things) {
      ++entries_[thing].count;
    }
    std::size_t listed = 0;
    std::size_t words = 0;
    for (entry& each : entries_) {
      if (is_dense(each)) {
        each.begin = static_cast<std::uint32_t>(words);
        words += words_of_bits(texts_);
      } else if (each.count > 1) {
        each.begin = static_cast<std::uint32_t>(listed);
        listed += each.count;
      }
    }
    lists_.resize(listed);
    bits_.resize(words);
    std::vector<std::uint32_t> filled(count);
    std::size_t at = 0;
    for (std::size_t text = 0; text < texts_; ++text) {
      for (; at != ends[text]; ++at) {
        entry& each = entries_[things[at]];
        if (is_dense(each)) {
          set_bit(std::span(bits_).subspan(each.begin), text);
        } else if (each.count == 1) {
          each.begin = static_cast<std::uint32_t>(text);
        } else {
          lists_[each.begin + filled[things[at]]++] = static_cast<std::uint32_t>(text);
        }
      }
    }
  }

  /// How many things there are.
  [[nodiscard]] std::size_t size() const noexcept { return entries_.size(); }
  /// How many texts have a thing.
  [[nodiscard]] std::uint32_t count(std::uint32_t thing) const noexcept { return entries_[thing].count; }

  /// Adds the texts of things, counted from first on.
  void add_to(slot_set& out, std::span<const std::uint32_t> things, std::uint32_t first) const {
    constexpr std::size_t ahead = 16;
    for (std::size_t i = 0; i < things.size(); ++i) {
      if (i + ahead < things.size()) {
        __builtin_prefetch(&entries_[things[i + ahead]]);
      }
      if (const entry& each = entries_[things[i]]; is_dense(each)) {
        out.add_bits(bits(each), first);
      } else {
        out.add(list(each), first);
      }
    }
  }
  /// Adds the texts of a thing to bits.
  void add_to(std::span<std::uint64_t> out, std::uint32_t thing) const {
    if (const entry& each = entries_[thing]; is_dense(each)) {
      for (std::size_t i = 0; i < out.size(); ++i) {
        out[i] |= bits(each)[i];
      }
    } else {
      for (const std::uint32_t text : list(each)) {
        set_bit(out, text);
      }
    }
  }

 private:
  struct entry {
    std::uint32_t count = 0;
    std::uint32_t begin = 0; // in lists_ or bits_, or the only text
  };

  [[nodiscard]] bool is_dense(const entry& of) const noexcept {
    // Bits take as much room as a list of a 32th of the texts, and are quicker to add before that.
    return of.count > 1 && of.count * std::uint64_t{64} >= texts_;
  }
  [[nodiscard]] std::span<const std::uint64_t> bits(const entry& of) const noexcept {
    return std::span(bits_).subspan(of.begin, words_of_bits(texts_));
  }
  [[nodiscard]] std::span<const std::uint32_t> list(const entry& of) const noexcept {
    return of.count == 1 ? std::span(&of.begin, 1) : std::span(lists_).subspan(of.begin, of.count);
  }

  std::size_t texts_ = 0;
  std::vector<entry> entries_;
  std::vector<std::uint32_t> lists_;
  std::vector<std::uint64_t> bits_;
};

} // namespace leadcore::detail

#endif
