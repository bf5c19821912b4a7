// SPDX-License-Identifier: BSL-1.0
#include <leadcore/index/detail/sort_key.hpp>

#include <cstdint>

using namespace leadcore;

constexpr lead_view at_times(std::int64_t call, std::int64_t created) {
  lead_view made;
  if (call >= 0) {
    made.next_call_at = timestamp::from_milliseconds(call);
  }
  made.created_at = *timestamp::from_milliseconds(created);
  return made;
}
constexpr std::int64_t in_2026 = 1'777'720'200'000;
static_assert(detail::abbreviated_key(at_times(in_2026, in_2026)) <
              detail::abbreviated_key(at_times(in_2026 + 1, in_2026)));
static_assert(detail::abbreviated_key(at_times(in_2026, in_2026)) >
              detail::abbreviated_key(at_times(in_2026, in_2026 + 3'600'000)));
static_assert(detail::abbreviated_key(lead_view{.next_call_at = timestamp::max()}) <
              detail::second_half_key);
static_assert(detail::abbreviated_key(at_times(-1, in_2026)) >= detail::second_half_key);
static_assert(detail::abbreviated_key(at_times(-1, in_2026)) >
              detail::abbreviated_key(at_times(-1, in_2026 + 1)));
