// SPDX-License-Identifier: BSL-1.0
#include "import/cells.hpp"

#include "import/source.hpp"

#include "support/catch.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <string_view>

using demo::column_role;

/// The values of a cell, "+" for more than these hold, and each text that is set aside.
static std::string shown(const demo::cell_values& found) {
  std::string out = demo::join(found.values, " ") + (found.says_more ? " +" : "") +
                    (found.names.empty() ? "" : " (" + found.names + ")");
  for (const auto& each : found.unread) {
    out += " ?" + each.text;
  }
  return out;
}
static std::string phone(std::string_view text, std::string_view country = "") {
  return shown(demo::read_phones(text, country.empty() ? demo::phone_country{}
                                                       : demo::read_country(country)));
}
static std::string email(std::string_view text) {
  return shown(demo::read_emails(text));
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
  CHECK(demo::find_country("Großbritannien") == "GB");
  CHECK(demo::find_country("Tyskland") == "DE");
  CHECK(demo::find_country("美国") == "US");
  CHECK(demo::find_country("EE. UU.") == "US");
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

TEST_CASE("the table of countries has each name as it is looked up") {
  constexpr std::string_view data =
#include "import/data/countries.tsv"
      ;
  std::set<std::string_view> seen;
  for (const auto line : demo::split(data, "\n")) {
    if (line.starts_with('#')) {
      continue;
    }
    for (const auto name : demo::split(line.substr(line.find('\t') + 1), ";")) {
      INFO(name);
      CHECK(demo::name_key(name) == name);
      CHECK(demo::find_country(name) == line.substr(0, 2));
      CHECK(seen.insert(name).second);
    }
  }
  CHECK(seen.size() > 2000);
}

TEST_CASE("a phone is read in the country of its row") {
  CHECK(phone("+44 20 7946 0958") == "+442079460958");
  CHECK(phone("+44 20 7946 0958", "US") == "+442079460958");
  CHECK(phone("(415) 555-0101", "United States") == "+14155550101");
  CHECK(phone("020 7946 0958", "GB") == "+442079460958");
  CHECK(phone("020 7946 0958") == " ?020 7946 0958"); // no country, so no guess
  CHECK(phone("020 7946 0958", "44") == "+442079460958");
  CHECK(phone("020 7946 0958", "+44") == "+442079460958");
  CHECK(phone("+1 415 555 0101", "44") == "+14155550101");
  CHECK(phone("0044 20 7946 0958") ==
        "+442079460958"); // 00 is the international prefix of most countries
  CHECK(phone("001-808-617-6467x12895", "US") == "+18086176467 +");
  CHECK(phone("00", "US") == " ?00");
  CHECK(phone("n.n.", "US") == " ?n.n.");
  CHECK(phone("", "US").empty());
  const auto unknown = demo::read_phones("020 7946 0958", demo::read_country("Narnia"));
  REQUIRE(unknown.unread.size() == 1);
  CHECK(unknown.unread[0].reason == "the country \"Narnia\" is not known");
}

TEST_CASE("what spreadsheets do to a cell is undone or reported, never guessed") {
  using enum column_role;
  CHECK(demo::unwrap_text(phone, "'+14155550101") == "+14155550101");
  CHECK(demo::unwrap_text(phone, "=\"+14155550101\"") == "+14155550101");
  CHECK(demo::unwrap_text(name, "=\"Jane\"") == "Jane");
  CHECK(demo::unwrap_text(name, "'=Jane") == "=Jane");
  CHECK(demo::unwrap_text(name, "'Jane") == "Jane");
  CHECK(demo::unwrap_text(last_name, "'t Hooft") == "'t Hooft");
  CHECK(demo::unwrap_text(id, "'0012") == "0012");
  CHECK(::phone("4155550101.0", "US") == "+14155550101");
  const auto rounded = demo::read_phones("4.41E+11", demo::read_country("GB"));
  REQUIRE(rounded.unread.size() == 1);
  CHECK(rounded.unread[0].reason == "a spreadsheet has rounded this number");
}

TEST_CASE("a remark is not dialled, but noted; a label is dropped") {
  CHECK(phone("1-955-371-0847 x371", "US") == "+19553710847 +");
  CHECK(phone("(858) 408-1343 ext. 66286", "US") == "+18584081343 +");
  CHECK(phone("+1 415 555 0101 (ask for Bob)") == "+14155550101 +");
  CHECK(phone("+49 30 123456 (mobil)") == "+4930123456 +");
  CHECK(phone("[office] +49 30 123456") == "+4930123456 +");
  CHECK(phone("+49 30 123456 mobil") == "+4930123456 +");
  CHECK(phone("+49 30 123456 - mobil") == "+4930123456 +");
  CHECK(phone("030 123456 ab 18 Uhr", "DE") == " ?030 123456 ab 18 Uhr");
  CHECK(phone("+49 (0)30 123456") == "+4930123456");
  CHECK(phone("1-800-FLOWERS", "US") == "+18003569377 +");
  CHECK(phone("p:+14155550101") == "+14155550101");
  CHECK(phone("tel:+1-415-555-0101") == "+14155550101");
  CHECK(phone("Mobile: 415 555 0101", "US") == "+14155550101");
  CHECK(phone("415.555.0101", "US") == "+14155550101");
}

TEST_CASE("a fax or another person's number is set aside, a label that tells more is noted") {
  CHECK(phone("Tel: +4930123456; Fax: +4930123457") == "+4930123456 ?Fax: +4930123457");
  CHECK(phone("+49 30 123456 (Fax)") == " ?+49 30 123456 (Fax)");
  CHECK(phone("Telefax +49 30 123456") == " ?Telefax +49 30 123456");
  CHECK(phone("Assistentin: +49 30 123456") == " ?Assistentin: +49 30 123456");
  CHECK(phone("秘書: +81312345678") == " ?秘書: +81312345678");
  CHECK(phone("Summer house: +49 30 123456") == "+4930123456 +");
}

TEST_CASE("cells of several megabytes are read in linear time") {
  std::string remarks;
  std::string brackets;
  std::string named;
  for (int i = 0; i < 200'000; ++i) {
    remarks += "ab ";
    brackets += "(a) ";
    named += "<a@x.io> ,";
  }
  CHECK(phone(remarks + "+49 30 123456") == "+4930123456 +");
  CHECK(phone(brackets + "+49 30 123456") == "+4930123456 +");
  CHECK(demo::read_emails(named).values.size() == 200'000);
}

TEST_CASE("alternatives are two numbers, or are set aside") {
  CHECK(phone("030 1234567 / 0171 1234567", "DE") == "+49301234567 +491711234567");
  CHECK(phone("030 1234567 oder 0171 1234567", "DE") == "+49301234567 +491711234567");
  CHECK(phone("415-555-0101 & 415-555-0102", "US") == "+14155550101 +14155550102");
  CHECK(phone("415-555-0101, 415-555-0102", "US") == "+14155550101 +14155550102");
  CHECK(phone("415-555-0101, x12", "US") == "+14155550101 +");
  CHECK(phone("+49 30 1234567 +49 171 1234567") == "+49301234567 +491711234567");
  CHECK(phone("030 1234567 bzw. 0171 1234567", "DE") == "+49301234567 +491711234567");
  CHECK(phone("030 1234 / 5678", "DE") == " ?030 1234 / 5678");
  CHECK(phone("030/1234567", "DE") == "+49301234567");
  CHECK(phone("030 / 1234567", "DE") == "+49301234567");
  CHECK(phone("+14155550101\n+442079460958") == "+14155550101 +442079460958");
  CHECK(phone("+14155550101; n.n.") == "+14155550101 ?n.n.");
  CHECK(phone(R"(["+14155550101","+442079460958"])") == "+14155550101 +442079460958");
  CHECK(phone(R"([{"number":"4155550101","callingCode":"+1"}])") == "+14155550101");
}

TEST_CASE("an email is read from the text that people and programs put around it") {
  CHECK(email("Jane@Acme.com") == "jane@acme.com");
  CHECK(email("Jane Doe <jane@acme.com>") == "jane@acme.com (Jane Doe)");
  CHECK(email("Jane Doe <jane@acme.com>, Bob <bob@acme.com>") ==
        "jane@acme.com bob@acme.com (Jane Doe, Bob)");
  CHECK(email("jane@acme.com\u200B") == "jane@acme.com");
  CHECK(email("ｊａｎｅ＠ａｃｍｅ．ｃｏｍ") == "jane@acme.com");
  CHECK(email("mailto:jane@acme.com") == "jane@acme.com");
  CHECK(email("MAILTO:jane@acme.com") == "jane@acme.com");
  CHECK(email("jane@acme.com (work)") == "jane@acme.com (work)");
  CHECK(email("jane@acme.com or bob@acme.com") == "jane@acme.com bob@acme.com");
  CHECK(email("jane@acme.com bob@acme.com") == "jane@acme.com bob@acme.com");
  CHECK(email("r&d@acme.com") == "r&d@acme.com");
  CHECK(email("jane@acme.com, none") == "jane@acme.com ?none");
  CHECK(email("jane@acme.com, n/a") == "jane@acme.com ?n/a");
  CHECK(email("jane at acme.com") == " ?jane at acme.com");
  CHECK(email("jane[at]acme.com") == " ?jane[at]acme.com");
  CHECK(email("").empty());
}

TEST_CASE("one address among other words is clear; what cannot be read is set aside whole") {
  CHECK(email("E-Mail: jane@acme.com") == "jane@acme.com");
  CHECK(email("work: jane@acme.com.") == "jane@acme.com (work:)");
  CHECK(email("Jane:jane@acme.com") == "jane@acme.com (Jane:)");
  CHECK(email("Jane Doe jane@acme.com") == "jane@acme.com (Jane Doe)");
  CHECK(email("[jane@acme.com](mailto:jane@acme.com)") == "jane@acme.com jane@acme.com");
  CHECK(email("assistant: bob@acme.com") == " ?assistant: bob@acme.com");
  CHECK(email("jane@acme,com") == " ?jane@acme,com");
  CHECK(email("jane @acme.com") == " ?jane @acme.com");
  CHECK(email("jane@acme.com, x@y") == "jane@acme.com ?x@y");
}

TEST_CASE("lists of other programs in a cell") {
  CHECK(email("{eve@acme.com,e2@acme.com}") == "eve@acme.com e2@acme.com");      // PostgreSQL
  CHECK(email("['eve@acme.com', 'e2@acme.com']") == "eve@acme.com e2@acme.com"); // Python
  CHECK(email("jane@acme.com<br>j2@acme.com") == "jane@acme.com j2@acme.com");
  CHECK(email("a@x.io、b@x.io；c@x.io") == "a@x.io b@x.io c@x.io");
  CHECK(phone("['+14155552671','+14155552672']") == "+14155552671 +14155552672");
  CHECK(phone("+14155552671<br />+14155552672") == "+14155552671 +14155552672");
}

TEST_CASE("a phone in other digits is no remark, and an extension by any of its words is one") {
  CHECK(phone("０３－１２３４－５６７８", "JP") == "+81312345678");
  CHECK(phone("\u202D+14155552671\u202C") == "+14155552671"); // contacts of Windows
  CHECK(phone("(030) 901820 Durchwahl 12", "DE") == "+4930901820 +");
  CHECK(phone("+55 11 91234-5678 ramal 12") == "+5511912345678 +");
  CHECK(phone("+1-415-555-2671,,123#") == "+14155552671 +");
}

TEST_CASE("a cell with several values is split where that is safe") {
  using parts = std::vector<std::string>;
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
  for (const std::string_view nothing : {"-", "N/A", "#N/A", "#REF!", "(none)"}) {
    INFO(nothing);
    CHECK(demo::is_blank(column_role::name, nothing)); // nobody's name
    CHECK(demo::is_blank(column_role::company, nothing));
  }
  CHECK(demo::is_blank(column_role::name, "\\N"));
  CHECK(demo::is_blank(column_role::company, "NULL"));
  CHECK(demo::is_blank(column_role::source, "-None-")); // Zoho
  CHECK(demo::is_blank(column_role::company, "None"));  // Python
  CHECK_FALSE(demo::is_blank(column_role::company, "True"));
  CHECK_FALSE(demo::is_blank(column_role::first_name, "Nan"));
  for (const std::string_view zero : {"0000-00-00", "0001-01-01T00:00:00", "1899-12-30 00:00:00"}) {
    INFO(zero);
    CHECK(demo::is_blank(column_role::next_call_at, zero)); // MySQL, .NET, Access
  }
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
  for (const auto& [words, status] : demo::status_words()) {
    INFO(words);
    CHECK(seen.insert(words).second);
    CHECK(demo::status_key(words) == words);
    CHECK(demo::find_status(words) == status);
  }
}

TEST_CASE("bytes that are not UTF-8 are read as Windows-1252, as the web does") {
  CHECK(demo::windows_1252_to_utf8("Caf\xE9") == "Café");
  CHECK(demo::windows_1252_to_utf8("\x93quoted\x94 \x80") == "“quoted” €");
  CHECK(demo::windows_1252_to_utf8("a\x81z\xE9") ==
        "a\u0081zé"); // a byte that the code page does not assign
  CHECK(demo::windows_1252_to_utf8("") == "");
}

static std::string text_of(std::string_view bytes, const std::string& encoding) {
  auto in = demo::source::of_bytes(bytes, encoding);
  if (!in.has_value()) {
    return "error: " + in.error();
  }
  std::string text;
  for (auto ahead = (*in).peek(); !ahead.empty(); ahead = (*in).peek()) {
    text += ahead;
    (*in).consume(ahead.size());
  }
  return text;
}

TEST_CASE("encodings have their names from iconv, and byte order marks are dropped") {
  using namespace std::string_view_literals;
  CHECK(text_of("J\0a\0"sv, "UTF-16LE") == "Ja");
  CHECK(text_of("\xFF\xFEJ\0a\0"sv, "UTF-16LE") == "Ja");
  CHECK(text_of("\xFF\xFEJ\0a\0"sv, "") == "Ja");
  CHECK(text_of("\xFF\xFE\0\0J\0\0\0"sv, "") == "J");
  CHECK(text_of("\0\0\xFE\xFF\0\0\0J"sv, "") == "J");
  CHECK(text_of("\xEF\xBB\xBFJa"sv, "UTF-8") == "Ja");
  CHECK(text_of("\xEF\xBB\xBFJ\xE9"sv, "WINDOWS-1252") == "Jé");
  CHECK(text_of("J\0a\0n\0e\0"sv, "") == "Jane");
  CHECK(text_of("\0J\0a\0n\0e"sv, "") == "Jane");
  CHECK(text_of("J\0\0\0a\0\0\0n\0\0\0"sv, "") == "Jan");
  CHECK(text_of("\xFF\xFEJ\0a\0"sv, "WINDOWS-1252") ==
        "error: this is not WINDOWS-1252: the first bytes are UTF-16LE");
  CHECK(text_of("\x82\xB3", "SHIFT_JIS") == "さ");
  CHECK(text_of("x", "no such thing") ==
        "error: there is no encoding \"no such thing\" (iconv --list shows them all)");
  CHECK(text_of("ab\x81", "SHIFT_JIS") == "error: byte 2 is not SHIFT_JIS");
  std::string big;
  for (int i = 0; i < 100'000; ++i) {
    big += "é€";
  }
  std::string wide;
  for (int i = 0; i < 100'000; ++i) {
    wide += "\xE9\0\xAC\x20"sv;
  }
  CHECK(text_of(wide, "UTF-16LE") == big);
}
