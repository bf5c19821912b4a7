// SPDX-License-Identifier: BSL-1.0
#include <leadcore/testing/laws.hpp>

#include "support/catch.hpp"
#include "support/endpoints.hpp"

#include <leadcore/query/list.hpp>
#include <leadcore/testing/drawing.hpp>
#include <leadcore/text/email.hpp>

#include <algorithm>
#include <cctype>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

// Tests of the laws: each detects an implementation with the bug it targets, and accepts the
// library.

using namespace leadcore;
using namespace leadcore::testing;

namespace {

using rows_type = std::vector<lead>;

const std::vector<scenario>& cases() {
  static const std::vector<scenario> drawn = [] {
    std::vector<scenario> out;
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
      out.push_back(draw_scenario(seeded_tape(seed, 1200)));
    }
    return out;
  }();
  return drawn;
}

/// The laws that a lister breaks in at least one of the cases.
std::set<std::string> broken_by(const lister& list) {
  std::set<std::string> broken;
  const auto note = [&](const verdict& judged) {
    if (!judged.holds()) {
      broken.insert(judged.law());
    }
  };
  for (const scenario& each : cases()) {
    note(page_is_consistent(list(each.rows, each.query), each.query));
    note(equals_reference(list, each.rows, each.query));
    note(total_counts_matches(list, each.rows, each.query));
    note(walk_visits_each_match_once(list, each.rows, each.query));
    note(past_the_end_is_empty(list, each.rows, each.query));
    note(filters_never_add(list, each.rows, each.query));
    note(statuses_add_up(list, each.rows, each.query));
    note(owners_add_up(list, each.rows, each.query));
    note(letter_case_is_irrelevant(list, each.rows, each.query));
    note(input_order_is_irrelevant(list, each.rows, each.query));
    note(repeats_itself(list, each.rows, each.query));
  }
  // A violation of one law is also found by all laws together.
  bool found = false;
  for (const scenario& each : cases()) {
    found = found || !list_laws(list, each.rows, each.query).holds();
  }
  CHECK(found == !broken.empty());
  return broken;
}

/// A naive implementation, each component of which can be replaced.
struct parts {
  std::function<bool(const lead&, const lead_query&)> match = reference_matches<>;
  std::function<bool(const lead&, const lead&)> before = [](const lead& a, const lead& b) {
    return reference_before(a, b);
  };
  std::function<row_slice(std::uint64_t, page_request)> slice = reference_slice;
  std::function<pagination(std::uint64_t, page_request)> paginate = reference_paginate;

  page_of<lead> operator()(rows_type rows, const lead_query& query) const {
    std::erase_if(rows, [&](const lead& row) { return !match(row, query); });
    std::stable_sort(rows.begin(), rows.end(),
                     [&](const lead& a, const lead& b) { return before(a, b); });
    const row_slice cut = slice(rows.size(), query.page);
    page_of<lead> page{{}, paginate(rows.size(), query.page)};
    for (std::uint64_t i = cut.first; i < cut.last && i < rows.size(); ++i) {
      page.data.push_back(rows[static_cast<std::size_t>(i)]);
    }
    return page;
  }
};

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), detail::to_lower);
  return out;
}

/// Everything but the search.
lead_query without_search(lead_query query) {
  query.search = {};
  return query;
}

std::vector<std::string> searched_values(const lead& row) {
  std::vector<std::string> values{row.name, row.company.value_or("")};
  values.insert(values.end(), row.emails.begin(), row.emails.end());
  values.insert(values.end(), row.phones.begin(), row.phones.end());
  return values;
}

} // namespace

TEST_CASE("the cases of the laws are varied") {
  std::map<std::string, int> count;
  for (const scenario& each : cases()) {
    const auto total = reference_list(each.rows, each.query).pagination.total;
    count["rows"] += each.rows.size() >= 5 ? 1 : 0;
    count["some match, some not"] += total > 0 && total < each.rows.size() ? 1 : 0;
    count["search finds"] += !each.query.search.empty() && total > 0 ? 1 : 0;
    count["page has a next one"] += each.query.page.end() < total ? 1 : 0;
  }
  for (const auto& [what, times] : count) {
    UNSCOPED_INFO(what << ": " << times);
  }
  CHECK(count["rows"] > 150);
  CHECK(count["some match, some not"] > 70);
  CHECK(count["search finds"] > 50);
  CHECK(count["page has a next one"] > 20);
}

TEST_CASE("every law of a lister holds for the library and for the naive implementation") {
  CHECK(broken_by([](const rows_type& rows, const lead_query& query) {
          return list(rows, query);
        }).empty());
  CHECK(broken_by([](const rows_type& rows, const lead_query& query) {
          return list_references(rows, query);
        }).empty());
  CHECK(broken_by(parts{}).empty());
}

TEST_CASE("the laws hold for nulls_first exactly if configured") {
  const auto first = [](const rows_type& rows, const lead_query& query) {
    return list(rows, query, nulls_first);
  };
  for (const scenario& each : cases()) {
    const verdict judged = list_laws(first, each.rows, each.query, nulls_first);
    INFO(judged.text());
    CHECK(judged.holds());
  }
  CHECK(broken_by(first).count("page_is_consistent") == 1);
}

