// SPDX-License-Identifier: BSL-1.0
#include <leadcore/sql/detail/trigram_terms.hpp>

#include "support/catch.hpp"

#include <string>
#include <string_view>
#include <vector>

using namespace leadcore;
using namespace leadcore::sql::detail;

namespace {

using views = std::vector<std::string_view>;

std::string terms(std::string_view term) {
  return fts5_terms(unchecked_search_term(term));
}

} // namespace

// decision 0107
TEST_CASE("the trigrams of a needle have each of its code points, the last one first", "[sql]") {
  CHECK(indexed_trigrams("", false).empty());
  CHECK(indexed_trigrams("\u00E9b", false).empty());
  CHECK(indexed_trigrams("abc", false) == views{"abc"});
  CHECK(indexed_trigrams("abcd", false) == views{"bcd", "abc"});
  CHECK(indexed_trigrams("王小明ab", false) == views{"明ab", "王小明"});
  CHECK(indexed_trigrams("quetzal", false) == views{"zal", "que", "etz"});
  CHECK(indexed_trigrams(std::string(256, 'a') + "b", false) == views{"aab", "aaa"});
  std::string long_needle;
  for (char c = 'a'; c <= 'z'; ++c) {
    long_needle += std::string(3, c);
  }
  CHECK(indexed_trigrams(long_needle, false).size() == max_indexed_trigrams);
}

TEST_CASE("a phone is looked up by its last five digits", "[sql]") {
  CHECK(indexed_trigrams("PBEBFFFFBCDE", true) == views{"CDE", "FBC", "BCD"});
  CHECK(indexed_trigrams("ABCD", true) == views{"BCD", "ABC"});
  CHECK(last_code_points("abc", 5) == "abc");
  CHECK(last_code_points("aé", 1) == "é");
}

TEST_CASE("the terms of a search are one string of FTS5 each, so that none is read as its syntax",
          "[sql]") {
  CHECK(terms("Groß") == R"((("oss" AND "gro")))");
  CHECK(terms(R"(a"b)") == R"((("a""b")))");
  CHECK(terms("OR*") == R"((("or*")))");
  CHECK(terms("415 555") == R"((("555" AND "5 5" AND " 55") OR ("FFF" AND "BFF")))");
  CHECK(terms("+442") == R"((("442" AND "+44") OR ("EEC" AND "PEE")))");
}

TEST_CASE("a term of which trigrams say nothing has none", "[sql]") {
  CHECK(terms("ab").empty());
  CHECK(terms("王").empty());
  CHECK(terms("\xFF").empty());
  CHECK(fts5_terms(search_term()).empty());
}
