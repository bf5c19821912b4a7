// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_EXAMPLES_IMPORT_CELLS_HPP
#define LEADCORE_EXAMPLES_IMPORT_CELLS_HPP

// One cell of a table: nothing, a country, a status, phones, emails. A cell is divided only where
// each part can be read; what cannot be read is set aside whole.

#include "columns.hpp"
#include "text.hpp"

#include <leadcore/model/status.hpp>
#include <leadcore/text/email.hpp>
#include <leadcore/text/phone.hpp>

#include <boost/algorithm/string/erase.hpp>
#include <boost/algorithm/string/replace.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <boost/system/error_code.hpp>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace demo {

/// Whether a program wrote this text for an empty cell.
[[nodiscard]] inline bool is_blank(column_role role, std::string_view value) {
  constexpr std::size_t longest = 9; // of the words
  if (value.empty() || value == "\\N") {
    return true;
  }
  if (value == "NA" && (role == column_role::country || role == column_role::phone_country)) {
    return false; // R's missing value, or Namibia
  }
  if (is_date(role) && (value.find_first_not_of("0-/.: TZ") == std::string_view::npos ||
                        find_word("no_date", value.substr(0, value.find_first_of(" T"))))) {
    return true; // MySQL has 0000-00-00
  }
  const auto word = value.size() <= longest ? find_word("blank", value) : std::nullopt;
  return word && (is_name(role)   ? word->about == "name" // "Null" is a surname
                  : is_text(role) ? word->about != "flag"
                                  : true);
}

/// A cell without what keeps it a text in a spreadsheet: ="0012", and an apostrophe before anything
/// but, in a name or another text, a small letter ("'t Hooft").
[[nodiscard]] inline std::string_view unwrap_text(column_role role, std::string_view cell) {
  if (cell.starts_with("=\"") && cell.ends_with('"') && cell.size() > 2) {
    return trim(cell.substr(2, cell.size() - 3));
  }
  const bool is_words = is_name(role) || is_text(role) || role == column_role::set_aside;
  if (cell.size() < 2 || cell[0] != '\'' || (is_words && is_lower(cell[1]))) {
    return cell;
  }
  cell.remove_suffix(cell.size() > 2 && cell.ends_with('\'') ? 1 : 0);
  return trim(cell.substr(1));
}

/// The value of a cell; empty if there is none.
[[nodiscard]] inline std::string_view
value_of(column_role role, const std::vector<std::string>& fields, std::size_t column) {
  const auto value =
      unwrap_text(role, column < fields.size() ? trim(fields[column]) : std::string_view());
  return is_blank(role, value) ? std::string_view() : value;
}

/// Whether a cell has an email, or a number as long as a phone's: the name of a column has neither.
[[nodiscard]] inline bool is_contact(std::string_view cell) {
  cell = trim(cell);
  const std::size_t least = cell.starts_with('+') ? 7 : 9; // digits; a date has eight
  return (cell.find_first_not_of("0123456789 +-./()") == std::string_view::npos &&
          digits_of(cell).size() >= least) ||
         (cell.find('@') != std::string_view::npos &&
          std::ranges::any_of(split(cell, " \t\n:;,<>()\"'|"), [](std::string_view part) {
            return leadcore::parse_email(part).has_value();
          }));
}

/// Whether a spreadsheet has rounded a long number: 5.54E+17.
[[nodiscard]] inline bool is_rounded(std::string_view text) {
  return !text.empty() && is_digit(text.front()) &&
         to_lower(text).find("e+") != std::string::npos &&
         text.find_first_not_of("0123456789.,+eE") == std::string_view::npos;
}

/// The two-letter code of a country by its code (two or three letters) or one of its names: in
/// English with the usual variants, in six more languages, and in its own. Nothing for any other
/// text. tools/country_names.py writes the table.
[[nodiscard]] inline std::optional<std::string_view> find_country(std::string_view name) {
  static const auto codes = [] {
    std::unordered_map<std::string_view, std::string_view> table;
    constexpr std::string_view data =
#include "data/countries.tsv"
        ;
    for_each_name(data, [&](auto code, auto, auto each) { table.try_emplace(each, code); });
    return table;
  }();
  const auto at = codes.find(name_key(boost::replace_all_copy(std::string(name), "&", "and")));
  return at == codes.end() ? std::nullopt : std::optional(at->second);
}

/// The key of a status: its words, without a leading number ("2. Contacted").
[[nodiscard]] inline std::string status_key(std::string_view text) {
  std::vector<std::string> words = words_of(text);
  if (words.size() > 1 && is_digit(words.front().front())) {
    words.erase(words.begin());
  }
  return join(words, " ");
}

