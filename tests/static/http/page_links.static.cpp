// SPDX-License-Identifier: BSL-1.0
#include <leadcore/http/page_links.hpp>

#include "support/endpoints.hpp"

#include <string>

namespace {

using namespace leadcore;

template <class Endpoint, class Query>
concept linked = requires(const Query& query, const pagination& at) {
  { http::page_links<Endpoint>(query, at) } -> std::same_as<std::string>;
};
static_assert(linked<leads_endpoint, lead_query>);
static_assert(linked<crm::endpoint, crm::endpoint::query>);
// A query that derives from another is not sliced.
static_assert(!linked<leads_endpoint, crm::endpoint::query>);
static_assert(!linked<crm::endpoint, lead_query>);

} // namespace
