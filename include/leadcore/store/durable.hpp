// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_STORE_DURABLE_HPP
#define LEADCORE_STORE_DURABLE_HPP

// Rows in an SQLite file, answered from memory. Optional: needs sqlite3.h, and to be linked with
// sqlite3 and threads.

#include <leadcore/index/lead_index.hpp>
#include <leadcore/model/organisation.hpp>
#include <leadcore/model/value.hpp>
#include <leadcore/query/endpoint.hpp>
#include <leadcore/query/order.hpp>
#include <leadcore/sql/rows.hpp>
#include <leadcore/sql/sqlite3.hpp>
#include <leadcore/sql/statement.hpp>
#include <leadcore/sql/statements.hpp>
#include <leadcore/store/detail/durable_file.hpp>
#include <leadcore/store/detail/stored_records.hpp>
#include <leadcore/store/durable_error.hpp>
#include <leadcore/store/store.hpp>
#include <leadcore/text/result.hpp>
#include <leadcore/version.hpp>

#include <atomic>
#include <concepts>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace leadcore::inline LEADCORE_ABI {

/// How far opening a store is. Any thread may read it meanwhile.
struct load_progress {
  std::atomic<std::uint64_t> rows = 0;  ///< rows read
  std::atomic<std::uint64_t> total = 0; ///< rows of the file; 0 until they are counted
};

/// How a durable store is opened.
struct durable_options {
  bool read_only = false;            ///< nothing is created, and every change is refused
  load_progress* progress = nullptr; ///< of the caller; not used after open returns
  /// Where nulls of the sort keys are placed, if not where the endpoint has them.
  std::optional<null_placement> nulls = std::nullopt;
};

/// A page of a durable store. Its version holds across restarts.
template <class Endpoint = leads_endpoint>
struct basic_durable_page : basic_snapshot_page<Endpoint> {
  std::string state;

  /// A text that names the state of the organisation's rows: random, new with each change, kept in
  /// the file. Equal texts are equal rows, also where a backup was restored.
  /// @see versioned_page
  [[nodiscard]] std::string_view version() const noexcept { return state; }
};

