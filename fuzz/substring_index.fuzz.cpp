// SPDX-License-Identifier: BSL-1.0
// Bytes are a history of documents that are added, deleted and searched: a segmented index finds
// what a scan of all documents finds. The first byte chooses the alphabet.

#include "fuzz.hpp"

#include "support/substring_model.hpp"

#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size <= 1024) {
    const std::string difference = leadcore::testing::run_substring_history({data, size});
    if (!difference.empty()) {
      std::fprintf(stderr, "%s differs\n", difference.c_str());
    }
    LEADCORE_FUZZ_CHECK(difference.empty());
  }
  return 0;
}
