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
    std::unordered_map<std::string, std::string_view> table;
    constexpr std::string_view data =
#include "data/countries.tsv"
        ;
    for_each_name(data, [&](std::string_view code, std::string_view, std::string_view each) {
      table.try_emplace(std::string(each), code);
    });
    return table;
  }();
  std::string with_and;
  for (const char c : name) {
    with_and += c == '&' ? std::string("and") : std::string(1, c);
  }
  const auto at = codes.find(name_key(with_and));
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
    for_each_name(data, [&](std::string_view status, std::string_view, std::string_view each) {
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
  std::string key = status_key(text);
  for (;; key.resize(key.size() - suffix.size())) {
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
    bool needs_country = false; ///< and there is none
  };
  std::vector<std::string> values;
  std::vector<unreadable> unread; ///< to be set aside
  std::string names;              ///< around addresses: "Jane Doe <jane@acme.com>"
  bool says_more = false;         ///< an extension or a remark: the cell is worth a note
};

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
  boost::system::error_code bad = boost::json::error::syntax;
  boost::json::value parsed;
  if (cell.starts_with('[') || cell.starts_with('{')) {
    parsed = boost::json::parse({cell.data(), cell.size()}, bad);
  }
  if (parsed.is_object()) {
    parsed = boost::json::array{parsed};
  }
  bool all = !bad && parsed.is_array();
  std::vector<std::string> values;
  for (const auto& each : all ? parsed.as_array() : boost::json::array()) {
    const auto text = [&each](const char* key) {
      const auto* member = each.is_object() ? each.as_object().if_contains(key) : nullptr;
      return member != nullptr && member->is_string() ? std::string(member->as_string()) : "";
    };
    std::string value = each.is_string() ? std::string(each.as_string()) : "";
    for (const char* key : {"number", "value", "phone", "email", "address"}) {
      value = value.empty() ? text(key) : value;
    }
    const std::string code = text("callingCode");
    all = all && !value.empty();
    values.push_back(code.empty() || value.starts_with('+') ? value : code + " " + value);
  }
  return all ? values : std::vector{std::string(cell)};
}

