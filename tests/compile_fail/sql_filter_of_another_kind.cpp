// SPDX-License-Identifier: BSL-1.0
// A filter of one's own that compares a column with a value of another kind is refused.
// expect: leadcore: a filter compares a column with a value of another kind

#include <leadcore/sql/statements.hpp>

using writer =
    leadcore::sql::detail::condition_writer<leadcore::sql::sqlite, leadcore::leads_endpoint,
                                            leadcore::sql::leads_table>;

void print(writer& out) {
#ifdef LEADCORE_BAD
  out.compare<"created_at">("=", 5);
#else
  out.compare<"created_at">("=", leadcore::timestamp{});
#endif
}
