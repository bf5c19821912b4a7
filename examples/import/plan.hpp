// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_EXAMPLES_IMPORT_PLAN_HPP
#define LEADCORE_EXAMPLES_IMPORT_PLAN_HPP

// Which columns of a table make a lead: by their names, confirmed by their values where a name has
// several meanings.

#include "cells.hpp"
#include "columns.hpp"
#include "dates.hpp"
#include "options.hpp"
#include "table.hpp"
#include "text.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace demo {

/// The columns of each role, preferred first.
struct column_plan {
  std::array<std::vector<std::size_t>, column_role_count> columns;
  std::vector<std::size_t> unused;
  std::vector<date_order> orders; ///< that the values of each column allow
  bool name_is_sure = true;       ///< the column of the name has people's names, not those of deals

  [[nodiscard]] const std::vector<std::size_t>& of(column_role role) const {
    return columns[static_cast<std::size_t>(role)];
  }
  /// Whether any column suffices to make a lead.
  [[nodiscard]] bool has_contact_columns() const {
    using enum column_role;
    return std::ranges::any_of(std::to_array({name, first_name, last_name, company, phone, email}),
                               [this](column_role role) { return !of(role).empty(); });
  }
};

/// Roles that use all their columns, in order; others use one value.
[[nodiscard]] constexpr bool takes_all(column_role role) {
  return role == column_role::phone || role == column_role::email || role == column_role::notes ||
         role == column_role::set_aside || role == column_role::phone_country;
}
[[nodiscard]] constexpr bool is_date(column_role role) {
  return role == column_role::next_call_at || role == column_role::created_at ||
         role == column_role::updated_at;
}

namespace detail {

/// Counts over the values of a column.
struct column_facts {
  std::size_t values = 0;
  std::size_t like_emails = 0;
  std::size_t like_phones = 0; ///< values with at least five digits and hardly anything else
  std::size_t statuses = 0;    ///< values that are known statuses
  std::size_t amounts = 0;     ///< values that are numbers, perhaps of money
  date_order orders = date_order::any;
};

[[nodiscard]] inline bool looks_like_phone(std::string_view value) {
  const auto letters = static_cast<std::size_t>(
      std::ranges::count_if(value, [](char c) { return is_letter(c) || !is_ascii(c); }));
  return digits_of(value).size() >= 5 && letters <= 4;
}
[[nodiscard]] inline bool looks_like_amount(std::string_view value) {
  return !digits_of(value).empty() && std::ranges::none_of(value, is_letter);
}

inline void count_value(column_facts& fact, column_role role, std::string_view value,
                        const import_options& options) {
  ++fact.values;
  fact.like_emails += value.find('@') != std::string_view::npos ? 1U : 0U;
  fact.like_phones += looks_like_phone(value) ? 1U : 0U;
  fact.amounts += looks_like_amount(value) ? 1U : 0U;
  if (role == column_role::status) {
    fact.statuses += find_status(value, options.statuses) ? 1U : 0U;
  } else if (is_date(role)) {
    const date_order possible = orders_shown_by(value);
    fact.orders = fact.orders & (possible == date_order::none ? date_order::any : possible);
  }
}

/// Whether the values of a column confirm the role that its name may have.
[[nodiscard]] inline bool is_confirmed(column_role role, const column_facts& fact) {
  switch (role) {
  case column_role::status: // half of them, since systems have statuses of their own
    return fact.values == 0 || 2 * fact.statuses >= fact.values;
  case column_role::set_aside:
    return fact.like_emails + fact.like_phones > 0;
  case column_role::assigned_to_id:
    return fact.amounts == 0;
  default:
    return true;
  }
}

} // namespace detail

/// Assigns columns to roles.
[[nodiscard]] inline column_plan plan_columns(table& rows, const import_options& options) {
  const auto& header = rows.header();
  column_plan plan;
  std::vector<std::optional<role_match>> matches(header.size());
  std::vector<bool> is_named(header.size());
  for (const auto& [role, name] : options.map) {
    for (std::size_t i = 0; i < header.size(); ++i) {
      if (header[i] == name && !is_named[i]) {
        is_named[i] = true;
        matches[i] = role_match{role, 0, false};
        plan.columns[static_cast<std::size_t>(role)].push_back(i);
      }
    }
  }
  for (std::size_t i = 0; i < header.size(); ++i) {
    if (!is_named[i] && options.has_header) {
      matches[i] = find_column_role(header[i]);
      if (matches[i] && std::ranges::any_of(options.map, [&](const auto& each) {
            return each.first == matches[i]->role;
          })) {
        matches[i].reset(); // the user has named the columns of this role
      }
    }
  }

  std::vector<detail::column_facts> facts(header.size());
  rows.rewind();
  for (auto row = rows.next(); row; row = rows.next()) {
    for (std::size_t i = 0; i < std::min(header.size(), row->fields.size()); ++i) {
      if (matches[i]) {
        const auto role = matches[i]->role;
        const std::string_view value = unwrap_text(role, trim(row->fields[i]));
        if (!is_blank(role, value)) {
          detail::count_value(facts[i], role, value, options);
        }
      }
    }
  }

  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < header.size(); ++i) {
    const auto orders = options.order != date_order::any ? options.order : facts[i].orders;
    plan.orders.push_back(orders == date_order::none ? date_order::any : orders);
    if (!matches[i]) {
      plan.unused.push_back(i);
    } else if (!is_named[i]) {
      auto& match = *matches[i];
      const auto& fact = facts[i];
      if (match.role == column_role::name && match.needs_evidence && fact.values > 0 &&
          fact.like_phones == fact.values) {
        match = {column_role::phone, 1, false}; // "Contact" may be either
      }
      const bool is_used = !match.needs_evidence || detail::is_confirmed(match.role, fact);
      (is_used ? order : plan.unused).push_back(i);
    }
  }
  // The best name first; of several values in the order of the file, but a primary one first.
  std::ranges::sort(order, {}, [&](std::size_t i) {
    const auto& match = *matches[i];
    return std::pair(takes_all(match.role) ? std::min<std::size_t>(match.rank, 1) : match.rank, i);
  });
  for (const std::size_t i : order) {
    plan.columns[static_cast<std::size_t>(matches[i]->role)].push_back(i);
  }
  // With a "Vorname", "Name" is the last name.
  auto& names = plan.columns[static_cast<std::size_t>(column_role::name)];
  auto& last = plan.columns[static_cast<std::size_t>(column_role::last_name)];
  if (!plan.of(column_role::first_name).empty() && last.empty() && names.size() == 1 &&
      !is_named[names[0]] && to_lower(header[names[0]]) == "name") {
    last = std::exchange(names, {});
  }
  plan.name_is_sure = !names.empty() && !matches[names.front()]->needs_evidence;
  return plan;
}

} // namespace demo

#endif
