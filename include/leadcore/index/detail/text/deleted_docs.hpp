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
#include <utility>
#include <vector>

namespace leadcore::inline LEADCORE_ABI::detail {

/// A set of document ids that only grows. Copies share pages of 4,096 bits through directories of
/// 32 pages.
class deleted_docs {
 public:
  /// Adds a document.
  /// @par Complexity
  /// copies one page (512 bytes) and one directory (32 shared pointers). Copying the set copies one
  /// shared pointer for every 131,072 documents.
  /// @par Exceptions
  /// allocation; the set is unchanged then.
  void insert(doc_id doc) {
    const std::size_t i = doc / docs_per_directory;
    if (directories_.size() <= i) {
      directories_.resize(i + 1);
    }
    auto changed =
        std::make_shared<directory>(directories_[i] == nullptr ? directory() : *directories_[i]);
    std::shared_ptr<const page>& of_doc = (*changed)[doc % docs_per_directory / docs_per_page];
    auto bits = std::make_shared<page>(of_doc == nullptr ? page() : *of_doc);
    set_bit(*bits, doc % docs_per_page);
    of_doc = std::move(bits);
    directories_[i] = std::move(changed);
  }
  [[nodiscard]] bool contains(doc_id doc) const noexcept {
    const std::size_t i = doc / docs_per_directory;
    if (i >= directories_.size() || directories_[i] == nullptr) {
      return false;
    }
    const auto& of_doc = (*directories_[i])[doc % docs_per_directory / docs_per_page];
    return of_doc != nullptr && has_bit(*of_doc, doc % docs_per_page);
  }
  /// Calls visit(bits, first) for each page: bit i stands for document first + i, and first is a
  /// multiple of 64. Pages without deleted documents are left out.
  template <class Visit> void for_each_page(Visit&& visit) const {
    for (std::size_t i = 0; i < directories_.size(); ++i) {
      for (std::size_t j = 0; directories_[i] != nullptr && j < directories_[i]->size(); ++j) {
        if (const std::shared_ptr<const page>& bits = (*directories_[i])[j]; bits != nullptr) {
          visit(std::span<const std::uint64_t>(*bits),
                static_cast<doc_id>(i * docs_per_directory + j * docs_per_page));
        }
      }
    }
  }

 private:
  static constexpr std::size_t docs_per_page = 4096;
  static constexpr std::size_t pages_per_directory = 32;
  static constexpr std::size_t docs_per_directory = docs_per_page * pages_per_directory;
  using page = std::array<std::uint64_t, docs_per_page / 64>;
  using directory = std::array<std::shared_ptr<const page>, pages_per_directory>;

  std::vector<std::shared_ptr<const directory>> directories_{}; // null for none
};

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
