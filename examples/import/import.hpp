// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_EXAMPLES_IMPORT_IMPORT_HPP
#define LEADCORE_EXAMPLES_IMPORT_IMPORT_HPP

// Leads from the rows of any system's export. Every row becomes a lead or is reported as rejected;
// every value that does not fit its field is reported and kept in the notes (decision 0081).

#include "cells.hpp"
#include "columns.hpp"
#include "csv.hpp"
#include "dates.hpp"
#include "encoding.hpp"
#include "import_options.hpp"
#include "sha256.hpp"
#include "status_words.hpp"
#include "table.hpp"
#include "text.hpp"

#include <leadcore/model/error.hpp>
#include <leadcore/model/lead.hpp>
#include <leadcore/model/status.hpp>
#include <leadcore/model/validate.hpp>
#include <leadcore/text/phone.hpp>
#include <leadcore/text/result.hpp>
#include <leadcore/text/timestamp.hpp>
#include <leadcore/text/utf8.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace demo {

/// A rejected row, or a value that is kept only in the notes.
struct import_problem {
  bool rejected = false;
  std::size_t line = 0; ///< first line of the row
  std::string column;   ///< its name in the file; empty for the row as a whole
  std::string value;
  std::string reason;
};

/// The result of an import.
struct import_result {
  std::vector<leadcore::lead> leads;
  std::vector<import_problem> problems; ///< in the order of the file
  std::size_t rows = 0;
  std::size_t rejected = 0;
  std::size_t set_aside = 0;
  std::string format;                                       ///< such as "CSV with commas, UTF-8"
  std::string unit = "line";                                ///< the unit of import_problem::line
  std::vector<std::pair<std::string, std::string>> columns; ///< column and role
  std::map<std::pair<std::string, std::string>, std::size_t>
      statuses;                                        ///< as given and as understood, with counts
  std::map<std::string, std::size_t> unknown_statuses; ///< of rejected rows
  std::vector<std::string> remarks;                    ///< assumptions
};

/// A count of rows and the first of them; reported once.
struct tally {
  std::size_t count = 0;
  std::size_t first_line = 0;
  std::size_t last_line = 0;

  void add(std::size_t line) {
    if (count == 0 || last_line != line) {
      first_line = count++ == 0 ? line : first_line;
      last_line = line;
    }
  }
};

/// Collects leads from tables and JSON.
class lead_collector {
 public:
  explicit lead_collector(const import_options& options)
      : options_(options), id_prefix_(to_hex(sha256("lead " + options.file_name)).substr(0, 16)),
        contact_prefix_(to_hex(sha256("contact " + options.file_name)).substr(0, 16)) {}

  [[nodiscard]] const import_options& options() const noexcept { return options_; }
  [[nodiscard]] import_result& result() noexcept { return result_; }

  /// An id for a line: the same in every import of the file, increasing with the lines, and
  /// different for other file names.
  [[nodiscard]] std::string lead_id(std::size_t line) const {
    return id_prefix_ + line_digits(line);
  }
  [[nodiscard]] std::string contact_id(std::size_t line) const {
    return contact_prefix_ + line_digits(line);
  }

  /// Reports the problems of a rejected row.
  void reject(std::vector<import_problem> problems) {
    ++result_.rejected;
    for (auto& each : problems) {
      each.rejected = true;
      result_.problems.push_back(std::move(each));
    }
  }
  /// Takes a lead, unless its id is already used.
  void accept(leadcore::lead&& lead, std::size_t line, std::string_view id_column,
              std::vector<import_problem> set_aside) {
    const auto [taken, is_new] = lines_.try_emplace(lead.id, line);
    if (!is_new) {
      set_aside.push_back(
          {true, line, std::string(id_column), lead.id,
           "the id is already that of " + result_.unit + " " + std::to_string(taken->second)});
      reject(std::move(set_aside));
      return;
    }
    result_.set_aside += set_aside.size();
    std::move(set_aside.begin(), set_aside.end(), std::back_inserter(result_.problems));
    result_.leads.push_back(std::move(lead));
  }
  /// Counts a row and reports progress from time to time.
  void count_row(int percent) {
    constexpr std::size_t every = 1000;
    if (++result_.rows % every == 0 && options_.progress) {
      options_.progress(result_.rows, percent);
    }
  }

