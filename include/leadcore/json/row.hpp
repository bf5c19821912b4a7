// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_JSON_ROW_HPP
#define LEADCORE_JSON_ROW_HPP

#include <leadcore/version.hpp>

#include <cstddef>

namespace leadcore::inline LEADCORE_ABI::detail {

/// Traits of a row type for the writer. Specialised for rows that are kept packed.
template <class Row> struct json_row {
  /// Bytes to prefetch at the address of a row before it is printed, for rows scattered in memory.
  static constexpr std::size_t bytes_to_prefetch = 0;
  // Optional: a function plain_bytes(row), an upper bound of the bytes that its texts and the
  // elements of its lists print. It returns 0 unless none of them needs an escape and json_overrun
  // bytes may be read after the end of each.
};
/// The step in bytes in which such texts are copied.
inline constexpr std::size_t json_overrun = 32;

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
