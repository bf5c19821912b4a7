// SPDX-License-Identifier: BSL-1.0
#include <leadcore/text/result.hpp>

#include "support/catch.hpp"

#include <string>

using namespace leadcore;

namespace {

result<std::string, text_error<int>> shout(bool ok) {
  if (!ok) {
    return fail(text_error<int>{4, 2});
  }
  return "yes";
}

} // namespace

TEST_CASE("a result is its value or its error") {
  CHECK(shout(true).value() == "yes");
  CHECK(shout(false).error() == text_error<int>{4, 2});
}

TEST_CASE("results chain through the members of both expected types") {
  const auto size = [](const std::string& text) { return text.size(); };
  CHECK(shout(true).transform(size) == 3U);
  CHECK(shout(false).transform(size).error().offset == 2);
  CHECK(shout(false).or_else([](auto) -> result<std::string, text_error<int>> { return "no"; }) ==
        std::string("no"));
}
