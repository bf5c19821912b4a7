// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_INDEX_DETAIL_TEXT_LENGTH_ERROR_HPP
#define LEADCORE_INDEX_DETAIL_TEXT_LENGTH_ERROR_HPP

#include <leadcore/version.hpp>

#include <cstddef>
#include <limits>
#include <vector>

namespace leadcore::inline LEADCORE_ABI::detail {

/// Throws std::length_error by asking a vector for more than it can hold: `throw` does not compile
/// without exceptions.
[[gnu::cold]] inline void throw_length_error() {
  std::vector<char>().reserve(std::numeric_limits<std::size_t>::max());
}

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
