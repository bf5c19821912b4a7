// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_HTTP_ASK_HPP
#define LEADCORE_HTTP_ASK_HPP

// A request as a question to a store, and the page that answers it as a response. Between the two
// the caller asks any kind of store: one that blocks, a coroutine, a remote one.

#include <leadcore/http/access.hpp>
#include <leadcore/http/detail/request_parts.hpp>
#include <leadcore/http/entity_tag.hpp>
#include <leadcore/http/message.hpp>
#include <leadcore/http/options.hpp>
#include <leadcore/http/page_links.hpp>
#include <leadcore/http/problem.hpp>
#include <leadcore/json/write.hpp>
#include <leadcore/model/error.hpp>
#include <leadcore/model/organisation.hpp>
#include <leadcore/query/endpoint.hpp>
#include <leadcore/query/page.hpp>
#include <leadcore/query/query_string.hpp>
#include <leadcore/store/store.hpp>
#include <leadcore/text/ascii.hpp>
#include <leadcore/text/result.hpp>
#include <leadcore/version.hpp>

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace leadcore::inline LEADCORE_ABI::http {

/// What an authorised request asks of a store. Owns its texts.
template <class Endpoint = leads_endpoint> struct question {
  organisation_id organisation;
  typename Endpoint::query query;
  bool is_head = false;      ///< the response has no body
  std::string if_none_match; ///< the header of the request; empty if there is none

  friend bool operator==(const question&, const question&) = default;
};

namespace detail {

/// What the answers of an endpoint say about it.
struct endpoint_text {
  std::string_view path;
  std::string_view scope;
  /// What is listed: the last segment of the path, such as leads. Also the realm of its keys.
  std::string_view noun;
};
[[nodiscard]] constexpr std::string_view last_segment(std::string_view path) noexcept {
  while (path.ends_with('/')) {
    path.remove_suffix(1);
  }
  return path.substr(path.rfind('/') + 1);
}
template <class Endpoint>
inline constexpr endpoint_text text_of{Endpoint::path, Endpoint::scope,
                                       last_segment(Endpoint::path)};

[[nodiscard]] constexpr std::string_view path_of(const endpoint_text& endpoint,
                                                 const options& chosen) noexcept {
  return chosen.path.empty() ? endpoint.path : chosen.path;
}

/// The answer to bad credentials: 401, 403, or 400 for more than one Authorization header.
[[nodiscard]] inline response challenge(int status, std::string_view name, std::string_view text,
                                        std::string_view error, const endpoint_text& endpoint,
                                        const options& chosen) {
  response refused = print_problem(status, name, text, chosen);
  std::string value = "Bearer realm=\"";
  value.append(endpoint.noun).append("\"");
  if (!error.empty()) {
    value.append(", error=\"").append(error).append("\"");
  }
  if (status == 403) {
    value.append(", scope=\"").append(endpoint.scope).append("\"");
  }
  add_header(refused, "WWW-Authenticate", value);
  return refused;
}

[[nodiscard]] inline response
print_unavailable(const store_error& error, const endpoint_text& endpoint, const options& chosen) {
  const std::string noun(endpoint.noun);
  response refused =
      error.timed_out
          ? print_problem(504, "timeout", "Reading the " + noun + " took too long.", chosen)
          : print_problem(503, "unavailable", "The " + noun + " cannot be read now.", chosen);
  if (error.retry_after.count() > 0) {
    add_header(refused, "Retry-After", std::to_string(error.retry_after.count()));
  }
  return refused;
}

[[nodiscard]] inline response invalid_query(const query_errors& errors, const options& chosen) {
  const std::string text =
      errors.size() == 1 ? std::string("The query string has a problem.")
                         : "The query string has " + std::to_string(errors.size()) + " problems.";
  query_problem described{make_problem(400, "invalid_query", text, chosen), {}};
  described.errors.reserve(errors.size());
  for (const query_error& each : errors) {
    described.errors.push_back({to_string(each.code), message(each.code), each.parameter,
                                each.value, each.offset, each.allowed,
                                each.suggestion.empty()
                                    ? std::nullopt
                                    : std::optional<std::string_view>(each.suggestion)});
  }
  return print_problem(described, chosen);
}

/// The parts of a request that are still needed after the checks that need no key.
struct checked_request {
  std::string_view api_key;
  std::string_view query; ///< the query string
};
/// Checks a request. The error is the response, without Content-Length.
template <class Response = response> // instantiated on use only
[[nodiscard]] result<checked_request, Response>
check_request(const request& asked, const endpoint_text& endpoint, const options& chosen) {
  using checked = result<checked_request, Response>;
  const auto refuse = [&](int status, std::string_view name, std::string_view text) -> checked {
    return fail(print_problem(status, name, text, chosen));
  };
  const auto challenge = [&](int status, std::string_view name, std::string_view text,
                             std::string_view error) -> checked {
    return fail(detail::challenge(status, name, text, error, endpoint, chosen));
  };
  if (asked.target.size() > chosen.max_target_size) {
    return refuse(414, "target_too_long", "The request target is too long.");
  }
  const target_parts target = split_target(asked.target);
  if (target.path != path_of(endpoint, chosen)) {
    return refuse(404, "not_found", "There is nothing at this path.");
  }
  if (asked.method != "GET" && asked.method != "HEAD") {
    std::string text = std::string(endpoint.noun) + " can only be read here.";
    text.front() = leadcore::detail::to_upper(text.front());
    Response refused = print_problem(405, "method_not_allowed", text, chosen);
    detail::add_header(refused, "Allow", "GET, HEAD");
    return fail(std::move(refused));
  }
  if (chosen.max_body_size && content_size(asked) > *chosen.max_body_size) {
    return refuse(413, "content_too_large", "The content of the request is too large.");
  }
  const credentials given = find_credentials(asked);
  switch (given.is) {
  case credentials::kind::none:
    return challenge(401, "unauthorized", "An API key is needed: Authorization: Bearer API_KEY.",
                     {});
  case credentials::kind::other_scheme:
    return challenge(401, "unauthorized", "Only Bearer is accepted: Authorization: Bearer API_KEY.",
                     {});
  case credentials::kind::several:
    return challenge(400, "several_credentials", "There must be only one Authorization header.",
                     "invalid_request");
  case credentials::kind::malformed:
    return challenge(401, "unauthorized", "An API key consists of visible ASCII characters.",
                     "invalid_token");
  case credentials::kind::bearer:
    break;
  }
  return checked_request{given.api_key, target.query};
}

/// Nothing for a caller with the scope; otherwise the response.
[[nodiscard]] inline std::optional<response> check_scope(const std::optional<principal>& caller,
                                                         const endpoint_text& endpoint,
                                                         const options& chosen) {
  if (!caller) {
    return challenge(401, "unauthorized", "The API key is not known.", "invalid_token", endpoint,
                     chosen);
  }
  if (!caller->has_scope(endpoint.scope)) {
    return challenge(403, "insufficient_scope",
                     "The API key lacks the scope " + std::string(endpoint.scope) + ".",
                     "insufficient_scope", endpoint, chosen);
  }
  return std::nullopt;
}

/// The question of a caller, after check_request; or the response, without Content-Length.
template <class Endpoint>
[[nodiscard]] result<question<Endpoint>, response>
read_question(const request& asked, std::string_view query_string,
              const std::optional<principal>& caller, const options& chosen) {
  if (auto refused = check_scope(caller, text_of<Endpoint>, chosen)) {
    return fail(*std::move(refused));
  }
  auto query = leadcore::parse_query<Endpoint>(query_string, chosen.profile);
  if (!query.has_value()) {
    return fail(invalid_query(query.error(), chosen));
  }
  return question<Endpoint>{caller->organisation, *std::move(query), asked.method == "HEAD",
                            joined_header(asked, "If-None-Match")};
}

/// True when a store has answered, in either form.
template <class T> [[nodiscard]] constexpr bool answered(const T&) noexcept {
  return true;
}
template <class T>
[[nodiscard]] constexpr bool answered(const result<T, store_error>& given) noexcept {
  return given.has_value();
}
template <class T> [[nodiscard]] constexpr const T& answer_of(const T& given) noexcept {
  return given;
}
template <class T>
[[nodiscard]] constexpr const T& answer_of(const result<T, store_error>& given) noexcept {
  return *given;
}
template <class T> [[nodiscard]] constexpr store_error error_of(const T&) noexcept {
  return {};
}
template <class T>
[[nodiscard]] constexpr store_error error_of(const result<T, store_error>& given) noexcept {
  return given.error();
}

/// ask, without Content-Length.
/// @param organisation  is set to the caller's once it is known; may be null
template <class Endpoint, class Keys>
[[nodiscard]] result<question<Endpoint>, response>
ask_keys(const request& asked, const Keys& keys, const options& chosen,
         std::optional<organisation_id>* organisation) {
  auto checked = check_request(asked, text_of<Endpoint>, chosen);
  if (!checked.has_value()) {
    return fail(std::move(checked.error()));
  }
  const auto known = keys.authenticate((*checked).api_key);
  if (!detail::answered(known)) {
    return fail(print_unavailable(detail::error_of(known), text_of<Endpoint>, chosen));
  }
  const std::optional<principal>& caller = detail::answer_of(known);
  if (organisation != nullptr && caller) {
    organisation->emplace(caller->organisation);
  }
  return detail::read_question<Endpoint>(asked, (*checked).query, caller, chosen);
}

/// A question, or the response with its Content-Length.
template <class Endpoint>
[[nodiscard]] result<question<Endpoint>, response>
finished(result<question<Endpoint>, response> read, bool is_head) {
  if (!read.has_value()) {
    return fail(finished(std::move(read.error()), is_head));
  }
  return read;
}

/// FNV-1a of texts, each with its end.
class text_hash {
 public:
  constexpr void add(std::string_view text) noexcept {
    for (const char c : text) {
      mix(static_cast<unsigned char>(c));
    }
    mix(0x100); // no byte
  }
  /// 16 hexadecimal digits.
  [[nodiscard]] std::string text() const {
    std::string digits;
    for (int shift = 60; shift >= 0; shift -= 4) {
      digits += "0123456789abcdef"[state_ >> static_cast<unsigned>(shift) & 15U];
    }
    return digits;
  }

 private:
  constexpr void mix(std::uint64_t value) noexcept { state_ = (state_ ^ value) * 1099511628211U; }

  std::uint64_t state_ = 14695981039346656037U;
};

/// The ETag of a page: its version, and a hash of whatever else the bytes of the answer depend on.
/// Empty if the page has no version, or one that other rows may have too.
/// @par Source
/// RFC 9110 clause 8.8.3; decision 0075.
template <class Endpoint, class Page>
[[nodiscard]] std::string entity_tag(const question<Endpoint>& asked, const Page& page,
                                     const options& chosen) {
  std::string tag;
  if constexpr (versioned_page<Page>) {
    const auto stated = page.version();
    std::string text;
    if constexpr (std::unsigned_integral<std::remove_cvref_t<decltype(stated)>>) {
      if (chosen.instance.empty()) {
        return tag;
      }
      text = std::to_string(stated);
    } else {
      text = std::string_view(stated);
    }
    constexpr text_hash of_fields = [] {
      text_hash hash;
      leadcore::for_each_field<typename Endpoint::record>(
          [&](auto each) { hash.add(each.wire_name()); });
      return hash;
    }();
    text_hash hash = of_fields;
    for (const std::string_view part :
         {leadcore::version, chosen.instance, asked.organisation.view(),
          std::string_view(chosen.style == json_style::pretty ? "pretty" : "compact")}) {
      hash.add(part);
    }
    hash.add(leadcore::to_query_string<Endpoint>(asked.query));
    tag = '"';
    leadcore::detail::append_percent_encoded(tag, text);
    tag.append("-").append(hash.text()).append("\"");
  }
  return tag;
}

/// The headers of 200 and 304 that say who may keep the answer.
inline void append_caching(response& to, std::string_view tag) {
  if (tag.empty()) {
    add_header(to, "Cache-Control", "no-store");
    return;
  }
  add_header(to, "Cache-Control", "private, no-cache");
  add_header(to, "ETag", tag);
  add_header(to, "Vary", "Authorization");
}

} // namespace detail

/// The API key of a request, for a server that looks keys up itself, such as a coroutine; or the
/// response to a request that fails a check before that. Afterwards call ask with the principal.
///
/// @param asked  the key refers into its headers.
/// @par Errors
/// 414, 404, 405, 413, 401 and 400, as list_leads gives them.
template <class Endpoint = leads_endpoint>
[[nodiscard]] result<std::string_view, response> find_api_key(const request& asked,
                                                              const options& chosen = {}) {
  static_assert(check_endpoint<Endpoint>());
  auto checked = detail::check_request(asked, detail::text_of<Endpoint>, chosen);
  if (!checked.has_value()) {
    return fail(detail::finished(std::move(checked.error()), asked.method == "HEAD"));
  }
  return (*checked).api_key;
}

/// The question that a request asks of a store, or the response if it asks none. A question owns
/// its texts, so it may outlive the request.
///
///     const auto asked = http::ask(request, keys);
///     if (!asked.has_value()) {
///       co_return asked.error();
///     }
///     co_return http::answer(*asked, co_await rows.page((*asked).organisation, (*asked).query));
/// @par Errors
/// the response: every status of list_leads but 200, 304 and the store's 503 and 504.
/// @par Complexity
/// linear in the request, and what the authenticator needs.
/// @par Source
/// spec http.3 to http.6; decision 0075.
/// @see answer, list_leads
template <class Endpoint = leads_endpoint, authenticator Keys>
[[nodiscard]] result<question<Endpoint>, response> ask(const request& asked, const Keys& keys,
                                                       const options& chosen = {}) {
  static_assert(check_endpoint<Endpoint>());
  return detail::finished<Endpoint>(detail::ask_keys<Endpoint>(asked, keys, chosen, nullptr),
                                    asked.method == "HEAD");
}
/// The same for a caller who was looked up before; none for an unknown key.
template <class Endpoint = leads_endpoint>
[[nodiscard]] result<question<Endpoint>, response>
ask(const request& asked, const std::optional<principal>& caller, const options& chosen = {}) {
  static_assert(check_endpoint<Endpoint>());
  auto checked = detail::check_request(asked, detail::text_of<Endpoint>, chosen);
  const bool is_head = asked.method == "HEAD";
  if (!checked.has_value()) {
    return fail(detail::finished(std::move(checked.error()), is_head));
  }
  return detail::finished<Endpoint>(
      detail::read_question<Endpoint>(asked, (*checked).query, caller, chosen), is_head);
}

/// The response if the store cannot answer: 503, or 504 if it took too long, with Retry-After if
/// the time is known.
template <class Endpoint = leads_endpoint>
[[nodiscard]] response unavailable(const question<Endpoint>& asked, const store_error& error = {},
                                   const options& chosen = {}) {
  return detail::finished(detail::print_unavailable(error, detail::text_of<Endpoint>, chosen),
                          asked.is_head);
}
/// The same if keys cannot be looked up: unavailable<my_endpoint>(request, error).
template <class Endpoint = leads_endpoint>
[[nodiscard]] response unavailable(const request& asked, const store_error& error = {},
                                   const options& chosen = {}) {
  return detail::finished(detail::print_unavailable(error, detail::text_of<Endpoint>, chosen),
                          asked.method == "HEAD");
}

/// The response with the page that answers a question: 200; or 304 if the page has a version and
/// the request's If-None-Match names it.
///
/// @param page  what the store returned: a page_of rows, or what derives from one.
/// @par Complexity
/// linear in the page; 304 does not print it.
/// @par Source
/// spec http.7, http.12 to http.16, 7.1; RFC 9110 clause 13.1.2; decision 0075.
template <class Endpoint = leads_endpoint, leadcore::detail::page_for<Endpoint> Page>
[[nodiscard]] response answer(const question<Endpoint>& asked, const Page& page,
                              const options& chosen = {}) {
  static_assert(check_endpoint<Endpoint>());
  const std::string tag = detail::entity_tag(asked, page, chosen);
  if (!tag.empty() && if_none_match_has(asked.if_none_match, tag)) {
    response unchanged{304, {}, {}};
    detail::append_caching(unchanged, tag);
    return unchanged;
  }
  response found{200, {}, {}};
  detail::add_header(found, "Content-Type", "application/json");
  detail::append_caching(found, tag);
  leadcore::append_json<Endpoint>(found.body, page, chosen.style);
  const std::string target =
      std::string(chosen.link_base).append(detail::path_of(detail::text_of<Endpoint>, chosen));
  if (const std::string links = http::page_links<Endpoint>(asked.query, page.pagination, target);
      !links.empty()) {
    detail::add_header(found, "Link", links);
  }
  return detail::finished(std::move(found), asked.is_head);
}
/// The same for what a store returned that can fail: the page, or unavailable.
template <class Endpoint = leads_endpoint, leadcore::detail::page_for<Endpoint> Page>
[[nodiscard]] response answer(const question<Endpoint>& asked,
                              const result<Page, store_error>& page, const options& chosen = {}) {
  return page.has_value() ? http::answer(asked, *page, chosen)
                          : http::unavailable(asked, page.error(), chosen);
}

} // namespace leadcore::inline LEADCORE_ABI::http

#endif
