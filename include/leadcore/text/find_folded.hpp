// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TEXT_FIND_FOLDED_HPP
#define LEADCORE_TEXT_FIND_FOLDED_HPP

// Where in a text a folded needle is, for highlighting.

#include <leadcore/text/detail/fold_reader.hpp>
#include <leadcore/text/fold.hpp>
#include <leadcore/text/utf8.hpp>
#include <leadcore/version.hpp>

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace leadcore::inline LEADCORE_ABI {

/// A part of a text, in bytes.
struct text_span {
  std::size_t offset = 0;
  std::size_t size = 0;

  friend constexpr bool operator==(const text_span&, const text_span&) = default;
};

/// The first part of a text whose folding contains a needle, as contains_folded finds it.
///
/// The part consists of whole letters with their marks: "s" is found in all of "ß", and "e" in
/// "e" + U+0301 if accents do not count.
/// @param folded_needle  the result of fold(); the empty needle is at the start of every text.
/// @return nothing exactly if contains_folded is false.
/// @par Complexity
/// linear in the text, times the needle in the worst case; allocates the folding.
/// @par Example
///     find_folded("Groß & Söhne", fold("ss &")) == text_span{3, 4}
/// @see contains_folded
template <folding Folding = folding::caseless>
[[nodiscard]] constexpr std::optional<text_span> find_folded(std::string_view text,
                                                             std::string_view folded_needle) {
  if (folded_needle.empty()) {
    return text_span{};
  }
  struct segment { // a letter with what joins it, which folds apart from the rest
    std::size_t folded_end;
    std::size_t end;
  };
  std::vector<segment> segments;
  std::vector<char> folded; // not a std::string: clang cannot evaluate libstdc++ 12's
  for (std::size_t begin = 0; begin < text.size();) {
    std::size_t end = begin + detail::read_unit(text, begin).length;
    while (end < text.size()) {
      const detail::raw_unit next = detail::read_unit(text, end);
      if (!detail::joins_back(detail::fold_value(next.unit))) {
        break;
      }
      end += next.length;
    }
    const std::size_t at = folded.size();
    const std::string_view letter = text.substr(begin, end - begin);
    folded.insert(folded.end(), letter.size() * max_fold_growth, '\0');
    folded.resize(at + leadcore::fold_into<Folding>(
                           letter, std::span(folded.data() + at, folded.size() - at)));
    segments.push_back({folded.size(), end});
    begin = end;
  }
  const std::string_view whole(folded.data(), folded.size());
  std::size_t first = 0; // the segment of the unit
  for (std::size_t at = 0; at < whole.size(); at += decode_utf8(whole, at).length) {
    while (segments[first].folded_end <= at) {
      ++first;
    }
    if (!whole.substr(at).starts_with(folded_needle)) {
      continue;
    }
    const std::size_t folded_end = at + folded_needle.size();
    std::size_t unit = at;
    while (unit < folded_end) {
      unit += decode_utf8(whole, unit).length;
    }
    if (unit == folded_end) { // not inside a code point
      std::size_t last = first;
      while (segments[last].folded_end < folded_end) {
        ++last;
      }
      const std::size_t begin = first == 0 ? 0 : segments[first - 1].end;
      return text_span{begin, segments[last].end - begin};
    }
  }
  return std::nullopt;
}

} // namespace leadcore::inline LEADCORE_ABI

#endif
