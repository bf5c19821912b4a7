// SPDX-License-Identifier: BSL-1.0
#include "import/import.hpp"

#include "import/report.hpp"
#include "server/sample.hpp"

#include "support/property.hpp"

#include <leadcore/json/write.hpp>
#include <leadcore/model/lead.hpp>
#include <leadcore/model/validate.hpp>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <string_view>
#include <vector>

using leadcore::lead_status;
using strings = std::vector<std::string>;

static demo::import_options options(std::string_view region = "") {
  demo::import_options chosen;
  chosen.region = region;
  chosen.imported_at = leadcore::parse_timestamp("2026-01-02T03:04:05Z").value();
  return chosen;
}

struct outcome : demo::import_result {
  std::vector<leadcore::lead> leads;
};

static leadcore::result<outcome, std::string> try_load(std::string_view text,
                                                       const demo::import_options& chosen) {
  auto in = demo::source::of_bytes(text, chosen.encoding);
  if (!in.has_value()) {
    return leadcore::fail(std::move(in.error()));
  }
  outcome made;
  auto result = demo::import_leads(*in, chosen,
                                   {[&made](demo::imported_lead&& each) {
                                      made.leads.push_back(std::move(each.lead));
                                      return true;
                                    },
                                    {}});
  if (!result.has_value()) {
    return leadcore::fail(std::move(result.error()));
  }
  static_cast<demo::import_result&>(made) = *std::move(result);
  return made;
}

static outcome loaded(std::string_view text, const demo::import_options& chosen = options()) {
  auto result = try_load(text, chosen);
  if (!result.has_value()) {
    FAIL("cannot be read: " << result.error());
  }
  for (const auto& lead : (*result).leads) {
    CHECK(leadcore::validate(lead).empty());
  }
  CHECK((*result).accepted == (*result).leads.size());
  CHECK((*result).rows == (*result).accepted + (*result).rejected + (*result).empty);
  return *result;
}

static strings problems(const outcome& result) {
  strings lines;
  for (const auto& each : result.problems) {
    lines.push_back((each.is_rejected ? "rejected: " : "set aside: ") +
                    demo::to_line(each, result.unit));
  }
  return lines;
}

static bool remarks(const demo::import_result& result, std::string_view part) {
  return std::ranges::any_of(
      result.remarks, [part](const auto& each) { return each.find(part) != std::string::npos; });
}

static std::string format_of(std::string_view text) {
  auto in = demo::source::of_bytes(text, "").value();
  return demo::csv_table::open(in, {}).value()->format;
}

TEST_CASE("the delimiter is the one that makes columns known, else the one that cuts the records "
          "evenly") {
  CHECK(format_of("a,b,c\n1,2,3\n") == "CSV with commas");
  CHECK(format_of("a;b;c\n1,5;2;3\n4,5;x;y\n") == "CSV with semicolons");
  CHECK(format_of("a\tb\n1\t2,3,4\n") == "CSV with tabs");
  CHECK(format_of("a|b\n\"1,2,3\"|4\n") == "CSV with bars");
  CHECK(format_of("\"a;b\",c\n\"1;2;3;4\",5\n") == "CSV with commas");
  CHECK(format_of("email\njane@acme.com\n") == "CSV with commas");
  CHECK(format_of("name;email\nJane, Joe, Jim;a,b,c\n1,2,3;x,y\n") == "CSV with semicolons");
  CHECK(format_of("name,email\n\"Jane\",\"x\n;;;;;;;;;;;;;;;;;;;;;\"\n") == "CSV with commas");
  CHECK(format_of("") == "CSV with commas");
  CHECK(format_of("x,y\n\"a\",\"b\n;;;;;;;;;;;;;;;;;;;;\"\n") == "CSV with commas");
}

TEST_CASE("a row becomes a lead, each value in its field") {
  const auto result =
      loaded("id,First Name,Last Name,Mobile,Work Phone,Email,Company,Lead Status,Lead "
             "Source,Notes,Next Call,"
             "Create Date,Last Modified Date,Owner ID,Client ID,Contact ID\n"
             "7,Jane,Doe,+1 415 555 0101,+44 20 7946 0958,Jane@Acme.com,Acme "
             "Co,Qualified,website,Call back,"
             "2026-05-02T10:30:00Z,2026-04-21T09:00:00Z,2026-04-28T16:14:00Z,u1,c1,p1\n");
  REQUIRE(result.leads.size() == 1);
  CHECK(result.set_aside == 0);
  CHECK(
      to_json(result.leads[0]) ==
      R"({"id":"7","name":"Jane Doe","phones":["+14155550101","+442079460958"],"emails":["jane@acme.com"],)"
      R"("primaryPhone":"+14155550101","primaryEmail":"jane@acme.com","contactId":"p1","company":"Acme Co",)"
      R"("source":"website","status":"QUALIFIED","notes":"Call back","nextCallAt":"2026-05-02T10:30:00.000Z",)"
      R"("createdAt":"2026-04-21T09:00:00.000Z","updatedAt":"2026-04-28T16:14:00.000Z","assignedToId":"u1","clientId":"c1"})");
}

TEST_CASE("a missing value is null, or as the report says") {
  const auto result = loaded("name,email\nJane,jane@acme.com\n");
  REQUIRE(result.leads.size() == 1);
  const auto& lead = result.leads[0];
  CHECK(lead.phones.empty());
  CHECK_FALSE(lead.primary_phone);
  CHECK_FALSE(lead.company);
  CHECK_FALSE(lead.notes);
  CHECK_FALSE(lead.next_call_at);
  CHECK_FALSE(lead.assigned_to_id);
  CHECK(lead.status == lead_status::not_contacted);
  CHECK(to_string(lead.created_at) == "2026-01-02T03:04:05.000Z");
  CHECK(lead.updated_at == lead.created_at);
  CHECK(remarks(result, "without a status, now NOT_CONTACTED"));
  CHECK(remarks(result, "without a creation time, dated 2026-01-02T03:04:05.000Z"));
}

TEST_CASE("an id without a column is the person's: the same in every file, in any order") {
  const auto first = loaded("name,email\nJane,j@x.io\nBob,b@x.io\n");
  REQUIRE(first.leads.size() == 2);
  CHECK(first.leads[0].id.size() == 24);
  CHECK(first.leads[0].id != first.leads[0].contact_id);
  const auto other =
      loaded("Mail;Phone;Full Name\nb@x.io;;BOB\nnew@x.io;;New\nJ@x.io;+14155550101;Jane\n");
  REQUIRE(other.leads.size() == 3);
  CHECK(other.leads[0].id == first.leads[1].id);
  CHECK(other.leads[2].id == first.leads[0].id);
  CHECK(other.leads[2].contact_id == first.leads[0].contact_id);
  CHECK(other.leads[1].id != first.leads[0].id);
  // an address of a whole office is no person
  const auto office = loaded("name,email\nJane,info@x.io\nBob,info@x.io\n");
  CHECK(office.leads[0].id != office.leads[1].id);
  // rows that cannot be told apart keep an id each
  const auto twins = loaded("name,notes\nJane,one\nJane,two\nJane,three\n");
  REQUIRE(twins.leads.size() == 3);
  CHECK(twins.leads[0].id == loaded("name\nJane\n").leads[0].id);
  CHECK(loaded("name\nJane\nJane\n").leads[1].id == twins.leads[1].id);
}

TEST_CASE("a second row with the same id is rejected, the first one is kept") {
  const auto result = loaded("id,name\n1,A\n2,B\n1,C\n");
  CHECK(result.leads.size() == 2);
  CHECK(problems(result) ==
        strings{"rejected: line 4, id: the id is already that of line 2: \"1\""});
}

TEST_CASE(
    "a row that names nobody is rejected; one that has only a company or an email is called so") {
  const auto result =
      loaded("name,company,email,city\n,,,Paris\n,Acme,,\n,,jane@acme.com,\n,,nonsense,\n");
  REQUIRE(result.leads.size() == 2);
  CHECK(result.leads[0].name == "Acme");
  CHECK(result.leads[1].name == "jane@acme.com");
  const auto told = problems(result);
  REQUIRE(told.size() == 3);
  CHECK(told[0] == "rejected: line 2: no name, company, or readable email or phone");
  CHECK(told[1] == "rejected: line 5: no name, company, or readable email or phone");
  CHECK(told[2].starts_with("rejected: line 5, email: "));
  CHECK(result.rejected == 2);
  CHECK(remarks(result, "2 rows without a name"));
}

