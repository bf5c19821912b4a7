// SPDX-License-Identifier: BSL-1.0
#include <leadcore/json/read.hpp>

#include "support/catch.hpp"
#include "support/documented_answer.hpp"
#include "support/endpoints.hpp"

#include <leadcore/json/write.hpp>

#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace {

using namespace leadcore;
using leadcore::test_support::documented_lead;

struct numbers {
  std::string id;
  std::int8_t small = 0;
  std::int64_t whole = 0;
  std::uint64_t natural = 0;
  float single_precision = 0;
  double double_precision = 0;
};

struct annotated {
  std::string id;
  std::optional<std::string> note = "none";
};

enum class unit_name : std::uint8_t { none, metre };
struct measured {
  std::string id;
  unit_name unit{};
};

/// The number that a JSON literal is read as.
template <class T> std::optional<T> read(std::string_view literal) {
  T out{};
  const auto refused = leadcore::detail::read_json<T>(
      {.is = leadcore::detail::json_scalar::kind::number, .boolean = false, .text = literal}, out);
  return refused ? std::nullopt : std::optional(out);
}

} // namespace

BOOST_HANA_ADAPT_STRUCT(numbers, id, small, whole, natural, single_precision, double_precision);
BOOST_HANA_ADAPT_STRUCT(measured, id, unit);
BOOST_HANA_ADAPT_STRUCT(annotated, id, note);

template <>
inline constexpr leadcore::enum_entry<unit_name> leadcore::enum_table<unit_name>[] = {
    {unit_name::none, {}}, {unit_name::metre, "m"}};

namespace {

struct numbers_endpoint : leads_endpoint {
  using record = numbers;
  using query = struct {
    page_request page;
  };
  static constexpr auto filters = std::tuple{};
  static constexpr auto order = lexicographic_order{std::tuple{ascending<"id">}};
};

struct measured_endpoint : numbers_endpoint {
  using record = measured;
};

struct annotated_endpoint : numbers_endpoint {
  using record = annotated;
};

/// The first problem of a record of numbers in which a value has another text.
json_error problem(std::string_view name, std::string_view literal) {
  std::string json =
      R"({"id":"1","small":0,"whole":0,"natural":0,"singlePrecision":0,"doublePrecision":0})";
  const std::string key = "\"" + std::string(name) + "\":";
  json.replace(json.find(key) + key.size(), 1, literal);
  const auto record = parse_record_json<numbers_endpoint>(json);
  return record.has_value() ? json_error{} : record.error().front();
}

/// Deals in which a member has another value.
std::string deal_with(std::string_view name, std::string_view value) {
  sales::deal one;
  one.number = "1";
  std::string json = to_json<sales::endpoint>(one);
  const std::string key = "\"" + std::string(name) + "\":";
  const std::size_t begin = json.find(key) + key.size();
  return json.replace(begin, json.find_first_of(",}", begin) - begin, value);
}

/// Contacts have one rule more than leads: a score is not negative.
struct strict_contacts : crm::endpoint {
  static lead_errors validate(const crm::contact& judged) {
    lead_errors broken;
    if (judged.score < 0) {
      broken.push_back({lead_errc::invalid_value,
                        field<"score">.wire_name(),
                        std::nullopt,
                        std::to_string(judged.score),
                        {}});
    }
    return broken;
  }
};

crm::contact documented_contact() {
  crm::contact one;
  for_each_lead_field([&](auto each) { each.in(one) = each(to_lead(documented_lead)); });
  one.score = -7;
  one.tags = {"a", "b"};
  return one;
}

} // namespace

// decision 0076
TEST_CASE("an integer has neither fraction nor exponent, and is never rounded", "[json_read]") {
  CHECK(read<std::uint64_t>("18446744073709551615") == std::numeric_limits<std::uint64_t>::max());
  CHECK(read<std::uint64_t>("9007199254740993") == 9007199254740993U);
  CHECK(read<std::int64_t>("-9223372036854775808") == std::numeric_limits<std::int64_t>::min());
  CHECK(read<std::int8_t>("-128") == std::int8_t{-128});
  CHECK(read<std::uint64_t>("-0") == 0U);
  CHECK(read<std::int64_t>("-0") == 0);
  for (const std::string_view other :
       {"18446744073709551616", "-1", "1.0", "1e0", "0.0", "1E400"}) {
    INFO(other);
    CHECK_FALSE(read<std::uint64_t>(other).has_value());
  }
  CHECK_FALSE(read<std::int64_t>("9223372036854775808").has_value());
  CHECK_FALSE(read<std::int8_t>("128").has_value());
  CHECK_FALSE(read<std::int8_t>("-129").has_value());
}

