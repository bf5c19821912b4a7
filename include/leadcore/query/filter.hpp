// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_QUERY_FILTER_HPP
#define LEADCORE_QUERY_FILTER_HPP

// Which rows match: a declared list of filters. The predicate derives from it.

#include <leadcore/model/field.hpp>
#include <leadcore/model/lead.hpp>
#include <leadcore/model/status.hpp>
#include <leadcore/query/query.hpp>
#include <leadcore/query/search_term.hpp>
#include <leadcore/version.hpp>

#include <optional>
#include <tuple>
#include <type_traits>

namespace leadcore::inline LEADCORE_ABI {

/// Passes rows whose field equals the requested value.
template <class Field, class Asked> struct equals_filter {
  using field_type = Field;
  std::optional<Asked> lead_query::* asked;

  /// True when the query does not set this filter.
  [[nodiscard]] constexpr bool idle(const lead_query& query) const noexcept {
    return !(query.*asked).has_value();
  }
  template <class Row>
  [[nodiscard]] constexpr bool operator()(const Row& row, const lead_query& query) const {
    return idle(query) || static_cast<Asked>(Field{}(row)) == *(query.*asked);
  }
};

/// Passes rows whose nullable field is null or equals an id byte for byte, as requested.
template <class Field> struct owner_filter {
  using field_type = Field;
  assignee_filter lead_query::* asked;

  [[nodiscard]] constexpr bool idle(const lead_query& query) const noexcept {
    return (query.*asked).is_any();
  }
  template <class Row>
  [[nodiscard]] constexpr bool operator()(const Row& row, const lead_query& query) const {
    const assignee_filter& filter = query.*asked;
    if (filter.is_any()) {
      return true;
    }
    auto&& owner = Field{}(row);
    if (!detail::has_value(owner)) {
      return filter.is_unassigned();
    }
    return filter.is_member() && detail::as_text(detail::value(owner)) == filter.id();
  }
};

/// Passes rows in which one value of one of the search_fields contains the term.
struct search_filter {
  search_term lead_query::* asked;

  [[nodiscard]] constexpr bool idle(const lead_query& query) const noexcept {
    return (query.*asked).empty();
  }
  template <class Row>
  [[nodiscard]] constexpr bool operator()(const Row& row, const lead_query& query) const {
    return leadcore::matches(row, query.*asked);
  }
};

/// The filters of the endpoint, cheapest first. A row matches when it passes all of them. Other
/// interpreters, such as SQL, read this list too.
inline constexpr auto lead_filters = std::tuple{
    equals_filter<std::remove_const_t<decltype(field<"status">)>, lead_status>{&lead_query::status},
    owner_filter<std::remove_const_t<decltype(field<"assigned_to_id">)>>{&lead_query::assigned_to},
    search_filter{&lead_query::search},
};

/// True when a lead passes the filters of a query. The page does not matter.
///
/// @par Complexity  constant without search, otherwise linear in the searched texts; allocates
///     nothing.
/// @par Source  spec match.1 to match.5.
/// @see tests/vectors/match.tsv
template <lead_like L> [[nodiscard]] constexpr bool matches(const L& row, const lead_query& query) {
  return std::apply([&](const auto&... filter) { return (filter(detail::row(row), query) && ...); },
                    lead_filters);
}

} // namespace leadcore::inline LEADCORE_ABI

#endif
