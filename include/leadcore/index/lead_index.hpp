// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_INDEX_LEAD_INDEX_HPP
#define LEADCORE_INDEX_LEAD_INDEX_HPP

// An engine that keeps the leads of one organisation in memory and answers every query as list()
// does.

#include <leadcore/index/detail/transaction.hpp>
#include <leadcore/index/detail/version.hpp>
#include <leadcore/index/indexed_lead.hpp>
#include <leadcore/index/lead_snapshot.hpp>
#include <leadcore/model/lead.hpp>
#include <leadcore/query/endpoint.hpp>
#include <leadcore/query/order.hpp>
#include <leadcore/version.hpp>

#include <cstdint>
#include <memory>
#include <mutex>
#include <ranges>
#include <string_view>
#include <utility>

namespace leadcore::inline LEADCORE_ABI {

/// The leads of one organisation, in memory, indexed: any page of any filter in a few steps, kept
/// up to date.
///
/// Every change makes a new version that shares most of its nodes with the one before. Readers take
/// a snapshot and never wait for a change; page and total are of the same state.
///
/// Leads are taken as they are (validate judges them) and identified by their id.
/// @par Thread safety  any thread may call any member at any time; changes wait for each other.
/// @par Exceptions  a change either happens or throws what allocation or the lead's own accessors
///     throw, and then the index is unchanged.
/// @par Source  decision 0090.
/// @par Example
///     leadcore::lead_index index(leads);
///     index.upsert(changed);
///     const auto page = index.list(leadcore::parse_query("status=QUALIFIED&page=3").value());
///     leadcore::to_json(page);
class lead_index {
 public:
  /// No leads.
  lead_index()
      : current_(detail::version_ptr::first(std::make_unique<const detail::index_version>())) {}
  /// The leads of a range; of those with the same id the last.
  template <std::ranges::input_range Range>
    requires lead_like<std::ranges::range_reference_t<Range>>
  explicit lead_index(Range&& leads) : lead_index() {
    assign(std::forward<Range>(leads));
  }
  lead_index(const lead_index&) = delete;
  lead_index& operator=(const lead_index&) = delete;
  ~lead_index() = default;

  /// The present state.
  [[nodiscard]] lead_snapshot snapshot() const { return lead_snapshot(current()); }
  /// How many leads there are.
  [[nodiscard]] std::uint64_t size() const { return current()->size(); }
  /// snapshot().list(query): the rows live as long as the page.
  [[nodiscard]] snapshot_page list(const lead_query& query,
                                   null_placement nulls = nulls_last) const {
    return snapshot().list(query, nulls);
  }
  /// The lead with an id, or null; it lives as long as the pointer.
  [[nodiscard]] std::shared_ptr<const indexed_lead> find(std::string_view id) const {
    detail::version_ptr shown = current();
    const indexed_lead* const row = shown->find(id);
    if (row == nullptr) {
      return nullptr;
    }
    return {row, [keeps_alive = std::move(shown)](const indexed_lead*) noexcept {}};
  }

  /// Inserts a lead, or replaces the one with the same id.
  /// @return true if it was inserted
  /// @par Complexity  logarithmic in the number of leads, linear in the lead. Where a searched text
  ///     changes, segments of texts are built now and then, a logarithmic number of times for each
  ///     text in all.
  template <lead_like L> bool upsert(const L& row);
  /// Erases the lead with an id.
  /// @return false if there is none
  /// @par Complexity  logarithmic.
  bool erase(std::string_view id) {
    const std::scoped_lock lock(changing_);
    const indexed_lead* const row = current_->find(id);
    if (row == nullptr) {
      return false;
    }
    detail::transaction change(current_);
    change.erase(*row);
    publish(change.commit());
    return true;
  }
  /// Replaces all leads by those of a range; of those with the same id the last.
  /// @par Complexity  O(n log n), and linear in the texts.
  template <std::ranges::input_range Range>
    requires lead_like<std::ranges::range_reference_t<Range>>
  void assign(Range&& leads);

 private:
  [[nodiscard]] detail::version_ptr current() const {
    const std::scoped_lock lock(showing_);
    return current_;
  }
  /// The old version is released, unless a reader has it, after the lock.
  void publish(detail::version_ptr made) {
    const std::scoped_lock lock(showing_);
    current_.swap(made);
  }

  mutable std::mutex showing_; // guards current_ for as long as copying a pointer takes
  std::mutex changing_;        // one change at a time
  detail::version_ptr current_;
};

// Outside the class, so that they are not inline: leadcore::compiled has them for leads.

template <lead_like L> bool lead_index::upsert(const L& row) {
  const std::scoped_lock lock(changing_);
  detail::transaction change(current_);
  const bool is_new = change.upsert(row);
  publish(change.commit());
  return is_new;
}

template <std::ranges::input_range Range>
  requires lead_like<std::ranges::range_reference_t<Range>>
void lead_index::assign(Range&& leads) {
  const std::scoped_lock lock(changing_);
  detail::transaction change(current_);
  change.assign(std::forward<Range>(leads));
  publish(change.commit());
}

} // namespace leadcore::inline LEADCORE_ABI

#endif
