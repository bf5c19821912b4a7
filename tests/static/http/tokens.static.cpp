// SPDX-License-Identifier: BSL-1.0
#include <leadcore/http/tokens.hpp>

#include <array>
#include <concepts>
#include <cstdint>
#include <functional>
#include <string_view>
#include <utility>

namespace {

using namespace leadcore;

struct null_hash {
  std::array<std::uint8_t, 32> operator()(std::string_view) const { return {}; }
};
static_assert(secret_hash<null_hash>);
static_assert(!secret_hash<std::hash<std::string_view>>); // a number, not the bytes of a digest
static_assert(authenticator<digest_authenticator<null_hash>>);

// Test tokens are an authenticator at a time, and only where they outlive it.
using tokens = test_tokens<null_hash>;
static_assert(!authenticator<tokens>);
template <class Tokens>
concept gives_authenticator = requires(Tokens&& all, timestamp now) {
  requires authenticator<decltype(std::forward<Tokens>(all).at(now))>;
};
static_assert(gives_authenticator<const tokens&> && !gives_authenticator<tokens>);
static_assert(std::copyable<tokens>); // a value

static_assert(to_string(test_token_errc::feature_missing) == "feature_missing");
static_assert(message(test_token_errc::permission_missing).find(developer_permission) !=
              std::string_view::npos);
static_assert(message(test_token_errc::feature_missing).find(developer_api_feature) !=
              std::string_view::npos);

using digest = std::array<std::uint8_t, 4>;
static_assert(equal_in_constant_time(digest{1, 2, 3, 4}, digest{1, 2, 3, 4}));
static_assert(!equal_in_constant_time(digest{1, 2, 3, 4}, digest{1, 2, 3, 5}));
static_assert(!equal_in_constant_time(digest{0, 2, 3, 4}, digest{128, 2, 3, 4}));
static_assert(noexcept(equal_in_constant_time(digest{}, digest{})));

} // namespace
