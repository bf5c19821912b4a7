// SPDX-License-Identifier: BSL-1.0
// The demo's PostgreSQL store, on a server that tests/support/with_postgres.sh started and that
// this test stops and starts.
#include "server/sql_store.hpp"

#include "support/catch.hpp"
#include "support/leads.hpp"
#include "support/organisation.hpp"
#include "support/postgres_database.hpp"

#include <leadcore/json/write.hpp>
#include <leadcore/query/list.hpp>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <initializer_list>
#include <iterator>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace {

using namespace std::chrono_literals;
using leadcore::test_support::asked;
using leadcore::test_support::organisation;
using leadcore::testing::postgres_database;
using leadcore::testing::postgres_dsn;
using clock_type = std::chrono::steady_clock;

/// The lines of a log.
class log_lines {
 public:
  [[nodiscard]] std::function<void(std::string_view)> sink() {
    return [this](std::string_view line) {
      const std::scoped_lock lock(guard_);
      lines_.emplace_back(line);
    };
  }
  [[nodiscard]] std::vector<std::string> take() {
    const std::scoped_lock lock(guard_);
    return std::exchange(lines_, {});
  }

 private:
  std::mutex guard_;
  std::vector<std::string> lines_;
};

demo::pool_limits short_limits() {
  return {.connections = 2,
          .to_connect = 5s,
          .for_connection = 100ms,
          .for_statement = 300ms,
          .first_delay = 50ms,
          .most_delay = 200ms};
}

std::string in_database(std::string_view name, std::string_view user = "postgres") {
  const std::string dsn = postgres_dsn();
  return dsn.substr(0, dsn.find(" user=")) + " user=" + std::string(user) +
         " dbname=" + std::string(name);
}

void cluster(const char* command) {
  const std::string run =
      std::string(std::getenv("LEADCORE_POSTGRES")) + "/cluster 0 " + command + " 2>&1";
  REQUIRE(std::system(run.c_str()) == 0);
}

/// Runs statements as the owner of a database.
void run_in(std::string_view database, std::initializer_list<const char*> statements) {
  const auto connection = demo::connect_postgres(in_database(database), 5s);
  for (const char* const each : statements) {
    const auto failed = leadcore::sql::execute(connection.get(), {each, {}});
    INFO(each << ": " << (failed ? failed->message : ""));
    REQUIRE_FALSE(failed);
  }
}

std::string prepare_error(const std::string& dsn, const demo::store_options& chosen = {}) {
  return demo::postgres_store(dsn, chosen).prepare().value_or("");
}

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

} // namespace

TEST_CASE("a pool lends its connections for as long as requests may wait") {
  log_lines log;
  demo::postgres_pool pool(postgres_dsn(), short_limits(), "SET statement_timeout = 300",
                           log.sink());
  auto first = pool.acquire();
  REQUIRE(first.has_value());
  {
    const auto second = pool.acquire();
    REQUIRE(second.has_value());
    CHECK((*first).handle() != (*second).handle());
    const auto begin = clock_type::now();
    CHECK_FALSE(pool.acquire().has_value());
    CHECK(clock_type::now() - begin >= 100ms);
  }
  const auto again = pool.acquire();
  CHECK(again.has_value());
  std::thread returning([&] {
    std::this_thread::sleep_for(10ms);
    const auto given_back = std::move(*first);
  });
  const auto waited = pool.acquire();
  returning.join();
  CHECK(waited.has_value());
  CHECK(log.take().empty());
}

TEST_CASE("PostgreSQL's own words say why there is no connection") {
  CHECK(has(prepare_error(in_database("nowhere")), "database \"nowhere\" does not exist"));
  CHECK(has(prepare_error("host=/nowhere/at/all dbname=postgres"), "No such file or directory"));
  CHECK(has(prepare_error("nonsense=1"), "invalid connection option \"nonsense\""));

  const std::string rules = std::string(std::getenv("LEADCORE_POSTGRES")) + "/data0/pg_hba.conf";
  std::ifstream in(rules);
  const std::string before(std::istreambuf_iterator<char>(in), {});
  std::ofstream(rules) << "local all locked scram-sha-256\n" << before;
  run_in("postgres", {"CREATE ROLE locked LOGIN PASSWORD 'right'", "SELECT pg_reload_conf()"});
  const std::string dsn = in_database("postgres", "locked");
  std::string words; // the server reads its rules a moment later
  for (const auto end = clock_type::now() + 10s;
       !has(words, "password authentication failed") && clock_type::now() < end;) {
    words = prepare_error(dsn + " password=wrong", {.read_only = true});
  }
  CHECK(has(words, "password authentication failed for user \"locked\""));
  CHECK(has(prepare_error(dsn, {.read_only = true}), "no password supplied"));
  CHECK_FALSE(has(words, "wrong"));
}