 private:
  [[nodiscard]] static std::string line_digits(std::size_t line) {
    std::string digits(8, '0');
    for (std::size_t i = digits.size(); i-- > 0; line /= 16) {
      digits[i] = "0123456789abcdef"[line % 16];
    }
    return digits;
  }

  const import_options& options_;
  std::string id_prefix_;
  std::string contact_prefix_;
  import_result result_;
  std::unordered_map<std::string, std::size_t> lines_; // of each id
};

/// Makes leads from the rows of a table.
class table_importer {
 public:
  table_importer(table& rows, lead_collector& leads)
      : rows_(rows), leads_(leads), options_(leads.options()),
        plan_(plan_columns(rows, leads.options())), passed_over_(rows.header().size()) {}

  /// Whether any column suffices to make a lead.
  [[nodiscard]] bool has_contact_columns() const {
    using enum column_role;
    return std::ranges::any_of(std::to_array({name, first_name, last_name, company, phone, email}),
                               [this](column_role role) { return !plan_.of(role).empty(); });
  }

  void run() {
    rows_.rewind();
    for (auto record = rows_.next(); record; record = rows_.next()) {
      leads_.count_row(rows_.percent());
      read_row(std::move(*record));
    }
    describe();
  }

 private:
  /// A non-empty cell.
  struct cell {
    std::size_t column = 0;
    std::string_view value;
  };

  /// A row being converted to a lead.
  struct row {
    std::size_t line = 0;
    std::vector<std::string> fields;
    std::vector<import_problem> problems;  // values set aside
    std::vector<import_problem> rejection; // reasons to reject it
    std::vector<std::string> notes;
  };

  [[nodiscard]] const std::string& name_of(std::size_t column) const {
    return rows_.header()[column];
  }

  /// The non-empty cells of a role, preferred first.
  [[nodiscard]] std::vector<cell> cells(const row& given, column_role role) const {
    std::vector<cell> found;
    for (const std::size_t column : plan_.of(role)) {
      if (column < given.fields.size()) {
        if (const std::string_view value = trim(given.fields[column]); !is_blank(role, value)) {
          found.push_back({column, value});
        }
      }
    }
    return found;
  }
  /// The first of them; other, different values are counted.
  [[nodiscard]] std::optional<cell> one(const row& given, column_role role) {
    const auto found = cells(given, role);
    for (const auto& each : found) {
      if (each.value != found.front().value) {
        passed_over_[each.column].add(given.line);
      }
    }
    return found.empty() ? std::nullopt : std::optional(found.front());
  }
  [[nodiscard]] std::optional<std::string> text(const row& given, column_role role) {
    const auto found = one(given, role);
    return found ? std::optional(std::string(found->value)) : std::nullopt;
  }

  /// Keeps a value without a field in the notes.
  void keep(row& given, const cell& from, std::string_view value) const {
    given.notes.push_back(name_of(from.column) + ": " + std::string(value));
  }
  void set_aside(row& given, const cell& from, std::string_view value, std::string reason) const {
    given.problems.push_back(
        {false, given.line, name_of(from.column), std::string(value), std::move(reason)});
    keep(given, from, value);
  }
  void reject(row& given, std::optional<cell> from, std::string reason) const {
    given.rejection.push_back({true, given.line, from ? name_of(from->column) : std::string(),
                               from ? std::string(from->value) : std::string(), std::move(reason)});
  }

