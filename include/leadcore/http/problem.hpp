// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_HTTP_PROBLEM_HPP
#define LEADCORE_HTTP_PROBLEM_HPP

// Problem documents, application/problem+json.

#include <leadcore/http/message.hpp>
#include <leadcore/http/options.hpp>
#include <leadcore/json/write.hpp>
#include <leadcore/model/field.hpp>
#include <leadcore/version.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace leadcore::inline LEADCORE_ABI::http {

/// A problem as application/problem+json.
/// @par Source
/// RFC 9457 clause 3.1.
struct problem {
  std::string type;
  std::string_view title;
  std::uint64_t status;
  std::string_view detail;

  /// The fields of every problem, and then those of a problem that derives from this one.
  template <class Problem, class... More>
  using fields =
      leadcore::detail::own_fields<Problem, leadcore::detail::member_field<"type", &problem::type>,
                                   leadcore::detail::member_field<"title", &problem::title>,
                                   leadcore::detail::member_field<"status", &problem::status>,
                                   leadcore::detail::member_field<"detail", &problem::detail>,
                                   More...>;
  struct hana_accessors_impl : fields<problem> {};
};

/// One element of errors: the problem of one parameter. Bytes that are not UTF-8 print as U+FFFD.
struct parameter_problem {
  std::string_view code;
  std::string_view detail;
  std::string_view parameter;
  std::string_view value;
  std::uint64_t offset;
  std::string_view allowed;
  std::optional<std::string_view> suggestion;

  struct hana_accessors_impl
      : leadcore::detail::own_fields<
            parameter_problem, leadcore::detail::member_field<"code", &parameter_problem::code>,
            leadcore::detail::member_field<"detail", &parameter_problem::detail>,
            leadcore::detail::member_field<"parameter", &parameter_problem::parameter>,
            leadcore::detail::member_field<"value", &parameter_problem::value>,
            leadcore::detail::member_field<"offset", &parameter_problem::offset>,
            leadcore::detail::member_field<"allowed", &parameter_problem::allowed>,
            leadcore::detail::member_field<"suggestion", &parameter_problem::suggestion>> {};
};

/// A bad query string. The extension member errors lists every problem.
/// @par Source
/// RFC 9457 clause 3.2.
struct query_problem : problem {
  std::vector<parameter_problem> errors;

  struct hana_accessors_impl
      : fields<query_problem, leadcore::detail::member_field<"errors", &query_problem::errors>> {};
};

namespace detail {

[[nodiscard]] inline problem make_problem(int status, std::string_view name, std::string_view text,
                                          const options& chosen) {
  return {chosen.problem_type_base.empty() ? "about:blank"
                                           : std::string(chosen.problem_type_base).append(name),
          reason_phrase(status), static_cast<std::uint64_t>(status), text};
}

[[gnu::noinline]] inline void add_header(response& to, std::string_view name,
                                         std::string_view value) {
  to.headers.push_back({std::string(name), std::string(value)});
}

/// Without Content-Length.
template <class Problem>
[[nodiscard]] response print_problem(const Problem& described, const options& chosen) {
  response printed{static_cast<int>(described.status), {}, {}};
  leadcore::detail::json_writer(printed.body, chosen.style).template object<Problem>(described);
  detail::add_header(printed, "Content-Type", "application/problem+json");
  detail::add_header(printed, "Cache-Control", "no-store");
  return printed;
}

[[nodiscard]] inline response print_problem(int status, std::string_view name,
                                            std::string_view text, const options& chosen) {
  return print_problem(detail::make_problem(status, name, text, chosen), chosen);
}

/// Adds Content-Length. An answer to HEAD loses its body.
[[nodiscard]] inline response finished(response answered, bool is_head) {
  add_header(answered, "Content-Length", std::to_string(answered.body.size()));
  if (is_head) {
    answered.body.clear();
  }
  return answered;
}

} // namespace detail

/// A problem of the server's own in the form of the endpoint's: a complete answer with
/// Content-Type, Cache-Control and Content-Length.
///
///     problem_response(500, "internal", "Something went wrong.")
/// @param status  the HTTP status; the title is its reason phrase
/// @param name  appended to options.problem_type_base
/// @param text  for people: the member detail
/// @par Source
/// RFC 9457 clause 3; spec http.9, http.11.
[[nodiscard]] inline response problem_response(int status, std::string_view name,
                                               std::string_view text, const options& chosen = {}) {
  return detail::finished(detail::print_problem(status, name, text, chosen), false);
}

} // namespace leadcore::inline LEADCORE_ABI::http

#endif
