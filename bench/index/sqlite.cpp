// SPDX-License-Identifier: BSL-1.0
#include "index/data.hpp"
#include "index/sides.hpp"

#include <leadcore/json/write.hpp>
#include <leadcore/query/page.hpp>

#include <sqlite3.h>

#include <array>
#include <map>
#include <optional>
#include <span>
#include <stdexcept>
#include <utility>

namespace leadcore::bench {

namespace {

constexpr std::string_view order =
    " ORDER BY next_call_at IS NULL, next_call_at, created_at DESC, id";
constexpr std::string_view order_keys = "next_call_at IS NULL, next_call_at, created_at DESC, id)";

constexpr const char* columns = "id, name, phones, emails, primary_phone, primary_email, "
                                "contact_id, company, source, status, notes, "
                                "next_call_at, created_at, updated_at, assigned_to_id, client_id";

/// A prepared statement.
class statement {
 public:
  statement(sqlite3* in, const std::string& sql) : in_(in) {
    if (sqlite3_prepare_v3(in, sql.c_str(), -1, SQLITE_PREPARE_PERSISTENT, &made_, nullptr) !=
        SQLITE_OK) {
      throw std::runtime_error(sql + ": " + sqlite3_errmsg(in));
    }
  }
  statement(const statement&) = delete;
  statement& operator=(const statement&) = delete;
  ~statement() { sqlite3_finalize(made_); }

  /// Resets the statement; arguments are bound in order.
  statement& begin() {
    sqlite3_reset(made_);
    next_ = 0;
    return *this;
  }
  statement& bind(std::int64_t value) {
    sqlite3_bind_int64(made_, ++next_, value);
    return *this;
  }
  statement& bind(std::string_view value) { // must outlive the execution
    sqlite3_bind_text(made_, ++next_, value.data(), static_cast<int>(value.size()), SQLITE_STATIC);
    return *this;
  }
  template <class T> statement& bind(const std::optional<T>& value) {
    if (value) {
      return bind(*value);
    }
    sqlite3_bind_null(made_, ++next_);
    return *this;
  }
  statement& bind(timestamp value) { return bind(value.milliseconds_since_epoch()); }

  [[nodiscard]] bool step() {
    const int code = sqlite3_step(made_);
    if (code != SQLITE_ROW && code != SQLITE_DONE) {
      throw std::runtime_error(sqlite3_errmsg(in_));
    }
    return code == SQLITE_ROW;
  }
  void run() {
    static_cast<void>(step());
    sqlite3_reset(made_);
  }
  [[nodiscard]] std::int64_t number(int column) const {
    return sqlite3_column_int64(made_, column);
  }
  [[nodiscard]] std::string_view text(int column) const {
    const auto* const bytes = reinterpret_cast<const char*>(sqlite3_column_text(made_, column));
    return {bytes == nullptr ? "" : bytes,
            static_cast<std::size_t>(sqlite3_column_bytes(made_, column))};
  }
  [[nodiscard]] bool is_null(int column) const {
    return sqlite3_column_type(made_, column) == SQLITE_NULL;
  }
  [[nodiscard]] std::optional<std::string_view> nullable(int column) const {
    return is_null(column) ? std::nullopt : std::optional(text(column));
  }

