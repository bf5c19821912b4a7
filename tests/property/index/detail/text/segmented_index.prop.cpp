// SPDX-License-Identifier: BSL-1.0
#include <leadcore/index/detail/text/segmented_index.hpp>

#include "support/property.hpp"
#include "support/substring_model.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

TEST_CASE("a segmented index finds what a scan of all documents finds, whatever has changed") {
  rc::prop(
      "any history, with any alphabet",
      [] {
        const auto size = *rc::gen::inRange<std::size_t>(1, 600);
        const auto history = *rc::gen::container<std::vector<std::uint8_t>>(
            size, rc::gen::arbitrary<std::uint8_t>());
        const std::string difference = leadcore::testing::run_substring_history(history);
        RC_LOG() << difference;
        RC_ASSERT(difference.empty());
      },
      2);
}
