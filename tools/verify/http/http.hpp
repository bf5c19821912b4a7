// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TOOLS_VERIFY_HTTP_HTTP_HPP
#define LEADCORE_TOOLS_VERIFY_HTTP_HTTP_HPP

// leadcore-verify http: a live server.

#include "verify/options.hpp"
#include "verify/report.hpp"

#include <optional>

namespace leadcore::verify {

extern const char* const http_usage;

/// Verifies the server; nothing if the command line asks for something else: --seed-leads.
[[nodiscard]] std::optional<report> verify_http(arguments& given);

} // namespace leadcore::verify

#endif
