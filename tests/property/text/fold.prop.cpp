// SPDX-License-Identifier: BSL-1.0
#include <leadcore/text/fold.hpp>

#include "support/property.hpp"

#include <algorithm>
#include <string>
#include <vector>

using namespace leadcore;

namespace {

// Pieces that interact: letters with case, marks of several classes, U+0345, singletons,
// exclusions, Hangul, starters that compose with the one before, invalid bytes.
rc::Gen<std::string> piece() {
  return rc::gen::element<std::string>(
      "a", "A", "e", "i", "I", "s", "K", "x", " ", "0", "<", "'", "`", "\u2019", "\u201C", "\u2011",
      "Jane Doe of Acme Co", "\u00E9", "\u00C9", "\u00DF", "\u1E9E", "\u0130", "\u0131", "\u017F",
      "\u03B1", "\u03A3", "\u03C2", "\u03B9", "\u1FB3", "\u1F82", "\u0390", "\uFB03", "\u212B",
      "\u2126", "\u0300", "\u0301", "\u0302", "\u0307", "\u0308", "\u0323", "\u0327", "\u031B",
      "\u0338", "\u0345", "\u0344", "\u0340", "\u05B0", "\u0F73", "\u0F81", "\u034F", "\u0958",
      "\U0001D160", "\uF900", "\U0002F800", "\u1100", "\u1161", "\u11A8", "\uAC00", "\uAC01",
      "\u09C7", "\u09BE", "\U00011131", "\U00011127", "\uAB70", "\u13A0", "\u0418", "\U00010400",
      "\uFFFD", "\uFFFF", "\xFF", "\xC3", "\xA9", "\xE2", "\x82", "\xAC", "\xF0", "\x9F");
}

rc::Gen<std::string> text() {
  return rc::gen::map(rc::gen::container<std::vector<std::string>>(piece()),
                      [](const std::vector<std::string>& pieces) {
                        std::string out;
                        for (const std::string& each : pieces) {
                          out += each;
                        }
                        return out;
                      });
}

rc::Gen<std::string> ascii_text() {
  return rc::gen::container<std::string>(rc::gen::inRange<char>(0, 127));
}

std::vector<std::string_view> units(std::string_view text) {
  std::vector<std::string_view> out;
  for (std::size_t at = 0; at < text.size(); at += out.back().size()) {
    out.push_back(text.substr(at, decode_utf8(text, at).length));
  }
  return out;
}

// The definition: the needle's units are a contiguous subsequence of the folding's units.
template <folding Folding = folding::caseless>
bool slowly_contains(std::string_view text, std::string_view needle) {
  const std::string folded = fold<Folding>(text);
  const auto in = units(folded);
  const auto of = units(needle);
  return std::search(in.begin(), in.end(), of.begin(), of.end()) != in.end() || of.empty();
}

} // namespace

TEMPLATE_TEST_CASE_SIG("folding is idempotent", "", ((folding Folding), Folding), folding::caseless,
                       folding::caseless_unaccented) {
  rc::prop("fold(fold(x)) == fold(x)", [] {
    const auto x = *text();
    const std::string once = fold<Folding>(x);
    RC_ASSERT(fold<Folding>(once) == once);
    RC_ASSERT(once.size() <= max_fold_growth * x.size());
    RC_ASSERT(is_valid_utf8(once) == is_valid_utf8(x));
  });
}

TEMPLATE_TEST_CASE_SIG("fold_into agrees with fold", "", ((folding Folding), Folding),
                       folding::caseless, folding::caseless_unaccented) {
  rc::prop("fold_into a buffer of any size", [] {
    const auto x = *text();
    const std::string expected = fold<Folding>(x);
    std::string buffer(*rc::gen::inRange<std::size_t>(0, expected.size() + 3), '#');
    const std::string untouched = buffer;
    const std::size_t size = fold_into<Folding>(x, buffer);
    RC_ASSERT(size == expected.size());
    const std::size_t written = std::min(size, buffer.size());
    RC_ASSERT(buffer == expected.substr(0, written) + untouched.substr(written));
  });
}

TEMPLATE_TEST_CASE_SIG("invalid bytes are kept, in their order", "", ((folding Folding), Folding),
                       folding::caseless, folding::caseless_unaccented) {
  rc::prop("the invalid bytes of x and of fold(x) are the same", [] {
    const auto x = *text();
    const auto invalid = [](std::string_view of) {
      std::string out;
      for (std::size_t at = 0; at < of.size();) {
        const utf8_unit unit = decode_utf8(of, at);
        out += unit.valid ? "" : std::string(1, of[at]);
        at += unit.length;
      }
      return out;
    };
    RC_ASSERT(invalid(fold<Folding>(x)) == invalid(x));
  });
}

