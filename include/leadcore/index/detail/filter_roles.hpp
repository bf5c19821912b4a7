// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_INDEX_DETAIL_FILTER_ROLES_HPP
#define LEADCORE_INDEX_DETAIL_FILTER_ROLES_HPP

// Which filters of an endpoint the index answers by posting lists, which by the text index, and
// which by reading rows.

#include <leadcore/model/field.hpp>
#include <leadcore/model/value.hpp>
#include <leadcore/query/endpoint.hpp>
#include <leadcore/query/filter.hpp>
#include <leadcore/text/enum_table.hpp>
#include <leadcore/version.hpp>

#include <cstddef>
#include <optional>
#include <tuple>
#include <type_traits>
#include <utility>

namespace leadcore::inline LEADCORE_ABI::detail {

template <class F> inline constexpr bool has_owner_role = false;
template <fixed_string Name, fixed_string Parameter, class Query>
inline constexpr bool has_owner_role<owner_filter<Name, Parameter, Query>> = true;

/// A filter for one value of an enumeration, which has few values.
template <class F> inline constexpr bool has_value_role = false;
template <fixed_string Name, fixed_string Parameter, class Query, class Asked>
inline constexpr bool has_value_role<equals_filter<Name, Parameter, Query, Asked>> =
    named_enum<Asked>;

/// The value of rows where no filter asks for one.
struct no_value {
  friend constexpr bool operator==(no_value, no_value) noexcept { return true; }
};

/// The filters of an endpoint by what answers them: the first for an owner and the first for a
/// value of an enumeration have posting lists, the search has the text index, and all others are
/// residual predicates.
template <class Endpoint> struct filter_roles {
  using query_type = typename Endpoint::query;
  static constexpr std::size_t count = filter_count<Endpoint>;
  template <std::size_t I> using filter_at = std::tuple_element_t<I, filters_of<Endpoint>>;

  // Indexes of filters; count if there is none.
  static constexpr std::size_t owner = []<class... F>(const std::tuple<F...>&) {
    std::size_t index = 0;
    static_cast<void>((... && (has_owner_role<F> ? false : (++index, true))));
    return index;
  }(Endpoint::filters);
  static constexpr std::size_t value = []<class... F>(const std::tuple<F...>&) {
    std::size_t index = 0;
    static_cast<void>((... && (has_value_role<F> ? false : (++index, true))));
    return index;
  }(Endpoint::filters);
  static constexpr std::size_t search = search_filter_index<Endpoint>;

  static constexpr bool has_owner = owner != count;
  static constexpr bool has_value = value != count;
  static constexpr bool has_search = search != count;
  static constexpr bool has_residual = count > (has_owner ? 1U : 0U) + (has_value ? 1U : 0U) +
                                                   (has_search ? 1U : 0U);
  template <std::size_t I>
  static constexpr bool is_residual = I != owner && I != value && I != search;

  static constexpr auto type_of_value() {
    if constexpr (has_value) {
      return std::type_identity<typename filter_at<value>::compared_type>{};
    } else {
      return std::type_identity<no_value>{};
    }
  }
  /// The enumeration whose values have posting lists.
  using value_type = typename decltype(type_of_value())::type;

  /// The value of a row that has a posting list, if the row is in one.
  template <class Row>
  [[nodiscard]] static std::optional<value_type> value_of([[maybe_unused]] const Row& row) {
    if constexpr (has_value) {
      auto&& each = typename filter_at<value>::field_type{}(row);
      if (detail::has_value(each)) {
        return static_cast<value_type>(detail::value(each));
      }
    }
    return std::nullopt;
  }
  /// The value that a query asks for.
  [[nodiscard]] static std::optional<value_type>
  asked_value([[maybe_unused]] const query_type& query) {
    if constexpr (has_value) {
      return query.*(std::get<value>(Endpoint::filters).member);
    } else {
      return std::nullopt;
    }
  }
  /// Whether a query asks for what only rows tell.
  [[nodiscard]] static bool asks_residual([[maybe_unused]] const query_type& query) {
    return any_residual(
        [&]<std::size_t I>() { return !std::get<I>(Endpoint::filters).idle(query); });
  }
  template <class Row>
  [[nodiscard]] static bool passes_residual([[maybe_unused]] const Row& row,
                                            [[maybe_unused]] const query_type& query) {
    return !any_residual(
        [&]<std::size_t I>() { return !std::get<I>(Endpoint::filters)(row, query); });
  }
  /// Whether a row passes all filters but the search.
  template <class Row>
  [[nodiscard]] static bool passes_unsearched(const Row& row, const query_type& query) {
    return !any([&]<std::size_t I>() {
      if constexpr (I == search) {
        return false;
      } else {
        return !std::get<I>(Endpoint::filters)(row, query);
      }
    });
  }

 private:
  /// Whether test() is true for one of the filters, cheapest first.
  template <class Test> [[nodiscard]] static bool any(Test test) {
    return [&]<std::size_t... I>(std::index_sequence<I...>) {
      return (test.template operator()<evaluation_order<Endpoint>[I]>() || ...);
    }(std::make_index_sequence<count>{});
  }
  template <class Test> [[nodiscard]] static bool any_residual(Test test) {
    return any([&]<std::size_t I>() {
      if constexpr (is_residual<I>) {
        return static_cast<bool>(test.template operator()<I>());
      } else {
        return false;
      }
    });
  }
};

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
