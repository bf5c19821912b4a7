// SPDX-License-Identifier: BSL-1.0
#include <leadcore/testing/generators.hpp>

#include "support/catch.hpp"
#include "support/endpoints.hpp"

#include <leadcore/query/list.hpp>

#include <algorithm>
#include <cmath>
#include <concepts>
#include <functional>
#include <limits>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

// Guarantees of the generators, over a fixed seed: cases are of the documented kind, cases that are
// rare in real data are frequent here, and a failing case shrinks to a readable one.

using namespace leadcore;
using namespace leadcore::testing;

namespace {

/// The share, in percent, of values that satisfy a condition.
template <class T>
int share(const std::vector<T>& values, const std::function<bool(const T&)>& holds) {
  return static_cast<int>(100 * std::count_if(values.begin(), values.end(), holds) /
                          static_cast<std::ptrdiff_t>(values.size()));
}

/// The shrunk form of a generator's first failing case.
template <class T> T shrunk(const rc::Gen<T>& values, const std::function<bool(const T&)>& fails) {
  rc::Random random(7);
  for (int tries = 0; tries < 10'000; ++tries) {
    const rc::Shrinkable<T> drawn = values(random.split(), rc::kNominalSize);
    if (fails(drawn.value())) {
      return rc::shrinkable::findLocalMin(drawn, fails).first;
    }
  }
  FAIL("no case fails");
  return {};
}

} // namespace

TEST_CASE("valid leads are valid") {
  for (const lead& row : sample(leads(), 500)) {
    const lead_errors errors = validate(row);
    INFO(describe(row));
    CHECK(errors.empty());
  }
}

TEST_CASE("typed leads can often, but not always, be normalised") {
  const auto rows = sample(leads(lead_kind::typed), 300);
  const int formed =
      share<lead>(rows, [](const lead& row) { return normalise_lead(row).has_value(); });
  CHECK(formed > 10);
  CHECK(formed < 90);
}

TEST_CASE("hostile leads break invariants of every field that has one") {
  std::set<std::string> fields;
  for (const lead& row : sample(leads(lead_kind::hostile), 500)) {
    for (const lead_error& error : validate(row)) {
      fields.emplace(error.field);
    }
  }
  std::set<std::string> constrained;
  for_each_lead_field([&]<fixed_string Name>(field_constant<Name> each) {
    using type = std::remove_cvref_t<field_type<lead, Name>>;
    if (!std::same_as<type, timestamp> && !std::same_as<type, std::optional<timestamp>>) {
      constrained.emplace(each.wire_name());
    }
  });
  CHECK(fields == constrained);
}

TEST_CASE("each field is sometimes null or empty and takes many values") {
  const auto rows = sample(leads(), 400);
  for_each_lead_field([&]<fixed_string Name>(field_constant<Name> each) {
    INFO(each.name());
    using type = std::remove_cvref_t<field_type<lead, Name>>;
    std::set<std::string> different;
    int nulls = 0;
    for (const lead& row : rows) {
      lead only;
      each.in(only) = each(row);
      different.insert(describe(only));
      nulls += each(row) == type{} ? 1 : 0;
    }
    CHECK(different.size() >= (std::same_as<type, lead_status> ? 5 : 10));
    if (is_nullable_field<Name>) {
      CHECK(nulls > 80);
      CHECK(nulls < 360);
    }
  });
}

TEST_CASE("sets of leads have distinct ids, many ties, and both kinds of rows") {
  const auto sets = sample(lead_sets(), 200);
  int ties = 0;
  int with_call = 0;
  int without_call = 0;
  for (const auto& rows : sets) {
    std::set<std::string> ids;
    std::set<std::pair<std::optional<timestamp>, timestamp>> times;
    for (const lead& row : rows) {
      ids.insert(row.id);
      times.insert({row.next_call_at, row.created_at});
      ++(row.next_call_at ? with_call : without_call);
    }
    CHECK(ids.size() == rows.size());
    ties += times.size() < rows.size() ? 1 : 0;
  }
  CHECK(ties > 80);
  CHECK(with_call > 500);
  CHECK(without_call > 300);
}

