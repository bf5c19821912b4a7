// SPDX-License-Identifier: BSL-1.0
#include "backward.hpp"

#include "odr.hpp"

observed observe_in_second() {
  return observe();
}
