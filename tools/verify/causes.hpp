// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TOOLS_VERIFY_CAUSES_HPP
#define LEADCORE_TOOLS_VERIFY_CAUSES_HPP

// Likely causes of differences: mistakes that give exactly the answers of the port.

#include "verify/cases.hpp"
#include "verify/report.hpp"

namespace leadcore::verify {

/// Sets the cause of each finding that a known mistake reproduces: the one that reproduces the most
/// and that the fewest other answers of the port contradict. A mistake that more answers contradict
/// than show is not named.
/// @param passed  right answers, as findings
void name_causes(const claims& by, std::vector<finding>& findings,
                 const std::vector<finding>& passed);

} // namespace leadcore::verify

#endif
