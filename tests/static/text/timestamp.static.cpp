// SPDX-License-Identifier: BSL-1.0
#include <leadcore/text/timestamp.hpp>

#include <concepts>
#include <type_traits>

namespace {

using leadcore::parse_timestamp;
using leadcore::timestamp;
using leadcore::timestamp_errc;
using leadcore::timestamp_error;
using leadcore::timestamp_text;
using leadcore::to_text;

static_assert(std::regular<timestamp> && std::totally_ordered<timestamp>);
static_assert(std::is_trivially_copyable_v<timestamp> && sizeof(timestamp) == 8);
static_assert(std::is_nothrow_default_constructible_v<timestamp>);
static_assert(!std::convertible_to<std::int64_t, timestamp> &&
                  !std::constructible_from<timestamp, std::int64_t>,
              "a number may be outside the range: from_milliseconds");
static_assert(std::regular<timestamp_text> && std::is_trivially_copyable_v<timestamp_text>);
static_assert(sizeof(timestamp_text) == 24 && timestamp_text::size == 24);
static_assert(!std::convertible_to<timestamp, timestamp_text>);
static_assert(std::constructible_from<std::string, timestamp> &&
              !std::convertible_to<timestamp, std::string> &&
              !std::constructible_from<std::string_view, timestamp>); // as for <chrono>
static_assert(
    std::is_same_v<decltype(parse_timestamp("")), leadcore::result<timestamp, timestamp_error>>);
static_assert(std::is_trivially_copyable_v<decltype(parse_timestamp(""))>);
static_assert(noexcept(parse_timestamp("")) && noexcept(to_text(timestamp{})));
static_assert(noexcept(timestamp::from_milliseconds(0)) && noexcept(timestamp{} < timestamp{}));

constexpr timestamp documented = *parse_timestamp("2026-05-02T10:30:00.000Z");
static_assert(documented.milliseconds_since_epoch() == 1'777'717'800'000);
static_assert(documented == *parse_timestamp("2026-05-02T12:30:00.000+02:00"));
static_assert(documented == *parse_timestamp("2026-05-02t12:30:00.0009+02:00"));
static_assert(to_text(documented).view() == "2026-05-02T10:30:00.000Z");
static_assert(to_text(timestamp::min()).view() == "0001-01-01T00:00:00.000Z");
static_assert(to_text(timestamp::max()).view() == "9999-12-31T23:59:59.999Z");
static_assert(*parse_timestamp("1969-12-31T23:59:59.9999Z") == *timestamp::from_milliseconds(-1));
static_assert(timestamp::min() < timestamp{} && timestamp{} < timestamp::max());
static_assert(!timestamp::from_milliseconds(timestamp::max().milliseconds_since_epoch() + 1));

// One failure of each kind: the two fast paths, the reader, the zone, the end.
static_assert(parse_timestamp("").error() == timestamp_error{timestamp_errc::empty, 0});
static_assert(parse_timestamp("0000-12-31T23:59:00-00:01").error() ==
              timestamp_error{timestamp_errc::year_out_of_range, 0});
static_assert(parse_timestamp("2026-05-02 10:30:00Z").error() ==
              timestamp_error{timestamp_errc::time_marker_expected, 10});
static_assert(parse_timestamp("2026-02-29T10:30:00.000Z").error() ==
              timestamp_error{timestamp_errc::day_out_of_range, 8});
static_assert(parse_timestamp("2026-05-02T10:30:60.000Z").error() ==
              timestamp_error{timestamp_errc::leap_second, 17});
static_assert(parse_timestamp("2026-05-02T10:30").error() ==
              timestamp_error{timestamp_errc::too_short, 16});
static_assert(parse_timestamp("2026-05-02T10:30:00").error() ==
              timestamp_error{timestamp_errc::missing_zone, 19});
static_assert(parse_timestamp("9999-12-31T23:59:59.999-00:01").error() ==
              timestamp_error{timestamp_errc::instant_out_of_range, 23});
static_assert(parse_timestamp("2026-05-02T10:30:00ZZ").error() ==
              timestamp_error{timestamp_errc::trailing_characters, 20});

} // namespace
