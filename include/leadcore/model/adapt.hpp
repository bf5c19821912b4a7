// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_MODEL_ADAPT_HPP
#define LEADCORE_MODEL_ADAPT_HPP

// LEADCORE_ADAPT describes a struct or class of yours, so that this library reads its fields.

#include <leadcore/model/field.hpp>
#include <leadcore/version.hpp>

#include <boost/hana/accessors.hpp>

#include <functional>
#include <type_traits>
#include <utility>

namespace leadcore::inline LEADCORE_ABI::detail {

/// A field of LEADCORE_ADAPT: its name, and a function object without state that reads it.
template <fixed_string Name, class Read>
[[nodiscard]] constexpr named_field<Name, Read> adapted_field(Read) noexcept {
  return {};
}

template <class Record, class... Fields>
[[nodiscard]] constexpr own_fields<Record, Fields...> adapted_fields(Fields...) noexcept {
  return {};
}

/// The value of a field that is given by an expression: that of the expression, a copy if it is a
/// temporary. If it is a pointer to a member or a function of the record, what that returns.
template <class Record, class Value>
[[nodiscard]] constexpr decltype(auto) adapted_value(const Record& record, Value&& value) {
  if constexpr (std::is_invocable_v<Value, const Record&>) {
    return std::invoke(std::forward<Value>(value), record);
  } else if constexpr (std::is_lvalue_reference_v<Value>) {
    return (value);
  } else {
    return Value(std::move(value));
  }
}

} // namespace leadcore::inline LEADCORE_ABI::detail

/// Makes the records of LEADCORE_ADAPT structs of Boost.Hana. Not for when<...>, which would be
/// ambiguous for what derives from a lead.
template <class Record>
  requires leadcore::detail::adapted_record<Record>
struct boost::hana::accessors_impl<Record, void>
    : leadcore::detail::described_fields<Record>::type {};

/// Describes a record by its fields, in their order.
///
///     namespace crm {
///     LEADCORE_ADAPT(row, id, name, (status, row.stage()), (company, &row::employer), ...);
///     }
///
/// A field is one of
///   - `name`: the data member of that name, or the member function that is called without
///     arguments;
///   - `(name, expression)`: any expression, in which `row` is the record, const. It may return by
///     value. If it is a pointer to a member, or a function object that takes the record, it is
///     applied to the record.
///
/// Stands after the record, in the namespace of the record or in the global one. Names in an
/// expression are looked up there. Each name gives one field, and at most 250 fields are possible.
/// A record that derives from an adapted one is adapted on its own. The type has no comma outside
/// parentheses: name the type first.
///
/// The record is then a Boost.Hana struct too. It must be described before its first use.
/// @par Source
/// decision 0006.
/// @see docs/how_to/own_lead_type.md
#define LEADCORE_ADAPT(Record, ...)                                                                \
  [[maybe_unused]] inline constexpr auto leadcore_adapted_fields(                                  \
      ::leadcore::detail::adaptation_of<Record>) noexcept {                                        \
    return ::leadcore::detail::adapted_fields<Record>(                                             \
        LEADCORE_DETAIL_EACH(LEADCORE_DETAIL_FIELD, Record, __VA_ARGS__));                         \
  }                                                                                                \
  static_assert(::leadcore::detail::adapted_record<Record>,                                        \
                "leadcore: LEADCORE_ADAPT stands in the namespace of the record or in the global " \
                "namespace")

// One field of LEADCORE_ADAPT: a name, or a name and an expression in parentheses.
#define LEADCORE_DETAIL_FIELD(Record, field)                                                       \
  LEADCORE_DETAIL_CONCAT(LEADCORE_DETAIL_FIELD_, LEADCORE_DETAIL_IS_PAIR(field))(Record, field)
