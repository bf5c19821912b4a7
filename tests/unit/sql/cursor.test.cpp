// SPDX-License-Identifier: BSL-1.0
#include <leadcore/sql/cursor.hpp>

#include "support/catch.hpp"

#include <cstdint>
#include <string_view>

using namespace leadcore;
using sql::cursor_errc;

TEST_CASE("a cursor parses back from its text, and from no other", "[sql]") {
  lead row{.id = "x"};
  const auto at = sql::make_cursor(row);
  REQUIRE(at.has_value());
  CHECK(to_string(*at) == "AQAAAAAAAAAAAAAAAAF4");
  CHECK(sql::parse_cursor("AQAAAAAAAAAAAAAAAAF4") == at);
  row.next_call_at = timestamp::min();
  CHECK(sql::parse_cursor(to_string(*sql::make_cursor(row))) == sql::make_cursor(row));
  CHECK(sql::make_cursor(row) != at);

  const auto refused = [](std::string_view text, cursor_errc code, std::uint32_t offset) {
    const auto read = sql::parse_cursor(text);
    REQUIRE_FALSE(read.has_value());
    CHECK(read.error() == sql::cursor_error{code, offset});
    CHECK_FALSE(to_string(code).empty());
    CHECK_FALSE(message(code).empty());
  };
  refused("", cursor_errc::malformed, 0);
  refused("A", cursor_errc::malformed, 1);
  refused("AQAAAAAAAAAAAAAAAAF", cursor_errc::malformed, 19);    // the id is cut short
  refused("AQAAAAAAAAAAAAAAAAF4AA", cursor_errc::malformed, 22); // a byte too many
  refused("AQAAAAAAAAAAAAAAAAF=", cursor_errc::malformed, 19);   // no padding
  refused("AgAAAAAAAAAAAAAAAAF4", cursor_errc::unknown_version, 0);
  refused("AQIAAAAAAAAAAAAAAAF4", cursor_errc::malformed, 20); // the flag of a null is 0 or 1
  refused("AQB_________AAAAAXg", cursor_errc::malformed, 19);  // out of the range of timestamp
  refused("AQAAAAAAAAAAAAAAAAEA", cursor_errc::malformed, 20); // U+0000
  refused("AQAAAAAAAAAAAAAAAAH_", cursor_errc::malformed, 20); // not UTF-8
  refused("AQAAAAAAAAAAAAAAAAAB", cursor_errc::malformed, 20); // a byte after an empty id
  CHECK(sql::parse_cursor("AQAAAAAAAAAAAAAAAAA").has_value()); // an empty id
  refused("AQAAAAAAAAAAAAAAAAB", cursor_errc::malformed, 19);  // the same, with an unused bit set
  row.id = "\xFF";
  CHECK(sql::make_cursor(row).error() == sql::cursor_error{cursor_errc::unstorable_text, 0});
}
