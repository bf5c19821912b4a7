// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_HTTP_PROBLEM_HPP
#define LEADCORE_HTTP_PROBLEM_HPP

// Problem documents, application/problem+json.

#include <leadcore/version.hpp>

#include <boost/hana/define_struct.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace leadcore::inline LEADCORE_ABI::http {

/// A problem as application/problem+json.
/// @par Source  RFC 9457 clause 3.1.
struct problem {
  BOOST_HANA_DEFINE_STRUCT(problem, (std::string, type), (std::string_view, title),
                           (std::uint64_t, status), (std::string_view, detail));
};

/// One element of errors: the problem of one parameter. Bytes that are not UTF-8 print as U+FFFD.
struct parameter_problem {
  BOOST_HANA_DEFINE_STRUCT(parameter_problem, (std::string_view, code), (std::string_view, detail),
                           (std::string_view, parameter), (std::string_view, value),
                           (std::uint64_t, offset), (std::string_view, allowed),
                           (std::optional<std::string_view>, suggestion));
};

/// A bad query string. The extension member errors lists every problem.
/// @par Source  RFC 9457 clause 3.2.
struct query_problem {
  BOOST_HANA_DEFINE_STRUCT(query_problem, (std::string, type), (std::string_view, title),
                           (std::uint64_t, status), (std::string_view, detail),
                           (std::vector<parameter_problem>, errors));
};

} // namespace leadcore::inline LEADCORE_ABI::http

#endif
