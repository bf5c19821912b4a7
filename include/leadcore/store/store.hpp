// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_STORE_STORE_HPP
#define LEADCORE_STORE_STORE_HPP

// What any store of rows answers. Every question to a store names one organisation.

#include <leadcore/model/organisation.hpp>
#include <leadcore/query/endpoint.hpp>
#include <leadcore/query/page.hpp>
#include <leadcore/text/result.hpp>
#include <leadcore/version.hpp>

#include <concepts>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace leadcore::inline LEADCORE_ABI {

/// A number of seconds. A std::chrono::duration of whole seconds, or of a coarser unit, converts to
/// it. This header does without <chrono>, which costs a tenth of http.hpp.
/// @par Source
/// RFC 9110 clause 10.2.3, delay-seconds.
class delay_seconds {
 public:
  /// 0 seconds.
  constexpr delay_seconds() = default;
  /// A duration in seconds, minutes or longer units.
  template <class Duration>
    requires(Duration::period::den == 1)
  constexpr delay_seconds(Duration delay) noexcept // implicit: a duration is what users have
      : count_(static_cast<std::int64_t>(delay.count()) * Duration::period::num) {}

  /// The seconds.
  [[nodiscard]] constexpr std::int64_t count() const noexcept { return count_; }

  friend constexpr bool operator==(const delay_seconds&, const delay_seconds&) = default;

 private:
  std::int64_t count_ = 0;
};

/// A store of rows or of API keys cannot answer now. The reason goes to the
/// store's own log, not to the caller.
struct store_error {
  delay_seconds retry_after; ///< when asking again makes sense; 0 says nothing
  bool timed_out = false;    ///< it began, and took longer than the store allows

  friend constexpr bool operator==(const store_error&, const store_error&) = default;
};

namespace detail {

template <class Endpoint, row_of<Endpoint> Row>
void take_page(const page_of<Row>&); // or what derives from one
template <class T, class Endpoint>
concept page_for = requires(const T& page) { detail::take_page<Endpoint>(page); };

template <class T, class Endpoint> inline constexpr bool is_store_answer = page_for<T, Endpoint>;
template <class T, class Endpoint>
inline constexpr bool is_store_answer<result<T, store_error>, Endpoint> = page_for<T, Endpoint>;

/// The query that a member function list takes; void if it is overloaded or a template.
template <class Member> struct taken_query {
  using type = void;
};
template <class Store, class Answer, class Organisation, class Query>
struct taken_query<Answer (Store::*)(Organisation, Query) const> {
  using type = std::remove_cvref_t<Query>;
};
template <class Store, class Answer, class Organisation, class Query>
struct taken_query<Answer (Store::*)(Organisation, Query) const noexcept> {
  using type = std::remove_cvref_t<Query>;
};
template <class Store> [[nodiscard]] consteval auto find_taken_query() {
  if constexpr (requires { &Store::list; }) {
    return taken_query<decltype(&Store::list)>{};
  } else {
    return taken_query<void>{};
  }
}
template <class Store>
using query_taken_by = typename decltype(detail::find_taken_query<Store>())::type;

/// False for a store whose list takes a base of the query, so that filters would be sliced off. A
/// compiler error that names it means that list must take the query of the endpoint.
template <class Store, class Query>
inline constexpr bool takes_the_whole_query =
    std::same_as<Query, query_taken_by<Store>> || !std::derived_from<Query, query_taken_by<Store>>;

} // namespace detail

/// Answers a query for the rows of one organisation: store.list(organisation, query) is a page_of
/// rows, or derives from one (or is a store_error, where that can fail).
///
/// Semantics: as list<Endpoint>() over the rows of that organisation alone; rows of another change
/// neither data nor total. What the page refers to stays unchanged while the page is printed.
/// @par Source
/// spec org.1, org.2, page.1.
/// @see basic_memory_store, index_store, versioned_page
template <class T, class Endpoint = leads_endpoint>
concept store_of = requires(const T& store, const organisation_id& organisation,
                            const typename Endpoint::query& query) {
  requires detail::is_store_answer<std::remove_cvref_t<decltype(store.list(organisation, query))>,
                                   Endpoint>;
} && detail::takes_the_whole_query<T, typename Endpoint::query>;

/// A store of the documented endpoint.
template <class T>
concept lead_store = store_of<T, leads_endpoint>;

/// A page that knows which state of the organisation's rows it is of: page.version() is a text or
/// an unsigned integer.
///
/// Semantics: pages of one organisation with equal versions are of equal rows. A text holds this
/// also across restarts of the server; an integer may begin anew.
/// @see http::options
template <class T>
concept versioned_page = requires(const T& page) {
  requires std::convertible_to<decltype(page.version()), std::string_view> ||
               std::unsigned_integral<std::remove_cvref_t<decltype(page.version())>>;
};

} // namespace leadcore::inline LEADCORE_ABI

#endif
