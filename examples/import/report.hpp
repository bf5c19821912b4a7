// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_EXAMPLES_IMPORT_REPORT_HPP
#define LEADCORE_EXAMPLES_IMPORT_REPORT_HPP

// The report of an import, as text and as CSV.

#include "result.hpp"
#include "text.hpp"

#include <csv.h>

#include <algorithm>
#include <cstddef>
#include <fstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace demo {

namespace detail {

[[nodiscard]] inline std::string count_of(std::size_t count, std::string_view one) {
  return std::to_string(count) + " " + std::string(one) + (count == 1 ? "" : "s");
}

} // namespace detail

/// One rejected row or value set aside: "line 12, phone1: not a number: \"n.n.\"".
[[nodiscard]] inline std::string to_line(const import_problem& problem, std::string_view unit) {
  std::string line = std::string(unit) + " " + std::to_string(problem.line);
  if (!problem.column.empty()) {
    line += ", " + on_one_line(problem.column);
  }
  line += ": " + printable(problem.reason);
  if (!problem.value.empty()) {
    line += ": \"" + on_one_line(problem.value) + "\"";
  }
  return line;
}

/// The report: counts, columns, statuses, assumptions, the rejected rows, and the first values set
/// aside.
[[nodiscard]] inline std::string summarise(const import_result& result,
                                           std::string_view file_name) {
  constexpr std::size_t shown = 10;
  std::string out = printable(file_name) + ": " + result.format + "\n";
  const auto entry = [&out](std::string_view label, std::string_view text) {
    out += "  " + std::string(label) + std::string(label.size() < 14 ? 14 - label.size() : 1, ' ') +
           std::string(text) + "\n";
  };
  for (const auto& [field, columns] : result.columns) {
    entry(field, columns);
  }
  std::vector<std::pair<std::size_t, std::string>> statuses;
  for (const auto& [status, count] : result.statuses) {
    statuses.emplace_back(count, on_one_line(status.first) + " -> " + status.second);
  }
  std::ranges::sort(statuses, [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first > b.first : a.second < b.second;
  });
  for (std::size_t i = 0; i < statuses.size() && i < 2 * shown; ++i) {
    entry(i == 0 ? "statuses" : "", statuses[i].second + ": " + std::to_string(statuses[i].first));
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
  using detail::count_of;
  out += count_of(result.rows, "row") + ": " + count_of(result.accepted, "lead") + ", " +
         std::to_string(result.rejected) + " rejected, " + count_of(result.set_aside, "value") +
         " set aside in the notes\n";
  return out;
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
    std::string field;
    const std::string_view start = trim(cell);
    for (const std::string_view begin : {"=", "+", "-", "@", "＝", "＋", "－", "＠"}) {
      field = start.starts_with(begin) ? "'" : field;
    }
    if (!cell.empty() && (cell.front() == '\t' || cell.front() == '\r' || cell.front() == '\n')) {
      field = "'";
    }
    field += cell;
    std::string quoted(csv_write(nullptr, 0, field.data(), field.size()), '\0');
    csv_write(quoted.data(), quoted.size(), field.data(), field.size());
    out_ << quoted << end;
  }

  std::ofstream out_;
};

} // namespace demo

#endif
