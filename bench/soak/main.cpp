// SPDX-License-Identifier: BSL-1.0
// Three shards behind a coordinator under load, while one shard after the other is killed (-9) and
// restarted. Each client owns organisations on every shard and alone changes their leads, so it can
// compare every answer with list() over the leads that it knows. scripts/bench soak runs it under
// tests/support/with_postgres.sh.

#include <leadcore/query/list.hpp>
#include <leadcore/query/query_string.hpp>
#include <leadcore/sql.hpp>
#include <leadcore/sql/libpq.hpp>

#include "support/shard_statements.hpp"

#include <libpq-fe.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

namespace {

using namespace leadcore;
using leadcore::testing::shards;
using dialect = sql::postgres_fdw;
using clock_type = std::chrono::steady_clock;
using time_point = clock_type::time_point;
using std::chrono::milliseconds;

constexpr int clients = 4;
constexpr std::size_t organisations_each = 2; // of a client on a shard
constexpr std::size_t first_rows = 200;       // of an organisation
constexpr std::size_t most_rows = 300;
constexpr milliseconds down_for{1'000};
constexpr milliseconds longest_recovery{60'000};

[[noreturn]] void give_up(const std::string& why) {
  std::fprintf(stderr, "soak: %s\n", why.c_str());
  std::_Exit(2);
}
/// Prints the first wrong answers.
void report(const std::string& what) {
  static std::atomic<int> reported = 0;
  if (++reported <= 20) {
    std::printf("FAILED: %s\n", what.c_str());
    std::fflush(stdout);
  }
}

double in_milliseconds(clock_type::duration of) {
  return std::chrono::duration<double, std::milli>(of).count();
}
double percentile(std::vector<double> of, double share) {
  if (of.empty()) {
    return 0;
  }
  std::ranges::sort(of);
  return of[std::min(of.size() - 1,
                     static_cast<std::size_t>(share * static_cast<double>(of.size())))];
}

/// When the shards were down: from before the kill to the first right answer after it.
class outages {
 public:
  void begin(int shard) {
    const std::lock_guard lock(mutex_);
    all_[static_cast<std::size_t>(shard)].emplace_back(clock_type::now(), time_point::max());
  }
  void end(int shard) {
    const std::lock_guard lock(mutex_);
    all_[static_cast<std::size_t>(shard)].back().second = clock_type::now();
  }
  [[nodiscard]] bool overlap(int shard, time_point from, time_point to) const {
    const std::lock_guard lock(mutex_);
    return std::ranges::any_of(all_[static_cast<std::size_t>(shard)], [&](const auto& each) {
      return each.first <= to && from <= each.second;
    });
  }

 private:
  mutable std::mutex mutex_;
  std::array<std::vector<std::pair<time_point, time_point>>, shards> all_;
};

/// A connection to a cluster: 0 is the coordinator.
class connection {
 public:
  explicit connection(const std::string& folder, int cluster = 0)
      : handle_(PQconnectdb(("host=" + folder + "/socket" + std::to_string(cluster) +
                             " user=postgres dbname=postgres")
                                .c_str()),
                PQfinish) {
    if (PQstatus(handle_.get()) != CONNECTION_OK) {
      give_up(PQerrorMessage(handle_.get()));
    }
    PQsetNoticeProcessor(handle_.get(), [](void*, const char*) {}, nullptr);
    run(leadcore::testing::on_shards);
  }
  [[nodiscard]] PGconn* get() const { return handle_.get(); }
  void run(const sql::statement& each) const {
    if (const auto failed = sql::execute(get(), each)) {
      give_up(failed->message + "\n" + each.text);
    }
  }

 private:
  std::unique_ptr<PGconn, decltype(&PQfinish)> handle_;
};

struct organisation {
  organisation_id id;
  int shard;
  sql::partition partition;
  std::vector<lead> rows; ///< those of the acknowledged changes
  /// The rows if the last change was made, whose acknowledgement was lost.
  std::optional<std::vector<lead>> in_doubt = std::nullopt;
};

/// An organisation on a shard: the first of a number of names that the shard has.
organisation next_organisation(const connection& to, int shard, int& number) {
  for (;;) {
    const auto id = parse_organisation_id("organisation " + std::to_string(++number)).value();
    auto in = sql::find_partition<dialect>(to.get(), id);
    if (!in.has_value()) {
      give_up(in.error().message);
    }
    if ((*in).name == "leads_" + std::to_string(shard)) {
      return {id, shard, *std::move(in), {}};
    }
  }
}

struct counts {
  std::int64_t answers = 0, wrong = 0, acknowledged = 0, lost = 0, unavailable = 0, others = 0;

  void add(const counts& more) {
    answers += more.answers;
    wrong += more.wrong;
    acknowledged += more.acknowledged;
    lost += more.lost;
    unavailable += more.unavailable;
    others += more.others;
  }
};
struct statistics {
  std::array<counts, shards> of_shard;
  std::vector<double> all_up, another_down; ///< milliseconds of the answers and changes

  void add(const statistics& more) {
    for (std::size_t i = 0; i < of_shard.size(); ++i) {
      of_shard[i].add(more.of_shard[i]);
    }
    all_up.insert(all_up.end(), more.all_up.begin(), more.all_up.end());
    another_down.insert(another_down.end(), more.another_down.begin(), more.another_down.end());
  }
};

class client {
 public:
  client(const std::string& folder, const outages& down, unsigned seed)
      : to_(folder), down_(down), random_(seed) {}

  /// Takes an organisation and fills it.
  void own(organisation owned) {
    to_.run({"BEGIN", {}});
    while (owned.rows.size() < first_rows) {
      owned.rows.push_back(draw_lead(owned));
      to_.run(sql::upsert<dialect>(owned.id, owned.rows.back()).value());
    }
    to_.run({"COMMIT", {}});
    owned_.push_back(std::move(owned));
  }
  void run(const std::atomic<bool>& stopped) {
    while (!stopped) {
      organisation& at = owned_[below(owned_.size())];
      if (at.in_doubt) {
        settle(at);
      } else if (below(4) == 0) {
        change(at);
      } else if (below(8) == 0) {
        walk(at);
      } else {
        list_page(at);
      }
    }
  }
  /// Compares every organisation with its shard's own rows. Shards are up.
  void compare_all(const std::string& folder) {
    for (organisation& at : owned_) {
      if (at.in_doubt) {
        settle(at);
      }
      const connection there(folder, at.shard + 1);
      for (const auto& found :
           {sql::read_leads(to_.get(), sql::select_page<dialect>(at.id, everything)),
            sql::read_leads(there.get(), sql::select_page<sql::postgres>(at.id, everything))}) {
        if (!found.has_value() || at.in_doubt || *found != list(at.rows, everything).data) {
          ++count(at).lost;
          report("the rows of " + std::string(at.id.view()) + " at the end");
        }
      }
    }
  }
  [[nodiscard]] std::size_t rows_on(int shard) const {
    std::size_t rows = 0;
    for (const organisation& each : owned_) {
      rows += each.shard == shard ? each.rows.size() : 0;
    }
    return rows;
  }
  [[nodiscard]] const statistics& seen() const { return seen_; }

 private:
  static inline const lead_query everything = [] {
    lead_query out;
    out.page = {1, 10 * most_rows};
    return out;
  }();

  [[nodiscard]] std::size_t below(std::size_t bound) {
    return static_cast<std::size_t>(random_() % bound);
  }
  [[nodiscard]] counts& count(const organisation& at) {
    return seen_.of_shard[static_cast<std::size_t>(at.shard)];
  }
  [[nodiscard]] timestamp draw_time(std::int64_t step) {
    return timestamp::from_milliseconds(1'777'000'000'000 +
                                        static_cast<std::int64_t>(below(50)) * step)
        .value();
  }
  /// A new lead of an organisation, or another version of one that it has.
  [[nodiscard]] lead draw_lead(const organisation& owner) {
    constexpr std::array<std::string_view, 4> names{"Jane Doe", "Zoë Groß", "王小明",
                                                    "O'Neil, Pat"};
    const bool is_new =
        owner.rows.size() < first_rows || (owner.rows.size() < most_rows && below(2) == 0);
    lead out{.id = is_new ? "lead" + std::to_string(++leads_)
                          : owner.rows[below(owner.rows.size())].id,
             .name = std::string(names[below(4)]) + " " + std::to_string(below(100))};
    out.phones = {"+1415555" + std::to_string(1000 + below(9000))};
    out.primary_phone = out.phones.front();
    out.company = std::string(owner.id.view());
    out.status = lead_statuses[below(5)];
    if (below(3) != 0) {
      out.next_call_at = draw_time(1'800'000);
    }
    out.created_at = draw_time(60'000);
    if (below(3) != 0) {
      out.assigned_to_id = "u" + std::to_string(below(5));
    }
    return out;
  }

  /// Runs a request and counts what came of it. @return its answer, if there is one
  template <class Request> [[nodiscard]] auto ask(organisation& at, Request request) {
    const time_point begin = clock_type::now();
    auto answer = request();
    const time_point end = clock_type::now();
    if (!answer.has_value()) {
      const bool is_down = down_.overlap(at.shard, begin, end);
      if (is_down && answer.error().code == sql::database_errc::unavailable) {
        ++count(at).unavailable;
        std::this_thread::sleep_for(milliseconds(1));
      } else {
        ++count(at).others;
        report("an error while shard " + std::to_string(at.shard) +
               (is_down ? " is down: " : " is up: ") + std::string(to_string(answer.error().code)) +
               ": " + answer.error().message);
      }
      return answer;
    }
    bool is_another_down = false;
    for (int other = 0; other < shards; ++other) {
      is_another_down = is_another_down || (other != at.shard && down_.overlap(other, begin, end));
    }
    (is_another_down ? seen_.another_down : seen_.all_up).push_back(in_milliseconds(end - begin));
    return answer;
  }
  void judge(organisation& at, bool is_right, std::string_view what) {
    ++count(at).answers;
    if (!is_right) {
      ++count(at).wrong;
      report(std::string(what) + " of " + std::string(at.id.view()));
    }
  }
  /// Half of the requests name the partition (decision 0103).
  [[nodiscard]] std::optional<sql::partition> draw_partition(const organisation& at) {
    return below(2) == 0 ? std::optional(at.partition) : std::nullopt;
  }

  void list_page(organisation& at) {
    constexpr std::array<std::string_view, 8> queries{"",
                                                      "status=QUALIFIED",
                                                      "assignedToId=unassigned",
                                                      "search=jane&pageSize=20",
                                                      "search=%2B1415555",
                                                      "assignedToId=u1&status=LOST",
                                                      "search=gross&assignedToId=u2",
                                                      "pageSize=100"};
    lead_query query = parse_query(queries[below(queries.size())]).value();
    query.page.page = 1 + below(4);
    const auto in = draw_partition(at);
    const auto page = ask(at, [&] { return sql::list<dialect>(to_.get(), at.id, query, in); });
    if (page.has_value()) {
      judge(at, *page == list(at.rows, query), "a page");
    }
  }
  void walk(organisation& at) {
    if (at.rows.empty()) {
      return;
    }
    const lead after = at.rows[below(at.rows.size())];
    const auto cursor = sql::make_cursor(after).value();
    const auto in = draw_partition(at);
    lead_query query;
    query.page.page_size = 20;
    const auto next = ask(at, [&] {
      return sql::read_leads(
          to_.get(), sql::select_page<dialect>(at.id, query, sql::after(cursor), nulls_last, in));
    });
    if (next.has_value()) {
      std::vector<lead> expected = list(at.rows, everything).data;
      expected.erase(expected.begin(), std::ranges::find(expected, after.id, &lead::id) + 1);
      expected.resize(std::min<std::size_t>(expected.size(), query.page.page_size));
      judge(at, *next == expected, "a walk");
    }
  }
  void change(organisation& at) {
    std::vector<lead> rows = at.rows;
    sql::statement made;
    if (rows.size() > first_rows / 2 && below(3) == 0) {
      const auto erased = rows.begin() + static_cast<std::ptrdiff_t>(below(rows.size()));
      made = sql::erase<dialect>(at.id, erased->id);
      rows.erase(erased);
    } else {
      lead row = draw_lead(at);
      made = sql::upsert<dialect>(at.id, row).value();
      const auto same = std::ranges::find(rows, row.id, &lead::id);
      if (same == rows.end()) {
        rows.push_back(std::move(row));
      } else {
        *same = std::move(row);
      }
    }
    const auto changed = ask(at, [&]() -> result<bool, sql::database_error> {
      if (auto failed = sql::execute(to_.get(), made)) {
        return fail(*std::move(failed));
      }
      return true;
    });
    if (changed.has_value()) {
      ++count(at).acknowledged;
      at.rows = std::move(rows);
    } else {
      at.in_doubt = std::move(rows);
    }
  }
  /// Asks whether the change in doubt was made: the rows are those with it, or those without it.
  void settle(organisation& at) {
    const auto found = ask(at, [&] {
      return sql::read_leads(to_.get(), sql::select_page<dialect>(at.id, everything));
    });
    if (!found.has_value()) {
      return;
    }
    const bool is_made = *found == list(*at.in_doubt, everything).data;
    judge(at, is_made || *found == list(at.rows, everything).data, "the rows");
    if (is_made) {
      at.rows = *std::move(at.in_doubt);
    }
    at.in_doubt.reset();
  }

  connection to_;
  const outages& down_;
  std::mt19937 random_;
  std::vector<organisation> owned_;
  std::uint64_t leads_ = 0;
  statistics seen_;
};

/// Kills a shard, restarts it, and waits for the first right answer of its organisation.
/// @return how long that took after the restart
double kill_and_restart(const std::string& folder, const connection& to, outages& down,
                        const organisation& probe) {
  const auto cluster = [&](const std::string& action) {
    const std::string command =
        folder + "/cluster " + std::to_string(probe.shard + 1) + " " + action;
    return std::system(command.c_str());
  };
  down.begin(probe.shard);
  if (cluster("kill") != 0) {
    give_up("the shard cannot be killed");
  }
  std::this_thread::sleep_for(down_for);
  const time_point begin = clock_type::now();
  std::thread starting([&] {
    if (cluster("start") != 0) {
      give_up("the shard does not start");
    }
  });
  const page_of<lead> expected = list(probe.rows, lead_query());
  for (;;) {
    const auto page = sql::list<dialect>(to.get(), probe.id, lead_query());
    if (page.has_value()) {
      if (*page != expected) {
        report("the first answer after the restart");
      }
      break;
    }
    if (clock_type::now() - begin > longest_recovery) {
      give_up("the shard does not recover: " + page.error().message);
    }
    std::this_thread::sleep_for(milliseconds(2));
  }
  const double took = in_milliseconds(clock_type::now() - begin);
  down.end(probe.shard);
  starting.join();
  return took;
}

/// Prints the tables. @return whether all was right
bool print(const statistics& seen, const std::array<std::vector<double>, shards>& recoveries,
           double minutes, double elapsed) {
  const auto requests = static_cast<double>(seen.all_up.size() + seen.another_down.size());
  std::printf("\n%g minutes, %d clients, %d organisations of up to %zu leads on %d shards, %.0f "
              "answers a second\n\n"
              "| shard | kills | answers compared | wrong | changes acknowledged | lost | "
              "unavailable while it was down | other errors | restart to answer, ms: median, "
              "longest |\n|---|---|---|---|---|---|---|---|---|\n",
              minutes, clients, clients * shards * static_cast<int>(organisations_each), most_rows,
              shards, requests * 1000 / elapsed);
  bool is_right = true;
  double longest = 0;
  for (std::size_t i = 0; i < seen.of_shard.size(); ++i) {
    const counts& each = seen.of_shard[i];
    const double of_shard = percentile(recoveries[i], 1);
    longest = std::max(longest, of_shard);
    std::printf("| %zu | %zu | %lld | %lld | %lld | %lld | %lld | %lld | %.0f, %.0f |\n", i,
                recoveries[i].size(), static_cast<long long>(each.answers),
                static_cast<long long>(each.wrong), static_cast<long long>(each.acknowledged),
                static_cast<long long>(each.lost), static_cast<long long>(each.unavailable),
                static_cast<long long>(each.others), percentile(recoveries[i], 0.5), of_shard);
    is_right = is_right && each.wrong == 0 && each.lost == 0 && each.others == 0 &&
               each.answers != 0 && each.acknowledged != 0 && !recoveries[i].empty();
  }
  std::printf(
      "\n| answers and changes, ms | number | median | 99 %% | longest |\n|---|---|---|---|---|\n");
  for (const auto& [name, times] :
       {std::pair{"all shards up", &seen.all_up}, {"another shard down", &seen.another_down}}) {
    std::printf("| %s | %zu | %.2f | %.2f | %.0f |\n", name, times->size(), percentile(*times, 0.5),
                percentile(*times, 0.99), percentile(*times, 1));
  }
  std::printf("\n%s; recovery within 2 s of the restart: %s\n",
              is_right ? "no wrong answer, no lost change, no error but of the shard that was down"
                       : "FAILED",
              longest <= 2000 ? "yes" : "no");
  return is_right;
}

} // namespace

int main(int argc, char** argv) {
  double minutes = 10;
  for (int i = 1; i < argc; ++i) {
    const std::string_view option = argv[i];
    constexpr std::string_view name = "--minutes=";
    const char* const end = option.data() + option.size();
    if (!option.starts_with(name) ||
        std::from_chars(option.data() + name.size(), end, minutes) !=
            std::from_chars_result{end, std::errc()} ||
        !(minutes > 0 && minutes <= 10'000)) {
      std::fprintf(stderr, "usage: scripts/bench soak [--minutes=N], N to 10000; not %s\n",
                   argv[i]);
      return 2;
    }
  }
  const char* const found = std::getenv("LEADCORE_POSTGRES");
  if (found == nullptr) {
    give_up("LEADCORE_POSTGRES is not set: run this under tests/support/with_postgres.sh 4");
  }
  const std::string folder = found;
  for (int shard = 0; shard < shards; ++shard) {
    const connection there(folder, shard + 1);
    for (const sql::statement& each : leadcore::testing::shard_statements()) {
      there.run(each);
    }
  }
  const connection to(folder);
  for (const sql::statement& each : leadcore::testing::coordinator_statements(folder)) {
    to.run(each);
  }

  outages down;
  int organisations = 0;
  std::vector<organisation> probes; // which nobody changes
  for (int shard = 0; shard < shards; ++shard) {
    probes.push_back(next_organisation(to, shard, organisations));
    probes.back().rows.push_back(lead{.id = "1", .name = "Jane"});
    to.run(sql::upsert<dialect>(probes.back().id, probes.back().rows.back()).value());
  }
  std::vector<std::unique_ptr<client>> all;
  for (int i = 0; i < clients; ++i) {
    all.push_back(std::make_unique<client>(folder, down, static_cast<unsigned>(i)));
    for (int shard = 0; shard < shards; ++shard) {
      for (std::size_t each = 0; each < organisations_each; ++each) {
        all.back()->own(next_organisation(to, shard, organisations));
      }
    }
  }

  std::atomic<bool> stopped = false;
  std::vector<std::thread> threads;
  const time_point begin = clock_type::now();
  for (const auto& each : all) {
    threads.emplace_back([&] { each->run(stopped); });
  }
  std::array<std::vector<double>, shards> recoveries;
  std::mt19937 random(1);
  const std::chrono::duration<double> length(minutes * 60);
  for (std::size_t kills = 0; clock_type::now() - begin < length || kills < probes.size();
       ++kills) {
    std::this_thread::sleep_for(milliseconds(2'000 + random() % 4'000));
    const organisation& probe = probes[kills % probes.size()];
    recoveries[kills % probes.size()].push_back(kill_and_restart(folder, to, down, probe));
  }
  stopped = true;
  for (std::thread& each : threads) {
    each.join();
  }
  const double elapsed = in_milliseconds(clock_type::now() - begin);

  statistics seen;
  for (const auto& each : all) {
    each->compare_all(folder);
    seen.add(each->seen());
  }
  for (int shard = 0; shard < shards; ++shard) { // no rows of nobody
    std::size_t expected = 1;
    for (const auto& each : all) {
      expected += each->rows_on(shard);
    }
    std::int64_t rows = -1;
    const connection there(folder, shard + 1);
    const auto failed = sql::execute(there.get(), {"SELECT count(*) FROM leads", {}},
                                     [&](const sql::postgres_row& row) {
                                       rows = row.integer(0).value_or(-1);
                                       return std::optional<sql::row_error>();
                                     });
    if (failed || rows != static_cast<std::int64_t>(expected)) {
      ++seen.of_shard[static_cast<std::size_t>(shard)].lost;
      report("shard " + std::to_string(shard) + " has " + std::to_string(rows) + " leads, not " +
             std::to_string(expected));
    }
  }
  return print(seen, recoveries, minutes, elapsed) ? 0 : 1;
}
