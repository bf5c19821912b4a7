// SPDX-License-Identifier: BSL-1.0
// fold, fold_into and contains_folded over any bytes.
//
// The input is "text", or "needle FF 00 text", split at the first FF 00. Oracles: the folding by
// its definition on whole vectors of code points (sort, then compose) from the foldings of single
// code points, the search by comparing units, and the laws of both.

#include <leadcore/text/fold.hpp>

#include "fuzz.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace leadcore;

struct item {
  std::string_view bytes;
  char32_t code_point; // detail::invalid_unit and more for an invalid byte
};

std::vector<item> items(std::string_view text) {
  std::vector<item> out;
  for (std::size_t at = 0; at < text.size(); at += out.back().bytes.size()) {
    const detail::raw_unit unit = detail::read_unit(text, at);
    out.push_back({text.substr(at, unit.length), unit.unit});
  }
  return out;
}

unsigned class_of(char32_t c) {
  const std::uint16_t value = detail::fold_value(c);
  return detail::maps_to_itself(value) ? detail::class_of(value) : 0;
}

/// The folding by its definition: map everything, sort every sequence of marks, compose from left
/// to right. It shares the tables with the library (the tests compare these with ICU), but not the
/// reading, ordering and composing.
std::string slow_fold(std::string_view text) {
  std::vector<char32_t> all;
  for (const item& each : items(text)) {
    const detail::fold_mapping mapping =
        detail::map_unit(each.code_point, detail::fold_value(each.code_point));
    for (std::size_t i = 0; i < mapping.size; ++i) {
      const char32_t c = mapping.units[i];
      all.push_back(c < 0x80 ? static_cast<char32_t>(detail::to_lower(static_cast<char>(c))) : c);
    }
  }
  for (auto from = all.begin(); from != all.end();) {
    const auto marks = std::find_if(from, all.end(), [](char32_t c) { return class_of(c) != 0; });
    from = std::find_if(marks, all.end(), [](char32_t c) { return class_of(c) == 0; });
    for (auto mark = marks; mark != from; ++mark) { // stable insertion sort
      const auto place = std::upper_bound(
          marks, mark, *mark, [](char32_t a, char32_t b) { return class_of(a) < class_of(b); });
      std::rotate(place, mark, mark + 1);
    }
  }
  std::replace(all.begin(), all.end(), U'\u0345', U'\u03B9');
  std::vector<char32_t> out;
  std::size_t starter = all.size(); // its index in out
  for (const char32_t c : all) {
    const unsigned own = class_of(c);
    if (starter < out.size()) {
      const bool beside = starter + 1 == out.size();
      const unsigned before = class_of(out.back());
      const char32_t whole = beside || (before != 0 && before < own)
                                 ? detail::compose(out[starter], c)
                                 : detail::end_unit;
      if (whole != detail::end_unit) {
        out[starter] = whole;
        continue;
      }
    }
    if (own == 0) {
      starter = out.size();
    }
    out.push_back(c);
  }
  std::string bytes;
  for (const char32_t c : out) {
    bytes += detail::unit_bytes(c).view();
  }
  return bytes;
}

bool slowly_contains(std::string_view folded, std::string_view needle) {
  const auto in = items(folded);
  const auto of = items(needle);
  const auto same = [](const item& a, const item& b) { return a.bytes == b.bytes; };
  return of.empty() || std::search(in.begin(), in.end(), of.begin(), of.end(), same) != in.end();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view text = fuzz::as_text(data, size);
  std::string_view needle;
  if (const auto cut = text.find(std::string_view("\xFF\0", 2)); cut != std::string_view::npos) {
    needle = text.substr(0, cut);
    text.remove_prefix(cut + 2);
  }

  const std::string folded = fold(text);
  LEADCORE_FUZZ_CHECK(folded == slow_fold(text));
  LEADCORE_FUZZ_CHECK(fold(folded) == folded);
  LEADCORE_FUZZ_CHECK(folded.size() <= max_fold_growth * text.size());
  LEADCORE_FUZZ_CHECK(is_valid_utf8(folded) == is_valid_utf8(text));

  // A buffer that is one byte too small receives all but the last byte.
  std::string buffer(folded.empty() ? 0 : folded.size() - 1, '\0');
  LEADCORE_FUZZ_CHECK(fold_into(text, buffer) == folded.size());
  LEADCORE_FUZZ_CHECK(folded.starts_with(buffer));

  const std::string folded_needle = fold(needle);
  LEADCORE_FUZZ_CHECK(contains_folded(text, needle) == slowly_contains(folded, needle));
  LEADCORE_FUZZ_CHECK(contains_folded(text, folded_needle) ==
                      slowly_contains(folded, folded_needle));
  LEADCORE_FUZZ_CHECK(contains_folded(text, folded));
  LEADCORE_FUZZ_CHECK(!contains_folded(text, folded + "x"));

  // Texts joined by a space fold separately.
  const std::string joined = std::string(needle) + " " + std::string(text);
  LEADCORE_FUZZ_CHECK(fold(joined) == folded_needle + " " + folded);
  LEADCORE_FUZZ_CHECK(contains_folded(joined, folded_needle + " "));
  LEADCORE_FUZZ_CHECK(contains_folded(joined, folded));
  return 0;
}
