// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TESTING_LAWS_HPP
#define LEADCORE_TESTING_LAWS_HPP

// The laws that every implementation of the endpoint must satisfy, as functions that judge one
// case.
//
// A law takes an implementation (any callable of the named shape) and a case, and returns a
// verdict. It is deterministic and independent of test frameworks: call it from RapidCheck
// (testing/generators.hpp has the properties), from a fuzz target, from a loop over recorded
// answers of a live server, or from main(). Decision 0060.
//
//     const auto my_server = [&](const std::vector<leadcore::lead>& rows,
//                                const leadcore::lead_query& query) {
//       load(rows);
//       return get_page(query); // -> leadcore::page_of<Row>, Row being any lead_like
//     };
//     const auto verdict = leadcore::testing::list_laws(my_server, rows, query);
//     if (!verdict.holds()) {
//       std::cerr << verdict.text();
//     }

#include <leadcore/model/error.hpp>
#include <leadcore/model/field.hpp>
#include <leadcore/model/lead.hpp>
#include <leadcore/model/validate.hpp>
#include <leadcore/query/endpoint.hpp>
#include <leadcore/query/filter.hpp>
#include <leadcore/query/order.hpp>
#include <leadcore/query/page.hpp>
#include <leadcore/query/query.hpp>
#include <leadcore/query/query_string.hpp>
#include <leadcore/query/search_term.hpp>
#include <leadcore/testing/reference.hpp>
#include <leadcore/text/email.hpp>
#include <leadcore/text/timestamp.hpp>
#include <leadcore/text/utf8.hpp>
#include <leadcore/version.hpp>

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <optional>
#include <ranges>
#include <set>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace leadcore::inline LEADCORE_ABI::testing {

// Verdicts and descriptions. ----------------------------------------------------------------------

/// The verdict of a law on a case: it holds, or it is broken for a reason.
class [[nodiscard]] verdict {
 public:
  /// The law holds.
  verdict() = default;
  /// The law of this name is broken, for this reason.
  verdict(std::string_view law, std::string why) : law_(law), why_(std::move(why)) {}

  [[nodiscard]] bool holds() const noexcept { return law_.empty(); }
  /// The name of the broken law, which is the name of its function; empty if it holds.
  [[nodiscard]] const std::string& law() const noexcept { return law_; }
  /// Expected and actual result, with the case; empty if it holds.
  [[nodiscard]] const std::string& why() const noexcept { return why_; }
  /// Both in one line; empty if it holds.
  [[nodiscard]] std::string text() const { return holds() ? std::string() : law_ + ": " + why_; }

 private:
  std::string law_;
  std::string why_;
};

/// Calls functions that return verdicts, in order, and returns the first broken one.
template <std::invocable... Laws> verdict first_broken(Laws&&... laws) {
  verdict broken;
  static_cast<void>(((broken = laws(), broken.holds()) && ...));
  return broken;
}

/// A text in quotes; control characters and invalid bytes as \xHH.
[[nodiscard]] inline std::string describe(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out = "\"";
  for (std::size_t at = 0; at < text.size();) {
    const auto unit = decode_utf8(text.substr(at));
    const auto byte = static_cast<unsigned char>(text[at]);
    if (!unit.valid || byte < 0x20 || byte == 0x7F) {
      out += "\\x";
      out += digits[byte >> 4U];
      out += digits[byte & 15U];
      ++at;
      continue;
    }
    if (byte == '"' || byte == '\\') {
      out += '\\';
    }
    out += text.substr(at, unit.length);
    at += unit.length;
  }
  return out + '"';
}

/// The fields of a lead that are neither null nor empty.
template <lead_like Row> [[nodiscard]] std::string describe(const Row& row) {
  const lead copy = leadcore::to_lead(row);
  std::string out;
  for_each_lead_field([&](auto each) {
    const auto& value = each(copy);
    using type = std::remove_cvref_t<decltype(value)>;
    std::string text;
    if constexpr (std::same_as<type, std::string>) {
      text = describe(value);
    } else if constexpr (std::same_as<type, std::optional<std::string>>) {
      text = value ? describe(*value) : "";
    } else if constexpr (std::same_as<type, std::vector<std::string>>) {
      for (const std::string& element : value) {
        text += (text.empty() ? "[" : ", ") + describe(element);
      }
      text += text.empty() ? "" : "]";
    } else if constexpr (std::same_as<type, timestamp>) {
      text = to_string(value);
    } else if constexpr (std::same_as<type, std::optional<timestamp>>) {
      text = value ? to_string(*value) : "";
    } else {
      static_assert(std::same_as<type, lead_status>,
                    "leadcore: describe a field of this type here");
      text = !is_lead_status(value) ? "status " + std::to_string(static_cast<unsigned>(value))
                                    : std::string(to_string(value));
    }
    if (!text.empty()) {
      out += out.empty() ? "{" : ", ";
      out += each.wire_name();
      out += ": " + text;
    }
  });
  return out + "}";
}

/// A query as its canonical query string.
[[nodiscard]] inline std::string describe(const lead_query& query) {
  return "?" + to_query_string(query);
}

