// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_SQL_DETAIL_STORABLE_HPP
#define LEADCORE_SQL_DETAIL_STORABLE_HPP

#include <leadcore/text/utf8.hpp>
#include <leadcore/version.hpp>

#include <string_view>

namespace leadcore::inline LEADCORE_ABI::sql::detail {

/// Whether every database stores a text unchanged: valid UTF-8 without U+0000.
[[nodiscard]] constexpr bool is_storable(std::string_view text) noexcept {
  return is_valid_utf8(text) && text.find('\0') == std::string_view::npos;
}

} // namespace leadcore::inline LEADCORE_ABI::sql::detail

#endif
