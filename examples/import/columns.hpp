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

/// The role of a column. Most are fields of a lead; the rest help to make one. phone_country is the
/// country or calling code of the phones, phone_area the area code that they lack; phone_label is
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
  phone_label,
  set_aside
};

/// Names of roles in data/columns.tsv, in reports and for --map.
inline constexpr auto role_names = std::to_array<std::string_view>(
    {"id",           "name",      "firstName",  "middleName",   "lastName", "phones",
     "emails",       "contactId", "company",    "source",       "status",   "notes",
     "nextCallAt",   "createdAt", "updatedAt",  "assignedToId", "clientId", "country",
     "phoneCountry", "areaCode",  "phoneLabel", "(set aside)"});

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
    constexpr std::size_t none = ~std::size_t{0};
    const std::size_t size = std::min<std::size_t>(chunk.size(), 64);
    std::vector from(size + 1, none); // where the word begins that ends there, if all before are
    from[0] = 0;
    for (std::size_t end = 1; end <= size; ++end) {
      for (std::size_t begin = 0; begin < end && from[end] == none; ++begin) { // the longest first
        if (from[begin] == none) {
          continue;
        }
        const std::string word = chunk.substr(begin, end - begin);
        // Inside a chunk, words of one or two letters are none: "nomail" is no "no mail".
        if ((words_.contains(word) && (word.size() > 2 || word == chunk)) ||
            std::ranges::all_of(word, is_digit)) {
          from[end] = begin;
        }
      }
    }
    for (std::size_t end = size; end > 0 && from[end] != none; end = from[end]) {
      const auto at = words_.find(chunk.substr(from[end], end - from[end]));
      found.insert(found.end(), at == words_.end() ? 0 : 1,
                   at == words_.end() ? name_word::other : at->second);
    }
    return size == chunk.size() && from[size] != none;
  }
  /// The word for a phone or an email at the end of a compound: "Praxistelefon".
  [[nodiscard]] std::optional<name_word> end_of(std::string_view chunk) const {
    constexpr std::size_t least = 4;
    constexpr std::size_t most = 64;
    chunk.remove_prefix(chunk.size() - std::min(chunk.size(), most));
    for (; chunk.size() >= least; chunk.remove_prefix(1)) {
      const auto at = words_.find(std::string(chunk));
      if (at != words_.end() && at->second <= name_word::email) {
        return at->second;
      }
    }
    return std::nullopt;
  }

 private:
  column_names() {
    constexpr auto kinds = std::to_array<std::string_view>(
        {"word.phone", "word.email", "word.other", "word.about", "word.person"});
    constexpr std::string_view data =
#include "data/columns.tsv"
        ;
    std::array<std::size_t, role_names.size()> ranks{};
    for_each_name(data, [&](std::string_view list, std::string_view, std::string_view each) {
      const bool needs_evidence = list.ends_with('?');
      list.remove_suffix(needs_evidence ? 1 : 0);
      if (list.starts_with("word.")) {
        words_.try_emplace(name_key(each),
                           static_cast<name_word>(std::ranges::find(kinds, list) - kinds.begin()));
      } else {
        const auto role =
            static_cast<std::size_t>(std::ranges::find(role_names, list) - role_names.begin());
        roles_.try_emplace(name_key(each), role_match{static_cast<column_role>(role), ranks[role]++,
                                                      needs_evidence});
      }
    });
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
  std::vector<std::string> chunks(1);
  for_each_character(name, [&](std::string_view bytes, const leadcore::utf8_unit& unit) {
    if (is_word_character(unit)) {
      chunks.back() += bytes;
    } else if (!chunks.back().empty() && !(bytes == "-" && leadcore::fold(chunks.back()) == "e")) {
      chunks.emplace_back(); // but "E-post" is a word
    }
  });
  for (const auto& chunk : chunks) {
    std::vector<name_word> whole;
    if (names.split_chunk(leadcore::fold(chunk), whole)) {
      found.insert(found.end(), whole.begin(), whole.end());
      continue;
    }
    for (const auto& word : words_of(chunk)) {
      if (!names.split_chunk(word, found)) {
        is_known = false;
        if (const auto end = names.end_of(word)) {
          found.push_back(*end);
        }
      }
    }
  }
  const auto has = [&found](name_word word) { return std::ranges::count(found, word) > 0; };
  const bool phone = has(name_word::phone);
  const bool email = has(name_word::email);
  const bool person = has(name_word::person);
  const bool about = has(name_word::about);
  if (phone && !email && about && has_word("label", name)) {
    return role_match{column_role::phone_label, 0, false};
  }
  if ((!phone && !email) || (about && !person)) {
    return std::nullopt;
  }
  if (person || !is_known || (phone && email)) {
    return role_match{column_role::set_aside, person ? 0U : 1U, !person || about};
  }
  const std::size_t rank = words_of(name).front() == "primary" ? 0 : 1;
  return role_match{phone ? column_role::phone : column_role::email, rank, false};
}

/// Whether a remark tells that a number is a fax, or another person's: "Fax", "Assistant".
[[nodiscard]] inline bool is_about_another(std::string_view remark) {
  return has_word("fax", remark) || std::ranges::any_of(words_of(remark), [](const auto& word) {
           std::vector<name_word> found; // of this word alone: a remark may be long
           return column_names::get().split_chunk(word, found) &&
                  std::ranges::count(found, name_word::person) > 0;
         });
}