TEST_CASE("each law of a lister reports the bugs it targets") {
  std::set<std::string> seen;
  const auto planted = [&](const char* bug, const lister& list,
                           const std::set<std::string>& expected) {
    INFO(bug);
    const std::set<std::string> broken = broken_by(list);
    for (const std::string& law : expected) {
      INFO(law);
      CHECK(broken.count(law) == 1);
    }
    seen.insert(broken.begin(), broken.end());
  };

  parts nulls_first_order;
  nulls_first_order.before = [](const lead& a, const lead& b) {
    return reference_before(a, b, nulls_first);
  };
  planted("rows without a call first", nulls_first_order,
          {"page_is_consistent", "equals_reference", "walk_visits_each_match_once"});

  parts no_tie_break;
  no_tie_break.before = [](const lead& a, const lead& b) {
    lead other = b;
    other.id = a.id;
    return reference_before(a, other);
  };
  planted("no order by id", no_tie_break,
          {"input_order_is_irrelevant", "equals_reference", "page_is_consistent"});

  parts oldest_first;
  oldest_first.before = [](lead a, lead b) {
    std::swap(a.created_at, b.created_at);
    return reference_before(a, b);
  };
  planted("oldest first", oldest_first, {"page_is_consistent", "walk_visits_each_match_once"});

  parts ids_without_case;
  ids_without_case.before = [](lead a, lead b) {
    a.id = lower(a.id);
    b.id = lower(b.id);
    return reference_before(a, b);
  };
  planted("ids ordered without letter case", ids_without_case, {"equals_reference"});

  parts ids_signed;
  ids_signed.before = [](lead a, lead b) {
    const auto flip = [](std::string& id) {
      for (char& c : id) {
        c = static_cast<char>(c ^ 0x80);
      }
    };
    flip(a.id);
    flip(b.id);
    return reference_before(a, b);
  };
  planted("ids ordered as signed bytes", ids_signed, {"equals_reference"});

  parts from_zero;
  from_zero.slice = [](std::uint64_t total, page_request request) {
    return reference_slice(total, {request.page + 1, request.page_size});
  };
  planted("pages counted from 0", from_zero,
          {"page_is_consistent", "equals_reference", "walk_visits_each_match_once"});

  parts overlapping;
  overlapping.slice = [](std::uint64_t total, page_request request) {
    row_slice cut = reference_slice(total, request);
    cut.first -= cut.first > 0 && cut.first < total ? 1 : 0;
    return cut;
  };
  planted("a page begins with the last row of the one before", overlapping,
          {"walk_visits_each_match_once"});

  parts skipping;
  skipping.slice = [](std::uint64_t total, page_request request) {
    return reference_slice(total, {request.page, request.page_size + (request.page > 1 ? 1 : 0)});
  };
  planted("later pages skip rows", skipping, {"walk_visits_each_match_once", "page_is_consistent"});

  parts one_too_many;
  one_too_many.slice = [](std::uint64_t total, page_request request) {
    row_slice cut = reference_slice(total, request);
    cut.last = std::min(total, cut.last + 1);
    return cut;
  };
  planted("a page has one row too many", one_too_many, {"page_is_consistent"});

  planted("the total is that of the page",
          [](const rows_type& rows, const lead_query& query) {
            page_of<lead> page = parts{}(rows, query);
            page.pagination = reference_paginate(page.data.size(), query.page);
            return page;
          },
          {"total_counts_matches", "page_is_consistent", "past_the_end_is_empty"});

  planted("the total is counted before the search",
          [](const rows_type& rows, const lead_query& query) {
            page_of<lead> page = parts{}(rows, query);
            page.pagination = parts{}(rows, without_search(query)).pagination;
            return page;
          },
          {"total_counts_matches", "page_is_consistent"});

  parts next_on_last;
  next_on_last.paginate = [](std::uint64_t total, page_request request) {
    pagination out = reference_paginate(total, request);
    out.has_next_page = request.page <= out.total_pages;
    return out;
  };
  planted("hasNextPage on the last page", next_on_last,
          {"page_is_consistent", "walk_visits_each_match_once"});

  parts always_next;
  always_next.paginate = [](std::uint64_t total, page_request request) {
    pagination out = reference_paginate(total, request);
    out.has_next_page = true;
    return out;
  };
  planted("hasNextPage always", always_next,
          {"walk_visits_each_match_once", "past_the_end_is_empty"});

  parts never_no_page;
  never_no_page.paginate = [](std::uint64_t total, page_request request) {
    pagination out = reference_paginate(total, request);
    out.total_pages = std::max<std::uint64_t>(1, out.total_pages);
    return out;
  };
  planted("at least one page", never_no_page, {"page_is_consistent"});

  planted("a page past the end shows the last one",
          [](const rows_type& rows, lead_query query) {
            const auto last = parts{}(rows, query).pagination.total_pages;
            query.page.page = std::max<std::uint64_t>(1, std::min(query.page.page, last));
            return parts{}(rows, query);
          },
          {"past_the_end_is_empty"});

  parts offset_wraps;
  offset_wraps.slice = [](std::uint64_t total, page_request request) {
    const auto first = static_cast<std::uint8_t>((request.page - 1) * request.page_size);
    return row_slice{std::min<std::uint64_t>(first, total),
                     std::min<std::uint64_t>(first + request.page_size, total)};
  };
  planted("the offset overflows", offset_wraps, {"past_the_end_is_empty"});

  parts any_filter;
  any_filter.match = [](const lead& row, const lead_query& query) {
    const lead_query status{query.status, {}, {}, query.page};
    const lead_query search{std::nullopt, query.search, {}, query.page};
    return reference_matches(row, query) || (query.status && reference_matches(row, status)) ||
           (!query.search.empty() && reference_matches(row, search));
  };
  planted("filters are joined by or", any_filter, {"filters_never_add", "total_counts_matches"});

  parts no_status;
  no_status.match = [](const lead& row, lead_query query) {
    query.status.reset();
    return reference_matches(row, query);
  };
  planted("the status is ignored", no_status, {"statuses_add_up", "page_is_consistent"});

  parts no_owner;
  no_owner.match = [](const lead& row, lead_query query) {
    query.assigned_to = {};
    return reference_matches(row, query);
  };
  planted("the owner is ignored", no_owner, {"owners_add_up", "page_is_consistent"});

  parts unassigned_as_id;
  unassigned_as_id.match = [](const lead& row, lead_query query) {
    if (query.assigned_to.is_unassigned()) {
      return row.assigned_to_id == "unassigned";
    }
    return reference_matches(row, query);
  };
  planted("unassigned taken for an id", unassigned_as_id, {"owners_add_up"});

  parts unknown_owner_is_all;
  unknown_owner_is_all.match = [](const lead& row, lead_query query) {
    if (query.assigned_to.is_member() && query.assigned_to.id().starts_with("nobody-")) {
      query.assigned_to = {};
    }
    return reference_matches(row, query);
  };
  planted("an unknown owner has every row", unknown_owner_is_all, {"owners_add_up"});

  parts exact_case;
  exact_case.match = [](const lead& row, const lead_query& query) {
    const auto values = searched_values(row);
    return reference_matches(row, without_search(query)) &&
           (query.search.empty() ||
            std::any_of(values.begin(), values.end(), [&](const std::string& value) {
              return value.find(query.search.text()) != std::string::npos;
            }));
  };
  planted("the search minds letter case", exact_case,
          {"letter_case_is_irrelevant", "total_counts_matches"});

  parts ascii_case;
  ascii_case.match = [](const lead& row, const lead_query& query) {
    const auto values = searched_values(row);
    return reference_matches(row, without_search(query)) &&
           (query.search.empty() ||
            std::any_of(values.begin(), values.end(), [&](const std::string& value) {
              return lower(value).find(lower(query.search.text())) != std::string::npos ||
                     reference_phone_found(query.search.text(), value);
            }));
  };
  planted("the search knows the letter case of ASCII only", ascii_case, {"total_counts_matches"});

  parts across_values;
  across_values.match = [](const lead& row, const lead_query& query) {
    std::string all;
    for (const std::string& value : searched_values(row)) {
      all += value;
    }
    return reference_matches(row, query) ||
           (reference_matches(row, without_search(query)) &&
            fold(all).find(fold(query.search.text())) != std::string::npos);
  };
  planted("the search goes across two values", across_values, {"total_counts_matches"});

  parts notes_too;
  notes_too.match = [](lead row, const lead_query& query) {
    row.name += row.notes.value_or("");
    return reference_matches(row, query);
  };
  planted("the search looks into the notes", notes_too, {"total_counts_matches"});

  parts no_phone_rule;
  no_phone_rule.match = [](const lead& row, const lead_query& query) {
    lead plain = row;
    plain.emails.insert(plain.emails.end(), row.phones.begin(), row.phones.end());
    plain.phones.clear();
    return reference_matches(plain, query);
  };
  planted("no phone rule", no_phone_rule, {"total_counts_matches"});

  parts unanchored;
  unanchored.match = [](const lead& row, const lead_query& query) {
    std::string digits;
    for (const char c : query.search.text()) {
      digits += detail::is_digit(c) ? std::string(1, c) : "";
    }
    return reference_matches(row, query) ||
           (query.search.phone().anchored() && reference_matches(row, without_search(query)) &&
            std::any_of(row.phones.begin(), row.phones.end(), [&](const std::string& phone) {
              return phone.find(query.search.phone().digits()) != std::string::npos;
            }));
  };
  planted("a number with + is found anywhere", unanchored, {"total_counts_matches"});

  planted("the answer depends on how often it is asked",
          [calls = 0](const rows_type& rows, const lead_query& query) mutable {
            page_of<lead> page = parts{}(rows, query);
            if (++calls % 3 == 0) {
              std::reverse(page.data.begin(), page.data.end());
            }
            return page;
          },
          {"repeats_itself"});

  planted("a field is lost on the way",
          [](const rows_type& rows, const lead_query& query) {
            page_of<lead> page = parts{}(rows, query);
            for (lead& row : page.data) {
              row.client_id.reset();
            }
            return page;
          },
          {"equals_reference", "walk_visits_each_match_once"});

  CHECK(seen == std::set<std::string>{
                    "page_is_consistent", "equals_reference", "total_counts_matches",
                    "walk_visits_each_match_once", "past_the_end_is_empty", "filters_never_add",
                    "statuses_add_up", "owners_add_up", "letter_case_is_irrelevant",
                    "input_order_is_irrelevant", "repeats_itself"});
}

