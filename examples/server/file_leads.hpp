// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_EXAMPLES_SERVER_FILE_LEADS_HPP
#define LEADCORE_EXAMPLES_SERVER_FILE_LEADS_HPP

// Reads the leads of a file for the demo: into memory, or into a store as they are read.

#include "import/changes.hpp"
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
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <functional>
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
    struct stat file{};
    struct stat other{};
    if (stat(name.c_str(), &file) == 0 && stat(wanted.report.c_str(), &other) == 0 &&
        file.st_dev == other.st_dev && file.st_ino == other.st_ino) {
      return refuse(wanted.report, "--report would overwrite the file that is read");
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

/// Reads the FILE of the command line into a store, in batches; with --replace in one transaction,
/// with --dry-run not at all. Tells what is added, changed, kept and removed.
/// @return whether the store has the leads now
template <class Store>
[[nodiscard]] bool import_into(Store& store, const leadcore::organisation_id& organisation,
                               const options& wanted) {
  constexpr std::size_t batch_size = 50'000;
  store_changes changes(wanted.replace);
  std::optional<std::string> failure =
      store.for_each(organisation, [&](const leadcore::lead& each) { changes.add_stored(each); });
  std::vector<leadcore::lead> batch;
  std::size_t written = 0;
  const bool in_one = wanted.replace.has_value();
  const auto write = [&](const std::vector<std::string>& erased) {
    failure = store.put(organisation, batch, erased);
    written += failure ? 0 : batch.size();
    batch.clear();
    return !failure;
  };
  std::optional<import_result> result;
  if (!failure) {
    result = read_file_leads(wanted, [&](imported_lead&& each) {
      if (changes.add(each) && !wanted.dry_run) {
        batch.push_back(std::move(each.lead));
      }
      return in_one || batch.size() < batch_size || write({});
    });
    if (!result) {
      return false;
    }
  }
  const auto removed = changes.removed();
  if (!failure && in_one && result->rejected > 0 && !wanted.dry_run) {
    failure = "with --replace, the leads of rejected rows would be removed; nothing was changed";
  }
  if (!failure && !wanted.dry_run && !(batch.empty() && removed.empty())) {
    static_cast<void>(write(removed));
  }
  if (failure) {
    tell("demo: the store: " + *failure +
         (written > 0 ? "; " + std::to_string(written) + " leads were written before" : "") + "\n");
    return false;
  }
  tell((wanted.dry_run ? "would be: " : "store: ") + std::to_string(changes.added) + " added, " +
       std::to_string(changes.changed) + " changed, " + std::to_string(changes.kept) + " kept, " +
       std::to_string(removed.size()) + " removed\n");
  return true;
}

} // namespace demo

#endif
