// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_SQL_DETAIL_INDEXED_COLUMN_HPP
#define LEADCORE_SQL_DETAIL_INDEXED_COLUMN_HPP

// Dialects whose indexes take less than others: columns and no expressions, texts up to a length.

#include <leadcore/model/error.hpp>
#include <leadcore/model/field.hpp>
#include <leadcore/model/lead.hpp>
#include <leadcore/query/endpoint.hpp>
#include <leadcore/sql/detail/column.hpp>
#include <leadcore/sql/table.hpp>
#include <leadcore/text/utf8.hpp>
#include <leadcore/version.hpp>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>

namespace leadcore::inline LEADCORE_ABI::sql::detail {

/// The name of the field that a filter compares; empty if there is none.
template <class Filter> [[nodiscard]] consteval std::string_view compared_field() {
  if constexpr (requires { typename Filter::field_type; }) {
    return Filter::field_type::name();
  } else {
    return {};
  }
}

/// Whether the order of an endpoint has a key by a field.
template <class Endpoint, fixed_string Name>
inline constexpr bool is_sort_field = []<class... Keys>(const std::tuple<Keys...>&) {
  return ((Keys::field_type::name() == Name.view()) || ...);
}(Endpoint::order.keys);

/// Whether the column of a text may be in a key or an index: the endpoint's key, a sort key, or
/// what a filter compares. Enumerations count always.
template <class Endpoint, fixed_string Name>
inline constexpr bool is_indexed_text =
    kind_of_field<typename Endpoint::record, Name> == column_kind::enumeration ||
    key_name_of<Endpoint>.view() == Name.view() || is_sort_field<Endpoint, Name> ||
    []<class... Filters>(const std::tuple<Filters...>&) {
      return ((compared_field<Filters>() == Name.view()) || ...);
    }(Endpoint::filters);

// Texts of a limited length. ----------------------------------------------------------------------

/// A dialect whose indexes take texts of so many code points at most.
template <class Dialect>
concept limits_indexed_texts = requires { Dialect::indexed_text_length; };

/// The type of a column of texts.
template <class Dialect> [[nodiscard]] std::string text_type(bool is_indexed) {
  if constexpr (limits_indexed_texts<Dialect>) {
    if (is_indexed) {
      return "varchar(" + std::to_string(Dialect::indexed_text_length) + ")";
    }
  }
  return std::string(Dialect::text_type);
}
/// Reports a text that is too long for a column in an index.
template <class Dialect>
void check_length(std::string_view text, std::string_view field, lead_errors& errors) {
  if constexpr (limits_indexed_texts<Dialect>) {
    if (count_code_points(text) > Dialect::indexed_text_length) {
      errors.push_back(
          {lead_errc::invalid_value, field, std::nullopt, std::string(text), "too_long"});
    }
  }
}

// Generated columns. ------------------------------------------------------------------------------

/// A dialect whose indexes take columns only. What an endpoint's order sorts by besides columns is
/// in generated columns of the table: whether a field is null, and the rank of an enumerator.
template <class Dialect>
concept indexes_columns_only =
    requires(const std::string& text) { Dialect::generated_column(text, text, text); };

template <class Dialect, class Endpoint, fixed_string Name>
inline constexpr bool has_null_column =
    indexes_columns_only<Dialect> && is_sort_field<Endpoint, Name> &&
    is_nullable_field<Name, typename Endpoint::record>;
template <class Dialect, class Endpoint, fixed_string Name>
inline constexpr bool has_rank_column =
    indexes_columns_only<Dialect> && is_sort_field<Endpoint, Name> &&
    kind_of_field<typename Endpoint::record, Name> == column_kind::enumeration;

inline constexpr std::string_view null_suffix = "_is_null";
inline constexpr std::string_view rank_suffix = "_rank";

/// Whether the name of a generated column is valid, and no other column's.
template <class Endpoint, class Table>
[[nodiscard]] consteval bool is_free_name(std::string_view column, std::string_view suffix) {
  for (const std::string_view other : all_columns<Endpoint, Table>) {
    const auto same = [](char a, char b) { return to_lower(a) == to_lower(b); };
    if (other.size() == column.size() + suffix.size() &&
        std::equal(column.begin(), column.end(), other.begin(), same) &&
        std::equal(suffix.begin(), suffix.end(), other.end() - suffix.size(), same)) {
      return false;
    }
  }
  return column.size() + suffix.size() <= max_identifier_size;
}
/// The quoted name of a generated column.
template <class Dialect, class Endpoint, class Table, fixed_string Name>
[[nodiscard]] std::string generated_name(std::string_view suffix) {
  static_assert(is_free_name<Endpoint, Table>(Table::template column<Name>, null_suffix) &&
                    is_free_name<Endpoint, Table>(Table::template column<Name>, rank_suffix),
                "leadcore: the table needs the names of its sort keys with _is_null and _rank for "
                "generated columns: they are taken, or have more than 63 bytes");
  return Dialect::quote(std::string(Table::template column<Name>) + std::string(suffix));
}

/// Calls visit(field_constant<Name>, suffix) for each generated column.
template <class Dialect, class Endpoint, class Visit> void for_each_generated_column(Visit visit) {
  leadcore::for_each_field<typename Endpoint::record>([&]<fixed_string Name>(field_constant<Name>) {
    if constexpr (has_null_column<Dialect, Endpoint, Name>) {
      visit(field_constant<Name>(), null_suffix);
    }
    if constexpr (has_rank_column<Dialect, Endpoint, Name>) {
      visit(field_constant<Name>(), rank_suffix);
    }
  });
}

} // namespace leadcore::inline LEADCORE_ABI::sql::detail

#endif
