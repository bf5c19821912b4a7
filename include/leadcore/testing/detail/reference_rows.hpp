// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TESTING_DETAIL_REFERENCE_ROWS_HPP
#define LEADCORE_TESTING_DETAIL_REFERENCE_ROWS_HPP

// Which rows match, and in what order, once more (decision 0061).

#include <leadcore/model/field.hpp>
#include <leadcore/model/lead.hpp>
#include <leadcore/model/record.hpp>
#include <leadcore/model/value.hpp>
#include <leadcore/query/endpoint.hpp>
#include <leadcore/query/filter.hpp>
#include <leadcore/query/order.hpp>
#include <leadcore/query/page.hpp>
#include <leadcore/query/query.hpp>
#include <leadcore/query/search_term.hpp>
#include <leadcore/testing/detail/wide_uint.hpp>
#include <leadcore/text/fold.hpp>
#include <leadcore/text/timestamp.hpp>
#include <leadcore/version.hpp>

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <vector>

namespace leadcore::inline LEADCORE_ABI::testing {

/// The query of an endpoint, and no other that converts to it.
template <class Query, class Endpoint>
concept query_of = std::same_as<Query, typename Endpoint::query>;

/// A placement of nulls other than the declared one, or none: the order as the endpoint declares
/// it.
using other_nulls = std::optional<null_placement>;

/// The pagination by its definition, in 128 bits.
/// @par Source
/// spec page.2 to page.6.
[[nodiscard]] inline pagination reference_paginate(std::uint64_t total, page_request request) {
  const std::uint64_t page = request.page == 0 ? 1 : request.page; // 0 counts as 1
  pagination out{page, request.page_size, total, 0, false, page > 1};
  if (request.page_size != 0) {
    out.total_pages =
        static_cast<std::uint64_t>((wide_uint{total} + request.page_size - 1) / request.page_size);
  }
  out.has_next_page = page < out.total_pages;
  return out;
}

/// The rows [first, last) of a page out of total rows, in 128 bits.
[[nodiscard]] inline row_slice reference_slice(std::uint64_t total, page_request request) {
  const wide_uint before = request.page == 0 ? 0 : wide_uint{request.page} - 1;
  const wide_uint first = std::min<wide_uint>(before * request.page_size, total);
  const wide_uint last = std::min<wide_uint>(before * request.page_size + request.page_size, total);
  return {static_cast<std::uint64_t>(first), static_cast<std::uint64_t>(last)};
}

} // namespace leadcore::inline LEADCORE_ABI::testing