TEST_CASE("a phone or email that cannot be read is told with line, column and reason, and kept in "
          "the notes") {
  const auto result = loaded(
      "name,phone1,phone2,email,notes\n\"Jane\nDoe\",+14155550101,n.n.,jane@,hello\nBob,,,,\n");
  REQUIRE(result.leads.size() == 2);
  CHECK(result.leads[0].phones == strings{"+14155550101"});
  CHECK(result.leads[0].emails.empty());
  CHECK(result.leads[0].notes == "hello\nphone2: n.n.\nemail: jane@");
  CHECK(result.set_aside == 2);
  REQUIRE(result.problems.size() == 2);
  CHECK(result.problems[0].line == 2);
  CHECK(result.problems[0].column == "phone2");
  CHECK_FALSE(result.problems[0].reason.empty());
  CHECK(result.problems[1].column == "email");

  auto strict = options();
  strict.strict = true;
  const auto rejected = loaded("name,phone1\nJane,n.n.\nBob,+14155550101\n", strict);
  CHECK(rejected.leads.size() == 1);
  CHECK(rejected.rejected == 1);
  CHECK(rejected.set_aside == 0);
}

TEST_CASE("phones are read in the country of the row, else in the region given; a country unknown "
          "is no guess") {
  const std::string text = "name,phone,country\nA,020 7946 0958,United Kingdom\nB,(415) "
                           "555-0101,USA\nC,(415) 555-0101,\n"
                           "D,(415) 555-0101,Narnia\nE,+44 20 7946 0958,Narnia\n";
  const auto result = loaded(text, options("US"));
  REQUIRE(result.leads.size() == 5);
  CHECK(result.leads[0].phones == strings{"+442079460958"});
  CHECK(result.leads[1].phones == strings{"+14155550101"});
  CHECK(result.leads[2].phones == strings{"+14155550101"});
  CHECK(result.leads[3].phones.empty());
  CHECK(result.leads[3].notes == "phone: (415) 555-0101");
  CHECK(result.leads[4].phones == strings{"+442079460958"});
  CHECK(
      problems(result) ==
      strings{"set aside: line 5, phone: the country \"Narnia\" is not known: \"(415) 555-0101\""});
  const auto namibia =
      loaded("name,phone,country\nA,061 283 9111,NA\nB,(415) 555-0101,n/a\n", options("US"));
  REQUIRE(namibia.leads.size() == 2);
  CHECK(namibia.leads[0].phones.empty()); // Namibia, or R's missing value
  CHECK(namibia.leads[1].phones == strings{"+14155550101"});
  CHECK(problems(namibia) ==
        strings{"set aside: line 2, phone: the country \"NA\" is Namibia or a missing value: "
                "\"061 283 9111\""});
  const auto without = loaded(text);
  CHECK(without.leads[2].phones.empty());
  CHECK(remarks(without, "--region"));
}

TEST_CASE(
    "several phones and emails are collected in the order of the columns, a primary one first") {
  const auto result = loaded("name,phone_home,primaryPhone,emails\nJane,+442079460958,+14155550101,"
                             "\"b@x.io; a@x.io, B@X.io\"\n");
  REQUIRE(result.leads.size() == 1);
  CHECK(result.leads[0].phones == strings{"+14155550101", "+442079460958"});
  CHECK(result.leads[0].primary_phone == "+14155550101");
  CHECK(result.leads[0].emails == strings{"b@x.io", "a@x.io"});
  const auto slash = loaded("name,phone\nJane,+14155550101 / +442079460958\n");
  CHECK(slash.leads[0].phones == strings{"+14155550101", "+442079460958"});
}

TEST_CASE("an extension is kept in the notes") {
  const auto result = loaded("name,phone\nJane,415-555-0101 x371\n", options("US"));
  CHECK(result.leads[0].phones == strings{"+14155550101"});
  CHECK(result.leads[0].notes == "phone: 415-555-0101 x371");
  CHECK(result.set_aside == 0);
  CHECK(remarks(result, "1 row with more in a phone or email"));
}

TEST_CASE("an unknown status is set aside, until the user maps it") {
  const std::string text = "name,status\nA,Hot\nB,Waiting room\nC,\nD,-None-\n";
  const auto result = loaded(text);
  REQUIRE(result.leads.size() == 4);
  CHECK(result.leads[1].status == lead_status::not_contacted);
  CHECK(result.leads[1].notes == "status: Waiting room");
  CHECK(problems(result) == strings{"set aside: line 3, status: not a status that is known; "
                                    "--status-map can tell what it means: \"Waiting room\""});
  CHECK(result.leads[3].notes == std::nullopt);
  CHECK(remarks(result, "2 rows without a status"));

  auto mapped = options();
  mapped.statuses = {{demo::status_key("Waiting room"), lead_status::contacted}};
  CHECK(loaded(text, mapped).leads.at(1).status == lead_status::contacted);

  auto fallback = options();
  fallback.default_status = lead_status::lost;
  const auto kept = loaded(text, fallback);
  CHECK(kept.leads[0].status == lead_status::qualified);
  CHECK(kept.leads[1].status == lead_status::lost);
  CHECK(kept.leads[2].status == lead_status::lost);
  CHECK(kept.set_aside == 1);
}

TEST_CASE("a column that may be a status is one if its values are") {
  CHECK(loaded("name,rating\nA,hot\nB,cold\n").leads[0].status == lead_status::qualified);
  CHECK(loaded("name,Estado\nA,RJ\nB,SP\n").leads[0].status == lead_status::not_contacted);
  CHECK(loaded("name,Estado\nA,nuevo\nB,ganado\n").leads[1].status == lead_status::converted);
  const auto own = loaded("name,Stage\nA,Won\nB,Lost\nC,Legal review\n");
  CHECK(own.leads[0].status == lead_status::converted);
  CHECK(own.leads[2].notes == "Stage: Legal review");
}

TEST_CASE("the better status column wins, and where it is empty the next one is read") {
  const auto result = loaded("name,Lifecycle Stage,Lead Status\nA,lead,Connected\nB,customer,\n");
  REQUIRE(result.leads.size() == 2);
  CHECK(result.leads[0].status == lead_status::contacted);
  CHECK(result.leads[1].status == lead_status::converted);
  CHECK(remarks(result, "\"Lifecycle Stage\" was not used"));
}

TEST_CASE("one date that shows the order of day and month settles its column; none leaves them in "
          "the notes") {
  const auto shown = loaded("name,created at\nA,03/04/2024\nB,25/04/2024\n");
  CHECK(to_string(shown.leads[0].created_at) == "2024-04-03T00:00:00.000Z");
  CHECK(remarks(shown, "\"created at\" has the day first"));
  const auto hidden = loaded("name,created at\nA,03/04/2024\n");
  CHECK(hidden.leads[0].notes == "created at: 03/04/2024");
  CHECK(hidden.set_aside == 1);
  auto told = options();
  told.order = demo::date_order::mdy;
  CHECK(to_string(loaded("name,created at\nA,03/04/2024\n", told).leads[0].created_at) ==
        "2024-03-04T00:00:00.000Z");
  const auto conflict = loaded("name,created at\nA,13/04/2024\nB,04/13/2024\nC,03/04/2024\n");
  CHECK(conflict.set_aside == 1); // two of them decide the order, the third does not
}

TEST_CASE("times without a zone are read in the zone given, and the report says so") {
  const std::string text = "name,created at\nA,2024-08-13 18:04:34\n";
  const auto utc = loaded(text);
  CHECK(to_string(utc.leads[0].created_at) == "2024-08-13T18:04:34.000Z");
  CHECK(remarks(utc, "read as UTC"));
  auto there = options();
  there.zone = std::chrono::minutes(-330);
  const auto moved = loaded(text, there);
  CHECK(to_string(moved.leads[0].created_at) == "2024-08-13T23:34:34.000Z");
  CHECK(remarks(moved, "read as -05:30"));
}

TEST_CASE("a missing creation time is that of the last change, if there is one") {
  const auto result = loaded("name,updated at\nA,2024-08-13T00:00:00Z\n");
  CHECK(result.leads[0].created_at == result.leads[0].updated_at);
  CHECK(remarks(result, "dated as they were updated"));
}

TEST_CASE(
    "names are put together from their parts, and a last name in a column called Name is one") {
  CHECK(loaded("first,middle name,last,email\nAnna,Maria,Doe,a@x.io\n").leads[0].name ==
        "Anna Maria Doe");
  CHECK(loaded("Vorname;Name\nJürgen;Groß\n").leads[0].name == "Jürgen Groß");
  CHECK(loaded("名,姓,電話\n太郎,山田,+81312345678\n").leads[0].name == "山田 太郎");
  CHECK(loaded("first name,name\nJane,Jane Doe\n").leads[0].name == "Jane Doe");
  CHECK(loaded("first name,last name,full name\nJane,Doe,Dr. Jane Doe\n").leads[0].name ==
        "Dr. Jane Doe");
  CHECK(
      loaded("first name,last name,Opportunity\nJane,Doe,Big deal\n,,Small deal\n").leads[0].name ==
      "Jane Doe");
  CHECK(
      loaded("first name,last name,Opportunity\nJane,Doe,Big deal\n,,Small deal\n").leads[1].name ==
      "Small deal");
  CHECK(loaded("last name,phone\nNull,+14155550101\n").leads[0].name == "Null");
}

TEST_CASE("a column named Contact with numbers in it holds phones") {
  const auto result = loaded("Name,Contact\nJane,+14155550101\nBob,+442079460958\n");
  CHECK(result.leads[0].phones == strings{"+14155550101"});
  CHECK(loaded("Contact,Email\nJane,j@x.io\n").leads[0].name == "Jane");
}

