// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_ACCESS_HPP
#define LEADCORE_ACCESS_HPP

// Layer 4: who asks, and whose leads are answered. Every question to a store names one organisation.

#include <leadcore/lead.hpp>
#include <leadcore/list.hpp>
#include <leadcore/order.hpp>
#include <leadcore/organisation.hpp>
#include <leadcore/page.hpp>
#include <leadcore/query.hpp>
#include <leadcore/result.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <compare>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace leadcore {

/// The scope that listing leads needs.
/// @par Source  endpoint contract.
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

/// A store of leads or of API keys cannot answer now. Why is for the store's own log, not for the caller.
struct store_error {
  std::chrono::seconds retry_after{0}; ///< when asking again makes sense; 0 says nothing

  friend constexpr bool operator==(const store_error&, const store_error&) = default;
};

namespace detail {

template <lead_like Row> void take_page_of_leads(const page_of<Row>&); // or what derives from one
template <class T>
concept page_of_leads = requires(const T& page) { detail::take_page_of_leads(page); };

template <class T> inline constexpr bool is_store_answer = page_of_leads<T>;
template <class T> inline constexpr bool is_store_answer<result<T, store_error>> = page_of_leads<T>;

template <class T> inline constexpr bool is_key_answer = false;
template <> inline constexpr bool is_key_answer<std::optional<principal>> = true;
template <> inline constexpr bool is_key_answer<result<std::optional<principal>, store_error>> = true;

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

/// Answers a query for the leads of one organisation: store.list(organisation, query) is a page_of rows, or derives from
/// one (or is a store_error, where that can fail).
///
/// Semantics: as list() over the rows of that organisation alone; rows of another change neither data nor total.
/// What the page refers to stays unchanged while the page is printed.
/// @par Source  decision table, rows organisation and total.
/// @see memory_store, index_store
template <class T>
concept lead_store = requires(const T& store, const organisation_id& organisation, const lead_query& query) {
  requires detail::is_store_answer<std::remove_cvref_t<decltype(store.list(organisation, query))>>;
};

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

/// Leads in memory, by organisation: a lead_store for tests, small servers and examples.
///
/// Reading from several threads is safe; adding is not safe beside any other use, and ends the life of pages given
/// before. A server that changes its leads while it answers, or has many, wants an index_store.
class memory_store {
 public:
  /// @param nulls  where leads without a next call stand.
  explicit memory_store(null_placement nulls = nulls_last) noexcept : nulls_(nulls) {}

  /// Adds a lead to an organisation. @pre  the organisation has none with this id, for the order would not be total.
  void add(const organisation_id& organisation, lead added) {
    leads_[organisation].push_back(std::move(added));
  }

  /// How many leads an organisation has.
  [[nodiscard]] std::size_t size(const organisation_id& organisation) const {
    return leads_of(organisation).size();
  }

  /// The page asked for, referring to leads of this store.
  /// @par Complexity  one pass over the organisation's leads; see list.
  [[nodiscard]] page_of<std::reference_wrapper<const lead>> list(const organisation_id& organisation,
                                                                 const lead_query& query) const {
    return list_references(leads_of(organisation), query, nulls_);
  }

 private:
  [[nodiscard]] const std::vector<lead>& leads_of(const organisation_id& organisation) const {
    const auto found = leads_.find(organisation);
    return found == leads_.end() ? none_ : found->second;
  }

  std::map<organisation_id, std::vector<lead>> leads_;
  std::vector<lead> none_;
  null_placement nulls_;
};

} // namespace leadcore

#endif
