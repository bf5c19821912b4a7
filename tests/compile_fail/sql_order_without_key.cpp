// SPDX-License-Identifier: BSL-1.0
// An order that is used once in SQL ends in the key too, which makes it total.
// expect: leadcore: the order must end in the key, which is unique

#include <leadcore/sql/statements.hpp>

auto question(const leadcore::organisation_id& organisation) {
  using namespace leadcore;
#ifdef LEADCORE_BAD
  constexpr auto order = lexicographic_order{std::tuple{descending<"created_at">}};
#else
  constexpr auto order = lexicographic_order{std::tuple{descending<"created_at">, ascending<"id">}};
#endif
  return sql::select_page<sql::sqlite>(organisation, {}, order);
}
