// SPDX-License-Identifier: BSL-1.0
#include <leadcore/http/message.hpp>

#include "support/catch.hpp"

using namespace leadcore;
using http::find_header;

TEST_CASE("find_header ignores letter case and trims, and finds the first", "[http]") {
  const http::response answer{200, {{"X-One", " a "}, {"x-one", "b"}, {"Y", ""}}, ""};
  CHECK(find_header(answer, "x-ONE") == "a");
  CHECK(find_header(answer, "y") == "");
  CHECK_FALSE(find_header(answer, "x-on").has_value());
  CHECK_FALSE(find_header(answer, "").has_value());
}
