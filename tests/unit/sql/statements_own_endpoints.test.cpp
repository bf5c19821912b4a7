// SPDX-License-Identifier: BSL-1.0
#include <leadcore/sql/statements.hpp>

#include "support/endpoints.hpp"
#include "support/sql.hpp"

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

using namespace leadcore;
using leadcore::testing::acme;
using leadcore::testing::occurrences;
using leadcore::testing::parameter_texts;

namespace {

using strings = std::vector<std::string>;

/// The conditions of a query, after that of the organisation.
std::string conditions(const sql::statement& of) {
  const std::size_t begin = of.text.find(" WHERE ");
  const std::size_t end = of.text.find(" GROUP BY ");
  REQUIRE(begin < end);
  const std::string all = of.text.substr(begin + 7, end - begin - 7);
  const std::size_t next = all.find(" AND ");
  return next == std::string::npos ? "" : all.substr(next + 5);
}
std::string deals_where(const sales::query& query) {
  return conditions(sql::count<sql::sqlite, sales::endpoint>(acme, query));
}
std::string gauges_where(const metering::query& query) {
  return conditions(sql::count<sql::sqlite, metering::endpoint>(acme, query));
}

struct people : sql::endpoint_table<crm::endpoint> {
  static constexpr std::string_view schema = "crm";
  static constexpr std::string_view name = "people";
  static constexpr bool collate_in_queries = true;
  template <fixed_string Name>
  static constexpr std::string_view column =
      Name.view() == "score" ? "points" : endpoint_table::column<Name>;
};

} // namespace

TEST_CASE("the table of an endpoint is named by its path, and a table names its endpoint",
          "[sql]") {
  CHECK(sql::select_page<sql::sqlite, crm::endpoint>(acme, {}).text.find("FROM \"contacts\"") !=
        std::string::npos);
  const auto of_table = sql::select_page<sql::postgres, people>(acme, {});
  CHECK(of_table == sql::select_page<sql::postgres, crm::endpoint, people>(acme, {}));
  CHECK(of_table.text.ends_with("FROM \"crm\".\"people\" WHERE \"organisation_id\" COLLATE \"C\" = "
                                "$1 ORDER BY \"points\" DESC, \"next_call_at\" DESC NULLS FIRST, "
                                "\"company\" COLLATE \"C\" ASC NULLS LAST, \"id\" COLLATE \"C\" "
                                "ASC LIMIT $2 OFFSET $3"));
}

TEST_CASE("each kind of field has its column, and only a search has a search column", "[sql]") {
  const auto has = [](const std::string& table, std::string_view column) {
    INFO(column << " in " << table);
    CHECK(occurrences(table, column) == 1);
  };
  const std::string deals = sql::create_table<sql::sqlite, sales::endpoint>().text;
  for (const std::string_view column :
       {"\"amount\" INTEGER NOT NULL", "\"discount\" INTEGER,", "\"probability\" REAL NOT NULL",
        "\"signed_off\" INTEGER NOT NULL CHECK (\"signed_off\" IN (0, 1))", "\"due_at\" INTEGER,",
        "\"tags\" TEXT NOT NULL", "\"owner_id\" TEXT COLLATE BINARY,",
        "\"search_text\" TEXT COLLATE BINARY NOT NULL"}) {
    has(deals, column);
  }
  const std::string gauges = sql::create_table<sql::postgres, metering::endpoint>().text;
  for (const std::string_view column :
       {"\"reading\" bigint NOT NULL", "\"weight\" double precision NOT NULL", "\"flag\" boolean,",
        "\"phase\" text COLLATE \"C\" CHECK (\"phase\" IN ('LOST', 'don''t know', 'Almost "
        "\"there\"', 'CLOSED'))",
        "PRIMARY KEY (\"organisation_id\", \"code\")"}) {
    has(gauges, column);
  }
  CHECK(occurrences(gauges, "search_text") == 0);
  CHECK((*sql::upsert<sql::sqlite, metering::endpoint>(acme, metering::gauge{}))
            .text.find("search_text") == std::string::npos);
}