TEST_CASE("columns named by the user replace detected ones") {
  auto chosen = options("US");
  chosen.map = {{demo::column_role::name, "Kunde"}, {demo::column_role::phone, "Draht"}};
  const auto result =
      loaded("Name,Kunde,Draht,Phone,Email\nX,Jane,415-555-0101,+442079460958,j@x.io\n", chosen);
  CHECK(result.leads[0].name == "Jane");
  CHECK(result.leads[0].phones == strings{"+14155550101"});
  CHECK(result.leads[0].emails == strings{"j@x.io"});
  chosen.map = {{demo::column_role::name, "Nobody"}};
  const auto missing = try_load("Name,Email\nX,j@x.io\n", chosen);
  REQUIRE_FALSE(missing.has_value());
  CHECK(missing.error().find("Nobody") != std::string::npos);
}

TEST_CASE(
    "a cell beyond the header is kept in the notes; a line of one cell at the end is a footer") {
  const auto result =
      loaded("name,email,company,city\nA,a@x.io\nB,b@x.io,Acme,Rome,,\nC,c@x.io,Acme, "
             "Inc,Rome\nD\nE,e@x.io\nCopyright (c) 2024\nConfidential\n");
  CHECK(result.leads.size() == 5);
  CHECK(result.leads[2].notes == "#5: Rome");
  CHECK(result.leads[3].name == "D");
  CHECK(problems(result) ==
        strings{"set aside: line 4, #5: a cell beyond the 4 columns of the header; is a delimiter "
                "not quoted?: \"Rome\"",
                "rejected: line 7: at the end, and not like the rows above: a footer?: "
                "\"Copyright (c) 2024\"",
                "rejected: line 8: at the end, and not like the rows above: a footer?: "
                "\"Confidential\""});
  CHECK(remarks(result, "3 rows shorter than the header"));
}

TEST_CASE("an unreadable row loses only that row") {
  const auto result = loaded("name,company\nA,\"Acme \"Inc\"\"\nB,Globex\n");
  CHECK(result.leads.size() == 1);
  CHECK(result.problems.at(0).line == 2);
  CHECK(result.problems.at(0).is_rejected);
}

TEST_CASE("lines above the header are skipped, and the report says so") {
  const auto result = loaded("Notes:\n\"When exporting, read this.\"\n\nFirst Name,Last Name,Email "
                             "Address,Company\nJane,Doe,j@x.io,Acme\n");
  REQUIRE(result.leads.size() == 1);
  CHECK(result.leads[0].name == "Jane Doe");
  CHECK(remarks(result, "the header is in line 4"));
}

TEST_CASE("encodings: a byte order mark, UTF-16, rows in Windows-1252, and a named one") {
  CHECK(loaded("\xEF\xBB\xBFname\nZoé\n").leads[0].name == "Zoé");
  std::string bytes = "\xFF\xFE";
  for (const char c : std::string_view("name\tphone\r\nZo\xE9\t+14155550101\r\n")) {
    bytes += c;
    bytes += '\0';
  }
  const auto wide = loaded(bytes);
  CHECK(wide.leads[0].name == "Zoé");
  CHECK(wide.leads[0].phones == strings{"+14155550101"});
  CHECK(wide.format == "CSV with tabs, UTF-16LE");
  const auto mixed = loaded("name,company\nZoé,Éclat\nJos\xE9,Caf\xE9\nZoé,Éclat\n");
  CHECK(mixed.leads[0].name == "Zoé");
  CHECK(mixed.leads[1].name == "José");
  CHECK(remarks(mixed,
                "1 row with bytes that are not UTF-8, read as Windows-1252 (--encoding names "
                "another) (first: line 3)"));
  auto japanese = options();
  japanese.encoding = "SHIFT_JIS";
  CHECK(loaded("name\n\x82\xB3\x82\xAD\x82\xE7\n", japanese).leads[0].name == "さくら");
  japanese.encoding = "nonsense";
  CHECK_FALSE(try_load("name\nx\n", japanese).has_value());
}

TEST_CASE("a file that is not a table of leads is refused as a whole, with the reason") {
  for (const std::string_view bytes :
       {std::string_view(""), std::string_view("  \n\n"), std::string_view("PK\x03\x04..."),
        std::string_view("\x1F\x8B\x08"), std::string_view("city,zip\nRome,1\n"),
        std::string_view("n\0a\0\0\0e\0\0\0\0", 11), std::string_view("BEGIN:VCARD\r\n"),
        std::string_view("%PDF-1.7"), std::string_view("\xEF\xBB\xBF<?xml version")}) {
    const auto result = try_load(bytes, options());
    REQUIRE_FALSE(result.has_value());
    CHECK_FALSE(result.error().empty());
  }
}

TEST_CASE("NDJSON of leads is read as the endpoint answers them; every problem of a line is told "
          "with its path") {
  const auto leads = demo::sample_leads(50, 3);
  std::string text;
  for (const auto& lead : leads) {
    text += to_json(lead) + "\n";
  }
  text += "\n{\"id\": 1}\nnot json\n";
  const auto result = loaded(text);
  CHECK(result.leads == leads);
  CHECK(result.format == "NDJSON, UTF-8");
  CHECK(result.rows == 52);
  CHECK(result.rejected == 2);
  const auto id = std::ranges::find(result.problems, "/id", &demo::import_problem::column);
  REQUIRE(id != result.problems.end());
  CHECK(id->line == 52);
  CHECK(result.problems.back().line == 53);
}

TEST_CASE(
    "a saved answer of the endpoint is read, compact or pretty, and so is an array of leads") {
  const auto leads = demo::sample_leads(3, 3);
  const leadcore::page_of<leadcore::lead> page{leads, leadcore::paginate(3, {})};
  CHECK(loaded(to_json(page)).leads == leads);
  CHECK(loaded(to_json(page, leadcore::json_style::pretty)).leads == leads);
  CHECK(loaded("[" + to_json(leads[0]) + "," + to_json(leads[1]) + "]").leads.size() == 2);
  CHECK(loaded(to_json(page)).unit == "record");
}

TEST_CASE("JSON of another system is read like a table") {
  const auto result = loaded(
      R"({"id": 5, "properties": {"firstname": "Jane", "lastname": "Doe", "email": "j@x.io"}, "tags": ["a", "b"]})"
      "\n"
      R"({"id": 6, "properties": {"firstname": "Bob", "phone": ["+14155550101", "+442079460958"]}, "x": null})"
      "\n[1]\n{]\n");
  REQUIRE(result.leads.size() == 2);
  CHECK(result.leads[0].id == "5");
  CHECK(result.leads[0].name == "Jane Doe");
  CHECK(result.leads[0].emails == strings{"j@x.io"});
  CHECK(result.leads[1].phones == strings{"+14155550101", "+442079460958"});
  CHECK(result.rejected == 2);
  CHECK(result.problems.at(0).line == 3);
  CHECK(result.problems.at(1).line == 4);
  CHECK(loaded(R"({"contacts": [{"name": "Jane"}, {"name": "Bob"}]})").leads.size() == 2);
}

TEST_CASE("leads as CSV with wire names read back as the same leads") {
  for (const auto& lead : demo::sample_leads(200, 9)) {
    std::string text =
        "id,name,phones,emails,contactId,company,source,status,notes,nextCallAt,createdAt,"
        "updatedAt,assignedToId,clientId\n";
    const auto add = [&text](std::string_view value, char end) {
      text += '"';
      for (const char c : value) {
        text += c;
        text += c == '"' ? "\"" : "";
      }
      text += '"';
      text += end;
    };
    add(lead.id, ',');
    add(lead.name, ',');
    add(demo::join(lead.phones, "; "), ',');
    add(demo::join(lead.emails, "; "), ',');
    add(lead.contact_id, ',');
    add(lead.company.value_or(""), ',');
    add(lead.source.value_or(""), ',');
    add(to_string(lead.status), ',');
    add(lead.notes.value_or(""), ',');
    add(lead.next_call_at ? to_string(*lead.next_call_at) : "", ',');
    add(to_string(lead.created_at), ',');
    add(to_string(lead.updated_at), ',');
    add(lead.assigned_to_id.value_or(""), ',');
    add(lead.client_id.value_or(""), '\n');
    auto expected = lead;
    if (expected.notes) {
      expected.notes = demo::trim(*expected.notes); // white space around a cell is dropped
    }
    CHECK(loaded(text).leads == std::vector{expected});
  }
}

