// SPDX-License-Identifier: BSL-1.0
#include <leadcore/query/search_term.hpp>

#include "support/answers/query.hpp"
#include "support/catch.hpp"

#include <leadcore/query/endpoint.hpp>

#include <string>
#include <string_view>
#include <vector>

using namespace leadcore;

namespace {

search_term term_of(std::string_view text) {
  auto parsed = parse_search_term(text);
  REQUIRE(parsed.has_value());
  return *parsed;
}

} // namespace

TEST_CASE("terms match as the vectors say") {
  for (const auto& each : LEADCORE_VECTORS("match.jsonl")) {
    INFO(each.where());
    CHECK(test_support::answers::matches(each) == each.out);
  }
}

TEST_CASE("a term does not match in other fields") {
  const lead row{.id = "needle",
                 .contact_id = "needle",
                 .source = "needle",
                 .notes = "needle",
                 .assigned_to_id = "needle",
                 .client_id = "needle"};
  CHECK_FALSE(matches(row, term_of("needle")));
}

TEST_CASE("white space of any kind is trimmed and collapsed") {
  CHECK(term_of(" \t\r\n a \u3000\u00a0 b\u2028").text() == "a b");
  CHECK(term_of("\u200b").text() == "\u200b"); // a format character, not White_Space
  CHECK(term_of("   ").empty());
  CHECK(term_of("") == search_term{});
}

TEST_CASE("a bad term has a code and an offset") {
  const auto error = [](std::string_view text) {
    const auto parsed = parse_search_term(text);
    REQUIRE_FALSE(parsed.has_value());
    return parsed.error();
  };
  CHECK(error("ab\xff") == search_error{search_errc::invalid_utf8, 2});
  CHECK(error(std::string_view("a\0b", 3)) == search_error{search_errc::nul_character, 1});
  CHECK(error(std::string(257, 'a')) == search_error{search_errc::too_long, 257});
  CHECK(parse_search_term(std::string(256, 'a')).has_value());
  CHECK(parse_search_term(std::string(300, ' ') + "a").has_value());
}

TEST_CASE("a term has room for a folding of three times its bytes") {
  std::string text;
  for (int i = 0; i < 256; ++i) {
    text += "\U0001D160"; // a composition exclusion: three code points
  }
  CHECK(term_of(text).folded().size() == max_fold_growth * text.size());
  CHECK(term_of(text).folded() == fold(text));
}

TEST_CASE("a copied term does not refer to the original") {
  search_term copy;
  {
    const search_term first = term_of("+44 20");
    copy = first;
  }
  CHECK(copy.text() == "+44 20");
  CHECK(copy.phone().digits() == "4420");
  CHECK(copy.phone().anchored());
}

TEST_CASE("a phone pattern knows its kind") {
  const auto pattern = [](std::string_view text) {
    const search_term term = term_of(text);
    const phone_pattern phone = term.phone();
    return std::string(phone.active() ? phone.digits() : "-") + (phone.anchored() ? "^" : "") +
           (phone.has_trunk_prefix() ? "0" : "");
  };
  CHECK(pattern("415 555") == "415555");
  CHECK(pattern("+1 (415)") == "1415^");
  CHECK(pattern("0044 20") == "4420^");
  CHECK(pattern("0-044 20") == "4420^"); // once separators are dropped
  CHECK(pattern("0207946") == "02079460");
  CHECK(pattern("020794") == "020794");
  CHECK(pattern("12") == "-");
  CHECK(pattern("12a3") == "-");
  CHECK(pattern("000") == "0^");
}