namespace leadcore::inline LEADCORE_ABI::detail {

/// The endpoint whose rules are restated by hand.
template <class Endpoint>
inline constexpr bool is_documented_endpoint = std::same_as<Endpoint, leads_endpoint>;

template <class As> struct owned_value {
  using type = As;
};
template <> struct owned_value<std::string_view> {
  using type = std::string;
};
template <> struct owned_value<borrowed_list<std::string_view>> {
  using type = std::vector<std::string>;
};
template <class T> struct owned_value<std::optional<T>> : owned_value<T> {};

/// The type of a field of a record, owned and without null.
template <class Record, fixed_string Name>
using owned_field = typename owned_value<described<Record, Name>>::type;

/// A copy of the value of a field; nothing for null.
template <fixed_string Name, class Record>
[[nodiscard]] std::optional<owned_field<Record, Name>> owned_value_of(const Record& row) {
  using owned = owned_field<Record, Name>;
  auto&& value = field<Name>(row);
  if constexpr (std::same_as<owned, std::vector<std::string>>) {
    owned list;
    for (auto&& each : value) {
      list.emplace_back(detail::as_text(each));
    }
    return list;
  } else {
    if (!detail::has_value(value)) {
      return std::nullopt;
    }
    if constexpr (std::same_as<owned, std::string>) {
      return owned(detail::as_text(detail::value(value)));
    } else {
      return static_cast<owned>(detail::value(value));
    }
  }
}

/// The texts of a field: one, several, or none.
template <fixed_string Name, class Record>
[[nodiscard]] std::vector<std::string> texts_of(const Record& row) {
  const auto value = detail::owned_value_of<Name>(row);
  if constexpr (std::same_as<owned_field<Record, Name>, std::vector<std::string>>) {
    return *value;
  } else {
    return value ? std::vector{*value} : std::vector<std::string>();
  }
}

/// The key of a record.
template <class Endpoint> [[nodiscard]] std::string key_of(const typename Endpoint::record& row) {
  return *detail::owned_value_of<decltype(Endpoint::key)::key>(row);
}

/// Whether a filter is of a kind with a field, a parameter, a query and a type to compare with.
template <template <fixed_string, fixed_string, class, class> class Kind, class Filter>
inline constexpr bool is_kind = false;
template <template <fixed_string, fixed_string, class, class> class Kind, fixed_string Name,
          fixed_string Parameter, class Query, class Asked>
inline constexpr bool is_kind<Kind, Kind<Name, Parameter, Query, Asked>> = true;

template <class Filter> inline constexpr bool is_null_filter = false;
template <fixed_string Name, fixed_string Parameter, class Query>
inline constexpr bool is_null_filter<null_filter<Name, Parameter, Query>> = true;
template <class Filter> inline constexpr bool is_owner_filter = false;
template <fixed_string Name, fixed_string Parameter, class Query>
inline constexpr bool is_owner_filter<owner_filter<Name, Parameter, Query>> = true;

/// A filter that compares a field with values.
template <class Filter>
inline constexpr bool is_comparison =
    is_kind<equals_filter, Filter> || is_kind<at_least_filter, Filter> ||
    is_kind<less_than_filter, Filter> || is_kind<one_of_filter, Filter>;
/// A filter that this library has.
template <class Filter>
inline constexpr bool is_known_filter = is_comparison<Filter> || is_null_filter<Filter> ||
                                        is_owner_filter<Filter> || is_search_filter<Filter>;

/// The parameters of the documented endpoint that have filters.
[[nodiscard]] constexpr bool is_documented_parameter(std::string_view name) noexcept {
  return name == "status" || name == "search" || name == "assignedToId";
}
/// Whether a filter is among those that are restated by hand.
template <class Endpoint, class Filter>
inline constexpr bool is_restated =
    is_documented_endpoint<Endpoint> && is_documented_parameter(Filter::parameter());

} // namespace leadcore::inline LEADCORE_ABI::detail

