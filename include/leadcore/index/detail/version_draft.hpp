// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_INDEX_DETAIL_VERSION_DRAFT_HPP
#define LEADCORE_INDEX_DETAIL_VERSION_DRAFT_HPP

// A version that is being made, and the edit that makes its nodes.

#include <leadcore/index/detail/cow/node.hpp>
#include <leadcore/index/detail/filter_roles.hpp>
#include <leadcore/index/detail/version.hpp>
#include <leadcore/model/value.hpp>
#include <leadcore/version.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace leadcore::inline LEADCORE_ABI::detail {

/// The successor of a version, as a copy to change. Until commit() the old version is unaffected,
/// and dropping the draft undoes it.
template <class Endpoint> class version_draft {
 public:
  using version_type = index_version<Endpoint>;
  using postings_type = typename version_type::postings_type;
  using roles = filter_roles<Endpoint>;

  explicit version_draft(const version_type& from)
      : change_(from.epoch + 1),
        version_(std::make_unique<version_type>(typename version_type::copy_of{from})) {}

  [[nodiscard]] const version_type& version() const noexcept { return *version_; }
  [[nodiscard]] version_type& version() noexcept { return *version_; }
  [[nodiscard]] cow::edit& change() noexcept { return change_; }

  /// Appends the version to the chain.
  /// @param from  the version that the draft was made of
  [[nodiscard]] version_ptr<Endpoint> commit(const version_ptr<Endpoint>& from) noexcept {
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

  /// The ordinal of a row's owner, or order_statistic_tree::none for a member without rows.
  /// all_owners if no filter asks for an owner.
  template <class Row> [[nodiscard]] owner_ordinal find_owner(const Row& row) const {
    return with_owner(row, [&](std::string_view name) { return version_->find_owner(name); });
  }
  /// The ordinal of a row's owner, who is added if there is no such member.
  template <class Row> [[nodiscard]] owner_ordinal find_or_add_owner(const Row& row) {
    return with_owner(row, [&](std::string_view name) {
      const owner_ordinal found = version_->find_owner(name);
      return found != cow::order_statistic_tree::none ? found : add_owner(name);
    });
  }
  /// Removes a member without rows. Others stay.
  void remove_owner_if_empty(owner_ordinal owner) {
    const postings_type* const lists = version_->owner(owner);
    if (owner != all_owners && owner != no_owner && lists->all.empty()) {
      version_->owner_names.erase(change_, hash_of(*lists->name),
                                  version_->name_comparator(*lists->name));
      version_->owners.set(change_, owner, nullptr);
      change_.retire(lists);
    }
  }
  /// The posting lists of an owner, to change.
  [[nodiscard]] postings_type& postings(owner_ordinal owner) {
    const postings_type* const found = version_->owner(owner);
    postings_type* const lists =
        found == nullptr ? change_.make<postings_type>() : change_.writable(found);
    if (lists != found) {
      version_->owners.set(change_, owner, lists);
    }
    return *lists;
  }

 private:
  /// Calls of_member(name) for a row of a member, and returns the ordinal that it returns.
  template <class Row, class OfMember>
  [[nodiscard]] static owner_ordinal with_owner([[maybe_unused]] const Row& row,
                                                [[maybe_unused]] OfMember of_member) {
    if constexpr (roles::has_owner) {
      auto&& owner = typename roles::template filter_at<roles::owner>::field_type{}(row);
      if (!detail::has_value(owner)) {
        return no_owner;
      }
      auto&& name = detail::value(owner);
      return of_member(detail::as_text(name));
    } else {
      return all_owners;
    }
  }
  [[nodiscard]] owner_ordinal add_owner(std::string_view name) {
    const owner_ordinal owner = version_->last_owner + 1;
    auto* const lists = change_.make<postings_type>();
    lists->name = std::make_shared<const std::string>(name);
    version_->owners.set(change_, owner, lists);
    version_->owner_names.insert(change_, {hash_of(name), owner}, version_->name_comparator(name));
    return version_->last_owner = owner;
  }

  cow::edit change_;
  std::unique_ptr<version_type> version_;
  std::shared_ptr<text_index> texts_{}; // those of version_, once they may be changed
};

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
