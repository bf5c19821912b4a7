// SPDX-License-Identifier: BSL-1.0
// A profile is accepted only by the function that it changes.
// expect: (cannot convert|cannot initialize a parameter of type|no known conversion)

#include <leadcore/leadcore.hpp>

auto answer() {
#ifdef LEADCORE_BAD
  return leadcore::parse_query("", leadcore::nulls_first);
#else
  return leadcore::parse_query("", leadcore::profiles::clamp | leadcore::profiles::ignore_unknown);
#endif
}
