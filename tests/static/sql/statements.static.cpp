// SPDX-License-Identifier: BSL-1.0
#include <leadcore/sql/statements.hpp>

#include "support/endpoints.hpp"

#include <string>
#include <tuple>
#include <type_traits>

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

// A cursor continues in its own order only.
constexpr auto by_name = lexicographic_order{std::tuple{ascending<"name">, ascending<"id">}};
using named = std::remove_const_t<decltype(by_name)>;
static_assert(selects<organisation_id, lead_query, named> &&
              selects<organisation_id, lead_query, sql::after<leads_endpoint, named>, named> &&
              !selects<organisation_id, lead_query, sql::after<>, named> &&
              !selects<organisation_id, lead_query, sql::after<leads_endpoint, named>>);

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
static_assert(is_searched<leads_endpoint> && is_searched<sales::endpoint> &&
              !is_searched<metering::endpoint>);
struct newest_first : leads_endpoint {
  static constexpr auto order =
      lexicographic_order{std::tuple{descending<"created_at">, ascending<"id">}};
};
template <class Endpoint>
concept places_nulls = requires { sql::create_indexes<sql::sqlite, Endpoint>(nulls_first); };
static_assert(places_nulls<leads_endpoint> && places_nulls<metering::endpoint> &&
              !places_nulls<newest_first>);

// A query of another endpoint is refused, in either direction.
template <class Endpoint, class Query>
concept counts = requires(const organisation_id& organisation, const Query& query) {
  sql::count<sql::sqlite, Endpoint>(organisation, query);
};
static_assert(counts<crm::endpoint, crm::query> && !counts<crm::endpoint, lead_query> &&
              !counts<leads_endpoint, crm::query>);

} // namespace
