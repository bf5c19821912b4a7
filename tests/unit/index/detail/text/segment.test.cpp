// SPDX-License-Identifier: BSL-1.0
#include <leadcore/index/detail/text/segment.hpp>

#include "support/alphabets.hpp"
#include "support/catch.hpp"

#include <cstddef>
#include <map>
#include <random>
#include <string>
#include <string_view>
#include <vector>

using namespace leadcore;
using detail::doc_id;
using strings = std::vector<std::string>;

namespace {

using alphabet = testing::digit_alphabet;
constexpr doc_id first_doc = 128;

/// A segment and a naive scan find the same documents.
void require_found(const strings& texts, const strings& needles, bool indexed = true) {
  detail::segment<alphabet> made(first_doc);
  const auto text_of = [&](std::size_t i) { return std::string_view(texts[i]); };
  (indexed ? made.assign(texts.size(), text_of) : made.assign_texts(texts.size(), text_of))
      .finish();
  REQUIRE(made.is_indexed() == indexed);
  std::map<doc_id, std::string> model;
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const doc_id doc = first_doc + static_cast<doc_id>(i);
    model.emplace(doc, texts[i]);
    bytes += texts[i].size();
    REQUIRE(made.text(doc) == texts[i]);
  }
  REQUIRE(made.first() == first_doc);
  REQUIRE(made.size() == texts.size());
  REQUIRE(made.end() == first_doc + texts.size());
  REQUIRE(made.bytes() == bytes);
  const detail::deleted_docs none;
  for (const std::string& needle : needles) {
    INFO(needle);
    const strings sought{needle};
    const std::vector<doc_id> expected = testing::naive_search(model, sought);
    for (const bool share : {false, true}) {
      detail::match_set found(made.end(), none);
      made.search(sought, share, found);
      found.freeze();
      REQUIRE((share || !found.shares_bitmap()));
      REQUIRE(found.docs() == expected);
    }
    std::vector<doc_id> scanned;
    made.scan(needle, 0, made.size(), [&](doc_id doc) { scanned.push_back(doc); });
    REQUIRE(scanned == expected);
  }
}

} // namespace

TEST_CASE("a segment that is not indexed finds what an indexed one finds") {
  const strings texts{"ann smith", "", "smith, ann", "ann", "7ann"};
  for (const bool indexed : {false, true}) {
    require_found(texts, {"a", "nn", "ann", "n s", "h, a", "smith", "7", "q", "ann smith"},
                  indexed);
    require_found({}, {"a", "ab c"}, indexed);
  }
}

TEST_CASE("a segment without documents or without bytes finds nothing") {
  require_found({}, {"a", "ab", "abc", "a b", "a b c"});
  require_found({"", ""}, {"a", "ab", "abc", "a b", "a b c"});
}

TEST_CASE("needles of one term and of several are found in terms, across them and nowhere else") {
  strings texts;
  for (int i = 0; i < 3; ++i) {
    for (const char* const text : {"ann smith",
                                   "ann-smith",
                                   "annsmith",
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
                                   "zo\xC3\xAB ann",
                                   "aaaa aaaa",
                                   "aaa",
                                   "aa aa",
                                   "3m 42nd",
                                   "no--where",
                                   "ann\xFFsmith",
                                   "a\xFF b"}) {
      texts.emplace_back(text);
    }
  }
  for (int i = 0; i < 400; ++i) {
    texts.push_back("common name" + std::to_string(i));
  }
  require_found(texts, {"ann",         "ann smith", "n s",        "nn sm",
                        "annsmith",    "smith7",    "h7",         "7a",
                        "7s",          "nn7sm",     "a b",        "b c",
                        "a b c",       "ab c",      "ann.smith@", "n.smith@acme.com",
                        "@acme.com",   "@acme",     "acme.co",    ".co",
                        ".",           "@",         "e.c",        "o\xC3\xAB a",
                        "\xC3\xAB",    "\xAB",      "aaaa a",     "a aaa",
                        "aaa",         "aa aa",     "3m",         "m 4",
                        "42n",         "2nd",       "--",         "o--w",
                        "common name", "n name1",   "name39",     "common name39",
                        "q",           "zq",        "common q",   "q name",
                        " ",           "  "});
}

TEST_CASE("a rare term before a common one is found, wherever it begins and ends") {
  strings texts;
  std::string name = "aaa";
  for (int i = 0; i < 3000; ++i) {
    texts.push_back(name + "zn smith-" + name); // as many pairs have "zn " and "n s"
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
    texts.push_back(more);
  }
  for (char end = 'a'; end <= 'z'; ++end) { // a left term of many pairs, none with the right term
    texts.push_back(std::string("kkkzn q") + end);
  }
  require_found(texts,
                {"kkkzn smi", "kkkzn q", "kkkzn qc", "bcdzn smith", "bcdzn s", "bcdzn smith-bcd",
                 "n smith", "cdzn smith", "bdzn smith", "ybdzn smith", far + "bdzn s",
                 far + "bdzn smiths", "smith-bcd", "n smith-bcd", "qdzn smith"});
}

