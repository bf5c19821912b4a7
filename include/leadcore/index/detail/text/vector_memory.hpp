// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_INDEX_DETAIL_TEXT_VECTOR_MEMORY_HPP
#define LEADCORE_INDEX_DETAIL_TEXT_VECTOR_MEMORY_HPP

// What vectors do with memory, and when there is too much.

#include <leadcore/version.hpp>

#include <cstddef>
#include <limits>
#include <vector>

namespace leadcore::inline LEADCORE_ABI::detail {

/// Throws std::length_error by asking a vector for more than it can hold: `throw` does not compile
/// without exceptions.
inline void throw_length_error() {
  std::vector<char>().reserve(std::numeric_limits<std::size_t>::max());
}

/// Frees the memory of a vector, which `= {}` would keep.
template <class T> void free_memory(std::vector<T>& values) noexcept {
  values = std::vector<T>();
}

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
