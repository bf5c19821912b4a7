// SPDX-License-Identifier: BSL-1.0
#include <leadcore/text/email.hpp>

#include <compare>
#include <concepts>
#include <cstddef>
#include <string>
#include <string_view>
#include <type_traits>

namespace {

using leadcore::allow_utf8;
using leadcore::email_address;
using leadcore::email_errc;
using leadcore::email_error;
using leadcore::email_profile;
using leadcore::parse_email;

static_assert(std::convertible_to<email_address, std::string_view> &&
              std::convertible_to<email_address, std::string> &&
              std::constructible_from<std::string, email_address>);
static_assert(std::copyable<email_address> && std::totally_ordered<email_address>);
static_assert(std::is_trivially_copyable_v<email_address> && sizeof(email_address) == 256);
static_assert(!std::is_default_constructible_v<email_address>, "there is no default address");
static_assert(!std::constructible_from<email_address, std::string_view>,
              "parse_email makes addresses");
static_assert(std::three_way_comparable<email_address, std::strong_ordering>);
static_assert(
    std::is_same_v<decltype(parse_email("")), leadcore::result<email_address, email_error>>);
static_assert(std::is_trivially_copyable_v<decltype(parse_email(""))>);
static_assert(noexcept(parse_email("")) && noexcept(parse_email("", allow_utf8)));

constexpr email_address jane = *parse_email("  Jane.Doe+CRM@Mail.Acme.COM\r\n");
static_assert(jane.view() == "jane.doe+crm@mail.acme.com");
static_assert(jane.local_part() == "jane.doe+crm" && jane.domain() == "mail.acme.com");
static_assert(noexcept(jane.view()) && noexcept(jane.local_part()) && noexcept(jane.domain()));
static_assert(noexcept(jane == jane) && noexcept(jane < jane));
static_assert(*parse_email(jane.view()) == jane);
static_assert(*parse_email("a@b.cc") < *parse_email("b@b.cc"));
static_assert((*parse_email("j\xC3\x9CRGEN@M\xC3\xBCnchen.DE", allow_utf8)).view() ==
              "j\xC3\x9Crgen@m\xC3\xBCnchen.de");

// One failure of each kind: nothing, left, right, the whole, the profile.
static_assert(parse_email("").error() == email_error{email_errc::empty, 0});
static_assert(parse_email(" ..@b.cc").error() == email_error{email_errc::empty_atom, 1});
static_assert(parse_email("\"a\"@b.cc").error() == email_error{email_errc::quoted_string, 0});
static_assert(parse_email("a(b)@c.dd").error() == email_error{email_errc::comment, 1});
static_assert(parse_email("a@[192.0.2.1]").error() == email_error{email_errc::address_literal, 2});
static_assert(parse_email("a@b-.cc").error() == email_error{email_errc::hyphen_at_label_edge, 3});
static_assert(parse_email("a@b").error() == email_error{email_errc::single_label, 3});
static_assert(parse_email("a@b.1").error() == email_error{email_errc::numeric_top_level, 4});
static_assert(parse_email("\xC3\xBC@b.cc").error() == email_error{email_errc::non_ascii, 0});
static_assert(parse_email("\xC3@b.cc", allow_utf8).error() ==
              email_error{email_errc::invalid_utf8, 0});

// The limits: a local part, "@", labels of 63 octets, and a last one.
struct sized_text {
  char bytes[400]{};
  std::size_t size = 0;

  constexpr sized_text(std::size_t local_part, std::size_t full_labels, std::size_t last_label) {
    add(local_part, '@');
    for (std::size_t i = 0; i < full_labels; ++i) {
      add(63, '.');
    }
    add(last_label, ' ');
  }
  constexpr void add(std::size_t letters, char end) {
    for (std::size_t i = 0; i < letters; ++i) {
      bytes[size++] = 'x';
    }
    bytes[size++] = end;
  }
  [[nodiscard]] constexpr std::string_view view() const { return {bytes, size}; }
};
static_assert(parse_email(sized_text(64, 1, 63).view()).has_value());
static_assert(parse_email(sized_text(65, 1, 3).view()).error() ==
              email_error{email_errc::local_part_too_long, 64});
static_assert(parse_email(sized_text(1, 1, 64).view()).error() ==
              email_error{email_errc::label_too_long, 129});
static_assert((*parse_email(sized_text(1, 3, 60).view())).view().size() == email_address::max_size);
static_assert(parse_email(sized_text(2, 3, 60).view()).error() ==
              email_error{email_errc::address_too_long, 254});
static_assert(parse_email(sized_text(1, 3, 61).view()).error() ==
              email_error{email_errc::address_too_long, 254});
static_assert(parse_email(sized_text(1, 3, 62).view()).error() ==
              email_error{email_errc::domain_too_long, 255});

static_assert(parse_email("a@b.cc", email_profile::strict) == parse_email("a@b.cc"));

} // namespace
