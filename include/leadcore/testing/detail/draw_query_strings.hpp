// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TESTING_DETAIL_DRAW_QUERY_STRINGS_HPP
#define LEADCORE_TESTING_DETAIL_DRAW_QUERY_STRINGS_HPP

// Query strings of any endpoint drawn from choices: with errors and without.

#include <leadcore/model/error.hpp>
#include <leadcore/model/status.hpp>
#include <leadcore/query/endpoint.hpp>
#include <leadcore/query/filter.hpp>
#include <leadcore/query/query.hpp>
#include <leadcore/query/search_term.hpp>
#include <leadcore/testing/detail/draw_queries.hpp>
#include <leadcore/testing/detail/draw_values.hpp>
#include <leadcore/testing/detail/reference_query.hpp>
#include <leadcore/testing/detail/reference_rows.hpp>
#include <leadcore/text/ascii.hpp>
#include <leadcore/text/enum_table.hpp>
#include <leadcore/text/timestamp.hpp>
#include <leadcore/version.hpp>

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace leadcore::inline LEADCORE_ABI::detail {

// clang-format off
inline constexpr auto query_pieces = std::to_array<std::string_view>({
    "a", "status", "search", "assignedToId", "page", "pageSize", "=", "=", "=", "&", "&", "&", "%",
    "+", "%20", "%C3", "%A9", "%c3%a9", "%FF", "%00", "%0", "%g1", std::string_view("\0", 1),
    "LOST", "lost", "unassigned", "1", "0", "100", "101", "9007199254740991", "9007199254740992",
    "é", "\xFF", "\xC3", "%E2%80%83", "%70age", "#", ";", " ", "?", "-1", "status=LOST", "&search=",
    "&page=", "&pageSize=",
});
// clang-format on

/// Percent-encodes what must be encoded, and some of what need not be.
[[nodiscard]] inline std::string spell_text(std::string_view text, testing::drawing& from,
                                            bool is_list) {
  std::string out;
  for (const char c : text) {
    const std::size_t way = from.below(4); // 1, 2: encoded; 3: the rarer plain form
    const bool plain = is_alnum(c) ||
                       (std::string_view("-._~!*'(),;:@/?").find(c) != std::string_view::npos &&
                        !(is_list && c == ',')) ||
                       (!is_ascii(c) && way == 3);
    if (plain && way != 1 && way != 2) {
      out += c;
    } else if (c == ' ' && way == 3) {
      out += '+';
    } else {
      const std::string_view digits = way == 2 ? "0123456789abcdef" : "0123456789ABCDEF";
      out += '%';
      out += digits[static_cast<unsigned char>(c) >> 4U];
      out += digits[static_cast<unsigned char>(c) & 15U];
    }
  }
  return out;
}

} // namespace leadcore::inline LEADCORE_ABI::detail

namespace leadcore::inline LEADCORE_ABI::testing {

/// Prints a query in one of its many equivalent spellings: any byte percent-encoded or not,
/// hexadecimal digits in either case, the parameters in any order, empty pairs between them,
/// defaults present or not.
template <class Endpoint = leads_endpoint, query_of<Endpoint> Query>
[[nodiscard]] std::string spell_query(const Query& query, drawing from) {
  std::vector<std::string> pairs;
  const auto add = [&](std::string_view name, const std::vector<std::string>& values) {
    const std::size_t place = pairs.size() - from.below(pairs.size() + 1);
    std::string pair = detail::spell_text(name, from, false);
    std::string_view separator = "=";
    for (const std::string& value : values) {
      pair += separator;
      pair += detail::spell_text(value, from, values.size() > 1);
      separator = ",";
    }
    pairs.insert(pairs.begin() + static_cast<std::ptrdiff_t>(place), std::move(pair));
  };
  detail::for_each_filter<Endpoint>([&]<class Filter>(const Filter& filter) {
    if constexpr (detail::is_search_filter<Filter>) {
      if (!filter.idle(query) || from.below(4) == 1) {
        add(filter.parameter(), {std::string((query.*filter.member).text())});
      }
    } else if (!filter.idle(query)) {
      const auto printed = filter.print(query);
      if constexpr (requires { printed.front(); }) {
        add(filter.parameter(), printed);
      } else {
        add(filter.parameter(), {*printed});
      }
    }
  });
  if (query.page.page != 1 || from.below(4) == 1) {
    add("page", {std::string(from.below(3), '0') + std::to_string(query.page.page)});
  }
  if (query.page.page_size != Endpoint::default_page_size || from.below(4) == 1) {
    add("pageSize", {std::string(from.below(3), '0') + std::to_string(query.page.page_size)});
  }
  std::string text;
  for (const std::string& pair : pairs) {
    text += std::string((text.empty() ? 0U : 1U) + (from.below(6) == 1 ? 1U : 0U), '&') + pair;
  }
  return text;
}

/// A query string with errors, and their codes in order.
struct broken_query {
  std::string text{};
  std::vector<query_errc> codes{};
};

} // namespace leadcore::inline LEADCORE_ABI::testing

