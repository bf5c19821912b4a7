// SPDX-License-Identifier: BSL-1.0
#include <leadcore/model/error.hpp>

#include "support/catch.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

using namespace leadcore;

TEST_CASE("every code has a distinct name and message") {
  std::vector<std::string_view> names;
  std::vector<std::string_view> messages;
  for (unsigned number = 0; number < 1000; ++number) {
    const auto code = static_cast<errc>(number);
    CHECK(to_string(code).empty() == message(code).empty());
    if (!to_string(code).empty()) {
      CHECK(std::find(names.begin(), names.end(), to_string(code)) == names.end());
      CHECK(std::find(messages.begin(), messages.end(), message(code)) == messages.end());
      names.push_back(to_string(code));
      messages.push_back(message(code));
    }
  }
  CHECK(names.size() == 18);
}

TEST_CASE("errors are equal if all their members are") {
  const query_error error{errc::empty_value, "status", "", 7, "a status", ""};
  query_error other = error;
  CHECK(error == other);
  other.offset = 8;
  CHECK_FALSE(error == other);
}
