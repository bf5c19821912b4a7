// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_EXAMPLES_SERVER_SERVER_HPP
#define LEADCORE_EXAMPLES_SERVER_SERVER_HPP

// leadcore::http::list_leads behind cpp-httplib, until a signal ends it.

#include <leadcore/http.hpp>
#include <leadcore/json/write.hpp>

#include <httplib.h>

#include <sys/socket.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <string>
#include <string_view>
#include <thread>

namespace demo {

/// A request in the library's form; views into the given one. For HEAD it says GET: cpp-httplib
/// drops the body of such an answer by itself and needs it for the Content-Length.
[[nodiscard]] inline leadcore::http::request to_request(const httplib::Request& in) {
  const std::string_view method = in.method;
  leadcore::http::request asked{method == "HEAD" ? "GET" : method, in.target, {}, in.body.size()};
  for (const auto& [name, value] : in.headers) {
    asked.headers.push_back({name, value});
  }
  return asked;
}

/// Copies an answer to cpp-httplib, which computes the length itself.
inline void set_response(const leadcore::http::response& answer, httplib::Response& out) {
  out.status = answer.status;
  for (const auto& [name, value] : answer.headers) {
    if (name != "Content-Length") {
      out.set_header(name, value);
    }
  }
  out.body = answer.body;
}

/// The problem document (RFC 9457) of a status that cpp-httplib generates itself.
[[nodiscard]] inline std::string to_problem_json(int status) {
  std::string body = "{\n  \"type\": \"about:blank\",\n  \"title\": ";
  leadcore::append_json_string(body, leadcore::http::reason_phrase(status));
  return body + ",\n  \"status\": " + std::to_string(status) + "\n}";
}

/// Serves leads of a store until SIGINT or SIGTERM.
class server {
 public:
  /// Binds to a port, or to a free one for port 0.
  /// @return the port, or -1 with errno set.
  [[nodiscard]] int bind(const std::string& host, int port) {
    // cpp-httplib would set SO_REUSEPORT, and two servers would silently share one port.
    http_.set_socket_options([](socket_t socket) {
      const int yes = 1;
      setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    });
    errno = 0;
    if (port == 0) {
      return http_.bind_to_any_port(host);
    }
    return http_.bind_to_port(host, port) ? port : -1;
  }

  /// Serves until one of the signals, which all threads must have blocked. list_leads computes
  /// every answer.
  /// @return the signal.
  template <class Endpoint = leadcore::leads_endpoint, class Store, class Keys>
  int run(const Store& store, const Keys& keys, const sigset_t& signals) {
    const leadcore::http::options options{.style = leadcore::json_style::pretty,
                                          .max_body_size = max_body_size};
    const auto answer = [&](const httplib::Request& in, httplib::Response& out) {
      set_response(leadcore::http::list_leads<Endpoint>(to_request(in), store, keys, options), out);
      // cpp-httplib would apply a Range header to any body, even to an error. The object itself is
      // not const.
      const_cast<httplib::Request&>(in)
          .ranges.clear(); // NOLINT(cppcoreguidelines-pro-type-const-cast)
    };
    // cpp-httplib reads the content of these methods before it calls a handler, and refuses content
    // that is too large.
    http_.set_payload_max_length(max_body_size);
    http_.Post(".*", answer);
    http_.Put(".*", answer);
    http_.Patch(".*", answer);
    http_.Delete(".*", answer);
    // It does not read the content of other methods.
    http_.set_pre_routing_handler([&](const httplib::Request& in, httplib::Response& out) {
      if (in.method == "POST" || in.method == "PUT" || in.method == "PATCH" ||
          in.method == "DELETE") {
        return httplib::Server::HandlerResponse::Unhandled;
      }
      answer(in, out);
      return httplib::Server::HandlerResponse::Handled;
    });
    // Requests that cpp-httplib refuses itself (413, 414, malformed HTTP) get a problem document
    // too.
    http_.set_error_handler([](const httplib::Request&, httplib::Response& out) {
      if (!out.has_header("Content-Type")) {
        out.body = to_problem_json(out.status);
        out.set_header("Content-Type", "application/problem+json");
      }
    });
    http_.set_tcp_nodelay(true);
    // A connection serves one request, so unread content is never taken for the next request, and
    // stopping does not wait for idle clients.
    http_.set_keep_alive_max_count(1);

    std::thread listening([this] { http_.listen_after_bind(); });
    while (!http_.is_running()) {
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    int signal = 0;
    sigwait(&signals, &signal);
    http_.stop();
    listening.join();
    return signal;
  }

 private:
  static constexpr std::size_t max_body_size = 64U * 1024U;

  httplib::Server http_;
};

} // namespace demo

#endif
