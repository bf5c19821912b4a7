// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_EXAMPLES_SHA256_HPP
#define LEADCORE_EXAMPLES_SHA256_HPP

// SHA-256 and random bytes, from libcrypto.

#include <openssl/evp.h>
#include <openssl/rand.h>

#include <array>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace demo {

using sha256_digest = std::array<std::uint8_t, 32>;

/// The SHA-256 digest of a byte sequence.
[[nodiscard]] inline sha256_digest sha256(std::string_view bytes) {
  static EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  sha256_digest digest{};
  if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr, algorithm, nullptr) != 1) {
    std::abort(); // libcrypto without SHA-256: no way to continue
  }
  return digest;
}

/// SHA-256 for leadcore::digest_authenticator.
struct sha256_hash {
  [[nodiscard]] sha256_digest operator()(std::string_view bytes) const { return sha256(bytes); }
};

/// Bytes as hexadecimal digits.
template <class Bytes> [[nodiscard]] std::string to_hex(const Bytes& bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  for (const auto each : bytes) {
    const auto byte = static_cast<unsigned char>(each);
    text += digits[byte >> 4U];
    text += digits[byte & 15U];
  }
  return text;
}

/// An unguessable key of 256 random bits. Empty if the system has no source of randomness.
[[nodiscard]] inline std::string random_key() {
  std::array<unsigned char, 32> bytes{};
  return RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) == 1 ? "lc_" + to_hex(bytes)
                                                                       : std::string();
}

} // namespace demo

#endif
