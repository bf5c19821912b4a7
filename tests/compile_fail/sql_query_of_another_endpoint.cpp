// SPDX-License-Identifier: BSL-1.0
// A query of one's own is not cut down to the documented one, which would drop its filter.
// expect: no matching function

#include <leadcore/sql/statements.hpp>

#include <optional>
#include <string>
#include <tuple>

struct my_query : leadcore::lead_query {
  std::optional<std::string> source;
};
struct my_endpoint : leadcore::leads_endpoint {
  using query = my_query;
  static constexpr auto filters = std::tuple_cat(
      leadcore::leads_endpoint::filters, std::tuple{leadcore::equals<"source">(&my_query::source)});
};

auto question(const leadcore::organisation_id& organisation, const my_query& query) {
#ifdef LEADCORE_BAD
  return leadcore::sql::select_page<leadcore::sql::sqlite>(organisation, query);
#else
  return leadcore::sql::select_page<leadcore::sql::sqlite, my_endpoint>(organisation, query);
#endif
}
