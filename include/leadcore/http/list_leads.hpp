// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_HTTP_LIST_LEADS_HPP
#define LEADCORE_HTTP_LIST_LEADS_HPP

// The endpoint as a function from request to response. Works with any HTTP library.

#include <leadcore/http/access.hpp>
#include <leadcore/http/message.hpp>
#include <leadcore/http/problem.hpp>
#include <leadcore/json/write.hpp>
#include <leadcore/model/error.hpp>
#include <leadcore/query/endpoint.hpp>
#include <leadcore/query/page.hpp>
#include <leadcore/query/query.hpp>
#include <leadcore/query/query_string.hpp>
#include <leadcore/text/ascii.hpp>
#include <leadcore/version.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace leadcore::inline LEADCORE_ABI::http {

/// How the endpoint is served.
struct options {
  query_profile profile = profiles::strict; ///< how query strings are read
  json_style style = json_style::compact;   ///< of answers and of problems
  /// The path of the endpoint and of links. A request for any other path is 404. URI path
  /// characters only.
  std::string_view path = "/api/v1/leads";
  /// The prefix of a problem's type URI, such as https://example.com/problems/. The problem's name,
  /// such as invalid_query, is appended. If empty, all types are about:blank.
  std::string_view problem_type_base = {};
  std::size_t max_target_size = 8192; ///< bytes; a longer target is 414
  std::optional<std::uint64_t> max_body_size =
      std::nullopt; ///< bytes; larger content is 413; if none, there is no limit
};

namespace detail {

[[nodiscard]] inline std::string problem_type(std::string_view name, const options& chosen) {
  return chosen.problem_type_base.empty() ? "about:blank"
                                          : std::string(chosen.problem_type_base).append(name);
}

template <class Problem>
[[nodiscard]] response problem_response(int status, const Problem& described,
                                        const options& chosen) {
  response answer{status, {}, {}};
  leadcore::detail::json_writer(answer.body, chosen.style).template object<Problem>(described);
  answer.headers.push_back({"Content-Type", "application/problem+json"});
  answer.headers.push_back({"Cache-Control", "no-store"});
  return answer;
}

[[nodiscard]] inline response problem_response(int status, std::string_view name,
                                               std::string_view text, const options& chosen) {
  return problem_response(status,
                          problem{problem_type(name, chosen), reason_phrase(status),
                                  static_cast<std::uint64_t>(status), text},
                          chosen);
}

/// Path and query of a request target. Accepts absolute targets as RFC 9112, 3.2.2 requires.
struct target_parts {
  std::string_view path;
  std::string_view query;
};
[[nodiscard]] constexpr target_parts split_target(std::string_view target) noexcept {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (equal_ignoring_case(target.substr(0, scheme.size()), scheme)) {
      target.remove_prefix(std::min(target.find_first_of("/?", scheme.size()), target.size()));
      break;
    }
  }
  const std::size_t mark = std::min(target.find('?'), target.size());
  return {target.substr(0, mark), target.substr(std::min(mark + 1, target.size()))};
}

/// The larger of the read and the announced content of a request, in bytes.
[[nodiscard]] constexpr std::uint64_t content_size(const request& asked) noexcept {
  std::uint64_t announced = 0;
  if (const auto text = find_header(asked, "Content-Length")) {
    for (const char c : *text) {
      if (!leadcore::detail::is_digit(c)) { // framing is the HTTP library's concern
        return asked.body_size;
      }
      constexpr std::uint64_t saturated = std::uint64_t{1} << 60;
      announced = std::min(announced * 10 + static_cast<std::uint64_t>(c - '0'), saturated);
    }
  }
  return std::max(asked.body_size, announced);
}

/// The content of the Authorization header.
struct credentials {
  enum class kind : std::uint8_t { none, several, other_scheme, malformed, bearer };
  kind is = kind::none;
  std::string_view api_key; ///< of bearer
};
[[nodiscard]] constexpr credentials find_credentials(const request& asked) noexcept {
  using kind = credentials::kind;
  std::string_view value;
  std::size_t found = 0;
  for (const header_view& each : asked.headers) {
    if (equal_ignoring_case(each.name, "Authorization")) {
      value = leadcore::detail::trim(each.value);
      ++found;
    }
  }
  if (found != 1) {
    return {found == 0 ? kind::none : kind::several, {}};
  }
  const std::size_t scheme_size = std::min(value.find(' '), value.size());
  if (!equal_ignoring_case(value.substr(0, scheme_size), "Bearer")) {
    return {kind::other_scheme, {}};
  }
  value.remove_prefix(std::min(value.find_first_not_of(' ', scheme_size), value.size()));
  if (value.empty()) {
    return {kind::none, {}};
  }
  const bool visible =
      std::all_of(value.begin(), value.end(), [](char c) { return c > ' ' && c < '\x7f'; });
  return {visible ? kind::bearer : kind::malformed, visible ? value : std::string_view{}};
}

