// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TESTING_DETAIL_FILTER_LAWS_HPP
#define LEADCORE_TESTING_DETAIL_FILTER_LAWS_HPP

// The laws of a list that concern its filters, each by the kind of the filter.

#include <leadcore/model/field.hpp>
#include <leadcore/query/endpoint.hpp>
#include <leadcore/query/filter.hpp>
#include <leadcore/query/query.hpp>
#include <leadcore/query/search_term.hpp>
#include <leadcore/testing/detail/implementations.hpp>
#include <leadcore/testing/detail/reasons.hpp>
#include <leadcore/testing/detail/reference_rows.hpp>
#include <leadcore/testing/detail/verdict.hpp>
#include <leadcore/text/ascii.hpp>
#include <leadcore/text/enum_table.hpp>
#include <leadcore/text/utf8.hpp>
#include <leadcore/version.hpp>

#include <concepts>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace leadcore::inline LEADCORE_ABI::testing {

/// Removing a filter never lowers the total.
template <class Endpoint = leads_endpoint, query_of<Endpoint> Query = typename Endpoint::query>
verdict filters_never_add(const detail::as_shape<Endpoint, basic_lister>& list,
                          const std::vector<typename Endpoint::record>& rows, const Query& query) {
  const std::uint64_t with_all = list.total(rows, query);
  Query none{};
  none.page = query.page;
  std::vector<Query> wider{none};
  detail::for_each_filter<Endpoint>([&]<class Filter>(const Filter& filter) {
    if constexpr (requires { none.*filter.member; }) {
      wider.push_back(query);
      wider.back().*filter.member = none.*filter.member;
    }
  });
  for (const Query& without : wider) {
    if (const std::uint64_t more = list.total(rows, without); more < with_all) {
      return {"filters_never_add",
              testing::describe<Endpoint>(without) + " has " + std::to_string(more) + " rows and " +
                  testing::describe<Endpoint>(query) + ", which has one more filter, " +
                  std::to_string(with_all),
              "match.1"};
    }
  }
  return {};
}

} // namespace leadcore::inline LEADCORE_ABI::testing

namespace leadcore::inline LEADCORE_ABI::detail {

/// How many rows have null in a field and match a query.
template <class Endpoint, fixed_string Name>
[[nodiscard]] std::uint64_t count_nulls(const std::vector<typename Endpoint::record>& rows,
                                        const typename Endpoint::query& query) {
  std::uint64_t nulls = 0;
  for (const auto& row : rows) {
    nulls += !detail::owned_value_of<Name>(row) && testing::reference_matches<Endpoint>(row, query);
  }
  return nulls;
}

/// The law that the totals of all values of a field add up to the total without the filter. Each
/// part is one such total, with its query.
template <class Endpoint> class parts_of_total {
 public:
  using query_type = typename Endpoint::query;

  parts_of_total(const testing::basic_lister<Endpoint>& list,
                 const std::vector<typename Endpoint::record>& rows)
      : list_(list), rows_(rows) {}

  void add(const query_type& query) { add(list_.total(rows_, query)); }
  void add(std::uint64_t part) {
    sum_ += part;
    words_ += (words_.empty() ? "" : " + ") + std::to_string(part);
  }
  /// @param by  the filter whose values give the parts
  template <class Filter>
  [[nodiscard]] testing::verdict judge(std::string_view law, const Filter& by,
                                       const query_type& without) const {
    if (const std::uint64_t all = list_.total(rows_, without); sum_ != all) {
      return {law,
              words_ + " by " + std::string(by.parameter()) + ", but " + std::to_string(all) +
                  " for " + testing::describe<Endpoint>(without),
              detail::rule_of_filter(by, without)};
    }
    return {};
  }

 private:
  const testing::basic_lister<Endpoint>& list_;
  const std::vector<typename Endpoint::record>& rows_;
  std::uint64_t sum_ = 0;
  std::string words_;
};

/// Calls judge with each filter until a verdict is broken.
template <class Endpoint, class Judge>
[[nodiscard]] testing::verdict judge_filters(const Judge& judge) {
  testing::verdict judged;
  detail::for_each_filter<Endpoint>([&](const auto& filter) {
    if (judged.holds()) {
      judged = judge(filter);
    }
  });
  return judged;
}

} // namespace leadcore::inline LEADCORE_ABI::detail

