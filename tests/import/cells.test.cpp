// SPDX-License-Identifier: BSL-1.0
#include "import/cells.hpp"

#include "import/countries.hpp"
#include "import/encoding.hpp"
#include "import/status_words.hpp"

#include "support/catch.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <string_view>

using demo::column_role;

static std::string phone(std::string_view text, std::string_view country = "") {
  const auto read =
      demo::read_phone(text, country.empty() ? demo::phone_country{} : demo::read_country(country));
  return read.has_value() ? (*read).number + ((*read).says_more ? " and more" : "") : "error";
}

static std::string email(std::string_view text) {
  const auto read = demo::read_email(text);
  return read.has_value() ? *read : "error";
}

TEST_CASE("countries are known by codes and by names of several languages") {
  for (const std::string_view name :
       {"GB", "gb", "GBR", "UK", "U.K.", "United Kingdom", "united  kingdom", "Great Britain",
        "England", "Vereinigtes Königreich", "Royaume-Uni", "Reino Unido", "United Kingdom (UK)"}) {
    INFO(name);
    CHECK(demo::find_country(name) == "GB");
  }
  for (const std::string_view name :
       {"US", "USA", "U.S.A.", "United States", "United States of America", "Vereinigte Staaten",
        "États-Unis", "Etats-Unis", "Estados Unidos", "the united states"}) {
    INFO(name);
    CHECK(demo::find_country(name) == "US");
  }
  CHECK(demo::find_country("South Africa") == "ZA");
  CHECK(demo::find_country("Deutschland") == "DE");
  CHECK(demo::find_country("日本") == "JP");
  CHECK(demo::find_country("РОССИЯ") == "RU");
  CHECK(demo::find_country("Côte d’Ivoire") == "CI");
  CHECK(demo::find_country("Cote d'Ivoire") == "CI");
  CHECK(demo::find_country("Korea, Republic of") == "KR");
  CHECK(demo::find_country("Bosnia & Herzegovina") == "BA");
  CHECK(demo::find_country("St. Lucia") == "LC");
  CHECK(demo::find_country("Curaçao") == "CW");
  for (const std::string_view name : {"", "Narnia", "Europe", "ZZ", "Unite"}) {
    INFO(name);
    CHECK_FALSE(demo::find_country(name));
  }
}

TEST_CASE(
    "the table of countries is sorted, has each name once, and is in the form that is looked up") {
  const auto& names = demo::detail::country_names;
  CHECK(std::ranges::adjacent_find(
            names, [](const auto& a, const auto& b) { return !(a.key < b.key); }) == names.end());
  for (const auto& each : names) {
    INFO(each.key);
    CHECK(demo::country_key(each.key) == each.key);
    CHECK(demo::find_country(each.code) == each.code);
  }
}

TEST_CASE("a phone is read in the country of its row") {
  CHECK(phone("+44 20 7946 0958") == "+442079460958");
  CHECK(phone("+44 20 7946 0958", "US") == "+442079460958");
  CHECK(phone("(415) 555-0101", "United States") == "+14155550101");
  CHECK(phone("020 7946 0958", "GB") == "+442079460958");
  CHECK(phone("020 7946 0958") == "error"); // no country, so no guess
  CHECK(phone("020 7946 0958", "44") == "+442079460958");
  CHECK(phone("020 7946 0958", "+44") == "+442079460958");
  CHECK(phone("+1 415 555 0101", "44") == "+14155550101");
  CHECK(phone("0044 20 7946 0958") ==
        "+442079460958"); // 00 is the international prefix of most countries
  CHECK(phone("001-808-617-6467x12895", "US") == "+18086176467 and more");
  CHECK(phone("00", "US") == "error");
  CHECK(phone("n.n.", "US") == "error");
  CHECK(phone("", "US") == "error");
  const auto unknown = demo::read_phone("020 7946 0958", demo::read_country("Narnia"));
  REQUIRE_FALSE(unknown.has_value());
  CHECK(unknown.error().reason == "the country \"Narnia\" is not known");
}

TEST_CASE("what spreadsheets do to a phone is undone or reported, never guessed") {
  CHECK(phone("'+14155550101") == "+14155550101");
  CHECK(phone("=\"+14155550101\"") == "+14155550101");
  CHECK(phone("4155550101.0", "US") == "+14155550101");
  const auto rounded = demo::read_phone("4.41E+11", demo::read_country("GB"));
  REQUIRE_FALSE(rounded.has_value());
  CHECK(rounded.error().reason == "a spreadsheet has rounded this number");
}

TEST_CASE("text after a phone number is reported, a label before it is not") {
  CHECK(phone("1-955-371-0847 x371", "US") == "+19553710847 and more");
  CHECK(phone("(858) 408-1343 ext. 66286", "US") == "+18584081343 and more");
  CHECK(phone("+1 415 555 0101 (ask for Bob)") ==
        "error"); // letters count as digits, as in a vanity number
  CHECK(phone("1-800-FLOWERS", "US") == "+18003569377 and more");
  CHECK(phone("p:+14155550101") == "+14155550101");
  CHECK(phone("tel:+1-415-555-0101") == "+14155550101");
  CHECK(phone("Mobile: 415 555 0101", "US") == "+14155550101");
  CHECK(phone("415.555.0101", "US") == "+14155550101");
}

