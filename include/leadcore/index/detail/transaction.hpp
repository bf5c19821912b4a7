// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_INDEX_DETAIL_TRANSACTION_HPP
#define LEADCORE_INDEX_DETAIL_TRANSACTION_HPP

// One change of an index: an upsert, an erase, or all rows anew.

#include <leadcore/index/detail/bulk_build.hpp>
#include <leadcore/index/detail/cow/node.hpp>
#include <leadcore/index/detail/document.hpp>
#include <leadcore/index/detail/filter_roles.hpp>
#include <leadcore/index/detail/sort_key.hpp>
#include <leadcore/index/detail/text/bitmap.hpp>
#include <leadcore/index/detail/version.hpp>
#include <leadcore/index/detail/version_draft.hpp>
#include <leadcore/index/indexed_lead.hpp>
#include <leadcore/model/record.hpp>
#include <leadcore/model/value.hpp>
#include <leadcore/query/endpoint.hpp>
#include <leadcore/version.hpp>

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <ranges>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace leadcore::inline LEADCORE_ABI::detail {

/// Makes the next version from the present one, which does not change.
template <class Endpoint> class transaction {
 public:
  using record = typename Endpoint::record;
  using row_type = indexed_row<record>;

  explicit transaction(const version_ptr<Endpoint>& from) : base_(from), draft_(*from) {}

  /// Replaces the present version.
  [[nodiscard]] version_ptr<Endpoint> commit() noexcept { return draft_.commit(base_); }

  /// @return whether there was no row with the key
  template <row_of<Endpoint> Row> bool upsert(const Row& changed) {
    std::string packed;
    packed.reserve(384); // most are smaller
    detail::append_packed_row<record>(packed, changed);
    return upsert(access::make<record>(packed));
  }
  /// @param row  of the present version
  void erase(const row_type& row) {
    replace(&row, nullptr);
    renumber_if_sparse();
  }

  template <class Range> void assign(Range&& rows) {
    std::vector<std::unique_ptr<cow::node>> packed_rows;
    std::string packed;
    for (auto&& each : rows) {
      packed.clear();
      detail::append_packed_row<record>(packed, each);
      packed_rows.push_back(access::make<record>(packed));
    }
    replace_all(packed_rows);
  }

 private:
  using access = row_access;
  using roles = filter_roles<Endpoint>;
  using value_type = typename roles::value_type;

  /// Where a row is listed.
  struct position {
    std::uint64_t key; // abbreviated
    owner_ordinal owner;
    std::optional<value_type> value;
  };
  /// Lists whose entry a change leaves as it is.
  struct kept_lists {
    bool all = false;
    bool value = false;
    bool owner = false;
    bool owner_and_value = false;
  };

  bool upsert(std::unique_ptr<cow::node> packed) {
    const row_type& made = access::row<record>(packed.get());
    const row_type* const old = base_->find(Endpoint::key(made));
    access::set_doc<record>(*packed, document_of(made, old));
    draft_.change().adopt(std::move(packed));
    replace(old, &made);
    renumber_if_sparse();
    return old == nullptr;
  }
  void replace_all(std::vector<std::unique_ptr<cow::node>>& rows) {
    draft_.clear();
    bulk_builder<Endpoint>(draft_, rows).build();
  }

  /// The document of a row's searchable text: the old row's if the text is the same, else a new
  /// one.
  [[nodiscard]] doc_id document_of(const row_type& made, const row_type* old) {
    if (old != nullptr && detail::same_document<Endpoint>(*old, made)) {
      return access::doc(*old);
    }
    std::string text;
    detail::append_document<Endpoint>(text, made);
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
  void replace(const row_type* old, const row_type* made) {
    std::optional<position> from;
    std::optional<position> to;
    if (old != nullptr) {
      from = position{detail::abbreviated_key<Endpoint>(*old), draft_.find_owner(*old),
                      roles::value_of(*old)};
    }
    if (made != nullptr) {
      to = position{detail::abbreviated_key<Endpoint>(*made), draft_.find_or_add_owner(*made),
                    roles::value_of(*made)};
    }
    const bool same_doc =
        old != nullptr && made != nullptr && access::doc(*old) == access::doc(*made);
    const kept_lists kept = same_doc && Endpoint::order.compare(*old, *made) == 0
                                ? kept_between(*from, *to)
                                : kept_lists{};
    if (from.has_value() && to.has_value()) {
      prefetch_lists(*from, *to, kept);
    }
    if (old != nullptr) { // before the new entry, since a list has one entry of a document
      erase_from_lists(*old, *from, kept);
    }
    if (made != nullptr) {
      insert_into_lists(*made, *to, kept);
    }
    index_version<Endpoint>& next = draft_.version();
    if (old != nullptr && !same_doc) {
      const std::string_view id = Endpoint::key(*old);
      next.ids.erase(draft_.change(), hash_of(id), base_->id_comparator(id));
      next.rows.set(draft_.change(), access::doc(*old), nullptr);
      draft_.texts().erase(access::doc(*old));
    }
    if (made != nullptr) {
      next.rows.set(draft_.change(), access::doc(*made), access::node(*made));
      if (!same_doc) {
        const std::string_view id = Endpoint::key(*made);
        next.ids.insert(draft_.change(), {hash_of(id), access::doc(*made)},
                        base_->id_comparator(id));
      }
    }
    if (old != nullptr) {
      draft_.remove_owner_if_empty(from->owner);
      draft_.change().retire(access::node(*old));
    }
  }

  /// The lists that both of two positions with the same entry are in.
  [[nodiscard]] static kept_lists kept_between(const position& from, const position& to) noexcept {
    const bool same_value = from.value == to.value;
    const bool same_owner = from.owner == to.owner;
    return {.all = true,
            .value = same_value,
            .owner = same_owner,
            .owner_and_value = same_value && same_owner};
  }
  /// Calls visit(owner, value) for the lists of a position that are not kept.
  template <class Visit>
  static void for_each_list(const position& at, const kept_lists& kept, Visit visit) {
    const bool has_value = roles::has_value && at.value.has_value();
    if (!kept.all) {
      visit(all_owners, std::nullopt);
    }
    if (has_value && !kept.value) {
      visit(all_owners, at.value);
    }
    if (roles::has_owner && !kept.owner) {
      visit(at.owner, std::nullopt);
    }
    if (roles::has_owner && has_value && !kept.owner_and_value) {
      visit(at.owner, at.value);
    }
  }
  /// Prefetches the nodes that will be copied, of all lists at once.
  void prefetch_lists(const position& from, const position& to, const kept_lists& kept) const {
    std::array<posting_list::prefetcher, 8> paths;
    std::size_t count = 0;
    for (const position& at : {from, to}) {
      for_each_list(at, kept, [&](owner_ordinal owner, const std::optional<value_type>& value) {
        paths[count++] = {draft_.version().postings(owner, value), at.key};
      });
    }
    for (bool more = true; more;) {
      more = false;
      for (std::size_t i = 0; i < count; ++i) {
        more = paths[i].step() || more;
      }
    }
  }
  void erase_from_lists(const row_type& row, const position& at, const kept_lists& kept) {
    for_each_list(at, kept, [&](owner_ordinal owner, const std::optional<value_type>& value) {
      draft_.postings(owner).find_or_add(value).erase(draft_.change(), at.key,
                                                      base_->order_comparator(row));
    });
  }
  void insert_into_lists(const row_type& row, const position& at, const kept_lists& kept) {
    for_each_list(at, kept, [&](owner_ordinal owner, const std::optional<value_type>& value) {
      draft_.postings(owner).find_or_add(value).insert(draft_.change(), {at.key, access::doc(row)},
                                                       base_->order_comparator(row));
    });
  }

  /// Neither document ids nor ordinals of owners are reused. Once most are unused, all rows are
  /// numbered anew, which is amortised over the changes since.
  void renumber_if_sparse() {
    constexpr std::size_t spare = 8192; // not measured: small against an index, many for one change
    const index_version<Endpoint>& next = draft_.version();
    if (std::max<std::size_t>(next.texts->next_doc(), next.last_owner) > 2 * next.size() + spare) {
      std::vector<std::unique_ptr<cow::node>> rows;
      rows.reserve(next.size());
      const posting_list all = next.postings(all_owners);
      all.visit_spans(0, all.size(), [&](std::span<const doc_id> docs) {
        for (const doc_id doc : docs) {
          rows.push_back(access::copy(next.row(doc), doc));
        }
        return true;
      });
      replace_all(rows);
    }
  }

  const version_ptr<Endpoint>& base_;
  version_draft<Endpoint> draft_;
};

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
