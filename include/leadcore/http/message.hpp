// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_HTTP_MESSAGE_HPP
#define LEADCORE_HTTP_MESSAGE_HPP

// Requests and responses as plain values.

#include <leadcore/text/ascii.hpp>
#include <leadcore/version.hpp>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace leadcore::inline LEADCORE_ABI::http {

/// A field line of a request, as it was sent.
struct header_view {
  std::string_view name;
  std::string_view value;
};

/// A request as an HTTP library has read it. Its views are not kept after the call.
struct request {
  std::string_view method{};          ///< as sent, such as GET
  std::string_view target{};          ///< path and query as sent, not decoded: /api/v1/leads?page=2
  std::vector<header_view> headers{}; ///< each field line as one element, in any order
  std::uint64_t body_size = 0; ///< bytes of content read so far; the content itself is ignored
};

/// A field line of a response.
struct header {
  std::string name;
  std::string value;

  friend bool operator==(const header&, const header&) = default;
};

/// A response. Its headers are complete. A library that adds its own Content-Length should skip
/// ours.
struct response {
  int status = 0;
  std::vector<header> headers;
  std::string body;

  friend bool operator==(const response&, const response&) = default;
};

/// The reason phrase of the statuses of this endpoint, and of 408, 431, 500, 501 and 504 for the
/// server around it. Empty for others.
/// @par Source
/// RFC 9110 clause 15; RFC 6585 clause 5.
[[nodiscard]] constexpr std::string_view reason_phrase(int status) noexcept {
  switch (status) {
  case 200:
    return "OK";
  case 304:
    return "Not Modified";
  case 400:
    return "Bad Request";
  case 401:
    return "Unauthorized";
  case 403:
    return "Forbidden";
  case 404:
    return "Not Found";
  case 405:
    return "Method Not Allowed";
  case 408:
    return "Request Timeout";
  case 413:
    return "Content Too Large";
  case 414:
    return "URI Too Long";
  case 431:
    return "Request Header Fields Too Large";
  case 500:
    return "Internal Server Error";
  case 501:
    return "Not Implemented";
  case 503:
    return "Service Unavailable";
  case 504:
    return "Gateway Timeout";
  default:
    return {};
  }
}

namespace detail {

using leadcore::detail::to_lower;

[[nodiscard]] constexpr bool equal_ignoring_case(std::string_view a, std::string_view b) noexcept {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) {
           return to_lower(x) == to_lower(y);
         });
}

} // namespace detail

/// The value of the first header of a name, without white space around it; nothing if there is
/// none. Ignores letter case. For requests and responses.
/// @par Source
/// RFC 9110 clause 5.1 and 5.5.
template <class Message>
[[nodiscard]] constexpr std::optional<std::string_view>
find_header(const Message& message, std::string_view name) noexcept {
  for (const auto& each : message.headers) {
    if (detail::equal_ignoring_case(each.name, name)) {
      return leadcore::detail::trim(each.value);
    }
  }
  return std::nullopt;
}

} // namespace leadcore::inline LEADCORE_ABI::http

#endif
