// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TESTING_DETAIL_DRAW_VALUES_HPP
#define LEADCORE_TESTING_DETAIL_DRAW_VALUES_HPP

// Choice sequences, and texts and values drawn from them.

#include <leadcore/model/status.hpp>
#include <leadcore/text/ascii.hpp>
#include <leadcore/text/enum_table.hpp>
#include <leadcore/text/timestamp.hpp>
#include <leadcore/text/utf8.hpp>
#include <leadcore/version.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace leadcore::inline LEADCORE_ABI::testing {

/// A choice sequence.
using tape = std::vector<std::uint16_t>;

/// Reads choices from a tape; after its end every choice is 0.
class drawing {
 public:
  /// No choices.
  drawing() = default;
  /// The choices of a tape, which must outlive the drawing.
  drawing(std::span<const std::uint16_t> numbers) noexcept
      : numbers_(numbers) {} // implicit: a tape converts
  drawing(const tape& numbers) noexcept : numbers_(numbers) {}

  /// Whether no choice is left.
  [[nodiscard]] bool at_end() const noexcept { return numbers_.empty(); }
  /// A choice below a bound. @pre bound >= 1
  [[nodiscard]] std::size_t below(std::size_t bound) noexcept {
    if (numbers_.empty()) {
      return 0;
    }
    const std::size_t number = numbers_.front();
    numbers_ = numbers_.subspan(1);
    return number % bound;
  }
  /// One element of a list.
  template <class T, std::size_t Size>
  [[nodiscard]] const T& one_of(const std::array<T, Size>& list) noexcept {
    return list[below(Size)];
  }
  /// A drawing of its own from the next choices, at most that many.
  [[nodiscard]] drawing take(std::size_t most) noexcept {
    const auto taken = numbers_.first(std::min(most, numbers_.size()));
    numbers_ = numbers_.subspan(taken.size());
    return taken;
  }

 private:
  std::span<const std::uint16_t> numbers_{};
};

// Texts. ------------------------------------------------------------------------------------------

} // namespace leadcore::inline LEADCORE_ABI::testing

namespace leadcore::inline LEADCORE_ABI::detail {

/// The simplest first: names in many scripts, letters with special case or composition, characters
/// that are special in SQL, HTML, JSON or query strings, white space and invisible characters.
// clang-format off
inline constexpr auto text_pieces = std::to_array<std::string_view>({
    "a", "Jane", "Doe", "ACME", "Acme Co", " ", "o", "i", "0", "555", "(415) 555-0101", "+44",
    // case and composition
    "é", "e\u0301", "É", "E\u0301", "Zoë", "Zoe\u0308", "Å", "A\u030A", "\u212B", "ß", "ẞ", "ss",
    "SS", "Straße", "STRASSE", "ü", "U\u0308", "Σίσυφος", "ΣΊΣΥΦΟΣ", "σ", "ς", "İ", "I", "ı",
    "i\u0307", "ﬁ", "fi", "ǆ", "ǅ", "ŉ", "\u212A", "ſ", "ΐ", "ᾳ", "Ჯ", "ꭰ", "q\u0323\u0307",
    "q\u0307\u0323", "가", "\u1100\u1161", "각", "\u0301",
    // scripts
    "Анна", "АННА", "Ελένη", "王小明", "さくら", "ガ", "カ\u3099", "김민준", "محمد", "דוד", "प्रिया", "สมชาย",
    "Հայկ", "ნინო", "𝓐", "𐐀", "𐐨", "👩\u200D💻",
    // special in other languages
    "%", "_", "*", "\\", "'", "\"", "&", "=", "+", "?", "#", ";", ",", "<b>", "' OR 1=1 --", "%41",
    "null", std::string_view("\0", 1),
    // white space and invisible characters
    "\t", "\n", "\u00A0", "\u2003", "\u3000", "\u200B", "\uFEFF", "\u202E", "\u0085", "\uFFFD",
    "\U0010FFFF",
});

/// Bytes that are never valid UTF-8.
inline constexpr auto broken_pieces = std::to_array<std::string_view>({
    "\xFF", "\x80", "\xC3", "\xC3(", "\xE2\x82", "\xC0\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80",
    "\xF0\x9F\x92", "\xCC", "\x81", "\xCC\xFF\x81",
});

/// Ids that differ only in case, length or composition, above all the first four; none is empty or
/// "unassigned".
inline constexpr auto id_texts = std::to_array<std::string_view>({
    "a", "A", "b", "B", "ab", "aa", "1", "2", "10", "01", "é", "e\u0301", "z", "~", "Unassigned",
    "unassigned ", "65f0a000a000a000a000a001", "65f0a000a000a000a000a002", "a&b=c", "a+b", "100%",
    "ÿ", "\uFFFD", "\U0001F600",
});
// clang-format on

/// Any code point, from three choices; U+FFFD in place of a surrogate.
[[nodiscard]] inline std::string draw_scalar(testing::drawing& from) {
  constexpr std::array<std::uint32_t, 4> planes{0, 0, 1, 16};
  const auto plane = from.one_of(planes) * 0x10000U;
  const auto row = static_cast<std::uint32_t>(from.below(0x100)) * 0x100U;
  return std::string(
      encode_utf8(plane + row + static_cast<std::uint32_t>(from.below(0x100))).view());
}

} // namespace leadcore::inline LEADCORE_ABI::detail