/// Names of statuses, as status_key.
using status_mapping = std::vector<std::pair<std::string, leadcore::lead_status>>;

/// The names of statuses in other systems, in the order of data/statuses.tsv (decision 0081).
[[nodiscard]] inline const status_mapping& status_words() {
  static const auto words = [] {
    status_mapping table;
    constexpr std::string_view data =
#include "data/statuses.tsv"
        ;
    for_each_name(data, [&](auto status, auto, auto each) {
      table.emplace_back(each, leadcore::parse_lead_status(status).value());
    });
    return table;
  }();
  return words;
}

/// The status of a text, or nothing: an unknown text is never mapped. The word "lead" at the end is
/// ignored ("Junk Lead"). @param own  the user's names, which take precedence
[[nodiscard]] inline std::optional<leadcore::lead_status>
find_status(std::string_view text, const status_mapping& own = {}) {
  static const std::unordered_map<std::string, leadcore::lead_status> table(status_words().begin(),
                                                                            status_words().end());
  constexpr std::string_view suffix = " lead";
  for (std::string key = status_key(text);; key.resize(key.size() - suffix.size())) {
    const auto mine = std::ranges::find(own, key, &status_mapping::value_type::first);
    const auto at = table.find(key);
    if (mine != own.end() || at != table.end()) {
      return mine != own.end() ? mine->second : at->second;
    }
    if (!key.ends_with(suffix)) {
      return std::nullopt;
    }
  }
}

// Phones and emails.
// ------------------------------------------------------------------------------------------------

/// What was found in a cell of phones or emails.
struct cell_values {
  struct unreadable {
    std::string text;
    std::string reason;
  };
  std::vector<std::string> values;
  std::vector<unreadable> unread; ///< to be set aside
  std::string names;              ///< around addresses: "Jane Doe <jane@acme.com>"
  bool says_more = false;         ///< an extension or a remark: the cell is worth a note
};

/// A reason, if --region may help.
inline constexpr auto needs_country = "a phone without \"+\" needs a country";

/// The country of a phone: a region, or a calling code.
struct phone_country {
  leadcore::region region{};
  std::string calling_code; ///< if the column has one instead of a name
  std::string unknown;      ///< the text if it is neither
};

[[nodiscard]] inline phone_country read_country(std::string_view cell) {
  std::string digits = digits_of(cell);
  digits.erase(0, digits.starts_with("00") ? 2 : 0);
  std::string name;
  std::ranges::copy_if(cell, std::back_inserter(name), [](char c) {
    return !is_digit(c) && std::string_view("+-()").find(c) == std::string_view::npos;
  });
  const bool is_code = !digits.empty() && digits.size() <= (digits.starts_with('1') ? 4U : 3U);
  if (is_code && (trim(name).empty() || find_country(name))) { // "+49", "Germany (+49)"
    return {{}, std::move(digits), {}};
  }
  const auto code = cell == "NA" ? std::nullopt : find_country(cell);
  return code ? phone_country{leadcore::region{*code}, {}, {}}
              : phone_country{{}, {}, std::string(cell)};
}

