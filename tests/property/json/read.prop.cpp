// SPDX-License-Identifier: BSL-1.0
#include <leadcore/json/read.hpp>

#include "support/any_record.hpp"
#include "support/endpoints.hpp"
#include "support/json_oracle.hpp"
#include "support/property.hpp"

#include <leadcore/json/write.hpp>
#include <leadcore/testing/generators.hpp>

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using namespace leadcore;
using namespace leadcore::test_support;
using leadcore::testing::lead_kind;

page_of<lead> any_page(lead_kind kind) {
  return {
      *rc::gen::resize(3, rc::gen::container<std::vector<lead>>(
                              rc::gen::resize(rc::kNominalSize, leadcore::testing::leads(kind)))),
      paginate(*rc::gen::arbitrary<std::uint64_t>(), {*rc::gen::arbitrary<std::uint64_t>(), 10})};
}

/// JSON of leads, with some of its tokens or bytes replaced, dropped, repeated or swapped.
std::string mutated(std::string json) {
  const int times = *rc::gen::inRange(1, 4);
  for (int i = 0; i < times && !json.empty(); ++i) {
    const std::size_t at = *rc::gen::inRange<std::size_t>(0, json.size());
    // from the token at this byte to the one after it
    const std::size_t begin = json.find_last_of(",:[{", at);
    const std::size_t first = begin == std::string::npos ? 0 : begin + 1;
    const std::size_t end = std::min(json.find_first_of(",:]}", first), json.size());
    const std::string token = json.substr(first, end - first);
    switch (*rc::gen::inRange(0, 5)) {
    case 0:
      json.replace(first, end - first,
                   *rc::gen::elementOf(std::vector<std::string>{
                       "null", "5", "-1", "1e400", "true", "[]", "{}", "\"\"", "\"x\"", "[\"x\",5]",
                       "{\"id\":null}", "\"LOST\"", "\"2026-04-21T09:00:00+02:00\"",
                       "\"unassigned\"", "\"id\"", "\"notes\"", "[[[[]]]]"}));
      break;
    case 1:
      json.erase(first, end - first + 1);
      break;
    case 2:
      json.insert(end, "," + token);
      break;
    case 3:
      json.insert(at, *rc::gen::elementOf(std::vector<std::string>{" ", "\"", ",", "}", "]", "\\",
                                                                   "\xFF", "\t\n", "~1", "/"}));
      break;
    default:
      json[at] = *rc::gen::arbitrary<char>();
    }
  }
  return json;
}

} // namespace

TEST_CASE("to_json of a valid lead reads back as an equal lead", "[json_read]") {
  rc::prop("in both forms", [](bool pretty) {
    const lead row = *leadcore::testing::leads();
    const auto read =
        parse_lead_json(to_json(row, pretty ? json_style::pretty : json_style::compact));
    RC_ASSERT(read.has_value());
    RC_ASSERT(*read == row);
  });
}

TEST_CASE("to_json of a page of valid leads reads back as an equal page", "[json_read]") {
  rc::prop("in both forms", [](bool pretty) {
    const page_of<lead> page = any_page(lead_kind::valid);
    const auto read =
        parse_page_json(to_json(page, pretty ? json_style::pretty : json_style::compact));
    RC_ASSERT(read.has_value());
    RC_ASSERT(*read == page);
  });
}

TEST_CASE("to_json of an endpoint's records reads back as equal records", "[json_read]") {
  rc::prop("deals, with fields of every kind", [](bool pretty) {
    const page_of<sales::deal> page{
        {any_record<sales::deal>(), any_record<sales::deal>()},
        paginate(*rc::gen::arbitrary<std::uint64_t>(), {*rc::gen::arbitrary<std::uint64_t>(), 10})};
    const json_style style = pretty ? json_style::pretty : json_style::compact;
    RC_ASSERT(*parse_page_json<sales::endpoint>(to_json<sales::endpoint>(page, style)) == page);
    RC_ASSERT(*parse_record_json<sales::endpoint>(
                  to_json<sales::endpoint>(page.data.front(), style)) == page.data.front());
  });
  rc::prop("contacts, which are valid leads and more", [](bool pretty) {
    auto one = any_record<crm::contact>();
    const lead valid = *leadcore::testing::leads();
    for_each_lead_field([&](auto each) { each.in(one) = each(valid); });
    const json_style style = pretty ? json_style::pretty : json_style::compact;
    RC_ASSERT(*parse_record_json<crm::endpoint>(to_json<crm::endpoint>(one, style)) == one);
  });
}

