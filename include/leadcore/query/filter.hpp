// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_QUERY_FILTER_HPP
#define LEADCORE_QUERY_FILTER_HPP

// The kinds of filters. An endpoint declares which of them it has.
//
// A filter is a small struct. It knows its parameter, how the value is read, printed and
// documented, which rows pass, and its condition in SQL. One of your own has the members that the
// concept filter_of names; docs/how_to/own_endpoint.md shows one.

#include <leadcore/model/error.hpp>
#include <leadcore/model/field.hpp>
#include <leadcore/model/lead.hpp>
#include <leadcore/model/value.hpp>
#include <leadcore/query/parameter.hpp>
#include <leadcore/query/query.hpp>
#include <leadcore/query/schema.hpp>
#include <leadcore/query/search_term.hpp>
#include <leadcore/text/fold.hpp>
#include <leadcore/version.hpp>

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace leadcore::inline LEADCORE_ABI {

namespace detail {

/// The name of a field in words: next_call_at as "next call at".
[[nodiscard]] inline std::string to_words(std::string_view name) {
  std::string text(name);
  std::replace(text.begin(), text.end(), '_', ' ');
  return text;
}

/// A value of a row as what a filter compares with.
template <class Asked, class Value> [[nodiscard]] constexpr auto as_asked(const Value& value) {
  if constexpr (std::same_as<Asked, std::string>) {
    return detail::as_text(value);
  } else {
    return static_cast<Asked>(value);
  }
}

/// Whether a field is not null and its value passes a test.
template <class Asked, fixed_string Name, class Row, class Test>
[[nodiscard]] constexpr bool passes(field_constant<Name> each, const Row& row, Test test) {
  auto&& value = each(row);
  return detail::has_value(value) && test(detail::as_asked<Asked>(detail::value(value)));
}

/// What filters with one optional value have in common.
template <fixed_string Name, fixed_string Parameter, class Query, class Asked> struct value_filter {
  static_assert(parameter_type<Asked>,
                "leadcore: a filter compares with std::string, timestamp, a number, bool, or an "
                "enumeration with names (see enum_table)");
  using field_type = field_constant<Name>;
  using query_type = Query;

  std::optional<Asked> Query::* member;

  static constexpr int cost = 0;
  [[nodiscard]] static constexpr std::string_view parameter() noexcept {
    return field<Parameter>.wire_name();
  }
  [[nodiscard]] static std::string allowed() { return detail::allowed_values<Asked>(); }
  [[nodiscard]] static value_schema schema() { return detail::parameter_schema_of<Asked>(); }
  [[nodiscard]] value_check parse(std::string_view value, Query& query) const {
    Asked read{};
    if (const auto code = detail::read_value(value, read)) {
      return value_problem{*code, allowed()};
    }
    query.*member = std::move(read);
    return std::nullopt;
  }
  [[nodiscard]] std::optional<std::string> print(const Query& query) const {
    return idle(query) ? std::nullopt : std::optional(detail::print_value(*(query.*member)));
  }
  /// True when the query does not set this filter.
  [[nodiscard]] constexpr bool idle(const Query& query) const noexcept {
    return !(query.*member).has_value();
  }
};

} // namespace detail

/// Passes rows whose field equals the requested value; null equals nothing.
/// @see equals
template <fixed_string Name, fixed_string Parameter, class Query, class Asked>
struct equals_filter : detail::value_filter<Name, Parameter, Query, Asked> {
  using compared_type = Asked;

  [[nodiscard]] static std::string meaning() {
    return "Exact " + detail::to_words(field<Name>.name()) + ".";
  }
  template <class Row>
  [[nodiscard]] constexpr bool operator()(const Row& row, const Query& query) const {
    return this->idle(query) || detail::passes<Asked>(field<Name>, row, [&](const auto& value) {
             return value == *(query.*(this->member));
           });
  }
  template <class Sql> void sql(Sql& out, const Query& query) const {
    out.template compare<Name>("=", *(query.*(this->member)));
  }
};

/// Passes rows whose field is at least the requested value; null is not.
/// @see at_least
template <fixed_string Name, fixed_string Parameter, class Query, class Asked>
struct at_least_filter : detail::value_filter<Name, Parameter, Query, Asked> {
  using compared_type = Asked;

  template <class Row>
  [[nodiscard]] constexpr bool operator()(const Row& row, const Query& query) const {
    return this->idle(query) || detail::passes<Asked>(field<Name>, row, [&](const auto& value) {
             return value >= *(query.*(this->member));
           });
  }
  template <class Sql> void sql(Sql& out, const Query& query) const {
    out.template compare<Name>(">=", *(query.*(this->member)));
  }
};

/// Passes rows whose field is less than the requested value; null is not.
/// @see less_than
template <fixed_string Name, fixed_string Parameter, class Query, class Asked>
struct less_than_filter : detail::value_filter<Name, Parameter, Query, Asked> {
  using compared_type = Asked;

  template <class Row>
  [[nodiscard]] constexpr bool operator()(const Row& row, const Query& query) const {
    return this->idle(query) || detail::passes<Asked>(field<Name>, row, [&](const auto& value) {
             return value < *(query.*(this->member));
           });
  }
  template <class Sql> void sql(Sql& out, const Query& query) const {
    out.template compare<Name>("<", *(query.*(this->member)));
  }
};

/// Passes rows whose field is null, or those whose field is not, as requested.
/// @see is_null
template <fixed_string Name, fixed_string Parameter, class Query>
struct null_filter : detail::value_filter<Name, Parameter, Query, bool> {
  static constexpr bool needs_nullable = true;

  template <class Row>
  [[nodiscard]] constexpr bool operator()(const Row& row, const Query& query) const {
    return this->idle(query) || *(query.*(this->member)) != detail::has_value(field<Name>(row));
  }
  template <class Sql> void sql(Sql& out, const Query& query) const {
    out.template compare_null<Name>(*(query.*(this->member)));
  }
};

/// Passes rows whose field equals one of the requested values.
/// @see one_of
template <fixed_string Name, fixed_string Parameter, class Query, class Asked>
struct one_of_filter {
  using field_type = field_constant<Name>;
  using compared_type = Asked;
  using query_type = Query;

  std::vector<Asked> Query::* member; ///< empty: every row

  static constexpr int cost = 0;
  [[nodiscard]] static constexpr std::string_view parameter() noexcept {
    return field<Parameter>.wire_name();
  }
  [[nodiscard]] static std::string allowed() {
    return "a list separated by commas, each " + detail::allowed_values<Asked>();
  }
  /// Of each value.
  [[nodiscard]] static value_schema schema() { return detail::parameter_schema_of<Asked>(); }
  /// @param values  the parts of the value between commas; a comma in a part was percent-encoded
  [[nodiscard]] value_check parse(std::span<const std::string> values, Query& query) const {
    std::vector<Asked> read;
    for (const std::string& each : values) {
      Asked one{};
      if (const auto code = detail::read_value(each, one)) {
        return value_problem{*code, allowed()};
      }
      read.push_back(std::move(one));
    }
    query.*member = std::move(read);
    return std::nullopt;
  }
  [[nodiscard]] std::vector<std::string> print(const Query& query) const {
    std::vector<std::string> printed;
    for (const auto& each : query.*member) {
      printed.push_back(detail::print_value<Asked>(each));
    }
    return printed;
  }
  [[nodiscard]] constexpr bool idle(const Query& query) const noexcept {
    return (query.*member).empty();
  }
  template <class Row>
  [[nodiscard]] constexpr bool operator()(const Row& row, const Query& query) const {
    return idle(query) || detail::passes<Asked>(field<Name>, row, [&](const auto& value) {
             for (const auto& each : query.*member) {
               if (value == each) {
                 return true;
               }
             }
             return false;
           });
  }
  template <class Sql> void sql(Sql& out, const Query& query) const {
    out.template compare_any<Name>(query.*member);
  }
};

/// Passes rows whose nullable field is null or equals an id byte for byte, as requested.
/// @see owned_by
template <fixed_string Name, fixed_string Parameter, class Query> struct owner_filter {
  using field_type = field_constant<Name>;
  using query_type = Query;

  assignee_filter Query::* member;

  static constexpr int cost = 0;
  [[nodiscard]] static constexpr std::string_view parameter() noexcept {
    return field<Parameter>.wire_name();
  }
  [[nodiscard]] static std::string meaning() { return "Rows of one owner, or of none."; }
  [[nodiscard]] static std::string allowed() {
    return "an organisation member's id, or " + std::string(unassigned_id);
  }
  [[nodiscard]] static value_schema schema() { return {.min_length = 1}; }
  [[nodiscard]] value_check parse(std::string_view value, Query& query) const {
    if (value.empty()) {
      return value_problem{query_errc::empty_value, allowed()};
    }
    query.*member = assignee_filter::member(value);
    return std::nullopt;
  }
  [[nodiscard]] std::optional<std::string> print(const Query& query) const {
    const assignee_filter& asked = query.*member;
    return asked.is_any()
               ? std::nullopt
               : std::optional(std::string(asked.is_unassigned() ? unassigned_id : asked.id()));
  }
  [[nodiscard]] constexpr bool idle(const Query& query) const noexcept {
    return (query.*member).is_any();
  }
  template <class Row>
  [[nodiscard]] constexpr bool operator()(const Row& row, const Query& query) const {
    const assignee_filter& asked = query.*member;
    if (asked.is_any()) {
      return true;
    }
    auto&& owner = field<Name>(row);
    if (!detail::has_value(owner)) {
      return asked.is_unassigned();
    }
    return asked.is_member() && detail::as_text(detail::value(owner)) == asked.id();
  }
  template <class Sql> void sql(Sql& out, const Query& query) const {
    const assignee_filter& asked = query.*member;
    if (asked.is_unassigned()) {
      out.template compare_null<Name>(true);
    } else {
      out.template compare<Name>("=", asked.id());
    }
  }
};

/// A field that a search looks in: a text, a nullable text or a list of texts.
/// @tparam IsPhone  whether a term of digits is also searched in the digits of the values
template <fixed_string Name, bool IsPhone> struct searched_field {
  using field_type = field_constant<Name>;
  static constexpr bool is_phone = IsPhone;
};
/// A searched field of texts.
template <fixed_string Name> inline constexpr searched_field<Name, false> searched{};
/// A searched field of phone numbers.
template <fixed_string Name> inline constexpr searched_field<Name, true> searched_phones{};

namespace detail {

/// Calls test(text) for each text of a field until it returns true. Returns whether it did.
template <class Field, class Row, class Test>
[[nodiscard]] constexpr bool any_text(Field, const Row& row, Test test) {
  auto&& value = typename Field::field_type{}(row);
  using described =
      typename decltype(detail::described_type<std::remove_cvref_t<decltype(value)>>())::type;
  if constexpr (std::same_as<described, borrowed_list<std::string_view>>) {
    for (auto&& element : value) {
      if (test(detail::as_text(element))) {
        return true;
      }
    }
    return false;
  } else {
    return detail::has_value(value) && test(detail::as_text(detail::value(value)));
  }
}

/// Whether a row contains a term.
/// @param contains  contains_folded, or a function with the same answers
template <class... Fields, class Row, class Term, class Contains>
[[nodiscard]] constexpr bool contains_term(const std::tuple<Fields...>&, const Row& row,
                                           const Term& term, Contains contains) {
  for (const search_phrase& phrase : term.phrases()) {
    // Without accents, a phrase of marks alone folds to nothing; it is found nowhere, not
    // everywhere.
    const auto is_in = [&]<class Field>(Field, std::string_view text) {
      return (!phrase.folded().empty() && contains(text, phrase.folded())) ||
             (Field::is_phone && phrase.phone().matches(text));
    };
    const bool found =
        (detail::any_text(Fields{}, row,
                          [&](std::string_view text) { return is_in(Fields{}, text); }) ||
         ...);
    if (!found) {
      return false;
    }
  }
  return true;
}

} // namespace detail

/// Passes rows in which one value of one of the fields contains the term, or each of its words, as
/// the policy says.
/// @see search_in
template <fixed_string Parameter, class Query, search_policy Policy, class... Fields>
struct search_filter {
  using query_type = Query;
  static constexpr search_policy policy = Policy;
  /// The searched fields. A match is inside one value of one of them, and never spans two values.
  static constexpr std::tuple<Fields...> fields{};

  basic_search_term<Policy> Query::* member;

  static constexpr int cost = 1;
  [[nodiscard]] static constexpr std::string_view parameter() noexcept {
    return field<Parameter>.wire_name();
  }
  [[nodiscard]] static std::string meaning() {
    std::string text = "Case-insensitive match against ";
    std::size_t left = sizeof...(Fields);
    ((text += detail::to_words(Fields::field_type::key.view()), --left,
      text += left > 1    ? ", "
              : left == 1 ? " or "
                          : "."),
     ...);
    return text;
  }
  [[nodiscard]] static std::string allowed() {
    return "at most " + std::to_string(max_search_code_points) + " characters";
  }
  [[nodiscard]] static value_schema schema() { return {.max_length = max_search_code_points}; }
  [[nodiscard]] value_check parse(std::string_view value, Query& query) const {
    auto parsed = leadcore::parse_search_term<Policy>(value);
    if (!parsed.has_value()) { // too long: the encoding was checked before
      return value_problem{query_errc::search_too_long, allowed()};
    }
    query.*member = std::move(*parsed);
    return std::nullopt;
  }
  [[nodiscard]] std::optional<std::string> print(const Query& query) const {
    return idle(query) ? std::nullopt : std::optional(std::string((query.*member).text()));
  }
  [[nodiscard]] constexpr bool idle(const Query& query) const noexcept {
    return (query.*member).empty();
  }
  /// True when a row contains a term.
  /// @par Complexity
  /// linear in the texts of the fields; allocates nothing.
  /// @par Source
  /// spec search.6 to search.11, fold.1.
  template <class Row>
  [[nodiscard]] static constexpr bool contains(const Row& row,
                                               const basic_search_term<Policy>& term) {
    return detail::contains_term(fields, row, term,
                                 [](std::string_view text, std::string_view folded) noexcept {
                                   return leadcore::contains_folded<Policy.folding>(text, folded);
                                 });
  }
  template <class Row>
  [[nodiscard]] constexpr bool operator()(const Row& row, const Query& query) const {
    return contains(row, query.*member);
  }
  template <class Sql> void sql(Sql& out, const Query& query) const {
    out.contains(*this, query.*member);
  }
};

namespace detail {

// Function objects, so that no function of a user's namespace is called in their place.
template <template <fixed_string, fixed_string, class, class> class Filter, fixed_string Name,
          fixed_string Parameter>
struct make_value_filter {
  template <class Query, class Asked>
  [[nodiscard]] constexpr Filter<Name, Parameter, Query, Asked>
  operator()(std::optional<Asked> Query::* member) const noexcept {
    return {{member}};
  }
};
template <fixed_string Name, fixed_string Parameter> struct make_null_filter {
  template <class Query>
  [[nodiscard]] constexpr null_filter<Name, Parameter, Query>
  operator()(std::optional<bool> Query::* member) const noexcept {
    return {{member}};
  }
};
template <fixed_string Name, fixed_string Parameter> struct make_one_of_filter {
  template <class Query, class Asked>
  [[nodiscard]] constexpr one_of_filter<Name, Parameter, Query, Asked>
  operator()(std::vector<Asked> Query::* member) const noexcept {
    return {member};
  }
};
template <fixed_string Name, fixed_string Parameter> struct make_owner_filter {
  template <class Query>
  [[nodiscard]] constexpr owner_filter<Name, Parameter, Query>
  operator()(assignee_filter Query::* member) const noexcept {
    return {member};
  }
};
template <fixed_string Parameter> struct make_search_filter {
  template <class Query, search_policy Policy, class... Fields>
  [[nodiscard]] constexpr search_filter<Parameter, Query, Policy, Fields...>
  operator()(basic_search_term<Policy> Query::* member, Fields...) const noexcept {
    return {member};
  }
};

} // namespace detail

/// equals<"source">(&query::source): the parameter source asks for the rows whose source is its
/// value. The member is a std::optional of the type of the field. Another parameter may be named:
/// equals<"source", "origin">.
template <fixed_string Name, fixed_string Parameter = Name>
inline constexpr detail::make_value_filter<equals_filter, Name, Parameter> equals{};

/// at_least<"created_at">(&query::created_from): the parameter createdAtFrom. With less_than it
/// makes a range that begins with its first value and ends before its last.
template <fixed_string Name, fixed_string Parameter = detail::joined(Name, fixed_string("_from"))>
inline constexpr detail::make_value_filter<at_least_filter, Name, Parameter> at_least{};

/// less_than<"created_at">(&query::created_until): the parameter createdAtUntil.
template <fixed_string Name, fixed_string Parameter = detail::joined(Name, fixed_string("_until"))>
inline constexpr detail::make_value_filter<less_than_filter, Name, Parameter> less_than{};

/// is_null<"company">(&query::without_company): the parameter companyIsNull, true or false.
template <fixed_string Name,
          fixed_string Parameter = detail::joined(Name, fixed_string("_is_null"))>
inline constexpr detail::make_null_filter<Name, Parameter> is_null{};

/// one_of<"source">(&query::sources): the parameter source has values separated by commas. The
/// member is a std::vector.
template <fixed_string Name, fixed_string Parameter = Name>
inline constexpr detail::make_one_of_filter<Name, Parameter> one_of{};

/// owned_by<"assigned_to_id">(&query::assigned_to): an id, or "unassigned" for null.
template <fixed_string Name, fixed_string Parameter = Name>
inline constexpr detail::make_owner_filter<Name, Parameter> owned_by{};

/// search_in<>(&query::search, searched<"name">, searched_phones<"phones">): the parameter search.
/// The policy of the search is that of the member.
template <fixed_string Parameter = "search">
inline constexpr detail::make_search_filter<Parameter> search_in{};

/// A filter of an endpoint whose query is, or derives from, Query.
///
/// Semantics: parse stores what it accepts and changes nothing otherwise; parse reads what print
/// returns; a row passes an idle filter. May have two static members for documents: meaning(), a
/// sentence, and schema(), a value_schema.
template <class F, class Query>
concept filter_of =
    std::derived_from<Query, typename F::query_type> &&
    requires(const F& filter, const Query& query) {
      { F::cost } -> std::convertible_to<int>; ///< filters of less cost are evaluated first
      { filter.parameter() } -> std::convertible_to<std::string_view>;
      { filter.allowed() } -> std::convertible_to<std::string>;
      { filter.idle(query) } -> std::same_as<bool>;
    } && (requires(const F& filter, std::string_view value, const Query& query, Query& to) {
      { filter.parse(value, to) } -> std::same_as<value_check>;
      { filter.print(query) } -> std::same_as<std::optional<std::string>>;
    } || requires(const F& filter, std::span<const std::string> values, const Query& query,
                  Query& to) {
      { filter.parse(values, to) } -> std::same_as<value_check>;
      { filter.print(query) } -> std::same_as<std::vector<std::string>>;
    });

} // namespace leadcore::inline LEADCORE_ABI

#endif
