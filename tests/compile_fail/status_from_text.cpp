// SPDX-License-Identifier: BSL-1.0
// A text must be parsed to become a status.
// expect: (no match for|no viable overloaded|assigning to|cannot convert)

#include <leadcore/model/lead.hpp>

void qualify(leadcore::lead& lead) {
#ifdef LEADCORE_BAD
  lead.status = "QUALIFIED";
#else
  lead.status = *leadcore::parse_lead_status("QUALIFIED");
#endif
}
