// SPDX-License-Identifier: BSL-1.0
// The endpoint in a Boost.Beast server (server/http_front.cpp), and two requests that show its
// answers. With the argument "serve" it runs until a signal.

#include "server/http_front.hpp"

#include <leadcore/http.hpp>
#include <leadcore/store/memory_store.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

struct one_key { // a server stores digests: see digest_authenticator and examples/server
  leadcore::principal who;
  std::optional<leadcore::principal> authenticate(std::string_view api_key) const {
    return api_key == "secret" ? std::optional(who) : std::nullopt;
  }
};

/// Sends one request and prints the status line and the content of the answer.
void show(std::uint16_t port, const std::string& target) {
  namespace asio = boost::asio;
  asio::io_context context;
  asio::ip::tcp::socket connection(context);
  connection.connect({asio::ip::address_v4::loopback(), port});
  asio::write(connection, asio::buffer("GET " + target +
                                       " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                                       "Authorization: Bearer secret\r\n\r\n"));
  std::string answer;
  boost::system::error_code ended;
  asio::read(connection, asio::dynamic_buffer(answer), ended);
  std::printf("%s\n%s\n", answer.substr(0, answer.find('\r')).c_str(),
              answer.substr(answer.find("\r\n\r\n") + 4).c_str());
}

int main(int count, char** arguments) {
  const auto acme = leadcore::parse_organisation_id("acme");
  if (!acme.has_value()) {
    return 1;
  }
  leadcore::memory_store store;
  store.add(*acme, {.id = "1", .name = "Jane Doe"});
  store.add(*acme, {.id = "2", .name = "John Roe"});
  const one_key keys{{*acme, {"leads.read"}}};

  const leadcore::http::options options{.max_body_size = 16'384};
  demo::http_front front(
      [&](const leadcore::http::request& asked) {
        return leadcore::http::list_leads(asked, store, keys, options);
      },
      {.answers = options,
       .header_timeout = std::chrono::seconds(2),
       .request_timeout = std::chrono::seconds(4)});
  const auto port = front.listen("127.0.0.1", 0);
  if (!port.has_value()) {
    std::printf("%s\n", port.error().c_str());
    return 1;
  }
  if (count > 1 && std::string_view(arguments[1]) == "serve") {
    std::printf("http://127.0.0.1:%d/api/v1/leads\n", *port);
    std::fflush(stdout);
    front.run();
    return 0;
  }
  std::thread serving([&] { front.run(); });
  show(*port, "/api/v1/leads?search=ROE");
  show(*port, "/api/v1/leads?page=zero");
  front.stop();
  serving.join();
}