/// Rows in one SQLite file, by organisation: a store_of the endpoint that answers from an index in
/// memory and loses no acknowledged change.
///
/// A change is one transaction: it is in the file when write returns without an error, and then
/// readers see all of it at once. After an error the file and the answers are as before. Opening
/// reads all rows, so memory is that of the indexes; the caller can watch it in a load_progress.
///
/// The file is locked by the operating system as long as the store lives: another process cannot
/// open it, unless both only read.
/// @par Durability
/// WAL with synchronous = FULL: an acknowledged change survives the end of the process, of the
/// system and of the power, if the disk does what fsync asks.
/// @par Thread safety
/// every member may be called from any thread at any time. Readers never wait for a change;
/// changes wait for each other.
/// @par Exceptions
/// only allocation; after it, the file and the answers are as before.
/// @par Source
/// spec org.1, org.2; decision 0106.
/// @see index_store, docs/how_to/use_your_database.md
template <class Endpoint = leads_endpoint> class basic_durable_store {
 public:
  using record = typename Endpoint::record;
  using query = typename Endpoint::query;

  /// Opens a file, or creates it, and reads its rows.
  ///
  /// A database that no store created is refused before anything is created or changed in it.
  /// @return the store, which stays where it is
  /// @par Errors
  /// durable_errc: cannot_open, in_use, read_only, not_ours, other_layout, corrupted, disk_full,
  /// io_failed, unreadable_row, refused.
  /// @par Complexity
  /// O(n log n) in the rows, and linear in their texts. Memory beside that of the indexes: what one
  /// organisation's basic_index::assign takes.
  [[nodiscard]] static result<std::unique_ptr<basic_durable_store>, durable_error>
  open(std::string file, const durable_options& chosen = {}) {
    std::unique_ptr<basic_durable_store> made(new basic_durable_store(std::move(file), chosen));
    if (auto failed = made->start(chosen.progress)) {
      return fail(*std::move(failed));
    }
    return made;
  }
  basic_durable_store(const basic_durable_store&) = delete;
  basic_durable_store& operator=(const basic_durable_store&) = delete;
  ~basic_durable_store() = default;

  /// The page of a query; its rows live as long as it does.
  /// @par Complexity
  /// as basic_snapshot::list; the file is not read.
  template <class Query = query>
    requires std::same_as<Query, query>
  [[nodiscard]] basic_durable_page<Endpoint> list(const organisation_id& organisation,
                                                  const Query& asked) const {
    const std::shared_ptr<const shown_state> shown = shown_to(organisation);
    if constexpr (detail::has_nullable_key<Endpoint>) {
      if (nulls_.has_value()) {
        return {shown->snapshot.list(asked, *nulls_), shown->state};
      }
    }
    return {shown->snapshot.list(asked), shown->state};
  }

  /// How many rows an organisation has.
  [[nodiscard]] std::uint64_t size(const organisation_id& organisation) const {
    return shown_to(organisation)->snapshot.size();
  }

  /// What a change does: its rows go to the file one by one, so that they need not be in memory
  /// together.
  class change {
   public:
    /// Inserts a row, or replaces the one with the same key.
    /// @par Errors
    /// durable_errc: invalid_row, disk_full, io_failed, corrupted, refused.
    [[nodiscard]] std::optional<durable_error> upsert(const record& row);
    /// Erases the row with a key, if there is one.
    /// @par Errors
    /// durable_errc: disk_full, io_failed, corrupted, refused.
    [[nodiscard]] std::optional<durable_error> erase(std::string_view key);

   private:
    friend class basic_durable_store;
    struct step {
      std::string key{};           // of an erased row
      std::optional<record> row{}; // an upserted one
    };

    change(basic_durable_store& store, const organisation_id& organisation, std::uint64_t most)
        : store_(store), organisation_(organisation), most_(most) {}

    void add(std::string_view key, const record* row) {
      if (++count_ > most_) {
        std::vector<step>().swap(steps_);
      } else {
        steps_.push_back({std::string(key), row == nullptr ? std::nullopt : std::optional(*row)});
      }
    }

    basic_durable_store& store_;
    const organisation_id& organisation_;
    std::uint64_t most_; // more steps are not kept: then all rows are indexed anew
    std::uint64_t count_ = 0;
    std::vector<step> steps_{};
  };

  /// Calls a function with a change, and commits it unless the function returns an error. All that
  /// it did happens, or nothing.
  /// @param fill  gets a change&, and returns why it is to be rolled back, such as an error of the
  ///     change; nothing to commit it. It must not write to this store otherwise
  /// @return why nothing happened; nothing if it did
  /// @par Errors
  /// durable_errc: read_only, disk_full, io_failed, corrupted, refused; and that of
  /// fill.
  /// @par Complexity
  /// linear in the change, logarithmic in the rows, and one fsync. A change of
  /// more than a fourth of the rows indexes all rows anew; of a smaller one, the rows are in
  /// memory until it is committed.
  template <class Fill>
    requires std::is_invocable_r_v<std::optional<durable_error>, Fill&, change&>
  [[nodiscard]] std::optional<durable_error> write(const organisation_id& organisation, Fill fill) {
    const std::scoped_lock lock(writing_);
    if (file_.is_read_only()) {
      return file_.error(durable_errc::read_only, "the store was opened for reading");
    }
    organisation_rows& rows = rows_of(organisation);
    detail::durable_transaction transaction(file_);
    if (auto failed = transaction.begin()) {
      return failed;
    }
    change made(*this, organisation, rows.is_stale ? 0 : rows.index.size() / 4);
    std::optional<durable_error> failed = fill(made);
    return failed || made.count_ == 0 ? failed : commit(rows, made, transaction);
  }

  /// Erases rows by their keys, and then inserts rows or replaces those with the same key; of rows
  /// with the same key the last. All of it happens, or nothing.
  /// @return why nothing happened; nothing if it did
  /// @par Errors
  /// durable_errc: read_only, invalid_row, disk_full, io_failed, corrupted, refused.
  /// @par Complexity
  /// as the other write.
  [[nodiscard]] std::optional<durable_error> write(const organisation_id& organisation,
                                                   std::span<const record> upserted,
                                                   std::span<const std::string> erased = {});
  /// Inserts a row, or replaces the one with the same key: write of one row.
  [[nodiscard]] std::optional<durable_error> upsert(const organisation_id& organisation,
                                                    const record& row) {
    return write(organisation, {&row, 1});
  }
  /// Erases the row with a key, if there is one.
  [[nodiscard]] std::optional<durable_error> erase(const organisation_id& organisation,
                                                   std::string_view key) {
    const std::string erased(key);
    return write(organisation, {}, {&erased, 1});
  }

 private:
  using dialect = sql::sqlite;
  using writer = sql::detail::writer<dialect, Endpoint, sql::detail::table_of<Endpoint>>;
  using names = typename writer::names;

  struct shown_state {
    basic_snapshot<Endpoint> snapshot;
    std::string state;
  };
  struct organisation_rows {
    basic_index<Endpoint> index;
    std::shared_ptr<const shown_state> shown; // guarded by reading_
    bool is_stale = false; // the index is not as the file is: a change of it was not committed
  };

  basic_durable_store(std::string file, const durable_options& chosen)
      : file_(std::move(file), chosen.read_only), nulls_(chosen.nulls) {
    nothing_ = std::make_shared<const shown_state>(shown_state{none_.snapshot(), "0"});
  }

  [[nodiscard]] std::shared_ptr<const shown_state>
  shown_to(const organisation_id& organisation) const {
    const std::shared_lock lock(reading_);
    const auto found = rows_.find(organisation);
    return found == rows_.end() ? nothing_ : found->second.shown;
  }

  [[nodiscard]] std::optional<durable_error> start(load_progress* progress);
  [[nodiscard]] std::optional<durable_error> create();
  [[nodiscard]] std::optional<durable_error> load_all(load_progress* progress);
  /// Fills the index of an organisation from the file.
  /// @param scans  reads the table in its own order, not by the key: faster for most of its rows
  [[nodiscard]] std::optional<durable_error> load(const organisation_id& organisation,
                                                  basic_index<Endpoint>& index, bool scans,
                                                  std::optional<std::uint64_t> expected,
                                                  load_progress* progress);
  [[nodiscard]] std::optional<durable_error> commit(organisation_rows& rows, change& made,
                                                    detail::durable_transaction& transaction);
  organisation_rows& rows_of(const organisation_id& organisation) {
    const std::scoped_lock lock(reading_);
    organisation_rows& found = rows_[organisation];
    found.shown = found.shown == nullptr ? nothing_ : found.shown;
    return found;
  }
  void show(organisation_rows& rows, std::string state) {
    auto made =
        std::make_shared<const shown_state>(shown_state{rows.index.snapshot(), std::move(state)});
    const std::scoped_lock lock(reading_);
    rows.shown.swap(made);
  }

  std::mutex writing_; // one change at a time; guards file_ and the indexes
  detail::durable_file file_;
  std::optional<null_placement> nulls_;
  basic_index<Endpoint> none_;
  std::shared_ptr<const shown_state> nothing_;
  mutable std::shared_mutex reading_; // guards rows_, whose elements stay where they are
  std::map<organisation_id, organisation_rows> rows_;
};

