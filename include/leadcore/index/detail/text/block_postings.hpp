// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_INDEX_DETAIL_TEXT_BLOCK_POSTINGS_HPP
#define LEADCORE_INDEX_DETAIL_TEXT_BLOCK_POSTINGS_HPP

// Posting lists of term ids, in blocks that can be skipped. decision 0090

#include <leadcore/index/detail/text/bit_packed.hpp>
#include <leadcore/index/detail/text/chunked_array.hpp>
#include <leadcore/index/detail/text/length_error.hpp>
#include <leadcore/index/detail/text/reserved_array.hpp>
#include <leadcore/index/detail/text/sorted_ids.hpp>
#include <leadcore/index/detail/text/stepwise.hpp>
#include <leadcore/version.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <numeric>
#include <span>
#include <vector>

namespace leadcore::inline LEADCORE_ABI::detail {

/// Lists of strictly increasing ids. A contiguous range stores its first id; others are blocks of
/// 64 bit-packed deltas.
class block_postings {
 public:
  /// Where a list is.
  struct list {
    std::uint32_t begin = 0; // its first block, or the first id of a range
    std::uint32_t size = 0;
    bool is_range = false; // of consecutive ids
  };

  /// @pre ids is not empty
  /// @par Exceptions
  /// allocation, and std::length_error for more than 2^32 words of 32 bits
  [[nodiscard]] list add(std::span<const std::uint32_t> ids) {
    const auto size = static_cast<std::uint32_t>(ids.size());
    if (ids.back() - ids.front() == size - 1) {
      return {ids.front(), size, true};
    }
    const auto begin = static_cast<std::uint32_t>(growing_blocks_.size());
    for (; !ids.empty(); ids = ids.subspan(std::min(ids.size(), ids_per_block))) {
      add_block(ids.first(std::min(ids.size(), ids_per_block)));
    }
    return {begin, size, false};
  }
  /// Packs the lists, after the last add() and before any is read.
  stepwise freeze() {
    co_yield growing_blocks_.move_to(blocks_);
    co_yield growing_deltas_.move_to(deltas_);
  }

  /// Appends the ids of a list.
  void read(const list& from, std::vector<std::uint32_t>& out) const {
    out.resize(out.size() + from.size);
    const auto ids = std::span(out).last(from.size);
    if (from.is_range) {
      std::iota(ids.begin(), ids.end(), from.begin);
      return;
    }
    for (std::size_t done = 0; done != from.size;) {
      const std::size_t count = std::min(from.size - done, ids_per_block);
      read_block(blocks_[from.begin + done / ids_per_block], count, ids.data() + done);
      done += count;
    }
  }
  /// Removes ids that are not in a list. Blocks that can have none of the ids are skipped.
  /// @pre ids are strictly increasing
  void intersect(std::vector<std::uint32_t>& ids, const list& other) const {
    if (other.is_range) {
      const std::uint64_t other_end = std::uint64_t{other.begin} + other.size;
      ids.erase(std::lower_bound(ids.begin(), ids.end(), other_end), ids.end());
      ids.erase(ids.begin(), std::lower_bound(ids.begin(), ids.end(), other.begin));
      return;
    }
    const std::span<const block> blocks =
        std::span(blocks_).subspan(other.begin, (other.size + ids_per_block - 1) / ids_per_block);
    std::array<std::uint32_t, ids_per_block> of_block;
    std::size_t kept = 0;
    std::size_t next = 0; // the block after the one that can have an id
    for (std::size_t i = 0; i != ids.size();) {
      next =
          gallop(next, blocks.size(), [&](std::size_t at) { return blocks[at].first <= ids[i]; });
      const std::size_t end =
          next == blocks.size() ? ids.size() : first_not_less(ids, i, blocks[next].first);
      if (next != 0) {
        const std::size_t count = std::min(other.size - (next - 1) * ids_per_block, ids_per_block);
        read_block(blocks[next - 1], count, of_block.data());
        const auto here = std::span(ids).subspan(i, end - i);
        const std::size_t common = intersect_sorted(here, std::span(of_block).first(count));
        std::copy_n(here.begin(), common, ids.begin() + static_cast<std::ptrdiff_t>(kept));
        kept += common;
      }
      i = end;
    }
    ids.resize(kept);
  }

 private:
  static constexpr std::size_t ids_per_block = 64;
  static constexpr unsigned bits_of_width = 6;

  /// The other ids are in deltas_: the width of deltas, and each delta less one.
  struct block {
    std::uint32_t first = 0;
    std::uint32_t offset = 0; // in 32-bit words
  };

  void add_block(std::span<const std::uint32_t> ids) {
    std::uint32_t all_deltas = 0;
    for (std::size_t i = 1; i < ids.size(); ++i) {
      all_deltas |= ids[i] - ids[i - 1] - 1;
    }
    const unsigned width = bit_width_of(all_deltas);
    growing_bit_stream& deltas = growing_deltas_;
    deltas.align();
    if (deltas.size() / 32 > std::numeric_limits<std::uint32_t>::max()) {
      throw_length_error();
    }
    growing_blocks_.push_back({ids.front(), static_cast<std::uint32_t>(deltas.size() / 32)});
    deltas.append(width, bits_of_width);
    for (std::size_t i = 1; i < ids.size() && width != 0; ++i) {
      deltas.append(ids[i] - ids[i - 1] - 1, width);
    }
  }
  void read_block(const block& from, std::size_t count, std::uint32_t* out) const noexcept {
    std::size_t offset = std::size_t{from.offset} * 32;
    const auto width = static_cast<unsigned>(deltas_.read(offset, bits_of_width));
    offset += bits_of_width;
    std::uint32_t id = from.first;
    out[0] = id;
    for (std::size_t i = 1; i < count; ++i) {
      id += static_cast<std::uint32_t>(deltas_.read(offset, width)) + 1;
      out[i] = id;
      offset += width;
    }
  }
  /// The index, from `i` on, of the first id that is not less than a limit.
  [[nodiscard]] static std::size_t first_not_less(std::span<const std::uint32_t> ids, std::size_t i,
                                                  std::uint32_t limit) noexcept {
    while (i != ids.size() && ids[i] < limit) {
      ++i;
    }
    return i;
  }

  // Before freeze():
  chunked_array<block> growing_blocks_{};
  growing_bit_stream growing_deltas_{};
  // After it:
  reserved_array<block> blocks_{};
  bit_stream deltas_{};
};

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
