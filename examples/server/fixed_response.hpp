// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_EXAMPLES_SERVER_FIXED_RESPONSE_HPP
#define LEADCORE_EXAMPLES_SERVER_FIXED_RESPONSE_HPP

#include <leadcore/http/message.hpp>
#include <leadcore/http/options.hpp>
#include <leadcore/http/problem.hpp>

#include <string>
#include <string_view>

namespace demo {

/// Content that is the same for everybody, or 405.
[[nodiscard]] inline leadcore::http::response
fixed_response(const leadcore::http::request& asked, std::string_view content_type,
               std::string_view content, const leadcore::http::options& chosen) {
  if (asked.method != "GET" && asked.method != "HEAD") {
    auto refused = leadcore::http::problem_response(405, "method_not_allowed",
                                                    "This can only be read.", chosen);
    refused.headers.push_back({"Allow", "GET, HEAD"});
    return refused;
  }
  return {200,
          {{"Content-Type", std::string(content_type)},
           {"Cache-Control", "no-cache"},
           {"Content-Length", std::to_string(content.size())}},
          std::string(content)};
}

} // namespace demo

#endif
