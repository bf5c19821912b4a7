// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_DETAIL_TEXT_SEGMENT_HPP
#define LEADCORE_DETAIL_TEXT_SEGMENT_HPP

// Layer 3, private: substring search over many texts that never change. An inverted index of all runs of one, two and
// three bytes; a longer needle is looked for in the texts that have all of its runs. decision 0091

#include <leadcore/detail/block_search.hpp>
#include <leadcore/detail/searchable_text.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace leadcore::detail {

/// Numbers below a limit: a sorted list while they are few, a bit each once they are many.
class slot_set {
 public:
  explicit slot_set(std::size_t limit) : limit_(limit) {}

  [[nodiscard]] bool dense() const noexcept { return !bits_.empty(); }
  /// The numbers of a set that is not dense.
  [[nodiscard]] std::span<const std::uint32_t> list() const noexcept { return list_; }
  [[nodiscard]] std::uint64_t size() const noexcept {
    if (!dense()) {
      return list_.size();
    }
    std::uint64_t count = 0;
    for (const std::uint64_t word : bits_) {
      count += static_cast<unsigned>(std::popcount(word));
    }
    return count;
  }
  /// @pre dense()
  [[nodiscard]] bool contains(std::uint32_t slot) const noexcept {
    return (bits_[slot / 64] >> slot % 64 & 1U) != 0;
  }
  /// @pre dense()
  void erase(std::uint32_t slot) noexcept { bits_[slot / 64] &= ~(std::uint64_t{1} << slot % 64); }

  void make_dense() {
    if (!dense()) {
      bits_.assign(limit_ / 64 + 1, 0);
      for (const std::uint32_t slot : list_) {
        set(slot);
      }
      list_.clear();
    }
  }
  /// Adds numbers that are sorted.
  void add(std::span<const std::uint32_t> slots, std::uint32_t first) {
    if (!dense() && list_.size() + slots.size() > limit_ / 64 + 256) {
      make_dense();
    }
    if (dense()) {
      for (const std::uint32_t slot : slots) {
        set(first + slot);
      }
      return;
    }
    const auto old = static_cast<std::ptrdiff_t>(list_.size());
    for (const std::uint32_t slot : slots) {
      list_.push_back(first + slot);
    }
    if (old != 0 && !slots.empty() &&
        list_[static_cast<std::size_t>(old)] <= list_[static_cast<std::size_t>(old) - 1]) {
      std::vector<std::uint32_t> both; // of two needles, in the same slots
      both.reserve(list_.size());
      std::set_union(list_.begin(), list_.begin() + old, list_.begin() + old, list_.end(),
                     std::back_inserter(both));
      list_ = std::move(both);
    }
  }
  /// Adds the numbers of bits.
  /// @pre first is a multiple of 64
  void add_bits(std::span<const std::uint64_t> bits, std::uint32_t first) {
    make_dense();
    for (std::size_t i = 0; i < bits.size(); ++i) {
      bits_[first / 64 + i] |= bits[i];
    }
  }
  /// Takes out the numbers of bits.
  /// @pre first is a multiple of 64
  void remove_bits(std::span<const std::uint64_t> bits, std::uint32_t first) {
    if (dense()) {
      for (std::size_t i = 0; i < bits.size() && first / 64 + i < bits_.size(); ++i) {
        bits_[first / 64 + i] &= ~bits[i];
      }
    } else {
      std::erase_if(list_, [&](std::uint32_t slot) {
        return slot >= first && slot - first < bits.size() * 64 &&
               (bits[(slot - first) / 64] >> slot % 64 & 1U) != 0;
      });
    }
  }
  /// Calls visit(slot) for each, in rising order.
  template <class Visit> void for_each(Visit&& visit) const {
    if (!dense()) {
      for (const std::uint32_t slot : list_) {
        visit(slot);
      }
      return;
    }
    for (std::size_t i = 0; i < bits_.size(); ++i) {
      for (std::uint64_t word = bits_[i]; word != 0; word &= word - 1) {
        visit(static_cast<std::uint32_t>(i * 64 + static_cast<std::size_t>(std::countr_zero(word))));
      }
    }
  }
  /// Keeps those that keep(slot) says true for. Memory is slow and far away: prepare(slot, step) is called for each
  /// slot some time before, first with step 0, then with step 1.
  template <class Prepare, class Keep> void filter(Prepare&& prepare, Keep&& keep) {
    constexpr std::size_t ahead = 8;
    std::vector<std::uint32_t> all;
    all.reserve(static_cast<std::size_t>(size()));
    for_each([&](std::uint32_t slot) { all.push_back(slot); });
    std::size_t kept = 0;
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (i + 2 * ahead < all.size()) {
        prepare(all[i + 2 * ahead], 0);
      }
      if (i + ahead < all.size()) {
        prepare(all[i + ahead], 1);
      }
      const std::uint32_t slot = all[i];
      if (keep(slot)) {
        all[kept++] = slot;
      } else if (dense()) {
        erase(slot);
      }
    }
    if (!dense()) {
      all.resize(kept);
      list_ = std::move(all);
    }
  }

 private:
  void set(std::uint32_t slot) noexcept { bits_[slot / 64] |= std::uint64_t{1} << slot % 64; }

  std::size_t limit_;
  std::vector<std::uint32_t> list_;
  std::vector<std::uint64_t> bits_;
};

