// SPDX-License-Identifier: BSL-1.0
#include "import/load.hpp"

#include "import/report.hpp"
#include "server/sample.hpp"

#include "support/property.hpp"

#include <leadcore/json/write.hpp>
#include <leadcore/model/lead.hpp>
#include <leadcore/model/validate.hpp>

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <vector>

using leadcore::lead_status;
using strings = std::vector<std::string>;

static demo::import_options options(std::string_view region = "") {
  demo::import_options chosen;
  chosen.region = region;
  chosen.file_name = "leads.csv";
  chosen.imported_at = leadcore::parse_timestamp("2026-01-02T03:04:05Z").value();
  return chosen;
}

static demo::import_result loaded(std::string_view text,
                                  const demo::import_options& chosen = options()) {
  auto result = demo::load(text, chosen);
  if (!result.has_value()) {
    FAIL("cannot be read: " << result.error());
  }
  for (const auto& lead : (*result).leads) {
    CHECK(leadcore::validate(lead).empty());
  }
  CHECK((*result).rows >= (*result).leads.size() + (*result).rejected);
  return *result;
}

static strings problems(const demo::import_result& result) {
  strings lines;
  for (const auto& each : result.problems) {
    lines.push_back((each.rejected ? "rejected: " : "set aside: ") +
                    demo::to_line(each, result.unit));
  }
  return lines;
}

static bool remarks(const demo::import_result& result, std::string_view part) {
  return std::ranges::any_of(
      result.remarks, [part](const auto& each) { return each.find(part) != std::string::npos; });
}

