// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_INDEX_DETAIL_TEXT_DELETED_DOCS_HPP
#define LEADCORE_INDEX_DETAIL_TEXT_DELETED_DOCS_HPP

// Tombstones: which documents were deleted, as a persistent bitmap.

#include <leadcore/index/detail/text/bitmap.hpp>
#include <leadcore/version.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace leadcore::inline LEADCORE_ABI::detail {

/// A set of document ids that only grows. Copies share pages of 32,768 bits.
class deleted_docs {
 public:
  /// Adds a document.
  /// @par Complexity
  /// copies one page, which takes 4 KiB. Copying the set copies one shared pointer for every 32,768
  /// documents.
  /// @par Exceptions
  /// allocation; the set is unchanged then.
  void insert(doc_id doc) {
    const std::size_t i = doc / docs_per_page;
    if (pages_.size() <= i) {
      pages_.resize(i + 1);
    }
    const auto changed = std::make_shared<page>(pages_[i] == nullptr ? page() : *pages_[i]);
    set_bit(*changed, doc % docs_per_page);
    pages_[i] = changed;
  }
  [[nodiscard]] bool contains(doc_id doc) const noexcept {
    const std::size_t i = doc / docs_per_page;
    return i < pages_.size() && pages_[i] != nullptr && has_bit(*pages_[i], doc % docs_per_page);
  }
  /// Calls visit(bits, first) for each page: bit i stands for document first + i, and first is a
  /// multiple of 64. Pages without deleted documents are left out.
  template <class Visit> void for_each_page(Visit&& visit) const {
    for (std::size_t i = 0; i < pages_.size(); ++i) {
      if (pages_[i] != nullptr) {
        visit(std::span<const std::uint64_t>(*pages_[i]), static_cast<doc_id>(i * docs_per_page));
      }
    }
  }

 private:
  static constexpr std::size_t docs_per_page = 32'768;
  using page = std::array<std::uint64_t, docs_per_page / 64>;

  std::vector<std::shared_ptr<const page>> pages_{}; // null for none
};

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
