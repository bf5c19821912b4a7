// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_INDEX_DETAIL_TRANSACTION_HPP
#define LEADCORE_INDEX_DETAIL_TRANSACTION_HPP

// One change of an index: an upsert, an erase, or all leads anew.

#include <leadcore/index/detail/bulk_build.hpp>
#include <leadcore/index/detail/cow/order_statistic_tree.hpp>
#include <leadcore/index/detail/sort_key.hpp>
#include <leadcore/index/detail/text/bitmap.hpp>
#include <leadcore/index/detail/version.hpp>
#include <leadcore/index/detail/version_draft.hpp>
#include <leadcore/index/indexed_lead.hpp>
#include <leadcore/model/lead.hpp>
#include <leadcore/query/endpoint.hpp>
#include <leadcore/query/order.hpp>
#include <leadcore/query/searchable_text.hpp>
#include <leadcore/version.hpp>

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <ranges>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace leadcore::inline LEADCORE_ABI::detail {

/// Makes the next version from the present one, which does not change.
class transaction {
 public:
  explicit transaction(const version_ptr& from) : base_(from), draft_(*from) {}

  /// Replaces the present version.
  [[nodiscard]] version_ptr commit() noexcept { return draft_.commit(base_); }

  /// @return whether there was no lead with the id
  template <lead_like L> bool upsert(const L& changed) {
    const auto& from = detail::row(changed);
    const indexed_lead* const old = base_->find(detail::as_text(field<"id">(from)));
    const doc_id doc = document_of(from, old);
    const indexed_lead& made = access::row(draft_.change().adopt(access::make(from, doc)));
    replace(old, &made);
    renumber_if_sparse();
    return old == nullptr;
  }

  /// @param row  of the present version
  void erase(const indexed_lead& row) {
    replace(&row, nullptr);
    renumber_if_sparse();
  }

  template <class Range> void assign(Range&& leads) {
    draft_.clear();
    if constexpr (keeps_its_leads<Range>) {
      std::vector<std::remove_reference_t<std::ranges::range_reference_t<Range>>*> sources;
      for (auto& each : leads) {
        sources.push_back(std::addressof(each));
      }
      detail::bulk_build(draft_, sources);
    } else { // a lead may be gone when the next one is read
      std::vector<std::unique_ptr<cow::node>> copies;
      std::vector<const indexed_lead*> sources;
      for (auto&& each : leads) {
        copies.push_back(access::make(each, 0));
        sources.push_back(&access::row(copies.back().get()));
      }
      detail::bulk_build(draft_, sources);
    }
  }

 private:
  using access = indexed_lead_access;

  /// Where a row is listed.
  struct position {
    std::uint64_t key; // abbreviated
    owner_ordinal owner;
    lead_status status;
  };
  /// Lists whose entry a change leaves as it is.
  struct kept_lists {
    bool all = false;
    bool status = false;
    bool owner = false;
    bool owner_and_status = false;
  };

  /// Whether leads and their ids stay in place while a range is read.
  template <class Range, class Reference = std::ranges::range_reference_t<Range>,
            class Id = decltype(field<"id">(detail::row(std::declval<Reference>())))>
  static constexpr bool keeps_its_leads =
      std::ranges::forward_range<Range> && std::is_lvalue_reference_v<Reference> &&
      (std::is_lvalue_reference_v<Id> || std::same_as<std::remove_cv_t<Id>, std::string_view>);

  /// The document of a lead's searchable text: the old row's if the text is the same, else a new
  /// one.
  template <class Row> [[nodiscard]] doc_id document_of(const Row& from, const indexed_lead* old) {
    if (old != nullptr &&
        detail::same_searched_values<lead>(search_filter_of<leads_endpoint>, *old, from)) {
      return access::doc(*old);
    }
    std::string text;
    detail::append_searchable_text(text, search_filter_of<leads_endpoint>, from);
    if (old != nullptr && base_->texts->text(access::doc(*old)) == text) {
      return access::doc(*old);
    }
    return draft_.texts().add(text);
  }

  /// Replaces an old row by a new one in every structure; either may be null.
  ///
  /// Comparators read the rows of the base version, which do not change: a new row is compared as
  /// the row that it is, and its document is not looked up. So it does not matter when the array of
  /// rows is changed.
  void replace(const indexed_lead* old, const indexed_lead* made) {
    std::optional<position> from;
    std::optional<position> to;
    if (old != nullptr) {
      from = position{detail::abbreviated_key(*old), draft_.find_owner(*old), old->status()};
    }
    if (made != nullptr) {
      to =
          position{detail::abbreviated_key(*made), draft_.find_or_add_owner(*made), made->status()};
    }
    const bool same_doc =
        old != nullptr && made != nullptr && access::doc(*old) == access::doc(*made);
    const kept_lists kept =
        same_doc && lead_order.compare(*old, *made) == 0 ? kept_between(*from, *to) : kept_lists{};
    if (from.has_value() && to.has_value()) {
      prefetch_lists(*from, *to, kept);
    }
    if (old != nullptr) { // before the new entry, since a list has one entry of a document
      erase_from_lists(*old, *from, kept);
    }
    if (made != nullptr) {
      insert_into_lists(*made, *to, kept);
    }
    index_version& next = draft_.version();
    if (old != nullptr && !same_doc) {
      next.ids.erase(draft_.change(), hash_of(old->id()), base_->id_comparator(old->id()));
      next.rows.set(draft_.change(), access::doc(*old), nullptr);
      draft_.texts().erase(access::doc(*old));
    }
    if (made != nullptr) {
      next.rows.set(draft_.change(), access::doc(*made), access::node(*made));
      if (!same_doc) {
        next.ids.insert(draft_.change(), {hash_of(made->id()), access::doc(*made)},
                        base_->id_comparator(made->id()));
      }
    }
    if (old != nullptr) {
      draft_.remove_owner_if_empty(from->owner);
      draft_.change().retire(access::node(*old));
    }
  }

  /// The lists that both of two positions with the same entry are in.
  [[nodiscard]] static kept_lists kept_between(const position& from, const position& to) noexcept {
    const bool same_status = from.status == to.status;
    const bool same_owner = from.owner == to.owner;
    return {.all = true,
            .status = same_status,
            .owner = same_owner,
            .owner_and_status = same_status && same_owner};
  }
  /// Calls visit(owner, status) for the lists of a position that are not kept.
  template <class Visit>
  static void for_each_list(const position& at, const kept_lists& kept, Visit visit) {
    if (!kept.all) {
      visit(all_owners, std::nullopt);
    }
    if (!kept.status) {
      visit(all_owners, std::optional(at.status));
    }
    if (!kept.owner) {
      visit(at.owner, std::nullopt);
    }
    if (!kept.owner_and_status) {
      visit(at.owner, std::optional(at.status));
    }
  }
  /// Prefetches the nodes that will be copied, of all lists at once.
  void prefetch_lists(const position& from, const position& to, const kept_lists& kept) const {
    std::array<posting_list::prefetcher, 8> paths;
    std::size_t count = 0;
    for (const position& at : {from, to}) {
      for_each_list(at, kept, [&](owner_ordinal owner, const std::optional<lead_status>& status) {
        paths[count++] = {draft_.version().postings(owner, status), at.key};
      });
    }
    for (bool more = true; more;) {
      more = false;
      for (std::size_t i = 0; i < count; ++i) {
        more = paths[i].step() || more;
      }
    }
  }
  void erase_from_lists(const indexed_lead& row, const position& at, const kept_lists& kept) {
    for_each_list(at, kept, [&](owner_ordinal owner, const std::optional<lead_status>& status) {
      draft_.postings(owner).find_or_add(status).erase(draft_.change(), at.key,
                                                       base_->order_comparator(row));
    });
  }
  void insert_into_lists(const indexed_lead& row, const position& at, const kept_lists& kept) {
    for_each_list(at, kept, [&](owner_ordinal owner, const std::optional<lead_status>& status) {
      draft_.postings(owner).find_or_add(status).insert(draft_.change(), {at.key, access::doc(row)},
                                                        base_->order_comparator(row));
    });
  }

  /// Neither document ids nor ordinals of owners are reused. Once most are unused, all leads are
  /// numbered anew, which is amortised over the changes since.
  void renumber_if_sparse() {
    constexpr std::size_t spare = 8192; // not measured: small against an index, many for one change
    const index_version& next = draft_.version();
    if (std::max<std::size_t>(next.texts->next_doc(), next.last_owner) > 2 * next.size() + spare) {
      std::vector<const indexed_lead*> rows;
      rows.reserve(next.size());
      const posting_list all = next.postings(all_owners);
      all.visit(0, all.size(), [&](doc_id doc) {
        rows.push_back(next.row(doc));
        return true;
      });
      draft_.clear();
      detail::bulk_build(draft_, rows);
    }
  }

  const version_ptr& base_;
  version_draft draft_;
};

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
