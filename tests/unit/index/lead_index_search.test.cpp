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
    query.search = make_search_term(term);
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
    query.search = make_search_term(term);
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
    query.search = make_search_term(term);
    require_same_answer(index.snapshot(), rows, query);
  }
}

TEST_CASE("a rare word before a common one is found, wherever it begins and ends") {
  std::vector<lead> rows;
  std::string name = "aaa";
  for (int i = 0; i < 3000; ++i) {
    rows.push_back(
        row(std::to_string(i), name + "zn smith-" + name)); // as many pairs with "zn " and "n s"
    for (std::size_t at = 0; ++name[at] == 'g'; ++at) {
      name[at] = 'a';
      if (at + 1 == name.size()) {
        name += "a";
      }
    }
  }
  const std::string far(40, 'y');
  for (const std::string& more :
       strings{far + "bdzn smith", far + "bdzn", "q" + far + "bdzn smithers", "bdzn.smith",
               "bcdznx smith-bcd"}) {
    rows.push_back(row(std::to_string(rows.size()), more));
  }
  for (char end = 'a'; end <= 'z';
       ++end) { // a left word of many pairs, none of which has the right one
    rows.push_back(row(std::to_string(rows.size()), std::string("kkkzn q") + end));
  }
  const lead_index index(rows);
  for (const std::string& term :
       strings{"kkkzn smi", "kkkzn q", "kkkzn qc", "bcdzn smith", "bcdzn s", "bcdzn smith-bcd",
               "n smith", "cdzn smith", "bdzn smith", "ybdzn smith", far + "bdzn s",
               far + "bdzn smiths", "smith-bcd", "n smith-bcd", "qdzn smith"}) {
    INFO(term);
    lead_query query;
    query.search = make_search_term(term);
    require_same_answer(index.snapshot(), rows, query);
  }
}

TEST_CASE("n-grams of many words or pairs are found as those of few are") {
  // Of three letters in a row without "c" there are more words and pairs than a list may have, of the others fewer.
  std::mt19937 random(11);
  const auto below = [&](std::size_t bound) { return static_cast<std::size_t>(random() % bound); };
  const auto word = [&](std::size_t least, std::size_t most) {
    std::string made(least + below(most - least + 1), 'a');
    for (char& each : made) {
      each = "aaaaaabbbbbbc"[below(13)];
    }
    return made;
  };
  const auto gap = [&] { return " -"[below(2)]; };
  std::vector<lead> rows;
  std::vector<std::string> texts;
  for (int i = 0; i < 10'000; ++i) {
    texts.push_back(word(4, 12) + gap() + word(1, 3) + gap() + word(1, 6));
    rows.push_back(row(std::to_string(i), texts.back()));
  }
  const lead_index index(rows);
  for (std::size_t i = 0; i < 600; ++i) {
    const std::string& of = texts[below(texts.size())];
    const std::size_t begin = below(of.size());
    std::string term = of.substr(begin, 1 + below(9)); // which is there,
    if (i % 3 == 0) {
      term[below(term.size())] = "abc"[below(3)]; // which may not be,
    } else if (i % 3 == 1) {
      term.back() = 'z'; // and which is not
    }
    if (term.front() == ' ' || term.back() == ' ') {
      continue;
    }
    lead_query query;
    query.search = make_search_term(term);
    query.page.page_size = 100;
    const auto page = index.list(query);
    const auto has_term = [&](const std::string& text) {
      return text.find(term) != std::string::npos;
    };
    INFO(term);
    REQUIRE(page.pagination.total ==
            static_cast<std::uint64_t>(std::ranges::count_if(texts, has_term)));
    REQUIRE(page.data.size() == std::min<std::uint64_t>(page.pagination.total, 100));
    REQUIRE(std::ranges::all_of(
        page.data, [&](const auto& each) { return has_term(std::string(each.get().name())); }));
  }
}

