// SPDX-License-Identifier: BSL-1.0
#include <leadcore/text/fold.hpp>

#include "support/catch.hpp"
#include "support/unicode_data.hpp"
#include "support/vector_reader.hpp"

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

using namespace leadcore;
using test_support::hex;
using test_support::parse_code_points;
using test_support::read_ucd;
using test_support::to_utf8;

namespace {

std::string repeat(std::string_view text, std::size_t times) {
  std::string out;
  while (times-- != 0) {
    out += text;
  }
  return out;
}

} // namespace

TEST_CASE("fold.jsonl: each text folds as the vectors say, and its folding is its own folding") {
  for (const auto& each : LEADCORE_VECTORS("fold.jsonl")) {
    const std::string text = each.text("text");
    const std::string folded = fold(text);
    const std::string expected = test_support::bytes_of(each.out.at("text"));
    INFO(each.where() << ": " << hex(folded) << "instead of " << hex(expected));
    CHECK(folded == expected);
    CHECK(fold(folded) == folded);
    CHECK(folded.size() <= max_fold_growth * text.size());
  }
}

TEST_CASE(
    "fold.jsonl: a buffer gets as much of the folding as it has room for, and nothing else is "
    "touched") {
  for (const auto& each : LEADCORE_VECTORS("fold.jsonl")) {
    INFO(each.where());
    const std::string text = each.text("text");
    const std::string expected = test_support::bytes_of(each.out.at("text"));
    for (std::size_t room = 0; room <= expected.size() + 1; ++room) {
      std::string buffer(expected.size() + 2, '#');
      const std::size_t size = fold_into(text, std::span(buffer).first(room));
      REQUIRE(size == expected.size());
      const std::size_t written = std::min(room, size);
      REQUIRE(buffer.substr(0, written) == expected.substr(0, written));
      REQUIRE(buffer.substr(written) == std::string(buffer.size() - written, '#'));
    }
  }
}

TEST_CASE("contains.jsonl: needles are found as the vectors say") {
  for (const auto& each : LEADCORE_VECTORS("contains.jsonl")) {
    INFO(each.where());
    const std::string text = each.text("text");
    const std::string needle = each.text("needle");
    const bool expected = each.out.at("found").as_bool();
    CHECK(contains_folded(text, needle) == expected);
    // A non-ASCII letter before the text, which nothing joins, forces the general search; both must
    // agree.
    CHECK(contains_folded("\xC3\xBE" + text, needle) == expected);
    // The same at another offset of a longer text.
    const std::string longer = repeat("0123456789", 5) + " " + text + " " + repeat("9876543210", 5);
    if (needle.find_first_of("0123456789 ") == std::string::npos &&
        !needle.starts_with("\xCC\x81")) {
      CHECK(contains_folded(longer, needle) == expected);
    }
  }
}

TEST_CASE("every case mapping of CaseFolding.txt, common and full, folds like what it maps to") {
  std::size_t mappings = 0;
  for (const auto& row : read_ucd("CaseFolding.txt")) {
    const bool used = row.at(1) == "C" || row.at(1) == "F";
    if (used) {
      INFO(row.at(0));
      CHECK(fold(to_utf8(parse_code_points(row.at(0)))) ==
            fold(to_utf8(parse_code_points(row.at(2)))));
      ++mappings;
    }
  }
  CHECK(mappings > 1400);
}

TEST_CASE("the Turkic mappings of CaseFolding.txt are not used") {
  std::size_t mappings = 0;
  for (const auto& row : read_ucd("CaseFolding.txt")) {
    if (row.at(1) == "T") {
      INFO(row.at(0));
      CHECK(fold(to_utf8(parse_code_points(row.at(0)))) !=
            fold(to_utf8(parse_code_points(row.at(2)))));
      ++mappings;
    }
  }
  CHECK(mappings == 2);
}

