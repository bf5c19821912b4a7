// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_INDEX_DETAIL_TEXT_SEGMENTED_INDEX_HPP
#define LEADCORE_INDEX_DETAIL_TEXT_SEGMENTED_INDEX_HPP

// Exact substring search over documents that come and go: immutable segments, a buffer of new
// documents, and tombstones. decision 0090

#include <leadcore/index/detail/text/alphabet.hpp>
#include <leadcore/index/detail/text/bitmap.hpp>
#include <leadcore/index/detail/text/deleted_docs.hpp>
#include <leadcore/index/detail/text/document_store.hpp>
#include <leadcore/index/detail/text/match_set.hpp>
#include <leadcore/index/detail/text/segment.hpp>
#include <leadcore/index/detail/text/vector_memory.hpp>
#include <leadcore/text/byte_search.hpp>
#include <leadcore/version.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace leadcore::inline LEADCORE_ABI::detail {

/// Documents that are in no segment yet. Copies of an index share a buffer: each knows how many of
/// its documents it sees, and a document is always written after all that any copy sees.
class doc_buffer {
 public:
  static constexpr std::size_t capacity = 512;

  explicit doc_buffer(std::size_t bytes) : bytes_(bytes) {}

  /// @pre i is less than the number of documents that the caller sees
  [[nodiscard]] std::string_view text(std::size_t i) const noexcept {
    return {bytes_.data() + ends_[i], ends_[i + 1] - ends_[i]};
  }
  /// The total size of the first `count` documents.
  [[nodiscard]] std::size_t bytes(std::size_t count) const noexcept { return ends_[count]; }
  [[nodiscard]] bool has_room(std::size_t count, std::size_t size) const noexcept {
    return count < capacity && bytes_.size() - ends_[count] >= size;
  }
  /// Writes document `count`.
  /// @pre has_room(count, text.size())
  void add(std::size_t count, std::string_view text) noexcept {
    std::copy(text.begin(), text.end(), bytes_.data() + ends_[count]);
    ends_[count + 1] = ends_[count] + text.size();
  }
  /// A copy of the first `count` documents that has room for one of `size` bytes, and for more.
  [[nodiscard]] std::shared_ptr<doc_buffer> grown(std::size_t count, std::size_t size) const {
    auto copy = std::make_shared<doc_buffer>((ends_[count] + size) * 2 + 4096);
    std::copy_n(bytes_.data(), ends_[count], copy->bytes_.data());
    std::copy_n(ends_.data(), count + 1, copy->ends_.data());
    return copy;
  }

 private:
  std::vector<char> bytes_;
  std::array<std::size_t, capacity + 1> ends_{}; // ends_[i + 1] is the end of document i
};

