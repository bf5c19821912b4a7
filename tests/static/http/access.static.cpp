// SPDX-License-Identifier: BSL-1.0
#include <leadcore/http/access.hpp>

#include <leadcore/store/store.hpp>

#include <concepts>
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
static_assert(authenticator<smallest_keys> && authenticator<failing_keys>);
static_assert(!authenticator<keys_that_know_everyone> && !authenticator<keys_that_say_yes> &&
              !authenticator<keys_that_change> && !authenticator<int>);

static_assert(leads_read_scope == "leads.read");

} // namespace
