// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_QUERY_ORDER_HPP
#define LEADCORE_QUERY_ORDER_HPP

// The order of leads, declared as a list of sort keys from which every comparison is derived.

#include <leadcore/model/field.hpp>
#include <leadcore/model/lead.hpp>
#include <leadcore/version.hpp>

#include <compare>
#include <cstddef>
#include <cstdint>
#include <tuple>
#include <type_traits>

namespace leadcore::inline LEADCORE_ABI {

enum class sort_direction : std::uint8_t { ascending, descending };

/// Where rows without a value are, in either direction.
enum class null_placement : std::uint8_t { last, first };

/// The profile that puts rows without a next call first: list(leads, query, nulls_first).
/// @par Source  spec order.2, order.3.
inline constexpr null_placement nulls_first = null_placement::first;
/// The default.
inline constexpr null_placement nulls_last = null_placement::last;

/// One key of an order: a field, its direction and, for a nullable field, where nulls are.
template <class Field, sort_direction Direction = sort_direction::ascending, bool Nullable = false>
struct sort_key {
  using field_type = Field;
  static constexpr sort_direction direction = Direction;
  static constexpr bool nullable = Nullable;

  null_placement nulls = null_placement::last; ///< ignored for a field that is never null

  /// Compares two values of this field. Texts compare by their bytes.
  template <class A, class B>
  [[nodiscard]] constexpr std::strong_ordering compare_values(const A& a, const B& b) const {
    if constexpr (Nullable) {
      const bool has_a = detail::has_value(a);
      const bool has_b = detail::has_value(b);
      if (!has_a || !has_b) {
        if (has_a == has_b) {
          return std::strong_ordering::equal;
        }
        return has_a == (nulls == null_placement::last) ? std::strong_ordering::less
                                                        : std::strong_ordering::greater;
      }
      return directed(detail::plain(detail::value(a)) <=> detail::plain(detail::value(b)));
    } else {
      return directed(detail::plain(a) <=> detail::plain(b));
    }
  }
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
/// As a function object it is a strict weak order over leads of any types. It is total over leads
/// with distinct ids if the last key is the unique one.
template <class... Keys> struct lexicographic_order {
  std::tuple<Keys...> keys; ///< read by other interpreters, such as SQL

  /// less, equal or greater.
  /// @par Complexity  reads each field at most once; allocates nothing of its own.
  template <lead_like A, lead_like B>
  [[nodiscard]] constexpr std::strong_ordering compare(const A& a, const B& b) const {
    std::strong_ordering result = std::strong_ordering::equal;
    std::apply(
        [&](const auto&... key) {
          static_cast<void>((((result = key.compare(detail::row(a), detail::row(b))) != 0) || ...));
        },
        keys);
    return result;
  }
  /// True when a comes before b.
  template <lead_like A, lead_like B>
  [[nodiscard]] constexpr bool operator()(const A& a, const B& b) const {
    return compare(a, b) < 0;
  }

  /// The same order with another placement of nulls for every nullable key.
  [[nodiscard]] constexpr lexicographic_order with(null_placement nulls) const {
    lexicographic_order changed = *this;
    std::apply([&](auto&... key) { ((key.nulls = nulls), ...); }, changed.keys);
    return changed;
  }

  /// True when the last key is unique_field.
  [[nodiscard]] static constexpr bool ends_in_unique_key() noexcept {
    using last = std::tuple_element_t<sizeof...(Keys) - 1, std::tuple<Keys...>>;
    return std::is_same_v<typename last::field_type, std::remove_const_t<decltype(unique_field)>>;
  }
};

template <class... Keys> lexicographic_order(std::tuple<Keys...>) -> lexicographic_order<Keys...>;

/// A key that sorts a field upwards.
template <fixed_string Name>
inline constexpr sort_key<field_constant<Name>, sort_direction::ascending, is_nullable_field<Name>>
    ascending{};
/// A key that sorts a field downwards.
template <fixed_string Name>
inline constexpr sort_key<field_constant<Name>, sort_direction::descending, is_nullable_field<Name>>
    descending{};

/// The order of the endpoint: next call first (rows without one last), then the newest, then by id.
///
///     std::ranges::sort(leads, leadcore::lead_order);
/// @par Source  spec order.1 to order.7.
/// @see tests/vectors/order.tsv
inline constexpr auto lead_order = lexicographic_order{
    std::tuple{ascending<"next_call_at">, descending<"created_at">, ascending<"id">}};

static_assert(decltype(lead_order)::ends_in_unique_key(),
              "leadcore: the order must end in the unique key");

} // namespace leadcore::inline LEADCORE_ABI

#endif
