// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_MODEL_LEAD_HPP
#define LEADCORE_MODEL_LEAD_HPP

// The record. Its 16 fields are listed here and nowhere else; JSON, search, order and SQL read this list.

#include <leadcore/model/error.hpp>
#include <leadcore/model/field.hpp>
#include <leadcore/model/status.hpp>
#include <leadcore/text/email.hpp>
#include <leadcore/text/phone.hpp>
#include <leadcore/text/result.hpp>
#include <leadcore/text/timestamp.hpp>
#include <leadcore/text/utf8.hpp>
#include <leadcore/version.hpp>

#include <boost/hana/accessors.hpp>
#include <boost/hana/pair.hpp>
#include <boost/hana/string.hpp>
#include <boost/hana/tuple.hpp>

#include <algorithm>
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

namespace detail {

/// Reads a member of a record; what Hana calls an accessor.
template <auto Member> struct member_accessor {
  template <class Record>
  [[nodiscard]] constexpr decltype(auto) operator()(Record&& record) const noexcept {
    return (std::forward<Record>(record).*Member);
  }
};

} // namespace detail

// The one list of fields: types and names, in the order of the contract. BOOST_HANA_DEFINE_STRUCT would do but for
// initialisers: without them a default-initialised lead has no defined status, and every designated initialisation warns.
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
#define LEADCORE_ACCESSOR(type, name)                                                              \
  boost::hana::make_pair(BOOST_HANA_STRING(#name), detail::member_accessor<&basic_lead::name>{})
#define LEADCORE_NOTHING
#define LEADCORE_COMMA ,

/// A lead: 16 fields in the order of the contract. Wire names derive from the member names (camelCase).
///
/// An aggregate, and a Boost.Hana struct.
/// @tparam Text  what holds a text, such as std::string or std::string_view.
/// @tparam List  what holds a list of texts.
/// @invariant  checked by validate, not by the members: phones and emails are in canonical form without
///     duplicates, a primary one is listed, texts are UTF-8.
/// @par Source  endpoint contract, table of fields.
template <class Text, template <class> class List> struct basic_lead {
  LEADCORE_LEAD_FIELDS(LEADCORE_MEMBER, LEADCORE_NOTHING)

  /// What Boost.Hana asks a struct for.
  struct hana_accessors_impl {
    [[nodiscard]] static constexpr auto apply() {
      return boost::hana::make_tuple(LEADCORE_LEAD_FIELDS(LEADCORE_ACCESSOR, LEADCORE_COMMA));
    }
  };
};

namespace detail {

/// The fields of a lead as accessors id(), name() ..., and a Boost.Hana struct by these: what a Row gives that has
/// get<"id">(), get<"name">() ... noexcept.
template <class Row> struct lead_accessors {
#define LEADCORE_GETTER(type, name)                                                                \
  [[nodiscard]] auto name() const noexcept {                                                       \
    return static_cast<const Row&>(*this).template get<#name>();                                   \
  }
#define LEADCORE_GETTER_ACCESSOR(type, name)                                                       \
  boost::hana::make_pair(BOOST_HANA_STRING(#name),                                                 \
                         [](const auto& row) noexcept { return row.name(); })
  LEADCORE_LEAD_FIELDS(LEADCORE_GETTER, LEADCORE_NOTHING)

  struct hana_accessors_impl {
    [[nodiscard]] static constexpr auto apply() {
      return boost::hana::make_tuple(
          LEADCORE_LEAD_FIELDS(LEADCORE_GETTER_ACCESSOR, LEADCORE_COMMA));
    }
  };
};

} // namespace detail

#undef LEADCORE_GETTER_ACCESSOR
#undef LEADCORE_GETTER
#undef LEADCORE_COMMA
#undef LEADCORE_NOTHING
#undef LEADCORE_ACCESSOR
#undef LEADCORE_MEMBER
#undef LEADCORE_LEAD_FIELDS

namespace detail {

template <class T> using owning_list = std::vector<T>;
template <class T> using borrowed_list = std::span<const T>;

} // namespace detail

/// A lead that owns its texts.
using lead = basic_lead<std::string, detail::owning_list>;
/// A lead that borrows texts and lists from elsewhere; usable in constant expressions. It must not outlive them.
using lead_view = basic_lead<std::string_view, detail::borrowed_list>;

/// The field that tells any two leads of an organisation apart.
inline constexpr auto unique_field = field<"id">;

/// True for the fields of a lead that may be null.
template <fixed_string Name> inline constexpr bool is_nullable_field = false;
template <fixed_string Name>
  requires std::same_as<field_type<lead_view, Name>, const std::optional<std::string_view>&> ||
               std::same_as<field_type<lead_view, Name>, const std::optional<timestamp>&>
inline constexpr bool is_nullable_field<Name> = true;

/// Calls visit(field<"id">), visit(field<"name">) ... for the 16 fields, in the order of the contract.
template <class Visit> constexpr void for_each_lead_field(Visit&& visit) {
  for_each_field<lead_view>(visit);
}

// What a row's own types may be. ------------------------------------------------------------------------------

/// A value that can be read as text: converts to std::string_view, or has a view() that is one (e164, email_address).
/// Semantics: the text lives as long as the value, and a pointer to characters is not null where the field cannot be.
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

/// A nullable value: std::optional and pointers may be null, anything else never is.
template <class T> [[nodiscard]] constexpr bool has_value(const T& value) {
  if constexpr (dereferenceable<T>) {
    return static_cast<bool>(value);
  } else {
    return true;
  }
}
template <class T> [[nodiscard]] constexpr decltype(auto) value(const T& nullable) {
  if constexpr (dereferenceable<T> && !text_like<T>) {
    return *nullable; // by value where the row's own nullable type gives it so
  } else {
    return (nullable); // a text, or a const char*
  }
}

/// Texts as std::string_view, so that two rows of different types compare; other values as they are.
template <class T> [[nodiscard]] constexpr decltype(auto) plain(const T& value) {
  if constexpr (text_like<T>) {
    return as_text(value);
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
  if constexpr (requires(const T& list) { *std::begin(list), std::end(list); }) {
    return plain_readable_as<std::remove_cvref_t<decltype(*std::begin(std::declval<const T&>()))>,
                             As>;
  } else {
    return false;
  }
}();

template <class Row> struct unwrapped {
  using type = Row;
};
template <class Row> struct unwrapped<std::reference_wrapper<Row>> {
  using type = std::remove_const_t<Row>;
};
/// The row behind a value of a page: itself, or what a std::reference_wrapper refers to.
template <class Row> using row_type = typename unwrapped<std::remove_cvref_t<Row>>::type;

template <class Row> [[nodiscard]] constexpr const row_type<Row>& row(const Row& wrapped) noexcept {
  return wrapped;
}

} // namespace detail

/// True when a record has the field and its type can be read as the lead's: any text for a text; an optional, a
/// pointer or a plain value for a nullable one; any range of texts for a list; lead_status and timestamp as they are.
/// A compiler that says this is not satisfied for some Name has found a forgotten or mistyped member.
template <class T, fixed_string Name>
concept has_lead_field =
    has_field<T, Name> &&
    detail::readable_as_v<std::remove_cvref_t<field_type<std::remove_cvref_t<T>, Name>>,
                          std::remove_cvref_t<field_type<lead_view, Name>>>;

namespace detail {

/// The first field of a lead that a record lacks, or has in a type that does not read as the lead's; void for none.
template <class T, std::size_t I = 0> [[nodiscard]] consteval auto first_unreadable_field() {
  if constexpr (I == field_count<lead_view>) {
    return std::type_identity<void>{};
  } else if constexpr (has_lead_field<T, key_name<lead_view, I>>) {
    return first_unreadable_field<T, I + 1>();
  } else {
    return std::type_identity<field_constant<key_name<lead_view, I>>>{};
  }
}
/// Asked of a type, not of a boolean: so a compiler that refuses a record prints which field it is.
template <class Field>
concept no_missing_or_mistyped_field = std::is_void_v<Field>;

} // namespace detail

/// A record that can be listed: adapted for Boost.Hana with the 16 keys of a lead (by members or by accessors), each
/// of a type that reads as the lead's. Further members, and their order, do not matter. A std::reference_wrapper
/// of such a record is one too.
///
/// Semantics: reading a field has no side effect, and reading it again gives an equal value.
/// @see docs/how_to/own_lead_type.md
template <class T>
concept lead_like =
    detail::hana_struct<detail::row_type<T>> &&
    detail::no_missing_or_mistyped_field<
        typename decltype(detail::first_unreadable_field<detail::row_type<T>>())::type>;

/// Refuses a record that is not lead_like with a message for each missing or mistyped field.
///
///     static_assert(leadcore::check_lead_like<my_row>());
template <class T> [[nodiscard]] consteval bool check_lead_like() {
  static_assert(detail::hana_struct<T>,
                "leadcore: adapt the record first: BOOST_HANA_ADAPT_STRUCT(row, id, name, ...) or "
                "BOOST_HANA_ADAPT_ADT(row, (id, accessor), ...)");
  if constexpr (detail::hana_struct<T>) {
    for_each_lead_field([]<fixed_string Name>(field_constant<Name>) {
      static_assert(has_field<T, Name>,
                    "leadcore: the record has no member of this name (see field_constant<...>)");
      static_assert(
          !has_field<T, Name> || has_lead_field<T, Name>,
          "leadcore: the member of this name has a type that does not read as the lead's (see "
          "field_constant<...>)");
    });
  }
  return lead_like<T>;
}

namespace detail {

/// Equality of two values of the same field, whatever their types.
template <class As, class A, class B>
[[nodiscard]] constexpr bool equal_values(const A& a, const B& b) {
  if constexpr (std::same_as<As, std::string_view>) {
    return as_text(a) == as_text(b);
  } else if constexpr (std::same_as<As, borrowed_list<std::string_view>>) {
    auto first = std::begin(a);
    auto second = std::begin(b);
    for (; first != std::end(a) && second != std::end(b); ++first, ++second) {
      if (as_text(*first) != as_text(*second)) {
        return false;
      }
    }
    return first == std::end(a) && second == std::end(b);
  } else if constexpr (std::same_as<As, lead_status> || std::same_as<As, timestamp>) {
    return static_cast<As>(a) == static_cast<As>(b);
  } else {
    return has_value(a) == has_value(b) &&
           (!has_value(a) || equal_values<typename As::value_type>(value(a), value(b)));
  }
}

} // namespace detail

/// True when two leads of any kinds have equal values in all 16 fields.
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
  return equal_leads(a, b);
}

namespace detail {

/// Copies a value of a row into the member of a lead.
template <class From, class To> constexpr void assign_value(const From& from, To& to) {
  if constexpr (std::same_as<To, std::string>) {
    to = as_text(from);
  } else if constexpr (std::same_as<To, std::optional<std::string>>) {
    if (has_value(from)) {
      to.emplace(as_text(value(from)));
    } else {
      to.reset();
    }
  } else if constexpr (std::same_as<To, std::optional<timestamp>>) {
    if (has_value(from)) {
      to = static_cast<timestamp>(value(from));
    } else {
      to.reset();
    }
  } else if constexpr (std::same_as<To, owning_list<std::string>>) {
    to.clear();
    for (auto&& each : from) {
      to.emplace_back(as_text(each));
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

// Invariants. ---------------------------------------------------------------------------------------------------

/// The id that a query uses for "no owner", so no lead can have it as its owner.
/// @par Source  decision table, row assignedToId.
inline constexpr std::string_view unassigned_id = "unassigned";

namespace detail {

template <fixed_string Name>
inline constexpr bool is_phone_field = Name.view() == "phones" || Name.view() == "primary_phone";
template <fixed_string Name>
inline constexpr bool is_email_field = Name.view() == "emails" || Name.view() == "primary_email";

/// What is wrong with one phone or email as a value of a lead, where it must be canonical already.
template <class Parsed>
void check_canonical(const Parsed& parsed, errc invalid, lead_error&& at, lead_errors& errors) {
  if (!parsed.has_value()) {
    at.code = invalid;
    at.detail = to_string(parsed.error().code);
    errors.push_back(std::move(at));
  } else if ((*parsed).view() != at.value) {
    at.code = errc::not_normalised;
    errors.push_back(std::move(at));
  }
}

template <fixed_string Name>
void check_text(std::string_view text, std::optional<std::size_t> index, email_profile emails,
                lead_errors& errors) {
  lead_error at{{}, field<Name>.wire_name(), index, std::string(text), {}};
  if (!is_valid_utf8(text)) {
    at.code = errc::invalid_utf8;
    errors.push_back(std::move(at));
  } else if constexpr (is_phone_field<Name>) {
    check_canonical(parse_phone(text), errc::invalid_phone, std::move(at), errors);
  } else if constexpr (is_email_field<Name>) {
    check_canonical(parse_email(text, emails), errc::invalid_email, std::move(at), errors);
  } else if constexpr (Name.view() == unique_field.name() || Name.view() == "assigned_to_id") {
    if (text.empty()) {
      at.code = errc::empty_value;
      errors.push_back(std::move(at));
    } else if (Name.view() == "assigned_to_id" && text == unassigned_id) {
      at.code = errc::reserved_value;
      errors.push_back(std::move(at));
    }
  }
}

template <class List> [[nodiscard]] bool lists(const List& list, std::string_view wanted) {
  for (auto&& each : list) {
    if (as_text(each) == wanted) {
      return true;
    }
  }
  return false;
}

/// Which elements of a list stand earlier in it too. By sorting, because lists come from strangers.
template <class List> [[nodiscard]] std::vector<bool> repeated(const List& list) {
  std::vector<std::pair<std::string, std::size_t>>
      sorted; // copies: an element may live only while it is looked at
  for (auto&& each : list) {
    sorted.emplace_back(as_text(each), sorted.size());
  }
  std::sort(sorted.begin(), sorted.end());
  std::vector<bool> out(sorted.size());
  for (std::size_t i = 1; i < sorted.size(); ++i) {
    out[sorted[i].second] = sorted[i].first == sorted[i - 1].first;
  }
  return out;
}

} // namespace detail

/// Every broken invariant of a lead; empty for a valid one.
///
/// @par Errors (in field order, each with the wire name of its field and the place in a list)
///     | code                     | when                                                                |
///     | errc::invalid_utf8       | a text is not UTF-8                                                 |
///     | errc::empty_value        | id or assignedToId has no bytes                                     |
///     | errc::reserved_value     | assignedToId is "unassigned"                                        |
///     | errc::invalid_phone      | a phone is none; detail has the code of phone_errc                  |
///     | errc::invalid_email      | an email is none; detail has the code of email_errc                 |
///     | errc::not_normalised     | a phone is not E.164, an email not in canonical form                |
///     | errc::duplicate_value    | a phone or email stands earlier in its list                         |
///     | errc::primary_not_listed | primaryPhone (primaryEmail) is not null and not in phones (emails)  |
///     | errc::invalid_enumerator | status is outside the enumeration                                   |
/// @par Complexity  linear in the texts; O(n log n) comparisons for n phones or emails.
/// @par Source  "Data at the edges".
/// @see tests/vectors/lead.tsv
template <lead_like L>
[[nodiscard]] lead_errors validate(const L& candidate,
                                   email_profile emails = email_profile::strict) {
  lead_errors errors;
  const auto& source = detail::row(candidate);
  for_each_lead_field([&]<fixed_string Name>(field_constant<Name> each) {
    using as = std::remove_cvref_t<field_type<lead_view, Name>>;
    auto&& value = each(source);
    if constexpr (std::same_as<as, std::string_view>) {
      detail::check_text<Name>(detail::as_text(value), std::nullopt, emails, errors);
    } else if constexpr (std::same_as<as, std::optional<std::string_view>>) {
      if (detail::has_value(value)) {
        auto&& inner = detail::value(value);
        const std::string_view text = detail::as_text(inner);
        detail::check_text<Name>(text, std::nullopt, emails, errors);
        if constexpr (detail::is_phone_field<Name> || detail::is_email_field<Name>) {
          auto&& list = [&]() -> decltype(auto) {
            if constexpr (detail::is_phone_field<Name>) {
              return field<"phones">(source);
            } else {
              return field<"emails">(source);
            }
          }();
          if (!detail::lists(list, text)) {
            errors.push_back(
                {errc::primary_not_listed, each.wire_name(), std::nullopt, std::string(text), {}});
          }
        }
      }
    } else if constexpr (std::same_as<as, std::span<const std::string_view>>) {
      const std::vector<bool> repeated = detail::repeated(value);
      std::size_t index = 0;
      for (auto&& element : value) {
        const std::string_view text = detail::as_text(element);
        detail::check_text<Name>(text, index, emails, errors);
        if (repeated[index]) {
          errors.push_back({errc::duplicate_value, each.wire_name(), index, std::string(text), {}});
        }
        ++index;
      }
    } else if constexpr (std::same_as<as, lead_status>) {
      if (to_string(static_cast<lead_status>(value)).empty()) {
        errors.push_back({errc::invalid_enumerator,
                          each.wire_name(),
                          std::nullopt,
                          std::to_string(static_cast<unsigned>(static_cast<lead_status>(value))),
                          {}});
      }
    }
  });
  return errors;
}

/// The lead itself if it is valid, otherwise every broken invariant; changes nothing.
/// @see validate
[[nodiscard]] inline result<lead, lead_errors>
make_lead(lead candidate, email_profile emails = email_profile::strict) {
  lead_errors errors = validate(candidate, emails);
  if (!errors.empty()) {
    return fail(std::move(errors));
  }
  return candidate;
}

/// How typed contact data is read.
struct contact_options {
  region default_region{}; ///< for phones in national form; none: only international ones
  email_profile emails = email_profile::strict; ///< allow_utf8 keeps non-ASCII mailboxes
};

/// A valid lead from one whose phones and emails are as people typed them: each is brought into canonical form, those
/// that are then equal to an earlier one are removed, and a null primary becomes the first (or stays null for an empty list).
///
/// Only this is normalised: whatever cannot be read is an error (with the index of the typed list), never dropped.
/// @par Errors  as validate, also in field order; a primary that is none of the list's is errc::primary_not_listed.
/// @par Source  decision table, row phones and emails of a lead; decision 0005.
/// @see tests/vectors/lead.tsv
[[nodiscard]] inline result<lead, lead_errors> normalise_lead(lead typed,
                                                              const contact_options& options = {}) {
  lead_errors errors;
  const auto refuse = [&](errc invalid, std::string_view name, std::optional<std::size_t> index,
                          const std::string& text, std::string_view reason) {
    const bool readable = is_valid_utf8(text); // otherwise that is what is wrong, as for validate
    errors.push_back({readable ? invalid : errc::invalid_utf8, name, index, text,
                      std::string(readable ? reason : "")});
  };
  const auto normalise = [&](auto list_field, auto primary_field, errc invalid, auto&& parse) {
    std::vector<std::string> kept;
    auto& list = list_field.in(typed);
    for (std::size_t i = 0; i < list.size(); ++i) {
      const auto parsed = parse(list[i]);
      if (!parsed.has_value()) {
        refuse(invalid, list_field.wire_name(), i, list[i], to_string(parsed.error().code));
      } else {
        kept.emplace_back((*parsed).view());
      }
    }
    const std::vector<bool> repeated = detail::repeated(kept);
    list.clear();
    for (std::size_t i = 0; i < kept.size(); ++i) {
      if (!repeated[i]) {
        list.push_back(std::move(kept[i]));
      }
    }
    auto& primary = primary_field.in(typed);
    if (!primary) {
      if (!list.empty()) {
        primary = list.front();
      }
    } else if (const auto parsed = parse(*primary); parsed.has_value()) {
      primary = (*parsed).view();
    } else {
      refuse(invalid, primary_field.wire_name(), std::nullopt, *primary,
             to_string(parsed.error().code));
      primary.reset(); // reported; validate below looks at the rest
    }
  };
  normalise(field<"phones">, field<"primary_phone">, errc::invalid_phone,
            [&](std::string_view text) { return parse_phone(text, options.default_region); });
  normalise(field<"emails">, field<"primary_email">, errc::invalid_email,
            [&](std::string_view text) { return parse_email(text, options.emails); });
  lead_errors rest = validate(typed, options.emails);
  errors.insert(errors.end(), std::make_move_iterator(rest.begin()),
                std::make_move_iterator(rest.end()));
  if (!errors.empty()) {
    lead_errors in_field_order;
    for_each_lead_field([&](auto each) {
      for (lead_error& error : errors) {
        if (error.field == each.wire_name()) {
          in_field_order.push_back(std::move(error));
        }
      }
    });
    return fail(std::move(in_field_order));
  }
  return typed;
}

} // namespace leadcore::inline LEADCORE_ABI

#endif
