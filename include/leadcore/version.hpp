// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_VERSION_HPP
#define LEADCORE_VERSION_HPP

// Every layer: which leadcore this is.

#include <string_view>

namespace leadcore {

/// The version of the library: major.minor.patch. A test compares it with the build's and the changelog's.
inline constexpr std::string_view version = "0.1.0";

} // namespace leadcore

#endif
