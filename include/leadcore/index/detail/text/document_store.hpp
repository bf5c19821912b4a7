// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_INDEX_DETAIL_TEXT_DOCUMENT_STORE_HPP
#define LEADCORE_INDEX_DETAIL_TEXT_DOCUMENT_STORE_HPP

// The texts of a segment, in one allocation.

#include <leadcore/index/detail/text/bit_packed.hpp>
#include <leadcore/index/detail/text/length_error.hpp>
#include <leadcore/index/detail/text/reserved_array.hpp>
#include <leadcore/index/detail/text/stepwise.hpp>
#include <leadcore/text/byte_search.hpp>
#include <leadcore/text/function_ref.hpp>
#include <leadcore/text/prefetch.hpp>
#include <leadcore/version.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>

namespace leadcore::inline LEADCORE_ABI::detail {

/// Returns a text by its index.
using text_source = function_ref<std::string_view(std::size_t)>;

/// Texts by index, immutable.
class document_store {
 public:
  /// The maximal total size of the texts: offsets have 32 bits.
  static constexpr std::size_t max_bytes = std::numeric_limits<std::uint32_t>::max() - 1;

  /// Copies the texts. To be called once.
  /// @param text_of  text i of `count`; must outlive the work
  /// @par Exceptions
  /// allocation, and std::length_error for more than max_bytes
  stepwise assign(std::size_t count, text_source text_of) {
    std::size_t total = 0;
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t size = text_of(i).size();
      if (size > max_bytes - total) {
        throw_length_error();
      }
      total += size;
      co_yield 8;
    }
    bytes_ = reserved_array<char>(total);
    reserved_array<std::uint32_t> offsets(count + 1);
    offsets.push_back(0);
    for (std::size_t i = 0; i < count; ++i) {
      const std::string_view text = text_of(i);
      bytes_.append(text.data(), text.size());
      offsets.push_back(static_cast<std::uint32_t>(bytes_.size()));
      co_yield text.size() / 8 + 8;
    }
    co_yield offsets_.assign(offsets);
  }

  /// The number of texts.
  [[nodiscard]] std::size_t size() const noexcept { return offsets_.size() - 1; }
  /// The total size of the texts.
  [[nodiscard]] std::size_t bytes() const noexcept { return bytes_.size(); }
  /// The texts, one after the other. The address changes when the store is copied, not when moved.
  [[nodiscard]] const char* data() const noexcept { return bytes_.data(); }
  [[nodiscard]] std::string_view operator[](std::size_t i) const noexcept {
    return {bytes_.data() + offsets_[i], offsets_[i + 1] - offsets_[i]};
  }
  /// Prefetches what prefetch_text(i) reads.
  void prefetch_offset(std::size_t i) const noexcept { offsets_.prefetch(i); }
  /// Prefetches text i.
  void prefetch_text(std::size_t i) const noexcept {
    const std::string_view text = (*this)[i];
    prefetch_memory(text.data(), text.size());
  }

  /// Calls visit(i), in increasing order, for each text in [begin, end) that contains a needle. The
  /// texts are scanned as one, and a match that spans two is skipped.
  /// @pre the needle is not empty
  void scan(std::string_view needle, std::size_t begin, std::size_t end,
            function_ref<void(std::size_t)> visit) const {
    const std::string_view all(bytes_.data(), offsets_[end]);
    std::size_t i = begin;
    for (std::size_t at = offsets_[begin];
         (at = find_bytes(all, needle, at)) != std::string_view::npos;) {
      i = offsets_.last_not_after(at, i);
      if (const std::size_t next = offsets_[i + 1]; at + needle.size() <= next) {
        visit(i);
        at = next;
        ++i;
      } else {
        ++at;
      }
    }
  }

 private:
  reserved_array<char> bytes_{};
  packed_offsets offsets_{}; // and the end of the last text
};

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
