// SPDX-License-Identifier: BSL-1.0
// A filter without a translation to SQL is refused, not left out of the statement.
// expect: leadcore: the filter has no sql\(out, query\)

#include <leadcore/sql/statements.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <tuple>

struct even_ids {
  using query_type = leadcore::lead_query;
  static constexpr int cost = 0;
  static constexpr std::string_view parameter() { return "evenIds"; }
  static std::string allowed() { return "nothing"; }
  static leadcore::value_check parse(std::string_view, leadcore::lead_query&) { return {}; }
  static std::optional<std::string> print(const leadcore::lead_query&) { return {}; }
  static bool idle(const leadcore::lead_query&) { return false; }
  template <class Row> bool operator()(const Row& row, const leadcore::lead_query&) const {
    return row.id.size() % 2 == 0;
  }
#ifndef LEADCORE_BAD
  template <class Sql> void sql(Sql& out, const leadcore::lead_query&) const {
    out.add("length(", out.template column<"id">(), ") % 2 = 0");
  }
#endif
};
struct endpoint : leadcore::leads_endpoint {
  static constexpr auto filters =
      std::tuple_cat(leadcore::leads_endpoint::filters, std::tuple{even_ids{}});
};

auto question(const leadcore::organisation_id& organisation) {
  return leadcore::sql::count<leadcore::sql::sqlite, endpoint>(organisation, {});
}