TEST_CASE("an integer is read by its digits", "[json_read]") {
  rc::prop("like the widest integers count", [] {
    const std::string digits =
        std::to_string(*rc::gen::resize(1000, rc::gen::arbitrary<std::uint64_t>())) +
        *rc::gen::elementOf(std::vector<std::string>{"", "", "0", "7", ".0", "e1"});
    const std::string literal = (*rc::gen::arbitrary<bool>() ? "-" : "") + digits;
    __extension__ __int128 value = 0;
    bool whole = true;
    for (const char c : digits) {
      whole = whole && c >= '0' && c <= '9';
      value = whole ? value * 10 + (c - '0') : value;
    }
    value = literal.starts_with('-') ? -value : value;
    const auto judge = [&]<class T>(T read) {
      const leadcore::detail::json_scalar scalar{
          .is = leadcore::detail::json_scalar::kind::number, .boolean = false, .text = literal};
      const bool holds =
          whole && value >= std::numeric_limits<T>::min() && value <= std::numeric_limits<T>::max();
      RC_ASSERT(!leadcore::detail::read_json<T>(scalar, read).has_value() == holds);
      RC_ASSERT(!holds || read == value);
    };
    judge(std::int8_t{});
    judge(std::uint16_t{});
    judge(std::int64_t{});
    judge(std::uint64_t{});
  });
}

TEST_CASE("a lead with texts of any bytes reads with the errors of validate", "[json_read]") {
  rc::prop("its errors, at their paths", [] {
    lead row = *leadcore::testing::leads(lead_kind::hostile);
    if (!is_lead_status(row.status)) {
      row.status = lead_status::lost; // JSON cannot express a value outside the enumeration
    }
    const auto read = parse_lead_json(to_json(row));
    const lead_errors broken = validate(with_replacements(row));
    RC_ASSERT(read.has_value() == broken.empty());
    if (!broken.empty()) {
      RC_ASSERT(read.error().size() == broken.size());
    }
    for (std::size_t i = 0; i < broken.size(); ++i) {
      const std::string place = broken[i].index ? "/" + std::to_string(*broken[i].index) : "";
      RC_ASSERT(read.error()[i].code == broken[i].code);
      RC_ASSERT(read.error()[i].pointer == "/" + std::string(broken[i].field) + place);
      RC_ASSERT(read.error()[i].value == broken[i].value);
      RC_ASSERT(read.error()[i].detail == broken[i].detail);
    }
  });
}

TEST_CASE("typed contact data reads as normalise_lead returns it", "[json_read]") {
  rc::prop("with a region", [] {
    const lead row = *leadcore::testing::leads(lead_kind::typed);
    const contact_options contacts{region("GB"), email_profile::strict};
    const auto expected = normalise_lead(row, contacts);
    const auto read = parse_lead_json(to_json(row), {.normalise = true, .contacts = contacts});
    RC_ASSERT(read.has_value() == expected.has_value());
    if (expected.has_value()) {
      RC_ASSERT(*read == *expected);
    } else {
      RC_ASSERT(!read.error().empty());
    }
  });
}

TEST_CASE("broken JSON of leads is read like the slow reader reads it", "[json_read]") {
  rc::prop("a lead",
           [] { RC_ASSERT(judge_reading(mutated(to_json(*leadcore::testing::leads()))) == ""); });
  rc::prop("a page",
           [] { RC_ASSERT(judge_reading(mutated(to_json(any_page(lead_kind::valid)))) == ""); });
  rc::prop("a page of typed leads, indented", [] {
    RC_ASSERT(judge_reading(mutated(to_json(any_page(lead_kind::typed), json_style::pretty))) ==
              "");
  });
}

TEST_CASE("any bytes are read or refused with a reason", "[json_read]") {
  rc::prop("texts", [] { RC_ASSERT(judge_reading(*leadcore::testing::hostile_texts()) == ""); });
  rc::prop("JSON's own characters", [] {
    RC_ASSERT(judge_reading(*rc::gen::container<std::string>(rc::gen::elementOf(
                  std::string("[]{}:,\"\\u0ed59-+.eEtrufalsn \n\xC3\xA9")))) == "");
  });
}
