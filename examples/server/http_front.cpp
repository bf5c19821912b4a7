// SPDX-License-Identifier: BSL-1.0
#include "http_front.hpp"

#include <leadcore/http/message.hpp>
#include <leadcore/http/problem.hpp>
#include <leadcore/json/write.hpp>
#include <leadcore/text/result.hpp>
#include <leadcore/text/timestamp.hpp>
#include <leadcore/text/timestamp_chrono.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <csignal>
#include <ctime>
#include <exception>
#include <optional>
#include <utility>
#include <vector>

namespace demo {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = leadcore::http;
using asio::ip::tcp;
using beast::error_code;
using std::chrono::milliseconds;

namespace {

using steady = std::chrono::steady_clock;
using parser = beast::http::request_parser<beast::http::string_body>;

[[nodiscard]] std::string_view view(beast::string_view text) noexcept {
  return {text.data(), text.size()};
}

/// The unit of max_connections_per_address: an IPv4 address, mapped, or an IPv6 /64.
[[nodiscard]] asio::ip::address_v6::bytes_type network_of(const asio::ip::address& address) {
  if (address.is_v4()) {
    return asio::ip::make_address_v6(asio::ip::v4_mapped, address.to_v4()).to_bytes();
  }
  auto bytes = address.to_v6().to_bytes();
  if (!address.to_v6().is_v4_mapped()) {
    std::fill(bytes.begin() + 8, bytes.end(), std::uint8_t{0});
  }
  return bytes;
}

/// Looks for the end of a header block while it arrives.
class header_scan {
 public:
  enum class state { incomplete, complete, malformed, too_many_lines };

  /// @param text  the same bytes as before, and more
  [[nodiscard]] state look(std::string_view text, std::size_t max_lines) {
    for (std::size_t end = 0; (end = text.find('\n', searched_)) != std::string_view::npos;) {
      if (end == line_ || text[end - 1] != '\r') {
        return state::malformed; // RFC 9112, 2.2: a bare line feed
      }
      searched_ = end + 1;
      if (end == line_ + 1) {
        return state::complete;
      }
      if (lines_ > 0 && (text[line_] == ' ' || text[line_] == '\t')) {
        return state::malformed; // RFC 9112, 5.2: a folded field
      }
      line_ = searched_;
      if (++lines_ > max_lines) {
        return state::too_many_lines;
      }
    }
    searched_ = text.size();
    return state::incomplete;
  }
  /// Of the header block, once it is complete.
  [[nodiscard]] std::size_t size() const noexcept { return searched_; }
  [[nodiscard]] bool has_request_line() const noexcept { return lines_ > 0; }

 private:
  std::size_t searched_ = 0;
  std::size_t line_ = 0;
  std::size_t lines_ = 0;
};

/// A file that is written from memory, so that a full disk or a pipe that nobody reads stops
/// nothing: lines are dropped and counted.
class line_log {
 public:
  explicit line_log(const std::string& name)
      : file_(name.empty() ? -1
                           : ::open(name.c_str(), // NOLINT(cppcoreguidelines-pro-type-vararg)
                                    O_WRONLY | O_CREAT | O_APPEND | O_NONBLOCK | O_CLOEXEC, 0640)) {
  }
  line_log(const line_log&) = delete;
  line_log& operator=(const line_log&) = delete;
  ~line_log() {
    flush();
    if (file_ >= 0) {
      ::close(file_);
    }
  }
  [[nodiscard]] bool is_open() const noexcept { return file_ >= 0; }
  void add(std::string_view line) {
    if (pending_.size() > max_pending) {
      ++dropped_;
      return;
    }
    if (dropped_ > 0) {
      pending_ += "{\"dropped\":" + std::to_string(std::exchange(dropped_, 0)) + "}\n";
    }
    pending_ += line;
    if (pending_.size() > max_pending / 4) {
      flush();
    }
  }
  void flush() {
    if (file_ >= 0 && !pending_.empty()) {
      const ssize_t written = ::write(file_, pending_.data(), pending_.size());
      pending_.erase(0, static_cast<std::size_t>(std::max<ssize_t>(written, 0)));
    }
  }

