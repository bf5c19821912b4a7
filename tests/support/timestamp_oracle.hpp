// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TESTS_SUPPORT_TIMESTAMP_ORACLE_HPP
#define LEADCORE_TESTS_SUPPORT_TIMESTAMP_ORACLE_HPP

// A slow and obvious second implementation of RFC 3339: patterns compared character by character,
// the calendar of <chrono>. Independent of leadcore; the property test and the fuzz target compare
// with it.

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace leadcore::test_support {

/// Whether the text matches a pattern: 'd' matches a digit, a letter itself in either case, any
/// other character itself.
[[nodiscard]] inline bool has_shape(std::string_view text, std::string_view shape) {
  if (text.size() != shape.size()) {
    return false;
  }
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool digit = text[i] >= '0' && text[i] <= '9';
    const bool letter = shape[i] >= 'A' && shape[i] <= 'Z';
    if (shape[i] == 'd' ? !digit
                        : text[i] != shape[i] && !(letter && text[i] == shape[i] - 'A' + 'a')) {
      return false;
    }
  }
  return true;
}

[[nodiscard]] inline int number_at(std::string_view text, std::size_t at, std::size_t digits) {
  return std::stoi(std::string(text.substr(at, digits)));
}

/// The milliseconds from the epoch, or nothing if the text is not a timestamp.
[[nodiscard]] inline std::optional<std::int64_t> slow_parse_timestamp(std::string_view text) {
  using namespace std::chrono;
  if (text.size() < 20 || !has_shape(text.substr(0, 19), "dddd-dd-ddTdd:dd:dd")) {
    return std::nullopt;
  }
  const year_month_day date{year{number_at(text, 0, 4)},
                            month{static_cast<unsigned>(number_at(text, 5, 2))},
                            day{static_cast<unsigned>(number_at(text, 8, 2))}};
  const int of_hour = number_at(text, 11, 2);
  const int of_minute = number_at(text, 14, 2);
  const int of_second = number_at(text, 17, 2);
  if (!date.ok() || date.year() < year{1} || of_hour > 23 || of_minute > 59 || of_second > 59) {
    return std::nullopt;
  }
  std::string_view rest = text.substr(19);
  std::string fraction = "0";
  if (rest.substr(0, 1) == ".") {
    const std::size_t end = rest.find_first_not_of("0123456789", 1);
    if (end == std::string_view::npos || end == 1) {
      return std::nullopt;
    }
    fraction = std::string(rest.substr(1, end - 1));
    rest.remove_prefix(end);
  }
  fraction.resize(3, '0');
  minutes offset{0};
  if (has_shape(rest, "+dd:dd") || has_shape(rest, "-dd:dd")) {
    if (number_at(rest, 1, 2) > 23 || number_at(rest, 4, 2) > 59) {
      return std::nullopt;
    }
    offset = hours{number_at(rest, 1, 2)} + minutes{number_at(rest, 4, 2)};
    offset = rest[0] == '-' ? -offset : offset;
  } else if (!has_shape(rest, "Z")) {
    return std::nullopt;
  }
  const sys_time<milliseconds> instant = sys_days{date} + hours{of_hour} + minutes{of_minute} +
                                         seconds{of_second} + milliseconds{std::stoi(fraction)} -
                                         offset;
  if (instant < sys_days{year{1} / January / 1} ||
      instant >= sys_days{year{10'000} / January / 1}) {
    return std::nullopt;
  }
  return instant.time_since_epoch().count();
}

/// The canonical text of an instant in the years 1 to 9999.
[[nodiscard]] inline std::string slow_timestamp_text(std::int64_t milliseconds_from_epoch) {
  using namespace std::chrono;
  const sys_time<milliseconds> instant{milliseconds{milliseconds_from_epoch}};
  const auto day_start = floor<days>(instant);
  const year_month_day date{day_start};
  const hh_mm_ss time{instant - day_start};
  const auto digits = [](long long value, std::size_t width) {
    const std::string text = std::to_string(value);
    return std::string(width - text.size(), '0') + text;
  };
  return digits(static_cast<int>(date.year()), 4) + "-" +
         digits(static_cast<unsigned>(date.month()), 2) + "-" +
         digits(static_cast<unsigned>(date.day()), 2) + "T" + digits(time.hours().count(), 2) +
         ":" + digits(time.minutes().count(), 2) + ":" + digits(time.seconds().count(), 2) + "." +
         digits(time.subseconds().count(), 3) + "Z";
}

} // namespace leadcore::test_support

#endif
