// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TEXT_TIMESTAMP_HPP
#define LEADCORE_TEXT_TIMESTAMP_HPP

// Instants in time as RFC 3339 texts and as milliseconds since the epoch.

#include <leadcore/text/ascii.hpp>
#include <leadcore/text/detail/byte_offset.hpp>
#include <leadcore/text/enum_table.hpp>
#include <leadcore/text/result.hpp>
#include <leadcore/text/utf8.hpp>
#include <leadcore/version.hpp>

#include <array>
#include <chrono>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace leadcore::inline LEADCORE_ABI {

/// An instant in UTC, in whole milliseconds, from 0001-01-01T00:00:00.000Z to 9999-12-31T23:59:59.999Z.
///
/// Every value is inside that range, so that every value has a text that reads back as itself, and the order of
/// values is the order of their texts. The default value is the epoch, 1970-01-01T00:00:00.000Z. Days have 86,400
/// seconds (no leap seconds) and the calendar is the Gregorian one, also before its introduction.
/// @par Source  decision table, row time; RFC 3339 clause 1 for the range of years.
class timestamp {
 public:
  constexpr timestamp() noexcept = default;

  /// 0001-01-01T00:00:00.000Z.
  [[nodiscard]] static constexpr timestamp min() noexcept { return timestamp(min_milliseconds); }
  /// 9999-12-31T23:59:59.999Z.
  [[nodiscard]] static constexpr timestamp max() noexcept { return timestamp(max_milliseconds); }

  /// The instant so many milliseconds after the epoch (before it when negative), or nothing outside min() to max().
  [[nodiscard]] static constexpr std::optional<timestamp>
  from_milliseconds(std::int64_t milliseconds) noexcept {
    if (milliseconds < min_milliseconds || milliseconds > max_milliseconds) {
      return std::nullopt;
    }
    return timestamp(milliseconds);
  }

  /// The instant of a time point, or nothing outside min() to max().
  ///
  /// A finer clock is rounded by its owner: from_sys_time(std::chrono::floor<std::chrono::milliseconds>(now)).
  [[nodiscard]] static constexpr std::optional<timestamp>
  from_sys_time(std::chrono::sys_time<std::chrono::milliseconds> time) noexcept {
    return from_milliseconds(static_cast<std::int64_t>(time.time_since_epoch().count()));
  }

  [[nodiscard]] constexpr std::int64_t milliseconds_since_epoch() const noexcept {
    return milliseconds_;
  }

  [[nodiscard]] constexpr std::chrono::sys_time<std::chrono::milliseconds>
  to_sys_time() const noexcept {
    return std::chrono::sys_time<std::chrono::milliseconds>(
        std::chrono::milliseconds(milliseconds_));
  }

  friend constexpr bool operator==(const timestamp&, const timestamp&) = default;
  friend constexpr auto operator<=>(const timestamp&, const timestamp&) = default;

 private:
  static constexpr std::int64_t min_milliseconds = -62'135'596'800'000;
  static constexpr std::int64_t max_milliseconds = 253'402'300'799'999;

  constexpr explicit timestamp(std::int64_t milliseconds) noexcept : milliseconds_(milliseconds) {}

  std::int64_t milliseconds_ = 0;
};