TEST_CASE("a floating-point number is the nearest one", "[json_read]") {
  CHECK(read<double>("3") == 3.0);
  CHECK(read<double>("0.1") == 0.1);
  CHECK(read<double>("1.7976931348623157e308") == std::numeric_limits<double>::max());
  CHECK(read<double>("5e-324") == std::numeric_limits<double>::denorm_min());
  CHECK(read<double>("1E+2") == 100.0);
  CHECK(std::signbit(*read<double>("-0")));
  // Boost.JSON 1.81 gives the next larger double.
  CHECK(read<double>("17392032075197.803") == 17392032075197.803);
  CHECK(read<float>("16777217") == 16777216.0F);
  CHECK(read<float>("0.1") == 0.1F);
  for (const std::string_view tiny : {"1e-400", "0.1e-399", "123e-500", "0.00001e-999999999999"}) {
    INFO(tiny);
    CHECK(read<double>(tiny) == 0.0);
  }
  CHECK(std::signbit(*read<double>("-1e-400")));
  CHECK(read<float>("1e-60") == 0.0F);
  for (const std::string_view huge :
       {"1e309", "-1e400", "0.001e999", "1000e99999999999999999999"}) {
    INFO(huge);
    CHECK_FALSE(read<double>(huge).has_value());
  }
  CHECK_FALSE(read<float>("1e39").has_value());
}

TEST_CASE("what a double cannot hold is near zero or near infinity by its digits and exponent",
          "[json_read]") {
  using leadcore::detail::is_fraction;
  for (const std::string_view less : {"0.1", "-0.9", "0.99e0", "9e-1", "99E-2", "0.01e1",
                                      "0.00099e+3", "12.5e-2", "1e-99999999999999999999"}) {
    INFO(less);
    CHECK(is_fraction(less));
  }
  for (const std::string_view not_less :
       {"1", "-1.9", "10e-1", "0.1e1", "0.010E2", "12.5e-1", "123e-2", "1e99999999999999999999"}) {
    INFO(not_less);
    CHECK_FALSE(is_fraction(not_less));
  }
}

TEST_CASE("a number that a field cannot hold is told what it can", "[json_read]") {
  CHECK(problem("small", "128") ==
        json_error{json_errc::wrong_type, "/small", "", "an integer from -128 to 127", "", 0});
  CHECK(problem("whole", "1.5") ==
        json_error{json_errc::wrong_type, "/whole", "",
                   "an integer from -9223372036854775808 to 9223372036854775807", "", 0});
  CHECK(problem("natural", "-1").allowed == "an integer from 0 to 18446744073709551615");
  CHECK(problem("natural", "\"1\"").value == "1");
  CHECK(problem("singlePrecision", "1e39") ==
        json_error{json_errc::wrong_type, "/singlePrecision", "", "a decimal number", "", 0});
  CHECK(problem("doublePrecision", "null").code == json_errc::wrong_type);
  CHECK(problem("whole", "-12") == json_error{});
  CHECK(problem("natural", "18446744073709551615") == json_error{});
}

TEST_CASE("numbers are read as they are written, digit by digit", "[json_read]") {
  const auto record = parse_record_json<numbers_endpoint>(
      R"({"id":"1","small":-128,"whole":-9223372036854775808,"natural":18446744073709551615,)"
      R"("singlePrecision":-0.5,"doublePrecision":17392032075197.803})");
  REQUIRE(record.has_value());
  CHECK((*record).small == -128);
  CHECK((*record).whole == std::numeric_limits<std::int64_t>::min());
  CHECK((*record).natural == std::numeric_limits<std::uint64_t>::max());
  CHECK((*record).single_precision == -0.5F);
  CHECK((*record).double_precision == 17392032075197.803);
}