/// Documents by id, and which of them contain a needle as a substring.
///
/// New documents are buffered and searched by scanning. A full buffer becomes a segment, and
/// segments of similar size are merged, so each document is indexed O(log n) times. Deleting leaves
/// a tombstone; merging drops the text of deleted documents, but their ids are not used again.
///
/// A value: copies share segments, buffer and tombstones. Of all copies only one, the newest, may
/// add documents; the others do not see them.
///
/// @tparam Alphabet  the delimiter between values, and which bytes are spellings of the same
template <text_alphabet Alphabet> class segmented_index {
 public:
  /// An exclusive upper bound of all ids so far: one more than the last, or up to 63 more.
  [[nodiscard]] std::size_t next_doc() const noexcept { return buffer_first_ + buffer_size_; }

  /// The text of a document; empty if it was deleted before its segment was built.
  /// @pre doc was returned by add() or is of add_all()
  [[nodiscard]] std::string_view text(doc_id doc) const noexcept {
    const segment_type* const found = segment_of(doc);
    return found == nullptr ? buffer_->text(doc - buffer_first_) : found->text(doc);
  }
  /// Prefetches what prefetch_text(doc) reads.
  void prefetch_offset(doc_id doc) const noexcept {
    if (const segment_type* const found = segment_of(doc); found != nullptr) {
      found->prefetch_offset(doc);
    }
  }
  /// Prefetches the text of a document.
  void prefetch_text(doc_id doc) const noexcept {
    if (const segment_type* const found = segment_of(doc); found != nullptr) {
      found->prefetch_text(doc);
    }
  }

  /// Adds a document and returns its id.
  /// @par Complexity
  /// linear in the text; O(log n) times that, amortised, for segments. Building one makes some
  /// calls much slower than others.
  /// @par Exceptions
  /// allocation, and std::length_error for more than segment's max_bytes; no copy is changed then,
  /// and this one has the same documents.
  [[nodiscard]] doc_id add(std::string_view text) {
    if (text.size() > segment_type::max_bytes) {
      throw_length_error();
    }
    if (buffer_size_ == doc_buffer::capacity ||
        (buffer_size_ != 0 &&
         text.size() > segment_type::max_bytes - buffer_->bytes(buffer_size_))) {
      flush_buffer();
    }
    if (buffer_ == nullptr || !buffer_->has_room(buffer_size_, text.size())) {
      buffer_ = buffer_ == nullptr ? doc_buffer(0).grown(0, text.size())
                                   : buffer_->grown(buffer_size_, text.size());
    }
    buffer_->add(buffer_size_, text);
    ++buffer_size_;
    return static_cast<doc_id>(next_doc() - 1);
  }
  /// Adds documents at once, as segments of their own. Returns the id of the first, which is
  /// next_doc() or up to 63 more; the others follow without gaps.
  /// @param text_of  returns the text of document i of these
  [[nodiscard]] doc_id add_all(std::size_t count, text_source text_of) {
    flush_buffer();
    const auto first = static_cast<doc_id>(buffer_first_);
    auto segments = segments_; // so that nothing is changed if building one throws
    for (std::size_t done = 0; done != count;) {
      std::size_t bytes = 0;
      std::size_t end = done; // a segment ends at a whole word of bits, or with the last document
      for (std::size_t next = done; next != count && bytes <= segment_type::max_bytes; ++next) {
        bytes += text_of(next).size();
        if (bytes <= segment_type::max_bytes && ((next + 1) % 64 == 0 || next + 1 == count)) {
          end = next + 1;
        }
      }
      if (end == done) {
        throw_length_error();
      }
      segments.push_back(
          make_segment(first + done, end - done, [&](std::size_t i) { return text_of(done + i); }));
      done = end;
    }
    segments_ = std::move(segments);
    begin_buffer(first + count);
    return first;
  }
  /// Deletes a document.
  /// @par Complexity
  /// that of deleted_docs::insert, whatever the size of the text.
  void erase(doc_id doc) { deleted_.insert(doc); }
  [[nodiscard]] bool is_deleted(doc_id doc) const noexcept { return deleted_.contains(doc); }

  /// Estimates the cost of search(needles): how many documents it adds or verifies.
  [[nodiscard]] std::uint64_t search_cost(std::span<const std::string> needles) const {
    std::uint64_t cost = buffer_size_ * needles.size();
    for (const auto& each : segments_) {
      cost += each->search_cost(needles);
    }
    return cost;
  }
  /// The documents that contain one of some needles. The index must outlive them.
  /// @pre no needle is empty or contains the delimiter
  [[nodiscard]] match_set search(std::span<const std::string> needles) const {
    match_set found(next_doc(), deleted_);
    for (const auto& each : segments_) {
      // Sharing the bitmap of the largest segment, the first, is worth it.
      each->search(needles, each == segments_.front(), found);
    }
    for (const std::string& needle : needles) {
      for (std::size_t i = 0; i < buffer_size_; ++i) {
        if (find_bytes(buffer_->text(i), needle) != std::string_view::npos) {
          found.owned().add(static_cast<doc_id>(buffer_first_ + i));
        }
      }
    }
    found.freeze();
    return found;
  }
  /// Scans the texts of `count` documents from `first` on: calls visit(doc), in increasing order,
  /// for each that contains the needle, also for deleted ones whose text is still there.
  /// @pre first + count <= next_doc(), and the needle is not empty and has no delimiter
  template <class Visit>
  void scan(doc_id first, std::size_t count, std::string_view needle, Visit&& visit) const {
    const std::size_t end = first + count;
    for (const auto& each : segments_) {
      const std::size_t from = std::max<std::size_t>(first, each->first());
      const std::size_t to = std::min(end, each->end());
      if (from < to) {
        each->scan(needle, from - each->first(), to - each->first(), visit);
      }
    }
    for (std::size_t doc = std::max<std::size_t>(first, buffer_first_); doc < end; ++doc) {
      if (find_bytes(buffer_->text(doc - buffer_first_), needle) != std::string_view::npos) {
        visit(static_cast<doc_id>(doc));
      }
    }
  }

 private:
  using segment_type = segment<Alphabet>;

  [[nodiscard]] static std::shared_ptr<const segment_type>
  make_segment(std::size_t first, std::size_t count, text_source text_of) {
    return std::make_shared<const segment_type>(static_cast<doc_id>(first), count, text_of);
  }
  /// The segment of a document; null for the buffer.
  [[nodiscard]] const segment_type* segment_of(doc_id doc) const noexcept {
    for (const auto& each : segments_) {
      if (doc < each->end()) {
        return each.get();
      }
    }
    return nullptr;
  }
  void begin_buffer(std::size_t first) noexcept {
    buffer_first_ = bitmap_words(first) * 64; // segments begin at whole words of bits
    buffer_size_ = 0;
    buffer_.reset();
  }
  /// Makes a segment of the buffer, and merges it with the last ones while these are at most twice
  /// as large.
  void flush_buffer() {
    if (buffer_size_ == 0) {
      return;
    }
    auto segments = segments_;
    segments.push_back(make_segment(buffer_first_, buffer_size_, [&](std::size_t i) {
      return live_text(static_cast<doc_id>(buffer_first_ + i), buffer_->text(i));
    }));
    while (segments.size() >= 2) {
      const segment_type& left = *segments[segments.size() - 2];
      const segment_type& right = *segments.back();
      if (left.size() > 2 * right.size() ||
          left.bytes() > segment_type::max_bytes - right.bytes()) {
        break;
      }
      auto merged = make_segment(
          left.first(), right.end() - left.first(), [&](std::size_t i) -> std::string_view {
            const auto doc = static_cast<doc_id>(left.first() + i);
            if (doc >= left.end() && doc < right.first()) {
              return {}; // an id between them that was never given
            }
            return live_text(doc, doc < left.end() ? left.text(doc) : right.text(doc));
          });
      segments.pop_back();
      segments.back() = std::move(merged);
    }
    segments_ = std::move(segments);
    begin_buffer(next_doc());
  }
  [[nodiscard]] std::string_view live_text(doc_id doc, std::string_view text) const noexcept {
    return is_deleted(doc) ? std::string_view{} : text;
  }

  std::vector<std::shared_ptr<const segment_type>> segments_{}; // by increasing ids
  deleted_docs deleted_{};
  std::shared_ptr<doc_buffer> buffer_{};
  std::size_t buffer_first_ = 0; // a multiple of 64
  std::size_t buffer_size_ = 0;
};

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
