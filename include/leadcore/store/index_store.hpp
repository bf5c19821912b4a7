// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_STORE_INDEX_STORE_HPP
#define LEADCORE_STORE_INDEX_STORE_HPP

// The indexes of many organisations, as a store that a server reads while its leads change.

#include <leadcore/index/lead_index.hpp>
#include <leadcore/query/endpoint.hpp>
#include <leadcore/query/order.hpp>
#include <leadcore/store/store.hpp>
#include <leadcore/version.hpp>

#include <cstdint>
#include <map>
#include <mutex>
#include <shared_mutex>
#include <utility>

namespace leadcore::inline LEADCORE_ABI {

/// Leads in memory, a lead_index for each organisation: a lead_store.
///
/// A page keeps the state that it is of, so it stays as it is while leads change, and no change
/// waits for it to be printed.
/// @par Thread safety  every member may be called from any thread at any time. Readers never wait
///     for a change of leads; for a new organisation they wait as long as it takes to link an empty
///     index that is made before.
/// @par Exceptions  only allocation.
/// @par Source  spec org.1, org.2; decisions 0072 and 0090.
/// @par Example
///     leadcore::index_store store;
///     store.of(acme).upsert(lead);
///     leadcore::http::list_leads(request, store, keys);
/// @see memory_store
class index_store {
 public:
  /// @param nulls  where leads without a next call are placed.
  explicit index_store(null_placement nulls = nulls_last) : nulls_(nulls) {}
  index_store(const index_store&) = delete;
  index_store& operator=(const index_store&) = delete;
  ~index_store() = default;

  /// The index of an organisation, to be filled and changed; an empty one where there was none. It
  /// lives as long as the store.
  /// @par Complexity  logarithmic in the number of organisations.
  [[nodiscard]] lead_index& of(const organisation_id& organisation) {
    {
      const std::shared_lock lock(reading_);
      if (const auto found = indexes_.find(organisation); found != indexes_.end()) {
        return found->second;
      }
    }
    std::map<organisation_id, lead_index> made;
    made.try_emplace(organisation);
    const std::scoped_lock lock(reading_);
    return indexes_.insert(made.extract(made.begin()))
        .position->second; // another thread's, if that was faster
  }

  /// How many leads an organisation has.
  [[nodiscard]] std::uint64_t size(const organisation_id& organisation) const {
    return index_of(organisation).size();
  }

  /// The page of a query; its rows live as long as it does. Empty for an organisation without an
  /// index.
  /// @par Complexity  as lead_snapshot::list.
  [[nodiscard]] snapshot_page list(const organisation_id& organisation,
                                   const lead_query& query) const {
    return index_of(organisation).list(query, nulls_);
  }

 private:
  [[nodiscard]] const lead_index& index_of(const organisation_id& organisation) const {
    const std::shared_lock lock(reading_);
    const auto found = indexes_.find(organisation);
    return found == indexes_.end() ? none_ : found->second;
  }

  mutable std::shared_mutex
      reading_; // guards indexes_, whose elements guard themselves and stay where they are
  std::map<organisation_id, lead_index> indexes_;
  lead_index none_;
  null_placement nulls_;
};

} // namespace leadcore::inline LEADCORE_ABI

#endif
