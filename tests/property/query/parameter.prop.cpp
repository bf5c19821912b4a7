// SPDX-License-Identifier: BSL-1.0
#include <leadcore/query/parameter.hpp>

#include "support/property.hpp"

#include <leadcore/testing/generators.hpp>

#include <cmath>
#include <cstdint>
#include <string>

using namespace leadcore;
using namespace leadcore::testing;

namespace {

template <class T> void reads_what_it_prints(const T& value) {
  T read{};
  RC_ASSERT(!detail::read_value(detail::print_value(value), read).has_value());
  RC_ASSERT(read == value);
}

} // namespace

TEST_CASE("a printed value reads as itself") {
  rc::prop("integers", [](std::int64_t a, std::uint64_t b, std::int8_t c) {
    reads_what_it_prints(a);
    reads_what_it_prints(b);
    reads_what_it_prints(c);
  });
  rc::prop("numbers", [] {
    const auto bits = *rc::gen::arbitrary<std::uint64_t>();
    double number = 0;
    std::memcpy(&number, &bits, sizeof number);
    RC_PRE(std::isfinite(number));
    reads_what_it_prints(number);
  });
  rc::prop("times and statuses", [] {
    reads_what_it_prints(*timestamps());
    reads_what_it_prints(*statuses());
    reads_what_it_prints(*rc::gen::arbitrary<bool>());
  });
}