namespace leadcore::inline LEADCORE_ABI::testing {

// The order. --------------------------------------------------------------------------------------

/// Compares two values of a sort key: texts by their bytes, as unsigned; times, enumerations,
/// numbers and false before true by their numbers. Less than 0, 0, or more than 0.
template <class T> [[nodiscard]] int reference_compare_values(const T& a, const T& b) {
  const auto number = [](const T& value) {
    if constexpr (std::same_as<T, std::string>) {
      return std::vector<unsigned char>(value.begin(), value.end());
    } else if constexpr (std::same_as<T, timestamp>) {
      return value.milliseconds_since_epoch();
    } else if constexpr (std::is_enum_v<T>) {
      return static_cast<std::underlying_type_t<T>>(value);
    } else {
      return value;
    }
  };
  return number(a) < number(b) ? -1 : number(b) < number(a) ? 1 : 0;
}

/// Compares two rows by one sort key.
template <class Key, class Record>
[[nodiscard]] int reference_compare(const Key& key, const Record& a, const Record& b,
                                    other_nulls nulls) {
  const auto one = detail::owned_value_of<Key::field_type::key>(a);
  const auto other = detail::owned_value_of<Key::field_type::key>(b);
  if (one.has_value() && other.has_value()) {
    const int up = testing::reference_compare_values(*one, *other);
    return Key::direction == sort_direction::ascending ? up : -up;
  }
  const int null_rank = nulls.value_or(key.nulls) == null_placement::first ? -1 : 1;
  return (one.has_value() ? 0 : null_rank) - (other.has_value() ? 0 : null_rank);
}

/// Whether a lead is before another: nextCallAt ascending, createdAt descending, id ascending by
/// its bytes.
/// @par Source
/// spec order.1 to order.7.
[[nodiscard]] inline bool reference_lead_before(const lead& a, const lead& b,
                                                null_placement nulls) {
  const auto key = [nulls](const lead& row) {
    const int without_call = nulls == null_placement::first ? 0 : 2;
    return std::tuple(row.next_call_at ? 1 : without_call,
                      row.next_call_at ? row.next_call_at->milliseconds_since_epoch() : 0,
                      -row.created_at.milliseconds_since_epoch(),
                      std::vector<unsigned char>(row.id.begin(), row.id.end()));
  };
  return key(a) < key(b);
}

/// Whether a row is before another in the order of an endpoint.
template <class Endpoint = leads_endpoint>
[[nodiscard]] bool reference_before(const typename Endpoint::record& a,
                                    const typename Endpoint::record& b, other_nulls nulls = {}) {
  if constexpr (detail::is_documented_endpoint<Endpoint>) {
    return testing::reference_lead_before(a, b, nulls.value_or(nulls_last));
  } else {
    int result = 0;
    std::apply(
        [&](const auto&... key) {
          static_cast<void>(((result = testing::reference_compare(key, a, b, nulls)) || ...));
        },
        Endpoint::order.keys);
    return result < 0;
  }
}

// The filters. ------------------------------------------------------------------------------------

/// Whether a term may be a phone number.
/// @par Source
/// spec phone_search.1.
[[nodiscard]] inline bool reference_is_phone_term(std::string_view term) {
  const auto digit = [](char c) {
    return std::string_view("0123456789").find(c) != std::string_view::npos;
  };
  return term.find_first_not_of("0123456789 +-.()/") == std::string_view::npos &&
         std::count_if(term.begin(), term.end(), digit) >= 3;
}

/// The phone rule of docs/spec.md by which a term is found in the digits of a phone; empty if it is
/// not found.
/// @par Source
/// spec phone_search.1 to phone_search.7.
[[nodiscard]] inline std::string_view reference_phone_rule(std::string_view term,
                                                           std::string_view phone) {
  const std::string digits = "0123456789";
  const auto only = [](std::string_view text, const std::string& kept) {
    std::string out;
    for (const char c : text) {
      if (kept.find(c) != std::string::npos) {
        out += c;
      }
    }
    return out;
  };
  if (!reference_is_phone_term(term)) {
    return {};
  }
  const std::string dialled = only(term, digits + "+");
  const std::string asked = only(term, digits);
  const std::string stored = only(phone, digits);
  if (dialled.substr(0, 1) == "+") {
    return stored.substr(0, asked.size()) == asked ? "phone_search.4" : "";
  }
  if (dialled.substr(0, 2) == "00") {
    return stored.substr(0, asked.size() - 2) == asked.substr(2) ? "phone_search.5" : "";
  }
  if (stored.find(asked) != std::string::npos) {
    return "phone_search.6";
  }
  const bool is_trunk = asked.size() >= 7 && asked[0] == '0';
  return is_trunk && stored.find(asked.substr(1)) != std::string::npos ? "phone_search.7" : "";
}
/// Whether a term finds a phone by a phone rule.
[[nodiscard]] inline bool reference_phone_found(std::string_view term, std::string_view phone) {
  return !reference_phone_rule(term, phone).empty();
}

/// The phrases that a row must contain: the term, or each of its words.
[[nodiscard]] inline std::vector<std::string> reference_phrases(std::string_view term,
                                                                term_reading reading) {
  std::vector<std::string> phrases{std::string(term)};
  if (reading == term_reading::all_words && !reference_is_phone_term(term)) {
    for (std::size_t at = phrases.back().find(' '); at != std::string::npos;
         at = phrases.back().find(' ')) {
      const std::string rest = phrases.back().substr(at + 1);
      phrases.back().resize(at);
      phrases.push_back(rest);
    }
  }
  return phrases;
}

/// Whether a value contains a phrase, by its folding or as a phone number. A phrase that folds to
/// nothing (marks alone, if accents do not count) is found nowhere.
template <folding Folding = folding::caseless>
[[nodiscard]] bool reference_contains(const std::string& value, const std::string& phrase,
                                      bool is_phone) {
  const std::string folded = leadcore::fold<Folding>(phrase);
  return (!folded.empty() && leadcore::fold<Folding>(value).find(folded) != std::string::npos) ||
         (is_phone && reference_phone_found(phrase, value));
}

/// Whether a lead passes the three documented filters of a query.
/// @par Source
/// spec match.1 to match.5, search.6 to search.11.
[[nodiscard]] inline bool reference_lead_matches(const lead& row, const lead_query& query) {
  if (query.status && *query.status != row.status) {
    return false;
  }
  if (query.assigned_to.is_unassigned() && row.assigned_to_id) {
    return false;
  }
  if (query.assigned_to.is_member() && row.assigned_to_id != std::string(query.assigned_to.id())) {
    return false;
  }
  const std::string term(query.search.text());
  if (term.empty()) {
    return true;
  }
  std::vector<std::string> values{row.name};
  if (row.company) {
    values.push_back(*row.company);
  }
  values.insert(values.end(), row.emails.begin(), row.emails.end());
  return std::any_of(
             values.begin(), values.end(),
             [&](const std::string& value) { return reference_contains(value, term, false); }) ||
         std::any_of(row.phones.begin(), row.phones.end(), [&](const std::string& phone) {
           return reference_contains(phone, term, true);
         });
}

} // namespace leadcore::inline LEADCORE_ABI::testing

