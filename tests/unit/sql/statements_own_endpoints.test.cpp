// SPDX-License-Identifier: BSL-1.0
#include <leadcore/sql/statements.hpp>

#include "support/own_endpoints.hpp"
#include "support/sql.hpp"

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
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
std::string deals_where(const own_sales::deal_query& query) {
  return conditions(sql::count<sql::sqlite, own_sales::deals>(acme, query));
}
std::string gauges_where(const own_sales::gauge_query& query) {
  return conditions(sql::count<sql::sqlite, own_sales::gauges>(acme, query));
}
std::string contacts_where(const own_crm::query& query) {
  return conditions(sql::count<sql::postgres, own_crm::endpoint>(acme, query));
}

struct people : sql::endpoint_table<own_crm::endpoint> {
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
  CHECK(sql::select_page<sql::sqlite, own_crm::endpoint>(acme, {}).text.find("FROM \"contacts\"") !=
        std::string::npos);
  const auto of_table = sql::select_page<sql::postgres, people>(acme, {});
  CHECK(of_table == sql::select_page<sql::postgres, own_crm::endpoint, people>(acme, {}));
  CHECK(of_table.text.ends_with("FROM \"crm\".\"people\" WHERE \"organisation_id\" COLLATE \"C\" = "
                                "$1 ORDER BY \"points\" DESC, \"id\" COLLATE \"C\" ASC LIMIT $2 "
                                "OFFSET $3"));
}

