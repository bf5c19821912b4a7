// SPDX-License-Identifier: BSL-1.0
#include <leadcore/text/ascii.hpp>

#include <cstdint>
#include <limits>

using leadcore::detail::decimal_text;

static_assert(decimal_text(0).view() == "0");
static_assert(decimal_text(std::uint8_t{200}).view() == "200");
static_assert(decimal_text(std::int8_t{-128}).view() == "-128");
static_assert(decimal_text(std::numeric_limits<std::int64_t>::min()).view() ==
              "-9223372036854775808");
static_assert(decimal_text(std::numeric_limits<std::int64_t>::max()).view() ==
              "9223372036854775807");
static_assert(decimal_text(std::numeric_limits<std::uint64_t>::max()).view() ==
              "18446744073709551615");
