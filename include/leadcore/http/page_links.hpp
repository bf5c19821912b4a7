// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_HTTP_PAGE_LINKS_HPP
#define LEADCORE_HTTP_PAGE_LINKS_HPP

// The Link header of a page.

#include <leadcore/query/endpoint.hpp>
#include <leadcore/query/page.hpp>
#include <leadcore/query/query_string.hpp>
#include <leadcore/version.hpp>

#include <algorithm>
#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

namespace leadcore::inline LEADCORE_ABI::http {

/// The value of the Link header of a page: first, prev, next and last, for those pages that exist.
/// Empty if there are none.
///
/// @param asked  the query of the page
/// @param at  the pagination of the page
/// @param target  the URI of the endpoint without a query string
/// @par Complexity
/// linear in its size.
/// @par Source
/// RFC 8288; spec http.12 to http.16.
template <class Endpoint = leads_endpoint, class Query = typename Endpoint::query>
  requires std::same_as<Query, typename Endpoint::query>
[[nodiscard]] std::string page_links(const Query& asked, const pagination& at,
                                     std::string_view target = Endpoint::path) {
  std::string links;
  Query linked = asked;
  const auto link = [&](std::string_view relation, std::uint64_t page) {
    linked.page.page = page;
    const std::string text = leadcore::to_query_string<Endpoint>(linked);
    links.append(links.empty() ? "<" : ", <").append(target);
    links.append(text.empty() ? "" : "?")
        .append(text)
        .append(">; rel=\"")
        .append(relation)
        .append("\"");
  };
  const std::uint64_t page = asked.page.page;
  const std::uint64_t last =
      std::min(at.total_pages, max_query_integer); // no larger page can be requested
  if (last != 0) {
    link("first", 1);
  }
  if (page > 1) {
    link("prev",
         std::max<std::uint64_t>(1, std::min(page - 1, last))); // past the end: the last page
  }
  if (page < last) {
    link("next", page + 1);
  }
  if (last != 0) {
    link("last", last);
  }
  return links;
}

} // namespace leadcore::inline LEADCORE_ABI::http

#endif
