// SPDX-License-Identifier: BSL-1.0
// A store's query needs an organisation, and a text is not one.
// expect: (cannot convert|could not convert|could not bind)

#include <leadcore/store/memory_store.hpp>

auto answer(const leadcore::memory_store& store, const leadcore::lead_query& query) {
#ifdef LEADCORE_BAD
  return store.list("acme", query);
#else
  return store.list(*leadcore::parse_organisation_id("acme"), query);
#endif
}