/// A durable store of leads.
using durable_store = basic_durable_store<>;
/// A page of it.
using durable_page = basic_durable_page<>;

template <class Endpoint>
std::optional<durable_error> basic_durable_store<Endpoint>::start(load_progress* progress) {
  const auto found = file_.open();
  if (!found.has_value()) {
    return found.error();
  }
  if (*found == detail::durable_file::content::ours) {
    if (const auto other = sql::check_table<Endpoint>(file_.handle())) {
      return file_.error(durable_errc::other_layout,
                         "the table is not that of this endpoint: " + other->message);
    }
  }
  if (!file_.is_read_only()) {
    if (auto failed = file_.prepare_to_write()) {
      return failed;
    }
    if (*found == detail::durable_file::content::nothing) {
      return create();
    }
  }
  return load_all(progress);
}

template <class Endpoint> std::optional<durable_error> basic_durable_store<Endpoint>::create() {
  using file = detail::durable_file;
  detail::durable_transaction transaction(file_);
  auto failed = transaction.begin();
  for (const sql::statement& each :
       {sql::create_table<dialect, Endpoint>(),
        sql::statement{"CREATE TABLE leadcore_states (organisation_id TEXT NOT NULL PRIMARY KEY, "
                       "state TEXT NOT NULL) STRICT, WITHOUT ROWID",
                       {}},
        sql::statement{"PRAGMA application_id = " + std::to_string(file::application_id), {}},
        sql::statement{"PRAGMA user_version = " + std::to_string(file::layout_version), {}}}) {
    failed = failed ? failed : file_.run(each);
  }
  return failed ? failed : transaction.commit();
}

template <class Endpoint>
std::optional<durable_error> basic_durable_store<Endpoint>::load_all(load_progress* progress) {
  struct counted {
    std::string organisation;
    std::uint64_t rows;
  };
  std::vector<counted> all;
  std::uint64_t total = 0;
  auto failed = file_.run("SELECT " + names::organisation() + ", count(*) FROM " + names::table() +
                              " GROUP BY " + names::organisation(),
                          [&](const sql::sqlite_row& row) {
                            const auto rows =
                                static_cast<std::uint64_t>(row.integer(1).value_or(0));
                            all.push_back({std::string(row.text(0).value_or("")), rows});
                            total += rows;
                          });
  std::map<std::string, std::string> states;
  failed = failed ? failed
                  : file_.run("SELECT organisation_id, state FROM leadcore_states",
                              [&](const sql::sqlite_row& row) {
                                states.emplace(row.text(0).value_or(""), row.text(1).value_or(""));
                              });
  if (failed) {
    return failed;
  }
  if (progress != nullptr) {
    progress->total = total;
  }
  for (const counted& each : all) {
    const auto organisation = parse_organisation_id(each.organisation);
    if (!organisation.has_value()) {
      return file_.error(durable_errc::unreadable_row, "a row has no organisation");
    }
    organisation_rows& rows = rows_of(*organisation);
    if (auto broken = load(*organisation, rows.index, each.rows > total / 2, each.rows, progress)) {
      return broken;
    }
    std::string& state = states[each.organisation];
    if (state.empty()) { // another program changed the rows, and deleted it
      if (auto broken = file_.run("SELECT lower(hex(randomblob(16)))",
                                  [&](const auto& row) { state = row.text(0).value_or(""); })) {
        return broken;
      }
    }
    show(rows, std::move(state));
    states.erase(each.organisation);
  }
  for (auto& [id, state] : states) { // organisations whose rows were erased
    if (const auto organisation = parse_organisation_id(id); organisation.has_value()) {
      show(rows_of(*organisation), std::move(state));
    }
  }
  return std::nullopt;
}