[[nodiscard]] inline std::string describe(const pagination& each) {
  return "page " + std::to_string(each.page) + ", pageSize " + std::to_string(each.page_size) +
         ", total " + std::to_string(each.total) + ", totalPages " +
         std::to_string(each.total_pages) + ", hasNextPage " +
         (each.has_next_page ? "true" : "false") + ", hasPrevPage " +
         (each.has_prev_page ? "true" : "false");
}

/// The ids of rows, in their order.
[[nodiscard]] inline std::string describe_ids(const std::vector<lead>& rows) {
  std::string out = "[";
  for (const lead& row : rows) {
    out += (out.size() == 1 ? "" : ", ") + describe(row.id);
  }
  return out + "]";
}

// Shapes of implementations. ----------------------------------------------------------------------
//
// Laws take these types, each constructible from any callable of its shape, so that laws are
// ordinary functions. Pass an implementation that cannot be copied as std::ref(it).

/// A page that owns its rows, whatever the implementation returns.
using plain_page = page_of<lead>;

/// Copies any page with the members of page_of: `data`, a range of lead_like, and `pagination`.
template <class Page>
  requires lead_like<std::ranges::range_reference_t<const decltype(Page::data)>>
[[nodiscard]] plain_page to_plain_page(const Page& page) {
  plain_page plain{{}, page.pagination};
  for (const auto& row : page.data) {
    plain.data.push_back(leadcore::to_lead(row));
  }
  return plain;
}

/// A callable that returns, for Arguments..., a page of any lead_like rows.
template <class Callable, class... Arguments>
concept page_giver = requires(Callable& callable, Arguments... arguments) {
  testing::to_plain_page(callable(arguments...));
};

/// An implementation that answers a query over rows: (const std::vector<lead>&, const lead_query&)
/// -> a page.
///
/// Semantics: the answer depends on these rows only, not on earlier calls; their ids are distinct.
class lister {
 public:
  template <class Callable>
    requires(!std::same_as<std::remove_cvref_t<Callable>, lister> &&
             page_giver<Callable, const std::vector<lead>&, const lead_query&>)
  lister(Callable callable) // implicit: a law is called with the implementation itself
      : answer_([callable = std::move(callable)](const std::vector<lead>& rows,
                                                 const lead_query& query) mutable {
          return testing::to_plain_page(callable(rows, query));
        }) {}

  [[nodiscard]] plain_page operator()(const std::vector<lead>& rows,
                                      const lead_query& query) const {
    return answer_(rows, query);
  }
  [[nodiscard]] std::uint64_t total(const std::vector<lead>& rows, const lead_query& query) const {
    return answer_(rows, query).pagination.total;
  }

 private:
  std::function<plain_page(const std::vector<lead>&, const lead_query&)> answer_;
};

/// A row and its organisation.
struct organisation_lead {
  std::string organisation;
  lead row;
};

/// An implementation that answers a query of one organisation over rows of many: (const
/// std::vector<organisation_lead>&, std::string_view organisation, const lead_query&) -> a page.
/// Ids are distinct only within an organisation.
///
/// For a store object:
///     [](const auto& rows, std::string_view organisation, const lead_query& query) {
///       my_store store;
///       for (const auto& each : rows) { store.add(each.organisation, each.row); }
///       return store.list(organisation, query);
///     }
class organisation_lister {
 public:
  template <class Callable>
    requires(!std::same_as<std::remove_cvref_t<Callable>, organisation_lister> &&
             page_giver<Callable, const std::vector<organisation_lead>&, std::string_view,
                        const lead_query&>)
  organisation_lister(Callable callable) // implicit, as for lister
      : answer_([callable = std::move(callable)](const std::vector<organisation_lead>& rows,
                                                 std::string_view organisation,
                                                 const lead_query& query) mutable {
          return testing::to_plain_page(callable(rows, organisation, query));
        }) {}

  [[nodiscard]] plain_page operator()(const std::vector<organisation_lead>& rows,
                                      std::string_view organisation,
                                      const lead_query& query) const {
    return answer_(rows, organisation, query);
  }

 private:
  std::function<plain_page(const std::vector<organisation_lead>&, std::string_view,
                           const lead_query&)>
      answer_;
};

/// Returns whether the first row is before the second.
using comparator = std::function<bool(const lead&, const lead&)>;
/// Returns whether a row matches a query.
using matcher = std::function<bool(const lead&, const lead_query&)>;
/// Parses a raw query string, like parse_query.
using query_parser = std::function<result<lead_query, query_errors>(std::string_view)>;
/// Prints the canonical query string, like to_query_string.
using query_printer = std::function<std::string(const lead_query&)>;
/// Computes the pagination of an answer, like paginate.
using paginator = std::function<pagination(std::uint64_t total, page_request)>;
/// Computes the range of rows on a page, like slice_of.
using slicer = std::function<row_slice(std::uint64_t total, page_request)>;

// Laws of one page. -------------------------------------------------------------------------------

