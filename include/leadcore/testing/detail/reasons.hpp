// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TESTING_DETAIL_REASONS_HPP
#define LEADCORE_TESTING_DETAIL_REASONS_HPP

// Why a row is or is not in an answer, and at its position, with the rule of docs/spec.md.

#include <leadcore/model/field.hpp>
#include <leadcore/model/status.hpp>
#include <leadcore/query/endpoint.hpp>
#include <leadcore/query/explain.hpp>
#include <leadcore/query/filter.hpp>
#include <leadcore/query/order.hpp>
#include <leadcore/query/page.hpp>
#include <leadcore/query/search_term.hpp>
#include <leadcore/testing/detail/reference_rows.hpp>
#include <leadcore/testing/detail/verdict.hpp>
#include <leadcore/version.hpp>

#include <algorithm>
#include <concepts>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace leadcore::inline LEADCORE_ABI::detail {

/// A reason and the rules of docs/spec.md that it follows from; without a rule, it follows from the
/// description of the endpoint alone.
struct cited {
  std::string rule;
  std::string why;
};

/// The rule of a filter; of the documented kinds only.
template <class Filter, class Query>
[[nodiscard]] std::string rule_of_filter(const Filter& filter, const Query& query) {
  if constexpr (is_search_filter<Filter>) {
    return Filter::policy == search_policy{} ? "search.6" : "";
  } else if constexpr (is_owner_filter<Filter>) {
    return (query.*filter.member).is_unassigned() ? "match.4" : "match.3";
  } else if constexpr (is_kind<equals_filter, Filter>) {
    return std::same_as<typename Filter::compared_type, lead_status> ? "match.2" : "";
  } else {
    return "";
  }
}

/// The rules by which a search finds a row.
template <fixed_string Parameter, class Base, search_policy Policy, class... Fields, class Record>
[[nodiscard]] std::string
rules_of_search(const search_filter<Parameter, Base, Policy, Fields...>& filter, const Record& row,
                const typename search_filter<Parameter, Base, Policy, Fields...>::query_type& query,
                const match_explanation& found) {
  const auto arm = [&](match_arm wanted) {
    return std::any_of(found.reasons.begin(), found.reasons.end(), [&](const match_reason& each) {
      return each.parameter == filter.parameter() && each.arm == wanted;
    });
  };
  std::string rules = arm(match_arm::text) ? detail::rule_of_filter(filter, query) : "";
  const auto add_phones = [&]<class Field>(Field) {
    if constexpr (Field::is_phone) {
      for (const std::string& phone : detail::texts_of<Field::field_type::key>(row)) {
        const std::string_view rule =
            testing::reference_phone_rule((query.*filter.member).text(), phone);
        if (rules.find(rule) == std::string::npos) {
          rules += (rules.empty() ? "" : ", ") + std::string(rule);
        }
      }
    }
  };
  if (arm(match_arm::phone)) {
    (add_phones(Fields{}), ...);
  }
  return rules;
}

/// Why a row matches a query, or which filter refuses it.
/// @param expected  whether the reference says that it matches
template <class Endpoint>
[[nodiscard]] cited explain_match(const typename Endpoint::record& row,
                                  const typename Endpoint::query& query, bool expected) {
  const match_explanation found = leadcore::why_matched<Endpoint>(row, query);
  if (found.matches() != expected) {
    return {"", "why_matched of this library disagrees: " + leadcore::to_string(found)};
  }
  cited out{"", leadcore::to_string(found)};
  const auto add = [&](const std::string& rule) {
    out.rule += (out.rule.empty() || rule.empty() ? "" : ", ") + rule;
  };
  detail::for_each_filter<Endpoint>([&]<class Filter>(const Filter& filter) {
    if (filter.idle(query) || (!expected && found.refused_by != filter.parameter())) {
      return;
    }
    if constexpr (is_search_filter<Filter>) {
      if (expected) {
        add(detail::rules_of_search(filter, row, query, found));
        return;
      }
    }
    add(detail::rule_of_filter(filter, query));
    if constexpr (is_search_filter<Filter>) {
      add(testing::reference_is_phone_term((query.*filter.member).text()) ? "search.11" : "");
    }
  });
  if (expected && found.reasons.empty()) {
    add("match.1");
  }
  return out;
}

/// The rule of docs/spec.md that a sort key is.
[[nodiscard]] inline std::string rule_of_key(const order_reason& reason) {
  if (reason.field.empty()) {
    return "order.7";
  }
  if (reason.field == "nextCallAt") {
    if (!reason.first.is_null() && !reason.second.is_null()) {
      return "order.1";
    }
    return reason.nulls == null_placement::last ? "order.2" : "order.3";
  }
  return reason.field == "createdAt" ? "order.4" : "order.5";
}

