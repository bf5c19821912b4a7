// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_EXAMPLES_IMPORT_IMPORT_HPP
#define LEADCORE_EXAMPLES_IMPORT_IMPORT_HPP

// Leads from a file of any format: source to records, records to columns, columns to leads.

#include "csv.hpp"
#include "json.hpp"
#include "leads.hpp"
#include "options.hpp"
#include "plan.hpp"
#include "result.hpp"
#include "source.hpp"
#include "table.hpp"
#include "text.hpp"

#include <leadcore/json/read.hpp>
#include <leadcore/text/phone.hpp>
#include <leadcore/text/result.hpp>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace demo {

namespace detail {

/// A lead in the endpoint's own form, read strictly.
inline void read_lead(record&& given, const import_options& chosen, lead_collector& leads) {
  leadcore::json_read_options options;
  options.allow_missing_nullable = true;
  options.normalise = true;
  options.contacts.default_region = leadcore::region{chosen.region};
  std::vector<import_problem> problems;
  if (!given.problem.empty()) {
    problems.push_back({true, given.line, {}, {}, std::move(given.problem)});
  } else if (auto lead = leadcore::parse_lead_json(given.json, options); lead.has_value()) {
    leads.accept({std::move(*lead)}, given.line, "/id", {});
    return;
  } else {
    for (const auto& error : lead.error()) {
      problems.push_back(
          {true, given.line, error.pointer, error.value,
           std::string(message(error.code)) +
               (error.allowed.empty() ? std::string() : "; allowed: " + error.allowed)});
    }
  }
  leads.reject(std::move(problems));
}

/// The names of columns in a message, not more than fit in one.
[[nodiscard]] inline std::string shown_names(std::vector<std::string> names) {
  constexpr std::size_t shown = 20;
  if (names.size() > shown) {
    names.resize(shown);
    names.emplace_back("...");
  }
  return join(names, ", ");
}

/// Why the columns of a table make no lead; empty if they do.
[[nodiscard]] inline std::string check_columns(const std::vector<std::string>& header,
                                               const column_plan& plan,
                                               const import_options& options) {
  for (const auto& [role, name] : options.map) {
    if (std::ranges::find(header, name) == header.end()) {
      return "--map names the column \"" + printable(name) +
             "\", but the columns are: " + shown_names(header);
    }
  }
  if (plan.has_contact_columns()) {
    return "";
  }
  return "no column is known to hold names, companies, emails or phones. The columns are: " +
         shown_names(header) +
         ". --map can tell, such as --map 'name=" + (header.empty() ? "" : header.front()) + "'" +
         (options.has_header ? "; if the first line is no header, --no-header --map name=1,email=2"
                             : "");
}

/// Reads all rows of a table. Rows of one cell under a header of several wait for a longer one to
/// follow: at the end of a file they are a footer.
/// @return why the file is unreadable; empty if it is not
[[nodiscard]] inline std::string read_rows(table& rows, source& in, const import_options& options,
                                           lead_collector& leads, bool are_leads) {
  constexpr std::size_t max_footer = 100; // lines
  constexpr std::size_t longest_footer = 1000;
  constexpr std::size_t rows_between_progress = 1000;
  auto& result = leads.result();
  std::optional<table_importer> importer;
  if (!are_leads) {
    importer.emplace(rows, options, leads);
    if (auto why = check_columns(rows.header(), importer->plan(), options); !why.empty()) {
      return why;
    }
    importer->describe_columns();
  }
  const auto read = [&](record&& each) {
    if (++result.rows % rows_between_progress == 0 && options.progress) {
      options.progress(result.rows, in.percent());
    }
    if (are_leads) {
      read_lead(std::move(each), options, leads);
    } else {
      importer->read(std::move(each));
    }
  };
  std::vector<record> waiting;
  rows.for_each([&](record&& each) {
    const bool is_short = each.problem.empty() && each.fields.size() == 1 &&
                          rows.header().size() > 2 && !trim(each.fields[0]).empty() &&
                          each.fields[0].size() <= longest_footer;
    if (is_short && waiting.size() < max_footer) {
      waiting.push_back(std::move(each));
      return true;
    }
    for (auto& before : std::exchange(waiting, {})) {
      read(std::move(before));
    }
    read(std::move(each));
    return result.is_complete;
  });
  for (auto& each : waiting) {
    ++result.rows;
    leads.reject({{true,
                   each.line,
                   {},
                   std::move(each.fields[0]),
                   "one cell under a header of " + std::to_string(rows.header().size()) +
                       " columns, at the end: a footer?"}});
  }
  if (importer) {
    importer->describe();
  }
  if (options.progress) {
    options.progress(result.rows, 100);
  }
  return in.has_failed() ? "the system failed to read the file to its end" : "";
}

} // namespace detail

/// Reads the leads of a CSV, NDJSON or JSON file into a sink.
/// @return the result, or the reason why the whole file is unreadable; then the sink may have had
///         leads
[[nodiscard]] inline leadcore::result<import_result, std::string>
import_leads(source& in, const import_options& options, const import_sink& sink) {
  in.seek(0);
  const std::string_view start = trim(in.peek());
  if (start.empty()) {
    return leadcore::fail(std::string(in.size() > source::block_size
                                          ? "there is only white space at its beginning"
                                          : "there is nothing in it"));
  }
  lead_collector leads(sink);
  auto& result = leads.result();
  std::unique_ptr<table> rows;
  bool are_leads = false;
  if (start.front() == '{' || start.front() == '[') {
    auto found = json_table::open(in, options.list);
    if (!found.has_value()) {
      return leadcore::fail(std::move(found.error()));
    }
    are_leads = (*found)->are_leads();
    result.unit = (*found)->unit();
    result.format = std::string(result.unit == "line" ? "NDJSON" : "JSON") + ", " + in.encoding();
    rows = *std::move(found);
  } else {
    std::vector<std::string> names;
    for (const auto& [role, name] : options.map) {
      names.push_back(name);
    }
    const char delimiter = options.delimiter.value_or(detect_delimiter(in, names));
    auto found = std::make_unique<csv_table>(in, csv_options{delimiter, options.has_header, names});
    if (found->header().size() > max_columns) {
      return leadcore::fail("the header has more than " + std::to_string(max_columns) +
                            " columns; is the delimiter right?");
    }
    result.format = "CSV with " +
                    std::string(delimiter == ','    ? "commas"
                                : delimiter == ';'  ? "semicolons"
                                : delimiter == '\t' ? "tabs"
                                : delimiter == '|'  ? "bars"
                                                    : printable({&delimiter, 1})) +
                    ", " + in.encoding();
    if (found->header_line() > 1) {
      result.remarks.push_back("the header is in line " + std::to_string(found->header_line()) +
                               "; what stands before it was skipped");
    }
    rows = std::move(found);
  }
  if (auto why = detail::read_rows(*rows, in, options, leads, are_leads); !why.empty()) {
    return leadcore::fail(std::move(why));
  }
  return std::move(result);
}

} // namespace demo

#endif
