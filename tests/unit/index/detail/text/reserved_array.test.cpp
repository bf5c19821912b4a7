// SPDX-License-Identifier: BSL-1.0
#include <leadcore/index/detail/text/reserved_array.hpp>

#include "support/catch.hpp"

#include <span>
#include <utility>
#include <vector>

using namespace leadcore;

TEST_CASE("a reserved array keeps its items where they are while it is filled") {
  detail::reserved_array<int> items(6);
  CHECK(items.empty());
  CHECK(items.begin() == items.end());
  items.push_back(1);
  const int* const first = items.data();
  const std::vector<int> added{2, 3};
  items.append(added.data(), added.size());
  items.append(nullptr, 0);
  int* const extended = items.extend(2);
  CHECK(extended == first + 3);
  extended[0] = 4;
  extended[1] = 5;
  items.push_back(7);
  items.back() -= 1;

  const std::span<const int> all(items);
  CHECK(std::vector<int>(all.begin(), all.end()) == std::vector<int>{1, 2, 3, 4, 5, 6});
  CHECK(items.size() == 6);
  CHECK(!items.empty());
  CHECK(items.data() == first);

  detail::reserved_array<int> other(1);
  other = std::move(items);
  CHECK(other.data() == first);
  CHECK(other[5] == 6);
  other = {};
  CHECK(other.empty());
}