namespace detail {

/// The elements of a JSON array or object in a cell (Twenty writes such), or the cell. Of objects,
/// the number is preceded by its calling code.
[[nodiscard]] inline std::vector<std::string> json_values(std::string_view cell) {
  const bool is_json = cell.starts_with('[') || cell.starts_with('{');
  boost::system::error_code bad; // then it is null
  const auto parsed = boost::json::parse(is_json ? cell : "null", bad);
  std::vector<std::string> values;
  for (const auto& each : parsed.is_array() ? parsed.as_array() : boost::json::array{parsed}) {
    const auto text = [&each](const char* key) {
      const auto* member = each.is_object() ? each.as_object().if_contains(key) : nullptr;
      return member != nullptr && member->is_string() ? std::string(member->as_string()) : "";
    };
    std::string value = each.is_string() ? std::string(each.as_string()) : "";
    for (const char* key : {"number", "value", "phone", "email", "address"}) {
      value = value.empty() ? text(key) : value;
    }
    if (value.empty()) {
      return {std::string(cell)};
    }
    const std::string code = text("callingCode");
    values.push_back(code.empty() || value.starts_with('+') ? value : code + " " + value);
  }
  return values;
}

/// Splits a cell of several values at line breaks, semicolons, bars and Google's " ::: ".
[[nodiscard]] inline std::vector<std::string> split_cell(std::string_view cell) {
  std::vector<std::string> parts;
  for (std::string value : json_values(cell)) {
    if ((value.starts_with('{') && value.ends_with('}')) || // PostgreSQL's {a,b}, Python's ['a']
        (value.starts_with('[') && value.ends_with(']'))) {
      value = value.substr(1, value.size() - 2);
    }
    for (const char* mark : {":::", "<br>", "<br/>", "<br />", "；"}) {
      boost::replace_all(value, mark, "\n");
    }
    for (const char* mark : {"、", "，", "・"}) {
      boost::replace_all(value, mark, ",");
    }
    const bool is_uri = value.find(";ext=") != std::string::npos; // RFC 3966
    for (const auto part : split(value, is_uri ? "\r\n\x1E" : "\r\n;|\x1E")) {
      parts.emplace_back(part);
    }
  }
  return parts;
}

/// Splits a value at commas, slashes, "&", words such as "or", and before a "+".
[[nodiscard]] inline std::vector<std::string> split_alternatives(std::string_view value) {
  std::vector<std::string> parts;
  for (const std::string_view part : split(value, ",")) {
    for (const auto piece : split(part, find_word("blank", part) ? "," : "/&")) { // "n/a"
      parts.emplace_back();
      for (const std::string_view word : split(piece, " \t")) {
        const bool is_or = find_word("either", word).has_value();
        if (is_or || (word.starts_with('+') && !digits_of(parts.back()).empty())) {
          parts.emplace_back();
        }
        parts.back() += is_or ? "" : (parts.back().empty() ? "" : " ") + std::string(word);
      }
    }
  }
  std::erase(parts, std::string());
  return parts;
}

[[nodiscard]] inline bool has_letter(std::string_view text) {
  return std::ranges::any_of(text, [](char c) { return is_alpha(c) || !is_ascii(c); });
}

/// Whether a text begins with an extension: "x12", "ext. 5".
[[nodiscard]] inline bool begins_extension(std::string_view text) {
  constexpr std::size_t longest = 64; // more than any mark of one
  text = text.substr(0, longest);
  const std::size_t digit = std::min(text.find_first_of("0123456789"), text.size());
  const auto marks = split(text.substr(0, digit), " .:;=,-");
  return digit < text.size() && marks.size() == 1 && find_word("extension", marks[0]);
}

/// If nothing of a cell could be read, it is set aside as it is.
inline void set_aside_whole(cell_values& found, std::string_view cell) {
  if (found.values.empty() && !found.unread.empty()) {
    found.unread = {{std::string(cell), found.unread.front().reason}};
    found.says_more = false;
  }
}

/// Reads a number, without trying others.
[[nodiscard]] inline auto parse_in(const phone_country& country, const std::string& number) {
  const std::string& code = country.calling_code;
  const bool is_double_zero = number.starts_with("00"); // the prefix of most countries
  const bool has_code = !is_double_zero && !number.starts_with('+') && !code.empty();
  auto parsed = leadcore::parse_phone_with_extension(has_code ? "+" + code + " " + number : number,
                                                     country.region);
  if (!parsed.has_value() &&
      (is_double_zero || (has_code && digits_of(number).starts_with(code)))) {
    const auto other =
        leadcore::parse_phone_with_extension("+" + number.substr(is_double_zero ? 2 : 0));
    parsed = other.has_value() ? other : parsed; // it has the code already
  }
  return parsed;
}

/// Reads one phone. E.164 can hold neither an extension nor a remark: these are not dialled.
inline void read_one_phone(const std::string& whole, const phone_country& country,
                           cell_values& into) {
  const auto refuse = [&](std::string_view why) {
    into.unread.push_back({whole, std::string(why)});
  };
  const std::string text = boost::erase_all_copy(whole, "'");
  const std::size_t begin = std::min(text.find_first_of("+0123456789"), text.size());
  const std::size_t letter = text.find_first_not_of("+0123456789-./() []", begin);
  const std::string_view before = trim(std::string_view(text).substr(0, begin));
  std::string number = text.substr(begin, letter - begin);
  number.resize(std::min(number.size(), number.find('(', number.rfind(')') + 1))); // "(2nd"
  number.resize(number.find_last_of("0123456789") + 1);
  const std::string_view rest = std::string_view(text).substr(begin + number.size());
  const std::string_view after = trim(rest);
  if (number.ends_with(".0") && digits_of(text).size() + 1 == text.size()) {
    number.resize(number.size() - 2); // a spreadsheet's fraction
  }
  if (has_letter(whole) && is_about_another(whole)) {
    return refuse("a fax, or the number of another person?");
  }
  if (is_rounded(trim(text.substr(before.ends_with(':') ? begin : 0)))) {
    return refuse("a spreadsheet has rounded this number");
  }
  if (number.empty()) {
    return refuse("there is no digit in it");
  }
  auto parsed = parse_in(country, number);
  const bool is_joined = !digits_of(after).empty() || has_letter(rest.substr(0, 1));
  if (parsed.has_value() &&
      ((is_joined && !begins_extension(after)) || (begin > 0 && is_alpha(text[begin - 1])))) {
    return refuse("letters in it are no number");
  }
  // A label such as "p:" or "Mobile:" says no more than the name of the column.
  const bool is_label = before.ends_with(':') && (before.size() == 2 || find_composed_role(before));
  bool says_more = is_joined || has_letter(after) || (has_letter(before) && !is_label);
  if (!parsed.has_value() && has_letter(text) && std::ranges::none_of(text, is_lower)) {
    const auto dialled = parse_in(country, text); // 1-800-FLOWERS
    parsed = dialled.has_value() ? dialled : parsed;
    says_more = true;
  }
  if (parsed.has_value()) {
    into.values.emplace_back((*parsed).number.view());
    into.says_more = into.says_more || says_more;
  } else if (parsed.error().code != leadcore::phone_errc::missing_region) {
    refuse(message(parsed.error().code));
  } else if (country.unknown.empty()) {
    refuse(needs_country);
  } else {
    refuse(country.unknown == "NA" ? "the country \"NA\" is Namibia or a missing value"
                                   : "the country \"" + country.unknown + "\" is not known");
  }
}

} // namespace detail