namespace leadcore::inline LEADCORE_ABI::detail {

/// A pair of a query string whose error is known.
struct query_piece {
  std::string text;
  std::string parameter;          ///< where known; a second one of the same name is a duplicate
  std::optional<query_errc> code; ///< of the pair alone
  bool undecodable = false;       ///< takes precedence over being a duplicate
};

/// Pairs of parameters that every endpoint has, and of those of the documented endpoint.
[[nodiscard]] inline std::vector<query_piece> documented_query_pieces() {
  using enum query_errc;
  constexpr std::string_view too_long =
      "search="
      "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
      "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
      "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
      "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
      "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx";
  return {
      {"page=0", "page", integer_out_of_range},
      {"page=", "page", empty_value},
      {"page", "page", empty_value},
      {"page=1.5", "page", not_an_integer},
      {"page=-1", "page", not_an_integer},
      {"page=%2B1", "page", not_an_integer},
      {"page=+1", "page", not_an_integer},
      {"page=9007199254740992", "page", integer_out_of_range},
      {"page=99999999999999999999999999999999", "page", integer_out_of_range},
      {"pageSize=101", "pageSize", page_size_too_large},
      {"pageSize=0", "pageSize", integer_out_of_range},
      {"page%53ize=1e2", "pageSize", not_an_integer},
      {"status=lost", "status", unknown_status},
      {"status=LOST%20", "status", unknown_status},
      {"status=", "status", empty_value},
      {"assignedToId=", "assignedToId", empty_value},
      {std::string(too_long), "search", search_too_long},
      {"search=%", "search", malformed_percent_encoding, true},
      {"search=%4", "search", malformed_percent_encoding, true},
      {"search=%GG%FF", "search", malformed_percent_encoding, true},
      {"search=%C3%28", "search", invalid_utf8, true},
      {"search=\xFF", "search", invalid_utf8, true},
      {"assignedToId=%00", "assignedToId", nul_character, true},
      {"%ZZ=1", "", malformed_percent_encoding, true},
      {"%ED%A0%80=1", "", invalid_utf8, true},
      {"pagesize=10", "", unknown_parameter},
      {"Status=LOST", "", unknown_parameter},
      {"=1", "", unknown_parameter},
      {"=", "", unknown_parameter},
      {"sort=name", "", unknown_parameter},
      {"status=LOST", "status", std::nullopt},
      {"search=acme", "search", std::nullopt},
      {"search=", "search", std::nullopt},
      {"assignedToId=unassigned", "assignedToId", std::nullopt},
      {"page=2", "page", std::nullopt},
      {"pageSize=100", "pageSize", std::nullopt},
  };
}

/// Values of a parameter that compares with a T, with the codes of their errors.
template <class T>
[[nodiscard]] std::vector<std::pair<std::string_view, std::optional<query_errc>>> values_of_type() {
  using enum query_errc;
  if constexpr (std::same_as<T, std::string>) {
    return {{"a", std::nullopt}, {"%C3%A9", std::nullopt}, {"", empty_value}};
  } else if constexpr (std::same_as<T, timestamp>) {
    return {{"2026-05-02T10:30:00Z", std::nullopt},
            {"2026-05-02T10:30:00%2B02:00", std::nullopt},
            {"2026-05-02", invalid_time},
            {"now", invalid_time},
            {"", empty_value}};
  } else if constexpr (std::same_as<T, bool>) {
    return {{"true", std::nullopt},
            {"false", std::nullopt},
            {"1", not_a_boolean},
            {"TRUE", not_a_boolean},
            {"", empty_value}};
  } else if constexpr (named_enum<T>) {
    const query_errc unknown = std::same_as<T, lead_status> ? unknown_status : unknown_value;
    return {{enum_table<T>[0].name, std::nullopt}, {"no+such", unknown}, {"", empty_value}};
  } else if constexpr (std::integral<T>) {
    return {
        {"0", std::nullopt},
        {"007", std::nullopt},
        {"-0", std::numeric_limits<T>::is_signed ? std::nullopt : std::optional(not_an_integer)},
        {"--1", not_an_integer},
        {"+1", not_an_integer},
        {"1.0", not_an_integer},
        {"1e2", not_an_integer},
        {"99999999999999999999999999", integer_out_of_range},
        {"", empty_value}};
  } else {
    return {{"0", std::nullopt},   {"-1.5e-3", std::nullopt}, {"1E2", std::nullopt},
            {".5", not_a_number},  {"5.", not_a_number},      {"inf", not_a_number},
            {"nan", not_a_number}, {"1e999", not_a_number},   {"0x1", not_a_number},
            {"+1", not_a_number},  {"", empty_value}};
  }
}

/// Pairs with the parameter of a filter that is not of the documented endpoint.
template <class Filter>
void add_query_pieces(const Filter& filter, std::vector<query_piece>& pieces) {
  const std::string name(filter.parameter());
  const auto add = [&](std::string_view value, std::optional<query_errc> code) {
    pieces.push_back({name + "=" + std::string(value), name, code});
  };
  if constexpr (is_comparison<Filter>) {
    for (const auto& [value, code] : detail::values_of_type<typename Filter::compared_type>()) {
      add(value, code);
      if constexpr (is_kind<one_of_filter, Filter>) {
        const auto good = detail::values_of_type<typename Filter::compared_type>().front().first;
        add(std::string(good) + "," + std::string(value), code);
      }
    }
  } else if constexpr (is_null_filter<Filter>) {
    for (const auto& [value, code] : detail::values_of_type<bool>()) {
      add(value, code);
    }
  } else if constexpr (is_owner_filter<Filter>) {
    add("unassigned", std::nullopt);
    add("", query_errc::empty_value);
  } else if constexpr (is_search_filter<Filter>) {
    add("acme", std::nullopt);
    add("", std::nullopt);
    add(std::string(max_search_code_points + 1, 'x'), query_errc::search_too_long);
  }
  pieces.push_back({name + "=%FF", name, query_errc::invalid_utf8, true});
}

/// Whether an endpoint has a parameter.
template <class Endpoint> [[nodiscard]] bool is_known_parameter(std::string_view name) {
  const auto names = testing::reference_parameters<Endpoint>();
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// Parts of query strings of an endpoint.
template <class Endpoint> [[nodiscard]] std::vector<std::string> query_bytes_of() {
  std::vector<std::string> bytes(query_pieces.begin(), query_pieces.end());
  detail::for_each_filter<Endpoint>([&]<class Filter>(const Filter& filter) {
    if constexpr (!is_restated<Endpoint, Filter>) {
      bytes.emplace_back(filter.parameter());
      bytes.push_back("&" + std::string(filter.parameter()) + "=");
    }
  });
  return bytes;
}

/// Pairs of parameters of an endpoint.
template <class Endpoint> [[nodiscard]] std::vector<query_piece> query_pieces_of() {
  auto pieces = detail::documented_query_pieces();
  if constexpr (!is_documented_endpoint<Endpoint>) {
    std::erase_if(pieces,
                  [](const query_piece& each) { return is_documented_parameter(each.parameter); });
    std::erase_if(pieces, [](const query_piece& each) {
      return each.code == query_errc::page_size_too_large || each.text == "pageSize=100";
    });
    std::erase_if(pieces, [](const query_piece& each) {
      return each.code == query_errc::unknown_parameter &&
             detail::is_known_parameter<Endpoint>(each.text.substr(0, each.text.find('=')));
    });
    pieces.push_back({"pageSize=" + std::to_string(Endpoint::max_page_size + 1), "pageSize",
                      query_errc::page_size_too_large});
  }
  detail::for_each_filter<Endpoint>([&]<class Filter>(const Filter& filter) {
    if constexpr (!is_restated<Endpoint, Filter>) {
      detail::add_query_pieces(filter, pieces);
    }
  });
  return pieces;
}

} // namespace leadcore::inline LEADCORE_ABI::detail

namespace leadcore::inline LEADCORE_ABI::testing {

/// A query string with at least one error, made of pairs with known errors, one pair for each
/// choice.
template <class Endpoint = leads_endpoint>
[[nodiscard]] broken_query draw_broken_query(drawing from) {
  broken_query out;
  std::set<std::string_view> given;
  static const auto pieces = detail::query_pieces_of<Endpoint>();
  do {
    const detail::query_piece& each =
        pieces[from.below(pieces.size())]; // at the end of the tape: page=0, so that the loop ends
    out.text += out.text.empty() ? "" : "&";
    out.text += each.text;
    const bool repeated = !each.parameter.empty() && !given.insert(each.parameter).second;
    if (repeated && !each.undecodable) {
      out.codes.push_back(query_errc::duplicate_parameter);
    } else if (each.code) {
      out.codes.push_back(*each.code);
    }
  } while (!from.at_end() || out.codes.empty());
  return out;
}

/// Any bytes, mostly those of query strings.
template <class Endpoint = leads_endpoint>
[[nodiscard]] std::string draw_any_query_string(drawing from) {
  switch (from.below(10)) {
  case 7:
    return draw_hostile_text(from);
  case 8:
    return testing::draw_broken_query<Endpoint>(from).text;
  case 9: {
    const auto query = testing::draw_query<Endpoint>(from.take(query_choices<Endpoint>));
    return testing::spell_query<Endpoint>(query, from);
  }
  default: {
    static const auto pieces = detail::query_bytes_of<Endpoint>();
    std::string text;
    while (!from.at_end()) {
      text += pieces[from.below(pieces.size())];
    }
    return text;
  }
  }
}

} // namespace leadcore::inline LEADCORE_ABI::testing

#endif
