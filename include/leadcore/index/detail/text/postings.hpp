// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_INDEX_DETAIL_TEXT_POSTINGS_HPP
#define LEADCORE_INDEX_DETAIL_TEXT_POSTINGS_HPP

// Posting lists of documents. decision 0090

#include <leadcore/index/detail/text/bit_packed.hpp>
#include <leadcore/index/detail/text/bitmap.hpp>
#include <leadcore/index/detail/text/chunked_array.hpp>
#include <leadcore/index/detail/text/doc_set.hpp>
#include <leadcore/index/detail/text/reserved_array.hpp>
#include <leadcore/index/detail/text/search_costs.hpp>
#include <leadcore/index/detail/text/stepwise.hpp>
#include <leadcore/text/prefetch.hpp>
#include <leadcore/version.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace leadcore::inline LEADCORE_ABI::detail {

/// For each term id (or id of a term pair), the documents that contain the term: a single document
/// inline, several as varint-coded deltas, a sixteenth of all or more as a bitmap.
class posting_lists {
 public:
  posting_lists() = default;
  /// @param doc_count  documents in all
  explicit posting_lists(std::size_t doc_count) : doc_count_(doc_count) {}

  /// Adds the list of the next term id.
  /// @param docs  not empty, strictly increasing
  void add(std::span<const doc_id> docs) { unpacked_.push_back(encode(docs)); }
  /// Packs the lists, after the last add() and before any is read.
  stepwise freeze() {
    co_yield heads_.assign(unpacked_.size(), [this](std::size_t i) { return unpacked_[i]; });
    co_yield unpacked_.free();
    co_yield growing_.move_to(bytes_);
  }

  /// The number of lists.
  [[nodiscard]] std::size_t size() const noexcept { return heads_.size(); }
  /// The number of documents that contain a term.
  [[nodiscard]] std::uint32_t doc_frequency(std::uint32_t term) const noexcept {
    const std::uint64_t head = heads_[term];
    if (is_single(head)) {
      return 1;
    }
    const std::uint8_t* at = list_at(head);
    return read_varint(at);
  }
  /// Appends the same for all terms.
  stepwise read_doc_frequencies(std::vector<std::uint32_t>& out) const {
    out.reserve(size());
    co_yield for_each_below(size(), [&](std::size_t term) {
      out.push_back(doc_frequency(static_cast<std::uint32_t>(term)));
    });
  }

  /// Adds first + doc to a set for each document of some terms.
  void add_to(doc_set& out, std::span<const std::uint32_t> terms, doc_id first) const {
    constexpr std::size_t batch = 16; // whose cache misses overlap
    std::array<std::uint64_t, batch> heads;
    for (std::size_t done = 0; done < terms.size(); done += batch) {
      const std::size_t count = std::min(batch, terms.size() - done);
      for (std::size_t i = 0; i < count; ++i) {
        heads[i] = heads_[terms[done + i]];
        if (!is_single(heads[i])) {
          detail::prefetch(list_at(heads[i]));
        }
        if (done + i + batch < terms.size()) {
          heads_.prefetch(terms[done + i + batch]);
        }
      }
      for (std::size_t i = 0; i < count; ++i) {
        add_list(out, heads[i], first);
      }
    }
  }

 private:
  // A head is twice the only document, or one more than twice the offset of a list in bytes_. A
  // list is the document frequency as a varint, and then deltas less one, or the index of a bitmap.
  [[nodiscard]] static bool is_single(std::uint64_t head) noexcept { return head % 2 == 0; }
  [[nodiscard]] const std::uint8_t* list_at(std::uint64_t head) const noexcept {
    return bytes_.data() + head / 2;
  }
  [[nodiscard]] bool is_dense(std::uint32_t frequency) const noexcept {
    return frequency * search_costs::min_share_of_dense_postings >= doc_count_;
  }

  void add_list(doc_set& out, std::uint64_t head, doc_id first) const {
    if (is_single(head)) {
      out.add(first + static_cast<doc_id>(head / 2));
      return;
    }
    const std::uint8_t* at = list_at(head);
    const std::uint32_t frequency = read_varint(at);
    if (is_dense(frequency)) {
      out.add_bits(bitmaps_[read_varint(at)], first);
      return;
    }
    doc_id doc = first - 1;
    out.add_sorted(frequency, [&] { return doc += read_varint(at) + 1; });
  }

  [[nodiscard]] std::uint64_t encode(std::span<const doc_id> docs) {
    if (docs.size() == 1) {
      return std::uint64_t{docs[0]} * 2;
    }
    const std::uint64_t head = std::uint64_t{growing_.size()} * 2 + 1;
    const auto frequency = static_cast<std::uint32_t>(docs.size());
    append_varint(frequency);
    if (is_dense(frequency)) {
      append_varint(static_cast<std::uint32_t>(bitmaps_.size()));
      auto& bits = bitmaps_.emplace_back(bitmap_words(doc_count_));
      for (const doc_id doc : docs) {
        set_bit(bits, doc);
      }
    } else {
      doc_id next = 0; // the least that can follow
      for (const doc_id doc : docs) {
        append_varint(doc - next);
        next = doc + 1;
      }
    }
    return head;
  }

  // Varints: seven bits a byte, the lowest first; all bytes but the last have the eighth bit set.
  void append_varint(std::uint32_t value) {
    for (; value >= 128; value >>= 7U) {
      growing_.push_back(static_cast<std::uint8_t>(value | 128U));
    }
    growing_.push_back(static_cast<std::uint8_t>(value));
  }
  [[nodiscard]] static std::uint32_t read_varint(const std::uint8_t*& at) noexcept {
    std::uint32_t value = *at++;
    if (value >= 128) {
      value &= 127U;
      for (unsigned shift = 7;; shift += 7) {
        const std::uint32_t more = *at++;
        value |= (more & 127U) << shift;
        if (more < 128) {
          break;
        }
      }
    }
    return value;
  }

  std::size_t doc_count_ = 0;
  // Before freeze():
  chunked_array<std::uint64_t> unpacked_{}; // heads
  chunked_array<std::uint8_t> growing_{};   // bytes_
  // After it:
  packed_integers heads_{}; // by term
  reserved_array<std::uint8_t> bytes_{};
  std::vector<std::vector<std::uint64_t>> bitmaps_{};
};

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
