// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_QUERY_ENDPOINT_HPP
#define LEADCORE_QUERY_ENDPOINT_HPP

// The description of an endpoint, which every interpreter reads: the record, the query, the
// filters, the order, the path, the scope and the page limits; decision 0052.

#include <leadcore/model/field.hpp>
#include <leadcore/model/lead.hpp>
#include <leadcore/model/record.hpp>
#include <leadcore/model/status.hpp>
#include <leadcore/model/value.hpp>
#include <leadcore/query/filter.hpp>
#include <leadcore/query/order.hpp>
#include <leadcore/query/page.hpp>
#include <leadcore/query/query.hpp>
#include <leadcore/query/search_term.hpp>
#include <leadcore/version.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

namespace leadcore::inline LEADCORE_ABI {

/// The filters and the page. The default is the first 50 of all leads.
/// @tparam Policy  the policy of the search
template <search_policy Policy> struct basic_lead_query {
  std::optional<lead_status> status{};
  basic_search_term<Policy> search{};
  assignee_filter assigned_to{};
  page_request page{};

  friend constexpr bool operator==(const basic_lead_query&, const basic_lead_query&) = default;
  /// A query that derives from this one compares its own members too, or cannot be compared.
  template <class A, class B>
    requires(std::derived_from<A, basic_lead_query> && std::derived_from<B, basic_lead_query> &&
             !(std::same_as<A, basic_lead_query> && std::same_as<B, basic_lead_query>))
  friend constexpr bool operator==(const A&, const B&) = delete;
};

/// The query of the documented endpoint.
using lead_query = basic_lead_query<search_policy{}>;

/// The documented endpoint with a policy of search.
///
///     using unaccented_leads = leadcore::basic_leads_endpoint<leadcore::search_policy{
///         leadcore::folding::caseless_unaccented, leadcore::term_reading::all_words}>;
template <search_policy Policy> struct basic_leads_endpoint {
  /// Its keys, in order, are the fields of the answer. Its types are those that rows must read as.
  using record = lead;
  /// One member for each filter, and page, a page_request.
  using query = basic_lead_query<Policy>;
  /// In the order of the query string. A row matches when it passes all of them.
  static constexpr auto filters = std::tuple{
      equals<"status">(&query::status),
      search_in<>(&query::search, searched<"name">, searched<"company">, searched<"emails">,
                  searched_phones<"phones">),
      owned_by<"assigned_to_id">(&query::assigned_to),
  };
  /// Ends in the key.
  static constexpr auto order = lead_order;
  /// The field that is unique within an organisation, a text.
  static constexpr auto key = unique_field;
  static constexpr std::string_view path = "/api/v1/leads";
  static constexpr std::string_view scope = "leads.read"; ///< required of the caller
  static constexpr std::uint64_t default_page_size = leadcore::default_page_size;
  static constexpr std::uint64_t max_page_size = leadcore::max_page_size;
};

/// The documented endpoint: the default of every interpreter. Derive from it to describe one of
/// your own, and declare what differs.
///
/// @par Source
/// spec query.1, match.1, order.1.
/// @see docs/how_to/own_endpoint.md
struct leads_endpoint : basic_leads_endpoint<search_policy{}> {};

namespace detail {

template <class T> inline constexpr bool is_order = false;
template <class... Keys> inline constexpr bool is_order<lexicographic_order<Keys...>> = true;
template <class T> inline constexpr bool is_tuple = false;
template <class... T> inline constexpr bool is_tuple<std::tuple<T...>> = true;

/// An order given at a call.
template <class T>
concept order_like = is_order<T>;
/// The type of the order that an endpoint declares.
template <class Endpoint> using declared_order = std::remove_cvref_t<decltype(Endpoint::order)>;

template <class Endpoint> using filters_of = std::remove_cvref_t<decltype(Endpoint::filters)>;
template <class Endpoint>
inline constexpr std::size_t filter_count = std::tuple_size_v<filters_of<Endpoint>>;

template <class F> inline constexpr bool is_search_filter = false;
template <fixed_string Parameter, class Query, search_policy Policy, class... Fields>
inline constexpr bool is_search_filter<search_filter<Parameter, Query, Policy, Fields...>> = true;

/// Calls visit with each filter, in the order of declaration.
template <class Endpoint, class Visit> constexpr void for_each_filter(Visit&& visit) {
  detail::unpack(Endpoint::filters,
                 [&](const auto&... each) { (static_cast<void>(visit(each)), ...); });
}

/// The indexes of the filters, cheapest first; among equals in the order of declaration.
template <class Endpoint>
inline constexpr auto evaluation_order = []<class... F>(const std::tuple<F...>&) {
  std::array<std::size_t, sizeof...(F)> order{};
  const std::array<int, sizeof...(F)> costs{F::cost...};
  for (std::size_t i = 0; i < order.size(); ++i) {
    std::size_t at = i;
    for (; at > 0 && costs[order[at - 1]] > costs[i]; --at) {
      order[at] = order[at - 1];
    }
    order[at] = i;
  }
  return order;
}(Endpoint::filters);

/// The index of the search filter; filter_count if there is none.
template <class Endpoint>
inline constexpr std::size_t search_filter_index = []<class... F>(const std::tuple<F...>&) {
  std::size_t index = 0;
  static_cast<void>((... && (is_search_filter<F> ? false : (++index, true))));
  return index;
}(Endpoint::filters);
template <class Endpoint>
concept has_search = (search_filter_index<Endpoint> < filter_count<Endpoint>);
template <has_search Endpoint>
inline constexpr const auto& search_filter_of =
    std::get<search_filter_index<Endpoint>>(Endpoint::filters);
/// The type of the terms that an endpoint searches.
template <has_search Endpoint>
using search_term_of =
    basic_search_term<std::remove_cvref_t<decltype(search_filter_of<Endpoint>)>::policy>;

template <class Endpoint, fixed_string Name>
using described_field = described<typename Endpoint::record, Name>;

} // namespace detail

/// A description of an endpoint. check_endpoint says what one lacks.
template <class E>
concept endpoint = requires(typename E::query query) {
  typename E::record;
  requires detail::hana_struct<typename E::record>;
  requires detail::is_tuple<detail::filters_of<E>>;
  requires detail::is_order<std::remove_cvref_t<decltype(E::order)>>;
  { E::key.name() } -> std::convertible_to<std::string_view>;
  { E::path } -> std::convertible_to<std::string_view>;
  { E::scope } -> std::convertible_to<std::string_view>;
  { E::default_page_size } -> std::convertible_to<std::uint64_t>;
  { E::max_page_size } -> std::convertible_to<std::uint64_t>;
  { query.page } -> std::same_as<page_request&>;
};

/// A row that an endpoint lists.
template <class T, class Endpoint>
concept row_of = reads_as<T, typename Endpoint::record>;

namespace detail {

template <class T> struct without_null {
  using type = T;
};
template <class T> struct without_null<std::optional<T>> {
  using type = T;
};

/// Whether a field of a record is a text, a nullable text or a list of texts.
template <class Record, fixed_string Name> [[nodiscard]] consteval bool is_text_field() {
  using type = described<Record, Name>;
  return std::same_as<typename without_null<type>::type, std::string_view> ||
         std::same_as<type, borrowed_list<std::string_view>>;
}

template <class Record, class... Fields>
[[nodiscard]] consteval bool are_text_fields(const std::tuple<Fields...>&) {
  const auto is_text = []<class Field>(Field) {
    if constexpr (has_field<Record, Field::field_type::key>) {
      return is_text_field<Record, Field::field_type::key>();
    } else {
      return false;
    }
  };
  return (is_text(Fields{}) && ...);
}

template <class Endpoint, class F> [[nodiscard]] consteval bool check_filter() {
  using record = typename Endpoint::record;
  static_assert(filter_of<F, typename Endpoint::query>,
                "leadcore: a filter lacks a member that the concept filter_of names, or is one of "
                "another query (is `using query` missing in the endpoint?)");
  if constexpr (requires { typename F::field_type; }) {
    constexpr auto name = F::field_type::key;
    static_assert(has_field<record, name>,
                  "leadcore: a filter names a field that the record does not have");
    if constexpr (has_field<record, name> && requires { typename F::compared_type; }) {
      using value = typename without_null<described<record, name>>::type;
      static_assert(
          std::same_as<
              std::conditional_t<std::same_as<value, std::string_view>, std::string, value>,
              typename F::compared_type>,
          "leadcore: a filter compares a field with a value of another type; a text is "
          "compared with a std::string");
    }
    if constexpr (has_field<record, name> && requires { requires F::needs_nullable; }) {
      static_assert(is_nullable_field<name, record>,
                    "leadcore: a filter asks for null in a field that is never null");
    }
  }
  if constexpr (is_search_filter<F>) {
    static_assert(are_text_fields<record>(F::fields),
                  "leadcore: a searched field is missing in the record, or holds no text");
  }
  return true;
}

template <class Record, class Key> [[nodiscard]] consteval bool check_sort_key() {
  using record = Record;
  constexpr auto name = Key::field_type::key;
  static_assert(has_field<record, name>,
                "leadcore: the order names a field that the record does not have");
  if constexpr (has_field<record, name>) {
    using value = typename without_null<described<record, name>>::type;
    static_assert(!std::same_as<value, borrowed_list<std::string_view>>,
                  "leadcore: a list is no sort key");
    static_assert(!std::floating_point<value>,
                  "leadcore: a floating-point field is no sort key, because NaN has no place in a "
                  "total order; use an integer in smaller units");
  }
  return true;
}

/// Rejects an order that does not order the rows of an endpoint totally, with a message.
template <class Endpoint, class Order> [[nodiscard]] consteval bool check_order() {
  []<class... Keys>(const lexicographic_order<Keys...>*) {
    static_assert((detail::check_sort_key<typename Endpoint::record, Keys>() && ...));
  }(static_cast<const Order*>(nullptr));
  static_assert(Order::ends_in(Endpoint::key),
                "leadcore: the order must end in the key, which is unique");
  return true;
}

/// Whether each filter has a parameter of its own.
template <class Endpoint> [[nodiscard]] consteval bool has_distinct_parameters() {
  std::array<std::string_view, filter_count<Endpoint> + 2> names{};
  std::size_t count = 0;
  detail::for_each_filter<Endpoint>([&](const auto& each) { names[count++] = each.parameter(); });
  names[count++] = field<"page">.wire_name();
  names[count++] = field<"page_size">.wire_name();
  for (std::size_t i = 0; i < count; ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (names[i] == names[j]) {
        return false;
      }
    }
  }
  return true;
}

template <search_policy Policy>
void take_derived_query(const basic_lead_query<Policy>&); // deduces the base
template <class Query> inline constexpr bool is_lead_query = false;
template <search_policy Policy>
inline constexpr bool is_lead_query<basic_lead_query<Policy>> = true;
template <class Query>
concept derives_from_lead_query =
    !is_lead_query<Query> && requires(const Query& query) { detail::take_derived_query(query); };

/// Whether each class of the query that declares members has a filter, as far as can be told: the
/// query itself, where it derives from lead_query.
template <class Endpoint, class... F>
[[nodiscard]] consteval bool filters_own_members(const std::tuple<F...>&) {
  using query = typename Endpoint::query;
  return !derives_from_lead_query<query> || (std::same_as<typename F::query_type, query> || ...);
}

} // namespace detail