TEST_CASE("a store that mixes organisations is reported, one that keeps them apart is not") {
  using all_rows = std::vector<organisation_lead>;
  const auto only = [](const all_rows& rows, auto&& wanted) {
    rows_type kept;
    for (const organisation_lead& each : rows) {
      if (wanted(each.organisation)) {
        kept.push_back(each.row);
      }
    }
    return kept;
  };
  const auto broken = [](const organisation_lister& list) {
    bool found = false;
    for (std::uint64_t seed = 0; seed < cases().size(); ++seed) {
      const scenario& drawn = cases()[seed];
      const organisation_scenario each =
          draw_organisations(seeded_tape(seed, 20), drawn.rows, drawn.query);
      found = found ||
              !foreign_rows_change_nothing(list, each.rows, each.organisation, each.query).holds();
    }
    return found;
  };
  CHECK_FALSE(broken([&](const all_rows& rows, std::string_view asked, const lead_query& query) {
    return list(only(rows, [&](const std::string& owner) { return owner == asked; }), query);
  }));
  CHECK(broken([&](const all_rows& rows, std::string_view, const lead_query& query) {
    return list(only(rows, [](const std::string&) { return true; }), query);
  }));
  CHECK(broken([&](const all_rows& rows, std::string_view asked, const lead_query& query) {
    return list(only(rows, [&](const std::string& owner) { return lower(owner) == lower(asked); }),
                query);
  }));
  CHECK(broken([&](const all_rows& rows, std::string_view asked,
                   const lead_query& query) { // the unfiltered total
    auto page = list(only(rows, [&](const std::string& owner) { return owner == asked; }), query);
    page.pagination = list(only(rows, [](const std::string&) { return true; }), query).pagination;
    return page;
  }));
  CHECK(broken([&](const all_rows& rows, std::string_view asked,
                   const lead_query& query) { // one row for each id
    std::map<std::string, organisation_lead> by_id;
    for (const organisation_lead& each : rows) {
      by_id[each.row.id] = each;
    }
    all_rows left;
    for (const auto& [id, each] : by_id) {
      left.push_back(each);
    }
    return list(only(left, [&](const std::string& owner) { return owner == asked; }), query);
  }));
}

TEST_CASE("a comparator that is not a strict total order is reported") {
  const auto judge = [](const comparator& less) {
    std::set<std::string> reasons;
    for (const scenario& each : cases()) {
      const verdict judged = is_strict_total_order(less, each.rows);
      reasons.insert(judged.why().substr(0, judged.why().find(':')));
    }
    return reasons;
  };
  CHECK(judge(lead_order) == std::set<std::string>{""});
  CHECK(judge(lead_order.with(nulls_first)) == std::set<std::string>{""});
  CHECK(judge([](const lead& a, const lead& b) {
          return !lead_order(b, a);
        }).count("not irreflexive") == 1);
  CHECK(judge([](const lead& a, const lead& b) { return a.id != b.id; }).count("not asymmetric") ==
        1);
  CHECK(judge([](const lead& a, const lead& b) {
          return a.created_at > b.created_at;
        }).count("not total") == 1);
  // Rows without a next call are compared by id alone.
  CHECK(judge([](const lead& a, const lead& b) {
          return a.next_call_at && b.next_call_at && a.next_call_at != b.next_call_at
                     ? *a.next_call_at < *b.next_call_at
                     : a.id < b.id;
        }).count("not transitive") == 1);

  const auto other = [](const comparator& less, null_placement nulls) {
    bool found = false;
    for (const scenario& each : cases()) {
      found = found || !order_laws(less, each.rows, nulls).holds();
    }
    return found;
  };
  CHECK_FALSE(other(lead_order, nulls_last));
  CHECK_FALSE(other(lead_order.with(nulls_first), nulls_first));
  CHECK(other(lead_order, nulls_first));
  CHECK(other([](const lead& a, const lead& b) { return a.id < b.id; },
              nulls_last)); // total, but another order
}

