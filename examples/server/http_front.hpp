// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_EXAMPLES_SERVER_HTTP_FRONT_HPP
#define LEADCORE_EXAMPLES_SERVER_HTTP_FRONT_HPP

// HTTP/1.1 for a handler, on Boost.Beast and asio. http_front.hpp and http_front.cpp can be copied.

#include <leadcore/http/message.hpp>
#include <leadcore/http/options.hpp>
#include <leadcore/text/result.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace demo {

/// A request, read completely. Its views hold until the handler returns.
struct received_request : leadcore::http::request {
  std::string_view content; ///< without its framing, not decoded; empty if it is too large
};

/// Every limit holds before a handler runs, so before authentication.
struct front_options {
  /// The layout of problems, and the limits of targets and content (65536 bytes if there is none).
  /// Pass the same to list_leads: the handler answers 413 and 414.
  leadcore::http::options answers{};
  std::size_t max_header_size = 16'384; ///< bytes of the request line and the fields
  std::size_t max_header_lines = 100;
  std::chrono::milliseconds header_timeout{10'000}; ///< for the whole header
  /// For the whole request, and again for the client to receive the whole response.
  std::chrono::milliseconds request_timeout{30'000};
  std::chrono::milliseconds idle_timeout{60'000}; ///< between two requests
  std::chrono::milliseconds stop_timeout{4'000};  ///< for responses in flight when it stops
  /// If there are as many, the longest idle one is closed for a new one; or else the one that has
  /// been sending its request for longest, but at least for a second.
  std::size_t max_connections = 512;
  std::size_t max_connections_per_address = 256; ///< of an IPv4 address or an IPv6 /64
  /// Call the handler, which may wait. With 0 the thread of run() does, and it must not wait.
  unsigned threads = 4;
  /// Appended to this file: a line of JSON for each response, without query string, headers and
  /// content. If empty, there is no log.
  std::string access_log{};
};

/// Serves a handler: parses requests, keeps connections alive, answers pipelined requests in order,
/// and keeps to the limits. One thread reads and writes; others call the handler.
///
/// Requests that two parsers could frame differently are refused and their connection is closed:
/// more than one Content-Length, Content-Length beside Transfer-Encoding, another coding than
/// chunked, folded fields, bare line feeds, and another number of Host fields than one. Content is
/// read before the handler runs, and never decoded; a response to content that was not read closes
/// the connection.
/// @par Source  RFC 9112.
class http_front {
 public:
  /// Must be safe to call concurrently. An exception becomes 500.
  using handler = std::function<leadcore::http::response(const received_request&)>;

  explicit http_front(handler answer, front_options chosen = {});
  http_front(const http_front&) = delete;
  http_front& operator=(const http_front&) = delete;
  ~http_front();

  /// Binds to an address or a host name, and to a free port for port 0.
  /// @return the port, or the reason why not.
  [[nodiscard]] leadcore::result<std::uint16_t, std::string> listen(const std::string& host,
                                                                    std::uint16_t port);
  /// True when only this machine can connect.
  [[nodiscard]] bool is_loopback() const;

  struct ending {
    int signal = 0;          ///< 0 after stop()
    bool is_complete = true; ///< false: a handler still runs, and the destructor waits for it
  };
  /// Serves until SIGINT, SIGTERM or stop(): completes responses in flight, for stop_timeout. A
  /// second signal ends the process.
  ending run();
  /// From any thread.
  void stop();

 private:
  class implementation;
  std::unique_ptr<implementation> implementation_;
};

} // namespace demo

#endif
