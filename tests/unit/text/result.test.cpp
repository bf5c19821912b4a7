// SPDX-License-Identifier: BSL-1.0
#include <leadcore/text/result.hpp>

#include <leadcore/text/detail/byte_offset.hpp>

#include "support/catch.hpp"

#include <cstddef>

TEST_CASE("the offset of an error is the position up to 2^32 - 1") {
  CHECK(leadcore::text_error<int>{}.offset == 0);
  for (const std::size_t position : {std::size_t{0}, std::size_t{1}, std::size_t{0xffff'fffe}}) {
    CHECK(leadcore::detail::byte_offset(position) == position);
  }
  for (const std::size_t position :
       {std::size_t{0xffff'ffff}, std::size_t{0x1'0000'0000}, ~std::size_t{0}}) {
    CHECK(leadcore::detail::byte_offset(position) == 0xffff'ffff);
  }
}
