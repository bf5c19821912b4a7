// SPDX-License-Identifier: BSL-1.0
#include <leadcore/leadcore.hpp>

int main() {
  const auto query = leadcore::parse_query("status=QUALIFIED");
  return query.has_value() ? 0 : 1;
}
