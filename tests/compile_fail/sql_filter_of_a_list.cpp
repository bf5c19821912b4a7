// SPDX-License-Identifier: BSL-1.0
// No dialect compares a list; a filter writes a condition of its own.
// expect: leadcore: a list is not compared

#include <leadcore/sql/statements.hpp>

using writer =
    leadcore::sql::detail::condition_writer<leadcore::sql::sqlite, leadcore::leads_endpoint,
                                            leadcore::sql::leads_table>;

void print(writer& out) {
#ifdef LEADCORE_BAD
  out.compare<"phones">("=", "+14155550101");
#else
  out.add("instr(", out.column<"phones">(), ", ", out.bind("+14155550101"), ") > 0");
#endif
}
