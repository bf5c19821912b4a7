// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_QUERY_QUERY_STRING_HPP
#define LEADCORE_QUERY_QUERY_STRING_HPP

// The wire form of a query: the parameters, parsing and printing.

#include <leadcore/model/error.hpp>
#include <leadcore/model/field.hpp>
#include <leadcore/model/lead.hpp>
#include <leadcore/model/status.hpp>
#include <leadcore/query/page.hpp>
#include <leadcore/query/query.hpp>
#include <leadcore/query/search_term.hpp>
#include <leadcore/text/ascii.hpp>
#include <leadcore/text/result.hpp>
#include <leadcore/text/utf8.hpp>
#include <leadcore/version.hpp>

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace leadcore::inline LEADCORE_ABI {

namespace detail {

/// A problem of a value, without its position.
struct value_problem {
  errc code{};
  std::string allowed;
};
using value_check = std::optional<value_problem>;

[[nodiscard]] inline value_check parse_integer(std::string_view text, std::uint64_t& out,
                                               std::uint64_t allowed_most) {
  const std::string allowed = "an integer from 1 to " + std::to_string(allowed_most);
  if (text.empty()) {
    return value_problem{errc::empty_value, allowed};
  }
  std::uint64_t number = 0;
  for (const char c : text) {
    if (!is_digit(c)) {
      return value_problem{errc::not_an_integer, allowed};
    }
    number = std::min(number * 10 + static_cast<std::uint64_t>(c - '0'),
                      max_query_integer + 1); // saturates
  }
  if (number == 0 || number > max_query_integer) {
    return value_problem{errc::integer_out_of_range, allowed};
  }
  out = number;
  return std::nullopt;
}

/// A parameter of the query string: its name, its parser, and its printer, which returns nothing
/// for the default.
struct query_parameter {
  std::string_view name;
  value_check (*parse)(std::string_view value, query_profile, lead_query&);
  std::optional<std::string> (*print)(const lead_query&);
};

} // namespace detail

/// The parameters of the endpoint, in the order of the contract. Parsing, printing and suggestions
/// read this list.
inline constexpr std::array query_parameters{
    detail::query_parameter{
        field<"status">.wire_name(),
        [](std::string_view value, query_profile, lead_query& query) -> detail::value_check {
          const auto parsed = parse_lead_status(value);
          if (!parsed.has_value()) {
            return detail::value_problem{value.empty() ? errc::empty_value : errc::unknown_status,
                                         std::string(lead_status_names)};
          }
          query.status = *parsed;
          return std::nullopt;
        },
        [](const lead_query& query) {
          return query.status ? std::optional(std::string(to_string(*query.status))) : std::nullopt;
        }},
    detail::query_parameter{
        "search",
        [](std::string_view value, query_profile, lead_query& query) -> detail::value_check {
          auto parsed = parse_search_term(value);
          if (!parsed.has_value()) { // too long: decode_component has checked the encoding
            return detail::value_problem{errc::search_too_long,
                                         "at most " + std::to_string(max_search_code_points) +
                                             " characters"};
          }
          query.search = std::move(*parsed);
          return std::nullopt;
        },
        [](const lead_query& query) {
          return query.search.empty() ? std::nullopt
                                      : std::optional(std::string(query.search.text()));
        }},
    detail::query_parameter{
        field<"assigned_to_id">.wire_name(),
        [](std::string_view value, query_profile, lead_query& query) -> detail::value_check {
          if (value.empty()) {
            return detail::value_problem{errc::empty_value, "an organisation member's id, or " +
                                                                std::string(unassigned_id)};
          }
          query.assigned_to = assignee_filter::member(value);
          return std::nullopt;
        },
        [](const lead_query& query) -> std::optional<std::string> {
          if (query.assigned_to.is_any()) {
            return std::nullopt;
          }
          return std::string(query.assigned_to.is_unassigned() ? unassigned_id
                                                               : query.assigned_to.id());
        }},
    detail::query_parameter{field<"page">.wire_name(),
                            [](std::string_view value, query_profile, lead_query& query) {
                              return detail::parse_integer(value, query.page.page,
                                                           max_query_integer);
                            },
                            [](const lead_query& query) {
                              return query.page.page == page_request{}.page
                                         ? std::nullopt
                                         : std::optional(std::to_string(query.page.page));
                            }},
    detail::query_parameter{
        field<"page_size">.wire_name(),
        [](std::string_view value, query_profile profile,
           lead_query& query) -> detail::value_check {
          std::uint64_t size = 0;
          if (auto problem = detail::parse_integer(value, size, max_page_size)) {
            return problem;
          }
          if (size > max_page_size && !has(profile, clamp)) {
            return detail::value_problem{errc::page_size_too_large,
                                         "an integer from 1 to " + std::to_string(max_page_size)};
          }
          query.page.page_size = std::min(size, max_page_size);
          return std::nullopt;
        },
        [](const lead_query& query) {
          return query.page.page_size == default_page_size
                     ? std::nullopt
                     : std::optional(std::to_string(query.page.page_size));
        }},
};

namespace detail {

/// A decoded part of a query string, or the first problem of decoding it and its byte.
struct decoded_text {
  std::string text;
  std::optional<errc> problem;
  std::size_t offset = 0;
};

/// Strict application/x-www-form-urlencoded decoding. A "%" without two digits, bytes that are not
/// UTF-8, and U+0000 are errors.
[[nodiscard]] inline decoded_text decode_component(std::string_view raw) {
  decoded_text out;
  out.text.reserve(raw.size());
  for (std::size_t at = 0; at < raw.size(); ++at) {
    if (raw[at] == '+') {
      out.text += ' ';
    } else if (raw[at] != '%') {
      out.text += raw[at];
    } else {
      const int high = at + 1 < raw.size() ? hex_value(raw[at + 1]) : -1;
      const int low = at + 2 < raw.size() ? hex_value(raw[at + 2]) : -1;
      if (high < 0 || low < 0) {
        return {std::string(raw), errc::malformed_percent_encoding, at};
      }
      out.text += static_cast<char>(high * 16 + low);
      at += 2;
    }
  }
  const auto origin = [raw](std::size_t decoded) { // the offset of a decoded byte in raw
    std::size_t at = 0;
    for (; decoded > 0; --decoded) {
      at += raw[at] == '%' ? 3U : 1U;
    }
    return at;
  };
  if (const std::size_t bad = find_invalid_utf8(out.text); bad != std::string_view::npos) {
    return {std::string(raw), errc::invalid_utf8, origin(bad)};
  }
  if (const std::size_t nul = out.text.find('\0'); nul != std::string::npos) {
    return {std::string(raw), errc::nul_character, origin(nul)};
  }
  return out;
}

/// Optimal string alignment distance (insert, delete, replace, swap neighbours), ignoring case.
[[nodiscard]] inline std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), current(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) {
    last[j] = j;
  }
  for (std::size_t i = 1; i <= a.size(); ++i) {
    current[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const bool same = to_lower(a[i - 1]) == to_lower(b[j - 1]);
      current[j] = std::min({last[j] + 1, current[j - 1] + 1, last[j - 1] + (same ? 0U : 1U)});
      if (i > 1 && j > 1 && to_lower(a[i - 1]) == to_lower(b[j - 2]) &&
          to_lower(a[i - 2]) == to_lower(b[j - 1])) {
        current[j] = std::min(current[j], before[j - 2] + 1);
      }
    }
    std::swap(before, last);
    std::swap(last, current);
  }
  return last[b.size()];
}

