// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_EXAMPLES_IMPORT_CELLS_HPP
#define LEADCORE_EXAMPLES_IMPORT_CELLS_HPP

// One cell of a table: nothing, a country, phones, emails.

#include "columns.hpp"
#include "countries.hpp"
#include "text.hpp"

#include <leadcore/text/email.hpp>
#include <leadcore/text/phone.hpp>
#include <leadcore/text/result.hpp>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>
namespace demo {

/// Whether a program wrote this text for an empty cell.
[[nodiscard]] inline bool is_blank(column_role role, std::string_view value) {
  if (value.empty() || value == "\\N") {
    return true;
  }
  switch (role) {
  case column_role::name:
  case column_role::first_name:
  case column_role::middle_name:
  case column_role::last_name: // "Null" is a surname
    return false;
  case column_role::company:
  case column_role::source:
  case column_role::notes:
    return value == "NULL" || value == "null" || value == "#N/A";
  default:
    return detail::contains_word(
               "- -- null none nil nan n/a #n/a na undefined (none) (null) [] {} \"\"",
               to_lower(value)) &&
           value.find(' ') == std::string_view::npos;
  }
}

/// A cell without the characters that spreadsheets put around a number to keep it as text: '123 and
/// ="123".
[[nodiscard]] inline std::string_view unwrap_text(std::string_view cell) {
  if (cell.starts_with("=\"") && cell.ends_with('"') && cell.size() > 2) {
    return trim(cell.substr(2, cell.size() - 3));
  }
  if (cell.starts_with('\'')) {
    return trim(cell.substr(1));
  }
  return cell;
}

namespace detail {

[[nodiscard]] inline std::string digits_of(std::string_view text) {
  std::string digits;
  std::copy_if(text.begin(), text.end(), std::back_inserter(digits),
               [](char c) { return is_digit(c); });
  return digits;
}

/// Splits a cell of several values at line breaks, semicolons, bars and Google's " ::: ".
[[nodiscard]] inline std::vector<std::string_view> split_cell(std::string_view cell) {
  if (cell.find(";ext=") != std::string_view::npos) { // RFC 3966
    return {cell};
  }
  std::vector<std::string_view> parts;
  for (std::string_view part : split(cell, "\r\n;|")) {
    for (std::size_t at = part.find(":::"); at != std::string_view::npos; at = part.find(":::")) {
      parts.push_back(trim(part.substr(0, at)));
      part.remove_prefix(at + 3);
    }
    parts.push_back(trim(part));
  }
  std::erase_if(parts, [](std::string_view part) { return part.empty(); });
  return parts;
}

} // namespace detail

/// The country of a phone, from a country column.
struct phone_country {
  leadcore::region region{};
  std::string calling_code; ///< if the column has one instead of a name
  std::string unknown;      ///< the text if it is neither
};

[[nodiscard]] inline phone_country read_country(std::string_view cell) {
  const std::string_view digits = cell.starts_with('+') ? cell.substr(1) : cell;
  if (!digits.empty() && digits.size() <= 3 && detail::digits_of(digits) == digits) {
    return {{}, std::string(digits), {}};
  }
  if (const auto code = find_country(cell)) {
    return {leadcore::region{*code}, {}, {}};
  }
  return {{}, {}, std::string(cell)};
}

/// A phone as E.164, and whether the text has more than that can hold: an extension, or a remark in
/// letters.
struct phone_cell {
  std::string number;
  bool says_more = false;
};

/// The reason why a text is not a phone.
struct phone_cell_error {
  std::string reason;
  bool needs_country = false; ///< and there is none
};

/// One phone of a cell, or the reason why it is none.
[[nodiscard]] inline leadcore::result<phone_cell, phone_cell_error>
read_phone(std::string_view text, const phone_country& country) {
  text = unwrap_text(text);
  // A label before the number, such as "p:" or "Mobile:".
  if (const std::size_t colon = text.find(':');
      colon != std::string_view::npos && std::ranges::all_of(text.substr(0, colon), is_letter)) {
    text = trim(text.substr(colon + 1));
  }
  if (text.find_first_of("eE") != std::string_view::npos &&
      text.find_first_not_of("0123456789.+eE") == std::string_view::npos &&
      is_digit(text.front())) {
    return leadcore::fail(phone_cell_error{"a spreadsheet has rounded this number", false});
  }
  if (text.ends_with(".0") && detail::digits_of(text).size() == text.size() - 1) {
    text.remove_suffix(2); // an integer that a program wrote as a fraction
  }
  const bool international = text.starts_with('+') || text.starts_with("00");
  auto parsed = country.calling_code.empty() || international
                    ? leadcore::parse_phone_with_extension(text, country.region)
                    : leadcore::parse_phone_with_extension("+" + country.calling_code + " " +
                                                           std::string(text));
  if (!parsed.has_value() && text.starts_with("00")) { // the international prefix of most countries
    const auto other = leadcore::parse_phone_with_extension("+" + std::string(text.substr(2)));
    parsed = other.has_value() ? other : parsed;
  }
  if (parsed.has_value()) {
    const auto& [number, extension] = *parsed;
    return phone_cell{std::string(number.view()),
                      !extension.empty() || std::ranges::any_of(text, is_letter)};
  }
  const bool no_country = parsed.error().code == leadcore::phone_errc::missing_region;
  if (no_country && !country.unknown.empty()) {
    return leadcore::fail(
        phone_cell_error{"the country \"" + country.unknown + "\" is not known", false});
  }
  if (no_country) {
    return leadcore::fail(phone_cell_error{"a phone without \"+\" needs a country", true});
  }
  return leadcore::fail(phone_cell_error{std::string(message(parsed.error().code)), false});
}

/// One email address of a cell, or the reason why it is none; also "Jane Doe <jane@acme.com>" and
/// "mailto:jane@acme.com".
[[nodiscard]] inline leadcore::result<std::string, std::string> read_email(std::string_view text) {
  const std::size_t open = text.rfind('<');
  if (open != std::string_view::npos && text.ends_with('>')) {
    text = text.substr(open + 1, text.size() - open - 2);
  }
  if (to_lower(text.substr(0, 7)) == "mailto:") {
    text.remove_prefix(7);
  }
  const auto parsed = leadcore::parse_email(text);
  if (!parsed.has_value()) {
    return leadcore::fail(std::string(message(parsed.error().code)));
  }
  return std::string((*parsed).view());
}

} // namespace demo

#endif