/// Which sort key decides between two rows, and both values.
template <class Endpoint>
[[nodiscard]] cited explain_order(const typename Endpoint::record& a,
                                  const typename Endpoint::record& b, testing::other_nulls nulls) {
  order_reason reason = leadcore::why_before<Endpoint>(a, b);
  if constexpr (has_nullable_key<Endpoint>) {
    if (nulls) {
      reason = leadcore::why_before<Endpoint>(a, b, *nulls);
    }
  }
  constexpr bool documented = std::same_as<std::remove_cvref_t<decltype(Endpoint::order)>,
                                           std::remove_cvref_t<decltype(lead_order)>>;
  cited out{documented ? detail::rule_of_key(reason) : "",
            testing::escaped(leadcore::to_string(reason))};
  if ((reason.result < 0) != testing::reference_before<Endpoint>(a, b, nulls)) {
    out = {"", "why_before of this library disagrees: " + out.why};
  }
  return out;
}

/// The first field in which two rows differ, and both values; empty if there is none.
template <class Endpoint>
[[nodiscard]] std::string different_field(const typename Endpoint::record& found,
                                          const typename Endpoint::record& expected) {
  using record = typename Endpoint::record;
  std::string out;
  leadcore::for_each_field<record>([&]<fixed_string Name>(field_constant<Name> each) {
    const auto a = detail::owned_value_of<Name>(found);
    const auto b = detail::owned_value_of<Name>(expected);
    const auto text = [&](const auto& value) {
      const std::string words = detail::describe_value(value, each.wire_name());
      return words.empty() ? std::string(value ? "[]" : "null") : words;
    };
    if (out.empty() && a != b) {
      out = std::string(each.wire_name()) + " is " + text(a) + " and not " + text(b);
    }
  });
  return out;
}

/// The rule of the first member in which a pagination differs from its definition.
[[nodiscard]] inline std::string rule_of_pagination(const pagination& found,
                                                    const pagination& expected) {
  return found.total != expected.total                   ? "page.1"
         : found.total_pages != expected.total_pages     ? "page.2"
         : found.has_next_page != expected.has_next_page ? "page.3"
         : found.has_prev_page != expected.has_prev_page ? "page.4"
                                                         : "";
}

} // namespace leadcore::inline LEADCORE_ABI::detail

namespace leadcore::inline LEADCORE_ABI::testing {

/// A row must not be in an answer, because a filter refuses it.
template <class Endpoint>
[[nodiscard]] verdict row_must_not_match(std::string_view law, const typename Endpoint::record& row,
                                         const typename Endpoint::query& query) {
  detail::cited because = detail::explain_match<Endpoint>(row, query, false);
  return {law,
          testing::describe<Endpoint>(row) + " does not match " +
              testing::describe<Endpoint>(query) + ": " + because.why,
          std::move(because.rule)};
}
/// A row is missing in an answer, because it passes every filter.
template <class Endpoint>
[[nodiscard]] verdict row_must_match(std::string_view law, const typename Endpoint::record& row,
                                     const typename Endpoint::query& query) {
  detail::cited because = detail::explain_match<Endpoint>(row, query, true);
  return {law,
          testing::describe<Endpoint>(row) + " matches " + testing::describe<Endpoint>(query) +
              ": " + because.why,
          std::move(because.rule)};
}
/// A row of an answer differs from the row with its key.
template <class Endpoint>
[[nodiscard]] verdict wrong_field(std::string_view law, const typename Endpoint::record& found,
                                  const typename Endpoint::record& expected) {
  return {law, detail::different_field<Endpoint>(found, expected) + " in " +
                   testing::describe<Endpoint>(expected)};
}
/// Two rows are in the wrong order: the first must, or must not, come before the second.
template <class Endpoint>
[[nodiscard]] verdict wrong_order(std::string_view law, const typename Endpoint::record& a,
                                  const typename Endpoint::record& b, other_nulls nulls) {
  detail::cited because = detail::explain_order<Endpoint>(a, b, nulls);
  return {law,
          testing::describe<Endpoint>(a) +
              (testing::reference_before<Endpoint>(a, b, nulls) ? " must" : " must not") +
              " come before " + testing::describe<Endpoint>(b) + ": " + because.why,
          std::move(because.rule)};
}

} // namespace leadcore::inline LEADCORE_ABI::testing

#endif
