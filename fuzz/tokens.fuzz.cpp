// SPDX-License-Identifier: BSL-1.0
// Bytes are a history of test tokens, four a step: issues, revocations, and a clock that also goes
// back. After each step every token is compared with a naive model.

#include "fuzz.hpp"
#include "support/token_history.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size > 2048) {
    return 0;
  }
  leadcore::test_support::token_history tested;
  for (std::size_t i = 0; i + 3 < size; i += 4) {
    const std::string wrong = tested.step(data[i], data[i + 1], data[i + 2], data[i + 3]);
    if (!wrong.empty()) {
      std::fprintf(stderr, "%s\n", wrong.c_str());
    }
    LEADCORE_FUZZ_CHECK(wrong.empty());
  }
  return 0;
}
