// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_TESTS_SUPPORT_PHONE_TEXT_ORACLE_HPP
#define LEADCORE_TESTS_SUPPORT_PHONE_TEXT_ORACLE_HPP

// A slow and obvious second implementation of dialling: the grammar of decision 0011 as regular
// expressions over code points. The property test and the fuzz target compare detail/phone_text.hpp
// with it. It uses leadcore to decode UTF-8 and to classify digits, letters and numbers, which
// other tests check.

#include <leadcore/text/phone.hpp>

#include <cstddef>
#include <optional>
#include <regex>
#include <string>
#include <string_view>

namespace leadcore::test_support {

/// The dialled digits of a text; nothing if it is not written as a number.
struct slow_phone {
  bool plus = false;
  std::string digits;
  std::string extension;

  friend bool operator==(const slow_phone&, const slow_phone&) = default;
};

// A text as the expressions see it. Digits of other scripts are mapped to one contiguous range,
// apart from ASCII digits; each invalid byte is one symbol of its own.
inline constexpr wchar_t slow_digits = 0xE000;
inline constexpr wchar_t slow_invalid = 0xE0FF;

[[nodiscard]] inline std::wstring slow_symbols(std::string_view text) {
  std::wstring symbols;
  for (std::size_t at = 0; at < text.size();) {
    const utf8_unit unit = decode_utf8(text, at);
    const char digit = unit.code_point < 0x80 ? '\0' : detail::phone_digit_of(unit.code_point);
    const bool moved =
        // a private-use character, like any other
        unit.code_point >= 0xE000 && unit.code_point <= 0xE0FF;
    symbols += !unit.valid  ? slow_invalid
               : digit != 0 ? static_cast<wchar_t>(slow_digits + (digit - '0'))
               : moved      ? L'\xF000'
                            : static_cast<wchar_t>(unit.code_point);
    at += unit.length;
  }
  return symbols;
}

inline const std::wstring slow_digit = L"[0-9\uE000-\uE009]";
inline const std::wstring slow_separators =
    L"\\-xX\u2010-\u2015\u2212\u30FC\uFF0D-\uFF0F "
    L"\u00A0\u00AD\u200B\u2060\u3000()\uFF08\uFF09\uFF3B\uFF3D."
    L"\\[\\]/~\u2053\u223C*";

[[nodiscard]] inline std::wstring slow_extension_pattern() {
  const std::wstring gap = L"[ \u00A0\t,]*";
  const std::wstring blank = L"[ \u00A0\t]*";
  const std::wstring after = L"[:.\uFF0E]?[ \u00A0\t,\\-]*";
  const auto digits = [](int most) { return slow_digit + L"{1," + std::to_wstring(most) + L"}"; };
  const std::wstring explicit_label =
      L"(?:[eE]?[xX][tT](?:[eE][nN][sS\u017F][iI](?:[oO]\u0301?|[\u00F3\u00D3]))?[nN]?"
      L"|[\uFF45\uFF25]?[\uFF58\uFF38][\uFF54\uFF34][\uFF4E\uFF2E]?"
      L"|[\u0434\u0414\u1C81][\u043E\u041E\u1C82][\u0431\u0411]|[aA][nN][eE][xX][oO])";
  const std::wstring ambiguous_label =
      L"(?:[xX\uFF58\uFF38#\uFF03~\uFF5E]|[iI][nN][tT]|[\uFF49\uFF29][\uFF4E\uFF2E][\uFF54\uFF34])";
  return L"(?:;[eE][xX][tT]=" + digits(20) + L"|" + gap + explicit_label + after + digits(20) +
         L"#?|" + gap + ambiguous_label + after + digits(9) + L"#?|[\\- ]+" + digits(6) + L"#|" +
         blank + L"(?:,,|;)" + after + digits(15) + L"#?|" + blank + L",+" + after + digits(9) +
         L"#?)";
}

[[nodiscard]] inline bool slow_is_viable(const std::wstring& text) {
  static const std::wregex pattern(slow_digit + L"{2}|[+\uFF0B]*(?:[" + slow_separators + L"]*" +
                                       slow_digit + L"){3}[" + slow_separators +
                                       L"a-zA-Z\u017F\u212A0-9\uE000-\uE009]*" +
                                       slow_extension_pattern() + L"?",
                                   std::regex::ECMAScript | std::regex::optimize);
  return std::regex_match(text, pattern);
}

[[nodiscard]] inline std::string slow_dial(std::wstring_view text) {
  std::size_t letters = 0;
  for (const wchar_t c : text) {
    letters +=
        (c < 0x80 && detail::is_alpha(static_cast<char>(c))) || c == 0x17F || c == 0x212A ? 1U : 0U;
  }
  std::string digits;
  for (const wchar_t c : text) {
    const std::size_t key = c < 0x80 && c > 0 ? std::string_view("abcdefghijklmnopqrstuvwxyz")
                                                    .find(detail::to_lower(static_cast<char>(c)))
                                              : std::string_view::npos;
    if (c >= L'0' && c <= L'9') {
      digits += static_cast<char>(c);
    } else if (letters >= 3 && key != std::string_view::npos) {
      digits += "22233344455566677778889999"[key];
    } else if (letters < 3 && c >= slow_digits && c < slow_digits + 10) {
      digits += static_cast<char>('0' + (c - slow_digits));
    }
  }
  return digits;
}

/// The dialled digits of a text that is a number, with or without an extension.
[[nodiscard]] inline std::optional<slow_phone> slow_read_number(std::string_view bytes) {
  std::wstring text = slow_symbols(bytes);
  if (!slow_is_viable(text)) {
    return std::nullopt;
  }
  static const std::wregex extension_pattern(slow_extension_pattern() + L"$",
                                             std::regex::ECMAScript | std::regex::optimize);
  slow_phone phone;
  std::wsmatch match;
  if (std::regex_search(text, match, extension_pattern) && slow_is_viable(match.prefix().str())) {
    for (const wchar_t c : match.str()) {
      const bool moved = c >= slow_digits && c < slow_digits + 10;
      if (moved || (c >= L'0' && c <= L'9')) {
        phone.extension += static_cast<char>('0' + (c - (moved ? slow_digits : L'0')));
      }
    }
    text = match.prefix().str();
  }
  const std::size_t first = text.find_first_not_of(L"+\uFF0B");
  phone.plus = first != 0;
  // More digits are dropped, because no number has them.
  phone.digits =
      slow_dial(std::wstring_view(text).substr(first)).substr(0, detail::phone_digit_limit);
  return phone;
}

/// The dialled digits of a text.
[[nodiscard]] inline std::optional<slow_phone> slow_read_phone(std::string_view bytes) {
  const std::string text(bytes);
  const std::string parameter = ";phone-context=";
  if (const auto context = text.find(parameter); context != std::string::npos) {
    const std::string value = text.substr(context + parameter.size());
    const bool global = value.size() > 1 && value[0] == '+';
    const auto scheme = text.find("tel:");
    const auto begin = scheme == std::string::npos ? 0 : scheme + 4;
    const std::string number =
        begin > context ? text.substr(begin) : text.substr(begin, context - begin);
    const std::string dialled = (global ? value.substr(0, value.find(';')) : "") + number;
    return slow_read_number(dialled.substr(0, dialled.find(";isub=")));
  }
  std::size_t begin = text.size();
  std::size_t end = 0;
  for (std::size_t at = 0; at < text.size();) {
    const utf8_unit unit = decode_utf8(text, at);
    const char32_t c = unit.code_point;
    const bool control =
        (c < 0x20 && c != 9 && c != 10 && c != 12 && c != 13) || (c >= 0x7F && c < 0xA0);
    if (!unit.valid || control || (c >= 0xFDD0 && c <= 0xFDEF) || c % 0x10000 >= 0xFFFE) {
      return std::nullopt;
    }
    if (c == U'+' || c == 0xFF0B || detail::phone_digit_of(c) != 0) {
      begin = begin < at ? begin : at;
    }
    at += unit.length;
    end = c == U'#' || detail::is_letter_or_number(c) ? at : end;
  }
  std::string number = begin < end ? text.substr(begin, end - begin) : "";
  // The first line with a second number is cut before its last one.
  const auto ends_line = [&](std::size_t at) {
    const std::string_view rest = std::string_view(number).substr(at);
    return rest.starts_with('\n') || rest.starts_with('\f') || rest.starts_with('\r') ||
           rest.starts_with("\xE2\x80\xA8") || rest.starts_with("\xE2\x80\xA9");
  };
  static const std::regex second("([^]*)[\\\\/] *x[^]*");
  std::string line;
  for (std::size_t at = 0; at <= number.size(); ++at) {
    if (at < number.size() && !ends_line(at)) {
      line += number[at];
      continue;
    }
    std::smatch match;
    if (std::regex_match(line, match, second)) {
      number = match.str(1);
      break;
    }
    line.clear();
    at += at < number.size() && static_cast<unsigned char>(number[at]) == 0xE2 ? 2U : 0U;
  }
  return slow_read_number(number.substr(0, number.find(";isub=")));
}

/// slow_read_phone by the implementation under test.
[[nodiscard]] inline std::optional<slow_phone> fast_read_phone(std::string_view text) {
  const auto outcome = [](const auto& span) -> std::optional<slow_phone> {
    const auto dialled = detail::read_dialled(span);
    if (!dialled.viable) {
      return std::nullopt;
    }
    slow_phone phone{dialled.plus, std::string(dialled.digits.view()), ""};
    for (std::size_t at = dialled.extension_digits;
         at < span.size();) { // beyond the size if there is no such digit
      const auto symbol = detail::phone_symbol_at(span, at);
      if (symbol.digit() != 0) {
        phone.extension += symbol.digit();
      }
      at += symbol.length;
    }
    return phone;
  };
  const std::size_t context = detail::find_phone_context(text);
  if (context != std::string_view::npos) {
    return outcome(detail::phone_context_parts(text, context));
  }
  const detail::phone_part part = detail::find_phone_part(text);
  if (part.forbidden != detail::phone_nowhere || part.begin == detail::phone_nowhere) {
    return std::nullopt;
  }
  const std::string_view number = text.substr(part.begin, part.end - part.begin);
  return outcome(detail::phone_span(number.substr(0, number.find(";isub=")), part.begin));
}

} // namespace leadcore::test_support

#endif
