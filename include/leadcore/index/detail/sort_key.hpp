// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_INDEX_DETAIL_SORT_KEY_HPP
#define LEADCORE_INDEX_DETAIL_SORT_KEY_HPP

// An abbreviated sort key: the leading bits of lead_order, so that most comparisons read no row.

#include <leadcore/model/lead.hpp>
#include <leadcore/query/order.hpp>
#include <leadcore/text/timestamp.hpp>
#include <leadcore/version.hpp>

#include <algorithm>
#include <cstdint>
#include <tuple>
#include <type_traits>

namespace leadcore::inline LEADCORE_ABI::detail {

/// The least abbreviated key of leads without a next call. Leads with one have lesser keys.
inline constexpr std::uint64_t first_null_key = std::uint64_t{1} << 63U;

/// The complement of a value of so many bits for a descending key; the value for an ascending one.
template <class Key, unsigned Bits>
[[nodiscard]] constexpr std::uint64_t directed_bits(std::uint64_t value) noexcept {
  return Key::direction == sort_direction::ascending ? value
                                                     : (std::uint64_t{1} << Bits) - 1 - value;
}

/// The abbreviated key of a lead: where two keys differ, the leads are ordered as their keys; where
/// they are equal, lead_order decides.
///
/// With a next call from 1970 to 2109 the key is that time exactly and the leading 21 bits of the
/// time of creation, which is a resolution of about half an hour. All earlier next calls share a
/// key, and so do all later ones. Without a next call the key is the time of creation exactly.
template <lead_like L> [[nodiscard]] constexpr std::uint64_t abbreviated_key(const L& lead) {
  using order = std::remove_const_t<decltype(lead_order)>;
  using first = std::tuple_element_t<0, decltype(order::keys)>;
  using second = std::tuple_element_t<1, decltype(order::keys)>;
  static_assert(
      std::tuple_size_v<decltype(order::keys)> == 3 && is_nullable_field<first::field_type::key> &&
          !is_nullable_field<second::field_type::key>,
      "leadcore: the abbreviated key is laid out for a time that may be null and one that is not");
  const timestamp created = detail::plain(typename second::field_type{}(lead));
  auto&& nullable = typename first::field_type{}(lead);
  if (!detail::has_value(nullable)) {
    constexpr unsigned bits = 49; // enough for every timestamp
    const auto since_min = static_cast<std::uint64_t>(created.milliseconds_since_epoch() -
                                                      timestamp::min().milliseconds_since_epoch());
    return first_null_key | directed_bits<second, bits>(since_min) << (63U - bits);
  }
  constexpr unsigned created_bits = 21;
  constexpr unsigned call_bits = 63 - created_bits;
  constexpr std::int64_t max = (std::int64_t{1} << call_bits) - 1; // milliseconds
  const timestamp next_call = detail::plain(detail::value(nullable));
  const std::int64_t call = next_call.milliseconds_since_epoch();
  const std::uint64_t key = directed_bits<first, call_bits>(
                                static_cast<std::uint64_t>(std::clamp<std::int64_t>(call, 0, max)))
                            << created_bits;
  if (call < 0 || call > max) { // before or after every lead with the same clamped call
    return key | directed_bits<first, created_bits>(call < 0 ? 0 : (1U << created_bits) - 1);
  }
  const std::int64_t since_epoch =
      std::clamp<std::int64_t>(created.milliseconds_since_epoch(), 0, max);
  return key | directed_bits<second, created_bits>(static_cast<std::uint64_t>(since_epoch) >>
                                                   (call_bits - created_bits));
}

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