/// A page is consistent: the pagination follows from total and the request, the number of rows
/// follows from total (so both come from one snapshot), each row matches, and each is strictly
/// before the next (so none is repeated).
///
/// Needs no knowledge of the rows, so it can judge any recorded answer of a live server, even while
/// its data changes.
inline verdict page_is_consistent(const plain_page& page, const lead_query& query,
                                  null_placement nulls = nulls_last) {
  constexpr std::string_view law = "page_is_consistent";
  const auto where = [&] { return " for " + describe(query); };
  const pagination expected = reference_paginate(page.pagination.total, query.page);
  if (page.pagination != expected) {
    return {law, "the pagination is " + describe(page.pagination) + " and not " +
                     describe(expected) + where()};
  }
  const row_slice slice = reference_slice(page.pagination.total, query.page);
  if (page.data.size() != slice.last - slice.first) {
    return {law, std::to_string(page.data.size()) + " rows where the total " +
                     std::to_string(expected.total) + " leaves " +
                     std::to_string(slice.last - slice.first) + where()};
  }
  for (std::size_t i = 0; i < page.data.size(); ++i) {
    if (!reference_matches(page.data[i], query)) {
      return {law, "a row does not match: " + describe(page.data[i]) + where()};
    }
    if (i > 0 && !reference_before(page.data[i - 1], page.data[i], nulls)) {
      return {law, describe(page.data[i - 1]) + " must not stand before " + describe(page.data[i]) +
                       where()};
    }
  }
  return {};
}

// Laws of a lister. -------------------------------------------------------------------------------

/// The page equals that of the reference implementation, row by row and field by field.
inline verdict equals_reference(const lister& list, const std::vector<lead>& rows,
                                const lead_query& query, null_placement nulls = nulls_last) {
  constexpr std::string_view law = "equals_reference";
  const plain_page page = list(rows, query);
  const plain_page expected = reference_list(rows, query, nulls);
  const auto where = [&] {
    return " for " + describe(query) + " over " + std::to_string(rows.size()) + " rows";
  };
  if (page.pagination != expected.pagination) {
    return {law, "the pagination is " + describe(page.pagination) + " and not " +
                     describe(expected.pagination) + where()};
  }
  for (std::size_t i = 0; i < std::max(page.data.size(), expected.data.size()); ++i) {
    if (i >= page.data.size() || i >= expected.data.size() || page.data[i] != expected.data[i]) {
      const auto row = [i](const plain_page& of) {
        return i < of.data.size() ? describe(of.data[i]) : "nothing";
      };
      return {law, "row " + std::to_string(i) + " is " + row(page) + " and not " + row(expected) +
                       where()};
    }
  }
  return {};
}

/// The total is the number of rows that match individually.
inline verdict total_counts_matches(const lister& list, const std::vector<lead>& rows,
                                    const lead_query& query) {
  std::uint64_t expected = 0;
  for (const lead& row : rows) {
    expected += reference_matches(row, query) ? 1U : 0U;
  }
  const std::uint64_t total = list.total(rows, query);
  if (total != expected) {
    return {"total_counts_matches", "the total is " + std::to_string(total) + " where " +
                                        std::to_string(expected) + " rows match " +
                                        describe(query)};
  }
  return {};
}

/// Reading pages from page 1 until hasNextPage is false visits every matching row exactly once,
/// unchanged and in order, ends on page totalPages, and returns the same totals on each page.
/// @pre query.page.page_size >= 1
/// @par Complexity  one answer for each page.
inline verdict walk_visits_each_match_once(const lister& list, const std::vector<lead>& rows,
                                           lead_query query, null_placement nulls = nulls_last) {
  constexpr std::string_view law = "walk_visits_each_match_once";
  const std::uint64_t most = rows.size() / query.page.page_size + 1;
  std::vector<lead> visited;
  std::optional<pagination> first;
  for (query.page.page = 1;; ++query.page.page) {
    const plain_page page = list(rows, query);
    first = first.value_or(page.pagination);
    if (page.pagination.total != first->total ||
        page.pagination.total_pages != first->total_pages) {
      return {law, "the totals change on the way: page 1 has " + describe(*first) + ", then " +
                       describe(page.pagination)};
    }
    visited.insert(visited.end(), page.data.begin(), page.data.end());
    if (!page.pagination.has_next_page) {
      break;
    }
    if (query.page.page > most) {
      return {law, "hasNextPage is still true on page " + std::to_string(query.page.page) + " of " +
                       std::to_string(rows.size()) + " rows for " + describe(query)};
    }
  }
  if (query.page.page != std::max<std::uint64_t>(1, first->total_pages)) {
    return {law, "hasNextPage ends on page " + std::to_string(query.page.page) +
                     " where totalPages is " + std::to_string(first->total_pages)};
  }
  query.page.page = 1;
  std::map<std::string, const lead*> missing;
  for (const lead& row : rows) {
    if (reference_matches(row, query)) {
      missing.emplace(row.id, &row);
    }
  }
  const auto where = [&] {
    return " in the walk " + describe_ids(visited) + " for " + describe(query);
  };
  for (std::size_t i = 0; i < visited.size(); ++i) {
    const auto found = missing.find(visited[i].id);
    if (found == missing.end()) {
      return {law, describe(visited[i]) + " does not match or comes twice" + where()};
    }
    if (visited[i] != *found->second) {
      return {law, describe(visited[i]) + " was " + describe(*found->second) + where()};
    }
    missing.erase(found);
    if (i > 0 && !reference_before(visited[i - 1], visited[i], nulls)) {
      return {law, describe(visited[i - 1]) + " must not stand before " + describe(visited[i]) +
                       where()};
    }
  }
  if (!missing.empty()) {
    return {law, describe(*missing.begin()->second) + " is missing" + where()};
  }
  return {};
}

