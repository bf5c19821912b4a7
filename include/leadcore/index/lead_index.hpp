// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_INDEX_LEAD_INDEX_HPP
#define LEADCORE_INDEX_LEAD_INDEX_HPP

// An engine that keeps the rows of one organisation in memory and answers every query as list()
// does.

#include <leadcore/index/detail/transaction.hpp>
#include <leadcore/index/detail/version.hpp>
#include <leadcore/index/indexed_lead.hpp>
#include <leadcore/index/lead_snapshot.hpp>
#include <leadcore/query/endpoint.hpp>
#include <leadcore/query/order.hpp>
#include <leadcore/version.hpp>

#include <concepts>
#include <cstdint>
#include <memory>
#include <mutex>
#include <ranges>
#include <string_view>
#include <utility>

namespace leadcore::inline LEADCORE_ABI {

/// The rows of one organisation, in memory, indexed: any page of any filter in a few steps, kept
/// up to date.
///
/// Every change makes a new version that shares most of its nodes with the one before. Readers take
/// a snapshot and never wait for a change; page and total are of the same state.
///
/// Rows are taken as they are (validate judges leads) and identified by the key of the endpoint,
/// the id of a lead. Their order, filters and search are those that the endpoint describes. The
/// first filter for an owner and the first equals for an enumeration have posting lists, the search
/// has a text index; any other filter is applied to the rows that these leave.
/// @par Thread safety
/// any thread may call any member at any time; changes wait for each other.
/// @par Exceptions
/// a change either happens or throws what allocation or the row's own accessors throw, and then the
/// index is unchanged.
/// @par Source
/// decision 0090.
template <class Endpoint = leads_endpoint> class basic_index {
  static_assert(check_endpoint<Endpoint>());

 public:
  /// How it stores a row. That of leads is an indexed_lead.
  using row_type = indexed_row<typename Endpoint::record>;

  /// No rows.
  basic_index();
  /// The rows of a range; of those with the same key the last.
  template <std::ranges::input_range Range>
    requires row_of<std::ranges::range_reference_t<Range>, Endpoint>
  explicit basic_index(Range&& rows) : basic_index() {
    assign(std::forward<Range>(rows));
  }
  basic_index(const basic_index&) = delete;
  basic_index& operator=(const basic_index&) = delete;
  ~basic_index();

  /// The present state.
  [[nodiscard]] basic_snapshot<Endpoint> snapshot() const;
  /// How many rows there are.
  [[nodiscard]] std::uint64_t size() const;
  /// snapshot().list(query): the rows live as long as the page.
  template <class Query = typename Endpoint::query>
    requires std::same_as<Query, typename Endpoint::query>
  [[nodiscard]] basic_snapshot_page<Endpoint> list(const Query& query) const;
  /// snapshot().list(query, nulls)
  template <class Query = typename Endpoint::query>
    requires std::same_as<Query, typename Endpoint::query> && detail::has_nullable_key<Endpoint>
  [[nodiscard]] basic_snapshot_page<Endpoint> list(const Query& query, null_placement nulls) const;
  /// The row with a key, or null; it lives as long as the pointer.
  [[nodiscard]] std::shared_ptr<const row_type> find(std::string_view key) const;

  /// Inserts a row, or replaces the one with the same key.
  /// @return true if it was inserted
  /// @par Complexity
  /// logarithmic in the number of rows, linear in the row. Where a searched text changes, some work
  /// on segments of texts is added, in proportion to that text. When document ids have become
  /// sparse, one change renumbers all rows, which is linear in them.
  template <row_of<Endpoint> Row> bool upsert(const Row& row);
  /// Erases the row with a key.
  /// @return false if there is none
  /// @par Complexity
  /// logarithmic, but for renumbering, as upsert.
  bool erase(std::string_view key);
  /// Replaces all rows by those of a range; of those with the same key the last.
  /// @par Complexity
  /// O(n log n), and linear in the texts.
  template <std::ranges::input_range Range>
    requires row_of<std::ranges::range_reference_t<Range>, Endpoint>
  void assign(Range&& rows);

 private:
  using version_type = detail::index_version<Endpoint>;
  using version_ptr = detail::version_ptr<Endpoint>;

  [[nodiscard]] version_ptr current() const;
  void publish(version_ptr made);

  mutable std::mutex showing_{}; // guards current_ for as long as copying a pointer takes
  std::mutex changing_{};        // one change at a time
  version_ptr current_;
};

/// An index of leads.
using lead_index = basic_index<>;

// Outside the class, so that they are not inline: leadcore::compiled has them for leads.

template <class Endpoint>
basic_index<Endpoint>::basic_index()
    : current_(version_ptr::first(std::make_unique<version_type>())) {}

template <class Endpoint> basic_index<Endpoint>::~basic_index() = default;

template <class Endpoint> basic_snapshot<Endpoint> basic_index<Endpoint>::snapshot() const {
  return basic_snapshot<Endpoint>(current());
}

template <class Endpoint> std::uint64_t basic_index<Endpoint>::size() const {
  return current()->size();
}

template <class Endpoint>
template <class Query>
  requires std::same_as<Query, typename Endpoint::query>
basic_snapshot_page<Endpoint> basic_index<Endpoint>::list(const Query& query) const {
  return snapshot().list(query);
}

template <class Endpoint>
template <class Query>
  requires std::same_as<Query, typename Endpoint::query> && detail::has_nullable_key<Endpoint>
basic_snapshot_page<Endpoint> basic_index<Endpoint>::list(const Query& query,
                                                          null_placement nulls) const {
  return snapshot().list(query, nulls);
}

template <class Endpoint>
std::shared_ptr<const typename basic_index<Endpoint>::row_type>
basic_index<Endpoint>::find(std::string_view key) const {
  version_ptr shown = current();
  const row_type* const row = shown->find(key);
  if (row == nullptr) {
    return nullptr;
  }
  return {row, [keeps_alive = std::move(shown)](const row_type*) noexcept {}};
}

template <class Endpoint>
template <row_of<Endpoint> Row>
bool basic_index<Endpoint>::upsert(const Row& row) {
  const std::scoped_lock lock(changing_);
  detail::transaction<Endpoint> change(current_);
  const bool is_new = change.upsert(row);
  publish(change.commit());
  return is_new;
}

template <class Endpoint> bool basic_index<Endpoint>::erase(std::string_view key) {
  const std::scoped_lock lock(changing_);
  const row_type* const row = current_->find(key);
  if (row == nullptr) {
    return false;
  }
  detail::transaction<Endpoint> change(current_);
  change.erase(*row);
  publish(change.commit());
  return true;
}

template <class Endpoint>
template <std::ranges::input_range Range>
  requires row_of<std::ranges::range_reference_t<Range>, Endpoint>
void basic_index<Endpoint>::assign(Range&& rows) {
  const std::scoped_lock lock(changing_);
  detail::transaction<Endpoint> change(current_);
  change.assign(std::forward<Range>(rows));
  publish(change.commit());
}

template <class Endpoint>
typename basic_index<Endpoint>::version_ptr basic_index<Endpoint>::current() const {
  const std::scoped_lock lock(showing_);
  return current_;
}

/// The old version is released, unless a reader has it, after the lock.
template <class Endpoint> void basic_index<Endpoint>::publish(version_ptr made) {
  const std::scoped_lock lock(showing_);
  current_.swap(made);
}

} // namespace leadcore::inline LEADCORE_ABI

#endif
