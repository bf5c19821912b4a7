// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_EXAMPLES_IMPORT_LEADS_HPP
#define LEADCORE_EXAMPLES_IMPORT_LEADS_HPP

// Leads from the rows of any system's export. Every row becomes a lead or is reported as rejected;
// every value that does not fit its field is reported and kept in the notes (decision 0081).

#include "cells.hpp"
#include "columns.hpp"
#include "dates.hpp"
#include "plan.hpp"
#include "report.hpp"
#include "source.hpp"
#include "text.hpp"

#include <leadcore/model/error.hpp>
#include <leadcore/model/lead.hpp>
#include <leadcore/model/status.hpp>
#include <leadcore/model/validate.hpp>
#include <leadcore/text/timestamp.hpp>
#include <leadcore/text/utf8.hpp>

#include <boost/unordered/unordered_flat_set.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <iterator>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace demo {

/// Makes leads from the rows of a table.
class table_importer {
 public:
  table_importer(table& rows, const import_options& options, lead_collector& leads)
      : header_(rows.header()), leads_(leads), options_(options),
        plan_(plan_columns(rows, options)) {
    find_twins(rows);
  }

  [[nodiscard]] const column_plan& plan() const noexcept { return plan_; }

  void read(record&& given) {
    row made;
    made.line = given.line;
    made.fields = std::move(given.fields);
    if (given.is_recoded) {
      leads_.note(made.line, "with bytes that are not UTF-8, read as Windows-1252 (--encoding "
                             "names another)");
    }
    if (std::ranges::all_of(made.fields, [](const auto& field) { return trim(field).empty(); })) {
      leads_.note(made.line, "without anything in them, skipped");
      ++leads_.result().empty;
      return;
    }
    for (const auto role : {column_role::name, column_role::first_name, column_role::last_name}) {
      for (const auto& each : cells(made, role)) {
        if (each.value.find(list_separator) != std::string_view::npos) {
          leads_.reject(made.line, "several names; an object for each person is needed",
                        by_lines(each.value));
          return;
        }
      }
    }
    check_shape(made);
    set_nuls_aside(made);
    read_texts(made);
    read_name(made);
    read_phones(made);
    for (const auto& from : cells(made, column_role::email)) {
      take(made, from, demo::read_emails(from.value), made.lead.emails);
    }
    read_status(made);
    read_dates(made);
    if (!finish(made) || (options_.strict && !made.problems.empty())) {
      leads_.reject(std::move(made.problems));
      return;
    }
    const auto id = cells(made, column_role::id);
    leads_.accept(std::move(made), made.line,
                  id.empty() ? std::string() : name_of(id.front().column),
                  std::move(made.problems));
  }

  /// Reports the columns that are read.
  void describe_columns() {
    const auto add = [this](std::string_view role, const std::vector<std::size_t>& columns,
                            std::string_view between) {
      std::vector<std::string> names;
      std::ranges::transform(columns, std::back_inserter(names),
                             [this](std::size_t column) { return name_of(column); });
      if (!names.empty()) {
        leads_.result().columns.emplace_back(role, join(names, between));
      }
    };
    for (std::size_t i = 0; i < role_names.size(); ++i) {
      const auto role = static_cast<column_role>(i);
      add(to_string(role), plan_.of(role), takes_all(role) ? ", " : ", else ");
    }
    add("(not used)", plan_.unused, ", ");
  }
  /// Reports the assumptions made about columns.
  void describe() {
    auto& said = leads_.result().remarks;
    for (std::size_t i = 0; options_.order == date_order::any && i < plan_.orders.size(); ++i) {
      const auto order = plan_.orders[i];
      const std::string first = order == date_order::dmy   ? "day"
                                : order == date_order::mdy ? "month"
                                : order == date_order::ymd ? "year"
                                                           : "";
      if (!first.empty()) {
        said.push_back("\"" + name_of(i) + "\" has the " + first +
                       " first, as its values show; --date-order tells otherwise");
      }
    }
    if (national_ > 0 && options_.region.empty()) {
      said.push_back(
          std::to_string(national_) +
          (national_ == 1 ? " phone in national form needs" : " phones in national form need") +
          " a country: run again with --region and its two letters, such as --region US, before a "
          "store has the leads: the ids of those without an email are made of their phones");
    }
  }

