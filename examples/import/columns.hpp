// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_EXAMPLES_IMPORT_COLUMNS_HPP
#define LEADCORE_EXAMPLES_IMPORT_COLUMNS_HPP

// What a column is for, by its name. data/columns.tsv has the names, by language.

#include "text.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace demo {

/// The role of a column. Most are fields of a lead; the rest help to make one.
enum class column_role : std::uint8_t {
  id,
  name,
  first_name,
  middle_name,
  last_name,
  phone,
  email,
  contact_id,
  company,
  source,
  status,
  notes,
  next_call_at,
  created_at,
  updated_at,
  assigned_to_id,
  client_id,
  country,
  phone_country, ///< the country or calling code of the phones
  set_aside,     ///< kept in the notes: it may have phones or emails, but whose, or which?
};
inline constexpr std::size_t column_role_count = 20;

/// Names of roles: in data/columns.tsv, and in reports and --map, where fields of a lead have their
/// wire names.
struct role_name {
  std::string_view name;
  std::string_view label;
};
inline constexpr std::array<role_name, column_role_count> role_names{{
    {"id", "id"},
    {"name", "name"},
    {"first_name", "firstName"},
    {"middle_name", "middleName"},
    {"last_name", "lastName"},
    {"phone", "phones"},
    {"email", "emails"},
    {"contact_id", "contactId"},
    {"company", "company"},
    {"source", "source"},
    {"status", "status"},
    {"notes", "notes"},
    {"next_call_at", "nextCallAt"},
    {"created_at", "createdAt"},
    {"updated_at", "updatedAt"},
    {"assigned_to_id", "assignedToId"},
    {"client_id", "clientId"},
    {"country", "country"},
    {"phone_country", "phoneCountry"},
    {"set_aside", "(set aside)"},
}};

[[nodiscard]] inline std::string_view to_string(column_role role) {
  return role_names[static_cast<std::size_t>(role)].label;
}

/// A role, and how sure it is.
struct role_match {
  column_role role{};
  std::size_t rank = 0;        ///< of the name among those of the role: 0 is the best
  bool needs_evidence = false; ///< the values must confirm it
};

namespace detail {

/// What a word in the name of a phone or email column is.
enum class name_word : std::uint8_t { phone, email, other, about, person };

/// data/columns.tsv, to be looked up by name_key.
class column_names {
 public:
  [[nodiscard]] static const column_names& get() {
    static const column_names names;
    return names;
  }

  [[nodiscard]] std::optional<role_match> role(const std::string& key) const {
    const auto at = roles_.find(key);
    return at == roles_.end() ? std::nullopt : std::optional(at->second);
  }
  /// Splits a chunk of letters and digits into known words and numbers: "phonenumber2". Adds what
  /// the words are; false if there are others.
  [[nodiscard]] bool split_chunk(const std::string& chunk, std::vector<name_word>& found) const {
    constexpr std::size_t longest = 64;
    if (chunk.size() > longest) {
      return false;
    }
    // from[i]: where the last word before offset i begins, if all before i are words
    std::array<std::size_t, longest + 1> from{};
    from.fill(none);
    from[0] = 0;
    for (std::size_t end = 1; end <= chunk.size(); ++end) {
      for (std::size_t begin = 0; begin < end; ++begin) { // the longest word first
        if (from[begin] != none && is_word(chunk, begin, end)) {
          from[end] = begin;
          break;
        }
      }
    }
    if (from[chunk.size()] == none) {
      return false;
    }
    for (std::size_t end = chunk.size(); end > 0; end = from[end]) {
      if (const auto at = words_.find(chunk.substr(from[end], end - from[end]));
          at != words_.end()) {
        found.push_back(at->second);
      }
    }
    return true;
  }

 private:
  static constexpr std::size_t none = ~std::size_t{0};

