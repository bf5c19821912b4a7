// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_EXAMPLES_IMPORT_CHANGES_HPP
#define LEADCORE_EXAMPLES_IMPORT_CHANGES_HPP

// What an import changes in a store: which leads are added, changed, kept, and removed.

#include "report.hpp"
#include "sha256.hpp"

#include <leadcore/json/write.hpp>
#include <leadcore/model/lead.hpp>
#include <leadcore/text/timestamp.hpp>

#include <boost/unordered/unordered_flat_map.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <utility>

namespace demo {

/// Compares imported leads with those of a store, by id. Of stored leads, only digests are kept.
class store_changes {
 public:
  std::size_t added = 0;
  std::size_t changed = 0;
  std::size_t kept = 0;

  /// @param replaced  the file has all leads of this source: the store's others are removed
  explicit store_changes(std::optional<std::string> replaced = std::nullopt)
      : replaced_(std::move(replaced)) {}

  /// Notes a lead of the store.
  void add_stored(const leadcore::lead& lead) {
    stored_.insert_or_assign(digest_key(lead.id),
                             entry{digest_of(lead), lead.created_at, lead.updated_at});
  }
  /// Compares a lead of the file. A time that the file does not give stays that of the store.
  /// @return whether the lead is to be written
  [[nodiscard]] bool add(imported_lead& of) {
    if (replaced_ && !of.lead.source) {
      of.lead.source = replaced_;
    }
    const auto found = stored_.find(digest_key(of.lead.id));
    if (found == stored_.end()) {
      ++added;
      return true;
    }
    entry& before = found->second;
    before.is_in_file = true;
    if (!of.has_created_at) {
      of.lead.created_at = before.created_at;
    }
    const bool is_equal = digest_of(of.lead) == before.digest &&
                          of.lead.created_at == before.created_at &&
                          (!of.has_updated_at || of.lead.updated_at == before.updated_at);
    ++(is_equal ? kept : changed);
    return !is_equal;
  }
  /// Whether a lead of the store is to be removed, after the whole file.
  [[nodiscard]] bool is_removed(const leadcore::lead& stored) const {
    const auto found = stored_.find(digest_key(stored.id));
    return replaced_ && stored.source == replaced_ && found != stored_.end() &&
           !found->second.is_in_file;
  }

 private:
  struct entry {
    digest_key digest;
    leadcore::timestamp created_at;
    leadcore::timestamp updated_at;
    bool is_in_file = false;
  };

  /// Of everything but the times of creation and change.
  [[nodiscard]] static digest_key digest_of(leadcore::lead lead) {
    lead.created_at = lead.updated_at = {};
    return digest_key(to_json(lead));
  }

  std::optional<std::string> replaced_;
  boost::unordered_flat_map<digest_key, entry, digest_key::hash> stored_;
};

} // namespace demo

#endif
