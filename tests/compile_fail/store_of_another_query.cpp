// SPDX-License-Identifier: BSL-1.0
// A store whose list takes the query of leads would drop the filters of an endpoint that adds some.
// expect: takes_the_whole_query

#include <leadcore/http/list_leads.hpp>

#include <boost/hana/adapt_struct.hpp>

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

struct keys {
  std::optional<leadcore::principal> authenticate(std::string_view) const;
};
struct store {
#ifdef LEADCORE_BAD
  leadcore::page_of<leadcore::lead> list(const leadcore::organisation_id&,
                                         const leadcore::lead_query&) const;
#else
  leadcore::page_of<leadcore::lead> list(const leadcore::organisation_id&, const my_query&) const;
#endif
};

auto answer(const leadcore::http::request& request) {
  return leadcore::http::list_leads<my_endpoint>(request, store{}, keys{});
}
