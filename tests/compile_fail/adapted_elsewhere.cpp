// SPDX-License-Identifier: BSL-1.0
// An adaptation in another namespace than the record's would not be found.
// expect: leadcore: LEADCORE_ADAPT stands in the namespace of the record or in the global namespace

#include <leadcore/model/adapt.hpp>

namespace crm {
struct row {
  int id = 0;
};
} // namespace crm

#ifdef LEADCORE_BAD
namespace glue {
LEADCORE_ADAPT(crm::row, id);
} // namespace glue
#else
LEADCORE_ADAPT(crm::row, id);
#endif
