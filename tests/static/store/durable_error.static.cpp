// SPDX-License-Identifier: BSL-1.0
#include <leadcore/store/durable_error.hpp>

#include <concepts>

namespace {

using namespace leadcore;

static_assert(std::semiregular<durable_error> && std::equality_comparable<durable_error>);
static_assert(to_string(durable_errc::disk_full) == "disk_full");
static_assert(to_string(durable_errc{}).empty());

} // namespace