TEST_CASE("a predicate that differs from the rules is reported") {
  const auto broken = [](const matcher& match) {
    bool found = false;
    for (const scenario& each : cases()) {
      for (const lead& row : each.rows) {
        found = found || !matches_like_reference(match, row, each.query).holds();
      }
    }
    return found;
  };
  CHECK_FALSE(broken([](const lead& row, const lead_query& query) { return matches(row, query); }));
  CHECK(
      broken([](const lead& row, const lead_query& query) { return matches(row, query.search); }));
  CHECK(broken([](const lead&, const lead_query&) { return true; }));
}

TEST_CASE("wrong pagination is reported") {
  const auto size = [](std::uint64_t each) { return page_request{2, each}; };
  CHECK(paginates_like_definition(paginate, 137, size(50)).holds());
  CHECK_FALSE(paginates_like_definition(
                  [](auto total, auto request) {
                    pagination out = paginate(total, request);
                    out.total_pages = total / request.page_size + 1;
                    return out;
                  },
                  100, size(50))
                  .holds());
  CHECK_FALSE(paginates_like_definition(
                  [](auto total, auto request) {
                    pagination out = paginate(total, request);
                    out.total_pages =
                        (total + request.page_size - 1) / request.page_size; // overflows
                    out.has_next_page = request.page < out.total_pages;
                    return out;
                  },
                  UINT64_MAX, size(50))
                  .holds());

  const page_request last{max_query_integer, max_page_size};
  CHECK(offset_is_exact([](page_request request) { return request.offset(); }, last).holds());
  CHECK_FALSE(offset_is_exact(
                  [](page_request request) {
                    return std::uint64_t{
                        static_cast<std::uint32_t>((request.page - 1) * request.page_size)};
                  },
                  last)
                  .holds());
  CHECK_FALSE(offset_is_exact([](page_request request) { return request.page * request.page_size; },
                              size(1))
                  .holds());

  CHECK(slices_tile(slice_of, 137, 50).holds());
  CHECK(slices_tile(slice_of, 0, 50).holds());
  CHECK_FALSE(slices_tile(
                  [](auto total, auto request) {
                    row_slice cut = slice_of(total, request);
                    cut.last -= cut.last == total && cut.first < cut.last ? 1 : 0;
                    return cut;
                  },
                  137, 50)
                  .holds());
  CHECK_FALSE(slices_tile(
                  [](auto total, auto request) {
                    return slice_of(total, page_request{std::min<std::uint64_t>(request.page, 3),
                                                        request.page_size});
                  },
                  137, 50)
                  .holds()); // past the end: the last page
}

TEST_CASE("a wrong parser of query strings is reported") {
  const auto parse = [](std::string_view raw) { return parse_query(raw); };
  const auto broken_by_parser = [&](const query_parser& parser) {
    std::set<std::string> broken;
    for (std::uint64_t seed = 0; seed < 600; ++seed) {
      const std::string raw = draw_any_query_string(seeded_tape(seed, 4 + seed % 24));
      for (const verdict& judged :
           {gives_query_or_errors(parser, raw), explains_its_errors(parser, raw),
            parses_like_reference(parser, raw), spelling_is_irrelevant(parser, raw)}) {
        if (!judged.holds()) {
          broken.insert(judged.law());
        }
      }
    }
    return broken;
  };
  using names = std::set<std::string>;
  CHECK(broken_by_parser(parse) == names{});

  using parsed_query = result<lead_query, query_errors>;
  const auto with_errors = [&](auto&& change) {
    return [&parse, change](std::string_view raw) -> parsed_query {
      auto parsed = parse(raw);
      if (parsed.has_value()) {
        return parsed;
      }
      query_errors errors = parsed.error();
      change(errors);
      return fail(std::move(errors));
    };
  };
  CHECK(broken_by_parser(with_errors([](query_errors& errors) {
          errors.clear();
        })).count("gives_query_or_errors") == 1);
  CHECK(broken_by_parser(with_errors([](query_errors& errors) { errors.resize(1); })) ==
        names{"parses_like_reference"});
  CHECK(broken_by_parser(with_errors([](query_errors& errors) {
          std::reverse(errors.begin(), errors.end());
        })).count("gives_query_or_errors") == 1);
  CHECK(broken_by_parser(with_errors([](query_errors& errors) {
          errors.back().offset += 500;
        })).count("gives_query_or_errors") == 1);
  CHECK(broken_by_parser(with_errors([](query_errors& errors) {
          errors.back().offset += 1;
        })).count("parses_like_reference") == 1);
  CHECK(broken_by_parser(with_errors([](query_errors& errors) {
          errors.back().code = static_cast<query_errc>(201); // a code of leads
        })).count("gives_query_or_errors") == 1);
  CHECK(broken_by_parser(with_errors([](query_errors& errors) {
          errors.front().allowed.clear();
        })).count("explains_its_errors") == 1);
  CHECK(broken_by_parser(with_errors([](query_errors& errors) {
          for (query_error& each : errors) {
            each.suggestion = each.suggestion.empty() ? "" : "status";
          }
        })) == names{"explains_its_errors"});

  CHECK(broken_by_parser([&](std::string_view raw) -> parsed_query { // an empty query for anything
          static_cast<void>(raw);
          return lead_query{};
        }) == names{"parses_like_reference"});
  CHECK(broken_by_parser([&](std::string_view raw) { // + is not a space
          std::string other;
          for (const char c : raw) {
            other += c == '+' ? std::string("%2B") : std::string(1, c);
          }
          return parse(other);
        })
            .count("parses_like_reference") == 1);
  CHECK(broken_by_parser([&](std::string_view raw) { // names are decoded only if they are plain
          const auto parsed = parse(raw);
          return parsed.has_value() && raw.find("%70") != std::string_view::npos
                     ? parsed_query(lead_query{})
                     : parsed;
        })
            .count("spelling_is_irrelevant") == 1);
  CHECK(broken_by_parser([&](std::string_view raw) -> parsed_query { // accepts page 0
          auto parsed = parse(raw);
          if (parsed.has_value() && (*parsed).page.page > 1) {
            (*parsed).page.page = 0;
          }
          return parsed;
        })
            .count("is_sound_query") == 1);
  CHECK(broken_by_parser([&](std::string_view raw) {
          return parse_query(raw, profiles::clamp | profiles::ignore_unknown);
        }).count("parses_like_reference") == 1);
}

