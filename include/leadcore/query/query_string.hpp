// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_QUERY_QUERY_STRING_HPP
#define LEADCORE_QUERY_QUERY_STRING_HPP

// The wire form of a query: the parameters, parsing and printing.

#include <leadcore/model/error.hpp>
#include <leadcore/model/field.hpp>
#include <leadcore/query/endpoint.hpp>
#include <leadcore/query/page.hpp>
#include <leadcore/query/parameter.hpp>
#include <leadcore/query/query.hpp>
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
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace leadcore::inline LEADCORE_ABI {

namespace detail {

/// A parameter of a query string, without the type of the query, so that reading and printing are
/// compiled once for all endpoints.
struct query_parameter {
  std::string_view name;
  bool is_list; ///< the value is split at its commas before it is decoded
  value_check (*parse)(std::span<const std::string> values, query_profile, void* query);
  /// The values; none for the default.
  std::vector<std::string> (*print)(const void* query);
};

/// The parameter of a filter.
template <class Endpoint, std::size_t I>
[[nodiscard]] consteval query_parameter filter_parameter() {
  using query_type = typename Endpoint::query;
  using filter = std::tuple_element_t<I, filters_of<Endpoint>>;
  constexpr bool is_list = requires(std::span<const std::string> values, query_type& query) {
    std::get<I>(Endpoint::filters).parse(values, query);
  };
  return {filter::parameter(), is_list,
          [](std::span<const std::string> values, query_profile, void* to) {
            query_type& query = *static_cast<query_type*>(to);
            if constexpr (is_list) {
              return std::get<I>(Endpoint::filters).parse(values, query);
            } else {
              return std::get<I>(Endpoint::filters).parse(std::string_view(values.front()), query);
            }
          },
          [](const void* from) {
            auto printed =
                std::get<I>(Endpoint::filters).print(*static_cast<const query_type*>(from));
            if constexpr (is_list) {
              return printed;
            } else {
              std::vector<std::string> values;
              if (printed) {
                values.push_back(*std::move(printed));
              }
              return values;
            }
          }};
}

/// Reads page or pageSize: [0-9]+, from 1 to max_query_integer.
[[nodiscard]] inline value_check read_page_integer(std::string_view text, std::uint64_t& out,
                                                   std::uint64_t allowed_most) {
  const auto refuse = [&](query_errc code) {
    return value_problem{code, detail::integers_between(std::uint64_t{1}, allowed_most)};
  };
  if (text.empty()) {
    return refuse(query_errc::empty_value);
  }
  std::uint64_t integer = 0;
  if (const auto code = detail::read_integer(text, integer)) {
    return refuse(*code);
  }
  if (integer == 0 || integer > max_query_integer) {
    return refuse(query_errc::integer_out_of_range);
  }
  out = integer;
  return std::nullopt;
}

template <class Endpoint> [[nodiscard]] consteval query_parameter page_parameter() {
  using query_type = typename Endpoint::query;
  return {field<"page">.wire_name(), false,
          [](std::span<const std::string> values, query_profile, void* to) {
            return detail::read_page_integer(
                values.front(), static_cast<query_type*>(to)->page.page, max_query_integer);
          },
          [](const void* from) {
            const std::uint64_t page = static_cast<const query_type*>(from)->page.page;
            return page == page_request{}.page ? std::vector<std::string>()
                                               : std::vector{std::to_string(page)};
          }};
}

template <class Endpoint> [[nodiscard]] consteval query_parameter page_size_parameter() {
  using query_type = typename Endpoint::query;
  return {field<"page_size">.wire_name(), false,
          [](std::span<const std::string> values, query_profile profile, void* to) -> value_check {
            constexpr std::uint64_t most = Endpoint::max_page_size;
            std::uint64_t size = 0;
            if (auto problem = detail::read_page_integer(values.front(), size, most)) {
              return problem;
            }
            if (size > most && !detail::includes(profile, profiles::clamp)) {
              return value_problem{query_errc::page_size_too_large,
                                   detail::integers_between(std::uint64_t{1}, most)};
            }
            static_cast<query_type*>(to)->page.page_size = std::min(size, most);
            return std::nullopt;
          },
          [](const void* from) {
            const std::uint64_t size = static_cast<const query_type*>(from)->page.page_size;
            return size == Endpoint::default_page_size ? std::vector<std::string>()
                                                       : std::vector{std::to_string(size)};
          }};
}

} // namespace detail

/// The parameters of an endpoint, in the order of declaration: its filters, then page and pageSize.
/// Parsing, printing and suggestions read this list.
template <class Endpoint = leads_endpoint>
inline constexpr auto query_parameters = []<std::size_t... I>(std::index_sequence<I...>) {
  static_assert(check_endpoint<Endpoint>());
  return std::array{detail::filter_parameter<Endpoint, I>()..., detail::page_parameter<Endpoint>(),
                    detail::page_size_parameter<Endpoint>()};
}(std::make_index_sequence<detail::filter_count<Endpoint>>{});

namespace detail {

/// A decoded part of a query string, or the first problem of decoding it and its byte.
struct decoded_text {
  std::string text{};
  std::optional<query_errc> problem{};
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
        return {std::string(raw), query_errc::malformed_percent_encoding, at};
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
    return {std::string(raw), query_errc::invalid_utf8, origin(bad)};
  }
  if (const std::size_t nul = out.text.find('\0'); nul != std::string::npos) {
    return {std::string(raw), query_errc::nul_character, origin(nul)};
  }
  return out;
}

/// Optimal string alignment distance (insert, delete, replace, swap neighbours), ignoring case.
[[nodiscard]] inline std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> distances((a.size() + 1) * (b.size() + 1));
  const auto of = [&](std::size_t i, std::size_t j) -> std::size_t& {
    return distances[i * (b.size() + 1) + j]; // between the first i bytes and the first j
  };
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        of(i, j) = i + j;
        continue;
      }
      const bool same = to_lower(a[i - 1]) == to_lower(b[j - 1]);
      of(i, j) =
          std::min({of(i - 1, j) + 1, of(i, j - 1) + 1, of(i - 1, j - 1) + (same ? 0U : 1U)});
      if (i > 1 && j > 1 && to_lower(a[i - 1]) == to_lower(b[j - 2]) &&
          to_lower(a[i - 2]) == to_lower(b[j - 1])) {
        of(i, j) = std::min(of(i, j), of(i - 2, j - 2) + 1);
      }
    }
  }
  return distances.back();
}