namespace leadcore::inline LEADCORE_ABI::testing {

/// Valid UTF-8 of many scripts, sometimes of arbitrary code points; uses the whole tape.
[[nodiscard]] inline std::string draw_text(drawing from) {
  std::string text;
  while (!from.at_end()) {
    const std::size_t choice = from.below(detail::text_pieces.size() + 12);
    text += choice < detail::text_pieces.size() ? std::string(detail::text_pieces[choice])
                                                : detail::draw_scalar(from);
  }
  return text;
}

/// Any bytes: broken and valid pieces, and single bytes.
[[nodiscard]] inline std::string draw_hostile_text(drawing from) {
  std::string text;
  while (!from.at_end()) {
    switch (from.below(4)) {
    case 0:
    case 1:
      text += from.one_of(detail::text_pieces);
      break;
    case 2:
      text += from.one_of(detail::broken_pieces);
      break;
    default:
      text += static_cast<char>(static_cast<unsigned char>(from.below(0x100)));
    }
  }
  return text;
}

/// A valid owner's id: not empty, not "unassigned". Half of them are among the first four.
[[nodiscard]] inline std::string draw_id(drawing from) {
  const std::size_t choice = from.below(2 * detail::id_texts.size());
  return std::string(detail::id_texts[choice < detail::id_texts.size() ? choice : choice % 4]);
}

// Values. -----------------------------------------------------------------------------------------

/// Any status.
[[nodiscard]] inline lead_status draw_status(drawing from) {
  return from.one_of(lead_statuses);
}

/// An instant: mostly one of a few that are close together, so that many are equal; sometimes any.
[[nodiscard]] inline timestamp draw_timestamp(drawing from) {
  const auto at = [](std::int64_t milliseconds) {
    return timestamp::from_milliseconds(milliseconds).value_or(timestamp::max());
  };
  const std::int64_t may_2026 = 1'777'717'800'000;
  switch (from.below(16)) {
  case 1:
  case 2:
  case 3:
    return at(may_2026);
  case 4:
  case 5:
    return at(may_2026 + 1);
  case 6:
  case 7:
    return at(may_2026 - 1);
  case 8:
    return at(-1);
  case 9:
    return timestamp::min();
  case 10:
    return timestamp::max();
  case 11:
  case 12: { // any, from five digits of base 2^12
    std::int64_t since = 0;
    for (int digit = 0; digit < 5; ++digit) {
      since = since * 4096 + static_cast<std::int64_t>(from.below(4096));
    }
    return at(timestamp::min().milliseconds_since_epoch() +
              since % (timestamp::max().milliseconds_since_epoch() -
                       timestamp::min().milliseconds_since_epoch()));
  }
  default:
    return timestamp{};
  }
}

/// A choice of any number of bits, from four choices.
[[nodiscard]] inline std::uint64_t draw_bits(drawing& from) {
  std::uint64_t bits = 0;
  for (int digit = 0; digit < 4; ++digit) {
    bits = bits << 16U | from.below(0x10000);
  }
  return bits;
}

/// An integer: mostly one of a few, so that many are equal; sometimes the least or the largest, or
/// one where numbers of fewer bits end.
template <std::integral T> [[nodiscard]] T draw_integer(drawing from) {
  using limits = std::numeric_limits<T>;
  const auto cut = [](std::uint64_t bits) { return static_cast<T>(bits); };
  switch (from.below(16)) {
  case 9:
    return limits::max();
  case 10:
    return limits::min();
  case 11:
    return static_cast<T>(limits::max() - 1);
  case 12:
    return static_cast<T>(limits::min() + 1);
  case 13: // 2^n - 1, 2^n or 2^n + 1
    return cut((std::uint64_t{1} << from.below(64)) + from.below(3) - 1);
  case 14:
    return cut(draw_bits(from));
  default: {
    constexpr std::array<int, 8> few{0, 1, 2, -1, 10, 9, 999, 1000};
    const int one = from.one_of(few);
    return std::in_range<T>(one) ? static_cast<T>(one) : T{};
  }
  }
}

/// A finite number: mostly one of a few; sometimes the least or the largest, the smallest, or one
/// without a short decimal form.
template <std::floating_point T> [[nodiscard]] T draw_number(drawing from) {
  using limits = std::numeric_limits<T>;
  switch (from.below(16)) {
  case 9:
    return limits::max();
  case 10:
    return limits::lowest();
  case 11:
    return limits::denorm_min();
  case 12:
    return limits::min();
  case 13:
    return T{1} + limits::epsilon();
  case 14: { // any bits, but with an exponent that is not too large
    const auto mantissa = static_cast<T>(static_cast<std::int64_t>(draw_bits(from)));
    return std::clamp(std::ldexp(mantissa, static_cast<int>(from.below(200)) - 100),
                      limits::lowest(), limits::max());
  }
  default: {
    constexpr std::array<double, 9> few{0, 1, 0.5, -1, 0.1, -0.0, 1e21, 1e-7, 1.0 / 3};
    return static_cast<T>(from.one_of(few));
  }
  }
}

/// An enumerator of an enumeration with names.
template <named_enum T> [[nodiscard]] T draw_enumerator(drawing from) {
  return enum_table<T>[from.below(detail::enum_size<T>)].value;
}

} // namespace leadcore::inline LEADCORE_ABI::testing

#endif
