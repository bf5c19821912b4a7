// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_EXAMPLES_IMPORT_DATES_HPP
#define LEADCORE_EXAMPLES_IMPORT_DATES_HPP

// Dates and times in exports. The library itself parses RFC 3339 only; the other forms are parsed
// here without guessing: whether 03/04/2024 is in March or April must be known from elsewhere
// (decision 0082).

#include "text.hpp"

#include <leadcore/text/result.hpp>
#include <leadcore/text/timestamp.hpp>
#include <leadcore/text/utf8.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
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

/// An offset from UTC: "+02:00".
[[nodiscard]] inline std::string offset_text(std::chrono::minutes zone) {
  const auto time = leadcore::timestamp::from_milliseconds(
      std::chrono::milliseconds(std::chrono::abs(zone)).count());
  return (zone.count() < 0 ? "-" : "+") + leadcore::to_string(*time).substr(11, 5);
}

namespace detail {

inline constexpr auto not_a_date = "not a date in a form that is known";
inline constexpr auto no_such_date = "there is no such date or time of day";

[[nodiscard]] inline unsigned to_number(std::string_view digits) {
  unsigned value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}
[[nodiscard]] inline std::string two_digits(std::string_view number) {
  return std::string(2 - std::min<std::size_t>(number.size(), 2), '0').append(number);
}

/// Reads a date and a time of day from the tokens of a text: numbers, words, and single other
/// characters. Words such as "of", and separators beside the name of a month, are left out.
class date_reader {
 public:
  explicit date_reader(std::string_view text) {
    const auto is_letter = [&text](std::size_t at) {
      return at < text.size() && !is_digit(text[at]) &&
             is_word_character(leadcore::decode_utf8(text, at));
    };
    constexpr std::size_t most = 50; // more than any date has
    std::size_t packed = 0;          // digits to come of a date such as 20240813
    for (text = trim(text); !text.empty() && tokens_.size() < most; text = trim(text)) {
      const bool is_word = is_letter(0);
      std::size_t size = leadcore::decode_utf8(text, 0).length;
      while (is_word ? is_letter(size) || text.substr(size, 1) == "." // "a.m." is one word
                     : is_digit(text[0]) && size < text.size() && is_digit(text[size])) {
        size += leadcore::decode_utf8(text, size).length;
      }
      if (is_digit(text[0]) &&
          (tokens_.empty() ? size == 8 || size == 14 : kinds_.back() == 't' && size == 6)) {
        packed = size;
      }
      size = packed == 0 ? size : tokens_.empty() ? 4 : 2;
      packed -= std::min(packed, size);
      add(text.substr(0, size), is_word);
      text.remove_prefix(size);
    }
    problem = read();
  }

  std::string_view problem; ///< empty if it is a date

  /// Whether it depends on an order which day it is.
  [[nodiscard]] bool needs_order() const { return !of('1').empty(); }
  /// The different days that it may be in some orders, such as "2024-08-13".
  [[nodiscard]] std::vector<std::string> days(date_order orders) const {
    std::vector<std::string> found;
    for (const auto& [order, numbers] :
         {std::pair(date_order::dmy, "321"), {date_order::mdy, "312"}, {date_order::ymd, "123"}}) {
      const char* units = needs_order() ? numbers : "YMD";
      const auto year = two_digits(of(units[0]));
      const char* century = year.size() > 2 ? "" : year < "69" ? "20" : "19"; // POSIX
      const auto day =
          century + year + "-" + two_digits(of(units[1])) + "-" + two_digits(of(units[2]));
      if ((orders & order) != date_order::none && std::ranges::count(found, day) == 0 &&
          leadcore::parse_timestamp(day + "T00:00:00Z").has_value()) {
        found.push_back(day);
      }
    }
    return found;
  }
  /// Its time of day on a day.
  [[nodiscard]] date_result on(const std::string& day, std::chrono::minutes zone) const {
    const unsigned hour = to_number(of('H'));
    const unsigned half = to_number(of('P'));
    const std::string offset = std::string(of('U')).append(of('V')).append(of('X')).append("00");
    const auto time = leadcore::parse_timestamp(
        day + "T" + two_digits(std::to_string(of('P').empty() ? hour : hour % 12 + half)) + ":" +
        two_digits(of('N')) + ":" + two_digits(of('S')) + "." + std::string(of('F')) + "0" +
        (!of('G').empty() ? std::string(of('G')) + offset.substr(0, 2) + ":" + offset.substr(2, 2)
         : has_zone()     ? std::string(of('Z'))
                          : offset_text(zone)));
    return time.has_value() && (of('P').empty() || (hour > 0 && hour < 13))
               ? date_result(parsed_date{*time, !has_zone()})
               : leadcore::fail(no_such_date);
  }

 private:
  [[nodiscard]] std::string_view of(char unit) const {
    return found_[static_cast<std::size_t>(unit)];
  }

  [[nodiscard]] bool has_zone() const { return !of('Z').empty() || !of('G').empty(); }

