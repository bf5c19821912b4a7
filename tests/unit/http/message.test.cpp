// SPDX-License-Identifier: BSL-1.0
#include <leadcore/http/message.hpp>

#include "support/catch.hpp"

#include <string_view>
#include <utility>

using namespace leadcore;
using http::find_header;

TEST_CASE("find_header ignores letter case and trims, and finds the first", "[http]") {
  const http::response answer{200, {{"X-One", " a "}, {"x-one", "b"}, {"Y", ""}}, ""};
  CHECK(find_header(answer, "x-ONE") == "a");
  CHECK(find_header(answer, "y") == "");
  CHECK_FALSE(find_header(answer, "x-on").has_value());
  CHECK_FALSE(find_header(answer, "").has_value());
}

TEST_CASE("each status of the endpoint and of a server around it has its reason phrase", "[http]") {
  constexpr std::pair<int, std::string_view> phrases[] = {
      {200, "OK"},
      {304, "Not Modified"},
      {400, "Bad Request"},
      {401, "Unauthorized"},
      {403, "Forbidden"},
      {404, "Not Found"},
      {405, "Method Not Allowed"},
      {408, "Request Timeout"},
      {413, "Content Too Large"},
      {414, "URI Too Long"},
      {431, "Request Header Fields Too Large"},
      {500, "Internal Server Error"},
      {501, "Not Implemented"},
      {503, "Service Unavailable"},
      {504, "Gateway Timeout"},
  };
  for (const auto& [status, phrase] : phrases) {
    INFO(status);
    CHECK(http::reason_phrase(status) == phrase);
  }
  CHECK(http::reason_phrase(418).empty());
}
