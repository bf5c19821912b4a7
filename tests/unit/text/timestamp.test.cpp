// SPDX-License-Identifier: BSL-1.0
#include <leadcore/text/timestamp.hpp>

#include "support/answers/text.hpp"
#include "support/catch.hpp"

#include <cstdint>
#include <initializer_list>
#include <limits>
#include <set>
#include <string>

namespace {

using leadcore::parse_timestamp;
using leadcore::timestamp;
using leadcore::timestamp_errc;
using leadcore::timestamp_error;
using leadcore::to_string;
using leadcore::to_text;

std::string outcome_of(std::string_view text) {
  const auto parsed = parse_timestamp(text);
  if (parsed.has_value()) {
    return to_string(*parsed);
  }
  return "error:" + std::string(to_string(parsed.error().code)) + "@" +
         std::to_string(parsed.error().offset);
}

std::string midnight(int year, int month, int day) {
  const auto digits = [](int number, std::size_t width) {
    const std::string text = std::to_string(number);
    return std::string(width - text.size(), '0') + text;
  };
  return digits(year, 4) + "-" + digits(month, 2) + "-" + digits(day, 2) + "T00:00:00.000Z";
}

timestamp at(std::int64_t milliseconds) {
  return timestamp::from_milliseconds(milliseconds)
      .value(); // throws, and so fails the test, outside the range
}

} // namespace

TEST_CASE("parse_timestamp answers every vector", "[timestamp]") {
  for (const auto& one : LEADCORE_VECTORS("timestamp.jsonl")) {
    INFO(one.where());
    CHECK(leadcore::test_support::answers::parse_timestamp(one) == one.out);
  }
}

// decision 0030
TEST_CASE("parse_timestamp differs from the JSON Schema suite in leap seconds only",
          "[timestamp]") {
  std::size_t cases = 0;
  std::size_t leap_seconds = 0;
  for (const auto& one : LEADCORE_VECTORS("timestamp.jsonl")) {
    const auto* tags = one.whole.if_contains("tags");
    if (tags == nullptr) {
      continue;
    }
    const bool valid = tags->at(0).as_string() == "json-schema:valid";
    REQUIRE((valid || tags->at(0).as_string() == "json-schema:invalid"));
    INFO(one.where());
    ++cases;
    const auto parsed = parse_timestamp(one.text("text"));
    if (parsed.has_value() != valid) {
      CHECK_FALSE(parsed.has_value());
      CHECK(parsed.error().code == timestamp_errc::leap_second);
      ++leap_seconds;
    }
  }
  CHECK(cases == 24); // the strings of that suite; its other values are not strings
  CHECK(leap_seconds == 2);
}

TEST_CASE("every error of parse_timestamp has a vector", "[timestamp]") {
  std::set<std::string> seen;
  for (const auto& one : LEADCORE_VECTORS("timestamp.jsonl")) {
    seen.insert(one.error_code());
  }
  for (int number = 1; number <= 255; ++number) {
    const auto code = static_cast<timestamp_errc>(number);
    if (!to_string(code).empty()) {
      INFO(to_string(code));
      CHECK(seen.count(std::string(to_string(code))) == 1);
    }
  }
}

TEST_CASE("from_milliseconds takes exactly the range from min to max", "[timestamp]") {
  const auto lowest = timestamp::min().milliseconds_since_epoch();
  const auto highest = timestamp::max().milliseconds_since_epoch();
  CHECK(at(lowest) == timestamp::min());
  CHECK(at(highest) == timestamp::max());
  CHECK_FALSE(timestamp::from_milliseconds(lowest - 1).has_value());
  CHECK_FALSE(timestamp::from_milliseconds(highest + 1).has_value());
  CHECK_FALSE(timestamp::from_milliseconds(std::numeric_limits<std::int64_t>::min()).has_value());
  CHECK_FALSE(timestamp::from_milliseconds(std::numeric_limits<std::int64_t>::max()).has_value());
  CHECK(to_string(timestamp::min()) == "0001-01-01T00:00:00.000Z");
  CHECK(to_string(timestamp::max()) == "9999-12-31T23:59:59.999Z");
}

TEST_CASE("the default timestamp is the epoch, and so is the default text", "[timestamp]") {
  CHECK(timestamp{}.milliseconds_since_epoch() == 0);
  CHECK(to_string(timestamp{}) == "1970-01-01T00:00:00.000Z");
  CHECK(leadcore::timestamp_text{}.view() == "1970-01-01T00:00:00.000Z");
}

TEST_CASE("timestamps are ordered like their instants", "[timestamp]") {
  CHECK(timestamp::min() < at(-1));
  CHECK(at(-1) < timestamp{});
  CHECK(timestamp{} < at(1));
  CHECK(at(1) < timestamp::max());
  CHECK(*parse_timestamp("2026-05-02T12:30:00+02:00") == *parse_timestamp("2026-05-02T10:30:00Z"));
}

TEST_CASE("the calendar is right on every first, second and last day of every month",
          "[timestamp]") {
  // The definition: days counted from 0001-01-01 by the rule of RFC 3339 appendix C.
  std::int64_t day = timestamp::min().milliseconds_since_epoch() / 86'400'000;
  for (int year = 1; year <= 9999; ++year) {
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    const int lengths[] = {31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    for (int month = 1; month <= 12; ++month) {
      const int length = lengths[month - 1];
      for (const int of_month : {1, 2, length}) {
        const std::string text = midnight(year, month, of_month);
        const std::int64_t expected = (day + of_month - 1) * 86'400'000;
        if (outcome_of(text) != text ||
            (*parse_timestamp(text)).milliseconds_since_epoch() != expected) {
          FAIL(text << " is " << outcome_of(text) << ", expected " << expected);
        }
      }
      const std::string past = midnight(year, month, length + 1);
      if (outcome_of(past) != "error:day_out_of_range@8") {
        FAIL(past << " is " << outcome_of(past));
      }
      day += length;
    }
  }
  CHECK(day * 86'400'000 == timestamp::max().milliseconds_since_epoch() + 1);
}

TEST_CASE("every millisecond of a minute and every minute of a day reads back", "[timestamp]") {
  for (std::int64_t millisecond = -60'000; millisecond < 60'000; ++millisecond) {
    if (parse_timestamp(to_text(at(millisecond)).view()) != at(millisecond)) {
      FAIL(to_string(at(millisecond)));
    }
  }
  for (std::int64_t minute = -1'440; minute < 1'440; ++minute) {
    if (parse_timestamp(to_text(at(minute * 60'000)).view()) != at(minute * 60'000)) {
      FAIL(to_string(at(minute * 60'000)));
    }
  }
  SUCCEED();
}
