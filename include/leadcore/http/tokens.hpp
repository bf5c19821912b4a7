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

/// True when two digests are equal, in a time that does not depend on where they differ.
///
/// For digests of secrets, not for secrets: those of different length would not have one type.
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
    // Volatile reads: each must happen, so no compiler can leave the loop at the first difference.
    const volatile std::uint8_t* first = a.data();
    const volatile std::uint8_t* second = b.data();
    for (std::size_t i = 0; i < N; ++i) {
      difference |= static_cast<unsigned>(first[i] ^ second[i]);
    }
  }
  return difference == 0;
}

/// API keys in memory, kept as digests only: an authenticator.
///
/// The keys themselves are never stored. A key is looked for among all digests, each compared in full.
/// Reading from several threads is safe; adding is not safe beside any other use.
/// @tparam Hash  digests a text: hash(std::string_view) is a std::array<std::uint8_t, N>. A cryptographic one, such as
///     SHA-256 of a library; enough without salt for keys that are random and long, not for passwords.
/// @par Example  examples/demo
template <class Hash>
  requires std::invocable<const Hash&, std::string_view>
class digest_authenticator {
 public:
  using digest = std::remove_cvref_t<std::invoke_result_t<const Hash&, std::string_view>>;

  explicit digest_authenticator(Hash hash = {}) : hash_(std::move(hash)) {}

  /// Lets the key of this digest stand for a principal, in place of the one it stood for before.
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
    for (const entry& each : entries_) { // to the end, wherever the key is
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
