// SPDX-License-Identifier: BSL-1.0
#include <leadcore/text/timestamp_chrono.hpp>

#include <chrono>

namespace {

using namespace leadcore;

constexpr auto epoch = to_sys_time(timestamp{});
static_assert(noexcept(from_sys_time(epoch)) && noexcept(to_sys_time(timestamp{})));
static_assert(epoch.time_since_epoch().count() == 0);
static_assert(from_sys_time(to_sys_time(timestamp::min())) == timestamp::min());
static_assert(from_sys_time(to_sys_time(timestamp::max())) == timestamp::max());
static_assert(!from_sys_time(to_sys_time(timestamp::max()) + std::chrono::milliseconds(1)));
static_assert(!from_sys_time(std::chrono::sys_days{std::chrono::year{10'000} / 1 / 1}));

} // namespace
