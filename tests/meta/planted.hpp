// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TESTS_META_PLANTED_HPP
#define LEADCORE_TESTS_META_PLANTED_HPP

// `planted()` in the text of a planted bug (planted_test.py).

#include <cstdlib>
#include <string_view>
#include <type_traits>

namespace planted_bugs {

inline std::string_view chosen() noexcept {
  static const char* const name = std::getenv("LEADCORE_PLANTED_BUG");
  return name == nullptr ? "" : name;
}

/// Whether the bug is the one named by the environment; false in constant expressions.
constexpr bool in_force(std::string_view bug) noexcept {
  return !std::is_constant_evaluated() && bug == chosen();
}

} // namespace planted_bugs

#endif
