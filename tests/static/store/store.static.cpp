// SPDX-License-Identifier: BSL-1.0
#include <leadcore/store/store.hpp>

#include <leadcore/store/memory_store.hpp>

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

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

static_assert(store_error{} == store_error{std::chrono::seconds(0)} &&
              store_error{} != store_error{std::chrono::seconds(1)});

} // namespace
