// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_STORE_STORE_HPP
#define LEADCORE_STORE_STORE_HPP

// What any store of leads answers. Every question to a store names one organisation.

#include <leadcore/model/lead.hpp>
#include <leadcore/model/organisation.hpp>
#include <leadcore/query/endpoint.hpp>
#include <leadcore/query/page.hpp>
#include <leadcore/text/result.hpp>
#include <leadcore/version.hpp>

#include <cstdint>
#include <type_traits>

namespace leadcore::inline LEADCORE_ABI {

/// A number of seconds. A std::chrono::duration of whole seconds, or of a coarser unit, converts to
/// it. This header does without <chrono>, which costs a tenth of http.hpp.
/// @par Source  RFC 9110 clause 10.2.3, delay-seconds.
class delay_seconds {
 public:
  constexpr delay_seconds() = default;
  template <class Duration>
    requires(Duration::period::den == 1)
  constexpr delay_seconds(Duration delay) noexcept // implicit: a duration is what users have
      : count_(static_cast<std::int64_t>(delay.count()) * Duration::period::num) {}

  [[nodiscard]] constexpr std::int64_t count() const noexcept { return count_; }

  friend constexpr bool operator==(const delay_seconds&, const delay_seconds&) = default;

 private:
  std::int64_t count_ = 0;
};

/// A store of leads or of API keys cannot answer now. The reason goes to the
/// store's own log, not to the caller.
struct store_error {
  delay_seconds retry_after; ///< when asking again makes sense; 0 says nothing

  friend constexpr bool operator==(const store_error&, const store_error&) = default;
};

namespace detail {

template <lead_like Row> void take_page_of_leads(const page_of<Row>&); // or what derives from one
template <class T>
concept page_of_leads = requires(const T& page) { detail::take_page_of_leads(page); };

template <class T> inline constexpr bool is_store_answer = page_of_leads<T>;
template <class T> inline constexpr bool is_store_answer<result<T, store_error>> = page_of_leads<T>;

} // namespace detail

/// Answers a query for the leads of one organisation: store.list(organisation, query) is a page_of
/// rows, or derives from one (or is a store_error, where that can fail).
///
/// Semantics: as list() over the rows of that organisation alone; rows of another change neither
/// data nor total. What the page refers to stays unchanged while the page is printed.
/// @par Source  spec org.1, org.2, page.1.
/// @see memory_store, index_store
template <class T>
concept lead_store = requires(const T& store, const organisation_id& organisation,
                              const lead_query& query) {
  requires detail::is_store_answer<std::remove_cvref_t<decltype(store.list(organisation, query))>>;
};

} // namespace leadcore::inline LEADCORE_ABI

#endif
