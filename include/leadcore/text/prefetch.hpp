// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TEXT_PREFETCH_HPP
#define LEADCORE_TEXT_PREFETCH_HPP

// Memory that is asked for before it is read.

#include <leadcore/version.hpp>

#include <cstddef>

namespace leadcore::inline LEADCORE_ABI::detail {

/// Has all lines of some bytes brought near at once. Reading them would wait for one after the other.
inline void prefetch_memory(const void* begin, std::size_t size) noexcept {
  constexpr std::size_t line = 64;
  for (std::size_t at = 0; at < size; at += line) {
    __builtin_prefetch(static_cast<const char*>(begin) + at);
  }
}

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
