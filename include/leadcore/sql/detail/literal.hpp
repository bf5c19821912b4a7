// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_SQL_DETAIL_LITERAL_HPP
#define LEADCORE_SQL_DETAIL_LITERAL_HPP

#include <leadcore/version.hpp>

#include <string>
#include <string_view>

namespace leadcore::inline LEADCORE_ABI::sql::detail {

/// A text as a literal.
[[nodiscard]] inline std::string literal(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    out += c;
    out += c == '\'' ? "'" : "";
  }
  return out + '\'';
}

} // namespace leadcore::inline LEADCORE_ABI::sql::detail

#endif
