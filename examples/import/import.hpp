// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_EXAMPLES_IMPORT_IMPORT_HPP
#define LEADCORE_EXAMPLES_IMPORT_IMPORT_HPP

// Leads from a file of any format: source to records, records to columns, columns to leads.

#include "csv.hpp"
#include "json.hpp"
#include "leads.hpp"
#include "plan.hpp"
#include "report.hpp"
#include "source.hpp"
#include "text.hpp"

#include <leadcore/json/read.hpp>
#include <leadcore/model/lead.hpp>
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

/// A lead in the endpoint's own form, read strictly.
inline void read_lead(record&& given, const import_options& chosen, lead_collector& leads) {
  leadcore::json_read_options options;
  options.allow_missing_nullable = true;
  options.normalise = true;
  options.contacts.default_region = leadcore::region{chosen.region};
  if (!given.problem.empty()) {
    leads.reject(given.line, std::move(given.problem));
    return;
  }
  auto lead = leadcore::parse_lead_json(given.json, options);
  if (lead.has_value()) {
    const std::string system = chosen.system.empty() ? "" : chosen.system + ":";
    (*lead).id.insert(0, system);
    (*lead).contact_id.insert(0, system);
    leads.accept({std::move(*lead)}, given.line, "/id", {});
  } else {
    std::vector<import_problem> problems;
    for (const auto& error : lead.error()) {
      problems.push_back(
          {true, given.line, error.pointer, error.value,
           std::string(message(error.code)) +
               (error.allowed.empty() ? std::string() : "; allowed: " + error.allowed)});
    }
    leads.reject(std::move(problems));
  }
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
  using enum column_role;
  if (std::ranges::any_of(std::to_array({name, first_name, last_name, company, phone, email}),
                          [&plan](column_role role) { return !plan.of(role).empty(); })) {
    return "";
  }
  return "no column is known to hold names, companies, emails or phones. The columns are: " +
         shown_names(header) + ". --map can tell, such as --map 'name=" +
         (header.empty() ? "" : on_one_line(header.front())) + "'" +
         (options.has_header ? "; if the first line is no header, --no-header --map name=1,email=2"
                             : "");
}

/// Whether a row of CSV may be below the table: one cell under a header of several, or words such
/// as "Grand total" without an email.
[[nodiscard]] inline bool may_be_footer(const std::vector<std::string>& cells,
                                        std::size_t columns) {
  constexpr std::size_t longest = 1000;
  std::vector<std::string_view> texts;
  for (const std::string_view cell : cells) {
    if (const auto text = trim(cell); !text.empty() && texts.size() < 3) {
      texts.push_back(text);
    }
  }
  if (texts.empty() || texts.size() > 2 || std::ranges::any_of(texts, [](auto text) {
        return text.size() > longest || text.find('@') != std::string_view::npos;
      })) {
    return false;
  }
  if (cells.size() == 1 && columns > 2) {
    return true;
  }
  const auto words = words_of(texts[0]);
  std::string begin;
  for (std::size_t i = 0; i < std::min<std::size_t>(words.size(), 3); ++i) {
    begin += (i == 0 ? "" : " ") + words[i];
    if (find_word("footer", begin)) { // one word only with numbers after it: "Total: 12"
      return i > 0 || std::ranges::all_of(words.begin() + 1, words.end(),
                                          [](const auto& word) { return is_digit(word.front()); });
    }
  }
  return false;
}

/// Reads all rows of a table. What may be a footer waits for another row to follow.
/// @return why the file is unreadable; empty if it is not
[[nodiscard]] inline std::string read_rows(table& rows, source& in, const import_options& options,
                                           lead_collector& leads, bool are_leads) {
  constexpr std::size_t max_footer = 100; // lines
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
    if (each.problem.empty() && result.format.starts_with("CSV") && waiting.size() < max_footer &&
        may_be_footer(each.fields, rows.header().size())) {
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
    leads.reject(each.line, "at the end, and not like the rows above: a footer?",
                 join(each.fields, ", "));
  }
  leads.describe();
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
  std::string why;
  if (start.front() == '{' || start.front() == '[') {
    auto found = json_table::open(in, options.list);
    if (!found.has_value()) {
      return leadcore::fail(std::move(found.error()));
    }
    are_leads = (*found)->are_leads();
    result.unit = (*found)->unit();
    result.format = result.unit == "line" ? "NDJSON" : "JSON";
    rows = *std::move(found);
  } else {
    std::vector<std::string> names;
    for (const auto& [role, name] : options.map) {
      names.push_back(name);
    }
    const char delimiter = options.delimiter.value_or(detect_delimiter(in, names));
    auto found = std::make_unique<csv_table>(in, csv_options{delimiter, options.has_header, names});
    const std::string line = std::to_string(found->header_line());
    if (options.has_header && is_data(found->header())) {
      why = "line " + line +
            " has an email or a phone, so it is no header. If there is none, --no-header tells, "
            "with --map and numbers, such as --no-header --map name=1,email=2";
    } else if (found->header().size() > max_columns) {
      why = "the header has more than " + std::to_string(max_columns) +
            " columns; is the delimiter right?";
    }
    result.format = std::string("CSV with ") + (delimiter == ','    ? "commas"
                                                : delimiter == ';'  ? "semicolons"
                                                : delimiter == '\t' ? "tabs"
                                                : delimiter == '|'  ? std::string("bars")
                                                                    : printable({&delimiter, 1}));
    if (line != "1") {
      result.remarks.push_back("the header is in line " + line +
                               "; what stands before it was skipped");
    }
    rows = std::move(found);
  }
  result.format += ", " + in.encoding();
  why = why.empty() ? detail::read_rows(*rows, in, options, leads, are_leads) : why;
  return why.empty() ? leadcore::result<import_result, std::string>(std::move(result))
                     : leadcore::fail(std::move(why));
}

} // namespace demo

#endif
