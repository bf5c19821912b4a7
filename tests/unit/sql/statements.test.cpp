// SPDX-License-Identifier: BSL-1.0
#include <leadcore/sql/statements.hpp>

#include "support/sql.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

using namespace leadcore;
using leadcore::testing::acme;
using leadcore::testing::contacts_table;
using leadcore::testing::jane;
using leadcore::testing::occurrences;
using leadcore::testing::parameter_texts;
using leadcore::testing::parsed_query;

namespace {

using strings = std::vector<std::string>;

struct kept_sqlite_table : sql::leads_table {
  static constexpr bool has_search_index = true;
  static constexpr auto counted = sql::counted_by<"status", "assigned_to_id">;
};
struct kept_table : kept_sqlite_table {
  static constexpr bool pages_by_key = true;
};

struct counted_contacts : contacts_table {
  static constexpr auto counted = sql::counted_by<"status", "next_call_at">;
};

/// A statement from the name of its table on.
std::string tail(const sql::statement& of) {
  return of.text.substr(of.text.find(" FROM ") + 6);
}

} // namespace

// decisions 0100 and 0101
TEST_CASE("a page has its filters, its order and its organisation", "[sql]") {
  const auto all = sql::select_page<sql::sqlite>(acme, {});
  CHECK(
      all.text.starts_with("SELECT \"id\", \"name\", \"phones\", \"emails\", \"primary_phone\", "));
  CHECK(tail(all) ==
        "\"leads\" WHERE \"organisation_id\" = ?1 ORDER BY \"next_call_at\" ASC NULLS LAST, "
        "\"created_at\" DESC, \"id\" ASC LIMIT ?2 OFFSET ?3");
  CHECK(parameter_texts(all) == strings{"acme", "50", "0"});

  const auto some = sql::select_page<sql::postgres>(
      acme, parsed_query("status=LOST&assignedToId=u1&search=A_%25%5C&page=3&pageSize=7"));
  CHECK(tail(some) ==
        "\"leads\" WHERE \"organisation_id\" = $1 AND \"status\" = $2 AND \"assigned_to_id\" = $3 "
        "AND "
        "(\"search_text\" LIKE $4) ORDER BY \"next_call_at\" ASC NULLS LAST, \"created_at\" DESC, "
        "\"id\" ASC LIMIT $5 OFFSET $6");
  CHECK(parameter_texts(some) == strings{"acme", "LOST", "u1", "%a\\_\\%\\\\%", "7", "14"});

  const auto first =
      sql::select_page<sql::sqlite>(acme, parsed_query("assignedToId=unassigned"), nulls_first);
  CHECK(
      tail(first).find("\"assigned_to_id\" IS NULL ORDER BY \"next_call_at\" ASC NULLS FIRST, ") !=
      std::string::npos);
}

TEST_CASE("the text of a statement contains no input", "[sql]") {
  const std::string hostile = "' OR 1=1; -- \" $1 ?1";
  lead_query query;
  query.search = unchecked_search_term(hostile);
  query.assigned_to = assignee_filter::member(hostile);
  const auto plain = [](std::string_view text) {
    lead_query like;
    like.search = unchecked_search_term("x");
    like.assigned_to = assignee_filter::member(text);
    return like;
  };
  const organisation_id owner = parse_organisation_id(hostile).value();
  CHECK(sql::page_with_total<sql::sqlite>(owner, query).text ==
        sql::page_with_total<sql::sqlite>(acme, plain("x")).text);
  lead row = jane();
  const auto before = sql::upsert<sql::postgres>(acme, row);
  row.id = row.name = hostile;
  row.phones = {hostile};
  CHECK((*sql::upsert<sql::postgres>(owner, row)).text == (*before).text);
  CHECK(sql::erase<sql::postgres>(owner, hostile).text ==
        "DELETE FROM \"leads\" WHERE \"organisation_id\" = $1 AND \"id\" = $2");
  CHECK(parameter_texts(sql::erase<sql::postgres>(owner, hostile)) == strings{hostile, hostile});
}

