// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_HTTP_TOKENS_HPP
#define LEADCORE_HTTP_TOKENS_HPP

// API keys and test tokens, kept as digests.

#include <leadcore/http/access.hpp>
#include <leadcore/model/organisation.hpp>
#include <leadcore/text/base64url.hpp>
#include <leadcore/text/enum_table.hpp>
#include <leadcore/text/result.hpp>
#include <leadcore/text/timestamp.hpp>
#include <leadcore/version.hpp>

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace leadcore::inline LEADCORE_ABI {

/// True when two digests are equal. The duration does not depend on where they differ.
///
/// For digests, not for secrets of varying length.
/// @par Complexity
/// linear in N, always all of it; allocates nothing.
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

/// A hash of secrets: hash(std::string_view) returns a std::array<std::uint8_t, N>.
///
/// Semantics: a cryptographic hash such as SHA-256. Without salt it suits long random secrets, not
/// passwords.
template <class T>
concept secret_hash = requires(const T& hash, std::string_view secret) {
  { leadcore::equal_in_constant_time(hash(secret), hash(secret)) } -> std::same_as<bool>;
};

namespace detail {

/// The entry of a digest, or null. Compares every digest in full.
template <class Entry, class Digest>
[[nodiscard]] constexpr Entry* find_digest(std::span<Entry> entries, const Digest& wanted) {
  Entry* found = nullptr;
  for (Entry& each : entries) { // never stops early
    found = leadcore::equal_in_constant_time(each.of_secret, wanted) ? &each : found;
  }
  return found;
}

template <secret_hash Hash>
using digest_of = std::remove_cvref_t<std::invoke_result_t<const Hash&, std::string_view>>;

} // namespace detail

/// An authenticator with API keys in memory, as digests only.
///
/// The keys themselves are not stored. A lookup compares every digest in full.
/// Concurrent lookups are safe. add() must not run concurrently with any other call.
/// @see examples/server/main.cpp
template <secret_hash Hash> class digest_authenticator {
 public:
  using digest = detail::digest_of<Hash>;

  /// Without keys.
  explicit digest_authenticator(Hash hash = {}) : hash_(std::move(hash)) {}

  /// Maps the key of this digest to a principal. Replaces an earlier one.
  void add(const digest& of_key, principal who) {
    if (entry* const known = detail::find_digest(std::span(entries_), of_key)) {
      known->who = std::move(who);
    } else {
      entries_.push_back({of_key, std::move(who)});
    }
  }

  [[nodiscard]] std::optional<principal> authenticate(std::string_view api_key) const {
    const entry* const found = detail::find_digest(std::span(entries_), hash_(api_key));
    return found == nullptr ? std::nullopt : std::optional(found->who);
  }

 private:
  struct entry {
    digest of_secret;
    principal who;
  };
  Hash hash_;
  std::vector<entry> entries_;
};

/// The permission that a member needs for a test token.
inline constexpr std::string_view developer_permission = "DEVELOPER";
/// The feature that an organisation needs for its members' test tokens.
inline constexpr std::string_view developer_api_feature = "DEVELOPER_API";

/// One hour, the lifetime of a test token, in milliseconds.
inline constexpr std::int64_t test_token_lifetime = 3'600'000;
/// The number of test tokens that a member can have at a time. A further one ends the oldest.
inline constexpr std::size_t max_test_tokens = 8;

/// A member of an organisation, as the owner of test tokens.
struct organisation_member {
  organisation_id organisation;
  std::string id; ///< unique within the organisation
  std::vector<std::string> permissions;
  std::vector<std::string> organisation_features;
};

/// Why a member gets no test token.
enum class test_token_errc : std::uint8_t {
  permission_missing = 1, ///< the member lacks developer_permission
  feature_missing = 2,    ///< the organisation lacks developer_api_feature
  random_repeated = 3,    ///< the random bytes are those of a token that exists
};

template <>
inline constexpr enum_entry<test_token_errc> enum_table<test_token_errc>[] = {
    {test_token_errc::permission_missing, "permission_missing",
     "a test token needs the permission DEVELOPER, which the member lacks"},
    {test_token_errc::feature_missing, "feature_missing",
     "a test token needs the feature DEVELOPER_API, which the organisation lacks"},
    {test_token_errc::random_repeated, "random_repeated",
     "the random bytes of a test token must not repeat"},
};

/// The stable name of a code.
[[nodiscard]] constexpr std::string_view to_string(test_token_errc code) noexcept {
  return detail::enum_name(code);
}
/// The message of a code, for people; the wording may change.
[[nodiscard]] constexpr std::string_view message(test_token_errc code) noexcept {
  return detail::enum_message(code);
}

/// A test token as its owner gets it, once.
struct issued_test_token {
  std::string text; ///< the bearer token: "lct_" and 43 characters of base64url
  timestamp expires_at;
};

/// Test tokens: bearer tokens for trying the endpoint, with the scope leads.read, valid for one
/// hour. Each belongs to one member of one organisation.
///
/// There is no clock, randomness or lock inside: the caller passes the time and the random bytes,
/// so the same calls give the same answers. Only digests are kept. A lookup compares every digest
/// in full; which one is found does not change its duration.
///
/// A token is valid from the instant of its issue to the last millisecond before the hour is over.
/// With a clock that is set back before its issue it is not valid.
/// Concurrent lookups are safe. issue(), revoke() and revoke_all() must not run concurrently with
/// any other call.
/// @par Complexity
/// of every call: linear in the number of tokens, which is at most max_test_tokens for each member
/// who was issued one in the last hour.
/// @par Source
/// decision 0078; RFC 6750; RFC 4648 clause 5.
/// @see docs/how_to/issue_test_tokens.md
template <secret_hash Hash> class test_tokens {
 public:
  /// Without tokens.
  explicit test_tokens(Hash hash = {}) : hash_(std::move(hash)) {}

  /// Issues a token. Forgets expired ones.
  /// @param random  from a cryptographic generator; each call needs bytes of its own
  /// @par Errors
  /// (the first that applies; nothing is changed)
  /// | code               | when                                                   |
  /// | permission_missing | the member lacks developer_permission                  |
  /// | feature_missing    | the organisation lacks developer_api_feature           |
  /// | random_repeated    | a token of these bytes exists, whoever it belongs to   |
  [[nodiscard]] result<issued_test_token, test_token_errc>
  issue(const organisation_member& owner, std::span<const std::uint8_t, 32> random, timestamp now) {
    const auto has = [](const std::vector<std::string>& names, std::string_view name) {
      return std::find(names.begin(), names.end(), name) != names.end();
    };
    if (!has(owner.permissions, developer_permission)) {
      return fail(test_token_errc::permission_missing);
    }
    if (!has(owner.organisation_features, developer_api_feature)) {
      return fail(test_token_errc::feature_missing);
    }
    std::string text = "lct_" + detail::to_base64url(
                                    {reinterpret_cast<const char*>(random.data()), random.size()});
    const auto of_secret = hash_(text);
    if (detail::find_digest(std::span(entries_), of_secret) != nullptr) {
      return fail(test_token_errc::random_repeated);
    }
    std::erase_if(entries_, [&](const entry& each) { return now >= each.expires_at; });
    const auto is_own = [&](const entry& each) {
      return each.belongs_to(owner.organisation, owner.id);
    };
    if (static_cast<std::size_t>(std::count_if(entries_.begin(), entries_.end(), is_own)) >=
        max_test_tokens) {
      entries_.erase(std::find_if(entries_.begin(), entries_.end(), is_own));
    }
    const timestamp expires_at =
        timestamp::from_milliseconds(now.milliseconds_since_epoch() + test_token_lifetime)
            .value_or(timestamp::max());
    entries_.push_back({of_secret, owner.organisation, owner.id, now, expires_at});
    return issued_test_token{std::move(text), expires_at};
  }

  /// The principal of a token that is valid at a time; nothing for any other text.
  [[nodiscard]] std::optional<principal> authenticate(std::string_view token, timestamp now) const {
    const entry* const found = detail::find_digest(std::span(entries_), hash_(token));
    if (found == nullptr || now < found->issued_at || now >= found->expires_at) {
      return std::nullopt;
    }
    return principal{found->organisation, {std::string(leads_read_scope)}};
  }

  /// The tokens as an authenticator at a time. Refers to them.
  [[nodiscard]] auto at(timestamp now) const& noexcept { return view{this, now}; }
  void at(timestamp now) const&& = delete;

  /// Ends a token. @return whether there was one
  bool revoke(std::string_view token) {
    const entry* const found = detail::find_digest(std::span(entries_), hash_(token));
    if (found == nullptr) {
      return false;
    }
    entries_.erase(entries_.begin() + (found - entries_.data()));
    return true;
  }

  /// Ends every token of a member, such as when the member loses the permission.
  /// @return the number of tokens
  std::size_t revoke_all(const organisation_id& organisation, std::string_view member_id) {
    return std::erase_if(
        entries_, [&](const entry& each) { return each.belongs_to(organisation, member_id); });
  }

  /// The number of tokens that are kept. Expired ones count until the next issue.
  [[nodiscard]] std::size_t size() const noexcept { return entries_.size(); }

 private:
  struct entry {
    detail::digest_of<Hash> of_secret;
    organisation_id organisation;
    std::string member_id;
    timestamp issued_at;
    timestamp expires_at;

    [[nodiscard]] bool belongs_to(const organisation_id& of, std::string_view id) const noexcept {
      return organisation == of && member_id == id;
    }
  };
  struct view {
    const test_tokens* tokens;
    timestamp now;
    [[nodiscard]] std::optional<principal> authenticate(std::string_view token) const {
      return tokens->authenticate(token, now);
    }
  };
  Hash hash_;
  std::vector<entry> entries_; // in order of issue
};

} // namespace leadcore::inline LEADCORE_ABI

#endif
