// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_HTTP_ACCESS_HPP
#define LEADCORE_HTTP_ACCESS_HPP

// The caller: an organisation and its scopes.

#include <leadcore/model/organisation.hpp>
#include <leadcore/query/endpoint.hpp>
#include <leadcore/store/store.hpp>
#include <leadcore/text/result.hpp>
#include <leadcore/version.hpp>

#include <algorithm>
#include <concepts>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace leadcore::inline LEADCORE_ABI {

/// The scope required to list leads.
/// @par Source
/// spec http.2.
inline constexpr std::string_view leads_read_scope = leads_endpoint::scope;

/// The holder of an API key: one organisation, and the granted scopes.
struct principal {
  organisation_id organisation;
  std::vector<std::string> scopes;

  /// True when a scope of exactly this name was granted. No scope implies another.
  [[nodiscard]] bool has_scope(std::string_view scope) const noexcept {
    return std::find(scopes.begin(), scopes.end(), scope) != scopes.end();
  }

  friend bool operator==(const principal&, const principal&) = default;
};

namespace detail {

template <class T> inline constexpr bool is_key_answer = false;
template <> inline constexpr bool is_key_answer<std::optional<principal>> = true;
template <>
inline constexpr bool is_key_answer<result<std::optional<principal>, store_error>> = true;

} // namespace detail

/// Maps API keys to principals: keys.authenticate(text) returns a principal, nothing for an unknown
/// key, or a store_error if the lookup can fail.
///
/// Semantics: the answer does not depend on earlier calls. Its duration reveals nothing about
/// existing keys (compare digests with equal_in_constant_time).
template <class T>
concept authenticator = requires(const T& keys, std::string_view api_key) {
  requires detail::is_key_answer<std::remove_cvref_t<decltype(keys.authenticate(api_key))>>;
};

} // namespace leadcore::inline LEADCORE_ABI

#endif