TEST_CASE("one index in the order, and one for each field that a filter compares", "[sql]") {
  const auto names_of = [](const std::vector<sql::statement>& indexes) {
    strings names;
    for (const auto& each : indexes) {
      const std::size_t begin = each.text.find('"') + 1;
      names.push_back(each.text.substr(begin, each.text.find('"', begin) - begin));
    }
    return names;
  };
  const auto contacts = sql::create_indexes<sql::postgres, crm::endpoint>();
  CHECK(names_of(contacts) == strings{"contacts_by_order", "contacts_by_status",
                                      "contacts_by_assigned_to_id", "contacts_by_no_assigned_to_id",
                                      "contacts_by_source", "contacts_by_created_at"});
  constexpr std::string_view order =
      "\"score\" DESC, \"next_call_at\" DESC NULLS FIRST, \"company\" ASC NULLS LAST, \"id\" ASC)";
  CHECK(contacts.front().text.ends_with("(\"organisation_id\", " + std::string(order)));
  CHECK(contacts[4].text.ends_with("(\"organisation_id\", \"source\", " + std::string(order)));
  CHECK(contacts[5].text.ends_with("(\"organisation_id\", \"created_at\")")); // a range
  const auto gauges = sql::create_indexes<sql::postgres, metering::endpoint>();
  CHECK(names_of(gauges) == strings{"gauges_by_order", "gauges_by_reading", "gauges_by_weight",
                                    "gauges_by_phase", "gauges_by_no_phase", "gauges_by_level",
                                    "gauges_by_code", "gauges_by_site"});
  CHECK(gauges[1].text.ends_with(" END) DESC NULLS FIRST, \"level\" ASC, \"code\" ASC)"));
  CHECK(sql::create_indexes<sql::postgres, metering::endpoint>(nulls_last)[0].text.find(
            "\"flag\" ASC NULLS LAST, (CASE \"phase\" WHEN 'LOST' THEN 0 WHEN 'don''t know' THEN 1 "
            "WHEN 'Almost \"there\"' THEN 2 WHEN 'CLOSED' THEN 3 END) DESC NULLS LAST,") !=
        std::string::npos);
}

TEST_CASE("filters compare every kind of value, and values that no row can have", "[sql]") {
  metering::query gauge;
  gauge.phase_from = metering::phase::open;
  CHECK(gauges_where(gauge) == "\"phase\" IN (?2, ?3, ?4)"); // by value, not by name
  gauge = {};
  gauge.code_from = std::string("a\0b", 3);
  gauge.code_until = "b\xC3";
  const auto bounded = sql::count<sql::sqlite, metering::endpoint>(acme, gauge);
  CHECK(conditions(bounded) == "\"code\" >= ?2 AND \"code\" < ?3");
  CHECK(parameter_texts(bounded) == strings{"acme", "a\x01", "b\u00C0"});
  gauge = {};
  gauge.code_from = "\xFF";
  CHECK(gauges_where(gauge) == "1 = 0");
  gauge = {};
  gauge.code_until = "\xFF";
  CHECK(gauges_where(gauge) == "\"code\" IS NOT NULL");
  gauge = {};
  gauge.sites = {"\xFF", std::string("\0", 1)};
  CHECK(gauges_where(gauge) == "1 = 0");
  gauge.sites.push_back("north");
  CHECK(gauges_where(gauge) == "\"site\" IN (?2)");
  gauge = {};
  gauge.phases = {metering::phase{42}};
  CHECK(gauges_where(gauge) == "1 = 0");

  constexpr std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
  gauge = {};
  gauge.reading = most;
  CHECK(gauges_where(gauge) == "1 = 0");
  gauge = {};
  gauge.reading_from = most;
  CHECK(gauges_where(gauge) == "1 = 0");
  gauge = {};
  gauge.reading_until = most;
  CHECK(gauges_where(gauge) == "\"reading\" IS NOT NULL");
  gauge.reading_until = most / 2;
  CHECK(gauges_where(gauge) == "\"reading\" < ?2");

  sales::query deal;
  deal.probability_from = std::numeric_limits<double>::quiet_NaN();
  CHECK(deals_where(deal) == "1 = 0");
  deal = {};
  deal.without_due = false;
  deal.signed_off = true;
  CHECK(deals_where(deal) == "\"signed_off\" = ?2 AND \"due_at\" IS NOT NULL");
}

TEST_CASE("a filter of another kind writes a condition of its own", "[sql]") {
  metering::query query;
  query.urgent = 7;
  query.flag = true;
  const auto both = sql::count<sql::postgres, metering::endpoint>(acme, query);
  CHECK(conditions(both) == "\"flag\" = $2 AND (\"level\" >= $3 OR \"site\" IS NULL)");
  CHECK(parameter_texts(both) == strings{"acme", "1", "7"});
  query = {};
  query.at = "\xFF"; // no row has this code
  CHECK(gauges_where(query) == "1 = 0");
  query.at = "x";
  CHECK(gauges_where(query) == "(\"code\" = ?2)");
}

TEST_CASE("a search for all words asks for each of them", "[sql]") {
  sales::query query;
  query.search = unchecked_search_term<sales::search_policy>("Jané  DOE");
  const auto both = sql::count<sql::sqlite, sales::endpoint>(acme, query);
  CHECK(conditions(both) ==
        "(instr(\"search_text\", ?2) > 0) AND (instr(\"search_text\", ?3) > 0)");
  CHECK(parameter_texts(both) == strings{"acme", "jane", "doe"});
  query.search = unchecked_search_term<sales::search_policy>("\u0301 jane"); // a mark alone
  CHECK(deals_where(query) == "(1 = 0) AND (instr(\"search_text\", ?2) > 0)");
  sales::deal deal;
  deal.number = "1";
  deal.title = "A";
  deal.tags = {"B", "C"};
  CHECK(sql::search_text<sales::endpoint>(deal) == "\na\nb\nc\n");
}

