// SPDX-License-Identifier: BSL-1.0
#include <leadcore/model/organisation.hpp>

#include <concepts>
#include <string>
#include <string_view>
#include <type_traits>

namespace {

using namespace leadcore;

// Only parse_organisation_id makes an id, so every request has an organisation.
static_assert(!std::default_initializable<organisation_id>);
static_assert(!std::constructible_from<organisation_id, std::string_view> &&
              !std::constructible_from<organisation_id, const char*> &&
              !std::constructible_from<organisation_id, std::string>);
static_assert(!std::convertible_to<organisation_id, std::string_view> &&
              !std::convertible_to<organisation_id, std::string>);
static_assert(std::constructible_from<std::string, const organisation_id&> &&
              std::constructible_from<std::string_view, const organisation_id&>); // explicitly
static_assert(std::copyable<organisation_id> && std::totally_ordered<organisation_id>);
static_assert(std::is_trivially_copyable_v<organisation_error>);

} // namespace
