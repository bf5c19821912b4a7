// SPDX-License-Identifier: BSL-1.0
// Any bytes are a timestamp or an error, like in the tests' slow reader; a timestamp prints and
// parses back.

#include "fuzz.hpp"

#include "support/timestamp_oracle.hpp"

#include <leadcore/text/timestamp.hpp>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace leadcore;
  const std::string_view text = fuzz::as_text(data, size);
  const auto parsed = parse_timestamp(text);
  const auto slow = test_support::slow_parse_timestamp(text);
  LEADCORE_FUZZ_CHECK(parsed.has_value() == slow.has_value());
  LEADCORE_FUZZ_CHECK(parsed == detail::parse_any_timestamp(text)); // without the fast path
  if (parsed.has_value()) {
    LEADCORE_FUZZ_CHECK((*parsed).milliseconds_since_epoch() == *slow);
    const timestamp_text printed = to_text(*parsed);
    LEADCORE_FUZZ_CHECK(printed.view() == test_support::slow_timestamp_text(*slow));
    LEADCORE_FUZZ_CHECK(parse_timestamp(printed.view()) == parsed);
  } else {
    const auto [code, offset] = parsed.error();
    LEADCORE_FUZZ_CHECK(!to_string(code).empty());
    LEADCORE_FUZZ_CHECK(offset <= size);
    // The error depends on the text up to its byte only.
    if (code != timestamp_errc::empty && code != timestamp_errc::too_short &&
        code != timestamp_errc::missing_zone) {
      LEADCORE_FUZZ_CHECK(offset < size);
    }
    if (code == timestamp_errc::trailing_characters) {
      LEADCORE_FUZZ_CHECK(parse_timestamp(text.substr(0, offset)).has_value());
    }
    const bool of_one_byte =
        code == timestamp_errc::digit_expected || code == timestamp_errc::hyphen_expected ||
        code == timestamp_errc::time_marker_expected || code == timestamp_errc::colon_expected ||
        code == timestamp_errc::zone_expected;
    if (of_one_byte) {
      LEADCORE_FUZZ_CHECK(parse_timestamp(text.substr(0, offset + 1)) == parsed);
      const auto shorter = parse_timestamp(text.substr(0, offset));
      LEADCORE_FUZZ_CHECK(!shorter.has_value() && shorter.error().offset == offset);
    }
  }
  // Any eight bytes are an instant too: its text is in range and parses back.
  if (size == 8) {
    std::int64_t milliseconds = 0;
    for (const char c : text) {
      milliseconds = static_cast<std::int64_t>(static_cast<std::uint64_t>(milliseconds) << 8 |
                                               static_cast<unsigned char>(c));
    }
    const auto instant = timestamp::from_milliseconds(milliseconds % 400'000'000'000'000);
    if (instant.has_value()) {
      LEADCORE_FUZZ_CHECK(to_text(*instant).view() ==
                          test_support::slow_timestamp_text((*instant).milliseconds_since_epoch()));
      LEADCORE_FUZZ_CHECK(parse_timestamp(to_text(*instant).view()) == *instant);
    }
  }
  return 0;
}
