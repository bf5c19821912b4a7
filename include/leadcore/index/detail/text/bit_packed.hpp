// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_INDEX_DETAIL_TEXT_BIT_PACKED_HPP
#define LEADCORE_INDEX_DETAIL_TEXT_BIT_PACKED_HPP

// Numbers in as few bits as the largest of them needs, one behind the other. decision 0095

#include <leadcore/version.hpp>

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace leadcore::inline LEADCORE_ABI::detail {

/// Throws std::length_error, as a container does that is asked for more than it can hold.
inline void refuse_length() {
  std::vector<char>().reserve(std::numeric_limits<std::size_t>::max());
}

/// Gives back the memory of a vector, which `= {}` would keep.
template <class T> void release(std::vector<T>& values) noexcept {
  values = std::vector<T>();
}

/// How many bits a number needs.
[[nodiscard]] constexpr unsigned bits_of(std::uint64_t number) noexcept {
  return static_cast<unsigned>(std::bit_width(number));
}
/// As many bits that are set, at most 64.
[[nodiscard]] constexpr std::uint64_t low_bits(unsigned count) noexcept {
  return count == 0 ? 0 : ~std::uint64_t{0} >> (64 - count);
}

/// Bits that are written once, one behind the other, and read anywhere.
class bit_string {
 public:
  [[nodiscard]] std::size_t size() const noexcept { return size_; }

  void reserve(std::size_t bits) { words_.reserve(bits / 64 + 2); }
  /// @pre number has no more bits than that
  void add(std::uint64_t number, unsigned bits) {
    if (const std::size_t used = (size_ + bits) / 64 + 2; used > words_.size()) {
      words_.resize(used); // one more than there are bits for: it is read with the last
    }
    words_[size_ / 64] |= number << size_ % 64;
    words_[size_ / 64 + 1] |= number >> 1U >> (63 - size_ % 64);
    size_ += bits;
  }
  /// Goes on at a multiple of 32.
  void align() { add(0, static_cast<unsigned>(-size_ % 32)); }
  void shrink_to_fit() { words_.shrink_to_fit(); }

  /// @pre these bits were written, or their number is 0 and at is not beyond the last
  [[nodiscard]] std::uint64_t read(std::size_t at, unsigned bits) const noexcept {
    const std::uint64_t* const word = words_.data() + at / 64;
    return (word[0] >> at % 64 | word[1] << 1U << (63 - at % 64)) & low_bits(bits);
  }
  void prefetch(std::size_t at) const noexcept { __builtin_prefetch(words_.data() + at / 64); }

 private:
  std::vector<std::uint64_t> words_{0, 0};
  std::size_t size_ = 0;
};

/// Numbers of as many bits each as the largest needs.
class packed_numbers {
 public:
  packed_numbers() = default;
  /// @param number_of  the i-th of count numbers; asked twice for each
  template <class NumberOf> packed_numbers(std::size_t count, NumberOf number_of) : size_(count) {
    std::uint64_t largest = 0;
    for (std::size_t i = 0; i < count; ++i) {
      largest = std::max<std::uint64_t>(largest, number_of(i));
    }
    width_ = bits_of(largest);
    bits_.reserve(count * width_);
    for (std::size_t i = 0; i < count; ++i) {
      bits_.add(number_of(i), width_);
    }
  }

  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] std::uint64_t operator[](std::size_t i) const noexcept {
    return bits_.read(i * width_, width_);
  }
  void prefetch(std::size_t i) const noexcept { bits_.prefetch(i * width_); }

 private:
  std::size_t size_ = 0;
  unsigned width_ = 0;
  bit_string bits_;
};

/// Where things begin that follow each other: of each 32 of them how far behind the first of these.
class packed_places {
 public:
  packed_places() = default;
  /// @param places  rising
  explicit packed_places(std::span<const std::uint32_t> places) {
    for (std::size_t i = 0; i < places.size(); i += group) {
      firsts_.push_back(places[i]);
    }
    behind_ = packed_numbers(places.size(),
                             [&](std::size_t i) { return places[i] - places[i / group * group]; });
  }

  [[nodiscard]] std::size_t size() const noexcept { return behind_.size(); }
  [[nodiscard]] std::size_t operator[](std::size_t i) const noexcept {
    return firsts_[i / group] + static_cast<std::size_t>(behind_[i]);
  }
  /// The last thing that begins at a place or before it, of those from one on that does.
  [[nodiscard]] std::size_t at_or_before(std::size_t place, std::size_t from) const noexcept {
    std::size_t of = from / group;
    while (of + 1 < firsts_.size() && firsts_[of + 1] <= place) {
      ++of;
    }
    std::size_t begin = std::max(from, of * group);
    for (std::size_t end = std::min(size(), (of + 1) * group); end - begin > 1;) {
      const std::size_t middle = begin + (end - begin) / 2;
      ((*this)[middle] <= place ? begin : end) = middle;
    }
    return begin;
  }
  void prefetch(std::size_t i) const noexcept {
    __builtin_prefetch(&firsts_[i / group]);
    behind_.prefetch(i);
  }

 private:
  static constexpr std::size_t group = 32;

  std::vector<std::uint32_t> firsts_;
  packed_numbers behind_;
};

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
