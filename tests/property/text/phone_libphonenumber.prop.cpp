// SPDX-License-Identifier: BSL-1.0
#include <leadcore/text/phone.hpp>

#include "support/libphonenumber.hpp"
#include "support/phone_cases.hpp"
#include "support/phone_generators.hpp"
#include "support/property.hpp"

#include <cstddef>
#include <random>
#include <set>
#include <string>

// Two programs have these tests: that of the other tests, in which the library has the metadata of
// our tables, and one in which our tables have the library's own metadata (decision 0016).

namespace {

using leadcore::test_support::any_phone_text;
using leadcore::test_support::any_region_code;
using leadcore::test_support::libphonenumber_rule;
using leadcore::test_support::phone_examples;
using leadcore::test_support::phone_vectors;
using leadcore::test_support::typed_example;
using leadcore::test_support::typed_example_forms;
using leadcore::test_support::typed_example_from_elsewhere;

std::string ours(const std::string& text, const std::string& from) {
  const auto parsed = leadcore::parse_phone(text, leadcore::region(from));
  return std::string(parsed.has_value() ? (*parsed).view() : "error");
}

struct typed_phone {
  std::string text, from;
};
/// An example number of any region as people write it, from that region or another, often with a
/// typing error.
rc::Gen<typed_phone> typed() {
  return rc::gen::exec([] {
    const auto& example = *rc::gen::elementOf(phone_examples());
    const std::string elsewhere = (*rc::gen::elementOf(phone_examples())).region;
    const bool there = *rc::gen::weightedElement<bool>({{3, true}, {1, false}});
    const auto form = *rc::gen::inRange(0U, typed_example_forms);
    std::string text = typed_example(example, form, elsewhere);
    const auto mistakes = *rc::gen::weightedElement<int>({{2, 0}, {2, 1}, {1, 2}});
    for (int i = 0; i < mistakes; ++i) {
      const auto at = *rc::gen::inRange<std::size_t>(0, text.size() + 1);
      text.erase(at, *rc::gen::inRange<std::size_t>(0, 3));
      text.insert(at, *rc::gen::element<std::string>("", "0", "1", "7", "00", "00 ", "+", "15", " ",
                                                     "-", "\u00A0"));
    }
    text = *rc::gen::element<std::string>("", "", "", "0", "(0)", "+", "tel:") + text +
           *rc::gen::element<std::string>("", "", "", "0", "12", " x 12", ",,7", "#9", " \uFF5E 3");
    return typed_phone{text,
                       there && form != typed_example_from_elsewhere ? example.region : elsewhere};
  });
}

} // namespace

TEST_CASE("every phone vector agrees with libphonenumber for C++", "[phone]") {
  for (const auto& one : phone_vectors()) {
    INFO(one.where());
    CHECK(libphonenumber_rule(one.text("text"), one.text("region")) ==
          ours(one.text("text"), one.text("region")));
  }
}

// Cases in which ports differ from the library (decisions 0011 and 0016).
TEST_CASE("parse_phone agrees with libphonenumber for C++ where its ports differ", "[phone]") {
  for (const char* const from : {"", "US", "GB", "DE", "AR"}) {
    for (const std::string& text : {std::string("+44 20 7946 0958 \uFF5E 12"),
                                    std::string("+44 20 7946 0958\uFF5E12"),
                                    std::string("020 7946\uFF5E0958"),
                                    std::string("+44 20 7946 0958 exten\u017Fion 12"),
                                    std::string("+1 800 FLOWER\u017F"),
                                    std::string("+1 800 \u212AITTEN"),
                                    std::string("+1 800 KITTEN"),
                                    std::string("+442079460958\0", 14),
                                    std::string("+44\xFF"
                                                "2079460958"),
                                    std::string("+44 20 7946 0958 \U0001F642"),
                                    std::string("+44 20 7946 0958 \u00E9"),
                                    std::string("\u0967 \u096B\u0966\u096C 234 5678"),
                                    std::string("+1 800 FLOWE\uFF11"),
                                    std::string("tel:020 7946 0958;phone-context="),
                                    std::string("tel:020 7946 0958;phone-context=+"),
                                    std::string("\u2460\u2461 020 7946 0958"),
                                    "+44" + std::string(230, ' ') + "2079460958",
                                    "+44" + std::string(238, ' ') + "2079460958",
                                    "+44" + std::string(300, '-') + "2079460958",
                                    std::string(400, '(') + "+442079460958",
                                    "+442079460958" + std::string(300, ' '),
                                    std::string(250, '1'),
                                    std::string(251, '1')}) {
      INFO(text << " from " << from);
      CHECK(ours(text, from) == libphonenumber_rule(text, from));
    }
  }
}

