// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TEXT_DETAIL_BYTE_OFFSET_HPP
#define LEADCORE_TEXT_DETAIL_BYTE_OFFSET_HPP

// Conversion of a position to the offset of a text_error.

#include <leadcore/version.hpp>

#include <cstddef>
#include <cstdint>

namespace leadcore::inline LEADCORE_ABI::detail {

/// The position as a text_error offset; saturates at 2^32-1.
[[nodiscard]] constexpr std::uint32_t byte_offset(std::size_t position) noexcept {
  return position < 0xffff'ffffU ? static_cast<std::uint32_t>(position) : 0xffff'ffffU;
}

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