  void read_row(csv_record&& record) {
    row given{record.line, std::move(record.fields), {}, {}, {}};
    if (!record.problem.empty()) {
      reject(given, std::nullopt, std::move(record.problem));
    } else if (!check_shape(given)) {
      return; // empty
    }
    leadcore::lead lead;
    if (given.rejection.empty()) {
      to_utf8(given);
      read_texts(given, lead);
      read_phones(given, lead);
      read_emails(given, lead);
      read_status(given, lead);
      read_dates(given, lead);
      finish(given, lead);
    }
    if (options_.strict) {
      std::move(given.problems.begin(), given.problems.end(), std::back_inserter(given.rejection));
      given.problems.clear();
    }
    if (!given.rejection.empty()) {
      leads_.reject(std::move(given.rejection));
      return;
    }
    const auto id = cells(given, column_role::id);
    leads_.accept(std::move(lead), given.line,
                  id.empty() ? std::string() : name_of(id.front().column),
                  std::move(given.problems));
  }

  /// Compares the number of fields with the header's. False for an empty row.
  [[nodiscard]] bool check_shape(row& given) {
    const std::size_t columns = rows_.header().size();
    if (std::ranges::all_of(given.fields, [](const auto& field) { return trim(field).empty(); })) {
      empty_rows_.add(given.line);
      return false;
    }
    const std::string shape = std::to_string(given.fields.size()) + " fields under a header of " +
                              std::to_string(columns) +
                              "; is a delimiter or a line break not quoted?";
    if (given.fields.size() > columns &&
        std::any_of(given.fields.begin() + static_cast<std::ptrdiff_t>(columns), given.fields.end(),
                    [](const auto& field) { return !trim(field).empty(); })) {
      reject(given, std::nullopt, shape);
    } else if (given.fields.size() == 1 && columns > 2) {
      reject(given, std::nullopt, shape);
    } else if (given.fields.size() < columns) {
      short_rows_.add(given.line);
    }
    return true;
  }

  void to_utf8(row& given) {
    for (auto& field : given.fields) {
      if (!leadcore::is_valid_utf8(field)) {
        field = windows_1252_to_utf8(field);
        recoded_.add(given.line);
      }
    }
  }

  void read_texts(row& given, leadcore::lead& lead) {
    using enum column_role;
    lead.id = text(given, id).value_or(leads_.lead_id(given.line));
    lead.contact_id = text(given, contact_id).value_or(leads_.contact_id(given.line));
    lead.company = text(given, company);
    lead.source = text(given, source);
    lead.client_id = text(given, client_id);
    lead.assigned_to_id = text(given, assigned_to_id);
    if (lead.assigned_to_id && to_lower(*lead.assigned_to_id) == leadcore::unassigned_id) {
      lead.assigned_to_id.reset();
    }
    for (const auto& each : cells(given, notes)) {
      given.notes.emplace_back(each.value);
    }

    const std::string whole = text(given, name).value_or("");
    const std::string first = text(given, first_name).value_or("");
    const std::string last = text(given, last_name).value_or("");
    std::vector<std::string> parts{first, text(given, middle_name).value_or(""), last};
    std::erase(parts, std::string());
    if (whole.empty() || (!plan_.name_is_sure && !parts.empty())) {
      lead.name = !first.empty() && last.starts_with(first + " ") ? last : join(parts, " ");
    } else {
      lead.name = plan_.of(first_name).empty() && !last.empty() && !whole.ends_with(last)
                      ? whole + " " + last
                      : whole;
    }
  }

  /// The country of the row; if it has none, the region of the options.
  [[nodiscard]] phone_country country_of(const row& given) {
    std::optional<phone_country> unknown;
    for (const auto& each : cells(given, column_role::country)) {
      phone_country found = read_country(each.value);
      if (found.unknown.empty()) {
        return found;
      }
      unknown = unknown ? unknown : found;
    }
    return unknown ? *unknown : phone_country{leadcore::region{options_.region}, {}, {}};
  }