 private:
  static constexpr std::size_t max_pending = 262'144;
  int file_;
  std::string pending_;
  std::uint64_t dropped_ = 0;
};

class connection;

/// What connections ask of the front.
struct front_state {
  front_state(http_front::handler handler, front_options options)
      : answer(std::move(handler)), chosen(std::move(options)), log(chosen.access_log) {}

  http_front::handler answer;
  front_options chosen;
  line_log log;
  asio::io_context io{1};
  asio::thread_pool workers{std::max(1U, chosen.threads)};
  std::vector<std::shared_ptr<connection>> connections{};
  std::size_t in_handlers = 0;
  bool is_stopping = false;
  bool is_full = false;           ///< connections wait to be accepted, so none is kept alive
  std::function<void()> accept{}; ///< accepts again if there is room

  [[nodiscard]] std::uint64_t max_content() const {
    return chosen.answers.max_body_size.value_or(65'536);
  }
  /// The Date field, made once a second.
  [[nodiscard]] const std::string& date() {
    if (const std::time_t now = std::time(nullptr); now != dated_) {
      dated_ = now;
      std::tm utc{};
      gmtime_r(&now, &utc);
      std::array<char, 64> text{};
      date_.assign(text.data(), std::strftime(text.data(), text.size(),
                                              "Date: %a, %d %b %Y %H:%M:%S GMT\r\n", &utc));
    }
    return date_;
  }

 private:
  std::time_t dated_ = 0;
  std::string date_{};
};

enum class phase { idle, header, content, answering, writing, draining, closed };

/// One connection. Used by the thread of run() alone, but for the handler's request.
class connection : public std::enable_shared_from_this<connection> {
 public:
  connection(tcp::socket socket, asio::ip::address address, front_state& front)
      : network(network_of(address)), socket_(std::move(socket)), address_(std::move(address)),
        front_(front) {
    enter(phase::idle, front_.chosen.header_timeout);
  }

  const asio::ip::address_v6::bytes_type network;

