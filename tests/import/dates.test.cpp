// SPDX-License-Identifier: BSL-1.0
#include "import/dates.hpp"

#include "support/catch.hpp"

#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using demo::date_order;

static std::string date_of(std::string_view text, date_order order = date_order::any,
                           int zone = 0) {
  const auto date = demo::parse_date(text, {order, std::chrono::minutes(zone)});
  const auto says = [&date](std::string_view part) {
    return !date.has_value() && date.error().find(part) != std::string::npos;
  };
  if (!date.has_value()) {
    return says("not a date in a form that is known") ? "not_a_date"
           : says("there is no such date")            ? "no_such_date"
           : says("--date-order")                     ? "order_unknown"
           : says("does not fit the order")           ? "order_conflict"
           : says("the time zone is not known")       ? "unknown_zone"
           : says("--excel-dates")                    ? "serial_number"
                                                      : "?";
  }
  return std::string(leadcore::to_text((*date).time).view()) +
         ((*date).zone_assumed ? " assumed" : "");
}

TEST_CASE("unambiguous dates are read as written") {
  const std::vector<std::pair<std::string_view, std::string_view>> cases{
      {"2024-08-13T18:04:34.666+00:00", "2024-08-13T18:04:34.666Z"},
      {"2024-08-14T11:37:45.65+00:00", "2024-08-14T11:37:45.650Z"},
      {"2024-08-13T18:04:34+02:00", "2024-08-13T16:04:34.000Z"},
      {"2024-08-13 18:04:34+0200", "2024-08-13T16:04:34.000Z"},
      {"2024-08-13 18:04:34 +02", "2024-08-13T16:04:34.000Z"},
      {"2024-08-13 18:04:34.123456-05:30", "2024-08-13T23:34:34.123Z"},
      {"2024-08-13 18:04:34 UTC", "2024-08-13T18:04:34.000Z"},
      {"2024-08-13T18:04Z", "2024-08-13T18:04:00.000Z"},
      {"13/Aug/2024", "2024-08-13T00:00:00.000Z assumed"},
      {"13 augusti 2024", "2024-08-13T00:00:00.000Z assumed"},
      {"13. maj 2024", "2024-05-13T00:00:00.000Z assumed"},
      {"13. toukokuuta 2024", "2024-05-13T00:00:00.000Z assumed"},
      {"13.8.2024 18.04", "2024-08-13T18:04:00.000Z assumed"},
      {"13 août 2024 à 18h04", "2024-08-13T18:04:00.000Z assumed"},
      {"13. August 2024, 18:04 Uhr", "2024-08-13T18:04:00.000Z assumed"},
      {"2024. 8. 13.", "2024-08-13T00:00:00.000Z assumed"},
      {"Tue, 13 Aug 2024 18:04:34 +0000", "2024-08-13T18:04:34.000Z"},
      {"Tue, 13 Aug 2024 18:04:34 EST", "2024-08-13T23:04:34.000Z"},
      {"Tue Aug 13 2024 18:04:34 GMT+0200 (Central European Summer Time)",
       "2024-08-13T16:04:34.000Z"},
      {"1723572274", "2024-08-13T18:04:34.000Z"},
      {"1723572274666", "2024-08-13T18:04:34.666Z"},
      {" 2024-08-13T18:04:34Z ", "2024-08-13T18:04:34.000Z"},
      {"2024-02-29T00:00:00Z", "2024-02-29T00:00:00.000Z"},
  };
  for (const auto& [text, expected] : cases) {
    INFO(text);
    CHECK(date_of(text) == expected);
  }
}

