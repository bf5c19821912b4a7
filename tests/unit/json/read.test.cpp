// SPDX-License-Identifier: BSL-1.0
#include <leadcore/json/read.hpp>

#include "support/answers/json.hpp"
#include "support/catch.hpp"
#include "support/documented_answer.hpp"
#include "support/vector_reader.hpp"

#include <leadcore/json/write.hpp>

#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace leadcore;
using namespace leadcore::test_support;

std::size_t last_offset(const vector_case& one) {
  const std::string text = one.text("json");
  const json_read_options options = answers::reading_of(one);
  const auto offset = [](const auto& read) { return read.error().back().offset; };
  return one.text("reads") == "lead"   ? offset(parse_lead_json(text, options))
         : one.text("reads") == "page" ? offset(parse_page_json(text, options))
                                       : offset(parse_leads_json(text, options));
}

const json_error& only_error(const json_errors& errors) {
  REQUIRE(errors.size() == 1);
  return errors.front();
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

} // namespace

TEST_CASE("reading from JSON answers every vector", "[json_read]") {
  for (const auto& one : LEADCORE_VECTORS("json_read.jsonl")) {
    INFO(one.where());
    CHECK(answers::read_json(one) == one.out);
    if (const auto* reference = one.whole.if_contains("reference")) { // where this parser stops
      CHECK(last_offset(one) == reference->at("offset").to_number<std::size_t>());
    }
  }
}

TEST_CASE("the documented answer reads as the documented page, in both forms", "[json_read]") {
  for (const json_style style : {json_style::compact, json_style::pretty}) {
    const auto read = parse_page_json(to_json(documented_page(), style));
    REQUIRE(read.has_value());
    CHECK(*read == documented_page());
  }
  const auto leads = parse_leads_json(documented_json());
  REQUIRE(leads.has_value());
  CHECK(*leads == documented_page().data);
}

TEST_CASE("every problem lists the allowed values and repeats the offending text", "[json_read]") {
  const std::string json = to_json(documented_lead);
  const auto error = [&](std::string_view from, std::string_view to) {
    const auto read = parse_lead_json(replaced(json, from, to));
    REQUIRE_FALSE(read.has_value());
    return only_error(read.error());
  };
  CHECK(error("\"QUALIFIED\"", "\"WON\"") ==
        json_error{json_errc::unknown_status, "/status", "WON",
                   "NOT_CONTACTED, CONTACTED, QUALIFIED, CONVERTED or LOST", "", 0});
  CHECK(error("\"2026-05-02T10:30:00.000Z\"", "\"tomorrow\"") ==
        json_error{json_errc::invalid_timestamp, "/nextCallAt", "tomorrow",
                   "an RFC 3339 timestamp such as 2026-05-02T10:30:00.000Z, or null",
                   "digit_expected", 0});
  CHECK(error("\"Acme Co\"", "7") ==
        json_error{json_errc::wrong_type, "/company", "", "a string, or null", "", 0});
  CHECK(
      error("[\"jane@acme.com\"]", "\"jane@acme.com\"") ==
      json_error{json_errc::wrong_type, "/emails", "jane@acme.com", "an array of strings", "", 0});
  CHECK(error("\"clientId\":null", "\"clientId\":null,\"client id\":\"x\"") ==
        json_error{json_errc::unknown_key, "/client id", "",
                   "id, name, phones, emails, primaryPhone, primaryEmail, contactId, company, "
                   "source, status, "
                   "notes, nextCallAt, createdAt, updatedAt, assignedToId, clientId",
                   "", 0});
}

TEST_CASE("where reading ends early, the problem has the byte and what is allowed", "[json_read]") {
  const auto last = [](std::string_view text) {
    const auto read = parse_leads_json(text);
    REQUIRE_FALSE(read.has_value());
    return read.error().back();
  };
  CHECK(last("[") == json_error{json_errc::not_json, "", "", "one JSON text in UTF-8", "", 1});
  CHECK(last(std::string(33, '[')) ==
        json_error{json_errc::too_deep, "/0", "", "at most 32 levels", "", 32});
  CHECK(last("[1e99999999999]") == json_error{json_errc::number_out_of_range, "", "",
                                              "a number that a double can hold", "", 12});
}

TEST_CASE("max_errors of 0 reports only that there is a problem", "[json_read]") {
  const auto read = parse_lead_json("{}", {.max_errors = 0});
  REQUIRE_FALSE(read.has_value());
  CHECK(only_error(read.error()).code == json_errc::too_many_errors);
}

TEST_CASE("reading keeps leads, not the text: a large skipped value costs nothing", "[json_read]") {
  std::string skipped = "{\"data\":[],\"x\":[0";
  for (int i = 0; i < 100'000; ++i) {
    skipped += ",0";
  }
  skipped += "]}";
  const auto read = parse_leads_json(skipped, {.ignore_unknown_keys = true});
  REQUIRE(read.has_value());
  CHECK((*read).empty());
  const auto refused = parse_leads_json(skipped);
  REQUIRE_FALSE(refused.has_value());
  CHECK(only_error(refused.error()).pointer == "/x");
}

TEST_CASE("reading stops at the problem after the last that is reported, wherever it is",
          "[json_read]") {
  const json_read_options none{.max_errors = 0};
  const auto stops_at = [](const auto& read) {
    REQUIRE_FALSE(read.has_value());
    const json_error& error = only_error(read.error());
    CHECK(error.code == json_errc::too_many_errors);
    return error.pointer;
  };
  CHECK(stops_at(parse_lead_json("7", none)).empty());
  CHECK(stops_at(parse_lead_json(R"({"x":1})", none)) == "/x");
  CHECK(stops_at(parse_lead_json(R"({"id":1})", none)) == "/id");
  const auto twice = parse_lead_json(R"({"id":"1","id":"2","id":"3"})", {.max_errors = 1});
  REQUIRE_FALSE(twice.has_value());
  REQUIRE(twice.error().size() == 2);
  CHECK(twice.error()[0].code == json_errc::duplicate_key);
  CHECK(twice.error()[1] == json_error{json_errc::too_many_errors, "/id", "", "", "", 0});
  CHECK(stops_at(parse_lead_json(R"({"phones":[7]})", none)) == "/phones/0");
  CHECK(stops_at(parse_leads_json("[1]", none)) == "/0");
  CHECK(stops_at(parse_page_json(R"({"data":1})", none)) == "/data");
  const std::string json =
      replaced(to_json(documented_lead), R"("phones":["+14155550101"])", R"("phones":[])");
  CHECK(stops_at(parse_lead_json(json, none)) == "/primaryPhone");
}

TEST_CASE("a problem of a key that begins like a list's is not one of the list", "[json_read]") {
  const auto read = parse_lead_json(replaced(
      to_json(documented_lead), R"("phones":["+14155550101"])", R"("phones":[],"phones2":0)"));
  REQUIRE_FALSE(read.has_value());
  REQUIRE(read.error().size() == 2);
  CHECK(read.error()[0].pointer == "/phones2");
  CHECK(read.error()[1].code == lead_errc::primary_not_listed);
}