  [[nodiscard]] bool is_idle() const noexcept { return phase_ == phase::idle; }
  /// Since when it is idle, or sends its request.
  [[nodiscard]] steady::time_point since() const noexcept { return is_idle() ? since_ : began_; }
  /// Whether it may be closed for another one. A request may be on its way for a second.
  [[nodiscard]] bool is_spare(steady::time_point now) {
    const bool is_sending = phase_ == phase::header || phase_ == phase::content;
    const milliseconds time(is_idle() && status_ != 0 ? 100 : 1'000);
    return (is_idle() || is_sending) && now - since() >= time &&
           (is_sending || socket_.available(ignored_) == 0);
  }
  [[nodiscard]] steady::time_point deadline() const noexcept { return deadline_; }

  void read() {
    const std::size_t room = buffer_.max_size() - buffer_.size();
    socket_.async_read_some(buffer_.prepare(std::min<std::size_t>(room, 8192)),
                            [self = shared_from_this()](error_code failed, std::size_t size) {
                              self->on_read(failed, size);
                            });
  }

  /// Its time is over.
  void expire() {
    if (phase_ == phase::header || phase_ == phase::content) {
      is_late_ = true;
      deadline_ = steady::time_point::max();
      socket_.cancel(ignored_);
    } else {
      close();
    }
  }
  /// Closes an idle connection, unless a request has arrived.
  void close_if_idle() {
    if (phase_ == phase::idle && socket_.available(ignored_) == 0) {
      close();
    }
  }
  void close() {
    if (phase_ != phase::closed) {
      if (phase_ == phase::writing) { // reset: the system forgets what the client does not receive
        socket_.set_option(asio::socket_base::linger(true, 0), ignored_);
      }
      phase_ = phase::closed;
      deadline_ = steady::time_point::max();
      socket_.close(ignored_);
      std::erase(front_.connections, shared_from_this());
      front_.accept();
    }
  }

 private:
  void enter(phase next, milliseconds time) {
    phase_ = next;
    since_ = steady::now();
    deadline_ = since_ + time;
  }

  void on_read(error_code failed, std::size_t size) {
    if (phase_ == phase::draining) {
      drained_ += size;
      if (failed || drained_ > max_drained) {
        close();
      } else {
        read();
      }
      return;
    }
    if (is_late_) {
      return refuse(408, "request_timeout", "The request took too long to arrive.");
    }
    if (failed) {
      return close();
    }
    buffer_.commit(size);
    if (phase_ == phase::idle) {
      begin();
    } else {
      advance();
    }
  }

  /// The first bytes of a request are there.
  void begin() {
    enter(phase::header, front_.chosen.header_timeout);
    began_ = since_;
    scan_ = {};
    request_ = {};
    parser_.reset();
    is_too_large_ = false;
    framing_ = 0;
    keep_alive_ = false;
    advance();
  }

  void advance() {
    if (phase_ == phase::header) {
      read_header();
    } else if (phase_ == phase::content) {
      read_content();
    }
  }

  [[nodiscard]] std::string_view buffered() const noexcept {
    const auto bytes = buffer_.cdata();
    return {static_cast<const char*>(bytes.data()), bytes.size()};
  }

  void read_header() {
    while (!scan_.has_request_line() && buffered().starts_with("\r\n")) {
      buffer_.consume(2); // RFC 9112, 2.2
      scan_ = {};
    }
    const std::string_view text = buffered();
    const auto [max_target, lines] =
        std::pair(front_.chosen.answers.max_target_size, front_.chosen.max_header_lines);
    switch (scan_.look(text, lines)) {
    case header_scan::state::malformed:
      return refuse(400, "malformed_request", "The request is not HTTP/1.1.");
    case header_scan::state::too_many_lines:
      return refuse(431, "header_too_large", "The header of the request has too many lines.");
    case header_scan::state::incomplete:
      if (!text.empty() && text.front() != '\r' && !is_token(text.front())) {
        return refuse(400, "malformed_request", "The request is not HTTP/1.1.");
      }
      if (text.size() < front_.chosen.max_header_size) {
        return read();
      }
      if (scan_.has_request_line()) {
        return refuse(431, "header_too_large", "The header of the request is too large.");
      }
      return text.find(' ') < max_method_size
                 ? refuse(414, "target_too_long", "The request target is too long.")
                 : refuse(400, "malformed_request", "The request is not HTTP/1.1.");
    case header_scan::state::complete:
      break;
    }
    parser_.emplace();
    parser_->header_limit(static_cast<std::uint32_t>(front_.chosen.max_header_size));
    parser_->body_limit(front_.max_content());
    error_code failed;
    parser_->put({text.data(), scan_.size()}, failed);
    is_too_large_ = failed == beast::http::error::body_limit;
    if (failed && !is_too_large_) {
      return refuse(400, "malformed_request", "The header of the request is malformed.");
    }
    buffer_.consume(scan_.size());
    const auto& message = parser_->get();
    request_.method = view(message.method_string());
    request_.target = view(message.target());
    for (const auto& field : message) {
      request_.headers.push_back({view(field.name_string()), view(field.value())});
    }
    if (check_header()) {
      enter_content();
    }
  }

  [[nodiscard]] static bool is_token(char c) noexcept {
    return c > ' ' && c < '\x7f' &&
           std::string_view("\"(),/:;<=>?@[\\]{}").find(c) == std::string_view::npos;
  }

  /// Whether framing and host have one meaning only; otherwise it refuses the request.
  bool check_header() {
    using beast::http::field;
    const auto& message = parser_->get();
    if (message.count(field::content_length) > 1 ||
        message[field::content_length].find(',') != beast::string_view::npos) {
      refuse(400, "malformed_request", "There must be only one Content-Length.");
      return false;
    }
    if (const auto codings = message.count(field::transfer_encoding); codings > 0) {
      if (codings > 1 || message.version() < 11 ||
          !beast::iequals(message[field::transfer_encoding], "chunked")) {
        refuse(501, "unknown_transfer_coding", "The only transfer coding is chunked.");
        return false;
      }
    }
    if (const auto hosts = message.count(field::host);
        hosts > 1 || (hosts == 0 && message.version() == 11)) {
      refuse(400, "malformed_request", "There must be one Host.");
      return false;
    }
    return true;
  }

  void enter_content() {
    enter(phase::content, front_.chosen.request_timeout);
    deadline_ = began_ + front_.chosen.request_timeout;
    if (!is_too_large_ && !parser_->is_done() && buffer_.size() == 0 &&
        beast::iequals(parser_->get()[beast::http::field::expect], "100-continue")) {
      asio::async_write(socket_, asio::buffer(std::string_view("HTTP/1.1 100 Continue\r\n\r\n")),
                        [self = shared_from_this()](error_code failed, std::size_t) {
                          failed ? self->close() : self->read_content();
                        });
      return;
    }
    read_content();
  }

  void read_content() {
    while (!is_too_large_ && !parser_->is_done()) {
      if (buffer_.size() == 0) {
        return read();
      }
      error_code failed;
      const std::size_t before = parser_->get().body().size();
      const std::size_t used = parser_->put(buffer_.cdata(), failed);
      buffer_.consume(used);
      framing_ += used - (parser_->get().body().size() - before);
      if (framing_ > front_.chosen.max_header_size ||
          (used == 0 && buffer_.size() == buffer_.max_size())) {
        return refuse(400, "malformed_request", "The chunks of the content are too small.");
      }
      if (failed == beast::http::error::need_more) {
        return read();
      }
      is_too_large_ = failed == beast::http::error::body_limit;
      if (failed && !is_too_large_) {
        return refuse(400, "malformed_request", "The content of the request is malformed.");
      }
    }
    handle();
  }

  void handle() {
    keep_alive_ = !is_too_large_ && parser_->keep_alive();
    if (is_too_large_) {
      request_.body_size = front_.max_content() + 1;
    } else {
      request_.content = parser_->get().body();
      request_.body_size = request_.content.size();
    }
    phase_ = phase::answering;
    deadline_ = steady::time_point::max();
    if (front_.chosen.threads == 0) {
      return respond(call_handler());
    }
    ++front_.in_handlers;
    asio::post(front_.workers, [self = shared_from_this()]() mutable {
      auto& io = self->front_.io;
      asio::post(io, [self, made = self->call_handler()]() mutable {
        --self->front_.in_handlers;
        self->respond(std::move(made));
      });
    });
  }

  [[nodiscard]] http::response call_handler() const {
    try {
      return front_.answer(request_);
    } catch (const std::exception&) {
      return http::problem_response(500, "internal", "The request could not be answered.",
                                    front_.chosen.answers);
    }
  }

  /// Answers a request that was not read to its end.
  void refuse(int status, std::string_view name, std::string_view text) {
    keep_alive_ = false;
    respond(http::problem_response(status, name, text, front_.chosen.answers));
  }

  void respond(http::response made) {
    if (phase_ == phase::closed) {
      return;
    }
    keep_alive_ = keep_alive_ && !front_.is_stopping && !front_.is_full;
    status_ = made.status;
    head_ = "HTTP/1.1 " + std::to_string(made.status) + " ";
    head_.append(http::reason_phrase(made.status)).append("\r\n");
    for (const auto& [name, value] : made.headers) {
      head_.append(name).append(": ").append(value).append("\r\n");
    }
    head_ += "X-Content-Type-Options: nosniff\r\n";
    head_ += front_.date();
    if (!keep_alive_) {
      head_ += "Connection: close\r\n";
    } else if (parser_->get().version() < 11) {
      head_ += "Connection: keep-alive\r\n";
    }
    head_ += "\r\n";
    body_ = request_.method == "HEAD" ? std::string() : std::move(made.body);
    enter(phase::writing, front_.chosen.request_timeout);
    asio::async_write(socket_, std::array{asio::buffer(head_), asio::buffer(body_)},
                      [self = shared_from_this()](error_code failed, std::size_t size) {
                        self->on_written(failed, size);
                      });
  }

  void on_written(error_code failed, std::size_t size) {
    if (front_.log.is_open()) {
      write_log(size);
    }
    body_ = {};
    if (failed || phase_ == phase::closed) {
      return close();
    }
    if (keep_alive_ && buffer_.size() > 0) {
      return begin(); // pipelined
    }
    if (keep_alive_ && !front_.is_stopping) {
      enter(phase::idle, front_.chosen.idle_timeout);
      return read();
    }
    // Closing with unread bytes would reset the connection, and the client might lose the response.
    socket_.shutdown(tcp::socket::shutdown_send, ignored_);
    buffer_.consume(buffer_.size());
    enter(phase::draining, milliseconds(2'000));
    read();
  }

  void write_log(std::size_t size) {
    const auto now = std::chrono::floor<milliseconds>(std::chrono::system_clock::now());
    const std::string_view target = request_.target;
    std::string line = R"({"time":")" +
                       to_string(leadcore::from_sys_time(now).value_or(leadcore::timestamp{})) +
                       R"(","address":")" + address_.to_string() + R"(","method":)";
    leadcore::append_json_string(line, request_.method.substr(0, 32));
    line += R"(,"path":)";
    leadcore::append_json_string(line,
                                 target.substr(0, std::min<std::size_t>(target.find('?'), 256)));
    std::array<char, 32> digits{};
    const std::chrono::duration<double, std::milli> taken = steady::now() - began_;
    const char* const end = std::to_chars(digits.data(), digits.data() + digits.size(),
                                          taken.count(), std::chars_format::fixed, 3)
                                .ptr;
    line += ",\"status\":" + std::to_string(status_) + ",\"bytes\":" + std::to_string(size) +
            ",\"milliseconds\":";
    line.append(std::string_view(digits.data(), end)).append("}\n");
    front_.log.add(line);
  }

  static constexpr std::size_t max_drained = 1'048'576;
  static constexpr std::size_t max_method_size = 32;

  tcp::socket socket_;
  asio::ip::address address_;
  front_state& front_;
  phase phase_ = phase::idle;
  steady::time_point since_;
  steady::time_point deadline_;
  steady::time_point began_;
  beast::flat_buffer buffer_{front_.chosen.max_header_size};
  header_scan scan_;
  std::optional<parser> parser_;
  received_request request_;
  std::size_t framing_ = 0; ///< bytes of content that are framing
  std::size_t drained_ = 0;
  std::string head_;
  std::string body_;
  int status_ = 0;
  bool is_too_large_ = false;
  bool keep_alive_ = false;
  bool is_late_ = false;
  error_code ignored_;
};

} // namespace

class http_front::implementation : public front_state {
 public:
  using front_state::front_state;

