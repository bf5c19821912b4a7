// SPDX-License-Identifier: BSL-1.0
#include <leadcore/json/write.hpp>

#include "support/answers/json.hpp"
#include "support/catch.hpp"
#include "support/documented_answer.hpp"
#include "support/json_oracle.hpp"
#include "support/vector_reader.hpp"

#include <leadcore/query/list.hpp>

#include <boost/hana/adapt_adt.hpp>
#include <boost/hana/adapt_struct.hpp>

#include <deque>
#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace leadcore;
using leadcore::test_support::documented_lead;
using leadcore::test_support::documented_page;
using leadcore::test_support::json_string;

/// A server's own row: other types, another order, one more member.
struct own_text {
  std::string text;
  [[nodiscard]] std::string_view view() const { return text; }
};
struct own_row {
  long version = 0;
  std::string name;
  std::list<own_text> phones;
  std::vector<const char*> emails;
  const char* primary_phone = nullptr;
  std::unique_ptr<std::string> primary_email;
  own_text contact_id;
  const std::string* company = nullptr;
  std::string source; // never null
  lead_status status{};
  std::optional<own_text> notes;
  std::optional<timestamp> next_call_at;
  timestamp created_at;
  timestamp updated_at;
  std::optional<std::string_view> assigned_to_id;
  std::optional<std::string> client_id;
  const char* id = "";
};

/// A row with accessors, some of which compute their value.
class adt_row {
 public:
  explicit adt_row(int number) : number_(number) {}
  [[nodiscard]] std::string id() const { return "id-" + std::to_string(number_); }
  [[nodiscard]] std::vector<std::string> phones() const {
    return {"+1415555010" + std::to_string(number_)};
  }
  [[nodiscard]] std::optional<std::string> primary_phone() const { return phones().front(); }

 private:
  int number_;
};

} // namespace

BOOST_HANA_ADAPT_STRUCT(own_row, version, name, phones, emails, primary_phone, primary_email,
                        contact_id, company, source, status, notes, next_call_at, created_at,
                        updated_at, assigned_to_id, client_id, id);

BOOST_HANA_ADAPT_ADT(adt_row, (id, [](const adt_row& row) { return row.id(); }),
                     (name, [](const adt_row&) { return std::string_view("Jane"); }),
                     (phones, [](const adt_row& row) { return row.phones(); }),
                     (emails, [](const adt_row&) { return std::vector<std::string>{}; }),
                     (primary_phone, [](const adt_row& row) { return row.primary_phone(); }),
                     (primary_email, [](const adt_row&) { return std::optional<std::string>{}; }),
                     (contact_id, [](const adt_row&) { return std::string_view("c"); }),
                     (company, [](const adt_row&) { return std::optional<std::string>{}; }),
                     (source, [](const adt_row&) { return std::optional<std::string>{}; }),
                     (status, [](const adt_row&) { return lead_status::lost; }),
                     (notes, [](const adt_row&) { return std::optional<std::string>{}; }),
                     (next_call_at, [](const adt_row&) { return std::optional<timestamp>{}; }),
                     (created_at, [](const adt_row&) { return timestamp{}; }),
                     (updated_at, [](const adt_row&) { return timestamp{}; }),
                     (assigned_to_id, [](const adt_row&) { return std::optional<std::string>{}; }),
                     (client_id, [](const adt_row&) { return std::optional<std::string>{}; }));

TEST_CASE("append_json_string answers every vector", "[json]") {
  for (const auto& one : LEADCORE_VECTORS("json_write.jsonl")) {
    INFO(one.where());
    if (one.call == "write_page") {
      CHECK(test_support::answers::write_page(one) == one.out);
      continue;
    }
    REQUIRE(one.call == "write_string");
    const std::string expected = test_support::bytes_of(one.out.at("json"));
    CHECK(json_string(one.text("text")) == expected);
    std::vector<char> bytes{'x'};
    append_json_string(bytes, one.text("text"));
    CHECK(std::string(bytes.begin(), bytes.end()) == "x" + expected);
  }
}

// spec json.9, json.12
TEST_CASE("the pretty form is the documented answer byte for byte", "[json]") {
  CHECK(to_json(documented_page(), json_style::pretty) == test_support::documented_json());
}

TEST_CASE("the compact form is the documented answer without its white space", "[json]") {
  CHECK(to_json(documented_page()) ==
        test_support::without_white_space(test_support::documented_json()));
  CHECK(
      to_json(documented_page()) ==
      R"({"data":[{"id":"65f0a000a000a000a000a001","name":"Acme Co - Jane Doe","phones":["+14155550101"],)"
      R"("emails":["jane@acme.com"],"primaryPhone":"+14155550101","primaryEmail":"jane@acme.com",)"
      R"("contactId":"65f0a000a000a000a000a002","company":"Acme Co","source":"website","status":"QUALIFIED",)"
      R"("notes":null,"nextCallAt":"2026-05-02T10:30:00.000Z","createdAt":"2026-04-21T09:00:00.000Z",)"
      R"("updatedAt":"2026-04-28T16:14:00.000Z","assignedToId":"65e0a000a000a000a000a000","clientId":null}],)"
      R"("pagination":{"page":1,"pageSize":50,"total":137,"totalPages":3,"hasNextPage":true,"hasPrevPage":false}})");
}

