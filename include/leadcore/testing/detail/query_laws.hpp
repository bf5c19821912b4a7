// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TESTING_DETAIL_QUERY_LAWS_HPP
#define LEADCORE_TESTING_DETAIL_QUERY_LAWS_HPP

// The laws of reading and printing query strings.

#include <leadcore/model/error.hpp>
#include <leadcore/query/endpoint.hpp>
#include <leadcore/query/filter.hpp>
#include <leadcore/query/page.hpp>
#include <leadcore/query/query.hpp>
#include <leadcore/query/search_term.hpp>
#include <leadcore/testing/detail/filter_laws.hpp>
#include <leadcore/testing/detail/implementations.hpp>
#include <leadcore/testing/detail/reference_query.hpp>
#include <leadcore/testing/detail/reference_rows.hpp>
#include <leadcore/testing/detail/reference_text.hpp>
#include <leadcore/testing/detail/verdict.hpp>
#include <leadcore/text/enum_table.hpp>
#include <leadcore/text/fold.hpp>
#include <leadcore/text/utf8.hpp>
#include <leadcore/version.hpp>

#include <algorithm>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace leadcore::inline LEADCORE_ABI::detail {

/// Valid UTF-8 without U+0000.
[[nodiscard]] inline bool is_clean_text(std::string_view text) {
  return is_valid_utf8(text) && text.find('\0') == std::string_view::npos;
}

/// A value that a filter compares with can be asked for.
template <class T> [[nodiscard]] bool is_sound_value(const T& value) {
  if constexpr (std::same_as<T, std::string>) {
    return !value.empty() && detail::is_clean_text(value);
  } else if constexpr (named_enum<T>) {
    return detail::find_enum_entry(value) != nullptr;
  } else if constexpr (std::floating_point<T>) {
    return std::isfinite(value);
  } else {
    return true;
  }
}

/// What a query asks of a filter is in range: nothing, or the value in words.
template <class Filter, class Query>
[[nodiscard]] std::optional<std::string> find_unsound(const Filter& filter, const Query& query) {
  if constexpr (is_kind<one_of_filter, Filter>) {
    for (const auto& each : query.*filter.member) {
      if (!detail::is_sound_value<typename Filter::compared_type>(each)) {
        return detail::describe_value<typename Filter::compared_type>(each, filter.parameter());
      }
    }
  } else if constexpr (is_comparison<Filter>) {
    const auto& asked = query.*filter.member;
    if (asked.has_value() && !detail::is_sound_value(*asked)) {
      return detail::describe_value(*asked, filter.parameter());
    }
  } else if constexpr (is_owner_filter<Filter>) {
    const assignee_filter& owner = query.*filter.member;
    if (owner.is_member() &&
        (owner.id().empty() || owner.id() == "unassigned" || !detail::is_clean_text(owner.id()))) {
      return "the owner " + testing::describe(owner.id());
    }
  } else if constexpr (is_search_filter<Filter>) {
    const auto& search = query.*filter.member;
    const std::string term(search.text());
    if (!detail::is_clean_text(term) || testing::reference_phrase(term) != term ||
        testing::reference_length(term) > 256) {
      return "the term " + testing::describe(term);
    }
    if (search.folded() != leadcore::fold<Filter::policy.folding>(term)) {
      return "the term " + testing::describe(term) + " folded as " +
             testing::describe(search.folded());
    }
  }
  return std::nullopt;
}

/// Longer names are not near any parameter.
inline constexpr std::size_t comparable_name_size = 24;

/// The first of the nearest parameters.
template <class Endpoint> [[nodiscard]] std::string nearest_name(const std::string& name) {
  std::size_t least = name.size() + 64;
  std::string nearest;
  for (const std::string& each : testing::reference_parameters<Endpoint>()) {
    if (const std::size_t distance = testing::reference_distance(name, each); distance < least) {
      least = distance;
      nearest = each;
    }
  }
  return nearest;
}