[[nodiscard]] inline std::string parameter_names() {
  std::string names;
  for (const auto& parameter : query_parameters) {
    names += names.empty() ? "" : ", ";
    names += parameter.name;
  }
  return names;
}

/// The known parameter with the nearest name; the first one of several.
[[nodiscard]] inline std::string_view nearest_parameter(std::string_view name) {
  name = name.substr(0, 64); // longer names are equally far from all
  std::string_view nearest;
  std::size_t least = static_cast<std::size_t>(-1);
  for (const auto& parameter : query_parameters) {
    if (const std::size_t distance = edit_distance(name, parameter.name); distance < least) {
      least = distance;
      nearest = parameter.name;
    }
  }
  return nearest;
}

} // namespace detail

/// Reads a raw query string (without "?") and reports every problem in it, not only the first.
///
/// @par Grammar
///     query = [ pair *( "&" pair ) ]     ; empty pairs are skipped
///     pair  = name [ "=" value ]         ; application/x-www-form-urlencoded, decoded as UTF-8
/// @param raw_query_string  any bytes; not kept after the call.
/// @return the query, with defaults for what is not given.
/// @par Errors (of errc, in query order; for each pair the first that applies)
///     | code                       | offset         | when                                   |
///     | malformed_percent_encoding | the "%"        | no two hexadecimal digits follow       |
///     | invalid_utf8               | the first byte | the decoded name or value is not UTF-8 |
///     | nul_character              | that byte      | the decoded name or value holds U+0000 |
///     | unknown_parameter          | the name       | not one of the five; has a suggestion  |
///     | duplicate_parameter        | the name       | given before, with a good value or not |
///     | empty_value                | the value      | no value, for any parameter but search |
///     | unknown_status             | the value      | not the exact name of a status         |
///     | search_too_long            | the value      | over 256 code points                   |
///     | not_an_integer             | the value      | page or pageSize other than [0-9]+     |
///     | integer_out_of_range       | the value      | 0 or over 2^53-1                       |
///     | page_size_too_large        | the value      | over 100, unless the profile has clamp |
/// @par Complexity  linear in the size of the query string.
/// @par Source  spec query.1 to query.29; URL standard, application/x-www-form-urlencoded parsing;
///     decision 0051.
/// @see tests/vectors/query.tsv
template <std::same_as<lead_query> Query = lead_query> // instantiated on use only
[[nodiscard]] result<Query, query_errors> parse_query(std::string_view raw_query_string,
                                                      query_profile profile = strict) {
  Query query;
  typename result<Query, query_errors>::error_type errors;
  std::array<bool, query_parameters.size()> seen{};
  for (std::size_t start = 0; start <= raw_query_string.size();) {
    const std::size_t end = std::min(raw_query_string.find('&', start), raw_query_string.size());
    const std::string_view pair = raw_query_string.substr(start, end - start);
    const std::size_t pair_offset = std::exchange(start, end + 1);
    if (pair.empty()) {
      continue;
    }
    const std::size_t name_size = std::min(pair.find('='), pair.size());
    const std::size_t value_start = std::min(name_size + 1, pair.size());
    const std::size_t value_offset = pair_offset + value_start;
    detail::decoded_text name = detail::decode_component(pair.substr(0, name_size));
    detail::decoded_text value = detail::decode_component(pair.substr(value_start));
    const auto known =
        std::find_if(query_parameters.begin(), query_parameters.end(),
                     [&](const auto& each) { return !name.problem && each.name == name.text; });
    bool repeated = false;
    if (known != query_parameters.end()) {
      repeated =
          std::exchange(seen[static_cast<std::size_t>(known - query_parameters.begin())], true);
    }

    query_error error{{}, std::move(name.text), std::move(value.text), pair_offset, {}, {}};
    if (name.problem || value.problem) {
      error.code = name.problem ? *name.problem : *value.problem;
      error.offset = name.problem ? pair_offset + name.offset : value_offset + value.offset;
      error.allowed = "percent-encoded UTF-8 without U+0000";
    } else if (known == query_parameters.end()) {
      if (has(profile, ignore_unknown)) {
        continue;
      }
      error.code = errc::unknown_parameter;
      error.allowed = detail::parameter_names();
      error.suggestion = detail::nearest_parameter(error.parameter);
    } else if (repeated) {
      error.code = errc::duplicate_parameter;
      error.allowed = "each parameter at most once";
    } else if (auto problem = known->parse(error.value, profile, query)) {
      error.code = problem->code;
      error.offset = value_offset;
      error.allowed = std::move(problem->allowed);
    } else {
      continue;
    }
    errors.push_back(std::move(error));
  }
  if (!errors.empty()) {
    return fail(std::move(errors));
  }
  return query;
}

/// The canonical query string of a query: the parameters that differ from the default, in the order
/// of the contract. All bytes except unreserved ones (RFC 3986, 2.3) are percent-encoded with
/// upper-case digits. Empty for the default query.
///
/// parse_query(to_query_string(q)) returns q for every q that parse_query returns.
/// @par Complexity  linear in its size.
[[nodiscard]] inline std::string to_query_string(const lead_query& query) {
  std::string out;
  for (const auto& parameter : query_parameters) {
    const auto value = parameter.print(query);
    if (!value) {
      continue;
    }
    out += out.empty() ? "" : "&";
    out += parameter.name;
    out += '=';
    for (const char c : *value) {
      if (detail::is_alnum(c) || c == '-' || c == '.' || c == '_' || c == '~') {
        out += c;
      } else {
        constexpr std::string_view digits = "0123456789ABCDEF";
        const auto byte = static_cast<unsigned char>(c);
        out += '%';
        out += digits[byte >> 4U];
        out += digits[byte & 15U];
      }
    }
  }
  return out;
}

} // namespace leadcore::inline LEADCORE_ABI

#endif
