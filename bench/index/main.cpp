// SPDX-License-Identifier: BSL-1.0
#include "index/data.hpp"
#include "index/sides.hpp"
#include "support/suite.hpp"

#include <leadcore/index.hpp>
#include <leadcore/json/write.hpp>
#include <leadcore/model/validate.hpp>
#include <leadcore/query/list.hpp>
#include <leadcore/query/query_string.hpp>

#include <benchmark/benchmark.h>
#include <malloc.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace leadcore::bench {

namespace {

using row_page = page_of<std::reference_wrapper<const lead>>;

/// The leads of one size, and everything that answers queries over them.
struct world {
  std::vector<lead> leads;
  workload_queries queries;
  std::vector<lead> moved;    ///< some leads with another next call
  std::vector<lead> touched;  ///< the same leads with another update time alone
  std::vector<lead> original; ///< the same leads unchanged
  lead_index index;
  std::unique_ptr<sqlite_side> sqlite; ///< null without copies
  std::unique_ptr<ranked_side> ranked;
  bool check_only = false;
  bool copies = true; ///< whether there is memory for peers that copy the leads

  [[nodiscard]] bool is_large() const { return leads.size() > 100'000; }
};

struct targets {
  double seconds = 0; ///< upper limit for one operation
  double ranked = 0, database = 0;
  bool naive = true; ///< whether the slowest peer is included
};

found found_by_index(const world& in, const lead_query& query) {
  const auto page = in.index.list(query);
  found made{{}, page.pagination.total};
  for (const indexed_lead& row : page.data) {
    made.rows.push_back(ordinal_of(row.id()));
  }
  return made;
}

template <class Rows> found found_in(const Rows& rows, std::uint64_t total) {
  found made{{}, total};
  for (const auto& row : rows) {
    if constexpr (std::is_pointer_v<std::remove_cvref_t<decltype(row)>>) {
      made.rows.push_back(ordinal_of(row->id));
    } else {
      made.rows.push_back(ordinal_of(static_cast<const lead&>(row).id));
    }
  }
  return made;
}

found found_by_list(const world& in, const lead_query& query) {
  const row_page page = list_references(in.leads, query);
  return found_in(page.data, page.pagination.total);
}

std::string describe(const lead_query& query, const std::string& difference) {
  return "?" + to_query_string(query) + ": " + difference;
}

/// Reduces passes and repetitions so that their total time is limited, given the seconds of one
/// operation.
void limit_effort(effort& limits, double each) {
  constexpr double of_a_pass = 0.04;
  constexpr double of_all = 0.6;
  limits.operations =
      std::clamp<std::size_t>(static_cast<std::size_t>(of_a_pass / each), 1, limits.operations);
  const double repetitions = of_all / (each * static_cast<double>(limits.operations));
  limits.repetitions =
      repetitions >= 15 ? 0 : std::max(static_cast<int>(repetitions), each > 0.3 ? 1 : 3);
}

/// How many results are compared.
enum class extent : std::uint8_t {
  timed,        ///< the timed queries
  all_or_eight, ///< all, or eight if there are many leads
};

/// A peer that runs one query after another, as many as fit into its time.
/// @param ours, answer  return the results to compare
template <class Result>
peer query_peer(std::string name, double target, const world& in, const query_set& set,
                extent compared, std::size_t most_if_checking,
                std::function<Result(const lead_query&)> ours,
                std::function<Result(const lead_query&)> answer,
                std::function<void(const lead_query&)> run) {
  auto limits = std::make_shared<effort>();
  limits->operations = set.queries.size();
  return {.name = std::move(name),
          .target = target,
          .compare =
              [&in, &set, limits, compared, most_if_checking, ours, answer](comparison& results) {
                const auto start = std::chrono::steady_clock::now();
                std::size_t count = 1;
                for (std::size_t i = 0; i < count; ++i) {
                  const lead_query& query = set.queries[i];
                  const Result theirs = answer(query);
                  const std::chrono::duration<double> took =
                      std::chrono::steady_clock::now() - start;
                  results.require(ours(query) == theirs,
                                  [&] { return describe(query, "another page"); });
                  if (i == 0 && in.check_only) {
                    limits->operations = std::min(set.queries.size(), most_if_checking);
                  } else if (i == 0) {
                    limit_effort(*limits, std::max(took.count(), 1e-9));
                  }
                  if (i == 0) {
                    count = compared == extent::timed ? limits->operations
                            : in.is_large()           ? std::min<std::size_t>(8, set.queries.size())
                                                      : set.queries.size();
                  }
                }
              },
          .run =
              [&set, limits, run] {
                for (std::size_t i = 0; i < limits->operations; ++i) {
                  run(set.queries[i]);
                }
              },
          .limits = limits};
}

/// Number of queries compared in a workload that is not timed.
constexpr std::size_t some_queries = 16;
constexpr std::size_t few_queries = 2;

std::vector<std::pair<std::string, sqlite_search>> sqlite_ways(const world& in,
                                                               const query_set& set) {
  if (!in.copies) {
    return {};
  }
  const bool searching = !set.queries.front().search.empty();
  const bool short_terms =
      std::any_of(set.queries.begin(), set.queries.end(),
                  [](const lead_query& each) { return each.search.folded().size() < 3; });
  std::vector<std::pair<std::string, sqlite_search>> ways{
      {sqlite_side::version() + (searching ? " instr" : ""), sqlite_search::scan}};
  if (searching && !short_terms) {
    ways.emplace_back(sqlite_side::version() + " FTS5 trigram", sqlite_search::trigrams);
  }
  return ways;
}

/// Page and total of each query.
void add_selection(suite& all, world& in, const query_set& set, const targets& asked) {
  const auto ours = [&in](const lead_query& query) { return found_by_index(in, query); };
  workload work{.name = set.name,
                .operations = set.queries.size(),
                .run =
                    [&in, &set] {
                      for (const lead_query& query : set.queries) {
                        auto page = in.index.list(query);
                        benchmark::DoNotOptimize(page);
                      }
                    },
                .peers = {},
                .compare = {},
                .most = asked.seconds};
  for (const auto& [name, way] : sqlite_ways(in, set)) {
    work.peers.push_back(query_peer<found>(
        name, asked.database, in, set, extent::timed, some_queries, ours,
        [&in, how = way](const lead_query& query) { return in.sqlite->list(query, how); },
        [&in, how = way](const lead_query& query) {
          auto page = in.sqlite->list(query, how);
          benchmark::DoNotOptimize(page);
        }));
  }
  if (set.queries.front().search.empty()) {
    const auto rows = std::make_shared<std::vector<const lead*>>();
    work.peers.push_back(query_peer<found>(
        ranked_side::version(), asked.ranked, in, set, extent::timed, some_queries, ours,
        [&in, rows](const lead_query& query) {
          std::uint64_t total = 0;
          in.ranked->list(*rows, total, query);
          return found_in(*rows, total);
        },
        [&in](const lead_query& query) {
          std::vector<const lead*> page; // a new one for each query, as in ours
          std::uint64_t total = 0;
          in.ranked->list(page, total, query);
          benchmark::DoNotOptimize(page);
        }));
  }
  work.peers.push_back(query_peer<found>(
      "list()", 0, in, set, extent::all_or_eight, some_queries, ours,
      [&in](const lead_query& query) { return found_by_list(in, query); },
      [&in](const lead_query& query) {
        auto page = list_references(in.leads, query);
        benchmark::DoNotOptimize(page);
      }));
  if (asked.naive && in.copies) {
    work.peers.push_back(query_peer<found>(
        "copy, sort, slice", 0, in, set, extent::timed, few_queries, ours,
        [&in](const lead_query& query) {
          std::uint64_t total = 0;
          const std::vector<lead> page = naive_list(in.leads, query, total);
          return found_in(page, total);
        },
        [&in](const lead_query& query) {
          std::uint64_t total = 0;
          auto page = naive_list(in.leads, query, total);
          benchmark::DoNotOptimize(page);
        }));
  }
  all.add(std::move(work));
}

/// The same with each query repeated many times in a row, so that its data are in the cache: any
/// remaining growth with the number of leads is not due to cache misses.
void add_repeated(suite& all, const world& in, const query_set& set) {
  constexpr std::size_t times = 256;
  workload work{.name = set.name + ", each " + std::to_string(times) + " times",
                .operations = set.queries.size() * times,
                .run =
                    [&in, &set] {
                      for (const lead_query& query : set.queries) {
                        for (std::size_t i = 0; i < times; ++i) {
                          auto page = in.index.list(query);
                          benchmark::DoNotOptimize(page);
                        }
                      }
                    },
                .peers = {},
                .compare =
                    [&in, &set](comparison& results) {
                      // More are compared in the workloads without repetition.
                      for (std::size_t i = 0; i < std::min(few_queries, set.queries.size()); ++i) {
                        const lead_query& query = set.queries[i];
                        results.require(found_by_index(in, query) == found_by_list(in, query),
                                        [&] { return describe(query, "another page"); });
                      }
                    }};
  all.add(std::move(work));
}

/// Query, and the page as JSON.
void add_end_to_end(suite& all, world& in, const query_set& set, double target) {
  const auto text = std::make_shared<std::string>();
  workload work{.name = set.name + ", to JSON",
                .operations = set.queries.size(),
                .run =
                    [&in, &set, text] {
                      for (const lead_query& query : set.queries) {
                        text->clear();
                        append_json(*text, in.index.list(query));
                        benchmark::DoNotOptimize(*text);
                      }
                    },
                .peers = {},
                .compare = {}};
  for (const auto& [name, way] : sqlite_ways(in, set)) {
    const auto answer = [&in, how = way](const lead_query& query) {
      std::string made;
      in.sqlite->append_page_json(made, query, how);
      return made;
    };
    work.peers.push_back(query_peer<std::string>(
        name, target, in, set, extent::timed, some_queries,
        [&in](const lead_query& query) { return to_json(in.index.list(query)); }, answer,
        [&in, how = way, text](const lead_query& query) {
          text->clear();
          in.sqlite->append_page_json(*text, query, how);
          benchmark::DoNotOptimize(*text);
        }));
  }
  all.add(std::move(work));
}

/// A cached page as JSON.
template <class Page>
void add_rendering(suite& all, const std::string& name, const std::shared_ptr<const Page>& page,
                   const std::shared_ptr<const std::vector<const lead*>>& rows) {
  workload work{.name = name,
                .operations = 1,
                .run =
                    [page] {
                      auto text = to_json(*page);
                      benchmark::DoNotOptimize(text);
                    },
                .peers = {},
                .compare = {}};
  for (const json_library& library : json_libraries()) {
    work.peers.push_back(
        {.name = library.name,
         .target = library.target,
         .compare =
             [page, rows, print = library.page](comparison& results) {
               results.require(same_json(to_json(*page), print(*rows, page->pagination)),
                               [] { return std::string("the page is printed in another way"); });
             },
         .run =
             [page, rows, print = library.page] {
               auto text = print(*rows, page->pagination);
               benchmark::DoNotOptimize(text);
             }});
  }
  all.add(std::move(work));
}

void add_renderings(suite& all, world& in) {
  const lead_query& query = in.queries.any_page.queries.front();
  const auto page = std::make_shared<const row_page>(list_references(in.leads, query));
  std::vector<const lead*> rows;
  for (const lead& row : page->data) {
    rows.push_back(&row);
  }
  const auto shared = std::make_shared<const std::vector<const lead*>>(std::move(rows));
  add_rendering(all, "JSON of a page of lead", page, shared);
  // An index of these leads alone: a page pins its snapshot and thus every node that later upserts
  // replace in the large index.
  const lead_index few(page->data);
  lead_query all_of_them;
  all_of_them.page.page_size = shared->size();
  add_rendering(all, "JSON of a page of the index",
                std::make_shared<const snapshot_page>(few.list(all_of_them)), shared);
}

/// One upsert that changes the time of the update alone: neither texts nor posting lists change.
/// Passes change the same leads back and forth.
void add_touches(suite& all, world& in) {
  const auto upsert_all = [&in](const std::vector<lead>& leads) {
    for (const lead& each : leads) {
      static_cast<void>(in.index.upsert(each));
    }
  };
  all.add({.name = "U upsert of updatedAt alone",
           .operations = in.touched.size(),
           .run =
               [&in, upsert_all, back = std::make_shared<bool>(false)] {
                 upsert_all(*back ? in.original : in.touched);
                 *back = !*back;
               },
           .peers = {},
           .compare =
               [&in, upsert_all](comparison& results) {
                 for (const auto* leads : {&in.touched, &in.original}) {
                   upsert_all(*leads);
                   for (const lead& each : *leads) {
                     const auto row = in.index.find(each.id);
                     results.require(row != nullptr && to_lead(*row) == each,
                                     [&] { return each.id + ": another row after the upsert"; });
                   }
                 }
               }});
}

/// One upsert that moves a lead. Passes move the same leads back and forth.
void add_moves(suite& all, world& in, double target) {
  const auto mover = [&in](auto move) {
    return [&in, move, back = std::make_shared<bool>(false)] {
      for (const lead& each : *back ? in.original : in.moved) {
        move(each);
      }
      *back = !*back;
    };
  };
  const auto by_index = [&in](const lead& each) { static_cast<void>(in.index.upsert(each)); };
  const auto by_upsert = [&in](const lead& each) { in.sqlite->upsert(each); };
  const auto by_sqlite = [&in](const lead& each) { in.sqlite->move(each); };
  const auto by_ranked = [&in](const lead& each) { in.ranked->move(each); };
  const auto comparing = [&in, by_index](auto theirs, auto answer) {
    return [&in, by_index, theirs, answer](comparison& results) {
      for (const auto* leads : {&in.moved, &in.original}) {
        for (const lead& each : *leads) {
          by_index(each);
          theirs(each);
        }
        for (const query_set* set : {&in.queries.any_page, &in.queries.any_page_of_status,
                                     &in.queries.any_page_of_unassigned}) {
          for (std::size_t i = 0; i < 16; ++i) {
            results.require(found_by_index(in, set->queries[i]) == answer(set->queries[i]),
                            [&] { return describe(set->queries[i], "another page after moves"); });
          }
        }
      }
    };
  };
  const auto listed_by_sqlite = [&in](const lead_query& query) {
    return in.sqlite->list(query, sqlite_search::scan);
  };
  workload work{.name = "U upsert that moves a lead",
                .operations = in.moved.size(),
                .run = mover(by_index),
                .peers = {},
                .compare = {}};
  if (in.copies) {
    work.peers = {{.name = sqlite_side::version() + " upsert",
                   .target = target,
                   .compare = comparing(by_upsert, listed_by_sqlite),
                   .run = mover(by_upsert)},
                  {.name = sqlite_side::version() + " update of two columns",
                   .target = target,
                   .compare = comparing(by_sqlite, listed_by_sqlite),
                   .run = mover(by_sqlite)}};
  }
  work.peers.push_back({.name = ranked_side::version(),
                        .compare = comparing(by_ranked,
                                             [&in](const lead_query& query) {
                                               std::vector<const lead*> rows;
                                               std::uint64_t total = 0;
                                               in.ranked->list(rows, total, query);
                                               return found_in(rows, total);
                                             }),
                        .run = mover(by_ranked)});
  work.peers.push_back(
      {.name = "list() after the moves",
       .compare = comparing([&in](const lead& each) { in.leads[ordinal_of(each.id)] = each; },
                            [&in](const lead_query& query) { return found_by_list(in, query); }),
       .run = {}});
  all.add(std::move(work));
}

// Building: time and memory.
// -----------------------------------------------------------------------

std::size_t allocated_bytes() {
  const struct mallinfo2 now = mallinfo2();
  return now.uordblks + now.hblkhd;
}

/// The processor time and the memory of an operation.
class cost {
 public:
  template <class Make> explicit cost(Make make) {
    const std::size_t bytes = allocated_bytes();
    const std::clock_t start = std::clock();
    make();
    seconds_ = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
    bytes_ = static_cast<double>(allocated_bytes()) - static_cast<double>(bytes);
  }
  [[nodiscard]] double seconds() const { return seconds_; }
  [[nodiscard]] double bytes_of_each(std::size_t leads) const {
    return bytes_ / static_cast<double>(leads);
  }

