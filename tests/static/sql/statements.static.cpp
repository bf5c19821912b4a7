// SPDX-License-Identifier: BSL-1.0
#include <leadcore/sql/statements.hpp>

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

} // namespace
