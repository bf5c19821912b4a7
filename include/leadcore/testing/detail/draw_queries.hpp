// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TESTING_DETAIL_DRAW_QUERIES_HPP
#define LEADCORE_TESTING_DETAIL_DRAW_QUERIES_HPP

// Queries of any endpoint drawn from choices and rows, and scenarios: rows with a query.

#include <leadcore/model/field.hpp>
#include <leadcore/query/endpoint.hpp>
#include <leadcore/query/filter.hpp>
#include <leadcore/query/page.hpp>
#include <leadcore/query/query.hpp>
#include <leadcore/query/search_term.hpp>
#include <leadcore/testing/detail/draw_contacts.hpp>
#include <leadcore/testing/detail/draw_records.hpp>
#include <leadcore/testing/detail/draw_values.hpp>
#include <leadcore/testing/detail/implementations.hpp>
#include <leadcore/testing/detail/reference_rows.hpp>
#include <leadcore/text/ascii.hpp>
#include <leadcore/text/enum_table.hpp>
#include <leadcore/text/fold.hpp>
#include <leadcore/text/timestamp.hpp>
#include <leadcore/text/utf8.hpp>
#include <leadcore/version.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace leadcore::inline LEADCORE_ABI::testing {

/// A spelling of a text that search treats as equal: other letter case, letters composed or
/// decomposed, more white space.
/// @param how  a set of bits; 0 changes nothing.
[[nodiscard]] inline std::string respell(std::string text, std::size_t how) {
  const auto replace_all = [&text](std::string_view from, std::string_view to) {
    for (std::size_t at = text.find(from); at != std::string::npos;
         at = text.find(from, at + to.size())) {
      text.replace(at, from.size(), to);
    }
  };
  constexpr std::array<std::pair<std::string_view, std::string_view>, 12> alike{
      {{"é", "e\u0301"},
       {"É", "E\u0301"},
       {"ë", "e\u0308"},
       {"ü", "u\u0308"},
       {"Å", "\u212B"},
       {"ß", "SS"},
       {"ﬁ", "FI"},
       {"ς", "Σ"},
       {"İ", "i\u0307"},
       {"가", "\u1100\u1161"},
       {"ガ", "カ\u3099"},
       {"ǆ", "ǅ"}}};
  if ((how & 1U) != 0) {
    for (const auto& [one, other] : alike) {
      replace_all(one, other);
    }
  }
  if ((how & 2U) != 0) {
    for (const auto& [one, other] : alike) {
      replace_all(other, one);
    }
  }
  if ((how & 4U) != 0) {
    std::transform(text.begin(), text.end(), text.begin(), detail::to_upper);
  }
  if ((how & 8U) != 0) {
    text = fold(text);
  }
  if ((how & 16U) != 0) {
    replace_all(" ", " \t\u00A0");
    text = "\u3000" + text + "\n";
  }
  return text;
}

/// The code points [first, first + size] of a text, both modulo its length.
[[nodiscard]] inline std::string part_of(std::string_view text, std::size_t first,
                                         std::size_t size) {
  std::vector<std::string_view> units;
  for (std::size_t at = 0; at < text.size(); at += units.back().size()) {
    units.push_back(text.substr(at, decode_utf8(text, at).length));
  }
  std::string part;
  if (!units.empty()) {
    first %= units.size();
    const std::size_t last = first + 1 + size % (units.size() - first);
    for (; first < last; ++first) {
      part += units[first];
    }
  }
  return part;
}

/// A page: mostly an early one, mostly of few rows; sometimes the largest.
template <class Endpoint = leads_endpoint> [[nodiscard]] page_request draw_page(drawing from) {
  constexpr auto pages = std::to_array<std::uint64_t>(
      {1, 1, 1, 1, 1, 1, 2, 2, 3, 4, 100, max_query_integer - 1, max_query_integer});
  constexpr std::uint64_t most = Endpoint::max_page_size;
  constexpr auto sizes = std::to_array<std::uint64_t>(
      {Endpoint::default_page_size, 1, 1, 1, 2, 2, 2, 3, 3, 5, 10, 49, 99, most});
  const std::uint64_t page = from.one_of(pages);
  return {page, std::min(most, from.one_of(sizes))};
}

} // namespace leadcore::inline LEADCORE_ABI::testing

