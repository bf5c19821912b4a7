// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TESTS_SUPPORT_ANSWERS_QUERY_HPP
#define LEADCORE_TESTS_SUPPORT_ANSWERS_QUERY_HPP

// What the library answers to the calls of docs/verify.md on queries, matches, order and pages.

#include "support/answers/lead.hpp"

#include <leadcore/query/filter.hpp>
#include <leadcore/query/list.hpp>
#include <leadcore/query/order.hpp>
#include <leadcore/query/page.hpp>
#include <leadcore/query/query.hpp>
#include <leadcore/query/query_string.hpp>
#include <leadcore/query/search_term.hpp>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

namespace leadcore::test_support::answers {

[[nodiscard]] inline query_profile queries_of(const vector_case& asked) {
  query_profile profile = profiles::strict;
  if (asked.has_profile("clamp")) {
    profile = profile | profiles::clamp;
  }
  if (asked.has_profile("ignore_unknown")) {
    profile = profile | profiles::ignore_unknown;
  }
  return profile;
}

[[nodiscard]] inline json::object errors_object(const query_errors& errors) {
  json::array out;
  for (const query_error& each : errors) {
    out.push_back(
        json::object{{"code", to_string(each.code)},
                     {"parameter", text_value(each.parameter)},
                     {"value", text_value(each.value)},
                     {"offset", each.offset},
                     {"allowed", each.allowed},
                     {"suggestion", each.suggestion.empty() ? json::value(nullptr)
                                                            : json::value(each.suggestion)}});
  }
  return {{"errors", std::move(out)}};
}

[[nodiscard]] inline json::object parse_query(const vector_case& asked) {
  const auto parsed = leadcore::parse_query(asked.text("query"), queries_of(asked));
  return parsed.has_value() ? json::object{{"canonical", text_value(to_query_string(*parsed))}}
                            : errors_object(parsed.error());
}

[[nodiscard]] inline json::object matches(const vector_case& asked) {
  lead_query query;
  if (asked.in.contains("status")) {
    query.status = parse_lead_status(asked.text("status")).value();
  }
  query.search = parse_search_term(asked.text("search")).value();
  if (asked.in.contains("assignedToId")) {
    query.assigned_to = assignee_filter::member(asked.text("assignedToId"));
  }
  return {{"matches", leadcore::matches(lead_of(asked.in.at("lead").as_object()), query)}};
}

[[nodiscard]] inline null_placement nulls_of(const vector_case& asked) {
  return asked.has_profile("nulls_first") ? nulls_first : nulls_last;
}

[[nodiscard]] inline json::array ids_of(const std::vector<lead>& leads) {
  json::array ids;
  for (const lead& each : leads) {
    ids.push_back(text_value(each.id));
  }
  return ids;
}

[[nodiscard]] inline json::object sort(const vector_case& asked) {
  std::vector<lead> leads = leads_of(asked.in.at("leads").as_array());
  std::sort(leads.begin(), leads.end(), lead_order.with(nulls_of(asked)));
  return {{"ids", ids_of(leads)}};
}

[[nodiscard]] inline json::object paginate(const vector_case& asked) {
  const page_request request{integer_of(asked.in.at("page")), integer_of(asked.in.at("pageSize"))};
  const std::uint64_t total = integer_of(asked.in.at("total"));
  const pagination made = leadcore::paginate(total, request);
  const row_slice slice = slice_of(total, request);
  return {{"totalPages", integer_value(made.total_pages)},
          {"hasNextPage", made.has_next_page},
          {"hasPrevPage", made.has_prev_page},
          {"offset", integer_value(request.offset())},
          {"first", integer_value(slice.first)},
          {"last", integer_value(slice.last)}};
}

[[nodiscard]] inline json::object pagination_object(const pagination& made) {
  return {{"page", integer_value(made.page)},   {"pageSize", integer_value(made.page_size)},
          {"total", integer_value(made.total)}, {"totalPages", integer_value(made.total_pages)},
          {"hasNextPage", made.has_next_page},  {"hasPrevPage", made.has_prev_page}};
}

/// The leads that load_leads has named.
using loaded_leads = std::map<std::string, std::vector<lead>>;

[[nodiscard]] inline json::object load_leads(const vector_case& asked, loaded_leads& loaded) {
  auto& leads = loaded[asked.text("name")];
  leads = leads_of(asked.in.at("leads").as_array());
  return {{"leads", leads.size()}};
}

[[nodiscard]] inline json::object list(const vector_case& asked, const loaded_leads& loaded) {
  const auto query = leadcore::parse_query(asked.text("query"), queries_of(asked));
  if (!query.has_value()) {
    return errors_object(query.error());
  }
  const auto page = leadcore::list(loaded.at(asked.text("from")), *query, nulls_of(asked));
  return {{"ids", ids_of(page.data)}, {"pagination", pagination_object(page.pagination)}};
}

} // namespace leadcore::test_support::answers

#endif