/// Rejects a description that an interpreter could not honour, with a message for each fault. Every
/// interpreter calls it.
///
///     static_assert(leadcore::check_endpoint<my_endpoint>());
template <class E> [[nodiscard]] consteval bool check_endpoint() {
  static_assert(
      endpoint<E>,
      "leadcore: the endpoint lacks one of record (adapted for Boost.Hana), query (with "
      "a page_request named page), filters (a std::tuple), order (a lexicographic_order), "
      "key, path, scope, default_page_size and max_page_size; derive it from "
      "leads_endpoint to have them");
  if constexpr (endpoint<E>) {
    using record = typename E::record;
    leadcore::for_each_field<record>([]<fixed_string Name>(field_constant<Name>) {
      static_assert(!std::is_void_v<detail::described<record, Name>>,
                    "leadcore: a field (see field_constant<...>) is none of: text, list of texts, "
                    "time, number, bool, enumeration with names (see enum_table), or one of these "
                    "as an optional");
    });
    []<class... F>(const std::tuple<F...>&) {
      static_assert((detail::check_filter<E, F>() && ...));
      static_assert((0 + ... + (detail::is_search_filter<F> ? 1 : 0)) <= 1,
                    "leadcore: an endpoint has one search at most");
    }(E::filters);
    static_assert(detail::has_distinct_parameters<E>(),
                  "leadcore: two filters have the same parameter, or one is page or pageSize");
    static_assert(detail::filters_own_members<E>(E::filters),
                  "leadcore: the query derives from lead_query, but no filter is of a member of "
                  "its own, so these members would be ignored");
    static_assert(detail::check_order<E, std::remove_cvref_t<decltype(E::order)>>());
    static_assert(std::same_as<detail::described_field<E, decltype(E::key)::key>, std::string_view>,
                  "leadcore: the key must be a text that is never null");
    static_assert(0 < E::default_page_size && E::default_page_size <= E::max_page_size &&
                      E::max_page_size <= max_query_integer,
                  "leadcore: the default page size must be from 1 to the maximum");
    static_assert(std::string_view(E::path).starts_with('/'),
                  "leadcore: the path must begin with a slash");
  }
  return true;
}

