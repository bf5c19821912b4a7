// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_EXAMPLES_IMPORT_LEADS_HPP
#define LEADCORE_EXAMPLES_IMPORT_LEADS_HPP

// Leads from the rows of any system's export. Every row becomes a lead or is reported as rejected;
// every value that does not fit its field is reported and kept in the notes (decision 0081).

#include "cells.hpp"
#include "columns.hpp"
#include "dates.hpp"
#include "options.hpp"
#include "plan.hpp"
#include "result.hpp"
#include "table.hpp"
#include "text.hpp"

#include <leadcore/model/error.hpp>
#include <leadcore/model/lead.hpp>
#include <leadcore/model/status.hpp>
#include <leadcore/model/validate.hpp>
#include <leadcore/text/result.hpp>
#include <leadcore/text/timestamp.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdio>
#include <iterator>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace demo {

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

/// Makes leads from the rows of a table.
class table_importer {
 public:
  table_importer(table& rows, const import_options& options, lead_collector& leads)
      : rows_(rows), leads_(leads), options_(options), plan_(plan_columns(rows, options)),
        passed_over_(rows.header().size()) {}

  [[nodiscard]] const column_plan& plan() const noexcept { return plan_; }

  /// Reads one row. @return whether it was not empty
  bool read(record&& given) {
    row made;
    made.line = given.line;
    made.fields = std::move(given.fields);
    if (given.is_recoded) {
      recoded_.add(made.line);
    }
    if (!given.problem.empty()) {
      reject(made, std::nullopt, std::move(given.problem));
    } else if (std::ranges::all_of(made.fields,
                                   [](const auto& field) { return trim(field).empty(); })) {
      empty_rows_.add(made.line);
      ++leads_.result().empty;
      return false;
    }
    leadcore::lead lead;
    if (made.rejection.empty()) {
      check_shape(made);
      set_nuls_aside(made);
      read_texts(made, lead);
      read_phones(made, lead);
      read_emails(made, lead);
      read_status(made, lead);
      read_dates(made, lead);
      finish(made, lead);
    }
    if (options_.strict) {
      std::ranges::move(std::exchange(made.problems, {}), std::back_inserter(made.rejection));
    }
    if (!made.rejection.empty()) {
      leads_.reject(std::move(made.rejection));
      return true;
    }
    const auto id = cells(made, column_role::id);
    leads_.accept({std::move(lead), made.has_created_at, made.has_updated_at}, made.line,
                  id.empty() ? std::string() : name_of(id.front().column),
                  std::move(made.problems));
    return true;
  }
  /// Rejects a row without making a lead of it.
  void reject_row(const record& given, std::string reason) {
    leads_.reject({{true, given.line, {}, printable(join(given.fields, ", ")), std::move(reason)}});
  }

