// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_INDEX_DETAIL_TEXT_SEGMENTED_INDEX_HPP
#define LEADCORE_INDEX_DETAIL_TEXT_SEGMENTED_INDEX_HPP

// Exact substring search over documents that come and go: immutable segments, a buffer of new
// documents, and tombstones. decision 0090

#include <leadcore/index/detail/text/alphabet.hpp>
#include <leadcore/index/detail/text/bitmap.hpp>
#include <leadcore/index/detail/text/deleted_docs.hpp>
#include <leadcore/index/detail/text/document_store.hpp>
#include <leadcore/index/detail/text/length_error.hpp>
#include <leadcore/index/detail/text/match_set.hpp>
#include <leadcore/index/detail/text/segment.hpp>
#include <leadcore/index/detail/text/sorted_ids.hpp>
#include <leadcore/index/detail/text/stepwise.hpp>
#include <leadcore/text/byte_search.hpp>
#include <leadcore/text/function_ref.hpp>
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

/// How documents become segments.
struct segment_limits {
  static constexpr std::size_t buffer_docs = 512;
  static constexpr std::size_t buffer_bytes = 256 * 1024; // or a single text, if that is longer
  /// The work that adding a document does for each merge that has begun, for each byte of its text.
  /// Indexing takes 6 to 11 units a byte, so a merge ends before a third as many documents as it
  /// has are added.
  static constexpr std::size_t units_per_byte = 32;
};

/// Documents that are in no segment yet. Copies of an index share a buffer: each knows how many of
/// its documents it sees, and a document is always written after all that any copy sees.
template <class Limits> class doc_buffer {
 public:
  explicit doc_buffer(std::size_t bytes) : bytes_(bytes) {}

  /// @pre i is less than the number of documents that the caller sees
  [[nodiscard]] std::string_view text(std::size_t i) const noexcept {
    return {bytes_.data() + ends_[i], ends_[i + 1] - ends_[i]};
  }
  /// Whether a text of `size` bytes belongs into the next buffer.
  [[nodiscard]] bool is_full(std::size_t count, std::size_t size) const noexcept {
    return count == Limits::buffer_docs ||
           (count != 0 && ends_[count] + size > Limits::buffer_bytes);
  }
  [[nodiscard]] bool has_room(std::size_t count, std::size_t size) const noexcept {
    return bytes_.size() - ends_[count] >= size;
  }
  /// Writes document `count`.
  /// @pre !is_full(count, text.size()) && has_room(count, text.size())
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
  std::array<std::size_t, Limits::buffer_docs + 1> ends_{}; // ends_[i + 1] is the end of document i
};

