// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_EXAMPLES_IMPORT_CHANGES_HPP
#define LEADCORE_EXAMPLES_IMPORT_CHANGES_HPP

// What an import changes in a store: which leads are added, changed, kept, and removed.

#include "result.hpp"
#include "sha256.hpp"

#include <leadcore/json/write.hpp>
#include <leadcore/model/lead.hpp>
#include <leadcore/text/timestamp.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

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
    stored_.insert_or_assign(lead.id, entry{digest_of(lead), lead.created_at, lead.updated_at,
                                            replaced_ && lead.source == replaced_, false});
  }
  /// Compares a lead of the file. A time that the file does not give stays that of the store.
  /// @return whether the lead is to be written
  [[nodiscard]] bool add(imported_lead& of) {
    if (replaced_ && !of.lead.source) {
      of.lead.source = replaced_;
    }
    const auto found = stored_.find(of.lead.id);
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
  /// The ids of the stored leads to remove.
  [[nodiscard]] std::vector<std::string> removed() const {
    std::vector<std::string> ids;
    for (const auto& [id, each] : stored_) {
      if (each.is_of_source && !each.is_in_file) {
        ids.push_back(id);
      }
    }
    return ids;
  }

 private:
  struct entry {
    sha256_digest digest;
    leadcore::timestamp created_at;
    leadcore::timestamp updated_at;
    bool is_of_source = false;
    bool is_in_file = false;
  };

  /// Of everything but the times of creation and change.
  [[nodiscard]] static sha256_digest digest_of(leadcore::lead lead) {
    lead.created_at = lead.updated_at = {};
    return sha256(to_json(lead));
  }

  std::optional<std::string> replaced_;
  std::unordered_map<std::string, entry> stored_;
};

} // namespace demo

#endif