[[nodiscard]] inline std::string parameter_names(std::span<const query_parameter> parameters) {
  std::string names;
  for (const auto& parameter : parameters) {
    names += names.empty() ? "" : ", ";
    names += parameter.name;
  }
  return names;
}

/// The known parameter with the nearest name; the first one of several.
[[nodiscard]] inline std::string_view nearest_parameter(std::span<const query_parameter> parameters,
                                                        std::string_view name) {
  name = name.substr(0, 64); // longer names are equally far from all
  std::string_view nearest;
  std::size_t least = static_cast<std::size_t>(-1);
  for (const auto& parameter : parameters) {
    if (const std::size_t distance = edit_distance(name, parameter.name); distance < least) {
      least = distance;
      nearest = parameter.name;
    }
  }
  return nearest;
}

/// The decoded parts of a value between its commas, which were checked before.
[[nodiscard]] inline std::vector<std::string> decode_list(std::string_view raw) {
  std::vector<std::string> values;
  for (std::size_t start = 0; start <= raw.size();) {
    const std::size_t end = std::min(raw.find(',', start), raw.size());
    values.push_back(detail::decode_component(raw.substr(start, end - start)).text);
    start = end + 1;
  }
  return values;
}

/// Reads a query string into a query that has the defaults.
template <class Errors = query_errors> // instantiated on use only
[[nodiscard]] Errors read_query(std::string_view raw_query_string, query_profile profile,
                                std::span<const query_parameter> parameters, void* query) {
  Errors errors;
  std::vector<char> seen(parameters.size()); // flags; vector<bool> costs more to compile
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
    decoded_text name = detail::decode_component(pair.substr(0, name_size));
    decoded_text value = detail::decode_component(pair.substr(value_start));
    const auto known = std::find_if(parameters.begin(), parameters.end(), [&](const auto& each) {
      return !name.problem && each.name == name.text;
    });
    bool repeated = false;
    if (known != parameters.end()) {
      const auto index = static_cast<std::size_t>(known - parameters.begin());
      repeated = std::exchange(seen[index], 1) != 0;
    }

    query_error error{{}, std::move(name.text), std::move(value.text), pair_offset, {}, {}};
    if (name.problem || value.problem) {
      error.code = name.problem ? *name.problem : *value.problem;
      error.offset = name.problem ? pair_offset + name.offset : value_offset + value.offset;
      error.allowed = "percent-encoded UTF-8 without U+0000";
    } else if (known == parameters.end()) {
      if (detail::includes(profile, profiles::ignore_unknown)) {
        continue;
      }
      error.code = query_errc::unknown_parameter;
      error.allowed = detail::parameter_names(parameters);
      error.suggestion = detail::nearest_parameter(parameters, error.parameter);
    } else if (repeated) {
      error.code = query_errc::duplicate_parameter;
      error.allowed = "each parameter at most once";
    } else if (auto problem =
                   known->parse(known->is_list ? detail::decode_list(pair.substr(value_start))
                                               : std::vector{error.value},
                                profile, query)) {
      error.code = problem->code;
      error.offset = value_offset;
      error.allowed = std::move(problem->allowed);
    } else {
      continue;
    }
    errors.push_back(std::move(error));
  }
  return errors;
}

