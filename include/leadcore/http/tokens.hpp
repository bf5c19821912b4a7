// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_HTTP_TOKENS_HPP
#define LEADCORE_HTTP_TOKENS_HPP

// API keys kept as digests.

#include <leadcore/http/access.hpp>
#include <leadcore/version.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace leadcore::inline LEADCORE_ABI {

/// True when two digests are equal. The duration does not depend on where they differ.
///
/// For digests, not for secrets of varying length.
/// @par Complexity  linear in N, always all of it; allocates nothing.
template <std::size_t N>
[[nodiscard]] constexpr bool equal_in_constant_time(const std::array<std::uint8_t, N>& a,
                                                    const std::array<std::uint8_t, N>& b) noexcept {
  unsigned difference = 0;
  if (std::is_constant_evaluated()) {
    for (std::size_t i = 0; i < N; ++i) {
      difference |= static_cast<unsigned>(a[i] ^ b[i]);
    }
  } else {
    // Volatile reads keep a compiler from leaving the loop at the first difference.
    const volatile std::uint8_t* first = a.data();
    const volatile std::uint8_t* second = b.data();
    for (std::size_t i = 0; i < N; ++i) {
      difference |= static_cast<unsigned>(first[i] ^ second[i]);
    }
  }
  return difference == 0;
}

/// An authenticator with API keys in memory, as digests only.
///
/// The keys themselves are not stored. A lookup compares every digest in full.
/// Concurrent lookups are safe. add() must not run concurrently with any other call.
/// @tparam Hash  hash(std::string_view) returns a std::array<std::uint8_t, N>. Use a cryptographic
///     hash such as SHA-256. Without salt it suits long random keys, not passwords.
/// @par Example  examples/server
template <class Hash>
  requires std::invocable<const Hash&, std::string_view>
class digest_authenticator {
 public:
  using digest = std::remove_cvref_t<std::invoke_result_t<const Hash&, std::string_view>>;

  explicit digest_authenticator(Hash hash = {}) : hash_(std::move(hash)) {}

  /// Maps the key of this digest to a principal. Replaces an earlier one.
  void add(const digest& of_key, principal who) {
    for (entry& each : entries_) {
      if (equal_in_constant_time(each.of_key, of_key)) {
        each.who = std::move(who);
        return;
      }
    }
    entries_.push_back({of_key, std::move(who)});
  }

  [[nodiscard]] std::optional<principal> authenticate(std::string_view api_key) const {
    const digest asked = hash_(api_key);
    const entry* found = nullptr;
    for (const entry& each : entries_) { // never stops early
      found = equal_in_constant_time(each.of_key, asked) ? &each : found;
    }
    return found == nullptr ? std::nullopt : std::optional(found->who);
  }

 private:
  struct entry {
    digest of_key;
    principal who;
  };
  Hash hash_;
  std::vector<entry> entries_;
};

} // namespace leadcore::inline LEADCORE_ABI

#endif