TEST_CASE("dates as the locales of exports write them") {
  const std::vector<std::pair<std::string_view, std::string_view>> cases{
      {"13/08/2024 6:04 p. m.", "2024-08-13T18:04:00.000Z assumed"},
      {"13 de agosto del 2024", "2024-08-13T00:00:00.000Z assumed"},
      {"le 13 aout 2024", "2024-08-13T00:00:00.000Z assumed"},
      {"Di, 13.08.2024", "2024-08-13T00:00:00.000Z assumed"},
      {"di 13 aug 2024", "2024-08-13T00:00:00.000Z assumed"},
      {"13 sie 2024", "2024-08-13T00:00:00.000Z assumed"},
      {"13 августа 2024", "2024-08-13T00:00:00.000Z assumed"},
      {"13 авг. 2024 г.", "2024-08-13T00:00:00.000Z assumed"},
      {"2024-08-13 kl. 18:04", "2024-08-13T18:04:00.000Z assumed"},
      {"2024年8月13日(火)", "2024-08-13T00:00:00.000Z assumed"},
      {"2024年8月12日(月) 午後6時04分", "2024-08-12T18:04:00.000Z assumed"},
      {"2024年8月13日 18時04分05秒", "2024-08-13T18:04:05.000Z assumed"},
      {"２０２４年８月１３日", "2024-08-13T00:00:00.000Z assumed"},
      {"2024/8/13 下午 06:04:34", "2024-08-13T18:04:34.000Z assumed"},
      {"2024년 8월 13일 오전 12:04", "2024-08-13T00:04:00.000Z assumed"},
      {"Tue Aug 13 18:04:34 EDT 2024", "2024-08-13T22:04:34.000Z"},
      {"20240813T180434Z", "2024-08-13T18:04:34.000Z"},
      {"20240813 18:04", "2024-08-13T18:04:00.000Z assumed"},
      {"20240813T180434.5+0200", "2024-08-13T16:04:34.500Z"},
      {"1723572274.5", "2024-08-13T18:04:34.500Z"},
      {"13.08.2024 - 18:04", "not_a_date"}, // an offset, or the time?
      {"2024-08-13 下午", "no_such_date"},
      {"2024-08-13(Foo)", "not_a_date"},
  };
  for (const auto& [text, expected] : cases) {
    INFO(text);
    CHECK(date_of(text) == expected);
  }
}

TEST_CASE("times without a zone take the given zone and are reported") {
  const std::vector<std::pair<std::string_view, std::string_view>> cases{
      {"2024-08-13 18:04:34", "2024-08-13T18:04:34.000Z assumed"},
      {"2024-08-13T18:04:34", "2024-08-13T18:04:34.000Z assumed"},
      {"2024-08-13 18:04", "2024-08-13T18:04:00.000Z assumed"},
      {"2024-08-13", "2024-08-13T00:00:00.000Z assumed"},
      {"2024/8/3", "2024-08-03T00:00:00.000Z assumed"},
      {"2024.08.03", "2024-08-03T00:00:00.000Z assumed"},
      {"13.08.2024", "2024-08-13T00:00:00.000Z assumed"},
      {"3.8.24 7:05", "2024-08-03T07:05:00.000Z assumed"},
      {"Aug 13, 2024", "2024-08-13T00:00:00.000Z assumed"},
      {"August 13th, 2024 at 6:04 PM", "2024-08-13T18:04:00.000Z assumed"},
      {"Aug 13, 2024, 6:04:05 a.m.", "2024-08-13T06:04:05.000Z assumed"},
      {"13 Aug 2024", "2024-08-13T00:00:00.000Z assumed"},
      {"13-Aug-24", "2024-08-13T00:00:00.000Z assumed"},
      {"13. März 2024", "2024-03-13T00:00:00.000Z assumed"},
      {"13 août 2024", "2024-08-13T00:00:00.000Z assumed"},
      {"13 de agosto de 2024", "2024-08-13T00:00:00.000Z assumed"},
      {"Montag, 13. Mai 2024 um 10:00", "2024-05-13T10:00:00.000Z assumed"},
      {"2024年8月13日", "2024-08-13T00:00:00.000Z assumed"},
      {"1st September 2024", "2024-09-01T00:00:00.000Z assumed"},
      {"13-Sept-1971", "1971-09-13T00:00:00.000Z assumed"},
      {"20240813", "2024-08-13T00:00:00.000Z assumed"},
      {"20240813180434", "2024-08-13T18:04:34.000Z assumed"},
      {"05/05/2024", "2024-05-05T00:00:00.000Z assumed"}, // the same in both orders
      {"2024-08-13 12:00 AM", "2024-08-13T00:00:00.000Z assumed"},
      {"2024-08-13 12:00 PM", "2024-08-13T12:00:00.000Z assumed"},
  };
  for (const auto& [text, expected] : cases) {
    INFO(text);
    CHECK(date_of(text) == expected);
  }
  CHECK(date_of("2024-08-13 01:00", date_order::any, 120) == "2024-08-12T23:00:00.000Z assumed");
  CHECK(date_of("2024-08-13 01:00Z", date_order::any, 120) == "2024-08-13T01:00:00.000Z");
}

