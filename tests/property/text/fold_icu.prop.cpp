// SPDX-License-Identifier: BSL-1.0
// Compares the folding with ICU's: unorm2 NFD, u_strFoldCase with U_FOLD_CASE_DEFAULT, unorm2 NFC.
// Needs libicuuc.
#include <leadcore/text/fold.hpp>

#include "support/property.hpp"
#include "support/unicode_data.hpp"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include <algorithm>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

using namespace leadcore;
using test_support::hex;
using test_support::to_utf8;

namespace {

/// Calls an ICU function that writes into a buffer and returns the required size.
template <class Call> std::u16string icu_call(Call call) {
  std::u16string out(64, u'\0');
  for (;;) {
    UErrorCode error = U_ZERO_ERROR;
    const int32_t size = call(out.data(), static_cast<int32_t>(out.size()), &error);
    if (error == U_BUFFER_OVERFLOW_ERROR) {
      out.resize(static_cast<std::size_t>(size));
      continue;
    }
    if (U_FAILURE(error)) {
      throw std::runtime_error(u_errorName(error));
    }
    out.resize(static_cast<std::size_t>(size));
    return out;
  }
}

std::u16string icu_normalize(const UNormalizer2* form, const std::u16string& text) {
  return icu_call([&](char16_t* to, int32_t room, UErrorCode* error) {
    return unorm2_normalize(form, text.data(), static_cast<int32_t>(text.size()), to, room, error);
  });
}

/// What the unaccented folding makes of a code point, by PropList.txt, and the apostrophes, primes
/// and modifier letters that are listed here.
char32_t one_of_its_kind(char32_t c) {
  static const std::map<char32_t, char32_t> all = [] {
    std::map<char32_t, char32_t> kinds;
    for (const auto& row : test_support::read_ucd("PropList.txt")) {
      if (row.at(1) == "Dash" || row.at(1) == "Quotation_Mark") {
        const std::string& range = row.at(0);
        const auto first = std::stoul(range, nullptr, 16);
        const auto dots = range.find("..");
        const auto last =
            dots == std::string::npos ? first : std::stoul(range.substr(dots + 2), nullptr, 16);
        for (auto each = first; each <= last; ++each) {
          kinds[static_cast<char32_t>(each)] = row.at(1) == "Dash" ? U'-' : U'"';
        }
      }
    }
    for (const char32_t single : U"'`"
                                 U"\u00B4\u02B9\u02BB\u02BC\u02BD\u02BE\u02BF\u02C8\u055A\u05F3"
                                 U"\u2018\u2019\u201A\u201B\u2032"
                                 U"\u2035\u2039\u203A\uA78B\uA78C\uFF07") {
      kinds[single] = U'\'';
    }
    for (const char32_t twice : U"\u02BA\u05F4\u2033\u2036") {
      kinds[twice] = U'"';
    }
    kinds.erase(U'\0'); // the end of the literals
    return kinds;
  }();
  const auto found = all.find(c);
  return found == all.end() ? c : found->second;
}

/// The code points of UTF-16.
std::u32string from_icu(const std::u16string& text) {
  std::u32string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    char32_t c = text[at];
    if (U16_IS_LEAD(c)) {
      c = static_cast<char32_t>(U16_GET_SUPPLEMENTARY(c, text[++at]));
    }
    out += c;
  }
  return out;
}

/// ICU's folding of a sequence of code points.
std::string icu_fold(const std::u32string& code_points, bool accents = true) {
  UErrorCode error = U_ZERO_ERROR;
  const UNormalizer2* nfd = unorm2_getNFDInstance(&error);
  const UNormalizer2* nfc = unorm2_getNFCInstance(&error);
  if (U_FAILURE(error)) {
    throw std::runtime_error(u_errorName(error));
  }
  std::u16string text;
  for (const char32_t c : code_points) {
    if (c < 0x10000) {
      text += static_cast<char16_t>(c);
    } else {
      text += static_cast<char16_t>(U16_LEAD(c));
      text += static_cast<char16_t>(U16_TRAIL(c));
    }
  }
  text = icu_normalize(nfd, text);
  if (!accents) {
    std::u16string kept;
    for (const char32_t c : from_icu(text)) {
      if (u_getCombiningClass(static_cast<UChar32>(c)) == 0) {
        char16_t units[2];
        int32_t size = 0;
        U16_APPEND_UNSAFE(units, size, one_of_its_kind(c));
        kept.append(units, static_cast<std::size_t>(size));
      }
    }
    text = kept;
  }
  text = icu_call([&](char16_t* to, int32_t room, UErrorCode* status) {
    return u_strFoldCase(to, room, text.data(), static_cast<int32_t>(text.size()),
                         U_FOLD_CASE_DEFAULT, status);
  });
  text = icu_normalize(nfc, text);
  std::u32string out = from_icu(text);
  if (!accents) { // folding makes an apostrophe of U+0149
    std::transform(out.begin(), out.end(), out.begin(), one_of_its_kind);
  }
  return to_utf8(out);
}

/// Whether ICU's data for the code point are those of Unicode 15.0: not if a later version assigned
/// it.
bool comparable(char32_t c) {
  UVersionInfo age{};
  u_charAge(static_cast<UChar32>(c), age);
  return is_scalar_value(c) && (age[0] < 15 || (age[0] == 15 && age[1] == 0));
}

