// SPDX-License-Identifier: BSL-1.0
// A record that is not adapted to Boost.Hana is refused with the code to write.
// expect: leadcore: adapt the record first: BOOST_HANA_ADAPT_STRUCT

#include <leadcore/model/lead.hpp>

struct person {
  std::string id;
};
#ifdef LEADCORE_BAD
static_assert(leadcore::check_lead_like<person>());
#else
static_assert(!leadcore::lead_like<person> && leadcore::check_lead_like<leadcore::lead>());
#endif
