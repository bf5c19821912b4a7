// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_INDEX_COMPILED_HPP
#define LEADCORE_INDEX_COMPILED_HPP

// The index of leads, compiled in a library. Link leadcore::compiled.

#include <leadcore/index/lead_index.hpp>
#include <leadcore/json/write.hpp>
#include <leadcore/model/lead.hpp>
#include <leadcore/version.hpp>

#include <functional>
#include <string>
#include <vector>

namespace leadcore::inline LEADCORE_ABI {

extern template bool lead_index::upsert(const lead&);
extern template void lead_index::assign(std::vector<lead>&);
extern template void lead_index::assign(const std::vector<lead>&);
extern template void
append_json(std::string&, const page_of<std::reference_wrapper<const indexed_lead>>&, json_style);
extern template std::string to_json(const page_of<std::reference_wrapper<const indexed_lead>>&,
                                    json_style);

} // namespace leadcore::inline LEADCORE_ABI

#endif
