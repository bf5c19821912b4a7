// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_STORE_DETAIL_DURABLE_FILE_HPP
#define LEADCORE_STORE_DETAIL_DURABLE_FILE_HPP

// The connection of a durable store to its file, and transactions.

#include <leadcore/query/query_string.hpp>
#include <leadcore/sql/rows.hpp>
#include <leadcore/sql/sqlite3.hpp>
#include <leadcore/sql/statement.hpp>
#include <leadcore/store/durable_error.hpp>
#include <leadcore/text/result.hpp>
#include <leadcore/version.hpp>

#include <sqlite3.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace leadcore::inline LEADCORE_ABI {
namespace detail {

/// The one connection to the file of a durable store. It holds the operating system's lock on the
/// file, which ends with the process however that ends.
class durable_file {
 public:
  static constexpr std::int64_t application_id = 0x6C656164; // "lead"
  static constexpr std::int64_t layout_version = 1;

  /// What a file is.
  enum class content : std::uint8_t { nothing, ours };

  durable_file(std::string path, bool read_only) : path_(std::move(path)), read_only_(read_only) {}
  durable_file(const durable_file&) = delete;
  durable_file& operator=(const durable_file&) = delete;
  /// Leaves one file without a write-ahead log, which can be copied, and read without writing.
  ~durable_file() {
    if (handle_ != nullptr && is_writing_) {
      static_cast<void>(run("PRAGMA journal_mode = DELETE"));
      static_cast<void>(run("PRAGMA locking_mode = NORMAL"));
      static_cast<void>(run("SELECT 1 FROM sqlite_schema LIMIT 1"));
    }
  }

  [[nodiscard]] sqlite3* handle() const noexcept { return handle_.get(); }
  [[nodiscard]] bool is_read_only() const noexcept { return read_only_; }

