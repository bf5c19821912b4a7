// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_EXAMPLES_IMPORT_LOAD_HPP
#define LEADCORE_EXAMPLES_IMPORT_LOAD_HPP

// Leads from the bytes of a file; detects encoding and format.

#include "csv.hpp"
#include "encoding.hpp"
#include "import.hpp"
#include "import_options.hpp"
#include "json_table.hpp"
#include "table.hpp"
#include "text.hpp"

#include <leadcore/json/read.hpp>
#include <leadcore/text/result.hpp>
#include <leadcore/text/utf8.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace demo {

namespace detail {

/// A text in UTF-8 (some rows may still be in another encoding) and the name of its original
/// encoding.
struct decoded_file {
  std::string text;
  std::string encoding;
};

[[nodiscard]] inline leadcore::result<decoded_file, std::string>
decode_file(std::string_view bytes, const std::string& wanted) {
  if (bytes.starts_with("PK\x03\x04") || bytes.starts_with("\xD0\xCF\x11\xE0")) {
    return leadcore::fail(std::string("this is a spreadsheet or an archive; save it as CSV first"));
  }
  if (bytes.starts_with("\x1F\x8B")) {
    return leadcore::fail(std::string("this is compressed; unpack it first (gunzip)"));
  }
  const byte_order_mark mark = find_byte_order_mark(bytes);
  std::string encoding = wanted.empty() ? std::string(mark.encoding) : wanted;
  bytes.remove_prefix(wanted.empty() || mark.encoding == "UTF-8" ? mark.size : 0);
  if (encoding.empty() && bytes.substr(0, 1000).find('\0') != std::string_view::npos) {
    return leadcore::fail(
        std::string("this is no text in UTF-8; --encoding can name another one, such as UTF-16LE"));
  }
  if (encoding.empty() || encoding == "UTF-8") {
    return decoded_file{std::string(bytes), "UTF-8"};
  }
  auto text = to_utf8(bytes, encoding);
  if (!text.has_value()) {
    return leadcore::fail(
        text.error().unknown_encoding
            ? "there is no encoding \"" + encoding + "\" (iconv --list shows them all)"
            : "byte " + std::to_string(text.error().offset) + " is not " + encoding);
  }
  return decoded_file{std::move(*text), encoding};
}

[[nodiscard]] inline std::string_view delimiter_name(char delimiter) {
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
    return "a delimiter of its own";
  }
}

/// Leads in the endpoint's own form.
inline void read_leads(const json_objects& found, lead_collector& leads) {
  leadcore::json_read_options options;
  options.allow_missing_nullable = true;
  options.normalise = true;
  options.contacts.default_region = leadcore::region{leads.options().region};
  std::size_t done = 0;
  for (const auto& each : found.objects) {
    leads.count_row(static_cast<int>(++done * 100 / found.objects.size()));
    auto lead = leadcore::parse_lead_json(each.text, options);
    if (lead.has_value()) {
      leads.accept(std::move(*lead), each.place, "/id", {});
      continue;
    }
    std::vector<import_problem> problems;
    for (const auto& error : lead.error()) {
      std::string reason(message(error.code));
      reason += error.allowed.empty() ? "" : "; allowed: " + error.allowed;
      problems.push_back({true, each.place, error.pointer, error.value, std::move(reason)});
    }
    leads.reject(std::move(problems));
  }
}

} // namespace detail

/// Reads the bytes of a CSV, NDJSON or JSON file.
/// @return the result, or the reason why the whole file is unreadable.
[[nodiscard]] inline leadcore::result<import_result, std::string>
load(std::string_view bytes, const import_options& options) {
  auto decoded = detail::decode_file(bytes, options.encoding);
  if (!decoded.has_value()) {
    return leadcore::fail(std::move(decoded.error()));
  }
  std::string_view text = (*decoded).text;
  if (trim(text.substr(0, 1000)).empty()) {
    return leadcore::fail(std::string("there is nothing in it"));
  }
  lead_collector leads(options);
  auto& result = leads.result();

  const auto read_table = [&](table& rows) -> std::string {
    for (const auto& [role, name] : options.map) {
      if (std::ranges::find(rows.header(), name) == rows.header().end()) {
        return "--map names the column \"" + name +
               "\", but the columns are: " + join(rows.header(), ", ");
      }
    }
    table_importer importer(rows, leads);
    if (!importer.has_contact_columns()) {
      return "no column is known to hold names, companies, emails or phones; --map can tell. The "
             "columns "
             "are: " +
             join(rows.header(), ", ");
    }
    importer.run();
    return {};
  };

  std::string problem;
  if (const char first = trim(text.substr(0, 1000)).front(); first == '{' || first == '[') {
    const json_objects found = find_json_objects(text);
    result.unit = found.lines ? "line" : "record";
    result.format = std::string(found.lines ? "NDJSON" : "JSON") + ", " + (*decoded).encoding;
    if (are_leads(found)) {
      detail::read_leads(found, leads);
    } else {
      json_table rows(found);
      problem = read_table(rows);
    }
  } else {
    char delimiter = options.delimiter.value_or('\0');
    if (text.starts_with("sep=") && text.size() > 5) { // understood by Excel
      delimiter = options.delimiter.value_or(text[4]);
    }
    if (delimiter == '\0') {
      delimiter = detect_delimiter(text, options);
    }
    csv_table rows(text, delimiter, options);
    result.format =
        "CSV with " + std::string(detail::delimiter_name(delimiter)) + ", " + (*decoded).encoding;
    if (rows.header_line() > 1) {
      result.remarks.push_back("the header is in line " + std::to_string(rows.header_line()) +
                               "; what stands before it was skipped");
    }
    problem = read_table(rows);
  }
  if (!problem.empty()) {
    return leadcore::fail(std::move(problem));
  }
  return std::move(result);
}

} // namespace demo

#endif