TEST_CASE("text folds separately around a letter that does not compose") {
  rc::prop("fold(a + b) == fold(a) + fold(b) where b begins with a letter that does not compose "
           "backwards",
           [] {
             const auto a = *text();
             const auto b = *rc::gen::element<std::string>("a", "Z", " ", "\u00C9", "\u00DF",
                                                           "\u0418", "\uAC00", "\u1100", "\uF900") +
                            *text();
             RC_ASSERT(fold(a + b) == fold(a) + fold(b));
           });
}

TEST_CASE("ASCII folds byte by byte") {
  rc::prop("fold(x)[i] == lower(x[i])", [] {
    const auto x = *ascii_text();
    std::string expected = x;
    for (char& c : expected) {
      c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    RC_ASSERT(fold(x) == expected);
  });
}

TEMPLATE_TEST_CASE_SIG("a needle is found exactly where its units are consecutive in the folding",
                       "", ((folding Folding), Folding), folding::caseless,
                       folding::caseless_unaccented) {
  rc::prop("against the definition, needle folded", [] {
    const auto x = *text();
    const auto needle = fold<Folding>(*text());
    RC_ASSERT(contains_folded<Folding>(x, needle) == slowly_contains<Folding>(x, needle));
  });
  rc::prop("against the definition, needle as it comes", [] {
    const auto x = *text();
    const auto needle = *text();
    RC_ASSERT(contains_folded<Folding>(x, needle) == slowly_contains<Folding>(x, needle));
  });
  rc::prop("against the definition, few letters", [] {
    const auto letters =
        rc::gen::container<std::string>(rc::gen::element('a', 'b', 'A', '\xC3', '\xA9'));
    const auto x = *letters;
    const auto needle = fold(*rc::gen::resize(10, letters));
    RC_ASSERT(contains_folded(x, needle) == slowly_contains(x, needle));
  });
  rc::prop("against the definition, texts made of the needle's beginnings", [] {
    const auto needle =
        *rc::gen::nonEmpty(rc::gen::container<std::string>(rc::gen::element('a', 'b')));
    const auto lengths = *rc::gen::container<std::vector<std::size_t>>(
        rc::gen::inRange<std::size_t>(0, needle.size()));
    std::string x;
    for (const std::size_t length : lengths) {
      x += needle.substr(0, length);
    }
    const bool expected = x.find(needle) != std::string::npos;
    RC_ASSERT(contains_folded(x, needle) == expected);
    RC_ASSERT(contains_folded(x + "\u00FE", needle) == expected);
    RC_ASSERT(contains_folded(x + "\u00FE" + x + needle, needle));
  });
  rc::prop("against the definition, long texts that are mostly ASCII", [] {
    std::string x;
    for (const std::string& each :
         *rc::gen::container<std::vector<std::string>>(rc::gen::weightedOneOf<std::string>(
             {{9, rc::gen::element<std::string>("Jane Doe", "ACME", " & Sons ", "x", "doedoe")},
              {1, piece()}}))) {
      x += each;
    }
    const std::string folded = fold(x);
    const auto all = units(folded);
    const auto first = *rc::gen::inRange<std::size_t>(0, all.size() + 1);
    std::string needle;
    for (std::size_t i = first;
         i < std::min(all.size(), first + *rc::gen::inRange<std::size_t>(0, 40)); ++i) {
      needle += all[i];
    }
    if (!needle.empty() && *rc::gen::inRange(0, 3) == 0) {
      needle.back() = *rc::gen::element('e', 'z', ' ');
    }
    RC_ASSERT(contains_folded(x, needle) == slowly_contains(x, needle));
  });
  rc::prop("every run of units of the folding is found", [] {
    const auto x = *rc::gen::nonEmpty(text());
    const std::string folded = fold(x);
    const auto all = units(folded);
    const auto first = *rc::gen::inRange<std::size_t>(0, all.size());
    const auto last = *rc::gen::inRange<std::size_t>(first, all.size());
    RC_ASSERT(contains_folded(x, {all[first].data(), all[last].data() + all[last].size()}));
  });
}

TEST_CASE("the ASCII search and the general search agree") {
  rc::prop("with and without a letter beyond ASCII behind the text", [] {
    const auto x = *rc::gen::container<std::string>(rc::gen::element('a', 'b', 'A', 'c'));
    const auto needle = fold(
        *rc::gen::resize(12, rc::gen::container<std::string>(rc::gen::element('a', 'b', 'c'))));
    const bool expected = fold(x).find(needle) != std::string::npos;
    RC_ASSERT(contains_folded(x, needle) == expected);
    RC_ASSERT(contains_folded(x + "\u00FE", needle) == expected);
  });
}
