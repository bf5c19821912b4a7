// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TOOLS_VERIFY_PIPE_HPP
#define LEADCORE_TOOLS_VERIFY_PIPE_HPP

// leadcore-verify pipe: a port that answers calls on its standard input and output.

#include "verify/options.hpp"
#include "verify/report.hpp"

#include <optional>

namespace leadcore::verify {

extern const char* const pipe_usage;

/// Asks the port; nothing if the command line asks for something else, such as --list.
[[nodiscard]] std::optional<report> verify_pipe(arguments& given);

} // namespace leadcore::verify

#endif