TEST_CASE("a statement uses the names and collations of its table", "[sql]") {
  const auto all =
      sql::select_page<sql::postgres, contacts_table>(acme, parsed_query("status=LOST"));
  CHECK(tail(all) == "\"crm\".\"con\"\"tacts\" WHERE \"tenant\" COLLATE \"C\" = $1 AND \"status\" "
                     "COLLATE \"C\" = $2 "
                     "ORDER BY "
                     "\"call_at\" ASC NULLS LAST, \"created_at\" DESC, \"id\" COLLATE \"C\" ASC "
                     "LIMIT $3 OFFSET $4");
  CHECK(sql::create_indexes<sql::postgres, contacts_table>().front().text ==
        "CREATE INDEX IF NOT EXISTS \"con\"\"tacts_by_order\" ON \"crm\".\"con\"\"tacts\" "
        "(\"tenant\" COLLATE \"C\", \"call_at\" ASC NULLS LAST, \"created_at\" DESC, \"id\" "
        "COLLATE \"C\" ASC)");
}

TEST_CASE("a partition takes the place of its table, and its name is quoted", "[sql]") {
  const std::optional<sql::partition> in(sql::partition{"crm", "leads \"1\""});
  const auto at = sql::make_cursor(jane());
  REQUIRE(at.has_value());
  for (const auto& each :
       {sql::select_page<sql::postgres_fdw>(acme, {}, nulls_last, in),
        sql::count<sql::postgres_fdw>(acme, {}, in),
        sql::select_page<sql::postgres_fdw>(acme, {}, sql::after(*at), nulls_last, in),
        sql::page_with_total<sql::postgres_fdw>(acme, {}, nulls_last, in)}) {
    INFO(each.text);
    CHECK(each.text.find(" FROM \"crm\".\"leads \"\"1\"\"\" WHERE \"organisation_id\" = $1") !=
          std::string::npos);
    CHECK(each.text.find("\"leads\"") == std::string::npos);
  }
  const auto which = sql::which_partition<sql::postgres_fdw, contacts_table>(acme);
  CHECK(parameter_texts(which) == strings{"\"crm\".\"con\"\"tacts\"", "acme"});
}

TEST_CASE("a coordinator's upsert compares bytes where columns do not", "[sql]") {
  const auto made = sql::upsert<sql::postgres_fdw, contacts_table>(acme, jane());
  REQUIRE(made.has_value());
  CHECK(
      made->text.starts_with("WITH gone AS (DELETE FROM \"crm\".\"con\"\"tacts\" WHERE \"tenant\" "
                             "COLLATE \"C\" = $1 AND \"id\" COLLATE \"C\" = $2 RETURNING 1)"));
}

TEST_CASE("PostgreSQL groups counts by bytes where columns do not", "[sql]") {
  const std::string values = "\"tenant\" COLLATE \"C\", \"status\" COLLATE \"C\", \"call_at\"";
  std::size_t grouped = 0;
  for (const auto& each : sql::create_counts<sql::postgres, counted_contacts>()) {
    grouped += occurrences(each.text, " GROUP BY " + values);
  }
  CHECK(grouped == 4); // rows that are inserted, deleted, updated, and there already
}

