// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_MODEL_LEAD_HPP
#define LEADCORE_MODEL_LEAD_HPP

// The record. This is the only list of its 16 fields. JSON, search, order and SQL read it.

#include <leadcore/model/field.hpp>
#include <leadcore/model/status.hpp>
#include <leadcore/text/timestamp.hpp>
#include <leadcore/version.hpp>

#include <concepts>
#include <cstddef>
#include <functional>
#include <iterator>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace leadcore::inline LEADCORE_ABI {

// The one list of fields: types and names, in the order of the contract. BOOST_HANA_DEFINE_STRUCT
// gives members no initialisers. Without them a default-initialised lead has an indeterminate
// status, and every designated initialisation warns.
#define LEADCORE_LEAD_FIELDS(FIELD, AND)                                                           \
  FIELD(Text, id) /* unique in an organisation */                                                  \
  AND FIELD(Text, name)                                                                            \
  AND FIELD(List<Text>, phones) /* E.164 */                                                        \
  AND FIELD(List<Text>, emails) /* canonical: lower case */                                        \
  AND FIELD(std::optional<Text>, primary_phone)                                                    \
  AND FIELD(std::optional<Text>, primary_email)                                                    \
  AND FIELD(Text, contact_id)                                                                      \
  AND FIELD(std::optional<Text>, company)                                                          \
  AND FIELD(std::optional<Text>, source) /* free text, such as "website" */                        \
  AND FIELD(lead_status, status)                                                                   \
  AND FIELD(std::optional<Text>, notes)                                                            \
  AND FIELD(std::optional<timestamp>, next_call_at)                                                \
  AND FIELD(timestamp, created_at)                                                                 \
  AND FIELD(timestamp, updated_at)                                                                 \
  AND FIELD(std::optional<Text>, assigned_to_id) /* null: no owner */                              \
  AND FIELD(std::optional<Text>, client_id)
#define LEADCORE_MEMBER(type, name) type name{};
#define LEADCORE_MEMBER_FIELD(type, name) detail::member_field<#name, &basic_lead::name>
#define LEADCORE_NOTHING
#define LEADCORE_COMMA ,

/// A lead: 16 fields in the order of the contract. Wire names are the member names in camelCase.
///
/// An aggregate, and a Boost.Hana struct.
/// @tparam Text  the type of a text, such as std::string or std::string_view.
/// @tparam List  the template of a list of texts.
/// @invariant  Checked by validate, not enforced: phones and emails are canonical and distinct, a
///     primary value is listed, texts are UTF-8.
/// @par Source  spec json.2, json.3.
template <class Text, template <class> class List> struct basic_lead {
  LEADCORE_LEAD_FIELDS(LEADCORE_MEMBER, LEADCORE_NOTHING)

  /// The accessors that make this a Boost.Hana struct.
  struct hana_accessors_impl
      : detail::own_fields<basic_lead,
                           LEADCORE_LEAD_FIELDS(LEADCORE_MEMBER_FIELD, LEADCORE_COMMA)> {};
};

namespace detail {

/// Base of a Row with get<"id">() noexcept and so on: accessors id(), name() ..., which also make
/// it a Boost.Hana struct.
template <class Row> struct lead_accessors {
#define LEADCORE_GETTER(type, name)                                                                \
  [[nodiscard]] auto name() const noexcept {                                                       \
    return static_cast<const Row&>(*this).template get<#name>();                                   \
  }
#define LEADCORE_GETTER_FIELD(type, name) named_field<#name, getter<#name>>
  LEADCORE_LEAD_FIELDS(LEADCORE_GETTER, LEADCORE_NOTHING)

  template <fixed_string Name> struct getter {
    [[nodiscard]] constexpr auto operator()(const Row& row) const noexcept {
      return row.template get<Name>();
    }
  };
  struct hana_accessors_impl
      : own_fields<Row, LEADCORE_LEAD_FIELDS(LEADCORE_GETTER_FIELD, LEADCORE_COMMA)> {};
};

} // namespace detail

