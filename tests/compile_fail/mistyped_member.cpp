// SPDX-License-Identifier: BSL-1.0
// A member whose type does not read as the lead's is refused with its name, its type and the wanted
// type, and the message is no longer than that of the concept.
// expect: leadcore: the record has missing_field<name> or mistyped_field<name, found, wanted>
// expect: mistyped_field<.*"status".*, int, .*lead_status>
// no longer than: -DLEADCORE_CONCEPT

#include <leadcore/model/adapt.hpp>
#include <leadcore/model/lead.hpp>

struct row : leadcore::lead {
#ifdef LEADCORE_BAD
  int status = 0; // hides the lead_status
#endif
};
LEADCORE_ADAPT(row, id, name, phones, emails, primary_phone, primary_email, contact_id, company,
               source, status, notes, next_call_at, created_at, updated_at, assigned_to_id,
               client_id);
#ifdef LEADCORE_CONCEPT
static_assert(leadcore::lead_like<row>);
#else
static_assert(leadcore::check_lead_like<row>());
#endif
