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
/// A date, or the reason why it is none, for people.
using date_result = leadcore::result<parsed_date, std::string>;

namespace detail {

inline constexpr auto not_a_date = "not a date in a form that is known";
inline constexpr auto no_such_date = "there is no such date or time of day";

[[nodiscard]] inline unsigned to_number(std::string_view digits) {
  unsigned value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

/// Reads a date and a time of day from the tokens of a text: numbers, words, and single other
/// characters. Words such as "of", and separators beside the name of a month, are left out.
class date_reader {
 public:
  explicit date_reader(std::string_view text) {
    const auto is_letter = [&text](std::size_t at) {
      return at < text.size() &&
             (is_alpha(text[at]) ||
              (!is_ascii(text[at]) && is_word_character(leadcore::decode_utf8(text, at))));
    };
    constexpr std::size_t most = 50; // more than any date has
    for (text = trim(text); !text.empty() && tokens_.size() < most; text = trim(text)) {
      const bool is_word = is_letter(0);
      std::size_t size = leadcore::decode_utf8(text, 0).length;
      while (is_word ? is_letter(size) || (text.substr(size, 1) == "." && is_letter(size + 1))
                     : is_digit(text[0]) && size < text.size() && is_digit(text[size])) {
        size += leadcore::decode_utf8(text, size).length; // "a.m" is one word
      }
      add(text.substr(0, size), is_word, text.size() == size);
      text.remove_prefix(size);
    }
  }

  /// The problem of the text; empty if there is none.
  [[nodiscard]] std::string_view read() {
    take("W");
    if (!take("Y-M-D", "Y/M/D", "Y.M.D.", "Y.M.D", "YaMbDc", "YaMbD", "1/2/3", "1-2-3", "D.M.y",
              "BDH:N:SZY", "BDH:N:SY", "BDY", "BD,Y", "DBy")) {
      return not_a_date;
    }
    take("(W)", "(b)", "(c)"); // Monday and Sunday are also the words of a month and a day
    take(",");
    const bool half_first = take("P");                                   // in East Asia
    if (take("tH:N", "H:N", "H.N", "HhNm", "HhN") && take(":S", "Ss")) { // 18h04: French
      take(".F", ",F");
    }
    if ((half_first || take("P")) && (number('H') < 1 || number('H') > 12)) {
      return no_such_date;
    }
    if (!take("Z") && kinds_.substr(at_).starts_with('w')) {
      return "the time zone is not known; give an offset such as +02:00";
    }
    if (take("GU:V", "GX", "GU") && (zone_minutes() >= 24 * 60 || number('X') % 100 > 59 ||
                                     (of('H').empty() && of('G') == "-"))) {
      return not_a_date; // 2024-08-13 - 18:04 may be an offset, or the time
    }
    const bool is_explained = has_zone() && take("(") && kinds_.ends_with(')'); // "GMT+1 (CET)"
    return at_ == tokens_.size() || is_explained ? std::string_view() : not_a_date;
  }
  /// Whether it depends on an order which day it is.
  [[nodiscard]] bool needs_order() const { return !of('1').empty(); }
  /// The orders in which its numbers are a day.
  [[nodiscard]] date_order possible_orders() const {
    auto possible = date_order::none;
    for (const auto order : {date_order::dmy, date_order::mdy, date_order::ymd}) {
      possible = possible | (day_in(order).ok() ? order : date_order::none);
    }
    return possible;
  }
  /// The day, in an order if it depends on one.
  [[nodiscard]] std::chrono::year_month_day day_in(date_order order) const {
    const std::string_view units = !needs_order()             ? of('Y').empty() ? "yMD" : "YMD"
                                   : order == date_order::dmy ? "321"
                                   : order == date_order::mdy ? "312"
                                                              : "123";
    const std::string_view year = of(units[0]);
    const unsigned century = year.size() > 2 ? 0 : to_number(year) < 69 ? 2000 : 1900; // POSIX
    const bool is_day = of(units[2]).size() < 3; // and no year
    return {std::chrono::year(static_cast<int>(to_number(year) + century)),
            std::chrono::month(
                of('B').empty()
                    ? number(units[1])
                    : static_cast<unsigned>(find_word("month", of('B'))->index) % 12 + 1),
            std::chrono::day(is_day ? number(units[2]) : 0)};
  }
  /// Its time of day on a day.
  [[nodiscard]] date_result on(std::chrono::year_month_day day, std::chrono::minutes zone) const {
    using namespace std::chrono;
    const auto half = find_word("half", of('P'));
    const bool is_afternoon = half && half->index % 2 == 1;
    const unsigned hour = half ? number('H') % 12 + (is_afternoon ? 12 : 0) : number('H');
    if (!of('G').empty()) {
      zone = minutes(of('G') == "-" ? -zone_minutes() : zone_minutes());
    } else if (!of('Z').empty()) {
      zone = hours(std::stoi(std::string(find_word("zone", of('Z'))->about)));
    }
    if (day.ok() && hour < 24 && number('N') < 60 && number('S') < 60) {
      const unsigned fraction = to_number((std::string(of('F')) + "00").substr(0, 3));
      const auto time =
          leadcore::from_sys_time(sys_days(day) + hours(hour) + minutes(number('N')) +
                                  seconds(number('S')) + milliseconds(fraction) - zone);
      if (time) {
        return parsed_date{*time, !has_zone()};
      }
    }
    return leadcore::fail(no_such_date);
  }

 private:
  [[nodiscard]] std::string_view of(char unit) const {
    return found_[static_cast<std::size_t>(unit)];
  }
  [[nodiscard]] unsigned number(char unit) const { return to_number(of(unit)); }
  [[nodiscard]] bool has_zone() const { return !of('Z').empty() || !of('G').empty(); }
  [[nodiscard]] int zone_minutes() const {
    const unsigned hours = number('U') + number('X') / 100;
    return static_cast<int>(hours * 60 + number('V') + number('X') % 100);
  }

  /// Adds a token and its kind: of a number "1", "2" or "4" for so many digits, else "#"; of a word
  /// the letter of its list, else "w"; of another character itself.
  void add(std::string_view token, bool is_word, bool is_last) {
    constexpr std::string_view separators = "-/.,";
    const auto filler = is_word ? find_word("filler", token) : std::nullopt;
    if ((filler && (!is_last || filler->about == "last")) || (after_filler_ && token == ".")) {
      after_filler_ = filler.has_value(); // "kl. 18:04"
      return;
    }
    after_filler_ = false;
    char kind = token[0];
    if (is_digit(kind)) {
      kind = token.size() < 3 || token.size() == 4 ? static_cast<char>('0' + token.size()) : '#';
    } else if (is_word) {
      kind = 'w';
      for (const auto& [list, letters] :
           {std::pair<std::string_view, std::string_view>("zone", "Z"),
            {"half", "P"},
            {"weekday", "W"},
            {"month", "B"},
            {"mark", "tabhcms"}}) {
        const auto found = find_word(list, token);
        kind = found ? letters[found->index % letters.size()] : kind;
      }
    }
    const auto is_named = [](char each) { return each == 'B' || each == 'W' || each == 'P'; };
    const bool is_separator = separators.find(kind) != std::string_view::npos;
    if (is_separator && !kinds_.empty() && is_named(kinds_.back())) {
      return;
    }
    if (kind == 'B' && !kinds_.empty() &&
        separators.find(kinds_.back()) != std::string_view::npos) { // 13-Aug-2024, 13. August
      kinds_.back() = kind;
      tokens_.back() = token;
      return;
    }
    kinds_ += kind;
    tokens_.push_back(token);
  }

  /// Takes the tokens of the first pattern that has the same kinds. Y M D H N S are a year to a
  /// second, F is a fraction, y a year of two or four digits, 1 2 3 are a date of unknown order,
  /// B is a month, W a weekday, P AM or PM, Z a zone, G a sign and U V X an offset from UTC.
  template <class... Patterns> bool take(Patterns... patterns) {
    return (take_one(patterns) || ...);
  }
  bool take_one(std::string_view pattern) {
    const auto fits = [](char kind, char unit) {
      constexpr auto numbers =
          std::to_array<std::string_view>({"Y4", "y24", "M12", "D12", "H12", "N2", "S2", "F124#",
                                           "112", "212", "324", "U2", "V2", "X4", "G+-"});
      const auto known = std::ranges::find(numbers, unit, [](auto each) { return each[0]; });
      return known == numbers.end() ? kind == unit : known->find(kind, 1) != std::string_view::npos;
    };
    const std::string_view kinds = std::string_view(kinds_).substr(at_, pattern.size());
    if (!std::ranges::equal(kinds, pattern, fits)) {
      return false;
    }
    for (const char unit : pattern) {
      found_[static_cast<std::size_t>(unit)] = tokens_[at_++];
    }
    return true;
  }

  std::vector<std::string_view> tokens_;
  std::string kinds_; // of each
  std::size_t at_ = 0;
  bool after_filler_ = false;
  std::array<std::string_view, 128> found_{}; // by the unit of the pattern
};

/// A number alone: of digits such as 20240813, from 1970 on, or a spreadsheet's, whose days are
/// counted from 1899-12-30. Of these, numbers before March 1900, which Excel counts wrongly, and
/// dates beyond its last one are none.
[[nodiscard]] inline date_result parse_number(std::string_view text, const date_options& options) {
  using namespace std::chrono;
  double value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  const std::size_t whole = std::min(text.find('.'), text.size());
  const bool is_whole = whole == text.size();
  if (read.ec != std::errc() || read.ptr != text.data() + text.size()) {
    return leadcore::fail(not_a_date);
  }
  if (whole > 0 && value >= 61 && value < 2'958'466 && (!is_whole || whole == 5)) {
    if (!options.serials) {
      return leadcore::fail(
          "not a date; if a spreadsheet wrote its serial number, --excel-dates reads it");
    }
    const auto time = leadcore::from_sys_time(
        sys_days(year(1899) / December / 30) - options.zone + milliseconds(0) +
        seconds(static_cast<std::int64_t>(value * 86'400 + 0.5)));
    return time ? date_result(parsed_date{*time, true}) : leadcore::fail(no_such_date);
  }
  if (whole == 10 || (is_whole && whole == 13)) { // in the years 1970 to 2286
    const auto count = static_cast<std::int64_t>(whole == 10 ? value * 1000 : value);
    return parsed_date{*leadcore::timestamp::from_milliseconds(count), false};
  }
  std::string separated(text);
  if (is_whole && (whole == 8 || whole == 14)) {
    separated.insert(6, "-").insert(4, "-");
  }
  if (is_whole && whole == 14) {
    separated.insert(14, ":").insert(12, ":").insert(10, " ");
  }
  date_reader date(separated);
  return date.read().empty() && !date.needs_order() ? date.on(date.day_in({}), options.zone)
                                                    : leadcore::fail(not_a_date);
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
///     20240813  20240813180434  20240813T180434Z
///     45517.75                           a spreadsheet's serial number, by option
[[nodiscard]] inline date_result parse_date(std::string_view text,
                                            const date_options& options = {}) {
  const std::string narrowed = narrow(text);
  text = trim(narrowed);
  if (const auto exact = leadcore::parse_timestamp(text); exact.has_value()) {
    return parsed_date{*exact, false};
  }
  if (text.find_first_not_of("0123456789.") == std::string_view::npos &&
      std::ranges::count(text, '.') < 2) {
    return detail::parse_number(text, options);
  }
  if (text.size() >= 15 && text[8] == 'T' && digits_of(text.substr(0, 15)).size() == 14) {
    const auto part = [&text](std::size_t at) { return std::string(text.substr(at, 2)); };
    return parse_date(std::string(text.substr(0, 4)) + "-" + part(4) + "-" + part(6) + "T" +
                          part(9) + ":" + part(11) + ":" + part(13) + std::string(text.substr(15)),
                      options); // the basic form of ISO 8601
  }
  detail::date_reader date(text);
  if (const auto problem = date.read(); !problem.empty()) {
    return leadcore::fail(std::string(problem));
  }
  std::optional<std::chrono::year_month_day> only;
  std::string readings;
  for (const auto order : {date_order::dmy, date_order::mdy, date_order::ymd}) {
    const auto day = date.day_in(order);
    if ((options.order & order) != date_order::none && day.ok() && day != only) {
      const auto time =
          leadcore::from_sys_time(std::chrono::sys_days(day) + std::chrono::milliseconds(0));
      readings +=
          (only ? " or " : "") + (time ? leadcore::to_string(*time).substr(0, 10) : std::string());
      only = day;
    }
  }
  if (!only) {
    return leadcore::fail(date.possible_orders() == date_order::none
                              ? detail::no_such_date
                              : "does not fit the order of day and month of its column");
  }
  if (readings.size() > 10) {
    return leadcore::fail(readings +
                          "? Nothing in the column tells; --date-order dmy, mdy or ymd does");
  }
  return date.on(*only, options.zone);
}

/// The orders in which the numbers of a date are one: any for a date of another form, none for what
/// is no date.
[[nodiscard]] inline date_order orders_shown_by(std::string_view text) {
  if (text.find_first_of("/-") > 2) { // not after one or two digits
    return date_order::any;
  }
  detail::date_reader date(text);
  return date.read().empty() && date.needs_order() ? date.possible_orders() : date_order::any;
}

} // namespace demo

#endif