TEST_CASE("no row is lost, whatever bytes a file has") {
  rc::prop("each row is a lead, rejected, or empty", [] {
    const auto cell = rc::gen::weightedOneOf<std::string>(
        {{2, rc::gen::element<std::string>("Jane", "+14155550101", "j@x.io", "hot", "",
                                           "2024-01-02", "Z\xC3\xA9", "\xE9", "n/a")},
         {1, rc::gen::container<std::string>(
                 rc::gen::elementOf(std::string("a1@+.;\"\n\t \xC3\xA9/")))}});
    const auto rows =
        *rc::gen::container<std::vector<strings>>(rc::gen::container<strings>(5, cell));
    std::string text = "name,phone,email,status,created at\n";
    for (const auto& row : rows) {
      for (std::size_t i = 0; i < row.size(); ++i) {
        text += i == 0 ? "\"" : ",\"";
        for (const char c : row[i]) {
          text += c;
          text += c == '"' ? "\"" : "";
        }
        text += '"';
      }
      text += "\n";
    }
    const auto result = try_load(text, options("US"));
    RC_ASSERT(result.has_value());
    RC_ASSERT((*result).rows == rows.size());
    const auto empty = static_cast<std::size_t>(std::ranges::count_if(rows, [](const strings& row) {
      return std::ranges::all_of(row, [](const auto& each) { return demo::trim(each).empty(); });
    }));
    RC_ASSERT((*result).leads.size() + (*result).rejected + empty == rows.size());
    std::set<std::string> ids;
    for (const auto& lead : (*result).leads) {
      RC_ASSERT(leadcore::validate(lead).empty());
      RC_ASSERT(ids.insert(lead.id).second);
    }
  });
}

TEST_CASE("the report as CSV holds every problem, can be read again, and has no formula") {
  const auto result = loaded("name,phone\nJane,\"n, \"\"n\"\"\"\n,\n,n.n.\nBob,=1+1\n");
  const std::string file = "report of the import test.csv";
  demo::csv_report report(file);
  for (const auto& each : result.problems) {
    report.add(each);
  }
  REQUIRE(report.close());
  auto in = demo::source::open(file, "").value();
  std::remove(file.c_str());
  demo::csv_reader again(in, ',');
  const auto header = again.next();
  REQUIRE(header);
  CHECK(header->fields == strings{"kind", "line", "column", "value", "reason"});
  std::size_t records = 0;
  while (auto each = again.next()) {
    REQUIRE(each->fields.size() == 5);
    const auto& problem = result.problems.at(records++);
    CHECK(each->fields[1] == std::to_string(problem.line));
    CHECK(each->fields[3] == (problem.value == "=1+1" ? "'=1+1" : problem.value));
  }
  CHECK(records == result.problems.size());
  CHECK(records == 4);
}

TEST_CASE(
    "the summary tells what came of the file, and nothing in it can move a terminal's cursor") {
  const auto result = loaded("name,phone\nJane,\"\x1b[2Jn.n.\"\n");
  const std::string text = demo::summarise(result, "leads.csv");
  CHECK(text.starts_with("leads.csv: CSV with commas, UTF-8\n"));
  CHECK(text.ends_with("1 row: 1 lead, 0 rejected, 1 value set aside in the notes\n"));
  CHECK(text.find('\x1b') == std::string::npos);
}

TEST_CASE("the summary counts what it does not list") {
  std::string text = "name,phone\n";
  for (std::size_t i = 0; i < demo::import_result::max_problems + 5; ++i) {
    text += ",\nJane,n.n.\n"; // the first is empty, so nobody; the second is set aside
    text += ",n.n.\n";        // rejected, for two reasons
  }
  const auto result = loaded(text);
  CHECK(result.rejected == demo::import_result::max_problems + 5);
  CHECK(result.reasons == 2 * result.rejected);
  const std::string told = demo::summarise(result, "leads.csv");
  CHECK(told.find("  rejected: ... and 1010 more; --report FILE has them all\n") !=
        std::string::npos);
  CHECK(told.find("  set aside: ... and 995 more; --report FILE has them all\n") !=
        std::string::npos);
}

TEST_CASE("nothing in a column's name or in a message can move a terminal's cursor") {
  const auto result =
      loaded("name,Em\x1b[2Jail phone\u009b,\u202Emobile,country\nJane,+14155550101,"
             "x,\n\"Bob\",,030 123456,\"N\x1b[2Jowhere\"\n");
  const std::string text = demo::summarise(result, "a\x07.csv");
  for (const std::string_view hidden : {"\x1b", "\x07", "\u009b", "\u202E"}) {
    CHECK(text.find(hidden) == std::string::npos);
    CHECK(result.leads[0].notes.value_or("").find(hidden) == std::string::npos);
  }
}

TEST_CASE("an assistant's phone is set aside in every language") {
  for (const std::string_view name :
       {"Assistant's Phone", "Telefon Assistent", "Téléphone assistante", "Teléfono del asistente",
        "Telefono assistente", "Telefone da secretária", "Telefoon assistent", "秘書電話番号",
        "Sekretærens... tlf sekretær", "Assistant Email", "Emergency Contact Phone"}) {
    INFO(name);
    const auto result = loaded("Name," + std::string(name) + "\nJane,+49301111111\n");
    CHECK(result.leads[0].phones.empty());
    CHECK(result.leads[0].emails.empty());
  }
  CHECK(loaded("Name,Telefon Assistent\nJane,+49301111111\n").leads[0].notes ==
        "Telefon Assistent: +49301111111");
}

TEST_CASE("a text with the character NUL is set aside, and stops nothing") {
  const auto result =
      loaded(std::string("name,notes,phone\nJane,\"a\0b\",+14155550101\nBob,xxxxxxxxxx,\n", 57));
  REQUIRE(result.leads.size() == 2);
  CHECK(result.leads[0].notes == "notes: a\u2400b");
  CHECK(result.set_aside == 1);
}

TEST_CASE("JSON: a list under any key, a map by id, and what cannot be told apart") {
  CHECK(loaded(R"({"users":[{"name":"Jane","email":"j@x.io"},{"name":"Bob"}]})").leads.size() == 2);
  CHECK(loaded(R"({"response":{"hits":[{"name":"Jane"},{"name":"Bob"}]}})").leads.size() == 2);
  CHECK(loaded(R"({"hits":{"total":{"value":1},"hits":[{"_id":"1","_source":{"name":"Jane"}}]}})")
            .leads.at(0)
            .name == "Jane");
  CHECK(loaded(R"({"contacts":[{"vid":1,"properties":{"firstname":{"value":"Jane"}}}]})")
            .leads.at(0)
            .name == "Jane");
  const auto map = loaded(
      R"({"17":{"name":"Jane","emails":[{"value":"a@x.io"}]},"a1":{"name":"Bob","email":"b@x.io"}})");
  REQUIRE(map.leads.size() == 2);
  CHECK(map.leads[0].id == "17");
  CHECK(map.leads[0].emails == strings{"a@x.io"});
  CHECK(map.leads[1].id == "a1");
  const auto one = loaded(
      R"({"name":"Jane","emails":[{"value":"a@x.io","type":"work"}],"deals":[{"title":"x"}]})");
  REQUIRE(one.leads.size() == 1);
  CHECK(one.leads[0].emails == strings{"a@x.io"});
  const auto inside =
      loaded(R"({"data":{"17":{"name":"Jane","email":"j@x.io"},"18":{"name":"Bob"}},"ok":true})");
  REQUIRE(inside.leads.size() == 2);
  CHECK(inside.leads[1].id == "18");
  // one member is no map: its key is no id
  CHECK(loaded(R"({"user":{"name":"Jane"}})").leads.at(0).id ==
        loaded("name\nJane\n").leads.at(0).id);
  const auto answer = loaded(
      R"({"data":[{"name":"Jane","phone":[{"value":"+14155550101","primary":true}]}],"related":{"user":{"1":{"name":"Sue","email":"s@x.io"}}}})");
  REQUIRE(answer.leads.size() == 1);
  CHECK(answer.leads[0].phones == strings{"+14155550101"});
  CHECK_FALSE(answer.leads[0].notes);
  for (const std::string_view nobody : {"[]", "[1]", "[{}]", R"({"contacts":[]})"}) {
    CHECK_FALSE(try_load(nobody, options()).has_value());
  }
  const std::string two = R"({"contacts":[{"name":"Jane"}],"companies":[{"name":"Acme"}]})";
  const auto refused = try_load(two, options());
  REQUIRE_FALSE(refused.has_value());
  CHECK(
      refused.error() ==
      "which of these are the leads: companies, contacts? --list tells, such as --list companies");
  auto chosen = options();
  chosen.list = "contacts";
  CHECK(loaded(two, chosen).leads.at(0).name == "Jane");
  chosen.list = "people";
  CHECK_FALSE(try_load(two, chosen).has_value());
  // people inside of a record are not the lead
  const auto nested = loaded(
      R"([{"name":"Acme","staff":[{"name":"Jane","email":"j@x.io"},{"name":"Bob","email":"b@x.io"}]}])");
  REQUIRE(nested.leads.size() == 1);
  CHECK(nested.leads[0].emails.empty());
  CHECK(nested.leads[0].notes == "staff[].name: Jane\nBob\nstaff[].email: j@x.io\nb@x.io");
}

