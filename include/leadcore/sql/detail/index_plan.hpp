// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_SQL_DETAIL_INDEX_PLAN_HPP
#define LEADCORE_SQL_DETAIL_INDEX_PLAN_HPP

// Which indexes serve the filters of an endpoint.

#include <leadcore/model/field.hpp>
#include <leadcore/model/lead.hpp>
#include <leadcore/query/endpoint.hpp>
#include <leadcore/query/filter.hpp>
#include <leadcore/sql/detail/column.hpp>
#include <leadcore/sql/detail/indexed_column.hpp>
#include <leadcore/sql/detail/statement_writer.hpp>
#include <leadcore/sql/statement.hpp>
#include <leadcore/sql/table.hpp>
#include <leadcore/version.hpp>

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace leadcore::inline LEADCORE_ABI::sql::detail {

/// How the filters of a field compare it.
struct field_use {
  bool equality = false; ///< the rows of one value are in the order of an index by it
  bool range = false;
  bool null = false;

  [[nodiscard]] constexpr field_use operator|(field_use other) const noexcept {
    return {equality || other.equality, range || other.range, null || other.null};
  }
};

/// How a filter compares its field. One of a user's own may ask for anything.
template <class Filter> inline constexpr field_use use_of{true, false, true};
template <fixed_string Name, fixed_string Parameter, class Query, class Asked>
inline constexpr field_use use_of<equals_filter<Name, Parameter, Query, Asked>>{true, false, false};
template <fixed_string Name, fixed_string Parameter, class Query, class Asked>
inline constexpr field_use use_of<one_of_filter<Name, Parameter, Query, Asked>>{true, false, false};
template <fixed_string Name, fixed_string Parameter, class Query, class Asked>
inline constexpr field_use use_of<at_least_filter<Name, Parameter, Query, Asked>>{false, true,
                                                                                  false};
template <fixed_string Name, fixed_string Parameter, class Query, class Asked>
inline constexpr field_use use_of<less_than_filter<Name, Parameter, Query, Asked>>{false, true,
                                                                                   false};
template <fixed_string Name, fixed_string Parameter, class Query>
inline constexpr field_use use_of<null_filter<Name, Parameter, Query>>{false, false, true};

/// How all filters of an endpoint together compare a field.
template <class Endpoint, fixed_string Name>
inline constexpr field_use use_of_field = []<class... Filters>(const std::tuple<Filters...>&) {
  return (field_use{} | ... |
          (compared_field<Filters>() == Name.view() ? use_of<Filters> : field_use{}));
}(Endpoint::filters);

/// Whether a filter is the first of those that compare its field.
template <class Endpoint, std::size_t I> [[nodiscard]] consteval bool is_first_of_field() {
  constexpr auto fields = []<class... Filters>(const std::tuple<Filters...>&) {
    return std::array<std::string_view, sizeof...(Filters)>{compared_field<Filters>()...};
  }(Endpoint::filters);
  for (std::size_t i = 0; i < I; ++i) {
    if (fields[i] == fields[I]) {
      return false;
    }
  }
  return !fields[I].empty();
}

/// Whether the index in an order serves the filters of a field too.
template <class Record, class Order, fixed_string Name>
inline constexpr bool begins_with = [] {
  using first = std::tuple_element_t<0, std::remove_cvref_t<decltype(Order::keys)>>;
  return first::field_type::name() == Name.view() &&
         kind_of_field<Record, Name> != column_kind::enumeration;
}();

/// A table whose statements name no collation.
template <class Table> struct without_collation : Table {
  static constexpr bool collate_in_queries = false;
};
/// What the statements of an index name: one of columns only has their collation.
template <class Dialect, class Table>
using indexed_table = std::conditional_t<indexes_columns_only<Dialect> && Table::collate_in_queries,
                                         without_collation<Table>, Table>;

/// Builds the statements of create_indexes, for an order.
template <class Writer, class Dialect, class Endpoint, class Table, class Order>
class index_builder {
  using names = typename Writer::names;
  using record = typename Endpoint::record;

 public:
  explicit index_builder(const Order& order) : order_(order) {
    add("order", {}, true);
    [&]<std::size_t... I>(std::index_sequence<I...>) {
      (this->template add_for_filter<I>(), ...);
    }(std::make_index_sequence<filter_count<Endpoint>>{});
  }
  [[nodiscard]] std::vector<statement> take() && { return std::move(statements_); }

 private:
  template <std::size_t I> void add_for_filter() {
    if constexpr (is_first_of_field<Endpoint, I>()) {
      using filter = std::tuple_element_t<I, filters_of<Endpoint>>;
      add_for_field<filter::field_type::key>();
    }
  }
  template <fixed_string Name> void add_for_field() {
    constexpr field_use use = use_of_field<Endpoint, Name>;
    constexpr bool separate_null = is_nullable_field<Name, record> && use.null &&
                                   requires { requires Dialect::index_for_null; };
    constexpr std::string_view by = Table::template column<Name>;
    // Among the rows of one value, the field itself orders nothing; but no planner knows that of
    // the expression that orders an enumeration.
    constexpr bool is_enumeration = kind_of_field<record, Name> == column_kind::enumeration;
    constexpr std::string_view constant = is_enumeration ? std::string_view() : Name.view();
    if constexpr (kind_of_field<record, Name> != column_kind::list &&
                  !begins_with<record, Order, Name>) {
      const std::string column = ", " + names::template comparable<Name>();
      if constexpr (use.equality || (use.null && !separate_null)) {
        add(std::string(index_prefix(by)) + std::string(by), column, true, {}, constant);
      } else if constexpr (use.range) {
        add(std::string(index_prefix(by)) + std::string(by), column, false);
      }
    }
    if constexpr (separate_null) {
      add("no_" + std::string(by), {}, true,
          " WHERE " + names::template column<Name>() + " IS NULL", constant);
    }
  }
  void add(const std::string& by, const std::string& filtered, bool is_ordered,
           const std::string& condition = {}, std::string_view constant = {}) {
    Writer out;
    out.append(names::create_index("INDEX", "_by_" + by), names::bytewise(names::organisation()),
               filtered);
    if (is_ordered) {
      detail::for_each_sort_key(order_, [&]<class Key>(const Key& key) {
        if (Key::field_type::name() != constant) {
          out.append(", ", Writer::key_of_index(key));
        }
      });
    }
    out.append(")", condition);
    statements_.push_back(std::move(out).take());
  }

  const Order& order_;
  std::vector<statement> statements_{};
};

template <class Writer, class Dialect, class Endpoint, class Table, class Order>
[[nodiscard]] std::vector<statement> indexes_in_order(const Order& order) {
  static_assert(index_names_fit<Endpoint, Table>(),
                "leadcore: the names of the table's indexes would have more than 63 bytes");
  return index_builder<Writer, Dialect, Endpoint, Table, Order>(order).take();
}

} // namespace leadcore::inline LEADCORE_ABI::sql::detail

#endif
