// SPDX-License-Identifier: BSL-1.0
// Two translation units include everything and must agree on addresses and answers; g++ also compares all types at
// link time (-flto -Wodr).

#include "odr.hpp"

#include <cstdio>

int main() {
  const observed first = observe();
  const observed second = observe_in_second();
  if (first != second) {
    std::puts("the two translation units disagree");
    return 1;
  }
  return 0;
}
