// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_EXAMPLES_SERVER_FILE_LEADS_HPP
#define LEADCORE_EXAMPLES_SERVER_FILE_LEADS_HPP

// Reads the leads of a file for the demo: into memory, or into a store as they are read.

#include "import/import.hpp"
#include "import/report.hpp"
#include "options.hpp"

#include <leadcore/model/lead.hpp>
#include <leadcore/model/organisation.hpp>
#include <leadcore/text/result.hpp>
#include <leadcore/text/timestamp.hpp>

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <new>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace demo {

/// Standard error; control characters other than line ends are shown as U+FFFD.
inline void tell(std::string_view text) {
  std::string safe;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    safe += printable(text.substr(0, end)) + (end < text.size() ? "\n" : "");
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  std::fwrite(safe.data(), 1, safe.size(), stderr);
}

/// A line on standard error that tells how far an import is: on a terminal it overwrites itself.
class progress_line {
 public:
  explicit progress_line(std::string name) : name_(std::move(name)) {}

  void operator()(std::size_t rows, int percent) {
    const auto now = std::chrono::steady_clock::now();
    if (percent < 100 && now - last_ < (is_terminal_ ? 200 : 1000) * std::chrono::milliseconds(1)) {
      return;
    }
    last_ = now;
    const double seconds = std::chrono::duration<double>(now - start_).count();
    const auto rate = static_cast<std::size_t>(static_cast<double>(rows) / std::max(seconds, 1e-3));
    tell(name_ + ": " + std::to_string(rows) + " rows, " + std::to_string(percent) + " %, " +
         std::to_string(rate) + " rows/s");
    std::fputs(is_terminal_ && percent < 100 ? "\r" : "\n", stderr);
  }
  [[nodiscard]] bool is_terminal() const noexcept { return is_terminal_; }

 private:
  std::string name_;
  bool is_terminal_ = isatty(STDERR_FILENO) == 1;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  std::chrono::steady_clock::time_point last_; // initially long ago
};

/// When a file was last changed: the creation time of leads without one.
[[nodiscard]] inline leadcore::timestamp time_of_file(const std::string& name) {
  struct stat about{};
  if (stat(name.c_str(), &about) != 0) {
    return {};
  }
  const std::int64_t milliseconds =
      std::int64_t{about.st_mtim.tv_sec} * 1000 + about.st_mtim.tv_nsec / 1'000'000;
  return leadcore::timestamp::from_milliseconds(milliseconds).value_or(leadcore::timestamp{});
}

[[nodiscard]] inline bool is_same_file(const std::string& one, const std::string& two) {
  struct stat a{};
  struct stat b{};
  return stat(one.c_str(), &a) == 0 && stat(two.c_str(), &b) == 0 && a.st_dev == b.st_dev &&
         a.st_ino == b.st_ino;
}

/// Reads the FILE of the command line, and tells what came of it.
/// @param take  takes each lead; false ends the import
/// @return the result, or nothing after telling the reason
[[nodiscard]] inline std::optional<import_result>
read_file_leads(const options& wanted, const std::function<bool(imported_lead&&)>& take) {
  const std::string& name = *wanted.file;
  const std::string shown = name.substr(name.rfind('/') + 1);
  const auto refuse = [](const std::string& file, std::string_view why) {
    tell("demo: " + file + ": " + std::string(why) + "\n");
    return std::nullopt;
  };
  auto in = source::open(name, wanted.import.encoding);
  if (!in.has_value()) {
    return refuse(name, in.error());
  }
  import_options chosen = wanted.import;
  chosen.imported_at = wanted.imported_at.value_or(time_of_file(name));
  progress_line progress(shown);
  if (wanted.progress || progress.is_terminal()) {
    chosen.progress = [&progress](std::size_t rows, int percent) { progress(rows, percent); };
  }
  std::optional<csv_report> report;
  if (!wanted.report.empty()) {
    if (is_same_file(wanted.report, name) ||
        is_same_file(wanted.report, wanted.store.substr(wanted.store.find(':') + 1))) {
      return refuse(wanted.report, "--report would overwrite the file that is read, or the store");
    }
    report.emplace(wanted.report);
  }
  auto result = import_leads(*in, chosen, {take, [&report](const import_problem& problem) {
                                             if (report) {
                                               report->add(problem);
                                             }
                                           }});
  if (!result.has_value()) {
    return refuse(name, result.error());
  }
  tell(summarise(*result, shown));
  if (report && !report->close()) {
    return refuse(wanted.report, std::strerror(errno));
  }
  return *std::move(result);
}

/// Leads on their way from the thread that reads a file to the one that writes a store.
class lead_queue {
 public:
  /// Adds a lead; waits while there are many. @return false after stop
  bool push(leadcore::lead&& each) {
    bytes_ += each.notes ? each.notes->size() : 0;
    batch_.push_back(std::move(each));
    return (batch_.size() < batch_size && bytes_ < batch_bytes) || flush();
  }
  /// Ends the leads, once. @param refusal  why those before are not to be kept, if so
  void close(std::optional<std::string> refusal) {
    static_cast<void>(flush());
    const std::scoped_lock lock(mutex_);
    if (!is_closed_) {
      refusal_ = std::move(refusal);
    }
    is_closed_ = true;
    changed_.notify_all();
  }
  /// Takes the next leads; waits for them. @return none after the last ones
  [[nodiscard]] std::vector<leadcore::lead> pop() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return is_closed_ || !batches_.empty(); });
    std::vector<leadcore::lead> taken;
    if (!batches_.empty()) {
      taken = std::move(batches_.front());
      batches_.pop_front();
      changed_.notify_all();
    }
    return taken;
  }
  /// After the last leads.
  [[nodiscard]] const std::optional<std::string>& refusal() const noexcept { return refusal_; }
  /// Nobody takes leads any more.
  void stop() {
    const std::scoped_lock lock(mutex_);
    is_stopped_ = true;
    changed_.notify_all();
  }

 private:
  static constexpr std::size_t batch_size = 500;
  static constexpr std::size_t batch_bytes = 1U << 20U; // of notes, which may be long
  static constexpr std::size_t max_batches = 8;

  [[nodiscard]] bool flush() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return is_stopped_ || batches_.size() < max_batches; });
    if (!batch_.empty()) {
      batches_.push_back(std::exchange(batch_, {}));
      bytes_ = 0;
      changed_.notify_all();
    }
    return !is_stopped_;
  }

  std::vector<leadcore::lead> batch_; // of the reading thread
  std::size_t bytes_ = 0;             // of its notes
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::vector<leadcore::lead>> batches_;
  std::optional<std::string> refusal_;
  bool is_closed_ = false;
  bool is_stopped_ = false;
};

