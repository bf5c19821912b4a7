// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_STORE_MEMORY_STORE_HPP
#define LEADCORE_STORE_MEMORY_STORE_HPP

#include <leadcore/model/lead.hpp>
#include <leadcore/model/organisation.hpp>
#include <leadcore/query/endpoint.hpp>
#include <leadcore/query/list.hpp>
#include <leadcore/query/order.hpp>
#include <leadcore/query/page.hpp>
#include <leadcore/version.hpp>

#include <cstddef>
#include <functional>
#include <map>
#include <utility>
#include <vector>

namespace leadcore::inline LEADCORE_ABI {

/// Leads in memory, by organisation: a lead_store for tests, small servers and examples.
///
/// Reading from several threads is safe; adding is not safe beside any other use, and ends the life
/// of pages given before. A server that changes its leads while it answers, or has many, wants an
/// index_store.
class memory_store {
 public:
  /// @param nulls  where leads without a next call are placed.
  explicit memory_store(null_placement nulls = nulls_last) noexcept : nulls_(nulls) {}

  /// Adds a lead to an organisation. @pre  the organisation has none with this id, for the order
  /// would not be total.
  void add(const organisation_id& organisation, lead added) {
    leads_[organisation].push_back(std::move(added));
  }

  /// How many leads an organisation has.
  [[nodiscard]] std::size_t size(const organisation_id& organisation) const {
    return leads_of(organisation).size();
  }

  /// The page of a query, referring to leads of this store.
  /// @par Complexity  one pass over the organisation's leads; see list.
  [[nodiscard]] page_of<std::reference_wrapper<const lead>>
  list(const organisation_id& organisation, const lead_query& query) const {
    return list_references(leads_of(organisation), query, nulls_);
  }

 private:
  [[nodiscard]] const std::vector<lead>& leads_of(const organisation_id& organisation) const {
    const auto found = leads_.find(organisation);
    return found == leads_.end() ? none_ : found->second;
  }

  std::map<organisation_id, std::vector<lead>> leads_;
  std::vector<lead> none_;
  null_placement nulls_;
};

} // namespace leadcore::inline LEADCORE_ABI

#endif
