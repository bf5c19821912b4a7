// SPDX-License-Identifier: BSL-1.0
#include <leadcore/model/error.hpp>

#include "support/property.hpp"

#include <leadcore/model/lead.hpp>
#include <leadcore/model/validate.hpp>
#include <leadcore/query/query.hpp>
#include <leadcore/query/query_string.hpp>
#include <leadcore/testing/generators.hpp>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <set>
#include <string>
#include <string_view>

using namespace leadcore;
using namespace leadcore::testing;

TEST_CASE("every number is a code with a name and a message, or has neither") {
  std::set<std::string> names;
  std::set<std::string> messages;
  for (std::uint32_t number = 0; number <= std::numeric_limits<std::uint16_t>::max(); ++number) {
    const auto code = static_cast<errc>(number);
    const std::string name(to_string(code));
    REQUIRE(name.empty() == message(code).empty());
    if (!name.empty()) {
      CHECK((number / 100 == 1 || number / 100 == 2));
      CHECK(names.insert(name).second);
      CHECK(messages.insert(std::string(message(code))).second);
      CHECK(name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string::npos);
    }
  }
  CHECK(names.size() == 18);
}

TEST_CASE("queries have errors of 1xx, and leads of 2xx or what both share") {
  rc::prop("queries", [texts = any_query_strings()] {
    const auto parsed = parse_query(*texts);
    if (!parsed.has_value()) {
      for (const query_error& each : parsed.error()) {
        RC_ASSERT(static_cast<unsigned>(each.code) / 100 == 1);
        RC_ASSERT(!each.allowed.empty());
      }
    }
  });
  rc::prop("leads, in the order of the fields", [rows = leads(lead_kind::hostile)] {
    std::size_t before = 0;
    for (const lead_error& each : validate(*rows)) {
      RC_ASSERT(static_cast<unsigned>(each.code) / 100 == 2 || each.code == errc::invalid_utf8 ||
                each.code == errc::empty_value);
      std::size_t place = 0;
      std::size_t found = 0;
      for_each_lead_field(
          [&](auto field) { found = field.wire_name() == each.field ? place : found, ++place; });
      RC_ASSERT(found >= before);
      before = found;
    }
  });
}
