// SPDX-License-Identifier: BSL-1.0
#include <leadcore/text/result.hpp>

#include <type_traits>

using namespace leadcore;

enum class sample_errc { bad = 1 };
using sample_error = text_error<sample_errc>;

constexpr result<int, sample_error> half(int number) {
  if (number % 2 != 0) {
    return fail(sample_error{sample_errc::bad, 3});
  }
  return number / 2;
}

static_assert(*half(4) == 2 && half(4).has_value());
static_assert(half(5).error() == sample_error{sample_errc::bad, 3} && !half(5).has_value());
static_assert(half(5).error() != sample_error{sample_errc::bad, 4});
static_assert(std::is_trivially_copyable_v<sample_error> && sizeof(sample_error) == 8);
static_assert(std::is_trivially_copyable_v<result<int, sample_error>>);
