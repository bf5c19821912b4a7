// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_EXAMPLES_SERVER_SERVER_HPP
#define LEADCORE_EXAMPLES_SERVER_SERVER_HPP

// What the demo answers: leads, and what is beside them.

#include "http_front.hpp"

#include <leadcore/http/list_leads.hpp>
#include <leadcore/http/message.hpp>
#include <leadcore/http/openapi.hpp>
#include <leadcore/http/problem.hpp>
#include <leadcore/version.hpp>

#include <string>
#include <string_view>
#include <utility>

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

/// The responses of the server: to /healthz and /openapi.json for everybody, to everything else by
/// list_leads. Store and keys must outlive it.
template <class Endpoint, class Store, class Keys>
[[nodiscard]] http_front::handler make_handler(const Store& store, const Keys& keys,
                                               const leadcore::http::options& chosen) {
  auto described =
      leadcore::openapi<Endpoint>({.title = "leadcore", .version = leadcore::version}, chosen);
  return [&store, &keys, chosen, document = std::move(described)](const received_request& asked) {
    const std::string_view path = asked.target.substr(0, asked.target.find('?'));
    if (path == "/healthz") {
      return fixed_response(asked, "application/json", R"({"status":"ok"})", chosen);
    }
    if (path == "/openapi.json") {
      return fixed_response(asked, "application/json", document, chosen);
    }
    return leadcore::http::list_leads<Endpoint>(asked, store, keys, chosen);
  };
}

} // namespace demo

#endif