  leadcore::result<std::uint16_t, std::string> listen(const std::string& host, std::uint16_t port) {
    error_code failed;
    tcp::resolver resolver(io);
    const auto found = resolver.resolve(host, std::to_string(port), tcp::resolver::passive, failed);
    for (auto each = found.begin(); each != found.end(); ++each) {
      acceptor_ = tcp::acceptor(io);
      acceptor_.open(each->endpoint().protocol(), failed) ||
          acceptor_.set_option(tcp::acceptor::reuse_address(true), failed) ||
          acceptor_.bind(each->endpoint(), failed) || acceptor_.listen(backlog, failed) ||
          acceptor_.non_blocking(true, failed);
      if (!failed) {
        return acceptor_.local_endpoint().port();
      }
    }
    return leadcore::fail(failed.message());
  }

  [[nodiscard]] bool is_loopback() const {
    return acceptor_.local_endpoint().address().is_loopback();
  }

  ending run() {
    fit_files();
    accept = [this] { wait_for_connection(); };
    signals_.add(SIGINT);
    signals_.add(SIGTERM);
    signals_.async_wait([this](error_code failed, int signal) {
      if (!failed) {
        signal_ = signal;
        stop();
      }
    });
    accept();
    for (;;) {
      try {
        io.run();
        break;
      } catch (const std::exception&) { // no memory for one connection: its deadline closes it
      }
    }
    return {signal_, in_handlers == 0};
  }

