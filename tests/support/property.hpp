// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TESTS_SUPPORT_PROPERTY_HPP
#define LEADCORE_TESTS_SUPPORT_PROPERTY_HPP

// The only place that includes RapidCheck together with Catch2 (their include order matters).
// rc::prop(description, property) is one Catch2 assertion; a failure prints the shrunk case and the
// seed for RC_PARAMS="reproduce=...".

#include "support/catch.hpp"

#include <rapidcheck.h>

#include <functional>
#include <sstream>
#include <string>
#include <utility>

namespace rc {

/// Instantiates RapidCheck once for each signature, not for each lambda.
template <class Result, class... Arguments>
void check_property(const std::string& description, std::function<Result(Arguments...)> testable,
                    int times) {
  rc::detail::TestParams params = rc::detail::configuration().testParams;
  params.maxSuccess *= times;
  const auto result = rc::detail::checkTestable(
      std::move(testable), rc::detail::TestMetadata{description, description}, params);
  std::ostringstream out;
  rc::detail::printResultMessage(result, out);
  if (result.template is<rc::detail::SuccessResult>()) {
    SUCCEED(out.str());
  } else {
    FAIL(description << '\n' << out.str());
  }
}

/// Checks a property inside a Catch2 test case.
///
/// RapidCheck's <rapidcheck/catch.h> includes header names of one Catch2 version; this form works
/// with both.
/// @param times  multiplies the usual number of cases
template <class Testable>
void prop(const std::string& description, Testable&& testable, int times = 1) {
  check_property(description, std::function(std::forward<Testable>(testable)), times);
}

} // namespace rc

#endif