TEST_CASE("JSON: numbers keep their digits, and a syntax error has a line and a column") {
  const auto result = loaded(
      R"([{"id":5.0,"name":"Jane","phone":14155550101.0},{"id":123456789012345678901234567890,"name":"Bob"}])",
      options("US"));
  CHECK(result.leads.at(0).id == "5");
  CHECK(result.leads.at(0).phones == strings{"+14155550101"});
  CHECK(result.leads.at(1).id == "123456789012345678901234567890");
  CHECK(result.set_aside == 0);
  const auto broken = try_load("[\n  {\"name\": \"Jane\"},\n]\n", options());
  REQUIRE_FALSE(broken.has_value());
  CHECK(broken.error().starts_with("a syntax error: line 3, column 1: "));
  std::string many = "[{\"name\":\"J\"";
  for (std::size_t i = 0; i <= demo::max_columns; ++i) {
    many += ",\"k" + std::to_string(i) + "\":1";
  }
  CHECK_FALSE(try_load(many + "}]", options()).has_value());
}

TEST_CASE("a file without a header is read by the numbers of its columns") {
  const std::string text = "Jane,j@x.io,x\nBob,b@x.io,y\n";
  const auto offered = try_load(text, options());
  REQUIRE_FALSE(offered.has_value());
  CHECK(offered.error().find("--no-header --map name=1,email=2") != std::string::npos);
  auto chosen = options();
  chosen.has_header = false;
  chosen.map = {{demo::column_role::name, "1"}, {demo::column_role::email, "2"}};
  const auto result = loaded(text, chosen);
  REQUIRE(result.leads.size() == 2);
  CHECK(result.leads[0].emails == strings{"j@x.io"});
}

TEST_CASE("lines that are no rows: sep=, a repeated header, Ctrl-Z") {
  const auto result = loaded("sep=;\nname;email\nJane;j@x.io\nname;email\nBob;b@x.io\n\x1A");
  CHECK(result.leads.size() == 2);
  CHECK(result.rows == 2);
  CHECK(result.format == "CSV with semicolons, UTF-8");
}

TEST_CASE("a row of data with names of columns in it is no header") {
  const auto result = loaded("Company,City\nAcme,Rome\nPhone Systems Inc,Mobile\n");
  CHECK(result.leads.size() == 2);
}

TEST_CASE("HubSpot's second object and Twenty's calling codes") {
  const auto result = loaded("First Name <CONTACT firstname>,Email <CONTACT email>,Name <COMPANY "
                             "name>,Phone <COMPANY phone>\nJane,j@x.io,Acme,+14155550101\n");
  CHECK(result.leads.at(0).company == "Acme");
  CHECK(result.leads[0].phones.empty());
  const auto report =
      loaded("Record ID - Contact,First Name - Contact,Phone Number - Contact,Record "
             "ID - Company,Company name - Company,Phone Number - Company\n"
             "7,Jane,+14155550101,9,Acme,+442079460958\n");
  CHECK(report.leads.at(0).phones == strings{"+14155550101"});
  CHECK(report.leads[0].id == "7");
  CHECK(report.leads[0].client_id == "9");
  CHECK(report.leads[0].company == "Acme");
  const auto twenty = loaded(
      "Name / First Name,Phones / Primary Phone Number,Phones / Primary Phone Calling Code,Phones "
      "/ Additional "
      "Phones\nJane,4155550101,+1,\"[{\"\"number\"\":\"\"2079460958\"\",\"\"callingCode\"\":\"\"+"
      "44\"\"}]\"\n");
  CHECK(twenty.leads.at(0).phones == strings{"+14155550101", "+442079460958"});
}

TEST_CASE("numbers of a spreadsheet are dates by option only, and a zero date is none") {
  const std::string text = "name,next call,created at\nA,45517.75,0000-00-00 00:00:00\n";
  CHECK(loaded(text).leads[0].notes == "next call: 45517.75");
  auto chosen = options();
  chosen.excel_dates = true;
  const auto read = loaded(text, chosen);
  REQUIRE(read.leads[0].next_call_at);
  CHECK(to_string(*read.leads[0].next_call_at) == "2024-08-13T18:00:00.000Z");
  CHECK_FALSE(read.leads[0].notes);
}

TEST_CASE("an import tells what it adds, changes, keeps and removes; times not given stay") {
  const auto before = loaded("id,name,source\n1,Jane,shop\n2,Bob,shop\n3,Eve,fair\n");
  const auto compare = [&before](std::string_view text,
                                 const std::optional<std::string>& replaced) {
    demo::store_changes changes(replaced);
    for (const auto& lead : before.leads) {
      changes.add_stored(lead);
    }
    auto later = options();
    later.imported_at = leadcore::parse_timestamp("2027-01-01T00:00:00Z").value();
    auto in = demo::source::of_bytes(text, "").value();
    std::size_t written = 0;
    const auto result =
        demo::import_leads(in, later,
                           {[&](demo::imported_lead&& each) {
                              const bool is_new = changes.add(each);
                              written += is_new ? 1U : 0U;
                              if (each.lead.id == "1" && !each.has_created_at) {
                                CHECK(each.lead.created_at == before.leads[0].created_at);
                              }
                              return true;
                            },
                            {}});
    REQUIRE(result.has_value());
    CHECK(changes.has_replaced == (replaced == "shop"));
    CHECK(written == changes.added + changes.changed);
    const auto removed = static_cast<std::size_t>(std::ranges::count_if(
        before.leads, [&](const auto& lead) { return changes.is_removed(lead); }));
    return std::vector{changes.added, changes.changed, changes.kept, removed};
  };
  using counts = std::vector<std::size_t>;
  CHECK(compare("id,name,source\n1,Jane,shop\n4,New,shop\n", std::nullopt) == counts{1, 0, 1, 0});
  CHECK(compare("id,name,source\n1,Jane Doe,shop\n4,New,shop\n", "shop") == counts{1, 1, 0, 1});
  CHECK(compare("id,name\n1,Jane\n2,Bob\n", "shop") == counts{0, 0, 2, 0});
  CHECK(compare("id,name,created at\n1,Jane,2020-01-01\n", std::nullopt) == counts{0, 1, 0, 0});
  CHECK(compare("id,name,source\n1,Jane,shop\n", "nosuch") == counts{0, 0, 1, 0});
}

TEST_CASE(
    "an id that is another person's in the store is told, and a system makes ids of its own") {
  const auto strangers = [](std::string_view stored, std::string_view text) {
    demo::store_changes changes;
    for (const auto& lead : loaded(stored).leads) {
      changes.add_stored(lead);
    }
    for (const auto& lead : loaded(text).leads) {
      demo::imported_lead each{lead};
      static_cast<void>(changes.add(each));
    }
    return changes.strangers;
  };
  const std::string_view stored =
      "id,name,email,phone\n1,Jane Doe,j@x.io,+14155550101\n2,Bob,b@x.io,\n3,Eve Roe,,\n";
  CHECK(strangers(stored, stored) == 0);
  CHECK(strangers(stored, "id,name,email\n1,Jane Roe,j@y.io\n2,Ann,a@x.io\n3,Sue,s@x.io\n") == 3);
  CHECK(strangers(stored, "id,name,email\n1,jane doe,new@y.io\n3,Eve Miller,e@x.io\n") == 0);
  CHECK(strangers(stored, "id,name,phone\n1,Jane Smith,+1 415 555 0101\n2,Bob Ray,\n") == 0);
  CHECK(strangers(stored, "id,name\n4,Joe\n") == 0);

  auto chosen = options();
  chosen.system = "shop";
  const auto ids = loaded("id,contact id,name\n1,7,Jane\n,8,Bob\n", chosen);
  CHECK(ids.leads.at(0).id == "shop:1");
  CHECK(ids.leads[0].contact_id == "shop:7");
  CHECK(ids.leads[1].id != loaded("contact id,name\n8,Bob\n").leads.at(0).id);
  CHECK(loaded("name\nEve\n", chosen).leads.at(0).id == loaded("name\nEve\n").leads.at(0).id);
  const auto lead = demo::sample_leads(1, 3).front();
  CHECK(loaded(to_json(lead), chosen).leads.at(0).id == "shop:" + lead.id);
}

TEST_CASE("a syntax error early in a long JSON document is not forgotten at its end") {
  std::string text = "[";
  for (int i = 0; i < 5000; ++i) {
    text += (i == 0 ? "" : ",") +
            std::string(i == 2000 ? R"({"name":"Jane",})" : R"({"name":"Jane","email":"j@x.io"})") +
            "\n";
  }
  const auto result = try_load(text + "]", options());
  REQUIRE_FALSE(result.has_value());
  CHECK(result.error() == "a syntax error: line 2001, column 17: \"}\" is not expected here");
}

