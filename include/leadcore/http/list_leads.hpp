// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_HTTP_LIST_LEADS_HPP
#define LEADCORE_HTTP_LIST_LEADS_HPP

// The endpoint as a function from request to response. Works with any HTTP library.

#include <leadcore/http/access.hpp>
#include <leadcore/http/ask.hpp>
#include <leadcore/http/message.hpp>
#include <leadcore/http/options.hpp>
#include <leadcore/model/organisation.hpp>
#include <leadcore/query/endpoint.hpp>
#include <leadcore/query/page.hpp>
#include <leadcore/store/store.hpp>
#include <leadcore/version.hpp>

#include <optional>
#include <utility>

namespace leadcore::inline LEADCORE_ABI::http {

/// A response, and what a log or a metric wants to know about it.
template <class Endpoint = leads_endpoint> struct outcome {
  http::response response;
  std::optional<organisation_id> organisation;    ///< the caller's, once the key was known
  std::optional<typename Endpoint::query> query;  ///< of an authorised caller, without problems
  std::optional<leadcore::pagination> pagination; ///< of 200 and 304: what the store found
};

namespace detail {

/// The answer of a store, as a response and its pagination. Separate from serve, because it depends
/// on the store alone: leadcore::compiled has it for the stores of this library.
template <class Endpoint, store_of<Endpoint> Store>
[[nodiscard]] response answer_query(const question<Endpoint>& asked, const Store& store,
                                    const options& chosen, std::optional<pagination>* found) {
  const auto page = store.list(asked.organisation, asked.query);
  if (found != nullptr && detail::answered(page)) {
    *found = detail::answer_of(page).pagination;
  }
  return http::answer(asked, page, chosen);
}

} // namespace detail

/// Answers one request for the rows of an endpoint, and tells what it did: list_leads, with its
/// outcome.
///
///     const auto done = http::serve(request, store, keys);
///     log(done.response.status, done.organisation, done.pagination);
/// @see list_leads
template <class Endpoint = leads_endpoint, store_of<Endpoint> Store, authenticator Keys>
[[nodiscard]] outcome<Endpoint> serve(const request& asked, const Store& store, const Keys& keys,
                                      const options& chosen = {}) {
  static_assert(check_endpoint<Endpoint>());
  outcome<Endpoint> done{};
  auto read = detail::ask_keys<Endpoint>(asked, keys, chosen, &done.organisation);
  if (!read.has_value()) {
    done.response = detail::finished(std::move(read.error()), asked.method == "HEAD");
    return done;
  }
  done.response = detail::answer_query<Endpoint>(*read, store, chosen, &done.pagination);
  done.query = std::move((*read).query);
  return done;
}

/// Answers one request for leads, or for the rows of an endpoint of one's own
/// (list_leads<my_endpoint>): authenticates, authorises, parses the query, and prints the page.
///
/// @par Statuses
/// (the first that applies, in this order)
/// | status | when                                              | headers of its own          |
/// | 414    | the target is longer than options.max_target_size |                             |
/// | 404    | the path is not the endpoint's, byte for byte     |                             |
/// | 405    | the method is neither GET nor HEAD                | Allow                       |
/// | 413    | the content is over options.max_body_size         |                             |
/// | 401    | no Authorization, no Bearer, or no key after it   | WWW-Authenticate            |
/// | 400    | more than one Authorization header                | WWW-Authenticate with error |
/// | 401    | a malformed key; a key that is not known          | WWW-Authenticate with error |
/// | 503    | the authenticator gave a store_error              | Retry-After, if known       |
/// | 504    | the same, which timed out                         | Retry-After, if known       |
/// | 403    | the key lacks the scope of the endpoint           | WWW-Authenticate with error |
/// | 400    | parse_query finds problems                        |                             |
/// | 503    | the store gave a store_error                      | Retry-After, if known       |
/// | 504    | the same, which timed out                         | Retry-After, if known       |
/// | 304    | the page has a version that If-None-Match names   | ETag, Vary                  |
/// | 200    | otherwise: the page                               | Link, unless it is empty;   |
/// |        |                                                   | ETag, Vary with a version   |
/// Every answer but 304 has Content-Type (application/json, or application/problem+json for a
/// problem) and Content-Length. Cache-Control is no-store, or private, no-cache beside an ETag.
/// An answer to HEAD has the headers of the answer to GET and no body.
///
/// The store is queried at most once, with the organisation of the key. Nothing in the request can
/// name another. The key is passed to the authenticator only, and is never part of an answer. Only
/// a 400 repeats parts of the request, as JSON strings.
///
/// @param keys  maps API keys to principals.
/// @par Exceptions
/// only what the store, the authenticator or allocation throws.
/// @par Complexity
/// linear in the request, and what the store needs.
/// @par Source
/// spec http.1 to http.17, 7.1; RFC 9110 clauses 9.3.2, 11.6, 13.1.2 and 15; RFC 9457; RFC 6750
/// clause 3; RFC 8288; decisions 0073 and 0075.
/// @see ask, serve, examples/embed_beast.cpp, tests/vectors/http.jsonl
template <class Endpoint = leads_endpoint, store_of<Endpoint> Store, authenticator Keys>
[[nodiscard]] response list_leads(const request& asked, const Store& store, const Keys& keys,
                                  const options& chosen = {}) {
  static_assert(check_endpoint<Endpoint>());
  auto read = detail::ask_keys<Endpoint>(asked, keys, chosen, nullptr);
  if (!read.has_value()) {
    return detail::finished(std::move(read.error()), asked.method == "HEAD");
  }
  return detail::answer_query<Endpoint>(*read, store, chosen, nullptr);
}

} // namespace leadcore::inline LEADCORE_ABI::http

#endif
