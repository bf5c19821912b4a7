// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_BENCH_SUPPORT_SUITE_HPP
#define LEADCORE_BENCH_SUPPORT_SUITE_HPP

// What every group of benchmarks shares: a workload is the same work done by us and by peers. Results are compared before
// anything is timed; then Google Benchmark times the sides of each workload, their repetitions in random order.

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace leadcore::bench {

/// Counts comparisons and keeps the first difference. A comparison of nothing is a failure, too.
class comparison {
 public:
  /// @param describe  what differs, only called if something does
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

struct peer {
  std::string name;  ///< with its version
  double target = 0; ///< how many times as long as ours it should take at least; 0 for no target
  std::function<void(comparison&)> compare; ///< all results of both sides
  std::function<void()> run;                ///< one pass over the inputs
};

struct workload {
  std::string name;
  std::size_t operations = 0;               ///< in one pass
  std::size_t bytes = 0;                    ///< read in one pass, where throughput is of interest
  std::function<void()> run;                ///< one pass over the inputs, by us
  std::vector<peer> peers;                  ///< may be none: then only a time is given
  std::function<void(comparison&)> compare; ///< of our results with what is expected, where there is no peer
};

/// The workloads of a group, and its main function.
class suite {
 public:
  explicit suite(std::string_view group) : group_(group) {}

  void add(workload one) { workloads_.push_back(std::move(one)); }
  /// A workload that cannot run here, and why.
  void skip(const std::string& name, const std::string& reason) { skipped_.push_back(name + ": " + reason); }

  /// Compares, and then times unless --check is given; other options are Google Benchmark's.
  /// @return 1 if results differ, 2 for a wrong option; times never matter.
  [[nodiscard]] int run(int argc, char** argv);

 private:
  [[nodiscard]] bool compare() const;
  void time();

  std::string_view group_;
  std::vector<workload> workloads_;
  std::vector<std::string> skipped_;
};

} // namespace leadcore::bench

#endif