/// A page past the end is empty and has the true totals, also for a page number that 32 bits would
/// truncate to 1, and for the largest page number.
inline verdict past_the_end_is_empty(const lister& list, const std::vector<lead>& rows,
                                     lead_query query) {
  query.page.page = 1;
  const pagination first = list(rows, query).pagination;
  for (const std::uint64_t page : {first.total_pages + 1, first.total_pages + 2,
                                   (std::uint64_t{1} << 32U) + 1, max_query_integer}) {
    query.page.page = page;
    const plain_page answer = list(rows, query);
    const pagination expected = reference_paginate(first.total, query.page);
    if (answer.pagination != expected || !answer.data.empty()) {
      return {"past_the_end_is_empty", std::to_string(answer.data.size()) + " rows with " +
                                           describe(answer.pagination) + " where page 1 has " +
                                           describe(first) + ", for " + describe(query)};
    }
  }
  return {};
}

/// Removing a filter never lowers the total.
inline verdict filters_never_add(const lister& list, const std::vector<lead>& rows,
                                 const lead_query& query) {
  const auto total = [&](const lead_query& asked) { return list.total(rows, asked); };
  const std::uint64_t with_all = total(query);
  std::vector<lead_query> wider(4, query);
  wider[0].status.reset();
  wider[1].assigned_to = {};
  wider[2].search = {};
  wider[3] = lead_query{std::nullopt, {}, {}, query.page};
  for (const lead_query& without : wider) {
    if (const std::uint64_t more = total(without); more < with_all) {
      return {"filters_never_add", describe(without) + " has " + std::to_string(more) +
                                       " rows and " + describe(query) + ", which asks for more, " +
                                       std::to_string(with_all)};
    }
  }
  return {};
}

/// Each row has one status: the totals of the five statuses add up to the total without a status
/// filter.
/// @pre every row's status is in the enumeration
inline verdict statuses_add_up(const lister& list, const std::vector<lead>& rows,
                               lead_query query) {
  query.status.reset();
  const std::uint64_t all = list.total(rows, query);
  std::uint64_t sum = 0;
  std::string parts;
  for (const lead_status status : lead_statuses) {
    query.status = status;
    const std::uint64_t part = list.total(rows, query);
    sum += part;
    parts += (parts.empty() ? "" : " + ") + std::to_string(part);
  }
  if (sum != all) {
    query.status.reset();
    return {"statuses_add_up",
            parts + " by status, but " + std::to_string(all) + " for " + describe(query)};
  }
  return {};
}

/// Each row has one owner or none: the totals of all owners and of "unassigned" add up to the total
/// without an owner filter, and an unknown owner has none.
/// @pre no row's owner is empty or "unassigned"
inline verdict owners_add_up(const lister& list, const std::vector<lead>& rows, lead_query query) {
  constexpr std::string_view law = "owners_add_up";
  const auto total = [&](assignee_filter owner) {
    query.assigned_to = std::move(owner);
    return list.total(rows, query);
  };
  const std::uint64_t all = total(assignee_filter::any());
  std::set<std::string> owners;
  std::string unknown = "nobody-";
  for (const lead& row : rows) {
    if (row.assigned_to_id) {
      owners.insert(*row.assigned_to_id);
      unknown += row.assigned_to_id->size() >= unknown.size() ? *row.assigned_to_id
                                                              : ""; // longer than every owner
    }
  }
  std::uint64_t sum = total(assignee_filter::unassigned());
  for (const std::string& owner : owners) {
    sum += total(assignee_filter::member(owner));
  }
  if (sum != all) {
    return {law, std::to_string(sum) + " rows by owner, but " + std::to_string(all) + " in all"};
  }
  if (is_valid_utf8(unknown)) {
    if (const std::uint64_t none = total(assignee_filter::member(unknown)); none != 0) {
      return {law, std::to_string(none) + " rows for " + describe(query) + ", an owner of none"};
    }
  }
  return {};
}

/// The term with the case of its ASCII letters swapped finds the same rows.
inline verdict letter_case_is_irrelevant(const lister& list, const std::vector<lead>& rows,
                                         const lead_query& query) {
  std::string swapped(query.search.text());
  for (char& c : swapped) {
    if (detail::is_alpha(c)) {
      c = static_cast<char>(c ^ 0x20);
    }
  }
  lead_query other = query;
  other.search = unchecked_search_term(swapped);
  if (list(rows, query) != list(rows, other)) {
    return {"letter_case_is_irrelevant", describe(query) + " and " + describe(other) + " differ"};
  }
  return {};
}

