// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_INDEX_DETAIL_VERSION_DRAFT_HPP
#define LEADCORE_INDEX_DETAIL_VERSION_DRAFT_HPP

// A version that is being made, and the edit that makes its nodes.

#include <leadcore/index/detail/cow/node.hpp>
#include <leadcore/index/detail/version.hpp>
#include <leadcore/index/indexed_lead.hpp>
#include <leadcore/model/lead.hpp>
#include <leadcore/version.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace leadcore::inline LEADCORE_ABI::detail {

/// The successor of a version, as a copy to change. Until commit() the old version is unaffected,
/// and dropping the draft undoes it.
class version_draft {
 public:
  explicit version_draft(const index_version& from)
      : change_(from.epoch + 1),
        version_(std::make_unique<index_version>(index_version::copy_of{from})) {}

  [[nodiscard]] const index_version& version() const noexcept { return *version_; }
  [[nodiscard]] index_version& version() noexcept { return *version_; }
  [[nodiscard]] cow::edit& change() noexcept { return change_; }

  /// Appends the version to the chain.
  /// @param from  the version that the draft was made of
  [[nodiscard]] version_ptr commit(const version_ptr& from) noexcept {
    return from.append(std::move(version_), change_.commit());
  }

  /// The texts, to change. The first call copies their handle.
  [[nodiscard]] text_index& texts() {
    if (texts_ == nullptr) {
      texts_ = std::make_shared<text_index>(*version_->texts);
      version_->texts = texts_;
    }
    return *texts_;
  }
  /// Removes everything.
  void clear() {
    version_->visit_nodes([&](const cow::node* each) { change_.retire(each); });
    version_->rows = {};
    version_->ids = {};
    version_->owners = {};
    version_->owner_names = {};
    version_->last_owner = no_owner;
    texts() = {};
  }

  /// The ordinal of a row's owner, or order_statistic_tree::none for a member without leads.
  template <class Row> [[nodiscard]] owner_ordinal find_owner(const Row& row) const {
    auto&& assigned = field<"assigned_to_id">(row);
    if (!detail::has_value(assigned)) {
      return no_owner;
    }
    auto&& name = detail::value(assigned);
    return version_->find_owner(detail::as_text(name));
  }
  /// The ordinal of a row's owner, who is added if there is no such member.
  template <class Row> [[nodiscard]] owner_ordinal find_or_add_owner(const Row& row) {
    const owner_ordinal found = find_owner(row);
    if (found != cow::order_statistic_tree::none) {
      return found;
    }
    auto&& assigned = field<"assigned_to_id">(row);
    auto&& name = detail::value(assigned);
    return add_owner(detail::as_text(name));
  }
  /// Removes a member without leads. Others stay.
  void remove_owner_if_empty(owner_ordinal owner) {
    const owner_postings* const lists = version_->owner(owner);
    if (owner != all_owners && owner != no_owner && lists->all.empty()) {
      version_->owner_names.erase(change_, hash_of(*lists->name),
                                  version_->name_comparator(*lists->name));
      version_->owners.set(change_, owner, nullptr);
      change_.retire(lists);
    }
  }
  /// The posting lists of an owner, to change.
  [[nodiscard]] owner_postings& postings(owner_ordinal owner) {
    const owner_postings* const found = version_->owner(owner);
    owner_postings* const lists =
        found == nullptr ? change_.make<owner_postings>() : change_.writable(found);
    if (lists != found) {
      version_->owners.set(change_, owner, lists);
    }
    return *lists;
  }

 private:
  [[nodiscard]] owner_ordinal add_owner(std::string_view name) {
    const owner_ordinal owner = version_->last_owner + 1;
    auto* const lists = change_.make<owner_postings>();
    lists->name = std::make_shared<const std::string>(name);
    version_->owners.set(change_, owner, lists);
    version_->owner_names.insert(change_, {hash_of(name), owner}, version_->name_comparator(name));
    return version_->last_owner = owner;
  }

  cow::edit change_;
  std::unique_ptr<index_version> version_;
  std::shared_ptr<text_index> texts_; // those of version_, once they may be changed
};

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
