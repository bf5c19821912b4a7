// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_FUZZ_FUZZ_HPP
#define LEADCORE_FUZZ_FUZZ_HPP

// Shared by all fuzz targets. A target is one file <target>.fuzz.cpp that defines
// LLVMFuzzerTestOneInput. Linked with libFuzzer it searches; linked with replay_main.cpp it replays
// corpus/<target>/ under CTest.

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

/// Checks an oracle's condition: if false, ends the process, so that libFuzzer keeps the input and
/// the replay fails.
#define LEADCORE_FUZZ_CHECK(condition)                                                             \
  do {                                                                                             \
    if (!(condition)) {                                                                            \
      std::fprintf(stderr, "%s:%d: oracle failed: %s\n", __FILE__, __LINE__, #condition);          \
      std::abort();                                                                                \
    }                                                                                              \
  } while (false)

namespace leadcore::fuzz {

[[nodiscard]] inline std::string_view as_text(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

} // namespace leadcore::fuzz

#endif