#define LEADCORE_DETAIL_FIELD_0(Record, field)                                                     \
  ::leadcore::detail::adapted_field<#field>([](auto&& row) -> decltype(auto) {                     \
    if constexpr (requires { row.field(); }) {                                                     \
      return row.field();                                                                          \
    } else {                                                                                       \
      return (row.field);                                                                          \
    }                                                                                              \
  })
#define LEADCORE_DETAIL_FIELD_1(Record, pair)                                                      \
  LEADCORE_DETAIL_CALL(LEADCORE_DETAIL_FIELD_PAIR, (Record, LEADCORE_DETAIL_UNWRAP pair))
#define LEADCORE_DETAIL_FIELD_PAIR(Record, field, ...)                                             \
  ::leadcore::detail::adapted_field<#field>([](const Record& row) -> decltype(auto) {              \
    return ::leadcore::detail::adapted_value(row, (__VA_ARGS__));                                  \
  })

// 1 for an argument in parentheses, else 0.
#define LEADCORE_DETAIL_IS_PAIR(field)                                                             \
  LEADCORE_DETAIL_CALL(LEADCORE_DETAIL_SECOND, (LEADCORE_DETAIL_PROBE field, 0, 0))
#define LEADCORE_DETAIL_PROBE(...) 0, 1
#define LEADCORE_DETAIL_SECOND(first, second, ...) second

#define LEADCORE_DETAIL_UNWRAP(...) __VA_ARGS__
#define LEADCORE_DETAIL_CALL(macro, arguments) macro arguments
#define LEADCORE_DETAIL_CONCAT(a, b) LEADCORE_DETAIL_CONCAT_AGAIN(a, b)
#define LEADCORE_DETAIL_CONCAT_AGAIN(a, b) a##b

// macro(Record, field) for each field, with commas between. A macro does not expand in itself, so
// the step names its successor in pieces, and the rescans of EXPAND put them together.
#define LEADCORE_DETAIL_EACH(macro, Record, ...)                                                   \
  __VA_OPT__(LEADCORE_DETAIL_EXPAND(LEADCORE_DETAIL_STEP(macro, Record, __VA_ARGS__)))
#define LEADCORE_DETAIL_STEP(macro, Record, field, ...)                                            \
  macro(Record, field)                                                                             \
      __VA_OPT__(, LEADCORE_DETAIL_NEXT LEADCORE_DETAIL_PARENTHESES(macro, Record, __VA_ARGS__))
#define LEADCORE_DETAIL_NEXT() LEADCORE_DETAIL_STEP
#define LEADCORE_DETAIL_PARENTHESES ()
#define LEADCORE_DETAIL_EXPAND(...)                                                                \
  LEADCORE_DETAIL_EXPAND_64(LEADCORE_DETAIL_EXPAND_64(                                             \
      LEADCORE_DETAIL_EXPAND_64(LEADCORE_DETAIL_EXPAND_64(__VA_ARGS__))))
#define LEADCORE_DETAIL_EXPAND_64(...)                                                             \
  LEADCORE_DETAIL_EXPAND_16(LEADCORE_DETAIL_EXPAND_16(                                             \
      LEADCORE_DETAIL_EXPAND_16(LEADCORE_DETAIL_EXPAND_16(__VA_ARGS__))))
#define LEADCORE_DETAIL_EXPAND_16(...)                                                             \
  LEADCORE_DETAIL_EXPAND_4(                                                                        \
      LEADCORE_DETAIL_EXPAND_4(LEADCORE_DETAIL_EXPAND_4(LEADCORE_DETAIL_EXPAND_4(__VA_ARGS__))))
#define LEADCORE_DETAIL_EXPAND_4(...)                                                              \
  LEADCORE_DETAIL_RESCAN(                                                                          \
      LEADCORE_DETAIL_RESCAN(LEADCORE_DETAIL_RESCAN(LEADCORE_DETAIL_RESCAN(__VA_ARGS__))))
#define LEADCORE_DETAIL_RESCAN(...) __VA_ARGS__

#endif