TEST_CASE("the delimiter is the one that makes columns known, else the one that cuts the records "
          "evenly") {
  CHECK(demo::detect_delimiter("a,b,c\n1,2,3\n") == ',');
  CHECK(demo::detect_delimiter("a;b;c\n1,5;2;3\n4,5;x;y\n") == ';');
  CHECK(demo::detect_delimiter("a\tb\n1\t2,3,4\n") == '\t');
  CHECK(demo::detect_delimiter("a|b\n\"1,2,3\"|4\n") == '|');
  CHECK(demo::detect_delimiter("\"a;b\",c\n\"1;2;3;4\",5\n") == ',');
  CHECK(demo::detect_delimiter("email\njane@acme.com\n") == ',');
  CHECK(demo::detect_delimiter("name;email\nJane, Joe, Jim;a,b,c\n1,2,3;x,y\n") == ';');
  CHECK(demo::detect_delimiter("name,email\n\"Jane\",\"x\n;;;;;;;;;;;;;;;;;;;;;\"\n") == ',');
  CHECK(demo::detect_delimiter("") == ',');
  CHECK(demo::detect_delimiter("x,y\n\"a\",\"b\n;;;;;;;;;;;;;;;;;;;;\"\n") == ',');
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

TEST_CASE("ids without a column are the same in every run, in the order of the lines, and of this "
          "file only") {
  const std::string text = "name\nB\nA\nC\n";
  const auto first = loaded(text);
  REQUIRE(first.leads.size() == 3);
  CHECK(first.leads[0].id.size() == 24);
  CHECK(first.leads[0].id < first.leads[1].id);
  CHECK(first.leads[1].id < first.leads[2].id);
  CHECK(first.leads[0].id != first.leads[0].contact_id);
  CHECK(loaded(text).leads == first.leads);
  CHECK(loaded(text + "D\n").leads[2] == first.leads[2]);
  auto other = options();
  other.file_name = "other.csv";
  CHECK(loaded(text, other).leads[0].id != first.leads[0].id);
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
  CHECK(told[0] == "rejected: line 2: no name, company, email or phone");
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
  CHECK(remarks(result, "1 row with a phone that has an extension"));
}

TEST_CASE("an unknown status rejects its row until the user maps it") {
  const std::string text = "name,status\nA,Hot\nB,Waiting room\nC,\n";
  const auto result = loaded(text);
  CHECK(result.leads.size() == 2);
  REQUIRE(result.problems.size() == 1);
  CHECK(result.problems[0].rejected);
  CHECK(result.problems[0].column == "status");
  CHECK(result.problems[0].value == "Waiting room");

  auto mapped = options();
  mapped.statuses = {{demo::status_key("Waiting room"), lead_status::contacted}};
  CHECK(loaded(text, mapped).leads.at(1).status == lead_status::contacted);

  auto fallback = options();
  fallback.default_status = lead_status::lost;
  const auto kept = loaded(text, fallback);
  REQUIRE(kept.leads.size() == 3);
  CHECK(kept.leads[0].status == lead_status::qualified);
  CHECK(kept.leads[1].status == lead_status::lost);
  CHECK(kept.leads[1].notes == "status: Waiting room");
  CHECK(kept.leads[2].status == lead_status::lost);
  CHECK(kept.set_aside == 1);
}

TEST_CASE("a rating counts as a status only if all of its values do") {
  CHECK(loaded("name,rating\nA,hot\nB,cold\n").leads[0].status == lead_status::qualified);
  const auto stars = loaded("name,rating\nA,hot\nB,5 stars\n");
  CHECK(stars.leads.size() == 2);
  CHECK(stars.leads[0].status == lead_status::not_contacted);
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
  told.order = demo::date_order::month_first;
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
  const auto missing = demo::load("Name,Email\nX,j@x.io\n", chosen);
  REQUIRE_FALSE(missing.has_value());
  CHECK(missing.error().find("Nobody") != std::string::npos);
}

TEST_CASE("rows that do not fit the header are reported") {
  const auto result =
      loaded("name,email,company,city\nA,a@x.io\nB,b@x.io,Acme,Rome,,\nC,c@x.io,Acme, "
             "Inc,Rome\nCopyright (c) 2024\n");
  CHECK(result.leads.size() == 2);
  CHECK(result.rejected == 2);
  REQUIRE(result.problems.size() == 2);
  CHECK(result.problems[0].line == 4);
  CHECK(result.problems[0].reason.find("5 fields under a header of 4") != std::string::npos);
  CHECK(result.problems[1].line == 5);
  CHECK(remarks(result, "1 row shorter than the header"));
}

TEST_CASE("an unreadable row loses only that row") {
  const auto result = loaded("name,company\nA,\"Acme \"Inc\"\"\nB,Globex\n");
  CHECK(result.leads.size() == 1);
  CHECK(result.problems.at(0).line == 2);
  CHECK(result.problems.at(0).rejected);
}

TEST_CASE("lines above the header are skipped, and the report says so") {
  const auto result = loaded("Notes:\n\"When exporting, read this.\"\n\nFirst Name,Last Name,Email "
                             "Address,Company\nJane,Doe,j@x.io,Acme\n");
  REQUIRE(result.leads.size() == 1);
  CHECK(result.leads[0].name == "Jane Doe");
  CHECK(result.leads[0].id.ends_with("00000005"));
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
  CHECK(
      remarks(mixed, "1 row with bytes that are not UTF-8, read as Windows-1252 (first: line 3)"));
  auto japanese = options();
  japanese.encoding = "SHIFT_JIS";
  CHECK(loaded("name\n\x82\xB3\x82\xAD\x82\xE7\n", japanese).leads[0].name == "さくら");
  japanese.encoding = "nonsense";
  CHECK_FALSE(demo::load("name\nx\n", japanese).has_value());
}

TEST_CASE("a file that is not a table of leads is refused as a whole, with the reason") {
  for (const std::string_view bytes :
       {std::string_view(""), std::string_view("  \n\n"), std::string_view("PK\x03\x04..."),
        std::string_view("\x1F\x8B\x08"), std::string_view("city,zip\nRome,1\n"),
        std::string_view("n\0a\0m\0e\0", 8)}) {
    const auto result = demo::load(bytes, options());
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
    const auto result = demo::load(text, options("US"));
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

TEST_CASE("the report as CSV holds every problem and can be read again") {
  const auto result = loaded("name,phone\nJane,\"n, \"\"n\"\"\"\n,\n,n.n.\n");
  const std::string text = demo::to_csv(result);
  demo::csv_reader again(text);
  const auto header = again.next();
  REQUIRE(header);
  CHECK(header->fields == strings{"kind", "line", "column", "value", "reason"});
  std::size_t records = 0;
  while (auto each = again.next()) {
    CHECK(each->fields.size() == 5);
    CHECK(each->fields[1] == std::to_string(result.problems[records].line));
    CHECK(each->fields[3] == result.problems[records].value);
    ++records;
  }
  CHECK(records == result.problems.size());
}

TEST_CASE(
    "the summary tells what came of the file, and nothing in it can move a terminal's cursor") {
  const auto result = loaded("name,phone\nJane,\"\x1b[2Jn.n.\"\n");
  const std::string text = demo::summarise(result, "leads.csv");
  CHECK(text.starts_with("leads.csv: CSV with commas, UTF-8\n"));
  CHECK(text.ends_with("1 row: 1 lead, 0 rejected, 1 value set aside in the notes\n"));
  CHECK(text.find('\x1b') == std::string::npos);
}
