// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_STORE_COMPILED_HPP
#define LEADCORE_STORE_COMPILED_HPP

// The store of indexes of leads, compiled in a library. Link leadcore::compiled.

#include <leadcore/index/compiled.hpp>
#include <leadcore/model/organisation.hpp>
#include <leadcore/query/endpoint.hpp>
#include <leadcore/store/index_store.hpp>
#include <leadcore/version.hpp>

namespace leadcore::inline LEADCORE_ABI {

extern template class basic_index_store<leads_endpoint>;
extern template snapshot_page basic_index_store<leads_endpoint>::list(const organisation_id&,
                                                                      const lead_query&) const;

} // namespace leadcore::inline LEADCORE_ABI

#endif