/// The phones of a cell.
[[nodiscard]] inline cell_values read_phones(std::string_view cell, const phone_country& country) {
  cell_values found;
  for (std::string part : detail::split_cell(narrow(cell))) {
    boost::replace_all(part, ",,", " x"); // pauses before what is dialled after the number
    // "030/1234567" is one number; "030 1234567 / 0171 1234567" are two; in "030 1234567 / 68" the
    // second may be anything.
    std::vector<std::string> texts;
    for (const std::string& piece : detail::split_alternatives(part)) {
      if (!texts.empty() &&
          (digits_of(texts.back()).size() < 6 || detail::begins_extension(piece))) {
        texts.back() += " " + piece;
      } else {
        texts.push_back(piece);
      }
    }
    texts = texts.size() < 2 ? std::vector{part} : texts;
    if (texts.size() > 1 && std::ranges::any_of(texts, [](const std::string& text) {
          return digits_of(text).size() < 7; // too short to be a number of its own
        })) {
      found.unread.push_back({part, "one number or several?"});
      continue;
    }
    for (const std::string& each : texts) {
      detail::read_one_phone(each, country, found);
    }
  }
  detail::set_aside_whole(found, cell);
  return found;
}

/// The email addresses of a cell; also "Jane Doe <jane@acme.com>", "mailto:jane@acme.com", and
/// several of them.
[[nodiscard]] inline cell_values read_emails(std::string_view cell) {
  cell_values found;
  for (const std::string& part : detail::split_cell(narrow(cell))) {
    if (const auto whole = leadcore::parse_email(part); whole.has_value()) {
      found.values.emplace_back((*whole).view()); // "&" and "/" are allowed in an address
      continue;
    }
    const bool is_named = part.find('<') != std::string::npos;
    for (const std::string& piece : detail::split_alternatives(part)) {
      std::vector<std::string> addresses;
      std::vector<std::string> others;
      std::string reason; // why a word is no address
      if (!is_named && piece.find('@') == std::string::npos) {
        reason = message(leadcore::parse_email(piece).error().code);
      }
      for (std::string_view word : split(piece, " \t<>()[]\"")) {
        const std::size_t at = word.find('@');
        const std::size_t label =
            at == std::string_view::npos ? word.size() : word.rfind(':', at) + 1;
        if (label > 0 && to_lower(word.substr(0, label)) != "mailto:") {
          others.emplace_back(word.substr(0, label));
        }
        if (at != std::string_view::npos) {
          word.remove_prefix(std::min(word.find_first_not_of('\'', label), word.size()));
          const auto parsed =
              leadcore::parse_email(word.substr(0, word.find_last_not_of(".:,'") + 1));
          if (parsed.has_value()) {
            addresses.emplace_back((*parsed).view());
          } else {
            reason = message(parsed.error().code);
          }
        }
      }
      const std::string names = join(others, " ");
      if (!is_named && detail::is_about_another(names)) {
        addresses.clear();
        reason = "the address of another person?";
      }
      if (!reason.empty()) {
        found.unread.push_back({piece, std::move(reason)});
      }
      if (!names.empty() && (is_named || !addresses.empty()) &&
          !detail::find_composed_role(names)) {
        found.names += (found.names.empty() ? "" : ", ") + names;
      }
      std::ranges::move(addresses, std::back_inserter(found.values));
    }
  }
  detail::set_aside_whole(found, cell);
  return found;
}

} // namespace demo

#endif
