// SPDX-License-Identifier: BSL-1.0
// A filter without a translation to SQL is refused, not left out of the statement.
// expect: leadcore: the filter has no sql\(out, query\)

#include <leadcore/sql/statements.hpp>

struct even_ids {
  static bool idle(const leadcore::lead_query&) { return false; }
  bool operator()(const leadcore::lead& row, const leadcore::lead_query&) const {
    return row.id.size() % 2 == 0;
  }
};

using writer =
    leadcore::sql::detail::statement_writer<leadcore::sql::sqlite, leadcore::sql::leads_table>;

void print(writer& out, const leadcore::lead_query& query) {
#ifdef LEADCORE_BAD
  out.filter(even_ids{}, query);
#else
  out.filter(leadcore::equals<"status">(&leadcore::lead_query::status), query);
#endif
}
