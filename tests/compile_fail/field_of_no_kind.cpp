// SPDX-License-Identifier: BSL-1.0
// A field of a type that no interpreter knows is refused, with its name.
// expect: leadcore: a field \(see field_constant<...>\) is none of

#include <leadcore/query/endpoint.hpp>

#include <boost/hana/adapt_struct.hpp>

struct point {
  int x = 0;
};
struct row : leadcore::lead {
#ifdef LEADCORE_BAD
  point source_lines;
#else
  int source_lines = 0;
#endif
};
BOOST_HANA_ADAPT_STRUCT(row, id, name, phones, emails, primary_phone, primary_email, contact_id,
                        company, source, status, notes, next_call_at, created_at, updated_at,
                        assigned_to_id, client_id, source_lines);
struct described : leadcore::leads_endpoint {
  using record = row;
};
static_assert(leadcore::check_endpoint<described>());
