// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TESTING_DETAIL_HISTORY_HPP
#define LEADCORE_TESTING_DETAIL_HISTORY_HPP

// The law of an engine that keeps rows while they change, such as an index, a database or a store:
// after each change it answers as the reference does over the same rows.

#include <leadcore/model/field.hpp>
#include <leadcore/model/value.hpp>
#include <leadcore/query/endpoint.hpp>
#include <leadcore/testing/detail/draw_queries.hpp>
#include <leadcore/testing/detail/draw_records.hpp>
#include <leadcore/testing/detail/draw_values.hpp>
#include <leadcore/testing/detail/implementations.hpp>
#include <leadcore/testing/detail/list_laws.hpp>
#include <leadcore/testing/detail/reference_rows.hpp>
#include <leadcore/testing/detail/verdict.hpp>
#include <leadcore/version.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace leadcore::inline LEADCORE_ABI::testing {

/// An engine as three functions over the same rows; it begins without rows.
template <class Endpoint> struct basic_engine {
  /// Adds a row, or replaces the one with its key.
  std::function<void(const typename Endpoint::record&)> upsert;
  /// Removes the row with a key, if there is one.
  std::function<void(std::string_view key)> erase;
  std::function<basic_plain_page<Endpoint>(const typename Endpoint::query&)> list;
};
/// An engine of leads.
using lead_engine = basic_engine<leads_endpoint>;

/// A step of a history: a row is added or replaced, or the row with its key is removed.
template <class Endpoint> struct basic_change {
  bool is_removal = false;
  typename Endpoint::record row;
};

} // namespace leadcore::inline LEADCORE_ABI::testing

namespace leadcore::inline LEADCORE_ABI::detail {

/// Copies one field, by its number, unless it is the key.
template <class Endpoint>
void copy_field(std::size_t number, const typename Endpoint::record& from,
                typename Endpoint::record& to) {
  using record = typename Endpoint::record;
  std::size_t next = 0;
  leadcore::for_each_field<record>([&](auto each) {
    if (next++ == number && each.name() != Endpoint::key.name()) {
      each.in(to) = each(from);
    }
  });
}

/// A query for each filter that asks for the value of a row, and one for all rows.
template <class Endpoint>
[[nodiscard]] std::vector<typename Endpoint::query>
queries_of_filters(const typename Endpoint::record& row) {
  std::vector<typename Endpoint::query> queries(1);
  detail::for_each_filter<Endpoint>([&](const auto& filter) {
    for (const ask how : {ask::null, ask::row}) {
      typename Endpoint::query query{};
      detail::ask_filter<Endpoint>(filter, query, how, row, {});
      if (!filter.idle(query)) {
        queries.push_back(std::move(query));
      }
    }
  });
  return queries;
}

} // namespace leadcore::inline LEADCORE_ABI::detail

namespace leadcore::inline LEADCORE_ABI::testing {

/// Changes drawn until the choices end: a row of the pool is added or removed, or one field of a
/// row that is present is replaced.
template <class Endpoint = leads_endpoint>
[[nodiscard]] std::vector<basic_change<Endpoint>>
draw_history(drawing from, const std::vector<typename Endpoint::record>& pool) {
  using record = typename Endpoint::record;
  std::vector<basic_change<Endpoint>> changes;
  std::map<std::string, record> present;
  while (!from.at_end() && !pool.empty()) {
    const record& row = pool[from.below(pool.size())];
    basic_change<Endpoint> change{false, row};
    const std::string key = detail::key_of<Endpoint>(row);
    const std::size_t kind = from.below(5);
    if (kind == 1) {
      change.is_removal = true;
    } else if (const auto found = present.find(key); kind >= 2 && found != present.end()) {
      change.row = found->second;
      detail::copy_field<Endpoint>(from.below(detail::field_count<record>),
                                   pool[from.below(pool.size())], change.row);
    }
    if (change.is_removal) {
      present.erase(key);
    } else {
      present.insert_or_assign(key, change.row);
    }
    changes.push_back(std::move(change));
  }
  return changes;
}

/// After each change an engine answers as the reference does: a drawn query, and, for each filter,
/// the query for the value of the changed row before and after it. The latter notice a posting list
/// that the change forgot.
/// @param tested  without rows
/// @param queries  choices for the drawn queries
template <class Endpoint = leads_endpoint>
verdict history_laws(const std::type_identity_t<basic_engine<Endpoint>>& tested,
                     const std::vector<basic_change<Endpoint>>& changes, drawing queries,
                     other_nulls nulls = {}) {
  using record = typename Endpoint::record;
  std::map<std::string, record> model;
  for (std::size_t step = 0; step < changes.size(); ++step) {
    const basic_change<Endpoint>& change = changes[step];
    const std::string key = detail::key_of<Endpoint>(change.row);
    auto asked = detail::queries_of_filters<Endpoint>(change.row);
    if (const auto found = model.find(key); found != model.end()) {
      const auto before = detail::queries_of_filters<Endpoint>(found->second);
      asked.insert(asked.end(), before.begin(), before.end());
    }
    if (change.is_removal) {
      tested.erase(key);
      model.erase(key);
    } else {
      tested.upsert(change.row);
      model.insert_or_assign(key, change.row);
    }
    std::vector<record> rows;
    for (const auto& [unused, row] : model) {
      rows.push_back(row);
    }
    asked.push_back(testing::draw_query<Endpoint>(queries.take(query_tape_length<Endpoint>), rows));
    for (const auto& query : asked) {
      const verdict judged = testing::equals_reference<Endpoint>(
          [&](const std::vector<record>&, const typename Endpoint::query& each) {
            return tested.list(each);
          },
          rows, query, nulls);
      if (!judged.holds()) {
        return {"history_laws",
                "after change " + std::to_string(step) + ", which " +
                    (change.is_removal ? "removes " : "gives ") +
                    testing::describe<Endpoint>(change.row) + ": " + judged.text(),
                judged.rule()};
      }
    }
  }
  return {};
}

} // namespace leadcore::inline LEADCORE_ABI::testing

#endif