  void stop_soon() {
    asio::post(io, [this] { stop(); });
  }

 private:
  /// A descriptor for each connection, and some for everything else.
  void fit_files() {
    rlimit files{};
    if (::getrlimit(RLIMIT_NOFILE, &files) == 0) {
      constexpr rlim_t others = 24;
      const rlim_t rest = files.rlim_cur > 2 * others ? files.rlim_cur - others : others;
      chosen.max_connections =
          static_cast<std::size_t>(std::min<rlim_t>(chosen.max_connections, rest));
    }
  }

  void stop() {
    if (std::exchange(is_stopping, true)) {
      return;
    }
    error_code ignored;
    acceptor_.close(ignored);
    signals_.cancel(ignored);
    signals_.clear(ignored); // the next one has its default effect
    stop_deadline_ = steady::now() + chosen.stop_timeout;
    for (const auto& each : std::vector(connections)) {
      each->close_if_idle();
    }
  }

  void wait_for_connection() {
    if (is_waiting_ || is_stopping) {
      return;
    }
    is_waiting_ = true;
    acceptor_.async_wait(tcp::acceptor::wait_read, [this](error_code failed) {
      is_waiting_ = false;
      if (!failed) {
        accept_waiting();
      }
    });
  }

  void accept_waiting() {
    start_sweeping();
    is_full = connections.size() >= chosen.max_connections && !make_room(nullptr);
    // A few at a time: those that have closed in the meantime are no longer counted.
    for (int i = 0; i < 16 && connections.size() < chosen.max_connections; ++i) {
      error_code failed;
      tcp::socket socket = acceptor_.accept(failed);
      if (failed) {
        is_full = failed != asio::error::would_block && !make_room(nullptr); // no descriptor
        break;
      }
      admit(std::move(socket));
    }
    if (!is_full) { // otherwise a connection that closes, or the next sweep, goes on
      wait_for_connection();
    }
  }