  /// The problem of the text; empty if there is none.
  [[nodiscard]] std::string_view read() {
    take("W");
    if (!take("Y-M-D", "Y/M/D", "Y.M.D.", "Y.M.D", "YaMbDc", "YaMbD", "YMDHNS", "YMD", "1/2/3",
              "1-2-3", "D.M.y", "BDH:N:SZY", "BDH:N:SY", "BDY", "BD,Y", "DBy")) {
      return not_a_date;
    }
    take("(W)", "(b)", "(c)"); // Monday and Sunday are also the words of a month and a day
    take(",");
    take("P"); // before the hour in East Asia
    if (take("tHNS") || (take("tH:N", "H:N", "H.N", "HhNm", "HhN") && take(":S", "Ss"))) {
      take(".F", ",F");
    }
    if (of('P').empty()) {
      take("P");
    }
    if (!take("Z") && kinds_.substr(at_).starts_with('w')) {
      return "the time zone is not known; give an offset such as +02:00";
    }
    if (take("GU:V", "GX", "GU") && of('H').empty() && of('G') == "-") {
      return not_a_date; // 2024-08-13 - 18:04 may be an offset, or the time
    }
    const bool is_explained = has_zone() && take("(") && kinds_.ends_with(')');
    return at_ == tokens_.size() || is_explained ? std::string_view() : not_a_date;
  }

  /// Adds a token and its kind: of a number "1", "2" or "4" for so many digits, else "#"; of a word
  /// a letter, "w" if it is not known; of another character itself.
  void add(std::string_view token, bool is_word) {
    char kind = token[0];
    if (is_word) {
      const auto known = find_word("date", token.substr(0, token.find_last_not_of('.') + 1));
      kind = known ? known->about[0] : 'w';
      token = known ? known->about.substr(1) : token;
    } else if (is_digit(kind)) {
      kind = token.size() < 3 || token.size() == 4 ? static_cast<char>('0' + token.size()) : '#';
    }
    const auto is_one_of = [](std::string_view set, char each) {
      return set.find(each) != std::string_view::npos;
    };
    const char before = kinds_.empty() ? ' ' : kinds_.back();
    if (kind == '_' || (is_one_of("-/.,", kind) && is_one_of("BWP", before))) {
      return;
    }
    if (kind == 'B' && is_one_of("-/.,", before)) { // 13-Aug-2024, 13. August
      kinds_.pop_back();
      tokens_.pop_back();
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
      found_[static_cast<std::size_t>(unit == 'y'   ? 'Y'
                                      : unit == 'B' ? 'M'
                                                    : unit)] = tokens_[at_++];
    }
    return true;
  }

  std::vector<std::string_view> tokens_; // of a known word, what it means
  std::string kinds_;                    // of each
  std::size_t at_ = 0;
  std::array<std::string_view, 128> found_{}; // by the unit of the pattern
};

/// A number alone: from 1970 on, or a spreadsheet's, whose days are counted from 1899-12-30. Of
/// these, numbers before March 1900, which Excel counts wrongly, and dates beyond its last one are
/// none.
[[nodiscard]] inline std::optional<date_result> parse_number(std::string_view text,
                                                             const date_options& options) {
  double value = 0;
  const std::size_t whole = std::min(text.find('.'), text.size());
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.find_first_not_of("0123456789.") != std::string_view::npos ||
      read.ptr != text.data() + text.size()) {
    return std::nullopt;
  }
  const bool is_whole = whole == text.size();
  const bool is_serial = value >= 61 && value < 2'958'466 && (!is_whole || whole == 5);
  if (is_serial && !options.serials) {
    return leadcore::fail(
        "not a date; if a spreadsheet wrote its serial number, --excel-dates reads it");
  }
  if (!is_serial && whole != 10 && !(is_whole && whole == 13)) { // in the years 1970 to 2286
    return std::nullopt;
  }
  const std::chrono::milliseconds zone = options.zone;
  const auto time = leadcore::timestamp::from_milliseconds(
      is_serial ? std::llround((value - 25'569) * 86'400) * 1000 - zone.count()
                : static_cast<std::int64_t>(whole == 10 ? value * 1000 : value));
  return time ? date_result(parsed_date{*time, is_serial}) : leadcore::fail(no_such_date);
}

} // namespace detail

/// Reads a date, with or without a time of day, in the forms of docs/how_to/import_leads.md.
[[nodiscard]] inline date_result parse_date(std::string_view text,
                                            const date_options& options = {}) {
  const std::string narrowed = narrow(text);
  text = trim(narrowed);
  if (const auto exact = leadcore::parse_timestamp(text); exact.has_value()) {
    return parsed_date{*exact, false};
  }
  if (auto number = detail::parse_number(text, options)) {
    return *std::move(number);
  }
  const detail::date_reader date(text);
  const auto days = date.days(options.order);
  if (!date.problem.empty() || days.size() == 1) {
    return date.problem.empty() ? date.on(days.front(), options.zone)
                                : leadcore::fail(std::string(date.problem));
  }
  return leadcore::fail(!days.empty()
                            ? join(days, " or ") +
                                  "? Nothing in the column tells; --date-order dmy, mdy or ymd does"
                        : date.days(date_order::any).empty()
                            ? detail::no_such_date
                            : "does not fit the order of day and month of its column");
}

/// The orders in which the numbers of a date are one: any for a date of another form, none for what
/// is no date.
[[nodiscard]] inline date_order orders_shown_by(std::string_view text) {
  if (text.find_first_of("/-") > 2) { // not after one or two digits
    return date_order::any;
  }
  const detail::date_reader date(text);
  auto possible = date_order::none;
  for (const auto order : {date_order::dmy, date_order::mdy, date_order::ymd}) {
    possible = possible | (date.days(order).empty() ? date_order::none : order);
  }
  return date.problem.empty() && date.needs_order() ? possible : date_order::any;
}

} // namespace demo

#endif