/// What the explanation of an error must contain.
template <class Endpoint>
[[nodiscard]] std::vector<std::string> words_of_explanation(const query_error& error) {
  std::vector<std::string> words;
  if (error.code == query_errc::unknown_parameter) {
    return testing::reference_parameters<Endpoint>();
  }
  if (error.code == query_errc::page_size_too_large) {
    return {std::to_string(testing::reference_page_sizes<Endpoint>().second)};
  }
  if (error.code == query_errc::search_too_long) {
    return {"256"};
  }
  const bool is_value = error.code == query_errc::unknown_status ||
                        error.code == query_errc::unknown_value ||
                        error.code == query_errc::empty_value;
  if (is_documented_endpoint<Endpoint> && error.parameter == "status" && is_value) {
    return {"NOT_CONTACTED", "CONTACTED", "QUALIFIED", "CONVERTED", "LOST"};
  }
  detail::for_each_filter<Endpoint>([&]<class Filter>(const Filter& filter) {
    if constexpr (is_comparison<Filter>) {
      if constexpr (named_enum<typename Filter::compared_type>) {
        for (const auto& entry : enum_table<typename Filter::compared_type>) {
          if (is_value && filter.parameter() == error.parameter) {
            words.emplace_back(entry.name);
          }
        }
      }
    }
  });
  return words;
}

/// The rule of docs/spec.md about a parameter; of the documented ones only.
[[nodiscard]] inline std::string rule_of_parameter(std::string_view name) {
  const bool has_rule = is_documented_parameter(name) || name == "page" || name == "pageSize";
  return has_rule ? "query." + std::string(name) : "";
}
/// The rule of docs/spec.md about an error; the codes of other endpoints have none.
[[nodiscard]] inline std::string rule_of_error(query_errc code) {
  const std::string_view name = to_string(code);
  return name.empty() || code >= query_errc::unknown_value ? "" : "query." + std::string(name);
}

/// The first parameter in which two queries differ; empty if they ask the same.
template <class Endpoint>
[[nodiscard]] std::string_view different_parameter(const typename Endpoint::query& a,
                                                   const typename Endpoint::query& b) {
  std::string_view different;
  detail::for_each_filter<Endpoint>([&]<class Filter>(const Filter& filter) {
    bool same = true;
    if constexpr (is_known_filter<Filter>) {
      same = a.*filter.member == b.*filter.member;
    } else {
      same = filter.print(a) == filter.print(b);
    }
    different = same || !different.empty() ? different : filter.parameter();
  });
  if (different.empty()) {
    different = a.page.page != b.page.page             ? "page"
                : a.page.page_size != b.page.page_size ? "pageSize"
                                                       : "";
  }
  return different;
}
/// Two queries ask the same, whether or not they can be compared themselves.
template <class Endpoint>
[[nodiscard]] bool same_query(const typename Endpoint::query& a,
                              const typename Endpoint::query& b) {
  return detail::different_parameter<Endpoint>(a, b).empty();
}

} // namespace leadcore::inline LEADCORE_ABI::detail

