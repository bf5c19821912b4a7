// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TEXT_PREFETCH_HPP
#define LEADCORE_TEXT_PREFETCH_HPP

// Prefetching.

#include <leadcore/version.hpp>

#include <cstddef>

namespace leadcore::inline LEADCORE_ABI::detail {

/// Prefetches the cache line of an address. Nothing with compilers that have no builtin for it.
inline void prefetch([[maybe_unused]] const void* at) noexcept {
#if defined(__has_builtin)
  __builtin_prefetch(at);
#endif
}
/// Prefetches every cache line of a byte range, so that their misses overlap.
inline void prefetch_memory(const void* begin, std::size_t size) noexcept {
  constexpr std::size_t line = 64;
  for (std::size_t at = 0; at < size; at += line) {
    detail::prefetch(static_cast<const char*>(begin) + at);
  }
}

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
