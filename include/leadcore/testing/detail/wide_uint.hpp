// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TESTING_DETAIL_WIDE_UINT_HPP
#define LEADCORE_TESTING_DETAIL_WIDE_UINT_HPP

// Unsigned integers of 128 bits in standard C++: not every compiler has an integer of that size.

#include <leadcore/version.hpp>

#include <compare>
#include <cstdint>

namespace leadcore::inline LEADCORE_ABI::testing {

/// An integer that holds every product and sum of two 64-bit integers. Operators wrap around, as
/// those of the built-in unsigned integers do.
class wide_uint {
 public:
  /// The same value.
  constexpr wide_uint(std::uint64_t value) noexcept : low_(value) {} // implicit, as a promotion is
  /// A value by its halves.
  constexpr wide_uint(std::uint64_t high, std::uint64_t low) noexcept : high_(high), low_(low) {}

  /// The lower 64 bits.
  constexpr explicit operator std::uint64_t() const noexcept { return low_; }

  friend constexpr wide_uint operator+(wide_uint a, wide_uint b) noexcept {
    const std::uint64_t low = a.low_ + b.low_;
    return {a.high_ + b.high_ + (low < a.low_ ? 1 : 0), low};
  }
  friend constexpr wide_uint operator-(wide_uint a, wide_uint b) noexcept {
    return {a.high_ - b.high_ - (a.low_ < b.low_ ? 1 : 0), a.low_ - b.low_};
  }
  /// Long multiplication, by digits of 32 bits.
  friend constexpr wide_uint operator*(wide_uint a, wide_uint b) noexcept {
    constexpr std::uint64_t digit = 0xFFFF'FFFF;
    const std::uint64_t lows = (a.low_ & digit) * (b.low_ & digit);
    const std::uint64_t left = (a.low_ >> 32U) * (b.low_ & digit) + (lows >> 32U);
    const std::uint64_t right = (a.low_ & digit) * (b.low_ >> 32U) + (left & digit);
    return {(a.low_ >> 32U) * (b.low_ >> 32U) + (left >> 32U) + (right >> 32U) + a.high_ * b.low_ +
                a.low_ * b.high_,
            (right << 32U) + (lows & digit)};
  }
  /// Long division, bit by bit. @pre b != 0
  friend constexpr wide_uint operator/(wide_uint a, wide_uint b) noexcept {
    wide_uint quotient = 0;
    wide_uint rest = 0;
    for (unsigned bit = 128; bit-- != 0;) {
      const bool carry = rest.high_ >> 63U != 0;
      rest = rest + rest + (bit < 64 ? a.low_ >> bit & 1U : a.high_ >> (bit - 64) & 1U);
      quotient = quotient + quotient;
      if (carry || rest >= b) {
        rest = rest - b;
        quotient = quotient + 1;
      }
    }
    return quotient;
  }

  friend constexpr bool operator==(wide_uint, wide_uint) = default;
  friend constexpr std::strong_ordering operator<=>(wide_uint, wide_uint) = default;

 private:
  std::uint64_t high_ = 0; // first: the comparison is lexicographic
  std::uint64_t low_;
};

} // namespace leadcore::inline LEADCORE_ABI::testing

#endif
