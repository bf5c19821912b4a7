// SPDX-License-Identifier: BSL-1.0
// A cursor of the endpoint's order is no position in an order that is used once.
// expect: no matching function

#include <leadcore/sql/statements.hpp>

auto question(const leadcore::organisation_id& organisation, const leadcore::lead& last) {
  using namespace leadcore;
  constexpr auto order = lexicographic_order{std::tuple{descending<"created_at">, ascending<"id">}};
#ifdef LEADCORE_BAD
  const auto at = sql::make_cursor(last).value();
#else
  const auto at = sql::make_cursor(last, order).value();
#endif
  return sql::select_page<sql::sqlite>(organisation, {}, sql::after(at), order);
}
