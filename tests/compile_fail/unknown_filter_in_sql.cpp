// SPDX-License-Identifier: BSL-1.0
// A filter without a translation to SQL is refused, not left out of the statement.
// expect: leadcore: say here how a filter of this kind reads in SQL; it cannot be left out

#include <leadcore/sql/statements.hpp>

struct even_ids {
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
  out.filter(leadcore::search_filter{&leadcore::lead_query::search}, query);
#endif
}