 private:
  sqlite3* in_;
  sqlite3_stmt* made_ = nullptr;
  int next_ = 0;
};

std::string lines(const std::vector<std::string>& of) {
  std::string joined;
  for (const auto& each : of) {
    joined += joined.empty() ? "" : "\n";
    joined += each;
  }
  return joined;
}

/// The lines of a text, in a reused buffer.
std::span<const std::string_view> split(std::string_view text,
                                        std::vector<std::string_view>& into) {
  into.clear();
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    into.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return into;
}

timestamp instant(std::int64_t milliseconds) {
  return timestamp::from_milliseconds(milliseconds).value_or(timestamp{});
}

/// The filters of a query as an integer below 9, the key of its statement.
struct filters {
  std::string where;
  std::string index;
  std::size_t number;
};
filters filters_of(const lead_query& query) {
  const std::string status = query.status ? "status = ?1" : "";
  const std::string owner = query.assigned_to.is_unassigned() ? "assigned_to_id IS NULL"
                            : query.assigned_to.is_member()   ? "assigned_to_id = ?2"
                                                              : "";
  return {status + (status.empty() || owner.empty() ? "" : " AND ") + owner,
          owner.empty() ? (status.empty() ? "by_call" : "by_status")
                        : (status.empty() ? "by_owner" : "by_owner_and_status"),
          (query.status ? 1U : 0U) + (query.assigned_to.is_unassigned() ? 2U
                                      : query.assigned_to.is_member()   ? 4U
                                                                        : 0U)};
}

} // namespace

class sqlite_side::connection {
 public:
  explicit connection(const std::vector<lead>& leads) : rows_(leads.size()) {
    if (sqlite3_open_v2(":memory:", &in_,
                        SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
                        nullptr) != SQLITE_OK) {
      throw std::runtime_error("SQLite does not open");
    }
    execute(
        "CREATE TABLE leads(number INTEGER PRIMARY KEY, id TEXT NOT NULL, name TEXT NOT NULL, "
        "phones "
        "TEXT NOT NULL, "
        "emails TEXT NOT NULL, primary_phone TEXT, primary_email TEXT, contact_id TEXT NOT NULL, "
        "company "
        "TEXT, source TEXT, "
        "status INTEGER NOT NULL, notes TEXT, next_call_at INTEGER, created_at INTEGER NOT NULL, "
        "updated_at INTEGER NOT NULL, "
        "assigned_to_id TEXT, client_id TEXT)");
    execute("CREATE TABLE texts(number INTEGER PRIMARY KEY, folded TEXT NOT NULL)");
    execute("BEGIN");
    {
      statement insert(in_, std::string("INSERT INTO leads(number, ") + columns +
                                ") VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
      statement insert_text(in_, "INSERT INTO texts VALUES(?, ?)");
      std::int64_t number = 0;
      for (const lead& each : leads) {
        run_with_columns(insert.begin().bind(++number), each);
        const std::string text = searched_text(each);
        insert_text.begin().bind(number).bind(text).run();
      }
    }
    execute("COMMIT");
    execute("CREATE UNIQUE INDEX by_id ON leads(id)");
    execute("CREATE INDEX by_call ON leads(" + std::string(order_keys));
    execute("CREATE INDEX by_status ON leads(status, " + std::string(order_keys));
    execute("CREATE INDEX by_owner ON leads(assigned_to_id, " + std::string(order_keys));
    execute("CREATE INDEX by_owner_and_status ON leads(assigned_to_id, status, " +
            std::string(order_keys));
    execute("CREATE INDEX count_status ON leads(status)"); // small indexes for counting
    execute("CREATE INDEX count_owner ON leads(assigned_to_id)");
    execute(
        "CREATE VIRTUAL TABLE trigrams USING fts5(folded, content='texts', content_rowid='number', "
        "columnsize=0, "
        "tokenize='trigram case_sensitive 1')");
    execute("INSERT INTO trigrams(trigrams) VALUES('rebuild')");
    execute("INSERT INTO trigrams(trigrams) VALUES('optimize')");
    execute(
        "CREATE TRIGGER text_changed AFTER UPDATE ON texts BEGIN "
        "INSERT INTO trigrams(trigrams, rowid, folded) VALUES('delete', old.number, old.folded); "
        "INSERT INTO trigrams(rowid, folded) VALUES(new.number, new.folded); END");
    execute("ANALYZE");
    row_ = std::make_unique<statement>(in_, std::string("SELECT ") + columns +
                                                " FROM leads WHERE number = ?");
    move_ = std::make_unique<statement>(
        in_, "UPDATE leads SET next_call_at = ?, updated_at = ? WHERE id = ?");
    std::string all_but_id;
    std::string_view names = std::string_view(columns).substr(4);
    while (!names.empty()) {
      const std::string_view name = names.substr(0, names.find(','));
      all_but_id.append(all_but_id.empty() ? "" : ", ")
          .append(name)
          .append(" = excluded.")
          .append(name);
      names.remove_prefix(std::min(name.size() + 2, names.size()));
    }
    upsert_ = std::make_unique<statement>(in_, std::string("INSERT INTO leads(") + columns +
                                                   ") VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
                                                   "?, ?, ?, ?) ON CONFLICT(id) DO UPDATE SET " +
                                                   all_but_id);
    text_ = std::make_unique<statement>(
        in_, "UPDATE texts SET folded = ?1 WHERE number = (SELECT number "
             "FROM leads WHERE id = ?2) AND folded <> ?1");
    begin_ = std::make_unique<statement>(in_, "BEGIN");
    commit_ = std::make_unique<statement>(in_, "COMMIT");
  }
  connection(const connection&) = delete;
  connection& operator=(const connection&) = delete;
  ~connection() {
    kept_.clear();
    for (auto* each : {&row_, &move_, &upsert_, &text_, &begin_, &commit_}) {
      each->reset();
    }
    sqlite3_close(in_);
  }

  /// Calls take(statement) for the rows of the page, with their row ids or, where possible, all
  /// columns.
  template <class Take>
  std::uint64_t list(const lead_query& query, sqlite_search how, bool whole, const Take& take) {
    const filters asked = filters_of(query);
    const auto offset = static_cast<std::int64_t>(query.page.offset());
    const auto size = static_cast<std::int64_t>(query.page.page_size);
    const auto bound = [&](statement& to) -> statement& {
      to.begin().bind(query.status ? std::optional(static_cast<std::int64_t>(*query.status))
                                   : std::nullopt);
      return to.bind(query.assigned_to.is_member() ? std::optional(query.assigned_to.id())
                                                   : std::nullopt);
    };
    const auto count = [](statement& of) {
      return of.step() ? static_cast<std::uint64_t>(of.number(0)) : 0;
    };
    const auto take_all = [&](statement& of) {
      while (of.step()) {
        take(of);
      }
      of.begin();
    };
    const std::string from = "FROM leads INDEXED BY " + asked.index;
    const std::string where = asked.where.empty() ? "" : asked.where + " AND ";
    if (query.search.empty()) {
      const std::string counted = asked.index == "by_status"  ? " INDEXED BY count_status"
                                  : asked.index == "by_owner" ? " INDEXED BY count_owner"
                                                              : "";
      statement& counting = prepared(asked.number, [&] {
        return "SELECT count(*) FROM leads" + counted +
               (asked.where.empty() ? "" : " WHERE " + asked.where);
      });
      const std::uint64_t total = count(bound(counting));
      counting.begin();
      statement& page = prepared(asked.number + (whole ? 20U : 10U), [&] {
        return std::string("SELECT ") + (whole ? columns : "number") + " " + from +
               (asked.where.empty() ? "" : " WHERE " + asked.where) + std::string(order) +
               " LIMIT ?3 OFFSET ?4";
      });
      take_all(bound(page).bind(size).bind(offset));
      return total;
    }

    std::string term(query.search.folded());
    const bool trigrams = how == sqlite_search::trigrams;
    if (trigrams) { // a phrase
      for (std::size_t at = 0; (at = term.find('"', at)) != term.npos; at += 2) {
        term.insert(at, 1, '"');
      }
      term = '"' + term + '"';
    }
    const std::string hit =
        trigrams ? "+number IN (SELECT rowid FROM trigrams WHERE trigrams MATCH ?3)"
                 : "instr((SELECT folded FROM texts WHERE texts.number = leads.number), ?3)";
    const unsigned base = trigrams ? 60U : 30U;
    if (!asked.where.empty()) { // one scan over the filter's leads gives both
      statement& walk = prepared(base + 20U + asked.number, [&] {
        return "SELECT number " + from + " WHERE " + where + hit + std::string(order);
      });
      bound(walk).bind(term);
      std::int64_t total = 0;
      while (walk.step()) {
        if (total >= offset && total < offset + size) {
          take(walk);
        }
        ++total;
      }
      walk.begin();
      return static_cast<std::uint64_t>(total);
    }
    statement& counting = prepared(base, [&] {
      return std::string(trigrams ? "SELECT count(*) FROM trigrams WHERE trigrams MATCH ?1"
                                  : "SELECT count(*) FROM texts WHERE instr(folded, ?1)");
    });
    const std::uint64_t total = count(counting.begin().bind(term));
    counting.begin();
    if (total == 0) {
      return 0;
    }
    // Many hits: the leads in order until the page is full. Few hits: all of them, sorted.
    const bool many = total * (trigrams ? 1000 : 100) > rows_;
    statement& page = prepared(base + (many ? 1U : 2U), [&] {
      return many ? "SELECT number " + from + " WHERE ?1 IS NULL AND ?2 IS NULL AND " + hit +
                        std::string(order) + " LIMIT ?4 OFFSET ?5"
                  : std::string("SELECT number FROM leads WHERE ?1 IS NULL AND ?2 IS NULL AND "
                                "number IN (SELECT ") +
                        (trigrams ? "rowid FROM trigrams WHERE trigrams MATCH ?3)"
                                  : "number FROM texts WHERE instr(folded, ?3))") +
                        std::string(order) + " LIMIT ?4 OFFSET ?5";
    });
    take_all(bound(page).bind(term).bind(size).bind(offset));
    return total;
  }

  void append_page(std::string& out, const lead_query& query, sqlite_search how) {
    out += R"({"data":[)";
    // Rows before a distant page are skipped in the index, without reading them.
    const bool whole = query.search.empty() && query.page.offset() < 1'000;
    bool first = true;
    const std::uint64_t total = list(query, how, whole, [&](statement& of) {
      out += first ? "" : ",";
      first = false;
      if (whole) {
        append_row(out, of);
      } else if (row_->begin().bind(of.number(0)).step()) {
        append_row(out, *row_);
      }
    });
    out += R"(],"pagination":)";
    detail::json_writer<std::string>(out, json_style::compact)
        .object<pagination>(paginate(total, query.page));
    out += '}';
  }

  void move(const lead& changed) {
    move_->begin().bind(changed.next_call_at).bind(changed.updated_at).bind(changed.id).run();
  }

  void upsert(const lead& changed) {
    begin_->begin().run();
    run_with_columns(upsert_->begin(), changed);
    const std::string text = searched_text(changed);
    text_->begin().bind(text).bind(changed.id).run();
    commit_->begin().run();
  }

 private:
  static void run_with_columns(statement& to, const lead& each) {
    const std::string phones = lines(each.phones);
    const std::string emails = lines(each.emails);
    to.bind(each.id).bind(each.name).bind(phones).bind(emails);
    to.bind(each.primary_phone)
        .bind(each.primary_email)
        .bind(each.contact_id)
        .bind(each.company)
        .bind(each.source);
    to.bind(static_cast<std::int64_t>(each.status))
        .bind(each.notes)
        .bind(each.next_call_at)
        .bind(each.created_at);
    to.bind(each.updated_at).bind(each.assigned_to_id).bind(each.client_id).run();
  }
  void execute(const std::string& sql) {
    if (sqlite3_exec(in_, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
      throw std::runtime_error(sql + ": " + sqlite3_errmsg(in_));
    }
  }
  template <class Sql> statement& prepared(std::size_t number, const Sql& sql) {
    std::unique_ptr<statement>& kept = kept_[number];
    if (kept == nullptr) {
      kept = std::make_unique<statement>(in_, sql());
    }
    return *kept;
  }
  void append_row(std::string& out, const statement& of) {
    lead_view row;
    row.id = of.text(0);
    row.name = of.text(1);
    row.phones = split(of.text(2), phones_);
    row.emails = split(of.text(3), emails_);
    row.primary_phone = of.nullable(4);
    row.primary_email = of.nullable(5);
    row.contact_id = of.text(6);
    row.company = of.nullable(7);
    row.source = of.nullable(8);
    row.status = static_cast<lead_status>(of.number(9));
    row.notes = of.nullable(10);
    if (!of.is_null(11)) {
      row.next_call_at = instant(of.number(11));
    }
    row.created_at = instant(of.number(12));
    row.updated_at = instant(of.number(13));
    row.assigned_to_id = of.nullable(14);
    row.client_id = of.nullable(15);
    append_json(out, row);
  }

  sqlite3* in_ = nullptr;
  std::uint64_t rows_;
  std::map<std::size_t, std::unique_ptr<statement>> kept_;
  std::unique_ptr<statement> row_;
  std::unique_ptr<statement> move_, upsert_, text_, begin_, commit_;
  std::vector<std::string_view> phones_;
  std::vector<std::string_view> emails_;
};

sqlite_side::sqlite_side(const std::vector<lead>& leads)
    : made_(std::make_unique<connection>(leads)) {}
sqlite_side::~sqlite_side() = default;

std::string sqlite_side::version() {
  return std::string("SQLite ") + sqlite3_libversion();
}

found sqlite_side::list(const lead_query& query, sqlite_search how) {
  found answer;
  answer.total = made_->list(query, how, false, [&](const auto& of) {
    answer.rows.push_back(static_cast<std::uint32_t>(of.number(0) - 1));
  });
  return answer;
}

void sqlite_side::append_page_json(std::string& out, const lead_query& query, sqlite_search how) {
  made_->append_page(out, query, how);
}

void sqlite_side::move(const lead& changed) {
  made_->move(changed);
}

void sqlite_side::upsert(const lead& changed) {
  made_->upsert(changed);
}

} // namespace leadcore::bench