TEST_CASE("parse_phone agrees with libphonenumber for C++ on every example number in every form",
          "[phone]") {
  const auto& examples = phone_examples();
  std::size_t compared = 0;
  std::size_t differences = 0;
  for (std::size_t i = 0; i < examples.size(); ++i) {
    const std::string& elsewhere = examples[(i * 7 + 3) % examples.size()].region;
    for (unsigned form = 0; form < typed_example_forms; ++form) {
      const std::string text = typed_example(examples[i], form, elsewhere);
      const std::string& from =
          form == typed_example_from_elsewhere ? elsewhere : examples[i].region;
      ++compared;
      if (const std::string expected = libphonenumber_rule(text, from);
          ours(text, from) != expected) {
        ++differences;
        UNSCOPED_INFO(text << " from " << from << " is " << expected);
      }
    }
  }
  CHECK(compared > 8000); // types of 254 plans in 6 forms
  CHECK(differences == 0);
}

TEST_CASE("parse_phone agrees with libphonenumber for C++ on random digits for each region",
          "[phone]") {
  std::mt19937 random(std::random_device{}());
  const auto digits = [&random] {
    std::string text(std::uniform_int_distribution<std::size_t>(1, 18)(random), '0');
    for (char& digit : text) {
      digit = static_cast<char>('0' + std::uniform_int_distribution<int>(0, 9)(random));
    }
    return text;
  };
  std::set<std::string> regions;
  leadcore::test_support::libphonenumber().GetSupportedRegions(&regions);
  CHECK(regions.size() == 245); // decision 0012
  std::size_t differences = 0;
  for (const std::string& from : regions) {
    const std::string code =
        std::to_string(leadcore::test_support::libphonenumber().GetCountryCodeForRegion(from));
    for (int i = 0; i < 40; ++i) {
      for (const std::string& text : {digits(), code + digits(), "+" + code + digits()}) {
        if (const std::string expected = libphonenumber_rule(text, from);
            ours(text, from) != expected) {
          ++differences;
          UNSCOPED_INFO(text << " from " << from << " is " << expected);
        }
      }
    }
  }
  CHECK(differences == 0);
}

TEST_CASE("parse_phone agrees with libphonenumber for C++ on numbers as people type them",
          "[phone]") {
  constexpr std::size_t cases = 20'000;
  const auto drawn = leadcore::test_support::run_phone_program(
      leadcore::test_support::phone_cases_command("", cases));
  INFO(drawn.command);
  REQUIRE(drawn.status == 0);
  std::size_t compared = 0;
  std::size_t numbers = 0;
  std::size_t differences = 0;
  for (const auto& row : drawn.rows) {
    REQUIRE(row.size() == 2);
    const std::string text = leadcore::test_support::unescape_phone(row[0]);
    const std::string expected = libphonenumber_rule(text, row[1]);
    ++compared;
    numbers += expected != "error" ? 1U : 0U;
    if (ours(text, row[1]) != expected) {
      ++differences;
      UNSCOPED_INFO(row[0] << " from " << row[1] << " is " << expected);
    }
  }
  CHECK(compared == cases);
  CHECK(numbers > cases / 10);
  CHECK(differences == 0);
}

// decisions 0010 to 0013
TEST_CASE("parse_phone agrees with libphonenumber for C++ on any text", "[phone]") {
  rc::prop(
      "as people type",
      [] {
        const auto [text, from] = *typed();
        const std::string expected = libphonenumber_rule(text, from);
        RC_CLASSIFY(expected != "error", "a number");
        RC_ASSERT(ours(text, from) == expected);
      },
      20);
  rc::prop(
      "near a vector, of pieces, of any bytes",
      [] {
        const std::string text = *any_phone_text();
        const std::string from = *any_region_code();
        const std::string expected = libphonenumber_rule(text, from);
        RC_CLASSIFY(expected != "error", "a number");
        RC_ASSERT(ours(text, from) == expected);
      },
      20);
}
