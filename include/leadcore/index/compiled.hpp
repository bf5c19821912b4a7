// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_INDEX_COMPILED_HPP
#define LEADCORE_INDEX_COMPILED_HPP

// The index of leads, compiled in a library. Link leadcore::compiled.

#include <leadcore/index/lead_index.hpp>
#include <leadcore/json/write.hpp>
#include <leadcore/model/lead.hpp>
#include <leadcore/query/endpoint.hpp>
#include <leadcore/query/order.hpp>
#include <leadcore/version.hpp>

#include <functional>
#include <string>
#include <vector>

namespace leadcore::inline LEADCORE_ABI {

extern template class basic_index<leads_endpoint>;
extern template bool basic_index<leads_endpoint>::upsert(const lead&);
extern template void basic_index<leads_endpoint>::assign(std::vector<lead>&);
extern template void basic_index<leads_endpoint>::assign(const std::vector<lead>&);
extern template snapshot_page basic_index<leads_endpoint>::list(const lead_query&) const;
extern template snapshot_page basic_index<leads_endpoint>::list(const lead_query&,
                                                                null_placement) const;
extern template snapshot_page basic_snapshot<leads_endpoint>::list(const lead_query&) const;
extern template snapshot_page basic_snapshot<leads_endpoint>::list(const lead_query&,
                                                                   null_placement) const;
extern template void
append_json<leads_endpoint>(std::string&,
                            const page_of<std::reference_wrapper<const indexed_lead>>&, json_style);
extern template std::string
to_json<leads_endpoint>(const page_of<std::reference_wrapper<const indexed_lead>>&, json_style);

} // namespace leadcore::inline LEADCORE_ABI

#endif
