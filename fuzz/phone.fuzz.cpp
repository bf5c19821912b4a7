// SPDX-License-Identifier: BSL-1.0
// A line with a region, then any bytes: a number that parses back to itself, or an error with an
// offset in the text. The dialled digits agree with the tests' slow reader. Type, region and
// validity of a number are consistent.

#include "fuzz.hpp"

#include "support/phone_text_oracle.hpp"

#include <leadcore/text/phone.hpp>
#include <leadcore/text/phone_type.hpp>

#include <algorithm>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace leadcore;
  std::string_view text = fuzz::as_text(data, size);
  const std::size_t line = text.find('\n');
  const region from(line == std::string_view::npos ? "" : text.substr(0, line));
  text.remove_prefix(line == std::string_view::npos ? 0 : line + 1);

  const auto parsed = parse_phone(text, from);
  const auto both = parse_phone_with_extension(text, from);
  LEADCORE_FUZZ_CHECK(parsed.has_value() == both.has_value());
  LEADCORE_FUZZ_CHECK(parsed.has_value() == is_possible(text, from));
  if (parsed.has_value()) {
    const std::string_view number = (*parsed).view();
    LEADCORE_FUZZ_CHECK((*both).number == *parsed);
    LEADCORE_FUZZ_CHECK(number.size() >= 4 && number.size() <= 16);
    LEADCORE_FUZZ_CHECK(number[0] == '+' && number[1] >= '1' && number[1] <= '9');
    LEADCORE_FUZZ_CHECK(std::all_of(number.begin() + 1, number.end(), detail::is_digit));
    LEADCORE_FUZZ_CHECK(number.substr(1) == (*parsed).digits());
    for (const char* other : {"", "US", "GB", "AR", "BR", "AG", "SM", "QQ"}) {
      LEADCORE_FUZZ_CHECK(parse_phone(number, region(other)) == parsed);
    }
    const phone_type type = type_of(*parsed);
    const region of = region_of(*parsed);
    LEADCORE_FUZZ_CHECK(!to_string(type).empty() &&
                        is_valid(*parsed) == (type != phone_type::unknown));
    LEADCORE_FUZZ_CHECK(of.has_value() == of.is_known());
    if (of.is_known()) {
      LEADCORE_FUZZ_CHECK(is_valid_for(*parsed, of) == is_valid(*parsed));
    } else if (is_valid(*parsed)) { // the calling codes without a region are 800 to 979
      LEADCORE_FUZZ_CHECK(number[1] == '8' || number[1] == '9');
    }
    LEADCORE_FUZZ_CHECK(!is_valid_for(*parsed, from) || from.is_known());
    const std::string_view extension = (*both).extension.view();
    LEADCORE_FUZZ_CHECK(extension.size() <= 20 && extension.empty() == (*both).extension.empty());
    LEADCORE_FUZZ_CHECK(std::all_of(extension.begin(), extension.end(), detail::is_digit));
    if (!extension.empty()) {
      std::string with(number);
      with.append(" ext. ").append(extension);
      LEADCORE_FUZZ_CHECK(parse_phone_with_extension(with, from) == both);
    }
  } else {
    const phone_error error = parsed.error();
    LEADCORE_FUZZ_CHECK(error == both.error());
    LEADCORE_FUZZ_CHECK(!to_string(error.code).empty() && !message(error.code).empty());
    LEADCORE_FUZZ_CHECK(error.offset <= text.size());
    LEADCORE_FUZZ_CHECK(error.code != phone_errc::invalid_utf8 ||
                        error.offset == find_invalid_utf8(text));
    LEADCORE_FUZZ_CHECK(from.has_value() || error.code != phone_errc::unknown_region);
    LEADCORE_FUZZ_CHECK(!from.has_value() || error.code != phone_errc::missing_region);
    LEADCORE_FUZZ_CHECK(!from.is_known() || error.code != phone_errc::unknown_region);
  }

  // White space around a number is junk; a URI has none.
  if (detail::find_phone_context(text) == std::string_view::npos) {
    std::string padded(" \t");
    padded.append(text).append("\r\n \f");
    const auto again = parse_phone_with_extension(padded, from);
    LEADCORE_FUZZ_CHECK(again.has_value() == both.has_value());
    LEADCORE_FUZZ_CHECK(again.has_value() ? *again == *both
                                          : again.error().code == both.error().code);
  }
  if (text.size() <= 64) { // regular expressions are slow
    const auto slow = test_support::slow_read_phone(text);
    LEADCORE_FUZZ_CHECK(test_support::fast_read_phone(text) == slow);
    if (both.has_value()) {
      LEADCORE_FUZZ_CHECK(slow && slow->extension == (*both).extension.view());
    }
  }
  return 0;
}
