// SPDX-License-Identifier: BSL-1.0
#include <leadcore/model/error.hpp>

#include "support/catch.hpp"

using namespace leadcore;

TEST_CASE("errors are equal if all their members are") {
  const query_error error{query_errc::empty_value, "status", "", 7, "a status", ""};
  query_error other = error;
  CHECK(error == other);
  other.offset = 8;
  CHECK_FALSE(error == other);
}
