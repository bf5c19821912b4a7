// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TESTING_DETAIL_REFERENCE_QUERY_HPP
#define LEADCORE_TESTING_DETAIL_REFERENCE_QUERY_HPP

// The reading of a query string once more, for the laws to compare with (decision 0061).

#include <leadcore/model/error.hpp>
#include <leadcore/model/status.hpp>
#include <leadcore/query/endpoint.hpp>
#include <leadcore/query/filter.hpp>
#include <leadcore/query/parameter.hpp>
#include <leadcore/query/query.hpp>
#include <leadcore/query/search_term.hpp>
#include <leadcore/testing/detail/reference_rows.hpp>
#include <leadcore/testing/detail/reference_text.hpp>
#include <leadcore/text/enum_table.hpp>
#include <leadcore/text/result.hpp>
#include <leadcore/text/timestamp.hpp>
#include <leadcore/version.hpp>

#include <algorithm>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace leadcore::inline LEADCORE_ABI::testing {

/// The names of the parameters, in the order of declaration.
template <class Endpoint = leads_endpoint>
[[nodiscard]] std::vector<std::string> reference_parameters() {
  std::vector<std::string> names;
  if constexpr (detail::is_documented_endpoint<Endpoint>) {
    names = {"status", "search", "assignedToId"};
  }
  detail::for_each_filter<Endpoint>([&]<class Filter>(const Filter& filter) {
    if constexpr (!detail::is_restated<Endpoint, Filter>) {
      names.emplace_back(filter.parameter());
    }
  });
  names.emplace_back("page");
  names.emplace_back("pageSize");
  return names;
}

/// The default and the maximum of pageSize.
template <class Endpoint = leads_endpoint>
[[nodiscard]] constexpr std::pair<std::uint64_t, std::uint64_t> reference_page_sizes() {
  if constexpr (detail::is_documented_endpoint<Endpoint>) {
    return {50, 100};
  } else {
    return {Endpoint::default_page_size, Endpoint::max_page_size};
  }
}

// Values. -----------------------------------------------------------------------------------------

/// A sequence of decimal digits as an integer; nothing if it is not one, or has a value of more
/// than 30 digits.
[[nodiscard]] inline std::optional<wide_uint> reference_read_digits(std::string_view text) {
  if (text.find_first_not_of("0123456789") != std::string_view::npos) {
    return std::nullopt;
  }
  constexpr wide_uint far(std::uint64_t{1} << 36U, 0); // larger than any type's
  wide_uint value = 0;
  for (const char digit : text.substr(std::min(text.find_first_not_of('0'), text.size()))) {
    value = value > far ? value : value * 10 + static_cast<unsigned>(digit - '0');
  }
  return value;
}

/// An integer: [0-9]+, after "-" if the type has negative values.
template <std::integral T>
[[nodiscard]] result<T, query_errc> reference_read_integer(std::string_view text) {
  const bool minus = std::numeric_limits<T>::is_signed && text.substr(0, 1) == "-";
  const std::string_view digits = text.substr(minus ? 1 : 0);
  const auto magnitude = reference_read_digits(digits);
  if (digits.empty() || !magnitude) {
    return fail(query_errc::not_an_integer);
  }
  const wide_uint most = wide_uint{std::numeric_limits<T>::max()} + (minus ? 1U : 0U);
  if (*magnitude > most) {
    return fail(query_errc::integer_out_of_range);
  }
  return static_cast<T>(static_cast<std::uint64_t>(minus ? 0 - *magnitude : *magnitude));
}

/// A number: -?[0-9]+(.[0-9]+)?([eE][+-]?[0-9]+)?, neither too large nor, if it is not 0, too small
/// for the type.
template <std::floating_point T>
[[nodiscard]] result<T, query_errc> reference_read_number(const std::string& text) {
  std::size_t at = text.substr(0, 1) == "-" ? 1 : 0;
  const auto skip_digits = [&] {
    const std::size_t begin = at;
    at = std::min(text.find_first_not_of("0123456789", at), text.size());
    return at != begin;
  };
  bool good = skip_digits();
  if (good && text.substr(at, 1) == ".") {
    ++at;
    good = skip_digits();
  }
  const bool is_zero = text.substr(0, at).find_first_of("123456789") == std::string::npos;
  if (good && (text.substr(at, 1) == "e" || text.substr(at, 1) == "E")) {
    at += text.substr(at + 1, 1) == "+" || text.substr(at + 1, 1) == "-" ? 2U : 1U;
    good = skip_digits();
  }
  const T value = std::same_as<T, float> ? static_cast<T>(std::strtof(text.c_str(), nullptr))
                                         : static_cast<T>(std::strtod(text.c_str(), nullptr));
  if (!good || at != text.size() || !std::isfinite(value) || (value == 0 && !is_zero)) {
    return fail(query_errc::not_a_number);
  }
  return value;
}

