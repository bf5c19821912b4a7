// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_HTTP_DETAIL_REQUEST_PARTS_HPP
#define LEADCORE_HTTP_DETAIL_REQUEST_PARTS_HPP

// The parts of a request that the endpoint reads: its target, the size of its content, its
// credentials, and lists in headers.

#include <leadcore/http/message.hpp>
#include <leadcore/text/ascii.hpp>
#include <leadcore/version.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace leadcore::inline LEADCORE_ABI::http::detail {

/// Path and query of a request target. Accepts absolute targets as RFC 9112, 3.2.2 requires.
struct target_parts {
  std::string_view path;
  std::string_view query;
};
[[nodiscard]] constexpr target_parts split_target(std::string_view target) noexcept {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (equal_ignoring_case(target.substr(0, scheme.size()), scheme)) {
      target.remove_prefix(std::min(target.find_first_of("/?", scheme.size()), target.size()));
      break;
    }
  }
  const std::size_t mark = std::min(target.find('?'), target.size());
  return {target.substr(0, mark), target.substr(std::min(mark + 1, target.size()))};
}

/// The larger of the read and the announced content of a request, in bytes.
[[nodiscard]] constexpr std::uint64_t content_size(const request& asked) noexcept {
  std::uint64_t announced = 0;
  if (const auto text = find_header(asked, "Content-Length")) {
    for (const char c : *text) {
      if (!leadcore::detail::is_digit(c)) { // framing is the HTTP library's concern
        return asked.body_size;
      }
      constexpr std::uint64_t saturated = std::uint64_t{1} << 60;
      announced = std::min(announced * 10 + static_cast<std::uint64_t>(c - '0'), saturated);
    }
  }
  return std::max(asked.body_size, announced);
}

/// The content of the Authorization header.
struct credentials {
  enum class kind : std::uint8_t { none, several, other_scheme, malformed, bearer };
  kind is = kind::none;
  std::string_view api_key; ///< of bearer
};
[[nodiscard]] constexpr credentials find_credentials(const request& asked) noexcept {
  using kind = credentials::kind;
  std::string_view value;
  std::size_t found = 0;
  for (const header_view& each : asked.headers) {
    if (equal_ignoring_case(each.name, "Authorization")) {
      value = leadcore::detail::trim(each.value);
      ++found;
    }
  }
  if (found != 1) {
    return {found == 0 ? kind::none : kind::several, {}};
  }
  const std::size_t scheme_size = std::min(value.find(' '), value.size());
  if (!equal_ignoring_case(value.substr(0, scheme_size), "Bearer")) {
    return {kind::other_scheme, {}};
  }
  value.remove_prefix(std::min(value.find_first_not_of(' ', scheme_size), value.size()));
  if (value.empty()) {
    return {kind::none, {}};
  }
  const bool visible =
      std::all_of(value.begin(), value.end(), [](char c) { return c > ' ' && c < '\x7f'; });
  return {visible ? kind::bearer : kind::malformed, visible ? value : std::string_view{}};
}

/// The lines of a header as one list.
/// @par Source
/// RFC 9110 clause 5.3.
[[nodiscard]] inline std::string joined_header(const request& asked, std::string_view name) {
  std::string joined;
  for (const header_view& each : asked.headers) {
    if (equal_ignoring_case(each.name, name)) {
      joined.append(joined.empty() ? "" : ", ").append(leadcore::detail::trim(each.value));
    }
  }
  return joined;
}

} // namespace leadcore::inline LEADCORE_ABI::http::detail

#endif
