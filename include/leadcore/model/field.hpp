// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_MODEL_FIELD_HPP
#define LEADCORE_MODEL_FIELD_HPP

// Reads a field of a record by its name, and derives its name on the wire. The first header that
// needs Boost.Hana.

#include <leadcore/text/ascii.hpp>
#include <leadcore/version.hpp>

#include <boost/hana/accessors.hpp>
#include <boost/hana/at.hpp>
#include <boost/hana/concept/struct.hpp>
#include <boost/hana/first.hpp>
#include <boost/hana/pair.hpp>
#include <boost/hana/second.hpp>
#include <boost/hana/string.hpp>
#include <boost/hana/tuple.hpp>

#include <array>
#include <compare>
#include <concepts>
#include <cstddef>
#include <functional>
#include <optional>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

/// Makes argument-dependent lookup find a LEADCORE_ADAPT in the global namespace.
struct leadcore_global_namespace;

namespace leadcore::inline LEADCORE_ABI {

/// A string literal as a template argument, as in field<"name">. Holds the terminating zero too.
template <std::size_t Size> struct fixed_string {
  char chars[Size]{};

  constexpr fixed_string() = default;
  /// The text of a literal.
  constexpr fixed_string(const char (&literal)[Size]) noexcept { // implicit: field<"name"> needs it
    for (std::size_t i = 0; i < Size; ++i) {
      chars[i] = literal[i];
    }
  }
  /// The text, without the terminating zero.
  [[nodiscard]] constexpr std::string_view view() const noexcept { return {chars, Size - 1}; }
};

namespace detail {

template <std::size_t Size> struct camel_case_text {
  char chars[Size]{};
  std::size_t size = 0;
};

/// next_call_at -> nextCallAt; the only place where member names become wire names.
template <std::size_t Size>
[[nodiscard]] consteval camel_case_text<Size> camel_case(const fixed_string<Size>& snake) {
  camel_case_text<Size> out;
  bool raise = false;
  for (const char c : snake.view()) {
    if (c == '_') {
      raise = true;
    } else {
      out.chars[out.size++] = raise ? to_upper(c) : c;
      raise = false;
    }
  }
  return out;
}

template <fixed_string Name> inline constexpr auto wire_name_storage = camel_case(Name);

template <std::size_t A, std::size_t B>
[[nodiscard]] consteval fixed_string<A + B - 1> joined(const fixed_string<A>& first,
                                                       const fixed_string<B>& second) {
  fixed_string<A + B - 1> out;
  for (std::size_t i = 0; i + 1 < A; ++i) {
    out.chars[i] = first.chars[i];
  }
  for (std::size_t i = 0; i < B; ++i) {
    out.chars[A - 1 + i] = second.chars[i];
  }
  return out;
}

/// Reads a member of a record (a Hana accessor).
template <auto Member> struct member_accessor {
  template <class Record>
  [[nodiscard]] constexpr decltype(auto) operator()(Record&& record) const noexcept {
    return (std::forward<Record>(record).*Member);
  }
};

/// One field of a record of ours: its name, and what reads it.
template <fixed_string Name, class Read> struct named_field {
  static constexpr std::string_view name = Name.view();
};

template <fixed_string Name, auto Member>
using member_field = named_field<Name, member_accessor<Member>>;

/// The fields of a record of ours, a base of its nested class hana_accessors_impl, and those of a
/// record with LEADCORE_ADAPT. This library reads them directly. Boost.Hana's tuple of pairs is
/// made only for a caller of boost::hana::accessors.
template <class Record, class... Fields> struct own_fields : Fields... {
  using record = Record;
  static constexpr std::array<std::string_view, sizeof...(Fields)> names{Fields::name...};

  template <class = void> [[nodiscard]] static constexpr auto apply() {
    return boost::hana::make_tuple(accessor(Fields{})...);
  }
  template <fixed_string Name, class Read> static Read reader(const named_field<Name, Read>&);

 private:
  template <fixed_string Name, class Read>
  [[nodiscard]] static constexpr auto accessor(named_field<Name, Read>) {
    return []<std::size_t... I>(std::index_sequence<I...>) {
      return boost::hana::make_pair(boost::hana::string_c<Name.chars[I]...>, Read{});
    }(std::make_index_sequence<sizeof(Name.chars) - 1>{});
  }
};

/// A record of ours. A type derived from one is not, since it may adapt members of its own.
template <class T>
concept own_record = std::same_as<typename T::hana_accessors_impl::record, T>;

/// The argument of the function that LEADCORE_ADAPT declares for a record. Its template arguments
/// make argument-dependent lookup search the namespace of the record and the global one.
template <class Record, class = leadcore_global_namespace> struct adaptation_of {};

/// A record with a LEADCORE_ADAPT. A type derived from one is not.
template <class T>
concept adapted_record = requires { leadcore_adapted_fields(adaptation_of<T>()); };

template <class T> struct described_fields {};
template <own_record T> struct described_fields<T> {
  using type = typename T::hana_accessors_impl;
};
template <adapted_record T> struct described_fields<T> {
  using type = decltype(leadcore_adapted_fields(adaptation_of<T>()));
};

/// A record whose fields this library reads without Boost.Hana.
template <class T>
concept described_record = own_record<T> || adapted_record<T>;

template <class T>
concept hana_struct =
    described_record<std::remove_cvref_t<T>> || boost::hana::Struct<std::remove_cvref_t<T>>::value;

/// The name that is the key of an accessor.
template <char... C>
[[nodiscard]] consteval fixed_string<sizeof...(C) + 1>
to_fixed_string(const boost::hana::string<C...>&) {
  const char literal[sizeof...(C) + 1] = {C..., '\0'};
  return fixed_string<sizeof...(C) + 1>(literal);
}
template <class Key> inline constexpr auto key_text = to_fixed_string(Key{});

template <class Accessors> inline constexpr std::array<std::string_view, 0> accessor_names{};
template <class... Pairs>
inline constexpr std::array<std::string_view, sizeof...(Pairs)> accessor_names<
    boost::hana::tuple<Pairs...>>{
    key_text<std::remove_cvref_t<decltype(boost::hana::first(std::declval<Pairs>()))>>.view()...};

template <class Record> [[nodiscard]] consteval auto names_of() {
  if constexpr (described_record<Record>) {
    return described_fields<Record>::type::names;
  } else {
    return accessor_names<decltype(boost::hana::accessors<Record>())>;
  }
}
/// The names of a record's fields, in the order of its definition.
template <class Record> inline constexpr auto field_names = names_of<Record>();

template <class Record> inline constexpr std::size_t field_count = field_names<Record>.size();

/// The name of the I-th field as a fixed_string.
template <class Record, std::size_t I>
inline constexpr auto key_name = [] {
  fixed_string<field_names<Record>[I].size() + 1> name;
  for (std::size_t i = 0; i < field_names<Record>[I].size(); ++i) {
    name.chars[i] = field_names<Record>[I][i];
  }
  return name;
}();

inline constexpr std::size_t no_such_field = static_cast<std::size_t>(-1);

/// The index of a name among the keys of a record, or no_such_field.
template <class Record, fixed_string Name> [[nodiscard]] consteval std::size_t field_index() {
  for (std::size_t i = 0; i < field_count<Record>; ++i) {
    if (field_names<Record>[i] == Name.view()) {
      return i;
    }
  }
  return no_such_field;
}

/// Reads a field of a record, const or not.
template <fixed_string Name, class Record>
[[nodiscard]] constexpr decltype(auto) read_field(Record& record) {
  using type = std::remove_const_t<Record>;
  if constexpr (described_record<type>) {
    using fields = typename described_fields<type>::type;
    return decltype(fields::template reader<Name>(std::declval<const fields&>())){}(record);
  } else {
    return boost::hana::second(
        boost::hana::at_c<field_index<type, Name>()>(boost::hana::accessors<type>()))(record);
  }
}

} // namespace detail

/// True for a record with LEADCORE_ADAPT, or a Boost.Hana struct (defined or adapted, by members or
/// by accessors), that has a field of that name. Other fields and their order do not matter.
template <class T, fixed_string Name>
concept has_field = detail::hana_struct<T> &&
                    detail::field_index<std::remove_cvref_t<T>, Name>() != detail::no_such_field;

/// A field, identified by its name. Knows its wire name, and reads the field of any record.
///
/// Use the constant: field<"next_call_at">(row), field<"next_call_at">.wire_name().
template <fixed_string Name> struct field_constant {
  static constexpr auto key = Name;
  /// The member name, such as next_call_at.
  [[nodiscard]] static constexpr std::string_view name() noexcept { return Name.view(); }
  /// The name in JSON and in query strings, derived from the member name: nextCallAt.
  [[nodiscard]] static constexpr std::string_view wire_name() noexcept {
    return {detail::wire_name_storage<Name>.chars, detail::wire_name_storage<Name>.size};
  }
  /// The value of this field in a record: a reference to the member, or what the accessor returns.
  /// @par Complexity
  /// that of the record's accessor (none of its own).
  template <class Record>
    requires has_field<Record, Name>
  [[nodiscard]] constexpr decltype(auto) operator()(const Record& record) const {
    return detail::read_field<Name>(record);
  }
  /// The same as an lvalue to write to. Requires a record with members, not accessors.
  template <class Record>
    requires has_field<Record, Name> && (!std::is_const_v<Record>)
  [[nodiscard]] constexpr decltype(auto) in(Record& record) const {
    return detail::read_field<Name>(record);
  }
};

/// The field of a name: field<"name">(row) reads it.
template <fixed_string Name> inline constexpr field_constant<Name> field{};

/// The type of a field of a record, as reading it returns.
template <class Record, fixed_string Name>
using field_type = decltype(field<Name>(std::declval<const Record&>()));

namespace detail {

template <class T> inline constexpr bool is_optional = false;
template <class T> inline constexpr bool is_optional<std::optional<T>> = true;

/// std::apply, without the traits that it instantiates: whether the call throws.
template <class Tuple, class Function>
constexpr decltype(auto) unpack(Tuple& tuple, Function&& function) {
  return [&]<std::size_t... I>(std::index_sequence<I...>) -> decltype(auto) {
    return function(std::get<I>(tuple)...);
  }(std::make_index_sequence<std::tuple_size_v<std::remove_const_t<Tuple>>>());
}

template <class Record, class Visit, std::size_t... I>
constexpr void for_each_field(Visit& visit, std::index_sequence<I...>) {
  (static_cast<void>(visit(field<key_name<Record, I>>)), ...);
}

} // namespace detail

/// Calls visit(field<"...">) for each field of a Hana struct, in the order of its definition.
template <class Record, class Visit>
  requires detail::hana_struct<Record>
constexpr void for_each_field(Visit&& visit) {
  detail::for_each_field<Record>(visit, std::make_index_sequence<detail::field_count<Record>>{});
}

/// A sentence about a field.
struct field_meaning {
  std::string_view name; ///< of the member, such as next_call_at
  std::string_view meaning;
};

/// What the fields of a record mean, for documents such as OpenAPI's. Specialise it for a record of
/// your own; fields may be missing:
///
///     template <>
///     inline constexpr leadcore::field_meaning leadcore::field_meanings<deal>[] = {
///         {"amount", "In cents."}};
template <class Record> inline constexpr std::nullptr_t field_meanings = nullptr;

} // namespace leadcore::inline LEADCORE_ABI

#endif
