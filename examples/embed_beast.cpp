// SPDX-License-Identifier: BSL-1.0
// The endpoint in a Boost.Beast server, and two requests to it that show its answers.

#include <leadcore/http.hpp>
#include <leadcore/store/memory_store.hpp>

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

#include <cstdio>
#include <string>
#include <thread>

namespace beast = boost::beast;
using boost::asio::ip::tcp;

struct one_key { // a server stores digests: see digest_authenticator and examples/server
  leadcore::principal who;
  std::optional<leadcore::principal> authenticate(std::string_view api_key) const {
    return api_key == "secret" ? std::optional(who) : std::nullopt;
  }
};

std::string_view view(beast::string_view text) {
  return {text.data(), text.size()};
}

/// Reads one request from a connection and answers it.
void serve(tcp::socket& connection, const leadcore::memory_store& store, const one_key& keys) {
  beast::flat_buffer buffer;
  beast::http::request<beast::http::string_body> in;
  beast::http::read(connection, buffer, in);

  leadcore::http::request asked{.method = view(in.method_string()),
                                .target = view(in.target()),
                                .body_size = in.body().size()};
  for (const auto& field : in) {
    asked.headers.push_back({view(field.name_string()), view(field.value())});
  }
  const leadcore::http::response answer = leadcore::http::list_leads(asked, store, keys);
  beast::http::response<beast::http::string_body> out(
      static_cast<beast::http::status>(answer.status), in.version());
  for (const auto& [name, value] : answer.headers) {
    out.set(name, value);
  }
  out.body() = answer.body;
  beast::http::write(connection, out);
}

int main() {
  const auto acme = leadcore::parse_organisation_id("acme");
  if (!acme.has_value()) {
    return 1;
  }
  leadcore::memory_store store;
  store.add(*acme, {.id = "1", .name = "Jane Doe"});
  store.add(*acme, {.id = "2", .name = "John Roe"});
  const one_key keys{{*acme, {"leads.read"}}};

  boost::asio::io_context context;
  tcp::acceptor acceptor(context, {boost::asio::ip::make_address("127.0.0.1"), 0});
  const std::string targets[] = {"/api/v1/leads?search=ROE", "/api/v1/leads?page=zero"};
  std::thread serving([&] {
    for (std::size_t i = 0; i < std::size(targets); ++i) {
      tcp::socket connection = acceptor.accept();
      serve(connection, store, keys);
    }
  });
  for (const std::string& target : targets) {
    tcp::socket connection(context);
    connection.connect(acceptor.local_endpoint());
    beast::http::request<beast::http::empty_body> asked(beast::http::verb::get, target, 11);
    asked.set(beast::http::field::authorization, "Bearer secret");
    beast::http::write(connection, asked);
    beast::flat_buffer buffer;
    beast::http::response<beast::http::string_body> got;
    beast::http::read(connection, buffer, got);
    std::printf("%u %s\n%s\n", got.result_int(), std::string(view(got["Content-Type"])).c_str(),
                got.body().c_str());
  }
  serving.join();
}
