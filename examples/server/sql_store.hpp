// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_EXAMPLES_SERVER_SQL_STORE_HPP
#define LEADCORE_EXAMPLES_SERVER_SQL_STORE_HPP

// A lead_store in a database: sqlite:FILE or postgres:DSN.

#include "postgres_pool.hpp"

#include <leadcore/http.hpp>
#include <leadcore/model/error.hpp>
#include <leadcore/model/lead.hpp>
#include <leadcore/query/endpoint.hpp>
#include <leadcore/query/page.hpp>
#include <leadcore/sql.hpp>
#include <leadcore/sql/libpq.hpp>
#include <leadcore/store/durable.hpp>
#include <leadcore/store/store.hpp>
#include <leadcore/text/result.hpp>

#include <libpq-fe.h>

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace demo {

inline void log_of_database(std::string_view line) {
  const std::string text = "demo: " + std::string(line) + "\n";
  std::fwrite(text.data(), 1, text.size(), stderr);
}

struct store_options {
  bool read_only = false; ///< nothing is created or changed
  std::function<void(std::uint64_t rows, std::uint64_t total)> progress = {}; ///< of opening
  std::function<void(std::string_view)> log = log_of_database;
  pool_limits limits = {}; ///< of PostgreSQL
};

/// Why a lead is not written.
[[nodiscard]] inline std::string not_storable(const std::string& id,
                                              const leadcore::lead_errors& problems) {
  return "lead " + id + ": " + std::string(problems.front().field) + ": " +
         std::string(message(problems.front().code));
}

/// A durable_store: leads in an SQLite file, answered from memory.
class sqlite_store {
 public:
  sqlite_store(std::string file, store_options chosen)
      : file_(std::move(file)), chosen_(std::move(chosen)) {}

  /// Opens the file, or creates it. @return the error, or nothing
  [[nodiscard]] std::optional<std::string> prepare() {
    leadcore::load_progress progress;
    auto opening = std::async(std::launch::async, [&] {
      return leadcore::durable_store::open(file_,
                                           {.read_only = chosen_.read_only, .progress = &progress});
    });
    while (opening.wait_for(std::chrono::milliseconds(200)) == std::future_status::timeout) {
      if (chosen_.progress && progress.total != 0) {
        chosen_.progress(progress.rows, progress.total);
      }
    }
    auto opened = opening.get();
    if (!opened.has_value()) {
      return std::move(opened.error().message);
    }
    store_ = *std::move(opened);
    return std::nullopt;
  }

  /// Calls fill(change), which writes by change.upsert(lead) and change.erase(id), and commits
  /// unless one of these or fill returns an error. @return the error, or nothing
  template <class Fill>
  [[nodiscard]] std::optional<std::string> write(const leadcore::organisation_id& organisation,
                                                 Fill fill) {
    const auto failed = store_->write(organisation, [&](leadcore::durable_store::change& made) {
      change wrapped{made};
      auto why = fill(wrapped);
      return why ? std::optional(leadcore::durable_error{
                       leadcore::durable_errc::refused, *std::move(why), {}, {}})
                 : std::nullopt;
    });
    return failed ? std::optional(failed->message) : std::nullopt;
  }

  /// Calls a function with each lead. @return the error, or nothing
  template <class Visit>
  [[nodiscard]] std::optional<std::string> for_each(const leadcore::organisation_id& organisation,
                                                    Visit visit) const {
    leadcore::lead_query query;
    query.page.page_size = 1000;
    for (bool has_next = true; has_next; ++query.page.page) {
      const auto page = store_->list(organisation, query);
      for (const auto& each : page.data) {
        visit(leadcore::to_lead(each));
      }
      has_next = page.pagination.has_next_page;
    }
    return std::nullopt;
  }

  /// The answer, which cannot fail; a result, as other stores have it.
  [[nodiscard]] leadcore::result<leadcore::durable_page, leadcore::store_error>
  list(const leadcore::organisation_id& organisation, const leadcore::lead_query& query) const {
    return store_->list(organisation, query);
  }

 private:
  struct change {
    leadcore::durable_store::change& made;

    [[nodiscard]] std::optional<std::string> upsert(const leadcore::lead& each) {
      return text_of(made.upsert(each));
    }
    [[nodiscard]] std::optional<std::string> erase(const std::string& id) {
      return text_of(made.erase(id));
    }
    [[nodiscard]] static std::optional<std::string>
    text_of(const std::optional<leadcore::durable_error>& failed) {
      if (!failed || failed->problems.empty()) {
        return failed ? std::optional(failed->message) : std::nullopt;
      }
      return not_storable(failed->key, failed->problems);
    }
  };

  std::string file_;
  store_options chosen_;
  std::unique_ptr<leadcore::durable_store> store_;
};

/// The leads of a PostgreSQL database, over a pool of connections.
class postgres_store {
 public:
  postgres_store(const std::string& dsn, const store_options& chosen)
      : dsn_(dsn), chosen_(chosen),
        pool_(std::make_unique<postgres_pool>(
            dsn, chosen.limits,
            "SET statement_timeout = " + std::to_string(chosen.limits.for_statement.count()) +
                (chosen.read_only ? "; SET default_transaction_read_only = on" : ""),
            chosen.log)),
        errors_(std::make_unique<rare_log>(chosen.log)) {}

  /// Creates the table and its indexes in an empty database, and missing indexes of our table; in a
  /// database of another program, nothing.
  /// @return the error, or nothing
  [[nodiscard]] std::optional<std::string> prepare() {
    const connection_ptr connection = connect_postgres(dsn_, chosen_.limits.to_connect);
    if (PQstatus(connection.get()) != CONNECTION_OK) {
      return message_of(connection.get());
    }
    const auto run = [&](const leadcore::sql::statement& each) {
      return leadcore::sql::execute(connection.get(), each);
    };
    auto failed = leadcore::sql::check_database(connection.get());
    bool has_table = false;
    failed = failed ? failed : exists(connection.get(), "leads", has_table);
    std::string foreign;
    if (!failed && !has_table) {
      failed = find_relation(connection.get(), foreign);
    }
    if (failed) {
      return std::move(failed->message);
    }
    if (has_table) {
      if (const auto other =
              leadcore::sql::check_table<leadcore::sql::leads_table>(connection.get())) {
        return "the database has a table leads of another program, which was not changed: " +
               other->message;
      }
    } else if (chosen_.read_only) {
      return "the database has no table leads";
    } else if (!foreign.empty()) {
      return "the database has no table leads, but " + foreign +
             " of another program, and was not changed; an empty one is needed";
    }
    if (!chosen_.read_only) {
      failed = run(leadcore::sql::create_table<dialect>());
      for (const auto& each : leadcore::sql::create_indexes<dialect>()) {
        failed = failed ? failed : run(each);
      }
      if (failed) {
        return std::move(failed->message);
      }
      for (const auto& each : leadcore::sql::create_search_index<dialect>()) {
        if (const auto missing = run(each)) {
          chosen_.log("a search reads all leads, since there is no index with pg_trgm: " +
                      missing->message);
          return std::nullopt;
        }
      }
    }
    bool has_index = false;
    failed = exists(connection.get(), "leads_by_search", has_index);
    if (!failed && !has_index) {
      chosen_.log("a search reads all leads, since there is no index with pg_trgm");
    }
    return failed ? std::optional(std::move(failed->message)) : std::nullopt;
  }

  /// Calls fill(change), which writes by change.upsert(lead) and change.erase(id), and commits
  /// unless one of these or fill returns an error. @return the error, or nothing
  template <class Fill>
  [[nodiscard]] std::optional<std::string> write(const leadcore::organisation_id& organisation,
                                                 Fill fill) {
    const connection_ptr connection = connect_postgres(dsn_, chosen_.limits.to_connect);
    change made{connection.get(), organisation};
    auto failed = made.run({"BEGIN", {}});
    failed = failed ? failed : fill(made);
    return failed ? failed
                  : made.run({"COMMIT", {}}); // otherwise closing the connection rolls back
  }

  /// Calls a function with each lead. @return the error, or nothing
  template <class Visit>
  [[nodiscard]] std::optional<std::string> for_each(const leadcore::organisation_id& organisation,
                                                    Visit visit) const {
    const connection_ptr connection = connect_postgres(dsn_, chosen_.limits.to_connect);
    leadcore::lead_query query;
    query.page.page_size = 1000;
    auto next = leadcore::sql::select_page<dialect>(organisation, query);
    for (std::optional<leadcore::lead> last;; last.reset()) {
      const auto failed = leadcore::sql::execute(
          connection.get(), next,
          [&](const leadcore::sql::postgres_row& row) -> std::optional<leadcore::sql::row_error> {
            auto lead = leadcore::sql::read_row<leadcore::leads_endpoint>(row);
            if (!lead.has_value()) {
              return lead.error();
            }
            visit(*lead);
            last = *std::move(lead);
            return std::nullopt;
          });
      if (failed || !last) {
        return failed ? std::optional(failed->message) : std::nullopt;
      }
      const auto cursor = leadcore::sql::make_cursor(*last);
      if (!cursor.has_value()) {
        return "lead " + last->id + " is no place to go on from";
      }
      next =
          leadcore::sql::select_page<dialect>(organisation, query, leadcore::sql::after(*cursor));
    }
  }

  /// The answer; an error's reason is logged only, since it is not for the client. A lost
  /// connection is replaced, and the statement sent again, once.
  [[nodiscard]] leadcore::result<leadcore::page_of<leadcore::lead>, leadcore::store_error>
  list(const leadcore::organisation_id& organisation, const leadcore::lead_query& query) const {
    for (bool is_last = false;; is_last = true) {
      const auto connection = pool_->acquire();
      if (!connection.has_value()) {
        return leadcore::fail(unavailable(connection.error().retry_after));
      }
      auto page = leadcore::sql::list<dialect>((*connection).handle(), organisation, query);
      if (page.has_value()) {
        return *std::move(page);
      }
      if (!(*connection).is_broken() || is_last) {
        return leadcore::fail(refuse(page.error()));
      }
    }
  }

 private:
  using dialect = leadcore::sql::postgres;

  struct change {
    PGconn* connection;
    const leadcore::organisation_id& organisation;

    [[nodiscard]] std::optional<std::string> run(const leadcore::sql::statement& each) {
      auto failed = leadcore::sql::execute(connection, each);
      return failed ? std::optional(std::move(failed->message)) : std::nullopt;
    }
    [[nodiscard]] std::optional<std::string> upsert(const leadcore::lead& each) {
      const auto made = leadcore::sql::upsert<dialect>(organisation, each);
      return made.has_value() ? run(*made) : not_storable(each.id, made.error());
    }
    [[nodiscard]] std::optional<std::string> erase(const std::string& id) {
      return run(leadcore::sql::erase<dialect>(organisation, id));
    }
  };

  [[nodiscard]] static leadcore::store_error unavailable(std::chrono::milliseconds retry_after) {
    return {std::chrono::ceil<std::chrono::seconds>(retry_after)};
  }
  [[nodiscard]] leadcore::store_error refuse(const leadcore::sql::database_error& error) const {
    (*errors_)("the database: " + error.message);
    auto refused = unavailable(std::chrono::seconds(1));
    refused.timed_out = error.message.starts_with("57014"); // query_canceled
    return refused;
  }
  /// Whether there is a table or an index of a name.
  [[nodiscard]] static std::optional<leadcore::sql::database_error>
  exists(PGconn* connection, const std::string& name, bool& found) {
    return leadcore::sql::execute(connection,
                                  {"SELECT to_regclass(quote_ident($1)) IS NOT NULL", {name}},
                                  [&](const leadcore::sql::postgres_row& row) {
                                    found = row.integer(0) == 1;
                                    return std::optional<leadcore::sql::row_error>();
                                  });
  }
  /// Finds a table, view or sequence that somebody created, other than by an extension.
  [[nodiscard]] static std::optional<leadcore::sql::database_error>
  find_relation(PGconn* connection, std::string& name) {
    return leadcore::sql::execute(
        connection,
        {"SELECT c.oid::regclass::text FROM pg_class c WHERE c.relkind IN ('r', 'p', 'v', 'm', "
         "'f', "
         "'S') AND c.relnamespace::regnamespace::text NOT LIKE 'pg\\_%' AND "
         "c.relnamespace <> 'information_schema'::regnamespace AND NOT EXISTS (SELECT FROM "
         "pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND "
         "d.deptype = 'e') ORDER BY 1 LIMIT 1",
         {}},
        [&](const leadcore::sql::postgres_row& row) {
          name = row.text(0).value_or("");
          return std::optional<leadcore::sql::row_error>();
        });
  }

  std::string dsn_;
  store_options chosen_;
  std::unique_ptr<postgres_pool> pool_;
  std::unique_ptr<rare_log> errors_;
};

/// Inserts leads, all or none. @return the error, or nothing
template <class Store>
[[nodiscard]] std::optional<std::string> put(Store& store,
                                             const leadcore::organisation_id& organisation,
                                             const std::vector<leadcore::lead>& leads) {
  return store.write(organisation, [&](auto& change) {
    std::optional<std::string> failed;
    for (auto each = leads.begin(); each != leads.end() && !failed; ++each) {
      failed = change.upsert(*each);
    }
    return failed;
  });
}

/// Calls use with the store of a text such as sqlite:leads.db or postgres:DSN.
/// @pre  parse_command_line accepted it
template <class Use>
auto with_sql_store(std::string_view text, const store_options& chosen, Use&& use) {
  const std::string where(text.substr(text.find(':') + 1));
  if (text.starts_with("sqlite:")) {
    sqlite_store store(where, chosen);
    return use(store);
  }
  postgres_store store(where, chosen);
  return use(store);
}

} // namespace demo

#endif
