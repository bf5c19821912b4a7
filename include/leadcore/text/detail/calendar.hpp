// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TEXT_DETAIL_CALENDAR_HPP
#define LEADCORE_TEXT_DETAIL_CALENDAR_HPP

// Days of the Gregorian calendar.

#include <leadcore/version.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

namespace leadcore::inline LEADCORE_ABI::detail {

/// 0001-01-01T00:00:00.000Z, in milliseconds from the epoch.
inline constexpr std::int64_t first_millisecond = -62'135'596'800'000;
inline constexpr std::uint32_t milliseconds_per_day = 86'400'000;

// Days of a written date are counted from the day before 0000-01-01 as 365 a year plus the leap
// days of complete cycles, of a century and of the year within it (a quarter of each). The leap day
// of the year itself is then counted already: months of leap years subtract it again.

inline constexpr std::int32_t epoch_day = 719'528;

struct month_of_year {
  std::int16_t days_before; // minus one in a leap year
  std::int16_t length;      // 0 if there is no such month
};
/// Months 0 to 19 of common years, then of leap years.
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

/// A year 0 to 9999 as written: two pairs of digits.
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

/// "00" "01" ... "99", concatenated.
inline constexpr std::array<char, 200> digit_pairs = [] {
  std::array<char, 200> pairs{};
  for (std::size_t i = 0; i < 100; ++i) {
    pairs[2 * i] = static_cast<char>('0' + static_cast<int>(i / 10));
    pairs[2 * i + 1] = static_cast<char>('0' + static_cast<int>(i % 10));
  }
  return pairs;
}();

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