/// The answer to bad credentials: 401, 403, or 400 for more than one Authorization header.
[[nodiscard]] inline response challenge(int status, std::string_view name, std::string_view text,
                                        std::string_view error, const options& chosen) {
  response answer = problem_response(status, name, text, chosen);
  std::string value = "Bearer realm=\"leads\"";
  if (!error.empty()) {
    value.append(", error=\"").append(error).append("\"");
  }
  if (status == 403) {
    value.append(", scope=\"").append(leads_read_scope).append("\"");
  }
  answer.headers.push_back({"WWW-Authenticate", std::move(value)});
  return answer;
}

[[nodiscard]] inline response unavailable(const store_error& error, const options& chosen) {
  response answer = problem_response(503, "unavailable", "The leads cannot be read now.", chosen);
  if (error.retry_after.count() > 0) {
    answer.headers.push_back({"Retry-After", std::to_string(error.retry_after.count())});
  }
  return answer;
}

[[nodiscard]] inline response invalid_query(const query_errors& errors, const options& chosen) {
  const std::string text =
      errors.size() == 1 ? std::string("The query string has a problem.")
                         : "The query string has " + std::to_string(errors.size()) + " problems.";
  query_problem described{problem_type("invalid_query", chosen), reason_phrase(400), 400, text, {}};
  described.errors.reserve(errors.size());
  for (const query_error& each : errors) {
    described.errors.push_back({to_string(each.code), message(each.code), each.parameter,
                                each.value, each.offset, each.allowed,
                                each.suggestion.empty()
                                    ? std::nullopt
                                    : std::optional<std::string_view>(each.suggestion)});
  }
  return problem_response(400, described, chosen);
}

/// The Link header: first, prev, next and last, for those pages that exist. Empty if there are
/// none.
[[nodiscard]] inline std::string page_links(const lead_query& query, const pagination& at,
                                            std::string_view path) {
  std::string links;
  const auto link = [&](std::string_view relation, std::uint64_t page) {
    lead_query linked = query;
    linked.page.page = page;
    const std::string text = to_query_string(linked);
    links.append(links.empty() ? "<" : ", <").append(path);
    links.append(text.empty() ? "" : "?")
        .append(text)
        .append(">; rel=\"")
        .append(relation)
        .append("\"");
  };
  const std::uint64_t last =
      std::min(at.total_pages, max_query_integer); // no larger page can be requested
  if (last != 0) {
    link("first", 1);
  }
  if (query.page.page > 1) {
    link("prev", std::max<std::uint64_t>(
                     1, std::min(query.page.page - 1, last))); // past the end: the last page
  }
  if (query.page.page < last) {
    link("next", query.page.page + 1);
  }
  if (last != 0) {
    link("last", last);
  }
  return links;
}

template <class Row>
[[nodiscard]] response page_response(const page_of<Row>& page, const lead_query& query,
                                     const options& chosen) {
  response answer{200, {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}}, {}};
  leadcore::append_json(answer.body, page, chosen.style);
  if (std::string links = detail::page_links(query, page.pagination, chosen.path); !links.empty()) {
    answer.headers.push_back({"Link", std::move(links)});
  }
  return answer;
}

/// True when a store has answered, in either form.
template <class T> [[nodiscard]] constexpr bool answered(const T&) noexcept {
  return true;
}
template <class T>
[[nodiscard]] constexpr bool answered(const result<T, store_error>& answer) noexcept {
  return answer.has_value();
}
template <class T> [[nodiscard]] constexpr const T& answer_of(const T& answer) noexcept {
  return answer;
}
template <class T>
[[nodiscard]] constexpr const T& answer_of(const result<T, store_error>& answer) noexcept {
  return *answer;
}
template <class T> [[nodiscard]] constexpr store_error error_of(const T&) noexcept {
  return {};
}
template <class T>
[[nodiscard]] constexpr store_error error_of(const result<T, store_error>& answer) noexcept {
  return answer.error();
}

/// Parses the query, asks the store, and prints the page. Apart from answer_leads, because only the
/// store is its parameter: leadcore::compiled has it for the stores of this library.
template <lead_store Store>
[[nodiscard]] response answer_query(const organisation_id& organisation, std::string_view text,
                                    const Store& store, const options& chosen) {
  const auto query = leadcore::parse_query(text, chosen.profile);
  if (!query.has_value()) {
    return detail::invalid_query(query.error(), chosen);
  }
  const auto page = store.list(organisation, *query);
  if (!detail::answered(page)) {
    return detail::unavailable(detail::error_of(page), chosen);
  }
  return detail::page_response(detail::answer_of(page), *query, chosen);
}

