// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_QUERY_EXPLAIN_HPP
#define LEADCORE_QUERY_EXPLAIN_HPP

// Why a row is in the answer, and why one row comes before another.

#include <leadcore/model/field.hpp>
#include <leadcore/model/value.hpp>
#include <leadcore/query/endpoint.hpp>
#include <leadcore/query/filter.hpp>
#include <leadcore/query/order.hpp>
#include <leadcore/query/search_term.hpp>
#include <leadcore/text/ascii.hpp>
#include <leadcore/text/enum_table.hpp>
#include <leadcore/text/find_folded.hpp>
#include <leadcore/text/timestamp.hpp>
#include <leadcore/version.hpp>

#include <compare>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <vector>

namespace leadcore::inline LEADCORE_ABI {

/// How a value of a row satisfies a filter.
enum class match_arm : std::uint8_t {
  value, ///< the filter judges the value as a whole
  text,  ///< the folding of the value contains the phrase
  phone, ///< the digits of the value contain those of the phrase
};

/// Why a row passes one filter. A search has one reason for each phrase of its term.
struct match_reason {
  std::string_view parameter;         ///< of the filter, such as search
  std::string_view field;             ///< wire name; empty if the filter does not say
  std::optional<std::size_t> element; ///< of a list, from 0
  match_arm arm = match_arm::value;
  text_span span{}; ///< for text and phone: the bytes of the value as the row has it

  friend constexpr bool operator==(const match_reason&, const match_reason&) = default;
};

/// Why a row matches a query, or which filter refuses it.
struct match_explanation {
  std::string_view refused_by{};     ///< the parameter of the first such filter; empty on a match
  std::vector<match_reason> reasons; ///< of a match: one for each filter that the query sets

  /// Whether no filter refuses the row.
  [[nodiscard]] constexpr bool matches() const noexcept { return refused_by.empty(); }
};

namespace detail {

/// The first value of a searched field that contains a phrase.
template <search_policy Policy, class Field, class Row>
[[nodiscard]] constexpr std::optional<match_reason> find_phrase(Field field_of, const Row& row,
                                                                const search_phrase& phrase) {
  constexpr std::string_view name = typename Field::field_type{}.wire_name();
  constexpr bool is_list =
      std::same_as<described<Row, Field::field_type::key>, borrowed_list<std::string_view>>;
  std::optional<match_reason> reason;
  std::size_t index = 0;
  static_cast<void>(detail::any_text(field_of, row, [&](std::string_view text) {
    const auto element = is_list ? std::optional(index) : std::nullopt;
    if (!phrase.folded().empty()) {
      if (const auto span = find_folded<Policy.folding>(text, phrase.folded())) {
        reason = match_reason{{}, name, element, match_arm::text, *span};
      }
    }
    if (!reason && Field::is_phone) {
      if (const text_span span = phrase.phone().find(text); span.size != 0) {
        reason = match_reason{{}, name, element, match_arm::phone, span};
      }
    }
    ++index;
    return reason.has_value();
  }));
  return reason;
}

template <class Filter, class Row, class Query>
constexpr void explain_filter(const Filter& filter, const Row& row, const Query& query,
                              std::vector<match_reason>& reasons) {
  if constexpr (is_search_filter<Filter>) {
    for (const search_phrase& phrase : (query.*(filter.member)).phrases()) {
      std::optional<match_reason> found;
      std::apply(
          [&](auto... field_of) {
            static_cast<void>(
                ((found = detail::find_phrase<Filter::policy>(field_of, row, phrase)).has_value() ||
                 ...));
          },
          Filter::fields);
      if (found) {
        found->parameter = filter.parameter();
        reasons.push_back(*found);
      }
    }
  } else {
    match_reason reason{};
    reason.parameter = filter.parameter();
    if constexpr (requires { typename Filter::field_type; }) {
      reason.field = typename Filter::field_type{}.wire_name();
    }
    reasons.push_back(reason);
  }
}

} // namespace detail

/// Explains why a row matches a query or does not. Agrees with matches() on whether it does.
///
/// Usable in constant expressions.
/// @return names that are static, and offsets into the row's own values.
/// @par Complexity
/// as matches, and linear in what is found; allocates.
template <class Endpoint = leads_endpoint, row_of<Endpoint> Row,
          class Query = typename Endpoint::query>
  requires std::same_as<Query, typename Endpoint::query>
[[nodiscard]] constexpr match_explanation why_matched(const Row& row, const Query& query) {
  static_assert(check_endpoint<Endpoint>());
  match_explanation out;
  detail::for_each_filter<Endpoint>([&](const auto& filter) {
    if (!out.matches() || filter.idle(query)) {
      return;
    }
    if (filter(detail::row(row), query)) {
      detail::explain_filter(filter, detail::row(row), query, out.reasons);
    } else {
      out.refused_by = filter.parameter();
      out.reasons.clear();
    }
  });
  return out;
}

/// A value of a sort key as text: as in the query string, or null.
class explained_value {
 public:
  /// Null.
  constexpr explained_value() = default;
  /// The text of a value.
  template <class T> constexpr explicit explained_value(const T& value) : is_null_(false) {
    if constexpr (text_like<T>) {
      append(detail::as_text(value));
    } else if constexpr (std::same_as<T, bool>) {
      append(value ? "true" : "false");
    } else if constexpr (named_enum<T>) {
      append(detail::enum_name(value));
    } else if constexpr (std::integral<T>) {
      append(detail::decimal_text(value).view());
    } else {
      append(timestamp_text(static_cast<timestamp>(value)).view());
    }
  }

