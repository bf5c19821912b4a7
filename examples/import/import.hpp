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
#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace demo {

namespace detail {

[[nodiscard]] inline std::string delimiter_name(char delimiter) {
  switch (delimiter) {
  case ',':
    return "commas";
  case ';':
    return "semicolons";
  case '\t':
    return "tabs";
  case '|':
    return "bars";
  default:
    return "\"" + printable(std::string_view(&delimiter, 1)) + "\"";
  }
}

/// A lead in the endpoint's own form, read strictly.
inline void read_lead(record&& given, const import_options& chosen, lead_collector& leads) {
  leadcore::json_read_options options;
  options.allow_missing_nullable = true;
  options.normalise = true;
  options.contacts.default_region = leadcore::region{chosen.region};
  if (!given.problem.empty()) {
    leads.reject({{true, given.line, {}, {}, std::move(given.problem)}});
    return;
  }
  auto lead = leadcore::parse_lead_json(given.json, options);
  if (lead.has_value()) {
    leads.accept({std::move(*lead)}, given.line, "/id", {});
    return;
  }
  std::vector<import_problem> problems;
  for (const auto& error : lead.error()) {
    std::string reason(message(error.code));
    reason += error.allowed.empty() ? "" : "; allowed: " + error.allowed;
    problems.push_back({true, given.line, error.pointer, error.value, std::move(reason)});
  }
  leads.reject(std::move(problems));
}

/// What to do about a table without a known column.
[[nodiscard]] inline std::string no_columns(table& rows, const import_options& options) {
  constexpr std::size_t shown = 20;
  std::vector<std::string> names = rows.header();
  if (names.size() > shown) {
    names.resize(shown);
    names.emplace_back("...");
  }
  std::string text =
      "no column is known to hold names, companies, emails or phones. The columns are: " +
      join(names, ", ") +
      ". --map can tell, such as --map 'name=" + (names.empty() ? "" : names.front()) + "'";
  return options.has_header
             ? text + "; if the first line is no header, --no-header --map name=1,email=2"
             : text;
}

/// Reads all rows of a table. Rows of one cell under a header of several wait for a longer one to
/// follow: at the end of a file they are a footer.
inline std::string read_rows(table& rows, source& in, const import_options& options,
                             lead_collector& leads, bool are_leads) {
  for (const auto& [role, name] : options.map) {
    if (!are_leads && std::ranges::find(rows.header(), name) == rows.header().end()) {
      return "--map names the column \"" + printable(name) +
             "\", but the columns are: " + join(rows.header(), ", ");
    }
  }
  auto& result = leads.result();
  std::optional<table_importer> importer;
  if (!are_leads) {
    importer.emplace(rows, options, leads);
    if (!importer->plan().has_contact_columns()) {
      return no_columns(rows, options);
    }
    importer->describe_columns();
  }
  constexpr std::size_t max_footer = 100;
  std::vector<record> waiting;
  const auto read = [&](record&& each) {
    constexpr std::size_t every = 1000;
    if (++result.rows % every == 0 && options.progress) {
      options.progress(result.rows, in.percent());
    }
    if (are_leads) {
      read_lead(std::move(each), options, leads);
    } else {
      importer->read(std::move(each));
    }
  };
  rows.rewind();
  for (auto each = rows.next(); each && result.is_complete; each = rows.next()) {
    const bool is_short = each->problem.empty() && each->fields.size() == 1 &&
                          rows.header().size() > 2 && !trim(each->fields[0]).empty();
    if (is_short && waiting.size() < max_footer) {
      waiting.push_back(*std::move(each));
      continue;
    }
    for (auto& before : std::exchange(waiting, {})) {
      read(std::move(before));
    }
    read(*std::move(each));
  }
  for (const auto& each : waiting) {
    ++result.rows;
    importer->reject_row(each, "one cell under a header of " +
                                   std::to_string(rows.header().size()) +
                                   " columns, at the end: a footer?");
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
    rows = std::make_unique<csv_table>(in, csv_options{delimiter, options.has_header, names});
    result.format = "CSV with " + detail::delimiter_name(delimiter) + ", " + in.encoding();
  }
  if (rows->header().size() > max_columns) {
    return leadcore::fail("the header has more than " + std::to_string(max_columns) +
                          " columns; is the delimiter right?");
  }
  result.remarks = rows->remarks();
  if (auto why = detail::read_rows(*rows, in, options, leads, are_leads); !why.empty()) {
    return leadcore::fail(std::move(why));
  }
  return std::move(result);
}

} // namespace demo

#endif
