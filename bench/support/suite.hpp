// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_BENCH_SUPPORT_SUITE_HPP
#define LEADCORE_BENCH_SUPPORT_SUITE_HPP

// Shared by all groups of benchmarks. A workload is the same work done by us and by peers. Results
// are compared before anything is timed; then Google Benchmark times the sides of each workload,
// with repetitions in random order.

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace leadcore::bench {

/// Counts comparisons and keeps the first difference. Comparing nothing is a failure too.
class comparison {
 public:
  /// @param describe  describes the difference; called only if there is one
  template <class Describe> void require(bool equal, const Describe& describe) {
    ++compared_;
    if (!equal && difference_.empty()) {
      difference_ = describe();
    }
  }
  [[nodiscard]] std::size_t compared() const { return compared_; }
  [[nodiscard]] const std::string& difference() const { return difference_; }

 private:
  std::size_t compared_ = 0;
  std::string difference_;
};

/// The share of the work that a slow peer does; comparing may set it, since it comes first.
struct effort {
  std::size_t operations = 0; ///< per pass
  int repetitions = 0;        ///< overrides the usual number unless 0
};

struct peer {
  std::string name;  ///< with version
  double target = 0; ///< least accepted ratio of its time to ours; 0 for none
  std::function<void(comparison&)> compare;  ///< all results of both sides
  std::function<void()> run;                 ///< one pass over the inputs; null: only compared
  std::shared_ptr<const effort> limits = {}; ///< set if it does not do all of the work
};

struct workload {
  std::string name;
  std::size_t operations = 0; ///< per pass
  std::size_t bytes = 0;      ///< read per pass, if throughput is of interest
  std::function<void()> run;  ///< one pass over the inputs, by us
  std::vector<peer> peers;    ///< may be empty: then only our time is reported
  std::function<void(comparison&)>
      compare;     ///< our results with the expected ones, if there is no peer
  double most = 0; ///< upper limit in seconds for one operation; 0 for none
};

/// The unit of times in a table.
struct time_unit {
  const char* name;
  double in_a_second;
};
inline constexpr time_unit nanoseconds{"ns", 1e9};
inline constexpr time_unit microseconds{"us", 1e6};

/// The workloads of a group, and its main function.
class suite {
 public:
  explicit suite(std::string group, time_unit unit = nanoseconds)
      : group_(std::move(group)), unit_(unit) {}

  void add(workload one) { workloads_.push_back(std::move(one)); }
  /// A workload that cannot run here, with the reason.
  void skip(const std::string& name, const std::string& reason) {
    skipped_.push_back(name + ": " + reason);
  }

  /// Compares, and then times unless --check is given. --times=FILE also appends the medians to a
  /// file: lines of group, workload, side and seconds, separated by tabs. Other options are Google
  /// Benchmark's.
  /// @return 1 if results differ, 2 for a wrong option; times do not matter.
  [[nodiscard]] int run(int argc, char** argv);

 private:
  [[nodiscard]] bool compare() const;
  void time(const std::string& times_file);

  std::string group_;
  time_unit unit_;
  std::vector<workload> workloads_;
  std::vector<std::string> skipped_;
};

} // namespace leadcore::bench

#endif