 private:
  double seconds_ = 0;
  double bytes_ = 0;
};

/// A table of the costs of building, with upper limits that apply at a million leads (0 for none).
class cost_table {
 public:
  explicit cost_table(std::size_t leads) : leads_(leads) {
    print("bulk build", "CPU seconds", "asked for", "bytes a lead", "asked for");
    const std::string line(20, '-');
    print(std::string(48, '-'), line, line, line, line);
  }
  void add(const std::string& name, const cost& of, double most_seconds = 0) const {
    print(name, number("%.2f", of.seconds()), asked_for(most_seconds, of.seconds()),
          number("%.0f", of.bytes_of_each(leads_)), {});
  }
  void add_part(const std::string& name, double bytes, double most_bytes) const {
    print("  of which " + name, {}, {}, number("%.0f", bytes), asked_for(most_bytes, bytes));
  }

 private:
  static std::string number(const char* how, double value) {
    char text[32];
    std::snprintf(text, sizeof text, how, value);
    return text;
  }
  [[nodiscard]] std::string asked_for(double limit, double measured) const {
    return limit == 0 || leads_ != 1'000'000
               ? std::string()
               : number("%g", limit) + (measured <= limit ? " reached" : " NOT REACHED");
  }
  static void print(const std::string& name, const std::string& seconds,
                    const std::string& most_seconds, const std::string& bytes,
                    const std::string& most_bytes) {
    std::printf("| %-48s | %-20s | %-20s | %-20s | %-20s |\n", name.c_str(), seconds.c_str(),
                most_seconds.c_str(), bytes.c_str(), most_bytes.c_str());
  }

