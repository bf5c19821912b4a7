// SPDX-License-Identifier: BSL-1.0
#include <leadcore/text/phone.hpp>

#include "support/answers/phone.hpp"
#include "support/catch.hpp"
#include "support/table_reader.hpp"
#include "support/unicode_data.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

namespace {

using leadcore::e164;
using leadcore::parse_phone;
using leadcore::parse_phone_with_extension;
using leadcore::phone_errc;
using leadcore::region;

std::string outcome(std::string_view text, region from) {
  const auto parsed = parse_phone(text, from);
  if (parsed.has_value()) {
    return std::string((*parsed).view());
  }
  return "error:" + std::string(to_string(parsed.error().code)) + "@" +
         std::to_string(parsed.error().offset);
}

} // namespace

TEST_CASE("parse_phone answers every vector", "[phone]") {
  for (const auto& one : LEADCORE_VECTORS("phone.jsonl")) {
    INFO(one.where());
    CHECK(leadcore::test_support::answers::parse_phone(one) == one.out);
    const std::string text = one.text("text");
    const region from(one.text("region"));
    const auto parsed = parse_phone(text, from);
    const auto both = parse_phone_with_extension(text, from);
    CHECK(leadcore::is_possible(text, from) == one.out.contains("phone"));
    CHECK((both.has_value() ? parsed == both->number : parsed.error() == both.error()));
  }
}

TEST_CASE("every error of parse_phone has a vector", "[phone]") {
  std::set<std::string> seen;
  for (const auto& one : LEADCORE_VECTORS("phone.jsonl")) {
    if (const std::string code = one.error_code(); !code.empty()) {
      seen.insert(code);
    }
  }
  std::set<std::string> names;
  for (int number = 1; number <= 255; ++number) {
    const auto code = static_cast<phone_errc>(number);
    if (!to_string(code).empty()) {
      names.emplace(to_string(code));
    }
  }
  CHECK(seen == names);
}

TEST_CASE("every region has vectors in national form and with its international prefix",
          "[phone]") {
  std::set<std::string> national;
  std::set<std::string> international;
  for (const auto& one : LEADCORE_VECTORS("phone.jsonl")) {
    const std::string from = one.text("region");
    if (one.why == "region " + from) {
      national.insert(from);
    }
    if (one.why == "international prefix of " + from) {
      international.insert(from);
    }
  }
  std::set<std::string> known;
  for (char first = 'A'; first <= 'Z'; ++first) {
    for (char second = 'A'; second <= 'Z'; ++second) {
      const std::string code{first, second};
      if (region(code).is_known()) {
        known.insert(code);
      }
    }
  }
  CHECK(known.size() == 245); // decision 0012
  CHECK(national == known);
  CHECK(international == known);
}

// decision 0013
TEST_CASE("a parsed number parses back to itself in every region", "[phone]") {
  for (const auto& one : LEADCORE_VECTORS("phone.jsonl")) {
    if (!one.out.contains("phone")) {
      continue;
    }
    INFO(one.where());
    const std::string number(one.out.at("phone").as_string());
    for (const char* from :
         {"", "US", "GB", "AR", "BR", "SM", "MG", "AG", "CN", "KZ", "QQ", "us"}) {
      CHECK(outcome(number, region(from)) == number);
    }
  }
}