  /// Opens and locks the file, and changes nothing in it.
  /// @return whether it is empty or a store's
  [[nodiscard]] result<content, durable_error> open() {
    if (auto foreign = check_unlocked()) {
      return fail(*std::move(foreign));
    }
    const int failed = connect(name(), read_only_ ? SQLITE_OPEN_READONLY
                                                  : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
    if (failed != SQLITE_OK) {
      return fail(last_error());
    }
    if (!read_only_ && sqlite3_db_readonly(handle(), "main") == 1) {
      return fail(error(durable_errc::read_only, "the file can only be read"));
    }
    // Closing the database of another program must not checkpoint its log.
    sqlite3_db_config(handle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    if (!read_only_) {
      // Before the first access: then the lock covers readers of the log too, and there is no -shm.
      if (auto refused = run("PRAGMA locking_mode = EXCLUSIVE")) {
        return fail(*std::move(refused));
      }
    }
    if (auto refused = run(read_only_ ? "BEGIN" : "BEGIN EXCLUSIVE")) {
      return fail(*std::move(refused));
    }
    auto found = identify();
    if (found.has_value() && read_only_) {
      if (*found == content::nothing) {
        return fail(error(durable_errc::not_ours, "the file is empty"));
      }
      return found; // the transaction stays open: what is served is what the file has
    }
    if (auto refused = run("ROLLBACK"); refused && found.has_value()) {
      return fail(*std::move(refused));
    }
    return found;
  }

  /// Prepares a file that is known to be a store's, or is to become one, for writing.
  [[nodiscard]] std::optional<durable_error> prepare_to_write() {
    sqlite3_db_config(handle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, nullptr);
    is_writing_ = true;
    std::string mode;
    if (auto refused = run("PRAGMA journal_mode = WAL",
                           [&](const sql::sqlite_row& row) { mode = row.text(0).value_or(""); })) {
      return refused;
    }
    if (mode != "wal") {
      return error(durable_errc::refused, "there is no write-ahead log here");
    }
    for (const char* const each :
         {"PRAGMA synchronous = FULL",  // a commit is on the disk when it is acknowledged
          "PRAGMA cache_size = -65536", // KiB
          "PRAGMA journal_size_limit = 67108864", "PRAGMA foreign_keys = OFF"}) {
      if (auto refused = run(each)) {
        return refused;
      }
    }
    return std::nullopt;
  }

  /// Runs a statement without parameters, and gives each row to a function.
  template <class OnRow = void (*)(const sql::sqlite_row&)>
  [[nodiscard]] std::optional<durable_error>
  run(std::string text, OnRow on_row = [](const sql::sqlite_row&) {}) {
    return run(sql::statement{std::move(text), {}}, on_row);
  }
  template <class OnRow = void (*)(const sql::sqlite_row&)>
  [[nodiscard]] std::optional<durable_error>
  run(const sql::statement& command, OnRow on_row = [](const sql::sqlite_row&) {}) {
    const auto each = [&](const sql::sqlite_row& row) {
      on_row(row);
      return std::optional<sql::row_error>();
    };
    const auto failed = sql::execute(*statements_, command, each);
    return failed ? std::optional(last_error()) : std::nullopt;
  }

  [[nodiscard]] durable_error error(durable_errc code, std::string_view message) const {
    return {code, path_ + ": " + std::string(message), {}, {}};
  }
  /// The error of the last call of SQLite.
  [[nodiscard]] durable_error last_error() const {
    if (handle_ == nullptr) {
      return error(durable_errc::refused, "no memory");
    }
    switch (sqlite3_errcode(handle()) & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return error(durable_errc::in_use, "another process has the file open");
    case SQLITE_READONLY:
      return error(durable_errc::read_only, sqlite3_errmsg(handle()));
    case SQLITE_NOTADB:
      return error(durable_errc::not_ours, sqlite3_errmsg(handle()));
    case SQLITE_CORRUPT:
      return error(durable_errc::corrupted, sqlite3_errmsg(handle()));
    case SQLITE_FULL:
      return error(durable_errc::disk_full, sqlite3_errmsg(handle()));
    case SQLITE_IOERR:
      return error(durable_errc::io_failed, sqlite3_errmsg(handle()));
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return error(durable_errc::cannot_open, sqlite3_errmsg(handle()));
    default:
      return error(durable_errc::refused, sqlite3_errmsg(handle()));
    }
  }

 private:
  struct close {
    void operator()(sqlite3* opened) const noexcept { sqlite3_close(opened); }
  };

  /// The name of the file as SQLite takes it: ":memory:" and "file:x" are files like any other.
  [[nodiscard]] std::string name() const { return path_.starts_with('/') ? path_ : "./" + path_; }
  [[nodiscard]] int connect(const std::string& as, int flags) {
    sqlite3* opened = nullptr;
    const int failed = sqlite3_open_v2(as.c_str(), &opened, flags | SQLITE_OPEN_NOMUTEX, nullptr);
    statements_.reset();
    handle_.reset(opened);
    statements_.emplace(opened);
    return failed;
  }

  /// Looks at the file without a lock, a log or any other file beside it, so that the database of
  /// another program stays as it is. Of a file that is being written, this may see anything:
  /// identify decides for the rest.
  /// @return not_ours for a database with tables that no store created
  [[nodiscard]] std::optional<durable_error> check_unlocked() {
    std::string uri = "file:";
    leadcore::detail::append_percent_encoded(uri, name());
    std::optional<durable_error> foreign;
    if (connect(uri + "?immutable=1", SQLITE_OPEN_READONLY | SQLITE_OPEN_URI) == SQLITE_OK) {
      if (auto found = identify();
          !found.has_value() && found.error().code == durable_errc::not_ours) {
        foreign = std::move(found.error());
      }
    }
    statements_.reset();
    handle_.reset();
    return foreign;
  }

  [[nodiscard]] result<content, durable_error> identify() {
    std::int64_t application = 0;
    std::int64_t layout = 0;
    std::string encoding;
    std::string table;
    const auto read_integer = [](std::int64_t& into) {
      return [&into](const sql::sqlite_row& row) { into = row.integer(0).value_or(-1); };
    };
    const auto read_text = [](std::string& into) {
      return [&into](const sql::sqlite_row& row) { into = row.text(0).value_or(""); };
    };
    auto refused = run("SELECT name FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' "
                       "ESCAPE '\\' ORDER BY rowid DESC",
                       read_text(table));
    refused = refused ? refused : run("PRAGMA application_id", read_integer(application));
    refused = refused ? refused : run("PRAGMA user_version", read_integer(layout));
    refused = refused ? refused : run("PRAGMA encoding", read_text(encoding));
    if (refused) {
      return fail(*std::move(refused));
    }
    if (application == 0 && layout == 0 && table.empty()) {
      return content::nothing;
    }
    if (application != application_id || encoding != "UTF-8") {
      return fail(error(durable_errc::not_ours,
                        table.empty() ? std::string("the database is another program's")
                                      : "the database is another program's; it has " + table));
    }
    if (layout != layout_version) {
      return fail(error(durable_errc::other_layout,
                        "the layout of the file is version " + std::to_string(layout) +
                            ", and this program reads version " + std::to_string(layout_version)));
    }
    return content::ours;
  }

  std::string path_;
  bool read_only_;
  bool is_writing_ = false;
  std::unique_ptr<sqlite3, close> handle_{};
  std::optional<sql::sqlite_statements> statements_{}; // of handle_
};

/// Rolls back, unless the transaction was committed.
class durable_transaction {
 public:
  explicit durable_transaction(durable_file& file) : file_(file) {}
  durable_transaction(const durable_transaction&) = delete;
  durable_transaction& operator=(const durable_transaction&) = delete;
  ~durable_transaction() {
    if (sqlite3_get_autocommit(file_.handle()) == 0) { // some errors of SQLite roll back already
      static_cast<void>(file_.run("ROLLBACK"));
    }
  }

  [[nodiscard]] std::optional<durable_error> begin() { return file_.run("BEGIN IMMEDIATE"); }
  [[nodiscard]] std::optional<durable_error> commit() { return file_.run("COMMIT"); }

 private:
  durable_file& file_;
};

} // namespace detail

} // namespace leadcore::inline LEADCORE_ABI

#endif
