// SPDX-License-Identifier: BSL-1.0
#include <leadcore/sql/table.hpp>

#include "support/sql.hpp"

#include <string>
#include <vector>

using namespace leadcore;
using leadcore::testing::contacts_table;

TEST_CASE("texts and the status are compared as text; times and lists are not", "[sql]") {
  std::vector<std::string> texts;
  std::vector<std::string> others;
  for (const auto& each : sql::detail::table_columns<leads_endpoint, sql::leads_table>()) {
    (each.is_text ? texts : others).push_back(each.name);
  }
  CHECK(texts == std::vector<std::string>{"organisation_id", "id", "name", "primary_phone",
                                          "primary_email", "contact_id", "company", "source",
                                          "status", "notes", "assigned_to_id", "client_id",
                                          "search_text"});
  CHECK(others ==
        std::vector<std::string>{"phones", "emails", "next_call_at", "created_at", "updated_at"});
  CHECK(sql::detail::table_columns<leads_endpoint, contacts_table>().front() ==
        sql::detail::table_column{"tenant", true});
}

TEST_CASE("a table has a column for the organisation, each field, and the search text", "[sql]") {
  const auto& columns = sql::detail::all_columns<leads_endpoint, contacts_table>;
  CHECK(columns.size() == 18);
  std::size_t at = 0;
  CHECK(columns[at] == "tenant");
  for_each_lead_field([&](auto each) {
    CHECK(columns[++at] == (each.name() == "next_call_at" ? "call_at" : each.name()));
  });
  CHECK(columns[++at] == "search_text");
}