// decision 0011
TEST_CASE("decimal digits, letters and numbers are those of Unicode 15.0", "[phone]") {
  std::vector<std::string> categories(0x110000);
  std::vector<std::string> values(0x110000);
  std::size_t range_first = 0;
  for (const auto& row : leadcore::test_support::read_ucd("UnicodeData.txt")) {
    const std::size_t code = std::stoul(row.at(0), nullptr, 16);
    if (row.at(1).ends_with(", First>")) {
      range_first = code;
    }
    const std::size_t first = row.at(1).ends_with(", Last>") ? range_first : code;
    for (std::size_t each = first; each <= code; ++each) {
      categories[each] = row.at(2);
      values[each] = row.at(6); // the decimal digit value
    }
  }
  std::size_t wrong = 0;
  for (std::size_t code = 0; code < categories.size(); ++code) {
    const auto code_point = static_cast<char32_t>(code);
    const char digit = leadcore::detail::phone_digit_of(code_point);
    const std::string value = categories[code] == "Nd" ? values[code] : "";
    const bool kept = categories[code].starts_with('L') || categories[code].starts_with('N');
    if ((digit == 0 ? "" : std::string(1, digit)) != value ||
        leadcore::detail::is_letter_or_number(code_point) != kept) {
      UNSCOPED_INFO("U+" << std::hex << code << " " << categories[code]);
      ++wrong;
    }
  }
  CHECK(wrong == 0);
}

TEST_CASE("a long text takes linear time and gives the result of a short one", "[phone]") {
  const std::string many(1'000'000, ' ');
  CHECK(outcome("+1" + many + "4155550101", {}) == "+14155550101");
  CHECK(outcome(many + "+14155550101" + many, {}) == "+14155550101");
  CHECK(outcome("+14155550101" + many + "ext" + many + "7", {}) == "+14155550101");
  CHECK(outcome("+14155550101" + std::string(1'000'000, ',') + "7", {}) == "+14155550101");
  std::string commas; // each may begin an extension
  std::string slashes;
  for (int i = 0; i < 300'000; ++i) {
    commas += ", ";
    slashes += "/ ";
  }
  CHECK(outcome("+14155550101" + commas + "7", {}) == "+14155550101");
  CHECK(outcome("+1415555010" + slashes + "1", {}) == "+14155550101");
  CHECK(outcome(std::string(1'000'000, '1'), region("US")) == "error:too_long@13");
  CHECK(outcome(std::string(1'000'000, 'a') + "1", region("US")) == "error:not_a_number@1000001");
}

// Decision 0011.
TEST_CASE("an extension has separators after its label, and a label to its last letter",
          "[phone]") {
  const auto with_extension = [](std::string_view rest) -> std::string {
    const std::string text = "(415) 555-0101 " + std::string(rest);
    const auto parsed = parse_phone_with_extension(text, region("US"));
    return parsed.has_value()
               ? std::string(parsed->number.view()) + " " + std::string(parsed->extension.view())
               : std::string(to_string(parsed.error().code));
  };
  for (const std::string_view rest :
       {"ext\t12", "ext\u00A012", "extensi\u00F3n 12", "EXTENSION 12", "exten\u017Fio\u0301n 12",
        "\uFF49\uFF4E\uFF54 12", "\u0434\u043E\u0431 12", "\u0414\u041E\u0411 12",
        "\u1C81\u1C82\u0431 12"}) {
    INFO(rest);
    CHECK(with_extension(rest) == "+14155550101 12");
  }
  // A label with another letter is not a part of a number, or dials.
  for (const std::string_view rest : {"\uFF4E\uFF54 12", "\uFF4F\uFF4E\uFF54 12", "xt\u0301n 12",
                                      "\u0430\u0431 12", "\u0410\u0411 12", "\u043B\u043E\u0431 12",
                                      "\u041B\u041E\u0411 12", "\u043B\u1C82\u0431 12"}) {
    INFO(rest);
    CHECK(with_extension(rest) == "not_a_number");
  }
  CHECK(with_extension("extecion 12") == "too_long");
  CHECK(with_extension("extansion 12") == "too_long");
  // "~" is a separator too, and no extension follows a single digit.
  CHECK(outcome("1~2345", region("US")) == "error:too_short@6");
  CHECK(outcome(std::string(70, '4') + " x5", region("US")) == "error:too_long@10");
  CHECK(outcome("21", region("US")) == "error:too_short@2");
}