TEST_CASE("an enumeration orders by value, and its keyset too", "[sql]") {
  sales::deal row;
  row.forecast = sales::stage::won;
  row.due_at = timestamp::from_milliseconds(5);
  const auto at = sql::make_cursor<sales::endpoint>(row);
  REQUIRE(at.has_value());
  const auto next = sql::select_page<sql::sqlite, sales::endpoint>(acme, {}, sql::after(*at));
  CHECK(occurrences(next.text, "WHEN 'LOST' THEN 3 END) > ?") == 1);
  // One branch for each key, and one for the deals without a forecast. There is none for the null
  // discount, after which nothing is.
  CHECK(occurrences(next.text, "AS part_") == 6);
  CHECK(occurrences(next.text, "\"due_at\" IS NULL") == 0); // nulls are first: before the position
  const auto last =
      sql::select_page<sql::sqlite, sales::endpoint>(acme, {}, sql::after(*at), nulls_last);
  CHECK(occurrences(last.text, "AND \"due_at\" IS NULL ORDER BY") == 1);
}

TEST_CASE("an order that is used once is in every statement with an order", "[sql]") {
  constexpr auto order =
      lexicographic_order{std::tuple{ascending<"company">.with(nulls_first), descending<"id">}};
  constexpr std::string_view by = " ORDER BY \"company\" ASC NULLS FIRST, \"id\" DESC LIMIT ?";
  const auto page = sql::select_page<sql::sqlite, crm::endpoint>(acme, {}, order);
  CHECK(occurrences(page.text, by) == 1);
  const auto total = sql::page_with_total<sql::sqlite, crm::endpoint>(acme, {}, order);
  CHECK(occurrences(total.text, by) == 1);
  CHECK(total.text.ends_with(" ORDER BY page.\"company\" ASC NULLS FIRST, page.\"id\" DESC"));
  const auto at = sql::make_cursor<crm::endpoint>(crm::contact(), order);
  REQUIRE(at.has_value());
  const auto next = sql::select_page<sql::sqlite, crm::endpoint>(acme, {}, sql::after(*at), order);
  CHECK(occurrences(next.text, "\"company\" IS NULL AND \"id\" < ?") == 1);
  CHECK(occurrences(next.text, "\"company\" IS NOT NULL ORDER BY") == 1);
  CHECK(occurrences(next.text, by) == 3); // two branches, and all of them
  // A table and a partition of one's own may follow.
  const auto of_table =
      sql::select_page<sql::postgres, people>(acme, {}, order, sql::partition{"shard", "people_1"});
  CHECK(of_table.text.find("FROM \"shard\".\"people_1\"") != std::string::npos);
  CHECK(of_table.text.find("ORDER BY \"company\" COLLATE \"C\" ASC NULLS FIRST") !=
        std::string::npos);
}

TEST_CASE("upsert reports numbers and enumerators that a database cannot store", "[sql]") {
  metering::gauge gauge;
  gauge.reading = std::uint64_t{1} << 63U;
  gauge.weight = -std::numeric_limits<float>::infinity();
  gauge.phase = metering::phase{-7};
  const auto refused = sql::upsert<sql::postgres, metering::endpoint>(acme, gauge);
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error() ==
        lead_errors{
            {lead_errc::integer_out_of_range, "reading", std::nullopt, "9223372036854775808", {}},
            {lead_errc::not_a_number, "weight", std::nullopt, "-inf", {}},
            {lead_errc::invalid_enumerator, "phase", std::nullopt, "-7", {}},
        });
  sales::deal deal;
  deal.probability = std::numeric_limits<double>::quiet_NaN();
  deal.tags = {"a", "\xFF"};
  CHECK(sql::upsert<sql::postgres, sales::endpoint>(acme, deal).error() ==
        lead_errors{
            {lead_errc::invalid_utf8, "tags", 1, "\xFF", {}},
            {lead_errc::not_a_number, "probability", std::nullopt, "nan", {}},
        });
  gauge = {};
  gauge.weight = 0.1F;
  gauge.flag = true;
  gauge.phase = metering::phase::open;
  const auto made = sql::upsert<sql::postgres, metering::endpoint>(acme, gauge);
  REQUIRE(made.has_value());
  CHECK(std::get<double>((*made).parameters[3]) == double{0.1F});
  CHECK(std::get<std::int64_t>((*made).parameters[5]) == 1);
  CHECK(std::get<std::string>((*made).parameters[6]) == "don't know");
}