  void admit(tcp::socket socket) {
    error_code failed;
    const auto address = socket.remote_endpoint(failed).address();
    const auto network = network_of(address);
    const auto same = static_cast<std::size_t>(
        std::ranges::count(connections, network, [](const auto& each) { return each->network; }));
    if (failed || (same >= chosen.max_connections_per_address && !make_room(&network))) {
      return;
    }
    socket.set_option(tcp::no_delay(true), failed);
    socket.set_option(asio::socket_base::send_buffer_size(131'072),
                      failed); // no more for a slow one
    connections.push_back(std::make_shared<connection>(std::move(socket), address, *this));
    connections.back()->read();
  }

  /// Closes the connection that max_connections says, of a network or of all.
  [[nodiscard]] bool make_room(const asio::ip::address_v6::bytes_type* network) {
    std::shared_ptr<connection> found;
    const auto now = steady::now();
    for (const auto& each : connections) {
      if ((network == nullptr || each->network == *network) && each->is_spare(now) &&
          (!found || std::pair(!each->is_idle(), each->since()) <
                         std::pair(!found->is_idle(), found->since()))) {
        found = each;
      }
    }
    if (found) {
      found->close();
    }
    return found != nullptr;
  }

  void start_sweeping() {
    if (std::exchange(is_sweeping_, true)) {
      return;
    }
    sweep_.expires_after(milliseconds(100));
    sweep_.async_wait([this](error_code) { sweep(); });
  }

  /// Ten times a second while there are connections: time limits, and what waits.
  void sweep() {
    is_sweeping_ = false;
    log.flush();
    const auto now = steady::now();
    for (const auto& each : std::vector(connections)) {
      if (is_stopping && now >= stop_deadline_) {
        each->close();
      } else if (now >= each->deadline()) {
        each->expire();
      }
    }
    wait_for_connection();
    if (!connections.empty() || (is_full && !is_stopping)) {
      start_sweeping();
    }
  }

  static constexpr int backlog = 1024;

  tcp::acceptor acceptor_{io};
  asio::steady_timer sweep_{io};
  asio::signal_set signals_{io};
  int signal_ = 0;
  bool is_waiting_ = false;
  bool is_sweeping_ = false;
  steady::time_point stop_deadline_;
};

http_front::http_front(handler answer, front_options chosen)
    : implementation_(std::make_unique<implementation>(std::move(answer), std::move(chosen))) {}
http_front::~http_front() = default;
leadcore::result<std::uint16_t, std::string> http_front::listen(const std::string& host,
                                                                std::uint16_t port) {
  return implementation_->listen(host, port);
}
bool http_front::is_loopback() const {
  return implementation_->is_loopback();
}
http_front::ending http_front::run() {
  return implementation_->run();
}
void http_front::stop() {
  implementation_->stop_soon();
}

} // namespace demo