namespace leadcore::inline LEADCORE_ABI::testing {

/// Each row has one value of an enumeration, or null: for each filter that asks for such a value,
/// the totals of all values and the rows with null add up to the total without the filter. Says
/// nothing if a row has a value outside the enumeration.
template <class Endpoint = leads_endpoint, query_of<Endpoint> Query = typename Endpoint::query>
verdict statuses_add_up(const detail::as_shape<Endpoint, basic_lister>& list,
                        const std::vector<typename Endpoint::record>& rows, const Query& query) {
  return detail::judge_filters<Endpoint>([&]<class Filter>(const Filter& filter) -> verdict {
    if constexpr (detail::is_kind<equals_filter, Filter>) {
      if constexpr (named_enum<typename Filter::compared_type>) {
        constexpr auto name = Filter::field_type::key;
        for (const auto& row : rows) {
          const auto value = detail::owned_value_of<name>(row);
          if (value && detail::find_enum_entry(*value) == nullptr) {
            return {};
          }
        }
        Query asked = query;
        (asked.*filter.member).reset();
        const Query without = asked;
        detail::parts_of_total<Endpoint> parts(list, rows);
        for (const auto& entry : enum_table<typename Filter::compared_type>) {
          asked.*filter.member = entry.value;
          parts.add(asked);
        }
        if (const auto nulls = detail::count_nulls<Endpoint, name>(rows, without); nulls != 0) {
          parts.add(nulls);
        }
        return parts.judge("statuses_add_up", filter, without);
      }
    }
    return {};
  });
}

/// Each row has one owner or none: the totals of all owners and of "unassigned" add up to the total
/// without an owner filter, and an unknown owner has none. Says nothing if the owner of a row is
/// empty or "unassigned".
template <class Endpoint = leads_endpoint, query_of<Endpoint> Query = typename Endpoint::query>
verdict owners_add_up(const detail::as_shape<Endpoint, basic_lister>& list,
                      const std::vector<typename Endpoint::record>& rows, const Query& query) {
  constexpr std::string_view law = "owners_add_up";
  return detail::judge_filters<Endpoint>([&]<class Filter>(const Filter& filter) -> verdict {
    if constexpr (detail::is_owner_filter<Filter>) {
      std::set<std::string> owners;
      std::string unknown = "nobody-";
      for (const auto& row : rows) {
        if (const auto owner = detail::owned_value_of<Filter::field_type::key>(row)) {
          owners.insert(*owner);
          unknown += owner->size() >= unknown.size() ? *owner : ""; // longer than every owner
        }
      }
      if (owners.count("") + owners.count("unassigned") != 0) {
        return {};
      }
      Query asked = query;
      asked.*filter.member = assignee_filter::any();
      const Query without = asked;
      detail::parts_of_total<Endpoint> parts(list, rows);
      asked.*filter.member = assignee_filter::unassigned();
      parts.add(asked);
      for (const std::string& owner : owners) {
        asked.*filter.member = assignee_filter::member(owner);
        parts.add(asked);
      }
      if (verdict judged = parts.judge(law, filter, without); !judged.holds()) {
        return judged;
      }
      asked.*filter.member = assignee_filter::member(unknown);
      if (const std::uint64_t none = is_valid_utf8(unknown) ? list.total(rows, asked) : 0;
          none != 0) {
        return {law,
                std::to_string(none) + " rows for " + testing::describe<Endpoint>(asked) +
                    ", an owner of none",
                "match.5"};
      }
    }
    return {};
  });
}

/// Each row is below a bound, or at least it, or has null: for each field with both filters, their
/// totals and the rows with null add up to the total without both, for the bound of each row. So do
/// the rows with null and those without for each filter that asks for null.
template <class Endpoint = leads_endpoint, query_of<Endpoint> Query = typename Endpoint::query>
verdict ranges_add_up(const detail::as_shape<Endpoint, basic_lister>& list,
                      const std::vector<typename Endpoint::record>& rows, const Query& query) {
  constexpr std::string_view law = "ranges_add_up";
  return detail::judge_filters<Endpoint>([&]<class Filter>(const Filter& filter) {
    verdict judged;
    Query without = query;
    if constexpr (detail::is_kind<at_least_filter, Filter>) {
      detail::for_each_filter<Endpoint>([&]<class Other>(const Other& other) {
        if constexpr (detail::is_kind<less_than_filter, Other>) {
          constexpr auto name = Filter::field_type::key;
          if constexpr (std::same_as<typename Filter::field_type, typename Other::field_type>) {
            (without.*filter.member).reset();
            (without.*other.member).reset();
            for (const auto& row : rows) {
              const auto bound = detail::owned_value_of<name>(row);
              if (bound && judged.holds()) {
                detail::parts_of_total<Endpoint> parts(list, rows);
                Query asked = without;
                asked.*other.member = *bound;
                parts.add(asked);
                asked = without;
                asked.*filter.member = *bound;
                parts.add(asked);
                parts.add(detail::count_nulls<Endpoint, name>(rows, without));
                judged = parts.judge(law, filter, without);
              }
            }
          }
        }
      });
    }
    if constexpr (detail::is_null_filter<Filter>) {
      (without.*filter.member).reset();
      detail::parts_of_total<Endpoint> parts(list, rows);
      for (const bool null : {true, false}) {
        Query asked = without;
        asked.*filter.member = null;
        parts.add(asked);
      }
      judged = parts.judge(law, filter, without);
    }
    return judged;
  });
}

/// The term with the case of its ASCII letters swapped finds the same rows.
template <class Endpoint = leads_endpoint, query_of<Endpoint> Query = typename Endpoint::query>
verdict letter_case_is_irrelevant(const detail::as_shape<Endpoint, basic_lister>& list,
                                  const std::vector<typename Endpoint::record>& rows,
                                  const Query& query) {
  return detail::judge_filters<Endpoint>([&]<class Filter>(const Filter& filter) -> verdict {
    if constexpr (detail::is_search_filter<Filter>) {
      std::string swapped((query.*filter.member).text());
      for (char& c : swapped) {
        if (detail::is_alpha(c)) {
          c = static_cast<char>(c ^ 0x20);
        }
      }
      Query other = query;
      other.*filter.member = leadcore::unchecked_search_term<Filter::policy>(swapped);
      if (!detail::same_page<Endpoint>(list(rows, query), list(rows, other))) {
        return {"letter_case_is_irrelevant",
                testing::describe<Endpoint>(query) + " and " + testing::describe<Endpoint>(other) +
                    " differ",
                "fold.1"};
      }
    }
    return {};
  });
}

} // namespace leadcore::inline LEADCORE_ABI::testing

#endif
