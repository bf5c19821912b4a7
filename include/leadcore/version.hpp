// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_VERSION_HPP
#define LEADCORE_VERSION_HPP

// The version of leadcore, and its inline namespace.

#if !defined(__cpp_concepts)
#error "leadcore needs C++20: -std=c++20 for g++ and clang, /std:c++20 for MSVC"
#endif

#include <string_view>

#define LEADCORE_VERSION_MAJOR 0
#define LEADCORE_VERSION_MINOR 1
#define LEADCORE_VERSION_PATCH 0
/// 10000 * major + 100 * minor + patch, to compare in #if.
#define LEADCORE_VERSION                                                                           \
  (LEADCORE_VERSION_MAJOR * 10000 + LEADCORE_VERSION_MINOR * 100 + LEADCORE_VERSION_PATCH)

/// The inline namespace inside leadcore: the version, and the instruction set of
/// text/byte_block.hpp. Two versions in one program, or translation units compiled for different
/// processors, are different entities to the linker. Users must not define it.
#if defined(__AVX2__)
#define LEADCORE_ABI v0_1_avx2
#elif defined(__SSE2__)
#define LEADCORE_ABI v0_1_sse2
#else
#define LEADCORE_ABI v0_1_word
#endif

namespace leadcore::inline LEADCORE_ABI {

/// The version of the library: major.minor.patch. A test compares it with the build's and the
/// changelog's.
inline constexpr std::string_view version = "0.1.0";

} // namespace leadcore::inline LEADCORE_ABI

#endif
