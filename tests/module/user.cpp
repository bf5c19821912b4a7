// SPDX-License-Identifier: BSL-1.0
// A program that uses the library only through its module.

#include <string>
#include <vector>

import leadcore;

int main() {
  std::vector<leadcore::lead> leads(2);
  leads[0].id = "1";
  leads[0].name = "Jane";
  leads[1].id = "2";
  leads[1].status = leadcore::lead_status::qualified;
  const auto query =
      leadcore::parse_query("status=QUALIFIED&pageSize=1000", leadcore::profiles::clamp);
  if (!query.has_value() || query->page.page_size != leadcore::max_page_size) {
    return 1;
  }
  const std::string listed = leadcore::to_json(leadcore::list(leads, *query));
  if (!listed.starts_with(R"({"data":[{"id":"2",)") || listed.find(R"("total":1)") == listed.npos) {
    return 2;
  }
  leadcore::index_store store;
  const auto organisation = leadcore::parse_organisation_id("acme");
  store.of(*organisation).assign(leads);
  return leadcore::to_json(store.list(*organisation, *query)) == listed ? 0 : 3;
}