TEST_CASE("NormalizationTest.txt: canonically equivalent texts have one folding, which is NFC "
          "where there is "
          "no case") {
  std::set<char32_t> cased;
  for (const auto& row : read_ucd("CaseFolding.txt")) {
    cased.insert(parse_code_points(row.at(0)).front());
  }
  std::size_t rows = 0;
  std::size_t exact = 0;
  for (const auto& row : read_ucd("NormalizationTest.txt")) {
    const std::u32string decomposed = parse_code_points(row.at(2));
    const std::string nfc = to_utf8(parse_code_points(row.at(1)));
    const std::string folded = fold(to_utf8(parse_code_points(row.at(0))));
    INFO(row.at(0) << " gives " << hex(folded));
    REQUIRE(fold(nfc) == folded);
    REQUIRE(fold(to_utf8(decomposed)) == folded);
    REQUIRE(fold(to_utf8(parse_code_points(row.at(3)))) ==
            fold(to_utf8(parse_code_points(row.at(4)))));
    REQUIRE(fold(folded) == folded);
    if (std::none_of(decomposed.begin(), decomposed.end(),
                     [&](char32_t c) { return cased.contains(c); })) {
      REQUIRE(folded == nfc);
      ++exact;
    }
    ++rows;
  }
  CHECK(rows > 19000);
  CHECK(exact > 17000);
}

TEST_CASE(
    "a code point that NormalizationTest.txt and CaseFolding.txt do not name folds to itself") {
  // NormalizationTest.txt, conformance clause 2.
  std::set<char32_t> named;
  for (const auto& row : read_ucd("CaseFolding.txt")) {
    named.insert(parse_code_points(row.at(0)).front());
  }
  for (const auto& row : read_ucd("NormalizationTest.txt")) {
    if (const std::u32string source = parse_code_points(row.at(0)); source.size() == 1) {
      named.insert(source.front());
    }
  }
  std::size_t wrong = 0;
  for (char32_t c = 0; c <= 0x10FFFF; ++c) {
    if (is_scalar_value(c) && !named.contains(c)) {
      const utf8_bytes bytes = encode_utf8(c);
      wrong += fold(bytes.view()) != bytes.view();
    }
  }
  CHECK(wrong == 0);
}

TEST_CASE("every code point folds to a fixed point of at most three times its bytes") {
  std::size_t wrong = 0;
  std::size_t largest = 0; // growth in thirds, to check that the bound is tight
  for (char32_t c = 0; c <= 0x10FFFF; ++c) {
    if (is_scalar_value(c)) {
      const utf8_bytes bytes = encode_utf8(c);
      const std::string folded = fold(bytes.view());
      wrong += fold(folded) != folded || !is_valid_utf8(folded);
      largest = std::max(largest, folded.size() * 3 / bytes.size);
    }
  }
  CHECK(wrong == 0);
  CHECK(largest == max_fold_growth * 3);
}

TEST_CASE("ASCII folds letter by letter, at every offset in a block of bytes") {
  for (int byte = 0; byte < 128; ++byte) {
    const char c = static_cast<char>(byte);
    const char expected = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    for (std::size_t at = 0; at < 80; ++at) {
      std::string text(80, '@');
      text[at] = c;
      std::string folded(80, '@');
      folded[at] = expected;
      REQUIRE(fold(text) == folded);
      REQUIRE(contains_folded(text, folded));
      REQUIRE(contains_folded(text, std::string(1, expected)));
    }
  }
}

TEST_CASE("a non-ASCII letter before, in or after a match changes only what it should") {
  const std::string needle = "skis";
  // Code points that fold to a letter outside the needle, to its k, to its s, and a mark that joins
  // the letter before it.
  for (const std::string beyond : {"\xC3\xA9", "\xE2\x84\xAA", "\xC5\xBF", "\xCC\x81", "\xFF"}) {
    for (std::size_t at = 0; at <= 70; ++at) {
      for (std::size_t match = 0; match <= 70; match += at < 6 || at > 60 ? 1 : 7) {
        std::string text(80, '-');
        text.replace(match, needle.size(), "SkIs");
        text.insert(at, beyond);
        text.erase(at + beyond.size(),
                   at > match && at < match + needle.size() ? 1 : 0); // in place of a letter
        INFO(text);
        REQUIRE(contains_folded(text, needle) == (fold(text).find(needle) != std::string::npos));
      }
    }
  }
}

