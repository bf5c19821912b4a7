// SPDX-License-Identifier: BSL-1.0
#include <leadcore/sql/dialects.hpp>

#include <leadcore/testing/generators.hpp>

#include "support/property.hpp"

#include <cstddef>
#include <string>

using namespace leadcore;
using leadcore::testing::texts;

TEST_CASE("a LIKE pattern of PostgreSQL matches the needle and nothing else") {
  rc::prop("any text: unescaping gives it back, and no wildcard is left", [] {
    const std::string text = *texts();
    const std::string pattern = sql::postgres::needle(text);
    RC_ASSERT(pattern.size() >= 2 && pattern.front() == '%' && pattern.back() == '%');
    std::string unescaped;
    for (std::size_t at = 1; at + 1 < pattern.size(); ++at) {
      if (pattern[at] == '\\') {
        ++at;
        RC_ASSERT(at + 1 < pattern.size());
      } else {
        RC_ASSERT(pattern[at] != '%' && pattern[at] != '_');
      }
      unescaped += pattern[at];
    }
    RC_ASSERT(unescaped == text);
  });
}

TEST_CASE("a quoted identifier is one token that reads back as the name") {
  rc::prop("any name", [] {
    const std::string name = *texts();
    const std::string quoted = sql::common_dialect::quote(name);
    RC_ASSERT(quoted.size() >= 2 && quoted.front() == '"' && quoted.back() == '"');
    std::string unquoted;
    for (std::size_t at = 1; at + 1 < quoted.size(); ++at) {
      if (quoted[at] == '"') {
        ++at;
        RC_ASSERT(at + 1 < quoted.size() && quoted[at] == '"');
      }
      unquoted += quoted[at];
    }
    RC_ASSERT(unquoted == name);
  });
}
