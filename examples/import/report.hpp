// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_EXAMPLES_IMPORT_REPORT_HPP
#define LEADCORE_EXAMPLES_IMPORT_REPORT_HPP

// What came of an import: leads for a sink, problems, counts, assumptions; and the report of it, as
// text and as CSV. Only digests of the leads' ids are kept, so memory does not grow with what is
// said about a file.

#include "sha256.hpp"
#include "text.hpp"

#include <leadcore/model/lead.hpp>

#include <boost/unordered/unordered_flat_map.hpp>
#include <csv.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace demo {

/// 128 bits of a text's SHA-256, as a key of a hash table: equal only for equal texts.
using digest_key = std::array<std::uint64_t, 2>;

[[nodiscard]] inline digest_key digest_of(std::string_view text) {
  digest_key key{};
  std::memcpy(key.data(), sha256(text).data(), sizeof key);
  return key;
}

/// A rejected row, or a value that is kept only in the notes.
struct import_problem {
  bool is_rejected = false;
  std::size_t line = 0; ///< first line of the row
  std::string column;   ///< its name in the file; empty for the row as a whole
  std::string value;
  std::string reason;
};

/// A lead, and which of its times the file has.
struct imported_lead {
  leadcore::lead lead;
  bool has_created_at = true;
  bool has_updated_at = true;
};

/// What takes leads and problems as they are found.
struct import_sink {
  /// Takes a lead. @return false to end the import
  std::function<bool(imported_lead&&)> lead;
  std::function<void(const import_problem&)> problem; ///< may be empty
};

/// The result of an import.
struct import_result {
  static constexpr std::size_t max_problems = 1000; ///< of each kind that are kept
  static constexpr std::size_t max_statuses = 1000;

  std::vector<import_problem> problems; ///< the first ones, in the order of the file
  std::size_t rows = 0;
  std::size_t accepted = 0;                                 ///< as leads
  std::size_t rejected = 0;                                 ///< rows
  std::size_t reasons = 0;                                  ///< of rejections: one or more a row
  std::size_t set_aside = 0;                                ///< values
  std::size_t empty = 0;                                    ///< rows without a value, skipped
  std::string format;                                       ///< such as "CSV with commas, UTF-8"
  std::string unit = "line";                                ///< the unit of import_problem::line
  std::vector<std::pair<std::string, std::string>> columns; ///< role and columns
  std::map<std::pair<std::string, std::string>, std::size_t>
      statuses;                     ///< as given and as understood, with counts
  std::vector<std::string> remarks; ///< assumptions
  bool is_complete = true;          ///< the sink took everything
};

/// Gives leads and problems to a sink, and counts them. Every row becomes a lead or a rejection.
class lead_collector {
 public:
  explicit lead_collector(import_sink sink) : sink_(std::move(sink)) {}

  [[nodiscard]] import_result& result() noexcept { return result_; }

  /// An id for a lead without one: a digest of what identifies the person, the same in every
  /// export. Several rows with the same values are told apart by their order.
  [[nodiscard]] std::string id_of(const std::string& person) {
    std::string id = id_from(person);
    if (const auto first = ids_.find(digest_of(id)); first != ids_.end()) {
      do {
        id = id_from(person + "\n" + std::to_string(++first->second.persons));
      } while (ids_.contains(digest_of(id)));
    }
    return id;
  }
  /// An id that is a digest of a text.
  [[nodiscard]] static std::string id_from(const std::string& text) {
    return to_hex(sha256(text)).substr(0, 24);
  }

  /// Reports a row as rejected, for one or more reasons.
  void reject(std::vector<import_problem> reasons) {
    ++result_.rejected;
    for (auto& each : reasons) {
      each.is_rejected = true;
      report(std::move(each));
    }
  }
  void reject(std::size_t line, std::string reason, std::string value = {}) {
    reject({{true, line, {}, std::move(value), std::move(reason)}});
  }
  /// Takes a lead, unless its id is already used.
  void accept(imported_lead&& of, std::size_t line, std::string_view id_column,
              std::vector<import_problem> set_aside) {
    const auto [taken, is_new] = ids_.try_emplace(digest_of(of.lead.id), use{line});
    if (!is_new) {
      set_aside.push_back(
          {true, line, std::string(id_column), of.lead.id,
           "the id is already that of " + result_.unit + " " + std::to_string(taken->second.line)});
      reject(std::move(set_aside));
      return;
    }
    for (auto& each : set_aside) {
      report(std::move(each));
    }
    ++result_.accepted;
    result_.is_complete = sink_.lead(std::move(of)) && result_.is_complete;
  }

  /// Counts a row about which something was assumed, to be said once.
  void note(std::size_t line, std::string_view what) {
    auto at = tallies_.find(what);
    at = at == tallies_.end() ? tallies_.emplace(what, tally{line}).first : at;
    at->second.count += at->second.last_line == line ? 0U : 1U;
    at->second.last_line = line;
  }
  /// Says what was assumed.
  void describe() {
    for (const auto& [what, rows] : tallies_) {
      result_.remarks.push_back(
          std::to_string(rows.count) + (rows.count == 1 ? " row " : " rows ") + what +
          " (first: " + result_.unit + " " + std::to_string(rows.first_line) + ")");
    }
  }

