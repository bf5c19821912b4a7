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
inline void read_lead(const record& given, const import_options& chosen, lead_collector& leads) {
  leadcore::json_read_options options;
  options.allow_missing_nullable = true;
  options.normalise = true;
  options.contacts.default_region = leadcore::region{chosen.region};
  auto lead = leadcore::parse_lead_json(given.json, options);
  if (lead.has_value()) {
    (*lead).id.insert(0, chosen.id_prefix());
    (*lead).contact_id.insert(0, chosen.id_prefix());
    leads.accept({*std::move(lead)}, given.line, "/id", {});
    return;
  }
  std::vector<import_problem> problems;
  for (const auto& error : lead.error()) {
    problems.push_back({true, given.line, error.pointer, error.value,
                        std::string(message(error.code)) +
                            (error.allowed.empty() ? "" : "; allowed: " + error.allowed)});
  }
  leads.reject(std::move(problems));
}

/// Why the columns of a table make no lead; empty if they do.
[[nodiscard]] inline std::string check_columns(const table& rows, const column_plan& plan,
                                               const import_options& options) {
  const auto& header = rows.header();
  for (const auto& [role, name] : options.map) {
    const auto columns = std::ranges::count(header, name);
    if (columns == 0) {
      return "--map names the column \"" + printable(name) +
             "\", but the columns are: " + shown_names(header);
    }
    if (options.names(name) > columns) {
      return "--map gives the column \"" + printable(name) + "\" more fields than one";
    }
  }
  using enum column_role;
  if (std::ranges::any_of(std::to_array({name, first_name, last_name, company, phone, email}),
                          [&plan](column_role role) { return !plan.of(role).empty(); })) {
    return "";
  }
  std::vector<std::string> why = rows.remarks;
  why.push_back("no column is known to hold names, companies, emails or phones. The columns are: " +
                shown_names(header));
  why.push_back("--map can tell, such as --map 'name=" +
                (header.empty() ? "" : on_one_line(header.front())) + "'");
  if (options.has_header && rows.format.starts_with("CSV")) {
    why.back() += "; if the first line is no header, --no-header --map name=1,email=2";
  }
  return join(why, ". ");
}

} // namespace detail

/// Reads the leads of a CSV, NDJSON or JSON file into a sink.
/// @return the result, or the reason why the whole file is unreadable; then the sink may have had
///         leads
[[nodiscard]] inline leadcore::result<import_result, std::string>
import_leads(source& in, const import_options& options, const import_sink& sink) {
  constexpr std::size_t rows_between_progress = 1000;
  in.seek(0);
  const std::string_view start = trim(in.peek());
  if (start.empty()) {
    return leadcore::fail("there is no text at its beginning");
  }
  const bool is_json = start.front() == '{' || start.front() == '[';
  const auto opened = is_json ? json_table::open(in, options.list) : csv_table::open(in, options);
  if (!opened.has_value()) {
    return leadcore::fail(opened.error());
  }
  table& rows = **opened;
  if (rows.header().size() > max_columns) {
    return leadcore::fail("there are more than " + std::to_string(max_columns) +
                          " columns; is the delimiter right?");
  }
  lead_collector leads(sink);
  auto& result = leads.result();
  result.format = rows.format + ", " + in.encoding();
  result.unit = rows.unit;
  result.remarks = rows.remarks;
  std::optional<table_importer> importer;
  if (!rows.are_leads) {
    importer.emplace(rows, options, leads);
    if (auto why = detail::check_columns(rows, importer->plan(), options); !why.empty()) {
      return leadcore::fail(std::move(why));
    }
  }
  rows.for_each([&](record&& each) {
    if (++result.rows % rows_between_progress == 0 && options.progress) {
      options.progress(result.rows, in.percent());
    }
    if (!each.problem.empty()) {
      leads.reject(each.line, std::move(each.problem), join(each.fields, ", "));
    } else if (importer) {
      importer->read(std::move(each));
    } else {
      detail::read_lead(each, options, leads);
    }
    return result.is_complete;
  });
  if (result.rows == 0) {
    result.remarks.emplace_back("there is no row below the header");
  }
  leads.describe();
  if (options.progress) {
    options.progress(result.rows, 100);
  }
  if (in.has_failed()) {
    return leadcore::fail("the system failed to read the file to its end");
  }
  return std::move(result);
}

} // namespace demo

#endif