template <lead_store Store, authenticator Keys>
[[nodiscard]] response answer_leads(const request& asked, const Store& store, const Keys& keys,
                                    const options& chosen) {
  if (asked.target.size() > chosen.max_target_size) {
    return problem_response(414, "target_too_long", "The request target is too long.", chosen);
  }
  const target_parts target = split_target(asked.target);
  if (target.path != chosen.path) {
    return problem_response(404, "not_found", "There is nothing at this path.", chosen);
  }
  if (asked.method != "GET" && asked.method != "HEAD") {
    response answer =
        problem_response(405, "method_not_allowed", "Leads can only be read here.", chosen);
    answer.headers.push_back({"Allow", "GET, HEAD"});
    return answer;
  }
  if (chosen.max_body_size && content_size(asked) > *chosen.max_body_size) {
    return problem_response(413, "content_too_large", "The content of the request is too large.",
                            chosen);
  }
  const credentials given = find_credentials(asked);
  switch (given.is) {
  case credentials::kind::none:
    return challenge(401, "unauthorized", "An API key is needed: Authorization: Bearer API_KEY.",
                     {}, chosen);
  case credentials::kind::other_scheme:
    return challenge(401, "unauthorized", "Only Bearer is accepted: Authorization: Bearer API_KEY.",
                     {}, chosen);
  case credentials::kind::several:
    return challenge(400, "several_credentials", "There must be only one Authorization header.",
                     "invalid_request", chosen);
  case credentials::kind::malformed:
    return challenge(401, "unauthorized", "An API key consists of visible ASCII characters.",
                     "invalid_token", chosen);
  case credentials::kind::bearer:
    break;
  }
  const auto known = keys.authenticate(given.api_key);
  if (!detail::answered(known)) {
    return detail::unavailable(detail::error_of(known), chosen);
  }
  const std::optional<principal>& who = detail::answer_of(known);
  if (!who) {
    return challenge(401, "unauthorized", "The API key is not known.", "invalid_token", chosen);
  }
  if (!who->has_scope(leads_read_scope)) {
    return challenge(403, "insufficient_scope", "The API key lacks the scope leads.read.",
                     "insufficient_scope", chosen);
  }
  return detail::answer_query(who->organisation, target.query, store, chosen);
}

} // namespace detail

/// Answers one request for leads: authenticates, authorises, parses the query, and prints the page.
///
/// @par Statuses (the first that applies, in this order)
///     | status | when                                              | headers of its own          |
///     | 414    | the target is longer than options.max_target_size |                             |
///     | 404    | the path is not options.path, byte for byte       |                             |
///     | 405    | the method is neither GET nor HEAD                | Allow                       |
///     | 413    | the content is over options.max_body_size         |                             |
///     | 401    | no Authorization, no Bearer, or no key after it   | WWW-Authenticate            |
///     | 400    | more than one Authorization header                | WWW-Authenticate with error |
///     | 401    | a malformed key; a key that is not known          | WWW-Authenticate with error |
///     | 503    | the authenticator gave a store_error              | Retry-After, if known       |
///     | 403    | the key lacks the scope leads.read                | WWW-Authenticate with error |
///     | 400    | parse_query finds problems                        |                             |
///     | 503    | the store gave a store_error                      | Retry-After, if known       |
///     | 200    | otherwise: the page                               | Link, unless it is empty    |
///     Every answer has Content-Type (application/json, or application/problem+json for a problem),
///     Content-Length and Cache-Control: no-store. An answer to HEAD has the headers of the answer
///     to GET and no body.
///
/// The store is queried at most once, with the organisation of the key. Nothing in the request can
/// name another. The key is passed to the authenticator only, and is never part of an answer. Only
/// a 400 repeats parts of the request, as JSON strings.
///
/// @param keys  maps API keys to principals.
/// @par Exceptions  only what the store, the authenticator or allocation throws.
/// @par Complexity  linear in the request, and what the store needs.
/// @par Source  spec http.1 to http.16; RFC 9110 clauses 9.3.2, 11.6 and 15; RFC 9457; RFC 6750
///     clause 3; RFC 8288; decision 0073.
/// @par Example  examples/embed_httplib.cpp, examples/embed_beast.cpp
/// @see tests/vectors/http.jsonl
template <lead_store Store, authenticator Keys>
[[nodiscard]] response list_leads(const request& asked, const Store& store, const Keys& keys,
                                  const options& chosen = {}) {
  response answer = detail::answer_leads(asked, store, keys, chosen);
  answer.headers.push_back({"Content-Length", std::to_string(answer.body.size())});
  if (asked.method == "HEAD") {
    answer.body.clear();
  }
  return answer;
}

} // namespace leadcore::inline LEADCORE_ABI::http

#endif