/// Appends a text in which every byte except unreserved ones is percent-encoded.
inline void append_percent_encoded(std::string& out, std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  for (const char c : text) {
    if (is_alnum(c) || c == '-' || c == '.' || c == '_' || c == '~') {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      const char encoded[] = {'%', digits[byte >> 4U], digits[byte & 15U]};
      out.append(encoded, sizeof encoded);
    }
  }
}

[[nodiscard]] inline std::string print_query(std::span<const query_parameter> parameters,
                                             const void* query) {
  std::string out;
  for (const auto& parameter : parameters) {
    std::string_view separator = out.empty() ? "" : "&";
    for (const std::string& value : parameter.print(query)) {
      out += separator;
      if (separator != ",") {
        out += parameter.name;
        out += '=';
      }
      detail::append_percent_encoded(out, value);
      separator = ",";
    }
  }
  return out;
}

} // namespace detail

/// Reads a raw query string (without "?") and reports every problem in it, not only the first.
///
/// @par Grammar
///     query = [ pair *( "&" pair ) ]     ; empty pairs are skipped
///     pair  = name [ "=" value ]         ; application/x-www-form-urlencoded, decoded as UTF-8
/// @param raw_query_string  any bytes; not kept after the call.
/// @return the query, with defaults for what is not given.
/// @par Errors
/// (of query_errc, in query order; for each pair the first that applies)
/// | code                       | offset         | when                                   |
/// | malformed_percent_encoding | the "%"        | no two hexadecimal digits follow       |
/// | invalid_utf8               | the first byte | the decoded name or value is not UTF-8 |
/// | nul_character              | that byte      | the decoded name or value holds U+0000 |
/// | unknown_parameter          | the name       | not one of the endpoint's              |
/// | duplicate_parameter        | the name       | given before, with a good value or not |
/// | empty_value                | the value      | no value, for any parameter but search |
/// | unknown_status             | the value      | not the exact name of a status         |
/// | search_too_long            | the value      | over 256 code points                   |
/// | not_an_integer             | the value      | page or pageSize other than [0-9]+     |
/// | integer_out_of_range       | the value      | 0 or over 2^53-1                       |
/// | page_size_too_large        | the value      | over 100, unless the profile has clamp |
/// @par Complexity
/// linear in the size of the query string.
/// @par Source
/// spec query.1 to query.29; URL standard, application/x-www-form-urlencoded parsing; decision
/// 0051.
/// @see tests/vectors/query.jsonl
template <class Endpoint = leads_endpoint, class Query = typename Endpoint::query>
  requires std::same_as<Query, typename Endpoint::query>
[[nodiscard]] result<Query, query_errors> parse_query(std::string_view raw_query_string,
                                                      query_profile profile = profiles::strict) {
  Query query;
  query.page.page_size = Endpoint::default_page_size;
  auto errors = detail::read_query(raw_query_string, profile, query_parameters<Endpoint>,
                                   __builtin_addressof(query));
  if (!errors.empty()) {
    return fail(std::move(errors));
  }
  return query;
}

/// The canonical query string of a query: the parameters that differ from the default, in the order
/// of declaration. All bytes except unreserved ones (RFC 3986, 2.3) are percent-encoded with
/// upper-case digits. Empty for the default query.
///
/// parse_query(to_query_string(q)) returns q for every q that parse_query returns.
/// @par Complexity
/// linear in its size.
template <class Endpoint = leads_endpoint, class Query = typename Endpoint::query>
  requires std::same_as<Query, typename Endpoint::query>
[[nodiscard]] std::string to_query_string(const Query& query) {
  return detail::print_query(query_parameters<Endpoint>, __builtin_addressof(query));
}

} // namespace leadcore::inline LEADCORE_ABI

#endif
