// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TESTS_SUPPORT_HOSTILE_HPP
#define LEADCORE_TESTS_SUPPORT_HOSTILE_HPP

// Rows whose texts are anything at all, for properties of the writers: nothing here is a valid lead but by chance.

#include "support/property.hpp"

#include <leadcore/lead.hpp>
#include <leadcore/utf8.hpp>

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace leadcore::test_support {

/// Any bytes: plain words, JSON's own characters, other scripts, broken UTF-8, arbitrary bytes.
[[nodiscard]] inline rc::Gen<std::string> hostile_text() {
  const auto piece = rc::gen::weightedOneOf<std::string>(
      {{4, rc::gen::elementOf(
               std::vector<std::string>{"Jane", "12345678", " ", "acme.com", "abcdefghijklmnopqrstuvw"})},
       {3, rc::gen::elementOf(std::vector<std::string>{"\"", "\\", "/", "\n", "\t", "\x1f", "\x7f", "\",\"",
                                                       "{", "]", "\\u00", std::string(1, '\0')})},
       {2, rc::gen::elementOf(std::vector<std::string>{"\xC3\xA9", "\xE6\x9D\xB1", "\xF0\x9F\x98\x80",
                                                       "\xE2\x80\xA8", "\xEF\xBF\xBD", "\xCC\x81"})},
       {2, rc::gen::elementOf(std::vector<std::string>{"\xC3", "\xE2\x82", "\xF0\x9F\x98", "\x80",
                                                       "\xED\xA0\x80", "\xC0\xA2", "\xF4\x90\x80\x80"})},
       {1, rc::gen::container<std::string>(rc::gen::arbitrary<char>())}});
  return rc::gen::map(rc::gen::container<std::vector<std::string>>(piece),
                      [](const std::vector<std::string>& pieces) {
                        std::string text;
                        for (const std::string& each : pieces) {
                          text += each;
                        }
                        return text;
                      });
}

/// A row with such texts in every field, and any instants.
[[nodiscard]] inline lead any_row() {
  lead row{};
  const auto instant = [] {
    return *timestamp::from_milliseconds(*rc::gen::inRange<std::int64_t>(
        timestamp::min().milliseconds_since_epoch(), timestamp::max().milliseconds_since_epoch()));
  };
  for_each_lead_field([&](auto each) {
    auto& value = each.in(row);
    using type = std::remove_reference_t<decltype(value)>;
    if constexpr (std::same_as<type, std::string>) {
      value = *hostile_text();
    } else if constexpr (std::same_as<type, std::optional<std::string>>) {
      if (*rc::gen::arbitrary<bool>()) {
        value = *hostile_text();
      }
    } else if constexpr (std::same_as<type, std::vector<std::string>>) {
      value = *rc::gen::container<std::vector<std::string>>(hostile_text());
    } else if constexpr (std::same_as<type, lead_status>) {
      value = *rc::gen::elementOf(lead_statuses);
    } else if constexpr (std::same_as<type, timestamp>) {
      value = instant();
    } else {
      static_assert(std::same_as<type, std::optional<timestamp>>);
      if (*rc::gen::arbitrary<bool>()) {
        value = instant();
      }
    }
  });
  return row;
}

/// The text with U+FFFD for each invalid byte, by the definition: unit for unit.
[[nodiscard]] inline std::string with_replacements(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const utf8_unit unit = decode_utf8(text, at);
    out += unit.valid ? text.substr(at, unit.length) : "\xEF\xBF\xBD";
    at += unit.length;
  }
  return out;
}

/// The row with every text so replaced: what a reader of our JSON can know.
[[nodiscard]] inline lead with_replacements(lead row) {
  for_each_lead_field([&](auto each) {
    auto& value = each.in(row);
    using type = std::remove_reference_t<decltype(value)>;
    if constexpr (std::same_as<type, std::string>) {
      value = with_replacements(std::string_view(value));
    } else if constexpr (std::same_as<type, std::optional<std::string>>) {
      if (value) {
        value = with_replacements(std::string_view(*value));
      }
    } else if constexpr (std::same_as<type, std::vector<std::string>>) {
      for (std::string& element : value) {
        element = with_replacements(std::string_view(element));
      }
    }
  });
  return row;
}

} // namespace leadcore::test_support

#endif