TEST_CASE("marks of every combining class, in any number, are put in canonical order") {
  std::map<int, std::string> by_class; // one mark of each class, none of which composes
  for (const auto& row : read_ucd("UnicodeData.txt")) {
    if (row.at(3) != "0" && row.at(3) != "240" && row.at(5).empty()) {
      by_class[std::stoi(row.at(3))] = to_utf8(parse_code_points(row.at(0)));
    }
  }
  CHECK(by_class.size() == 54); // 55 without the class of U+0345
  std::mt19937 random(15);
  for (const std::size_t copies : {1U, 2U, 20U}) {
    std::vector<std::string> marks;
    std::string expected = "q"; // has no composed form
    for (const auto& [combining_class, mark] : by_class) {
      marks.insert(marks.end(), copies, mark);
      expected += repeat(mark, copies);
    }
    expected += "\xCE\xB9z"; // U+0345 has the highest class and is a letter after folding
    marks.push_back("\xCD\x85");
    for (int shuffles = 0; shuffles < 5; ++shuffles) {
      std::shuffle(marks.begin(), marks.end(), random);
      std::string text = "Q";
      for (const std::string& mark : marks) {
        text += mark;
      }
      text += "Z";
      REQUIRE(fold(text) == expected);
      REQUIRE(contains_folded(text, expected));
      REQUIRE(contains_folded(text, expected.substr(1)));
      REQUIRE_FALSE(contains_folded(text, expected + "z"));
    }
  }
}

TEST_CASE("in a long sequence the same marks compose as in a short one") {
  // Around the size of the reader's mark buffer: e + circumflex + n times acute + dot below.
  for (std::size_t n = 0; n <= 70; ++n) {
    const std::string text = "E\xCC\x82" + repeat("\xCC\x81", n) + "\xCC\xA3x";
    INFO(n);
    CHECK(fold(text) == "\xE1\xBB\x87" + repeat("\xCC\x81", n) + "x"); // U+1EC7
    const std::string starters =
        "\xE1\x84\x80\xE1\x85\xA1" + repeat("\xCC\x81", n) + "\xE1\x86\xA8";
    CHECK(fold(starters) ==
          (n == 0 ? "\xEA\xB0\x81" : "\xEA\xB0\x80" + repeat("\xCC\x81", n) + "\xE1\x86\xA8"));
  }
}

TEST_CASE("texts joined by a space fold separately") {
  const auto cases = LEADCORE_VECTORS("fold.jsonl");
  for (const auto& before : cases) {
    for (const auto& behind : cases) {
      INFO(before.where() << " and " << behind.where());
      REQUIRE(fold(before.text("text") + " " + behind.text("text")) ==
              test_support::bytes_of(before.out.at("text")) + " " +
                  test_support::bytes_of(behind.out.at("text")));
    }
  }
}

TEST_CASE("every needle over two letters is found in every text over them exactly where "
          "std::string finds it") {
  const auto word = [](std::size_t length, unsigned bits) {
    std::string out;
    for (std::size_t i = 0; i < length; ++i) {
      out += (bits >> i & 1U) != 0 ? 'b' : 'a';
    }
    return out;
  };
  std::size_t wrong = 0;
  for (std::size_t n = 0; n <= 11; ++n) {
    for (unsigned t = 0; t < 1U << n; ++t) {
      const std::string text = word(n, t);
      const std::string general = "\xC3\xA9" + text; // not ASCII
      for (std::size_t m = 1; m <= 6; ++m) {
        for (unsigned x = 0; x < 1U << m; ++x) {
          const std::string needle = word(m, x);
          const bool expected = text.find(needle) != std::string::npos;
          wrong += contains_folded(text, needle) != expected;
          wrong += contains_folded(general, needle) != expected;
        }
      }
    }
  }
  CHECK(wrong == 0);
}

