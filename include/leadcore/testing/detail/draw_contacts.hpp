// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TESTING_DETAIL_DRAW_CONTACTS_HPP
#define LEADCORE_TESTING_DETAIL_DRAW_CONTACTS_HPP

// Phone numbers and email addresses drawn from choices, canonical and as people type them.

#include <leadcore/testing/detail/draw_values.hpp>
#include <leadcore/text/ascii.hpp>
#include <leadcore/text/email.hpp>
#include <leadcore/text/phone.hpp>
#include <leadcore/version.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace leadcore::inline LEADCORE_ABI::detail {

// clang-format off
/// Phone numbers without their last four digits.
inline constexpr auto phone_beginnings = std::to_array<std::string_view>({
    "+1415555", "+44207946", "+4930901", "+3314268", "+39061234", "+8131234", "+861380013",
    "+551198765", "+791612345", "+91112345", "+6129123", "+3531234", "+354555", "+4179123",
    "+27821234", "+971501234", "+66812345", "+821012345", "+5255123456", "+5491112345",
});
inline constexpr auto phone_pieces = std::to_array<std::string_view>({
    "0", "1", "7", "+", "00", " ", "-", "(", ")", ".", "/", "x", "ext. ", "+49", "+1", "１", "٣",
    "tel:", ";ext=", "\u2013",
});

inline constexpr auto mailboxes = std::to_array<std::string_view>({
    "a", "jane", "jane.doe", "jane+news", "o'neill", "info", "1", "x_y-z", "%", "a*b", "ss",
});
inline constexpr auto domains = std::to_array<std::string_view>({
    "a.co", "acme.com", "example.org", "mail.example.co.uk", "xn--strae-oqa.de", "1.io",
    "a-b.museum",
});
inline constexpr auto email_pieces = std::to_array<std::string_view>({
    "a", "@", ".", "com", "-", "_", "\"", "(x)", "[1.2.3.4]", " ", "xn--", "é", "..", "1", "A",
    "\\", "lllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllll",
});
// clang-format on

} // namespace leadcore::inline LEADCORE_ABI::detail

namespace leadcore::inline LEADCORE_ABI::testing {

/// A phone number in E.164, from one of many countries.
[[nodiscard]] inline std::string draw_phone(drawing from) {
  std::string text(from.one_of(detail::phone_beginnings));
  const std::string tail = std::to_string((from.below(10'000) + 101) % 10'000);
  text += std::string(4 - tail.size(), '0') + tail;
  const auto phone = parse_phone(text);
  return std::string(phone.has_value() ? (*phone).view() : "+14155550101");
}

/// An email address in canonical form.
[[nodiscard]] inline std::string draw_email(drawing from) {
  std::string text(from.one_of(detail::mailboxes));
  text += '@';
  text += from.one_of(detail::domains);
  const auto email = parse_email(text);
  return std::string(email.has_value() ? (*email).view() : "a@a.co");
}

/// A spelling of an E.164 number as people write it.
/// @param way  the spelling: international, with separators, with 00, national with trunk 0, a
///     substring, or a wrong number.
[[nodiscard]] inline std::string spell_phone(std::string_view e164_text, std::size_t way) {
  const std::string digits(e164_text.substr(std::min<std::size_t>(1, e164_text.size())));
  const auto from = [&](std::size_t first) {
    return digits.substr(std::min(first, digits.size()));
  };
  const auto spread = [](const std::string& text) { // a separator after every third digit
    constexpr std::string_view separators = " -./()";
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
      out += text[i];
      if (i % 3 == 2) {
        out += separators[i / 3 % separators.size()];
      }
    }
    return out;
  };
  const std::size_t more = way / 10;
  switch (way % 10) {
  case 0:
    return std::string(e164_text);
  case 1:
    return spread(std::string(e164_text));
  case 2:
    return "00" + digits;
  case 3:
    return "0" + from(1 + more % 3);
  case 4:
    return "(0" + spread(from(1 + more % 3));
  case 5:
    return from(more % 8).substr(0, 3 + more / 8 % 5);
  case 6:
    return "+" + digits.substr(0, 2 + more % 12);
  case 7:
    return "00" + digits.substr(0, 1 + more % 12);
  case 8:
    return "+" + from(1 + more % 3); // wrong: the start is missing
  default:
    return spread(from(1)) + "7"; // wrong except for its end
  }
}

/// A phone number as people type it; may be invalid.
[[nodiscard]] inline std::string draw_typed_phone(drawing from) {
  const std::size_t kind = from.below(8);
  if (kind < 6) {
    const std::size_t way = from.below(200);
    return spell_phone(draw_phone(from), way);
  }
  if (kind == 6) {
    return draw_hostile_text(from);
  }
  std::string text;
  while (!from.at_end()) {
    text += from.one_of(detail::phone_pieces);
  }
  return text;
}

/// An email address as people type it; may be invalid.
[[nodiscard]] inline std::string draw_typed_email(drawing from) {
  const std::size_t kind = from.below(8);
  if (kind < 6) {
    std::string text = draw_email(from.take(2));
    if (kind == 1) {
      text = " \t" + text + "\r\n";
    }
    if (kind >= 2) {
      for (std::size_t i = kind - 2; i < text.size(); i += kind - 1) {
        text[i] = detail::to_upper(text[i]);
      }
    }
    return text;
  }
  if (kind == 6) {
    return draw_hostile_text(from);
  }
  std::string text;
  while (!from.at_end()) {
    text += from.one_of(detail::email_pieces);
  }
  return text;
}

} // namespace leadcore::inline LEADCORE_ABI::testing

#endif