rc::Gen<char32_t> any_code_point() {
  return rc::gen::suchThat(rc::gen::oneOf(rc::gen::inRange<char32_t>(0, 0x250),
                                          rc::gen::inRange<char32_t>(0x250, 0x3000),
                                          rc::gen::inRange<char32_t>(0x3000, 0x10000),
                                          rc::gen::inRange<char32_t>(0x10000, 0x30000),
                                          rc::gen::inRange<char32_t>(0x30000, 0x110000)),
                           comparable);
}

rc::Gen<char32_t> chosen_from(std::vector<char32_t> all) {
  return rc::gen::elementOf(std::move(all));
}

/// The code points that folding or normalisation changes, by kind, according to ICU.
struct kinds {
  std::vector<char32_t> marks, cased, decomposing;
};
const kinds& of_interest() {
  static const kinds all = [] {
    kinds found;
    for (char32_t c = 0; c <= 0x10FFFF; ++c) {
      const auto as_icu = static_cast<UChar32>(c);
      if (!comparable(c)) {
        continue;
      }
      if (u_getCombiningClass(as_icu) != 0) {
        found.marks.push_back(c);
      } else if (u_getIntPropertyValue(as_icu, UCHAR_NFD_QUICK_CHECK) == UNORM_NO) {
        found.decomposing.push_back(c);
      } else if (u_hasBinaryProperty(as_icu, UCHAR_CHANGES_WHEN_CASEFOLDED)) {
        found.cased.push_back(c);
      }
    }
    return found;
  }();
  return all;
}

rc::Gen<char32_t> interesting_code_point() {
  const auto common = chosen_from(
      {U'\u0300', U'\u0301', U'\u0302', U'\u0308', U'\u0323', U'\u0327', U'\u0345', U'\u0342'});
  const auto letters =
      chosen_from({U'a', U'E', U'o', U'U', U's', U'\u03B1', U'\u0399', U'\u03C9', U'\u03A5'});
  const auto back = chosen_from({U'\u09C7', U'\u09BE', U'\u09D7', U'\u0DD9', U'\u0DCF', U'\u0DCA',
                                 U'\U00011131', U'\U00011127', U'\U00011099', U'\U000110BA',
                                 U'\u1100', U'\u1161', U'\u11A7', U'\u11A8', U'\uAC00', U'\uAC01'});
  return rc::gen::weightedOneOf<char32_t>({{3, common},
                                           {3, letters},
                                           {2, chosen_from(of_interest().marks)},
                                           {1, chosen_from(of_interest().cased)},
                                           {2, chosen_from(of_interest().decomposing)},
                                           {2, back},
                                           {1, any_code_point()}});
}

} // namespace

TEST_CASE("ICU has at least the Unicode version of the tables") {
  UVersionInfo icu_version{};
  u_getUnicodeVersion(icu_version);
  CHECK(icu_version[0] >= 15);
  CHECK(of_interest().marks.size() == 922); // in Unicode 15.0, 922 have a combining class
}

TEST_CASE("every code point folds like in ICU") {
  std::size_t compared = 0;
  std::size_t wrong = 0;
  for (char32_t c = 0; c <= 0x10FFFF; ++c) {
    if (comparable(c)) {
      const std::u32string text(1, c);
      ++compared;
      if (fold(to_utf8(text)) != icu_fold(text) ||
          fold<folding::caseless_unaccented>(to_utf8(text)) != icu_fold(text, false)) {
        UNSCOPED_INFO("U+" << std::hex << static_cast<unsigned>(c));
        ++wrong;
      }
    }
  }
  CHECK(wrong == 0);
  CHECK(compared > 1'100'000);
}

TEST_CASE("every text of NormalizationTest.txt folds like in ICU") {
  std::size_t compared = 0;
  for (const auto& row : test_support::read_ucd("NormalizationTest.txt")) {
    for (std::size_t column = 0; column < 5; ++column) {
      const std::u32string text = test_support::parse_code_points(row.at(column));
      INFO(row.at(column));
      REQUIRE(hex(fold(to_utf8(text))) == hex(icu_fold(text)));
      REQUIRE(hex(fold<folding::caseless_unaccented>(to_utf8(text))) == hex(icu_fold(text, false)));
      ++compared;
    }
  }
  CHECK(compared > 90'000);
}

TEST_CASE("random texts fold like in ICU") {
  rc::prop("any code points", [] {
    const auto text = *rc::gen::container<std::u32string>(any_code_point());
    RC_ASSERT(hex(fold(to_utf8(text))) == hex(icu_fold(text)));
    RC_ASSERT(hex(fold<folding::caseless_unaccented>(to_utf8(text))) == hex(icu_fold(text, false)));
  });
  rc::prop("code points that fold, decompose, reorder or compose", [] {
    const auto text = *rc::gen::container<std::u32string>(interesting_code_point());
    RC_ASSERT(hex(fold(to_utf8(text))) == hex(icu_fold(text)));
    RC_ASSERT(hex(fold<folding::caseless_unaccented>(to_utf8(text))) == hex(icu_fold(text, false)));
  });
  rc::prop("long runs of marks", [] {
    const auto marks = chosen_from(of_interest().marks);
    const auto text =
        std::u32string(1, *interesting_code_point()) +
        *rc::gen::container<std::u32string>(
            *rc::gen::inRange<std::size_t>(20, 90),
            rc::gen::oneOf(marks, chosen_from({U'\u0301', U'\u0323', U'\u0345', U'\u0344'}))) +
        *rc::gen::container<std::u32string>(interesting_code_point());
    RC_ASSERT(hex(fold(to_utf8(text))) == hex(icu_fold(text)));
    RC_ASSERT(hex(fold<folding::caseless_unaccented>(to_utf8(text))) == hex(icu_fold(text, false)));
  });
}