TEST_CASE("a needle is found at every offset, also if the ASCII search gives up") {
  for (const std::size_t m : {1U, 7U, 50U, 300U}) {
    const std::string needle = repeat("a", m) + "b" + repeat("a", m);
    for (std::size_t before = 0; before <= 200; ++before) {
      INFO(m << " " << before);
      REQUIRE(contains_folded(repeat("A", before) + needle, needle));
      REQUIRE(contains_folded(repeat("A", before) + needle + "0123456789", needle));
      REQUIRE(contains_folded(repeat("A", before) + needle.substr(1), needle) == (before != 0));
      REQUIRE_FALSE(contains_folded(repeat("A", before) + needle.substr(0, 2 * m), needle));
    }
  }
}

TEST_CASE("giving up skips no match that includes a non-ASCII letter") {
  for (std::size_t before = 0; before <= 60; ++before) {
    // U+212A folds to k; every position of the text is a candidate.
    const std::string needle = repeat("a", before) + "k" + repeat("a", 200 - before);
    for (std::size_t more = 0; more <= 40; more += 8) {
      INFO(before << " " << more);
      const std::string text =
          repeat("A", more + before) + "\xE2\x84\xAA" + repeat("a", 200 - before + more);
      REQUIRE(contains_folded(text, needle));
      REQUIRE_FALSE(contains_folded(text, needle + repeat("a", more + 1)));
    }
  }
}

TEST_CASE("in a short text, a letter beyond ASCII is part of a match anywhere") {
  const std::string letters = "xbcdefghijalmnop";
  for (std::size_t size = 1; size <= letters.size(); ++size) {
    for (std::size_t at = 0; at < size; ++at) {
      for (std::size_t before = 0; before <= 24; ++before) {
        std::string needle = letters.substr(0, size);
        needle[at] = 'k';
        std::string text = repeat("-", before) + needle;
        text.replace(before + at, 1, "\xE2\x84\xAA");
        const std::string longer = text + repeat(" ", 16); // the text ends before its memory
        INFO(text);
        REQUIRE(contains_folded(std::string_view(longer).substr(0, text.size()), needle));
      }
    }
  }
}

TEST_CASE("a growing word has the maximal suffix and the period of its definition") {
  std::vector<std::string> words{""};
  for (std::size_t at = 0; words[at].size() < 7; ++at) {
    for (const char letter : {'a', 'b', 'c'}) {
      words.push_back(words[at] + letter);
    }
  }
  for (const std::string& word : words) {
    if (word.empty()) {
      continue;
    }
    detail::maximal_suffix found;
    for (std::size_t size = 1; size <= word.size(); ++size) {
      found.extend(size, [&word](std::size_t at) { return static_cast<unsigned char>(word[at]); });
    }
    std::string_view greatest = word;
    for (std::size_t at = 1; at < word.size(); ++at) {
      greatest = std::max(greatest, std::string_view(word).substr(at));
    }
    std::size_t period = 1;
    while (greatest.substr(period) != greatest.substr(0, greatest.size() - period)) {
      ++period;
    }
    INFO(word);
    REQUIRE(found.start() == word.size() - greatest.size());
    REQUIRE(found.period() == period);
  }
}

TEST_CASE("searching and folding take linear time for every text and needle") {
  // Seconds in total if each is linear, even with sanitizers; many minutes if one is quadratic.
  const std::size_t n = 500'000;
  const std::string needle = repeat("a", n / 20) + "b" + repeat("a", n / 20);
  CHECK_FALSE(contains_folded(repeat("a", n), needle));
  CHECK_FALSE(contains_folded(repeat("A", n) + "\xC3\xA9", needle));
  CHECK(contains_folded(repeat("a", n) + needle, needle));
  CHECK(contains_folded("\xC3\xA9" + repeat("a", n) + needle, needle));
  CHECK_FALSE(
      contains_folded(repeat("ab", n / 2), repeat("ab", n / 40) + "b" + repeat("ab", n / 40)));
  const std::string marks = repeat("\xCC\x81", n / 4) + repeat("\xCC\xA3", n / 4);
  CHECK(fold("E" + marks).size() == 3 + n - 2); // the first dot below composes
  CHECK_FALSE(contains_folded("E" + marks, repeat("\xCC\x81", n / 100) + "e"));
}