namespace leadcore::inline LEADCORE_ABI::detail {

/// The filters of an endpoint except its search.
template <class Endpoint>
inline constexpr std::size_t plain_filter_count =
    filter_count<Endpoint> - (has_search<Endpoint> ? 1 : 0);
/// A filter is asked for if a choice below this bound is among its last three, so that one or two
/// are.
template <class Endpoint>
inline constexpr std::size_t filter_choices =
    std::max<std::size_t>(9, 2 * plain_filter_count<Endpoint>);

/// How a filter is asked for.
enum class ask : std::uint8_t {
  nothing,
  null,   ///< for the rows without a value, or a bound; only some kinds of filters
  row,    ///< for the value of a row
  beside, ///< the same, or for what is next to it
  any,    ///< for a value drawn anew
};

/// Choices that concern the values of a query.
struct value_choices {
  std::size_t size = 0;  ///< also a choice of one of a few
  testing::drawing from; ///< for what is drawn anew
};

/// The next larger value, if there is one and it is simple.
template <class T> [[nodiscard]] T next_value(T value) {
  if constexpr (std::same_as<T, timestamp>) {
    return timestamp::from_milliseconds(value.milliseconds_since_epoch() + 1)
        .value_or(timestamp::max());
  } else if constexpr (std::integral<T> && !std::same_as<T, bool>) {
    return value == std::numeric_limits<T>::max() ? value : static_cast<T>(value + 1);
  } else if constexpr (std::floating_point<T>) {
    return std::nextafter(value, std::numeric_limits<T>::max());
  } else if constexpr (std::same_as<T, std::string>) {
    return value + "!";
  } else {
    return value;
  }
}

/// Whether a query string can ask for a value: texts are UTF-8 without U+0000 and not empty,
/// enumerators have names.
template <class T> [[nodiscard]] bool can_be_asked(const T& value) {
  if constexpr (std::same_as<T, std::string>) {
    return !value.empty() && is_valid_utf8(value) && value.find('\0') == std::string::npos;
  } else if constexpr (named_enum<T>) {
    return detail::find_enum_entry(value) != nullptr;
  } else {
    return true;
  }
}

/// A value to compare a field with: mostly that of a row. Nothing if that can not be asked for.
template <class Endpoint, fixed_string Name, class Asked>
[[nodiscard]] std::optional<Asked> draw_asked(ask how, const typename Endpoint::record& row,
                                              const value_choices& choices) {
  std::optional<Asked> value;
  if (const auto of_row = detail::owned_value_of<Name>(row); of_row && how != ask::any) {
    value = how == ask::beside ? detail::next_value<Asked>(*of_row) : *of_row;
  }
  if constexpr (named_enum<Asked>) {
    if (!value || !detail::can_be_asked(*value)) {
      value = enum_table<Asked>[choices.size % enum_size<Asked>].value;
    }
  } else if (!value) {
    value = detail::draw_value<Endpoint, Name>(choices.from, testing::record_kind::valid);
  }
  return detail::can_be_asked(*value) ? value : std::nullopt;
}

/// Asks a filter for a value, by the kind of the filter.
template <class Endpoint, class Filter>
void ask_filter(const Filter& filter, typename Endpoint::query& query, ask how,
                const typename Endpoint::record& row, const value_choices& choices) {
  const bool is_asked = how != ask::nothing && how != ask::null;
  if constexpr (is_owner_filter<Filter>) {
    constexpr auto name = Filter::field_type::key;
    if (how == ask::null) {
      query.*filter.member = assignee_filter::unassigned();
    } else if (is_asked) {
      const auto of_row = detail::owned_value_of<name>(row);
      const std::string id = how == ask::any || !of_row ? testing::draw_id(choices.from) : *of_row;
      if (detail::can_be_asked(id)) {
        query.*filter.member = assignee_filter::member(id);
      }
    }
  } else if constexpr (is_kind<one_of_filter, Filter>) {
    using asked = typename Filter::compared_type;
    constexpr auto name = Filter::field_type::key;
    for (const ask each : {ask::row, how}) {
      const auto value = detail::draw_asked<Endpoint, name, asked>(each, row, choices);
      if (is_asked && value) {
        (query.*filter.member).push_back(*value);
      }
    }
  } else if constexpr (is_comparison<Filter>) {
    using asked = typename Filter::compared_type;
    constexpr bool is_range = is_kind<less_than_filter, Filter>;
    const ask which = how == ask::beside && !is_range ? ask::row : how;
    if (is_asked) {
      query.*filter.member =
          detail::draw_asked<Endpoint, Filter::field_type::key, asked>(which, row, choices);
    }
  } else if constexpr (is_null_filter<Filter>) {
    if (is_asked) {
      query.*filter.member = how == ask::any
                                 ? choices.size % 2 == 0
                                 : !detail::owned_value_of<Filter::field_type::key>(row);
    }
  } else if constexpr (requires(testing::drawing& from) { filter.draw(from, query); }) {
    if (is_asked) {
      testing::drawing from = choices.from;
      filter.draw(from, query);
    }
  }
}

/// The choices about a searched text.
struct search_choices {
  std::size_t kind = 0;
  bool with_phones = false; ///< whether any searched field has phones
  std::size_t value = 0;
  std::size_t spelling = 0;
  std::size_t first = 0;
  std::size_t size = 0;
  testing::drawing from{};
};

/// A searched text: mostly a substring of a value of a row in another spelling, or one of its
/// phones as people type it.
/// @param values  the searched values of the row, with its phones
[[nodiscard]] inline std::string draw_searched(const search_choices& choices,
                                               const std::vector<std::string>& values,
                                               const std::vector<std::string>& phones,
                                               term_reading reading) {
  using testing::part_of;
  const std::size_t last = choices.with_phones ? 7 : 10; // of the kinds for texts
  if (choices.kind >= 3 && choices.kind < last && !values.empty()) {
    std::string text = part_of(values[choices.value % values.size()], choices.first, choices.size);
    if (reading == term_reading::all_words && choices.first % 2 == 1) { // a word of any value
      text += " " + part_of(values[(choices.value + 1) % values.size()], choices.size, 3);
    }
    return testing::respell(text, choices.spelling);
  }
  if (choices.kind >= 7 && choices.kind < 10 && !phones.empty()) {
    return testing::spell_phone(phones[choices.value % phones.size()], choices.spelling);
  }
  if (choices.kind == 10 && values.size() > 1) { // spans two values, so must not match
    const std::size_t before = choices.value % (values.size() - 1);
    return part_of(values[before], count_code_points(values[before]) - 1, 0) +
           part_of(values[before + 1], 0, choices.size % 3);
  }
  return choices.kind == 11 ? testing::draw_text(choices.from) : std::string();
}

/// Sets the search of a query.
template <class Endpoint>
void ask_search(typename Endpoint::query& query, const typename Endpoint::record& row,
                search_choices choices) {
  const auto& filter = search_filter_of<Endpoint>;
  using filter_type = std::remove_cvref_t<decltype(filter)>;
  std::vector<std::string> values;
  std::vector<std::string> phones;
  std::apply(
      [&]<class... Fields>(const Fields&...) {
        const auto add = [&](const std::vector<std::string>& texts, bool is_phone) {
          values.insert(values.end(), texts.begin(), texts.end());
          phones.insert(phones.end(), texts.begin(), is_phone ? texts.end() : texts.begin());
        };
        (add(detail::texts_of<Fields::field_type::key>(row), Fields::is_phone), ...);
        choices.with_phones = (Fields::is_phone || ...);
      },
      filter_type::fields);
  std::erase(values, "");
  auto term = leadcore::parse_search_term<filter_type::policy>(
      detail::draw_searched(choices, values, phones, filter_type::policy.reading));
  if (term.has_value()) {
    query.*filter.member = std::move(*term);
  }
}

} // namespace leadcore::inline LEADCORE_ABI::detail