TEST_CASE("scenarios are not trivial") {
  const auto drawn = sample(scenarios(), 500);
  const auto total = [](const scenario& each) {
    return list(each.rows, each.query).pagination.total;
  };
  CHECK(share<scenario>(drawn, [](const scenario& each) { return !each.query.search.empty(); }) >
        40);
  CHECK(share<scenario>(drawn, [](const scenario& each) { return each.query.status.has_value(); }) >
        15);
  CHECK(share<scenario>(
            drawn, [](const scenario& each) { return !each.query.assigned_to.is_any(); }) > 15);
  CHECK(share<scenario>(drawn, [&](const scenario& each) { return total(each) > 0; }) > 50);
  CHECK(share<scenario>(drawn, [&](const scenario& each) {
          return total(each) > 0 && total(each) < each.rows.size();
        }) > 30);
  CHECK(share<scenario>(drawn, [&](const scenario& each) {
          return !each.query.search.empty() && total(each) > 0;
        }) > 20);
  CHECK(share<scenario>(drawn, [&](const scenario& each) { // found by the phone rule alone
          return std::any_of(each.rows.begin(), each.rows.end(), [&](const lead& row) {
            return reference_matches(row, each.query) &&
                   std::none_of(row.phones.begin(), row.phones.end(),
                                [&](auto& phone) {
                                  return contains_folded(phone, each.query.search.folded());
                                }) &&
                   std::any_of(row.phones.begin(), row.phones.end(), [&](const std::string& phone) {
                     return reference_phone_found(each.query.search.text(), phone);
                   });
          });
        }) > 2);
  CHECK(share<scenario>(drawn, [](const scenario& each) { // found by folding, not byte for byte
          return !each.query.search.empty() &&
                 std::any_of(each.rows.begin(), each.rows.end(), [&](const lead& row) {
                   return contains_folded(row.name, each.query.search.folded()) &&
                          row.name.find(each.query.search.text()) == std::string::npos;
                 });
        }) > 2);
}

TEST_CASE("a query string with known errors has them, one without has none") {
  for (const broken_query& each : sample(broken_query_strings(), 500)) {
    INFO(describe(each.text));
    const auto parsed = parse_query(each.text);
    REQUIRE_FALSE(parsed.has_value());
    std::vector<query_errc> codes;
    for (const query_error& error : parsed.error()) {
      codes.push_back(error.code);
    }
    CHECK(codes == each.codes);
  }
  for (const spelled_query& each : sample(query_strings(), 500)) {
    INFO(describe(each.text));
    const auto parsed = parse_query(each.text);
    REQUIRE(parsed.has_value());
    CHECK(*parsed == each.query);
  }
}

TEMPLATE_TEST_CASE("a query string of an endpoint with known errors has them, one without has none",
                   "", crm::endpoint, sales::endpoint) {
  for (const broken_query& each : sample(broken_query_strings<TestType>(), 500)) {
    INFO(describe(each.text));
    const auto parsed = parse_query<TestType>(each.text);
    REQUIRE_FALSE(parsed.has_value());
    std::vector<query_errc> codes;
    for (const query_error& error : parsed.error()) {
      codes.push_back(error.code);
    }
    CHECK(codes == each.codes);
  }
  for (const auto& each : sample(query_strings<TestType>(), 500)) {
    INFO(describe(each.text));
    const auto parsed = parse_query<TestType>(each.text);
    REQUIRE(parsed.has_value());
    CHECK(*parsed == each.query);
  }
}

namespace {

/// The codes of the errors of query strings, of which some but not too many have none.
template <class Endpoint> void collect_codes(std::set<query_errc>& codes) {
  const auto texts = sample(any_query_strings<Endpoint>(), 2000);
  const int good = share<std::string>(
      texts, [](const std::string& each) { return parse_query<Endpoint>(each).has_value(); });
  CHECK(good > 10);
  CHECK(good < 60);
  for (const std::string& each : texts) {
    const auto parsed = parse_query<Endpoint>(each);
    if (!parsed.has_value()) {
      for (const query_error& error : parsed.error()) {
        codes.insert(error.code);
      }
    }
  }
}

} // namespace

