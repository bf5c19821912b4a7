// SPDX-License-Identifier: BSL-1.0
#include <leadcore/version.hpp>

#include <algorithm>

// major.minor.patch, each a number; tests/meta compares it with every other place that names it.
static_assert(std::ranges::count(leadcore::version, '.') == 2);
static_assert(std::ranges::all_of(leadcore::version,
                                  [](char c) { return c == '.' || (c >= '0' && c <= '9'); }));
static_assert(!leadcore::version.starts_with('.') && !leadcore::version.ends_with('.') &&
              leadcore::version.find("..") == leadcore::version.npos);