  /// Reports the columns that were read.
  void describe_columns() {
    auto& result = leads_.result();
    for (std::size_t i = 0; i < column_role_count; ++i) {
      const auto role = static_cast<column_role>(i);
      if (const auto& columns = plan_.of(role); !columns.empty()) {
        result.columns.emplace_back(to_string(role),
                                    names_of(columns, takes_all(role) ? ", " : ", else "));
      }
    }
    if (!plan_.unused.empty()) {
      result.columns.emplace_back("(not used)", names_of(plan_.unused, ", "));
    }
  }
  /// Reports the assumptions made.
  void describe() {
    remark(recoded_, "with bytes that are not UTF-8, read as Windows-1252");
    remark(short_rows_, "shorter than the header; what is missing counts as empty");
    remark(empty_rows_, "without anything in them, skipped");
    remark(nameless_, "without a name, called by their company, email or phone");
    for (std::size_t column = 0; column < passed_over_.size(); ++column) {
      remark(passed_over_[column],
             "where \"" + name_of(column) + "\" was not used, because a better column has a value");
    }
    remark(remarks_, "with more in a phone or email than its field can hold, such as an extension: "
                     "kept in the notes");
    remark(without_status_,
           "without a status, now " + std::string(to_string(options_.default_status.value_or(
                                          leadcore::lead_status::not_contacted))));
    auto& said = leads_.result().remarks;
    for (std::size_t i = 0; i < plan_.orders.size(); ++i) {
      const auto order = plan_.orders[i];
      if (options_.order == date_order::any && order != date_order::any && is_single(order)) {
        said.push_back("\"" + name_of(i) + "\" has the " +
                       (order == date_order::dmy   ? "day"
                        : order == date_order::mdy ? "month"
                                                   : "year") +
                       " first, as its values show");
      }
    }
    remark(without_zone_, "with a time without a zone, read as " + zone_name());
    remark(created_by_update_, "without a creation time, dated as they were updated");
    remark(without_dates_,
           "without a creation time, dated " + leadcore::to_string(options_.imported_at));
    if (national_ > 0 && options_.region.empty()) {
      said.push_back(std::to_string(national_) +
                     " phones in national form need a country: run again with --region and its two "
                     "letters, such as --region US");
    }
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
    bool has_created_at = false;
    bool has_updated_at = false;
  };

  [[nodiscard]] std::string name_of(std::size_t column) const {
    const auto& header = rows_.header();
    return column < header.size() && !header[column].empty() ? header[column]
                                                             : "#" + std::to_string(column + 1);
  }
  [[nodiscard]] std::string names_of(const std::vector<std::size_t>& columns,
                                     std::string_view between) const {
    std::vector<std::string> names;
    for (const std::size_t column : columns) {
      names.push_back(name_of(column));
    }
    return join(names, between);
  }
  void remark(const tally& what, std::string_view text) {
    if (what.count > 0) {
      auto& result = leads_.result();
      result.remarks.push_back(std::to_string(what.count) + (what.count == 1 ? " row" : " rows") +
                               " " + std::string(text) + " (first: " + result.unit + " " +
                               std::to_string(what.first_line) + ")");
    }
  }

