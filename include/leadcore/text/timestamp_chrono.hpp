// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TEXT_TIMESTAMP_CHRONO_HPP
#define LEADCORE_TEXT_TIMESTAMP_CHRONO_HPP

// Timestamps and time points of the system clock. A header of its own, because including <chrono>
// costs a tenth of including leadcore.hpp.

#include <leadcore/text/timestamp.hpp>
#include <leadcore/version.hpp>

#include <chrono>
#include <cstdint>
#include <optional>

namespace leadcore::inline LEADCORE_ABI {

/// The instant of a time point, or nothing outside timestamp::min() to timestamp::max().
///
/// Round the time point of a finer clock first:
/// from_sys_time(std::chrono::floor<std::chrono::milliseconds>(now)).
[[nodiscard]] constexpr std::optional<timestamp>
from_sys_time(std::chrono::sys_time<std::chrono::milliseconds> time) noexcept {
  return timestamp::from_milliseconds(time.time_since_epoch().count());
}

/// The time point of an instant.
[[nodiscard]] constexpr std::chrono::sys_time<std::chrono::milliseconds>
to_sys_time(timestamp instant) noexcept {
  return std::chrono::sys_time<std::chrono::milliseconds>(
      std::chrono::milliseconds(instant.milliseconds_since_epoch()));
}

} // namespace leadcore::inline LEADCORE_ABI

#endif