/// The same rows in another order (reversed, rotated, shuffled) give the same page.
/// @param seed  of the shuffle.
inline verdict input_order_is_irrelevant(const lister& list, std::vector<lead> rows,
                                         const lead_query& query, std::uint64_t seed = 1) {
  const plain_page expected = list(rows, query);
  const auto judge = [&](std::string_view how) -> verdict {
    const plain_page page = list(rows, query);
    if (page != expected) {
      return {"input_order_is_irrelevant",
              "rows " + std::string(how) + ": " + describe_ids(page.data) + ", " +
                  describe(page.pagination) + ", before: " + describe_ids(expected.data) + ", " +
                  describe(expected.pagination) + " for " + describe(query)};
    }
    return {};
  };
  return first_broken(
      [&] {
        std::reverse(rows.begin(), rows.end());
        return judge("reversed");
      },
      [&] {
        std::rotate(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(rows.size() / 3),
                    rows.end());
        return judge("rotated");
      },
      [&] {
        for (std::size_t left = rows.size(); left > 1;
             --left) { // the same on every platform, unlike std::shuffle
          seed = seed * 6364136223846793005U + 1442695040888963407U;
          std::swap(rows[left - 1], rows[static_cast<std::size_t>((seed >> 33U) % left)]);
        }
        return judge("shuffled");
      });
}

/// Repeating a query gives the same answer, also after a different query.
inline verdict repeats_itself(const lister& list, const std::vector<lead>& rows,
                              const lead_query& query) {
  const plain_page first = list(rows, query);
  lead_query other;
  other.page.page_size = 1;
  static_cast<void>(list(rows, other));
  const plain_page second = list(rows, query);
  if (first != second) {
    return {"repeats_itself", describe_ids(first.data) + ", " + describe(first.pagination) +
                                  ", then " + describe_ids(second.data) + ", " +
                                  describe(second.pagination) + " for " + describe(query)};
  }
  return {};
}

/// Every law of a lister on one case.
/// @param nulls  the implementation's order of rows without a next call.
/// @pre the ids of rows are distinct; query.page.page_size >= 1
inline verdict list_laws(const lister& list, const std::vector<lead>& rows, const lead_query& query,
                         null_placement nulls = nulls_last) {
  const bool statuses = std::all_of(rows.begin(), rows.end(),
                                    [](const lead& row) { return is_lead_status(row.status); });
  const bool owners = std::none_of(rows.begin(), rows.end(), [](const lead& row) {
    return row.assigned_to_id &&
           (row.assigned_to_id->empty() || *row.assigned_to_id == unassigned_id);
  });
  return first_broken([&] { return page_is_consistent(list(rows, query), query, nulls); },
                      [&] { return equals_reference(list, rows, query, nulls); },
                      [&] { return total_counts_matches(list, rows, query); },
                      [&] { return walk_visits_each_match_once(list, rows, query, nulls); },
                      [&] { return past_the_end_is_empty(list, rows, query); },
                      [&] { return filters_never_add(list, rows, query); },
                      [&] { return statuses ? statuses_add_up(list, rows, query) : verdict{}; },
                      [&] { return owners ? owners_add_up(list, rows, query) : verdict{}; },
                      [&] { return letter_case_is_irrelevant(list, rows, query); },
                      [&] { return input_order_is_irrelevant(list, rows, query); },
                      [&] { return repeats_itself(list, rows, query); });
}

// Laws of a store. --------------------------------------------------------------------------------

/// The answer to one organisation depends on its own rows only: the page is the same without the
/// rows of others and equals the reference over its own rows; an organisation without rows gets
/// none.
/// @par Source  spec org.1, org.2.
inline verdict foreign_rows_change_nothing(const organisation_lister& list,
                                           const std::vector<organisation_lead>& rows,
                                           std::string_view organisation, const lead_query& query,
                                           null_placement nulls = nulls_last) {
  constexpr std::string_view law = "foreign_rows_change_nothing";
  std::vector<organisation_lead> own;
  std::vector<lead> own_rows;
  std::string stranger = "no organisation ";
  for (const organisation_lead& each : rows) {
    if (each.organisation == organisation) {
      own.push_back(each);
      own_rows.push_back(each.row);
    }
    stranger +=
        // longer than every organisation
        each.organisation.size() >= stranger.size() ? each.organisation : "";
  }
  const auto judge = [&](const plain_page& page, const plain_page& expected,
                         std::string_view what) -> verdict {
    if (page != expected) {
      return {law, std::string(what) + ": " + describe_ids(page.data) + ", " +
                       describe(page.pagination) + " where " + describe_ids(expected.data) + ", " +
                       describe(expected.pagination) + " is right, for " + describe(query)};
    }
    return {};
  };
  const plain_page expected = reference_list(own_rows, query, nulls);
  return first_broken(
      [&] { return judge(list(own, organisation, query), expected, "alone"); },
      [&] { return judge(list(rows, organisation, query), expected, "beside others' rows"); },
      [&] {
        return judge(list(rows, stranger, query), reference_list({}, query, nulls),
                     "an organisation without rows");
      });
}

// Laws of an order. -------------------------------------------------------------------------------

