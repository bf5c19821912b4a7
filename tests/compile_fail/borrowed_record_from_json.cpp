// SPDX-License-Identifier: BSL-1.0
// A record that is read from JSON owns its texts: a std::string_view would dangle.
// expect: leadcore: a member of the record cannot be read from JSON

#include <leadcore/json/read.hpp>

#include <boost/hana/adapt_struct.hpp>

#include <string>
#include <string_view>
#include <tuple>

struct my_record {
#ifdef LEADCORE_BAD
  std::string_view id;
#else
  std::string id;
#endif
};
BOOST_HANA_ADAPT_STRUCT(my_record, id);
struct my_query {
  leadcore::page_request page;
};
struct my_endpoint : leadcore::leads_endpoint {
  using record = my_record;
  using query = my_query;
  static constexpr auto filters = std::tuple{};
  static constexpr auto order =
      leadcore::lexicographic_order{std::tuple{leadcore::ascending<"id">}};
};

auto read(std::string_view json) {
  return leadcore::parse_record_json<my_endpoint>(json);
}