TEST_CASE("any query strings are of both kinds, and every code of a query occurs") {
  std::set<query_errc> codes;
  collect_codes<leads_endpoint>(codes);
  collect_codes<crm::endpoint>(codes);
  collect_codes<sales::endpoint>(codes);
  for (unsigned number = 101; !to_string(static_cast<query_errc>(number)).empty(); ++number) {
    INFO(to_string(static_cast<query_errc>(number)));
    CHECK(codes.contains(static_cast<query_errc>(number)));
  }
}

TEMPLATE_TEST_CASE("each field of a record takes many values, its extremes and null", "",
                   crm::endpoint, sales::endpoint) {
  using record = typename TestType::record;
  const auto rows = sample(records<TestType>(), 400);
  for_each_field<record>([&]<fixed_string Name>(field_constant<Name> each) {
    INFO(each.name());
    using value_type = detail::owned_field<record, Name>;
    std::set<std::string> different;
    int nulls = 0;
    std::vector<value_type> values;
    for (const record& row : rows) {
      const auto value = detail::owned_value_of<Name>(row);
      nulls += value ? 0 : 1;
      different.insert(detail::describe_value(value, each.wire_name()));
      if (value) {
        values.push_back(*value);
      }
    }
    CHECK((nulls > 80) == (is_nullable_field<Name, record>));
    if constexpr (std::same_as<value_type, bool>) {
      CHECK(different.count("true") + different.count("false") == 2);
    } else if constexpr (named_enum<value_type>) {
      CHECK(different.size() >= detail::enum_size<value_type>);
    } else {
      CHECK(different.size() >= 10);
    }
    if constexpr (detail::numeric<value_type>) {
      using limits = std::numeric_limits<value_type>;
      for (const value_type extreme : {limits::lowest(), limits::max(), value_type{}}) {
        INFO(extreme);
        CHECK(std::count(values.begin(), values.end(), extreme) > 0);
      }
      CHECK(std::all_of(values.begin(), values.end(), [](value_type value) {
        return std::isfinite(static_cast<double>(value));
      }));
    }
  });
}

TEMPLATE_TEST_CASE("scenarios of an endpoint are not trivial, and every filter is asked for", "",
                   crm::endpoint, sales::endpoint) {
  const auto drawn = sample(scenarios<TestType>(), 500);
  std::map<std::string_view, std::pair<int, int>> asked; // how often, and how often with an answer
  int some = 0;
  int ties = 0;
  for (const auto& each : drawn) {
    const auto total = list<TestType>(each.rows, each.query).pagination.total;
    some += total > 0 && total < each.rows.size() ? 1 : 0;
    std::set<std::string> keys;
    for (const auto& row : each.rows) {
      keys.insert(detail::key_of<TestType>(row));
      auto same = [&](const auto& other) {
        return std::apply(
            [&](const auto& key, const auto&...) {
              return reference_compare(key, row, other, {}) == 0;
            },
            TestType::order.keys);
      };
      ties += std::count_if(each.rows.begin(), each.rows.end(), same) > 1 ? 1 : 0;
    }
    CHECK(keys.size() == each.rows.size());
    detail::for_each_filter<TestType>([&](const auto& filter) {
      if (!filter.idle(each.query)) {
        ++asked[filter.parameter()].first;
        asked[filter.parameter()].second += total > 0 ? 1 : 0;
      }
    });
  }
  CHECK(some > 125);
  CHECK(ties > 500);
  CHECK(asked.size() == detail::filter_count<TestType>);
  for (const auto& [name, times] : asked) {
    INFO(name);
    CHECK(times.first > 20);
    CHECK(times.second > 5);
  }
}

TEST_CASE("pages are within the limits of a query, and some are the largest") {
  bool largest = false;
  for (const page_request& asked : sample(page_requests(), 500)) {
    CHECK(asked.page >= 1);
    CHECK(asked.page <= max_query_integer);
    CHECK(asked.page_size >= 1);
    CHECK(asked.page_size <= max_page_size);
    largest = largest || asked.page == max_query_integer;
  }
  CHECK(largest);
}

TEST_CASE("a tape has at most the given number of choices") {
  for (const tape& choices : sample(tapes(5), 200)) {
    CHECK(choices.size() <= 5);
  }
}

