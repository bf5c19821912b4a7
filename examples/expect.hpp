// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_EXAMPLES_EXPECT_HPP
#define LEADCORE_EXAMPLES_EXPECT_HPP

// What the programs of the reference check their lines with.

#include <cstdio>

inline int failures = 0;

inline void expect(bool right, int line = __builtin_LINE()) {
  if (!right) {
    std::printf("line %d is wrong\n", line);
    ++failures;
  }
}

#endif
