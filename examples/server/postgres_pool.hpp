// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_EXAMPLES_SERVER_POSTGRES_POOL_HPP
#define LEADCORE_EXAMPLES_SERVER_POSTGRES_POOL_HPP

// Connections to PostgreSQL for many threads, with limits, and what is said of them in a log.

#include <leadcore/text/result.hpp>

#include <libpq-fe.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace demo {

struct pool_limits {
  std::size_t connections = 8;
  std::chrono::milliseconds to_connect{5'000};     ///< whole seconds, at least 2: libpq's own limit
  std::chrono::milliseconds for_connection{2'000}; ///< that a request waits for a connection
  std::chrono::milliseconds for_statement{5'000};  ///< that a statement runs
  std::chrono::milliseconds first_delay{250};      ///< after a failed attempt; doubles each time
  std::chrono::milliseconds most_delay{8'000};
};

struct close_connection {
  void operator()(PGconn* opened) const noexcept { PQfinish(opened); }
};
using connection_ptr = std::unique_ptr<PGconn, close_connection>;

/// The message of libpq, on one line.
[[nodiscard]] inline std::string message_of(const PGconn* connection) {
  std::string text = PQerrorMessage(connection);
  while (!text.empty() && text.back() == '\n') {
    text.pop_back();
  }
  std::ranges::replace(text, '\n', ' ');
  return text;
}

/// Connects, without a limit for statements. Settings of the connection string win over these.
[[nodiscard]] inline connection_ptr connect_postgres(const std::string& dsn,
                                                     std::chrono::milliseconds limit) {
  const std::string seconds =
      std::to_string(std::chrono::duration_cast<std::chrono::seconds>(limit).count());
  const std::string milliseconds = std::to_string(2 * limit.count());
  const std::array<const char*, 6> names{"connect_timeout", "tcp_user_timeout", "application_name",
                                         "dbname",          "client_encoding",  nullptr};
  const std::array<const char*, 6> values{
      seconds.c_str(), milliseconds.c_str(), "leadcore demo", dsn.c_str(), "UTF8", nullptr};
  connection_ptr made(PQconnectdbParams(names.data(), values.data(), 1));
  PQsetNoticeProcessor(made.get(), [](void*, const char*) {}, nullptr);
  return made;
}

/// Up to a number of connections to one database, opened when they are needed.
///
/// After a failed attempt no request tries again until a delay has passed, which doubles up to a
/// limit; meanwhile requests fail at once. A change between up and down is one line of the log,
/// however many requests see it.
/// @par Thread safety  every member may be called from any thread at any time.
class postgres_pool {
 public:
  using clock = std::chrono::steady_clock;

  /// Why there is no connection, and when asking again makes sense.
  struct refusal {
    std::chrono::milliseconds retry_after;
  };

  /// A connection of one thread. It goes back to the pool, unless it is broken.
  class lease {
   public:
    lease(postgres_pool& from, connection_ptr held) : from_(&from), held_(std::move(held)) {}
    lease(lease&& other) noexcept = default;
    lease& operator=(lease&&) = delete;
    ~lease() {
      if (held_ != nullptr) {
        from_->give_back(std::move(held_));
      }
    }
    [[nodiscard]] PGconn* handle() const noexcept { return held_.get(); }
    [[nodiscard]] bool is_broken() const noexcept { return PQstatus(handle()) != CONNECTION_OK; }

   private:
    postgres_pool* from_;
    connection_ptr held_;
  };

  /// @param set_up  statements for each new connection, such as a limit for statements
  /// @param log  called with one line, by one thread at a time
  postgres_pool(std::string dsn, pool_limits limits, std::string set_up,
                std::function<void(std::string_view)> log)
      : dsn_(std::move(dsn)), limits_(limits), set_up_(std::move(set_up)), log_(std::move(log)) {}
  postgres_pool(const postgres_pool&) = delete;
  postgres_pool& operator=(const postgres_pool&) = delete;
  ~postgres_pool() = default; // every lease is over

  /// Waits for a connection as long as the limit says.
  [[nodiscard]] leadcore::result<lease, refusal> acquire() {
    std::unique_lock lock(guard_);
    const auto is_refused = [this] { return is_down_ && (is_trying_ || clock::now() < retry_at_); };
    const auto may_go_on = [&] {
      return !idle_.empty() || lent_ < limits_.connections || is_refused();
    };
    if (!freed_.wait_for(lock, limits_.for_connection, may_go_on)) {
      return leadcore::fail(refusal{std::chrono::seconds(1)});
    }
    if (!idle_.empty()) {
      connection_ptr taken = std::move(idle_.back());
      idle_.pop_back();
      ++lent_;
      return lease(*this, std::move(taken));
    }
    if (is_refused()) {
      return leadcore::fail(refusal{delay_});
    }
    const bool was_down = is_down_;
    is_trying_ = was_down;
    ++lent_;
    lock.unlock();
    std::string why;
    connection_ptr made = open(why);
    lock.lock();
    is_trying_ = false;
    if (made != nullptr) {
      delay_ = limits_.first_delay;
      if (std::exchange(is_down_, false)) {
        log_("the database answers again");
      }
      return lease(*this, std::move(made));
    }
    --lent_;
    const refusal refused{delay_};
    if (was_down || !is_down_) { // of several that failed at once, one counts
      retry_at_ = clock::now() + delay_;
      delay_ = std::min(2 * delay_, limits_.most_delay);
    }
    if (!std::exchange(is_down_, true)) {
      log_("no connection to the database: " + why);
    }
    freed_.notify_all();
    return leadcore::fail(refused);
  }

 private:
  [[nodiscard]] connection_ptr open(std::string& why) const {
    connection_ptr made = connect_postgres(dsn_, limits_.to_connect);
    if (PQstatus(made.get()) == CONNECTION_OK) {
      const std::unique_ptr<PGresult, decltype(&PQclear)> set(PQexec(made.get(), set_up_.c_str()),
                                                              &PQclear);
      if (PQresultStatus(set.get()) == PGRES_COMMAND_OK) {
        return made;
      }
    }
    why = message_of(made.get());
    return nullptr;
  }

  void give_back(connection_ptr held) {
    const bool is_broken = PQstatus(held.get()) != CONNECTION_OK;
    {
      const std::scoped_lock lock(guard_);
      --lent_;
      if (is_broken) {
        idle_.clear(); // the server has probably ended all of them
      } else {
        idle_.push_back(std::move(held));
      }
    }
    freed_.notify_one();
  }

  const std::string dsn_;
  const pool_limits limits_;
  const std::string set_up_;
  const std::function<void(std::string_view)> log_;
  std::mutex guard_; // of all below
  std::condition_variable freed_;
  std::vector<connection_ptr> idle_;
  std::size_t lent_ = 0;
  bool is_down_ = false;   // the last attempt failed
  bool is_trying_ = false; // one request tries again; the others do not wait for it
  clock::time_point retry_at_{};
  std::chrono::milliseconds delay_ = limits_.first_delay;
};

/// Logs a line at most once a second, and says how many it left out.
class rare_log {
 public:
  explicit rare_log(std::function<void(std::string_view)> log) : log_(std::move(log)) {}
  void operator()(const std::string& line) {
    const std::scoped_lock lock(guard_);
    const auto now = postgres_pool::clock::now();
    if (now < next_) {
      ++left_out_;
      return;
    }
    next_ = now + std::chrono::seconds(1);
    log_(left_out_ == 0 ? line : line + " (and " + std::to_string(left_out_) + " errors before)");
    left_out_ = 0;
  }

 private:
  std::function<void(std::string_view)> log_;
  std::mutex guard_;
  postgres_pool::clock::time_point next_{};
  std::size_t left_out_ = 0;
};

} // namespace demo

#endif
