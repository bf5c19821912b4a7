// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_EXAMPLES_IMPORT_TABLE_HPP
#define LEADCORE_EXAMPLES_IMPORT_TABLE_HPP

// Rows with named columns, and the roles of the columns.

#include "cells.hpp"
#include "columns.hpp"
#include "csv.hpp"
#include "dates.hpp"
#include "import_options.hpp"
#include "status_words.hpp"
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

/// Rows with named columns that can be read twice.
class table {
 public:
  table() = default;
  table(const table&) = delete;
  table& operator=(const table&) = delete;
  virtual ~table() = default;

  [[nodiscard]] virtual const std::vector<std::string>& header() const = 0;
  /// Goes back to the first row.
  virtual void rewind() = 0;
  [[nodiscard]] virtual std::optional<csv_record> next() = 0;
  /// The progress in percent.
  [[nodiscard]] virtual int percent() const = 0;
};

/// A CSV text; its first suitable record names the columns.
class csv_table final : public table {
 public:
  csv_table(std::string_view text, char delimiter, const import_options& options)
      : text_(text), delimiter_(delimiter), reader_(std::in_place, text, delimiter) {
    find_header(options);
    rewind();
  }

  [[nodiscard]] const std::vector<std::string>& header() const override { return header_; }
  void rewind() override {
    reader_.emplace(text_, delimiter_);
    for (std::size_t i = 0; i < records_to_skip_; ++i) {
      static_cast<void>(reader_->next());
    }
  }
  [[nodiscard]] std::optional<csv_record> next() override { return reader_->next(); }
  [[nodiscard]] int percent() const override {
    return text_.empty() ? 100 : static_cast<int>(reader_->position() * 100 / text_.size());
  }
  /// The line of the header, from 1; some exports have other lines above it.
  [[nodiscard]] std::size_t header_line() const noexcept { return header_line_; }
  /// The number of columns with a known name.
  [[nodiscard]] std::size_t known_columns() const noexcept { return known_columns_; }

 private:
  /// The header is the one of the first records with the most known column names.
  void find_header(const import_options& options) {
    constexpr std::size_t sample = 20;
    csv_reader reader(text_, delimiter_);
    for (std::size_t i = 0; i < sample; ++i) {
      auto record = reader.next();
      if (!record) {
        break;
      }
      const auto known =
          static_cast<std::size_t>(std::ranges::count_if(record->fields, [&](const auto& name) {
            return find_role(name).has_value() ||
                   std::ranges::any_of(options.map,
                                       [&](const auto& each) { return each.second == trim(name); });
          }));
      if (i == 0 || known > known_columns_) {
        known_columns_ = known;
        header_ = std::move(record->fields);
        header_line_ = record->line;
        records_to_skip_ = i + 1;
      }
    }
    for (auto& name : header_) {
      name = std::string(trim(name));
    }
  }

  std::string_view text_;
  char delimiter_;
  std::optional<csv_reader> reader_;
  std::vector<std::string> header_;
  std::size_t header_line_ = 1;
  std::size_t known_columns_ = 0;
  std::size_t records_to_skip_ = 1;
};

/// The delimiter of a text: of comma, semicolon, TAB and bar, the one with the most known column
/// names in the header; if equal, the one with the best score; a comma if none splits.
[[nodiscard]] inline char detect_delimiter(std::string_view text,
                                           const import_options& options = {}) {
  char best = ',';
  std::pair<std::size_t, double> best_score{};
  for (const char candidate : {',', ';', '\t', '|'}) {
    const std::pair score(csv_table(text, candidate, options).known_columns(),
                          delimiter_score(text, candidate));
    if (score > best_score) {
      best_score = score;
      best = candidate;
    }
  }
  return best;
}

// Columns of one table.
// -----------------------------------------------------------------------------------------

/// The columns of each role, preferred first.
struct column_plan {
  std::array<std::vector<std::size_t>, column_role_count> columns;
  std::vector<std::size_t> unused;
  std::vector<date_order> orders; ///< of each column
  bool name_is_sure =
      true; ///< the column of the name has people's names, not those of deals or labels

  [[nodiscard]] const std::vector<std::size_t>& of(column_role role) const {
    return columns[static_cast<std::size_t>(role)];
  }
};

namespace detail {

/// Counts over the values of a column.
struct column_facts {
  std::size_t values = 0;
  std::size_t with_at = 0;     ///< values with an @
  std::size_t like_phones = 0; ///< values with at least five digits and hardly anything else
  std::size_t no_status = 0;   ///< values that are not a known status
  bool day_first = false;
  bool month_first = false;
};

/// Roles that use all their columns, in order; others use one value.
[[nodiscard]] constexpr bool takes_all(column_role role) {
  return role == column_role::phone || role == column_role::email || role == column_role::notes;
}
[[nodiscard]] constexpr bool is_date(column_role role) {
  return role == column_role::next_call_at || role == column_role::created_at ||
         role == column_role::updated_at;
}

[[nodiscard]] inline bool looks_like_phone(std::string_view value) {
  const std::size_t digits = digits_of(value).size();
  const auto letters = static_cast<std::size_t>(
      std::ranges::count_if(value, [](char c) { return is_letter(c) || !is_ascii(c); }));
  return digits >= 5 && letters <= 4;
}

/// Whether the values must confirm the role of a column because its name is ambiguous: ratings and
/// labels may be anything, and so may a column with more in its name than phone or email and its
/// kind.
[[nodiscard]] inline bool needs_evidence(column_role role, std::string_view name) {
  const auto words = words_of(name);
  if (role == column_role::status) {
    return contains_word("leadrating rating temperature label labels", join(words, ""));
  }
  return (role == column_role::phone || role == column_role::email) &&
         !std::ranges::all_of(words, [](const auto& word) {
           return is_digit(word.front()) ||
                  contains_word("phone phones telephone tel mobile cell cellphone mobilephone "
                                "homephone workphone "
                                "phonenumber number "
                                "email emails e mail address emailaddress work home office "
                                "business other main direct "
                                "personal "
                                "private primary secondary alternate additional person contact "
                                "lead company value",
                                word);
         });
}

} // namespace detail

