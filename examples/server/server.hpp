// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_EXAMPLES_SERVER_SERVER_HPP
#define LEADCORE_EXAMPLES_SERVER_SERVER_HPP

// What the demo answers: leads, and what is beside them.

#include "fixed_response.hpp"
#include "http_front.hpp"
#include "playground/playground.hpp"
#include "sample.hpp"

#include <leadcore/http/list_leads.hpp>
#include <leadcore/http/message.hpp>
#include <leadcore/http/openapi.hpp>
#include <leadcore/version.hpp>

#include <memory>
#include <span>
#include <string_view>
#include <utility>

namespace demo {

/// The responses of the server: to /healthz, /openapi.json and the playground for everybody, to
/// everything else by list_leads. Store and keys must outlive it.
/// @param organisations  whose members can sign in to the playground
template <class Endpoint, class Store, class Keys>
[[nodiscard]] http_front::handler make_handler(const Store& store, const Keys& keys,
                                               const leadcore::http::options& chosen,
                                               std::span<const sample_organisation> organisations) {
  auto described =
      leadcore::openapi<Endpoint>({.title = "leadcore", .version = leadcore::version}, chosen);
  auto tried = std::make_shared<playground>(described, organisations, chosen);
  return [&store, &keys, chosen, document = std::move(described),
          tried = std::move(tried)](const received_request& asked) {
    if (auto answer = tried->answer(asked)) {
      return *std::move(answer);
    }
    const std::string_view path = asked.target.substr(0, asked.target.find('?'));
    if (path == "/healthz") {
      return fixed_response(asked, "application/json", R"({"status":"ok"})", chosen);
    }
    if (path == "/openapi.json") {
      return fixed_response(asked, "application/json", document, chosen);
    }
    return leadcore::http::list_leads<Endpoint>(asked, store, keys_and_tokens<Keys>{keys, *tried},
                                                chosen);
  };
}

} // namespace demo

#endif
