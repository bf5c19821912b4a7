// SPDX-License-Identifier: BSL-1.0
// A server that takes the default endpoint from the library.

#include <leadcore/compiled.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace {

struct one_key {
  leadcore::principal who;

  [[nodiscard]] std::optional<leadcore::principal> authenticate(std::string_view api_key) const {
    return api_key == "secret" ? std::optional(who) : std::nullopt;
  }
};

} // namespace

int main() {
  const auto organisation = leadcore::parse_organisation_id("acme");
  std::vector<leadcore::lead> leads(2);
  leads[0].id = "1";
  leads[1].id = "2";
  leadcore::index_store store;
  store.of(*organisation).assign(leads);
  leads[0].status = leadcore::lead_status::qualified;
  store.of(*organisation).upsert(leads[0]);

  const one_key keys{{*organisation, {std::string(leadcore::leads_read_scope)}}};
  const leadcore::http::request request{
      "GET", "/api/v1/leads?status=QUALIFIED", {{"Authorization", "Bearer secret"}}};
  const auto response = leadcore::http::list_leads(request, store, keys);
  const auto query = leadcore::parse_query("status=QUALIFIED");
  const auto statement = leadcore::sql::select_page<leadcore::sql::sqlite>(*organisation, *query);
  const bool right = response.status == 200 &&
                     response.body == leadcore::to_json(leadcore::list(leads, *query)) &&
                     statement.text.starts_with("SELECT ");
  return right ? 0 : 1;
}