#undef LEADCORE_GETTER_FIELD
#undef LEADCORE_GETTER
#undef LEADCORE_COMMA
#undef LEADCORE_NOTHING
#undef LEADCORE_MEMBER_FIELD
#undef LEADCORE_MEMBER
#undef LEADCORE_LEAD_FIELDS

namespace detail {

template <class T> using owning_list = std::vector<T>;
template <class T> using borrowed_list = std::span<const T>;

} // namespace detail

/// A lead that owns its texts.
using lead = basic_lead<std::string, detail::owning_list>;
/// A lead that borrows its texts and lists and must not outlive them. Usable in constant
/// expressions.
using lead_view = basic_lead<std::string_view, detail::borrowed_list>;

/// The unique key of a lead within its organisation.
inline constexpr auto unique_field = field<"id">;

/// True for the fields of a lead that may be null.
template <fixed_string Name> inline constexpr bool is_nullable_field = false;
template <fixed_string Name>
  requires std::same_as<field_type<lead_view, Name>, const std::optional<std::string_view>&> ||
               std::same_as<field_type<lead_view, Name>, const std::optional<timestamp>&>
inline constexpr bool is_nullable_field<Name> = true;

/// Calls visit(field<"id">), visit(field<"name">) ... for the 16 fields, in the order of the
/// contract.
template <class Visit> constexpr void for_each_lead_field(Visit&& visit) {
  leadcore::for_each_field<lead_view>(visit);
}

// The types that a row may use. ---------------------------------------------------------------

/// A value that can be read as text: it converts to std::string_view, or has a view() that returns
/// one (e164, email_address). Semantics: the text lives as long as the value. A pointer to
/// characters is null only in a nullable field.
template <class T>
concept text_like =
    (std::convertible_to<const T&, std::string_view> && !std::same_as<T, std::nullptr_t>) ||
    requires(const T& value) {
      { value.view() } -> std::same_as<std::string_view>;
    };

