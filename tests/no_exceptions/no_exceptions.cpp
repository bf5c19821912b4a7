// SPDX-License-Identifier: BSL-1.0
// Built with -fno-exceptions -fno-rtti: the core and its edges need neither.

#include <leadcore/http/list_leads.hpp>
#include <leadcore/leadcore.hpp>
#include <leadcore/sql/statements.hpp>
#include <leadcore/store/index_store.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace {

// Instantiates the functions of a server, so that their bodies are compiled too.
std::string answer(const std::vector<leadcore::lead>& leads, std::string_view query_string) {
  const auto query = leadcore::parse_query(query_string, leadcore::profiles::clamp |
                                                             leadcore::profiles::ignore_unknown);
  if (!query.has_value()) {
    return query.error().front().allowed;
  }
  std::string out = leadcore::to_json(leadcore::list(leads, *query), leadcore::json_style::pretty);
  out += leadcore::to_json(leadcore::list_references(leads, *query, leadcore::nulls_first));
  leadcore::index_store store;
  const auto organisation = leadcore::parse_organisation_id("acme");
  if (organisation.has_value()) {
    store.of(*organisation).assign(leads);
    store.of(*organisation).upsert(leads.front());
    out += leadcore::to_json(store.list(*organisation, *query));
    out += leadcore::sql::page_with_total<leadcore::sql::postgres>(*organisation, *query).text;
  }
  for (const auto& each : leads) {
    const auto written = leadcore::sql::upsert<leadcore::sql::sqlite>(*organisation, each);
    out += written.has_value() ? (*written).text : written.error().front().value;
    const auto normalised = leadcore::normalise_lead(each, {leadcore::region("GB")});
    out += normalised.has_value() ? leadcore::to_query_string(*query)
                                  : normalised.error().front().value;
  }
  return out;
}

} // namespace

int main() {
  std::vector<leadcore::lead> leads(2);
  leads[0].id = "1";
  leads[0].name = "Jane";
  leads[1].id = "2";
  const std::string found = answer(leads, "search=jane&pageSize=1000");
  const bool right = found.find("\"name\": \"Jane\"") != std::string::npos &&
                     found.find("\"pageSize\":100") != std::string::npos &&
                     answer(leads, "page=0") != found;
  return right ? 0 : 1;
}