TEST_CASE("a query out of range is reported") {
  CHECK(is_sound_query({}).holds());
  const auto unsound = [](auto&& change) {
    lead_query query;
    change(query);
    return !is_sound_query(query).holds();
  };
  CHECK(unsound([](lead_query& query) { query.page.page = 0; }));
  CHECK(unsound([](lead_query& query) { query.page.page = max_query_integer + 1; }));
  CHECK(unsound([](lead_query& query) { query.page.page_size = 0; }));
  CHECK(unsound([](lead_query& query) { query.page.page_size = 101; }));
  CHECK(unsound([](lead_query& query) { query.status = lead_status{9}; }));
  CHECK(unsound([](lead_query& query) { query.search = unchecked_search_term("\xFF"); }));
  CHECK(unsound(
      [](lead_query& query) { query.search = unchecked_search_term(std::string(257, 'x')); }));
  CHECK(unsound([](lead_query& query) { query.assigned_to = assignee_filter::member(""); }));
  CHECK(unsound([](lead_query& query) { query.assigned_to = assignee_filter::member("\xC3"); }));
}

TEST_CASE("a printer whose output does not parse back is reported") {
  const auto parse = [](std::string_view raw) { return parse_query(raw); };
  lead_query query;
  query.search = unchecked_search_term("a & b");
  query.page.page = 2;
  CHECK(printing_then_parsing_is_identity(parse, to_query_string, query).holds());
  CHECK_FALSE(printing_then_parsing_is_identity(
                  parse, [](const lead_query&) { return "page=2"; }, query)
                  .holds());
  CHECK_FALSE(printing_then_parsing_is_identity(
                  parse, [](const lead_query&) { return "page=2&search=a b"; }, query)
                  .holds());
  CHECK_FALSE(printing_then_parsing_is_identity(
                  parse, [](const lead_query&) { return "page=2&search=a%20&%20b"; }, query)
                  .holds());
  CHECK_FALSE(printing_then_parsing_is_identity(
                  parse,
                  [calls = 0](const lead_query& each) mutable {
                    return to_query_string(each) + (++calls % 2 == 0 ? "&" : "");
                  },
                  query)
                  .holds());
}

TEST_CASE("a function that is not idempotent is reported") {
  const auto trim_one = [](const std::string& text) {
    return text.starts_with(' ') ? text.substr(1) : text;
  };
  CHECK(is_idempotent(trim_one, std::string(" a")).holds());
  CHECK_FALSE(is_idempotent(trim_one, std::string("  a")).holds());
  CHECK(is_idempotent([](int value) { return value / 2; }, 1).holds());
  CHECK_FALSE(is_idempotent([](int value) { return value / 2; }, 4).holds());

  const auto print = [](const email_address& email) { return std::string(email.view()); };
  const auto read = [](std::string_view text) { return parse_email(text); };
  CHECK(canonical_form_is_fixed(read, print, " Jane@Acme.com").holds());
  CHECK_FALSE(canonical_form_is_fixed(
                  read, [](const email_address&) { return "x"; }, "jane@acme.com")
                  .holds());
  CHECK_FALSE(canonical_form_is_fixed(
                  read, [](const email_address& email) { return "a" + std::string(email.view()); },
                  "jane@acme.com")
                  .holds());

  lead typed;
  typed.id = "1";
  typed.emails = {" Jane@Acme.com "};
  CHECK(
      normalised_lead_is_valid([](const lead& row) { return normalise_lead(row); }, typed).holds());
  CHECK_FALSE(normalised_lead_is_valid(
                  [](const lead& row) { return result<lead, lead_errors>(row); }, typed)
                  .holds());
  CHECK_FALSE(normalised_lead_is_valid(
                  [](lead row) {
                    row.name += "x";
                    return normalise_lead(row);
                  },
                  typed)
                  .holds());
}

namespace {

/// The documented endpoint under another name, so that the reference reads its description.
struct described_leads : leads_endpoint {};

template <class Endpoint> const std::vector<basic_scenario<Endpoint>>& cases_of() {
  static const auto drawn = [] {
    std::vector<basic_scenario<Endpoint>> out;
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
      out.push_back(draw_scenario<Endpoint>(seeded_tape(seed, 1500)));
    }
    return out;
  }();
  return drawn;
}

/// The laws, in the order of list_laws, that first notice a lister in some case.
template <class Endpoint> std::set<std::string> noticed_by(const basic_lister<Endpoint>& list) {
  std::set<std::string> laws;
  for (const auto& each : cases_of<Endpoint>()) {
    laws.insert(list_laws<Endpoint>(list, each.rows, each.query).law());
    laws.insert(statuses_add_up<Endpoint>(list, each.rows, each.query).law());
    laws.insert(owners_add_up<Endpoint>(list, each.rows, each.query).law());
    laws.insert(ranges_add_up<Endpoint>(list, each.rows, each.query).law());
    laws.insert(filters_never_add<Endpoint>(list, each.rows, each.query).law());
  }
  laws.erase("");
  return laws;
}

/// The answer of list() to a changed query.
template <class Endpoint, class Change> basic_lister<Endpoint> asking(Change change) {
  using query_type = typename Endpoint::query;
  return [change](const std::vector<typename Endpoint::record>& rows, query_type query) {
    change(query);
    return list<Endpoint>(rows, query);
  };
}

} // namespace

