// SPDX-License-Identifier: BSL-1.0
#include <leadcore/sql/table.hpp>

#include "support/sql.hpp"

#include <string>
#include <vector>

using namespace leadcore;
using leadcore::testing::contacts_table;

TEST_CASE("texts and the status are compared as text; times and lists are not", "[sql]") {
  CHECK(sql::detail::compared_columns<sql::leads_table>() ==
        std::vector<std::string>{"organisation_id", "id", "name", "primary_phone", "primary_email",
                                 "contact_id", "company", "source", "status", "notes",
                                 "assigned_to_id", "client_id", "search_text"});
  CHECK(sql::detail::compared_columns<contacts_table>().front() == "tenant");
}

TEST_CASE("a table has a column for the organisation, each field, and the search text", "[sql]") {
  const auto& columns = sql::detail::all_columns<contacts_table>;
  CHECK(columns.size() == 18);
  std::size_t at = 0;
  CHECK(columns[at] == "tenant");
  for_each_lead_field([&](auto each) {
    CHECK(columns[++at] == (each.name() == "next_call_at" ? "call_at" : each.name()));
  });
  CHECK(columns[++at] == "search_text");
}
