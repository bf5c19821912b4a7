// SPDX-License-Identifier: BSL-1.0
// Built with -fno-exceptions -fno-rtti: the core and its edges need neither. Compiling is passing.

#include <leadcore/http.hpp>
#include <leadcore/leadcore.hpp>

#include <string>
#include <vector>

// Instantiates what a server uses, so that the bodies are compiled too.
std::string answer(const std::vector<leadcore::lead>& leads, std::string_view query_string) {
  const auto query = leadcore::parse_query(query_string, leadcore::clamp | leadcore::ignore_unknown);
  if (!query.has_value()) {
    return query.error().front().allowed;
  }
  std::string out = leadcore::to_json(leadcore::list(leads, *query), leadcore::json_style::pretty);
  out += leadcore::to_json(leadcore::list_references(leads, *query, leadcore::nulls_first));
  for (const auto& each : leads) {
    const auto normalised = leadcore::normalise_lead(each, {leadcore::region("GB")});
    out += normalised.has_value() ? leadcore::to_query_string(*query) : normalised.error().front().value;
  }
  return out;
}
