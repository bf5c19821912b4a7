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
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace demo {

/// The role of a column. Most are fields of a lead; the rest help to make one. phone_country is the
/// country or calling code of the phones, phone_area the area code that they lack; label is
/// such as "Home" or "Fax". set_aside is kept in the notes: it may have phones or emails, but
/// whose, or which?
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
  phone_country,
  phone_area,
  label,
  set_aside
};

/// Names of roles in data/columns.tsv, in reports and for --map.
inline constexpr auto role_names = std::to_array<std::string_view>(
    {"id",           "name",      "firstName", "middleName",   "lastName", "phones",
     "emails",       "contactId", "company",   "source",       "status",   "notes",
     "nextCallAt",   "createdAt", "updatedAt", "assignedToId", "clientId", "country",
     "phoneCountry", "areaCode",  "label",     "(set aside)"});

[[nodiscard]] inline std::string_view to_string(column_role role) {
  return role_names[static_cast<std::size_t>(role)];
}
[[nodiscard]] constexpr bool is_name(column_role role) {
  return role >= column_role::name && role <= column_role::last_name;
}
[[nodiscard]] constexpr bool is_text(column_role role) {
  return role == column_role::company || role == column_role::source || role == column_role::notes;
}
[[nodiscard]] constexpr bool is_date(column_role role) {
  return role >= column_role::next_call_at && role <= column_role::updated_at;
}
[[nodiscard]] constexpr bool is_id(column_role role) {
  return role == column_role::id || role == column_role::contact_id ||
         role == column_role::assigned_to_id || role == column_role::client_id;
}
[[nodiscard]] constexpr bool is_phone_or_email(column_role role) {
  return role == column_role::phone || role == column_role::email;
}
/// Whether a role uses all its columns, in order; others use one value.
[[nodiscard]] constexpr bool takes_all(column_role role) {
  return is_phone_or_email(role) || role == column_role::notes ||
         role >= column_role::phone_country;
}

/// A role, and how sure it is.
struct role_match {
  column_role role{};
  std::size_t rank = 0;        ///< of the name among those of the role: 0 is the best
  bool needs_evidence = false; ///< the values must confirm it
};

namespace detail {

/// Added to the rank of a name with an object or a number: "Guest Name", "Name 2".
inline constexpr std::size_t with_object = 100;

/// data/columns.tsv, by name_key.
struct column_names {
  std::unordered_map<std::string, role_match> roles;
  std::unordered_map<std::string, std::string_view> words; ///< of phones and emails: kinds
};

[[nodiscard]] inline const column_names& known_names() {
  static const column_names made = [] {
    constexpr std::string_view data =
#include "data/columns.tsv"
        ;
    column_names table;
    std::array<std::size_t, role_names.size()> ranks{};
    for_each_name(data, [&](std::string_view list, std::string_view, std::string_view each) {
      const auto role = static_cast<std::size_t>(
          std::ranges::find(role_names, list.substr(0, list.find('?'))) - role_names.begin());
      if (role == role_names.size()) {
        table.words.try_emplace(name_key(each), list.substr(list.find('.') + 1));
      } else {
        table.roles.try_emplace(name_key(each), role_match{static_cast<column_role>(role),
                                                           ranks[role]++, list.ends_with('?')});
      }
    });
    return table;
  }();
  return made;
}

/// The kinds of the words in a name: phone, email, other, about, person; "" of one that is not
/// known. A word may be written as two ("E-post"), or consist of others ("phonenumber",
/// "Praxistelefon").
[[nodiscard]] inline std::set<std::string_view> kinds_of_words(std::string_view name) {
  constexpr std::size_t longest = 64; // of known words
  const auto& known = known_names().words;
  std::set<std::string_view> kinds;
  const auto words = words_of(name);
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i];
    if (i + 1 < words.size() && known.contains(word + words[i + 1])) {
      kinds.insert(known.at(word + words[++i]));
    } else if (is_digit(word[0])) {
      kinds.insert("other");
    } else if (const auto at = known.find(word); at != known.end()) {
      kinds.insert(at->second);
    } else {
      std::vector<std::string_view> parts; // of a compound, from its end
      std::size_t end = word.size();       // of what is left of it
      for (std::size_t begin = end - std::min(end, longest); begin + 3 <= end; ++begin) {
        if (const auto part = known.find(word.substr(begin, end - begin)); part != known.end()) {
          parts.push_back(part->second);
          end = begin;
          begin = end - std::min(end, longest) - 1;
        }
      }
      if (end > 0) { // its beginning is not known: only a phone or an email at the end counts
        kinds.insert("");
        parts.resize(!parts.empty() && (parts[0] == "phone" || parts[0] == "email") ? 1 : 0);
      }
      kinds.insert(parts.begin(), parts.end());
    }
  }
  return kinds;
}

/// The role of a name that consists of words such as "work", "phone" and "2".
[[nodiscard]] inline std::optional<role_match> find_composed_role(std::string_view name) {
  const auto kinds = kinds_of_words(name);
  const bool phone = kinds.contains("phone");
  const bool email = kinds.contains("email");
  const bool person = kinds.contains("person");
  const bool about = kinds.contains("about");
  if (phone != email && about && has_word("label", name)) {
    return role_match{column_role::label, 0, false};
  }
  if ((!phone && !email) || (about && !person)) {
    return std::nullopt;
  }
  if (person || kinds.contains("") || (phone && email)) {
    return role_match{column_role::set_aside, person ? 0U : 1U, !person || about};
  }
  const std::size_t rank = words_of(name).front() == "primary" ? 0 : 1;
  return role_match{phone ? column_role::phone : column_role::email, rank, false};
}

