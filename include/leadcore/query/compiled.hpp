// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_QUERY_COMPILED_HPP
#define LEADCORE_QUERY_COMPILED_HPP

// The default endpoint's query string and list over std::vector<lead>, compiled in a library.
// Link leadcore::compiled.

#include <leadcore/model/lead.hpp>
#include <leadcore/query/list.hpp>
#include <leadcore/query/query_string.hpp>
#include <leadcore/version.hpp>

#include <string_view>
#include <vector>

namespace leadcore::inline LEADCORE_ABI {

extern template result<lead_query, query_errors> parse_query<lead_query>(std::string_view,
                                                                         query_profile);
extern template page_of<lead> list(std::vector<lead>&, const lead_query&, null_placement);
extern template page_of<lead> list(const std::vector<lead>&, const lead_query&, null_placement);

} // namespace leadcore::inline LEADCORE_ABI

#endif