  /// The non-empty cells of a role, preferred first.
  [[nodiscard]] std::vector<cell> cells(const row& given, column_role role) const {
    std::vector<cell> found;
    for (const std::size_t column : plan_.of(role)) {
      if (column < given.fields.size()) {
        const std::string_view value = unwrap_text(role, trim(given.fields[column]));
        if (!is_blank(role, value)) {
          found.push_back({column, value});
        }
      }
    }
    return found;
  }
  /// The first of them; other, different values are counted and kept in the notes.
  [[nodiscard]] std::optional<cell> one(row& given, column_role role) {
    const auto found = cells(given, role);
    for (const auto& each : found) {
      if (each.value != found.front().value) {
        passed_over_[each.column].add(given.line);
        if (role == column_role::name || role == column_role::company ||
            role == column_role::source || role == column_role::status) {
          keep(given, each, each.value);
        }
      }
    }
    return found.empty() ? std::nullopt : std::optional(found.front());
  }
  [[nodiscard]] std::optional<std::string> text(row& given, column_role role) {
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

  /// Cells beyond the header have no name; a delimiter that is not quoted may have moved others.
  void check_shape(row& given) {
    const std::size_t columns = rows_.header().size();
    if (given.fields.size() < columns) {
      short_rows_.add(given.line);
    }
    for (std::size_t i = columns; i < given.fields.size(); ++i) {
      if (const std::string_view value = trim(given.fields[i]); !value.empty()) {
        set_aside(given, {i, value}, value,
                  "a cell beyond the " + std::to_string(columns) +
                      " columns of the header; is a delimiter not quoted?");
      }
    }
  }
  /// No database stores the character NUL in a text.
  void set_nuls_aside(row& given) {
    const std::size_t columns = std::min(given.fields.size(), rows_.header().size());
    for (std::size_t i = 0; i < columns; ++i) {
      auto& field = given.fields[i];
      if (field.find('\0') == std::string::npos) {
        continue;
      }
      std::string shown;
      for (const char c : std::exchange(field, {})) {
        shown += c == '\0' ? std::string("\u2400") : std::string(1, c);
      }
      if (std::ranges::find(plan_.unused, i) == plan_.unused.end()) {
        set_aside(given, {i, shown}, shown, "a text with the character NUL, shown as \u2400");
      }
    }
  }

  void read_texts(row& given, leadcore::lead& lead) {
    using enum column_role;
    lead.id = text(given, id).value_or("");
    lead.contact_id = text(given, contact_id).value_or("");
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
    for (const auto& each : cells(given, column_role::set_aside)) {
      keep(given, each, each.value);
    }

    const std::string first = text(given, first_name).value_or("");
    const std::string last = text(given, last_name).value_or("");
    std::vector<std::string> parts{first, text(given, middle_name).value_or(""), last};
    std::erase(parts, std::string());
    if (!plan_.name_is_sure && !parts.empty()) { // a deal or a label: worth a note
      for (const auto& each : cells(given, name)) {
        if (each.value != join(parts, " ")) {
          keep(given, each, each.value);
        }
      }
    }
    const std::string whole =
        plan_.name_is_sure || parts.empty() ? text(given, name).value_or("") : "";
    if (whole.empty()) {
      lead.name = !first.empty() && last.starts_with(first + " ") ? last : join(parts, " ");
    } else {
      lead.name = plan_.of(first_name).empty() && !last.empty() && !whole.ends_with(last)
                      ? whole + " " + last
                      : whole;
    }
  }

  /// The countries of the phones in a column: from a column of the same phone, else from the row,
  /// else the region of the options.
  [[nodiscard]] std::vector<phone_country> countries_of(const row& given, std::size_t phone) {
    const auto words = [](std::string_view name) {
      std::set<std::string> found;
      for (auto& word : words_of(name)) {
        if (word != "calling" && word != "country" && word != "code" && word != "dial" &&
            word != "dialing" && word != "isd" && word != "number" && word != "phones") {
          found.insert(std::move(word));
        }
      }
      return found;
    };
    for (const auto& each : cells(given, column_role::phone_country)) {
      const auto about = words(rows_.header()[each.column]);
      if (about.empty() || about == std::set<std::string>{"phone"} ||
          about == words(rows_.header()[phone])) {
        std::vector<phone_country> found;
        for (const std::string_view line : split(each.value, "\n")) {
          found.push_back(read_country(line));
        }
        if (std::ranges::all_of(found, [](const auto& code) { return code.unknown.empty(); })) {
          return found;
        }
      }
    }
    std::optional<phone_country> unknown;
    for (const auto& each : cells(given, column_role::country)) {
      phone_country found = read_country(each.value);
      if (found.unknown.empty()) {
        return {found};
      }
      unknown = unknown ? unknown : found;
    }
    return {unknown ? *unknown : phone_country{leadcore::region{options_.region}, {}, {}}};
  }

  void take(row& given, const cell& from, cell_values&& found, std::vector<std::string>& into,
            const leadcore::lead& lead) {
    std::ranges::move(found.values, std::back_inserter(into));
    const bool is_other_name =
        !found.names.empty() && leadcore::fold(found.names) != leadcore::fold(lead.name);
    if (found.says_more || is_other_name) {
      keep(given, from, from.value);
      remarks_.add(given.line);
    }
    for (auto& each : found.unread) {
      national_ += each.needs_country ? 1U : 0U;
      set_aside(given, from, each.text, std::move(each.reason));
    }
  }
  void read_phones(row& given, leadcore::lead& lead) {
    for (const auto& from : cells(given, column_role::phone)) {
      const auto countries = countries_of(given, from.column);
      const auto lines = split(from.value, "\n");
      if (countries.size() == 1 || countries.size() != lines.size()) {
        take(given, from, demo::read_phones(from.value, countries.front()), lead.phones, lead);
        continue;
      }
      for (std::size_t i = 0; i < lines.size(); ++i) { // a list in JSON, each with its country
        take(given, {from.column, lines[i]}, demo::read_phones(lines[i], countries[i]), lead.phones,
             lead);
      }
    }
  }
  void read_emails(row& given, leadcore::lead& lead) {
    for (const auto& from : cells(given, column_role::email)) {
      take(given, from, demo::read_emails(from.value), lead.emails, lead);
    }
  }

  void read_status(row& given, leadcore::lead& lead) {
    lead.status = options_.default_status.value_or(leadcore::lead_status::not_contacted);
    const auto from = one(given, column_role::status);
    if (!from) {
      without_status_.add(given.line);
      return;
    }
    std::string understood;
    if (const auto status = find_status(from->value, options_.statuses)) {
      lead.status = *status;
      understood = to_string(*status);
    } else {
      understood = std::string(to_string(lead.status)) +
                   (options_.default_status ? ", by --default-status"
                                            : ", as without one: not a status that is known");
      set_aside(given, *from, from->value,
                "not a status that is known; --status-map can tell what it means");
    }
    auto& statuses = leads_.result().statuses;
    std::pair key{std::string(from->value), std::move(understood)};
    if (statuses.size() >= import_result::max_statuses && !statuses.contains(key)) {
      key.first = "(others)";
    }
    ++statuses[std::move(key)];
  }

  [[nodiscard]] std::optional<leadcore::timestamp> read_date(row& given, column_role role) {
    const auto from = one(given, role);
    if (!from) {
      return std::nullopt;
    }
    const auto date =
        parse_date(from->value, {plan_.orders[from->column], options_.zone, options_.excel_dates});
    if (!date.has_value()) {
      set_aside(given, *from, from->value, message(date.error()));
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
    given.has_created_at = created.has_value();
    given.has_updated_at = updated.has_value();
    if (!created) {
      (updated ? created_by_update_ : without_dates_).add(given.line);
    }
    lead.created_at = created.value_or(updated.value_or(options_.imported_at));
    lead.updated_at = updated.value_or(lead.created_at);
  }

  /// What identifies a person: the name, and the first email, else phone, else the company.
  [[nodiscard]] static std::string identity(const leadcore::lead& lead) {
    return leadcore::fold(lead.name) + "\n" +
           (!lead.emails.empty()   ? lead.emails.front()
            : !lead.phones.empty() ? lead.phones.front()
                                   : leadcore::fold(lead.company.value_or("")));
  }

  /// Names a nameless lead, gives it an id, and checks the result of the row.
  void finish(row& given, leadcore::lead& lead) {
    if (lead.name.empty()) {
      lead.name = lead.company           ? *lead.company
                  : !lead.emails.empty() ? lead.emails.front()
                  : !lead.phones.empty() ? lead.phones.front()
                                         : "";
      if (lead.name.empty()) {
        reject(given, std::nullopt,
               given.problems.empty() ? "no name, company, email or phone"
                                      : "no name, company, or readable email or phone");
        std::ranges::move(std::exchange(given.problems, {}), std::back_inserter(given.rejection));
        return;
      }
      nameless_.add(given.line);
    }
    if (!given.notes.empty()) {
      lead.notes = join(given.notes, "\n");
    }
    if (lead.id.empty()) {
      lead.id = leads_.id_of("lead\n" + identity(lead));
    }
    if (lead.contact_id.empty()) {
      lead.contact_id = to_hex(sha256("contact\n" + lead.id)).substr(0, 24);
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

  [[nodiscard]] static bool is_single(date_order order) {
    return order == date_order::dmy || order == date_order::mdy || order == date_order::ymd;
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
  tally recoded_, short_rows_, empty_rows_, nameless_, remarks_, without_status_, without_zone_,
      created_by_update_, without_dates_;
  std::size_t national_ = 0;
};

} // namespace demo

#endif
