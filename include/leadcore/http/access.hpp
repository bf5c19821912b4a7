// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_HTTP_ACCESS_HPP
#define LEADCORE_HTTP_ACCESS_HPP

// Who asks, and whose leads are answered.

#include <leadcore/model/organisation.hpp>
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

/// The scope that listing leads needs.
/// @par Source  spec http.2.
inline constexpr std::string_view leads_read_scope = "leads.read";

/// Who an API key stands for: one organisation, and what may be done there.
struct principal {
  organisation_id organisation;
  std::vector<std::string> scopes;

  /// True when the scope was granted, by its exact name; no scope implies another.
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

/// Says who an API key stands for: keys.authenticate(text) is a principal, or nothing for a key that is not known
/// (or a store_error, where looking it up can fail).
///
/// Semantics: the answer does not depend on earlier calls; the time that it takes tells nothing about keys that
/// exist (compare digests with equal_in_constant_time).
template <class T>
concept authenticator = requires(const T& keys, std::string_view api_key) {
  requires detail::is_key_answer<std::remove_cvref_t<decltype(keys.authenticate(api_key))>>;
};

} // namespace leadcore::inline LEADCORE_ABI

#endif