TEST_CASE("a lead in the endpoint's form with the character NUL is rejected, and stops nothing") {
  const std::string end =
      R"(,"phones":[],"emails":[],"contactId":"c","company":null,"source":null,"status":"LOST",)"
      R"("nextCallAt":null,"createdAt":"2024-01-01T00:00:00Z","updatedAt":"2024-01-01T00:00:00Z",)"
      R"("assignedToId":null,"clientId":null})";
  const auto result = loaded(R"({"id":"1","name":"J","notes":"a\u0000b")" + end + "\n" +
                             R"({"id":"2","name":"K","notes":"a\\u0000b")" + end + "\n");
  REQUIRE(result.leads.size() == 1);
  CHECK(result.leads[0].id == "2");
  CHECK(problems(result) == strings{"rejected: line 1: the character NUL: no database stores it"});
}

TEST_CASE("a row is never taken for the header") {
  const auto refuses = [](std::string_view text, std::string_view why) {
    const auto result = try_load(text, options());
    return !result.has_value() && result.error().find(why) != std::string::npos;
  };
  CHECK(refuses("Jane,jane@acme.com,Mobile\nBob,bob@acme.com,Work\n",
                "line 1 has an email or a phone"));
  CHECK(refuses("+14155550101,Jane,Name\n+14155550102,Bob,x\n", "--no-header"));
  CHECK(refuses("Klantje,Soort,Plaats\nJan,Mobile,Delft\nPiet,Work,Gouda\n",
                "The columns are: Klantje, Soort, Plaats"));
}

TEST_CASE("lines below the table are rejected, a company of the same name is not") {
  const auto result = loaded("First Name,Last Name,Company,Email\nJane,Doe,,j@x.io\n,,Total "
                             "Energies,\nAll Leads\n"
                             "\"Copyright (c) 2000-2024 salesforce.com\",inc.\n"
                             "Confidential Information - Do Not Distribute\nGrand Totals (2),,,\n");
  CHECK(result.leads.size() == 2);
  CHECK(result.rejected == 4);
  CHECK(loaded("Name,Email\nJane,j@x.io\nTotal: 1\n").leads.size() == 1);
  CHECK(loaded("Name,Email\nTotal,\nJane,j@x.io\n").leads.size() == 2); // not at the end
  const auto marks = loaded("Name,Email\nJane,j@x.io\nNAME, EMAIL\nBob,b@x.io\n\x1A\x1A\r\n");
  REQUIRE(marks.leads.size() == 2);
  CHECK(marks.leads[1].emails == strings{"b@x.io"});
}

TEST_CASE("what the name does not have is kept in the notes") {
  CHECK(loaded("First Name,Given Name,Last Name\nJane,Janet,Doe\n").leads[0].notes ==
        "Given Name: Janet");
  CHECK(loaded("Full Name,First Name,Last Name\nBob Smith,Jane,SMITH\n").leads[0].notes ==
        "First Name: Jane");
}

TEST_CASE("a person's id in another system is an identity, whatever the email") {
  const auto before = loaded("Person - ID,Person - Name,Person - Email\n7,Jane,j@x.io\n");
  const auto after = loaded("Person - ID,Person - Name,Person - Email\n7,Jane Doe,jane@y.io\n");
  CHECK(before.leads[0].id == after.leads[0].id);
  CHECK(before.leads[0].contact_id == "7");
}

TEST_CASE("keys of JSON are recoded as its values are") {
  const auto result = loaded("[{\"name\":\"Zo\xEB\",\"T\xE9l\xE9phone\":\"+33123456789\"}]");
  CHECK(result.leads[0].name == "Zoë");
  CHECK(result.leads[0].phones == strings{"+33123456789"});
}

TEST_CASE("markers of a text in a spreadsheet hide no empty cell") {
  const auto lead =
      loaded("Name,Phone,Email,Company,Created\nJane,=\"\",'j@x.io',=\"\",00/00/0000\n").leads[0];
  CHECK(lead.emails == strings{"j@x.io"});
  CHECK_FALSE(lead.company);
  CHECK_FALSE(lead.notes);
}

TEST_CASE("rows of one name and email have ids of their other values, in any order") {
  const std::string head = "name,email,phone,notes\n";
  const std::string north = "Info Desk,info@x.io,+14155550101,north\n";
  const std::string south = "Info Desk,info@x.io,+14155550102,south\n";
  const auto before = loaded(head + north + south);
  const auto after = loaded(head + south + north);
  REQUIRE(before.leads.size() == 2);
  CHECK(before.leads[0].id == after.leads.at(1).id);
  CHECK(before.leads[1].id == after.leads[0].id);
  const auto alike = loaded(head + north + north);
  REQUIRE(alike.leads.size() == 2);
  CHECK(alike.leads[0].id == before.leads[0].id);
  CHECK(alike.leads[1].id != before.leads[0].id);
}

TEST_CASE("of several people in a row, one is the lead and the others are kept") {
  const auto numbered =
      loaded("Company,Contact 1 Name,Contact 1 Email,Contact 1 Phone,Contact 2 Name,"
             "Contact 2 Email,Contact 2 Phone\n"
             "Acme,Jane,j@x.io,+14155550101,Bob,b@x.io,+14155550102\n");
  REQUIRE(numbered.leads.size() == 1);
  CHECK(numbered.leads[0].name == "Jane");
  CHECK(numbered.leads[0].emails == strings{"j@x.io"});
  CHECK(numbered.leads[0].phones == strings{"+14155550101"});
  CHECK(numbered.leads[0].notes ==
        "Contact 2 Name: Bob\nContact 2 Email: b@x.io\nContact 2 Phone: +14155550102");
  const auto indexed = loaded("contacts.0.name,contacts.0.emails.0.email,contacts.10.name,"
                              "contacts.10.emails.0.email\nJane,j@x.io,Bob,b@x.io\n");
  CHECK(indexed.leads.at(0).name == "Jane");
  CHECK(indexed.leads[0].emails == strings{"j@x.io"});
  // without names they may be one person's
  CHECK(loaded("Name,Contact 1 Phone,Contact 2 Phone\nJane,+14155550101,+14155550102\n")
            .leads.at(0)
            .phones.size() == 2);
  for (const char* header :
       {"First Name,Last Name,Email,First Name 2,Last Name 2,Email 2",
        "Name,,Email,Name 2,,Email 2", "Name,,Email,Guest Name,,Guest Email",
        "Contact 1,,Email 1,Contact 2,,Email 2", "Name,,Email,Attendee 2 Name,,Attendee 2 Email",
        "Contact Name,,Contact Email,Lead Name,,Lead Email",
        "Name,,Email,Additional Contact,,Additional Contact Email"}) {
    INFO(header);
    const auto both =
        loaded(std::string(header) + "\nJane,,j@x.io,Bob,,b@x.io\n,,j@x.io,,Roe,b@x.io\n");
    CHECK(both.leads.at(0).name == "Jane");
    CHECK(both.leads[0].emails == strings{"j@x.io"});
    CHECK(both.leads[0].notes.value_or("").find("b@x.io") != std::string::npos);
    CHECK(both.leads.at(1).name == "j@x.io");
  }
  // the only email and phone are the lead's
  CHECK(loaded("First Name,Customer Name,Customer Email\nJane,Jane Doe,j@x.io\n")
            .leads.at(0)
            .emails == strings{"j@x.io"});
  CHECK(loaded("Name,Email,Guest Email(s)\nJane,j@x.io,b@x.io\n").leads.at(0).emails ==
        strings{"j@x.io"});
  const auto host = loaded("User Name,User Email,Invitee Name,Invitee Email\n"
                           "Sally,s@shop.io,Jane,j@x.io\n");
  CHECK(host.leads.at(0).name == "Jane");
  CHECK(host.leads[0].emails == strings{"j@x.io"});
  CHECK(loaded("name,user_email\nJane,j@x.io\n").leads.at(0).emails == strings{"j@x.io"});
  CHECK(loaded(R"([{"name":"Jane","company":{"email":"info@x.io"},"contact":{"email":"j@x.io"}}])")
            .leads.at(0)
            .emails == strings{"j@x.io", "info@x.io"});
}

TEST_CASE("a cell of phones or emails that is longer than 64 KiB is set aside whole") {
  std::string phones;
  for (int i = 0; i < 10'000; ++i) {
    phones += "+14155550101;";
  }
  const auto found = loaded("Name,Phone,Email\nJane," + phones + ",j@x.io\n");
  CHECK(found.leads.at(0).phones.empty());
  CHECK(found.leads[0].emails == strings{"j@x.io"});
  CHECK(found.problems.at(0).reason == "longer than 64 KiB");
  CHECK(found.leads[0].notes == "Phone: " + phones);
}