namespace leadcore::inline LEADCORE_ABI::testing {

/// A parsed query is in range: page 1 to 2^53-1, size 1 to the maximum, a term of valid UTF-8 that
/// is trimmed, collapsed and at most 256 code points long, an owner's id that is neither empty nor
/// the reserved word, values of enumerations that have names, finite numbers.
template <class Endpoint = leads_endpoint, query_of<Endpoint> Query = typename Endpoint::query>
verdict is_sound_query(const Query& query) {
  constexpr std::string_view law = "is_sound_query";
  if (query.page.page < 1 || query.page.page > max_query_integer) {
    return {law, "page " + std::to_string(query.page.page), "query.page"};
  }
  if (query.page.page_size < 1 || query.page.page_size > reference_page_sizes<Endpoint>().second) {
    return {law, "page size " + std::to_string(query.page.page_size), "query.pageSize"};
  }
  return detail::judge_filters<Endpoint>([&](const auto& filter) -> verdict {
    const std::optional<std::string> unsound = detail::find_unsound(filter, query);
    return unsound ? verdict{law, *unsound, detail::rule_of_parameter(filter.parameter())}
                   : verdict{};
  });
}

/// Any bytes are read as a query in range, or as at least one error; offsets lie within the bytes
/// and never decrease, and codes are those of queries.
template <class Endpoint = leads_endpoint>
verdict gives_query_or_errors(const detail::as_shape<Endpoint, basic_query_parser>& parse,
                              std::string_view raw) {
  constexpr std::string_view law = "gives_query_or_errors";
  const auto parsed = parse(raw);
  if (parsed.has_value()) {
    return testing::is_sound_query<Endpoint>(*parsed);
  }
  const query_errors& errors = parsed.error();
  if (errors.empty()) {
    return {law, "neither a query nor an error for " + describe(raw), "query.21"};
  }
  std::size_t before = 0;
  for (const query_error& each : errors) {
    const auto number = static_cast<unsigned>(each.code);
    if (number < 100 || number > 199 || to_string(each.code).empty() ||
        message(each.code).empty()) {
      return {law, "the code " + std::to_string(number) + " for " + describe(raw)};
    }
    if (each.offset > raw.size() || each.offset < before) {
      return {law,
              std::string(to_string(each.code)) + " at byte " + std::to_string(each.offset) +
                  " after one at byte " + std::to_string(before) + " of " +
                  std::to_string(raw.size()) + " bytes " + describe(raw),
              "query.21"};
    }
    before = each.offset;
  }
  return {};
}

/// Each error lists the allowed values: the names of an enumeration, the largest page size, or the
/// parameters; the suggestion for an unknown parameter is a nearest one of them.
/// @par Source
/// spec query.16, query.20, query.12.
template <class Endpoint = leads_endpoint>
verdict explains_its_errors(const detail::as_shape<Endpoint, basic_query_parser>& parse,
                            std::string_view raw) {
  constexpr std::string_view law = "explains_its_errors";
  const auto parsed = parse(raw);
  if (parsed.has_value()) {
    return {};
  }
  for (const query_error& each : parsed.error()) {
    const std::vector<std::string> wanted = detail::words_of_explanation<Endpoint>(each);
    const bool lacking = std::any_of(wanted.begin(), wanted.end(), [&](const std::string& word) {
      return each.allowed.find(word) == std::string::npos;
    });
    if (each.allowed.empty() || lacking) {
      return {law,
              std::string(to_string(each.code)) + " allows " + describe(each.allowed) + " for " +
                  describe(raw),
              "query.25"};
    }
    const bool unknown = each.code == query_errc::unknown_parameter;
    if (unknown == each.suggestion.empty()) {
      return {law,
              std::string(to_string(each.code)) + " suggests " + describe(each.suggestion) +
                  " for " + describe(raw),
              unknown ? "query.26" : "query.29"};
    }
    if (unknown && each.parameter.size() <= detail::comparable_name_size) {
      const std::string nearest = detail::nearest_name<Endpoint>(each.parameter);
      if (each.suggestion != nearest) {
        return {law,
                describe(each.suggestion) + " suggested for " + describe(each.parameter) +
                    " where " + describe(nearest) + " is nearest",
                "query.26"};
      }
    }
  }
  return {};
}

/// A parser agrees with the reference: an equal query, or the same codes, parameters, values and
/// offsets.
template <class Endpoint = leads_endpoint>
verdict parses_like_reference(const detail::as_shape<Endpoint, basic_query_parser>& parse,
                              std::string_view raw, query_profile profile = profiles::strict) {
  constexpr std::string_view law = "parses_like_reference";
  const auto parsed = parse(raw);
  const auto expected = testing::reference_parse_query<Endpoint>(raw, profile);
  const auto describe_result = [](const auto& each) {
    if (each.has_value()) {
      return testing::describe<Endpoint>(*each);
    }
    std::string out;
    for (const query_error& error : each.error()) {
      out += (out.empty() ? "" : ", ") + std::string(to_string(error.code)) + "@" +
             std::to_string(error.offset) + " " + describe(error.parameter) + "=" +
             describe(error.value);
    }
    return out;
  };
  const auto differ = [&](std::string rule) -> verdict {
    return {law,
            describe(raw) + " gives " + describe_result(parsed) + " and not " +
                describe_result(expected),
            std::move(rule)};
  };
  if (parsed.has_value() && expected.has_value()) {
    const std::string_view parameter = detail::different_parameter<Endpoint>(*parsed, *expected);
    return parameter.empty() ? verdict{} : differ(detail::rule_of_parameter(parameter));
  }
  const query_errors found = parsed.has_value() ? query_errors{} : parsed.error();
  const query_errors wanted = expected.has_value() ? query_errors{} : expected.error();
  const auto [extra, missing] =
      std::mismatch(found.begin(), found.end(), wanted.begin(), wanted.end(),
                    [](const query_error& a, const query_error& b) {
                      return a.code == b.code && a.parameter == b.parameter && a.value == b.value &&
                             a.offset == b.offset;
                    });
  if (missing != wanted.end()) {
    return differ(detail::rule_of_error(missing->code));
  }
  return extra != found.end() ? differ(detail::rule_of_error(extra->code)) : verdict{};
}

/// Parsing a printed query returns the query, and the printed form is canonical: unreserved ASCII,
/// the same each time.
/// @pre is_sound_query(query)
template <class Endpoint = leads_endpoint, query_of<Endpoint> Query = typename Endpoint::query>
verdict
printing_then_parsing_is_identity(const detail::as_shape<Endpoint, basic_query_parser>& parse,
                                  const detail::as_shape<Endpoint, basic_query_printer>& print,
                                  const Query& query) {
  constexpr std::string_view law = "printing_then_parsing_is_identity";
  const std::string printed = print(query);
  constexpr std::string_view plain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~%&=,";
  if (printed.find_first_not_of(plain) != std::string::npos) {
    return {law, "a byte that should be percent-encoded in " + describe(printed), "query.31"};
  }
  const auto parsed = parse(printed);
  if (!parsed.has_value() || !detail::same_query<Endpoint>(*parsed, query)) {
    return {law, describe(printed) + " does not read as the query it was printed from", "query.32"};
  }
  if (const std::string again = print(*parsed); again != printed) {
    return {law, describe(printed) + ", then " + describe(again), "query.30"};
  }
  return {};
}

/// Equivalent spellings give the same query: every byte percent-encoded, the pairs in reverse
/// order, empty pairs between them.
template <class Endpoint = leads_endpoint>
verdict spelling_is_irrelevant(const detail::as_shape<Endpoint, basic_query_parser>& parse,
                               std::string_view raw) {
  const auto parsed = parse(raw);
  if (!parsed.has_value()) {
    return {};
  }
  const auto encode = [](std::string_view part) {
    constexpr std::string_view digits = "0123456789aBcDeF";
    const auto decoded = reference_decode(part);
    std::string out;
    for (const char c : decoded.has_value() ? *decoded : std::string()) {
      out += '%';
      out += digits[static_cast<unsigned char>(c) >> 4U];
      out += digits[static_cast<unsigned char>(c) & 15U];
    }
    return out;
  };
  std::string other = "&";
  for (std::string_view rest = raw; !rest.empty();) {
    const std::string_view pair = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(rest.size(), pair.size() + 1));
    if (!pair.empty()) {
      const std::size_t equals = std::min(pair.find('='), pair.size());
      std::string pieces; // the commas of a list are kept, since it is split at them
      for (std::string_view value = pair.substr(std::min(equals + 1, pair.size()));;) {
        const std::size_t comma = std::min(value.find(','), value.size());
        pieces += encode(value.substr(0, comma));
        if (comma == value.size()) {
          break;
        }
        pieces += ',';
        value.remove_prefix(comma + 1);
      }
      other = "&" + encode(pair.substr(0, equals)) + "=" + pieces + "&" + other;
    }
  }
  const auto again = parse(other);
  if (!again.has_value() || !detail::same_query<Endpoint>(*again, *parsed)) {
    return {"spelling_is_irrelevant", describe(raw) + " and " + describe(other) + " differ",
            "query.7"};
  }
  return {};
}

/// Every law of a parser of query strings on one text.
template <class Endpoint = leads_endpoint>
verdict query_laws(const detail::as_shape<Endpoint, basic_query_parser>& parse,
                   const detail::as_shape<Endpoint, basic_query_printer>& print,
                   std::string_view raw, query_profile profile = profiles::strict) {
  return first_broken([&] { return gives_query_or_errors<Endpoint>(parse, raw); },
                      [&] { return explains_its_errors<Endpoint>(parse, raw); },
                      [&] { return parses_like_reference<Endpoint>(parse, raw, profile); },
                      [&] { return spelling_is_irrelevant<Endpoint>(parse, raw); },
                      [&] {
                        const auto parsed = parse(raw);
                        return parsed.has_value() ? printing_then_parsing_is_identity<Endpoint>(
                                                        parse, print, *parsed)
                                                  : verdict{};
                      });
}

} // namespace leadcore::inline LEADCORE_ABI::testing

#endif