namespace leadcore::inline LEADCORE_ABI::testing {

/// The choices of a query of an endpoint without its free text.
template <class Endpoint>
inline constexpr std::size_t query_choices = 8 + detail::plain_filter_count<Endpoint>;
/// The choices of a lead_query without its free text.
inline constexpr std::size_t query_tape_size = query_choices<leads_endpoint>;

/// A query that often matches some of the rows: what its filters compare with, and its term, are
/// mostly those of one row. The term is a substring of one of its values in another spelling, or
/// one of its phones as people type it.
///
/// A filter kind of the user's own is asked for if it says how: by a member `template <class
/// Drawing> void draw(Drawing& from, Query& query) const`, which sets what the query asks of it
/// from choices (from.below(bound), from.one_of(array)).
template <class Endpoint = leads_endpoint>
[[nodiscard]] typename Endpoint::query
draw_query(drawing from, const std::vector<typename Endpoint::record>& rows) {
  typename Endpoint::query query{};
  detail::search_choices search;
  search.kind = from.below(12);
  std::array<std::size_t, detail::filter_count<Endpoint>> asked{};
  std::size_t next = 0;
  detail::for_each_filter<Endpoint>([&]<class Filter>(const Filter&) {
    if (!detail::is_search_filter<Filter>) {
      asked[next] = from.below(detail::filter_choices<Endpoint>);
    }
    ++next;
  });
  query.page = testing::draw_page<Endpoint>(from.take(2));
  const auto row = rows.empty() ? typename Endpoint::record{} : rows[from.below(rows.size())];
  search.value = from.below(64);
  search.spelling = from.below(200);
  search.first = from.below(64);
  search.size = from.below(64);
  search.from = from;
  next = 0;
  detail::for_each_filter<Endpoint>([&]<class Filter>(const Filter& filter) {
    constexpr std::size_t last = detail::filter_choices<Endpoint>;
    constexpr std::array asks{detail::ask::null, detail::ask::row, detail::ask::beside,
                              detail::ask::any};
    const std::size_t choice = asked[next];
    detail::value_choices choices{search.size, from};
    static_cast<void>(choices.from.take(next / 3)); // not the same for each
    if (!detail::is_search_filter<Filter> && choice + asks.size() >= last) {
      detail::ask_filter<Endpoint>(filter, query, asks[choice + asks.size() - last], row, choices);
    }
    ++next;
  });
  if constexpr (detail::has_search<Endpoint>) {
    detail::ask_search<Endpoint>(query, row, search);
  }
  return query;
}

/// A tape that depends only on the seed, the same on every platform: cases for plain loops.
[[nodiscard]] inline tape seeded_tape(std::uint64_t seed, std::size_t size) {
  tape numbers;
  for (std::size_t i = 0; i < size; ++i) {
    seed = seed * 6364136223846793005U + 1442695040888963407U; // Knuth, MMIX
    numbers.push_back(static_cast<std::uint16_t>((seed ^ (seed >> 29U)) >> 33U));
  }
  return numbers;
}

/// A query drawn without rows: about a lead with texts of many kinds, or a record that is always
/// the same.
template <class Endpoint = leads_endpoint>
[[nodiscard]] typename Endpoint::query draw_query(drawing from) {
  typename Endpoint::record row{};
  if constexpr (detail::is_documented_endpoint<Endpoint>) {
    row.name = "Zoë Doe";
    row.company = "Acme Co - Straße & Söhne 100%";
    row.phones = {"+14155550101"};
    row.emails = {"jane@acme.com"};
  } else {
    std::vector<tape> tapes;
    for (std::size_t i = 0; i < record_tapes<Endpoint>; ++i) {
      tapes.push_back(testing::seeded_tape(i, field_tape_size));
    }
    row = testing::draw_record<Endpoint>(tapes);
  }
  return testing::draw_query<Endpoint>(from, {row});
}

/// Rows, and a query over them.
template <class Endpoint> struct basic_scenario {
  std::vector<typename Endpoint::record> rows;
  typename Endpoint::query query;
};
/// The same for the documented endpoint.
using scenario = basic_scenario<leads_endpoint>;

/// The choices of a query with its free text and what else it draws anew.
template <class Endpoint>
inline constexpr std::size_t query_tape_length =
    query_choices<Endpoint> +
    std::max<std::size_t>(3, detail::plain_filter_count<Endpoint> / 2 + 2);

/// A scenario from a single tape, such as a fuzzer's bytes: the query, then rows until the tape
/// ends.
/// @param most  the maximum number of rows.
template <class Endpoint = leads_endpoint>
[[nodiscard]] basic_scenario<Endpoint>
draw_scenario(drawing from, record_kind kind = record_kind::valid, std::size_t most = 12) {
  basic_scenario<Endpoint> out;
  const drawing for_query = from.take(query_tape_length<Endpoint>);
  while (out.rows.size() < most && !from.at_end()) {
    std::vector<tape> tapes(record_tapes<Endpoint>);
    for (tape& each : tapes) {
      const std::size_t size = from.below(field_tape_size + 1);
      for (drawing field = from.take(size); !field.at_end();) {
        each.push_back(static_cast<std::uint16_t>(field.below(0x10000)));
      }
    }
    out.rows.push_back(testing::draw_record<Endpoint>(tapes, kind));
  }
  testing::make_ids_distinct<Endpoint>(out.rows);
  out.query = testing::draw_query<Endpoint>(for_query, out.rows);
  return out;
}

/// Rows of several organisations, and the one that queries.
template <class Endpoint> struct basic_organisation_scenario {
  std::vector<organisation_row<Endpoint>> rows;
  std::string organisation;
  typename Endpoint::query query;
};
/// The same for the documented endpoint.
using organisation_scenario = basic_organisation_scenario<leads_endpoint>;

/// Assigns rows to organisations; some rows also belong, with the same key, to another one.
template <class Endpoint = leads_endpoint>
[[nodiscard]] basic_organisation_scenario<Endpoint>
draw_organisations(drawing owners, const std::vector<typename Endpoint::record>& rows,
                   typename Endpoint::query query) {
  constexpr std::array<std::string_view, 5> names{"acme", "Acme", "acme ", "umbrella", "acm"};
  basic_organisation_scenario<Endpoint> out{{}, std::string(names.front()), std::move(query)};
  for (const auto& row : rows) {
    const std::size_t owner = owners.below(9);
    out.rows.push_back({std::string(names[owner % names.size()]), row});
    if (owner >= names.size()) {
      out.rows.push_back({std::string(names.front()), row});
    }
  }
  return out;
}

} // namespace leadcore::inline LEADCORE_ABI::testing

#endif
