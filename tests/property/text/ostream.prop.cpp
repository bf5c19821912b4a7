// SPDX-License-Identifier: BSL-1.0
#include <leadcore/text/ostream.hpp>

#include "support/property.hpp"

#include <leadcore/testing/generators.hpp>
#include <leadcore/text/email.hpp>
#include <leadcore/text/phone.hpp>

#include <functional>
#include <sstream>
#include <string>

using namespace leadcore;
using namespace leadcore::testing;

namespace {

template <class T> std::string written(const T& value) {
  std::ostringstream out;
  out << value;
  return out.str();
}

} // namespace

TEST_CASE("what is written is the text, which reads back as an equal value with an equal hash") {
  rc::prop("phones", [](const e164& phone) {
    const std::string text = phone;
    RC_ASSERT(written(phone) == text);
    const auto again = parse_phone(text);
    RC_ASSERT(again == phone);
    RC_ASSERT(std::hash<e164>()(*again) == std::hash<e164>()(phone));
  });
  rc::prop("emails", [](const email_address& email) {
    const std::string text = email;
    RC_ASSERT(written(email) == text);
    const auto again = parse_email(text);
    RC_ASSERT(again == email);
    RC_ASSERT(std::hash<email_address>()(*again) == std::hash<email_address>()(email));
  });
  rc::prop("times", [times = timestamps()] {
    const timestamp time = *times;
    const std::string text(time);
    RC_ASSERT(written(time) == text);
    const auto again = parse_timestamp(text);
    RC_ASSERT(again == time);
    RC_ASSERT(std::hash<timestamp>()(*again) == std::hash<timestamp>()(time));
  });
}
