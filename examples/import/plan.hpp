// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_EXAMPLES_IMPORT_PLAN_HPP
#define LEADCORE_EXAMPLES_IMPORT_PLAN_HPP

// The options of an import, and which columns of a table make a lead: by their names, confirmed by
// their values where a name has several meanings.

#include "cells.hpp"
#include "columns.hpp"
#include "dates.hpp"
#include "source.hpp"
#include "text.hpp"

#include <leadcore/model/status.hpp>
#include <leadcore/text/timestamp.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace demo {

struct import_options {
  std::string region; ///< of national phone numbers without a country column
  std::string system; ///< the ids' own: they begin with its name
  std::vector<std::pair<column_role, std::string>>
      map;                 ///< columns named by the user; override detection
  status_mapping statuses; ///< take precedence over the table
  std::optional<leadcore::lead_status> default_status; ///< for rows without a known status
  date_order order = date_order::any;                  ///< of dates; overrides detection
  bool excel_dates = false;                            ///< numbers are a spreadsheet's dates
  std::chrono::minutes zone{0};                        ///< of times without a zone
  std::optional<char> delimiter;                       ///< of CSV; overrides detection
  bool has_header = true;                              ///< of CSV; otherwise columns are 1, 2, ...
  std::string list;                                    ///< of JSON: the path of the leads' list
  std::string encoding;                                ///< overrides detection
  bool strict = false;               ///< rejects a row instead of setting a value aside
  leadcore::timestamp imported_at{}; ///< the creation time of rows without one
  std::function<void(std::size_t rows, int percent)> progress; ///< called from time to time

  /// How often --map names a column.
  [[nodiscard]] std::ptrdiff_t names(std::string_view column) const {
    return std::ranges::count(map, column, &decltype(map)::value_type::second);
  }
  /// What the file's own ids begin with.
  [[nodiscard]] std::string id_prefix() const { return system.empty() ? "" : system + ":"; }
};

/// The columns of each role, preferred first.
struct column_plan {
  std::array<std::vector<std::size_t>, role_names.size()> columns;
  std::vector<std::size_t> unused;
  std::vector<date_order> orders;              ///< that the values of each column allow
  std::vector<std::set<std::string>> subjects; ///< words of each name: which phone it is about
  bool name_is_sure = true; ///< the column of the name has people's names, not those of deals

  [[nodiscard]] const std::vector<std::size_t>& of(column_role role) const {
    return columns[static_cast<std::size_t>(role)];
  }
  [[nodiscard]] std::vector<std::size_t>& of(column_role role) {
    return columns[static_cast<std::size_t>(role)];
  }
};

namespace detail {

/// The rank of a column whose name is not known.
inline constexpr std::size_t only_by_values = 1000;

/// Counts over the values of a column.
struct column_facts {
  std::size_t values = 0;
  std::size_t contacts = 0; ///< that may be emails or phones
  std::size_t sure = 0;     ///< that are emails or phones with "+"
  std::size_t phones = 0;   ///< with at least five digits and hardly anything else
  std::size_t statuses = 0; ///< known ones
  std::size_t amounts = 0;  ///< numbers, perhaps of money
  date_order orders = date_order::any;

  void add(const role_match& match, std::string_view value, const import_options& options) {
    const auto role = match.role;
    if (match.rank == only_by_values && sure < values) {
      return; // it is no column of emails or phones
    }
    const auto letters =
        std::ranges::count_if(value, [](char c) { return is_alpha(c) || !is_ascii(c); });
    const std::size_t digits = digits_of(value).size();
    const bool is_phone = digits >= 5 && letters <= 4;
    ++values;
    phones += is_phone ? 1U : 0U;
    contacts += is_phone || value.find('@') != std::string_view::npos ? 1U : 0U;
    sure += value.find_first_of("+@") != std::string_view::npos && is_contact(value) ? 1U : 0U;
    amounts += digits > 0 && std::ranges::none_of(value, is_alpha) ? 1U : 0U;
    statuses += role == column_role::status && find_status(value, options.statuses) ? 1U : 0U;
    const date_order shown = is_date(role) ? orders_shown_by(value) : date_order::none;
    orders = orders & (shown == date_order::none ? date_order::any : shown);
  }
  /// Whether the values confirm the role that the column's name may have.
  [[nodiscard]] bool confirm(const role_match& match) const {
    const auto role = match.role;
    // Of statuses, half of them: systems have some of their own.
    return role == column_role::status           ? 2 * statuses >= values
           : match.rank == only_by_values        ? values > 0 && sure == values
           : role == column_role::set_aside      ? contacts > 0
           : role == column_role::assigned_to_id ? amounts == 0
                                                 : true;
  }
};

/// The roles of columns by their names. Of several persons in a row, such as "Contact 1 Name" and
/// "Contact 2 Name", the first one is the lead. The phones and emails of a "user" are those of a
/// colleague if there are others.
[[nodiscard]] inline std::vector<std::optional<role_match>>
find_roles(const std::vector<std::string>& header) {
  std::vector<std::optional<role_match>> roles;
  std::vector<std::pair<std::string, unsigned>> persons; // of each column: contact, 2; or nobody
  std::set<std::pair<std::string, unsigned>> named;      // persons that have a name
  std::set<column_role> others;                          // roles that are not only a user's
  for (const auto& name : header) {
    const auto words = words_of(name);
    const bool is_numbered =
        words.size() > 2 && find_word("person", words[0]) && is_digit(words[1][0]);
    roles.push_back(find_column_role(name));
    persons.emplace_back();
    if (const auto its = is_numbered ? find_column_role(join({words.begin() + 2, words.end()}, " "))
                                     : std::nullopt;
        its && (is_name(its->role) || is_phone_or_email(its->role))) {
      roles.back() = its;
      persons.back() = {words[0], detail::to_number(words[1])};
      if (is_name(its->role)) {
        named.insert(persons.back());
      }
    }
    if (roles.back() && !has_word("user", name)) {
      others.insert(roles.back()->role);
    }
  }
  for (std::size_t i = 0; i < header.size(); ++i) {
    const bool is_second = named.contains(persons[i]) && persons[i] != *named.begin();
    const bool is_object = header[i].starts_with("user.") && // of JSON, beside a person's
                           std::ranges::any_of(others, is_phone_or_email);
    if (is_second ||
        (roles[i] && is_phone_or_email(roles[i]->role) && has_word("user", header[i]) &&
         (is_object || others.contains(roles[i]->role)))) {
      roles[i] = role_match{column_role::set_aside, 0, false};
    } else if (!roles[i] && !has_word("user", header[i])) {
      roles[i] = role_match{column_role::set_aside, only_by_values, true};
    }
  }
  return roles;
}

} // namespace detail

