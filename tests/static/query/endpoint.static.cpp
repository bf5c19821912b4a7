// SPDX-License-Identifier: BSL-1.0
#include <leadcore/query/endpoint.hpp>

#include "support/endpoints.hpp"

#include <leadcore/query/list.hpp>
#include <leadcore/query/query_string.hpp>

#include <vector>

using namespace leadcore;

static_assert(check_endpoint<leads_endpoint>() && endpoint<crm::endpoint> &&
              endpoint<sales::endpoint> && !endpoint<lead>);
static_assert(row_of<lead, leads_endpoint> && row_of<crm::contact, leads_endpoint> &&
              row_of<crm::contact, crm::endpoint> && !row_of<lead, crm::endpoint> &&
              !row_of<sales::deal, leads_endpoint>);

// A query of another endpoint is refused, not sliced.
template <class Endpoint, class Query>
concept lists = requires(const std::vector<crm::contact>& rows, const Query& query) {
  list<Endpoint>(rows, query);
  list_references<Endpoint>(rows, query);
  matches<Endpoint>(rows.front(), query);
  to_query_string<Endpoint>(query);
};
template <class Endpoint, class Query>
concept uses = requires(const std::vector<crm::contact>& rows, const Query& query) {
  requires requires { list<Endpoint>(rows, query); } ||
               requires { list_references<Endpoint>(rows, query); } ||
               requires { matches<Endpoint>(rows.front(), query); } ||
               requires { to_query_string<Endpoint>(query); };
};
static_assert(lists<crm::endpoint, crm::query> && lists<leads_endpoint, lead_query>);
static_assert(!uses<leads_endpoint, crm::query> && !uses<crm::endpoint, lead_query>);

// A query that derives from another compares its own members, or cannot be compared.
struct silent_query : lead_query {
  int more = 0;
};
template <class A, class B>
concept comparable = requires(const A& a, const B& b) { a == b; };
static_assert(comparable<crm::query, crm::query> && comparable<lead_query, lead_query>);
static_assert(!comparable<silent_query, silent_query> && !comparable<crm::query, lead_query> &&
              !comparable<silent_query, lead_query>);

// Nulls of fields that a lead does not have.
static_assert(!is_nullable_field<"score", crm::contact> &&
              is_nullable_field<"due_at", sales::deal> && is_nullable_field<"margin", sales::deal>);

// A placement of nulls is for orders with a nullable key.
struct by_score : crm::endpoint {
  static constexpr auto order =
      lexicographic_order{std::tuple{descending<"score">, ascending<"id">}};
};
template <class Endpoint>
concept places_nulls = requires(const std::vector<crm::contact>& rows, const crm::query& query) {
  list<Endpoint>(rows, query, nulls_first);
};
static_assert(places_nulls<crm::endpoint> && !places_nulls<by_score>);

// An order that is used once ends in the key; compile_fail/order_without_key.cpp has one that does
// not.
template <class Order>
concept lists_in = requires(const std::vector<lead>& rows, const Order& order) {
  list(rows, lead_query{}, order);
};
using by_name_and_id =
    decltype(lexicographic_order{std::tuple{ascending<"name">, ascending<"id">}});
static_assert(lists_in<by_name_and_id>);

// Cheap filters are evaluated before a search, wherever they are declared.
static_assert(detail::evaluation_order<leads_endpoint> == std::array<std::size_t, 3>{0, 2, 1});
