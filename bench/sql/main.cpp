// SPDX-License-Identifier: BSL-1.0
// The statements of sql.hpp on SQLite and, under tests/support/with_postgres.sh, on PostgreSQL: on
// a plain table, and on one with everything that may be kept beside it. Every answer is the same
// from both, and list()'s over the same leads if they fit in memory; every plan must use an index.
// Then both are timed: SQLite by the processor time of the thread, PostgreSQL by the wall clock,
// since a server's work is not in this process. scripts/bench sql runs it.

#include <leadcore/query/list.hpp>
#include <leadcore/query/query_string.hpp>
#include <leadcore/sql.hpp>
#include <leadcore/sql/libpq.hpp>
#include <leadcore/sql/sqlite3.hpp>

#include <libpq-fe.h>
#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <vector>

namespace {

using namespace leadcore;

/// A table with everything that may be kept beside it.
struct kept_leads : sql::leads_table {
  static constexpr std::string_view name = "kept_leads";
  static constexpr bool has_search_index = true;
  static constexpr bool search_by_organisation = false;
  static constexpr auto counted = sql::counted_by<"status", "assigned_to_id">;
};
struct kept_postgres_leads : kept_leads {
  static constexpr bool pages_by_key = true;
};
/// The same for a coordinator, which keeps no counts.
struct coordinated_leads : kept_postgres_leads {
  static constexpr auto counted = sql::counted_by<>;
};

const organisation_id acme = parse_organisation_id("acme").value();
constexpr std::size_t base_rows = 2'000; // made here; the database multiplies them
constexpr std::size_t most_compared = 100'000;
bool failed = false;

void require(bool holds, const std::string& what) {
  if (!holds) {
    std::printf("FAILED: %s\n", what.c_str());
    failed = true;
  }
}

/// Leads with names in several scripts, many equal times, and few owners.
std::vector<lead> base() {
  std::mt19937 random(1);
  const auto below = [&](std::size_t bound) { return static_cast<std::size_t>(random() % bound); };
  constexpr std::array<std::string_view, 8> names{"Jane Doe",    "Zoë Groß",  "Σίσυφος Παπάς",
                                                  "王小明",      "Ann Smith", "Анна Петрова",
                                                  "O'Neil, Pat", "Łukasz Żak"};
  constexpr std::array<std::string_view, 6> companies{"Acme Co",     "Groß & Söhne", "Globex",
                                                      "100% Cotton", "北京星河科技", "Initech"};
  std::vector<lead> out;
  for (std::size_t i = 0; i < base_rows; ++i) {
    lead each{.id = "lead" + std::to_string(i),
              .name = std::string(names[below(8)]) + " " + std::to_string(below(500))};
    each.company = std::string(companies[below(6)]);
    each.phones = {"+1415555" + std::to_string(1000 + i)};
    each.emails = {"person" + std::to_string(i) + "@example.com"};
    each.primary_phone = each.phones.front();
    each.primary_email = each.emails.front();
    each.contact_id = "contact" + std::to_string(i);
    each.status = lead_statuses[below(5)];
    if (below(3) != 0) {
      each.next_call_at = timestamp::from_milliseconds(
          1'777'000'000'000 + static_cast<std::int64_t>(below(1000)) * 1'800'000);
    }
    each.created_at = timestamp::from_milliseconds(1'770'000'000'000 +
                                                   static_cast<std::int64_t>(below(5000)) * 60'000)
                          .value();
    each.updated_at = each.created_at;
    if (below(4) != 0) {
      each.assigned_to_id = "user" + std::to_string(below(20));
    }
    out.push_back(std::move(each));
  }
  out[1].name = "Quetzalcoatl";
  return out;
}
constexpr std::int64_t later = 60'000; // each multiple is created a minute after the one before
std::vector<lead> multiplied(const std::vector<lead>& rows, std::size_t times) {
  std::vector<lead> out;
  for (std::size_t k = 0; k < times; ++k) {
    for (lead each : rows) {
      each.id += "-" + std::to_string(k);
      each.created_at = timestamp::from_milliseconds(each.created_at.milliseconds_since_epoch() +
                                                     static_cast<std::int64_t>(k) * later)
                            .value();
      out.push_back(std::move(each));
    }
  }
  return out;
}

/// Milliseconds: by the wall clock, or of the processor for this thread.
enum class clock_kind { wall, thread };
double now(clock_kind kind) {
  timespec at{};
  clock_gettime(kind == clock_kind::wall ? CLOCK_MONOTONIC : CLOCK_THREAD_CPUTIME_ID, &at);
  return static_cast<double>(at.tv_sec) * 1e3 + static_cast<double>(at.tv_nsec) * 1e-6;
}
double time_of(const std::function<void()>& work, clock_kind kind = clock_kind::wall) {
  const double start = now(kind);
  work();
  return now(kind) - start;
}
/// The fastest of five calls or of a second's, since other processes only ever make one slower.
double repeated(const std::function<void()>& work, clock_kind kind = clock_kind::wall) {
  double fastest = time_of(work, kind);
  const double end = now(clock_kind::wall) + 1000;
  for (int i = 1; i < 5 || (i < 101 && now(clock_kind::wall) < end); ++i) {
    fastest = std::min(fastest, time_of(work, kind));
  }
  return fastest;
}

/// What is asked for: so many times faster, at most so many milliseconds, or at most so many times
/// the plain table's. None: nothing.
struct goal {
  double times = 0;
  double milliseconds = 0;
  double most = 0;
};
/// A line of the table.
void print_line(const std::string& engine, std::size_t rows, const std::string& what, double plain,
                double kept, goal asked, const std::string& used = {}) {
  const auto target = [&]() -> std::string {
    std::array<char, 64> text{};
    bool reached = true;
    if (asked.times != 0) {
      std::snprintf(text.data(), text.size(), "%g times", asked.times);
      reached = plain / kept >= asked.times;
    } else if (asked.milliseconds != 0) {
      std::snprintf(text.data(), text.size(), "%g ms", asked.milliseconds);
      reached = kept <= asked.milliseconds;
    } else if (asked.most != 0) {
      std::snprintf(text.data(), text.size(), "at most %g as much", asked.most);
      reached = kept <= asked.most * plain;
    } else {
      return {};
    }
    return std::string(text.data()) + (reached ? ", reached" : "");
  }();
  std::printf("| %s | %zu | %s | %.3f | %.3f | %.2f | %s | %s |\n", engine.c_str(), rows,
              what.c_str(), plain, kept, plain / kept, target.c_str(), used.c_str());
  std::fflush(stdout);
}

/// The same leads in two tables of a database: a plain one, and one with all that is kept beside
/// it.
template <class Dialect, class Kept, class Handle> class engine {
 public:
  using plain = sql::leads_table;
  static constexpr bool is_sqlite = std::same_as<Dialect, sql::sqlite>;

  engine(std::string name, Handle handle) : name_(std::move(name)), handle_(handle) {}

  /// Fills the tables with `times` copies of the base, and as many rows of other organisations: of
  /// nine, or of one each.
  void fill(const std::vector<lead>& rows, std::size_t times, std::size_t others, bool one_each) {
    const std::string numbers =
        is_sqlite ? "(WITH RECURSIVE counted(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM counted "
                    "WHERE n < ?) SELECT n FROM counted)"
                  : "generate_series(0, $1::int) AS n";
    run({"DROP TABLE IF EXISTS base", {}});
    run({"CREATE TABLE base AS SELECT * FROM " + made_table<plain>() + " WHERE 1 = 0", {}});
    run({"BEGIN", {}});
    for (const lead& each : rows) {
      run(sql::upsert<Dialect>(acme, each).value());
    }
    run({"INSERT INTO base SELECT * FROM leads", {}});
    run({"DELETE FROM leads", {}});
    run({"COMMIT", {}});
    std::string columns = "organisation_id";
    for_each_lead_field([&](auto each) { columns += ", " + std::string(each.name()); });
    columns += ", search_text";
    const auto copies = [&](const std::string& organisation, std::size_t count) {
      std::string values = columns;
      const auto replace = [&](std::string_view column, const std::string& by) {
        values.replace(values.find(column), column.size(), by);
      };
      replace("organisation_id", organisation);
      replace(", id,", ", id || '-' || n,");
      replace("created_at", "created_at + n * 60000");
      run({"INSERT INTO leads (" + columns + ") SELECT " + values + " FROM base, " + numbers,
           {static_cast<std::int64_t>(count) - 1}});
    };
    copies("organisation_id", times);
    copies(one_each ? "'other' || n" : "'other' || (n % 9)", others);
    run({"INSERT INTO " + made_table<Kept>() + " (" + columns + ") SELECT " + columns +
             " FROM leads",
         {}});
    all_rows_ = (times + others) * rows.size();
    if constexpr (!is_sqlite) {
      run({"SET maintenance_work_mem = '1GB'", {}}); // to create indexes
    }
    make(sql::create_indexes<Dialect>());
    if constexpr (requires { sql::create_search_index<Dialect>(); }) {
      make(sql::create_search_index<Dialect>());
    }
    make(sql::create_indexes<Dialect, Kept>());
    make(sql::create_search_index<Dialect, Kept>());
    make(sql::create_counts<Dialect, Kept>());
    run({is_sqlite ? "ANALYZE" : "VACUUM ANALYZE", {}});
  }

  /// The size of a row, including its share of every index and of all that is kept.
  void report_size(std::size_t rows) {
    const auto size_of = [&](const std::string& like) {
      double bytes = 0;
      const sql::statement asked{
          is_sqlite ? "SELECT sum(pgsize) FROM dbstat WHERE name LIKE '" + like + "'"
                    : "SELECT CAST(sum(pg_total_relation_size(oid)) AS bigint) FROM pg_class WHERE "
                      "relkind = 'r' AND relname LIKE '" +
                          like + "'",
          {}};
      const auto wrong = execute(handle_, asked, [&](const auto& row) {
        bytes = static_cast<double>(row.is_null(0) ? 0 : row.integer(0).value_or(0));
        return std::optional<sql::row_error>();
      });
      require(!wrong && bytes > 0, name_ + ": the size is not known");
      return bytes / static_cast<double>(all_rows_);
    };
    const std::string autoindex = is_sqlite ? "%" : "";
    const double kept = size_of(autoindex + "kept_leads%");
    const double both = is_sqlite ? size_of("%leads%") : kept + size_of("leads%");
    print_line(name_, rows, "bytes of a row with all indexes", both - kept, kept, {0, 0, 1.2});
  }

  void look(std::size_t rows, const std::vector<lead>* truth, bool timed) {
    const auto query = [](std::string_view raw) { return parse_query(raw).value(); };
    const std::uint64_t deep = rows * 9 / 10 / 50 + 1;
    const lead_query deep_query = query("page=" + std::to_string(deep));
    lead_query before = deep_query; // the previous page, whose last row is the keyset's cursor
    before.page.page = deep - 1;
    const auto last = sql::read_leads(handle_, sql::select_page<Dialect>(acme, before));
    require(last.has_value() && !(*last).empty(), "no page before the deep one");
    if (failed) {
      return;
    }
    const auto place = sql::make_cursor((*last).back()).value();
    const auto page = [&](const char* name, const lead_query& asked, goal of = {}) {
      compare(name, rows, asked, sql::select_page<Dialect>(acme, asked),
              sql::select_page<Dialect, Kept>(acme, asked), truth, timed, of);
    };
    page("page 1", query(""));
    page("90 % deep, by offset", deep_query, is_sqlite ? goal{} : goal{8});
    compare("90 % deep, by keyset", rows, deep_query,
            sql::select_page<Dialect>(acme, deep_query, sql::after(place)),
            sql::select_page<Dialect, Kept>(acme, deep_query, sql::after(place)), truth, timed, {});
    page("status, page 1", query("status=QUALIFIED"));
    page("owner, page 1", query("assignedToId=user7"));
    page("status and owner, page 1", query("status=LOST&assignedToId=user7"));
    page("without an owner, page 1", query("assignedToId=unassigned"));
    page("a term of many, page 1", query("search=GROSS"));
    page("a term of one in 2,000, page 1", query("search=quetzal"), is_sqlite ? goal{10} : goal{3});
    page("a phone of one in 2,000, page 1", query("search=%2B14155551234"),
         is_sqlite ? goal{100} : goal{3});
    const auto total = [&](const char* name, const lead_query& asked, goal of = {}) {
      count(name, rows, asked, truth, timed, of);
    };
    total("total of all", query(""), {0, 1});
    total("total of a status", query("status=QUALIFIED"), {0, 1});
    total("total of an owner", query("assignedToId=user7"));
    total("total of a term of many", query("search=GROSS"), is_sqlite ? goal{15} : goal{});
    total("total of a term of one in 2,000", query("search=quetzal"));
    if (timed) {
      time_upserts(rows);
    }
  }

 private:
  void run(const sql::statement& each) {
    if (const auto wrong = execute(handle_, each)) {
      require(false, wrong->message + ": " + each.text.substr(0, 200));
    }
  }
  void make(const std::vector<sql::statement>& all) {
    for (const sql::statement& each : all) {
      run(each);
    }
  }
  template <class Table> std::string made_table() {
    run(sql::create_table<Dialect, Table>());
    return std::string(Table::name);
  }
  std::vector<lead> rows_of(const sql::statement& asked) {
    auto rows = sql::read_leads(handle_, asked);
    require(rows.has_value(), name_ + ": " + (rows.has_value() ? "" : rows.error().message));
    return rows.has_value() ? *std::move(rows) : std::vector<lead>();
  }
  double time(const sql::statement& asked) {
    const auto time_on = [&](auto& database) {
      return repeated(
          [&] {
            require(!execute(database, asked,
                             [](const auto&) { return std::optional<sql::row_error>(); }),
                    asked.text);
          },
          is_sqlite ? clock_kind::thread : clock_kind::wall);
    };
    if constexpr (is_sqlite) {
      sql::sqlite_statements prepared(handle_);
      return time_on(prepared);
    } else {
      return time_on(handle_);
    }
  }
  void compare(const char* what, std::size_t rows, const lead_query& query,
               const sql::statement& of_plain, const sql::statement& of_kept,
               const std::vector<lead>* truth, bool timed, goal asked) {
    const std::vector<lead> found = rows_of(of_plain);
    require(!found.empty(), name_ + ": no rows for ?" + to_query_string(query));
    require(found == rows_of(of_kept), name_ + ": other rows beside what is kept: " + what);
    require(truth == nullptr || found == list(*truth, query).data,
            name_ + ": another page for ?" + to_query_string(query));
    report(what, rows, of_plain, of_kept, timed, asked);
  }
  void count(const char* what, std::size_t rows, const lead_query& query,
             const std::vector<lead>* truth, bool timed, goal asked) {
    const auto of_plain = sql::count<Dialect>(acme, query);
    const auto of_kept = sql::count<Dialect, Kept>(acme, query);
    const auto total = [&](const sql::statement& each) {
      std::int64_t counted = -1;
      require(!execute(handle_, each,
                       [&](const auto& row) {
                         counted = row.integer(0).value_or(-1);
                         return std::optional<sql::row_error>();
                       }),
              name_ + ": no total");
      return counted;
    };
    require(total(of_plain) == total(of_kept), name_ + ": another total from what is kept");
    if (truth != nullptr) {
      const auto expected = list(*truth, query);
      const auto page = sql::list<Dialect>(handle_, acme, query);
      require(page.has_value() && *page == expected, name_ + ": " + what);
      const auto kept = sql::list<Dialect, leads_endpoint, Kept>(handle_, acme, query);
      require(kept.has_value() && *kept == expected, name_ + ": kept, " + what);
    }
    report(what, rows, of_plain, of_kept, timed, asked);
  }
  void report(const char* what, std::size_t rows, const sql::statement& of_plain,
              const sql::statement& of_kept, bool timed, goal asked) {
    const bool may_scan = std::string_view(what).ends_with("by offset") ||
                          std::string_view(what).starts_with("total of a term");
    const std::string used = plan(of_plain, may_scan, "leads");
    const std::string of_structures = plan(of_kept, may_scan, "kept_leads");
    if (timed) {
      const double before = time(of_plain);
      print_line(name_, rows, what, before, time(of_kept), asked, used + "; " + of_structures);
    }
  }
  /// Every access to the table must use an index; a deep offset, or a term of many leads, may be
  /// faster with a full scan. @return the indexes
  std::string plan(sql::statement of, bool may_scan, const std::string& table) {
    std::string used;
    of.text = (is_sqlite ? "EXPLAIN QUERY PLAN " : "EXPLAIN (COSTS OFF) ") + of.text;
    const auto wrong = execute(handle_, of, [&](const auto& row) {
      const std::string line = std::string(row.text(is_sqlite ? 3 : 0).value_or("")) + " ";
      for (const std::string& scanned : {"Seq Scan on " + table + " ", "SCAN " + table + " "}) {
        require(may_scan || line.find(scanned) == std::string::npos, name_ + ": " + line);
      }
      for (const std::string& kind : {table + "_by_", table + "_pkey", table + "_search",
                                      table + "_counts", "sqlite_autoindex_" + table}) {
        if (const std::size_t at = line.find(kind); at != std::string::npos) {
          const std::string index = line.substr(at, line.find_first_of(" (", at) - at);
          used += used.find(index) == std::string::npos ? (used.empty() ? "" : ", ") + index : "";
        }
      }
      return std::optional<sql::row_error>();
    });
    require(!wrong, "no plan");
    require(may_scan || !used.empty(), name_ + ": no index is used for " + of.text);
    return used;
  }

  /// What an upsert does to a row.
  enum class change { status, name, insertion };

  /// Upserts in transactions of one and of a hundred, of each table in turn: the mean of one.
  void time_upserts(std::size_t rows) {
    lead_query query;
    query.page = {rows / 200, 100};
    const std::vector<lead> some = rows_of(sql::select_page<Dialect>(acme, query));
    if constexpr (is_sqlite) { // commits without waiting for the disk
      run({"PRAGMA journal_mode = WAL", {}});
      run({"PRAGMA synchronous = NORMAL", {}});
      run({"PRAGMA temp_store = MEMORY", {}}); // else a statement with triggers writes a file
    }
    for (const std::size_t batch : {std::size_t{1}, some.size()}) {
      for (const change each : {change::status, change::name, change::insertion}) {
        if constexpr (is_sqlite) {
          sql::sqlite_statements prepared(handle_);
          time_upserts(rows, some, each, batch, prepared, "");
        }
        if (!is_sqlite || batch == 1) {
          time_upserts(rows, some, each, batch, handle_, is_sqlite ? ", compiled each time" : "");
        }
      }
    }
    const lead_query rare = parse_query("search=quetzal").value();
    report("a term of one in 2,000, page 1, after the upserts", rows,
           sql::select_page<Dialect>(acme, rare), sql::select_page<Dialect, Kept>(acme, rare), true,
           is_sqlite ? goal{10} : goal{3});
  }
  template <class Database>
  void time_upserts(std::size_t rows, const std::vector<lead>& some, change what, std::size_t batch,
                    Database& database, const std::string& how) {
    const auto run_all = [&](const std::vector<sql::statement>& all, std::size_t begin) {
      const auto execute_one = [&](const sql::statement& each) {
        if (const auto wrong = execute(database, each)) {
          require(false, wrong->message);
        }
      };
      if (batch != 1) {
        execute_one({"BEGIN", {}});
      }
      for (std::size_t i = begin; i < begin + batch; ++i) {
        execute_one(all[i]);
      }
      if (batch != 1) {
        execute_one({"COMMIT", {}});
      }
    };
    constexpr auto clock = is_sqlite ? clock_kind::thread : clock_kind::wall;
    std::array<double, 2> sums{};
    std::array<double, 2> longest{};
    constexpr int rounds = 20;
    for (int round = 0; round < rounds; ++round) {
      std::array<std::vector<sql::statement>, 2> upserts;
      ++changes_;
      for (lead each : some) {
        each.status = lead_statuses[static_cast<std::size_t>(changes_) % 5];
        each.updated_at = timestamp::from_milliseconds(1'790'000'000'000 + changes_).value();
        each.next_call_at = each.updated_at;
        each.name += what == change::name ? " the " + std::to_string(changes_) : "";
        each.id += what == change::insertion ? " new " + std::to_string(changes_) : "";
        upserts[0].push_back(sql::upsert<Dialect>(acme, each).value());
        upserts[1].push_back(sql::upsert<Dialect, Kept>(acme, each).value());
      }
      for (std::size_t begin = 0; begin < some.size(); begin += batch) {
        for (std::size_t table = 0; table < 2; ++table) {
          const double taken = time_of([&] { run_all(upserts[table], begin); }, clock);
          sums[table] += taken;
          longest[table] = std::max(longest[table], taken);
        }
      }
    }
    const auto mean = [&](double sum) {
      return sum / static_cast<double>(some.size() * std::size_t{rounds});
    };
    std::array<char, 64> note{};
    std::snprintf(note.data(), note.size(), "longest transaction %.1f; %.1f", longest[0],
                  longest[1]);
    print_line(name_, rows,
               std::string(what == change::status ? "upsert of another status"
                           : what == change::name ? "upsert of another name"
                                                  : "insertion") +
                   (batch == 1 ? "" : ", 100 in a transaction") + how,
               mean(sums[0]), mean(sums[1]), {0, 0, 1.5}, note.data());
  }

  int changes_ = 0;
  std::string name_;
  Handle handle_;
  std::size_t all_rows_ = 0;
};

/// Four clients search, one asks for page 1: over one connection behind a lock and the plain table;
/// then each over a connection of its own and the other table. Prints the slowest page 1 of 100.
void report_clients(const std::string& file, std::size_t rows) {
  const auto percentile = [&](auto open, auto search, auto first_page) {
    std::atomic<bool> ended = false;
    std::vector<std::thread> clients;
    for (int i = 0; i < 4; ++i) {
      clients.emplace_back([&, i] {
        const auto database = open();
        for (int round = i; !ended; ++round) {
          constexpr std::array<std::string_view, 3> terms{"search=GROSS", "search=quetzal",
                                                          "search=%2B14155551234"};
          search(database, parse_query(terms[static_cast<std::size_t>(round) % 3]).value());
        }
      });
    }
    std::vector<double> times;
    const auto database = open();
    const auto begin = std::chrono::steady_clock::now();
    while (std::chrono::steady_clock::now() - begin < std::chrono::seconds(10)) {
      times.push_back(time_of([&] { first_page(database); }));
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    ended = true;
    for (std::thread& each : clients) {
      each.join();
    }
    std::ranges::sort(times);
    return times[times.size() * 99 / 100];
  };
  std::mutex lock;
  const auto opened = sql::open_reader(file);
  require(opened.has_value(), "SQLite does not open a file to read");
  if (failed) {
    return;
  }
  const double plain = percentile(
      [&] { return opened->get(); },
      [&](sqlite3* database, const lead_query& query) {
        const std::lock_guard guard(lock);
        require(sql::list<sql::sqlite>(database, acme, query).has_value(), "no page of a search");
      },
      [&](sqlite3* database) {
        const std::lock_guard guard(lock);
        require(sql::read_leads(database, sql::select_page<sql::sqlite>(acme, {})).has_value(),
                "no page 1");
      });
  const double kept = percentile(
      [&] { return sql::open_reader(file).value(); },
      [](const sql::sqlite_connection& database, const lead_query& query) {
        require(sql::list<sql::sqlite, leads_endpoint, kept_leads>(database.get(), acme, query)
                    .has_value(),
                "no page of a search");
      },
      [](const sql::sqlite_connection& database) {
        require(sql::read_leads(database.get(), sql::select_page<sql::sqlite, kept_leads>(acme, {}))
                    .has_value(),
                "no page 1");
      });
  print_line("SQLite", rows, "page 1 beside four clients that search, 99th percentile", plain, kept,
             {0, 50});
}

/// The same tables through a coordinator: a database of the same server whose tables have sixteen
/// foreign partitions. Measures the overhead that the figures of a single shard lack.
class coordinator {
 public:
  explicit coordinator(const std::string& socket) : shard_(connect(socket, "postgres")) {
    run(shard_, "DROP DATABASE IF EXISTS coordinator");
    run(shard_, "CREATE DATABASE coordinator");
    handle_ = connect(socket, "coordinator");
    run(handle_, "CREATE EXTENSION postgres_fdw");
    run(handle_, "CREATE SERVER shard FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '" + socket +
                     "', dbname 'postgres', use_remote_estimate 'true')");
    run(handle_, "CREATE USER MAPPING FOR CURRENT_USER SERVER shard OPTIONS (user 'postgres')");
    run(handle_, sql::create_table<dialect>().text);
    run(handle_, sql::create_table<dialect, coordinated_leads>().text);
    for (const std::string table : {"leads", "kept_leads"}) {
      for (int part = 0; part < 16; ++part) {
        const std::string number = std::to_string(part);
        run(handle_, "CREATE FOREIGN TABLE " + table + "_" + number + " PARTITION OF " + table +
                         " FOR VALUES WITH (MODULUS 16, REMAINDER " + number +
                         ") SERVER shard OPTIONS (table_name '" + table + "')");
      }
    }
    run(handle_, "SET enable_partitionwise_aggregate = on");
  }
  coordinator(const coordinator&) = delete;
  coordinator& operator=(const coordinator&) = delete;
  ~coordinator() {
    PQfinish(handle_);
    PQfinish(shard_);
  }

  void look(std::size_t rows, bool timed) const {
    const auto part = sql::find_partition<dialect>(handle_, acme);
    const auto kept_part = sql::find_partition<dialect, coordinated_leads>(handle_, acme);
    require(part.has_value() && kept_part.has_value(), "no partition");
    if (failed) {
      return;
    }
    lead_query deep;
    deep.page.page = rows * 9 / 10 / 50;
    const auto last = sql::read_leads(shard_, sql::select_page<sql::postgres>(acme, deep));
    require(last.has_value() && !(*last).empty(), "no page before the deep one");
    if (failed) {
      return;
    }
    const auto place = sql::make_cursor((*last).back()).value();
    ++deep.page.page;
    const lead_query rare = parse_query("search=quetzal").value();
    const auto page = [&](const std::string& what, const lead_query& query, goal of_partition) {
      const auto direct = sql::select_page<sql::postgres>(acme, query);
      report(what, rows, sql::select_page<dialect>(acme, query),
             sql::select_page<dialect, coordinated_leads>(acme, query), direct, timed, {});
      report(what + ", of the partition", rows,
             sql::select_page<dialect>(acme, query, nulls_last, *part),
             sql::select_page<dialect, coordinated_leads>(acme, query, nulls_last, *kept_part),
             direct, timed, of_partition);
    };
    page("page 1", {}, {});
    page("90 % deep, by offset", deep, {8});
    report("90 % deep, by keyset, of the partition", rows,
           sql::select_page<dialect>(acme, {}, sql::after(place), nulls_last, *part),
           sql::select_page<dialect, coordinated_leads>(acme, {}, sql::after(place), nulls_last,
                                                        *kept_part),
           sql::select_page<sql::postgres>(acme, deep), timed, {});
    page("a term of one in 2,000, page 1", rare, {});
    report("total of all", rows, sql::count<dialect>(acme, {}),
           sql::count<dialect, coordinated_leads>(acme, {}), std::nullopt, timed, {});
  }

 private:
  using dialect = sql::postgres_fdw;

  static PGconn* connect(const std::string& socket, const std::string& database) {
    PGconn* const made =
        PQconnectdb(("host=" + socket + " user=postgres dbname=" + database).c_str());
    PQsetNoticeProcessor(made, [](void*, const char*) {}, nullptr);
    return made;
  }
  static void run(PGconn* on, const std::string& text) {
    if (const auto wrong = sql::execute(on, {text, {}})) {
      require(false, wrong->message);
    }
  }
  /// The answers must equal the shard's own, and the plans must use one partition.
  void report(const std::string& what, std::size_t rows, const sql::statement& of_plain,
              const sql::statement& of_kept, const std::optional<sql::statement>& direct,
              bool timed, goal asked) const {
    if (direct) {
      const auto expected = sql::read_leads(shard_, *direct);
      require(expected.has_value() && !(*expected).empty() &&
                  sql::read_leads(handle_, of_plain) == expected &&
                  sql::read_leads(handle_, of_kept) == expected,
              "through the coordinator: " + what);
    }
    const std::string used = partition_of(of_plain, "public.leads_") + "; " +
                             partition_of(of_kept, "public.kept_leads_");
    const auto time = [&](const sql::statement& each) {
      return repeated([&] { require(!sql::execute(handle_, each), what); });
    };
    if (timed) {
      const double before = time(of_plain);
      print_line("a coordinator", rows, what, before, time(of_kept), asked, used);
    }
  }
  [[nodiscard]] std::string partition_of(const sql::statement& asked,
                                         const std::string& begin) const {
    std::string partition;
    const auto wrong = sql::execute(
        handle_, {"EXPLAIN (VERBOSE, COSTS OFF) " + asked.text, asked.parameters},
        [&](const sql::postgres_row& row) {
          const std::string line(row.text(0).value_or(""));
          if (const std::size_t at = line.find(begin); at != std::string::npos) {
            const std::string found = line.substr(at + 7, line.find_first_of(" )", at) - at - 7);
            require(partition.empty() || partition == found, "two partitions: " + line);
            partition = found;
          }
          return std::optional<sql::row_error>();
        });
    require(!wrong && !partition.empty(), "no partition for " + asked.text);
    return partition;
  }

  PGconn* shard_;
  PGconn* handle_ = nullptr;
};

} // namespace

int main(int count, char** arguments) {
  std::vector<std::size_t> sizes;
  bool timed = true;
  std::string_view only; // one engine; empty: all
  std::size_t beside =
      0; // rows of other organisations, 2,000 of each; 0: as many as acme has, of nine
  for (int i = 1; i < count; ++i) {
    const std::string_view argument = arguments[i];
    std::size_t rows = 0;
    if (argument == "--check") {
      timed = false;
    } else if (argument == "--engine=sqlite" || argument == "--engine=postgres") {
      only = argument.substr(argument.find('=') + 1);
    } else if (constexpr std::string_view option = "--beside=";
               argument.starts_with(option) &&
               std::from_chars(argument.data() + option.size(), argument.data() + argument.size(),
                               beside)
                       .ec == std::errc() &&
               beside >= base_rows) {
    } else if (std::from_chars(argument.data(), argument.data() + argument.size(), rows).ec ==
                   std::errc() &&
               rows >= base_rows) {
      sizes.push_back(rows);
    } else {
      std::fprintf(
          stderr,
          "usage: bench_sql [--check] [--engine=sqlite|postgres] [--beside=ROWS] [ROWS]...\n");
      return 2;
    }
  }
  if (sizes.empty()) {
    sizes = timed ? std::vector<std::size_t>{100'000, 1'000'000} : std::vector<std::size_t>{4'000};
  }
  if (timed) {
    std::printf("SQLite %s. Milliseconds, the fastest of several; rows of the organisation, and "
                "%s.\n\n",
                sqlite3_libversion(),
                beside == 0 ? "as many of nine others"
                            : (std::to_string(beside) + " of others, 2000 each").c_str());
    std::printf("| engine | rows | statement | plain table | with all that is kept | ratio | "
                "target | indexes "
                "|\n|---|---|---|---|---|---|---|---|\n");
  }
  const double begin = now(clock_kind::wall);
  const std::vector<lead> rows = base();
  const char* const cluster = std::getenv("LEADCORE_POSTGRES");
  for (const std::size_t size : sizes) {
    const std::size_t times = size / base_rows;
    const std::size_t others = beside == 0 ? times : beside / base_rows;
    const std::vector<lead> truth =
        size <= most_compared ? multiplied(rows, times) : std::vector<lead>();
    const std::vector<lead>* const compared = truth.empty() ? nullptr : &truth;

    const std::filesystem::path file =
        std::filesystem::temp_directory_path() /
        ("leadcore-bench-" + std::to_string(std::random_device{}()) + ".db");
    if (only != "postgres") {
      sqlite3* handle = nullptr;
      require(sqlite3_open(file.c_str(), &handle) == SQLITE_OK, "SQLite does not open a file");
      {
        const sql::sqlite_connection opened(handle);
        engine<sql::sqlite, kept_leads, sqlite3*> sqlite("SQLite", handle);
        static_cast<void>(sql::execute(handle, {"PRAGMA synchronous = OFF", {}}));
        static_cast<void>(sql::execute(handle, {"PRAGMA journal_mode = OFF", {}}));
        sqlite.fill(rows, times, others, beside != 0);
        if (timed) {
          sqlite.report_size(times * base_rows);
        }
        sqlite.look(times * base_rows, compared, timed);
        if (timed) {
          report_clients(file, times * base_rows);
        }
      }
      std::error_code ignored;
      std::filesystem::remove(file, ignored);
    }

    if (cluster != nullptr && only != "sqlite") {
      PGconn* const connected = PQconnectdb(
          ("host=" + std::string(cluster) + "/socket0 user=postgres dbname=postgres").c_str());
      PQsetNoticeProcessor(connected, [](void*, const char*) {}, nullptr);
      engine<sql::postgres, kept_postgres_leads, PGconn*> postgres("PostgreSQL", connected);
      for (const char* const table : {"leads", "kept_leads", "kept_leads_counts"}) {
        static_cast<void>(
            sql::execute(connected, {"DROP TABLE IF EXISTS " + std::string(table), {}}));
      }
      postgres.fill(rows, times, others, beside != 0);
      if (timed) {
        postgres.report_size(times * base_rows);
      }
      postgres.look(times * base_rows, compared, timed);
      PQfinish(connected);
      coordinator(std::string(cluster) + "/socket0").look(times * base_rows, timed);
    }
  }
  if (timed) {
    std::printf("\nAll of it took %.0f seconds.\n", (now(clock_kind::wall) - begin) / 1000);
  }
  return failed ? 1 : 0;
}
