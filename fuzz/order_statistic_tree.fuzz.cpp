// SPDX-License-Identifier: BSL-1.0
// Bytes are a history of a tree: two bytes an insert or erase, some of them a bulk build or an edit
// that is given up. Each step is checked node by node and against a sorted vector.

#include "fuzz.hpp"
#include "support/tree_history.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using history = leadcore::test_support::tree_history<8, 8>;
using item = history::item;

void check(std::string_view wrong) {
  if (!wrong.empty()) {
    std::fprintf(stderr, "%.*s\n", static_cast<int>(wrong.size()), wrong.data());
  }
  LEADCORE_FUZZ_CHECK(wrong.empty());
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size > 2048) {
    return 0;
  }
  history tested;
  for (std::size_t i = 0; i + 1 < size; i += 2) {
    const item drawn{data[i], static_cast<std::uint32_t>(data[i + 1] % 32)};
    if (data[i + 1] == 255) { // build anew, of as many entries as the key says
      std::vector<item> sorted;
      for (std::uint32_t n = 0; n < data[i]; ++n) {
        sorted.emplace_back(n / 3, n % 32 + n / 32 * 32);
      }
      std::ranges::sort(sorted);
      check(tested.rebuild(std::move(sorted)));
    } else if (data[i + 1] == 254) {
      std::vector<item> toggled;
      for (std::uint32_t n = 0; n < 20; ++n) {
        toggled.emplace_back(data[i] + n % 4, n);
      }
      check(tested.abandon(toggled));
    } else {
      check(tested.contains(drawn) ? tested.erase(drawn) : tested.insert(drawn));
    }
    if (i % 16 == 0) {
      check(tested.compare_queries(data[i + 1], data[i]));
    }
  }
  check(tested.compare_queries(0, 0));
  while (!tested.model().empty()) {
    check(tested.erase(tested.model()[size % tested.model().size()]));
  }
  return 0;
}