TEST_CASE("a database of another program is not changed") {
  run_in("postgres", {"CREATE DATABASE theirs", "CREATE DATABASE shop", "CREATE DATABASE empty"});
  run_in("theirs", {"CREATE TABLE leads (id bigint PRIMARY KEY, name text, status text)"});
  run_in("shop", {"CREATE SCHEMA sales", "CREATE TABLE sales.orders (id bigint PRIMARY KEY)"});
  run_in("empty", {"CREATE EXTENSION pg_stat_statements"}); // which has views
  const auto relations = [](const std::string& database) {
    const auto connection = demo::connect_postgres(in_database(database), 5s);
    std::int64_t count = 0;
    const auto failed =
        leadcore::sql::execute(connection.get(), {"SELECT count(*) FROM pg_class", {}},
                               [&](const leadcore::sql::postgres_row& row) {
                                 count = row.integer(0).value();
                                 return std::optional<leadcore::sql::row_error>();
                               });
    REQUIRE_FALSE(failed);
    return count;
  };
  const auto before = relations("theirs");
  for (const bool read_only : {false, true}) {
    CHECK(has(prepare_error(in_database("theirs"), {.read_only = read_only}),
              "has a table leads of another program"));
    CHECK(relations("theirs") == before);
  }
  const auto tables = relations("shop");
  CHECK(has(prepare_error(in_database("shop")), "but sales.orders of another program"));
  CHECK(relations("shop") == tables);
  CHECK(prepare_error(in_database("empty")) == "");
  CHECK(prepare_error(in_database("empty")) == ""); // it is ours now
}

TEST_CASE("a database is served with the right to read only, and a missing pg_trgm is said") {
  log_lines log;
  run_in("postgres",
         {"CREATE DATABASE plain", "CREATE ROLE writer LOGIN", "CREATE ROLE reader LOGIN"});
  run_in("plain", {"GRANT CREATE ON SCHEMA public TO writer"}); // but not on the database
  CHECK(prepare_error(in_database("plain", "reader"), {.read_only = true}) ==
        "the database has no table leads");
  demo::postgres_store writes(in_database("plain", "writer"), {.log = log.sink()});
  REQUIRE_FALSE(writes.prepare());
  const auto said = log.take();
  REQUIRE(said.size() == 1);
  CHECK(has(said[0], "pg_trgm"));
  CHECK(has(said[0], "permission denied"));
  const auto rows = leadcore::test_support::many(50, 1);
  REQUIRE_FALSE(demo::put(writes, organisation("acme"), rows));

  run_in("plain", {"GRANT SELECT ON leads TO reader"});
  demo::postgres_store reads(in_database("plain", "reader"),
                             {.read_only = true, .log = log.sink()});
  REQUIRE_FALSE(reads.prepare());
  CHECK(log.take().size() == 1);
  const auto page = reads.list(organisation("acme"), asked("search=doe"));
  REQUIRE(page.has_value());
  CHECK(to_json(*page) == to_json(leadcore::list(rows, asked("search=doe"))));
  CHECK(has(demo::put(reads, organisation("acme"), rows).value_or(""), "permission denied"));
}

TEST_CASE("statements end, outages are short, and each is one line of the log") {
  log_lines log;
  const auto owner = organisation("acme");
  demo::postgres_store store(postgres_dsn(), {.log = log.sink(), .limits = short_limits()});
  REQUIRE_FALSE(store.prepare());
  const auto rows = leadcore::test_support::many(20, 2);
  REQUIRE_FALSE(demo::put(store, owner, rows));
  const std::string expected = to_json(leadcore::list(rows, {}));
  const auto answers = [&] {
    const auto page = store.list(owner, {});
    return page.has_value() && to_json(*page) == expected;
  };
  CHECK(answers());
  CHECK(log.take().empty());

  { // a lock that is held for longer than a statement may run
    const postgres_database other;
    other.run({"BEGIN", {}});
    other.run({"LOCK TABLE leads IN ACCESS EXCLUSIVE MODE", {}});
    const auto begin = clock_type::now();
    const auto page = store.list(owner, {});
    CHECK(clock_type::now() - begin < 5s);
    REQUIRE_FALSE(page.has_value());
    CHECK(page.error().timed_out);
    // More requests than connections: some wait in vain for one.
    std::vector<std::thread> clients;
    std::atomic<int> timed_out = 0;
    std::atomic<int> unavailable = 0;
    for (int i = 0; i < 6; ++i) {
      clients.emplace_back([&] {
        const auto refused = store.list(owner, {});
        ++(!refused.has_value() && refused.error().timed_out ? timed_out : unavailable);
      });
    }
    for (std::thread& each : clients) {
      each.join();
    }
    CHECK(timed_out == 2);
    CHECK(unavailable == 4);
    other.run({"ROLLBACK", {}});
  }
  CHECK(answers());
  CHECK(log.take().size() <= 2); // at most one a second

  cluster("stop");
  std::atomic<int> answered = 0;
  const auto ask_for = [&](std::chrono::milliseconds time) {
    std::vector<std::thread> clients;
    for (int i = 0; i < 4; ++i) {
      clients.emplace_back([&] {
        for (const auto end = clock_type::now() + time; clock_type::now() < end;) {
          answered += store.list(owner, {}).has_value() ? 1 : 0;
        }
      });
    }
    for (std::thread& each : clients) {
      each.join();
    }
  };
  ask_for(500ms);
  CHECK(answered == 0);
  auto lines = log.take();
  std::erase_if(lines, [](const std::string& line) { return has(line, "terminating connection"); });
  REQUIRE(lines.size() == 1);
  CHECK(has(lines[0], "no connection to the database: "));
  cluster("start");
  ask_for(500ms);
  CHECK(answered > 0);
  CHECK(log.take() == std::vector<std::string>{"the database answers again"});

  // A restart that no request saw is none.
  cluster("stop");
  cluster("start");
  CHECK(answers());
  CHECK(answers());
  CHECK(log.take().empty());
}
