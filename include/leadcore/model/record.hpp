// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_MODEL_RECORD_HPP
#define LEADCORE_MODEL_RECORD_HPP

// Records: what has the fields of another record, in types that read as that one's.

#include <leadcore/model/field.hpp>
#include <leadcore/model/value.hpp>
#include <leadcore/version.hpp>

#include <concepts>
#include <cstddef>
#include <functional>
#include <type_traits>
#include <utility>

namespace leadcore::inline LEADCORE_ABI {

namespace detail {

template <class Row> struct unwrapped {
  using type = Row;
};
template <class Row> struct unwrapped<std::reference_wrapper<Row>> {
  using type = std::remove_const_t<Row>;
};
/// The row type of a value of a page. Unwraps std::reference_wrapper.
template <class Row> using row_type = typename unwrapped<std::remove_cvref_t<Row>>::type;

template <class Row> [[nodiscard]] constexpr const row_type<Row>& row(const Row& wrapped) noexcept {
  return wrapped;
}

} // namespace detail

/// True when a row has a field of a record in a type that reads as the record's.
template <class T, class Record, fixed_string Name>
concept reads_field =
    has_field<T, Name> &&
    detail::readable_as_v<std::remove_cvref_t<field_type<std::remove_cvref_t<T>, Name>>,
                          detail::described<Record, Name>>;

namespace detail {

/// The first field of a record that a row lacks or has in an unreadable type; void if there is
/// none.
template <class T, class Record, std::size_t... I>
[[nodiscard]] consteval auto first_unreadable_field(std::index_sequence<I...>) {
  constexpr bool readable[]{reads_field<T, Record, key_name<Record, I>>..., false};
  constexpr std::size_t first = [&] {
    std::size_t at = 0;
    while (readable[at]) {
      ++at;
    }
    return at;
  }();
  if constexpr (first == sizeof...(I)) {
    return std::type_identity<void>{};
  } else {
    return std::type_identity<field_constant<key_name<Record, first>>>{};
  }
}
/// A concept over a type, not a boolean, so that the compiler's message names the field.
template <class Field>
concept no_missing_or_mistyped_field = std::is_void_v<Field>;

} // namespace detail

/// A row that can be read as a record: a Boost.Hana struct (by members or by accessors) with the
/// record's keys, each in a type that reads as the record's: any text for a text; an optional, a
/// pointer or a plain value for what may be null; any range of texts for a list; a number that
/// widens to the record's; a time, an enumeration and a bool as they are. Other members and their
/// order do not matter. A compiler error that names a field means that it is missing or mistyped.
///
/// Semantics: reading a field has no side effect, and reading it again gives an equal value.
template <class T, class Record>
concept reads_as =
    std::same_as<detail::row_type<T>, Record> ||
    (detail::hana_struct<detail::row_type<T>> &&
     detail::no_missing_or_mistyped_field<
         typename decltype(detail::first_unreadable_field<detail::row_type<T>, Record>(
             std::make_index_sequence<detail::field_count<Record>>{}))::type>);

/// Rejects a row that cannot be read as a record, with a message for each missing or mistyped
/// field.
template <class T, class Record> [[nodiscard]] consteval bool check_reads_as() {
  static_assert(detail::hana_struct<T>,
                "leadcore: adapt the record first: BOOST_HANA_ADAPT_STRUCT(row, id, name, ...) or "
                "BOOST_HANA_ADAPT_ADT(row, (id, accessor), ...)");
  if constexpr (detail::hana_struct<T>) {
    leadcore::for_each_field<Record>([]<fixed_string Name>(field_constant<Name>) {
      static_assert(has_field<T, Name>,
                    "leadcore: the record has no member of this name (see field_constant<...>)");
      static_assert(
          !has_field<T, Name> || reads_field<T, Record, Name>,
          "leadcore: the member of this name has a type that does not read as the lead's (see "
          "field_constant<...>)");
    });
  }
  return reads_as<T, Record>;
}

/// True when two rows of any types have equal values in all fields of a record.
/// @par Complexity  linear in the length of the texts; allocates nothing of its own.
template <class Record, reads_as<Record> A, reads_as<Record> B>
[[nodiscard]] constexpr bool equal_records(const A& a, const B& b) {
  bool equal = true;
  leadcore::for_each_field<Record>([&]<fixed_string Name>(field_constant<Name> each) {
    equal = equal && detail::equal_values<detail::described<Record, Name>>(each(detail::row(a)),
                                                                           each(detail::row(b)));
  });
  return equal;
}

/// A record that owns copies of all values of a row.
template <class Record, reads_as<Record> Row>
[[nodiscard]] constexpr Record to_record(const Row& source) {
  Record copy{};
  leadcore::for_each_field<Record>([&]<fixed_string Name>(field_constant<Name> each) {
    detail::assign_value<detail::described<Record, Name>>(each(detail::row(source)), each.in(copy));
  });
  return copy;
}

} // namespace leadcore::inline LEADCORE_ABI

#endif
