// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_HTTP_COMPILED_HPP
#define LEADCORE_HTTP_COMPILED_HPP

// The endpoint over the library's own stores, compiled in a library. Link leadcore::compiled.

#include <leadcore/http/list_leads.hpp>
#include <leadcore/store/compiled.hpp>
#include <leadcore/store/index_store.hpp>
#include <leadcore/store/memory_store.hpp>
#include <leadcore/version.hpp>

#include <optional>
#include <string_view>
#include <utility>

namespace leadcore::inline LEADCORE_ABI::http::detail {

extern template result<checked_request, response>
check_request<response>(const request&, const endpoint_text&, const options&);
extern template result<question<leads_endpoint>, response>
read_question<leads_endpoint>(const request&, std::string_view, const std::optional<principal>&,
                              const options&);
extern template response answer_query<leads_endpoint>(const question<leads_endpoint>&,
                                                      const index_store&, const options&,
                                                      std::optional<pagination>*);
extern template response answer_query<leads_endpoint>(const question<leads_endpoint>&,
                                                      const memory_store&, const options&,
                                                      std::optional<pagination>*);

} // namespace leadcore::inline LEADCORE_ABI::http::detail

#endif
