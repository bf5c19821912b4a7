// SPDX-License-Identifier: BSL-1.0
#include <leadcore/json/read.hpp>

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

/// Errors in the notation of the vectors.
std::string outcome(const json_errors& errors) {
  std::string out = "error:";
  for (const json_error& each : errors) {
    out += out.ends_with(':') ? "" : " ";
    out.append(to_string(each.code)).append("@").append(each.pointer);
    if (!each.detail.empty()) {
      out.append("(").append(each.detail).append(")");
    }
    if (each.code == json_errc::not_json || each.code == json_errc::too_deep ||
        each.code == json_errc::number_out_of_range) {
      out.append("#").append(std::to_string(each.offset));
    }
  }
  return out;
}

std::string outcome(std::string_view reads, std::string_view input,
                    const json_read_options& options) {
  if (reads == "lead") {
    const auto read = parse_lead_json(input, options);
    return read.has_value() ? to_json(*read) : outcome(read.error());
  }
  if (reads == "page") {
    const auto read = parse_page_json(input, options);
    return read.has_value() ? to_json(*read) : outcome(read.error());
  }
  if (reads != "leads") {
    throw std::runtime_error("json_read.tsv: reads " + std::string(reads));
  }
  const auto read = parse_leads_json(input, options);
  if (!read.has_value()) {
    return outcome(read.error());
  }
  std::string out = "[";
  for (const lead& each : *read) {
    out += out.size() > 1 ? "," : "";
    append_json(out, each);
  }
  return out + "]";
}

json_read_options options_of(std::string_view text) {
  json_read_options options;
  while (!text.empty() && text != "-") {
    const std::string_view each = text.substr(0, text.find(' '));
    text.remove_prefix(std::min(each.size() + 1, text.size()));
    const std::string_view name = each.substr(0, each.find(':'));
    const std::string_view value = each.substr(std::min(name.size() + 1, each.size()));
    if (name == "ignore_unknown_keys") {
      options.ignore_unknown_keys = true;
    } else if (name == "allow_missing_nullable") {
      options.allow_missing_nullable = true;
    } else if (name == "normalise") {
      options.normalise = true;
      if (!value.empty()) {
        options.contacts.default_region = region(value);
      }
    } else if (name == "max_errors") {
      options.max_errors = static_cast<std::size_t>(std::stoul(std::string(value)));
    } else {
      throw std::runtime_error("json_read.tsv: option " + std::string(name));
    }
  }
  return options;
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
  for (const auto& one : LEADCORE_VECTORS("json_read.tsv")) {
    INFO(one.where() << ": " << one["rule"]);
    CHECK(outcome(one["reads"], one["input"], options_of(one["options"])) ==
          (one["expected"] == "=" ? one["input"] : one["expected"]));
  }
}

TEST_CASE("the documented answer reads as the documented page, in both forms", "[json_read]") {
  for (const json_style style : {json_style::compact, json_style::pretty}) {
    const auto read = parse_page_json(to_json(documented_page(), style));
    REQUIRE(read.has_value());
    CHECK(*read == documented_page());
  }
  const auto leads = parse_leads_json(read_file(LEADCORE_VECTOR_DIR "/json_write.json"));
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
