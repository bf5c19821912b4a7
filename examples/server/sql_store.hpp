// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_EXAMPLES_SERVER_SQL_STORE_HPP
#define LEADCORE_EXAMPLES_SERVER_SQL_STORE_HPP

// A lead_store in a database: sqlite:FILE or postgres:DSN.

#include <leadcore/http.hpp>
#include <leadcore/model/lead.hpp>
#include <leadcore/query/endpoint.hpp>
#include <leadcore/query/page.hpp>
#include <leadcore/sql.hpp>
#include <leadcore/sql/libpq.hpp>
#include <leadcore/sql/sqlite3.hpp>
#include <leadcore/store/store.hpp>
#include <leadcore/text/result.hpp>

#include <libpq-fe.h>
#include <sqlite3.h>

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace demo {

/// A connection to an SQLite file, which is created if missing.
class sqlite_connection {
 public:
  using dialect = leadcore::sql::sqlite;
  explicit sqlite_connection(const std::string& file) {
    sqlite3* opened = nullptr;
    sqlite3_open(file.c_str(), &opened); // the first statement reports an error
    handle_.reset(opened);
    sqlite3_busy_timeout(opened, 5000);
  }
  [[nodiscard]] sqlite3* handle() const noexcept { return handle_.get(); }
  [[nodiscard]] std::vector<leadcore::sql::statement> settings() const {
    return {{"PRAGMA journal_mode = WAL", {}}, {"PRAGMA synchronous = NORMAL", {}}};
  }

 private:
  struct close {
    void operator()(sqlite3* opened) const noexcept { sqlite3_close(opened); }
  };
  std::unique_ptr<sqlite3, close> handle_;
};

/// A libpq connection that reconnects after a loss.
class postgres_connection {
 public:
  using dialect = leadcore::sql::postgres;
  explicit postgres_connection(const std::string& dsn) : handle_(PQconnectdb(dsn.c_str())) {
    PQsetNoticeProcessor(handle_.get(), [](void*, const char*) {}, nullptr);
  }
  [[nodiscard]] PGconn* handle() const {
    if (PQstatus(handle_.get()) != CONNECTION_OK) {
      PQreset(handle_.get());
      PQsetClientEncoding(handle_.get(), "UTF8");
    }
    return handle_.get();
  }
  [[nodiscard]] std::vector<leadcore::sql::statement> settings() const {
    return {{"SET client_encoding = 'UTF8'", {}}};
  }

 private:
  struct close {
    void operator()(PGconn* opened) const noexcept { PQfinish(opened); }
  };
  std::unique_ptr<PGconn, close> handle_;
};

/// The leads of a database over one connection: a busy server needs a pool.
template <class Connection> class sql_store {
 public:
  using dialect = typename Connection::dialect;

  explicit sql_store(const std::string& where) : connection_(where) {}

  /// Creates the table and its indexes if missing. @return the error, or nothing
  [[nodiscard]] std::optional<std::string> prepare() {
    std::vector<leadcore::sql::statement> all = connection_.settings();
    all.push_back(leadcore::sql::create_table<dialect>());
    for (auto& each : leadcore::sql::create_indexes<dialect>()) {
      all.push_back(std::move(each));
    }
    for (const auto& each : all) {
      if (auto failed = leadcore::sql::execute(connection_.handle(), each)) {
        return std::move(failed->message);
      }
    }
    if constexpr (requires { leadcore::sql::create_search_index<dialect>(); }) {
      for (const auto& each : leadcore::sql::create_search_index<dialect>()) {
        if (leadcore::sql::execute(connection_.handle(), each)) {
          break; // no right to create an extension: searches work without it
        }
      }
    }
    if (auto failed = leadcore::sql::check_database(connection_.handle())) {
      return std::move(failed->message);
    }
    if (auto failed =
            leadcore::sql::check_table<leadcore::sql::leads_table>(connection_.handle())) {
      return std::move(failed->message); // a table of that name existed before
    }
    return std::nullopt;
  }

  /// Inserts leads, all or none. @return the error, or nothing
  [[nodiscard]] std::optional<std::string> put(const leadcore::organisation_id& organisation,
                                               const std::vector<leadcore::lead>& leads) {
    auto failed = leadcore::sql::execute(connection_.handle(), {"BEGIN", {}});
    for (const auto& each : leads) {
      if (failed) {
        break;
      }
      const auto made = leadcore::sql::upsert<dialect>(organisation, each);
      if (!made.has_value()) {
        const auto& first = made.error().front();
        static_cast<void>(leadcore::sql::execute(connection_.handle(), {"ROLLBACK", {}}));
        return "lead " + each.id + ": " + std::string(first.field) + ": " +
               std::string(message(first.code));
      }
      failed = leadcore::sql::execute(connection_.handle(), *made);
    }
    if (!failed) {
      failed = leadcore::sql::execute(connection_.handle(), {"COMMIT", {}});
    }
    if (failed) {
      static_cast<void>(leadcore::sql::execute(connection_.handle(), {"ROLLBACK", {}}));
      return std::move(failed->message);
    }
    return std::nullopt;
  }

  /// The answer; an error's reason is printed to standard error only, since it is not for the
  /// client.
  [[nodiscard]] leadcore::result<leadcore::page_of<leadcore::lead>, leadcore::store_error>
  list(const leadcore::organisation_id& organisation, const leadcore::lead_query& query) const {
    const std::scoped_lock lock(*one_at_a_time_);
    auto page = leadcore::sql::list<dialect>(connection_.handle(), organisation, query);
    if (!page.has_value()) {
      const std::string line = "demo: the database: " + page.error().message + "\n";
      std::fwrite(line.data(), 1, line.size(), stderr);
      return leadcore::fail(leadcore::store_error{std::chrono::seconds(1)});
    }
    return *std::move(page);
  }

 private:
  Connection connection_;
  std::unique_ptr<std::mutex> one_at_a_time_ = std::make_unique<std::mutex>();
};

/// Calls use with the store of a text such as sqlite:leads.db or postgres:DSN.
/// @pre  parse_command_line accepted it
template <class Use> auto with_sql_store(std::string_view text, Use&& use) {
  const std::string where(text.substr(text.find(':') + 1));
  if (text.starts_with("sqlite:")) {
    sql_store<sqlite_connection> store(where);
    return use(store);
  }
  sql_store<postgres_connection> store(where);
  return use(store);
}

} // namespace demo

#endif
