// SPDX-License-Identifier: BSL-1.0
#include <leadcore/sql/detail/json_list.hpp>

#include <leadcore/json/string.hpp>
#include <leadcore/testing/generators.hpp>

#include "support/property.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

using namespace leadcore;
using sql::detail::parse_json_list;

TEST_CASE("a printed list parses back") {
  rc::prop("any texts", [] {
    const auto list = *rc::gen::container<std::vector<std::string>>(leadcore::testing::texts());
    std::string json = "[";
    for (const std::string& each : list) {
      json += json.size() == 1 ? "" : ",";
      append_json_string(json, each);
    }
    RC_ASSERT(parse_json_list(json + "]") == std::optional(list));
  });
}

TEST_CASE("parse_json_list takes the arrays of strings that Boost.JSON takes") {
  rc::prop(
      "any sequence of tokens and their parts",
      [] {
        static const std::vector<std::string> tokens{
            "[", "]",   ",",    "\"",      "\"a\"",   "\"\"",    " ",      "\n",     "\\",   "\\n",
            "/", "\\/", "\\\"", "\\u00e9", "\\ud83d", "\\ude00", "\\uD83", "\u00e9", "null", "\t"};
        std::string json = *rc::gen::element<std::string>("[", "[\"", "", " [ ");
        for (const std::string& each :
             *rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(tokens))) {
          json += each;
        }
        json += *rc::gen::element<std::string>("]", "\"]", "", " ] ");
        boost::system::error_code error;
        const boost::json::value value = boost::json::parse(json, error);
        std::optional<std::vector<std::string>> expected;
        if (!error && value.is_array()) {
          expected.emplace();
          for (const boost::json::value& each : value.as_array()) {
            if (!each.is_string()) {
              expected.reset();
              break;
            }
            expected->emplace_back(std::string_view(each.as_string()));
          }
        }
        RC_ASSERT(parse_json_list(json) == expected);
      },
      20);
}