/// A comparator is a strict total order: no row is before itself; of two rows with different ids
/// exactly one is before the other; the relation is transitive.
/// @par Complexity  cubic in the number of rows.
template <class Less> verdict is_strict_total_order(Less&& less, const std::vector<lead>& rows) {
  constexpr std::string_view law = "is_strict_total_order";
  const std::size_t size = rows.size();
  std::vector<std::vector<bool>> before(size, std::vector<bool>(size));
  for (std::size_t a = 0; a < size; ++a) {
    for (std::size_t b = 0; b < size; ++b) {
      before[a][b] = less(rows[a], rows[b]);
    }
  }
  for (std::size_t a = 0; a < size; ++a) {
    if (before[a][a]) {
      return {law, "not irreflexive: " + describe(rows[a]) + " stands before itself"};
    }
    for (std::size_t b = 0; b < size; ++b) {
      if (before[a][b] && before[b][a]) {
        return {law, "not asymmetric: " + describe(rows[a]) + " and " + describe(rows[b]) +
                         " stand before each other"};
      }
      if (rows[a].id != rows[b].id && !before[a][b] && !before[b][a]) {
        return {law, "not total: neither " + describe(rows[a]) + " nor " + describe(rows[b]) +
                         " stands before the other"};
      }
      for (std::size_t c = 0; before[a][b] && c < size; ++c) {
        if (before[b][c] && !before[a][c]) {
          return {law, "not transitive: " + describe(rows[a]) + ", " + describe(rows[b]) + ", " +
                           describe(rows[c])};
        }
      }
    }
  }
  return {};
}

/// A comparator agrees with the reference on two rows.
inline verdict orders_like_reference(const comparator& less, const lead& a, const lead& b,
                                     null_placement nulls = nulls_last) {
  const bool expected = reference_before(a, b, nulls);
  if (less(a, b) != expected) {
    return {"orders_like_reference",
            describe(a) + (expected ? " must" : " must not") + " stand before " + describe(b)};
  }
  return {};
}

/// Every law of an order on one set of rows.
inline verdict order_laws(const comparator& less, const std::vector<lead>& rows,
                          null_placement nulls = nulls_last) {
  for (const lead& a : rows) {
    for (const lead& b : rows) {
      if (verdict broken = orders_like_reference(less, a, b, nulls); !broken.holds()) {
        return broken;
      }
    }
  }
  return is_strict_total_order(less, rows);
}

// Laws of a predicate. ----------------------------------------------------------------------------

/// A predicate agrees with the reference on a row and a query.
inline verdict matches_like_reference(const matcher& match, const lead& row,
                                      const lead_query& query) {
  const bool expected = reference_matches(row, query);
  if (match(row, query) != expected) {
    return {"matches_like_reference",
            describe(row) + (expected ? " matches " : " does not match ") + describe(query)};
  }
  return {};
}

// Laws of paging. ---------------------------------------------------------------------------------

/// The pagination equals its definition in 128 bits.
inline verdict paginates_like_definition(const paginator& paginate, std::uint64_t total,
                                         page_request request) {
  const pagination found = paginate(total, request);
  const pagination expected = reference_paginate(total, request);
  if (found != expected) {
    return {"paginates_like_definition", describe(found) + " and not " + describe(expected)};
  }
  return {};
}

/// The offset of a page equals (page - 1) * page_size in 128 bits, saturated at the largest 64-bit
/// integer.
inline verdict offset_is_exact(const std::function<std::uint64_t(page_request)>& offset,
                               page_request request) {
  const wide_uint exact = (request.page == 0 ? 0 : wide_uint{request.page} - 1) * request.page_size;
  const auto expected = static_cast<std::uint64_t>(
      std::min<wide_uint>(exact, std::numeric_limits<std::uint64_t>::max()));
  if (const std::uint64_t found = offset(request); found != expected) {
    return {"offset_is_exact", "page " + std::to_string(request.page) + " of " +
                                   std::to_string(request.page_size) + " begins after " +
                                   std::to_string(found) + " rows and not after " +
                                   std::to_string(expected)};
  }
  return {};
}

/// The slices of all pages are contiguous: they begin at 0, each begins where the previous one
/// ends, all but the last are full, none is empty, and they end at total.
/// @pre page_size >= 1
/// @par Complexity  total / page_size slices.
inline verdict slices_tile(const slicer& slice, std::uint64_t total, std::uint64_t page_size) {
  constexpr std::string_view law = "slices_tile";
  const std::uint64_t pages = reference_paginate(total, {1, page_size}).total_pages;
  std::uint64_t end = 0;
  for (std::uint64_t page = 1; page <= pages; ++page) {
    const row_slice each = slice(total, page_request{page, page_size});
    const bool full = each.last - each.first == page_size;
    if (each.first != end || each.last <= each.first || (page < pages && !full)) {
      return {law, "page " + std::to_string(page) + " of " + std::to_string(page_size) +
                       " holds [" + std::to_string(each.first) + ", " + std::to_string(each.last) +
                       ") of " + std::to_string(total)};
    }
    end = each.last;
  }
  const row_slice past = slice(total, page_request{pages + 1, page_size});
  if (end != total || past.first != past.last) {
    return {law, std::to_string(pages) + " pages of " + std::to_string(page_size) + " end at " +
                     std::to_string(end) + " of " + std::to_string(total)};
  }
  return {};
}

// Laws of parsing a query string. -----------------------------------------------------------------

