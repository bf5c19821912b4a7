// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TEXT_BASE64URL_HPP
#define LEADCORE_TEXT_BASE64URL_HPP

// base64url without padding: RFC 4648, section 5.

#include <leadcore/version.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace leadcore::inline LEADCORE_ABI::detail {

inline constexpr std::string_view base64url_alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Encodes bytes, six bits a character.
[[nodiscard]] constexpr std::string to_base64url(std::string_view bytes) {
  std::string text;
  std::uint32_t bits = 0;
  unsigned count = 0;
  for (const char c : bytes) {
    bits = bits << 8U | static_cast<unsigned char>(c);
    for (count += 8; count >= 6; count -= 6) {
      text += base64url_alphabet[bits >> (count - 6) & 63U];
    }
  }
  if (count > 0) {
    text += base64url_alphabet[bits << (6 - count) & 63U];
  }
  return text;
}

/// Decodes text up to its end or the first character outside the alphabet, and appends the bytes.
///
/// Bits after the last whole byte are ignored, so several texts decode to the same bytes. To accept
/// only the canonical one, compare the text with to_base64url of the bytes.
/// @return the number of characters read.
/// @par Source
/// RFC 4648, sections 3.3 and 3.5.
[[nodiscard]] constexpr std::size_t decode_base64url(std::string_view text, std::string& bytes) {
  std::uint32_t bits = 0;
  unsigned count = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const std::size_t digit = base64url_alphabet.find(text[at]);
    if (digit == std::string_view::npos) {
      return at;
    }
    bits = bits << 6U | static_cast<std::uint32_t>(digit);
    count += 6;
    if (count >= 8) {
      count -= 8;
      bytes += static_cast<char>(static_cast<unsigned char>(bits >> count));
    }
  }
  return text.size();
}

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
