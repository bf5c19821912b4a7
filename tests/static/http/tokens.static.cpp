// SPDX-License-Identifier: BSL-1.0
#include <leadcore/http/tokens.hpp>

#include <array>
#include <cstdint>
#include <string_view>

namespace {

using namespace leadcore;

struct null_hash {
  std::array<std::uint8_t, 32> operator()(std::string_view) const { return {}; }
};
static_assert(authenticator<digest_authenticator<null_hash>>);

using digest = std::array<std::uint8_t, 4>;
static_assert(equal_in_constant_time(digest{1, 2, 3, 4}, digest{1, 2, 3, 4}));
static_assert(!equal_in_constant_time(digest{1, 2, 3, 4}, digest{1, 2, 3, 5}));
static_assert(!equal_in_constant_time(digest{0, 2, 3, 4}, digest{128, 2, 3, 4}));
static_assert(noexcept(equal_in_constant_time(digest{}, digest{})));

} // namespace