/// A parsed query is in range: page 1 to 2^53-1, size 1 to 100, a term of valid UTF-8 that is
/// trimmed, collapsed and at most 256 code points long, an owner's id that is neither empty nor the
/// reserved word.
inline verdict is_sound_query(const lead_query& query) {
  constexpr std::string_view law = "is_sound_query";
  const std::string term(query.search.text());
  const std::string owner(query.assigned_to.id());
  const auto clean = [](const std::string& text) {
    return is_valid_utf8(text) && text.find('\0') == std::string::npos;
  };
  if (query.page.page < 1 || query.page.page > max_query_integer) {
    return {law, "page " + std::to_string(query.page.page)};
  }
  if (query.page.page_size < 1 || query.page.page_size > 100) {
    return {law, "page size " + std::to_string(query.page.page_size)};
  }
  if (query.status && !is_lead_status(*query.status)) {
    return {law, "a status outside the enumeration"};
  }
  if (!clean(term) || reference_phrase(term) != term || reference_length(term) > 256) {
    return {law, "the term " + describe(term)};
  }
  if (query.search.folded() != fold(term)) {
    return {law, "the term " + describe(term) + " folded as " + describe(query.search.folded())};
  }
  if (query.assigned_to.is_member() && (!clean(owner) || owner.empty() || owner == unassigned_id)) {
    return {law, "the owner " + describe(owner)};
  }
  return {};
}

/// Any bytes give a query in range, or at least one error; offsets lie within the bytes and never
/// decrease, and codes are those of queries.
inline verdict gives_query_or_errors(const query_parser& parse, std::string_view raw) {
  constexpr std::string_view law = "gives_query_or_errors";
  const auto parsed = parse(raw);
  if (parsed.has_value()) {
    return is_sound_query(*parsed);
  }
  const query_errors& errors = parsed.error();
  if (errors.empty()) {
    return {law, "neither a query nor an error for " + describe(raw)};
  }
  std::size_t before = 0;
  for (const query_error& each : errors) {
    const auto number = static_cast<unsigned>(each.code);
    if (number < 100 || number > 199 || to_string(each.code).empty() ||
        message(each.code).empty()) {
      return {law, "the code " + std::to_string(number) + " for " + describe(raw)};
    }
    if (each.offset > raw.size() || each.offset < before) {
      return {law, std::string(to_string(each.code)) + " at byte " + std::to_string(each.offset) +
                       " after one at byte " + std::to_string(before) + " of " +
                       std::to_string(raw.size()) + " bytes " + describe(raw)};
    }
    before = each.offset;
  }
  return {};
}

/// Each error lists the allowed values: the five statuses, the largest page size, or the five
/// parameters; the suggestion for an unknown parameter is a nearest one of them.
/// @par Source  spec query.16, query.20, query.12.
inline verdict explains_its_errors(const query_parser& parse, std::string_view raw) {
  constexpr std::string_view law = "explains_its_errors";
  const auto parsed = parse(raw);
  if (parsed.has_value()) {
    return {};
  }
  for (const query_error& each : parsed.error()) {
    std::vector<std::string> wanted;
    const bool unknown = each.code == query_errc::unknown_parameter;
    if (unknown) {
      wanted = reference_parameters();
    } else if (each.parameter == "status" &&
               (each.code == query_errc::unknown_status || each.code == query_errc::empty_value)) {
      wanted = {"NOT_CONTACTED", "CONTACTED", "QUALIFIED", "CONVERTED", "LOST"};
    } else if (each.code == query_errc::page_size_too_large) {
      wanted = {"100"};
    } else if (each.code == query_errc::search_too_long) {
      wanted = {"256"};
    }
    const bool lacking = std::any_of(wanted.begin(), wanted.end(), [&](const std::string& word) {
      return each.allowed.find(word) == std::string::npos;
    });
    if (each.allowed.empty() || lacking) {
      return {law, std::string(to_string(each.code)) + " allows " + describe(each.allowed) +
                       " for " + describe(raw)};
    }
    if (unknown == each.suggestion.empty()) {
      return {law, std::string(to_string(each.code)) + " suggests " + describe(each.suggestion) +
                       " for " + describe(raw)};
    }
    constexpr std::size_t comparable = 24; // longer names are not near any parameter
    if (unknown && each.parameter.size() <= comparable) {
      std::size_t least = each.parameter.size() + comparable;
      std::string nearest;
      for (const std::string& name : reference_parameters()) {
        if (const std::size_t distance = reference_distance(each.parameter, name);
            distance < least) {
          least = distance;
          nearest = name;
        }
      }
      if (each.suggestion != nearest) {
        return {law, describe(each.suggestion) + " suggested for " + describe(each.parameter) +
                         " where " + describe(nearest) + " is nearest"};
      }
    }
  }
  return {};
}

/// A parser agrees with the reference: an equal query, or the same codes, parameters, values and
/// offsets.
inline verdict parses_like_reference(const query_parser& parse, std::string_view raw,
                                     query_profile profile = profiles::strict) {
  constexpr std::string_view law = "parses_like_reference";
  const auto parsed = parse(raw);
  const auto expected = reference_parse_query(raw, profile);
  const auto describe_result = [](const auto& each) {
    if (each.has_value()) {
      return describe(*each);
    }
    std::string out;
    for (const query_error& error : each.error()) {
      out += (out.empty() ? "" : ", ") + std::string(to_string(error.code)) + "@" +
             std::to_string(error.offset) + " " + describe(error.parameter) + "=" +
             describe(error.value);
    }
    return out;
  };
  const auto same = [&] {
    if (parsed.has_value() != expected.has_value()) {
      return false;
    }
    if (parsed.has_value()) {
      return *parsed == *expected;
    }
    const query_errors& errors = parsed.error();
    return std::equal(errors.begin(), errors.end(), expected.error().begin(),
                      expected.error().end(), [](const query_error& a, const query_error& b) {
                        return a.code == b.code && a.parameter == b.parameter &&
                               a.value == b.value && a.offset == b.offset;
                      });
  };
  if (!same()) {
    return {law, describe(raw) + " gives " + describe_result(parsed) + " and not " +
                     describe_result(expected)};
  }
  return {};
}

