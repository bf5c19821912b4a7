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

/// The orders of day, month and year in a date such as 03/04/2024, as a set of bits. A year of two
/// digits may also be first.
enum class date_order : std::uint8_t { none = 0, dmy = 1, mdy = 2, ymd = 4, any = 7 };

[[nodiscard]] constexpr date_order operator&(date_order a, date_order b) noexcept {
  return static_cast<date_order>(static_cast<unsigned>(a) & static_cast<unsigned>(b));
}
[[nodiscard]] constexpr date_order operator|(date_order a, date_order b) noexcept {
  return static_cast<date_order>(static_cast<unsigned>(a) | static_cast<unsigned>(b));
}

enum class date_problem : std::uint8_t {
  not_a_date,     ///< in none of the known forms
  no_such_date,   ///< such as February 30
  order_unknown,  ///< several orders give several dates
  order_conflict, ///< impossible in the order of its column
  unknown_zone,   ///< a zone name other than UTC's and those of RFC 5322
  serial_number,  ///< a spreadsheet's, without the option to read it
};

struct date_error {
  date_problem problem{};
  std::string readings; ///< of order_unknown: "2024-08-13 or 2013-08-24"
};

[[nodiscard]] inline std::string message(const date_error& error) {
  switch (error.problem) {
  case date_problem::not_a_date:
    return "not a date in a form that is known";
  case date_problem::no_such_date:
    return "there is no such date or time of day";
  case date_problem::order_unknown:
    return error.readings + "? Nothing in the column tells; --date-order dmy, mdy or ymd does";
  case date_problem::order_conflict:
    return "does not fit the order of day and month of its column";
  case date_problem::unknown_zone:
    return "the time zone is not known; give an offset such as +02:00";
  case date_problem::serial_number:
    return "not a date; if a spreadsheet wrote its serial number, --excel-dates reads it";
  }
  return {};
}

struct date_options {
  date_order order = date_order::any;
  std::chrono::minutes zone{0}; ///< offset from UTC of times without a zone
  bool serials = false;         ///< a number is a spreadsheet's date: days from 1899-12-30
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
  /// The numbers of a date of unknown order, and the digits of the last one; 0 if it is known.
  std::array<unsigned, 3> numbers{};
  std::size_t digits_of_last = 0;
};

[[nodiscard]] inline leadcore::result<parsed_date, date_error>
make_date(const date_pieces& date, const date_options& options) {
  using namespace std::chrono;
  const year_month_day day{year(static_cast<int>(date.year)), month(date.month),
                           std::chrono::day(date.day)};
  if (!day.ok() || date.hour > 23 || date.minute > 59 || date.second > 59) {
    return leadcore::fail(date_error{date_problem::no_such_date, {}});
  }
  const auto time = sys_days(day) + hours(date.hour) + minutes(date.minute) + seconds(date.second) +
                    milliseconds(date.millisecond) - date.zone.value_or(options.zone);
  const auto instant = leadcore::from_sys_time(time);
  if (!instant) {
    return leadcore::fail(date_error{date_problem::no_such_date, {}});
  }
  return parsed_date{*instant, !date.zone};
}

/// A two-digit year as in POSIX: 69 to 99 are in the twentieth century.
[[nodiscard]] constexpr unsigned full_year(unsigned year, std::size_t digits) noexcept {
  return digits > 2 ? year : year + (year < 69 ? 2000U : 1900U);
}

/// A date of unknown order, read in one order; nothing if there is no such day.
[[nodiscard]] inline std::optional<std::chrono::year_month_day>
day_in_order(const date_pieces& date, date_order order) {
  const auto [first, second, third] = date.numbers;
  if (order == date_order::ymd && date.digits_of_last > 2) {
    return std::nullopt;
  }
  const unsigned year =
      order == date_order::ymd ? full_year(first, 2) : full_year(third, date.digits_of_last);
  const unsigned month = order == date_order::mdy ? first : second;
  const unsigned day = order == date_order::ymd ? third : order == date_order::mdy ? second : first;
  const std::chrono::year_month_day found{std::chrono::year(static_cast<int>(year)),
                                          std::chrono::month(month), std::chrono::day(day)};
  return found.ok() ? std::optional(found) : std::nullopt;
}

/// The orders in which a date is one.
[[nodiscard]] inline date_order possible_orders(const date_pieces& date) {
  auto possible = date_order::none;
  for (const auto order : {date_order::dmy, date_order::mdy, date_order::ymd}) {
    possible = possible | (day_in_order(date, order) ? order : date_order::none);
  }
  return possible;
}

