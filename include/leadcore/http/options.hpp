// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_HTTP_OPTIONS_HPP
#define LEADCORE_HTTP_OPTIONS_HPP

// How an endpoint is served.

#include <leadcore/json/string.hpp>
#include <leadcore/query/query.hpp>
#include <leadcore/version.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace leadcore::inline LEADCORE_ABI::http {

/// How an endpoint is served. Its texts are not copied.
struct options {
  query_profile profile = profiles::strict; ///< how query strings are read
  json_style style = json_style::compact;   ///< of answers and of problems
  /// The path of the endpoint and of links; if empty, the described one. A request for any other
  /// path is 404. URI path characters only.
  std::string_view path = {};
  /// The prefix of a problem's type URI, such as https://example.com/problems/. The problem's name,
  /// such as invalid_query, is appended. If empty, all types are about:blank.
  std::string_view problem_type_base = {};
  std::size_t max_target_size = 8192; ///< bytes; a longer target is 414
  std::optional<std::uint64_t> max_body_size =
      std::nullopt; ///< bytes; larger content is 413; if none, there is no limit
  /// Comes before the path in links, such as /crm or https://example.com/crm, where a proxy strips
  /// that from the path. URI characters only, without a slash at the end.
  std::string_view link_base = {};
  /// Differs for each start of the server, such as its start time. Without it a page whose version
  /// is an integer has no ETag, because the integers of an earlier start may come again.
  std::string_view instance = {};
};

} // namespace leadcore::inline LEADCORE_ABI::http

#endif