TEST_CASE("each kind of field has its column, and only a search has a search column", "[sql]") {
  const std::string deals = sql::create_table<sql::sqlite, own_sales::deals>().text;
  for (const std::string_view column :
       {"\"amount\" INTEGER NOT NULL", "\"probability\" REAL NOT NULL",
        "\"won\" INTEGER NOT NULL CHECK (\"won\" IN (0, 1))",
        "\"stage\" TEXT COLLATE BINARY NOT NULL CHECK (\"stage\" IN ('LOST', 'don''t know', "
        "'Almost \"there\"', 'CLOSED'))",
        "\"due\" INTEGER,", "\"tags\" TEXT NOT NULL", "\"region\" TEXT COLLATE BINARY,",
        "\"search_text\" TEXT COLLATE BINARY NOT NULL"}) {
    INFO(column << " in " << deals);
    CHECK(occurrences(deals, column) == 1);
  }
  const std::string gauges = sql::create_table<sql::postgres, own_sales::gauges>().text;
  for (const std::string_view column :
       {"\"reading\" bigint NOT NULL", "\"weight\" double precision NOT NULL", "\"flag\" boolean,",
        "\"phase\" text COLLATE \"C\" CHECK (\"phase\" IN (",
        "PRIMARY KEY (\"organisation_id\", \"code\")"}) {
    INFO(column << " in " << gauges);
    CHECK(occurrences(gauges, column) == 1);
  }
  CHECK(occurrences(gauges, "search_text") == 0);
  CHECK((*sql::upsert<sql::sqlite, own_sales::gauges>(acme, own_sales::gauge{}))
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
  const auto contacts = sql::create_indexes<sql::postgres, own_crm::endpoint>();
  CHECK(names_of(contacts) == strings{"contacts_by_order", "contacts_by_status",
                                      "contacts_by_assigned_to_id", "contacts_by_no_assigned_to_id",
                                      "contacts_by_source", "contacts_by_created_at"});
  CHECK(contacts.front().text.ends_with("(\"organisation_id\", \"score\" DESC, \"id\" ASC)"));
  CHECK(
      contacts[4].text.ends_with("(\"organisation_id\", \"source\", \"score\" DESC, \"id\" ASC)"));
  CHECK(contacts[5].text.ends_with("(\"organisation_id\", \"created_at\")")); // a range
  CHECK(names_of(sql::create_indexes<sql::postgres, own_sales::gauges>()) ==
        strings{"gauges_by_order", "gauges_by_reading", "gauges_by_weight", "gauges_by_phase",
                "gauges_by_no_phase", "gauges_by_level"});
  const auto gauges = sql::create_indexes<sql::postgres, own_sales::gauges>();
  CHECK(gauges[1].text.ends_with(" END) DESC NULLS FIRST, \"level\" ASC, \"code\" ASC)"));
  CHECK(sql::create_indexes<sql::postgres, own_sales::gauges>(nulls_last)[0].text.find(
            "\"flag\" ASC NULLS LAST, (CASE \"phase\" WHEN 'LOST' THEN 0 WHEN 'don''t know' THEN 1 "
            "WHEN 'Almost \"there\"' THEN 2 WHEN 'CLOSED' THEN 3 END) DESC NULLS LAST,") !=
        std::string::npos);
}

TEST_CASE("filters compare every kind of value, and values that no row can have", "[sql]") {
  own_sales::deal_query deal;
  deal.stage_from = own_sales::stage::open;
  CHECK(deals_where(deal) == "\"stage\" IN (?2, ?3, ?4)"); // by value, not by name
  deal = {};
  deal.title_from = std::string("a\0b", 3);
  deal.title_until = "b\xC3";
  const auto bounded = sql::count<sql::sqlite, own_sales::deals>(acme, deal);
  CHECK(conditions(bounded) == "\"title\" >= ?2 AND \"title\" < ?3");
  CHECK(parameter_texts(bounded) == strings{"acme", "a\x01", "b\u00C0"});
  deal = {};
  deal.title_from = "\xFF";
  CHECK(deals_where(deal) == "1 = 0");
  deal = {};
  deal.title_until = "\xFF";
  CHECK(deals_where(deal) == "\"title\" IS NOT NULL");
  deal = {};
  deal.regions = {"\xFF", std::string("\0", 1)};
  CHECK(deals_where(deal) == "1 = 0");
  deal.regions.push_back("north");
  CHECK(deals_where(deal) == "\"region\" IN (?2)");
  deal = {};
  deal.probability_from = std::numeric_limits<double>::quiet_NaN();
  CHECK(deals_where(deal) == "1 = 0");
  deal = {};
  deal.without_due = false;
  deal.won = true;
  CHECK(deals_where(deal) == "\"won\" = ?2 AND \"due\" IS NOT NULL");

  constexpr std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
  own_sales::gauge_query gauge;
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
  gauge = {};
  gauge.phases = {own_sales::stage{42}};
  CHECK(gauges_where(gauge) == "1 = 0");
}

TEST_CASE("a filter of another kind writes a condition of its own", "[sql]") {
  own_crm::query query;
  query.hot = 7;
  query.source = "web";
  const auto both = sql::count<sql::postgres, own_crm::endpoint>(acme, query);
  CHECK(conditions(both) == "\"source\" = $2 AND (\"score\" >= $3 OR \"company\" IS NULL)");
  CHECK(parameter_texts(both) == strings{"acme", "web", "7"});
  query = {};
  query.named = "\xFF"; // no row has this name
  CHECK(contacts_where(query) == "1 = 0");
  query.named = "Jane";
  CHECK(contacts_where(query) == "(\"name\" = $2)");
}

TEST_CASE("a search for all words asks for each of them", "[sql]") {
  own_sales::deal_query query;
  query.search = unchecked_search_term<own_sales::words>("Jane  DOE");
  const auto both = sql::count<sql::sqlite, own_sales::deals>(acme, query);
  CHECK(conditions(both) ==
        "(instr(\"search_text\", ?2) > 0) AND (instr(\"search_text\", ?3) > 0)");
  CHECK(parameter_texts(both) == strings{"acme", "jane", "doe"});
  CHECK(sql::search_text<own_sales::deals>(
            own_sales::deal{.id = "1", .title = "A", .tags = {"B", "C"}}) == "\na\nb\nc\n");
}

TEST_CASE("an enumeration orders by value, and its keyset too", "[sql]") {
  own_sales::deal row;
  row.stage = own_sales::stage::almost;
  row.due = timestamp::from_milliseconds(5);
  const auto at = sql::make_cursor<own_sales::deals>(row);
  REQUIRE(at.has_value());
  const auto next = sql::select_page<sql::sqlite, own_sales::deals>(acme, {}, sql::after(*at));
  CHECK(occurrences(next.text, "WHEN 'CLOSED' THEN 3 END) > ?") == 1);
  // No branch for the null region, after which nulls are; one for each other key.
  CHECK(occurrences(next.text, "AS part_") == 5);
  CHECK(occurrences(next.text, "\"due\" IS NULL") == 0); // nulls are first: before the position
  const auto last =
      sql::select_page<sql::sqlite, own_sales::deals>(acme, {}, sql::after(*at), nulls_last);
  CHECK(occurrences(last.text, "AND \"due\" IS NULL ORDER BY") == 1);
}

TEST_CASE("upsert reports numbers and enumerators that a database cannot store", "[sql]") {
  own_sales::gauge gauge;
  gauge.reading = std::uint64_t{1} << 63U;
  gauge.weight = -std::numeric_limits<float>::infinity();
  gauge.phase = own_sales::stage{-7};
  const auto refused = sql::upsert<sql::postgres, own_sales::gauges>(acme, gauge);
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error() ==
        lead_errors{
            {lead_errc::integer_out_of_range, "reading", std::nullopt, "9223372036854775808", {}},
            {lead_errc::not_a_number, "weight", std::nullopt, "-inf", {}},
            {lead_errc::invalid_enumerator, "phase", std::nullopt, "-7", {}},
        });
  own_sales::deal deal;
  deal.probability = std::numeric_limits<double>::quiet_NaN();
  deal.tags = {"a", "\xFF"};
  CHECK(sql::upsert<sql::postgres, own_sales::deals>(acme, deal).error() ==
        lead_errors{
            {lead_errc::not_a_number, "probability", std::nullopt, "nan", {}},
            {lead_errc::invalid_utf8, "tags", 1, "\xFF", {}},
        });
  deal = {};
  deal.won = true;
  deal.probability = 0.1;
  const auto made = sql::upsert<sql::postgres, own_sales::deals>(acme, deal);
  REQUIRE(made.has_value());
  CHECK(std::get<double>((*made).parameters[4]) == 0.1);
  CHECK(std::get<std::int64_t>((*made).parameters[5]) == 1);
  CHECK(std::get<std::string>((*made).parameters[6]) == "don't know");
}