namespace detail {

inline constexpr std::uint32_t milliseconds_per_day = 86'400'000;

// Written dates are counted from the day before 0000-01-01, in years with their leap day, if any, taken off first: of a
// century and a year in it there are then no more leap days than a quarter of each. What was taken off is given back by
// the month, of which there are two kinds.

inline constexpr std::int32_t epoch_day = 719'528;

struct month_of_year {
  std::int16_t days_before; // less one in a leap year
  std::int16_t length;      // 0 if there is no such month
};
/// Months 0 to 19 of other years, then of leap years.
inline constexpr std::array<std::array<month_of_year, 20>, 2> months = [] {
  constexpr std::array<std::int16_t, 12> lengths{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  std::array<std::array<month_of_year, 20>, 2> made{};
  for (std::int16_t leap = 0; leap < 2; ++leap) {
    std::int16_t days = static_cast<std::int16_t>(-leap);
    for (std::size_t month = 1; month <= lengths.size(); ++month) {
      const auto length = static_cast<std::int16_t>(lengths[month - 1] + (month == 2 ? leap : 0));
      made[static_cast<std::size_t>(leap)][month] = {days, length};
      days = static_cast<std::int16_t>(days + length);
    }
  }
  return made;
}();

/// A year 0 to 9999 as it is written: in two pairs of digits.
struct written_year {
  unsigned century;
  unsigned of_century;

  /// A month 0 to 19 of this year.
  [[nodiscard]] constexpr month_of_year month(unsigned number) const noexcept {
    const bool is_leap = ((of_century == 0 ? century : of_century) & 3) == 0;
    return months[is_leap ? 1 : 0][number];
  }
  /// Days from the epoch to a day of a month of this year.
  [[nodiscard]] constexpr std::int32_t day(month_of_year month, unsigned day) const noexcept {
    const unsigned before = 36'524 * century + century / 4 + 365 * of_century + of_century / 4;
    return static_cast<std::int32_t>(before + day) + month.days_before - epoch_day;
  }
};

/// "00" "01" ... "99" in one row.
inline constexpr std::array<char, 200> digit_pairs = [] {
  std::array<char, 200> pairs{};
  for (std::size_t i = 0; i < 100; ++i) {
    pairs[2 * i] = static_cast<char>('0' + static_cast<int>(i / 10));
    pairs[2 * i + 1] = static_cast<char>('0' + static_cast<int>(i % 10));
  }
  return pairs;
}();

} // namespace detail

/// The text of a timestamp, without allocation: 24 bytes in the form YYYY-MM-DDTHH:MM:SS.mmmZ.
/// @par Source  endpoint contract, example answer; RFC 3339 clause 5.6.
/// @see to_text
class timestamp_text {
 public:
  static constexpr std::size_t size = 24;