TEST_CASE("wide symbols are read at any offset, and counted by theirs", "[phone]") {
  const std::string wide = "\uFF0B\uFF11\uFF14\uFF11\uFF15\uFF15\uFF15\uFF10\uFF11\uFF10\uFF11";
  for (std::size_t spaces = 200; spaces < 300; ++spaces) {
    INFO(spaces);
    CHECK(outcome(std::string(spaces, ' ') + wide, {}) ==
          "error:too_short@" + std::to_string(spaces + wide.size()));
    CHECK(outcome(std::string(spaces, ' ') + wide + "\uFF11", {}) == "+14155501011");
  }
  std::string arabic;
  for (int i = 0; i < 70; ++i) {
    arabic += "\u0664";
  }
  CHECK(outcome(arabic, region("US")) == "error:too_long@20");
  CHECK(outcome("415-555-0101\xFF;phone-context=+1", {}) == "error:not_a_number@12");
  CHECK(outcome("415-555-0101\xFF\x31;phone-context=+1", {}) == "error:not_a_number@12");
  CHECK(outcome("\uFF0B", {}) == "error:not_a_number@0");
  CHECK(outcome("+\uFF19\uFF19\uFF19\uFF11\uFF12\uFF13\uFF14 x1", {}) ==
        "error:unknown_calling_code@1");
}

TEST_CASE("a second extension is cut from the first line that has it", "[phone]") {
  for (const std::string_view end : {"\n", "\f", "\r", "\u2028", "\u2029"}) {
    CHECK(outcome("2" + std::string(end) + "(415) 555-0101/x302", region("US")) == "+14155550101");
  }
}

TEST_CASE("a transformed number stays while it is transformed again", "[phone]") {
  leadcore::detail::phone_scratch scratch;
  const std::string_view first = scratch.transform("0123456", 15, 1, 3, 5); // 5, 12, 56
  CHECK(first == "51256");
  scratch.keep(first);
  const std::string_view second = scratch.transform(first, 1, 1, 3, 5); // 12
  CHECK(second == "12");
  CHECK(first == "51256");
  scratch.keep(second);
  CHECK(scratch.transform(second, 1789, 0, 2, 2) == "78912");
  CHECK(second == "12");
}

TEST_CASE("the copy of a number has at most 63 symbols, from the first 256 bytes", "[phone]") {
  for (const std::size_t last : {62U, 63U, 255U, 256U}) {
    leadcore::detail::phone_plain plain;
    plain.clear();
    for (std::size_t i = 0; i + 1 < std::min<std::size_t>(last + 1, 63); ++i) {
      plain.push('1', i, true);
    }
    plain.push('2', last, true);
    CHECK(plain.usable() == (last < 256));
    plain.clear();
    for (std::size_t i = 0; i <= last && plain.usable(); ++i) {
      plain.push('1', i, true);
    }
    CHECK(plain.usable() == (last < 63));
  }
}

TEST_CASE("numbers sort and compare like their texts", "[phone]") {
  std::vector<e164> numbers;
  for (const auto& one : LEADCORE_VECTORS("phone.jsonl")) {
    if (const auto parsed = parse_phone(one.text("text"), region(one.text("region")));
        parsed.has_value()) {
      numbers.push_back(*parsed);
    }
  }
  std::sort(numbers.begin(), numbers.end());
  CHECK(std::is_sorted(numbers.begin(), numbers.end(),
                       [](const e164& a, const e164& b) { return a.view() < b.view(); }));
  const std::set<e164> unique(numbers.begin(), numbers.end());
  std::set<std::string> texts;
  for (const e164& number : numbers) {
    texts.emplace(number.view());
  }
  CHECK(unique.size() == texts.size());
}

TEST_CASE("the metadata of the tables has a name", "[phone]") {
  CHECK(leadcore::phone_metadata == LEADCORE_PHONE_METADATA);
  CHECK(leadcore::phone_metadata.starts_with("google-libphonenumber 3."));
}