/// Documents by id, and which of them contain a needle as a substring.
///
/// New documents are buffered and searched by scanning. A full buffer becomes a segment, and
/// segments of similar size are merged, so each document is indexed O(log n) times. Indexing is
/// done in steps by the calls of add() that follow; until a merge is complete, the segments that it
/// will replace are searched. Deleting leaves a tombstone; merging drops the text of deleted
/// documents, but their ids are not used again.
///
/// A value: copies share segments, merges, buffer and tombstones. Of all copies only one, the
/// newest, may add documents; the others do not see them.
///
/// @tparam Alphabet  the delimiter between values, and which bytes are spellings of the same
template <text_alphabet Alphabet, class Limits = segment_limits> class segmented_index {
 public:
  using segment_type = segment<Alphabet>;
  using segment_ptr = std::shared_ptr<const segment_type>;

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
  /// linear in the text; for merges O(log n) times that in all, and in each call a multiple of
  /// that, or the largest text if that is more.
  /// @par Exceptions
  /// allocation, and std::length_error for more than segment's max_bytes; no copy is changed then,
  /// and this one has the same documents.
  [[nodiscard]] doc_id add(std::string_view text) {
    if (text.size() > segment_type::max_bytes) {
      throw_length_error();
    }
    if (buffer_ != nullptr && buffer_->is_full(buffer_size_, text.size())) {
      flush_buffer();
    }
    go_on_merging((text.size() + 64) * Limits::units_per_byte); // an empty text makes work too
    if (buffer_ == nullptr || !buffer_->has_room(buffer_size_, text.size())) {
      buffer_ = buffer_ == nullptr ? buffer_type(0).grown(0, text.size())
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
      const auto text_of_next = [&](std::size_t i) { return text_of(done + i); };
      const auto made = std::make_shared<segment_type>(static_cast<doc_id>(first + done));
      made->assign(end - done, text_of_next).finish();
      segments.push_back(made);
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
  [[gnu::noinline]] void scan(doc_id first, std::size_t count, std::string_view needle,
                              function_ref<void(doc_id)> visit) const {
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

  /// By increasing ids.
  [[nodiscard]] std::span<const segment_ptr> segments() const noexcept { return segments_; }
  /// How many merges have begun and are not complete.
  [[nodiscard]] std::size_t merges() const noexcept { return merges_.size(); }

 private:
  using buffer_type = doc_buffer<Limits>;

  /// Adjacent segments, or one that is not indexed, of which one indexed segment is being made.
  /// Copies of the index share it. Only the newest goes on with it, and what is made depends on
  /// nothing later than its beginning.
  struct merge {
    merge(std::span<const segment_ptr> from, const deleted_docs& dropped)
        : sources(from.begin(), from.end()), deleted(dropped),
          made(std::make_shared<segment_type>(from.front()->first())),
          work(made->assign(from.back()->end() - from.front()->first(), *this)) {}
    merge(const merge&) = delete;
    merge& operator=(const merge&) = delete;
    ~merge() = default;

    /// The text of document i of all; empty if it was deleted or the id was never given.
    [[nodiscard]] std::string_view operator()(std::size_t i) const noexcept {
      const auto doc = made->first() + static_cast<doc_id>(i);
      auto from = sources.begin(); // the last ends where the merged segment does
      while (doc >= (*from)->end()) {
        ++from;
      }
      return doc < (*from)->first() || deleted.contains(doc) ? std::string_view{}
                                                             : (*from)->text(doc);
    }

    std::vector<segment_ptr> sources;
    deleted_docs deleted; // whose texts are dropped
    std::shared_ptr<segment_type> made;
    stepwise work;
  };

  /// The segment of a document; null if it is after them.
  [[nodiscard]] const segment_type* segment_of(doc_id doc) const noexcept {
    for (const segment_ptr& each : segments_) {
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
  /// Makes a segment of the buffer, which is not indexed yet.
  void flush_buffer() {
    if (buffer_size_ == 0) {
      return;
    }
    const auto live_text = [this](std::size_t i) {
      return is_deleted(static_cast<doc_id>(buffer_first_ + i)) ? std::string_view{}
                                                                : buffer_->text(i);
    };
    const auto made = std::make_shared<segment_type>(static_cast<doc_id>(buffer_first_));
    made->assign_texts(buffer_size_, live_text).finish();
    segments_.push_back(made);
    begin_buffer(next_doc());
    begin_merges();
  }

  [[nodiscard]] bool is_merging(const segment_type& of) const noexcept {
    return std::any_of(merges_.begin(), merges_.end(), [&](const auto& each) {
      return each->made->first() <= of.first() && of.first() < each->sources.back()->end();
    });
  }
  [[nodiscard]] std::shared_ptr<merge> make_merge(std::span<const segment_ptr> from) const {
    return std::make_shared<merge>(from, deleted_);
  }
  /// Begins the merges that are due: of segments that are not indexed, and of a segment with those
  /// after it that have at least half its size together.
  void begin_merges() {
    for (std::size_t end = segments_.size(); end != 0;) {
      const segment_type& last = *segments_[end - 1];
      std::size_t begin = end;
      for (std::size_t size = 0, bytes = 0; begin != 0; --begin) {
        const segment_type& each = *segments_[begin - 1];
        if (is_merging(each) || each.is_indexed() != last.is_indexed() ||
            (begin != end && each.size() > 2 * size) ||
            each.bytes() > segment_type::max_bytes - bytes) {
          break;
        }
        size += each.size();
        bytes += each.bytes();
      }
      if (end - begin > (last.is_indexed() ? 1 : 0)) {
        detail::insert_sorted(merges_, make_merge(segments().subspan(begin, end - begin)),
                              [](const auto& each) { return each->made->first(); });
      }
      end = std::min(begin, end - 1);
    }
  }
  /// Goes on with each merge, so that all end in time, however many small ones begin.
  void go_on_merging(std::size_t units) {
    const std::size_t before = merges_.size();
    for (std::size_t i = before; i-- != 0;) {
      std::shared_ptr<merge>& each = merges_[i];
      if (each->work.has_failed()) { // memory had run out
        each = make_merge(each->sources);
      }
      static_cast<void>(each->work.run(units));
      if (each->work.is_done()) {
        const auto at = std::find(segments_.begin(), segments_.end(), each->sources.front());
        segments_.erase(at + 1, at + static_cast<std::ptrdiff_t>(each->sources.size()));
        *at = each->made;
        merges_.erase(merges_.begin() + static_cast<std::ptrdiff_t>(i));
      }
    }
    if (merges_.size() != before) {
      begin_merges();
    }
  }

  std::vector<segment_ptr> segments_{};          // by increasing ids
  std::vector<std::shared_ptr<merge>> merges_{}; // by increasing ids
  deleted_docs deleted_{};
  std::shared_ptr<buffer_type> buffer_{};
  std::size_t buffer_first_ = 0; // a multiple of 64
  std::size_t buffer_size_ = 0;
};

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