  /// The text of the instant; of the epoch when none is given.
  constexpr explicit timestamp_text(timestamp time = {}) noexcept {
    const auto since_first = static_cast<std::uint64_t>(
        time.milliseconds_since_epoch() - timestamp::min().milliseconds_since_epoch());
    const auto day = static_cast<std::uint32_t>(since_first / detail::milliseconds_per_day);
    const auto millisecond = static_cast<std::uint32_t>(since_first % detail::milliseconds_per_day);

    // From 0000-03-01 on, so that a leap day is the last of its year; months then have (153 * m + 2) / 5 days before them,
    // m counted from March. After H. Hinnant, "chrono-Compatible Low-Level Date Algorithms", civil_from_days.
    constexpr std::uint32_t first_day = 306; // 0001-01-01
    const std::uint32_t quarter_days = 4 * (day + first_day) + 3;
    const std::uint32_t century = quarter_days / 146'097; // days in 400 years
    const std::uint32_t century_quarters = quarter_days % 146'097 / 4 * 4 + 3;
    const std::uint32_t year_of_century = century_quarters / 1'461; // days in 4 years
    const std::uint32_t day_of_year = century_quarters % 1'461 / 4;
    const std::uint32_t march_month = (5 * day_of_year + 2) / 153;
    const bool next_year = march_month >= 10; // January and February

    const std::uint32_t year = 100 * century + year_of_century + (next_year ? 1 : 0);
    put(0, year / 100);
    put(2, year % 100);
    put(5, next_year ? march_month - 9 : march_month + 3);
    put(8, day_of_year - (153 * march_month + 2) / 5 + 1);
    const std::uint32_t minute = millisecond / 60'000;
    const std::uint32_t in_minute = millisecond % 60'000;
    put(11, minute / 60);
    put(14, minute % 60);
    put(17, in_minute / 1'000);
    put(20, in_minute % 1'000 / 10); // two digits of three; the third follows
    bytes_[22] = static_cast<char>('0' + static_cast<int>(in_minute % 10));
  }

  [[nodiscard]] constexpr std::string_view view() const noexcept {
    return {bytes_.data(), bytes_.size()};
  }

  friend constexpr bool operator==(const timestamp_text&, const timestamp_text&) = default;

 private:
  constexpr void put(std::size_t at, std::uint32_t below_100) noexcept {
    std::char_traits<char>::copy(&bytes_[at], &detail::digit_pairs[2 * std::size_t{below_100}], 2);
  }

  std::array<char, size> bytes_{'0', '0', '0', '0', '-', '0', '0', '-', '0', '0', 'T', '0',
                                '0', ':', '0', '0', ':', '0', '0', '.', '0', '0', '0', 'Z'};
};

/// The text of a timestamp in a value of its own: to_text(time).view() == "2026-05-02T10:30:00.000Z".
/// @par Complexity  constant; allocates nothing.
[[nodiscard]] constexpr timestamp_text to_text(timestamp time) noexcept {
  return timestamp_text(time);
}

/// The text of a timestamp, as to_text gives it.
/// @par Complexity  constant; allocates 24 bytes.
[[nodiscard]] inline std::string to_string(timestamp time) {
  return std::string(to_text(time).view());
}

/// Why a text is not a timestamp; parse_timestamp says where each shows.
enum class timestamp_errc : std::uint8_t {
  empty = 1,
  too_short = 2,
  digit_expected = 3,
  hyphen_expected = 4,
  time_marker_expected = 5,
  colon_expected = 6,
  year_out_of_range = 7,
  month_out_of_range = 8,
  day_out_of_range = 9,
  hour_out_of_range = 10,
  minute_out_of_range = 11,
  second_out_of_range = 12,
  leap_second = 13,
  missing_zone = 14,
  zone_expected = 15,
  offset_hour_out_of_range = 16,
  offset_minute_out_of_range = 17,
  instant_out_of_range = 18,
  trailing_characters = 19,
};

namespace detail {

template <>
inline constexpr enum_entry<timestamp_errc> enum_table<timestamp_errc>[] = {
    {timestamp_errc::empty, "empty", "no text; a time looks like 2026-05-02T10:30:00.000Z"},
    {timestamp_errc::too_short, "too_short",
     "the text ends early; a time looks like 2026-05-02T10:30:00.000Z"},
    {timestamp_errc::digit_expected, "digit_expected", "a digit 0 to 9 is expected here"},
    {timestamp_errc::hyphen_expected, "hyphen_expected",
     "a hyphen is expected here; a date is YYYY-MM-DD"},
    {timestamp_errc::time_marker_expected, "time_marker_expected",
     "a T is expected here, between date and time"},
    {timestamp_errc::colon_expected, "colon_expected",
     "a colon is expected here; a time of day is HH:MM:SS"},
    {timestamp_errc::year_out_of_range, "year_out_of_range", "the year is not 0001 to 9999"},
    {timestamp_errc::month_out_of_range, "month_out_of_range", "the month is not 01 to 12"},
    {timestamp_errc::day_out_of_range, "day_out_of_range",
     "this month of this year has no such day"},
    {timestamp_errc::hour_out_of_range, "hour_out_of_range", "the hour is not 00 to 23"},
    {timestamp_errc::minute_out_of_range, "minute_out_of_range", "the minute is not 00 to 59"},
    {timestamp_errc::second_out_of_range, "second_out_of_range", "the second is not 00 to 59"},
    {timestamp_errc::leap_second, "leap_second",
     "leap seconds are not supported; the second is 00 to 59"},
    {timestamp_errc::missing_zone, "missing_zone",
     "no time zone; end with Z or an offset such as +02:00"},
    {timestamp_errc::zone_expected, "zone_expected",
     "Z or an offset such as +02:00 is expected here"},
    {timestamp_errc::offset_hour_out_of_range, "offset_hour_out_of_range",
     "the hour of the offset is not 00 to 23"},
    {timestamp_errc::offset_minute_out_of_range, "offset_minute_out_of_range",
     "the minute of the offset is not 00 to 59"},
    {timestamp_errc::instant_out_of_range, "instant_out_of_range",
     "in UTC this is not in the years 0001 to 9999"},
    {timestamp_errc::trailing_characters, "trailing_characters",
     "nothing may follow the time zone"},
};

} // namespace detail

using timestamp_error = text_error<timestamp_errc>;

/// The stable name of an error; the empty text for a value outside the enumeration.
[[nodiscard]] constexpr std::string_view to_string(timestamp_errc code) noexcept {
  return detail::enum_name(code);
}

/// What is wrong and what is allowed, for people; the wording may change.
[[nodiscard]] constexpr std::string_view message(timestamp_errc code) noexcept {
  return detail::enum_message(code);
}

namespace detail {

// The common case made fast: texts are read eight bytes at a time, and one that is not quite as expected is left to
// timestamp_reader, which is the definition and knows the reasons. A property test compares the two.

/// No number of minutes or milliseconds. (Not an optional: g++ 12 returns that through memory.)
inline constexpr std::int64_t not_fast = std::numeric_limits<std::int64_t>::min();

/// Eight bytes of a text held against two forms such as "0000-00-" and "9999-19-".
class digit_form {
 public:
  constexpr digit_form(std::uint64_t bytes, const char* lowest, const char* highest) noexcept
      : bytes_(bytes ^ load_word(lowest)),
        excess_((bytes_ + (~high_bits - (load_word(highest) - load_word(lowest)))) | bytes_) {}

  /// Not 0 in its high_bits unless each byte is a digit in the range that the forms give, or their separator.
  ///
  /// After the exclusive or, a digit is a byte 0 to 9 and a separator is 0; the sum carries into the top bit of a
  /// byte that is more than the highest. (A byte above 127 may carry further, but has its own top bit set.)
  [[nodiscard]] constexpr std::uint64_t excess() const noexcept { return excess_; }

  /// Each byte times ten plus the next byte, if the text fits: at most 99, so no byte touches its neighbour.
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

/// A second and its milliseconds at the end of a text: ":SS" or ":SS.mmm".
struct read_second {
  std::uint64_t excess; // not 0 in its high_bits if it is none
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

/// The milliseconds from the epoch to "YYYY-MM-DDTHH:MM:SS" or "YYYY-MM-DDTHH:MM:SS.mmm", also of the year 0, or not_fast.
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
  if (day - 1 >= static_cast<unsigned>(month.length)) { // a day 0 is more than any
    return not_fast;
  }
  const std::int64_t hours = std::int64_t{year.day(month, day)} * 24 + hour;
  return (hours * 60 + byte_of(day_and_time, 6)) * 60'000 + rest.milliseconds;
}

/// The minutes of the "+HH:MM" or "-HH:MM" that ends the text, or not_fast.
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

/// The milliseconds from the epoch of a text with three digits of fraction or none, or not_fast; out of the range if the
/// instant is.
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
    if (local >= timestamp::min().milliseconds_since_epoch() &&
        offset != not_fast) { // a year 0 may become 1
      return local - offset * 60'000;
    }
  }
  return not_fast;
}

/// Reads fields of a timestamp from left to right and keeps the first thing that is wrong.
class timestamp_reader {
 public:
  constexpr explicit timestamp_reader(std::string_view text) noexcept : text_(text) {}

  [[nodiscard]] constexpr std::size_t position() const noexcept { return position_; }
  /// The number read, if the last function returned true.
  [[nodiscard]] constexpr std::int64_t value() const noexcept { return value_; }
  /// What is wrong, if the last function returned false.
  [[nodiscard]] constexpr timestamp_error error() const noexcept { return error_; }

  /// Reads "YYYY-MM-DDTHH:MM" as minutes from the epoch.
  [[nodiscard]] constexpr bool date_and_minute() noexcept {
    using enum timestamp_errc;
    unsigned year = 0;
    unsigned month = 0;
    unsigned day = 0;
    unsigned hour = 0;
    unsigned minute = 0;
    if (!(number(4, year, 1, 9999, year_out_of_range) && mark('-', hyphen_expected) &&
          number(2, month, 1, 12, month_out_of_range) && mark('-', hyphen_expected) &&
          number(2, day, 1, days_in(year, month), day_out_of_range) &&
          mark('t', time_marker_expected) && number(2, hour, 0, 23, hour_out_of_range) &&
          mark(':', colon_expected) && number(2, minute, 0, 59, minute_out_of_range))) {
      return false;
    }
    const written_year written = in_pairs(year);
    value_ = (std::int64_t{written.day(written.month(month), day)} * 24 + hour) * 60 + minute;
    return true;
  }

  /// Reads ":SS" and a fraction, if there is one, as milliseconds.
  [[nodiscard]] constexpr bool second_and_fraction() noexcept {
    using enum timestamp_errc;
    unsigned second = 0;
    if (!(mark(':', colon_expected) && number(2, second, 0, 60, second_out_of_range))) {
      return false;
    }
    if (second == 60) {
      return refuse(leap_second, position_ - 2);
    }
    value_ = second * 1'000;
    if (position_ == text_.size() || text_[position_] != '.') {
      return true;
    }
    ++position_;
    unsigned tenths = 0;
    if (!number(1, tenths, 0, 9, digit_expected)) {
      return false;
    }
    value_ += tenths * 100;
    for (unsigned scale = 10; position_ < text_.size() && is_digit(text_[position_]); ++position_) {
      value_ += static_cast<unsigned>(text_[position_] - '0') * scale;
      scale /= 10; // 0 from the fourth digit on
    }
    return true;
  }

  /// Reads "Z" or an offset as minutes to subtract.
  [[nodiscard]] constexpr bool zone() noexcept {
    using enum timestamp_errc;
    if (position_ == text_.size()) {
      return refuse(missing_zone, position_);
    }
    const char sign = to_lower(text_[position_]);
    if (sign != '+' && sign != '-' && sign != 'z') {
      return refuse(zone_expected, position_);
    }
    ++position_;
    value_ = 0;
    if (sign == 'z') {
      return true;
    }
    unsigned hour = 0;
    unsigned minute = 0;
    if (!(number(2, hour, 0, 23, offset_hour_out_of_range) && mark(':', colon_expected) &&
          number(2, minute, 0, 59, offset_minute_out_of_range))) {
      return false;
    }
    value_ = hour * 60 + minute;
    value_ = sign == '-' ? -value_ : value_;
    return true;
  }

 private:
  static constexpr written_year in_pairs(unsigned year) noexcept {
    return {year / 100, year % 100};
  }
  static constexpr unsigned days_in(unsigned year, unsigned month) noexcept {
    return static_cast<unsigned>(in_pairs(year).month(month).length);
  }

  constexpr bool refuse(timestamp_errc code, std::size_t position) noexcept {
    error_ = {code, byte_offset(position)};
    return false;
  }

  /// Reads exactly count digits whose value must be in [low, high].
  constexpr bool number(unsigned count, unsigned& value, unsigned low, unsigned high,
                        timestamp_errc out_of_range) noexcept {
    const std::size_t start = position_;
    for (unsigned i = 0; i < count; ++i, ++position_) {
      if (position_ == text_.size()) {
        return refuse(timestamp_errc::too_short, position_);
      }
      if (!is_digit(text_[position_])) {
        return refuse(timestamp_errc::digit_expected, position_);
      }
      value = value * 10 + static_cast<unsigned>(text_[position_] - '0');
    }
    return (value >= low && value <= high) || refuse(out_of_range, start);
  }

  /// Steps over one byte, which must be the given one when lower-cased.
  constexpr bool mark(char lower, timestamp_errc missing) noexcept {
    if (position_ == text_.size()) {
      return refuse(timestamp_errc::too_short, position_);
    }
    if (to_lower(text_[position_]) != lower) {
      return refuse(missing, position_);
    }
    ++position_;
    return true;
  }

  std::string_view text_;
  std::size_t position_ = 0;
  std::int64_t value_ = 0;
  timestamp_error error_{};
};

} // namespace detail

namespace detail {

/// Reads any date-time; parse_timestamp reads the commonest forms itself.
[[nodiscard]] constexpr result<timestamp, timestamp_error>
parse_any_timestamp(std::string_view text) noexcept {
  using enum timestamp_errc;
  if (text.empty()) {
    return fail(timestamp_error{empty, 0});
  }
  timestamp_reader in(text);
  if (!in.date_and_minute()) {
    return fail(in.error());
  }
  const std::int64_t minutes = in.value();
  if (!in.second_and_fraction()) {
    return fail(in.error());
  }
  const std::int64_t milliseconds = in.value();
  const std::size_t zone = in.position();
  if (!in.zone()) {
    return fail(in.error());
  }
  const std::optional<timestamp> instant =
      timestamp::from_milliseconds((minutes - in.value()) * 60'000 + milliseconds);
  if (!instant) {
    return fail(timestamp_error{instant_out_of_range, byte_offset(zone)});
  }
  if (in.position() != text.size()) {
    return fail(timestamp_error{trailing_characters, byte_offset(in.position())});
  }
  return *instant;
}

} // namespace detail

/// Reads an RFC 3339 date-time with any offset and returns the instant, floored to milliseconds.
///
/// Nothing is trimmed, guessed or repaired. Digits of the second beyond the third are dropped, which rounds toward
/// the past before the epoch too. The offset is subtracted; -00:00 means UTC. What RFC 3339 leaves open: T and Z may
/// be lower case; a space is not a T; leap seconds (:60) and year 0000 are refused.
///
/// @par Grammar
///     date-time   = full-date "T" full-time            ; letters in either case
///     full-date   = 4DIGIT "-" 2DIGIT "-" 2DIGIT       ; 0001-9999, 01-12, 01-28/29/30/31 by month and year
///     full-time   = partial-time time-offset
///     partial-time= 2DIGIT ":" 2DIGIT ":" 2DIGIT [ "." 1*DIGIT ]   ; 00-23, 00-59, 00-59
///     time-offset = "Z" / ( ( "+" / "-" ) 2DIGIT ":" 2DIGIT )      ; 00-23, 00-59
/// @param text  not kept after the call.
/// @return the instant; to_string() of it is the canonical text, which reads back as the same instant.
/// @par Errors (read from left to right, each field checked when its last digit is read; the first problem wins)
///     | timestamp_errc             | offset                 | when                                                  |
///     | empty                      | 0                      | text has no bytes                                     |
///     | too_short                  | text.size()            | text ends where the grammar goes on                   |
///     | digit_expected             | that byte              | another byte where a digit belongs                    |
///     | hyphen_expected            | that byte              | another byte where "-" belongs in the date            |
///     | time_marker_expected       | that byte              | another byte where "T" belongs                        |
///     | colon_expected             | that byte              | another byte where ":" belongs                        |
///     | year_out_of_range          | 0                      | year 0000                                             |
///     | month_out_of_range         | 5                      | month 00 or above 12                                  |
///     | day_out_of_range           | 8                      | day 00 or above the last of its month                 |
///     | hour_out_of_range          | 11                     | hour above 23                                         |
///     | minute_out_of_range        | 14                     | minute above 59                                       |
///     | leap_second                | 17                     | second 60, wherever it stands                         |
///     | second_out_of_range        | 17                     | second above 60                                       |
///     | missing_zone               | text.size()            | text ends after the seconds or their fraction         |
///     | zone_expected              | that byte              | another byte where "Z", "+" or "-" belongs            |
///     | offset_hour_out_of_range   | first digit of it      | hour of the offset above 23                           |
///     | offset_minute_out_of_range | first digit of it      | minute of the offset above 59                         |
///     | instant_out_of_range       | sign of the offset     | the offset moves the instant out of 0001 to 9999      |
///     | trailing_characters        | first byte too many    | text goes on after the zone                           |
/// @par Complexity  linear in text.size(); allocates nothing.
/// @par Source  RFC 3339 clauses 4.3, 5.6, 5.7; decision table, row time; decision 0030.
/// @par Example
///     to_string(*parse_timestamp("2026-05-02T12:30:00+02:00")) == "2026-05-02T10:30:00.000Z"
/// @see timestamp, tests/vectors/timestamp.tsv
[[nodiscard]] constexpr result<timestamp, timestamp_error>
parse_timestamp(std::string_view text) noexcept {
  const std::optional<timestamp> instant = timestamp::from_milliseconds(detail::read_fast(text));
  // One object for both, because g++ 12 copies a second one bytewise and then waits for it as a whole.
  result<timestamp, timestamp_error> read(instant.value_or(timestamp()));
  if (!instant) { // not_fast is outside the range too
    read = detail::parse_any_timestamp(text);
  }
  return read;
}

} // namespace leadcore::inline LEADCORE_ABI

#endif