/// HubSpot names the columns of a file with several objects "Email <CONTACT email>" or "Email -
/// Contact": the property, if the object is the contact, or the name of the company; otherwise
/// nothing. The name itself, if it names no object.
[[nodiscard]] inline std::string_view property_of_contact(std::string_view name) {
  std::string_view property = name;
  std::string_view object;
  const std::size_t open = name.rfind('<');
  const std::size_t dash = name.rfind(" - ");
  if (open != std::string_view::npos && name.ends_with('>')) {
    const std::size_t space = std::min(name.find(' ', open), name.size() - 1);
    object = name.substr(open + 1, space - open - 1);
    property = name.substr(space).substr(1, name.size() - space - 2);
  } else if (dash != std::string_view::npos) {
    object = name.substr(dash + 3);
    property = name.substr(0, dash);
  }
  const std::string key = to_lower(object);
  if (key == "contact" || key == "lead") {
    return property;
  }
  if (key != "company" && key != "deal" && key != "ticket") {
    return name;
  }
  const std::string of_company = name_key(property);
  return key == "company" && (of_company == "name" || of_company == "companyname") ? "company" : "";
}

} // namespace detail

/// The role of a column by its name, or nothing. Case, spaces, underscores, punctuation and a
/// prefix such as "Person - " or "Lead: " are ignored. Names of which only a part is known are
/// set_aside.
[[nodiscard]] inline std::optional<role_match> find_column_role(std::string_view name) {
  // Of a list of objects in JSON, one of phones or emails is the lead's ("emails[].value"); in
  // another one, persons are others ("staff[].email").
  if (const std::size_t list = name.find("[]."); list != std::string_view::npos) {
    const std::string path(name.substr(0, list));
    const auto of_list = find_column_role(path);
    if (of_list && is_phone_or_email(of_list->role)) {
      const auto found = find_column_role(path + std::string(name.substr(list + 2)));
      const bool is_its =
          found && (found->role == of_list->role || found->role == column_role::phone_country ||
                    found->role == column_role::phone_label);
      return is_its && name_key(name.substr(list)) != "id" ? found : std::nullopt; // EMAIL[].ID
    }
    const auto found = find_column_role(name.substr(list + 3));
    return found && (is_name(found->role) || is_phone_or_email(found->role))
               ? std::optional(role_match{column_role::set_aside, 0, false})
               : std::nullopt;
  }
  constexpr std::size_t longest = 500; // of a question in a form
  const auto& names = detail::column_names::get();
  if (const auto found = names.role(name_key(name)); found || name.size() > longest) {
    return found;
  }
  if (const auto property = detail::property_of_contact(name); property != name) {
    return find_column_role(property);
  }
  if (const std::size_t value = name.find(".$"); value != 0 && value != std::string_view::npos) {
    return find_column_role(name.substr(0, value)); // MongoDB's _id.$oid
  }
  if (name.ends_with("__c")) { // Salesforce's fields of one's own
    return find_column_role(name.substr(0, name.size() - 3));
  }
  if (constexpr std::string_view hit = "_source."; name.starts_with(hit)) { // Elasticsearch
    return find_column_role(name.substr(hit.size()));
  }
  auto words = words_of(name);
  if (words.empty()) {
    return std::nullopt;
  }
  if (auto found = detail::find_composed_role(name)) {
    return found;
  }
  // "Address 1: Country", but not "IP Country".
  for (auto first = words.end() - 1; first > words.begin(); --first) {
    const auto found = names.role(join({first, words.end()}, ""));
    if (found && found->role == column_role::country &&
        std::all_of(words.begin(), first, [](const auto& word) {
          return find_word("address", word) || is_digit(word.front());
        })) {
      return role_match{column_role::country, 100, false};
    }
  }
  if (words.size() > 1 && is_digit(words.back().front())) { // "Note 2"
    auto found = find_column_role(join({words.begin(), words.end() - 1}, " "));
    if (found && (is_text(found->role) || is_name(found->role))) {
      ++found->rank;
      return found;
    }
  }
  bool is_number = is_digit(words.front().front()); // "1. Name", "Your company"
  while (words.size() > 1 && (is_number || find_word("object", words.front()))) {
    is_number = false;
    words.erase(words.begin());
    if (auto found = names.role(join(words, ""))) {
      found->rank += 100;
      return found;
    }
  }
  // "Company (required)", but not "Name (partner)" or "Name (prefix)".
  const std::string narrowed = narrow(name);
  const std::size_t open = std::min(narrowed.find('('), narrowed.size());
  const std::size_t close = narrowed.find(')', open);
  const auto in_brackets = std::string_view(narrowed).substr(open).substr(0, close - open);
  if (close != std::string::npos && !detail::is_about_another(in_brackets) &&
      !has_word("company", in_brackets) && !has_word("user", in_brackets)) {
    const auto remark = words_of(in_brackets);
    const bool is_remark = std::ranges::all_of(
        remark, [](const auto& word) { return find_word("remark", word).has_value(); });
    auto found = find_column_role(narrowed.substr(0, open) + narrowed.substr(close + 1));
    if (found && is_phone_or_email(found->role)) {
      found = role_match{column_role::set_aside, 1, true};
    }
    return found && is_name(found->role) && !is_remark ? std::nullopt : found;
  }
  return std::nullopt;
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