/// Texts of consecutive slots, with the index of their runs.
class text_segment {
 public:
  /// The first slot; a multiple of 64.
  [[nodiscard]] std::uint32_t first() const noexcept { return first_; }
  [[nodiscard]] std::size_t size() const noexcept { return offsets_.size() - 1; }
  /// The slot after the last.
  [[nodiscard]] std::size_t end() const noexcept { return first_ + size(); }
  [[nodiscard]] std::string_view text(std::uint32_t slot) const noexcept {
    const std::size_t i = slot - first_;
    return {bytes_.data() + offsets_[i], static_cast<std::size_t>(offsets_[i + 1] - offsets_[i])};
  }

  /// Has what is needed for text(slot) brought near in two steps: where it is, and it.
  void prefetch(std::uint32_t slot, int step) const noexcept {
    if (step == 0) {
      __builtin_prefetch(&offsets_[slot - first_]);
      return;
    }
    const std::string_view bytes = text(slot);
    for (std::size_t at = 0; at < bytes.size(); at += 64) {
      __builtin_prefetch(bytes.data() + at);
    }
  }

  /// @param text_of  the text of the slot first + i, for i below count
  /// @par Complexity  linear in the texts
  template <class TextOf>
  text_segment(std::uint32_t first, std::size_t count, TextOf text_of) : first_(first) {
    offsets_.reserve(count + 1);
    offsets_.push_back(0);
    for (std::size_t i = 0; i < count; ++i) {
      const std::string_view text = text_of(i);
      bytes_.insert(bytes_.end(), text.begin(), text.end());
      offsets_.push_back(bytes_.size());
    }
    index_runs();
  }

  /// Adds the slots whose text has a needle, and maybe others; exactly those if the needle has at most three bytes.
  void add_candidates(std::string_view needle, slot_set& out) const {
    if (needle.size() <= longest_run) {
      if (const posting* const found = find(run_of(needle)); found != nullptr) {
        add(*found, out);
      }
      return;
    }
    // The rarest runs first.
    std::vector<const posting*> postings;
    for (std::size_t at = 0; at + longest_run <= needle.size(); ++at) {
      const posting* const found = find(run_of(needle.substr(at, longest_run)));
      if (found == nullptr) {
        return;
      }
      postings.push_back(found);
    }
    std::sort(postings.begin(), postings.end(), [](const posting* a, const posting* b) {
      return a->count != b->count ? a->count < b->count : a < b;
    });
    postings.erase(std::unique(postings.begin(), postings.end()), postings.end());
    if (postings.front()->count * std::uint64_t{scan_share} > size()) {
      scan(needle, out);
      return;
    }
    if (is_dense(*postings.front())) {
      const std::span<const std::uint64_t> least = bits(*postings.front());
      std::vector<std::uint64_t> common(least.begin(), least.end());
      for (std::size_t i = 1; i < std::min(postings.size(), intersected); ++i) {
        const std::span<const std::uint64_t> other = bits(*postings[i]);
        for (std::size_t w = 0; w < common.size(); ++w) {
          common[w] &= other[w];
        }
      }
      out.add_bits(common, first_);
      return;
    }
    const std::span<const std::uint32_t> least = list(*postings.front());
    std::vector<std::uint32_t> common(least.begin(), least.end());
    for (std::size_t i = 1; i < postings.size() && common.size() > few; ++i) {
      const posting& other = *postings[i];
      if (is_dense(other)) {
        const std::span<const std::uint64_t> other_bits = bits(other);
        std::erase_if(common,
                      [&](std::uint32_t slot) { return (other_bits[slot / 64] >> slot % 64 & 1U) == 0; });
      } else if (other.count < common.size() * std::uint64_t{16}) {
        const std::span<const std::uint32_t> other_list = list(other);
        common.resize(intersect(common, other_list));
      }
    }
    out.add(common, first_);
  }