TEST_CASE("the order of day and month is never guessed") {
  CHECK(date_of("03/04/2024") == "order_unknown");
  CHECK(date_of("3-4-24") == "order_unknown");
  CHECK(date_of("03/04/2024", date_order::dmy) == "2024-04-03T00:00:00.000Z assumed");
  CHECK(date_of("03/04/2024", date_order::mdy) == "2024-03-04T00:00:00.000Z assumed");
  // a number over 12 decides the order
  CHECK(date_of("13/04/2024") == "2024-04-13T00:00:00.000Z assumed");
  CHECK(date_of("04/13/2024") == "2024-04-13T00:00:00.000Z assumed");
  CHECK(date_of("04/13/2024", date_order::dmy) == "order_conflict");
  CHECK(date_of("13/04/2024", date_order::mdy) == "order_conflict");
  CHECK(date_of("04.03.2024", date_order::mdy) ==
        "2024-03-04T00:00:00.000Z assumed"); // dots: the day comes first
}

TEST_CASE("text that is not a date is refused") {
  for (const std::string_view text : {"",
                                      "soon",
                                      "Q3 2024",
                                      "13",
                                      "2024",
                                      "2024-08",
                                      "13/08",
                                      "2024-08-13 18",
                                      "2024-08-13T",
                                      "2024-08-13 18:04:34 +2",
                                      "2024-08-13 18:04x",
                                      "Foo 13, 2024",
                                      "Aug 2024",
                                      "13 Foo 2024",
                                      "2024-08/13",
                                      "1/2/3/4",
                                      "2024-08-13 18:04:34.",
                                      "12345678901",
                                      "-5",
                                      "2024-08-13 and later",
                                      "2024-08-13 (note)"}) {
    INFO(text);
    const std::string result = date_of(text);
    CHECK((result == "not_a_date" || result == "unknown_zone"));
  }
  for (const std::string_view text : {"2024-02-30", "2023-02-29 10:00", "31.04.2024", "2024-13-01",
                                      "20241301", "2024-08-13 24:00", "2024-08-13 10:60",
                                      "2024-08-13 13:00 PM", "0000-01-01", "Aug 32, 2024"}) {
    INFO(text);
    CHECK(date_of(text) == "no_such_date");
  }
  CHECK(date_of("2024-08-13 18:04 CEST") ==
        "unknown_zone"); // zone names are ambiguous, except those of RFC 5322
}

TEST_CASE("a date shows the orders in which it is one") {
  using enum date_order;
  CHECK(demo::orders_shown_by("13/04/2024") == dmy);
  CHECK(demo::orders_shown_by("04-13-24 10:00") == mdy);
  CHECK(demo::orders_shown_by("24/08/13") == (dmy | ymd));
  CHECK(demo::orders_shown_by("03/04/2024") == (dmy | mdy));
  CHECK(demo::orders_shown_by("03/04/05") == any);
  CHECK(demo::orders_shown_by("13/13/2024") == none);
  for (const std::string_view text : {"2024-08-13", "13.04.2024", "13 Apr 2024", "", "x"}) {
    INFO(text);
    CHECK(demo::orders_shown_by(text) == any);
  }
}

TEST_CASE("a date with several readings is refused, and all are named") {
  const auto date = demo::parse_date("24/08/13");
  REQUIRE_FALSE(date.has_value());
  CHECK(date.error() ==
        "2013-08-24 or 2024-08-13? Nothing in the column tells; --date-order dmy, mdy "
        "or ymd does");
  CHECK(date_of("24/08/13", date_order::ymd) == "2024-08-13T00:00:00.000Z assumed");
  CHECK(date_of("13-08-24", date_order::dmy) == "2024-08-13T00:00:00.000Z assumed");
}

TEST_CASE("a spreadsheet's serial number is a date by option") {
  CHECK(date_of("45517") == "serial_number");
  CHECK(date_of("45517.75") == "serial_number");
  const auto read = [](std::string_view text) {
    const auto date = demo::parse_date(text, {date_order::any, std::chrono::minutes(0), true});
    return date.has_value() ? to_string((*date).time) : "none";
  };
  CHECK(read("45517") == "2024-08-13T00:00:00.000Z");
  CHECK(read("45517.75") == "2024-08-13T18:00:00.000Z");
  CHECK(read("2958465.5") == "9999-12-31T12:00:00.000Z");
  CHECK(read("60.5") == "none"); // 29 February 1900, for Excel
  CHECK(read("2958466.0") == "none");
  CHECK(read("20240813") == "2024-08-13T00:00:00.000Z");
}