  /// Whether there is no value.
  [[nodiscard]] constexpr bool is_null() const noexcept { return is_null_; }
  /// "null" for null.
  [[nodiscard]] constexpr std::string_view text() const noexcept {
    return is_null_ ? std::string_view("null") : std::string_view(text_.data(), text_.size());
  }
  friend constexpr bool operator==(const explained_value&, const explained_value&) = default;

 private:
  constexpr void append(std::string_view text) {
    text_.insert(text_.end(), text.begin(), text.end());
  }

  bool is_null_ = true;
  std::vector<char> text_{}; // not a std::string: clang cannot evaluate libstdc++ 12's
};

/// Which key of an order decides between two rows.
struct order_reason {
  std::strong_ordering result = std::strong_ordering::equal; ///< of the first row and the second
  std::string_view field{};                                  ///< wire name; empty if equal
  sort_direction direction = sort_direction::ascending;
  null_placement nulls = null_placement::last;
  explained_value first{};  ///< the value of the first row
  explained_value second{}; ///< the value of the second row

  friend constexpr bool operator==(const order_reason&, const order_reason&) = default;
};

namespace detail {

template <class Value> [[nodiscard]] constexpr explained_value explain_value(const Value& value) {
  if (!detail::has_value(value)) {
    return {};
  }
  return explained_value(detail::value(value));
}

template <class Order, class A, class B>
[[nodiscard]] constexpr order_reason explain_order(const Order& order, const A& a, const B& b) {
  order_reason reason;
  const auto decide = [&]<class Key>(const Key& key) {
    const typename Key::field_type field_of{};
    auto&& first = field_of(a);
    auto&& second = field_of(b);
    reason.result = key.compare_values(first, second);
    if (reason.result == 0) {
      return false;
    }
    reason.field = field_of.wire_name();
    reason.direction = Key::direction;
    reason.nulls = key.nulls;
    reason.first = detail::explain_value(first);
    reason.second = detail::explain_value(second);
    return true;
  };
  std::apply([&](const auto&... key) { static_cast<void>((decide(key) || ...)); }, order.keys);
  return reason;
}

} // namespace detail

/// Explains the order of two rows: the first key in which they differ, and both values. Agrees with
/// the order of the endpoint.
///
/// Usable in constant expressions.
template <class Endpoint = leads_endpoint, row_of<Endpoint> A, row_of<Endpoint> B>
[[nodiscard]] constexpr order_reason why_before(const A& a, const B& b) {
  static_assert(check_endpoint<Endpoint>());
  return detail::explain_order(Endpoint::order, detail::row(a), detail::row(b));
}
/// The same with another placement of nulls.
template <class Endpoint = leads_endpoint, row_of<Endpoint> A, row_of<Endpoint> B>
  requires detail::has_nullable_key<Endpoint>
[[nodiscard]] constexpr order_reason why_before(const A& a, const B& b, null_placement nulls) {
  static_assert(check_endpoint<Endpoint>());
  return detail::explain_order(Endpoint::order.with(nulls), detail::row(a), detail::row(b));
}

/// A reason in words, such as: search: emails[1], bytes 5 to 9, by its text.
[[nodiscard]] inline std::string to_string(const match_reason& reason) {
  std::string out(reason.parameter);
  out += ": ";
  out += reason.field.empty() ? "passes" : reason.field;
  if (reason.element) {
    out += '[' + std::to_string(*reason.element) + ']';
  }
  if (reason.arm != match_arm::value) {
    out += ", bytes " + std::to_string(reason.span.offset) + " to " +
           std::to_string(reason.span.offset + reason.span.size);
    out += reason.arm == match_arm::text ? ", by its text" : ", by its digits";
  }
  return out;
}

/// All reasons in words, separated by semicolons; or the filter that refuses the row.
[[nodiscard]] inline std::string to_string(const match_explanation& explanation) {
  if (!explanation.matches()) {
    return "refused by " + std::string(explanation.refused_by);
  }
  std::string out;
  for (const match_reason& each : explanation.reasons) {
    out += out.empty() ? "" : "; ";
    out += to_string(each);
  }
  return out.empty() ? "no filter is set" : out;
}

/// A reason in words, such as: nextCallAt ascending, nulls last: 2026-05-02T10:30:00.000Z is before
/// null.
[[nodiscard]] inline std::string to_string(const order_reason& reason) {
  if (reason.result == 0) {
    return "equal in every key";
  }
  std::string out(reason.field);
  out += reason.direction == sort_direction::ascending ? " ascending" : " descending";
  if (reason.first.is_null() || reason.second.is_null()) {
    out += reason.nulls == null_placement::last ? ", nulls last" : ", nulls first";
  }
  out += ": ";
  out += reason.first.text();
  out += reason.result < 0 ? " is before " : " is after ";
  out += reason.second.text();
  return out;
}

} // namespace leadcore::inline LEADCORE_ABI

#endif