 private:
  static constexpr std::size_t longest_run = 3;
  static constexpr std::size_t few = 8;         // candidates that are quicker looked at than thinned out
  static constexpr std::size_t intersected = 4; // dense postings that are worth a pass
  static constexpr std::uint64_t scan_share =
      4; // of more than a fourth of the texts all are searched, in one go
  static constexpr std::uint32_t none = ~std::uint32_t{0};
  static constexpr std::uint32_t short_runs = 3U << 16U; // above the numbers of runs of one and two bytes

  /// The slots that have a run: a list of numbers, or bits where those take less room.
  struct posting {
    std::uint32_t run = 0;
    std::uint32_t count = 0;
    std::uint64_t begin = 0; // in lists_ or bits_
  };

  [[nodiscard]] static std::uint32_t run_of(std::string_view bytes) noexcept {
    std::uint32_t run = static_cast<std::uint32_t>(bytes.size());
    for (const char c : bytes) {
      run = run << 8U | static_cast<unsigned char>(c);
    }
    return run;
  }

  [[nodiscard]] bool is_dense(const posting& of) const noexcept {
    return of.count * std::uint64_t{32} >= size();
  }
  [[nodiscard]] std::size_t words() const noexcept { return (size() + 63) / 64; }
  [[nodiscard]] std::span<const std::uint32_t> list(const posting& of) const noexcept {
    return {lists_.data() + of.begin, of.count};
  }
  [[nodiscard]] std::span<const std::uint64_t> bits(const posting& of) const noexcept {
    return {bits_.data() + of.begin, words()};
  }
  void add(const posting& found, slot_set& out) const {
    if (is_dense(found)) {
      out.add_bits(bits(found), first_);
    } else {
      out.add(list(found), first_);
    }
  }

