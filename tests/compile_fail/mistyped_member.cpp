// SPDX-License-Identifier: BSL-1.0
// A member whose type does not convert to the lead's is refused with the name of that member.
// expect: the member of this name has a type that does not read as the lead's

#include <leadcore/model/lead.hpp>

#include <boost/hana/adapt_adt.hpp>
#include <boost/hana/adapt_struct.hpp>

struct row : leadcore::lead {
#ifdef LEADCORE_BAD
  std::string status; // hides the lead_status
#endif
};
BOOST_HANA_ADAPT_STRUCT(row, id, name, phones, emails, primary_phone, primary_email, contact_id,
                        company, source, status, notes, next_call_at, created_at, updated_at,
                        assigned_to_id, client_id);
static_assert(leadcore::check_lead_like<row>());