/// The date before the time of day.
[[nodiscard]] inline std::optional<date_problem> read_day(date_reader& in, date_pieces& date) {
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
  if (mark == '.') { // with dots the day comes first
    date.day = first;
    date.month = second;
    date.year = full_year(date.year, digits);
  } else {
    date.numbers = {first, second, date.year};
    date.digits_of_last = digits;
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

namespace detail {

/// A spreadsheet's serial number as a time: days from 1899-12-30, with a fraction. Numbers before
/// March 1900, which Excel counts wrongly, and dates beyond its last one are none.
[[nodiscard]] inline std::optional<std::chrono::sys_time<std::chrono::milliseconds>>
read_serial(std::string_view text) {
  const std::size_t whole = std::min(text.find('.'), text.size());
  double days = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), days);
  if (whole == 0 || whole > 7 || text.find_first_not_of("0123456789.") != std::string_view::npos ||
      read.ec != std::errc() || read.ptr != text.data() + text.size() || days < 61 ||
      days >= 2'958'466 || (whole == text.size() && whole != 5)) {
    return std::nullopt;
  }
  using namespace std::chrono;
  const auto seconds_of_days = static_cast<std::int64_t>(days * 86'400 + 0.5);
  return sys_days(year(1899) / December / 30) + seconds(seconds_of_days) + milliseconds(0);
}

} // namespace detail

/// Reads a date with or without a time of day:
///
///     2024-08-13T18:04:34.666+00:00      RFC 3339, as the library reads it
///     2024-08-13 18:04:34  2024/8/13     year first; without a zone, that of the options
///     08/13/2024 6:04 PM   13-08-24      in the order of the options, or the only possible one
///     13.08.2024                         with dots the day is first
///     Aug 13, 2024  13-Aug-2024  Tue, 13 Aug 2024 18:04:34 +0000
///     1723572274  1723572274666          seconds (10 digits), milliseconds (13) since 1970
///     20240813  20240813180434           8 and 14 digits
///     45517.75                           a spreadsheet's serial number, by option
[[nodiscard]] inline leadcore::result<parsed_date, date_error>
parse_date(std::string_view text, const date_options& options = {}) {
  text = trim(text);
  if (const auto exact = leadcore::parse_timestamp(text); exact.has_value()) {
    return parsed_date{*exact, false};
  }
  const auto refuse = [](date_problem problem, std::string readings = {}) {
    return leadcore::fail(date_error{problem, std::move(readings)});
  };
  detail::date_pieces date;
  if (const auto serial = detail::read_serial(text)) {
    if (!options.serials) {
      return refuse(date_problem::serial_number);
    }
    const auto instant = leadcore::from_sys_time(*serial - options.zone);
    return instant ? leadcore::result<parsed_date, date_error>(parsed_date{*instant, true})
                   : refuse(date_problem::no_such_date);
  }
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
      return refuse(date_problem::not_a_date);
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
  if (const auto problem = detail::read_day(in, date)) {
    return refuse(*problem);
  }
  if (const auto problem = detail::read_time(in, date)) {
    return refuse(*problem);
  }
  if (date.digits_of_last == 0) {
    return detail::make_date(date, options);
  }
  std::optional<std::chrono::year_month_day> only;
  std::string readings;
  for (const auto order : {date_order::dmy, date_order::mdy, date_order::ymd}) {
    const auto day = detail::day_in_order(date, order);
    if (!day || (options.order & order) == date_order::none || day == only) {
      continue;
    }
    if (!readings.empty()) {
      readings += " or ";
    }
    only = day;
    date.year = static_cast<unsigned>(static_cast<int>(day->year()));
    date.month = static_cast<unsigned>(day->month());
    date.day = static_cast<unsigned>(day->day());
    const auto made = detail::make_date(
        {date.year, date.month, date.day, 0, 0, 0, 0, std::chrono::minutes(0), {}, 0}, {});
    readings += made.has_value() ? leadcore::to_string((*made).time).substr(0, 10) : "";
  }
  if (!only) {
    return refuse(detail::possible_orders(date) == date_order::none ? date_problem::no_such_date
                                                                    : date_problem::order_conflict);
  }
  return readings.size() > 10 ? refuse(date_problem::order_unknown, std::move(readings))
                              : detail::make_date(date, options);
}

/// The orders in which the numbers of a date are one: any for a date of another form, none for what
/// is no date.
[[nodiscard]] inline date_order orders_shown_by(std::string_view text) {
  detail::date_pieces date;
  detail::date_reader in(trim(text));
  if (detail::read_day(in, date) || detail::read_time(in, date) || date.digits_of_last == 0) {
    return date_order::any;
  }
  return detail::possible_orders(date);
}

} // namespace demo

#endif
