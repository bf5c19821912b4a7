// SPDX-License-Identifier: BSL-1.0
#include <leadcore/http/tokens.hpp>

#include "support/property.hpp"
#include "support/token_history.hpp"

#include <array>
#include <cstdint>
#include <vector>

// The laws, which the model states: no token outlives its hour, none reaches another organisation,
// none is issued without permission and feature.
TEST_CASE("after any history exactly the tokens of the model are valid", "[tokens]") {
  rc::prop("random issues, revocations and clocks", [] {
    leadcore::test_support::token_history tested;
    for (const auto& [what, whose, random, move] :
         *rc::gen::container<std::vector<std::array<std::uint8_t, 4>>>(
             rc::gen::arbitrary<std::array<std::uint8_t, 4>>())) {
      const std::string wrong = tested.step(what, whose, random, move);
      RC_ASSERT(wrong == "");
    }
  });
}
