// SPDX-License-Identifier: BSL-1.0
#include <leadcore/sql/statements.hpp>

#include <concepts>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

namespace {

using namespace leadcore;

static_assert(sql::check_dialect<sql::sqlite>() && sql::check_dialect<sql::postgres>() &&
              sql::check_dialect<sql::postgres_fdw>());
static_assert(sql::check_table<sql::leads_table>());

// Every statement is about one organisation: there is no way to ask for one without.
template <class... Arguments>
concept selects = requires(Arguments... arguments) { sql::select_page<sql::sqlite>(arguments...); };
static_assert(selects<organisation_id, lead_query> &&
              selects<organisation_id, lead_query, sql::after>);
static_assert(!selects<lead_query> && !selects<std::string, lead_query> &&
              !selects<const char*, lead_query>);
template <class... Arguments>
concept changes = requires(Arguments... arguments) { sql::upsert<sql::sqlite>(arguments...); };
static_assert(changes<organisation_id, lead> && !changes<lead> && !changes<std::string, lead>);
template <class... Arguments>
concept erases = requires(Arguments... arguments) { sql::erase<sql::sqlite>(arguments...); };
static_assert(erases<organisation_id, std::string> && !erases<std::string> &&
              !erases<std::string, std::string>);

// A place must live as long as it is asked from.
static_assert(!std::constructible_from<sql::after, sql::cursor> &&
              std::constructible_from<sql::after, const sql::cursor&>);
static_assert(!std::default_initializable<sql::cursor> && std::copyable<sql::cursor>);
static_assert(std::same_as<sql::detail::position,
                           std::tuple<std::optional<timestamp>, timestamp, std::string>>,
              "an order of other fields needs another cursor_version");

// SQLite has no index for searches, so there is no statement that would make one.
template <class Dialect>
concept has_search_index = requires { sql::create_search_index<Dialect>(); };
static_assert(has_search_index<sql::postgres> && !has_search_index<sql::sqlite>);

static_assert(sql::detail::all_columns<sql::leads_table>.front() == "organisation_id");
static_assert(sql::detail::all_columns<sql::leads_table>[1] == "id");
static_assert(sql::detail::all_columns<sql::leads_table>.back() == "search_text");
struct clashing_table : sql::leads_table {
  static constexpr std::string_view search = "Name";
};
static_assert(!sql::detail::names_are_distinct<clashing_table>() &&
              sql::detail::names_are_distinct<sql::leads_table>());
struct long_table : sql::leads_table {
  static constexpr std::string_view name = "a_table_of_leads_whose_name_is_rather_long_by_itself";
};
static_assert(!sql::detail::index_names_fit<long_table>() &&
              sql::detail::index_names_fit<sql::leads_table>());
struct nameless_table : sql::leads_table {
  static constexpr std::string_view organisation = "";
};
static_assert(!sql::detail::names_are_names<nameless_table>() &&
              sql::detail::names_are_names<sql::leads_table>());

static_assert(to_string(sql::row_errc::malformed_list) == "malformed_list" &&
              to_string(sql::row_errc{}).empty());
static_assert(to_string(sql::database_errc::busy) == "busy" &&
              to_string(sql::database_errc{}).empty());
static_assert(to_string(sql::cursor_errc::malformed) == "malformed" &&
              to_string(sql::cursor_errc{}).empty());
static_assert(sql::detail::is_storable("Zoë") &&
              !sql::detail::is_storable(std::string_view("\0", 1)) &&
              !sql::detail::is_storable("\xFF"));

} // namespace
