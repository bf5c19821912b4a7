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
//
// Of an endpoint of your own: list_laws<my_endpoint>(my_server, rows, query).

#include <leadcore/model/error.hpp>
#include <leadcore/model/lead.hpp>
#include <leadcore/model/validate.hpp>
#include <leadcore/query/endpoint.hpp>
#include <leadcore/query/page.hpp>
#include <leadcore/testing/detail/history.hpp>
#include <leadcore/testing/detail/implementations.hpp>
#include <leadcore/testing/detail/list_laws.hpp>
#include <leadcore/testing/detail/query_laws.hpp>
#include <leadcore/testing/detail/reasons.hpp>
#include <leadcore/testing/detail/verdict.hpp>
#include <leadcore/testing/reference.hpp>
#include <leadcore/text/email.hpp>
#include <leadcore/version.hpp>

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace leadcore::inline LEADCORE_ABI::testing {

// Laws of an order. -------------------------------------------------------------------------------

/// A comparator is a strict total order: no row is before itself; of two rows with different ids
/// exactly one is before the other; the relation is transitive.
/// @par Complexity
/// cubic in the number of rows.
template <class Endpoint = leads_endpoint>
verdict is_strict_total_order(const detail::as_shape<Endpoint, basic_comparator>& less,
                              const std::vector<typename Endpoint::record>& rows) {
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
      return {law,
              "not irreflexive: " + testing::describe<Endpoint>(rows[a]) + " stands before itself"};
    }
    for (std::size_t b = 0; b < size; ++b) {
      if (before[a][b] && before[b][a]) {
        return {law, "not asymmetric: " + testing::describe<Endpoint>(rows[a]) + " and " +
                         testing::describe<Endpoint>(rows[b]) + " stand before each other"};
      }
      if (detail::key_of<Endpoint>(rows[a]) != detail::key_of<Endpoint>(rows[b]) && !before[a][b] &&
          !before[b][a]) {
        return {law, "not total: neither " + testing::describe<Endpoint>(rows[a]) + " nor " +
                         testing::describe<Endpoint>(rows[b]) + " stands before the other"};
      }
      for (std::size_t c = 0; before[a][b] && c < size; ++c) {
        if (before[b][c] && !before[a][c]) {
          return {law, "not transitive: " + testing::describe<Endpoint>(rows[a]) + ", " +
                           testing::describe<Endpoint>(rows[b]) + ", " +
                           testing::describe<Endpoint>(rows[c])};
        }
      }
    }
  }
  return {};
}

/// A comparator agrees with the reference on two rows.
template <class Endpoint = leads_endpoint>
verdict orders_like_reference(const detail::as_shape<Endpoint, basic_comparator>& less,
                              const typename Endpoint::record& a,
                              const typename Endpoint::record& b, other_nulls nulls = {}) {
  const bool expected = testing::reference_before<Endpoint>(a, b, nulls);
  if (less(a, b) != expected) {
    return testing::wrong_order<Endpoint>("orders_like_reference", a, b, nulls);
  }
  return {};
}

/// Every law of an order on one set of rows.
template <class Endpoint = leads_endpoint>
verdict order_laws(const detail::as_shape<Endpoint, basic_comparator>& less,
                   const std::vector<typename Endpoint::record>& rows, other_nulls nulls = {}) {
  for (const auto& a : rows) {
    for (const auto& b : rows) {
      if (verdict broken = testing::orders_like_reference<Endpoint>(less, a, b, nulls);
          !broken.holds()) {
        return broken;
      }
    }
  }
  return testing::is_strict_total_order<Endpoint>(less, rows);
}

// Laws of a predicate. ----------------------------------------------------------------------------

/// A predicate agrees with the reference on a row and a query.
template <class Endpoint = leads_endpoint, query_of<Endpoint> Query = typename Endpoint::query>
verdict matches_like_reference(const detail::as_shape<Endpoint, basic_matcher>& match,
                               const typename Endpoint::record& row, const Query& query) {
  const bool expected = testing::reference_matches<Endpoint>(row, query);
  if (match(row, query) != expected) {
    constexpr std::string_view law = "matches_like_reference";
    return expected ? testing::row_must_match<Endpoint>(law, row, query)
                    : testing::row_must_not_match<Endpoint>(law, row, query);
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
    return {"paginates_like_definition", describe(found) + " and not " + describe(expected),
            detail::rule_of_pagination(found, expected)};
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
    return {"offset_is_exact",
            "page " + std::to_string(request.page) + " of " + std::to_string(request.page_size) +
                " begins after " + std::to_string(found) + " rows and not after " +
                std::to_string(expected),
            "page.7"};
  }
  return {};
}

/// The slices of all pages are contiguous: they begin at 0, each begins where the previous one
/// ends, all but the last are full, none is empty, and they end at total.
/// @pre page_size >= 1
/// @par Complexity
/// total / page_size slices.
inline verdict slices_tile(const slicer& slice, std::uint64_t total, std::uint64_t page_size) {
  constexpr std::string_view law = "slices_tile";
  const std::uint64_t pages = reference_paginate(total, {1, page_size}).total_pages;
  std::uint64_t end = 0;
  for (std::uint64_t page = 1; page <= pages; ++page) {
    const row_slice each = slice(total, page_request{page, page_size});
    const bool full = each.last - each.first == page_size;
    if (each.first != end || each.last <= each.first || (page < pages && !full)) {
      return {law,
              "page " + std::to_string(page) + " of " + std::to_string(page_size) + " holds [" +
                  std::to_string(each.first) + ", " + std::to_string(each.last) + ") of " +
                  std::to_string(total),
              "page.5"};
    }
    end = each.last;
  }
  const row_slice past = slice(total, page_request{pages + 1, page_size});
  if (end != total || past.first != past.last) {
    return {law,
            std::to_string(pages) + " pages of " + std::to_string(page_size) + " end at " +
                std::to_string(end) + " of " + std::to_string(total),
            "page.9"};
  }
  return {};
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
    return {law,
            std::string(to_string(errors.front().code)) + " in " +
                std::string(errors.front().field) + " of " + testing::describe(*once),
            "lead.12"};
  }
  const auto twice = normalise(*once);
  if (!twice.has_value() || !(*twice == *once)) {
    return {law, "a second time changes " + testing::describe(*once), "lead.10"};
  }
  return {};
}

} // namespace leadcore::inline LEADCORE_ABI::testing

#endif
