// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_HTTP_ENTITY_TAG_HPP
#define LEADCORE_HTTP_ENTITY_TAG_HPP

// Entity tags, and the header If-None-Match.

#include <leadcore/text/ascii.hpp>
#include <leadcore/version.hpp>

#include <cstddef>
#include <string_view>

namespace leadcore::inline LEADCORE_ABI::http {

namespace detail {

/// The size of the entity tag that a text begins with; 0 if it begins with none.
/// @par Source
/// RFC 9110 clause 8.8.3.
[[nodiscard]] constexpr std::size_t entity_tag_size(std::string_view text) noexcept {
  std::size_t at = text.starts_with("W/") ? 2 : 0;
  if (at >= text.size() || text[at] != '"') {
    return 0;
  }
  for (++at; at < text.size(); ++at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte == '"') {
      return at + 1;
    }
    if (byte < 0x21 || byte == 0x7F) {
      return 0;
    }
  }
  return 0;
}

} // namespace detail

/// True when a client that sends this If-None-Match has the representation already: the header is
/// "*", or one of its entity tags equals the given one. Tags compare weakly: W/ does not count.
///
///     if_none_match_has("W/\"a\", \"b\"", "\"a\"") == true
/// @param header  its value; several header lines joined by ", "
/// @param tag  of the representation, with its quotes
/// @return false for a header that is not a list of entity tags, which is to be ignored.
/// @par Complexity
/// linear in the header; allocates nothing.
/// @par Source
/// RFC 9110 clauses 5.6.1, 8.8.3.2 and 13.1.2.
[[nodiscard]] constexpr bool if_none_match_has(std::string_view header,
                                               std::string_view tag) noexcept {
  const auto opaque = [](std::string_view text) {
    return text.substr(text.starts_with("W/") ? 2 : 0);
  };
  header = leadcore::detail::trim(header);
  if (header == "*") {
    return true;
  }
  bool found = false;
  while (!header.empty()) {
    if (header.front() != ',') { // otherwise an empty element
      const std::size_t size = detail::entity_tag_size(header);
      if (size == 0) {
        return false;
      }
      found = found || opaque(header.substr(0, size)) == opaque(tag);
      header = leadcore::detail::trim(header.substr(size));
      if (!header.empty() && header.front() != ',') {
        return false;
      }
    }
    header = header.empty() ? header : leadcore::detail::trim(header.substr(1));
  }
  return found;
}

} // namespace leadcore::inline LEADCORE_ABI::http

#endif
