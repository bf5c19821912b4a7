// SPDX-License-Identifier: BSL-1.0
#include <leadcore/sql/statements.hpp>

#include "support/own_endpoints.hpp"

#include <string>

namespace {

using namespace leadcore;

// Every statement is limited to one organisation; none can be made without.
template <class... Arguments>
concept selects = requires(Arguments... arguments) { sql::select_page<sql::sqlite>(arguments...); };
static_assert(selects<organisation_id, lead_query> &&
              selects<organisation_id, lead_query, sql::after<>>);
static_assert(!selects<lead_query> && !selects<std::string, lead_query> &&
              !selects<const char*, lead_query>);
template <class... Arguments>
concept changes = requires(Arguments... arguments) { sql::upsert<sql::sqlite>(arguments...); };
static_assert(changes<organisation_id, lead> && !changes<lead> && !changes<std::string, lead>);
template <class... Arguments>
concept erases = requires(Arguments... arguments) { sql::erase<sql::sqlite>(arguments...); };
static_assert(erases<organisation_id, std::string> && !erases<std::string> &&
              !erases<std::string, std::string>);

// SQLite has no index for searches, so no statement creates one.
template <class Dialect>
concept has_search_index = requires { sql::create_search_index<Dialect>(); };
static_assert(has_search_index<sql::postgres> && !has_search_index<sql::sqlite>);

// Neither has an endpoint without a search; and nulls are placed only where a key may be null.
template <class Endpoint>
concept is_searched = requires(const typename Endpoint::record& row) {
  sql::create_search_index<sql::postgres, Endpoint>();
  sql::search_text<Endpoint>(row);
};
static_assert(is_searched<leads_endpoint> && is_searched<own_sales::deals> &&
              !is_searched<own_sales::gauges>);
template <class Endpoint>
concept places_nulls = requires { sql::create_indexes<sql::sqlite, Endpoint>(nulls_first); };
static_assert(places_nulls<leads_endpoint> && places_nulls<own_sales::gauges> &&
              !places_nulls<own_crm::endpoint>);

// A query of another endpoint is refused, in either direction.
template <class Endpoint, class Query>
concept counts = requires(const organisation_id& organisation, const Query& query) {
  sql::count<sql::sqlite, Endpoint>(organisation, query);
};
static_assert(counts<own_crm::endpoint, own_crm::query> && !counts<own_crm::endpoint, lead_query> &&
              !counts<leads_endpoint, own_crm::query>);

} // namespace