TEST_CASE("an empty page and empty lists print on one line", "[json]") {
  const page_of<lead> empty{{}, paginate(0, {})};
  CHECK(to_json(empty) ==
        R"({"data":[],"pagination":{"page":1,"pageSize":50,"total":0,"totalPages":0,)"
        R"("hasNextPage":false,"hasPrevPage":false}})");
  CHECK(to_json(empty, json_style::pretty) == R"({
  "data": [],
  "pagination": {
    "page": 1,
    "pageSize": 50,
    "total": 0,
    "totalPages": 0,
    "hasNextPage": false,
    "hasPrevPage": false
  }
})");
  CHECK(to_json(lead{}, json_style::pretty).find("\"phones\": [],\n  \"emails\": [],\n") !=
        std::string::npos);
}

// spec json.1 to json.11
TEST_CASE("a lead prints all 16 keys in the order of the contract, null where null", "[json]") {
  CHECK(
      to_json(lead{}) ==
      R"({"id":"","name":"","phones":[],"emails":[],"primaryPhone":null,"primaryEmail":null,"contactId":"",)"
      R"("company":null,"source":null,"status":"NOT_CONTACTED","notes":null,"nextCallAt":null,)"
      R"("createdAt":"1970-01-01T00:00:00.000Z","updatedAt":"1970-01-01T00:00:00.000Z",)"
      R"("assignedToId":null,"clientId":null})");
}

TEST_CASE("each element of a list is a value of its own, on its own line when pretty", "[json]") {
  lead two{};
  two.phones = {"+14155550101", "+442079460958"};
  CHECK(to_json(two).find(R"("phones":["+14155550101","+442079460958"],)") != std::string::npos);
  CHECK(to_json(two, json_style::pretty)
            .find("\n  \"phones\": [\n    \"+14155550101\",\n    \"+442079460958\"\n  ],\n") !=
        std::string::npos);
}

TEST_CASE("numbers print exactly up to the largest", "[json]") {
  constexpr std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
  const page_of<lead> page{{}, {most, 1, 10, most - 1, true, true}};
  CHECK(to_json(page) ==
        R"({"data":[],"pagination":{"page":18446744073709551615,"pageSize":1,"total":10,)"
        R"("totalPages":18446744073709551614,"hasNextPage":true,"hasPrevPage":true}})");
}

TEST_CASE("every status prints its name, an invalid one UNKNOWN", "[json]") {
  for (const lead_status status : lead_statuses) {
    lead one{};
    one.status = status;
    CHECK(to_json(one).find("\"status\":\"" + std::string(to_string(status)) + "\",") !=
          std::string::npos);
  }
  lead broken{};
  broken.status = static_cast<lead_status>(99);
  CHECK(to_json(broken).find("\"status\":\"UNKNOWN\",") != std::string::npos);
}

TEST_CASE("hostile text in any field stays inside its string", "[json]") {
  lead hostile{};
  const std::string text = "\",\"status\":\"LOST\xC3\",\"\\";
  hostile.id = hostile.name = hostile.contact_id = text;
  hostile.phones = hostile.emails = {text};
  hostile.primary_phone = hostile.primary_email = hostile.company = hostile.source = hostile.notes =
      hostile.assigned_to_id = hostile.client_id = text;
  const std::string written = to_json(hostile);
  const std::string expected = json_string(text);
  CHECK(expected == "\"\\\",\\\"status\\\":\\\"LOST\xEF\xBF\xBD\\\",\\\"\\\\\"");
  std::size_t found = 0;
  for (std::size_t at = written.find(expected); at != std::string::npos;
       at = written.find(expected, at + 1)) {
    ++found;
  }
  CHECK(found == 12);
}

TEST_CASE("a row of a user's types prints like the lead of its values", "[json]") {
  static_assert(lead_like<own_row>);
  const std::string company = "Acme \"Co\"";
  own_row row;
  row.id = "1";
  row.name = "Jane";
  row.phones = {{"+14155550101"}, {"+442079460958"}};
  row.emails = {"jane@acme.com"};
  row.primary_email = std::make_unique<std::string>("jane@acme.com");
  row.contact_id = {"c"};
  row.company = &company;
  row.source = "web";
  row.status = lead_status::lost;
  row.notes = own_text{"a\nb"};
  row.created_at = documented_lead.created_at;
  row.assigned_to_id = "m";
  CHECK(to_json(row) == to_json(to_lead(row)));
  CHECK(
      to_json(row) ==
      R"({"id":"1","name":"Jane","phones":["+14155550101","+442079460958"],"emails":["jane@acme.com"],)"
      R"("primaryPhone":null,"primaryEmail":"jane@acme.com","contactId":"c","company":"Acme \"Co\"",)"
      R"("source":"web","status":"LOST","notes":"a\nb","nextCallAt":null,)"
      R"("createdAt":"2026-04-21T09:00:00.000Z","updatedAt":"1970-01-01T00:00:00.000Z","assignedToId":"m",)"
      R"("clientId":null})");
}

