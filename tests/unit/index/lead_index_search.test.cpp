// SPDX-License-Identifier: BSL-1.0
#include <leadcore/index/lead_index.hpp>

#include "support/catch.hpp"
#include "support/index_answers.hpp"
#include "support/leads.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

using namespace leadcore;
using namespace leadcore::test_support;

TEST_CASE("bytes that are not UTF-8 are found as list() finds them") {
  const std::vector<lead> rows{row("1", "caf\xC3"), row("2", "\xA9 rights"),
                               row("3", "caf\xC3\xA9"), row("4", "\xC0\xF6\xF5 1"),
                               row("5", "a\xFF"
                                        "b")};
  const lead_index index(rows);
  for (const char* const term :
       {"caf", "\xC3", "\xC3\xA9", "\xA9", "\xC0", "\xFF", "ab", "f\xC3\xA9", "10"}) {
    INFO(term);
    lead_query query;
    query.search = unchecked_search_term(term);
    require_same_answer(index.snapshot(), rows, query);
  }
}

TEST_CASE("phones that are no E.164 numbers are found as list() finds them") {
  std::vector<lead> rows;
  for (const char* const phone :
       {"+14155550101", "(415) 555-0101", "+1 (415) 555-0101", "004155", "41 55", "+", "", "1+4",
        "+4+1", "415", "\U00041041 1", "x0041", "555 01 01"}) {
    rows.push_back(
        row("p" + std::to_string(rows.size()), "Name " + std::to_string(rows.size() * 415)));
    rows.back().phones = {phone};
  }
  rows.push_back(row("n", "4155 Ltd \U00041041"));
  lead_index filled(rows);
  lead_index grown;
  for (const lead& each : rows) {
    grown.upsert(each);
  }
  for (const char* const term :
       {"+",           "+1",   "+4",    "1",      "15",     "55",   "41",  "4155", "415 5",
        "(415)",       "+415", "+1415", "00415",  "004155", "0041", "111", "1111", "0415555",
        "04155550101", "+41",  "+4+1",  "+4-155", "55 0",   "155",  "1+4", "-"}) {
    INFO(term);
    lead_query query;
    query.search = unchecked_search_term(term);
    require_same_answer(filled.snapshot(), rows, query);
    require_same_answer(grown.snapshot(), rows, query);
  }
}

TEST_CASE("terms of one word and of several are found in words, spanning them and nowhere else") {
  std::vector<lead> rows;
  for (int i = 0; i < 3; ++i) { // texts that are one of a kind, and some that are in many
    for (const char* const name : {"Ann Smith",
                                   "Ann-Smith",
                                   "Annsmith",
                                   "annsmith7",
                                   "7annsmith",
                                   "ann7smith",
                                   "a b c",
                                   "ab c",
                                   "a bc",
                                   "abc",
                                   "ann.smith@acme.com",
                                   "x.ann.smith@acme.com",
                                   "smith@acme.company",
                                   "acme.com",
                                   "acme.co.uk",
                                   "Zo\u00EB Ann",
                                   "aaaa aaaa",
                                   "aaa",
                                   "aa aa",
                                   "3M 42nd",
                                   "no--where"}) {
      rows.push_back(row(std::to_string(rows.size()), name));
    }
  }
  for (int i = 0; i < 400; ++i) {
    rows.push_back(row(std::to_string(rows.size()), "Common Name" + std::to_string(i)));
  }
  const lead_index index(rows);
  for (const char* const term : {"ann",
                                 "ann smith",
                                 "n s",
                                 "nn sm",
                                 "annsmith",
                                 "smith7",
                                 "h7",
                                 "7a",
                                 "7s",
                                 "nn7sm",
                                 "a b",
                                 "b c",
                                 "a b c",
                                 "ab c",
                                 "ann.smith@",
                                 "n.smith@acme.com",
                                 "@acme.com",
                                 "@acme",
                                 "acme.co",
                                 ".co",
                                 ".",
                                 "@",
                                 "e.c",
                                 "o\u00EB a",
                                 "\u00EB",
                                 "aaaa a",
                                 "a aaa",
                                 "aaa",
                                 "aa aa",
                                 "3m",
                                 "m 4",
                                 "42n",
                                 "2nd",
                                 "--",
                                 "o--w",
                                 "common name",
                                 "n name1",
                                 "name39",
                                 "common name39",
                                 "q",
                                 "zq",
                                 "common q",
                                 "q name"}) {
    INFO(term);
    lead_query query;
    query.search = unchecked_search_term(term);
    require_same_answer(index.snapshot(), rows, query);
  }
}

TEST_CASE("short terms of many leads answer as list() does, whatever has changed") {
  std::vector<lead> rows = many(1500, 13);
  for (std::size_t i = 0; i < rows.size(); i += 3) {
    rows[i].phones = {
        "12 15-" + std::to_string(i)}; // whose digits are searched otherwise than those of the rest
  }
  lead_index index(rows);
  const auto check = [&] {
    for (const std::string_view term : {"o", "om", "n", "15", "12", "1", "41", "e ", "@a", "5-"}) {
      for (const std::string_view rest :
           {"", "page=2&pageSize=4", "page=60&pageSize=5", "assignedToId=unassigned&pageSize=100",
            "assignedToId=u3&status=LOST"}) {
        lead_query query = asked(rest);
        query.search = unchecked_search_term(term);
        INFO(term << " " << rest);
        require_same_answer(index.snapshot(), rows, query);
      }
    }
  };
  check();
  const auto erase_some = [&](std::size_t step) {
    for (std::size_t i = 0; i < rows.size(); i += step) {
      REQUIRE(index.erase(rows[i].id));
      rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(i));
    }
  };
  erase_some(5);
  check();
  for (std::size_t i = 0; i < rows.size(); i += 2) { // more than one tail has room for
    rows[i].name = i % 4 == 0 ? "Tom 12" : "Ann";
    index.upsert(rows[i]);
  }
  check();
  erase_some(2);
  check();
  rows.resize(20);
  index.assign(rows);
  check();
}
