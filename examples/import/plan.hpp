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
#include <tuple>
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
  std::size_t fitting = 0;  ///< that confirm the role
  std::size_t contacts = 0; ///< that may be emails or phones
  date_order orders = date_order::any;

  void add(const role_match& match, std::string_view value, const import_options& options) {
    const bool only = match.rank == only_by_values;
    if (only && fitting < values) {
      return; // it is no column of emails or phones
    }
    const auto letters =
        std::ranges::count_if(value, [](char c) { return is_alpha(c) || !is_ascii(c); });
    const std::size_t digits = digits_of(value).size();
    const bool is_phone = digits >= 5 && letters <= 4;
    const bool fits =
        match.role == column_role::status ? find_status(value, options.statuses).has_value()
        : match.role == column_role::assigned_to_id
            ? digits == 0 || std::ranges::any_of(value, is_alpha) // no amount
        : only ? value.find_first_of("+@") != std::string_view::npos && is_contact(value)
               : is_phone;
    ++values;
    fitting += fits ? 1U : 0U;
    contacts += is_phone || value.find('@') != std::string_view::npos ? 1U : 0U;
    const date_order shown = is_date(match.role) ? orders_shown_by(value) : date_order::none;
    orders = orders & (shown == date_order::none ? date_order::any : shown);
  }
  /// The role that the column's name may have, if the values confirm it; another one, or none.
  [[nodiscard]] std::optional<role_match> judge(role_match match) const {
    const bool all = values > 0 && fitting == values;
    using enum column_role;
    if (match.role == name && all) {
      return role_match{phone, 1, false}; // "Contact" may be either
    }
    if (match.role == phone && fitting < values) {
      match.role = set_aside; // "Work" is one if all its values are phones
    }
    const bool is_confirmed = match.role == status ? 2 * fitting >= values // some are its own
                              : match.rank == only_by_values ? all
                              : match.role == set_aside      ? contacts > 0
                              : match.role == assigned_to_id ? fitting == values
                                                             : true;
    return is_confirmed ? std::optional(match) : std::nullopt;
  }
};

/// The roles of columns by their names. Of several persons in a row ("Name", "Guest Name"; "Contact
/// 1 Name", "Contact 2 Name") one is the lead; columns with the word or number of another one are
/// set aside. The phones and emails of a "user" are those of a colleague if there are others.
[[nodiscard]] inline std::vector<std::optional<role_match>>
find_roles(const std::vector<std::string>& header) {
  std::vector<std::optional<role_match>> roles;
  std::vector<std::vector<std::string>> persons; // of "Contact 1 Phone 2": "contact", "1"
  std::vector<std::size_t> names;                // columns, the lead's first
  for (const auto& name : header) {
    const auto& role = roles.emplace_back(find_column_role(name));
    if (role && (role->role == column_role::name || role->role == column_role::first_name)) {
      names.push_back(persons.size());
    }
    auto& words = persons.emplace_back(words_of(name));
    const auto number = std::ranges::find_if(words, is_digit, [](auto& word) { return word[0]; });
    words.erase(number == words.end() ? number : number + 1, words.end());
    std::erase_if(
        words, [](const auto& word) { return !is_digit(word[0]) && !find_word("person", word); });
  }
  std::ranges::sort(names, {}, [&](std::size_t i) {
    return std::tuple(roles[i]->needs_evidence, roles[i]->role == column_role::name, roles[i]->rank,
                      i);
  });
  std::set<std::string> others; // words and numbers of other persons
  for (const std::size_t i : names) {
    const auto& first = *roles[names[0]];
    if (roles[i]->needs_evidence == first.needs_evidence &&
        (roles[i]->role == first.role || roles[i]->rank >= with_object)) {
      others.insert(persons[i].begin(), persons[i].end());
    }
  }
  for (const auto& word : names.empty() ? std::vector<std::string>() : persons[names[0]]) {
    others.erase(word);
  }
  const auto is_others = [&](std::size_t i) {
    return std::ranges::any_of(persons[i], [&](auto& word) { return others.contains(word); });
  };
  std::set<column_role> own; // roles that are neither another person's nor only a user's
  for (std::size_t i = 0; i < header.size(); ++i) {
    if (roles[i] && !is_others(i) && !has_word("user", header[i])) {
      own.insert(roles[i]->role);
    }
  }
  const bool has_contact = std::ranges::any_of(own, is_phone_or_email);
  for (std::size_t i = 0; i < header.size(); ++i) {
    const bool is_user = has_word("user", header[i]);
    const bool is_contact = roles[i] && is_phone_or_email(roles[i]->role);
    if ((is_others(i) &&
         (is_contact ? has_contact
                     : roles[i] && is_name(roles[i]->role) && roles[i]->rank >= with_object)) ||
        (is_user && is_contact && // "user.email" of JSON is beside a person's
         (own.contains(roles[i]->role) || (has_contact && header[i].starts_with("user."))))) {
      roles[i] = role_match{column_role::set_aside, 0, false};
    } else if (!roles[i] && !is_user) {
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
  auto matches = detail::find_roles(header);
  for (auto& match : matches) {
    const bool is_taken = match && std::ranges::any_of(options.map, [&](const auto& each) {
                            return each.first == match->role; // the user has named its columns
                          });
    match = is_taken || !options.has_header ? std::nullopt : match;
  }
  std::vector<bool> is_named(header.size()); // by the user
  for (const auto& [role, name] : options.map) {
    for (std::size_t i = 0; i < header.size(); ++i) {
      if (header[i] == name && !is_named[i]) {
        is_named[i] = true;
        matches[i] = role_match{role, 0, false};
        plan.of(role).push_back(i);
        if (options.names(name) > 1) { // of several mentions, each has a column of its own
          break;
        }
      }
    }
  }
  std::vector<std::size_t> judged; // by their values
  for (std::size_t i = 0; i < header.size(); ++i) {
    if (matches[i] && (matches[i]->needs_evidence || is_date(matches[i]->role))) {
      judged.push_back(i);
    }
  }
  std::vector<detail::column_facts> facts(header.size());
  if (!judged.empty()) {
    rows.for_each([&](const record& row) {
      for (const std::size_t i : judged) {
        if (const auto value = value_of(matches[i]->role, row.fields, i); !value.empty()) {
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
    // Of a list in JSON, all fields are about its object: "emails[].type", "emails[].email".
    for (auto& word : words_of(header[i].substr(0, header[i].find("[].")))) {
      if (!find_word("calling", word) && !find_word("label", word)) {
        subject.insert(std::move(word));
      }
    }
    matches[i] =
        matches[i] && matches[i]->needs_evidence ? facts[i].judge(*matches[i]) : matches[i];
    if (!is_named[i]) {
      (matches[i] ? order : plan.unused).push_back(i);
    }
  }
  // The best name first; of several values in the order of the file, but a primary one first,
  // and a company's phone or email last.
  std::ranges::sort(order, {}, [&](std::size_t i) {
    const auto& [role, rank, needs_evidence] = *matches[i];
    const std::size_t rank_of_contact = rank == 0 ? 0 : has_word("company", header[i]) ? 2 : 1;
    return std::pair(role == column_role::set_aside ? 0
                     : is_phone_or_email(role)      ? rank_of_contact
                     : takes_all(role)              ? std::min<std::size_t>(rank, 2)
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