  void read_phones(row& given, leadcore::lead& lead) {
    const phone_country country = country_of(given);
    for (const auto& from : cells(given, column_role::phone)) {
      for (const std::string_view part : detail::split_cell(from.value)) {
        std::vector<std::string_view> texts{part};
        if (const auto whole = read_phone(part, country); !whole.has_value()) {
          const auto pieces = split(part, ",/"); // two numbers separated by a comma or a slash?
          if (pieces.size() < 2 || !std::ranges::all_of(pieces, [&](std::string_view piece) {
                return read_phone(piece, country).has_value();
              })) {
            national_ += whole.error().needs_country ? 1U : 0U;
            set_aside(given, from, part, whole.error().reason);
            continue;
          }
          texts = pieces;
        }
        for (const std::string_view each : texts) {
          phone_cell phone = *read_phone(each, country);
          if (phone.says_more) {
            keep(given, from, each);
            extensions_.add(given.line);
          }
          lead.phones.push_back(std::move(phone.number));
        }
      }
    }
  }

  void read_emails(row& given, leadcore::lead& lead) const {
    for (const auto& from : cells(given, column_role::email)) {
      for (const std::string_view part : detail::split_cell(from.value)) {
        auto email = read_email(part);
        if (email.has_value()) {
          lead.emails.push_back(std::move(*email));
          continue;
        }
        const auto pieces = split(part, ", \t"); // two addresses separated by a comma or a space?
        if (pieces.size() > 1 && std::ranges::all_of(pieces, [](std::string_view piece) {
              return read_email(piece).has_value();
            })) {
          for (const std::string_view piece : pieces) {
            lead.emails.push_back(*read_email(piece));
          }
        } else {
          set_aside(given, from, part, std::move(email.error()));
        }
      }
    }
  }

  void read_status(row& given, leadcore::lead& lead) {
    lead.status = options_.default_status.value_or(leadcore::lead_status::not_contacted);
    const auto from = one(given, column_role::status);
    if (!from) {
      without_status_.add(given.line);
      return;
    }
    std::string understood = "rejected";
    if (const auto status = find_status(from->value, options_.statuses)) {
      lead.status = *status;
      understood = to_string(*status);
    } else if (options_.default_status) {
      understood = std::string(to_string(lead.status)) + ", by --default-status";
      set_aside(given, *from, from->value, "not a status that is known");
    } else {
      reject(given, from,
             "not a status that is known; --status-map or --default-status can tell what it means");
    }
    ++leads_.result().statuses[{std::string(from->value), understood}];
  }

  [[nodiscard]] std::optional<leadcore::timestamp> read_date(row& given, column_role role) {
    const auto from = one(given, role);
    if (!from) {
      return std::nullopt;
    }
    const auto date = parse_date(from->value, {plan_.orders[from->column], options_.zone});
    if (!date.has_value()) {
      set_aside(given, *from, from->value, std::string(message(date.error())));
      return std::nullopt;
    }
    if ((*date).zone_assumed) {
      without_zone_.add(given.line);
    }
    return (*date).time;
  }

  void read_dates(row& given, leadcore::lead& lead) {
    lead.next_call_at = read_date(given, column_role::next_call_at);
    const auto created = read_date(given, column_role::created_at);
    const auto updated = read_date(given, column_role::updated_at);
    if (!created) {
      (updated ? created_by_update_ : without_dates_).add(given.line);
    }
    lead.created_at = created.value_or(updated.value_or(options_.imported_at));
    lead.updated_at = updated.value_or(lead.created_at);
  }

  /// Names a nameless lead and checks the result of the row.
  void finish(row& given, leadcore::lead& lead) {
    if (lead.name.empty()) {
      const auto& other = lead.company           ? *lead.company
                          : !lead.emails.empty() ? lead.emails.front()
                          : !lead.phones.empty() ? lead.phones.front()
                                                 : lead.name;
      if (other.empty()) {
        reject(given, std::nullopt,
               given.problems.empty() ? "no name, company, email or phone"
                                      : "no name, company, or readable email or phone");
        std::move(given.problems.begin(), given.problems.end(),
                  std::back_inserter(given.rejection));
        given.problems.clear();
        return;
      }
      lead.name = other;
      nameless_.add(given.line);
    }
    if (!given.notes.empty()) {
      lead.notes = join(given.notes, "\n");
    }
    auto valid = leadcore::normalise_lead(std::move(lead));
    if (!valid.has_value()) {
      for (const auto& error : valid.error()) {
        given.rejection.push_back({true, given.line, std::string(error.field), error.value,
                                   std::string(message(error.code))});
      }
      return;
    }
    lead = std::move(*valid);
  }

