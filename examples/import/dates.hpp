// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_EXAMPLES_IMPORT_DATES_HPP
#define LEADCORE_EXAMPLES_IMPORT_DATES_HPP

// Dates and times in exports. The library itself parses RFC 3339 only; the other forms are parsed
// here without guessing: whether 03/04/2024 is in March or April must be known from elsewhere
// (decision 0082).

#include "text.hpp"

#include <leadcore/text/result.hpp>
#include <leadcore/text/timestamp.hpp>
#include <leadcore/text/timestamp_chrono.hpp>

#include <array>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace demo {

/// The meaning of the first number in a date such as 03/04/2024.
enum class date_order : std::uint8_t { unknown, day_first, month_first };

enum class date_problem : std::uint8_t {
  not_a_date,     ///< in none of the known forms
  no_such_date,   ///< such as February 30
  order_unknown,  ///< day or month first?
  order_conflict, ///< impossible in the given order
  unknown_zone,   ///< a zone name other than UTC's and those of RFC 5322
};

[[nodiscard]] constexpr std::string_view message(date_problem problem) noexcept {
  switch (problem) {
  case date_problem::not_a_date:
    return "not a date in a form that is known";
  case date_problem::no_such_date:
    return "there is no such date or time of day";
  case date_problem::order_unknown:
    return "day or month first? Nothing in the column tells; give --date-order dmy or mdy";
  case date_problem::order_conflict:
    return "does not fit the order of day and month of its column";
  case date_problem::unknown_zone:
    return "the time zone is not known; give an offset such as +02:00";
  }
  return {};
}

struct date_options {
  date_order order = date_order::unknown;
  std::chrono::minutes zone{0}; ///< offset from UTC of times without a zone
};

/// An instant, and whether it depends on the zone of the options.
struct parsed_date {
  leadcore::timestamp time;
  bool zone_assumed = false;
};

namespace detail {

/// Reads the pieces of a date from left to right; each function returns whether it matched.
class date_reader {
 public:
  explicit date_reader(std::string_view text) : text_(text) {}

  [[nodiscard]] bool at_end() const noexcept { return text_.empty(); }
  void skip_spaces() { text_ = trim(text_); }
  [[nodiscard]] char peek() const noexcept { return text_.empty() ? '\0' : text_.front(); }
  [[nodiscard]] char take() {
    const char c = peek();
    text_.remove_prefix(text_.empty() ? 0 : 1);
    return c;
  }
  [[nodiscard]] bool mark(char c) {
    if (peek() != c || text_.empty()) {
      return false;
    }
    text_.remove_prefix(1);
    return true;
  }
  /// Digits as an integer, and their count.
  [[nodiscard]] bool number(unsigned& value, std::size_t& digits, std::size_t most = 9) {
    digits = 0;
    while (digits < text_.size() && digits < most && is_digit(text_[digits])) {
      ++digits;
    }
    if (digits == 0) {
      return false;
    }
    std::from_chars(text_.data(), text_.data() + digits, value);
    text_.remove_prefix(digits);
    return true;
  }
  /// ASCII letters, in lower case.
  [[nodiscard]] std::string word() {
    std::size_t size = 0;
    while (size < text_.size() && is_letter(text_[size])) {
      ++size;
    }
    std::string out = to_lower(text_.substr(0, size));
    text_.remove_prefix(size);
    return out;
  }
  [[nodiscard]] std::string_view rest() const noexcept { return text_; }

