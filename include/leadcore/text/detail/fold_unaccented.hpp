// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TEXT_DETAIL_FOLD_UNACCENTED_HPP
#define LEADCORE_TEXT_DETAIL_FOLD_UNACCENTED_HPP

// Reads a text as its unaccented folding: NFC(toCasefold(starters of NFD(text))), with one
// apostrophe, one quotation mark and one hyphen for all of their kinds. decision 0026

#include <leadcore/text/ascii.hpp>
#include <leadcore/text/detail/fold_reader.hpp>
#include <leadcore/version.hpp>

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string_view>

namespace leadcore::inline LEADCORE_ABI::detail {

/// Code points from first to last that count as an ASCII character.
struct punctuation_range {
  char16_t first;
  char16_t last;
  char as;
};

/// Dashes are those with the property Dash. Of those with the property Quotation_Mark, the single
/// ones (not those of corner brackets) are apostrophes. So are the primes, accents and letters that
/// people write for an apostrophe, and the modifier letters that transliterations use.
/// Sorted. tests/property/text/fold_icu.prop.cpp compares them with PropList.txt.
inline constexpr punctuation_range folded_punctuation[] = {
    {0x0060, 0x0060, '\''}, {0x00AB, 0x00AB, '"'}, {0x00B4, 0x00B4, '\''}, {0x00BB, 0x00BB, '"'},
    {0x02B9, 0x02B9, '\''}, {0x02BA, 0x02BA, '"'}, {0x02BB, 0x02BF, '\''}, {0x02C8, 0x02C8, '\''},
    {0x055A, 0x055A, '\''}, {0x058A, 0x058A, '-'}, {0x05BE, 0x05BE, '-'},  {0x05F3, 0x05F3, '\''},
    {0x05F4, 0x05F4, '"'},  {0x1400, 0x1400, '-'}, {0x1806, 0x1806, '-'},  {0x2010, 0x2015, '-'},
    {0x2018, 0x201B, '\''}, {0x201C, 0x201F, '"'}, {0x2032, 0x2032, '\''}, {0x2033, 0x2033, '"'},
    {0x2035, 0x2035, '\''}, {0x2036, 0x2036, '"'}, {0x2039, 0x203A, '\''}, {0x2053, 0x2053, '-'},
    {0x207B, 0x207B, '-'},  {0x208B, 0x208B, '-'}, {0x2212, 0x2212, '-'},  {0x2E17, 0x2E17, '-'},
    {0x2E1A, 0x2E1A, '-'},  {0x2E3A, 0x2E3B, '-'}, {0x2E40, 0x2E40, '-'},  {0x2E42, 0x2E42, '"'},
    {0x2E5D, 0x2E5D, '-'},  {0x300C, 0x300F, '"'}, {0x301C, 0x301C, '-'},  {0x301D, 0x301F, '"'},
    {0x3030, 0x3030, '-'},  {0x30A0, 0x30A0, '-'}, {0xA78B, 0xA78C, '\''}, {0xFE31, 0xFE32, '-'},
    {0xFE41, 0xFE44, '"'},  {0xFE58, 0xFE58, '-'}, {0xFE63, 0xFE63, '-'},  {0xFF02, 0xFF02, '"'},
    {0xFF07, 0xFF07, '\''}, {0xFF0D, 0xFF0D, '-'}, {0xFF62, 0xFF63, '"'},
};
inline constexpr char32_t yezidi_hyphen = 0x10EAD; // the one dash beyond the first plane

[[nodiscard]] constexpr char32_t fold_punctuation(char32_t unit) noexcept {
  if (unit < 0x80 && unit != '`') {
    return unit;
  }
  const auto* low = std::begin(folded_punctuation);
  for (std::size_t count = std::size(folded_punctuation); count > 1;) {
    const std::size_t half = count / 2;
    low += low[half].first <= unit ? half : 0;
    count -= half;
  }
  if (low->first <= unit && unit <= low->last) {
    return static_cast<unsigned char>(low->as);
  }
  return unit == yezidi_hyphen ? U'-' : unit;
}

/// The units of the unaccented folding of a text, in order. Copies are independent; the text must
/// outlive them.
class unaccented_reader {
 public:
  constexpr explicit unaccented_reader(std::string_view text) noexcept : text_(text) {
    ahead_ = next_starter();
  }

  /// The next folded unit; end_unit at the end.
  [[nodiscard]] constexpr char32_t next() noexcept {
    char32_t unit = ahead_;
    if (unit == end_unit) {
      return end_unit;
    }
    ahead_ = next_starter();
    while (ahead_ != end_unit && ahead_ >= 0x80 && is_pair_second(fold_value(ahead_))) {
      const char32_t whole = compose(unit, ahead_);
      if (whole == end_unit) {
        break;
      }
      unit = whole;
      ahead_ = next_starter();
    }
    return unit;
  }

 private:
  /// The next folded unit before composition; skips marks on letters.
  constexpr char32_t next_starter() noexcept {
    for (;;) {
      while (index_ < mapping_.size) {
        const char32_t unit = mapping_.units[index_++];
        if (class_of_mapped(unit) == 0) {
          after_invalid_ = unit >= invalid_unit;
          return fold_punctuation(unit);
        }
        if (after_invalid_) {
          return unit;
        }
      }
      const raw_unit read = read_unit(text_, at_);
      if (read.unit == end_unit) {
        return end_unit;
      }
      at_ += read.length;
      if (read.unit < 0x80) {
        after_invalid_ = false;
        return fold_punctuation(static_cast<unsigned char>(to_lower(static_cast<char>(read.unit))));
      }
      mapping_ = map_unit(read.unit, fold_value(read.unit));
      index_ = 0;
    }
  }
  /// The combining class of a unit of a mapping, all of which map to themselves.
  [[nodiscard]] static constexpr unsigned class_of_mapped(char32_t unit) noexcept {
    return unit < 0x300 ? 0 : class_of(fold_value(unit));
  }

  std::string_view text_;
  std::size_t at_ = 0;
  fold_mapping mapping_{};
  std::uint8_t index_ = 0;
  char32_t ahead_ = end_unit;
  bool after_invalid_ = false; // then marks stay, so that no two invalid bytes meet
};

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
