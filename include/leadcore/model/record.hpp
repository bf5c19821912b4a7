// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_MODEL_RECORD_HPP
#define LEADCORE_MODEL_RECORD_HPP

// Rows that have the fields of a record, in types that read as the record's.

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

/// A pointer to an object, or a smart pointer, which names its element_type.
template <class T>
concept pointer_to_object = (std::is_pointer_v<T> && std::is_object_v<std::remove_pointer_t<T>>) ||
                            requires(const T& pointer) {
                              { *pointer } -> std::same_as<typename T::element_type&>;
                            };

template <class Row> struct unwrapped {
  using type = Row;
};
template <class Row>
  requires(pointer_to_object<Row> && !hana_struct<Row>)
struct unwrapped<Row> {
  using type = std::remove_cvref_t<decltype(*std::declval<const Row&>())>;
};
template <class Row> struct unwrapped<std::reference_wrapper<Row>> {
  using type = std::remove_const_t<Row>;
};
/// The type of a row that is held as a Row: itself, by pointer, or by std::reference_wrapper.
template <class Row> using row_type = typename unwrapped<std::remove_cvref_t<Row>>::type;

/// @pre held is not a null pointer
template <class Row> [[nodiscard]] constexpr const row_type<Row>& row(const Row& held) noexcept {
  if constexpr (pointer_to_object<Row> && !std::same_as<row_type<Row>, Row>) {
    return *held;
  } else {
    return held;
  }
}

} // namespace detail

/// True when a row has a field of a record in a type that reads as the record's.
template <class T, class Record, fixed_string Name>
concept reads_field =
    has_field<T, Name> &&
    detail::readable_as_v<std::remove_cvref_t<field_type<std::remove_cvref_t<T>, Name>>,
                          detail::described<Record, Name>>;

namespace detail {

// What is wrong with a field of a row, in the messages of compilers.

/// The row has no field of this name.
template <fixed_string Name> struct missing_field {};
/// The field of this name has a type that does not read as the record's.
template <fixed_string Name, class Found, class Wanted> struct mistyped_field {};

template <class T, class Record, fixed_string Name>
[[nodiscard]] consteval auto find_field_problem() {
  if constexpr (!has_field<T, Name>) {
    return missing_field<Name>();
  } else {
    return mistyped_field<Name, std::remove_cvref_t<field_type<T, Name>>,
                          described<Record, Name>>();
  }
}
template <class T, class Record, fixed_string Name>
using field_problem = decltype(detail::find_field_problem<T, Record, Name>());

/// The problems of the fields of a row; none for one that reads as the record.
template <class... Problems> struct problems_of_record {};

template <class T, class Record, std::size_t I, class... Found>
[[nodiscard]] consteval auto find_problems() {
  if constexpr (I == field_count<Record>) {
    return problems_of_record<Found...>();
  } else if constexpr (reads_field<T, Record, key_name<Record, I>>) {
    return detail::find_problems<T, Record, I + 1, Found...>();
  } else {
    return detail::find_problems<T, Record, I + 1, Found...,
                                 field_problem<T, Record, key_name<Record, I>>>();
  }
}
template <class T, class Record, std::size_t... I>
[[nodiscard]] consteval auto list_problems(std::index_sequence<I...>) {
  if constexpr (!hana_struct<T> || std::same_as<T, Record> ||
                (reads_field<T, Record, key_name<Record, I>> && ...)) {
    return problems_of_record<>();
  } else {
    return detail::find_problems<T, Record, 0>();
  }
}
template <class T, class Record>
using record_problems =
    decltype(detail::list_problems<T, Record>(std::make_index_sequence<field_count<Record>>()));

template <class Problems> inline constexpr bool are_none = false;
template <> inline constexpr bool are_none<problems_of_record<>> = true;

/// A concept over a type, not a boolean, so that the compiler's message has the problems.
template <class Problems>
concept no_missing_or_mistyped_field = are_none<Problems>;

} // namespace detail

/// A row that can be read as a record: a Boost.Hana struct (by members or by accessors) with the
/// record's keys, each in a type that reads as the record's: any text for a text; an optional, a
/// pointer or a plain value for what may be null; any range of texts for a list; a number that
/// widens to the record's; a time, an enumeration and a bool as they are. Other members and their
/// order do not matter. Or what holds such a row: std::reference_wrapper, a raw pointer,
/// std::unique_ptr, std::shared_ptr, or another smart pointer with operator* and element_type. A
/// pointer counts as the row that it points to.
///
/// Semantics: reading a field has no side effect, and reading it again gives an equal value. A
/// pointer is not null; as with operator*, that is a precondition.
template <class T, class Record>
concept reads_as =
    detail::hana_struct<detail::row_type<T>> &&
    detail::no_missing_or_mistyped_field<detail::record_problems<detail::row_type<T>, Record>>;

/// Refuses a row that cannot be read as a record. The compiler's message has each missing field,
/// and each mistyped one with the type that was found and the one that is wanted.
///
///     static_assert(leadcore::check_reads_as<my_row, my_record>());
template <class T, class Record> struct check_reads_as {
  static_assert(detail::hana_struct<detail::row_type<T>>,
                "leadcore: describe the record first: LEADCORE_ADAPT(row, id, name, "
                "(status, expression), ...) of leadcore/model/adapt.hpp");
  static_assert(detail::are_none<detail::record_problems<detail::row_type<T>, Record>>,
                "leadcore: the record has missing_field<name> or mistyped_field<name, found, "
                "wanted>");

  /// true
  constexpr operator bool() const noexcept { return true; }
};

/// True when two rows of any types have equal values in all fields of a record.
/// @par Complexity
/// linear in the length of the texts; allocates nothing of its own.
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
