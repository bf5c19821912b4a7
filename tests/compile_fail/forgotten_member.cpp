// SPDX-License-Identifier: BSL-1.0
// A record without some of the 16 members is refused with their names, and the message is no longer
// than that of the concept.
// expect: missing_field<.*"source".*missing_field<.*"client_id"
// no longer than: -DLEADCORE_CONCEPT

#include <leadcore/model/adapt.hpp>
#include <leadcore/model/lead.hpp>

struct row : leadcore::lead {};
#ifdef LEADCORE_BAD
LEADCORE_ADAPT(row, id, name, phones, emails, primary_phone, primary_email, contact_id, company,
               status, notes, next_call_at, created_at, updated_at,
               assigned_to_id); // no source and no client_id
#else
LEADCORE_ADAPT(row, id, name, phones, emails, primary_phone, primary_email, contact_id, company,
               source, status, notes, next_call_at, created_at, updated_at, assigned_to_id,
               client_id);
#endif
#ifdef LEADCORE_CONCEPT
static_assert(leadcore::lead_like<row>);
#else
static_assert(leadcore::check_lead_like<row>());
#endif
