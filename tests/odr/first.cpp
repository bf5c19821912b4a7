// SPDX-License-Identifier: BSL-1.0
#include "forward.hpp"

#include "odr.hpp"

#include <cstdio>

int main() {
  if (observe() != observe_in_second()) {
    std::puts("the two translation units disagree");
    return 1;
  }
  return 0;
}
