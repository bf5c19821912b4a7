// SPDX-License-Identifier: BSL-1.0
#include <leadcore/sql/table.hpp>

#include <string_view>

namespace {

using namespace leadcore;

static_assert(sql::check_table<sql::leads_table>());

static_assert(sql::detail::all_columns<leads_endpoint, sql::leads_table>.front() ==
              "organisation_id");
static_assert(sql::detail::all_columns<leads_endpoint, sql::leads_table>[1] == "id");
static_assert(sql::detail::all_columns<leads_endpoint, sql::leads_table>.back() == "search_text");

struct clashing_table : sql::leads_table {
  static constexpr std::string_view search = "Name";
};
static_assert(!sql::detail::names_are_distinct<leads_endpoint, clashing_table>() &&
              sql::detail::names_are_distinct<leads_endpoint, sql::leads_table>());
struct long_table : sql::leads_table {
  static constexpr std::string_view name = "a_table_of_leads_whose_name_is_rather_long_by_itself";
};
static_assert(!sql::detail::index_names_fit<leads_endpoint, long_table>() &&
              sql::detail::index_names_fit<leads_endpoint, sql::leads_table>());
struct nameless_table : sql::leads_table {
  static constexpr std::string_view organisation = "";
};
static_assert(!sql::detail::names_are_valid<leads_endpoint, nameless_table>() &&
              sql::detail::names_are_valid<leads_endpoint, sql::leads_table>());

struct kept_table : sql::leads_table {
  static constexpr bool has_search_index = true;
  static constexpr auto counted = sql::counted_by<"status">;
};
static_assert(sql::check_table<kept_table>() && sql::detail::has_counts<kept_table> &&
              !sql::detail::has_counts<sql::leads_table>);
static_assert(sql::detail::all_columns<leads_endpoint, kept_table>.back() == "row_id");
struct long_kept_table : kept_table {
  static constexpr std::string_view name = "a_table_of_leads_whose_name_is_rather_long_";
};
static_assert(!sql::detail::kept_names_fit<long_kept_table>() &&
              sql::detail::kept_names_fit<kept_table>());
struct clashing_row_id : kept_table {
  static constexpr std::string_view row_id = "notes";
};
static_assert(!sql::detail::names_are_distinct<leads_endpoint, clashing_row_id>());

} // namespace