/// A value of a parameter that compares with a T.
template <class T>
[[nodiscard]] result<T, query_errc> reference_read_value(const std::string& text) {
  if (text.empty()) {
    return fail(query_errc::empty_value);
  }
  if constexpr (std::same_as<T, std::string>) {
    return text;
  } else if constexpr (std::same_as<T, timestamp>) {
    const auto read = parse_timestamp(text); // has oracles of its own
    return read.has_value() ? result<T, query_errc>(*read) : fail(query_errc::invalid_time);
  } else if constexpr (std::same_as<T, bool>) {
    return text == "true"    ? result<T, query_errc>(true)
           : text == "false" ? result<T, query_errc>(false)
                             : fail(query_errc::not_a_boolean);
  } else if constexpr (named_enum<T>) {
    for (const auto& entry : enum_table<T>) {
      if (text == entry.name) {
        return entry.value;
      }
    }
    return fail(std::same_as<T, lead_status> ? query_errc::unknown_status
                                             : query_errc::unknown_value);
  } else if constexpr (std::integral<T>) {
    return testing::reference_read_integer<T>(text);
  } else {
    return testing::reference_read_number<T>(text);
  }
}

/// A search term, or why the text is not one.
template <search_policy Policy = search_policy{}>
[[nodiscard]] result<basic_search_term<Policy>, query_errc>
reference_read_term(const std::string& value) {
  const std::string phrase = reference_phrase(value);
  if (reference_length(phrase) > 256) {
    return fail(query_errc::search_too_long);
  }
  return leadcore::unchecked_search_term<Policy>(phrase);
}

} // namespace leadcore::inline LEADCORE_ABI::testing

namespace leadcore::inline LEADCORE_ABI::detail {

/// Stores a result, or returns its error.
template <class T, class Member>
[[nodiscard]] std::optional<query_errc> store_value(result<T, query_errc> read, Member& member) {
  if (!read.has_value()) {
    return read.error();
  }
  member = *std::move(read);
  return std::nullopt;
}

/// The parts of a raw value between its commas, each decoded.
[[nodiscard]] inline std::vector<std::string> reference_list_parts(std::string_view raw) {
  std::vector<std::string> parts;
  for (;;) {
    const std::size_t comma = raw.find(',');
    parts.push_back(testing::reference_decode(raw.substr(0, comma)).value_or(""));
    if (comma == std::string_view::npos) {
      return parts;
    }
    raw.remove_prefix(comma + 1);
  }
}

/// Reads the value of a filter's parameter, by the kind of the filter; a kind of the user's own
/// reads it itself.
template <class Filter, class Query>
[[nodiscard]] std::optional<query_errc>
reference_set(const Filter& filter, Query& query, std::string_view raw, const std::string& value) {
  const auto code_of = [](const value_check& problem) {
    return problem ? std::optional(problem->code) : std::nullopt;
  };
  if constexpr (is_kind<one_of_filter, Filter>) {
    auto& member = query.*filter.member;
    using asked = typename Filter::compared_type;
    std::vector<asked> read;
    for (const std::string& part : detail::reference_list_parts(raw)) {
      asked one{};
      if (const auto code = detail::store_value(testing::reference_read_value<asked>(part), one)) {
        return code;
      }
      read.push_back(one);
    }
    member = read;
    return std::nullopt;
  } else if constexpr (is_comparison<Filter>) {
    return detail::store_value(testing::reference_read_value<typename Filter::compared_type>(value),
                               query.*filter.member);
  } else if constexpr (is_null_filter<Filter>) {
    return detail::store_value(testing::reference_read_value<bool>(value), query.*filter.member);
  } else if constexpr (is_owner_filter<Filter>) {
    query.*filter.member = value == "unassigned" ? assignee_filter::unassigned()
                           : value.empty()       ? assignee_filter()
                                                 : assignee_filter::member(value);
    return value.empty() ? std::optional(query_errc::empty_value) : std::nullopt;
  } else if constexpr (is_search_filter<Filter>) {
    return detail::store_value(testing::reference_read_term<Filter::policy>(value),
                               query.*filter.member);
  } else if constexpr (requires { filter.parse(std::string_view(value), query); }) {
    return code_of(filter.parse(std::string_view(value), query));
  } else {
    const auto parts = detail::reference_list_parts(raw);
    return code_of(filter.parse(std::span<const std::string>(parts), query));
  }
}

/// Reads one of the three documented parameters with a filter.
[[nodiscard]] inline std::optional<query_errc>
reference_set_documented(lead_query& query, const std::string& name, const std::string& value) {
  if (name == "search") {
    return detail::store_value(testing::reference_read_term(value), query.search);
  }
  if (value.empty()) {
    return query_errc::empty_value;
  }
  if (name == "assignedToId") {
    query.assigned_to =
        value == "unassigned" ? assignee_filter::unassigned() : assignee_filter::member(value);
    return std::nullopt;
  }
  const std::map<std::string, lead_status> statuses{{"NOT_CONTACTED", lead_status::not_contacted},
                                                    {"CONTACTED", lead_status::contacted},
                                                    {"QUALIFIED", lead_status::qualified},
                                                    {"CONVERTED", lead_status::converted},
                                                    {"LOST", lead_status::lost}};
  if (statuses.count(value) == 0) {
    return query_errc::unknown_status;
  }
  query.status = statuses.at(value);
  return std::nullopt;
}

/// Reads page or pageSize: 1 to 2^53-1, and to the largest page size.
template <class Endpoint>
[[nodiscard]] std::optional<query_errc>
reference_set_page(page_request& page, const std::string& name, const std::string& value,
                   query_profile profile) {
  if (value.empty()) {
    return query_errc::empty_value;
  }
  const auto integer = testing::reference_read_digits(value);
  if (!integer) {
    return query_errc::not_an_integer;
  }
  if (*integer < 1 || *integer > 9'007'199'254'740'991U) {
    return query_errc::integer_out_of_range;
  }
  const auto read = static_cast<std::uint64_t>(*integer);
  constexpr std::uint64_t most = testing::reference_page_sizes<Endpoint>().second;
  if (name == "page") {
    page.page = read;
  } else if (read > most && !leadcore::detail::includes(profile, profiles::clamp)) {
    return query_errc::page_size_too_large;
  } else {
    page.page_size = std::min(read, most);
  }
  return std::nullopt;
}

/// Reads the value of a known parameter.
template <class Endpoint, class Query>
[[nodiscard]] std::optional<query_errc>
reference_set_parameter(Query& query, const std::string& name, std::string_view raw,
                        const std::string& value, query_profile profile) {
  if (name == "page" || name == "pageSize") {
    return detail::reference_set_page<Endpoint>(query.page, name, value, profile);
  }
  if constexpr (is_documented_endpoint<Endpoint>) {
    if (is_documented_parameter(name)) {
      return detail::reference_set_documented(query, name, value);
    }
  }
  std::optional<query_errc> problem;
  detail::for_each_filter<Endpoint>([&]<class Filter>(const Filter& filter) {
    if constexpr (!is_restated<Endpoint, Filter>) {
      if (filter.parameter() == name) {
        problem = detail::reference_set(filter, query, raw, value);
      }
    }
  });
  return problem;
}

/// A name and its value in a query string, with their offsets.
struct raw_pair {
  std::string_view name;
  std::string_view value;
  std::size_t name_at = 0;
  std::size_t value_at = 0;
};

[[nodiscard]] inline std::vector<raw_pair> reference_pairs(std::string_view raw) {
  std::vector<raw_pair> pairs;
  for (std::size_t start = 0; start <= raw.size();) {
    const std::string_view pair = raw.substr(start, raw.find('&', start) - start);
    const std::string_view name = pair.substr(0, pair.find('='));
    const bool has_value = name.size() != pair.size();
    const std::string_view value = has_value ? pair.substr(name.size() + 1) : std::string_view();
    if (!pair.empty()) {
      pairs.push_back({name, value, start, start + pair.size() - value.size()});
    }
    start += pair.size() + 1;
  }
  return pairs;
}

} // namespace leadcore::inline LEADCORE_ABI::detail

