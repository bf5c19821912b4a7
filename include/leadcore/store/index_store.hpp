// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_STORE_INDEX_STORE_HPP
#define LEADCORE_STORE_INDEX_STORE_HPP

// The indexes of many organisations, as a store that a server reads while its rows change.

#include <leadcore/index/lead_index.hpp>
#include <leadcore/model/organisation.hpp>
#include <leadcore/query/endpoint.hpp>
#include <leadcore/query/order.hpp>
#include <leadcore/store/store.hpp>
#include <leadcore/version.hpp>

#include <concepts>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <utility>

namespace leadcore::inline LEADCORE_ABI {

/// Rows in memory, an index for each organisation: a lead_store where they are leads.
///
/// A page keeps the state that it is of, so it stays as it is while rows change, and no change
/// waits for it to be printed.
/// @par Thread safety
/// every member may be called from any thread at any time. Readers never wait for a change
/// of rows; for a new organisation they wait as long as it takes to link an empty index that is
/// made before.
/// @par Exceptions
/// only allocation.
/// @par Source
/// spec org.1, org.2; decisions 0072 and 0090.
/// @see memory_store
template <class Endpoint = leads_endpoint> class basic_index_store {
 public:
  /// Nulls are where the order of the endpoint has them: leads without a next call are last.
  basic_index_store() = default;
  /// @param nulls  where nulls of the sort keys are placed: leads without a next call
  explicit basic_index_store(null_placement nulls)
    requires detail::has_nullable_key<Endpoint>
      : nulls_(nulls) {}
  basic_index_store(const basic_index_store&) = delete;
  basic_index_store& operator=(const basic_index_store&) = delete;
  ~basic_index_store() = default;

  /// The index of an organisation, to be filled and changed; an empty one where there was none. It
  /// lives as long as the store.
  /// @par Complexity
  /// logarithmic in the number of organisations.
  [[nodiscard]] basic_index<Endpoint>& of(const organisation_id& organisation);

  /// How many rows an organisation has.
  [[nodiscard]] std::uint64_t size(const organisation_id& organisation) const {
    return index_of(organisation).size();
  }

  /// The page of a query; its rows live as long as it does. Empty for an organisation without an
  /// index.
  /// @par Complexity
  /// as basic_snapshot::list.
  template <class Query = typename Endpoint::query>
    requires std::same_as<Query, typename Endpoint::query>
  [[nodiscard]] basic_snapshot_page<Endpoint> list(const organisation_id& organisation,
                                                   const Query& query) const {
    const basic_index<Endpoint>& index = index_of(organisation);
    if constexpr (detail::has_nullable_key<Endpoint>) {
      if (nulls_.has_value()) {
        return index.list(query, *nulls_);
      }
    }
    return index.list(query);
  }

 private:
  [[nodiscard]] const basic_index<Endpoint>& index_of(const organisation_id& organisation) const;

  // guards indexes_, whose elements guard themselves and stay where they are
  mutable std::shared_mutex reading_{};
  std::map<organisation_id, basic_index<Endpoint>> indexes_{};
  basic_index<Endpoint> none_{};
  std::optional<null_placement> nulls_{};
};

/// A store of leads.
using index_store = basic_index_store<>;

template <class Endpoint>
basic_index<Endpoint>& basic_index_store<Endpoint>::of(const organisation_id& organisation) {
  {
    const std::shared_lock lock(reading_);
    if (const auto found = indexes_.find(organisation); found != indexes_.end()) {
      return found->second;
    }
  }
  const std::scoped_lock lock(reading_);
  return indexes_.try_emplace(organisation).first->second; // another thread's, if that was faster
}

template <class Endpoint>
const basic_index<Endpoint>&
basic_index_store<Endpoint>::index_of(const organisation_id& organisation) const {
  const std::shared_lock lock(reading_);
  const auto found = indexes_.find(organisation);
  return found == indexes_.end() ? none_ : found->second;
}

} // namespace leadcore::inline LEADCORE_ABI

#endif
