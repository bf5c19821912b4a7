// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_STORE_MEMORY_STORE_HPP
#define LEADCORE_STORE_MEMORY_STORE_HPP

// Rows in memory, by organisation.

#include <leadcore/model/organisation.hpp>
#include <leadcore/query/endpoint.hpp>
#include <leadcore/query/list.hpp>
#include <leadcore/query/order.hpp>
#include <leadcore/query/page.hpp>
#include <leadcore/version.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <type_traits>
#include <utility>
#include <vector>

namespace leadcore::inline LEADCORE_ABI {

/// A page of a memory store. It knows its version.
template <class Record> struct memory_page : page_of<std::reference_wrapper<const Record>> {
  std::uint64_t records_added = 0; ///< to the organisation, before the page was listed

  /// An integer that begins anew with each store.
  /// @see versioned_page
  [[nodiscard]] std::uint64_t version() const noexcept { return records_added; }
};

/// Records in memory, by organisation: a store_of the endpoint for tests, small servers and
/// examples.
///
/// Reading from several threads is safe; adding is not safe beside any other use, and ends the life
/// of pages given before. A server that changes its rows while it answers, or has many, wants an
/// index_store.
template <class Endpoint = leads_endpoint> class basic_memory_store {
 public:
  using record = typename Endpoint::record;
  using query = typename Endpoint::query;

  /// In the order of the endpoint.
  basic_memory_store() = default;
  /// @param nulls  where rows are placed whose sort key is null, such as leads without a next call.
  explicit basic_memory_store(null_placement nulls)
    requires detail::has_nullable_key<Endpoint>
      : order_(Endpoint::order.with(nulls)) {}

  /// Adds a record to an organisation. @pre  the organisation has none with this key, for the order
  /// would not be total.
  void add(const organisation_id& organisation, record added) {
    rows_[organisation].push_back(std::move(added));
  }

  /// How many records an organisation has.
  [[nodiscard]] std::size_t size(const organisation_id& organisation) const {
    return rows_of(organisation).size();
  }

  /// The page of a query, referring to records of this store.
  /// @par Complexity
  /// one pass over the organisation's records; see list.
  [[nodiscard]] memory_page<record> list(const organisation_id& organisation,
                                         const query& asked) const {
    const std::vector<record>& rows = rows_of(organisation);
    return {leadcore::list_references<Endpoint>(rows, asked, order_), rows.size()};
  }

 private:
  [[nodiscard]] const std::vector<record>& rows_of(const organisation_id& organisation) const {
    const auto found = rows_.find(organisation);
    return found == rows_.end() ? none_ : found->second;
  }

  std::map<organisation_id, std::vector<record>> rows_;
  std::vector<record> none_;
  std::remove_cvref_t<decltype(Endpoint::order)> order_ = Endpoint::order;
};

/// Leads in memory: a lead_store.
using memory_store = basic_memory_store<>;

} // namespace leadcore::inline LEADCORE_ABI

#endif