  /// Keeps what is in both, and returns how many these are. Without branches on the numbers, which nobody can predict.
  static std::size_t intersect(std::span<std::uint32_t> from, std::span<const std::uint32_t> other) noexcept {
    std::size_t kept = 0;
    std::size_t i = 0;
    std::size_t j = 0;
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
  /// Searches all texts as one: a needle has no border, so it is never found across two of them.
  void scan(std::string_view needle, slot_set& out) const {
    const std::string_view all(bytes_.data(), bytes_.size());
    std::vector<std::uint32_t> found;
    std::size_t i = 0;
    for (std::size_t at = 0; (at = find_bytes(all, needle, at)) != std::string_view::npos;) {
      while (offsets_[i + 1] <= at) {
        ++i;
      }
      found.push_back(static_cast<std::uint32_t>(i));
      at = static_cast<std::size_t>(offsets_[++i]);
    }
    out.add(found, first_);
  }

  [[nodiscard]] const posting* find(std::uint32_t run) const noexcept {
    if (run < short_runs) {
      return short_[run] == none ? nullptr : &postings_[short_[run]];
    }
    for (std::size_t at = place_of(run);; at = (at + 1) & (table_.size() - 1)) {
      if (table_[at] == none) {
        return nullptr;
      }
      if (postings_[table_[at]].run == run) {
        return &postings_[table_[at]];
      }
    }
  }
  [[nodiscard]] std::size_t place_of(std::uint32_t run) const noexcept {
    return static_cast<std::size_t>(run * std::uint64_t{0x9E37'79B9'7F4A'7C15U} >> table_shift_);
  }
  void grow_table(std::size_t size) {
    table_.assign(size, none);
    table_shift_ = 64U - static_cast<unsigned>(std::countr_zero(size));
    for (std::uint32_t i = 0; i < postings_.size(); ++i) {
      if (postings_[i].run < short_runs) {
        continue;
      }
      std::size_t at = place_of(postings_[i].run);
      while (table_[at] != none) {
        at = (at + 1) & (size - 1);
      }
      table_[at] = i;
    }
  }
  /// The number of a run's posting; a new one if need be.
  [[nodiscard]] std::uint32_t number_of(std::uint32_t run) {
    if (run < short_runs) {
      if (short_[run] == none) {
        short_[run] = static_cast<std::uint32_t>(postings_.size());
        postings_.push_back({run});
      }
      return short_[run];
    }
    std::size_t at = place_of(run);
    for (; table_[at] != none; at = (at + 1) & (table_.size() - 1)) {
      if (postings_[table_[at]].run == run) {
        return table_[at];
      }
    }
    const auto number = static_cast<std::uint32_t>(postings_.size());
    postings_.push_back({run});
    table_[at] = number;
    if (postings_.size() * 2 > table_.size()) {
      grow_table(table_.size() * 2);
    }
    return number;
  }

  /// Calls visit(run) for the runs of a text, each occurrence, without those that a border is part of.
  template <class Visit> static void for_each_run(std::string_view text, Visit&& visit) {
    std::uint32_t last_two = 0;
    std::size_t length = 0; // since the border
    for (const char c : text) {
      if (c == value_border) {
        length = 0;
        continue;
      }
      const auto byte = static_cast<std::uint32_t>(static_cast<unsigned char>(c));
      ++length;
      visit(1U << 8U | byte);
      if (length >= 2) {
        visit(2U << 16U | (last_two & 0xFFU) << 8U | byte);
      }
      if (length >= 3) {
        visit(3U << 24U | (last_two & 0xFFFFU) << 8U | byte);
      }
      last_two = last_two << 8U | byte;
    }
  }

  /// Counts how many texts have each run, lays out the postings, and fills them.
  void index_runs() {
    short_.assign(short_runs, none);
    grow_table(std::size_t{1} << 10U);
    std::vector<std::uint32_t> seen; // by posting: one more than the last text that had it
    for (std::size_t i = 0; i < size(); ++i) {
      for_each_run(text(first_ + static_cast<std::uint32_t>(i)), [&](std::uint32_t run) {
        const std::uint32_t number = number_of(run);
        if (number == seen.size()) {
          seen.push_back(0);
        }
        if (seen[number] != i + 1) {
          seen[number] = static_cast<std::uint32_t>(i) + 1;
          ++postings_[number].count;
        }
      });
    }
    std::uint64_t lists = 0;
    std::uint64_t words_used = 0;
    for (posting& each : postings_) {
      std::uint64_t& used = is_dense(each) ? words_used : lists;
      each.begin = used;
      used += is_dense(each) ? words() : each.count;
    }
    lists_.resize(lists);
    bits_.resize(words_used);
    std::vector<std::uint32_t> filled(postings_.size());
    std::fill(seen.begin(), seen.end(), 0);
    for (std::size_t i = 0; i < size(); ++i) {
      for_each_run(text(first_ + static_cast<std::uint32_t>(i)), [&](std::uint32_t run) {
        const std::uint32_t number = number_of(run);
        if (seen[number] != i + 1) {
          seen[number] = static_cast<std::uint32_t>(i) + 1;
          const posting& each = postings_[number];
          if (is_dense(each)) {
            bits_[each.begin + i / 64] |= std::uint64_t{1} << i % 64;
          } else {
            lists_[each.begin + filled[number]++] = static_cast<std::uint32_t>(i);
          }
        }
      });
    }
  }

  std::uint32_t first_;
  std::vector<char> bytes_;
  std::vector<std::uint64_t> offsets_;
  std::vector<posting> postings_;
  std::vector<std::uint32_t> short_; // numbers of postings by run of one or two bytes
  std::vector<std::uint32_t> table_; // and of three: open addressing, a power of two
  unsigned table_shift_ = 0;
  std::vector<std::uint32_t> lists_;
  std::vector<std::uint64_t> bits_;
};

} // namespace leadcore::detail

#endif
