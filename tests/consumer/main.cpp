// SPDX-License-Identifier: BSL-1.0
// The first program of a project that uses the library.

#include <leadcore/leadcore.hpp>

#include <vector>

#ifdef WANTED_BOOST
#include <boost/version.hpp>
static_assert(BOOST_VERSION == WANTED_BOOST);
#endif

int main() {
  std::vector<leadcore::lead> leads(3);
  leads[0].id = "a";
  leads[1].id = "b";
  leads[1].status = leadcore::lead_status::qualified;
  leads[2].id = "c";
  const auto query = leadcore::parse_query("status=QUALIFIED");
  const auto page = leadcore::list(leads, *query);
  return page.pagination.total == 1 && page.data.at(0).id == "b" ? 0 : 1;
}