namespace detail {

/// An endpoint whose order depends on where nulls are.
template <class Endpoint>
concept has_nullable_key = std::remove_cvref_t<
    decltype(Endpoint::order)>::template has_nullable_key<typename Endpoint::record>;

} // namespace detail

/// True when a row is among those that a query asks for. The page does not matter.
///
/// @par Complexity
/// constant without search, otherwise linear in the searched texts; allocates nothing.
/// @par Source
/// spec match.1 to match.5.
/// @see tests/vectors/match.jsonl
template <class Endpoint = leads_endpoint, row_of<Endpoint> Row,
          class Query = typename Endpoint::query>
  requires std::same_as<Query, typename Endpoint::query>
[[nodiscard]] constexpr bool matches(const Row& row, const Query& query) {
  return [&]<std::size_t... I>(std::index_sequence<I...>) {
    return (std::get<detail::evaluation_order<Endpoint>[I]>(Endpoint::filters)(detail::row(row),
                                                                               query) &&
            ...);
  }(std::make_index_sequence<detail::filter_count<Endpoint>>{});
}

/// True when the term is empty or a row contains it, as the search of the endpoint does.
///
/// @par Complexity
/// linear in the searched texts; allocates nothing.
/// @par Source
/// spec search.6 to search.11, fold.1.
/// @see tests/vectors/match.jsonl
template <class Endpoint = leads_endpoint, row_of<Endpoint> Row, class Term>
  requires std::same_as<Term, detail::search_term_of<Endpoint>>
[[nodiscard]] constexpr bool matches(const Row& row, const Term& term) {
  return detail::search_filter_of<Endpoint>.contains(detail::row(row), term);
}

} // namespace leadcore::inline LEADCORE_ABI

#endif
