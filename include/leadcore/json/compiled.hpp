// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_JSON_COMPILED_HPP
#define LEADCORE_JSON_COMPILED_HPP

// Leads and pages as JSON, compiled in a library. Link leadcore::compiled.

#include <leadcore/json/write.hpp>
#include <leadcore/model/lead.hpp>
#include <leadcore/version.hpp>

#include <string>

namespace leadcore::inline LEADCORE_ABI {

extern template void append_json<leads_endpoint>(std::string&, const lead&, json_style);
extern template void append_json<leads_endpoint>(std::string&, const page_of<lead>&, json_style);
extern template std::string to_json<leads_endpoint>(const lead&, json_style);
extern template std::string to_json<leads_endpoint>(const page_of<lead>&, json_style);

} // namespace leadcore::inline LEADCORE_ABI

#endif
