// SPDX-License-Identifier: BSL-1.0
#include <leadcore/access.hpp>

#include <array>
#include <chrono>
#include <concepts>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

namespace {

using namespace leadcore;

static_assert(!std::default_initializable<principal>);

// Stores: the minimal models, and near misses.
struct smallest_store {
  page_of<lead_view> list(const organisation_id&, const lead_query&) const;
};
struct failing_store {
  result<page_of<std::reference_wrapper<const lead>>, store_error> list(const organisation_id&,
                                                                        const lead_query&) const;
};
struct page_with_more : page_of<lead_view> {
  int more;
};
struct store_of_pages_with_more {
  page_with_more list(const organisation_id&, const lead_query&) const;
};
struct store_without_organisation {
  page_of<lead> list(const lead_query&) const;
};
struct store_by_text {
  page_of<lead> list(std::string_view, const lead_query&) const;
};
struct store_with_optional {
  std::optional<page_of<lead>> list(const organisation_id&, const lead_query&) const;
};
struct store_of_numbers {
  page_of<int> list(const organisation_id&, const lead_query&) const;
};
struct store_that_changes {
  page_of<lead> list(const organisation_id&, const lead_query&);
};
struct store_with_other_error {
  result<page_of<lead>, std::string> list(const organisation_id&, const lead_query&) const;
};
static_assert(lead_store<smallest_store> && lead_store<failing_store> && lead_store<memory_store>);
static_assert(lead_store<store_of_pages_with_more>);
static_assert(!lead_store<store_without_organisation> && !lead_store<store_by_text>);
static_assert(!lead_store<store_with_optional> && !lead_store<store_of_numbers>);
static_assert(!lead_store<store_that_changes> && !lead_store<store_with_other_error> && !lead_store<int>);

// Authenticators likewise.
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
static_assert(store_error{} == store_error{std::chrono::seconds(0)} &&
              store_error{} != store_error{std::chrono::seconds(1)});
static_assert(to_string(organisation_errc::empty) == "empty");

} // namespace
