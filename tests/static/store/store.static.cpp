// SPDX-License-Identifier: BSL-1.0
#include <leadcore/store/store.hpp>

#include <leadcore/store/memory_store.hpp>

#include "support/endpoints.hpp"

#include <chrono>
#include <concepts>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>

namespace {

using namespace leadcore;

// Stores: minimal models and near misses.
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
static_assert(!lead_store<store_that_changes> && !lead_store<store_with_other_error> &&
              !lead_store<int>);

// Stores of an endpoint of one's own.
struct contact_store {
  page_of<crm::contact> list(const organisation_id&, const crm::query&) const noexcept;
};
struct overloaded_store {
  page_of<crm::contact> list(const organisation_id&, const crm::query&) const;
  page_of<lead> list(const organisation_id&, const lead_query&) const;
};
struct generic_store {
  template <class Query> page_of<crm::contact> list(const organisation_id&, const Query&) const;
};
struct slicing_store { // its list drops the filter that crm::query adds
  page_of<crm::contact> list(const organisation_id&, const lead_query&) const;
};
struct slicing_store_by_value {
  page_of<crm::contact> list(const organisation_id&, lead_query) const;
};
struct store_of_leads_only {
  page_of<lead> list(const organisation_id&, const crm::query&) const;
};
static_assert(store_of<contact_store, crm::endpoint> && !lead_store<contact_store>);
static_assert(store_of<overloaded_store, crm::endpoint> && lead_store<overloaded_store>);
static_assert(store_of<generic_store, crm::endpoint>);
static_assert(!store_of<slicing_store, crm::endpoint> && lead_store<slicing_store>);
static_assert(!store_of<slicing_store_by_value, crm::endpoint>);
static_assert(!store_of<store_of_leads_only, crm::endpoint>);
static_assert(store_of<basic_memory_store<crm::endpoint>, crm::endpoint> &&
              !store_of<memory_store, crm::endpoint>);

struct leads_by_id : leads_endpoint {
  static constexpr auto order = lexicographic_order{std::tuple{ascending<"id">}};
};
// Another placement of nulls exists only where a key of the order may be null.
static_assert(std::constructible_from<memory_store, null_placement> &&
              std::constructible_from<basic_memory_store<sales::endpoint>, null_placement> &&
              !std::constructible_from<basic_memory_store<leads_by_id>, null_placement>);

// Versions of pages.
struct text_version {
  std::string version() const;
};
struct integer_version {
  std::uint64_t version() const;
};
struct signed_version {
  int version() const;
};
static_assert(versioned_page<text_version> && versioned_page<integer_version>);
static_assert(!versioned_page<signed_version> && !versioned_page<page_of<lead>>);
static_assert(versioned_page<memory_page<lead>>);

static_assert(store_error{} == store_error{std::chrono::seconds(0)} &&
              store_error{} != store_error{std::chrono::seconds(1)});

} // namespace
