// SPDX-License-Identifier: BSL-1.0
// The endpoint on one thread of Boost.Beast over an index, for a load generator: requests a second,
// and leadcore's share of the server's time.
//   bench_server [--rows=N] [--from=STORE]  prints its port, and a line of counters at each
//                                           SIGUSR1; ends with its standard input. STORE is index,
//                                           durable, or statements (on the same SQLite table)
//   bench_server [--rows=N] --check         queries itself from each store, and compares the
//                                           answers with list()'s

#include "index/data.hpp"

#include <leadcore/http/access.hpp>
#include <leadcore/http/list_leads.hpp>
#include <leadcore/json/write.hpp>
#include <leadcore/query/list.hpp>
#include <leadcore/query/query_string.hpp>
#include <leadcore/sql.hpp>
#include <leadcore/sql/sqlite3.hpp>
#include <leadcore/store/durable.hpp>
#include <leadcore/store/index_store.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

#include <sqlite3.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <exception>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace beast = boost::beast;
using boost::asio::ip::tcp;
using namespace std::string_view_literals;

namespace {

std::string_view view(beast::string_view text) {
  return {text.data(), text.size()};
}

struct one_key {
  leadcore::principal who;
  std::optional<leadcore::principal> authenticate(std::string_view api_key) const {
    return api_key == "secret" ? std::optional(who) : std::nullopt;
  }
};

const leadcore::organisation_id acme = *leadcore::parse_organisation_id("acme");

/// A folder in /tmp, removed at the end.
class temporary_folder {
 public:
  temporary_folder() {
    if (mkdtemp(path_.data()) == nullptr) {
      throw std::runtime_error("there is no place for a file in /tmp");
    }
  }
  temporary_folder(const temporary_folder&) = delete;
  temporary_folder& operator=(const temporary_folder&) = delete;
  ~temporary_folder() { std::filesystem::remove_all(path_); }
  [[nodiscard]] std::string file() const { return path_ + "/leads.db"; }

 private:
  std::string path_ = "/tmp/bench_server.XXXXXX";
};

/// The library's statements on an SQLite file, with the indexes that create_indexes makes, over one
/// connection: as docs/how_to/use_your_database.md shows it.
class statement_store {
 public:
  explicit statement_store(const std::vector<leadcore::lead>& leads) {
    sqlite3* opened = nullptr;
    sqlite3_open(folder_.file().c_str(), &opened);
    database_.reset(opened);
    run({"PRAGMA journal_mode = WAL", {}});
    run({"PRAGMA cache_size = -262144", {}}); // KiB
    run(leadcore::sql::create_table<dialect>());
    run({"BEGIN", {}});
    for (const auto& each : leads) {
      run(leadcore::sql::upsert<dialect>(acme, each).value());
    }
    run({"COMMIT", {}});
    for (const auto& each : leadcore::sql::create_indexes<dialect>()) {
      run(each);
    }
    run({"ANALYZE", {}});
  }

  [[nodiscard]] leadcore::result<leadcore::page_of<leadcore::lead>, leadcore::store_error>
  list(const leadcore::organisation_id& organisation, const leadcore::lead_query& query) const {
    auto page = leadcore::sql::list<dialect>(database_.get(), organisation, query);
    if (!page.has_value()) {
      return leadcore::fail(leadcore::store_error{});
    }
    return *std::move(page);
  }

 private:
  using dialect = leadcore::sql::sqlite;
  struct close {
    void operator()(sqlite3* opened) const noexcept { sqlite3_close(opened); }
  };

  void run(const leadcore::sql::statement& each) const {
    if (const auto failed = leadcore::sql::execute(database_.get(), each)) {
      throw std::runtime_error(failed->message);
    }
  }

