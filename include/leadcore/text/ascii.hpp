// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TEXT_ASCII_HPP
#define LEADCORE_TEXT_ASCII_HPP

// Locale-independent ASCII character classes.

#include <leadcore/version.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace leadcore::inline LEADCORE_ABI::detail {

[[nodiscard]] constexpr bool is_digit(char c) noexcept {
  return c >= '0' && c <= '9';
}
[[nodiscard]] constexpr bool is_upper(char c) noexcept {
  return c >= 'A' && c <= 'Z';
}
[[nodiscard]] constexpr bool is_lower(char c) noexcept {
  return c >= 'a' && c <= 'z';
}
[[nodiscard]] constexpr bool is_alpha(char c) noexcept {
  return is_upper(c) || is_lower(c);
}
[[nodiscard]] constexpr bool is_alnum(char c) noexcept {
  return is_digit(c) || is_alpha(c);
}
[[nodiscard]] constexpr bool is_space(char c) noexcept {
  return c == ' ' || (c >= '\t' && c <= '\r');
}
[[nodiscard]] constexpr bool is_ascii(char c) noexcept {
  return static_cast<unsigned char>(c) < 0x80;
}
[[nodiscard]] constexpr char to_lower(char c) noexcept {
  return is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c;
}
[[nodiscard]] constexpr char to_upper(char c) noexcept {
  return is_lower(c) ? static_cast<char>(c - 'a' + 'A') : c;
}
/// The value of a hexadecimal digit, or -1.
[[nodiscard]] constexpr int hex_value(char c) noexcept {
  if (is_digit(c)) {
    return c - '0';
  }
  const char lower = to_lower(c);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}
/// The text without ASCII white space at its ends.
[[nodiscard]] constexpr std::string_view trim(std::string_view text) noexcept {
  while (!text.empty() && is_space(text.front())) {
    text.remove_prefix(1);
  }
  while (!text.empty() && is_space(text.back())) {
    text.remove_suffix(1);
  }
  return text;
}

/// The decimal digits of an integer, after a minus sign if it is negative. std::to_chars is
/// constexpr only from C++23 on.
class decimal_text {
 public:
  constexpr explicit decimal_text(std::integral auto integer) noexcept
      : decimal_text(static_cast<std::uint64_t>(integer), integer < 0) {}

  [[nodiscard]] constexpr std::string_view view() const noexcept {
    return {digits_ + begin_, sizeof digits_ - begin_};
  }

 private:
  /// @param bits  the integer, converted to std::uint64_t
  constexpr decimal_text(std::uint64_t bits, bool is_negative) noexcept {
    std::uint64_t left = is_negative ? 0 - bits : bits;
    do {
      digits_[--begin_] = static_cast<char>('0' + left % 10);
      left /= 10;
    } while (left != 0);
    if (is_negative) {
      digits_[--begin_] = '-';
    }
  }

  char digits_[20]{}; // the longest value of either sign
  std::size_t begin_ = sizeof digits_;
};

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
