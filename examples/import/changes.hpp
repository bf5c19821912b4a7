// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_EXAMPLES_IMPORT_CHANGES_HPP
#define LEADCORE_EXAMPLES_IMPORT_CHANGES_HPP

// What an import changes in a store: which leads are added, changed, kept, and removed.

#include "report.hpp"
#include "text.hpp"

#include <leadcore/json/write.hpp>
#include <leadcore/model/lead.hpp>
#include <leadcore/text/fold.hpp>
#include <leadcore/text/timestamp.hpp>

#include <boost/unordered/unordered_flat_map.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace demo {

/// Compares imported leads with those of a store, by id. Of stored leads, only digests are kept.
class store_changes {
 public:
  std::size_t added = 0;
  std::size_t changed = 0;
  std::size_t kept = 0;
  std::size_t strangers = 0;    ///< changed ones that seem to be another person than before
  std::string first_stranger{}; ///< its id and name
  bool has_replaced = false;    ///< a lead of the store or the file has the source to replace

  /// @param replaced  the file has all leads of this source: the store's others are removed
  explicit store_changes(std::optional<std::string> replaced = std::nullopt)
      : replaced_(std::move(replaced)) {}

  /// Notes a lead of the store.
  void add_stored(const leadcore::lead& lead) {
    const auto traits = traits_of(lead);
    has_replaced = has_replaced || (replaced_ && lead.source == replaced_);
    stored_.insert_or_assign(digest_of(lead.id),
                             entry{content_of(lead), lead.created_at, lead.updated_at,
                                   traits_.size(), static_cast<std::uint32_t>(traits.size()),
                                   has_contact(lead)});
    traits_.insert(traits_.end(), traits.begin(), traits.end());
  }
  /// Compares a lead of the file. A time that the file does not give stays that of the store.
  /// @return whether the lead is to be written
  [[nodiscard]] bool add(imported_lead& of) {
    if (replaced_ && !of.lead.source) {
      of.lead.source = replaced_;
    }
    has_replaced = has_replaced || (replaced_ && of.lead.source == replaced_);
    const auto found = stored_.find(digest_of(of.lead.id));
    if (found == stored_.end()) {
      ++added;
      return true;
    }
    entry& before = found->second;
    before.is_in_file = true;
    if (!of.has_created_at) {
      of.lead.created_at = before.created_at;
    }
    const bool is_equal = content_of(of.lead) == before.content &&
                          of.lead.created_at == before.created_at &&
                          (!of.has_updated_at || of.lead.updated_at == before.updated_at);
    ++(is_equal ? kept : changed);
    if (!is_equal && !may_be(before, of.lead) && strangers++ == 0) {
      first_stranger = "\"" + of.lead.id + "\" (" + of.lead.name + ")";
    }
    return !is_equal;
  }
  /// Whether a lead of the store is to be removed, after the whole file.
  [[nodiscard]] bool is_removed(const leadcore::lead& stored) const {
    const auto found = stored_.find(digest_of(stored.id));
    return replaced_ && stored.source == replaced_ && found != stored_.end() &&
           !found->second.is_in_file;
  }

 private:
  struct entry {
    digest_key content;
    leadcore::timestamp created_at;
    leadcore::timestamp updated_at;
    std::size_t first_trait = 0;
    std::uint32_t traits = 0;
    bool has_contact = false;
    bool is_in_file = false;
  };

  /// Of everything but the times of creation and change.
  [[nodiscard]] static digest_key content_of(leadcore::lead lead) {
    lead.created_at = lead.updated_at = {};
    return digest_of(to_json(lead));
  }
  [[nodiscard]] static bool has_contact(const leadcore::lead& of) {
    return !of.emails.empty() || !of.phones.empty();
  }
  /// Hashes of what tells a person from another: even ones of the name, emails and phones, odd ones
  /// of the words of the name.
  [[nodiscard]] static std::vector<std::uint32_t> traits_of(const leadcore::lead& of) {
    constexpr std::hash<std::string> hash;
    std::vector<std::uint32_t> traits;
    const auto add = [&](const std::string& text, std::uint32_t odd) {
      traits.push_back((static_cast<std::uint32_t>(hash(text)) & ~1U) | odd);
    };
    add(leadcore::fold(of.name), 0);
    std::ranges::for_each(of.emails, [&](const auto& each) { add(each, 0); });
    std::ranges::for_each(of.phones, [&](const auto& each) { add(each, 0); });
    std::ranges::for_each(words_of(of.name), [&](const auto& each) { add(each, 1); });
    return traits;
  }
  /// Whether a lead may be the stored one: it has its name, an email or a phone in common; or, if
  /// one of them has neither emails nor phones, a word of the name.
  [[nodiscard]] bool may_be(const entry& stored, const leadcore::lead& of) const {
    const bool have_contacts = stored.has_contact && has_contact(of);
    const auto first = traits_.begin() + static_cast<std::ptrdiff_t>(stored.first_trait);
    return std::ranges::any_of(traits_of(of), [&](std::uint32_t trait) {
      return (trait % 2 == 0 || !have_contacts) &&
             std::find(first, first + stored.traits, trait) != first + stored.traits;
    });
  }

  std::optional<std::string> replaced_;
  boost::unordered_flat_map<digest_key, entry> stored_{};
  std::vector<std::uint32_t> traits_{}; // of all stored leads
};

} // namespace demo

#endif
