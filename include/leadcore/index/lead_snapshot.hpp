// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_INDEX_LEAD_SNAPSHOT_HPP
#define LEADCORE_INDEX_LEAD_SNAPSHOT_HPP

// One state of an index, to be read.

#include <leadcore/index/detail/query_executor.hpp>
#include <leadcore/index/detail/text/bitmap.hpp>
#include <leadcore/index/detail/version.hpp>
#include <leadcore/index/indexed_lead.hpp>
#include <leadcore/query/endpoint.hpp>
#include <leadcore/query/order.hpp>
#include <leadcore/query/page.hpp>
#include <leadcore/version.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <iterator>
#include <span>
#include <string_view>
#include <utility>

namespace leadcore::inline LEADCORE_ABI {

class lead_index;
struct snapshot_page;

/// One state of an index, which does not change. Copying it is cheap. Its rows live as long as one
/// of the copies does. A snapshot also pins every node that later changes replace, about 23 KB for
/// each moved lead at a million.
///
/// A forward range of its leads in lead_order, so list(snapshot, query) works too and returns the
/// same.
/// @par Thread safety  as a std::shared_ptr to const: any thread may read a copy of its own.
class lead_snapshot {
 public:
  class iterator {
   public:
    using value_type = indexed_lead;
    using difference_type = std::ptrdiff_t;
    using reference = const indexed_lead&;
    using pointer = const indexed_lead*;
    using iterator_category = std::forward_iterator_tag;

    iterator() = default;

    [[nodiscard]] reference operator*() const noexcept { return *version_->row(docs_.front()); }
    [[nodiscard]] pointer operator->() const noexcept { return &**this; }
    iterator& operator++() {
      ++rank_;
      docs_ = docs_.size() > 1 ? docs_.subspan(1) : all_.span_from(rank_);
      return *this;
    }
    iterator operator++(int) {
      iterator before = *this;
      ++*this;
      return before;
    }
    friend bool operator==(const iterator& a, const iterator& b) noexcept {
      return a.rank_ == b.rank_;
    }

   private:
    friend class lead_snapshot;
    iterator(const detail::index_version* of, std::uint64_t rank)
        : version_(of), all_(of->postings(detail::all_owners)), rank_(rank),
          docs_(all_.span_from(rank)) {}

    const detail::index_version* version_ = nullptr;
    detail::posting_list all_;
    std::uint64_t rank_ = 0;
    std::span<const detail::doc_id> docs_; // from this row's document to the end of its leaf
  };

  /// How many leads there are.
  [[nodiscard]] std::uint64_t size() const noexcept { return version_->size(); }
  [[nodiscard]] bool empty() const noexcept { return size() == 0; }

  [[nodiscard]] iterator begin() const { return {version_.get(), 0}; }
  [[nodiscard]] iterator end() const { return {version_.get(), size()}; }

  /// The lead with an id, or null. It lives as long as a copy of this snapshot.
  /// @par Complexity  logarithmic.
  [[nodiscard]] const indexed_lead* find(std::string_view id) const noexcept {
    return version_->find(id);
  }

  /// The answer to a query: the page and totals that list() returns for the same leads.
  ///
  /// @param nulls  where rows without a next call are.
  /// @par Complexity  O(log n + page_size) without a search, whatever the page and the other
  ///     filters. With one, linear in the matches and in the words that contain the term; a term
  ///     that spans three words or more is also compared with the texts that contain its rarest two
  ///     words.
  /// @par Exceptions  only allocation.
  /// @par Source  decision 0090.
  [[nodiscard]] snapshot_page list(const lead_query& query,
                                   null_placement nulls = nulls_last) const;

 private:
  friend class lead_index;
  explicit lead_snapshot(detail::version_ptr of) noexcept : version_(std::move(of)) {}

  detail::version_ptr version_; // never null
};

/// A page of an index's rows, with the snapshot that keeps them alive.
struct snapshot_page : page_of<std::reference_wrapper<const indexed_lead>> {
  lead_snapshot snapshot;
};

inline snapshot_page lead_snapshot::list(const lead_query& query, null_placement nulls) const {
  return {detail::query_executor(*version_, query, nulls).execute(), *this};
}

} // namespace leadcore::inline LEADCORE_ABI

#endif
