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

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <iterator>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

namespace leadcore::inline LEADCORE_ABI {

template <class Endpoint> class basic_index;
template <class Endpoint> struct basic_snapshot_page;

/// One state of an index, which does not change. Copying it is cheap. Its rows live as long as one
/// of the copies does. A snapshot also pins every node that later changes replace, about 23 KB for
/// each moved lead at a million.
///
/// A forward range of its rows in the order of the endpoint, so list<Endpoint>(snapshot, query)
/// works too and returns the same.
/// @par Thread safety
/// as a std::shared_ptr to const: any thread may read a copy of its own.
template <class Endpoint = leads_endpoint> class basic_snapshot {
  using version_type = detail::index_version<Endpoint>;

 public:
  /// What it refers to. Of leads it is an indexed_lead.
  using row_type = indexed_row<typename Endpoint::record>;

  class iterator {
   public:
    using value_type = row_type;
    using difference_type = std::ptrdiff_t;
    using reference = const row_type&;
    using pointer = const row_type*;
    using iterator_category = std::forward_iterator_tag;

    iterator() = default;

    [[nodiscard]] reference operator*() const noexcept { return version_->row(docs_.front()); }
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
    friend class basic_snapshot;
    iterator(const version_type* of, std::uint64_t rank)
        : version_(of), all_(of->postings(detail::all_owners)), rank_(rank),
          docs_(all_.span_from(rank)) {}

    const version_type* version_ = nullptr;
    detail::posting_list all_;
    std::uint64_t rank_ = 0;
    std::span<const detail::doc_id> docs_; // from this row's document to the end of its leaf
  };

  /// How many rows there are.
  [[nodiscard]] std::uint64_t size() const noexcept { return version_->size(); }
  /// Whether there is none.
  [[nodiscard]] bool empty() const noexcept { return size() == 0; }

  [[nodiscard]] iterator begin() const { return {version_.get(), 0}; }
  [[nodiscard]] iterator end() const { return {version_.get(), size()}; }

  /// The row with a key, or null. It lives as long as a copy of this snapshot.
  /// @par Complexity
  /// logarithmic.
  [[nodiscard]] const row_type* find(std::string_view id) const noexcept {
    return version_->find(id);
  }

  /// The answer to a query: the page and totals that list() returns for the same rows.
  ///
  /// @par Complexity
  /// O(log n + page_size) without a search, whatever the page, for a filter for an owner and one
  /// for a value of an enumeration. With a search, linear in the matches and in the words that
  /// contain the term; a term that spans three words or more is also compared with the texts that
  /// contain its rarest two words. With any other filter, linear in the rows that those above
  /// leave.
  /// @par Exceptions
  /// only allocation.
  /// @par Source
  /// decision 0090.
  template <class Query = typename Endpoint::query>
    requires std::same_as<Query, typename Endpoint::query>
  [[nodiscard]] basic_snapshot_page<Endpoint> list(const Query& query) const;
  /// The same with another placement of nulls in the order of the endpoint: the profile
  /// nulls_first.
  /// @par Complexity
  /// the same, but linear in the rows that those filters leave if that moves nulls of another key
  /// than the first.
  template <class Query = typename Endpoint::query>
    requires std::same_as<Query, typename Endpoint::query> && detail::has_nullable_key<Endpoint>
  [[nodiscard]] basic_snapshot_page<Endpoint> list(const Query& query, null_placement nulls) const;

  /// How many changes of the index led to this state. Equal versions of one index are equal states.
  [[nodiscard]] std::uint64_t version() const noexcept { return version_->epoch; }

 private:
  template <class Of> friend class basic_index;
  explicit basic_snapshot(detail::version_ptr<Endpoint> of) noexcept : version_(std::move(of)) {}

  [[nodiscard]] basic_snapshot_page<Endpoint> answer(const typename Endpoint::query& query,
                                                     std::optional<null_placement> nulls) const;

  detail::version_ptr<Endpoint> version_; // never null
};

/// A page of an index's rows, with the snapshot that keeps them alive.
template <class Endpoint = leads_endpoint>
struct basic_snapshot_page
    : page_of<std::reference_wrapper<const typename basic_snapshot<Endpoint>::row_type>> {
  basic_snapshot<Endpoint> snapshot;

  /// The state that the page is of, for an entity tag.
  [[nodiscard]] std::uint64_t version() const noexcept { return snapshot.version(); }
};

/// One state of an index of leads.
using lead_snapshot = basic_snapshot<>;
/// A page of an index of leads.
using snapshot_page = basic_snapshot_page<>;

// Outside the class, so that they are not inline: leadcore::compiled has them for leads.

template <class Endpoint>
template <class Query>
  requires std::same_as<Query, typename Endpoint::query>
basic_snapshot_page<Endpoint> basic_snapshot<Endpoint>::list(const Query& query) const {
  return answer(query, {});
}

template <class Endpoint>
template <class Query>
  requires std::same_as<Query, typename Endpoint::query> && detail::has_nullable_key<Endpoint>
basic_snapshot_page<Endpoint> basic_snapshot<Endpoint>::list(const Query& query,
                                                             null_placement nulls) const {
  return answer(query, nulls);
}

template <class Endpoint>
basic_snapshot_page<Endpoint>
basic_snapshot<Endpoint>::answer(const typename Endpoint::query& query,
                                 std::optional<null_placement> nulls) const {
  return {detail::query_executor<Endpoint>(*version_, query, nulls).execute(), *this};
}

} // namespace leadcore::inline LEADCORE_ABI

#endif