TEST_CASE("an n-gram is found anywhere in few words, whatever follows it") {
  std::mt19937 random(3);
  const auto below = [&](std::size_t bound) { return static_cast<std::size_t>(random() % bound); };
  std::vector<std::vector<std::string>> sets{{"azzza", "byyyb", "czzzc"},
                                             {"aq zan", "bx yb", "cq zc"}};
  for (int i = 0; i < 400; ++i) {
    std::vector<std::string>& names = sets.emplace_back(2 + below(12));
    for (std::string& name : names) {
      for (std::size_t size = 1 + below(9); name.size() < size || name.back() == ' ';) {
        name += "aaabbc12- "[below(name.empty() ? 9 : 10)];
      }
    }
  }
  for (const std::vector<std::string>& names : sets) {
    std::vector<lead> rows;
    for (const std::string& name : names) {
      rows.push_back(row(std::to_string(rows.size()), name));
    }
    const lead_index index(rows);
    for (const std::string& name : names) {
      for (std::size_t i = 0; i < name.size(); ++i) {
        lead_query query;
        query.search = make_search_term(name.substr(i, 1 + below(5)));
        INFO(query.search.text());
        require_same_answer(index.snapshot(), rows, query);
      }
    }
  }
}

TEST_CASE("terms of one and two characters are found however many leads contain them") {
  std::vector<lead> rows;
  for (std::size_t i = 0; i < 640;
       ++i) { // a sixteenth has "q", an eighth "w", less than that "v", and few the others
    std::string name = i % 16 == 0             ? "qa"
                       : i % 8 == 1            ? "wa wb"
                       : i % 9 == 2 && i < 630 ? "xvv"
                                               : "na";
    name += i == 3   ? " k"
            : i == 4 ? " jk"
            : i == 5 ? " hjk"
            : i == 6 ? " " + std::string(50, 'y') + "jk"
                     : "";
    name += i == 7 ? " kjkj" : i == 8 ? " kkk" : i == 9 ? " \u00EBk" : i == 10 ? "-k.k" : "";
    rows.push_back(row(std::to_string(i), name));
    rows.back().phones = {"+1415555" + std::to_string(1000 + i)};
  }
  const lead_index index(rows);
  for (const std::string& term :
       strings{"q",  "qa", "w",  "wa", "wb", "a ", "v",  "xv", "vv",     "n",       "k",  "jk",
               "kj", "hj", "yj", "y",  "yy", "kk", " k", "k",  "\u00EB", "\u00EBk", "-k", "-",
               ".",  "a-", "k.", "0",  "1",  "9",  "99", "47", "15",     "+1"}) {
    INFO(term);
    lead_query query;
    query.search = make_search_term(term);
    query.page.page_size = 100;
    require_same_answer(index.snapshot(), rows, query);
  }
}

TEST_CASE("words that begin alike, and end sooner or differ late, are told apart") {
  std::vector<lead> rows;
  const std::string base = "abcdefghijklmnopqrstuvwxyzabcdefghijkl";
  for (std::size_t size = 1; size <= base.size(); ++size) {
    for (const char* const end : {"", "a", "z", "\u00FF"}) {
      const std::string word = base.substr(0, size) + end;
      for (const std::string& name :
           strings{word, "first " + word, word + " last", "mid " + word + " dle"}) {
        rows.push_back(row(std::to_string(rows.size()), name));
      }
    }
  }
  const lead_index index(rows);
  for (std::size_t size = 1; size <= base.size(); ++size) {
    for (const std::string& term :
         strings{base.substr(0, size), base.substr(0, size) + "z", "first " + base.substr(0, size),
                 "t " + base.substr(0, size) + "z", base.substr(base.size() - size) + " l",
                 base.substr(size - 1, 5), "d " + base.substr(0, size) + " d",
                 "mid " + base.substr(0, size) + "z dle", base.substr(size - 1, 3) + "z"}) {
      INFO(term);
      lead_query query;
      query.search = make_search_term(term);
      require_same_answer(index.snapshot(), rows, query);
    }
  }
}

TEST_CASE("both of two words are compared, however few leads contain them") {
  std::vector<lead> rows;
  for (const char* const name : {"xyzn qa", "ann smith", "yzn-sq", "bn sa", "n s", "zn"}) {
    rows.push_back(row(std::to_string(rows.size()), name));
  }
  const lead_index index(rows);
  for (const std::string& term : strings{"zn s", "n sm", "n s", "zn q", "zn-s", "zn-q", "xyzn s",
                                         "nn s", "nn sa", "n qa", "n q", "zn qa"}) {
    INFO(term);
    lead_query query;
    query.search = make_search_term(term);
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
        query.search = make_search_term(term);
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
