// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TESTS_SUPPORT_ANSWERS_TEXT_HPP
#define LEADCORE_TESTS_SUPPORT_ANSWERS_TEXT_HPP

// What the library answers to the calls of docs/verify.md on texts.

#include "support/vector_reader.hpp"

#include <leadcore/model/status.hpp>
#include <leadcore/text/email.hpp>
#include <leadcore/text/fold.hpp>
#include <leadcore/text/timestamp.hpp>
#include <leadcore/text/utf8.hpp>

#include <string>

namespace leadcore::test_support::answers {

template <class Error> [[nodiscard]] json::object error_object(const Error& error) {
  return {{"error", json::object{{"code", to_string(error.code)}, {"offset", error.offset}}}};
}

[[nodiscard]] inline json::object parse_status(const vector_case& asked) {
  const auto parsed = parse_lead_status(asked.text("text"));
  return parsed.has_value() ? json::object{{"status", to_string(*parsed)}}
                            : error_object(parsed.error());
}

[[nodiscard]] inline json::object check_utf8(const vector_case& asked) {
  const std::string text = asked.text("text");
  json::object answer{{"firstInvalid", nullptr}, {"units", count_code_points(text)}};
  if (const auto at = find_invalid_utf8(text); at != std::string_view::npos) {
    answer["firstInvalid"] = at;
  }
  return answer;
}

[[nodiscard]] inline json::object fold(const vector_case& asked) {
  return {{"text", text_value(leadcore::fold(asked.text("text")))}};
}

[[nodiscard]] inline json::object contains_folded(const vector_case& asked) {
  return {{"found", leadcore::contains_folded(asked.text("text"), asked.text("needle"))}};
}

[[nodiscard]] inline json::object parse_timestamp(const vector_case& asked) {
  const auto parsed = leadcore::parse_timestamp(asked.text("text"));
  if (!parsed.has_value()) {
    return error_object(parsed.error());
  }
  return {{"text", to_string(*parsed)}, {"milliseconds", (*parsed).milliseconds_since_epoch()}};
}

[[nodiscard]] inline email_profile emails_of(const vector_case& asked) {
  return asked.has_profile("allow_utf8") ? email_profile(allow_utf8) : email_profile::strict;
}

[[nodiscard]] inline json::object parse_email(const vector_case& asked) {
  const auto parsed = leadcore::parse_email(asked.text("text"), emails_of(asked));
  return parsed.has_value() ? json::object{{"email", text_value((*parsed).view())}}
                            : error_object(parsed.error());
}

} // namespace leadcore::test_support::answers

#endif
