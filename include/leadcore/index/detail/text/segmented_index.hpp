// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_INDEX_DETAIL_TEXT_SEGMENTED_INDEX_HPP
#define LEADCORE_INDEX_DETAIL_TEXT_SEGMENTED_INDEX_HPP

// The searchable texts of one version of an index. Most are in segments that never change; the newest
// are in a tail that is searched as it is. When the tail is full it becomes a segment, and segments of like size become
// one, so that a text is indexed a logarithmic number of times. decision 0091

#include <leadcore/index/detail/text/doc_set.hpp>
#include <leadcore/index/detail/text/segment.hpp>
#include <leadcore/version.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace leadcore::inline LEADCORE_ABI::detail {

/// Texts that are added one by one. Versions share it: each knows how many of its texts are its own, and what is written is
/// always behind those.
class text_tail {
 public:
  static constexpr std::size_t capacity = 512;

  explicit text_tail(std::size_t bytes) : bytes_(bytes) {}

  /// @pre i < the number of texts that were added for the version that asks
  [[nodiscard]] std::string_view text(std::size_t i) const noexcept {
    return {bytes_.data() + ends_[i], ends_[i + 1] - ends_[i]};
  }
  /// How many bytes the first texts have.
  [[nodiscard]] std::size_t bytes(std::size_t count) const noexcept { return ends_[count]; }
  [[nodiscard]] bool has_room(std::size_t count, std::size_t more) const noexcept {
    return count < capacity && bytes_.size() - ends_[count] >= more;
  }
  /// Makes a text the one with number count.
  /// @pre has_room(count, text.size())
  void add(std::size_t count, std::string_view text) noexcept {
    std::ranges::copy(text, bytes_.data() + ends_[count]);
    ends_[count + 1] = ends_[count] + text.size();
  }
  /// A copy of the first texts with room for more bytes.
  [[nodiscard]] std::shared_ptr<text_tail> grown(std::size_t count, std::size_t more) const {
    auto copy = std::make_shared<text_tail>((ends_[count] + more) * 2 + 4096);
    std::copy_n(bytes_.data(), ends_[count], copy->bytes_.data());
    std::copy_n(ends_.data(), count + 1, copy->ends_.data());
    return copy;
  }

 private:
  std::vector<char> bytes_;
  std::array<std::size_t, capacity + 1> ends_{}; // of the text before; the first is 0
};

/// A value: copies share segments, tail and marks.
class text_state {
 public:
  /// One more than the largest slot.
  [[nodiscard]] std::size_t slots() const noexcept { return tail_first_ + tail_size_; }

  /// The text of a slot; empty if it was removed before its segment was made.
  [[nodiscard]] std::string_view text(std::uint32_t slot) const noexcept {
    const text_segment* const segment = segment_of(slot);
    return segment == nullptr ? tail_->text(slot - tail_first_) : segment->text(slot);
  }

  /// Has that brought near which tells where a slot's text is, and then the text.
  void prefetch_place(std::uint32_t slot) const noexcept {
    if (const text_segment* const segment = segment_of(slot); segment != nullptr) {
      segment->prefetch_place(slot);
    }
  }
  void prefetch(std::uint32_t slot) const noexcept {
    if (const text_segment* const segment = segment_of(slot); segment != nullptr) {
      segment->prefetch(slot);
    }
  }

  /// Puts a text into a new slot.
  /// @par Complexity  linear in the text, and the share of a segment that is made now and then
  /// @par Exceptions  allocation; nothing is changed then that a copy of the state shows
  [[nodiscard]] std::uint32_t add(std::string_view text) {
    if (text.size() > text_segment::most_bytes) {
      text_segment::refuse_length();
    }
    if (tail_size_ == text_tail::capacity ||
        (tail_size_ != 0 && text.size() > text_segment::most_bytes - tail_->bytes(tail_size_))) {
      seal_tail();
    }
    if (tail_ == nullptr || !tail_->has_room(tail_size_, text.size())) {
      tail_ = tail_ == nullptr ? text_tail(0).grown(0, text.size())
                               : tail_->grown(tail_size_, text.size());
    }
    tail_->add(tail_size_, text);
    ++tail_size_;
    return static_cast<std::uint32_t>(slots() - 1);
  }
  /// Puts many texts into new slots, at once: the first gets slots() or a little more, the others follow.
  template <class TextOf> [[nodiscard]] std::uint32_t add_all(std::size_t count, TextOf text_of) {
    seal_tail();
    const auto first = static_cast<std::uint32_t>(tail_first_);
    for (std::size_t done = 0; done != count;) {
      std::size_t bytes = 0;
      std::size_t end = done; // a segment ends at a whole word of bits, or where all ends
      for (std::size_t next = done; next != count && bytes <= text_segment::most_bytes; ++next) {
        bytes += text_of(next).size();
        if (bytes <= text_segment::most_bytes && ((next + 1) % 64 == 0 || next + 1 == count)) {
          end = next + 1;
        }
      }
      if (end == done) {
        text_segment::refuse_length();
      }
      segments_.push_back(
          std::make_shared<const text_segment>(static_cast<std::uint32_t>(first + done), end - done,
                                               [&](std::size_t i) { return text_of(done + i); }));
      done = end;
    }
    begin_tail(first + count);
    return first;
  }
  /// Marks a slot as removed.
  void remove(std::uint32_t slot) {
    const std::size_t at = slot / slots_of_mark;
    if (removed_.size() <= at) {
      removed_.resize(at + 1);
    }
    auto marks = removed_[at] == nullptr ? std::make_shared<removed_marks>()
                                         : std::make_shared<removed_marks>(*removed_[at]);
    (*marks)[slot % slots_of_mark / 64] |= std::uint64_t{1} << slot % 64;
    removed_[at] = std::move(marks);
  }
  [[nodiscard]] bool is_removed(std::uint32_t slot) const noexcept {
    const std::size_t at = slot / slots_of_mark;
    return at < removed_.size() && removed_[at] != nullptr &&
           ((*removed_[at])[slot % slots_of_mark / 64] >> slot % 64 & 1U) != 0;
  }

