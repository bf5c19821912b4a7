// SPDX-License-Identifier: BSL-1.0
#include <leadcore/index/lead_index.hpp>

#include <concepts>
#include <functional>
#include <ranges>
#include <string_view>
#include <type_traits>
#include <utility>

using namespace leadcore;

static_assert(lead_like<indexed_lead>);
static_assert(lead_like<std::reference_wrapper<const indexed_lead>>);
static_assert(check_lead_like<indexed_lead>());
static_assert(std::ranges::forward_range<field_type<indexed_lead, "phones">>);
static_assert(noexcept(std::declval<const indexed_lead&>().name()));
constexpr bool gives_the_types_of_a_view = [] {
  bool same = true;
  for_each_lead_field([&]<fixed_string Name>(field_constant<Name>) {
    using viewed = std::remove_cvref_t<field_type<lead_view, Name>>;
    using given = field_type<indexed_lead, Name>;
    same = same && (std::same_as<given, viewed> ||
                    (std::ranges::range<given> && std::ranges::range<viewed>));
  });
  return same;
}();
static_assert(gives_the_types_of_a_view);
static_assert(!std::is_copy_constructible_v<indexed_lead> &&
              !std::is_default_constructible_v<indexed_lead>);

static_assert(std::ranges::forward_range<const lead_snapshot>);
static_assert(
    std::same_as<std::ranges::range_reference_t<const lead_snapshot>, const indexed_lead&>);
static_assert(std::copyable<lead_snapshot> && !std::is_default_constructible_v<lead_snapshot>);

static_assert(!std::is_copy_constructible_v<lead_index> &&
                  !std::is_move_constructible_v<lead_index>,
              "an index is what changes; a snapshot is what is passed around");
static_assert(
    std::derived_from<snapshot_page, page_of<std::reference_wrapper<const indexed_lead>>>);
static_assert(
    std::same_as<decltype(std::declval<const lead_index&>().list(lead_query{})), snapshot_page>);
