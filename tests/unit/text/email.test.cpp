// SPDX-License-Identifier: BSL-1.0
#include <leadcore/text/email.hpp>

#include "support/answers/text.hpp"
#include "support/catch.hpp"

#include <leadcore/text/detail/byte_offset.hpp>

#include <algorithm>
#include <cstddef>
#include <set>
#include <string>
#include <string_view>

namespace {

using leadcore::email_errc;
using leadcore::email_profile;
using leadcore::parse_email;

namespace answers = leadcore::test_support::answers;

std::string outcome(std::string_view text, email_profile profile = email_profile::strict) {
  const auto parsed = parse_email(text, profile);
  if (parsed.has_value()) {
    return std::string((*parsed).view());
  }
  return "error:" + std::string(to_string(parsed.error().code)) + "@" +
         std::to_string(parsed.error().offset);
}

} // namespace

TEST_CASE("parse_email answers every vector", "[email]") {
  for (const auto& one : LEADCORE_VECTORS("email.jsonl")) {
    INFO(one.where());
    CHECK(answers::parse_email(one) == one.out);
  }
}

TEST_CASE("an address in a vector is a fixed point, and its parts surround the @", "[email]") {
  int addresses = 0;
  for (const auto& one : LEADCORE_VECTORS("email.jsonl")) {
    const auto parsed = parse_email(one.text("text"), answers::emails_of(one));
    if (!parsed.has_value()) {
      continue;
    }
    INFO(one.where());
    ++addresses;
    const auto& address = *parsed;
    CHECK(parse_email(address.view(), answers::emails_of(one)) == address);
    CHECK(std::string(address.local_part()) + "@" + std::string(address.domain()) ==
          address.view());
  }
  CHECK(addresses > 40);
}

// decision 0033
TEST_CASE("allow_utf8 changes nothing for ASCII texts", "[email]") {
  int ascii = 0;
  for (const auto& one : LEADCORE_VECTORS("email.jsonl")) {
    const std::string input = one.text("text");
    if (std::all_of(input.begin(), input.end(),
                    [](char c) { return static_cast<unsigned char>(c) < 0x80; })) {
      INFO(one.where());
      ++ascii;
      CHECK(answers::parse_email(one) == one.out);
      CHECK(outcome(input, email_profile::strict) == outcome(input, leadcore::allow_utf8));
    }
  }
  CHECK(ascii > 100);
}

TEST_CASE("every error of parse_email has a vector", "[email]") {
  std::set<std::string> seen;
  for (const auto& one : LEADCORE_VECTORS("email.jsonl")) {
    seen.insert(one.error_code());
  }
  for (int number = 1; number <= 255; ++number) {
    const auto code = static_cast<email_errc>(number);
    if (!to_string(code).empty()) {
      INFO(to_string(code));
      CHECK(seen.count(std::string(to_string(code))) == 1);
    }
  }
}

// RFC 5322 clause 3.2.3; RFC 5321 clause 4.1.2
TEST_CASE("each byte is allowed exactly where the grammar has it", "[email]") {
  const std::string_view specials = "!#$%&'*+-/=?^_`{|}~";
  for (int value = 0; value < 256; ++value) {
    const char byte = static_cast<char>(value);
    const bool letter_or_digit = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
                                 (byte >= '0' && byte <= '9');
    INFO(value);
    CHECK(parse_email(std::string("ja") + byte + "ne@acme.com").has_value() ==
          (letter_or_digit || byte == '.' || specials.find(byte) != std::string_view::npos));
    CHECK(parse_email(std::string("jane@ac") + byte + "me.com").has_value() ==
          (letter_or_digit || byte == '.' || byte == '-'));
    CHECK(parse_email(std::string("jane@acme.com") + byte).has_value() ==
          (letter_or_digit || byte == ' ' || (byte >= '\t' && byte <= '\r')));
    CHECK(parse_email(byte + std::string("jane@acme.com")).has_value() ==
          (letter_or_digit || specials.find(byte) != std::string_view::npos || byte == ' ' ||
           (byte >= '\t' && byte <= '\r')));
  }
}

TEST_CASE("addresses are ordered by their unsigned bytes", "[email]") {
  const auto address = [](std::string_view text) {
    return *parse_email(text, leadcore::allow_utf8);
  };
  CHECK(address("a@b.cc") < address("a@b.cd"));
  CHECK(address("a@b.cc") < address("a@b.ccc"));
  CHECK(address("z@b.cc") < address("\xC3\xBC@b.cc"));
  CHECK(address("A@B.CC") == address(" a@b.cc "));
  CHECK(address("a@b.cc") != address("b@b.cc"));
}

TEST_CASE("an address owns its text", "[email]") {
  std::string text = "Jane@Acme.com";
  const auto address = *parse_email(text);
  text.assign(text.size(), 'x');
  CHECK(address.view() == "jane@acme.com");
  const auto copy = address;
  CHECK(copy.view() == "jane@acme.com");
  CHECK(copy.view().data() != address.view().data());
}

TEST_CASE("long texts are refused in linear time without reading past them", "[email]") {
  const std::string megabyte(1'000'000, 'a');
  CHECK(outcome(megabyte) == "error:local_part_too_long@64");
  CHECK(outcome("a@" + megabyte) == "error:label_too_long@65");
  std::string labels;
  for (int i = 0; i < 100'000; ++i) {
    labels += "abc.";
  }
  CHECK(outcome("a@" + labels + "com") == "error:domain_too_long@255");
  CHECK(outcome(std::string(100'000, ' ') + "a@b.cc" + std::string(100'000, ' ')) == "a@b.cc");
  CHECK(outcome(std::string(100'000, ' ') + "a@b") == "error:single_label@100003");
}

TEST_CASE("the offset of an error saturates", "[email]") {
  using leadcore::detail::byte_offset;
  CHECK(byte_offset(0xFFFF'FFFEU) == 0xFFFF'FFFEU);
  CHECK(byte_offset(0xFFFF'FFFFU) == 0xFFFF'FFFFU);
  CHECK(byte_offset(std::size_t{1} << 32U) == 0xFFFF'FFFFU);
}
