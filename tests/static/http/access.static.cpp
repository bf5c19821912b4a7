// SPDX-License-Identifier: BSL-1.0
#include <leadcore/http/access.hpp>

#include <leadcore/store/store.hpp>

#include <array>
#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

namespace {

using namespace leadcore;

static_assert(!std::default_initializable<principal>);

// Authenticators: minimal models and near misses.
struct smallest_keys {
  std::optional<principal> authenticate(std::string_view) const;
};
struct failing_keys {
  result<std::optional<principal>, store_error> authenticate(std::string_view) const;
};
struct keys_that_know_everyone {
  principal authenticate(std::string_view) const;
};
struct keys_that_say_yes {
  bool authenticate(std::string_view) const;
};
struct keys_that_change {
  std::optional<principal> authenticate(std::string_view);
};
struct null_hash {
  std::array<std::uint8_t, 32> operator()(std::string_view) const { return {}; }
};
static_assert(authenticator<smallest_keys> && authenticator<failing_keys> &&
              authenticator<digest_authenticator<null_hash>>);
static_assert(!authenticator<keys_that_know_everyone> && !authenticator<keys_that_say_yes> &&
              !authenticator<keys_that_change> && !authenticator<int>);

using digest = std::array<std::uint8_t, 4>;
static_assert(equal_in_constant_time(digest{1, 2, 3, 4}, digest{1, 2, 3, 4}));
static_assert(!equal_in_constant_time(digest{1, 2, 3, 4}, digest{1, 2, 3, 5}));
static_assert(!equal_in_constant_time(digest{0, 2, 3, 4}, digest{128, 2, 3, 4}));
static_assert(noexcept(equal_in_constant_time(digest{}, digest{})));

static_assert(leads_read_scope == "leads.read");
static_assert(to_string(organisation_errc::empty) == "empty");

} // namespace