namespace leadcore::inline LEADCORE_ABI::detail {

/// Whether a row passes a filter; a kind of the user's own is asked itself.
template <class Filter, class Record, class Query>
[[nodiscard]] bool reference_passes(const Filter& filter, const Record& row, const Query& query) {
  return filter(row, query);
}
template <fixed_string Name, fixed_string Parameter, class Base, class Asked, class Record,
          class Query>
[[nodiscard]] bool reference_passes(const equals_filter<Name, Parameter, Base, Asked>& filter,
                                    const Record& row, const Query& query) {
  const auto value = detail::owned_value_of<Name>(row);
  const auto& asked = query.*filter.member;
  return !asked.has_value() || (value.has_value() && *value == *asked);
}
template <fixed_string Name, fixed_string Parameter, class Base, class Asked, class Record,
          class Query>
[[nodiscard]] bool reference_passes(const at_least_filter<Name, Parameter, Base, Asked>& filter,
                                    const Record& row, const Query& query) {
  const auto value = detail::owned_value_of<Name>(row);
  const auto& asked = query.*filter.member;
  return !asked.has_value() ||
         (value.has_value() && testing::reference_compare_values(*value, *asked) >= 0);
}
template <fixed_string Name, fixed_string Parameter, class Base, class Asked, class Record,
          class Query>
[[nodiscard]] bool reference_passes(const less_than_filter<Name, Parameter, Base, Asked>& filter,
                                    const Record& row, const Query& query) {
  const auto value = detail::owned_value_of<Name>(row);
  const auto& asked = query.*filter.member;
  return !asked.has_value() ||
         (value.has_value() && testing::reference_compare_values(*value, *asked) < 0);
}
template <fixed_string Name, fixed_string Parameter, class Base, class Asked, class Record,
          class Query>
[[nodiscard]] bool reference_passes(const one_of_filter<Name, Parameter, Base, Asked>& filter,
                                    const Record& row, const Query& query) {
  const auto value = detail::owned_value_of<Name>(row);
  const std::vector<Asked>& asked = query.*filter.member;
  return asked.empty() ||
         (value.has_value() && std::find(asked.begin(), asked.end(), *value) != asked.end());
}
template <fixed_string Name, fixed_string Parameter, class Base, class Record, class Query>
[[nodiscard]] bool reference_passes(const null_filter<Name, Parameter, Base>& filter,
                                    const Record& row, const Query& query) {
  const auto& asked = query.*filter.member;
  return !asked.has_value() || *asked != detail::owned_value_of<Name>(row).has_value();
}
template <fixed_string Name, fixed_string Parameter, class Base, class Record, class Query>
[[nodiscard]] bool reference_passes(const owner_filter<Name, Parameter, Base>& filter,
                                    const Record& row, const Query& query) {
  const auto owner = detail::owned_value_of<Name>(row);
  const assignee_filter& asked = query.*filter.member;
  return asked.is_any() || (asked.is_unassigned() && !owner.has_value()) ||
         (asked.is_member() && owner == std::string(asked.id()));
}
template <fixed_string Parameter, class Base, search_policy Policy, class... Fields, class Record,
          class Query>
[[nodiscard]] bool reference_passes(const search_filter<Parameter, Base, Policy, Fields...>& filter,
                                    const Record& row, const Query& query) {
  const std::string term((query.*filter.member).text());
  if (term.empty()) {
    return true;
  }
  const auto phrases = testing::reference_phrases(term, Policy.reading);
  return std::all_of(phrases.begin(), phrases.end(), [&](const std::string& phrase) {
    const auto found = [&](const std::vector<std::string>& values, bool is_phone) {
      return std::any_of(values.begin(), values.end(), [&](const std::string& value) {
        return testing::reference_contains<Policy.folding>(value, phrase, is_phone);
      });
    };
    return (found(detail::texts_of<Fields::field_type::key>(row), Fields::is_phone) || ...);
  });
}

} // namespace leadcore::inline LEADCORE_ABI::detail

