// SPDX-License-Identifier: BSL-1.0
#include <leadcore/http/page_links.hpp>

#include <leadcore/query/query_string.hpp>

#include "support/catch.hpp"
#include "support/endpoints.hpp"

#include <string>

namespace {

using namespace leadcore;

} // namespace

// spec http.12 to http.16
TEST_CASE("links lead to the pages that exist", "[http]") {
  const auto links = [](std::string_view text, std::uint64_t total) {
    const lead_query query = *parse_query(text);
    return http::page_links(query, paginate(total, query.page));
  };
  CHECK(links("", 0).empty());
  CHECK(links("", 1) == "</api/v1/leads>; rel=\"first\", </api/v1/leads>; rel=\"last\"");
  CHECK(links("page=2", 0) == "</api/v1/leads>; rel=\"prev\"");
  CHECK(links("page=9&pageSize=2", 5) == "</api/v1/leads?pageSize=2>; rel=\"first\", "
                                         "</api/v1/leads?page=3&pageSize=2>; rel=\"prev\", "
                                         "</api/v1/leads?page=3&pageSize=2>; rel=\"last\"");
}

TEST_CASE("links keep every filter of the endpoint, and begin with the target", "[http]") {
  const auto query = *parse_query<crm::endpoint>("source=a%26b&search=x&page=2");
  CHECK(http::page_links<crm::endpoint>(query, paginate(100, query.page), "/c") ==
        "</c?search=x&source=a%26b>; rel=\"first\", </c?search=x&source=a%26b>; rel=\"prev\", "
        "</c?search=x&source=a%26b&page=2>; rel=\"last\"");
  CHECK(http::page_links<crm::endpoint>(query, paginate(0, query.page))
            .starts_with("</api/v1/contacts?search=x"));
}
