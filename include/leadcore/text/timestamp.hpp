// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TEXT_TIMESTAMP_HPP
#define LEADCORE_TEXT_TIMESTAMP_HPP

// Instants as RFC 3339 text and as milliseconds since the epoch.

#include <leadcore/text/ascii.hpp>
#include <leadcore/text/detail/byte_offset.hpp>
#include <leadcore/text/detail/calendar.hpp>
#include <leadcore/text/detail/timestamp_fast.hpp>
#include <leadcore/text/enum_table.hpp>
#include <leadcore/text/result.hpp>
#include <leadcore/version.hpp>

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace leadcore::inline LEADCORE_ABI {

/// An instant in UTC, in whole milliseconds, from 0001-01-01T00:00:00.000Z to
/// 9999-12-31T23:59:59.999Z.
///
/// Every value is in that range: each has a text that reads back as itself, and values are ordered
/// like their texts. The default value is the epoch, 1970-01-01T00:00:00.000Z. Days have 86,400
/// seconds (no leap seconds); the calendar is the proleptic Gregorian one.
/// Time points of the system clock: text/timestamp_chrono.hpp.
/// @par Source
/// spec time.1, time.2; RFC 3339 clause 1 for the range of years.
class timestamp {
 public:
  constexpr timestamp() noexcept = default;

  /// 0001-01-01T00:00:00.000Z.
  [[nodiscard]] static constexpr timestamp min() noexcept { return timestamp(min_milliseconds); }
  /// 9999-12-31T23:59:59.999Z.
  [[nodiscard]] static constexpr timestamp max() noexcept { return timestamp(max_milliseconds); }

  /// The instant at an offset in milliseconds from the epoch (negative: before it), or nothing
  /// outside min() to max().
  [[nodiscard]] static constexpr std::optional<timestamp>
  from_milliseconds(std::int64_t milliseconds) noexcept {
    if (milliseconds < min_milliseconds || milliseconds > max_milliseconds) {
      return std::nullopt;
    }
    return timestamp(milliseconds);
  }

  /// Milliseconds since 1970-01-01T00:00:00Z, without leap seconds.
  [[nodiscard]] constexpr std::int64_t milliseconds_since_epoch() const noexcept {
    return milliseconds_;
  }

  /// to_string(), explicitly, as for a time point of <chrono>. There is no view: see to_text.
  explicit operator std::string() const;

  friend constexpr bool operator==(const timestamp&, const timestamp&) = default;
  friend constexpr auto operator<=>(const timestamp&, const timestamp&) = default;

 private:
  static constexpr std::int64_t min_milliseconds = detail::first_millisecond;
  static constexpr std::int64_t max_milliseconds = 253'402'300'799'999;

  constexpr explicit timestamp(std::int64_t milliseconds) noexcept : milliseconds_(milliseconds) {}

  std::int64_t milliseconds_ = 0;
};

/// The text of a timestamp, without allocation: 24 bytes of the form YYYY-MM-DDTHH:MM:SS.mmmZ.
/// @par Source
/// spec json.5; RFC 3339 clause 5.6.
/// @see to_text
class timestamp_text {
 public:
  static constexpr std::size_t size = 24;

  /// The text of an instant; of the epoch by default.
  constexpr explicit timestamp_text(timestamp time = {}) noexcept {
    const auto since_first = static_cast<std::uint64_t>(
        time.milliseconds_since_epoch() - timestamp::min().milliseconds_since_epoch());
    const auto day = static_cast<std::uint32_t>(since_first / detail::milliseconds_per_day);
    const auto millisecond = static_cast<std::uint32_t>(since_first % detail::milliseconds_per_day);

    // Years from 0000-03-01 on have their leap day last; (153 * m + 2) / 5 days then come before
    // month m, counted from March. After H. Hinnant, "chrono-Compatible Low-Level Date Algorithms",
    // civil_from_days.
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

/// The text of a timestamp: to_text(time).view() == "2026-05-02T10:30:00.000Z".
/// @par Complexity
/// constant; allocates nothing.
[[nodiscard]] constexpr timestamp_text to_text(timestamp time) noexcept {
  return timestamp_text(time);
}

/// The text of a timestamp as a string.
/// @par Complexity
/// constant; allocates 24 bytes.
[[nodiscard]] inline std::string to_string(timestamp time) {
  return std::string(to_text(time).view());
}

inline timestamp::operator std::string() const {
  return leadcore::to_string(*this);
}

/// Errors of parse_timestamp, which documents their offsets.
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

/// An error of parse_timestamp and its offset.
using timestamp_error = text_error<timestamp_errc>;

/// The stable name of an error; the empty text for a value outside the enumeration.
[[nodiscard]] constexpr std::string_view to_string(timestamp_errc code) noexcept {
  return detail::enum_name(code);
}

/// The message of an error, for people; the wording may change.
[[nodiscard]] constexpr std::string_view message(timestamp_errc code) noexcept {
  return detail::enum_message(code);
}

namespace detail {

/// Reads the fields of a timestamp from left to right and keeps the first error.
class timestamp_reader {
 public:
  constexpr explicit timestamp_reader(std::string_view text) noexcept : text_(text) {}

  [[nodiscard]] constexpr std::size_t position() const noexcept { return position_; }
  /// The value read, if the last function returned true.
  [[nodiscard]] constexpr std::int64_t value() const noexcept { return value_; }
  /// The error, if the last function returned false.
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

  /// Reads ":SS" and an optional fraction as milliseconds.
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

  /// Reads "Z" or an offset as the minutes to subtract.
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

  /// Steps over one byte, which must equal `lower` when lowered.
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

/// Reads any date-time; parse_timestamp has a fast path for the common forms.
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
/// Nothing is trimmed, guessed or repaired. Fractional digits after the third are dropped: the
/// instant is rounded towards the past, also before the epoch. The offset is subtracted; -00:00
/// means UTC. Where RFC 3339 leaves a choice: T and Z may be lower case; a space is not a T; leap
/// seconds (:60) and year 0000 are refused.
///
/// @par Grammar
///     date-time   = full-date "T" full-time            ; letters in either case
///     full-date   = 4DIGIT "-" 2DIGIT "-" 2DIGIT  ; 0001-9999, 01-12, 01 to the last of the month
///     full-time   = partial-time time-offset
///     partial-time= 2DIGIT ":" 2DIGIT ":" 2DIGIT [ "." 1*DIGIT ]   ; 00-23, 00-59, 00-59
///     time-offset = "Z" / ( ( "+" / "-" ) 2DIGIT ":" 2DIGIT )      ; 00-23, 00-59
/// @param text  not kept after the call.
/// @return the instant; to_string() of it is the canonical text, which parses to the same instant.
/// @par Errors
/// (left to right; a field is checked after its last digit; the first problem wins)
/// | timestamp_errc             | offset              | when                                     |
/// | empty                      | 0                   | text has no bytes                        |
/// | too_short                  | text.size()         | text ends too early                      |
/// | digit_expected             | that byte           | another byte in place of a digit         |
/// | hyphen_expected            | that byte           | another byte in place of "-"             |
/// | time_marker_expected       | that byte           | another byte in place of "T"             |
/// | colon_expected             | that byte           | another byte in place of ":"             |
/// | year_out_of_range          | 0                   | year 0000                                |
/// | month_out_of_range         | 5                   | month 00 or above 12                     |
/// | day_out_of_range           | 8                   | day 00 or above the last of its month    |
/// | hour_out_of_range          | 11                  | hour above 23                            |
/// | minute_out_of_range        | 14                  | minute above 59                          |
/// | leap_second                | 17                  | second 60, on any date                   |
/// | second_out_of_range        | 17                  | second above 60                          |
/// | missing_zone               | text.size()         | no zone after the seconds                |
/// | zone_expected              | that byte           | another byte in place of "Z", "+" or "-" |
/// | offset_hour_out_of_range   | its first digit     | hour of the offset above 23              |
/// | offset_minute_out_of_range | its first digit     | minute of the offset above 59            |
/// | instant_out_of_range       | sign of the offset  | instant outside 0001 to 9999 in UTC      |
/// | trailing_characters        | first byte too many | text after the zone                      |
/// @par Complexity
/// linear in text.size(); allocates nothing.
/// @par Source
/// RFC 3339 clauses 4.3, 5.6, 5.7; spec time.3 to time.8; decision 0030.
/// @par Example
///     const timestamp time = parse_timestamp("2026-05-02T12:30:00+02:00").value();
///     to_string(time) == "2026-05-02T10:30:00.000Z"
/// @see timestamp, tests/vectors/timestamp.jsonl
[[nodiscard]] constexpr result<timestamp, timestamp_error>
parse_timestamp(std::string_view text) noexcept {
  const std::optional<timestamp> instant = timestamp::from_milliseconds(detail::read_fast(text));
  // One object for both: g++ 12 copies a second one bytewise and then stalls on the wide load.
  result<timestamp, timestamp_error> read(instant.value_or(timestamp()));
  if (!instant) { // not_fast is outside the range too
    read = detail::parse_any_timestamp(text);
  }
  return read;
}

} // namespace leadcore::inline LEADCORE_ABI

/// The hash of an instant is that of its milliseconds.
template <> struct std::hash<leadcore::timestamp> {
  [[nodiscard]] std::size_t operator()(const leadcore::timestamp& time) const noexcept {
    return std::hash<std::int64_t>()(time.milliseconds_since_epoch());
  }
};

#endif
