// SPDX-License-Identifier: BSL-1.0
// Any bytes are an address or an error, like in the tests' slow reader, in both profiles. An
// address is a fixed point; the offset of an error is where the text stops being the beginning of
// an address.

#include "fuzz.hpp"

#include "support/email_oracle.hpp"

#include <leadcore/text/email.hpp>

namespace {

using namespace leadcore;

bool ends_the_text(email_errc code) {
  return code == email_errc::missing_at || code == email_errc::missing_domain ||
         code == email_errc::single_label;
}

/// Codes of a byte that is wrong whatever follows it.
bool is_of_one_byte(email_errc code) {
  switch (code) {
  case email_errc::missing_local_part:
  case email_errc::quoted_string:
  case email_errc::address_literal:
  case email_errc::comment:
  case email_errc::angle_bracket:
  case email_errc::non_ascii:
  case email_errc::second_at:
  case email_errc::invalid_local_character:
  case email_errc::invalid_domain_character:
  case email_errc::empty_atom:
  case email_errc::empty_label:
    return true;
  default:
    return false;
  }
}

void check(std::string_view text, email_profile profile) {
  const auto parsed = parse_email(text, profile);
  const auto slow = test_support::slow_parse_email(text, profile == email_profile::allow_utf8);
  LEADCORE_FUZZ_CHECK(parsed.has_value() == slow.has_value());
  if (parsed.has_value()) {
    const email_address& address = *parsed;
    LEADCORE_FUZZ_CHECK(address.view() == *slow);
    LEADCORE_FUZZ_CHECK(parse_email(address.view(), profile) == address);
    LEADCORE_FUZZ_CHECK(std::string(address.local_part()) + "@" + std::string(address.domain()) ==
                        address.view());
    LEADCORE_FUZZ_CHECK(address.local_part().find('@') == std::string_view::npos);
    return;
  }
  const auto [code, offset] = parsed.error();
  LEADCORE_FUZZ_CHECK(!to_string(code).empty());
  LEADCORE_FUZZ_CHECK(offset <= text.size());
  if (ends_the_text(code)) {
    LEADCORE_FUZZ_CHECK(detail::trim(text.substr(offset)).empty());
  } else if (code != email_errc::empty) {
    LEADCORE_FUZZ_CHECK(offset < text.size());
  }
  if (is_of_one_byte(code)) {
    // The same error if nothing follows the byte; another one, not before it, without the byte.
    LEADCORE_FUZZ_CHECK(parse_email(text.substr(0, offset + 1), profile) == parsed);
    const auto before = parse_email(text.substr(0, offset), profile);
    LEADCORE_FUZZ_CHECK(before.has_value() || before.error() != parsed.error());
  }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = fuzz::as_text(data, size);
  check(text, email_profile::strict);
  check(text, email_profile::allow_utf8);
  // The profiles differ in non-ASCII bytes only.
  const auto strict = parse_email(text);
  const auto utf8 = parse_email(text, allow_utf8);
  LEADCORE_FUZZ_CHECK(strict == utf8 ||
                      (!strict.has_value() && strict.error().code == email_errc::non_ascii));
  return 0;
}