template <class Endpoint>
std::optional<durable_error> basic_durable_store<Endpoint>::load(
    const organisation_id& organisation, basic_index<Endpoint>& index, bool scans,
    std::optional<std::uint64_t> expected, load_progress* progress) {
  writer out;
  out.append("SELECT ");
  out.add_columns();
  out.append(" FROM ", names::table(), " WHERE ", scans ? "+" : "", names::organisation(), " = ");
  const std::string bound = out.bind_parameter(std::string(organisation.view()));
  out.append(bound);
  const sql::statement select = std::move(out).take();
  detail::stored_records<Endpoint> records(file_, select,
                                           progress == nullptr ? nullptr : &progress->rows);
  index.assign(records);
  if (records.error()) {
    return records.error();
  }
  if (expected.has_value() && records.count() != *expected) {
    return file_.error(durable_errc::corrupted, "the table has " + std::to_string(records.count()) +
                                                    " rows of " + std::string(organisation.view()) +
                                                    ", and its index has " +
                                                    std::to_string(*expected));
  }
  return std::nullopt;
}

template <class Endpoint>
std::optional<durable_error> basic_durable_store<Endpoint>::change::upsert(const record& row) {
  auto command = sql::upsert<dialect, Endpoint>(organisation_, row);
  if (!command.has_value()) {
    durable_error invalid = store_.file_.error(durable_errc::invalid_row, "a row cannot be stored");
    invalid.key = std::string(detail::as_text(Endpoint::key(row)));
    invalid.problems = std::move(command.error());
    return invalid;
  }
  if (auto failed = store_.file_.run(*command)) {
    return failed;
  }
  add({}, &row);
  return std::nullopt;
}

template <class Endpoint>
std::optional<durable_error> basic_durable_store<Endpoint>::change::erase(std::string_view key) {
  if (auto failed = store_.file_.run(sql::erase<dialect, Endpoint>(organisation_, key))) {
    return failed;
  }
  add(key, nullptr);
  return std::nullopt;
}

template <class Endpoint>
std::optional<durable_error>
basic_durable_store<Endpoint>::commit(organisation_rows& rows, change& made,
                                      detail::durable_transaction& transaction) {
  std::string state;
  if (auto failed =
          file_.run({"INSERT INTO leadcore_states VALUES (?1, lower(hex(randomblob(16)))) ON "
                     "CONFLICT DO UPDATE SET state = excluded.state RETURNING state",
                     {std::string(made.organisation_.view())}},
                    [&](const sql::sqlite_row& row) { state = row.text(0).value_or(""); })) {
    return failed;
  }
  // The index comes before the commit, which then decides for both: readers still have the snapshot
  // of the state before, and the next change mends an index that was not committed.
  rows.is_stale = true;
  if (made.count_ > made.most_) {
    std::uint64_t others = 0;
    for (const auto& [id, each] : rows_) {
      others += &each == &rows ? 0 : each.index.size();
    }
    if (auto failed = load(made.organisation_, rows.index, rows.index.size() + made.count_ > others,
                           std::nullopt, nullptr)) {
      return failed;
    }
  }
  for (const auto& [key, row] : made.steps_) {
    if (row.has_value()) {
      rows.index.upsert(*row);
    } else {
      rows.index.erase(key);
    }
  }
  if (auto failed = transaction.commit()) {
    return failed;
  }
  rows.is_stale = false;
  show(rows, std::move(state));
  return std::nullopt;
}

template <class Endpoint>
std::optional<durable_error>
basic_durable_store<Endpoint>::write(const organisation_id& organisation,
                                     std::span<const record> upserted,
                                     std::span<const std::string> erased) {
  return write(organisation, [&](change& made) {
    std::optional<durable_error> failed;
    for (auto each = erased.begin(); each != erased.end() && !failed; ++each) {
      failed = made.erase(*each);
    }
    for (auto each = upserted.begin(); each != upserted.end() && !failed; ++each) {
      failed = made.upsert(*each);
    }
    return failed;
  });
}

} // namespace leadcore::inline LEADCORE_ABI

#endif