TEST_CASE("n-grams of more terms or pairs than one list may have are found as those of few") {
  // Of three letters without "c" there are more terms and pairs than that, of the others fewer.
  std::mt19937 random(11);
  const auto below = [&](std::size_t bound) { return static_cast<std::size_t>(random() % bound); };
  const auto term = [&](std::size_t least, std::size_t most) {
    std::string made(least + below(most - least + 1), 'a');
    for (char& each : made) {
      each = "aaaaaabbbbbbc"[below(13)];
    }
    return made;
  };
  strings texts;
  for (int i = 0; i < 10'000; ++i) {
    texts.push_back(term(4, 12) + " -"[below(2)] + term(1, 3) + " -"[below(2)] + term(1, 6));
  }
  strings needles;
  for (std::size_t i = 0; i < 600; ++i) {
    const std::string& of = texts[below(texts.size())];
    std::string& needle = needles.emplace_back(of.substr(below(of.size()), 1 + below(9)));
    if (i % 3 == 0) {
      needle[below(needle.size())] = "abc"[below(3)]; // which may not be there
    } else if (i % 3 == 1) {
      needle.back() = 'z'; // which is not
    }
  }
  require_found(texts, needles);
}

TEST_CASE("an n-gram is found wherever it is in few terms, whatever bytes follow") {
  std::mt19937 random(3);
  const auto below = [&](std::size_t bound) { return static_cast<std::size_t>(random() % bound); };
  std::vector<strings> sets{{"azzza", "byyyb", "czzzc"}, {"aq zan", "bx yb", "cq zc"}};
  for (int i = 0; i < 400; ++i) {
    strings& texts = sets.emplace_back(2 + below(12));
    for (std::string& text : texts) {
      for (std::size_t size = 1 + below(9); text.size() < size;) {
        text += "aaabbc12- "[below(10)];
      }
    }
  }
  for (const strings& texts : sets) {
    strings needles;
    for (const std::string& text : texts) {
      for (std::size_t i = 0; i < text.size(); ++i) {
        needles.push_back(text.substr(i, 1 + below(5)));
      }
    }
    require_found(texts, needles);
  }
}

TEST_CASE("needles of one and two bytes are found however many documents have them") {
  strings texts;
  for (std::size_t i = 0; i < 640; ++i) {
    // A sixteenth has "q", an eighth "w", fewer than that "v", and few the others.
    std::string text = i % 16 == 0             ? "qa"
                       : i % 8 == 1            ? "wa wb"
                       : i % 9 == 2 && i < 630 ? "xvv"
                                               : "na";
    text += i == 3   ? " k"
            : i == 4 ? " jk"
            : i == 5 ? " hjk"
            : i == 6 ? " " + std::string(50, 'y') + "jk"
                     : "";
    text += i == 7 ? " kjkj" : i == 8 ? " kkk" : i == 9 ? " \xC3\xABk" : i == 10 ? "-k.k" : "";
    texts.push_back(text + "\xFF+1415555" + std::to_string(1000 + i));
  }
  require_found(texts,
                {"q",  "qa", "w",  "wa", "wb", "a ", "v",  "xv",       "vv",    "n",  "k", "jk",
                 "kj", "hj", "yj", "y",  "yy", "kk", " k", "\xC3\xAB", "\xABk", "-k", "-", ".",
                 "a-", "k.", "0",  "1",  "9",  "99", "47", "15",       "+1",    "A",  "BB"});
}

TEST_CASE("terms that begin alike, and end sooner or differ late, are told apart") {
  strings texts;
  const std::string base = "abcdefghijklmnopqrstuvwxyzabcdefghijkl";
  strings needles;
  for (std::size_t size = 1; size <= base.size(); ++size) {
    const std::string prefix = base.substr(0, size);
    for (const char* const end : {"", "a", "z", "\xFE"}) {
      const std::string term = prefix + end;
      for (const std::string& text :
           strings{term, "first " + term, term + " last", "mid " + term + " dle"}) {
        texts.push_back(text);
      }
    }
    for (const std::string& needle :
         strings{prefix, prefix + "z", "first " + prefix, "t " + prefix + "z",
                 base.substr(base.size() - size) + " l", base.substr(size - 1, 5),
                 "d " + prefix + " d", "mid " + prefix + "z dle", base.substr(size - 1, 3) + "z"}) {
      needles.push_back(needle);
    }
  }
  require_found(texts, needles);
}

TEST_CASE("both terms of a pair are compared, however few documents have them") {
  require_found({"xyzn qa", "ann smith", "yzn-sq", "bn sa", "n s", "zn"},
                {"zn s", "n sm", "n s", "zn q", "zn-s", "zn-q", "xyzn s", "nn s", "nn sa", "n qa",
                 "n q", "zn qa"});
}

TEST_CASE("one of several needles is enough, and a bitmap is shared once") {
  strings texts;
  for (int i = 0; i < 64; ++i) {
    texts.emplace_back(i % 4 == 0 ? "a1 q" : i % 4 == 1 ? "AB" : i % 4 == 2 ? "-01" : "rst");
  }
  detail::segment<alphabet> made(0);
  const auto text_of = [&](std::size_t i) { return std::string_view(texts[i]); };
  made.assign(texts.size(), text_of).finish();
  std::map<doc_id, std::string> model;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    model.emplace(static_cast<doc_id>(i), texts[i]);
  }
  const detail::deleted_docs none;
  for (const strings& needles :
       {strings{"01", "AB"}, strings{"01", "a"}, strings{"01"}, strings{"AB", "01", "rst"},
        strings{"q", "r", "zz"}, strings{"1 q", "a1 q", "a"}}) {
    detail::match_set found(texts.size(), none);
    made.search(needles, true, found);
    found.freeze();
    CHECK(found.docs() == testing::naive_search(model, needles));
    CHECK(found.size() == found.docs().size());
    CHECK(made.search_cost(needles) > 0);
  }
  CHECK(made.search_cost(strings{"zz"}) == 0);
  CHECK(made.search_cost(strings{"q z"}) == 0);
}
