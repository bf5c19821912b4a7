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
#include <leadcore/text/utf8.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
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

[[nodiscard]] inline unsigned to_number(std::string_view digits) {
  unsigned value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

/// A two-digit year as in POSIX: 69 to 99 are in the twentieth century.
[[nodiscard]] inline unsigned full_year(std::string_view digits) {
  const unsigned year = to_number(digits);
  return digits.size() > 2 ? year : year + (year < 69 ? 2000U : 1900U);
}

/// A date and a time of day, from the tokens of a text: digits, words, and single other characters.
class date_reader {
 public:
  explicit date_reader(std::string_view text) {
    for (text = trim(text); !text.empty(); text = trim(text)) {
      std::size_t size = 0;
      const bool digits = is_digit(text[0]);
      while (size < text.size() && is_digit(text[size]) == digits && is_part(text.substr(size))) {
        size += leadcore::decode_utf8(text, size).length;
      }
      tokens_.push_back(text.substr(0, size == 0 ? leadcore::decode_utf8(text, 0).length : size));
      text.remove_prefix(tokens_.back().size());
    }
  }

  /// The problem of the text, if there is one.
  [[nodiscard]] std::optional<date_problem> read() {
    if (!read_day()) {
      return date_problem::not_a_date;
    }
    return read_time();
  }

  unsigned year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, millisecond = 0;
  std::optional<std::chrono::minutes> zone;
  /// The numbers of a date of unknown order; of another, the last one is empty.
  std::array<std::string_view, 3> numbers{};

  /// A date of unknown order, read in one order; nothing if there is no such day.
  [[nodiscard]] std::optional<std::chrono::year_month_day> day_in(date_order order) const {
    const bool year_first = order == date_order::ymd;
    if (year_first && numbers[2].size() > 2) {
      return std::nullopt;
    }
    const std::chrono::year_month_day found{
        std::chrono::year(static_cast<int>(full_year(numbers[year_first ? 0 : 2]))),
        std::chrono::month(to_number(numbers[order == date_order::mdy ? 0 : 1])),
        std::chrono::day(to_number(numbers[year_first                 ? 2
                                           : order == date_order::mdy ? 1
                                                                      : 0]))};
    return found.ok() ? std::optional(found) : std::nullopt;
  }
  /// The orders in which it is one.
  [[nodiscard]] date_order possible_orders() const {
    auto possible = date_order::none;
    for (const auto order : {date_order::dmy, date_order::mdy, date_order::ymd}) {
      possible = possible | (day_in(order) ? order : date_order::none);
    }
    return possible;
  }

 private:
  /// Whether a text begins with a digit or with a letter.
  [[nodiscard]] static bool is_part(std::string_view text) {
    return is_word_character(leadcore::decode_utf8(text, 0));
  }
  /// The token after n others; empty at the end.
  [[nodiscard]] std::string_view peek(std::size_t n = 0) const {
    return at_ + n < tokens_.size() ? tokens_[at_ + n] : std::string_view();
  }
  /// Whether the token after n others is one of some.
  template <class... Texts> [[nodiscard]] bool is(std::size_t n, Texts... texts) const {
    return ((peek(n) == texts) || ...);
  }
  [[nodiscard]] bool is_number(std::size_t n, std::size_t least, std::size_t most) const {
    const auto token = peek(n);
    return token.size() >= least && token.size() <= most && is_digit(token[0]);
  }
  [[nodiscard]] bool is_word(std::size_t n) const {
    return !peek(n).empty() && is_part(peek(n)) && !is_digit(peek(n)[0]);
  }
  template <class... Texts> bool skip(Texts... texts) {
    const bool found = is(0, texts...);
    at_ += found ? 1U : 0U;
    return found;
  }
  std::string_view take() { return tokens_[at_++]; }
  /// A word of a list, taken.
  [[nodiscard]] std::optional<known_word> take_word(word_list list) {
    const auto found = is_word(0) ? find_word(list, peek()) : std::nullopt;
    at_ += found ? 1U : 0U;
    return found;
  }
  [[nodiscard]] bool read_month() {
    const auto found = take_word(word_list::month);
    at_ += found && is(0, ".") ? 1U : 0U;
    month = found ? static_cast<unsigned>(found->index) + 1 : 0;
    return found.has_value();
  }

  [[nodiscard]] bool read_day() {
    if (take_word(word_list::weekday)) {
      skip(".");
      skip(",");
    }
    if (is_number(0, 4, 4)) { // 2024-08-13, 2024/8/13, 2024.08.13, 2024年8月13日
      const bool is_date = (is(1, "-", "/", ".") && is(3, peek(1))) || (is(1, "年") && is(3, "月"));
      if (!is_date || !is_number(2, 1, 2) || !is_number(4, 1, 2)) {
        return false;
      }
      year = to_number(peek());
      month = to_number(peek(2));
      day = to_number(peek(4));
      at_ += 5;
      skip("日", ".");
      return true;
    }
    if (read_month()) { // Aug 13, 2024; Aug 13th 2024
      if (!is_number(0, 1, 2)) {
        return false;
      }
      day = to_number(take());
      skip("st", "nd", "rd", "th");
      skip(",");
      year = is_number(0, 4, 4) ? to_number(take()) : 0;
      return year != 0;
    }
    if (!is_number(0, 1, 2)) {
      return false;
    }
    const bool has_dots = is(1, ".");
    if (is(1, "-", "/", ".") && is_number(2, 1, 2) && is(3, peek(1)) &&
        (is_number(4, 2, 2) || is_number(4, 4, 4))) {
      numbers = {peek(), peek(2), peek(4)};
      at_ += 5;
      if (has_dots) { // the day comes first
        day = to_number(numbers[0]);
        month = to_number(numbers[1]);
        year = full_year(std::exchange(numbers[2], {}));
      }
      return true;
    }
    day = to_number(take()); // 13 Aug 2024, 13-Aug-24, 13. August 2024, 1st of August 2024
    skip("st", "nd", "rd", "th", "er", ".");
    skip("-", "/", "of", "de");
    if (!read_month()) {
      return false;
    }
    skip("-", "/", ",", "de");
    year = is_number(0, 2, 2) || is_number(0, 4, 4) ? full_year(take()) : 0;
    return year != 0;
  }

  [[nodiscard]] std::optional<date_problem> read_time() {
    using enum date_problem;
    skip(",");
    if (skip("T", "t", "at", "um", "à") && !is_number(0, 1, 2)) {
      return not_a_date;
    }
    if (is_number(0, 1, 2) && is(1, ":", ".", "h") && is_number(2, 2, 2)) { // 18h04: French
      hour = to_number(peek());
      minute = to_number(peek(2));
      at_ += 3;
      if (is(0, ":") && is_number(1, 2, 2)) {
        second = to_number(peek(1));
        at_ += 2;
        if (is(0, ".", ",") && is_number(1, 1, 12)) {
          const std::string fraction = std::string(peek(1)) + "00";
          millisecond = to_number(std::string_view(fraction).substr(0, 3));
          at_ += 2;
        }
      }
      if (const std::string half = to_lower(peek());
          half == "am" || half == "pm" ||
          ((half == "a" || half == "p") && is(1, ".") && is(2, "m", "M"))) { // also a.m.
        if (hour < 1 || hour > 12) {
          return no_such_date;
        }
        hour = hour % 12 + (half[0] == 'p' ? 12 : 0);
        at_ += half.size() == 2 ? 1U : 3U;
        skip(".");
      }
    }
    skip("Uhr", "uhr");
    if (is_word(0)) {
      const auto named = take_word(word_list::zone);
      if (!named) {
        return unknown_zone;
      }
      const bool is_west = named->about.starts_with('-');
      const int hours = static_cast<int>(to_number(named->about.substr(is_west ? 1 : 0)));
      zone = std::chrono::hours(is_west ? -hours : hours);
    }
    if (is(0, "+", "-") && (is_number(1, 2, 2) || is_number(1, 4, 4))) { // also after GMT
      const bool is_west = take() == "-";
      const std::string_view digits = take();
      const unsigned hours = to_number(digits.substr(0, 2));
      unsigned minutes = to_number(digits.substr(2));
      if (digits.size() == 2 && is(0, ":") && is_number(1, 2, 2)) {
        minutes = to_number(peek(1));
        at_ += 2;
      }
      if (hours > 23 || minutes > 59) {
        return not_a_date;
      }
      const auto offset = std::chrono::hours(hours) + std::chrono::minutes(minutes);
      zone = is_west ? -offset : offset;
    }
    if (zone && is(0, "(") && tokens_.back() == ")") { // "(Central European Summer Time)"
      return std::nullopt;
    }
    return at_ == tokens_.size() ? std::nullopt : std::optional(not_a_date);
  }

  std::vector<std::string_view> tokens_;
  std::size_t at_ = 0;
};

[[nodiscard]] inline leadcore::result<parsed_date, date_error>
make_date(const date_reader& date, std::chrono::year_month_day day, std::chrono::minutes zone) {
  using namespace std::chrono;
  if (day.ok() && date.hour < 24 && date.minute < 60 && date.second < 60) {
    const auto time = sys_days(day) + hours(date.hour) + minutes(date.minute) +
                      seconds(date.second) + milliseconds(date.millisecond) -
                      date.zone.value_or(zone);
    if (const auto instant = leadcore::from_sys_time(time)) {
      return parsed_date{*instant, !date.zone};
    }
  }
  return leadcore::fail(date_error{date_problem::no_such_date, {}});
}

/// A number alone: of digits such as 20240813, from 1970 on, or a spreadsheet's, whose days are
/// counted from 1899-12-30. Of these, numbers before March 1900, which Excel counts wrongly, and
/// dates beyond its last one are none.
[[nodiscard]] inline leadcore::result<parsed_date, date_error>
parse_number(std::string_view text, const date_options& options) {
  using namespace std::chrono;
  double value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  const std::size_t whole = std::min(text.find('.'), text.size());
  date_reader date("");
  if (read.ec != std::errc() || read.ptr != text.data() + text.size()) {
    return leadcore::fail(date_error{date_problem::not_a_date, {}});
  }
  if (whole > 0 && value >= 61 && value < 2'958'466 && (whole < text.size() || whole == 5)) {
    if (!options.serials) {
      return leadcore::fail(date_error{date_problem::serial_number, {}});
    }
    const auto time = sys_days(year(1899) / December / 30) +
                      seconds(static_cast<std::int64_t>(value * 86'400 + 0.5)) + milliseconds(0);
    const auto instant = leadcore::from_sys_time(time - options.zone);
    return instant ? leadcore::result<parsed_date, date_error>(parsed_date{*instant, true})
                   : leadcore::fail(date_error{date_problem::no_such_date, {}});
  }
  if (whole == text.size() && (whole == 10 || whole == 13)) { // in the years 1970 to 2286
    const auto count = static_cast<std::int64_t>(value);
    return parsed_date{*leadcore::timestamp::from_milliseconds(whole == 10 ? count * 1000 : count),
                       false};
  }
  if (whole != text.size() || (whole != 8 && whole != 14)) {
    return leadcore::fail(date_error{date_problem::not_a_date, {}});
  }
  if (whole == 14) {
    date.hour = to_number(text.substr(8, 2));
    date.minute = to_number(text.substr(10, 2));
    date.second = to_number(text.substr(12, 2));
  }
  return make_date(date,
                   year(static_cast<int>(to_number(text.substr(0, 4)))) /
                       month(to_number(text.substr(4, 2))) / day(to_number(text.substr(6, 2))),
                   options.zone);
}

} // namespace detail

/// Reads a date with or without a time of day:
///
///     2024-08-13T18:04:34.666+00:00      RFC 3339, as the library reads it
///     2024-08-13 18:04:34  2024/8/13     year first; without a zone, that of the options
///     08/13/2024 6:04 PM   13-08-24      in the order of the options, or the only possible one
///     13.08.2024                         with dots the day is first
///     Aug 13, 2024  13-Aug-2024  Tue, 13 Aug 2024 18:04:34 +0000  13. März 2024
///     1723572274  1723572274666          seconds (10 digits), milliseconds (13) since 1970
///     20240813  20240813180434           8 and 14 digits
///     45517.75                           a spreadsheet's serial number, by option
[[nodiscard]] inline leadcore::result<parsed_date, date_error>
parse_date(std::string_view text, const date_options& options = {}) {
  using namespace std::chrono;
  text = trim(text);
  if (const auto exact = leadcore::parse_timestamp(text); exact.has_value()) {
    return parsed_date{*exact, false};
  }
  if (text.find_first_not_of("0123456789.") == std::string_view::npos &&
      std::ranges::count(text, '.') < 2) {
    return detail::parse_number(text, options);
  }
  const auto refuse = [](date_problem problem, std::string readings = {}) {
    return leadcore::fail(date_error{problem, std::move(readings)});
  };
  detail::date_reader date(text);
  if (const auto problem = date.read()) {
    return refuse(*problem);
  }
  if (date.numbers[2].empty()) {
    return detail::make_date(
        date, year(static_cast<int>(date.year)) / month(date.month) / day(date.day), options.zone);
  }
  std::optional<year_month_day> only;
  std::string readings;
  for (const auto order : {date_order::dmy, date_order::mdy, date_order::ymd}) {
    const auto found = date.day_in(order);
    if (found && (options.order & order) != date_order::none && found != only) {
      only = found;
      const auto time = leadcore::from_sys_time(sys_days(*found) + milliseconds(0));
      readings += (readings.empty() ? "" : " or ") +
                  (time ? leadcore::to_string(*time).substr(0, 10) : std::string());
    }
  }
  if (!only) {
    return refuse(date.possible_orders() == date_order::none ? date_problem::no_such_date
                                                             : date_problem::order_conflict);
  }
  return readings.size() > 10 ? refuse(date_problem::order_unknown, std::move(readings))
                              : detail::make_date(date, *only, options.zone);
}

/// The orders in which the numbers of a date are one: any for a date of another form, none for what
/// is no date.
[[nodiscard]] inline date_order orders_shown_by(std::string_view text) {
  const std::size_t mark = text.find_first_of("/-");
  if (mark > 2) { // not after one or two digits
    return date_order::any;
  }
  detail::date_reader date(text);
  return date.read() || date.numbers[2].empty() ? date_order::any : date.possible_orders();
}

} // namespace demo

#endif