namespace detail {

template <class T>
concept dereferenceable =
    !(text_like<T> && !std::is_pointer_v<T>) && !std::is_array_v<T> && requires(const T& value) {
      static_cast<bool>(value);
      *value;
    };

template <text_like T> [[nodiscard]] constexpr std::string_view as_text(const T& value) {
  if constexpr (std::convertible_to<const T&, std::string_view>) {
    return value;
  } else {
    return value.view();
  }
}

/// False for an empty std::optional and a null pointer. Other values are never null.
template <class T> [[nodiscard]] constexpr bool has_value(const T& value) {
  if constexpr (dereferenceable<T>) {
    return static_cast<bool>(value);
  } else {
    return true;
  }
}
template <class T> [[nodiscard]] constexpr decltype(auto) value(const T& nullable) {
  if constexpr (dereferenceable<T> && !text_like<T>) {
    return *nullable; // by value if the row's nullable type returns it so
  } else {
    return (nullable); // a text, or a const char*
  }
}

/// A text as std::string_view, so that rows of different types compare. Other values unchanged.
template <class T> [[nodiscard]] constexpr decltype(auto) plain(const T& value) {
  if constexpr (text_like<T>) {
    return detail::as_text(value);
  } else if constexpr (std::convertible_to<const T&, timestamp>) {
    return static_cast<timestamp>(value);
  } else {
    return (value);
  }
}

template <class T, class As>
concept plain_readable_as =
    (std::same_as<As, std::string_view> && text_like<T>) ||
    (!std::same_as<As, std::string_view> && std::convertible_to<const T&, As>);

template <class T, class As> inline constexpr bool readable_as_v = plain_readable_as<T, As>;
template <class T, class As>
inline constexpr bool readable_as_v<T, std::optional<As>> = [] {
  if constexpr (plain_readable_as<T, As>) {
    return true;
  } else if constexpr (dereferenceable<T>) {
    return plain_readable_as<std::remove_cvref_t<decltype(*std::declval<const T&>())>, As>;
  } else {
    return false;
  }
}();
template <class T, class As>
inline constexpr bool readable_as_v<T, borrowed_list<As>> = [] {
  if constexpr (requires(const T& list) {
                  *std::begin(list);
                  std::end(list);
                }) {
    return plain_readable_as<std::remove_cvref_t<decltype(*std::begin(std::declval<const T&>()))>,
                             As>;
  } else {
    return false;
  }
}();

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

/// True when a record has the field, in a type that reads as the lead's: any text for a text; an
/// optional, a pointer or a plain value for a nullable field; any range of texts for a list;
/// lead_status and timestamp as they are. A compiler error that names this concept means a missing
/// or mistyped member.
template <class T, fixed_string Name>
concept has_lead_field =
    has_field<T, Name> &&
    detail::readable_as_v<std::remove_cvref_t<field_type<std::remove_cvref_t<T>, Name>>,
                          std::remove_cvref_t<field_type<lead_view, Name>>>;

namespace detail {

// What is wrong with a field of a record, in the messages of compilers.

/// The record has no field of this name.
template <fixed_string Name> struct missing_field {};
/// The field of this name has a type that does not read as the lead's.
template <fixed_string Name, class Found, class Wanted> struct mistyped_field {};

template <class T, fixed_string Name> [[nodiscard]] consteval auto find_field_problem() {
  if constexpr (!has_field<T, Name>) {
    return missing_field<Name>();
  } else {
    return mistyped_field<Name, std::remove_cvref_t<field_type<T, Name>>,
                          std::remove_cvref_t<field_type<lead_view, Name>>>();
  }
}
template <class T, fixed_string Name>
using field_problem = decltype(detail::find_field_problem<T, Name>());

/// The problems of the fields of a record; none for one that is lead_like.
template <class... Problems> struct problems_of_record {};

template <class T, std::size_t I, class... Found> [[nodiscard]] consteval auto find_problems() {
  if constexpr (I == field_count<lead_view>) {
    return problems_of_record<Found...>();
  } else if constexpr (has_lead_field<T, key_name<lead_view, I>>) {
    return detail::find_problems<T, I + 1, Found...>();
  } else {
    return detail::find_problems<T, I + 1, Found..., field_problem<T, key_name<lead_view, I>>>();
  }
}
template <class T, std::size_t... I>
[[nodiscard]] consteval auto list_problems(std::index_sequence<I...>) {
  if constexpr (!hana_struct<T> || (has_lead_field<T, key_name<lead_view, I>> && ...)) {
    return problems_of_record<>();
  } else {
    return detail::find_problems<T, 0>();
  }
}
template <class T>
using record_problems =
    decltype(detail::list_problems<T>(std::make_index_sequence<field_count<lead_view>>()));

template <class Problems> inline constexpr bool are_none = false;
template <> inline constexpr bool are_none<problems_of_record<>> = true;

/// A concept over a type, not a boolean, so that the compiler's message has the problems.
template <class Problems>
concept no_missing_or_mistyped_field = are_none<Problems>;

} // namespace detail

/// A record that can be listed: a Boost.Hana struct (by members or by accessors) with the 16 keys
/// of a lead, each in a type that reads as the lead's. Other members and their order do not matter.
/// Models: lead, lead_view, adapted structs, and what holds one of these: std::reference_wrapper, a
/// raw pointer, std::unique_ptr, std::shared_ptr, or another smart pointer with operator* and
/// element_type. A pointer counts as the row that it points to.
///
/// Semantics: reading a field has no side effect, and reading it again gives an equal value. A
/// pointer is not null; as with operator*, that is a precondition.
/// @see docs/how_to/own_lead_type.md
template <class T>
concept lead_like =
    detail::hana_struct<detail::row_type<T>> &&
    detail::no_missing_or_mistyped_field<detail::record_problems<detail::row_type<T>>>;

/// Refuses a record that is not lead_like. The compiler's message has each missing field, and each
/// mistyped one with the type that was found and the one that is wanted.
///
///     static_assert(leadcore::check_lead_like<my_row>());
template <class T> struct check_lead_like {
  static_assert(detail::hana_struct<detail::row_type<T>>,
                "leadcore: describe the record first: LEADCORE_ADAPT(row, id, name, "
                "(status, expression), ...) of leadcore/model/adapt.hpp");
  static_assert(detail::are_none<detail::record_problems<detail::row_type<T>>>,
                "leadcore: the record has missing_field<name> or mistyped_field<name, found, "
                "wanted>");

  /// true
  constexpr operator bool() const noexcept { return true; }
};

namespace detail {

/// Equality of two values of the same field, whatever their types.
template <class As, class A, class B>
[[nodiscard]] constexpr bool equal_values(const A& a, const B& b) {
  if constexpr (std::same_as<As, std::string_view>) {
    return detail::as_text(a) == detail::as_text(b);
  } else if constexpr (std::same_as<As, borrowed_list<std::string_view>>) {
    auto first = std::begin(a);
    auto second = std::begin(b);
    for (; first != std::end(a) && second != std::end(b); static_cast<void>(++first), ++second) {
      if (detail::as_text(*first) != detail::as_text(*second)) {
        return false;
      }
    }
    return first == std::end(a) && second == std::end(b);
  } else if constexpr (std::same_as<As, lead_status> || std::same_as<As, timestamp>) {
    return static_cast<As>(a) == static_cast<As>(b);
  } else {
    return detail::has_value(a) == detail::has_value(b) &&
           (!detail::has_value(a) ||
            detail::equal_values<typename As::value_type>(detail::value(a), detail::value(b)));
  }
}

} // namespace detail

/// True when two leads of any types have equal values in all 16 fields.
/// @par Complexity  linear in the length of the texts; allocates nothing of its own.
template <lead_like A, lead_like B>
[[nodiscard]] constexpr bool equal_leads(const A& a, const B& b) {
  bool equal = true;
  for_each_lead_field([&]<fixed_string Name>(field_constant<Name> each) {
    using as = std::remove_cvref_t<field_type<lead_view, Name>>;
    equal = equal && detail::equal_values<as>(each(detail::row(a)), each(detail::row(b)));
  });
  return equal;
}

template <class TextA, template <class> class ListA, class TextB, template <class> class ListB>
[[nodiscard]] constexpr bool operator==(const basic_lead<TextA, ListA>& a,
                                        const basic_lead<TextB, ListB>& b) {
  return leadcore::equal_leads(a, b);
}

namespace detail {

/// Copies a value of a row into the member of a lead.
template <class From, class To> constexpr void assign_value(const From& from, To& to) {
  if constexpr (std::same_as<To, std::string>) {
    to = detail::as_text(from);
  } else if constexpr (std::same_as<To, std::optional<std::string>>) {
    if (detail::has_value(from)) {
      to.emplace(detail::as_text(detail::value(from)));
    } else {
      to.reset();
    }
  } else if constexpr (std::same_as<To, std::optional<timestamp>>) {
    if (detail::has_value(from)) {
      to = static_cast<timestamp>(detail::value(from));
    } else {
      to.reset();
    }
  } else if constexpr (std::same_as<To, owning_list<std::string>>) {
    to.clear();
    for (auto&& each : from) {
      to.emplace_back(detail::as_text(each));
    }
  } else {
    to = static_cast<To>(from);
  }
}

} // namespace detail

/// A lead that owns copies of all values of a row.
template <lead_like L> [[nodiscard]] constexpr lead to_lead(const L& source) {
  lead copy{};
  for_each_lead_field(
      [&](auto each) { detail::assign_value(each(detail::row(source)), each.in(copy)); });
  return copy;
}

/// The reserved id that means "no owner" in a query. No lead can have it as its owner.
/// @par Source  spec match.4, lead.reserved_value.
inline constexpr std::string_view unassigned_id = "unassigned";

namespace detail {

template <fixed_string Name>
inline constexpr bool is_phone_field = Name.view() == "phones" || Name.view() == "primary_phone";
template <fixed_string Name>
inline constexpr bool is_email_field = Name.view() == "emails" || Name.view() == "primary_email";

} // namespace detail

} // namespace leadcore::inline LEADCORE_ABI

#endif
