// SPDX-License-Identifier: BSL-1.0
#include <leadcore/query/page.hpp>

#include "support/answers/query.hpp"
#include "support/catch.hpp"

#include <cstdint>
#include <limits>
#include <string>

using namespace leadcore;

TEST_CASE("pages are computed as the vectors say") {
  for (const auto& each : LEADCORE_VECTORS("page.jsonl")) {
    INFO(each.where());
    CHECK(test_support::answers::paginate(each) == each.out);
    const auto number = [&](const char* name) {
      return test_support::integer_of(each.in.at(name));
    };
    const pagination made = paginate(number("total"), {number("page"), number("pageSize")});
    CHECK(made.page == number("page"));
    CHECK(made.page_size == number("pageSize"));
    CHECK(made.total == number("total"));
  }
}

TEST_CASE("requests that no query string can express saturate") {
  constexpr auto all = std::numeric_limits<std::uint64_t>::max();
  CHECK(page_request{all, all}.offset() == all);
  CHECK(page_request{all, all}.end() == all);
  CHECK(page_request{0, 50}.offset() == 0);
  CHECK(paginate(60, {0, 50}) == paginate(60, {1, 50})); // 0 counts as 1
  CHECK(page_request{3, 0}.end() == 0);
  CHECK(paginate(all, {1, 0}).total_pages == 0);
  CHECK(paginate(all, {all, 1}) == pagination{all, 1, all, all, false, true});
  CHECK(slice_of(10, {3, 0}) == row_slice{0, 0});
}