namespace leadcore::inline LEADCORE_ABI::testing {

/// Whether a row passes every filter of a query.
template <class Endpoint = leads_endpoint, query_of<Endpoint> Query = typename Endpoint::query>
[[nodiscard]] bool reference_matches(const typename Endpoint::record& row, const Query& query) {
  bool passed = true;
  if constexpr (detail::is_documented_endpoint<Endpoint>) {
    passed = testing::reference_lead_matches(row, query);
  }
  detail::for_each_filter<Endpoint>([&]<class Filter>(const Filter& filter) {
    if constexpr (!detail::is_restated<Endpoint, Filter>) {
      passed = passed && detail::reference_passes(filter, row, query);
    }
  });
  return passed;
}

/// The answer to a query: copies the matching rows, sorts them all, cuts out the page.
/// @pre the keys are distinct
template <class Endpoint = leads_endpoint, query_of<Endpoint> Query = typename Endpoint::query>
[[nodiscard]] page_of<typename Endpoint::record>
reference_list(const std::vector<typename Endpoint::record>& rows, const Query& query,
               other_nulls nulls = {}) {
  using record = typename Endpoint::record;
  std::vector<record> found;
  for (const record& row : rows) {
    if (testing::reference_matches<Endpoint>(row, query)) {
      found.push_back(row);
    }
  }
  std::sort(found.begin(), found.end(), [nulls](const record& a, const record& b) {
    return testing::reference_before<Endpoint>(a, b, nulls);
  });
  const row_slice slice = reference_slice(found.size(), query.page);
  page_of<record> page;
  for (std::uint64_t i = slice.first; i < slice.last; ++i) {
    page.data.push_back(found[i]);
  }
  page.pagination = reference_paginate(found.size(), query.page);
  return page;
}

} // namespace leadcore::inline LEADCORE_ABI::testing

#endif