/// Assigns columns to roles by their names and, if a name is ambiguous, by their values.
[[nodiscard]] inline column_plan plan_columns(table& rows, const import_options& options) {
  const auto& header = rows.header();
  std::vector<std::optional<role_match>> matches(header.size());
  column_plan plan;
  plan.orders.assign(header.size(), options.order);
  for (std::size_t i = 0; i < header.size(); ++i) {
    matches[i] = find_role(header[i]);
    if (matches[i] && std::ranges::any_of(options.map, [&](const auto& each) {
          return each.first == matches[i]->role;
        })) {
      matches[i].reset(); // the user has named the columns of this role
    }
  }
  std::vector<bool> named(header.size());
  for (const auto& [role, name] : options.map) {
    for (std::size_t i = 0; i < header.size(); ++i) {
      if (header[i] == name && !named[i]) {
        named[i] = true;
        plan.columns[static_cast<std::size_t>(role)].push_back(i);
        matches[i] = role_match{role, 0};
      }
    }
  }

  std::vector<detail::column_facts> facts(header.size());
  rows.rewind();
  for (auto row = rows.next(); row; row = rows.next()) {
    for (std::size_t i = 0; i < std::min(header.size(), row->fields.size()); ++i) {
      const std::string_view value = trim(row->fields[i]);
      if (!matches[i] || is_blank(matches[i]->role, value)) {
        continue;
      }
      const column_role role = matches[i]->role;
      auto& fact = facts[i];
      ++fact.values;
      if (role == column_role::email) {
        fact.with_at += value.find('@') != std::string_view::npos ? 1U : 0U;
      } else if (role == column_role::phone || role == column_role::name) {
        fact.like_phones += detail::looks_like_phone(value) ? 1U : 0U;
      } else if (role == column_role::status) {
        fact.no_status += find_status(value, options.statuses) ? 0U : 1U;
      } else if (detail::is_date(role)) {
        const date_order shown = order_shown_by(value);
        fact.day_first = fact.day_first || shown == date_order::day_first;
        fact.month_first = fact.month_first || shown == date_order::month_first;
      }
    }
  }

  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < header.size(); ++i) {
    const auto& fact = facts[i];
    if (plan.orders[i] == date_order::unknown && fact.day_first != fact.month_first) {
      plan.orders[i] = fact.day_first ? date_order::day_first : date_order::month_first;
    }
    if (!matches[i]) {
      plan.unused.push_back(i);
      continue;
    }
    auto& match = *matches[i];
    if (named[i]) {
      continue;
    }
    if (match.role == column_role::name && fact.values > 0 && fact.like_phones == fact.values) {
      match = {column_role::phone, 1}; // "Contact" may be either
    }
    bool doubted = false;
    if (detail::needs_evidence(match.role, header[i]) && fact.values > 0) {
      doubted = (match.role == column_role::email && fact.with_at == 0) ||
                (match.role == column_role::phone && fact.like_phones == 0) ||
                (match.role == column_role::status && fact.no_status > 0);
    }
    if (doubted) {
      plan.unused.push_back(i);
    } else {
      order.push_back(i);
    }
  }
  // The best name first; of several values in the order of the file, but a primary one first.
  std::ranges::sort(order, {}, [&](std::size_t i) {
    const auto& match = *matches[i];
    const bool primary = detail::takes_all(match.role) && words_of(header[i]).front() == "primary";
    return std::pair(detail::takes_all(match.role) ? (primary ? std::size_t{0} : std::size_t{1})
                                                   : match.rank,
                     i);
  });
  for (const std::size_t i : order) {
    plan.columns[static_cast<std::size_t>(matches[i]->role)].push_back(i);
  }
  // With a "Vorname", "Name" is the last name.
  auto& names = plan.columns[static_cast<std::size_t>(column_role::name)];
  auto& last = plan.columns[static_cast<std::size_t>(column_role::last_name)];
  if (!plan.of(column_role::first_name).empty() && last.empty() && names.size() == 1 &&
      to_lower(header[names[0]]) == "name") {
    last = std::exchange(names, {});
  }
  constexpr std::size_t sure_names = 9; // up to "displayname"
  plan.name_is_sure =
      !names.empty() && (named[names.front()] || matches[names.front()]->rank < sure_names);
  return plan;
}

} // namespace demo

#endif