  temporary_folder folder_;
  std::unique_ptr<sqlite3, close> database_;
};

using answer_function = std::function<leadcore::http::response(const leadcore::http::request&)>;

/// Answers from a store that lives as long as the function.
template <class Store> answer_function answers_of(std::shared_ptr<Store> store) {
  return [store, keys = one_key{{acme, {"leads.read"}}}](const leadcore::http::request& asked) {
    return leadcore::http::list_leads(asked, *store, keys);
  };
}

answer_function make_answers(std::string_view from, const std::vector<leadcore::lead>& leads) {
  if (from == "statements") {
    return answers_of(std::make_shared<statement_store>(leads));
  }
  if (from == "durable") {
    const auto folder = std::make_shared<temporary_folder>();
    auto store = leadcore::durable_store::open(folder->file());
    if (!store.has_value()) {
      throw std::runtime_error(store.error().message);
    }
    if (const auto failed = (*store)->write(acme, leads)) {
      throw std::runtime_error(failed->message);
    }
    return answers_of(std::shared_ptr<leadcore::durable_store>(
        (*store).release(), [folder](leadcore::durable_store* kept) { delete kept; }));
  }
  auto store = std::make_shared<leadcore::index_store>();
  store->of(acme).assign(leads);
  return answers_of(std::move(store));
}

/// The server's handler, and the time that leadcore takes in it.
class endpoint {
 public:
  explicit endpoint(answer_function answers) : answers_(std::move(answers)) {}

  beast::http::response<beast::http::string_body>
  answer(const beast::http::request<beast::http::string_body>& in) {
    using clock = std::chrono::steady_clock;
    leadcore::http::request asked{.method = view(in.method_string()),
                                  .target = view(in.target()),
                                  .body_size = in.body().size()};
    for (const auto& field : in) {
      asked.headers.push_back({view(field.name_string()), view(field.value())});
    }
    const clock::time_point begin = clock::now();
    leadcore::http::response made = answers_(asked);
    in_leadcore_ += clock::now() - begin;
    ++requests_;
    beast::http::response<beast::http::string_body> out(
        static_cast<beast::http::status>(made.status), in.version());
    for (const auto& [name, value] : made.headers) {
      out.set(name, value);
    }
    out.body() = std::move(made.body);
    out.keep_alive(in.keep_alive());
    return out;
  }

  /// "REQUESTS LEADCORE CPU": the number of requests since the last time, and the microseconds of
  /// each in leadcore and in the process.
  void print_counters() {
    const std::clock_t now = std::clock();
    const double each = requests_ == 0 ? 0.0 : 1e6 / static_cast<double>(requests_);
    std::printf("%llu %.2f %.2f\n", static_cast<unsigned long long>(requests_),
                std::chrono::duration<double>(in_leadcore_).count() * each,
                static_cast<double>(now - since_) / CLOCKS_PER_SEC * each);
    std::fflush(stdout);
    requests_ = 0;
    in_leadcore_ = {};
    since_ = now;
  }

 private:
  answer_function answers_;
  std::uint64_t requests_ = 0;
  std::chrono::steady_clock::duration in_leadcore_{};
  std::clock_t since_ = std::clock();
};

/// One connection: alternately reads a request and answers it. Kept alive only by its pending
/// operation.
class session : public std::enable_shared_from_this<session> {
 public:
  session(tcp::socket socket, endpoint& answers) : socket_(std::move(socket)), answers_(answers) {}

  void read() {
    in_ = {};
    beast::http::async_read(socket_, buffer_, in_,
                            [self = shared_from_this()](beast::error_code broken, std::size_t) {
                              if (!broken) {
                                self->write();
                              }
                            });
  }

 private:
  void write() {
    out_ = answers_.answer(in_);
    out_.prepare_payload();
    beast::http::async_write(socket_, out_,
                             [self = shared_from_this()](beast::error_code broken, std::size_t) {
                               if (!broken && self->out_.keep_alive()) {
                                 self->read();
                               }
                             });
  }

  tcp::socket socket_;
  endpoint& answers_;
  beast::flat_buffer buffer_;
  beast::http::request<beast::http::string_body> in_;
  beast::http::response<beast::http::string_body> out_;
};

class server {
 public:
  server(boost::asio::io_context& context, endpoint& answers)
      : acceptor_(context, {boost::asio::ip::make_address("127.0.0.1"), 0}), answers_(answers) {
    accept();
  }
  [[nodiscard]] tcp::endpoint address() const { return acceptor_.local_endpoint(); }