// decisions 0107 to 0109
TEST_CASE("statements use what a table declares to be kept, where it serves the query", "[sql]") {
  const auto total = [](std::string_view raw) {
    return sql::count<sql::postgres, kept_table>(acme, parsed_query(raw));
  };
  CHECK(total("status=LOST").text ==
        "SELECT coalesce((SELECT CAST(sum(row_count) AS bigint) FROM \"leads_counts\" WHERE "
        "\"organisation_id\" = $1 AND \"status\" = $2), 0)");
  CHECK(total("assignedToId=unassigned").text.ends_with("AND \"assigned_to_id\" IS NULL), 0)"));
  CHECK(total("status=LOST&search=ab") ==
        sql::count<sql::postgres>(acme, parsed_query("status=LOST&search=ab")));

  const auto page = [](std::string_view raw) {
    return sql::select_page<sql::postgres, kept_table>(acme, parsed_query(raw));
  };
  CHECK(page("status=LOST") == sql::select_page<sql::postgres>(acme, parsed_query("status=LOST")));
  CHECK(tail(page("page=2&pageSize=7")) ==
        "\"leads\" WHERE \"organisation_id\" = $1 AND \"id\" = ANY (ARRAY(SELECT \"id\" FROM "
        "\"leads\" WHERE \"organisation_id\" = $2 ORDER BY \"next_call_at\" ASC NULLS LAST, "
        "\"created_at\" DESC, \"id\" ASC LIMIT $3 OFFSET $4)) ORDER BY \"next_call_at\" ASC NULLS "
        "LAST, \"created_at\" DESC, \"id\" ASC");
  const auto phone = page("search=%2B14155551234");
  CHECK(phone.text.find("(\"search_text\" LIKE $2 AND strpos(\"search_text\", $3) > 0) OR ") !=
        std::string::npos);
  CHECK(parameter_texts(phone) ==
        strings{"acme", "%51234%", "+14155551234", "%FBCDE%", "PBEBFFFFBCDE", "50", "0"});
  // A search of SQLite without three code points reads as before.
  CHECK(sql::select_page<sql::sqlite, kept_sqlite_table>(acme, parsed_query("search=ab")) ==
        sql::select_page<sql::sqlite>(acme, parsed_query("search=ab")));
}

TEST_CASE("a value that no row can contain equals none", "[sql]") {
  lead_query query;
  query.assigned_to = assignee_filter::member(std::string_view("a\0", 2));
  CHECK(tail(sql::select_page<sql::sqlite>(acme, query)).find(" AND 1 = 0 ORDER") !=
        std::string::npos);
  query = {};
  query.search = unchecked_search_term("\xFF");
  CHECK(tail(sql::select_page<sql::sqlite>(acme, query)).find(" AND (1 = 0) ORDER") !=
        std::string::npos);
  query.search = unchecked_search_term(std::string_view("\0", 1));
  CHECK(tail(sql::select_page<sql::sqlite>(acme, query)).find(" AND (1 = 0) ORDER") !=
        std::string::npos);
  const organisation_id none = parse_organisation_id("\xFF").value();
  CHECK(tail(sql::count<sql::sqlite>(none, {})).find("WHERE 1 = 0 GROUP") != std::string::npos);
  CHECK(sql::erase<sql::sqlite>(acme, "\xC3").text.ends_with(" AND 1 = 0"));
}

TEST_CASE("limits and offsets fit the integers of a database", "[sql]") {
  lead_query query;
  query.page = {max_query_integer, max_page_size};
  CHECK(parameter_texts(sql::select_page<sql::sqlite>(acme, query)) ==
        strings{"acme", "100", "900719925474099000"});
  query.page = {~std::uint64_t{0}, ~std::uint64_t{0}};
  CHECK(parameter_texts(sql::select_page<sql::sqlite>(acme, query)) ==
        strings{"acme", "9223372036854775807", "9223372036854775807"});
}

TEST_CASE("no folded text contains a delimiter or a digit letter of the search column", "[sql]") {
  std::size_t folded = 0;
  for (char32_t each = 0; each <= 0x10FFFF; ++each) {
    if (each >= 0xD800 && each < 0xE000) {
      continue;
    }
    const std::string text(encode_utf8(each).view());
    const search_term term = unchecked_search_term("x" + text + "x");
    for (const char c : term.folded()) {
      if ((c >= 'A' && c <= 'Z') || c == '\n') {
        FAIL("U+" << std::hex << static_cast<std::uint32_t>(each)
                  << " folds to a delimiter or a digit letter");
      }
    }
    ++folded;
  }
  CHECK(folded == 0x110000 - 0x800);
  CHECK(sql::search_text(jane()) ==
        "\njane \"j\" doe\n\t\ngross\njane@acme.com\n+14155550101\nPBEBFFFFABAB\n+442079460958\n"
        "PEECAHJEGAJFI\n");
}

TEST_CASE("a row that is held by a pointer is stored like the row", "[sql]") {
  const lead row = jane();
  const auto expected = sql::upsert<sql::sqlite>(acme, row);
  const auto made = sql::upsert<sql::sqlite>(acme, std::make_unique<lead>(row));
  REQUIRE((expected.has_value() && made.has_value()));
  CHECK((*made).text == (*expected).text);
  CHECK(parameter_texts(*made) == parameter_texts(*expected));
  CHECK(sql::search_text(&row) == sql::search_text(row));
}

