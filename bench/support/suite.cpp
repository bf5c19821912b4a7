// SPDX-License-Identifier: BSL-1.0
#include "support/suite.hpp"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <map>
#include <sstream>
#include <utility>

namespace leadcore::bench {

namespace {

struct times {
  double median = 0;
  double least = 0;
  double spread = 0; ///< the interquartile range divided by the median
};

/// The time of one operation, from the times of passes of `operations`.
times summarise(std::vector<double> values, std::size_t operations) {
  for (double& each : values) {
    each /= static_cast<double>(operations);
  }
  std::sort(values.begin(), values.end());
  const auto at = [&](double share) {
    const double place = share * static_cast<double>(values.size() - 1);
    const auto below = static_cast<std::size_t>(place);
    const auto above = std::min(below + 1, values.size() - 1);
    return values[below] + (values[above] - values[below]) * (place - static_cast<double>(below));
  };
  return {at(0.5), values.front(), (at(0.75) - at(0.25)) / at(0.5)};
}

/// Collects the CPU seconds of every repetition by name; less sensitive to other processes than
/// wall time.
class collector : public benchmark::BenchmarkReporter {
 public:
  bool ReportContext(const Context&) override { return true; }
  void ReportRuns(const std::vector<Run>& runs) override {
    for (const auto& run : runs) {
      if (run.run_type == Run::RT_Iteration && !run.error_occurred) {
        seconds_[run.run_name.function_name].push_back(run.cpu_accumulated_time /
                                                       static_cast<double>(run.iterations));
      }
    }
  }
  /// Empty for a benchmark that a filter excluded.
  [[nodiscard]] const std::vector<double>& of(const std::string& name) { return seconds_[name]; }

 private:
  std::map<std::string, std::vector<double>> seconds_;
};

std::string side_name(const workload& work, const std::string& side) {
  return work.name + " | " + side;
}

std::string format(const char* form, double value) {
  char text[64];
  std::snprintf(text, sizeof text, form, value);
  return text;
}

/// "12.3 (12.1, 4 %)": median, minimum and spread of an operation.
std::string in_unit(const time_unit& unit, const times& each) {
  const double median = each.median * unit.in_a_second;
  const char* const form = median < 10 && unit.in_a_second < 1e9 ? "%.2f"
                           : median < 100                        ? "%.1f"
                                                                 : "%.0f";
  return format(form, median) + " (" + format(form, each.least * unit.in_a_second) + ", " +
         format("%.0f", each.spread * 100) + " %)";
}

std::string gigabytes(double bytes, const times& each) {
  return format("%.2f", bytes / each.median / 1e9);
}

std::string judged(double ratio, double target) {
  return format("%g", target) + (ratio >= target ? " reached" : " NOT REACHED");
}

std::string cpu_name() {
  std::ifstream in("/proc/cpuinfo");
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("model name")) {
      return line.substr(line.find(':') + 2);
    }
  }
  return "an unknown processor";
}

void print_table(const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i) {
      widths[i] = std::max(widths[i], row[i].size());
    }
  }
  for (std::size_t number = 0; number < rows.size(); ++number) {
    for (std::size_t i = 0; i < widths.size(); ++i) {
      std::printf("| %-*s ", static_cast<int>(widths[i]), rows[number][i].c_str());
    }
    std::puts("|");
    if (number == 0) {
      for (const std::size_t width : widths) {
        std::printf("|%s", std::string(width + 2, '-').c_str());
      }
      std::puts("|");
    }
  }
}

} // namespace

bool suite::compare() const {
  bool equal = true;
  std::size_t compared = 0;
  const auto judge = [&](const std::string& name, const std::function<void(comparison&)>& compare) {
    comparison results;
    compare(results);
    compared += results.compared();
    if (results.compared() == 0 || !results.difference().empty()) {
      equal = false;
      std::printf("DIFFERENT: %s: %s\n", name.c_str(),
                  results.compared() == 0 ? "nothing was compared" : results.difference().c_str());
    }
  };
  for (const auto& work : workloads_) {
    for (const auto& other : work.peers) {
      judge(side_name(work, other.name), other.compare);
    }
    if (work.peers.empty()) {
      judge(work.name, work.compare);
    }
  }
  std::printf("%zu results compared in %zu workloads: %s\n", compared, workloads_.size(),
              equal ? "all equal" : "DIFFERENT");
  return equal && !workloads_.empty();
}