namespace leadcore::inline LEADCORE_ABI::testing {

/// The result of parsing a query string: the query, or every problem. `allowed` and `suggestion` of
/// a problem stay empty: their wording is free, and explains_its_errors judges them.
/// @par Source
/// spec query.1 to query.29.
template <class Endpoint = leads_endpoint>
[[nodiscard]] result<typename Endpoint::query, query_errors>
reference_parse_query(std::string_view raw, query_profile profile = profiles::strict) {
  typename Endpoint::query query;
  query.page.page_size = reference_page_sizes<Endpoint>().first;
  query_errors errors;
  std::set<std::string> given;
  const auto names = testing::reference_parameters<Endpoint>();
  for (const detail::raw_pair& each : detail::reference_pairs(raw)) {
    const auto name = reference_decode(each.name);
    const auto value = reference_decode(each.value);
    const bool known =
        name.has_value() && std::find(names.begin(), names.end(), *name) != names.end();
    const bool repeated = known && !given.insert(*name).second;
    const auto problem = [&]() -> std::optional<std::pair<query_errc, std::size_t>> {
      if (!name.has_value()) {
        return std::pair(name.error().first, each.name_at + name.error().second);
      }
      if (!value.has_value()) {
        return std::pair(value.error().first, each.value_at + value.error().second);
      }
      if (!known) {
        return leadcore::detail::includes(profile, profiles::ignore_unknown)
                   ? std::nullopt
                   : std::optional(std::pair(query_errc::unknown_parameter, each.name_at));
      }
      if (repeated) {
        return std::pair(query_errc::duplicate_parameter, each.name_at);
      }
      const auto code =
          detail::reference_set_parameter<Endpoint>(query, *name, each.value, *value, profile);
      return code ? std::optional(std::pair(*code, each.value_at)) : std::nullopt;
    }();
    if (problem) {
      errors.push_back({problem->first,
                        name.has_value() ? *name : std::string(each.name),
                        value.has_value() ? *value : std::string(each.value),
                        problem->second,
                        {},
                        {}});
    }
  }
  if (!errors.empty()) {
    return fail(std::move(errors));
  }
  return query;
}

} // namespace leadcore::inline LEADCORE_ABI::testing

#endif
