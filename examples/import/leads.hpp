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

#include <boost/algorithm/string/replace.hpp>
#include <boost/unordered/unordered_flat_set.hpp>

#include <algorithm>
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
    describe();
  }

  [[nodiscard]] const column_plan& plan() const noexcept { return plan_; }

  void read(record&& given) {
    using enum column_role;
    row_ = {};
    row_.line = given.line;
    row_.fields = std::move(given.fields);
    if (given.is_recoded) {
      note("with bytes that are not UTF-8, read as Windows-1252 (--encoding names another)");
    }
    if (std::ranges::all_of(row_.fields, [](const auto& field) { return trim(field).empty(); })) {
      note("without anything in them, skipped");
      ++leads_.result().empty;
      return;
    }
    for (const auto role : {name, first_name, last_name}) {
      for (const auto& each : cells(role)) {
        if (each.value.find(list_separator) != std::string_view::npos) {
          leads_.reject(row_.line, "several names; an object for each person is needed",
                        by_lines(each.value));
          return;
        }
      }
    }
    check_fields();
    read_texts();
    read_name();
    read_contacts(phone, row_.lead.phones);
    read_contacts(email, row_.lead.emails);
    read_status();
    read_dates();
    if (!finish() || (options_.strict && !row_.problems.empty())) {
      leads_.reject(std::move(row_.problems));
      return;
    }
    const auto ids = cells(id);
    leads_.accept(std::move(row_), row_.line,
                  ids.empty() ? std::string() : name_of(ids.front().column),
                  std::move(row_.problems));
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

  void note(const std::string& what) { leads_.note(row_.line, what); }
  [[nodiscard]] std::string name_of(std::size_t column) const {
    return column < header_.size() && !header_[column].empty() ? header_[column]
                                                               : "#" + std::to_string(column + 1);
  }
  /// Reports the columns that are read, and the orders of their dates.
  void describe() {
    auto& result = leads_.result();
    const auto add = [&](std::string_view role, const std::vector<std::size_t>& columns,
                         std::string_view between) {
      std::vector<std::string> names;
      for (const std::size_t each : columns) {
        names.push_back(name_of(each));
      }
      if (!names.empty()) {
        result.columns.emplace_back(role, join(names, between));
      }
    };
    for (std::size_t i = 0; i < role_names.size(); ++i) {
      const auto role = static_cast<column_role>(i);
      add(role_names[i], plan_.of(role), takes_all(role) ? ", " : ", else ");
    }
    add("(not used)", plan_.unused, ", ");
    for (std::size_t i = 0; options_.order == date_order::any && i < plan_.orders.size(); ++i) {
      for (const auto& [order, first] : {std::pair(date_order::dmy, "day"),
                                         {date_order::mdy, "month"},
                                         {date_order::ymd, "year"}}) {
        if (plan_.orders[i] == order) {
          result.remarks.push_back("\"" + name_of(i) + "\" has the " + first +
                                   " first, as its values show; --date-order tells otherwise");
        }
      }
    }
  }

  /// The non-empty cells of a role, preferred first.
  [[nodiscard]] std::vector<cell> cells(column_role role) const {
    std::vector<cell> found;
    for (const std::size_t column : plan_.of(role)) {
      if (const auto value = value_of(role, row_.fields, column); !value.empty()) {
        found.push_back({column, value});
      }
    }
    return found;
  }
  /// The first value of a list, or what it calls a number: Odoo has [3, "Web"].
  [[nodiscard]] static std::string_view first_of(std::string_view list, bool is_id = false) {
    const auto values = split(list, list_separator);
    const bool is_pair = values.size() > 1 && digits_of(values[0]) == values[0] && !is_id;
    return values.size() > 1 ? values[is_pair ? 1 : 0] : list;
  }
  /// The first cell of a role; other, different values are counted and kept in the notes.
  [[nodiscard]] std::optional<cell> one(column_role role) {
    const auto found = cells(role);
    for (const auto& each : found) {
      if (each.value != found.front().value) {
        note("where \"" + name_of(each.column) +
             "\" was not used, because a better column has a value");
        if (role < column_role::notes && !is_id(role)) {
          keep(each.column, each.value);
        }
      }
    }
    if (found.empty()) {
      return std::nullopt;
    }
    const auto [column, value] = found.front();
    const cell first{column, first_of(value, is_id(role))};
    if (first.value != value) {
      note("with several values for one field: one is used, all are in the notes");
      keep(column, value);
    }
    return first;
  }
  [[nodiscard]] std::optional<std::string> text(column_role role) {
    const auto found = one(role);
    return found ? std::optional(std::string(found->value)) : std::nullopt;
  }

  /// A digest of the name and the first contact, as they are in the file.
  [[nodiscard]] digest_key identity() const {
    using enum column_role;
    std::string person;
    for (const auto role : {name, first_name, middle_name, last_name}) {
      for (const auto& each : cells(role)) {
        person.append(each.value).append("\n");
      }
    }
    for (const auto role : {email, phone, company}) {
      if (const auto found = cells(role); !found.empty()) {
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
      row_.fields = std::move(each.fields);
      if (const auto person = identity(); !seen.insert(person).second) {
        twins_.insert(person);
      }
      return true;
    });
  }

  /// A value as a text: of a list, each value on a line.
  [[nodiscard]] static std::string by_lines(std::string_view value) {
    return boost::replace_all_copy(std::string(value), list_separator, "\n");
  }
  /// Keeps a value without a field in the notes.
  void keep(std::size_t column, std::string_view value) {
    row_.notes.push_back(name_of(column) + ": " + by_lines(value));
  }
  void set_aside(std::size_t column, std::string_view value, std::string reason) {
    row_.problems.push_back(
        {false, row_.line, name_of(column), by_lines(value), std::move(reason)});
    keep(column, value);
  }

  /// Cells beyond the header have no name; a delimiter that is not quoted may have moved others. No
  /// database stores the character NUL in a text.
  void check_fields() {
    if (row_.fields.size() < header_.size()) {
      note("shorter than the header; what is missing counts as empty");
    }
    for (std::size_t i = 0; i < row_.fields.size(); ++i) {
      auto& field = row_.fields[i];
      const bool has_nul = field.find('\0') != std::string::npos;
      const bool is_beyond = i >= header_.size() && !trim(field).empty();
      if (has_nul) {
        boost::replace_all(field, std::string(1, '\0'), "\u2400");
      }
      if (is_beyond) {
        set_aside(i, trim(field),
                  "a cell beyond the " + std::to_string(header_.size()) +
                      " columns of the header; is a delimiter not quoted?");
      } else if (has_nul && std::ranges::count(plan_.unused, i) == 0) {
        set_aside(i, std::exchange(field, {}), "a text with the character NUL, shown as \u2400");
      }
    }
  }

  void read_texts() {
    auto& lead = row_.lead;
    const auto id = [&](column_role role) {
      const auto found = one(role);
      if (found && is_rounded(found->value)) {
        set_aside(found->column, found->value, "a spreadsheet has rounded this number");
        return std::string();
      }
      return found ? options_.id_prefix() + std::string(found->value) : std::string();
    };
    lead.id = id(column_role::id);
    lead.contact_id = id(column_role::contact_id);
    lead.company = text(column_role::company);
    lead.source = text(column_role::source);
    lead.client_id = text(column_role::client_id);
    lead.assigned_to_id = text(column_role::assigned_to_id);
    if (lead.assigned_to_id && to_lower(*lead.assigned_to_id) == leadcore::unassigned_id) {
      lead.assigned_to_id.reset();
    }
    for (const auto& each : cells(column_role::notes)) {
      row_.notes.push_back(by_lines(each.value));
    }
    for (const auto& each : cells(column_role::set_aside)) {
      keep(each.column, each.value);
    }
  }

  /// The name as a whole, or of its parts; what that does not have is kept in the notes.
  void read_name() {
    using enum column_role;
    std::string& chosen = row_.lead.name;
    const std::string first = text(first_name).value_or("");
    const std::string last = text(last_name).value_or("");
    std::vector<std::string> parts{first, text(middle_name).value_or(""), last};
    std::erase(parts, std::string());
    const char32_t letter = last.empty() ? U'\0' : leadcore::decode_utf8(last, 0).code_point;
    if (letter >= 0x2E80 && letter <= 0xD7A3) { // in East Asia the family name is first
      std::ranges::reverse(parts);
    }
    chosen = !first.empty() && last.starts_with(first + " ") ? last : join(parts, " ");
    if (const auto names = cells(name); !names.empty()) {
      // One without the last name is a nickname, or a company's. Beside Odoo's "contact_name",
      // "name" is a deal's: the company says more about the person.
      const auto key = [this](std::size_t column) { return name_key(header_[column]); };
      const bool is_another =
          !parts.empty() ? !plan_.name_is_sure ||
                               (!first.empty() && !last.empty() &&
                                name_key(names[0].value).find(name_key(last)) == std::string::npos)
                         : row_.lead.company && key(names[0].column) == "name" &&
                               key(plan_.of(name)[0]) == "contactname";
      if (!is_another) {
        chosen = text(name).value_or("");
        const bool lacks_last = plan_.of(first_name).empty() && !chosen.ends_with(last);
        chosen += lacks_last ? " " + last : "";
      }
      for (const auto& each : is_another ? names : std::vector<cell>()) {
        if (each.value != chosen) {
          keep(each.column, each.value);
        }
      }
      for (const auto role : {first_name, middle_name, last_name}) { // what the name does not have
        const auto found = cells(role);
        if (!found.empty() &&
            leadcore::fold(chosen).find(leadcore::fold(found[0].value)) == std::string::npos) {
          keep(found[0].column, found[0].value);
        }
      }
    }
    if (std::ranges::all_of(split(chosen, " "), [](std::string_view word) { // "NA NA", not "Na"
          return is_blank(status, word) &&
                 (!is_upper(word[0]) || word == "None" || std::ranges::none_of(word, is_lower));
        })) {
      chosen.clear();
    }
  }

  /// The countries of the phones in a column: from a column of calling codes for this phone, or for
  /// any if it has none; else from the row, best from a column about the same ("home"); else the
  /// region of the options.
  [[nodiscard]] std::vector<phone_country> countries_of(std::size_t phone) {
    const auto& subject = plan_.subjects[phone];
    const auto is_known = [](const phone_country& each) { return each.unknown.empty(); };
    const auto is_same = [&](std::size_t column) { return plan_.subjects[column] == subject; };
    const bool has_own = std::ranges::any_of(plan_.of(column_role::phone_country), is_same);
    std::vector<phone_country> found;
    for (const auto& each : cells(column_role::phone_country)) {
      const auto codes = split(each.value, list_separator);
      found.clear();
      std::ranges::transform(codes, std::back_inserter(found), read_country);
      if (!codes.empty() &&
          (is_same(each.column) || (plan_.subjects[each.column].empty() && !has_own)) &&
          std::ranges::all_of(found, is_known)) {
        return found;
      }
    }
    found.clear();
    const auto is_related = [&](std::size_t column) {
      return std::ranges::any_of(plan_.subjects[column],
                                 [&](const auto& word) { return subject.contains(word); });
    };
    for (const bool is_best : {true, false}) {
      for (const auto& each : cells(column_role::country)) {
        if (is_related(each.column) == is_best) {
          found.push_back(read_country(first_of(each.value)));
        }
      }
    }
    if (found.empty()) {
      found.push_back({leadcore::region{options_.region}, {}, {}});
    }
    const auto known = std::ranges::find_if(found, is_known);
    return {known == found.end() ? found.front() : *known};
  }

  void take(std::size_t column, std::string_view value, cell_values&& found,
            std::vector<std::string>& into) {
    std::ranges::move(found.values, std::back_inserter(into));
    if (found.says_more ||
        (!found.names.empty() && leadcore::fold(found.names) != leadcore::fold(row_.lead.name))) {
      keep(column, value);
      note("with more in a phone or email than its field can hold, such as an "
           "extension: kept in the notes");
    }
    for (auto& each : found.unread) {
      if (each.reason == needs_country) {
        note("with a phone in national form that needs a country: run again with --region "
             "and its two letters, such as --region US, before a store has the leads: the "
             "ids of those without an email are made of their phones");
      }
      set_aside(column, each.text, std::move(each.reason));
    }
  }
  void read_contacts(column_role role, std::vector<std::string>& into) {
    // What a column with a label or an area code says of a phone or email.
    const auto about = [&](column_role what, std::size_t column) {
      for (const auto& each : cells(what)) {
        if (plan_.subjects[each.column] == plan_.subjects[column]) {
          return each.value;
        }
      }
      return std::string_view();
    };
    for (const auto& from : cells(role)) {
      constexpr std::size_t longest = 1U << 16U; // its parts would take much more memory
      if (from.value.size() > longest) {
        set_aside(from.column, from.value, "longer than 64 KiB");
        continue;
      }
      const auto countries =
          role == column_role::phone ? countries_of(from.column) : std::vector<phone_country>();
      const auto labels = split(about(column_role::label, from.column), list_separator);
      const std::string area(about(column_role::phone_area, from.column));
      const auto values = split(from.value, list_separator);
      for (std::size_t i = 0; i < values.size(); ++i) {
        const bool has_area = area.empty() || values[i].find_first_of("+0") == 0;
        const std::string value = (has_area ? "" : area + " ") + std::string(values[i]);
        if (labels.size() == values.size() && detail::is_about_another(labels[i])) {
          set_aside(from.column, value, "a fax, or another person's?");
        } else if (role == column_role::email) {
          take(from.column, value, read_emails(value), into);
        } else {
          take(from.column, value,
               read_phones(value, countries[countries.size() == values.size() ? i : 0]), into);
        }
      }
    }
  }

  void read_status() {
    auto& status = row_.lead.status;
    status = options_.default_status.value_or(leadcore::lead_status::not_contacted);
    auto from = one(column_role::status);
    if (!from) {
      note("without a status, now " + std::string(to_string(status)));
      return;
    }
    auto known = find_status(from->value, options_.statuses);
    if (!known) {
      set_aside(from->column, from->value,
                "not a status that is known; --status-map can tell what it means");
      for (const auto& each : cells(column_role::status)) { // another column may have one
        if (!known) {
          known = find_status(each.value, options_.statuses);
          from = known ? each : from;
        }
      }
    }
    status = known.value_or(status);
    auto& statuses = leads_.result().statuses;
    std::pair key{std::string(from->value.substr(0, 200)),
                  std::string(to_string(status)) +
                      (known                     ? ""
                       : options_.default_status ? ", by --default-status"
                                                 : ", as without one: not a status that is known")};
    if (statuses.size() >= import_result::max_statuses && !statuses.contains(key)) {
      key.first = "(others)";
    }
    ++statuses[std::move(key)];
  }

  [[nodiscard]] std::optional<leadcore::timestamp> read_date(column_role role) {
    const auto from = one(role);
    if (!from) {
      return std::nullopt;
    }
    auto date =
        parse_date(from->value, {plan_.orders[from->column], options_.zone, options_.excel_dates});
    if (!date.has_value()) {
      set_aside(from->column, from->value, std::move(date.error()));
      return std::nullopt;
    }
    if ((*date).zone_assumed) {
      note("with a time without a zone, read as " + (options_.zone.count() == 0
                                                         ? "UTC (--zone says otherwise)"
                                                         : offset_text(options_.zone)));
    }
    return (*date).time;
  }
  void read_dates() {
    row_.lead.next_call_at = read_date(column_role::next_call_at);
    const auto created = read_date(column_role::created_at);
    const auto updated = read_date(column_role::updated_at);
    row_.has_created_at = created.has_value();
    row_.has_updated_at = updated.has_value();
    if (!created) {
      note("without a creation time, dated " +
           (updated ? "as they were updated" : leadcore::to_string(options_.imported_at)));
    }
    row_.lead.created_at = created.value_or(updated.value_or(options_.imported_at));
    row_.lead.updated_at = updated.value_or(row_.lead.created_at);
  }

  /// Names a nameless lead, gives it an id, and checks it.
  /// @return whether it is valid; if not, the problems tell why
  [[nodiscard]] bool finish() {
    auto& lead = row_.lead;
    auto contacts = lead.emails;
    contacts.insert(contacts.end(), lead.phones.begin(), lead.phones.end());
    const std::string contact = contacts.empty() ? "" : contacts.front();
    if (lead.name.empty()) {
      lead.name = lead.company.value_or(contact);
      if (lead.name.empty()) {
        row_.problems.insert(
            row_.problems.begin(),
            {true, row_.line, {}, {}, "no name, company, or readable email or phone"});
        return false;
      }
      note("without a name, called by their company, email or phone");
    }
    if (!row_.notes.empty()) {
      lead.notes = join(row_.notes, "\n");
    }
    if (lead.id.empty()) { // from what identifies a person
      const std::string company = leadcore::fold(lead.company.value_or(""));
      std::string person = !lead.contact_id.empty() ? "lead of\n" + lead.contact_id
                                                    : "lead\n" + name_key(lead.name) + "\n" +
                                                          (contact.empty() ? company : contact);
      if (!twins_.empty() && twins_.contains(identity())) {
        contacts.push_back(contact.empty() ? "" : company);
        for (const auto& each : contacts) {
          person += each == contact || each.empty() ? "" : "\n" + each;
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
      row_.problems.push_back({true, row_.line, std::string(error.field), error.value,
                               std::string(message(error.code))});
    }
    return false;
  }

  const std::vector<std::string>& header_;
  lead_collector& leads_;
  const import_options& options_;
  column_plan plan_;
  row row_;
  boost::unordered_flat_set<digest_key> twins_; // rows without an id, with an identity in common
};

} // namespace demo

#endif
