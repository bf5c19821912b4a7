// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_MODEL_LEAD_HPP
#define LEADCORE_MODEL_LEAD_HPP

// The record. This is the only list of its 16 fields. JSON, search, order and SQL read it.

#include <leadcore/model/field.hpp>
#include <leadcore/model/record.hpp>
#include <leadcore/model/status.hpp>
#include <leadcore/model/value.hpp>
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

// The one list of fields: types, names and meanings, in the documented order.
// BOOST_HANA_DEFINE_STRUCT gives members no initialisers. Without them a default-initialised lead
// has an indeterminate status, and every designated initialisation warns.
// clang-format off
#define LEADCORE_LEAD_FIELDS(FIELD, AND)                                                           \
      FIELD(Text, id, "Lead id, unique in an organisation.")                                       \
  AND FIELD(Text, name, "Contact name.")                                                           \
  AND FIELD(List<Text>, phones, "Normalised phone numbers (E.164).")                               \
  AND FIELD(List<Text>, emails, "Normalised email addresses (lowercased).")                        \
  AND FIELD(std::optional<Text>, primary_phone, "First or primary phone.")                         \
  AND FIELD(std::optional<Text>, primary_email, "First or primary email.")                         \
  AND FIELD(Text, contact_id, "The underlying contact record.")                                    \
  AND FIELD(std::optional<Text>, company, "Company of the contact.")                               \
  AND FIELD(std::optional<Text>, source, "Free-text source label, such as website.")               \
  AND FIELD(lead_status, status, "One of the five statuses.")                                      \
  AND FIELD(std::optional<Text>, notes, "Free-text notes.")                                        \
  AND FIELD(std::optional<timestamp>, next_call_at, "Time of the next scheduled call.")            \
  AND FIELD(timestamp, created_at, "Time of the creation.")                                        \
  AND FIELD(timestamp, updated_at, "Time of the last change.")                                     \
  AND FIELD(std::optional<Text>, assigned_to_id, "Member who owns the lead.")                      \
  AND FIELD(std::optional<Text>, client_id, "Client that the lead is linked to.")
// clang-format on
#define LEADCORE_MEMBER(type, name, meaning) type name{};
#define LEADCORE_MEMBER_FIELD(type, name, meaning) detail::member_field<#name, &basic_lead::name>
#define LEADCORE_NOTHING
#define LEADCORE_COMMA ,

/// A lead: 16 fields in the documented order. Wire names are the member names in camelCase.
///
/// An aggregate, and a Boost.Hana struct.
/// @tparam Text  the type of a text, such as std::string or std::string_view.
/// @tparam List  the template of a list of texts.
/// @invariant  Checked by validate, not enforced: phones and emails are canonical and distinct, a
///     primary value is listed, texts are UTF-8.
/// @par Source
/// spec json.2, json.3.
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
#define LEADCORE_GETTER(type, name, meaning)                                                       \
  [[nodiscard]] auto name() const noexcept {                                                       \
    return static_cast<const Row&>(*this).template get<#name>();                                   \
  }
#define LEADCORE_GETTER_FIELD(type, name, meaning) named_field<#name, getter<#name>>
  LEADCORE_LEAD_FIELDS(LEADCORE_GETTER, LEADCORE_NOTHING)

  template <fixed_string Name> struct getter {
    [[nodiscard]] constexpr auto operator()(const Row& row) const noexcept {
      return row.template get<Name>();
    }
  };
  struct hana_accessors_impl
      : own_fields<Row, LEADCORE_LEAD_FIELDS(LEADCORE_GETTER_FIELD, LEADCORE_COMMA)> {};

 protected:
  ~lead_accessors() = default; // never destroyed through this base
};

} // namespace detail

#undef LEADCORE_GETTER_FIELD
#undef LEADCORE_GETTER
#undef LEADCORE_NOTHING
#undef LEADCORE_MEMBER_FIELD
#undef LEADCORE_MEMBER

/// A lead that owns its texts.
using lead = basic_lead<std::string, detail::owning_list>;
/// A lead that borrows its texts and lists and must not outlive them. Usable in constant
/// expressions.
using lead_view = basic_lead<std::string_view, detail::borrowed_list>;

#define LEADCORE_MEANING(type, name, meaning) {#name, meaning}
template <>
inline constexpr field_meaning field_meanings<lead>[] = {
    LEADCORE_LEAD_FIELDS(LEADCORE_MEANING, LEADCORE_COMMA)};
#undef LEADCORE_MEANING
#undef LEADCORE_COMMA
#undef LEADCORE_LEAD_FIELDS

/// The unique key of a lead within its organisation.
inline constexpr auto unique_field = field<"id">;

/// True for the fields of a record that may be null.
template <fixed_string Name, class Record = lead_view>
  requires has_field<Record, Name>
inline constexpr bool is_nullable_field = detail::is_optional<detail::described<Record, Name>>;

/// Calls visit(field<"id">), visit(field<"name">) ... for the 16 fields, in the documented
/// order.
template <class Visit> constexpr void for_each_lead_field(Visit&& visit) {
  leadcore::for_each_field<lead_view>(visit);
}

/// True when a record has the field, in a type that reads as the lead's.
template <class T, fixed_string Name>
concept has_lead_field = reads_field<T, lead_view, Name>;

/// A record that can be listed as a lead. Models: lead, lead_view, adapted structs, and what holds
/// one of these: std::reference_wrapper or a pointer, raw or smart.
/// @see reads_as, docs/how_to/own_lead_type.md
template <class T>
concept lead_like = reads_as<T, lead_view>;

/// Refuses a record that is not lead_like. The compiler's message has each missing field, and each
/// mistyped one with the type that was found and the one that is wanted.
///
///     static_assert(leadcore::check_lead_like<my_row>());
template <class T> using check_lead_like = check_reads_as<T, lead_view>;

/// True when two leads of any types have equal values in all 16 fields.
/// @par Complexity
/// linear in the length of the texts; allocates nothing of its own.
template <lead_like A, lead_like B>
[[nodiscard]] constexpr bool equal_leads(const A& a, const B& b) {
  return leadcore::equal_records<lead_view>(a, b);
}

template <class TextA, template <class> class ListA, class TextB, template <class> class ListB>
[[nodiscard]] constexpr bool operator==(const basic_lead<TextA, ListA>& a,
                                        const basic_lead<TextB, ListB>& b) {
  return leadcore::equal_leads(a, b);
}

/// A lead that owns copies of all values of a row.
template <lead_like L> [[nodiscard]] constexpr lead to_lead(const L& source) {
  return leadcore::to_record<lead>(source);
}

/// The reserved id that means "no owner" in a query. No lead can have it as its owner.
/// @par Source
/// spec match.4, lead.reserved_value.
inline constexpr std::string_view unassigned_id = "unassigned";

namespace detail {

template <fixed_string Name>
inline constexpr bool is_phone_field = Name.view() == "phones" || Name.view() == "primary_phone";
template <fixed_string Name>
inline constexpr bool is_email_field = Name.view() == "emails" || Name.view() == "primary_email";

} // namespace detail

} // namespace leadcore::inline LEADCORE_ABI

#endif
