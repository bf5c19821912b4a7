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

constexpr lead_view at_times(std::int64_t call, std::int64_t created) {
  lead_view made;
  if (call >= 0) {
    made.next_call_at = timestamp::from_milliseconds(call);
  }
  made.created_at = *timestamp::from_milliseconds(created);
  return made;
}
constexpr std::int64_t in_2026 = 1'777'720'200'000;
static_assert(detail::sort_number(at_times(in_2026, in_2026)) <
              detail::sort_number(at_times(in_2026 + 1, in_2026)));
static_assert(detail::sort_number(at_times(in_2026, in_2026)) >
              detail::sort_number(at_times(in_2026, in_2026 + 3'600'000)));
static_assert(detail::sort_number(lead_view{.next_call_at = timestamp::max()}) <
              detail::first_without_call);
static_assert(detail::sort_number(at_times(-1, in_2026)) >= detail::first_without_call);
static_assert(detail::sort_number(at_times(-1, in_2026)) >
              detail::sort_number(at_times(-1, in_2026 + 1)));