  column_names() {
    constexpr std::string_view data =
#include "data/columns.tsv"
        ;
    std::array<std::size_t, column_role_count> ranks{};
    for (const std::string_view line : split(data, "\n")) {
      if (line.starts_with('#')) {
        continue;
      }
      const auto cells = split(line, "\t");
      std::string_view name = cells[0];
      const bool needs_evidence = name.ends_with('?');
      name.remove_suffix(needs_evidence ? 1 : 0);
      if (name.starts_with("word.")) {
        const auto word = static_cast<name_word>(word_kind(name.substr(5)));
        for (const std::string_view each : split(cells[2], ";")) {
          words_.try_emplace(name_key(each), word);
        }
        continue;
      }
      const auto role = static_cast<std::size_t>(
          std::ranges::find(role_names, name, &role_name::name) - role_names.begin());
      for (const std::string_view each : split(cells[2], ";")) {
        roles_.try_emplace(name_key(each), role_match{static_cast<column_role>(role), ranks[role]++,
                                                      needs_evidence});
      }
    }
  }

  [[nodiscard]] static std::size_t word_kind(std::string_view name) {
    constexpr auto kinds =
        std::to_array<std::string_view>({"phone", "email", "other", "about", "person"});
    return static_cast<std::size_t>(std::ranges::find(kinds, name) - kinds.begin());
  }
  /// Inside a chunk, words of one or two letters are none: "nomail" is no "no mail".
  [[nodiscard]] bool is_word(const std::string& chunk, std::size_t begin, std::size_t end) const {
    const std::string word = chunk.substr(begin, end - begin);
    return std::ranges::all_of(word, is_digit) ||
           ((word.size() > 2 || word.size() == chunk.size()) && words_.contains(word));
  }

  std::unordered_map<std::string, role_match> roles_;
  std::unordered_map<std::string, name_word> words_;
};

/// The role of a name that consists of words such as "work", "phone" and "2".
[[nodiscard]] inline std::optional<role_match> find_composed_role(std::string_view name) {
  const auto& names = column_names::get();
  std::vector<name_word> found;
  bool is_known = true;
  // By chunks between punctuation, each whole, else by its words: "WhatsApp" is one, "workPhone"
  // two.
  std::string chunk;
  const auto end_chunk = [&] {
    if (chunk.empty()) {
      return;
    }
    if (!names.split_chunk(leadcore::fold(chunk), found)) {
      for (const auto& word : words_of(chunk)) {
        is_known = names.split_chunk(word, found) && is_known;
      }
    }
    chunk.clear();
  };
  for_each_character(name, [&](std::string_view bytes, const leadcore::utf8_unit& unit) {
    if (is_word_character(unit)) {
      chunk += bytes;
    } else {
      end_chunk();
    }
  });
  end_chunk();

  const auto has = [&found](name_word word) {
    return std::ranges::find(found, word) != found.end();
  };
  const bool phone = has(name_word::phone);
  const bool email = has(name_word::email);
  if ((!phone && !email) || has(name_word::about)) {
    return std::nullopt;
  }
  if (has(name_word::person)) {
    return role_match{column_role::set_aside, 0, false};
  }
  if (!is_known || (phone && email)) {
    return role_match{column_role::set_aside, 1, true};
  }
  const bool primary = words_of(name).front() == "primary";
  return role_match{phone ? column_role::phone : column_role::email, primary ? 0U : 1U, false};
}

/// HubSpot names the columns of a file with several objects "Email <CONTACT email>" or "Email -
/// Contact": the property, if the object is the contact, or the name of the company; otherwise
/// nothing. The name itself, if it names no object.
[[nodiscard]] inline std::optional<std::string_view> property_of_contact(std::string_view name) {
  std::string_view property = name;
  std::string object;
  if (const std::size_t open = name.rfind('<');
      open != std::string_view::npos && name.ends_with('>')) {
    const std::size_t space = std::min(name.find(' ', open), name.size() - 1);
    object = name.substr(open + 1, space - open - 1);
    if (!std::ranges::all_of(object, is_upper)) {
      return name;
    }
    property = name.substr(space + 1, name.size() - std::min(space + 2, name.size()));
  } else if (const std::size_t dash = name.rfind(" - "); dash != std::string_view::npos) {
    property = name.substr(0, dash);
    object = name.substr(dash + 3);
  }
  const std::string key = to_lower(object);
  if (key == "contact" || key == "lead") {
    return property;
  }
  if (key != "company" && key != "deal" && key != "ticket") {
    return name;
  }
  const std::string of_company = name_key(property);
  return key == "company" && (of_company == "name" || of_company == "companyname")
             ? std::optional<std::string_view>("company")
             : std::nullopt;
}

} // namespace detail

