// SPDX-License-Identifier: BSL-1.0
#include <leadcore/http/list_leads.hpp>

#include <leadcore/http/access.hpp>
#include <leadcore/json/string.hpp>
#include <leadcore/store/memory_store.hpp>

#include <concepts>
#include <optional>
#include <string_view>

namespace {

using namespace leadcore;

struct store {
  page_of<lead_view> list(const organisation_id&, const lead_query&) const;
};
struct keys {
  std::optional<principal> authenticate(std::string_view) const;
};
template <class Store, class Keys>
concept listed = requires(const http::request& asked, const Store& from, const Keys& known) {
  { http::list_leads(asked, from, known) } -> std::same_as<http::response>;
  { http::list_leads(asked, from, known, http::options{}) } -> std::same_as<http::response>;
};
static_assert(listed<store, keys> && listed<memory_store, keys>);
static_assert(!listed<int, keys> && !listed<store, int>);

constexpr http::options defaults{};
static_assert(defaults.path.empty() && defaults.link_base.empty() && defaults.instance.empty() &&
              defaults.profile == profiles::strict && defaults.style == json_style::compact);
static_assert(defaults.max_target_size == 8192 && !defaults.max_body_size &&
              defaults.problem_type_base.empty());

} // namespace