  [[nodiscard]] std::string names_of(const std::vector<std::size_t>& columns,
                                     std::string_view between) const {
    std::vector<std::string> names;
    for (const std::size_t column : columns) {
      names.push_back(name_of(column).empty() ? "#" + std::to_string(column + 1) : name_of(column));
    }
    return join(names, between);
  }

  /// Reports the columns that were read and the assumptions made.
  void describe() {
    auto& result = leads_.result();
    for (const auto& each : detail::role_table) {
      if (const auto& columns = plan_.of(each.role); !columns.empty()) {
        result.columns.emplace_back(
            each.label, names_of(columns, detail::takes_all(each.role) ? ", " : ", else "));
      }
    }
    if (!plan_.unused.empty()) {
      result.columns.emplace_back("(not used)", names_of(plan_.unused, ", "));
    }
    const auto remark = [&](const tally& what, std::string_view text) {
      if (what.count > 0) {
        result.remarks.push_back(std::to_string(what.count) + (what.count == 1 ? " row" : " rows") +
                                 " " + std::string(text) + " (first: " + result.unit + " " +
                                 std::to_string(what.first_line) + ")");
      }
    };
    remark(recoded_, "with bytes that are not UTF-8, read as Windows-1252");
    remark(short_rows_, "shorter than the header; what is missing counts as empty");
    remark(empty_rows_, "without anything in them, skipped");
    remark(nameless_, "without a name, called by their company, email or phone");
    for (std::size_t column = 0; column < passed_over_.size(); ++column) {
      remark(passed_over_[column],
             "where \"" + name_of(column) + "\" was not used, because a better column has a value");
    }
    remark(extensions_, "with a phone that has an extension or a remark, which E.164 cannot hold: "
                        "kept in the notes");
    const std::string status(
        to_string(options_.default_status.value_or(leadcore::lead_status::not_contacted)));
    remark(without_status_, "without a status, now " + status);
    for (const auto role :
         {column_role::next_call_at, column_role::created_at, column_role::updated_at}) {
      for (const std::size_t column : plan_.of(role)) {
        if (plan_.orders[column] != date_order::unknown && options_.order == date_order::unknown) {
          result.remarks.push_back(
              "\"" + name_of(column) + "\" has the " +
              (plan_.orders[column] == date_order::day_first ? "day" : "month") +
              " first, as numbers over 12 in it show");
        }
      }
    }
    remark(without_zone_, "with a time without a zone, read as " + zone_name());
    remark(created_by_update_, "without a creation time, dated as they were updated");
    remark(without_dates_,
           "without a creation time, dated " + leadcore::to_string(options_.imported_at));
    if (national_ > 0 && options_.region.empty()) {
      result.remarks.push_back(std::to_string(national_) +
                               " phones in national form need a country: run again with --region "
                               "and its two letters, such "
                               "as --region US");
    }
  }

  [[nodiscard]] std::string zone_name() const {
    if (options_.zone.count() == 0) {
      return "UTC (--zone says otherwise)";
    }
    const auto minutes = options_.zone.count() < 0 ? -options_.zone.count() : options_.zone.count();
    std::array<char, 16> text{};
    std::snprintf(text.data(), text.size(), "%c%02d:%02d", options_.zone.count() < 0 ? '-' : '+',
                  static_cast<int>(minutes / 60 % 100), static_cast<int>(minutes % 60));
    return text.data();
  }

  table& rows_;
  lead_collector& leads_;
  const import_options& options_;
  column_plan plan_;
  std::vector<tally> passed_over_; // of each column
  tally recoded_, short_rows_, empty_rows_, nameless_, extensions_, without_status_, without_zone_,
      created_by_update_, without_dates_;
  std::size_t national_ = 0;
};

} // namespace demo

#endif
