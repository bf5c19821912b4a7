// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TESTS_SUPPORT_ANSWERS_PHONE_TYPE_HPP
#define LEADCORE_TESTS_SUPPORT_ANSWERS_PHONE_TYPE_HPP

// What the library answers to the call describe_phone of docs/verify.md.

#include "support/vector_reader.hpp"

#include <leadcore/text/phone_type.hpp>

#include <string>

namespace leadcore::test_support::answers {

/// The phone of `in` has to be in E.164 form.
[[nodiscard]] inline json::object describe_phone(const vector_case& asked) {
  const e164 number = leadcore::parse_phone(asked.text("phone")).value();
  json::object answer{{"type", to_string(type_of(number))}, {"region", nullptr}};
  if (const auto of = region_of(number); of.has_value()) {
    answer["region"] = of.view();
  }
  json::array valid_for;
  for (char first = 'A'; first <= 'Z'; ++first) {
    for (char second = 'A'; second <= 'Z'; ++second) {
      const std::string code{first, second};
      if (is_valid_for(number, region(code))) {
        valid_for.emplace_back(code);
      }
    }
  }
  answer["validFor"] = std::move(valid_for);
  return answer;
}

} // namespace leadcore::test_support::answers

#endif
