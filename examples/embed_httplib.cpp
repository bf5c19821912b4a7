// SPDX-License-Identifier: BSL-1.0
// The endpoint in a cpp-httplib server, and one request to it that shows its answer.

#include <leadcore/http.hpp>
#include <leadcore/store/memory_store.hpp>

#include <httplib.h>

#include <cstdio>
#include <thread>

struct one_key { // a server stores digests: see digest_authenticator and examples/server
  leadcore::principal who;
  std::optional<leadcore::principal> authenticate(std::string_view api_key) const {
    return api_key == "secret" ? std::optional(who) : std::nullopt;
  }
};

int main() {
  const auto acme = leadcore::parse_organisation_id("acme");
  if (!acme.has_value()) {
    return 1;
  }
  leadcore::memory_store store;
  store.add(*acme, {.id = "1", .name = "Jane Doe"});
  store.add(*acme, {.id = "2", .name = "John Roe"});
  const one_key keys{{*acme, {"leads.read"}}};

  httplib::Server server;
  server.Get(".*", [&](const httplib::Request& in, httplib::Response& out) {
    leadcore::http::request asked{
        .method = "GET", .target = in.target, .body_size = in.body.size()};
    for (const auto& [name, value] : in.headers) {
      asked.headers.push_back({name, value});
    }
    const leadcore::http::response answer = leadcore::http::list_leads(asked, store, keys);
    out.status = answer.status;
    out.body = answer.body;
    for (const auto& [name, value] : answer.headers) {
      if (name != "Content-Length") { // cpp-httplib computes it
        out.set_header(name, value);
      }
    }
  });

  const int port = server.bind_to_any_port("127.0.0.1");
  std::thread serving([&] { server.listen_after_bind(); });
  httplib::Client client("127.0.0.1", port);
  client.set_connection_timeout(10);
  client.set_default_headers({{"Authorization", "Bearer secret"}});
  for (const char* target : {"/api/v1/leads?search=ROE", "/api/v1/leads?page=zero"}) {
    const auto got = client.Get(target);
    std::printf("%d %s\n%s\n", got ? got->status : 0,
                got ? got->get_header_value("Content-Type").c_str() : "",
                got ? got->body.c_str() : "");
  }
  server.stop();
  serving.join();
}