 private:
  /// Of an id.
  struct use {
    std::size_t line = 0;
    std::size_t persons = 1; // with the same identity
  };
  struct tally {
    std::size_t first_line = 0;
    std::size_t last_line = 0;
    std::size_t count = 0;
  };

  void report(import_problem&& problem) {
    if (sink_.problem) {
      sink_.problem(problem);
    }
    if (++(problem.is_rejected ? result_.reasons : result_.set_aside) <=
        import_result::max_problems) {
      constexpr std::size_t longest = 1000; // more than is shown
      problem.value.resize(std::min(problem.value.size(), longest));
      problem.reason.resize(std::min(problem.reason.size(), longest));
      result_.problems.push_back(std::move(problem));
    }
  }

  import_sink sink_;
  import_result result_{};
  boost::unordered_flat_map<digest_key, use> ids_{};
  std::map<std::string, tally, std::less<>> tallies_{};
};

/// One rejected row or value set aside: "line 12, phone1: not a number: \"n.n.\"".
[[nodiscard]] inline std::string to_line(const import_problem& problem, std::string_view unit) {
  const auto part = [](const char* before, const std::string& text, const char* after) {
    return text.empty() ? std::string() : before + on_one_line(text) + after;
  };
  return std::string(unit) + " " + std::to_string(problem.line) + part(", ", problem.column, "") +
         ": " + printable(problem.reason) + part(": \"", problem.value, "\"");
}

/// The report: counts, columns, statuses, assumptions, the rejected rows, and the first values set
/// aside.
[[nodiscard]] inline std::string summarise(const import_result& result,
                                           std::string_view file_name) {
  constexpr std::size_t shown = 10;
  std::string out = printable(file_name) + ": " + result.format + "\n";
  const auto entry = [&out](const std::string& label, const std::string& text) {
    out += "  " + label + std::string(label.size() < 14 ? 14 - label.size() : 1, ' ') + text + "\n";
  };
  for (const auto& [field, columns] : result.columns) {
    entry(field, columns);
  }
  std::vector<std::pair<std::size_t, std::string>> statuses; // the most frequent first
  for (const auto& [status, count] : result.statuses) {
    statuses.emplace_back(~count, on_one_line(status.first) + " -> " + status.second + ": " +
                                      std::to_string(count));
  }
  std::ranges::sort(statuses);
  for (std::size_t i = 0; i < statuses.size() && i < 2 * shown; ++i) {
    entry(i == 0 ? "statuses" : "", statuses[i].second);
  }
  if (statuses.size() > 2 * shown) {
    entry("", "... and " + std::to_string(statuses.size() - 2 * shown) + " more");
  }
  for (const auto& remark : result.remarks) {
    out += "  note: " + remark + "\n";
  }
  const auto list = [&](bool is_rejected, std::size_t count, std::size_t most) {
    const std::string label = is_rejected ? "  rejected: " : "  set aside: ";
    std::size_t listed = 0;
    for (const auto& problem : result.problems) {
      if (problem.is_rejected == is_rejected && listed < most) {
        ++listed;
        out += label + to_line(problem, result.unit) + "\n";
      }
    }
    if (listed < count) {
      out += label + "... and " + std::to_string(count - listed) +
             " more; --report FILE has them all\n";
    }
  };
  list(true, result.reasons, import_result::max_problems);
  list(false, result.set_aside, shown);
  const auto count_of = [](std::size_t count, const std::string& one) {
    return std::to_string(count) + " " + one + (count == 1 ? "" : "s");
  };
  return out + count_of(result.rows, "row") + ": " + count_of(result.accepted, "lead") + ", " +
         std::to_string(result.rejected) + " rejected, " + count_of(result.set_aside, "value") +
         " set aside in the notes\n";
}

/// Writes every problem as CSV: kind, line (or number of the record), column, value, reason. A cell
/// that a spreadsheet would take for a formula begins with an apostrophe.
class csv_report {
 public:
  explicit csv_report(const std::string& file) : out_(file, std::ios::binary) {
    out_ << "kind,line,column,value,reason\n";
  }
  void add(const import_problem& problem) {
    write(problem.is_rejected ? "rejected" : "set aside", ',');
    write(std::to_string(problem.line), ',');
    write(problem.column, ',');
    write(problem.value, ',');
    write(problem.reason, '\n');
  }
  /// @return whether everything was written
  [[nodiscard]] bool close() {
    out_.close();
    return out_.good();
  }

 private:
  void write(std::string_view cell, char end) {
    bool is_formula = !cell.empty() && std::string_view("\t\r\n").find(cell[0]) != cell.npos;
    for (const std::string_view begin : {"=", "+", "-", "@", "＝", "＋", "－", "＠"}) {
      is_formula = is_formula || trim(cell).starts_with(begin);
    }
    const std::string field = (is_formula ? "'" : "") + std::string(cell);
    std::string quoted(csv_write(nullptr, 0, field.data(), field.size()), '\0');
    csv_write(quoted.data(), quoted.size(), field.data(), field.size());
    out_ << quoted << end;
  }

  std::ofstream out_;
};

} // namespace demo

#endif
