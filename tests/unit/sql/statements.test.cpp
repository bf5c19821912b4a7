// SPDX-License-Identifier: BSL-1.0
#include <leadcore/sql/statements.hpp>

#include "support/catch.hpp"

#include <leadcore/query/query_string.hpp>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

using namespace leadcore;
using sql::cursor_errc;
using sql::parameter;

namespace {

const organisation_id acme = parse_organisation_id("acme").value();

lead_query asked(std::string_view raw) {
  const auto query = parse_query(raw);
  REQUIRE(query.has_value());
  return *query;
}
std::vector<std::string> texts(const sql::statement& of) {
  std::vector<std::string> out;
  for (const parameter& each : of.parameters) {
    if (const auto* const text = std::get_if<std::string>(&each)) {
      out.push_back(*text);
    } else if (const auto* const integer = std::get_if<std::int64_t>(&each)) {
      out.push_back(std::to_string(*integer));
    } else {
      out.emplace_back("null");
    }
  }
  return out;
}
using strings = std::vector<std::string>;
/// What stands behind the table.
std::string tail(const sql::statement& of) {
  return of.text.substr(of.text.find(" FROM ") + 6);
}

struct contacts_table : sql::leads_table {
  static constexpr std::string_view schema = "crm";
  static constexpr std::string_view name = "con\"tacts";
  static constexpr std::string_view organisation = "tenant";
  static constexpr bool collate_in_queries = true;
  template <fixed_string Name>
  static constexpr std::string_view column =
      Name.view() == "next_call_at" ? "call_at" : leads_table::column<Name>;
};

/// A row of texts and integers; nothing is null.
struct row {
  std::vector<std::optional<parameter>> columns;

  [[nodiscard]] bool is_null(std::size_t at) const { return !columns.at(at).has_value(); }
  [[nodiscard]] std::optional<std::string_view> text(std::size_t at) const {
    const auto* const found = std::get_if<std::string>(&*columns.at(at));
    return found == nullptr ? std::nullopt : std::optional<std::string_view>(*found);
  }
  [[nodiscard]] std::optional<std::int64_t> integer(std::size_t at) const {
    const auto* const found = std::get_if<std::int64_t>(&*columns.at(at));
    return found == nullptr ? std::nullopt : std::optional(*found);
  }
};
/// The row that a lead is stored as.
row stored(const lead& of) {
  const auto made = sql::upsert<sql::sqlite>(acme, of);
  REQUIRE(made.has_value());
  row out;
  for (std::size_t i = 1; i + 1 < (*made).parameters.size();
       ++i) { // without the organisation and the search text
    const parameter& each = (*made).parameters[i];
    out.columns.push_back(std::holds_alternative<std::monostate>(each) ? std::nullopt
                                                                       : std::optional(each));
  }
  return out;
}

lead jane() {
  lead out{.id = "1", .name = "Jane \"J\" Doe\n\t"};
  out.phones = {"+14155550101", "+442079460958"};
  out.emails = {"jane@acme.com"};
  out.primary_phone = "+442079460958";
  out.company = "Groß";
  out.status = lead_status::qualified;
  out.next_call_at = timestamp::min();
  out.created_at = timestamp::max();
  out.assigned_to_id = "u1";
  return out;
}

} // namespace

// decisions 0100 and 0101
TEST_CASE("a page is asked for by its filters, in the order, and of one organisation", "[sql]") {
  const auto all = sql::select_page<sql::sqlite>(acme, {});
  CHECK(
      all.text.starts_with("SELECT \"id\", \"name\", \"phones\", \"emails\", \"primary_phone\", "));
  CHECK(tail(all) ==
        "\"leads\" WHERE \"organisation_id\" = ?1 ORDER BY \"next_call_at\" ASC NULLS LAST, "
        "\"created_at\" DESC, \"id\" ASC LIMIT ?2 OFFSET ?3");
  CHECK(texts(all) == strings{"acme", "50", "0"});

  const auto some = sql::select_page<sql::postgres>(
      acme, asked("status=LOST&assignedToId=u1&search=A_%25%5C&page=3&pageSize=7"));
  CHECK(tail(some) ==
        "\"leads\" WHERE \"organisation_id\" = $1 AND \"status\" = $2 AND \"assigned_to_id\" = $3 "
        "AND "
        "(\"search_text\" LIKE $4) ORDER BY \"next_call_at\" ASC NULLS LAST, \"created_at\" DESC, "
        "\"id\" ASC LIMIT $5 OFFSET $6");
  CHECK(texts(some) == strings{"acme", "LOST", "u1", "%a\\_\\%\\\\%", "7", "14"});

  const auto first =
      sql::select_page<sql::sqlite>(acme, asked("assignedToId=unassigned"), nulls_first);
  CHECK(
      tail(first).find("\"assigned_to_id\" IS NULL ORDER BY \"next_call_at\" ASC NULLS FIRST, ") !=
      std::string::npos);
}

