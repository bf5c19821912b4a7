// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_QUERY_ORDER_HPP
#define LEADCORE_QUERY_ORDER_HPP

// The order of leads, declared as a list of sort keys from which every comparison is derived.

#include <leadcore/model/field.hpp>
#include <leadcore/model/lead.hpp>
#include <leadcore/model/record.hpp>
#include <leadcore/model/value.hpp>
#include <leadcore/version.hpp>

#include <compare>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <tuple>
#include <type_traits>
#include <utility>

namespace leadcore::inline LEADCORE_ABI {

/// Whether smaller or larger values of a key come first.
enum class sort_direction : std::uint8_t { ascending, descending };

/// Where rows without a value are, in either direction.
enum class null_placement : std::uint8_t { last, first };

namespace profiles {

/// The profile that puts rows without a next call first: list(leads, query, nulls_first).
/// @par Source
/// spec order.2, order.3.
inline constexpr null_placement nulls_first = null_placement::first;
/// The default.
inline constexpr null_placement nulls_last = null_placement::last;

} // namespace profiles
using profiles::nulls_first;
using profiles::nulls_last;

namespace detail {

/// Compares two values of a field, which may have different types.
template <class A, class B>
[[nodiscard]] constexpr std::strong_ordering compare_plain(const A& a, const B& b) {
  static_assert(!std::floating_point<A> && !std::floating_point<B>,
                "leadcore: a floating-point field is no sort key, because NaN has no place in a "
                "total order; use an integer in smaller units");
  if constexpr (std::is_enum_v<A>) {
    return static_cast<std::underlying_type_t<A>>(a) <=> static_cast<std::underlying_type_t<A>>(b);
  } else if constexpr (numeric<A> && !std::same_as<A, B>) {
    return std::cmp_less(a, b)   ? std::strong_ordering::less
           : std::cmp_less(b, a) ? std::strong_ordering::greater
                                 : std::strong_ordering::equal;
  } else {
    return detail::plain(a) <=> detail::plain(b);
  }
}

} // namespace detail

/// One key of an order: a field, its direction and, for a field that may be null, where nulls are.
template <class Field, sort_direction Direction = sort_direction::ascending> struct sort_key {
  using field_type = Field;
  static constexpr sort_direction direction = Direction;

  null_placement nulls = null_placement::last; ///< ignored for a field that is never null

  /// The same key with another placement of nulls: descending<"due_at">.with(nulls_first).
  [[nodiscard]] constexpr sort_key with(null_placement placement) const noexcept {
    return {placement};
  }

  /// Compares two values of this field. Texts compare by their bytes.
  template <class A, class B>
  [[nodiscard]] constexpr std::strong_ordering compare_values(const A& a, const B& b) const {
    if constexpr (detail::dereferenceable<A> || detail::dereferenceable<B>) {
      const bool has_a = detail::has_value(a);
      const bool has_b = detail::has_value(b);
      if (!has_a || !has_b) {
        if (has_a == has_b) {
          return std::strong_ordering::equal;
        }
        return has_a == (nulls == null_placement::last) ? std::strong_ordering::less
                                                        : std::strong_ordering::greater;
      }
    }
    return directed(detail::compare_plain(detail::value(a), detail::value(b)));
  }
  /// Compares this field of two rows.
  template <class A, class B>
  [[nodiscard]] constexpr std::strong_ordering compare(const A& a, const B& b) const {
    return compare_values(Field{}(a), Field{}(b));
  }

 private:
  [[nodiscard]] static constexpr std::strong_ordering
  directed(std::strong_ordering ascending) noexcept {
    return Direction == sort_direction::ascending ? ascending : 0 <=> ascending;
  }
};

/// Orders rows by the first key in which they differ.
///
/// As a function object it is a strict weak order over rows of any types with these fields. It is
/// total over rows with distinct ids if the last key is the unique one.
template <class... Keys> struct lexicographic_order {
  static_assert(sizeof...(Keys) != 0, "leadcore: an order has at least one key");
  /// Whether a row has the field of each key.
  template <class Row>
  static constexpr bool has_keys = (has_field<detail::row_type<Row>, Keys::field_type::key> && ...);

  std::tuple<Keys...> keys; ///< read by other interpreters, such as SQL

  /// less, equal or greater.
  /// @par Complexity
  /// reads each field at most once; allocates nothing of its own.
  template <class A, class B>
    requires(has_keys<A> && has_keys<B>)
  [[nodiscard]] constexpr std::strong_ordering compare(const A& a, const B& b) const {
    std::strong_ordering result = std::strong_ordering::equal;
    detail::unpack(keys, [&](const auto&... key) {
      static_cast<void>((((result = key.compare(detail::row(a), detail::row(b))) != 0) || ...));
    });
    return result;
  }
  /// True when a comes before b.
  template <class A, class B>
    requires(has_keys<A> && has_keys<B>)
  [[nodiscard]] constexpr bool operator()(const A& a, const B& b) const {
    return compare(a, b) < 0;
  }

  /// The same order with another placement of nulls for every nullable key.
  [[nodiscard]] constexpr lexicographic_order with(null_placement nulls) const {
    lexicographic_order changed = *this;
    detail::unpack(changed.keys, [&](auto&... key) { ((key.nulls = nulls), ...); });
    return changed;
  }

  /// True when the last key is this field.
  template <fixed_string Name>
  [[nodiscard]] static constexpr bool ends_in(field_constant<Name>) noexcept {
    using last = std::tuple_element_t<sizeof...(Keys) - 1, std::tuple<Keys...>>;
    return std::is_same_v<typename last::field_type, field_constant<Name>>;
  }
  /// True when a key of the order may be null in a record.
  template <class Record>
  static constexpr bool has_nullable_key =
      (is_nullable_field<Keys::field_type::key, Record> || ...);
};

template <class... Keys> lexicographic_order(std::tuple<Keys...>) -> lexicographic_order<Keys...>;

/// A key that sorts a field upwards.
template <fixed_string Name>
inline constexpr sort_key<field_constant<Name>, sort_direction::ascending> ascending{};
/// A key that sorts a field downwards.
template <fixed_string Name>
inline constexpr sort_key<field_constant<Name>, sort_direction::descending> descending{};

/// The order of the endpoint: next call first (rows without one last), then the newest, then by id.
///
///     std::ranges::sort(leads, leadcore::lead_order);
/// @par Source
/// spec order.1 to order.7.
/// @see tests/vectors/order.jsonl
inline constexpr auto lead_order = lexicographic_order{
    std::tuple{ascending<"next_call_at">, descending<"created_at">, ascending<"id">}};

static_assert(decltype(lead_order)::ends_in(unique_field),
              "leadcore: the order must end in the unique key");

} // namespace leadcore::inline LEADCORE_ABI

#endif
