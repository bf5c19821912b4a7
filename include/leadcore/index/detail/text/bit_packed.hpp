// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_INDEX_DETAIL_TEXT_BIT_PACKED_HPP
#define LEADCORE_INDEX_DETAIL_TEXT_BIT_PACKED_HPP

// Bit-packed integers: arrays whose elements take as many bits as the largest needs. decision 0090

#include <leadcore/index/detail/text/chunked_array.hpp>
#include <leadcore/index/detail/text/reserved_array.hpp>
#include <leadcore/index/detail/text/sorted_ids.hpp>
#include <leadcore/index/detail/text/stepwise.hpp>
#include <leadcore/text/function_ref.hpp>
#include <leadcore/text/prefetch.hpp>
#include <leadcore/version.hpp>

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>

namespace leadcore::inline LEADCORE_ABI::detail {

/// std::bit_width, unsigned.
[[nodiscard]] constexpr unsigned bit_width_of(std::uint64_t value) noexcept {
  return static_cast<unsigned>(std::bit_width(value));
}
/// A mask of the lowest `count` bits, at most 64.
[[nodiscard]] constexpr std::uint64_t low_mask(unsigned count) noexcept {
  return count == 0 ? 0 : ~std::uint64_t{0} >> (64 - count);
}

/// Bit fields of any width, to be read at any bit offset.
class bit_stream {
 public:
  /// @pre a field of that width was appended at the offset
  [[nodiscard]] std::uint64_t read(std::size_t offset, unsigned width) const noexcept {
    const std::uint64_t* const word = words_.data() + offset / 64;
    return (word[0] >> offset % 64 | word[1] << 1U << (63 - offset % 64)) & low_mask(width);
  }
  void prefetch(std::size_t offset) const noexcept {
    detail::prefetch(words_.data() + offset / 64);
  }

 private:
  friend class growing_bit_stream;

  reserved_array<std::uint64_t> words_{};
};
/// The same while it is made.
class growing_bit_stream {
 public:
  /// In bits.
  [[nodiscard]] std::size_t size() const noexcept { return size_; }

  /// @pre value < 2^width and width <= 64
  void append(std::uint64_t value, unsigned width) {
    while (words_.size() < (size_ + width) / 64 + 2) {
      words_.push_back(0); // with a word after the last, because read() always reads two
    }
    words_[size_ / 64] |= value << size_ % 64;
    words_[size_ / 64 + 1] |= value >> 1U >> (63 - size_ % 64);
    size_ += width;
  }
  /// Pads to a multiple of 32 bits.
  void align() { append(0, static_cast<unsigned>(-size_ % 32)); }
  stepwise move_to(bit_stream& out) { return words_.move_to(out.words_); }

 private:
  chunked_array<std::uint64_t> words_{};
  std::size_t size_ = 0;
};

/// Integers of one width, that of the largest.
class packed_integers {
 public:
  /// To be called once.
  /// @param value_of  integer i of `count`; called twice for each, and must outlive the work
  stepwise assign(std::size_t count, function_ref<std::uint64_t(std::size_t)> value_of) {
    size_ = count;
    std::uint64_t all = 0;
    co_yield for_each_below(count, [&](std::size_t i) { all |= value_of(i); });
    width_ = bit_width_of(all);
    growing_bit_stream bits;
    bits.append(0, 0);
    co_yield for_each_below(count, [&](std::size_t i) { bits.append(value_of(i), width_); });
    co_yield bits.move_to(bits_);
  }

  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  /// Bits of each integer.
  [[nodiscard]] unsigned width() const noexcept { return width_; }
  [[nodiscard]] std::uint64_t operator[](std::size_t i) const noexcept {
    return bits_.read(i * width_, width_);
  }
  void prefetch(std::size_t i) const noexcept { bits_.prefetch(i * width_); }

 private:
  std::size_t size_ = 0;
  unsigned width_ = 0;
  bit_stream bits_{};
};

/// Increasing offsets, delta-coded in groups of 32: the first of each group, and how much more than
/// that each of the group is.
class packed_offsets {
 public:
  /// To be called once.
  /// @param offsets  not decreasing; must outlive the work
  stepwise assign(std::span<const std::uint32_t> offsets) {
    group_firsts_ = reserved_array<std::uint32_t>(offsets.size() / group_size + 1);
    for (std::size_t i = 0; i < offsets.size(); i += group_size) {
      group_firsts_.push_back(offsets[i]);
    }
    co_yield deltas_.assign(offsets.size(), [offsets](std::size_t i) {
      return offsets[i] - offsets[i / group_size * group_size];
    });
  }

  [[nodiscard]] std::size_t size() const noexcept { return deltas_.size(); }
  [[nodiscard]] std::size_t operator[](std::size_t i) const noexcept {
    return group_firsts_[i / group_size] + deltas_[i];
  }
  /// The last i with (*this)[i] <= offset.
  /// @param from  an i for which that is true
  [[nodiscard]] std::size_t last_not_after(std::size_t offset, std::size_t from) const noexcept {
    std::size_t group = from / group_size;
    while (group + 1 < group_firsts_.size() && group_firsts_[group + 1] <= offset) {
      ++group;
    }
    return partition_point(std::max(from, group * group_size),
                           std::min(size(), (group + 1) * group_size),
                           [&](std::size_t i) { return (*this)[i] <= offset; }) -
           1;
  }
  void prefetch(std::size_t i) const noexcept {
    detail::prefetch(&group_firsts_[i / group_size]);
    deltas_.prefetch(i);
  }

 private:
  static constexpr std::size_t group_size = 32;

  reserved_array<std::uint32_t> group_firsts_{};
  packed_integers deltas_{};
};

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