/// Whether a remark tells that a number is a fax, or another person's: "Fax", "Assistant".
[[nodiscard]] inline bool is_about_another(std::string_view remark) {
  return has_word("fax", remark) || kinds_of_words(remark).contains("person");
}

} // namespace detail

/// The role of a column by its name, or nothing. Case, spaces, underscores, punctuation and a
/// prefix such as "Person - " or "Lead: " are ignored. Names of which only a part is known are
/// set_aside.
[[nodiscard]] inline std::optional<role_match> find_column_role(std::string_view name) {
  constexpr std::size_t longest = 500; // of a question in a form
  if (name.size() > longest) {
    return std::nullopt;
  }
  // Of a list of objects in JSON, one of phones or emails is the lead's ("emails[].value"); in
  // another one, persons are others ("staff[].email").
  if (const std::size_t list = name.find("[]."); list != std::string_view::npos) {
    const std::string path(name.substr(0, list));
    const auto of_list = find_column_role(path);
    if (!of_list || !is_phone_or_email(of_list->role)) {
      const auto found = find_column_role(name.substr(list + 3));
      return found && (is_name(found->role) || is_phone_or_email(found->role))
                 ? std::optional(role_match{column_role::set_aside, 0, false})
                 : std::nullopt;
    }
    const auto found = find_column_role(path + std::string(name.substr(list + 2)));
    const bool is_its =
        found && (found->role == of_list->role || found->role == column_role::phone_country ||
                  found->role == column_role::label);
    return is_its && name_key(name.substr(list)) != "id" ? found : std::nullopt; // EMAIL[].ID
  }
  const auto& known = detail::known_names().roles;
  const auto role_of = [&known](const std::string& key) {
    const auto at = known.find(key);
    return at == known.end() ? std::nullopt : std::optional(at->second);
  };
  name.remove_prefix(name.starts_with("_source.") ? 8 : 0); // Elasticsearch
  name.remove_suffix(name.ends_with("__c") ? 3 : 0);        // Salesforce's fields of one's own
  name.remove_suffix(name.ends_with(".value") ? 6 : 0);     // HubSpot's properties
  name = name.substr(0, name.find(".$", 1));                // MongoDB's _id.$oid
  auto words = words_of(name);
  if (const auto found = role_of(name_key(name)); found || words.empty()) {
    return found;
  }
  // HubSpot names the object of a column: "Email <CONTACT email>", "Email - Contact".
  const bool is_tag = name.ends_with('>');
  if (const std::size_t end = is_tag ? name.rfind('<') : name.rfind(" - ");
      end != std::string_view::npos) {
    const auto object = words_of(name.substr(end));
    const std::size_t property = std::min(name.find(' ', end), name.size() - 2) + 1;
    const auto its = object.size() == 1 || (is_tag && !object.empty())
                         ? find_word("hubspot", object[0])
                         : std::nullopt;
    if (its) {
      return its->about != "own"
                 ? std::nullopt
                 : find_column_role(is_tag ? name.substr(property, name.size() - property - 1)
                                           : name.substr(0, end));
    }
  }
  if (auto found = detail::find_composed_role(name)) {
    return found;
  }
  const std::size_t count = words.size();
  while (words.size() > 1 && is_digit(words.back()[0])) { // "Note 2"
    words.pop_back();
  }
  bool is_object = true;  // "1. Name", "Your company"
  bool is_address = true; // "Address 1: Country", but not "IP Country"
  for (auto first = words.begin(); first != words.end() && (is_object || is_address); ++first) {
    auto found = role_of(join({first, words.end()}, ""));
    if (found &&
        (found->role == column_role::country ||
         (is_object && (words.size() == count || is_text(found->role) || is_name(found->role))))) {
      found->rank += detail::with_object;
      return found;
    }
    const bool is_number = is_digit((*first)[0]);
    is_object = is_object && (is_number || find_word("object", *first));
    is_address = is_address && (is_number || find_word("address", *first));
  }
  // "Company (required)", but not "Name (partner)" or "Name (prefix)".
  const std::string narrowed = narrow(name);
  const std::size_t open = std::min(narrowed.find('('), narrowed.size());
  const std::size_t close = narrowed.find(')', open);
  const auto remark = std::string_view(narrowed).substr(open).substr(0, close - open);
  if (close == std::string::npos || detail::is_about_another(remark) ||
      has_word("company", remark) || has_word("user", remark)) {
    return std::nullopt;
  }
  const auto found = find_column_role(narrowed.substr(0, open) + narrowed.substr(close + 1));
  if (found && is_phone_or_email(found->role)) {
    return role_match{column_role::set_aside, 1, true};
  }
  const auto in_brackets = words_of(remark);
  const bool is_known = std::ranges::all_of(
      in_brackets, [](const auto& word) { return find_word("remark", word).has_value(); });
  return found && is_name(found->role) && !is_known ? std::nullopt : found;
}

/// The same for a name that is known as a whole.
[[nodiscard]] inline std::optional<role_match> find_role(std::string_view name) {
  const auto found = find_column_role(name);
  return found && found->role == column_role::set_aside ? std::nullopt : found;
}

/// The role of a name given to --map: that of a role or of a column.
[[nodiscard]] inline std::optional<column_role> find_target(std::string_view name) {
  const auto known = std::ranges::find(role_names, name_key(name), name_key);
  if (known < role_names.end() - 1) { // the last one is set aside
    return static_cast<column_role>(known - role_names.begin());
  }
  const auto found = find_role(name);
  return found ? std::optional(found->role) : std::nullopt;
}

} // namespace demo

#endif