TEST_CASE("a phone or email whose label says fax or assistant is set aside") {
  CHECK(loaded("Name,E-mail 1 - Type,E-mail 1 - Value\nJane,Assistant,al@x.io\nBob,Work,b@x.io\n")
            .problems.size() == 1);
  const auto google =
      loaded("Name,Phone 1 - Label,Phone 1 - Value,Phone 2 - Label,Phone 2 - Value\n"
             "Jane,Work Fax,+14155550101,Mobile,+14155550102\n");
  CHECK(google.leads.at(0).phones == strings{"+14155550102"});
  CHECK(google.leads[0].notes == "Phone 1 - Value: +14155550101");
  const auto list = loaded(R"([{"name":"Jane","phones":[{"type":"fax","value":"+14155550101"},)"
                           R"({"type":"work","value":"+14155550102","primary":true}]}])");
  CHECK(list.leads.at(0).phones == strings{"+14155550102"});
  CHECK(list.set_aside == 1);
  const auto emails = loaded(R"([{"name":"Jane","emails":[{"type":"work","email":"j@x.io"},)"
                             R"({"type":"assistant","email":"al@x.io"}]}])");
  CHECK(emails.leads.at(0).emails == strings{"j@x.io"});
  CHECK(emails.leads[0].notes == "emails[].email: al@x.io");
}

TEST_CASE("an id that a spreadsheet has rounded is none") {
  const auto result = loaded("Record Id,Name,Email\n5.54E+17,Jane,j@x.io\n5.54E+17,Bob,b@x.io\n");
  REQUIRE(result.leads.size() == 2);
  CHECK(result.leads[0].id == loaded("name,email\nJane,j@x.io\n").leads.at(0).id);
  CHECK(result.leads[0].notes == "Record Id: 5.54E+17");
  CHECK(result.set_aside == 2);
}

TEST_CASE("JSON: a boolean is no text, and of several values one is used and all are kept") {
  const auto odoo =
      loaded(R"([{"id":7,"contact_name":false,"partner_name":"Acme","description":false,)"
             R"("user_id":[2,"Sally"],"source_id":[3,"Web"],"phone":false},)"
             R"({"id":8,"contact_name":"Bob","partner_name":true}])");
  REQUIRE(odoo.leads.size() == 2);
  CHECK(odoo.leads[0].name == "Acme");
  CHECK(odoo.leads[0].assigned_to_id == "2");
  CHECK(odoo.leads[0].source == "Web");
  CHECK(odoo.leads[0].notes == "source_id: 3\nWeb\nuser_id: 2\nSally");
  CHECK(odoo.set_aside == 0);
  CHECK_FALSE(odoo.leads[1].company);
  const auto several =
      loaded(R"([{"name":"Jane","company":["Acme","Globex"]},{"name":["Jane","Bob"]},)"
             R"({"name":"Jane","name":"Bob"}])");
  REQUIRE(several.leads.size() == 1);
  CHECK(several.leads[0].company == "Acme");
  CHECK(several.leads[0].notes == "company: Acme\nGlobex");
  CHECK(remarks(several, "with several values for one field"));
  CHECK(several.rejected == 2);
  CHECK_FALSE(
      try_load(R"({"name":{"0":"Jane","1":"Bob"},"email":{"0":"j@x.io","1":"b@x.io"}})", options())
          .has_value());
  CHECK(loaded(R"([{"id":1,"name":"Jane\nDoe"}])").leads.at(0).name == "Jane\nDoe");
  // in the endpoint's own form, a boolean is an error
  std::string lead = to_json(demo::sample_leads(1, 3).front());
  const std::size_t name = lead.find("\"name\":") + 7;
  lead.replace(name, lead.find(",\"phones\"") - name, "false");
  CHECK(loaded(lead).rejected == 1);
}

TEST_CASE("a file without a header is told, whatever its addresses and numbers look like") {
  for (const std::string_view text :
       {"Jane Doe,Jane <jane@acme.com>,Contact\nBob Roe,Bob <bob@acme.com>,Contact\n",
        "\"jane@acme.com; j@home.com\",Acme,Business\n\"bob@acme.com\",Globex,Business\n",
        "'jane@acme.com','Jane Doe','Company'\n'bob@acme.com','Bob Roe','Private'\n",
        "Jane Doe;Acme;0171 1234567;Mobil\nBob Roe;Globex;030 901821;Telefon\n",
        "INSERT INTO `leads` (`id`,`name`,`email`) VALUES (1,'Jane Doe','jane@acme.com');\n"}) {
    INFO(text);
    const auto result = try_load(text, options());
    REQUIRE_FALSE(result.has_value());
    CHECK(result.error().find("--no-header") != std::string::npos);
  }
  CHECK(remarks(loaded("name,email\n"), "there is no row below the header"));
  CHECK(loaded("name,email,2024-08-13\nJane,j@x.io,x\n").leads.size() == 1);
}

TEST_CASE("a second table in a file is not read by the first one's columns") {
  const auto result =
      loaded("Name,Email,Phone\nJane,j@x.io,\nName,E-mail,Phone Number\nBob,b@x.io,\n"
             "Phone,Name,Email\n+14155550102,Sue,s@x.io\nname,email,phone\nEve,e@x.io,\n");
  REQUIRE(result.leads.size() == 3);
  CHECK(result.leads[1].emails == strings{"b@x.io"});
  CHECK(result.leads[2].name == "Eve");
  CHECK(problems(result) ==
        strings{"rejected: line 5: line 5 is a header with other columns; save each table as a "
                "file: \"Phone, Name, Email\"",
                "rejected: line 6: line 5 is a header with other columns; save each table as a "
                "file: \"+14155550102, Sue, s@x.io\""});
}

TEST_CASE("a phone is completed by the columns about it, not by those about another one") {
  const auto codes =
      loaded("Name,Phone Country Code,Phone Number,Mobile Country Code,Mobile Number,"
             "Country\nJane,+49,030 901820,+1,4155550101,France\n"
             "Bob,+49,030 901820,,0612345678,France\n");
  CHECK(codes.leads.at(0).phones == strings{"+4930901820", "+14155550101"});
  CHECK(codes.leads.at(1).phones == strings{"+4930901820", "+33612345678"});
  const auto countries = loaded("Name,Home Country,Work Country,Home Phone,Work Phone\n"
                                "Jane,Germany,France,030 901820,0142685300\n");
  CHECK(countries.leads.at(0).phones == strings{"+4930901820", "+33142685300"});
  const auto areas =
      loaded("Name,Vorwahl,Telefon\nJane,030,901820\nBob,030,+4930901821\n", options("DE"));
  CHECK(areas.leads.at(0).phones == strings{"+4930901820"});
  CHECK(areas.leads.at(1).phones == strings{"+4930901821"});
}

TEST_CASE("a cell with nothing but separators of lists is none") {
  CHECK(
      loaded("Name,Phone,Calling Code,Phone Type\nJane,030 901820,\x1E,\x1E \x1E\n", options("DE"))
          .leads.at(0)
          .phones == strings{"+4930901820"});
}

TEST_CASE("a column of emails or phones is kept, whatever its name") {
  const auto result = loaded("Name,Verified Email,Praxistelefon,Owner Email,Plan\n"
                             "Jane,j@x.io,+4930901820,s@shop.io,+1 user\n");
  CHECK(result.leads.at(0).notes == "Verified Email: j@x.io\nPraxistelefon: +4930901820");
  CHECK(result.leads[0].emails.empty());
}

TEST_CASE("a map of people by id: their own id, and no map of words") {
  const auto map = loaded(R"({"101":{"id":"a","name":"Jane"},"102":{"id":"b","name":"Bob"}})");
  REQUIRE(map.leads.size() == 2);
  CHECK(map.leads[0].id == "a");
  CHECK_FALSE(try_load(R"({"event":"x","payload":{"lead":{"id":7,"name":"Jane","email":"j@x.io"},)"
                       R"("user":{"id":1,"name":"Sally","email":"s@shop.io"}}})",
                       options())
                  .has_value());
  const auto wrapped =
      loaded(R"([{"person":{"name":"Jane","email":"j@x.io"},)"
             R"("user":{"name":"Tom","email":"t@shop.io","phone":"+14155550101"}}])");
  CHECK(wrapped.leads.at(0).emails == strings{"j@x.io"});
  CHECK(wrapped.leads[0].phones.empty());
}

TEST_CASE("white space in a name changes no id") {
  const auto id = [](const std::string& name) {
    return loaded("name,email\n" + name + ",j@x.io\n").leads.at(0).id;
  };
  CHECK(id("Jane  Doe") == id("Jane Doe"));
  CHECK(id("Jane\u00A0Doe") == id("Jane Doe"));
  CHECK(id("Jane Roe") != id("Jane Doe"));
}

TEST_CASE("a country that is unknown, or of something else, is none of a phone's") {
  const auto other =
      loaded("Name,Phone,Country,Mailing Country\nJane,030 901820,Narnia,Germany\n", options(""));
  REQUIRE(other.leads.size() == 1);
  CHECK(other.leads[0].phones == strings{"+4930901820"}); // the first country that is known
  const auto result =
      loaded("Name,Phone,IP Country,Passport Country\nJane,030 901820,US,FR\n", options("DE"));
  CHECK(result.leads.at(0).phones == strings{"+4930901820"});
}

