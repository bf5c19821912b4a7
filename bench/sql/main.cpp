// SPDX-License-Identifier: BSL-1.0
// The statements of sql.hpp on SQLite and, under tests/support/with_postgres.sh, on PostgreSQL.
// Every answer is compared with list()'s over the same leads if they fit in memory, every plan must
// use an index, and then both databases are timed by the wall clock, since a server's work is not
// in this process. scripts/bench sql runs it.

#include <leadcore/query/list.hpp>
#include <leadcore/query/query_string.hpp>
#include <leadcore/sql.hpp>
#include <leadcore/sql/libpq.hpp>
#include <leadcore/sql/sqlite3.hpp>

#include <libpq-fe.h>
#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

namespace {

using namespace leadcore;

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

/// Runs a statement five times or for a second, and prints a line of the table.
template <class Handle>
void print_times(const std::string& engine, std::size_t rows, const char* what, Handle handle,
                 const sql::statement& asked, const std::string& used) {
  std::vector<double> times;
  const auto begin = std::chrono::steady_clock::now();
  while (times.size() < 5 || (times.size() < 101 &&
                              std::chrono::steady_clock::now() - begin < std::chrono::seconds(1))) {
    const auto start = std::chrono::steady_clock::now();
    const auto wrong =
        execute(handle, asked, [](const auto&) { return std::optional<sql::row_error>(); });
    times.push_back(
        std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start)
            .count());
    require(!wrong, what);
  }
  std::ranges::sort(times);
  std::printf("| %s | %zu | %s | %.2f | %.2f | %s |\n", engine.c_str(), rows, what,
              times[times.size() / 2], times.front(), used.c_str());
  std::fflush(stdout);
}

