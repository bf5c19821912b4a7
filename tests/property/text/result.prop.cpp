// SPDX-License-Identifier: BSL-1.0
#include <leadcore/text/result.hpp>

#include "support/property.hpp"

using namespace leadcore;

TEST_CASE("fail keeps every error") {
  rc::prop("the error of fail(e) is e", [](int code, std::uint32_t offset) {
    const result<long, text_error<int>> failed = fail(text_error<int>{code, offset});
    RC_ASSERT(!failed.has_value());
    RC_ASSERT(failed.error() == (text_error<int>{code, offset}));
  });
}
