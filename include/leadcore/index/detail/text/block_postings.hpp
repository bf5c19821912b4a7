// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_INDEX_DETAIL_TEXT_BLOCK_POSTINGS_HPP
#define LEADCORE_INDEX_DETAIL_TEXT_BLOCK_POSTINGS_HPP

// Many lists of rising numbers, in little room. decision 0095

#include <leadcore/index/detail/text/bit_packed.hpp>
#include <leadcore/index/detail/text/doc_set.hpp>
#include <leadcore/version.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <span>
#include <vector>

namespace leadcore::inline LEADCORE_ABI::detail {

/// Lists of rising numbers. Where they follow each other, the first is all that is kept; otherwise of 64 in a row the first,
/// and the gaps behind it in as many bits as the widest of them needs.
class number_lists {
 public:
  struct list {
    std::uint32_t begin = 0; // its first block, or its first number
    std::uint32_t size = 0;
    bool is_range = false; // of numbers that follow each other
  };

  /// Adds a list.
  /// @pre numbers is not empty
  /// @par Exceptions  allocation, and std::length_error for more than can be numbered
  [[nodiscard]] list add(std::span<const std::uint32_t> numbers) {
    const auto size = static_cast<std::uint32_t>(numbers.size());
    if (numbers.back() - numbers.front() == size - 1) {
      return {numbers.front(), size, true};
    }
    const auto begin = static_cast<std::uint32_t>(blocks_.size());
    for (; !numbers.empty(); numbers = numbers.subspan(std::min(numbers.size(), most_of_block))) {
      add_block(numbers.first(std::min(numbers.size(), most_of_block)));
    }
    return {begin, size, false};
  }
  void shrink_to_fit() {
    blocks_.shrink_to_fit();
    gaps_.shrink_to_fit();
  }

  /// Puts the numbers of a list behind others.
  void read(const list& from, std::vector<std::uint32_t>& out) const {
    out.resize(out.size() + from.size);
    const auto numbers = std::span(out).last(from.size);
    if (from.is_range) {
      std::iota(numbers.begin(), numbers.end(), from.begin);
      return;
    }
    for (std::size_t done = 0; done != from.size;) {
      const std::size_t count = std::min(from.size - done, most_of_block);
      read_block(blocks_[from.begin + done / most_of_block], count, numbers.data() + done);
      done += count;
    }
  }
  /// Keeps of some rising numbers what a list has. It looks only into blocks where one of them can be.
  void keep_common(std::vector<std::uint32_t>& numbers, const list& other) const {
    if (other.is_range) {
      const auto end = std::ranges::lower_bound(numbers, std::uint64_t{other.begin} + other.size);
      numbers.erase(end, numbers.end());
      numbers.erase(numbers.begin(), std::ranges::lower_bound(numbers, other.begin));
      return;
    }
    const std::span<const block> blocks =
        std::span(blocks_).subspan(other.begin, (other.size + most_of_block - 1) / most_of_block);
    std::array<std::uint32_t, most_of_block> of_block;
    std::size_t kept = 0;
    std::size_t at = 0; // of the block behind the one in which a number can be
    for (std::size_t i = 0; i != numbers.size();) {
      at = leap(blocks, at, numbers[i]);
      const std::size_t end =
          at == blocks.size() ? numbers.size() : first_from(numbers, i, blocks[at].first);
      if (at != 0) {
        const std::size_t count = std::min(other.size - (at - 1) * most_of_block, most_of_block);
        read_block(blocks[at - 1], count, of_block.data());
        const auto here = std::span(numbers).subspan(i, end - i);
        const std::size_t common = slot_set::common(here, std::span(of_block).first(count));
        std::copy_n(here.begin(), common, numbers.begin() + static_cast<std::ptrdiff_t>(kept));
        kept += common;
      }
      i = end;
    }
    numbers.resize(kept);
  }

 private:
  static constexpr std::size_t most_of_block = 64;
  static constexpr unsigned bits_of_width = 6;

  struct block {
    std::uint32_t first = 0;
    std::uint32_t at =
        0; // in gaps_, in 32 bits: how wide the gaps are, and the gaps, each less one
  };

  void add_block(std::span<const std::uint32_t> numbers) {
    std::uint32_t widest = 0;
    for (std::size_t i = 1; i < numbers.size(); ++i) {
      widest |= numbers[i] - numbers[i - 1] - 1;
    }
    const unsigned width = bits_of(widest);
    gaps_.align();
    if (gaps_.size() / 32 > std::numeric_limits<std::uint32_t>::max()) {
      refuse_length();
    }
    blocks_.push_back({numbers.front(), static_cast<std::uint32_t>(gaps_.size() / 32)});
    gaps_.add(width, bits_of_width);
    for (std::size_t i = 1; i < numbers.size() && width != 0; ++i) {
      gaps_.add(numbers[i] - numbers[i - 1] - 1, width);
    }
  }
  void read_block(const block& from, std::size_t count, std::uint32_t* out) const noexcept {
    std::size_t at = std::size_t{from.at} * 32;
    const auto width = static_cast<unsigned>(gaps_.read(at, bits_of_width));
    at += bits_of_width;
    std::uint32_t number = from.first;
    out[0] = number;
    for (std::size_t i = 1; i < count; ++i) {
      number += static_cast<std::uint32_t>(gaps_.read(at, width)) + 1;
      out[i] = number;
      at += width;
    }
  }
  /// The first block from one on that begins behind a number.
  [[nodiscard]] static std::size_t leap(std::span<const block> blocks, std::size_t at,
                                        std::uint32_t number) noexcept {
    std::size_t step = 1;
    while (at + step < blocks.size() && blocks[at + step].first <= number) {
      at += step;
      step *= 2;
    }
    const auto rest = blocks.subspan(at, std::min(step + 1, blocks.size() - at));
    return at + static_cast<std::size_t>(std::ranges::upper_bound(rest, number, {}, &block::first) -
                                         rest.begin());
  }
  /// The place, from one on, of the first number that is not less than a limit.
  [[nodiscard]] static std::size_t first_from(std::span<const std::uint32_t> numbers,
                                              std::size_t at, std::uint32_t limit) noexcept {
    while (at != numbers.size() && numbers[at] < limit) {
      ++at;
    }
    return at;
  }

  std::vector<block> blocks_;
  bit_string gaps_;
};

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
