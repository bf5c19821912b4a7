// SPDX-License-Identifier: BSL-1.0
#include <leadcore/model/value.hpp>

#include "support/property.hpp"

#include <leadcore/testing/generators.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

using namespace leadcore;
using namespace leadcore::testing;

TEST_CASE("values are equal exactly if they are equal as what they are") {
  using text = std::optional<std::string_view>;
  rc::prop("nullable texts", [] {
    const auto some = rc::gen::maybe(rc::gen::map(texts(), [](std::string each) {
      return each.substr(0, 1); // often equal
    }));
    const rc::Maybe<std::string> x = *some;
    const rc::Maybe<std::string> y = *some;
    const auto a = x ? std::optional(*x) : std::nullopt;
    const std::string* const b = y ? &*y : nullptr;
    RC_ASSERT(detail::equal_values<text>(a, b) == (b == nullptr ? !a : a == *b));
  });
  rc::prop("lists", [](const std::vector<std::string>& a, const std::vector<std::string>& b) {
    using list = detail::borrowed_list<std::string_view>;
    RC_ASSERT(detail::equal_values<list>(a, b) == (a == b));
    RC_ASSERT(detail::equal_values<list>(a, std::vector<std::string_view>(a.begin(), a.end())));
  });
}