TEST_CASE("what the reference restates by hand is what it reads of the description") {
  for (const scenario& each : cases()) {
    for (const lead& row : each.rows) {
      CHECK(reference_matches(row, each.query) ==
            reference_matches<described_leads>(row, each.query));
      for (const lead& other : each.rows) {
        for (const other_nulls nulls : {other_nulls(), other_nulls(nulls_first)}) {
          CHECK(reference_before(row, other, nulls) ==
                reference_before<described_leads>(row, other, nulls));
        }
      }
    }
  }
  for (std::uint64_t seed = 0; seed < 600; ++seed) {
    const std::string raw = draw_any_query_string(seeded_tape(seed, 4 + seed % 24));
    INFO(describe(raw));
    const auto parse = [](std::string_view text) { return reference_parse_query(text); };
    CHECK(parses_like_reference<described_leads>(parse, raw).holds());
  }
}

TEMPLATE_TEST_CASE("every law of an endpoint holds for the library", "", crm::endpoint,
                   sales::endpoint) {
  using record = typename TestType::record;
  using query_type = typename TestType::query;
  CHECK(noticed_by<TestType>([](const std::vector<record>& rows, const query_type& query) {
          return list<TestType>(rows, query);
        }).empty());
  CHECK(noticed_by<TestType>([](const std::vector<record>& rows, const query_type& query) {
          return list_references<TestType>(rows, query);
        }).empty());
  for (const auto& each : cases_of<TestType>()) {
    CHECK(order_laws<TestType>(TestType::order, each.rows).holds());
    CHECK(order_laws<TestType>(TestType::order.with(nulls_last), each.rows, nulls_last).holds());
  }
}

TEST_CASE("a filter of an endpoint that is ignored is noticed, whatever its kind") {
  using laws = std::set<std::string>;
  const auto contacts = [](auto member) {
    return noticed_by<crm::endpoint>(
        asking<crm::endpoint>([member](crm::query& query) { query.*member = {}; }));
  };
  CHECK(contacts(&crm::query::source) == laws{"page_is_consistent", "equals_reference"});
  CHECK(contacts(&crm::query::score_from).count("ranges_add_up") == 1);
  CHECK(contacts(&crm::query::score_until).count("ranges_add_up") == 1);
  CHECK(contacts(&crm::query::created_from).count("ranges_add_up") == 1);
  CHECK(contacts(&crm::query::status).count("statuses_add_up") == 1);

  const auto deals = [](auto member) {
    return noticed_by<sales::endpoint>(
        asking<sales::endpoint>([member](sales::query& query) { query.*member = {}; }));
  };
  CHECK_FALSE(deals(&sales::query::stages).empty());
  CHECK_FALSE(deals(&sales::query::numbers).empty());
  CHECK_FALSE(deals(&sales::query::signed_off).empty());
  CHECK_FALSE(deals(&sales::query::renewed).empty());
  CHECK_FALSE(deals(&sales::query::discount).empty());
  CHECK_FALSE(deals(&sales::query::items).empty());
  CHECK_FALSE(deals(&sales::query::probability_from).empty());
  CHECK_FALSE(deals(&sales::query::due_until).empty());
  CHECK_FALSE(deals(&sales::query::size).empty());
  CHECK_FALSE(deals(&sales::query::search).empty());
  CHECK(deals(&sales::query::amount_from).count("ranges_add_up") == 1);
  CHECK(deals(&sales::query::amount_until).count("ranges_add_up") == 1);
  CHECK(deals(&sales::query::without_due).count("ranges_add_up") == 1);
  CHECK(deals(&sales::query::forecast).count("statuses_add_up") == 1);
  CHECK(deals(&sales::query::owner).count("owners_add_up") == 1);
}

TEST_CASE("an order of an endpoint that is wrong in one key is noticed") {
  const auto noticed = []<class Order>(const Order& order) {
    bool found = false;
    for (const auto& each : cases_of<sales::endpoint>()) {
      found = found || !order_laws<sales::endpoint>(order, each.rows).holds();
    }
    return found;
  };
  using std::tuple;
  const auto& keys = sales::endpoint::order.keys;
  const auto with = [&]<std::size_t I>(std::integral_constant<std::size_t, I>, auto key) {
    return [&]<std::size_t... J>(std::index_sequence<J...>) {
      const auto choose = [&]<std::size_t K>(std::integral_constant<std::size_t, K>) {
        if constexpr (K == I) {
          return key;
        } else {
          return std::get<K>(keys);
        }
      };
      return lexicographic_order{tuple{choose(std::integral_constant<std::size_t, J>{})...}};
    }(std::make_index_sequence<6>{});
  };
  const auto at = []<std::size_t I>() { return std::integral_constant<std::size_t, I>{}; };
  CHECK_FALSE(noticed(sales::endpoint::order));
  CHECK(noticed(with(at.operator()<0>(), descending<"due_at">))); // nulls last
  CHECK(noticed(with(at.operator()<0>(), ascending<"due_at">.with(nulls_first))));
  CHECK(noticed(with(at.operator()<1>(), ascending<"amount">)));
  CHECK(noticed(with(at.operator()<2>(), ascending<"forecast">.with(nulls_first))));
  CHECK(noticed(with(at.operator()<3>(), ascending<"signed_off">)));
  CHECK(noticed(with(at.operator()<4>(), descending<"discount">)));
  CHECK(noticed(with(at.operator()<5>(), ascending<"number">)));
}

