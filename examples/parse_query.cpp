// SPDX-License-Identifier: BSL-1.0
// The endpoint's query string: its canonical form, or every problem in it.
// ctest: "search=Acme+%20Co&status=QUALIFIED&page=1"
// ctest: "stauts=QUALIFIED&page=0&pageSize=500&search=%zz"
// ctest: "pageSize=500&color=red"

#include <leadcore/query/query.hpp>
#include <leadcore/query/query_string.hpp>

#include <cstdio>
#include <string>

int main(int count, char** arguments) {
  for (int i = 1; i < count; ++i) {
    std::printf("?%s\n", arguments[i]);
    const auto query = leadcore::parse_query(arguments[i]);
    if (query.has_value()) {
      std::printf("  is ?%s\n", leadcore::to_query_string(*query).c_str());
      continue;
    }
    for (const leadcore::query_error& error : query.error()) {
      std::printf("  byte %zu, %s=%s: %s (%s)", error.offset, error.parameter.c_str(),
                  error.value.c_str(), std::string(message(error.code)).c_str(),
                  std::string(to_string(error.code)).c_str());
      std::printf("; allowed: %s%s%s\n", error.allowed.c_str(),
                  error.suggestion.empty() ? "" : "; did you mean ", error.suggestion.c_str());
    }
    // A profile permits some problems.
    const auto lenient = leadcore::parse_query(
        arguments[i], leadcore::profiles::clamp | leadcore::profiles::ignore_unknown);
    if (lenient.has_value()) {
      std::printf("  with clamp and ignore_unknown it is ?%s\n",
                  leadcore::to_query_string(*lenient).c_str());
    }
  }
}
