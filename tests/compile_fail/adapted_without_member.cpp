// SPDX-License-Identifier: BSL-1.0
// A field that the record does not have is refused where it is read, by its name.
// expect: no member named .nmae.

#include <leadcore/model/adapt.hpp>

struct row {
  int id = 0, name = 0;
};
#ifdef LEADCORE_BAD
LEADCORE_ADAPT(row, id, nmae);
static_assert(leadcore::field<"nmae">(row()) == 0);
#else
LEADCORE_ADAPT(row, id, name);
static_assert(leadcore::field<"name">(row()) == 0);
#endif
