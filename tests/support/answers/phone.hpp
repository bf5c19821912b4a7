// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TESTS_SUPPORT_ANSWERS_PHONE_HPP
#define LEADCORE_TESTS_SUPPORT_ANSWERS_PHONE_HPP

// What the library answers to the calls of docs/verify.md on phones.

#include "support/answers/text.hpp"

#include <leadcore/text/phone.hpp>

namespace leadcore::test_support::answers {

[[nodiscard]] inline json::object parse_phone(const vector_case& asked) {
  const auto parsed = parse_phone_with_extension(asked.text("text"), region(asked.text("region")));
  if (!parsed.has_value()) {
    return error_object(parsed.error());
  }
  const auto& extension = (*parsed).extension;
  json::object answer{{"phone", (*parsed).number.view()}, {"extension", nullptr}};
  if (!extension.empty()) {
    answer["extension"] = extension.view();
  }
  return answer;
}

} // namespace leadcore::test_support::answers

#endif