 private:
  std::string_view text_;
};

/// A month by its English name or the first three letters; 0 for any other word.
[[nodiscard]] inline unsigned find_month(std::string_view word) {
  constexpr std::array<std::string_view, 12> names{"january",   "february", "march",    "april",
                                                   "may",       "june",     "july",     "august",
                                                   "september", "october",  "november", "december"};
  for (unsigned i = 0; i < names.size(); ++i) {
    if (word == names[i] || word == names[i].substr(0, 3) || (i == 8 && word == "sept")) {
      return i + 1;
    }
  }
  return 0;
}

[[nodiscard]] inline bool is_weekday(std::string_view word) {
  for (const std::string_view name :
       {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}) {
    if (word == name || word == name.substr(0, 3)) {
      return true;
    }
  }
  return false;
}

/// The offset of a named zone: UTC's names and those of RFC 5322, section 4.3.
[[nodiscard]] inline std::optional<std::chrono::minutes> find_zone(std::string_view name) {
  using std::chrono::hours;
  struct zone {
    std::string_view name;
    hours offset;
  };
  constexpr std::array zones{
      zone{"z", hours(0)},    zone{"utc", hours(0)},  zone{"gmt", hours(0)},
      zone{"ut", hours(0)},   zone{"est", hours(-5)}, zone{"edt", hours(-4)},
      zone{"cst", hours(-6)}, zone{"cdt", hours(-5)}, zone{"mst", hours(-7)},
      zone{"mdt", hours(-6)}, zone{"pst", hours(-8)}, zone{"pdt", hours(-7)}};
  for (const auto& each : zones) {
    if (each.name == name) {
      return each.offset;
    }
  }
  return std::nullopt;
}

struct date_pieces {
  unsigned year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, millisecond = 0;
  std::optional<std::chrono::minutes> zone;
};

[[nodiscard]] inline leadcore::result<parsed_date, date_problem>
make_date(const date_pieces& date, const date_options& options) {
  using namespace std::chrono;
  const year_month_day day{year(static_cast<int>(date.year)), month(date.month),
                           std::chrono::day(date.day)};
  if (!day.ok() || date.hour > 23 || date.minute > 59 || date.second > 59) {
    return leadcore::fail(date_problem::no_such_date);
  }
  const auto time = sys_days(day) + hours(date.hour) + minutes(date.minute) + seconds(date.second) +
                    milliseconds(date.millisecond) - date.zone.value_or(options.zone);
  const auto instant = leadcore::from_sys_time(time);
  if (!instant) {
    return leadcore::fail(date_problem::no_such_date);
  }
  return parsed_date{*instant, !date.zone};
}

/// A two-digit year as in POSIX: 69 to 99 are in the twentieth century.
[[nodiscard]] constexpr unsigned full_year(unsigned year, std::size_t digits) noexcept {
  return digits > 2 ? year : year + (year < 69 ? 2000U : 1900U);
}

/// The date before the time of day.
[[nodiscard]] inline std::optional<date_problem> read_day(date_reader& in, date_order order,
                                                          date_pieces& date) {
  using enum date_problem;
  std::size_t digits = 0;
  unsigned first = 0;
  if (is_letter(in.peek())) { // Aug 13, 2024; Tue, 13 Aug 2024; Tue Aug 13 2024
    std::string word = in.word();
    if (is_weekday(word)) {
      static_cast<void>(in.mark('.'));
      static_cast<void>(in.mark(','));
      in.skip_spaces();
      word = in.word();
    }
    if (!word.empty()) {
      date.month = find_month(word);
      static_cast<void>(in.mark('.'));
      in.skip_spaces();
      if (date.month == 0 || !in.number(date.day, digits, 2)) {
        return not_a_date;
      }
      static_cast<void>(in.word()); // the "th" of 13th
      static_cast<void>(in.mark(','));
      in.skip_spaces();
      return in.number(date.year, digits, 4) && digits == 4 ? std::nullopt
                                                            : std::optional(not_a_date);
    }
  }
  if (!in.number(first, digits, 4)) {
    return not_a_date;
  }
  if (digits == 4) { // 2024-08-13, 2024/8/13, 2024.08.13
    date.year = first;
    const char mark = in.take();
    if ((mark != '-' && mark != '/' && mark != '.') || !in.number(date.month, digits, 2) ||
        !in.mark(mark) || !in.number(date.day, digits, 2)) {
      return not_a_date;
    }
    return std::nullopt;
  }
  if (digits > 2) {
    return not_a_date;
  }
  if (is_letter(in.peek())) {
    static_cast<void>(in.word()); // the "th" of 13th
  }
  const bool spaced = in.peek() == ' ';
  in.skip_spaces();
  const char mark = spaced ? ' ' : in.take();
  if (mark == ' ' || mark == '-') { // 13 Aug 2024, 13-Aug-24
    if (is_letter(in.peek())) {
      date.day = first;
      date.month = find_month(in.word());
      static_cast<void>(in.mark('.'));
      static_cast<void>(in.mark(mark) || in.mark(','));
      in.skip_spaces();
      if (date.month == 0 || !in.number(date.year, digits, 4) || (digits != 4 && digits != 2)) {
        return not_a_date;
      }
      date.year = full_year(date.year, digits);
      return std::nullopt;
    }
  }
  unsigned second = 0;
  if ((mark != '-' && mark != '/' && mark != '.') || !in.number(second, digits, 2) ||
      !in.mark(mark) || !in.number(date.year, digits, 4) || (digits != 4 && digits != 2)) {
    return not_a_date;
  }
  date.year = full_year(date.year, digits);
  if (mark == '.') { // with dots the day comes first
    order = date_order::day_first;
  } else if (order == date_order::unknown && first != second) {
    if (first <= 12 && second <= 12) {
      return order_unknown;
    }
    order = first > 12 ? date_order::day_first : date_order::month_first;
  }
  const bool day_first = order == date_order::day_first;
  date.day = day_first ? first : second;
  date.month = day_first ? second : first;
  if (date.month > 12 && date.day <= 12) {
    return order_conflict;
  }
  return std::nullopt;
}

/// The time of day and the zone after a date.
[[nodiscard]] inline std::optional<date_problem> read_time(date_reader& in, date_pieces& date) {
  using enum date_problem;
  static_cast<void>(in.mark(','));
  in.skip_spaces();
  if (in.mark('T') || in.mark('t')) {
    if (!is_digit(in.peek())) {
      return not_a_date;
    }
  } else if (in.peek() == 'a' || in.peek() == 'A') {
    if (in.word() != "at") { // August 13, 2024 at 6:04 PM
      return not_a_date;
    }
  }
  in.skip_spaces();
  std::size_t digits = 0;
  if (is_digit(in.peek())) {
    if (!in.number(date.hour, digits, 2) || !in.mark(':') || !in.number(date.minute, digits, 2)) {
      return not_a_date;
    }
    if (in.mark(':')) {
      if (!in.number(date.second, digits, 2)) {
        return not_a_date;
      }
      if (in.mark('.') || in.mark(',')) {
        unsigned fraction = 0;
        if (!in.number(fraction, digits, 3)) {
          return not_a_date;
        }
        date.millisecond = fraction * (digits == 1 ? 100U : digits == 2 ? 10U : 1U);
        unsigned finer = 0;
        static_cast<void>(in.number(finer, digits));
      }
    }
  }
  in.skip_spaces();
  if (in.at_end()) {
    return std::nullopt;
  }
  if (is_letter(in.peek())) {
    std::string word = in.word();
    if (word == "am" || word == "pm" ||
        ((word == "a" || word == "p") && in.mark('.'))) { // also a.m., p.m.
      if (date.hour < 1 || date.hour > 12) {
        return no_such_date;
      }
      date.hour = date.hour % 12 + (word.front() == 'p' ? 12 : 0);
      if (word.size() == 1) {
        if (in.word() != "m") {
          return not_a_date;
        }
        static_cast<void>(in.mark('.'));
      }
      in.skip_spaces();
      word = in.word();
    }
    if (!word.empty()) {
      date.zone = find_zone(word);
      if (!date.zone) {
        return unknown_zone;
      }
    }
  }
  if (in.peek() == '+' || in.peek() == '-') { // also after GMT
    const bool minus = in.take() == '-';
    unsigned hour = 0;
    unsigned minute = 0;
    if (!in.number(hour, digits, 2) || digits != 2 ||
        ((in.mark(':') || is_digit(in.peek())) && (!in.number(minute, digits, 2) || digits != 2)) ||
        hour > 23 || minute > 59) {
      return not_a_date;
    }
    const auto offset = std::chrono::hours(hour) + std::chrono::minutes(minute);
    date.zone = minus ? -offset : offset;
  }
  in.skip_spaces();
  if (in.peek() == '(' &&
      in.rest().back() == ')') { // JavaScript appends "(Central European Summer Time)"
    return date.zone ? std::nullopt : std::optional(not_a_date);
  }
  return in.at_end() ? std::nullopt : std::optional(not_a_date);
}

} // namespace detail