TEST_CASE("a record that is no lead is read by its description", "[json_read]") {
  const auto code = [](std::string_view name, std::string_view value) {
    const auto deal = parse_record_json<sales::endpoint>(deal_with(name, value));
    return deal.has_value() ? std::string() : std::string(to_string(deal.error().front().code));
  };
  CHECK(code("stage", "\"WON\"").empty());
  CHECK(code("stage", "\"won\"") == "unknown_value");
  CHECK(code("stage", "10") == "wrong_type");
  CHECK(code("stage", "null") == "wrong_type");
  CHECK(code("forecast", "null").empty());
  CHECK(code("forecast", "\"LOST\"").empty());
  CHECK(code("signedOff", "1") == "wrong_type");
  CHECK(code("renewed", "true").empty());
  CHECK(code("dueAt", "\"tomorrow\"") == "invalid_timestamp");
  CHECK(code("number", "\"\"").empty()); // the rules of leads are for leads only
  CHECK(code("tags", "null") == "wrong_type");

  const auto unknown = parse_record_json<sales::endpoint>("{\"name\":1}");
  REQUIRE_FALSE(unknown.has_value());
  CHECK(unknown.error().front().allowed ==
        "number, title, ownerId, tags, stage, forecast, openedAt, dueAt, amount, discount, items, "
        "probability, margin, signedOff, renewed");
  CHECK(unknown.error().size() == 1 + 15);
  CHECK(parse_record_json<sales::endpoint>("[]").error().front().allowed == "a record");
  CHECK(parse_records_json<sales::endpoint>("5").error().front().allowed ==
        "an array of records, or an answer with data");

  const auto lacking = parse_record_json<sales::endpoint>(
      R"({"number":"1","title":"","tags":[],"stage":"OPEN","openedAt":"2026-05-02T10:30:00Z",)"
      R"("amount":1,"items":2,"probability":0.5,"signedOff":false})",
      {.allow_missing_nullable = true});
  REQUIRE(lacking.has_value());
  CHECK_FALSE((*lacking).margin.has_value());
}

TEST_CASE("a record with the fields of a lead is validated as one, and by its endpoint",
          "[json_read]") {
  const auto codes = [](const auto& read) {
    std::string out;
    if (!read.has_value()) {
      for (const json_error& each : read.error()) {
        out.append(out.empty() ? "" : " ")
            .append(to_string(each.code))
            .append("@")
            .append(each.pointer);
      }
    }
    return out;
  };
  crm::contact one = documented_contact();
  CHECK(*parse_record_json<crm::endpoint>(to_json<crm::endpoint>(one)) == one);
  one.emails = {"Jane@acme.com"};
  const std::string broken = to_json<crm::endpoint>(one);
  CHECK(codes(parse_record_json<crm::endpoint>(broken)) ==
        "not_normalised@/emails/0 primary_not_listed@/primaryEmail");
  CHECK(codes(parse_record_json<strict_contacts>(broken)) ==
        "not_normalised@/emails/0 primary_not_listed@/primaryEmail invalid_value@/score");

  const auto normalised = parse_record_json<crm::endpoint>(broken, {.normalise = true});
  CHECK(*normalised == documented_contact());
  CHECK(codes(parse_record_json<strict_contacts>(broken, {.normalise = true})) ==
        "invalid_value@/score");
}

TEST_CASE("records and pages of other endpoints are read whole", "[json_read]") {
  sales::deal one;
  one.number = "7";
  one.tags = {"x", ""};
  one.margin = -0.25;
  const page_of<sales::deal> page{{one, one}, paginate(9, {2, 2})};
  const std::string json = to_json<sales::endpoint>(page);
  CHECK(*parse_page_json<sales::endpoint>(json) == page);
  CHECK(*parse_records_json<sales::endpoint>(json) == page.data);
  CHECK(*parse_records_json<sales::endpoint>("[]") == std::vector<sales::deal>());
}

TEST_CASE("infinities and NaN print as null, which reads as no number", "[json_read]") {
  for (const double value :
       {std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity(),
        std::numeric_limits<double>::quiet_NaN()}) {
    numbers row;
    row.double_precision = value;
    const std::string json = to_json<numbers_endpoint>(row);
    CHECK(json.ends_with(R"("doublePrecision":null})"));
    const auto read = parse_record_json<numbers_endpoint>(json);
    REQUIRE_FALSE(read.has_value());
    CHECK(read.error().front().pointer == "/doublePrecision");
  }
}

TEST_CASE("a value of an enumeration may have an empty name", "[json_read]") {
  const measured row{"1", unit_name::none};
  CHECK(to_json<measured_endpoint>(row) == R"({"id":"1","unit":""})");
  const auto read = parse_record_json<measured_endpoint>(to_json<measured_endpoint>(row));
  REQUIRE(read.has_value());
  CHECK((*read).unit == unit_name::none);
}

TEST_CASE("null is read as null where a record has another default", "[json_read]") {
  const auto read = parse_record_json<annotated_endpoint>(R"({"id":"1","note":null})");
  REQUIRE(read.has_value());
  CHECK((*read).note == std::nullopt);
  CHECK(parse_record_json<annotated_endpoint>(R"({"id":"1"})", {.allow_missing_nullable = true})
            .value()
            .note == std::nullopt);
}
