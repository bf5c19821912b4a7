// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_HTTP_COMPILED_HPP
#define LEADCORE_HTTP_COMPILED_HPP

// The endpoint over the library's own stores, compiled in a library. Link leadcore::compiled.

#include <leadcore/http/list_leads.hpp>
#include <leadcore/store/index_store.hpp>
#include <leadcore/store/memory_store.hpp>
#include <leadcore/version.hpp>

#include <string_view>

namespace leadcore::inline LEADCORE_ABI::http::detail {

extern template response answer_query(const organisation_id&, std::string_view, const index_store&,
                                      const options&);
extern template response answer_query(const organisation_id&, std::string_view, const memory_store&,
                                      const options&);

} // namespace leadcore::inline LEADCORE_ABI::http::detail

#endif