/// Reads a date with or without a time of day:
///
///     2024-08-13T18:04:34.666+00:00      RFC 3339, as the library reads it
///     2024-08-13 18:04:34  2024/8/13     year first; without a zone, that of the options
///     08/13/2024 6:04 PM   13-08-24      order of the options, unless a number is over 12
///     13.08.2024                         with dots the day is first
///     Aug 13, 2024  13-Aug-2024  Tue, 13 Aug 2024 18:04:34 +0000
///     1723572274  1723572274666          seconds (10 digits), milliseconds (13) since 1970
///     20240813  20240813180434           8 and 14 digits
[[nodiscard]] inline leadcore::result<parsed_date, date_problem>
parse_date(std::string_view text, const date_options& options = {}) {
  text = trim(text);
  if (const auto exact = leadcore::parse_timestamp(text); exact.has_value()) {
    return parsed_date{*exact, false};
  }
  detail::date_pieces date;
  if (!text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos) {
    if (text.size() == 10 || text.size() == 13) {
      std::int64_t count = 0;
      std::from_chars(text.data(), text.data() + text.size(), count);
      const auto instant =
          leadcore::timestamp::from_milliseconds(text.size() == 10 ? count * 1000 : count);
      return parsed_date{*instant, false}; // these digits cover the years 1970 to 2286
    }
    const auto at = [&](std::size_t from, std::size_t size) {
      unsigned value = 0;
      std::from_chars(text.data() + from, text.data() + from + size, value);
      return value;
    };
    if (text.size() != 8 && text.size() != 14) {
      return leadcore::fail(date_problem::not_a_date);
    }
    date.year = at(0, 4);
    date.month = at(4, 2);
    date.day = at(6, 2);
    if (text.size() == 14) {
      date.hour = at(8, 2);
      date.minute = at(10, 2);
      date.second = at(12, 2);
    }
    return detail::make_date(date, options);
  }
  detail::date_reader in(text);
  if (const auto problem = detail::read_day(in, options.order, date)) {
    return leadcore::fail(*problem);
  }
  if (const auto problem = detail::read_time(in, date)) {
    return leadcore::fail(*problem);
  }
  return detail::make_date(date, options);
}

/// The order of day and month that one date shows; known only if a number is over 12.
[[nodiscard]] inline date_order order_shown_by(std::string_view text) {
  std::size_t digits = 0;
  unsigned first = 0;
  unsigned second = 0;
  detail::date_reader in(trim(text));
  if (!in.number(first, digits, 4) || digits > 2) {
    return date_order::unknown;
  }
  const char mark = in.take();
  if ((mark != '/' && mark != '-') || !in.number(second, digits, 2) || !in.mark(mark)) {
    return date_order::unknown;
  }
  if (first > 12 && second <= 12) {
    return date_order::day_first;
  }
  return second > 12 && first <= 12 ? date_order::month_first : date_order::unknown;
}

} // namespace demo

#endif