/// Runs a function at the end of a scope, also after an exception.
template <class Function> struct at_end {
  Function run;

  ~at_end() { run(); }
};
template <class Function> at_end(Function) -> at_end<Function>;

/// A line on the fields that changed leads lose, since the file has no column for them; or nothing.
[[nodiscard]] inline std::string lost_fields(const import_result& of, const options& wanted) {
  using enum column_role;
  std::vector<std::string> lost;
  for (const auto role :
       {phone, email, company, source, status, notes, next_call_at, assigned_to_id, client_id}) {
    const bool has_value = (role == source && wanted.replace) ||
                           std::ranges::any_of(of.columns, [&](const auto& each) {
                             return each.first == to_string(role);
                           });
    if (!has_value) {
      lost.emplace_back(to_string(role));
    }
  }
  return of.columns.empty() || lost.empty() // leads of the endpoint's own form have all fields
             ? ""
             : "note: changed leads lose what the file has no column for: " + join(lost, ", ") +
                   "\n";
}

/// Reads the FILE of the command line into a store, in one transaction; with --dry-run not at all.
/// Tells what is added, changed, kept and removed.
/// @return whether the store has the leads now
template <class Store>
[[nodiscard]] bool import_into(Store& store, const leadcore::organisation_id& organisation,
                               const options& wanted) {
  const auto refuse = [](const std::string& why) {
    tell("demo: the store: " + why + "; nothing was changed\n");
    return false;
  };
  auto changes = std::make_unique<store_changes>(wanted.replace);
  if (const auto failed = store.for_each(
          organisation, [&](const leadcore::lead& each) { changes->add_stored(each); })) {
    return refuse(*failed);
  }
  lead_queue queue;
  std::vector<std::string> removed; // once the queue is closed
  std::future<std::optional<std::string>> writing;
  if (!wanted.dry_run) {
    writing = std::async(std::launch::async, [&]() -> std::optional<std::string> {
      const at_end stop{[&queue] { queue.stop(); }}; // otherwise the reader may wait for ever
      try {
        return store.write(organisation, [&](auto& change) {
          std::optional<std::string> why;
          for (auto leads = queue.pop(); !leads.empty() && !why; leads = queue.pop()) {
            for (auto each = leads.begin(); each != leads.end() && !why; ++each) {
              why = change.upsert(*each);
            }
          }
          why = why ? why : queue.refusal();
          for (auto id = removed.begin(); id != removed.end() && !why; ++id) {
            why = change.erase(*id);
          }
          return why;
        });
      } catch (const std::bad_alloc&) {
        return "there is not enough memory";
      }
    });
  }
  const at_end close{[&queue] { queue.close("the file was not read to its end"); }};
  const auto result = read_file_leads(wanted, [&](imported_lead&& each) {
    return !changes->add(each) || wanted.dry_run || queue.push(std::move(each.lead));
  });
  std::optional<std::string> refusal;
  if (!result) {
    refusal = "the file cannot be read";
  } else if (changes->strangers > 0 && !wanted.same_system) {
    refusal = std::to_string(changes->strangers) +
              " of its ids are other people's in the store, such as " + changes->first_stranger +
              ". If the file is from another system, --system NAME makes its ids NAME:ID; if it is "
              "from the same one, --same-system changes these leads";
  } else if (wanted.replace && result->rejected > 0) {
    refusal = "with --replace, the leads of rejected rows would be removed";
  } else if (wanted.replace && result->accepted == 0) {
    refusal = "with --replace, a file without a lead would remove all others";
  } else if (wanted.replace && !changes->has_replaced) {
    refusal = "neither the store nor the file has a lead of the source \"" + *wanted.replace + "\"";
  } else if (wanted.replace) {
    refusal = store.for_each(organisation, [&](const leadcore::lead& each) {
      if (changes->is_removed(each)) {
        removed.push_back(each.id);
      }
    });
  }
  const std::string counts =
      std::to_string(changes->added) + " added, " + std::to_string(changes->changed) +
      " changed, " + std::to_string(changes->kept) + " kept, " + std::to_string(removed.size()) +
      " removed\n" + (result && changes->changed > 0 ? lost_fields(*result, wanted) : "");
  changes.reset(); // before the store needs memory for its index
  queue.close(refusal);
  if (writing.valid()) {
    const bool says_so = wanted.progress || isatty(STDERR_FILENO) == 1;
    const auto start = std::chrono::steady_clock::now();
    while (writing.wait_for(std::chrono::seconds(1)) == std::future_status::timeout && says_so) {
      const auto now = std::chrono::steady_clock::now();
      const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(now - start).count();
      tell("the store writes and indexes the leads: " + std::to_string(seconds) + " s\n");
    }
    if (const auto failed = writing.get()) {
      refusal = failed;
    }
  }
  if (wanted.dry_run && result) {
    tell("would be: " + counts);
  }
  if (refusal) {
    return result ? refuse(*refusal) : false;
  }
  if (!wanted.dry_run) {
    tell("store: " + counts);
  }
  return true;
}

} // namespace demo

#endif