  std::size_t leads_;
};

std::unique_ptr<world> make_world(std::size_t count, bool check_only, bool copies) {
  auto made = std::make_unique<world>();
  world& in = *made;
  in.check_only = check_only;
  in.copies = copies;
  in.leads = make_leads(count);
  if (check_only && !std::all_of(in.leads.begin(), in.leads.end(),
                                 [](const lead& each) { return validate(each).empty(); })) {
    throw std::logic_error("not all leads are valid");
  }
  in.queries = make_queries(in.leads);
  dice random(11);
  std::vector<bool> taken(count, false);
  while (in.moved.size() < std::min<std::size_t>(1024, count / 4)) {
    const std::size_t at = random.below(count);
    if (taken[at]) {
      continue;
    }
    taken[at] = true;
    const lead& from = in.leads[at];
    in.original.push_back(from);
    lead& to = in.moved.emplace_back(from);
    to.next_call_at = in.leads[random.below(count)].next_call_at;
    to.updated_at =
        timestamp::from_milliseconds(from.updated_at.milliseconds_since_epoch() + 3'600'000)
            .value();
    in.touched.emplace_back(from).updated_at = to.updated_at;
  }

  std::optional<std::vector<lead>> copy;
  const cost of_vector([&] {
    if (copies) {
      copy = in.leads;
    }
  });
  copy.reset();
  const cost of_index([&] { in.index.assign(in.leads); });
  const cost of_sqlite([&] {
    if (copies) {
      in.sqlite = std::make_unique<sqlite_side>(in.leads);
    }
  });
  const cost of_ranked([&] { in.ranked = std::make_unique<ranked_side>(in.leads); });
  if (!check_only) {
    std::size_t rows = 0;
    const lead_snapshot snapshot = in.index.snapshot();
    for (const indexed_lead& row : snapshot) {
      rows += malloc_usable_size(const_cast<indexed_lead*>(&row)) +
              sizeof(std::size_t); // and malloc's overhead
    }
    const double of_row = static_cast<double>(rows) / static_cast<double>(count);
    std::puts("");
    const cost_table table(count);
    if (copies) {
      table.add("std::vector<lead>, a copy", of_vector);
    }
    table.add("leadcore::lead_index", of_index, 5);
    table.add_part("rows", of_row, 300);
    table.add_part("all else", of_index.bytes_of_each(count) - of_row, 250);
    if (copies) {
      table.add(sqlite_side::version() + ", 9 indexes and trigrams", of_sqlite);
    }
    table.add(ranked_side::version() + ", leads not counted", of_ranked);
    std::puts("");
    std::fflush(stdout);
  }
  return made;
}

std::string grouped(std::size_t number) {
  std::string text = std::to_string(number);
  for (std::size_t at = text.size(); at > 3; at -= 3) {
    text.insert(at - 3, ",");
  }
  return text;
}

/// Processor time of this thread, so that other load does not count.
double thread_seconds() {
  struct timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

/// The mean time of searches with few and with some hits.
double seconds_of_searches(const world& in) {
  std::size_t count = 0;
  const double start = thread_seconds();
  for (const query_set* set : {&in.queries.few_hits, &in.queries.some_hits}) {
    for (const lead_query& query : set->queries) {
      auto page = in.index.list(query);
      benchmark::DoNotOptimize(page);
      ++count;
    }
  }
  return (thread_seconds() - start) / static_cast<double>(count);
}

/// Upserts that change a searched text, each timed alone: what counts is the slowest, since texts
/// are indexed with later ones; and searches in between, about half of them while segments are
/// merged. Changes the index and its leads.
/// @return whether the index then answers as list() does and none took too long
bool change_texts(world& in) {
  const std::size_t count = in.leads.size();
  dice random(12);
  std::vector<double> seconds(std::min<std::size_t>(200'000, count / 2));
  const std::size_t distance = std::max<std::size_t>(seconds.size() / 64, 1); // of two samples
  const double settled = seconds_of_searches(in);
  double searching = 0;
  double sum = 0;
  for (std::size_t i = 0; i < seconds.size(); ++i) {
    double& each = seconds[i];
    lead& row = in.leads[random.below(count)];
    row.name = in.leads[random.below(count)].name + " " + std::to_string(random.below(1000));
    const double start = thread_seconds();
    static_cast<void>(in.index.upsert(row));
    sum += each = thread_seconds() - start;
    if (i % distance == distance / 2) {
      searching += seconds_of_searches(in);
    }
  }
  comparison results;
  for (const query_set* set :
       {&in.queries.few_hits, &in.queries.some_hits, &in.queries.two, &in.queries.any_page}) {
    for (std::size_t i = 0; i < std::min(some_queries / 2, set->queries.size()); ++i) {
      results.require(found_by_index(in, set->queries[i]) == found_by_list(in, set->queries[i]),
                      [&] { return describe(set->queries[i], "another page after renaming"); });
    }
  }
  std::puts(results.difference().c_str());
  if (in.check_only) {
    return results.difference().empty();
  }
  std::sort(seconds.begin(), seconds.end());
  const auto at = [&](double share) {
    return seconds[static_cast<std::size_t>(share * static_cast<double>(seconds.size() - 1))] * 1e6;
  };
  const bool is_limited = count == 1'000'000;
  const bool reached = at(1) <= 5000;
  std::printf(
      "| upserts of another name, CPU us | mean | median | 99 %% | 99.9 %% | slowest | asked "
      "for |\n|---|---|---|---|---|---|---|\n| %s | %.1f | %.1f | %.0f | %.0f | %.0f | %s |\n",
      grouped(seconds.size()).c_str(), sum / static_cast<double>(seconds.size()) * 1e6, at(0.5),
      at(0.99), at(0.999), at(1),
      !is_limited ? ""
      : reached   ? "5000 reached"
                  : "5000 NOT REACHED");
  std::printf(
      "\nW5 and W6, CPU us a search: %.1f before these upserts, %.1f between them\n", settled * 1e6,
      searching * 1e6 * static_cast<double>(distance) / static_cast<double>(seconds.size()));
  return results.difference().empty() && (reached || !is_limited);
}

int run(std::size_t count, int argc, char** argv, bool check_only, bool copies) {
  const std::unique_ptr<world> made = make_world(count, check_only, copies);
  world& in = *made;
  const workload_queries& of = in.queries;
  suite all("index, " + grouped(count) + " leads", microseconds);

  // Limits apply at a million leads.
  const double here = count == 1'000'000 ? 1 : 0;
  const double quick = 1e-6 * here;
  const double slowest_search = 25e-3 * here;
  targets page{.seconds = quick, .ranked = here};
  for (const query_set* set : {&of.page_1, &of.last_but_one, &of.of_status, &of.unassigned}) {
    add_selection(all, in, *set, page);
  }
  page.naive = false;
  for (const query_set* set : {&of.any_page, &of.any_page_of_status, &of.any_page_of_unassigned}) {
    add_selection(all, in, *set, page);
  }
  const auto searching = [&](const query_set& set, double database, bool naive = true) {
    add_selection(
        all, in, set,
        {.seconds = slowest_search, .ranked = 0, .database = database * here, .naive = naive});
  };
  searching(of.few_hits, 100);
  searching(of.some_hits, 30);
  searching(of.no_hits, 200);
  searching(of.some_hits_of_owner, 60);
  searching(of.two, 1000);
  searching(of.any_page_of_some_hits, 0, false);
  searching(of.any_page_of_two, 0, false);
  searching(of.long_and_frequent, 0, false);
  for (const query_set* set :
       {&of.any_page, &of.any_page_of_status, &of.any_page_of_unassigned, &of.few_hits, &of.two}) {
    add_repeated(all, in, *set);
  }

  if (copies) { // compared with SQLite only
    add_end_to_end(all, in, of.page_1, 20 * here);
    add_end_to_end(all, in, of.last_but_one, 2000 * here);
    add_end_to_end(all, in, of.of_status, 400 * here);
    add_end_to_end(all, in, of.unassigned, 400 * here);
    add_end_to_end(all, in, of.any_page, 0);
    add_end_to_end(all, in, of.any_page_of_status, 0);
    add_end_to_end(all, in, of.any_page_of_unassigned, 0);
    add_end_to_end(all, in, of.few_hits, 30 * here);
    add_end_to_end(all, in, of.some_hits, 30 * here);
    add_end_to_end(all, in, of.no_hits, 200 * here);
    add_end_to_end(all, in, of.some_hits_of_owner, 50 * here);
    add_end_to_end(all, in, of.two, 0);
    add_end_to_end(all, in, of.any_page_of_some_hits, 0);
  }
  add_renderings(all, in);
  add_touches(all, in);
  add_moves(all, in, 5 * here); // last, because it leaves the sides in different states
  const int status = all.run(argc, argv);
  return change_texts(in) ? status : 1;
}

/// Integers separated by commas; nothing if the text is malformed.
std::vector<std::size_t> sizes_of(std::string_view text) {
  std::vector<std::size_t> sizes;
  while (!text.empty()) {
    std::size_t size = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), size);
    if (error != std::errc() || size < 1000) { // fewer leads do not have terms of all selectivities
      return {};
    }
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    if (!text.empty() && text.front() != ',') {
      return {};
    }
    text.remove_prefix(text.empty() ? 0 : 1);
    sizes.push_back(size);
  }
  return sizes;
}

} // namespace

} // namespace leadcore::bench

int main(int argc, char** argv) {
  constexpr std::string_view option = "--rows=";
  std::vector<char*> arguments(argv, argv + argc);
  const bool check_only =
      std::find(arguments.begin(), arguments.end(), std::string_view("--check")) != arguments.end();
  const bool copies = std::erase_if(arguments, [](std::string_view each) {
                        return each == "--without-copies";
                      }) == 0;
  std::string_view rows = check_only ? "2000,10000" : "10000,100000,1000000";
  std::erase_if(arguments, [&](std::string_view each) {
    if (!each.starts_with(option)) {
      return false;
    }
    rows = each.substr(option.size());
    return true;
  });
  const std::vector<std::size_t> sizes = leadcore::bench::sizes_of(rows);
  if (sizes.empty()) {
    std::fprintf(stderr, "%.*s takes numbers from 1000 on, with commas between\n",
                 static_cast<int>(option.size()), option.data());
    return 2;
  }
  int status = 0;
  for (const std::size_t size : sizes) {
    status = std::max(status, leadcore::bench::run(size, static_cast<int>(arguments.size()),
                                                   arguments.data(), check_only, copies));
    std::puts("");
  }
  return status;
}
