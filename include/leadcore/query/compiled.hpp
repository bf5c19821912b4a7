// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_QUERY_COMPILED_HPP
#define LEADCORE_QUERY_COMPILED_HPP

// The default endpoint's query string and list over std::vector<lead>, compiled in a library.
// Link leadcore::compiled.

#include <leadcore/model/lead.hpp>
#include <leadcore/query/list.hpp>
#include <leadcore/query/query_string.hpp>
#include <leadcore/version.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace leadcore::inline LEADCORE_ABI {

extern template result<lead_query, query_errors> parse_query<leads_endpoint>(std::string_view,
                                                                             query_profile);
extern template std::string to_query_string<leads_endpoint>(const lead_query&);
extern template page_of<lead> list<leads_endpoint>(std::vector<lead>&, const lead_query&);
extern template page_of<lead> list<leads_endpoint>(const std::vector<lead>&, const lead_query&);
extern template page_of<lead> list<leads_endpoint>(std::vector<lead>&, const lead_query&,
                                                   null_placement);
extern template page_of<lead> list<leads_endpoint>(const std::vector<lead>&, const lead_query&,
                                                   null_placement);

} // namespace leadcore::inline LEADCORE_ABI

#endif