TEST_CASE("a verdict names the broken law, the rule and the case") {
  CHECK(verdict{}.holds());
  CHECK(verdict{}.text().empty());
  lead row;
  row.id = "a\"\xFF";
  row.name = "Zoë\n";
  const verdict judged = total_counts_matches(
      [](const rows_type&, const lead_query&) { return page_of<lead>{}; }, {row}, lead_query{});
  CHECK_FALSE(judged.holds());
  CHECK(judged.text() == "total_counts_matches (page.1): the total is 0 where 1 rows match ?");
  CHECK(judged.rule() == "page.1");
  CHECK(describe(row).starts_with(R"({id: "a\"\xFF", name: "Zoë\x0A", )"));
  CHECK(first_broken([] { return verdict{}; }, [] { return verdict{"second", "x"}; },
                     [] { return verdict{"third", "x"}; })
            .text() == "second: x");
}

namespace {

constexpr std::string_view epoch =
    ", createdAt: 1970-01-01T00:00:00.000Z, updatedAt: 1970-01-01T00:00:00.000Z}";

/// Two rows that differ in all that the documented endpoint judges.
rows_type two_rows() {
  return {{.id = "1", .name = "Jane", .phones = {"+442079460958"}, .assigned_to_id = "u1"},
          {.id = "2",
           .name = "Doe",
           .emails = {"x@b.co", "jane@b.co"},
           .status = lead_status::lost,
           .next_call_at = timestamp{}}};
}
const std::string first_row =
    R"({id: "1", name: "Jane", phones: ["+442079460958"], contactId: "", status: NOT_CONTACTED)" +
    std::string(epoch.substr(0, epoch.size() - 1)) + R"(, assignedToId: "u1"})";
const std::string second_row =
    R"({id: "2", name: "Doe", emails: ["x@b.co", "jane@b.co"], contactId: "", status: LOST, )"
    R"(nextCallAt: 1970-01-01T00:00:00.000Z)" +
    std::string(epoch);

/// The verdict on a list that answers another query, or in another order.
template <class Change> std::string verdict_on(std::string_view raw, Change change) {
  const lead_query query = parse_query(raw).value();
  return equals_reference(
             [&](const rows_type& rows, const lead_query& each) { return change(rows, each); },
             two_rows(), query)
      .text();
}
std::string without_filters(std::string_view raw) {
  return verdict_on(raw, [](const rows_type& rows, const lead_query&) { return list(rows, {}); });
}
std::string without_rows(std::string_view raw) {
  return verdict_on(
      raw, [](const rows_type&, const lead_query& query) { return list(rows_type{}, query); });
}
template <class... Keys> std::string in_order(const Keys&... keys) {
  return verdict_on("", [&](const rows_type& rows, const lead_query& query) {
    return list(rows, query, lexicographic_order{std::tuple{keys...}});
  });
}

} // namespace

TEST_CASE("a verdict says which filter refuses a row, by which rule") {
  CHECK(without_filters("status=LOST") == "equals_reference (match.2): " + first_row +
                                              " does not match ?status=LOST: refused by status");
  CHECK(without_filters("assignedToId=u1") ==
        "equals_reference (match.3): " + second_row +
            " does not match ?assignedToId=u1: refused by assignedToId");
  CHECK(without_filters("assignedToId=unassigned") ==
        "equals_reference (match.4): " + first_row +
            " does not match ?assignedToId=unassigned: refused by assignedToId");
  CHECK(without_filters("search=doe") == "equals_reference (search.6): " + first_row +
                                             " does not match ?search=doe: refused by search");
  CHECK(without_filters("search=%2B4420&status=NOT_CONTACTED") ==
        "equals_reference (match.2): " + second_row +
            " does not match ?status=NOT_CONTACTED&search=%2B4420: refused by status");
  CHECK(without_filters("search=555") == "equals_reference (search.6, search.11): " + second_row +
                                             " does not match ?search=555: refused by search");
}

TEST_CASE("a verdict says what of a missing row matches, by which rule") {
  CHECK(without_rows("") ==
        "equals_reference (match.1): " + second_row + " matches ?: no filter is set");
  CHECK(without_rows("search=JANE&status=LOST") ==
        "equals_reference (match.2, search.6): " + second_row +
            " matches ?status=LOST&search=JANE: status: status; search: emails[1], bytes 0 to 4, "
            "by its text");
  CHECK(without_rows("search=%2B44&assignedToId=u1") ==
        "equals_reference (search.6, match.3): " + first_row +
            " matches ?search=%2B44&assignedToId=u1: search: phones[0], bytes 0 to 3, by its text; "
            "assignedToId: assignedToId");
  CHECK(without_rows("search=0044+20") ==
        "equals_reference (phone_search.5): " + first_row +
            " matches ?search=0044%2020: search: phones[0], bytes 1 to 5, by its digits");
  CHECK(without_rows("search=7946") ==
        "equals_reference (search.6): " + first_row +
            " matches ?search=7946: search: phones[0], bytes 5 to 9, by its text");
  CHECK(without_rows("search=020+7946+0958") ==
        "equals_reference (phone_search.7): " + first_row +
            " matches ?search=020%207946%200958: search: phones[0], bytes 3 to 13, by its digits");
  CHECK(without_rows("assignedToId=unassigned") ==
        "equals_reference (match.4): " + second_row +
            " matches ?assignedToId=unassigned: assignedToId: assignedToId");
}

TEST_CASE("a verdict says which sort key decides, by which rule") {
  const auto by_id = ascending<"id">;
  CHECK(in_order(ascending<"next_call_at">.with(nulls_first), by_id) ==
        "equals_reference (order.2): " + first_row + " must not come before " + second_row +
            ": nextCallAt ascending, nulls last: null is after 1970-01-01T00:00:00.000Z");
  rows_type rows = two_rows();
  CHECK(orders_like_reference(lead_order, rows[0], rows[1]).holds());
  const auto verdict_on_order = [&](const auto& less, other_nulls nulls = {}) {
    return order_laws(less, rows, nulls).text();
  };
  CHECK(verdict_on_order(lead_order, nulls_first) ==
        "orders_like_reference (order.3): " + describe(rows[0]) + " must come before " +
            describe(rows[1]) +
            ": nextCallAt ascending, nulls first: null is before 1970-01-01T00:00:00.000Z");
  rows[0].next_call_at = timestamp::from_milliseconds(5).value();
  CHECK(verdict_on_order(lexicographic_order{std::tuple{by_id}}) ==
        "orders_like_reference (order.1): " + describe(rows[0]) + " must not come before " +
            describe(rows[1]) +
            ": nextCallAt ascending: 1970-01-01T00:00:00.005Z is after 1970-01-01T00:00:00.000Z");
  rows[0].next_call_at = rows[1].next_call_at = std::nullopt;
  rows[0].created_at = timestamp::from_milliseconds(-1).value();
  CHECK(verdict_on_order(lexicographic_order{std::tuple{ascending<"created_at">, by_id}}) ==
        "orders_like_reference (order.4): " + describe(rows[0]) + " must not come before " +
            describe(rows[1]) +
            ": createdAt descending: 1969-12-31T23:59:59.999Z is after 1970-01-01T00:00:00.000Z");
  rows[0].created_at = rows[1].created_at;
  rows[1].id = "1\xFF";
  CHECK(verdict_on_order([](const lead& a, const lead& b) { return a.id > b.id; }) ==
        "orders_like_reference (order.5): " + describe(rows[0]) + " must come before " +
            describe(rows[1]) + R"(: id ascending: 1 is before 1\xFF)");
  CHECK(verdict_on_order([](const lead&, const lead&) { return true; }) ==
        "orders_like_reference (order.7): " + describe(rows[0]) + " must not come before " +
            describe(rows[0]) + ": equal in every key");
}

TEST_CASE("a verdict on an endpoint of one's own has its filters and sort keys") {
  std::vector<sales::deal> rows(2);
  rows[0].number = "1", rows[0].amount = 5, rows[0].tags = {"x", "José"};
  rows[1].number = "2", rows[1].amount = 7;
  const auto all = [](const std::vector<sales::deal>& each, const sales::query&) {
    return list<sales::endpoint>(each, {});
  };
  const auto none = [](const std::vector<sales::deal>&, const sales::query& query) {
    return list<sales::endpoint>(std::vector<sales::deal>{}, query);
  };
  sales::query query;
  query.amount_from = 6;
  CHECK(equals_reference<sales::endpoint>(all, rows, query).text() ==
        "equals_reference: " + describe<sales::endpoint>(rows[0]) +
            " does not match ?amountFrom=6&pageSize=50: refused by amountFrom");
  query = {};
  query.search = unchecked_search_term<sales::search_policy>("jose");
  query.size = sales::deal_size::small;
  CHECK(equals_reference<sales::endpoint>(none, rows, query).text() ==
        "equals_reference: " + describe<sales::endpoint>(rows[0]) +
            " matches ?size=small&q=jose&pageSize=50: size: amount; q: tags[1], bytes 0 to 5, by "
            "its text");
  CHECK(order_laws<sales::endpoint>(
            [](const sales::deal& a, const sales::deal& b) { return a.amount < b.amount; }, rows)
            .text() == "orders_like_reference: " + describe<sales::endpoint>(rows[0]) +
                           " must not come before " + describe<sales::endpoint>(rows[1]) +
                           ": amount descending: 5 is after 7");
}

TEST_CASE("a verdict on a page names the rule of its pagination, and of rows that are elsewhere") {
  const auto judge = [](auto change) {
    return verdict_on("pageSize=1", [&](const rows_type& rows, const lead_query& query) {
      auto page = list(rows, query);
      change(page);
      return page;
    });
  };
  CHECK(judge([](auto& page) { page.pagination.total_pages = 3; }) ==
        "equals_reference (page.2): the pagination is page 1, pageSize 1, total 2, totalPages 3, "
        "hasNextPage true, hasPrevPage false and not page 1, pageSize 1, total 2, totalPages 2, "
        "hasNextPage true, hasPrevPage false for ?pageSize=1 over 2 rows");
  CHECK(judge([](auto& page) { page.pagination.has_next_page = false; }) ==
        "equals_reference (page.3): the pagination is page 1, pageSize 1, total 2, totalPages 2, "
        "hasNextPage false, hasPrevPage false and not page 1, pageSize 1, total 2, totalPages 2, "
        "hasNextPage true, hasPrevPage false for ?pageSize=1 over 2 rows");
  CHECK(judge([](auto& page) { page.pagination.has_prev_page = true; }) ==
        "equals_reference (page.4): the pagination is page 1, pageSize 1, total 2, totalPages 2, "
        "hasNextPage true, hasPrevPage true and not page 1, pageSize 1, total 2, totalPages 2, "
        "hasNextPage true, hasPrevPage false for ?pageSize=1 over 2 rows");
  CHECK(judge([](auto& page) { page.data.clear(); }) ==
        "equals_reference (page.5): row 0 is nothing and not " + second_row +
            " for ?pageSize=1 over 2 rows");
  CHECK(judge([](auto& page) { page.data[0].name = "x"; }) ==
        R"(equals_reference: name is "x" and not "Doe" in )" + second_row);
  const auto walk = [](auto change) {
    lead_query query;
    query.page.page_size = 1;
    return walk_visits_each_match_once(change, two_rows(), query).text();
  };
  CHECK(walk([](const rows_type& rows, const lead_query& query) {
          auto page = list(rows, query);
          page.data = list(rows, {}).data;
          page.data.resize(1);
          return page;
        }) ==
        "walk_visits_each_match_once (page.5): " + second_row +
            R"( comes twice, or is none of the rows, in the walk ["2", "2"] for ?pageSize=1)");
  CHECK(walk([](const rows_type& rows, const lead_query& query) {
          auto page = list(rows, query);
          page.data.resize(query.page.page == 1 ? 1 : 0);
          return page;
        }) == "walk_visits_each_match_once (page.5): " + first_row +
                  R"( is on no page in the walk ["2"] for ?pageSize=1)");
}

TEST_CASE("a verdict on a parser names the rule of the parameter or of the error") {
  const auto judge = [](std::string_view raw, std::string_view taken_for) {
    return parses_like_reference([&](std::string_view) { return parse_query(taken_for); }, raw)
        .text();
  };
  CHECK(judge("status=LOST", "") ==
        R"(parses_like_reference (query.status): "status=LOST" gives ? and not ?status=LOST)");
  CHECK(judge("page=2&pageSize=3", "page=2") ==
        "parses_like_reference (query.pageSize): "
        R"("page=2&pageSize=3" gives ?page=2 and not ?page=2&pageSize=3)");
  CHECK(judge("status=lost", "") ==
        "parses_like_reference (query.unknown_status): "
        R"("status=lost" gives ? and not unknown_status@7 "status"="lost")");
  CHECK(judge("", "x=1") == "parses_like_reference (query.unknown_parameter): "
                            R"("" gives unknown_parameter@0 "x"="1" and not ?)");
  CHECK(judge("pageSize=101&y=", "pageSize=101") ==
        "parses_like_reference (query.unknown_parameter): "
        R"("pageSize=101&y=" gives page_size_too_large@9 "pageSize"="101" and not )"
        R"(page_size_too_large@9 "pageSize"="101", unknown_parameter@13 "y"="")");
}
