// SPDX-License-Identifier: BSL-1.0
// Phones, emails and times as people type them: their canonical form, or the error and its offset.
// ctest: "+44 (0)20 7946 0958" "(415) 555-0101 x12" "Jane.Doe@ACME.com" "jane@acme"
// ctest: "2026-05-02T12:30:00+02:00" "2026-02-30T00:00:00Z" "call me"

#include <leadcore/text/email.hpp>
#include <leadcore/text/phone.hpp>
#include <leadcore/text/timestamp.hpp>

#include <cstdio>
#include <string>
#include <string_view>

// All three are constexpr: a wrong literal does not compile.
static_assert(leadcore::parse_phone("020 7946 0958", leadcore::region("GB")).value().view() ==
              "+442079460958");

/// Prints the value of a text, or marks the byte of its error.
template <class Result>
void show(std::string_view text, const Result& parsed, const std::string& canonical) {
  if (parsed.has_value()) {
    std::printf("%s\n", canonical.c_str());
  } else {
    std::printf("%s\n%*s^ %s: %s\n", std::string(text).c_str(),
                static_cast<int>(parsed.error().offset), "",
                std::string(to_string(parsed.error().code)).c_str(),
                std::string(message(parsed.error().code)).c_str());
  }
}

int main(int count, char** arguments) {
  for (int i = 1; i < count; ++i) {
    const std::string_view text = arguments[i];
    if (text.find('@') != std::string_view::npos) {
      const auto email = leadcore::parse_email(text);
      show(text, email, email.has_value() ? std::string((*email).view()) : "");
    } else if (text.find('T') != std::string_view::npos) {
      const auto time = leadcore::parse_timestamp(text);
      show(text, time, time.has_value() ? to_string(*time) : "");
    } else {
      const auto phone = leadcore::parse_phone(text, leadcore::region("US"));
      show(text, phone, phone.has_value() ? std::string((*phone).view()) : "");
    }
  }
}
