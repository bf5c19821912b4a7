// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TOOLS_VERIFY_CASES_HPP
#define LEADCORE_TOOLS_VERIFY_CASES_HPP

// The vectors (docs/vectors.md), what a port claims of them, and what of an answer is compared.

#include "support/vector_reader.hpp"
#include "verify/options.hpp"

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace leadcore::verify {

namespace json = boost::json;
using test_support::vector_case;

/// The folder of the vectors: `--vectors DIR`, or the installed one, or that of the sources.
[[nodiscard]] std::string find_vectors(arguments& given);
/// docs/spec.md beside a folder of vectors; empty if there is none.
[[nodiscard]] std::string find_spec(const std::string& vectors);
/// All cases of a folder, by file.
[[nodiscard]] std::vector<vector_case> read_all(const std::string& vectors);

/// What `hello` says.
struct claims {
  std::string implementation;
  std::set<std::string, std::less<>> levels;
  std::set<std::string, std::less<>> profiles;
  std::string unicode;
  std::string libphonenumber;

  [[nodiscard]] bool has_level(std::string_view level) const { return levels.contains(level); }
};
/// @throws usage_error if it is no answer to hello
[[nodiscard]] claims claims_of(const json::value& hello);

[[nodiscard]] std::string level_of(const vector_case& each);
/// What the vectors load for a question; null if nothing.
[[nodiscard]] json::value loaded_by(const std::vector<vector_case>& all, const json::object& in);
/// Whether a port has to answer a case of a level with this `in`.
[[nodiscard]] bool is_claimed(std::string_view level, const json::object& in, const claims& by);
/// Whether a different answer may come from the version of a library that the port names.
[[nodiscard]] bool depends_on_platform(const vector_case& each, const claims& by);

/// What is compared of an `out`: a response over HTTP is summarised if it is an answer, and what
/// only ports of level phone-codes return is left out.
/// @param is_answer  false: `out` is that of a vector
[[nodiscard]] json::value compared(std::string_view call, const json::object& in,
                                   const json::value& out, const claims& by, bool is_answer);

} // namespace leadcore::verify

#endif