TEST_CASE("upsert reports every value that a database cannot store", "[sql]") {
  lead row = jane();
  row.name = std::string_view("a\0b", 3);
  row.company = "\xC3(";
  row.emails = {"a", "\xFF", std::string(1, '\0')};
  row.status = lead_status{9};
  const auto made = sql::upsert<sql::sqlite>(parse_organisation_id("\xFE").value(), row);
  REQUIRE_FALSE(made.has_value());
  const lead_errors expected{
      {lead_errc::invalid_utf8, "organisation", std::nullopt, "\xFE", {}},
      {lead_errc::nul_character, "name", std::nullopt, row.name, {}},
      {lead_errc::invalid_utf8, "emails", 1, "\xFF", {}},
      {lead_errc::nul_character, "emails", 2, std::string(1, '\0'), {}},
      {lead_errc::invalid_utf8, "company", std::nullopt, "\xC3(", {}},
      {lead_errc::invalid_enumerator, "status", std::nullopt, "9", {}},
  };
  CHECK(made.error() == expected);
}

TEST_CASE("keyset pagination has one branch for each range of the index", "[sql]") {
  lead row = jane();
  const auto at = sql::make_cursor(row);
  REQUIRE(at.has_value());
  const auto branches = [](const sql::statement& of) { return occurrences(of.text, "AS part_"); };
  const auto last = sql::select_page<sql::sqlite>(acme, {}, sql::after(*at));
  CHECK(branches(last) == 4); // after it by id, by creation, by call, and no call
  CHECK(last.text.find("\"next_call_at\" = ?2 AND \"created_at\" = ?3 AND \"id\" > ?4") !=
        std::string::npos);
  CHECK(branches(sql::select_page<sql::sqlite>(acme, {}, sql::after(*at), nulls_first)) == 3);
  row.next_call_at.reset();
  const auto null = sql::make_cursor(row);
  REQUIRE(null.has_value());
  CHECK(branches(sql::select_page<sql::sqlite>(acme, {}, sql::after(*null))) == 2);
  CHECK(branches(sql::select_page<sql::sqlite>(acme, {}, sql::after(*null), nulls_first)) == 3);
}

TEST_CASE("the table has a column for each field, the organisation and the search text", "[sql]") {
  const std::string table = sql::create_table<sql::postgres>().text;
  CHECK(table.find("\"status\" text COLLATE \"C\" NOT NULL CHECK (\"status\" IN ('NOT_CONTACTED', "
                   "'CONTACTED', 'QUALIFIED', "
                   "'CONVERTED', 'LOST'))") != std::string::npos);
  CHECK(table.find("\"next_call_at\" bigint,") != std::string::npos);
  CHECK(table.find("\"phones\" jsonb NOT NULL,") != std::string::npos);
  for_each_lead_field([&](auto each) {
    INFO(each.name());
    CHECK(table.find("\n  \"" + std::string(each.name()) + "\" ") != std::string::npos);
  });
  CHECK(sql::create_table<sql::sqlite>().text.ends_with(
      ",\n  PRIMARY KEY (\"organisation_id\", \"id\")\n) STRICT"));
  CHECK(sql::create_indexes<sql::sqlite>().size() == 3);
  CHECK(sql::create_indexes<sql::postgres>().back().text ==
        "CREATE INDEX IF NOT EXISTS \"leads_by_no_assigned_to_id\" ON \"leads\" "
        "(\"organisation_id\", "
        "\"next_call_at\" ASC "
        "NULLS LAST, \"created_at\" DESC, \"id\" ASC) WHERE \"assigned_to_id\" IS NULL");
  CHECK(
      sql::create_search_index<sql::postgres>().back().text ==
      "CREATE INDEX IF NOT EXISTS \"leads_by_search\" ON \"leads\" USING gin (\"organisation_id\", "
      "\"search_text\" gin_trgm_ops)");
}