TEST_CASE("a statement holds nothing that anyone typed", "[sql]") {
  const std::string hostile = "' OR 1=1; -- \" $1 ?1";
  lead_query query;
  query.search = make_search_term(hostile);
  query.assigned_to = assignee_filter::member(hostile);
  const auto plain = [](std::string_view text) {
    lead_query like;
    like.search = make_search_term("x");
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
  CHECK(texts(sql::erase<sql::postgres>(owner, hostile)) == strings{hostile, hostile});
}

TEST_CASE("names and collations are the table's", "[sql]") {
  const auto all = sql::select_page<sql::postgres, contacts_table>(acme, asked("status=LOST"));
  CHECK(tail(all) == "\"crm\".\"con\"\"tacts\" WHERE \"tenant\" COLLATE \"C\" = $1 AND \"status\" "
                     "COLLATE \"C\" = $2 "
                     "ORDER BY "
                     "\"call_at\" ASC NULLS LAST, \"created_at\" DESC, \"id\" COLLATE \"C\" ASC "
                     "LIMIT $3 OFFSET $4");
  CHECK(sql::create_indexes<sql::postgres, contacts_table>().front().text ==
        "CREATE INDEX IF NOT EXISTS \"con\"\"tacts_by_order\" ON \"crm\".\"con\"\"tacts\" "
        "(\"tenant\", "
        "\"call_at\" ASC NULLS "
        "LAST, \"created_at\" DESC, \"id\" COLLATE \"C\" ASC)");
}

TEST_CASE("a partition is asked in place of its table, by a name that is quoted", "[sql]") {
  const std::optional<sql::partition> in(sql::partition{"crm", "leads \"1\""});
  const auto place = sql::make_cursor(jane());
  REQUIRE(place.has_value());
  for (const auto& each :
       {sql::select_page<sql::postgres_fdw>(acme, {}, nulls_last, in),
        sql::count<sql::postgres_fdw>(acme, {}, in),
        sql::select_page<sql::postgres_fdw>(acme, {}, sql::after(*place), nulls_last, in),
        sql::page_with_total<sql::postgres_fdw>(acme, {}, nulls_last, in)}) {
    INFO(each.text);
    CHECK(each.text.find(" FROM \"crm\".\"leads \"\"1\"\"\" WHERE \"organisation_id\" = $1") !=
          std::string::npos);
    CHECK(each.text.find("\"leads\"") == std::string::npos);
  }
  const auto which = sql::which_partition<sql::postgres_fdw, contacts_table>(acme);
  CHECK(texts(which) == strings{"\"crm\".\"con\"\"tacts\"", "acme"});
}

TEST_CASE("what no row can hold is equal to nothing", "[sql]") {
  lead_query query;
  query.assigned_to = assignee_filter::member(std::string_view("a\0", 2));
  CHECK(tail(sql::select_page<sql::sqlite>(acme, query)).find(" AND 1 = 0 ORDER") !=
        std::string::npos);
  query = {};
  query.search = make_search_term("\xFF");
  CHECK(tail(sql::select_page<sql::sqlite>(acme, query)).find(" AND (1 = 0) ORDER") !=
        std::string::npos);
  query.search = make_search_term(std::string_view("\0", 1));
  CHECK(tail(sql::select_page<sql::sqlite>(acme, query)).find(" AND (1 = 0) ORDER") !=
        std::string::npos);
  const organisation_id none = parse_organisation_id("\xFF").value();
  CHECK(tail(sql::count<sql::sqlite>(none, {})).find("WHERE 1 = 0 GROUP") != std::string::npos);
  CHECK(sql::erase<sql::sqlite>(acme, "\xC3").text.ends_with(" AND 1 = 0"));
}

TEST_CASE("limits and offsets fit the database's integers", "[sql]") {
  lead_query query;
  query.page = {max_query_integer, max_page_size};
  CHECK(texts(sql::select_page<sql::sqlite>(acme, query)) ==
        strings{"acme", "100", "900719925474099000"});
  query.page = {~std::uint64_t{0}, ~std::uint64_t{0}};
  CHECK(texts(sql::select_page<sql::sqlite>(acme, query)) ==
        strings{"acme", "9223372036854775807", "9223372036854775807"});
}

TEST_CASE("no folded text has a mark of the search column", "[sql]") {
  std::size_t looked_at = 0;
  for (char32_t each = 0; each <= 0x10FFFF; ++each) {
    if (each >= 0xD800 && each < 0xE000) {
      continue;
    }
    const std::string text(encode_utf8(each).view());
    const search_term term = make_search_term("x" + text + "x");
    for (const char c : term.folded()) {
      if ((c >= 'A' && c <= 'Z') || c == '\n') {
        FAIL("U+" << std::hex << static_cast<std::uint32_t>(each) << " folds to a mark");
      }
    }
    ++looked_at;
  }
  CHECK(looked_at == 0x110000 - 0x800);
  CHECK(sql::search_text(jane()) ==
        "\njane \"j\" doe\n\t\ngross\njane@acme.com\n+14155550101\nPBEBFFFFABAB\n+442079460958\n"
        "PEECAHJEGAJFI\n");
}

TEST_CASE("upsert refuses what a database cannot keep, every problem of it", "[sql]") {
  lead row = jane();
  row.name = std::string_view("a\0b", 3);
  row.company = "\xC3(";
  row.emails = {"a", "\xFF", std::string(1, '\0')};
  row.status = lead_status{9};
  const auto made = sql::upsert<sql::sqlite>(parse_organisation_id("\xFE").value(), row);
  REQUIRE_FALSE(made.has_value());
  const lead_errors expected{
      {errc::invalid_utf8, "organisation", std::nullopt, "\xFE", {}},
      {errc::nul_character, "name", std::nullopt, row.name, {}},
      {errc::invalid_utf8, "emails", 1, "\xFF", {}},
      {errc::nul_character, "emails", 2, std::string(1, '\0'), {}},
      {errc::invalid_utf8, "company", std::nullopt, "\xC3(", {}},
      {errc::invalid_enumerator, "status", std::nullopt, "9", {}},
  };
  CHECK(made.error() == expected);
}

TEST_CASE("a cursor is a text that reads back, and no other text does", "[sql]") {
  lead row{.id = "x"};
  const auto at = sql::make_cursor(row);
  REQUIRE(at.has_value());
  CHECK(to_string(*at) == "AQAAAAAAAAAAAAAAAAF4");
  CHECK(sql::parse_cursor("AQAAAAAAAAAAAAAAAAF4") == at);
  row.next_call_at = timestamp::min();
  CHECK(sql::parse_cursor(to_string(*sql::make_cursor(row))) == sql::make_cursor(row));
  CHECK(sql::make_cursor(row) != at);

  const auto refused = [](std::string_view text, cursor_errc code, std::uint32_t offset) {
    const auto read = sql::parse_cursor(text);
    REQUIRE_FALSE(read.has_value());
    CHECK(read.error() == sql::cursor_error{code, offset});
    CHECK_FALSE(to_string(code).empty());
    CHECK_FALSE(message(code).empty());
  };
  refused("", cursor_errc::malformed, 0);
  refused("A", cursor_errc::malformed, 1);
  refused("AQAAAAAAAAAAAAAAAAF", cursor_errc::malformed, 19);    // the id is cut short
  refused("AQAAAAAAAAAAAAAAAAF4AA", cursor_errc::malformed, 22); // a byte too many
  refused("AQAAAAAAAAAAAAAAAAF=", cursor_errc::malformed, 19);   // no padding
  refused("AgAAAAAAAAAAAAAAAAF4", cursor_errc::unknown_version, 0);
  refused("AQIAAAAAAAAAAAAAAAF4", cursor_errc::malformed, 20); // neither null nor not
  refused("AQB_________AAAAAXg", cursor_errc::malformed, 19);  // no time of ours
  refused("AQAAAAAAAAAAAAAAAAEA", cursor_errc::malformed, 20); // U+0000
  refused("AQAAAAAAAAAAAAAAAAH_", cursor_errc::malformed, 20); // not UTF-8
  refused("AQAAAAAAAAAAAAAAAAAB", cursor_errc::malformed, 20); // a byte behind an empty id
  CHECK(sql::parse_cursor("AQAAAAAAAAAAAAAAAAA").has_value()); // an empty id
  refused("AQAAAAAAAAAAAAAAAAB", cursor_errc::malformed,
          19); // the same, with a bit that counts for nothing
  row.id = "\xFF";
  CHECK(sql::make_cursor(row).error() == sql::cursor_error{cursor_errc::unstorable_text, 0});
}

TEST_CASE("a place is gone on from one run of the index at a time", "[sql]") {
  lead row = jane();
  const auto at = sql::make_cursor(row);
  REQUIRE(at.has_value());
  const auto parts = [](const sql::statement& of) {
    std::size_t count = 0;
    for (std::size_t found = 0; (found = of.text.find("AS part_", found)) != std::string::npos;
         ++found) {
      ++count;
    }
    return count;
  };
  const auto last = sql::select_page<sql::sqlite>(acme, {}, sql::after(*at));
  CHECK(parts(last) == 4); // by id, by creation, by call, and those without one
  CHECK(last.text.find("\"next_call_at\" = ?2 AND \"created_at\" = ?3 AND \"id\" > ?4") !=
        std::string::npos);
  CHECK(parts(sql::select_page<sql::sqlite>(acme, {}, sql::after(*at), nulls_first)) == 3);
  row.next_call_at.reset();
  const auto null = sql::make_cursor(row);
  REQUIRE(null.has_value());
  CHECK(parts(sql::select_page<sql::sqlite>(acme, {}, sql::after(*null))) == 2);
  CHECK(parts(sql::select_page<sql::sqlite>(acme, {}, sql::after(*null), nulls_first)) == 3);
}

TEST_CASE("a lead is read from the columns that it was written to", "[sql]") {
  CHECK(sql::read_lead(stored(jane())) == jane());
  CHECK(sql::read_lead(stored(lead{})) == lead{});

  const auto broken = [](std::size_t column, std::optional<parameter> with, sql::row_errc code,
                         std::string_view field) {
    row from = stored(jane());
    from.columns.at(column) = std::move(with);
    const auto read = sql::read_lead(from);
    REQUIRE_FALSE(read.has_value());
    CHECK(read.error() == sql::row_error{code, field});
    CHECK_FALSE(to_string(code).empty());
  };
  using sql::row_errc;
  broken(0, std::nullopt, row_errc::null_value, "id");
  broken(1, parameter(std::int64_t{3}), row_errc::wrong_type, "name");
  broken(2, parameter("+1"), row_errc::malformed_list, "phones");
  broken(9, parameter("lost"), row_errc::unknown_status, "status");
  broken(11, parameter("2026-05-02T10:30:00Z"), row_errc::wrong_type, "next_call_at");
  broken(12, std::nullopt, row_errc::null_value, "created_at");
  broken(13, parameter(timestamp::max().milliseconds_since_epoch() + 1),
         row_errc::time_out_of_range, "updated_at");
}

TEST_CASE("lists are JSON arrays of strings", "[sql]") {
  using list = std::optional<std::vector<std::string>>;
  const auto read = [](std::string_view json) { return sql::detail::parse_list(json); };
  CHECK(read("[]") == list(strings{}));
  CHECK(read(" [ \"a\" , \"\" ] \n") == list(strings{"a", ""}));
  CHECK(read(R"(["\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00"])") == list(strings{"\"\\/\b\f\n\r\té😀"}));
  for (const char* const wrong : {"",
                                  "[",
                                  "]",
                                  "[\"a\"",
                                  "[\"a\",]",
                                  "[,]",
                                  "[\"a\" \"b\"]",
                                  "[1]",
                                  "null",
                                  "[null]",
                                  "[\"a]",
                                  "[\"\\x\"]",
                                  "[\"\\u12\"]",
                                  "[\"\\ud83d\"]",
                                  "[\"\\ud83dx\"]",
                                  "[\"\\ud83d\\u0041\"]",
                                  "[\"\\ude00\"]",
                                  "[\"\n\"]",
                                  "[\"\\",
                                  "[] x",
                                  "[[]]"}) {
    INFO(wrong);
    CHECK(read(wrong) == std::nullopt);
  }
}

TEST_CASE("a page is read from its rows, each with the total; without any, from one of nulls",
          "[sql]") {
  const auto with_total = [](std::int64_t total, row columns) {
    columns.columns.insert(columns.columns.begin(), parameter(total));
    return columns;
  };
  sql::page_reader some;
  CHECK_FALSE(some.add(with_total(5, stored(jane()))));
  const auto page = std::move(some).take({3, 2});
  CHECK(page.data == std::vector<lead>{jane()});
  CHECK(page.pagination == paginate(5, {3, 2}));

  sql::page_reader none;
  CHECK_FALSE(none.add(with_total(5, row{std::vector<std::optional<parameter>>(16)})));
  CHECK(std::move(none).take({9, 2}) == page_of<lead>{{}, paginate(5, {9, 2})});

  sql::page_reader wrong;
  CHECK(wrong.add(with_total(-1, stored(jane()))) ==
        sql::row_error{sql::row_errc::wrong_type, "total"});
  row broken = with_total(1, stored(jane()));
  broken.columns[2] = std::nullopt;
  CHECK(wrong.add(broken) == sql::row_error{sql::row_errc::null_value, "name"});
}

namespace {

/// Executes nothing, and says that it did.
struct silent_database {};
template <class OnRow>
std::optional<sql::database_error> execute(const silent_database&, const sql::statement&, OnRow&&) {
  return std::nullopt;
}

} // namespace

TEST_CASE("an answer without a row is no page of nothing", "[sql]") {
  const auto page = sql::list<sql::sqlite>(silent_database{}, acme, {});
  REQUIRE_FALSE(page.has_value());
  CHECK(page.error() == sql::database_error{sql::database_errc::unreadable_row,
                                            "null_value in total",
                                            sql::row_error{sql::row_errc::null_value, "total"}});
}

TEST_CASE("a table has a column for each field, the organisation and the search", "[sql]") {
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