TEST_CASE("typed phones and emails are of both kinds") {
  const auto phones = sample(typed_phones(), 500);
  const int dialled = share<std::string>(
      phones, [](const std::string& each) { return parse_phone(each).has_value(); });
  CHECK(dialled > 20);
  CHECK(dialled < 80);
  const auto addresses = sample(typed_emails(), 500);
  const int sent = share<std::string>(
      addresses, [](const std::string& each) { return parse_email(each).has_value(); });
  CHECK(sent > 40);
  CHECK(sent < 90);
}

TEST_CASE("organisations have rows with the same ids") {
  const auto drawn = sample(organisation_scenarios(), 200);
  CHECK(share<organisation_scenario>(drawn, [](const organisation_scenario& each) {
          std::set<std::string> own;
          std::set<std::string> others;
          for (const organisation_lead& row : each.rows) {
            (row.organisation == each.organisation ? own : others).insert(row.row.id);
          }
          return std::any_of(own.begin(), own.end(),
                             [&](const std::string& id) { return others.count(id) == 1; });
        }) > 50);
}

TEST_CASE("a failing scenario shrinks to the rows and the query that it needs") {
  const auto stripped = [](const lead& row) { // the expected result of shrinking
    lead rest = row;
    rest.id.clear();
    return describe(rest);
  };
  SECTION("no order by id: two rows that differ in nothing else") {
    const scenario least = shrunk<scenario>(scenarios(), [](const scenario& each) {
      return !input_order_is_irrelevant(
                  [](std::vector<lead> rows, const lead_query& query) {
                    std::stable_sort(rows.begin(), rows.end(), [](const lead& a, const lead& b) {
                      return std::tuple(!a.next_call_at, a.next_call_at, b.created_at) <
                             std::tuple(!b.next_call_at, b.next_call_at, a.created_at);
                    });
                    const auto page = list(rows, query);
                    const row_slice cut = slice_of(rows.size(), query.page);
                    return page_of<lead>{{rows.begin() + static_cast<std::ptrdiff_t>(cut.first),
                                          rows.begin() + static_cast<std::ptrdiff_t>(cut.last)},
                                         page.pagination};
                  },
                  each.rows, each.query)
                  .holds();
    });
    REQUIRE(least.rows.size() == 2);
    CHECK(to_query_string(least.query).empty());
    CHECK(stripped(least.rows[0]) == stripped(least.rows[1]));
    CHECK(least.rows[0].phones.empty());
    CHECK(least.rows[0].name.empty());
    CHECK_FALSE(least.rows[0].next_call_at);
  }
  SECTION("the letter case counts: one letter of a row, in a term of that row or of another") {
    const scenario least = shrunk<scenario>(scenarios(), [](const scenario& each) {
      return std::any_of(each.rows.begin(), each.rows.end(), [&](const lead& row) {
        return contains_folded(row.name, each.query.search.folded()) &&
               row.name.find(each.query.search.text()) == std::string::npos;
      });
    });
    REQUIRE(least.rows.size() <= 2);
    CHECK(count_code_points(least.query.search.text()) <= 2);
    CHECK(count_code_points(least.rows[0].name) <= 4);
    CHECK_FALSE(least.rows[0].company);
    CHECK_FALSE(least.query.status);
    CHECK(least.query.page == page_request{});
  }
}

TEST_CASE("texts shrink to fewer and simpler pieces") {
  CHECK(shrunk<std::string>(texts(), [](const std::string& text) {
          return text.size() > 2;
        }).size() <= 4);
  CHECK(shrunk<std::string>(texts(), [](const std::string& text) { return !text.empty(); }) == "a");
  CHECK(shrunk<std::string>(hostile_texts(), [](const std::string& text) {
          return !is_valid_utf8(text);
        }) == "\xFF");
  CHECK(shrunk<lead>(leads(), [](const lead& row) {
          return row.phones.size() > 1;
        }).phones.size() == 2);
  CHECK(shrunk<timestamp>(timestamps(), [](timestamp) { return true; }) == timestamp{});
}

TEST_CASE("a sample is the same for the same seed") {
  CHECK(sample(leads(), 5) == sample(leads(), 5));
  CHECK(sample(leads(), 5) != sample(leads(), 5, 2));
}
