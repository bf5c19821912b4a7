// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TESTS_SUPPORT_LEADS_HPP
#define LEADCORE_TESTS_SUPPORT_LEADS_HPP

// Leads and queries that several tests use, and the ids of an answer.

#include <leadcore/model/lead.hpp>
#include <leadcore/query/endpoint.hpp>
#include <leadcore/query/query.hpp>
#include <leadcore/query/query_string.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace leadcore::test_support {

using strings = std::vector<std::string>;

/// The query of a query string that is valid.
template <class Endpoint = leads_endpoint>
[[nodiscard]] typename Endpoint::query asked(std::string_view raw) {
  return parse_query<Endpoint>(raw).value();
}

/// The ids of a page's rows, in order.
[[nodiscard]] strings ids(const auto& page) {
  strings out;
  for (const auto& row : page.data) {
    out.emplace_back(field<"id">(leadcore::detail::row(row)));
  }
  return out;
}

/// @param call  the next call in milliseconds; none if it is negative
[[nodiscard]] inline lead row(std::string id, std::string name, std::int64_t call = -1,
                              std::string owner = {}) {
  lead out{.id = std::move(id), .name = std::move(name)};
  if (call >= 0) {
    out.next_call_at = timestamp::from_milliseconds(call);
  }
  if (!owner.empty()) {
    out.assigned_to_id = std::move(owner);
  }
  return out;
}

/// Leads with few values of each field, in several scripts.
[[nodiscard]] inline std::vector<lead> many(std::size_t count, unsigned seed) {
  std::mt19937 random(seed);
  const auto below = [&](std::size_t bound) { return static_cast<std::size_t>(random() % bound); };
  const strings names{"Jane Doe",  "Zoë Groß",     "Σίσυφος",    "王小明",
                      "Ann Smith", "Annex & Sons", "O'Neil (x)", "Łukasz"};
  std::vector<lead> out;
  for (std::size_t i = 0; i < count; ++i) {
    lead each = row("id" + std::to_string(i * 7919 % 1'000'003),
                    names[below(names.size())] + " " + std::to_string(below(50)),
                    below(4) == 0 ? -1 : static_cast<std::int64_t>(below(300)),
                    below(3) == 0 ? "" : "u" + std::to_string(below(5)));
    each.status = static_cast<lead_status>(below(5));
    each.created_at = *timestamp::from_milliseconds(static_cast<std::int64_t>(below(50)));
    each.phones = {"+1415555" + std::to_string(1000 + below(9000))};
    each.emails = {"x" + std::to_string(below(count)) + "@acme.com"};
    if (below(2) == 0) {
      each.company = "Company " + std::to_string(below(9));
    }
    out.push_back(std::move(each));
  }
  return out;
}

/// A query for each combination of filters that a row passes, other than a search: none, its
/// status, its owner, and both. A history that asks these for a row before and after each change
/// notices a posting list that the change forgot.
[[nodiscard]] inline std::array<lead_query, 4> filters_of(const lead& row) {
  std::array<lead_query, 4> made;
  for (std::size_t i = 0; i < made.size(); ++i) {
    if ((i & 1U) != 0) {
      made[i].status = row.status;
    }
    if ((i & 2U) != 0) {
      const bool is_owned = row.assigned_to_id.has_value() && !row.assigned_to_id->empty();
      made[i].assigned_to =
          is_owned ? assignee_filter::member(*row.assigned_to_id) : assignee_filter::unassigned();
    }
    made[i].page.page_size = 100;
  }
  return made;
}

} // namespace leadcore::test_support

#endif
