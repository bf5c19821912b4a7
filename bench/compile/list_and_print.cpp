// SPDX-License-Identifier: BSL-1.0
// A file that parses, lists and prints.

#include <leadcore/leadcore.hpp>

#include <string>
#include <string_view>
#include <vector>

std::string answer(const std::vector<leadcore::lead>& leads, std::string_view query_string) {
  const auto query = leadcore::parse_query(query_string);
  if (!query.has_value()) {
    return query.error().front().allowed;
  }
  return leadcore::to_json(leadcore::list(leads, *query), leadcore::json_style::pretty);
}
