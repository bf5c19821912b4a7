// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TOOLS_VERIFY_LAWS_HPP
#define LEADCORE_TOOLS_VERIFY_LAWS_HPP

// The law that a port answers as the library does, on drawn cases, whose counterexamples shrink.

#include "verify/cases.hpp"
#include "verify/port.hpp"
#include "verify/report.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace leadcore::verify {

/// A drawn question, and what has to be loaded for it.
struct question {
  std::string call;
  json::object in;
  json::value load; ///< of load_leads; null: nothing
};

/// Makes a value simpler, step by step, as long as the test fails: members and elements go, texts
/// become shorter and then ASCII, integers smaller. What a name of `kept` holds is not changed.
/// @param fails  whether the value as it is now still fails the test
/// @return the number of steps
std::size_t shrink(json::value& value, const std::function<bool()>& fails);

struct law_options {
  std::uint64_t count = 0; ///< cases of each call
  std::uint64_t seed = 1;
  bool only_first = false; ///< stop at the first difference
};

/// Asks the port drawn cases of each call of `cases` that it claims, and adds the first
/// counterexample of each call, shrunk, to the report.
/// @param all  the vectors: their questions are mutated, too
/// @param calls  the calls to ask
/// @throws no_answer
void ask_laws(port& asked, const claims& by, const std::vector<vector_case>& all,
              const std::vector<std::string>& calls, const law_options& options, report& found);

} // namespace leadcore::verify

#endif
