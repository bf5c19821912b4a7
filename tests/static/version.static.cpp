// SPDX-License-Identifier: BSL-1.0
#include <leadcore/version.hpp>

#include <algorithm>

// major.minor.patch, each an integer; tests/meta compares it with every other copy.
static_assert(std::ranges::count(leadcore::version, '.') == 2);
static_assert(std::ranges::all_of(leadcore::version,
                                  [](char c) { return c == '.' || (c >= '0' && c <= '9'); }));
static_assert(!leadcore::version.starts_with('.') && !leadcore::version.ends_with('.') &&
              leadcore::version.find("..") == leadcore::version.npos);

// LEADCORE_VERSION and its components are the same version.
static_assert(LEADCORE_VERSION == LEADCORE_VERSION_MAJOR * 10000 + LEADCORE_VERSION_MINOR * 100 +
                                      LEADCORE_VERSION_PATCH);
#define LEADCORE_TEXT_OF(macro) #macro
#define LEADCORE_TEXT(macro) LEADCORE_TEXT_OF(macro)
static_assert(leadcore::version ==
              LEADCORE_TEXT(LEADCORE_VERSION_MAJOR) "." LEADCORE_TEXT(
                  LEADCORE_VERSION_MINOR) "." LEADCORE_TEXT(LEADCORE_VERSION_PATCH));
