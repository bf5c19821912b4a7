// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_JSON_ROW_HPP
#define LEADCORE_JSON_ROW_HPP

#include <leadcore/version.hpp>

#include <cstddef>

namespace leadcore::inline LEADCORE_ABI::detail {

/// What the writer knows of a kind of rows besides their fields; specialised by those who keep them packed.
template <class Row> struct json_row {
  /// How many bytes from the address of a row on are worth being fetched before it is printed: for rows that lie anywhere.
  static constexpr std::size_t bytes_to_prefetch = 0;
  // If there is also a function plain_bytes(row): at most how many bytes are printed of its texts and the elements of its
  // lists. It says 0 unless all of them stand in JSON as they are, and json_overrun bytes may be read from the end of each.
};
/// Texts are copied in steps of so many bytes where they may be.
inline constexpr std::size_t json_overrun = 32;

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
