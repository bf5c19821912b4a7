// SPDX-License-Identifier: BSL-1.0
#include <leadcore/sql/cursor.hpp>

#include "support/database_laws.hpp"

#include <cstddef>
#include <string>
#include <tuple>
#include <utility>

using namespace leadcore;
using namespace leadcore::testing;

TEST_CASE("a cursor parses back from its text") {
  rc::prop("any storable lead", [](lead row) {
    row = test_support::storable<leads_endpoint>(std::move(row));
    const auto at = sql::make_cursor(row);
    RC_ASSERT(at.has_value());
    const auto read = sql::parse_cursor(to_string(*at));
    RC_ASSERT(read.has_value());
    RC_ASSERT(*read == *at);
    RC_ASSERT(std::get<0>((*at).keys()) == row.next_call_at && std::get<2>((*at).keys()) == row.id);
  });
  rc::prop("any text: the only text of a cursor, or an error", [] {
    std::string text =
        to_string(*sql::make_cursor(test_support::storable<leads_endpoint>(*leads())));
    const auto offset = *rc::gen::inRange<std::size_t>(0, text.size());
    text[offset] = *rc::gen::elementOf(std::string("ABab01-_9z=% "));
    if (const auto read = sql::parse_cursor(text); read.has_value()) {
      RC_ASSERT(to_string(*read) == text);
    } else {
      RC_ASSERT(read.error().offset <= text.size());
    }
  });
}