  /// How much find(needles) has to do, in texts that it adds or looks into, at most about.
  [[nodiscard]] std::uint64_t cost_of_finding(std::span<const std::string> needles) const {
    std::uint64_t cost = tail_size_ * needles.size();
    for (const auto& segment : segments_) {
      cost += segment->cost_of_finding(needles);
    }
    return cost;
  }
  /// Calls visit(slot) for those of count slots from the first on whose text has a needle, whether they were removed or not.
  template <class Visit>
  void find_among(std::uint32_t first, std::size_t count, std::string_view needle,
                  Visit&& visit) const {
    const std::size_t end = first + count;
    for (const auto& segment : segments_) {
      const std::size_t from = std::max<std::size_t>(first, segment->first());
      const std::size_t to = std::min(end, segment->end());
      if (from < to) {
        segment->scan(needle, from - segment->first(), to - segment->first(), visit);
      }
    }
    for (std::size_t slot = std::max<std::size_t>(first, tail_first_); slot < end; ++slot) {
      if (find_bytes(tail_->text(slot - tail_first_), needle) != std::string_view::npos) {
        visit(static_cast<std::uint32_t>(slot));
      }
    }
  }
  /// The slots whose text has one of the needles.
  [[nodiscard]] found_slots find(std::span<const std::string> needles) const {
    found_slots found(slots());
    for (const auto& segment : segments_) {
      segment->find(needles, segment == segments_.front(), found);
    }
    for (const std::string& needle : needles) {
      for (std::size_t i = 0; i < tail_size_; ++i) {
        if (find_bytes(tail_->text(i), needle) != std::string_view::npos) {
          found.others().add(static_cast<std::uint32_t>(tail_first_ + i));
        }
      }
    }
    found.settle();
    for (std::size_t i = 0; i < removed_.size(); ++i) {
      if (removed_[i] != nullptr) {
        found.remove_bits(*removed_[i], static_cast<std::uint32_t>(i * slots_of_mark));
      }
    }
    return found;
  }

 private:
  static constexpr std::size_t slots_of_mark = 4096;
  using removed_marks = std::array<std::uint64_t, slots_of_mark / 64>;

  /// The segment of a slot; null for the tail.
  [[nodiscard]] const text_segment* segment_of(std::uint32_t slot) const noexcept {
    for (const auto& segment : segments_) {
      if (slot < segment->end()) {
        return segment.get();
      }
    }
    return nullptr;
  }
  void begin_tail(std::size_t first) noexcept {
    tail_first_ = (first + 63) / 64 * 64; // segments begin at whole words
    tail_size_ = 0;
    tail_.reset();
  }
  void seal_tail() {
    if (tail_size_ == 0) {
      return;
    }
    auto sealed = std::make_shared<const text_segment>(
        static_cast<std::uint32_t>(tail_first_), tail_size_, [&](std::size_t i) {
          return kept_text(static_cast<std::uint32_t>(tail_first_ + i), tail_->text(i));
        });
    auto segments = segments_;
    segments.push_back(std::move(sealed));
    while (segments.size() >= 2 && segments.rbegin()[1]->size() <= 2 * segments.back()->size() &&
           segments.rbegin()[1]->bytes() <= text_segment::most_bytes - segments.back()->bytes()) {
      const std::shared_ptr<const text_segment> right = std::move(segments.back());
      segments.pop_back();
      const std::shared_ptr<const text_segment> left = std::move(segments.back());
      segments.back() = std::make_shared<const text_segment>(
          left->first(), right->end() - left->first(), [&](std::size_t i) -> std::string_view {
            const auto slot = static_cast<std::uint32_t>(left->first() + i);
            if (slot >= left->end() && slot < right->first()) {
              return {}; // none between them was ever given out
            }
            return kept_text(slot, slot < left->end() ? left->text(slot) : right->text(slot));
          });
    }
    segments_ = std::move(segments);
    begin_tail(tail_first_ + tail_size_);
  }
  [[nodiscard]] std::string_view kept_text(std::uint32_t slot,
                                           std::string_view text) const noexcept {
    return is_removed(slot) ? std::string_view{} : text;
  }

  std::vector<std::shared_ptr<const text_segment>> segments_; // rising slots, falling sizes
  std::vector<std::shared_ptr<const removed_marks>> removed_; // by 4096 slots; null for none
  std::shared_ptr<text_tail> tail_;
  std::size_t tail_first_ = 0;
  std::size_t tail_size_ = 0;
};

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
