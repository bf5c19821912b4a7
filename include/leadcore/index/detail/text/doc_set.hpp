// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_INDEX_DETAIL_TEXT_DOC_SET_HPP
#define LEADCORE_INDEX_DETAIL_TEXT_DOC_SET_HPP

// Sets of small numbers, such as the leads that a search finds.

#include <leadcore/version.hpp>

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace leadcore::inline LEADCORE_ABI::detail {

/// The bits of a set of numbers, 64 in a word.
[[nodiscard]] constexpr bool has_bit(std::span<const std::uint64_t> bits,
                                     std::size_t number) noexcept {
  return (bits[number / 64] >> number % 64 & 1U) != 0;
}
constexpr void set_bit(std::span<std::uint64_t> bits, std::size_t number) noexcept {
  bits[number / 64] |= std::uint64_t{1} << number % 64;
}
[[nodiscard]] constexpr std::size_t words_of_bits(std::size_t numbers) noexcept {
  return (numbers + 63) / 64;
}

[[nodiscard]] constexpr std::uint64_t count_bits(std::span<const std::uint64_t> bits) noexcept {
  std::uint64_t count = 0;
  for (const std::uint64_t word : bits) {
    count += static_cast<unsigned>(std::popcount(word));
  }
  return count;
}
/// The bits of a set of numbers, and how many are set.
struct counted_bits {
  std::span<const std::uint64_t> bits;
  std::uint64_t count = 0;
};

/// Calls visit(number) for each bit that is set, in rising order.
template <class Visit>
constexpr void for_each_bit(std::span<const std::uint64_t> bits, Visit&& visit) {
  for (std::size_t i = 0; i < bits.size(); ++i) {
    for (std::uint64_t word = bits[i]; word != 0; word &= word - 1) {
      visit(i * 64 + static_cast<std::size_t>(std::countr_zero(word)));
    }
  }
}

/// Numbers below a limit: a list while they are few, a bit each once they are many. What is added may be there already and
/// comes in any order; settle() sorts it before anything is asked.
class slot_set {
 public:
  explicit slot_set(std::size_t limit) : limit_(limit) {}

  [[nodiscard]] bool dense() const noexcept { return !bits_.empty(); }

  void add(std::uint32_t slot) {
    if (dense()) { // which it mostly is where many are added one by one
      set_bit(bits_, slot);
    } else {
      add_rising(1, [slot] { return slot; });
    }
  }
  /// Adds numbers in rising order, counted from first on.
  void add(std::span<const std::uint32_t> slots, std::uint32_t first) {
    auto each = slots.begin();
    add_rising(slots.size(), [&] { return first + *each++; });
  }
  /// Adds count numbers in rising order, which next() gives one by one.
  template <class Next> void add_rising(std::size_t count, Next next) {
    if (count == 0) {
      return;
    }
    std::uint32_t slot = next();
    if (!dense()) {
      sorted_ = sorted_ && (list_.empty() || list_.back() < slot);
      if (list_.size() + count > (sorted_ ? most_listed() : most_sorted())) {
        make_dense();
      }
    }
    const auto add_all = [&](auto add_one) {
      for (; --count != 0; slot = next()) {
        add_one();
      }
      add_one();
    };
    if (dense()) {
      add_all([&] { set_bit(bits_, slot); });
    } else {
      add_all([&] { list_.push_back(slot); });
    }
  }
  /// Adds the numbers of bits, counted from first on.
  /// @pre first is a multiple of 64
  void add_bits(std::span<const std::uint64_t> bits, std::uint32_t first) {
    make_dense();
    for (std::size_t i = 0; i < bits.size(); ++i) {
      bits_[first / 64 + i] |= bits[i];
    }
  }
  /// Adds the numbers of a set, counted from first on.
  /// @pre first is a multiple of 64
  void add(const slot_set& others, std::uint32_t first) {
    if (others.dense()) {
      add_bits(others.bits_, first);
    } else {
      add(others.list_, first);
    }
  }

  void settle() {
    if (!sorted_) {
      std::sort(list_.begin(), list_.end());
      list_.erase(std::unique(list_.begin(), list_.end()), list_.end());
      sorted_ = true;
    }
  }

  [[nodiscard]] std::uint64_t size() const noexcept { return list_.size() + count_bits(bits_); }
  /// @par Complexity  constant if dense(), else logarithmic.
  [[nodiscard]] bool contains(std::uint32_t slot) const noexcept {
    return dense() ? dense_contains(slot) : std::binary_search(list_.begin(), list_.end(), slot);
  }
  /// @pre dense()
  [[nodiscard]] bool dense_contains(std::uint32_t slot) const noexcept {
    return has_bit(bits_, slot);
  }

  void make_dense() {
    if (!dense()) {
      bits_.assign(limit_ / 64 + 1, 0);
      for (const std::uint32_t slot : list_) {
        set_bit(bits_, slot);
      }
      list_.clear();
      sorted_ = true;
    }
  }
  /// Keeps what another set has too.
  void keep(const slot_set& others) {
    if (!dense()) {
      if (others.dense()) {
        std::erase_if(list_, [&](std::uint32_t slot) { return !others.dense_contains(slot); });
      } else {
        list_.resize(common(list_, others.list_));
      }
      return;
    }
    if (others.dense()) {
      for (std::size_t i = 0; i < bits_.size(); ++i) {
        bits_[i] &= others.bits_[i];
      }
      return;
    }
    list_ = others.list_;
    std::erase_if(list_, [&](std::uint32_t slot) { return !dense_contains(slot); });
    bits_.clear();
  }
  /// Takes out the numbers of bits, counted from first on.
  /// @pre first is a multiple of 64
  void remove_bits(std::span<const std::uint64_t> bits, std::uint32_t first) {
    if (dense()) {
      for (std::size_t i = 0; i < bits.size() && first / 64 + i < bits_.size(); ++i) {
        bits_[first / 64 + i] &= ~bits[i];
      }
    } else {
      std::erase_if(list_, [&](std::uint32_t slot) {
        return slot >= first && slot - first < bits.size() * 64 && has_bit(bits, slot - first);
      });
    }
  }
  /// All of them, in rising order.
  [[nodiscard]] std::vector<std::uint32_t> numbers() const {
    std::vector<std::uint32_t> out;
    out.reserve(static_cast<std::size_t>(size()));
    for_each([&](std::uint32_t slot) { out.push_back(slot); });
    return out;
  }
  /// Calls visit(slot) for each, in rising order.
  template <class Visit> void for_each(Visit&& visit) const {
    for (const std::uint32_t slot : list_) {
      visit(slot);
    }
    for_each_bit(bits_, [&](std::size_t slot) { visit(static_cast<std::uint32_t>(slot)); });
  }

  /// Keeps of one sorted list what is in another, and returns how many these are. In a much longer list it leaps; otherwise
  /// it does without branches on the numbers, which nobody can predict.
  static std::size_t common(std::span<std::uint32_t> from,
                            std::span<const std::uint32_t> other) noexcept {
    std::size_t kept = 0;
    std::size_t i = 0;
    std::size_t j = 0;
    if (other.size() > 8 * from.size()) {
      for (; i < from.size() && j < other.size(); ++i) {
        std::size_t leap = 1;
        while (j + leap < other.size() && other[j + leap] < from[i]) {
          j += leap;
          leap *= 2;
        }
        const auto rest = other.subspan(j, std::min(leap + 1, other.size() - j));
        j += static_cast<std::size_t>(std::ranges::lower_bound(rest, from[i]) - rest.begin());
        if (j < other.size() && other[j] == from[i]) {
          from[kept++] = from[i];
        }
      }
      return kept;
    }
    while (i < from.size() && j < other.size()) {
      const std::uint32_t a = from[i];
      const std::uint32_t b = other[j];
      from[kept] = a;
      kept += static_cast<std::size_t>(a == b);
      i += static_cast<std::size_t>(a <= b);
      j += static_cast<std::size_t>(b <= a);
    }
    return kept;
  }

 private:
  /// Where the list would take as much room as the bits, and a little more.
  [[nodiscard]] std::size_t most_listed() const noexcept { return limit_ / 64 + 256; }
  /// Where sorting the list would take as long as passing over the bits.
  [[nodiscard]] std::size_t most_sorted() const noexcept { return limit_ / 1024 + 64; }

  std::size_t limit_;
  std::vector<std::uint32_t> list_;
  bool sorted_ = true;
  std::vector<std::uint64_t> bits_;
};

/// The slots that a search finds. If the largest segment keeps the bits of a needle, these are not copied: what is asked of
/// them does not grow with the segment.
class found_slots {
 public:
  explicit found_slots(std::size_t limit) : others_(limit) {}

  /// Takes the bits of a segment, counted from its first slot on, which live as long as what is found.
  /// @pre !has_borrowed()
  void borrow(const counted_bits& of_segment, std::uint32_t first) noexcept {
    borrowed_ = of_segment;
    first_ = first;
  }
  /// All other slots.
  [[nodiscard]] slot_set& others() noexcept { return others_; }
  /// Everything was added: each slot is counted once.
  void settle() {
    others_.settle();
    others_.remove_bits(borrowed_.bits, first_);
  }
  /// Takes out the slots of bits, counted from first on, as far as they are counted: those of borrowed bits are still contained.
  /// @pre first is a multiple of 64; settle() was called
  void remove_bits(std::span<const std::uint64_t> removed, std::uint32_t first) {
    others_.remove_bits(removed, first);
    for (std::size_t i = 0; i < removed.size(); ++i) {
      const std::size_t at =
          first / std::size_t{64} + i - first_ / 64; // huge if it is before the first
      if (at < borrowed_.bits.size()) {
        borrowed_.count -= static_cast<unsigned>(std::popcount(borrowed_.bits[at] & removed[i]));
      }
    }
  }

  [[nodiscard]] bool has_borrowed() const noexcept { return !borrowed_.bits.empty(); }
  /// All of them as bits of their own, in which borrowed ones that were removed still are.
  [[nodiscard]] const slot_set& make_dense() {
    others_.make_dense();
    others_.add_bits(borrowed_.bits, first_);
    borrowed_ = {};
    return others_;
  }
  [[nodiscard]] std::uint64_t size() const noexcept { return borrowed_.count + others_.size(); }
  /// Whether a slot of a text that was not removed is one of them.
  [[nodiscard]] bool contains(std::uint32_t slot) const noexcept {
    const std::size_t at = std::size_t{slot} - first_;
    return (at / 64 < borrowed_.bits.size() && has_bit(borrowed_.bits, at)) ||
           others_.contains(slot);
  }

 private:
  counted_bits borrowed_;
  std::uint32_t first_ = 0;
  slot_set others_;
};

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
