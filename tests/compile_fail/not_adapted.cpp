// SPDX-License-Identifier: BSL-1.0
// A record that is not adapted is refused with the code to write.
// expect: leadcore: describe the record first: LEADCORE_ADAPT

#include <leadcore/model/lead.hpp>

struct person {
  std::string id;
};
#ifdef LEADCORE_BAD
static_assert(leadcore::check_lead_like<person>());
#else
static_assert(!leadcore::lead_like<person> && leadcore::check_lead_like<leadcore::lead>());
#endif
