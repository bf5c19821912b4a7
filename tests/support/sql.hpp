// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TESTS_SUPPORT_SQL_HPP
#define LEADCORE_TESTS_SUPPORT_SQL_HPP

// What the tests of sql/ share: a lead, the row that stores it, and the parts of a statement.

#include <leadcore/query/query_string.hpp>
#include <leadcore/sql/statements.hpp>

#include "support/catch.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace leadcore::testing {

inline const organisation_id acme = parse_organisation_id("acme").value();

/// A lead with every kind of value, at its extremes.
[[nodiscard]] inline lead jane() {
  lead out{.id = "1", .name = "Jane \"J\" Doe\n\t"};
  out.phones = {"+14155550101", "+442079460958"};
  out.emails = {"jane@acme.com"};
  out.primary_phone = "+442079460958";
  out.company = "Groß";
  out.status = lead_status::qualified;
  out.next_call_at = timestamp::min();
  out.created_at = timestamp::max();
  out.assigned_to_id = "u1";
  return out;
}

/// A lead whose texts are hard to quote, and whose times are at their limits.
[[nodiscard]] inline lead hard_to_quote(std::string id = "1") {
  lead out{.id = std::move(id), .name = "Zoë \"Z\" \\ \n 👩‍💻 %_'`"};
  out.phones = {"+14155550101"};
  out.emails = {"a@b.co", "\"quoted\" \\u0041", "é"};
  out.company = "";
  out.status = lead_status::lost;
  out.next_call_at = timestamp::min();
  out.updated_at = timestamp::max();
  return out;
}

/// A table with names of its own and columns of any collation.
struct contacts_table : sql::leads_table {
  static constexpr std::string_view schema = "crm";
  static constexpr std::string_view name = "con\"tacts";
  static constexpr std::string_view organisation = "tenant";
  static constexpr bool collate_in_queries = true;
  template <fixed_string Name>
  static constexpr std::string_view column =
      Name.view() == "next_call_at" ? "call_at" : leads_table::column<Name>;
};
/// The default table, with columns of any collation.
struct any_collation_table : sql::leads_table {
  static constexpr bool collate_in_queries = true;
};

/// A row in memory; an absent value is null.
struct memory_row {
  std::vector<std::optional<sql::parameter>> columns;

  [[nodiscard]] bool is_null(std::size_t at) const { return !columns.at(at).has_value(); }
  [[nodiscard]] std::optional<std::string_view> text(std::size_t at) const {
    const auto* const found = std::get_if<std::string>(&*columns.at(at));
    return found == nullptr ? std::nullopt : std::optional<std::string_view>(*found);
  }
  [[nodiscard]] std::optional<std::int64_t> integer(std::size_t at) const {
    const auto* const found = std::get_if<std::int64_t>(&*columns.at(at));
    return found == nullptr ? std::nullopt : std::optional(*found);
  }
};
/// The row that select_page reads after upsert wrote a lead.
[[nodiscard]] inline memory_row stored_row(const lead& row) {
  const auto written = sql::upsert<sql::sqlite>(acme, row);
  REQUIRE(written.has_value());
  memory_row out;
  // Without the organisation, which is first, and the search text, which is last.
  for (std::size_t i = 1; i + 1 < (*written).parameters.size(); ++i) {
    const sql::parameter& each = (*written).parameters[i];
    out.columns.push_back(std::holds_alternative<std::monostate>(each) ? std::nullopt
                                                                       : std::optional(each));
  }
  return out;
}

[[nodiscard]] inline lead_query parsed_query(std::string_view raw) {
  const auto query = parse_query(raw);
  REQUIRE(query.has_value());
  return *query;
}

/// The parameters of a statement, printed.
[[nodiscard]] inline std::vector<std::string> parameter_texts(const sql::statement& of) {
  std::vector<std::string> out;
  for (const sql::parameter& each : of.parameters) {
    if (const auto* const text = std::get_if<std::string>(&each)) {
      out.push_back(*text);
    } else if (const auto* const integer = std::get_if<std::int64_t>(&each)) {
      out.push_back(std::to_string(*integer));
    } else {
      out.emplace_back("null");
    }
  }
  return out;
}

/// How often a text contains another, without overlaps.
[[nodiscard]] inline std::size_t occurrences(std::string_view text, std::string_view part) {
  std::size_t found = 0;
  for (std::size_t at = 0; (at = text.find(part, at)) != std::string_view::npos;
       at += part.size()) {
    ++found;
  }
  return found;
}

} // namespace leadcore::testing

#endif
