// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_SQL_DETAIL_COUNTS_HPP
#define LEADCORE_SQL_DETAIL_COUNTS_HPP

// Which totals the counts of create_counts answer.

#include <leadcore/model/field.hpp>
#include <leadcore/model/lead.hpp>
#include <leadcore/query/endpoint.hpp>
#include <leadcore/query/filter.hpp>
#include <leadcore/sql/detail/column.hpp>
#include <leadcore/sql/detail/condition_writer.hpp>
#include <leadcore/sql/dialects.hpp>
#include <leadcore/sql/table.hpp>
#include <leadcore/version.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace leadcore::inline LEADCORE_ABI::sql::detail {

/// Whether a filter reads no column but that of its field. One of a user's own may read others.
template <class Filter> inline constexpr bool reads_its_field_alone = false;
template <fixed_string Name, fixed_string Parameter, class Query, class Asked>
inline constexpr bool reads_its_field_alone<equals_filter<Name, Parameter, Query, Asked>> = true;
template <fixed_string Name, fixed_string Parameter, class Query, class Asked>
inline constexpr bool reads_its_field_alone<one_of_filter<Name, Parameter, Query, Asked>> = true;
template <fixed_string Name, fixed_string Parameter, class Query, class Asked>
inline constexpr bool reads_its_field_alone<at_least_filter<Name, Parameter, Query, Asked>> = true;
template <fixed_string Name, fixed_string Parameter, class Query, class Asked>
inline constexpr bool reads_its_field_alone<less_than_filter<Name, Parameter, Query, Asked>> = true;
template <fixed_string Name, fixed_string Parameter, class Query>
inline constexpr bool reads_its_field_alone<null_filter<Name, Parameter, Query>> = true;
template <fixed_string Name, fixed_string Parameter, class Query>
inline constexpr bool reads_its_field_alone<owner_filter<Name, Parameter, Query>> = true;

template <class Record, class Table, fixed_string... Names>
[[nodiscard]] consteval bool check_counted(counted_fields<Names...>) {
  static_assert((has_field<Record, Names> && ...), "leadcore: the record has no field of a name "
                                                   "that the table counts by");
  static_assert(((kind_of_field<Record, Names> != column_kind::list &&
                  kind_of_field<Record, Names> != column_kind::real) &&
                 ...),
                "leadcore: rows are not counted by a list or a floating-point number");
  static_assert(!detail::is_same_name(Table::organisation, "row_count") &&
                    (!detail::is_same_name(Table::template column<Names>, "row_count") && ...),
                "leadcore: a column of the counts has the name of the count, row_count");
  return true;
}

/// Whether every filter that a query sets reads counted fields alone.
template <class Endpoint, class Table, class Query>
[[nodiscard]] bool is_counted(const Query& query) {
  bool counted = true;
  leadcore::detail::for_each_filter<Endpoint>([&]<class Filter>(const Filter& filter) {
    constexpr bool reads_counts = []<fixed_string... Names>(counted_fields<Names...>) {
      if constexpr (reads_its_field_alone<Filter>) {
        return ((Filter::field_type::name() == Names.view()) || ...);
      } else {
        return false;
      }
    }(detail::counted_of<Table>());
    counted = counted && (reads_counts || filter.idle(query));
  });
  return counted;
}

/// What coalesce gives for null in a column, which is then told apart by IS NULL.
template <class Dialect> [[nodiscard]] constexpr std::string_view null_value(column_kind kind) {
  return kind == column_kind::text || kind == column_kind::enumeration        ? "''"
         : kind == column_kind::boolean && Dialect::boolean_type == "boolean" ? "false"
                                                                              : "0";
}

/// The parts of statements for what is kept beside a table.
template <class Dialect, class Endpoint, class Table> [[nodiscard]] kept_parts parts_of() {
  using names = quoted_names<Dialect, Endpoint, Table>;
  using record = typename Endpoint::record;
  kept_parts out{
      Table::schema, Table::name, names::organisation(), {}, names::search(), {}, {}, 0, {}};
  if constexpr (is_search_indexed<Table>) {
    out.row_id = names::row_id();
    out.most_pending = Table::most_pending;
  }
  out.counted = {names::organisation()};
  out.count_keys = out.counted;
  out.counted_values = {names::bytewise(names::organisation())};
  [&]<fixed_string... Names>(counted_fields<Names...>) {
    [[maybe_unused]] const auto add = [&]<fixed_string Name>(field_constant<Name>) {
      const std::string column = names::template column<Name>();
      out.counted.push_back(column);
      out.counted_values.push_back(names::template comparable<Name>());
      if constexpr (is_nullable_field<Name, record>) {
        out.count_keys.push_back("(" + column + " IS NULL)");
        out.count_keys.push_back(
            "coalesce(" + column + ", " +
            std::string(detail::null_value<Dialect>(kind_of_field<record, Name>)) + ")");
      } else {
        out.count_keys.push_back(column);
      }
    };
    (add(field<Names>), ...);
  }(detail::counted_of<Table>());
  return out;
}

} // namespace leadcore::inline LEADCORE_ABI::sql::detail

#endif