/// Assigns columns to roles.
[[nodiscard]] inline column_plan plan_columns(table& rows, const import_options& options) {
  const auto& header = rows.header();
  column_plan plan;
  std::vector<std::optional<role_match>> matches(header.size());
  std::vector<bool> is_named(header.size()); // by the user
  for (const auto& [role, name] : options.map) {
    const bool is_one = options.names(name) > 1;
    bool is_found = false;
    for (std::size_t i = 0; i < header.size() && !(is_one && is_found); ++i) {
      if (header[i] == name && !is_named[i]) { // of several mentions, each has a column of its own
        is_found = true;
        is_named[i] = true;
        matches[i] = role_match{role, 0, false};
        plan.of(role).push_back(i);
      }
    }
  }
  const auto roles = detail::find_roles(header);
  std::vector<std::size_t> judged; // by their values
  for (std::size_t i = 0; i < header.size(); ++i) {
    if (!is_named[i] && options.has_header) {
      matches[i] = roles[i];
      if (matches[i] && std::ranges::any_of(options.map, [&](const auto& each) {
            return each.first == matches[i]->role; // the user has named the columns of this role
          })) {
        matches[i].reset();
      }
    }
    if (matches[i] && (matches[i]->needs_evidence || is_date(matches[i]->role))) {
      judged.push_back(i);
    }
  }
  std::vector<detail::column_facts> facts(header.size());
  if (!judged.empty()) {
    rows.for_each([&](const record& row) {
      for (const std::size_t i : judged) {
        const auto role = matches[i]->role;
        const auto value =
            i < row.fields.size() ? unwrap_text(role, trim(row.fields[i])) : std::string_view();
        if (!is_blank(role, value)) {
          facts[i].add(*matches[i], value, options);
        }
      }
      return true;
    });
  }

  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < header.size(); ++i) {
    const auto orders = options.order != date_order::any ? options.order : facts[i].orders;
    plan.orders.push_back(orders == date_order::none ? date_order::any : orders);
    auto& subject = plan.subjects.emplace_back();
    for (auto& word : words_of(header[i])) {
      if (!find_word("calling", word) && !find_word("label", word)) {
        subject.insert(std::move(word));
      }
    }
    if (!matches[i]) {
      plan.unused.push_back(i);
    } else if (!is_named[i]) {
      auto& match = *matches[i];
      if (match.role == column_role::name && match.needs_evidence && facts[i].values > 0 &&
          facts[i].phones == facts[i].values) {
        match = {column_role::phone, 1, false}; // "Contact" may be either
      }
      if (match.role == column_role::phone && match.needs_evidence &&
          facts[i].phones < facts[i].values) {
        match.role = column_role::set_aside; // "Work" is one if all its values are phones
      }
      const bool is_used = !match.needs_evidence || facts[i].confirm(match);
      (is_used ? order : plan.unused).push_back(i);
    }
  }
  // The best name first; of several values in the order of the file, but a primary one first,
  // and a company's phone or email last.
  std::ranges::sort(order, {}, [&](std::size_t i) {
    const auto& match = *matches[i];
    const bool is_known = match.rank == 0 || !is_phone_or_email(match.role);
    const std::size_t rank = is_known ? match.rank : has_word("company", header[i]) ? 2 : 1;
    return std::pair(match.role == column_role::set_aside ? 0
                     : takes_all(match.role)              ? std::min<std::size_t>(rank, 2)
                                                          : rank,
                     i);
  });
  for (const std::size_t i : order) {
    plan.of(matches[i]->role).push_back(i);
  }
  // With a "Vorname", "Name" is the last name.
  auto& names = plan.of(column_role::name);
  auto& last = plan.of(column_role::last_name);
  if (!plan.of(column_role::first_name).empty() && last.empty() && names.size() == 1 &&
      !is_named[names[0]] && to_lower(header[names[0]]) == "name") {
    last = std::exchange(names, {});
  }
  plan.name_is_sure = !names.empty() && !matches[names.front()]->needs_evidence;
  return plan;
}

} // namespace demo

#endif