 private:
  void accept() {
    acceptor_.async_accept([this](beast::error_code broken, tcp::socket socket) {
      if (!broken) {
        socket.set_option(tcp::no_delay(true));
        std::make_shared<session>(std::move(socket), answers_)->read();
        accept();
      }
    });
  }

  tcp::acceptor acceptor_;
  endpoint& answers_;
};

/// Sends requests over one connection and compares the answers with list().
int check(const std::vector<leadcore::lead>& leads, endpoint& answers) {
  boost::asio::io_context context;
  const server serving(context, answers);
  std::thread thread([&] { context.run(); });

  int different = 0;
  boost::asio::io_context of_client;
  tcp::socket connection(of_client);
  connection.connect(serving.address());
  beast::flat_buffer buffer;
  const std::array queries{""sv, "pageSize=50"sv, "page=7&pageSize=50"sv,
                           "search=smith&pageSize=50"sv,
                           "status=QUALIFIED&assignedToId=unassigned"sv};
  for (const std::string_view query : queries) {
    beast::http::request<beast::http::empty_body> asked(beast::http::verb::get,
                                                        "/api/v1/leads?" + std::string(query), 11);
    asked.set(beast::http::field::authorization, "Bearer secret");
    beast::http::write(connection, asked);
    beast::http::response<beast::http::string_body> got;
    beast::http::read(connection, buffer, got);
    const std::string expected =
        to_json(leadcore::list_references(leads, *leadcore::parse_query(query)));
    different += got.result_int() == 200 && got.body() == expected ? 0 : 1;
  }
  connection.close();
  context.stop();
  thread.join();
  std::printf("%zu answers compared, %d different\n", queries.size(), different);
  return different == 0 ? 0 : 1;
}

void serve(endpoint& answers) {
  boost::asio::io_context context(1);
  const server serving(context, answers);
  boost::asio::signal_set asked_to_print(context, SIGUSR1);
  const auto print = [&](auto& again) -> void {
    asked_to_print.async_wait([&](beast::error_code broken, int) {
      if (!broken) {
        answers.print_counters();
        again(again);
      }
    });
  };
  print(print);
  boost::asio::posix::stream_descriptor input(context, ::dup(STDIN_FILENO));
  std::array<char, 64> ignored{};
  const auto wait = [&](auto& again) -> void {
    input.async_read_some(boost::asio::buffer(ignored), [&](beast::error_code broken, std::size_t) {
      if (broken) {
        context.stop();
      } else {
        again(again);
      }
    });
  };
  wait(wait);
  std::printf("%u\n", static_cast<unsigned>(serving.address().port()));
  std::fflush(stdout);
  context.run();
}

int run(int count, char** arguments) {
  std::size_t rows = 100'000;
  bool only_check = false;
  std::string_view from = "index";
  for (int i = 1; i < count; ++i) {
    const std::string_view each = arguments[i];
    if (each == "--check") {
      only_check = true;
    } else if (each.starts_with("--rows=")) {
      rows = std::stoul(std::string(each.substr(7)));
    } else if (each == "--from=index" || each == "--from=durable" || each == "--from=statements") {
      from = each.substr(7);
    } else {
      std::fprintf(stderr,
                   "bench_server: unknown option '%s'; allowed are --rows=N, --check and "
                   "--from=index, durable or statements\n",
                   arguments[i]);
      return 2;
    }
  }
  std::vector<leadcore::lead> leads = leadcore::bench::make_leads(only_check ? 10'000 : rows);
  if (only_check) {
    int failed = 0;
    for (const std::string_view each : {"index"sv, "durable"sv, "statements"sv}) {
      endpoint answers(make_answers(each, leads));
      failed += check(leads, answers);
    }
    return failed == 0 ? 0 : 1;
  }
  endpoint answers(make_answers(from, leads));
  leads = {};
  serve(answers);
  return 0;
}

} // namespace

int main(int count, char** arguments) {
  try {
    return run(count, arguments);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "bench_server: %s\n", error.what());
    return 2;
  }
}