/// Splits a cell of several values at line breaks, semicolons, bars and Google's " ::: ".
[[nodiscard]] inline std::vector<std::string> split_cell(std::string_view cell) {
  std::vector<std::string> parts;
  for (std::string value : json_values(cell)) {
    if ((value.starts_with('{') && value.ends_with('}')) || // PostgreSQL's {a,b}, Python's ['a']
        (value.starts_with('[') && value.ends_with(']'))) {
      value = value.substr(1, value.size() - 2);
    }
    for (const auto& [mark, divider] : {std::pair<std::string_view, std::string_view>(":::", "\n"),
                                        {"<br>", "\n"},
                                        {"<br/>", "\n"},
                                        {"<br />", "\n"},
                                        {"；", ";"},
                                        {"、", ","},
                                        {"，", ","},
                                        {"・", ","}}) {
      std::string divided;
      std::size_t begin = 0;
      for (std::size_t at = value.find(mark); at != std::string::npos;
           at = value.find(mark, begin)) {
        divided.append(value, begin, at - begin).append(divider);
        begin = at + mark.size();
      }
      value = begin == 0 ? value : divided.append(value, begin);
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
  std::string_view mark = trim(text.substr(0, digit));
  mark.remove_suffix(mark.ends_with('.') || mark.ends_with(':') ? 1 : 0);
  return digit < text.size() && find_word("extension", mark);
}

/// Takes an extension off the end of a phone text, or words without digits, and the dashes between,
/// off both ends: "mobil 0171 123456 - Jane". @return whether there were any
[[nodiscard]] inline bool take_words(std::string& text) {
  auto words = split(text, " ");
  const auto is_remark = [](std::string_view word) {
    return digits_of(word).empty() && (has_letter(word) || word == "-");
  };
  const std::size_t count = words.size();
  std::size_t digits = 0; // before a word; an extension is not the first number
  for (std::size_t i = 1; i < words.size(); ++i) {
    digits += digits_of(words[i - 1]).size();
    const auto at = static_cast<std::size_t>(words[i].data() - text.data());
    if (digits >= 5 && begins_extension(std::string_view(text).substr(at))) {
      words.resize(i);
    }
  }
  while (words.size() > 1 && is_remark(words.back())) {
    words.pop_back();
  }
  const auto first =
      std::find_if_not(words.begin(), words.end() - (words.empty() ? 0 : 1), is_remark);
  const bool taken = first != words.begin() || words.size() < count;
  text = taken ? join({first, words.end()}, " ") : text;
  return taken;
}

/// If nothing of a cell could be read, it is set aside as it is.
inline void set_aside_whole(cell_values& found, std::string_view cell) {
  if (found.values.empty() && !found.unread.empty()) {
    const bool needs_country =
        std::ranges::any_of(found.unread, &cell_values::unreadable::needs_country);
    found.unread = {{std::string(cell), found.unread.front().reason, needs_country}};
    found.says_more = false;
  }
}

/// Reads one phone. E.164 can hold neither an extension nor a remark.
inline void read_one_phone(const std::string& whole, const phone_country& country,
                           cell_values& into) {
  const auto refuse = [&](std::string_view why, bool needs_country = false) {
    into.unread.push_back({whole, std::string(why), needs_country});
  };
  std::string text = whole;
  bool says_more = false;
  if (text.size() > 2 && text.front() == '\'' && text.back() == '\'') {
    text = text.substr(1, text.size() - 2);
  }
  if (const std::size_t colon = text.find(':'); // a label, such as "p:" or "Mobile:"
      colon != std::string::npos && digits_of(text.substr(0, colon)).empty()) {
    says_more = colon > 1 && !find_composed_role(text.substr(0, colon));
    text = trim(std::string_view(text).substr(colon + 1));
  }
  if (has_letter(whole) && is_about_another(whole)) {
    return refuse("a fax, or the number of another person?");
  }
  if (is_rounded(text)) {
    return refuse("a spreadsheet has rounded this number");
  }
  if (const std::size_t fraction = text.find_last_not_of('0'); // a whole number as a fraction
      fraction != std::string::npos && fraction + 1 < text.size() && text[fraction] == '.' &&
      digits_of(text).size() + 1 == text.size()) {
    text.resize(fraction);
  }
  const auto parse = [&](const std::string& given) {
    const bool is_double_zero = given.starts_with("00"); // the prefix of most countries
    const bool is_national = !is_double_zero && !given.starts_with('+');
    const bool has_code = is_national && !country.calling_code.empty();
    auto parsed = leadcore::parse_phone_with_extension(
        has_code ? "+" + country.calling_code + " " + given : given, country.region);
    if (!parsed.has_value() && is_double_zero) {
      const auto other = leadcore::parse_phone_with_extension("+" + given.substr(2));
      parsed = other.has_value() ? other : parsed;
    }
    if (!parsed.has_value() && has_code && digits_of(given).starts_with(country.calling_code)) {
      const auto other = leadcore::parse_phone_with_extension("+" + given);
      parsed = other.has_value() ? other : parsed; // it has the code already
    }
    return parsed;
  };
  // Remarks are not dialled. The letters of 1-800-FLOWERS are: they are upper-case.
  const std::string dialled = text;
  says_more = take_brackets(text, has_letter) || says_more;
  says_more = take_words(text) || says_more;
  auto parsed = parse(text);
  if (!parsed.has_value() && text != dialled && std::ranges::none_of(dialled, is_lower)) {
    parsed = parse(dialled);
  }
  if (parsed.has_value()) {
    const bool has_extension = !(*parsed).extension.empty();
    if (!has_extension && std::ranges::any_of(text, is_lower)) {
      return refuse("letters in it are no number");
    }
    into.values.emplace_back((*parsed).number.view());
    into.says_more = into.says_more || says_more || has_extension || has_letter(text);
  } else if (parsed.error().code != leadcore::phone_errc::missing_region) {
    refuse(message(parsed.error().code));
  } else if (country.unknown.empty()) {
    refuse("a phone without \"+\" needs a country", true);
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
    if (const std::size_t pause = part.find(",,"); pause != std::string::npos && pause > 6) {
      found.says_more = !digits_of(part.substr(pause)).empty() || found.says_more;
      part.resize(pause); // what is dialled after it is no part of the number
    }
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
      found.unread.push_back({part, "one number or several?", false});
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
  for (const std::string& part : detail::split_cell(cell)) {
    if (const auto whole = leadcore::parse_email(part); whole.has_value()) {
      found.values.emplace_back((*whole).view()); // "&" and "/" are allowed in an address
      continue;
    }
    const bool is_named = part.find('<') != std::string::npos;
    for (const std::string& piece : detail::split_alternatives(part)) {
      std::vector<std::string> addresses;
      std::vector<std::string> others;
      std::string reason; // why a word is no address
      for (std::string_view word : split(piece, " \t<>()[]\"")) {
        const std::size_t at = word.find('@');
        if (at == std::string_view::npos) {
          others.emplace_back(word);
          continue;
        }
        const std::size_t label = word.rfind(':', at) + 1;
        if (label > 0 && to_lower(word.substr(0, label)) != "mailto:") {
          others.emplace_back(word.substr(0, label));
        }
        word.remove_prefix(std::min(word.find_first_not_of('\'', label), word.size()));
        word = word.substr(0, word.find_last_not_of(".:,'") + 1);
        const auto parsed = leadcore::parse_email(word);
        if (parsed.has_value()) {
          addresses.emplace_back((*parsed).view());
        } else {
          reason = message(parsed.error().code);
        }
      }
      const std::string names = join(others, " ");
      if (is_named) {
        found.names += (found.names.empty() || names.empty() ? "" : ", ") + names;
      } else if (detail::is_about_another(names)) {
        addresses.clear();
        reason = "the address of another person?";
      }
      const bool has_address = piece.find('@') != std::string::npos;
      if (!reason.empty() || (!has_address && !is_named)) {
        reason = reason.empty() ? message(leadcore::parse_email(piece).error().code) : reason;
        found.unread.push_back({piece, std::move(reason), false});
      } else if (!is_named && !others.empty() && !detail::find_composed_role(names)) {
        found.says_more = true;
      }
      std::ranges::move(addresses, std::back_inserter(found.values));
    }
  }
  detail::set_aside_whole(found, cell);
  return found;
}

} // namespace demo

#endif
