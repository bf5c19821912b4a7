// SPDX-License-Identifier: BSL-1.0
#include <leadcore/query/endpoint.hpp>

#include "support/endpoints.hpp"

using namespace leadcore;

static_assert(endpoint<leads_endpoint> && endpoint<crm::endpoint> && endpoint<sales::endpoint>);
static_assert(!endpoint<lead> && !endpoint<lead_query>);
static_assert(check_endpoint<leads_endpoint>());

// A lead is no row of another endpoint, nor a deal one of leads; a contact is a lead too.
static_assert(row_of<lead, leads_endpoint> && !row_of<lead, crm::endpoint>);
static_assert(row_of<crm::contact, crm::endpoint> && row_of<crm::contact, leads_endpoint>);
static_assert(row_of<sales::deal, sales::endpoint> && !row_of<sales::deal, leads_endpoint>);

// Nullability comes from the record's own type.
static_assert(is_nullable_field<"discount", sales::deal> &&
              is_nullable_field<"due_at", sales::deal>);
static_assert(!is_nullable_field<"amount", sales::deal> &&
              !is_nullable_field<"score", crm::contact>);

// A query is matched by its own endpoint only.
template <class Query, class Endpoint>
concept matched_by = requires(const typename Endpoint::record& row, const Query& query) {
  matches<Endpoint>(row, query);
};
static_assert(matched_by<crm::query, crm::endpoint> && matched_by<lead_query, leads_endpoint>);
static_assert(!matched_by<crm::query, leads_endpoint> && !matched_by<lead_query, crm::endpoint>);
