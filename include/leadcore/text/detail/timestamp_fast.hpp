// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TEXT_DETAIL_TIMESTAMP_FAST_HPP
#define LEADCORE_TEXT_DETAIL_TIMESTAMP_FAST_HPP

// Reads the commonest forms of a timestamp, eight bytes at a time.

#include <leadcore/text/byte_block.hpp>
#include <leadcore/text/detail/calendar.hpp>
#include <leadcore/version.hpp>

#include <cstdint>
#include <limits>
#include <string_view>

namespace leadcore::inline LEADCORE_ABI::detail {

// The fast path: reads eight bytes at a time and leaves every text that is not of the common forms
// to timestamp_reader, which defines the errors. A property test compares the two.

/// Not a valid number of minutes or milliseconds. (g++ 12 returns an optional through memory.)
inline constexpr std::int64_t not_fast = std::numeric_limits<std::int64_t>::min();

/// Eight bytes of a text compared with the least and the greatest of a form, such as "0000-00-" and
/// "9999-19-".
class digit_form {
 public:
  constexpr digit_form(std::uint64_t bytes, const char* lowest, const char* highest) noexcept
      : bytes_(bytes ^ load_word(lowest)),
        excess_((bytes_ + (~high_bits - (load_word(highest) - load_word(lowest)))) | bytes_) {}

  /// Has a bit of high_bits set unless each byte is a digit in the range of the form, or its
  /// separator.
  ///
  /// After the exclusive or, a digit is a byte 0 to 9 and a separator is 0; the sum carries into
  /// the top bit of a byte above the range. (A byte above 127 may carry further, but has its own
  /// top bit set.)
  [[nodiscard]] constexpr std::uint64_t excess() const noexcept { return excess_; }

  /// Each byte times ten plus the next byte. If the text fits, at most 99, so bytes do not overflow
  /// into each other.
  [[nodiscard]] constexpr std::uint64_t pairs() const noexcept {
    return bytes_ * 10 + (bytes_ >> 8);
  }

 private:
  std::uint64_t bytes_;
  std::uint64_t excess_;
};

[[nodiscard]] constexpr unsigned byte_of(std::uint64_t word, unsigned at) noexcept {
  return static_cast<unsigned>(word >> (8 * at)) & 0xffU;
}

/// The second and its milliseconds at the end of a text: ":SS" or ":SS.mmm".
struct read_second {
  std::uint64_t excess; // has a bit of high_bits set on a mismatch
  std::int64_t milliseconds;
};

/// @pre the text is at least eight bytes long
template <bool Fraction>
[[nodiscard]] constexpr read_second read_second_fast(std::string_view text) noexcept {
  const std::uint64_t word = load_word(text.data() + text.size() - 8); // overlaps the minute
  const digit_form last = Fraction ? digit_form(word, "0:00.000", "9:59.999")
                                   : digit_form(word, "00:00:00", "99:99:59");
  const std::uint64_t pairs = last.pairs();
  const unsigned millisecond =
      Fraction ? byte_of(pairs, 5) * 10 + static_cast<unsigned>(text.back() - '0') : 0;
  return {last.excess(), byte_of(pairs, Fraction ? 2 : 6) * std::int64_t{1'000} + millisecond};
}

/// The milliseconds from the epoch to "YYYY-MM-DDTHH:MM:SS" or "YYYY-MM-DDTHH:MM:SS.mmm", also in
/// year 0, or not_fast.
/// @pre text.size() is that of the form
template <bool Fraction>
[[nodiscard]] constexpr std::int64_t read_local_fast(std::string_view text) noexcept {
  constexpr std::uint64_t lower_case_t = std::uint64_t{0x20} << 16;
  const digit_form first(load_word(text.data()), "0000-00-", "9999-19-");
  const digit_form second(load_word(text.data() + 8) | lower_case_t, "00t00:00", "39t29:59");
  const read_second rest = read_second_fast<Fraction>(text);
  const std::uint64_t date = first.pairs();
  const std::uint64_t day_and_time = second.pairs();
  const unsigned hour = byte_of(day_and_time, 3);
  if (((first.excess() | second.excess() | rest.excess) & high_bits) != 0 || hour > 23) {
    return not_fast;
  }
  const written_year year{byte_of(date, 0), byte_of(date, 2)};
  const month_of_year month = year.month(byte_of(date, 5));
  const unsigned day = byte_of(day_and_time, 0);
  if (day - 1 >= static_cast<unsigned>(month.length)) { // day 0 wraps around
    return not_fast;
  }
  const std::int64_t hours = std::int64_t{year.day(month, day)} * 24 + hour;
  return (hours * 60 + byte_of(day_and_time, 6)) * 60'000 + rest.milliseconds;
}

/// The minutes of a final "+HH:MM" or "-HH:MM", or not_fast.
/// @pre text.size() >= 8
[[nodiscard]] constexpr std::int64_t read_offset_fast(std::string_view text) noexcept {
  const char sign = text[text.size() - 6];
  const digit_form last(load_word(text.data() + text.size() - 8) >> 24, "00:00\0\0", "29:59\0\0");
  const unsigned hour = byte_of(last.pairs(), 0);
  if ((last.excess() & high_bits) != 0 || hour > 23 || (sign != '+' && sign != '-')) {
    return not_fast;
  }
  const std::int64_t minutes = hour * 60 + byte_of(last.pairs(), 3);
  return sign == '-' ? -minutes : minutes;
}

/// The milliseconds from the epoch of a text with three or no fractional digits, or not_fast; out
/// of range if the instant is.
[[nodiscard]] constexpr std::int64_t read_fast(std::string_view text) noexcept {
  constexpr std::size_t whole = 19;    // "YYYY-MM-DDTHH:MM:SS"
  constexpr std::size_t fraction = 23; // "YYYY-MM-DDTHH:MM:SS.mmm"
  const std::size_t size = text.size();
  if (size == fraction + 1 || size == whole + 1) {
    if ((text.back() | 0x20) != 'z') {
      return not_fast;
    }
    return size == fraction + 1 ? read_local_fast<true>({text.data(), fraction})
                                : read_local_fast<false>({text.data(), whole});
  }
  if (size == fraction + 6 || size == whole + 6) {
    const std::int64_t offset = read_offset_fast(text);
    const std::int64_t local = size == fraction + 6 ? read_local_fast<true>({text.data(), fraction})
                                                    : read_local_fast<false>({text.data(), whole});
    if (local >= first_millisecond && offset != not_fast) { // the offset may move year 0 to year 1
      return local - offset * 60'000;
    }
  }
  return not_fast;
}

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
