// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_HTTP_PROBLEM_HPP
#define LEADCORE_HTTP_PROBLEM_HPP

// Problem documents, application/problem+json.

#include <leadcore/model/field.hpp>
#include <leadcore/version.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace leadcore::inline LEADCORE_ABI::http {

/// A problem as application/problem+json.
/// @par Source  RFC 9457 clause 3.1.
struct problem {
  std::string type;
  std::string_view title;
  std::uint64_t status;
  std::string_view detail;

  struct hana_accessors_impl
      : leadcore::detail::own_fields<problem,
                                     leadcore::detail::member_field<"type", &problem::type>,
                                     leadcore::detail::member_field<"title", &problem::title>,
                                     leadcore::detail::member_field<"status", &problem::status>,
                                     leadcore::detail::member_field<"detail", &problem::detail>> {};
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
/// @par Source  RFC 9457 clause 3.2.
struct query_problem {
  std::string type;
  std::string_view title;
  std::uint64_t status;
  std::string_view detail;
  std::vector<parameter_problem> errors;

  struct hana_accessors_impl
      : leadcore::detail::own_fields<
            query_problem, leadcore::detail::member_field<"type", &query_problem::type>,
            leadcore::detail::member_field<"title", &query_problem::title>,
            leadcore::detail::member_field<"status", &query_problem::status>,
            leadcore::detail::member_field<"detail", &query_problem::detail>,
            leadcore::detail::member_field<"errors", &query_problem::errors>> {};
};

} // namespace leadcore::inline LEADCORE_ABI::http

#endif