TEST_CASE("a row with accessors prints their values", "[json]") {
  static_assert(lead_like<adt_row>);
  CHECK(
      to_json(adt_row(7)) ==
      R"({"id":"id-7","name":"Jane","phones":["+14155550107"],"emails":[],"primaryPhone":"+14155550107",)"
      R"("primaryEmail":null,"contactId":"c","company":null,"source":null,"status":"LOST","notes":null,)"
      R"("nextCallAt":null,"createdAt":"1970-01-01T00:00:00.000Z","updatedAt":"1970-01-01T00:00:00.000Z",)"
      R"("assignedToId":null,"clientId":null})");
}

TEST_CASE("pages of views, of references and of copies print the same", "[json]") {
  const lead copy = to_lead(documented_lead);
  const std::vector<lead> rows{copy};
  const std::string expected = to_json(list(rows, {}));
  CHECK(to_json(list_references(rows, {})) == expected);
  CHECK(to_json(page_of<lead_view>{{documented_lead}, paginate(1, {})}) == expected);
  CHECK(to_json(std::cref(copy)) == to_json(copy));
  std::vector<own_row> own(1); // cannot be copied
  own[0].id = "1";
  CHECK(to_json(list_references(own, {})).find(R"({"data":[{"id":"1",)") == 0);
}

TEST_CASE("rows held by pointers print like the rows", "[json]") {
  const auto page = documented_page();
  page_of<const lead*> raw{{}, page.pagination};
  page_of<std::shared_ptr<const lead>> shared{{}, page.pagination};
  page_of<std::unique_ptr<lead>> unique{{}, page.pagination};
  for (const lead& each : page.data) {
    raw.data.push_back(&each);
    shared.data.push_back(std::make_shared<const lead>(each));
    unique.data.push_back(std::make_unique<lead>(each));
  }
  for (const json_style style : {json_style::compact, json_style::pretty}) {
    CHECK(to_json(raw, style) == to_json(page, style));
    CHECK(to_json(shared, style) == to_json(page, style));
    CHECK(to_json(unique, style) == to_json(page, style));
    CHECK(to_json(raw.data.front(), style) == to_json(page.data.front(), style));
  }
}

TEST_CASE("appending keeps the existing text and adds the output of to_json", "[json]") {
  for (const json_style style : {json_style::compact, json_style::pretty}) {
    std::string text = "before";
    append_json(text, documented_page(), style);
    CHECK(text == "before" + to_json(documented_page(), style));
    std::deque<char> bytes;
    append_json(bytes, documented_lead, style);
    CHECK(std::string(bytes.begin(), bytes.end()) == to_json(documented_lead, style));
  }
}

TEST_CASE("what follows a text of any length is whole, wherever the buffer ends", "[json]") {
  lead each = to_lead(documented_lead);
  for (const json_style style : {json_style::compact, json_style::pretty}) {
    each.notes = "x";
    const std::string shorter = to_json(each, style);
    const std::size_t at = shorter.find("\"x\"");
    REQUIRE(at != std::string::npos);
    for (std::size_t size = 3000; size < 4200; ++size) {
      each.notes = std::string(size, 'x');
      const std::string longer = to_json(each, style);
      REQUIRE(longer == std::string(shorter).replace(at, 3, '"' + *each.notes + '"'));
    }
  }
}

TEST_CASE("a page of leads prints its leads, with an escape in any text", "[json]") {
  const lead usual = to_lead(documented_lead);
  for (const std::string& text :
       {std::string("Grö\xC3\x9F"), std::string("\""), std::string("a\nb"), std::string("\xFF"),
        std::string("\xE2\x82"), std::string("\\") + std::string(5'000, 'x'),
        std::string(5'000, 'x'), std::string(1'000, 'x'), std::string("\0", 1), std::string()}) {
    std::vector<lead> rows{usual};
    const auto add = [&](auto change) {
      rows.push_back(usual);
      change(rows.back());
    };
    add([&](lead& each) { each.name = text; });
    add([&](lead& each) { each.phones = {"+14155550101", text}; });
    add([&](lead& each) { each.emails = {text, text, "jane@acme.com"}; });
    add([&](lead& each) { each.notes = text; });
    add([&](lead& each) { each.client_id = text; });
    add([&](lead& each) { each.company = text; });
    std::string expected = R"({"data":[)";
    for (const lead& each : rows) {
      expected += (&each == rows.data() ? "" : ",") + to_json(each);
    }
    const pagination counted = paginate(rows.size(), {});
    expected +=
        R"(],"pagination":)" + to_json(page_of<lead>{{}, counted})
                                   .substr(std::string(R"({"data":[],"pagination":)").size());
    CHECK(to_json(page_of<lead>{rows, counted}) == expected);
  }
}