 private:
  /// A non-empty cell.
  struct cell {
    std::size_t column = 0;
    std::string_view value;
  };
  /// A row being converted to a lead.
  struct row : imported_lead {
    std::size_t line = 0;
    std::vector<std::string> fields;
    std::vector<import_problem> problems;
    std::vector<std::string> notes;
  };

  [[nodiscard]] std::string name_of(std::size_t column) const {
    return column < header_.size() && !header_[column].empty() ? header_[column]
                                                               : "#" + std::to_string(column + 1);
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
        leads_.note(given.line, "where \"" + name_of(each.column) +
                                    "\" was not used, because a better column has a value");
        if (role < column_role::notes && !is_id(role)) {
          keep(given, each, each.value);
        }
      }
    }
    if (found.empty()) {
      return std::nullopt;
    }
    cell first = found.front();
    if (const auto values = split(first.value, list_separator); values.size() > 1) {
      leads_.note(given.line,
                  "with several values for one field: one is used, all are in the notes");
      keep(given, first, first.value);
      const bool is_pair = digits_of(values[0]) == values[0] && !is_id(role); // Odoo: [3, "Web"]
      first.value = values[is_pair ? 1 : 0];
    }
    return first;
  }
  [[nodiscard]] std::optional<std::string> text(row& given, column_role role) {
    const auto found = one(given, role);
    return found ? std::optional(std::string(found->value)) : std::nullopt;
  }

  /// A digest of the name and the first contact, as they are in the file.
  [[nodiscard]] digest_key identity_of(const row& given) const {
    using enum column_role;
    std::string person;
    for (const auto role : {name, first_name, middle_name, last_name}) {
      for (const auto& each : cells(given, role)) {
        person.append(each.value).append("\n");
      }
    }
    for (const auto role : {email, phone, company}) {
      if (const auto found = cells(given, role); !found.empty()) {
        person += found.front().value;
        break;
      }
    }
    return digest_of(leadcore::fold(person));
  }
  /// Finds the rows that have their identity in common, if it makes their ids.
  void find_twins(table& rows) {
    if (!plan_.of(column_role::id).empty() || !plan_.of(column_role::contact_id).empty()) {
      return;
    }
    boost::unordered_flat_set<digest_key> seen;
    rows.for_each([&](record&& each) {
      row given;
      given.fields = std::move(each.fields);
      if (const auto identity = identity_of(given); !seen.insert(identity).second) {
        twins_.insert(identity);
      }
      return true;
    });
  }

  /// A value as a text: of a list, each value on a line.
  [[nodiscard]] static std::string by_lines(std::string_view value) {
    std::string text(value);
    std::ranges::replace(text, list_separator.front(), '\n');
    return text;
  }
  /// Keeps a value without a field in the notes.
  void keep(row& given, const cell& from, std::string_view value) const {
    given.notes.push_back(name_of(from.column) + ": " + by_lines(value));
  }
  void set_aside(row& given, const cell& from, std::string_view value, std::string reason) const {
    given.problems.push_back(
        {false, given.line, name_of(from.column), by_lines(value), std::move(reason)});
    keep(given, from, value);
  }

  /// Cells beyond the header have no name; a delimiter that is not quoted may have moved others.
  void check_shape(row& given) {
    if (given.fields.size() < header_.size()) {
      leads_.note(given.line, "shorter than the header; what is missing counts as empty");
    }
    for (std::size_t i = header_.size(); i < given.fields.size(); ++i) {
      if (const std::string_view value = trim(given.fields[i]); !value.empty()) {
        set_aside(given, {i, value}, value,
                  "a cell beyond the " + std::to_string(header_.size()) +
                      " columns of the header; is a delimiter not quoted?");
      }
    }
  }
  /// No database stores the character NUL in a text.
  void set_nuls_aside(row& given) {
    for (std::size_t i = 0; i < std::min(given.fields.size(), header_.size()); ++i) {
      if (given.fields[i].find('\0') == std::string::npos) {
        continue;
      }
      std::string shown;
      for (const char c : std::exchange(given.fields[i], {})) {
        shown += c == '\0' ? std::string("\u2400") : std::string(1, c);
      }
      if (std::ranges::find(plan_.unused, i) == plan_.unused.end()) {
        set_aside(given, {i, shown}, shown, "a text with the character NUL, shown as \u2400");
      }
    }
  }

  void read_texts(row& given) {
    auto& lead = given.lead;
    const auto id = [&](column_role role) {
      const auto found = one(given, role);
      if (found && is_rounded(found->value)) {
        set_aside(given, *found, found->value, "a spreadsheet has rounded this number");
        return std::string();
      }
      return found ? options_.id_prefix() + std::string(found->value) : std::string();
    };
    lead.id = id(column_role::id);
    lead.contact_id = id(column_role::contact_id);
    lead.company = text(given, column_role::company);
    lead.source = text(given, column_role::source);
    lead.client_id = text(given, column_role::client_id);
    lead.assigned_to_id = text(given, column_role::assigned_to_id);
    if (lead.assigned_to_id && to_lower(*lead.assigned_to_id) == leadcore::unassigned_id) {
      lead.assigned_to_id.reset();
    }
    for (const auto& each : cells(given, column_role::notes)) {
      given.notes.push_back(by_lines(each.value));
    }
    for (const auto& each : cells(given, column_role::set_aside)) {
      keep(given, each, each.value);
    }
  }

  void read_name(row& given) {
    using enum column_role;
    const std::string first = text(given, first_name).value_or("");
    const std::string last = text(given, last_name).value_or("");
    std::vector<std::string> parts{first, text(given, middle_name).value_or(""), last};
    std::erase(parts, std::string());
    const char32_t letter = last.empty() ? U'\0' : leadcore::decode_utf8(last, 0).code_point;
    if (letter >= 0x2E80 && letter <= 0xD7A3) { // in East Asia the family name is first
      std::ranges::reverse(parts);
    }
    // A name without the last one is another: a nickname, or a company's.
    const auto names = cells(given, name);
    const bool is_another = !first.empty() && !last.empty() && !names.empty() &&
                            name_key(names.front().value).find(name_key(last)) == std::string::npos;
    // Beside Odoo's "contact_name", "name" is a deal's: the company says more about the person.
    const auto key = [this](std::size_t column) { return name_key(header_[column]); };
    const bool is_deal = !names.empty() && given.lead.company && key(names[0].column) == "name" &&
                         key(plan_.of(name).front()) == "contactname";
    const bool has_parts =
        ((!plan_.name_is_sure || is_another) && !parts.empty()) || (is_deal && parts.empty());
    const std::string whole = has_parts ? "" : text(given, name).value_or("");
    // What the name does not have is kept: a deal or a label, or a part that may be another's.
    for (const auto& each : has_parts ? cells(given, name) : std::vector<cell>()) {
      if (each.value != join(parts, " ")) {
        keep(given, each, each.value);
      }
    }
    const bool has_first_names = !plan_.of(first_name).empty();
    for (const auto role : {first_name, middle_name, last_name}) {
      for (const auto& each : cells(given, role)) {
        if (!whole.empty() && has_first_names &&
            leadcore::fold(whole).find(leadcore::fold(each.value)) == std::string::npos) {
          keep(given, each, each.value);
        }
      }
    }
    if (whole.empty()) {
      given.lead.name = !first.empty() && last.starts_with(first + " ") ? last : join(parts, " ");
    } else {
      const bool lacks_last = !has_first_names && !last.empty() && !whole.ends_with(last);
      given.lead.name = lacks_last ? whole + " " + last : whole;
    }
    if (std::ranges::all_of(split(given.lead.name, " "), [](std::string_view word) { // "NA NA"
          return is_blank(status, word) && std::ranges::none_of(word.substr(1), is_lower);
        })) {
      given.lead.name.clear();
    }
  }

  /// The countries of the phones in a column: from a column of calling codes for this phone, or for
  /// any if it has none; else from the row, best from a column about the same ("home"); else the
  /// region of the options.
  [[nodiscard]] std::vector<phone_country> countries_of(const row& given, std::size_t phone) {
    const auto& subject = plan_.subjects[phone];
    const bool has_own = std::ranges::any_of(plan_.of(column_role::phone_country),
                                             [&](auto i) { return plan_.subjects[i] == subject; });
    for (const auto& each : cells(given, column_role::phone_country)) {
      const auto& about = plan_.subjects[each.column];
      std::vector<phone_country> found;
      for (const std::string_view line : split(each.value, list_separator)) {
        found.push_back(read_country(line));
      }
      if (!found.empty() && (about == subject || (about.empty() && !has_own)) &&
          std::ranges::all_of(found, [](const auto& code) { return code.unknown.empty(); })) {
        return found;
      }
    }
    const auto is_same = [&](const cell& each) {
      return std::ranges::any_of(plan_.subjects[each.column],
                                 [&](const auto& word) { return subject.contains(word); });
    };
    phone_country made{leadcore::region{options_.region}, {}, {}};
    for (const bool best : {true, false}) {
      for (const auto& each : cells(given, column_role::country)) {
        phone_country found = read_country(each.value);
        for (const auto line : split(each.value, list_separator)) { // Odoo: [20, "Belgium"]
          found = found.unknown.empty() && found.calling_code.empty() ? found : read_country(line);
        }
        if (is_same(each) == best && found.unknown.empty()) {
          return {found};
        }
        made = made.unknown.empty() ? found : made;
      }
    }
    return {made};
  }

  void take(row& given, const cell& from, cell_values&& found, std::vector<std::string>& into) {
    std::ranges::move(found.values, std::back_inserter(into));
    if (found.says_more ||
        (!found.names.empty() && leadcore::fold(found.names) != leadcore::fold(given.lead.name))) {
      keep(given, from, from.value);
      leads_.note(given.line, "with more in a phone or email than its field can hold, such as an "
                              "extension: kept in the notes");
    }
    for (auto& each : found.unread) {
      national_ += each.needs_country ? 1U : 0U;
      set_aside(given, from, each.text, std::move(each.reason));
    }
  }
  void read_phones(row& given) {
    // What a column with a label or an area code says of a phone.
    const auto about = [&](column_role role, std::size_t phone) {
      for (const auto& each : cells(given, role)) {
        if (plan_.subjects[each.column] == plan_.subjects[phone]) {
          return each.value;
        }
      }
      return std::string_view();
    };
    for (const auto& from : cells(given, column_role::phone)) {
      const auto countries = countries_of(given, from.column);
      const auto labels = split(about(column_role::phone_label, from.column), list_separator);
      const auto area = about(column_role::phone_area, from.column);
      const auto lines = split(from.value, list_separator);
      for (std::size_t i = 0; i < lines.size(); ++i) {
        const bool has_area = area.empty() || lines[i].find_first_of("+0") == 0;
        const std::string value = (has_area ? "" : std::string(area) + " ") + std::string(lines[i]);
        const cell each{from.column, value};
        if (labels.size() == lines.size() && detail::is_about_another(labels[i])) {
          set_aside(given, each, value, "a fax, or the number of another person?");
          continue;
        }
        const auto& country = countries[countries.size() == lines.size() ? i : 0];
        take(given, each, demo::read_phones(value, country), given.lead.phones);
      }
    }
  }

  void read_status(row& given) {
    auto& status = given.lead.status;
    status = options_.default_status.value_or(leadcore::lead_status::not_contacted);
    auto from = one(given, column_role::status);
    const auto is_known = [this](const cell& each) {
      return find_status(each.value, options_.statuses).has_value();
    };
    if (from && !is_known(*from)) {
      set_aside(given, *from, from->value,
                "not a status that is known; --status-map can tell what it means");
      const auto all = cells(given, column_role::status); // another column may have one
      const auto other = std::ranges::find_if(all, is_known);
      from = other == all.end() ? from : *other;
    }
    if (!from) {
      leads_.note(given.line, "without a status, now " + std::string(to_string(status)));
      return;
    }
    const auto known = find_status(from->value, options_.statuses);
    status = known.value_or(status);
    std::string understood(to_string(status));
    if (!known) {
      understood += options_.default_status ? ", by --default-status"
                                            : ", as without one: not a status that is known";
    }
    auto& statuses = leads_.result().statuses;
    std::pair key{std::string(from->value.substr(0, 200)), std::move(understood)};
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
    auto date =
        parse_date(from->value, {plan_.orders[from->column], options_.zone, options_.excel_dates});
    if (!date.has_value()) {
      set_aside(given, *from, from->value, std::move(date.error()));
      return std::nullopt;
    }
    if ((*date).zone_assumed) {
      leads_.note(given.line, "with a time without a zone, read as " + zone_name());
    }
    return (*date).time;
  }
  void read_dates(row& given) {
    given.lead.next_call_at = read_date(given, column_role::next_call_at);
    const auto created = read_date(given, column_role::created_at);
    const auto updated = read_date(given, column_role::updated_at);
    given.has_created_at = created.has_value();
    given.has_updated_at = updated.has_value();
    if (!created) {
      leads_.note(given.line, "without a creation time, dated " +
                                  (updated ? "as they were updated"
                                           : leadcore::to_string(options_.imported_at)));
    }
    given.lead.created_at = created.value_or(updated.value_or(options_.imported_at));
    given.lead.updated_at = updated.value_or(given.lead.created_at);
  }

  /// Names a nameless lead, gives it an id, and checks it.
  /// @return whether it is valid; if not, the problems tell why
  [[nodiscard]] bool finish(row& given) {
    auto& lead = given.lead;
    const std::string contact = !lead.emails.empty()   ? lead.emails.front()
                                : !lead.phones.empty() ? lead.phones.front()
                                                       : "";
    if (lead.name.empty()) {
      lead.name = lead.company.value_or(contact);
      if (lead.name.empty()) {
        const std::string readable = given.problems.empty() ? "" : "or readable ";
        given.problems.insert(
            given.problems.begin(),
            {true, given.line, {}, {}, "no name, company, " + readable + "email or phone"});
        return false;
      }
      leads_.note(given.line, "without a name, called by their company, email or phone");
    }
    if (!given.notes.empty()) {
      lead.notes = join(given.notes, "\n");
    }
    if (lead.id.empty()) { // from what identifies a person
      const std::string company = leadcore::fold(lead.company.value_or(""));
      std::string person = !lead.contact_id.empty() ? "lead of\n" + lead.contact_id
                                                    : "lead\n" + name_key(lead.name) + "\n" +
                                                          (contact.empty() ? company : contact);
      if (!twins_.empty() && twins_.contains(identity_of(given))) {
        for (const auto& more : {lead.emails, lead.phones, {contact.empty() ? "" : company}}) {
          for (const auto& each : more) {
            person += each == contact || each.empty() ? "" : "\n" + each;
          }
        }
      }
      lead.id = leads_.id_of(person);
    }
    if (lead.contact_id.empty()) {
      lead.contact_id = lead_collector::id_from("contact\n" + lead.id);
    }
    auto valid = leadcore::normalise_lead(std::move(lead));
    if (valid.has_value()) {
      lead = *std::move(valid);
      return true;
    }
    for (const auto& error : valid.error()) {
      given.problems.push_back({true, given.line, std::string(error.field), error.value,
                                std::string(message(error.code))});
    }
    return false;
  }

  [[nodiscard]] std::string zone_name() const {
    const auto time = leadcore::timestamp::from_milliseconds(
        std::chrono::milliseconds(std::chrono::abs(options_.zone)).count());
    return options_.zone.count() == 0
               ? "UTC (--zone says otherwise)"
               : (options_.zone.count() < 0 ? "-" : "+") + to_string(*time).substr(11, 5);
  }

  const std::vector<std::string>& header_;
  lead_collector& leads_;
  const import_options& options_;
  column_plan plan_;
  boost::unordered_flat_set<digest_key> twins_; // rows without an id, with an identity in common
  std::size_t national_ = 0;
};

} // namespace demo

#endif