TEST_CASE("symbols in names of columns, errors of a spreadsheet, and lists of PostgreSQL") {
  const auto result = loaded("\U0001F464 Name,\U0001F4E7 Email,Company \u2191,Next Call\n"
                             "#N/A,\"{j@x.io,jane@x.io}\",#REF!,0001-01-01T00:00:00\n");
  REQUIRE(result.leads.size() == 1);
  CHECK(result.leads[0].name == "j@x.io");
  CHECK(result.leads[0].emails == strings{"j@x.io", "jane@x.io"});
  CHECK_FALSE(result.leads[0].company);
  CHECK_FALSE(result.leads[0].next_call_at);
  CHECK_FALSE(result.leads[0].notes);
  CHECK(loaded("First Name,Last Name,Email\nNone,None,j@x.io\n").leads.at(0).name == "j@x.io");
  CHECK(loaded("Name,Email\nnan,j@x.io\n").leads.at(0).name == "j@x.io");
  CHECK(loaded("Name,Email\nNan,j@x.io\n").leads.at(0).name == "Nan");
}

TEST_CASE("a status that is not known gives way to one that is") {
  const auto lead = loaded("Name,Status,Stage\nJane,Active,Won\n").leads.at(0);
  CHECK(lead.status == lead_status::converted);
  CHECK(lead.notes == "Stage: Won\nStatus: Active");
}

TEST_CASE("amounts below a table are a footer, a company of that name is none") {
  CHECK(loaded("Name,Email,Plan\nJane,j@x.io,x\nGesamt: 300 EUR,,\nCount: 2,,\n").leads.size() ==
        1);
  CHECK(loaded("Company,Email,Plan\nAcme,j@x.io,x\nTotal Gas,,\n").leads.size() == 2);
}

TEST_CASE("lines of keys and values above the header are no header") {
  const auto result = loaded("Company:,Our Shop\nSeller:,Sally\nFirst Name,Last Name\nJane,Doe\n");
  REQUIRE(result.leads.size() == 1);
  CHECK(result.leads[0].name == "Jane Doe");
}

TEST_CASE("the shared cases give what their README says, if LEADCORE_SHARED_DATA has them") {
  const char* const folder = std::getenv("LEADCORE_SHARED_DATA");
  if (folder == nullptr) {
    WARN("skipped: LEADCORE_SHARED_DATA is not set");
    return;
  }
  struct expectation {
    const char* file;
    const char* leads; // name, phones, emails and notes of each; or the reason of a refusal
  };
  for (const auto& [file, leads] : {
           expectation{"assistant-phone-german.csv",
                       "Jane Doe|+49302222222||Telefon Assistent: +49301111111;"},
           {"data-row-like-a-header.csv", "Acme|||;Phone Systems Inc|||;Globex|||;"},
           {"dutch-columns.csv", "Jan Jansen|+31201234567 +31612345678|jan@acme.nl|;"},
           {"email-id.csv", "Jane|+919876543210|jane@acme.in|;"},
           {"escape-in-header.csv", "Jane|||;"},
           {"estado-is-a-state.csv", "Joana|+5511912345678||;"},
           {"header-windows-1252.csv",
            "Jane|+4940123456||Telefon gesch\u00E4ftlich: +49 40 123456 ext 5;"},
           {"japanese-columns.csv", "\u5C71\u7530|+81312345678|y@acme.jp|;"},
           {"list-under-another-key.json",
            "Jane|+14155550101|jane@acme.com|;Bob|+442079460958|bob@acme.com|;"},
           {"more-cells-than-columns.csv", "Bob||bob@acme.com|#4: * myContacts;"},
           {"none-as-status.csv", "Jane|||;"},
           {"remark-in-brackets.csv", "Jane|+4930123456||Phone: +49 30 123456 (mobil);"},
           {"text-markers.csv", "Jane||jane@acme.com|;"},
           {"trailing-comma.json", "a syntax error: line 4, column 1: \"]\" is not expected here"},
           {"two-named-addresses.csv", "X||jane@acme.com bob@acme.com|Email: Jane Doe "
                                       "<jane@acme.com>, Bob <bob@acme.com>;"},
           {"two-readings-of-a-date.csv",
            "Jane|||Created At: 24/08/13;Bob|||Created At: 24/12/31;"},
           {"unknown-lifecycle-stage.csv", "Jane|||Lifecycle Stage: Other;"},
           {"utf16le-with-mark.csv", "Zo\u00EB||z@acme.com|;"},
           {"whole-numbers-as-floats.json", "Jane|+14155550101||;Bob|||;"},
           {"zero-date.csv", "Jane|||;"},
       }) {
    INFO(file);
    std::ifstream in(std::string(folder) + "/import/" + file, std::ios::binary);
    REQUIRE(in.is_open());
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    const auto result = try_load(text, options("US"));
    std::string got = result.has_value() ? "" : result.error();
    for (const auto& lead : result.has_value() ? (*result).leads : std::vector<leadcore::lead>()) {
      got += lead.name + "|" + demo::join(lead.phones, " ") + "|" + demo::join(lead.emails, " ") +
             "|" + lead.notes.value_or("") + ";";
      CHECK(lead.status == lead_status::not_contacted);
    }
    CHECK(got == leads);
  }
}

TEST_CASE("a column named Work has phones if all its values are, else they are kept") {
  const auto phones = loaded("Name,Mobile,Work\nJane,+14155550101,+14155550102\n");
  CHECK(phones.leads.at(0).phones == strings{"+14155550101", "+14155550102"});
  const auto mixed = loaded("Name,Mobile,Work\nJane,+14155550101,415 555 0102\nBob,,Baker\n");
  CHECK(mixed.leads.at(0).phones == strings{"+14155550101"});
  CHECK(mixed.leads[0].notes == "Work: 415 555 0102");
  CHECK(mixed.leads.at(1).notes == "Work: Baker");
}

TEST_CASE("a calling code is read as forms write it") {
  const auto codes = loaded("Name,Phone Country Code,Phone\nA,0049,030 901820\n"
                            "B,Germany (+49),030 901820\nC,+49 (Germany),030 901820\n"
                            "D,+1-242,3221234\nE,44,447911123456\nF,Narnia (+49),030 901820\n");
  for (const std::size_t i : {0U, 1U, 2U}) {
    CHECK(codes.leads.at(i).phones == strings{"+4930901820"});
  }
  CHECK(codes.leads.at(3).phones == strings{"+12423221234"});
  CHECK(codes.leads.at(4).phones == strings{"+447911123456"}); // it has the code already
  CHECK(codes.leads.at(5).phones.empty());
}

TEST_CASE("a name without a part of it is another's: the parts are the person's") {
  const auto users =
      loaded("email,first_name,last_name,display_name\nj@x.io,Jane,Doe,jane\nb@x.io,Bob,Roe,Dr. "
             "Bob Roe\n");
  CHECK(users.leads.at(0).name == "Jane Doe");
  CHECK(users.leads[0].notes == "display_name: jane");
  CHECK(users.leads.at(1).name == "Dr. Bob Roe");
  const auto blank = loaded("First Name,Last Name,Email\nNA,NA,j@x.io\n#N/A,-,b@x.io\n"
                            "Jane,Null,c@x.io\n");
  CHECK(blank.leads.at(0).name == "j@x.io");
  CHECK(blank.leads.at(1).name == "b@x.io");
  CHECK(blank.leads.at(2).name == "Jane Null");
}

TEST_CASE("beside a contact's name, a name is a deal's") {
  const auto odoo = loaded("id,name,contact_name,partner_name\n1,Chairs,Jane Doe,Acme\n"
                           "2,Tables,,Globex\n3,Desks,,\n");
  CHECK(odoo.leads.at(0).name == "Jane Doe");
  CHECK(odoo.leads.at(1).name == "Globex");
  CHECK(odoo.leads[1].notes == "name: Tables");
  CHECK(odoo.leads.at(2).name == "Desks"); // nothing else is known of them
}

TEST_CASE("of a list of emails, the number is none of them") {
  const auto bitrix = loaded(R"([{"ID":"1","NAME":"Jane","STATUS_ID":"NEW","EMAIL":)"
                             R"([{"ID":"11","VALUE":"j@x.io"},{"ID":"12","VALUE":"j@y.io"}]}])");
  CHECK(bitrix.leads.at(0).emails == strings{"j@x.io", "j@y.io"});
  CHECK_FALSE(bitrix.leads[0].notes);
  CHECK(bitrix.set_aside == 0);
}

TEST_CASE("two columns of one name have a field each by --map, and no column has two") {
  auto chosen = options();
  chosen.map = {{demo::column_role::first_name, "N"}, {demo::column_role::last_name, "N"}};
  CHECK(loaded("N,N,Email\nJane,Doe,j@x.io\n", chosen).leads.at(0).name == "Jane Doe");
  const auto refused = try_load("N,Email\nJane,j@x.io\n", chosen);
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error() == "--map gives the column \"N\" more fields than one");
}

TEST_CASE("a file that is not UTF-8 is told of --encoding") {
  const auto refused = try_load("\x96\xBC\x91\x4F,\x8C\x8E\nx,y\n", options());
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().starts_with("the header is not UTF-8: --encoding may be needed"));
  CHECK(remarks(loaded("Name,Notes\nJane,\xE9\n"), "(--encoding names another)"));
}
