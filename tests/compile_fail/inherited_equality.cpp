// SPDX-License-Identifier: BSL-1.0
// A query that derives from lead_query is not compared without its own members.
// expect: deleted

#include <leadcore/query/endpoint.hpp>

struct crm_query : leadcore::lead_query {
  std::optional<std::string> source;
#ifndef LEADCORE_BAD
  friend bool operator==(const crm_query&, const crm_query&) = default;
#endif
};
bool same(const crm_query& a, const crm_query& b) {
  return a == b;
}