void suite::time(const std::string& times_file) {
  const auto add_side = [](const std::string& name, const std::function<void()>& pass) {
    return benchmark::RegisterBenchmark(name.c_str(), [&pass](benchmark::State& state) {
      for (const auto _ : state) {
        static_cast<void>(_);
        pass();
      }
    });
  };
  const auto operations_of = [](const workload& work, const peer& other) {
    return other.limits == nullptr ? work.operations : other.limits->operations;
  };
  collector measured;
  std::ostringstream unmatched; // workloads excluded by a filter
  measured.SetErrorStream(&unmatched);
  for (const auto& work :
       workloads_) { // one after the other, so that compared sides run under similar conditions
    benchmark::ClearRegisteredBenchmarks();
    add_side(side_name(work, "leadcore"), work.run);
    for (const auto& other : work.peers) {
      if (other.run == nullptr) {
        continue;
      }
      auto* const added = add_side(side_name(work, other.name), other.run);
      if (other.limits != nullptr && other.limits->repetitions != 0) {
        added->Repetitions(other.limits->repetitions);
      }
    }
    benchmark::RunSpecifiedBenchmarks(&measured);
  }

  const std::string unit = unit_.name;
  std::vector<std::vector<std::string>> rows{{"workload", "leadcore " + unit + " (min, spread)",
                                              "peer", "its " + unit + " (min, spread)",
                                              "ratio (of minima)", "GB/s", "target"}};
  std::ofstream kept;
  if (!times_file.empty()) {
    kept.open(times_file, std::ios::app);
  }
  const auto keep = [&](const workload& work, const std::string& side, const times& each) {
    kept << group_ << '\t' << work.name << '\t' << side << '\t' << each.median << '\n';
  };
  for (const auto& work : workloads_) {
    const auto& ours = measured.of(side_name(work, "leadcore"));
    if (ours.empty()) {
      continue;
    }
    const times mine = summarise(ours, work.operations);
    const std::string own = in_unit(unit_, mine);
    keep(work, "leadcore", mine);
    const double bytes = static_cast<double>(work.bytes) / static_cast<double>(work.operations);
    const std::string speed = work.bytes == 0 ? "" : gigabytes(bytes, mine);
    if (work.most != 0) {
      rows.push_back(
          {work.name, own, "the time asked for", format("%g", work.most * unit_.in_a_second),
           format("%.2f", work.most / mine.median), speed, judged(work.most / mine.median, 1)});
    } else if (work.peers.empty()) {
      rows.push_back({work.name, own, "none", "", "", speed, ""});
    }
    for (const auto& other : work.peers) {
      const auto& others = measured.of(side_name(work, other.name));
      if (others.empty()) {
        continue;
      }
      const times theirs = summarise(others, operations_of(work, other));
      keep(work, other.name, theirs);
      const double ratio = theirs.median / mine.median;
      rows.push_back({work.name, own, other.name, in_unit(unit_, theirs),
                      format("%.2f", ratio) + format(" (%.2f)", theirs.least / mine.least),
                      speed.empty() ? "" : speed + " : " + gigabytes(bytes, theirs),
                      other.target == 0 ? "" : judged(ratio, other.target)});
    }
  }
  const bool no_speeds = std::all_of(workloads_.begin(), workloads_.end(),
                                     [](const auto& work) { return work.bytes == 0; });
  if (no_speeds) {
    for (auto& row : rows) {
      row.erase(row.end() - 2);
    }
  }
  print_table(rows);
  if (!times_file.empty() && !kept.flush()) {
    std::printf("the times could not be written to %s\n", times_file.c_str());
  }
}

int suite::run(int argc, char** argv) {
  std::vector<char*> arguments(argv, argv + argc);
  const bool check_only = std::erase(arguments, std::string_view("--check")) != 0;
  std::string times_file;
  constexpr std::string_view times_option = "--times=";
  std::erase_if(arguments, [&](std::string_view each) {
    if (!each.starts_with(times_option)) {
      return false;
    }
    times_file = each.substr(times_option.size());
    return true;
  });
  // Before the given options, so that these override them.
  std::string defaults[] = {"--benchmark_enable_random_interleaving=true",
                            "--benchmark_repetitions=15", "--benchmark_min_time=0.02"};
  for (std::size_t i = std::size(defaults); i-- > 0;) {
    arguments.insert(arguments.begin() + 1, defaults[i].data());
  }
  int count = static_cast<int>(arguments.size());
  benchmark::Initialize(&count, arguments.data());
  if (benchmark::ReportUnrecognizedArguments(count, arguments.data())) {
    return 2;
  }

  std::printf("leadcore %s, %s %s %s\n", group_.c_str(), LEADCORE_BENCH_COMPILER, __VERSION__,
              LEADCORE_BENCH_FLAGS);
  const bool equal = compare();
  for (const auto& each : skipped_) {
    std::printf("SKIPPED: %s\n", each.c_str());
  }
  if (!equal) {
    return 1;
  }
  if (check_only) {
    return 0;
  }
  const auto& load = benchmark::CPUInfo::Get().load_avg;
  std::printf(
      "%s, %d processors, load %.2f; CPU time an operation: median of the repetitions (minimum, "
      "distance of the quartiles)\n\n",
      cpu_name().c_str(), benchmark::CPUInfo::Get().num_cpus, load.empty() ? 0.0 : load[0]);
  std::fflush(stdout);
  time(times_file);
  return 0;
}

} // namespace leadcore::bench