template <class Dialect, class Handle> class engine {
 public:
  engine(std::string name, Handle handle) : name_(std::move(name)), handle_(handle) {}

  /// Fills the table with `times` copies of the base, and as many rows of other organisations: of
  /// nine, or of one each.
  void fill(const std::vector<lead>& rows, std::size_t times, std::size_t others, bool one_each,
            const std::string& numbers) {
    run({"DROP TABLE IF EXISTS leads", {}});
    run({"DROP TABLE IF EXISTS base", {}});
    run(sql::create_table<Dialect>());
    run({"BEGIN", {}});
    for (const lead& each : rows) {
      run(sql::upsert<Dialect>(acme, each).value());
    }
    run({"COMMIT", {}});
    run({"CREATE TABLE base AS SELECT * FROM leads", {}});
    run({"DELETE FROM leads", {}});
    const std::string columns = "id || '-' || n, name, phones, emails, primary_phone, "
                                "primary_email, contact_id, company, source, "
                                "status, notes, next_call_at, created_at + n * 60000, updated_at, "
                                "assigned_to_id, client_id, "
                                "search_text FROM base, " +
                                numbers;
    run({"INSERT INTO leads SELECT organisation_id, " + columns,
         {static_cast<std::int64_t>(times) - 1}});
    run({std::string("INSERT INTO leads SELECT 'other' || ") + (one_each ? "n" : "(n % 9)") + ", " +
             columns,
         {static_cast<std::int64_t>(others) - 1}});
    all_rows_ = (times + others) * rows.size();
    for (const auto& each : sql::create_indexes<Dialect>()) {
      run(each);
    }
    if constexpr (requires { sql::create_search_index<Dialect>(); }) {
      for (const auto& each : sql::create_search_index<Dialect>()) {
        run(each);
      }
      run({"VACUUM ANALYZE leads", {}});
    } else {
      run({"ANALYZE", {}});
    }
  }

  /// The size of a row, including its share of every index.
  void report_size(std::size_t rows) {
    const bool sqlite = std::same_as<Dialect, sql::sqlite>;
    std::int64_t bytes = -1;
    const sql::statement asked{sqlite ? "SELECT sum(pgsize) FROM dbstat WHERE name LIKE '%leads%'"
                                      : "SELECT pg_total_relation_size('leads')",
                               {}};
    const auto wrong = execute(handle_, asked, [&](const auto& row) {
      bytes = row.is_null(0) ? -1 : row.integer(0).value_or(-1);
      return std::optional<sql::row_error>();
    });
    require(!wrong && bytes > 0, name_ + ": the size is not known");
    std::printf("| %s | %zu | bytes of a row with all indexes | %lld | | |\n", name_.c_str(), rows,
                static_cast<long long>(bytes) / static_cast<long long>(all_rows_));
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

    struct question {
      const char* name;
      lead_query asked;
      sql::statement statement;
    };
    std::vector<question> questions;
    const auto add = [&](const char* name, const lead_query& asked) {
      questions.push_back({name, asked, sql::select_page<Dialect>(acme, asked)});
    };
    add("page 1", query(""));
    add("90 % deep, by offset", deep_query);
    questions.push_back({"90 % deep, by keyset", deep_query,
                         sql::select_page<Dialect>(acme, deep_query, sql::after(place))});
    add("status, page 1", query("status=QUALIFIED"));
    add("owner, page 1", query("assignedToId=user7"));
    add("status and owner, page 1", query("status=LOST&assignedToId=user7"));
    add("without an owner, page 1", query("assignedToId=unassigned"));
    add("a term of many, page 1", query("search=GROSS"));
    add("a term of one in 2,000, page 1", query("search=quetzal"));
    add("a phone of one in 2,000, page 1", query("search=%2B14155551234"));
    for (const question& each : questions) {
      check(each.statement, each.asked, truth);
      report(each.name, rows, each.statement, timed);
    }
    for (const auto& [name, raw] : {std::pair{"total of all", ""},
                                    {"total of a status", "status=QUALIFIED"},
                                    {"total of a term of many", "search=GROSS"}}) {
      report(name, rows, sql::count<Dialect>(acme, query(raw)), timed);
      if (truth != nullptr) {
        const auto page = sql::list<Dialect>(handle_, acme, query(raw));
        require(page.has_value() && *page == list(*truth, query(raw)), name_ + ": " + name);
      }
    }
  }

 private:
  void run(const sql::statement& each) {
    if (const auto wrong = execute(handle_, each)) {
      require(false, wrong->message + ": " + each.text.substr(0, 200));
    }
  }
  void check(const sql::statement& asked, const lead_query& query, const std::vector<lead>* truth) {
    const auto rows = sql::read_leads(handle_, asked);
    require(rows.has_value() && !(*rows).empty(),
            name_ + ": no rows for ?" + to_query_string(query));
    if (truth != nullptr) {
      require(rows.has_value() && *rows == list(*truth, query).data,
              name_ + ": another page for ?" + to_query_string(query));
    }
  }
  /// Every access to the table must use an index; a deep offset, or a term of many leads, may be
  /// faster with a full scan.
  std::string plan(sql::statement of, bool may_scan) {
    std::string used;
    of.text =
        (std::same_as<Dialect, sql::sqlite> ? "EXPLAIN QUERY PLAN " : "EXPLAIN (COSTS OFF) ") +
        of.text;
    const auto wrong = execute(handle_, of, [&](const auto& row) {
      const std::string line(row.text(std::same_as<Dialect, sql::sqlite> ? 3 : 0).value_or(""));
      for (const std::string_view scanned : {"Seq Scan", "SCAN leads"}) {
        require(may_scan || line.find(scanned) == std::string::npos, name_ + ": " + line);
      }
      for (const std::string_view kind : {"leads_by_", "leads_pkey", "sqlite_autoindex_leads"}) {
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
  void report(const char* what, std::size_t rows, const sql::statement& asked, bool timed) {
    const std::string used = plan(asked, std::string_view(what).ends_with("by offset") ||
                                             std::string_view(what) == "total of a term of many");
    if (!timed) {
      return;
    }
    print_times(name_, rows, what, handle_, asked, used);
  }

  std::string name_;
  Handle handle_;
  std::size_t all_rows_ = 0;
};

/// The same table through a coordinator: a database of the same server whose table has sixteen
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
    run(handle_, sql::create_table<sql::postgres_fdw>().text);
    for (int part = 0; part < 16; ++part) {
      const std::string number = std::to_string(part);
      run(handle_, "CREATE FOREIGN TABLE leads_" + number +
                       " PARTITION OF leads FOR VALUES WITH (MODULUS 16, REMAINDER " + number +
                       ") SERVER shard OPTIONS (table_name 'leads')");
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
    using dialect = sql::postgres_fdw;
    const auto part = sql::find_partition<dialect>(handle_, acme);
    require(part.has_value(), "no partition");
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
    report("page 1", rows, sql::select_page<dialect>(acme, {}),
           sql::select_page<sql::postgres>(acme, {}), timed);
    report("page 1, of the partition", rows, sql::select_page<dialect>(acme, {}, nulls_last, *part),
           sql::select_page<sql::postgres>(acme, {}), timed);
    report("90 % deep, by offset", rows, sql::select_page<dialect>(acme, deep),
           sql::select_page<sql::postgres>(acme, deep), timed);
    report("90 % deep, by offset, of the partition", rows,
           sql::select_page<dialect>(acme, deep, nulls_last, *part),
           sql::select_page<sql::postgres>(acme, deep), timed);
    report("90 % deep, by keyset", rows, sql::select_page<dialect>(acme, {}, sql::after(place)),
           sql::select_page<sql::postgres>(acme, deep), timed);
    report("90 % deep, by keyset, of the partition", rows,
           sql::select_page<dialect>(acme, {}, sql::after(place), nulls_last, *part),
           sql::select_page<sql::postgres>(acme, deep), timed);
    report("a term of one in 2,000, page 1", rows, sql::select_page<dialect>(acme, rare),
           sql::select_page<sql::postgres>(acme, rare), timed);
    report("a term of one in 2,000, page 1, of the partition", rows,
           sql::select_page<dialect>(acme, rare, nulls_last, *part),
           sql::select_page<sql::postgres>(acme, rare), timed);
    report("total of all", rows, sql::count<dialect>(acme, {}), std::nullopt, timed);
  }

 private:
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
  /// The answer must equal the shard's own, and the plan must use one partition.
  void report(const char* what, std::size_t rows, sql::statement asked,
              const std::optional<sql::statement>& direct, bool timed) const {
    if (direct) {
      const auto expected = sql::read_leads(shard_, *direct);
      require(expected.has_value() && !(*expected).empty() &&
                  sql::read_leads(handle_, asked) == expected,
              std::string("through the coordinator: ") + what);
    }
    std::string partition;
    const auto wrong = sql::execute(
        handle_, {"EXPLAIN (VERBOSE, COSTS OFF) " + asked.text, asked.parameters},
        [&](const sql::postgres_row& row) {
          const std::string line(row.text(0).value_or(""));
          if (const std::size_t at = line.find("public.leads_"); at != std::string::npos) {
            const std::string found = line.substr(at + 7, line.find_first_of(" )", at) - at - 7);
            require(partition.empty() || partition == found, "two partitions: " + line);
            partition = found;
          }
          return std::optional<sql::row_error>();
        });
    require(!wrong && !partition.empty(), std::string("no partition for ") + what);
    if (timed) {
      print_times("a coordinator", rows, what, handle_, asked, partition);
    }
  }

  PGconn* shard_;
  PGconn* handle_ = nullptr;
};

} // namespace

int main(int count, char** arguments) {
  std::vector<std::size_t> sizes;
  bool timed = true;
  std::size_t beside =
      0; // rows of other organisations, 2,000 of each; 0: as many as acme has, of nine
  for (int i = 1; i < count; ++i) {
    const std::string_view argument = arguments[i];
    std::size_t rows = 0;
    if (argument == "--check") {
      timed = false;
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
      std::fprintf(stderr, "usage: bench_sql [--check] [--beside=ROWS] [ROWS]...\n");
      return 2;
    }
  }
  if (sizes.empty()) {
    sizes = timed ? std::vector<std::size_t>{100'000, 1'000'000} : std::vector<std::size_t>{4'000};
  }
  if (timed) {
    std::printf("SQLite %s. Milliseconds by the wall clock; rows of the organisation, and %s.\n\n",
                sqlite3_libversion(),
                beside == 0 ? "as many of nine others"
                            : (std::to_string(beside) + " of others, 2000 each").c_str());
    std::printf(
        "| engine | rows | statement | median | least | indexes |\n|---|---|---|---|---|---|\n");
  }
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
    sqlite3* opened = nullptr;
    require(sqlite3_open(file.c_str(), &opened) == SQLITE_OK, "SQLite does not open a file");
    {
      engine<sql::sqlite, sqlite3*> sqlite("SQLite", opened);
      static_cast<void>(sql::execute(opened, {"PRAGMA synchronous = OFF", {}}));
      static_cast<void>(sql::execute(opened, {"PRAGMA journal_mode = OFF", {}}));
      sqlite.fill(rows, times, others, beside != 0,
                  "(WITH RECURSIVE counted(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM counted "
                  "WHERE n < ?) "
                  "SELECT n FROM counted)");
      if (timed) {
        sqlite.report_size(times * base_rows);
      }
      sqlite.look(times * base_rows, compared, timed);
    }
    sqlite3_close(opened);
    std::error_code ignored;
    std::filesystem::remove(file, ignored);

    if (cluster != nullptr) {
      PGconn* const connected = PQconnectdb(
          ("host=" + std::string(cluster) + "/socket0 user=postgres dbname=postgres").c_str());
      PQsetNoticeProcessor(connected, [](void*, const char*) {}, nullptr);
      engine<sql::postgres, PGconn*> postgres("PostgreSQL", connected);
      postgres.fill(rows, times, others, beside != 0, "generate_series(0, $1::int) AS n");
      if (timed) {
        postgres.report_size(times * base_rows);
      }
      postgres.look(times * base_rows, compared, timed);
      PQfinish(connected);
      coordinator(std::string(cluster) + "/socket0").look(times * base_rows, timed);
    }
  }
  return failed ? 1 : 0;
}