/// Parsing a printed query returns the query, and the printed form is canonical: unreserved ASCII,
/// the same each time.
/// @pre is_sound_query(query)
inline verdict printing_then_parsing_is_identity(const query_parser& parse,
                                                 const query_printer& print,
                                                 const lead_query& query) {
  constexpr std::string_view law = "printing_then_parsing_is_identity";
  const std::string printed = print(query);
  constexpr std::string_view plain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~%&=";
  if (printed.find_first_not_of(plain) != std::string::npos) {
    return {law, "a byte that should be percent-encoded in " + describe(printed)};
  }
  const auto parsed = parse(printed);
  if (!parsed.has_value() || !(*parsed == query)) {
    return {law, describe(printed) + " does not read as the query it was printed from"};
  }
  if (const std::string again = print(*parsed); again != printed) {
    return {law, describe(printed) + ", then " + describe(again)};
  }
  return {};
}

/// Equivalent spellings give the same query: every byte percent-encoded, the pairs in reverse
/// order, empty pairs between them.
inline verdict spelling_is_irrelevant(const query_parser& parse, std::string_view raw) {
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
      other = "&" + encode(pair.substr(0, equals)) + "=" +
              encode(pair.substr(std::min(equals + 1, pair.size()))) + "&" + other;
    }
  }
  const auto again = parse(other);
  if (!again.has_value() || !(*again == *parsed)) {
    return {"spelling_is_irrelevant", describe(raw) + " and " + describe(other) + " differ"};
  }
  return {};
}

/// Every law of a parser of query strings on one text.
inline verdict query_laws(const query_parser& parse, const query_printer& print,
                          std::string_view raw, query_profile profile = profiles::strict) {
  return first_broken([&] { return gives_query_or_errors(parse, raw); },
                      [&] { return explains_its_errors(parse, raw); },
                      [&] { return parses_like_reference(parse, raw, profile); },
                      [&] { return spelling_is_irrelevant(parse, raw); },
                      [&] {
                        const auto parsed = parse(raw);
                        return parsed.has_value()
                                   ? printing_then_parsing_is_identity(parse, print, *parsed)
                                   : verdict{};
                      });
}

// Laws of normal forms. ---------------------------------------------------------------------------

/// A function is idempotent on a value.
template <class Function, class Value>
  requires std::equality_comparable<std::decay_t<std::invoke_result_t<Function&, const Value&>>>
verdict is_idempotent(Function&& normalise, const Value& value) {
  const auto once = normalise(value);
  if (!(normalise(once) == once)) {
    if constexpr (std::convertible_to<const Value&, std::string_view>) {
      return {"is_idempotent",
              "normalising " + describe(std::string_view(value)) + " a second time changes it"};
    } else {
      return {"is_idempotent", "normalising a second time changes the value"};
    }
  }
  return {};
}

/// If a parser accepts a text, it accepts its canonical form as the same value, and that value has
/// the same canonical form.
/// @param parse  (std::string_view) -> a result of a comparable value
/// @param print  (value) -> its canonical text
template <class Parse, class Print>
verdict canonical_form_is_fixed(Parse&& parse, Print&& print, std::string_view text) {
  constexpr std::string_view law = "canonical_form_is_fixed";
  const auto parsed = parse(text);
  if (!parsed.has_value()) {
    return {};
  }
  const std::string canonical(print(*parsed));
  const auto again = parse(std::string_view(canonical));
  if (!again.has_value()) {
    return {law, describe(text) + " reads as " + describe(canonical) + ", which is refused"};
  }
  if (!(*again == *parsed) || std::string(print(*again)) != canonical) {
    return {law, describe(text) + " reads as " + describe(canonical) + ", and that as " +
                     describe(std::string(print(*again)))};
  }
  return {};
}

/// If a lead as typed can be normalised, the result is valid, and normalising it again changes
/// nothing.
/// @param normalise  (lead) -> a result of a lead, such as normalise_lead
template <class Normalise>
verdict normalised_lead_is_valid(Normalise&& normalise, const lead& typed,
                                 email_profile emails = email_profile::strict) {
  constexpr std::string_view law = "normalised_lead_is_valid";
  const auto once = normalise(typed);
  if (!once.has_value()) {
    return {};
  }
  if (const lead_errors errors = leadcore::validate(*once, emails); !errors.empty()) {
    return {law, std::string(to_string(errors.front().code)) + " in " +
                     std::string(errors.front().field) + " of " + testing::describe(*once)};
  }
  const auto twice = normalise(*once);
  if (!twice.has_value() || !(*twice == *once)) {
    return {law, "a second time changes " + testing::describe(*once)};
  }
  return {};
}

} // namespace leadcore::inline LEADCORE_ABI::testing

#endif