/// Whether a word before a name is only the object that it belongs to: "Person - Name".
[[nodiscard]] inline bool is_name_prefix(std::string_view word) {
  constexpr auto prefixes = std::to_array<std::string_view>(
      {"person", "people", "contact", "contacts", "lead", "leads", "deal", "properties",
       "attributes", "fields", "name", "customer", "prospect"});
  return std::ranges::find(prefixes, word) != prefixes.end();
}

/// The role of a column by its name, or nothing. Case, spaces, underscores, punctuation and a
/// prefix such as "Person - " or "Lead: " are ignored. Names of which only a part is known are
/// set_aside.
[[nodiscard]] inline std::optional<role_match> find_column_role(std::string_view name) {
  // Of a list of objects in JSON, one of phones or emails is the lead's ("emails[].value"); in
  // another one, persons are others ("staff[].email").
  if (const std::size_t list = name.find("[]."); list != std::string_view::npos) {
    const auto is_value = [](const std::optional<role_match>& found) {
      return found && (found->role == column_role::phone || found->role == column_role::email);
    };
    if (const auto of_list = find_column_role(name.substr(0, list)); is_value(of_list)) {
      const auto found =
          find_column_role(std::string(name.substr(0, list)) + std::string(name.substr(list + 2)));
      return found && (found->role == of_list->role || found->role == column_role::phone_country)
                 ? found
                 : std::nullopt;
    }
    const auto found = find_column_role(name.substr(list + 3));
    const bool is_person = is_value(found) || (found && (found->role == column_role::name ||
                                                         found->role == column_role::first_name ||
                                                         found->role == column_role::last_name));
    return is_person ? std::optional(role_match{column_role::set_aside, 0, false}) : std::nullopt;
  }
  const auto& names = detail::column_names::get();
  if (const auto found = names.role(name_key(name))) {
    return found;
  }
  if (const auto property = detail::property_of_contact(name); property != name) {
    return property ? find_column_role(*property) : std::nullopt;
  }
  const auto words = words_of(name);
  if (words.empty()) {
    return std::nullopt;
  }
  if (auto found = detail::find_composed_role(name)) {
    return found;
  }
  if (words.size() > 1 && (words.back() == "country" || words.back() == "país")) {
    return role_match{column_role::country, 100, false};
  }
  if (words.size() > 1 && is_name_prefix(words.front())) {
    if (auto found = names.role(join({words.begin() + 1, words.end()}, ""))) {
      found->rank += 100;
      return found;
    }
  }
  return std::nullopt;
}

/// The same for a name that is known as a whole.
[[nodiscard]] inline std::optional<role_match> find_role(std::string_view name) {
  const auto found = find_column_role(name);
  return found && found->role == column_role::set_aside ? std::nullopt : found;
}

/// The role of a name given to --map: the label of a role or the name of a column.
[[nodiscard]] inline std::optional<column_role> find_target(std::string_view name) {
  const std::string wanted = name_key(name);
  for (std::size_t i = 0; i + 1 < role_names.size(); ++i) {
    if (wanted == name_key(role_names[i].label) || wanted == name_key(role_names[i].name)) {
      return static_cast<column_role>(i);
    }
  }
  const auto found = find_role(name);
  return found ? std::optional(found->role) : std::nullopt;
}

} // namespace demo

#endif
