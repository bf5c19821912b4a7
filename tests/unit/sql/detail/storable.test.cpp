// SPDX-License-Identifier: BSL-1.0
#include <leadcore/sql/detail/storable.hpp>

#include "support/catch.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

using namespace leadcore;
using sql::detail::first_storable_from;
using sql::detail::is_storable;

namespace {

/// Every text of at most a number of these bytes.
std::vector<std::string> texts_of(std::string_view bytes, std::size_t most) {
  std::vector<std::string> out{""};
  for (std::size_t begin = 0, size = 0; size < most; ++size) {
    const std::size_t end = out.size();
    for (; begin < end; ++begin) {
      for (const char byte : bytes) {
        out.push_back(out[begin] + byte);
      }
    }
  }
  return out;
}

} // namespace

TEST_CASE("the first storable text from any text is the least that is not before it", "[sql]") {
  using namespace std::string_view_literals;
  const auto texts = texts_of("\0\x01\x61\x7F\x80\xBF\xC2\xDF\xFF"sv, 4);
  std::vector<std::string> storable = texts;
  std::erase_if(storable, [](const std::string& each) { return !is_storable(each); });
  std::ranges::sort(storable);
  REQUIRE(storable.size() > 200);
  std::size_t changed = 0;
  for (const std::string& each : texts) {
    const std::optional<std::string> first = first_storable_from(each);
    changed += first != each ? 1U : 0U;
    if (!first) {
      if (storable.back() >= each) {
        FAIL("a storable text is not before it");
      }
      continue;
    }
    if (!is_storable(*first) || *first < each) {
      FAIL("not a storable text from this one on");
    }
    const auto least = std::ranges::lower_bound(storable, each);
    if (least != storable.end() && *least < *first) {
      FAIL("a storable text is between them");
    }
  }
  CHECK(changed == texts.size() - storable.size());
}

TEST_CASE("a text that no database stores is bounded by code points", "[sql]") {
  CHECK(first_storable_from("a\xC3") == "a\u00C0");
  CHECK(first_storable_from("\xED\xA0\x80") == "\uE000"); // a surrogate
  CHECK(first_storable_from("\xEE\x80") == "\uE000");
  CHECK(first_storable_from("\xF4\x8F\xBF") == "\U0010FFC0");
  CHECK(first_storable_from("a\xF4\x90") == "b"); // after the last code point
  CHECK(first_storable_from("\u007F\xFF") == "\u0080");
  CHECK(first_storable_from("\uD7FF\xFF") == "\uE000");
  CHECK(first_storable_from("\U0010FFFF\xFF") == std::nullopt);
  CHECK(first_storable_from("z\U0010FFFF\xFF") == "{");
}
