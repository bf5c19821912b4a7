// SPDX-License-Identifier: BSL-1.0
// A record without one of the 16 members is refused with the name of that member.
// expect: leadcore: the record has no member of this name

#include <leadcore/model/lead.hpp>

#include <boost/hana/adapt_struct.hpp>

struct row : leadcore::lead {};
#ifdef LEADCORE_BAD
BOOST_HANA_ADAPT_STRUCT(row, id, name, phones, emails, primary_phone, primary_email, contact_id,
                        company, source, status, notes, next_call_at, created_at, updated_at,
                        assigned_to_id); // no client_id
#else
BOOST_HANA_ADAPT_STRUCT(row, id, name, phones, emails, primary_phone, primary_email, contact_id,
                        company, source, status, notes, next_call_at, created_at, updated_at,
                        assigned_to_id, client_id);
#endif
static_assert(leadcore::check_lead_like<row>());