TEST_CASE("an email is read from the text that people and programs put around it") {
  CHECK(email("Jane@Acme.com") == "jane@acme.com");
  CHECK(email("Jane Doe <jane@acme.com>") == "jane@acme.com");
  CHECK(email("mailto:jane@acme.com") == "jane@acme.com");
  CHECK(email("MAILTO:jane@acme.com") == "jane@acme.com");
  CHECK(email("jane at acme.com") == "error");
  CHECK(email("") == "error");
}

TEST_CASE("a cell with several values is split where that is safe") {
  using parts = std::vector<std::string_view>;
  CHECK(demo::detail::split_cell("a@x.io; b@x.io") == parts{"a@x.io", "b@x.io"});
  CHECK(demo::detail::split_cell("a ::: b ::: c") == parts{"a", "b", "c"});
  CHECK(demo::detail::split_cell("a\nb\r\nc") == parts{"a", "b", "c"});
  CHECK(demo::detail::split_cell("a | b|") == parts{"a", "b"});
  CHECK(demo::detail::split_cell("tel:+1-415-555-0101;ext=12") ==
        parts{"tel:+1-415-555-0101;ext=12"});
  CHECK(demo::detail::split_cell(" ; ").empty());
}

TEST_CASE("placeholders for an empty value depend on the column") {
  for (const std::string_view nothing :
       {"", "-", "--", "N/A", "null", "NULL", "None", "nan", "\\N", "#N/A", "undefined", "[]"}) {
    INFO(nothing);
    CHECK(demo::is_blank(column_role::phone, nothing));
    CHECK(demo::is_blank(column_role::created_at, nothing));
  }
  CHECK_FALSE(demo::is_blank(column_role::last_name, "Null"));
  CHECK_FALSE(demo::is_blank(column_role::name, "-"));
  CHECK(demo::is_blank(column_role::name, "\\N"));
  CHECK(demo::is_blank(column_role::company, "NULL"));
  CHECK_FALSE(demo::is_blank(column_role::company, "None"));
  CHECK_FALSE(demo::is_blank(column_role::phone, "- --"));
  CHECK_FALSE(demo::is_blank(column_role::phone, "0"));
}

TEST_CASE("statuses of other systems are known") {
  using enum leadcore::lead_status;
  CHECK(demo::find_status("NOT_CONTACTED") == not_contacted);
  CHECK(demo::find_status("Open - Not Contacted") == not_contacted);
  CHECK(demo::find_status("OPEN - NotContacted") == not_contacted);
  CHECK(demo::find_status("cold") == not_contacted);
  CHECK(demo::find_status("ATTEMPTED_TO_CONTACT") == contacted);
  CHECK(demo::find_status("Working - Contacted") == contacted);
  CHECK(demo::find_status("InProgress") == contacted);
  CHECK(demo::find_status("warm") == contacted);
  CHECK(demo::find_status("2. Contacted") == contacted);
  CHECK(demo::find_status("Sales Qualified Lead") == qualified);
  CHECK(demo::find_status("Pre-Qualified") == qualified);
  CHECK(demo::find_status("Proposal/Price Quote") == qualified);
  CHECK(demo::find_status("Qualified Lead") == qualified);
  CHECK(demo::find_status("in-contract") == converted);
  CHECK(demo::find_status("Closed - Converted") == converted);
  CHECK(demo::find_status("Closed - Not Converted") == lost);
  CHECK(demo::find_status("Junk Lead") == lost);
  CHECK(demo::find_status("Not Qualified") == lost);
  for (const std::string_view unknown :
       {"", "Closed", "vip", "active", "Leads", "Zweitkontakt geplant", "0"}) {
    INFO(unknown);
    CHECK_FALSE(demo::find_status(unknown));
  }
}

TEST_CASE("the user's statuses take precedence over the table") {
  using enum leadcore::lead_status;
  const demo::status_mapping own{{demo::status_key("Waiting Room"), contacted},
                                 {demo::status_key("Hot"), converted}};
  CHECK(demo::find_status("waiting room", own) == contacted);
  CHECK(demo::find_status("HOT", own) == converted);
  CHECK(demo::find_status("warm", own) == contacted);
  CHECK_FALSE(demo::find_status("waiting", own));
}

TEST_CASE("the table of statuses has each text once, folded for lookup") {
  std::set<std::string_view> seen;
  for (const auto& each : demo::status_words) {
    INFO(each.words);
    CHECK(seen.insert(each.words).second);
    CHECK(demo::status_key(each.words) == each.words);
  }
}

TEST_CASE("bytes that are not UTF-8 are read as Windows-1252, as the web does") {
  CHECK(demo::windows_1252_to_utf8("Caf\xE9") == "Café");
  CHECK(demo::windows_1252_to_utf8("\x93quoted\x94 \x80") == "“quoted” €");
  CHECK(demo::windows_1252_to_utf8("a\x81z\xE9") ==
        "a\u0081zé"); // a byte that the code page does not assign
  CHECK(demo::windows_1252_to_utf8("") == "");
}

TEST_CASE("encodings have their names from iconv") {
  CHECK(demo::to_utf8(std::string_view("J\0a\0", 4), "UTF-16LE").value() == "Ja");
  CHECK(demo::to_utf8("\x82\xB3", "SHIFT_JIS").value() == "さ");
  CHECK(demo::to_utf8("x", "no such thing").error().unknown_encoding);
  const auto broken = demo::to_utf8("ab\x81", "SHIFT_JIS");
  REQUIRE_FALSE(broken.has_value());
  CHECK(broken.error().offset == 2);
  const std::string big(300'000, 'x');
  CHECK(demo::to_utf8(big, "ISO-8859-1").value() == big);
}
