// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_INDEX_DETAIL_BULK_BUILD_HPP
#define LEADCORE_INDEX_DETAIL_BULK_BUILD_HPP

// Fills a version from all rows at once. decision 0090

#include <leadcore/index/detail/cow/order_statistic_tree.hpp>
#include <leadcore/index/detail/cow/tree_node.hpp>
#include <leadcore/index/detail/document.hpp>
#include <leadcore/index/detail/filter_roles.hpp>
#include <leadcore/index/detail/sort_key.hpp>
#include <leadcore/index/detail/text/bitmap.hpp>
#include <leadcore/index/detail/text/string_arena.hpp>
#include <leadcore/index/detail/text/vector_memory.hpp>
#include <leadcore/index/detail/version.hpp>
#include <leadcore/index/detail/version_draft.hpp>
#include <leadcore/index/indexed_lead.hpp>
#include <leadcore/model/record.hpp>
#include <leadcore/model/value.hpp>
#include <leadcore/version.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace leadcore::inline LEADCORE_ABI::detail {

/// Builds an index of rows; of those with the same key the last is kept.
///
/// Rows are allocated in their order, so that those of a page are adjacent in memory. Documents are
/// numbered by owner and value, so that the texts that a filter leaves are adjacent.
template <class Endpoint, class Source> class bulk_builder {
 public:
  /// @param draft    an empty version
  /// @param sources  stay where they are
  bulk_builder(version_draft<Endpoint>& draft, const std::vector<Source*>& sources)
      : draft_(draft), sources_(sources), texts_(sources.size()), rows_(sources.size()),
        owners_(sources.size()), values_(sources.size()), docs_(sources.size()) {
    if (sources.size() >= cow::order_statistic_tree::none) {
      throw_length_error();
    }
  }

  void build() {
    sort_ids();
    read_sources();
    group();
    number_documents();
    make_rows();
    for (owner_ordinal each = 0; each < groups_.size(); ++each) {
      if (!groups_[each].all.empty()) {
        auto& made = draft_.postings(each);
        made.all = tree_of(groups_[each].all);
        for (const auto& [value, of_value] : groups_[each].by_value) {
          if (value.has_value()) {
            made.find_or_add(value) = tree_of(of_value);
          }
        }
      }
    }
    draft_.version().ids =
        cow::order_statistic_tree::build(draft_.change(), by_id_.size(), [&](std::size_t i) {
          return entry{by_id_[i].key, docs_[by_id_[i].value]};
        });
  }

 private:
  using entry = cow::tree_entry;            // a source, by what sorts it
  using ranks = std::vector<std::uint32_t>; // positions in in_order_
  using record = typename Endpoint::record;
  using roles = filter_roles<Endpoint>;
  using value_type = std::optional<typename roles::value_type>;

  /// The sources of one owner.
  struct group_of_owner {
    ranks all;
    std::vector<std::pair<value_type, ranks>> by_value;

    void add(std::uint32_t rank, const value_type& value) {
      auto found = std::ranges::find(by_value, value, &std::pair<value_type, ranks>::first);
      if (found == by_value.end()) {
        found = by_value.insert(found, {value, {}});
      }
      found->second.push_back(rank);
      all.push_back(rank);
    }
  };

  [[nodiscard]] decltype(auto) source(std::uint32_t i) const { return detail::row(*sources_[i]); }
  [[nodiscard]] std::string_view id(std::uint32_t i) const {
    return detail::as_text(Endpoint::key(source(i)));
  }

  /// Sorts the sources by key and keeps the last of equal keys.
  void sort_ids() {
    by_id_.reserve(sources_.size());
    for (std::uint32_t i = 0; i < sources_.size(); ++i) {
      by_id_.push_back({hash_of(id(i)), i});
    }
    std::ranges::sort(by_id_, [&](const entry& a, const entry& b) {
      if (a.key != b.key) {
        return a.key < b.key;
      }
      const int order = id(a.value).compare(id(b.value));
      return order != 0 ? order < 0 : a.value < b.value;
    });
    is_kept_.resize(sources_.size());
    std::size_t kept = 0;
    for (std::size_t i = 0; i < by_id_.size(); ++i) {
      const bool is_last = i + 1 == by_id_.size() || by_id_[i].key != by_id_[i + 1].key ||
                           id(by_id_[i].value) != id(by_id_[i + 1].value);
      if (is_last) {
        is_kept_[by_id_[i].value] = true;
        by_id_[kept++] = by_id_[i];
      }
    }
    by_id_.resize(kept);
  }

  /// Reads each source once, in the order given, which is probably their order in memory.
  void read_sources() {
    in_order_.reserve(by_id_.size());
    for (std::uint32_t i = 0; i < sources_.size(); ++i) {
      if (is_kept_[i]) {
        in_order_.push_back({detail::abbreviated_key<Endpoint>(source(i)), i});
        owners_[i] = draft_.find_or_add_owner(source(i));
        values_[i] = roles::value_of(source(i));
        texts_.add(i, [&](std::string& out) { detail::append_document<Endpoint>(out, source(i)); });
        rows_.add(i, [&](std::string& out) { detail::append_packed_row<record>(out, source(i)); });
      }
    }
    std::ranges::sort(in_order_, [&](const entry& a, const entry& b) {
      return a.key != b.key ? a.key < b.key : Endpoint::order(source(a.value), source(b.value));
    });
  }

  void group() {
    groups_.resize(std::size_t{draft_.version().last_owner} + 1);
    for (std::uint32_t rank = 0; rank < in_order_.size(); ++rank) {
      const std::uint32_t from = in_order_[rank].value;
      groups_[all_owners].add(rank, values_[from]);
      if (roles::has_owner) {
        groups_[owners_[from]].add(rank, values_[from]);
      }
    }
  }

  void number_documents() {
    std::vector<std::uint32_t> by_doc; // sources, relative to the first document
    by_doc.reserve(in_order_.size());
    const std::size_t end = roles::has_owner ? groups_.size() : all_owners + 1;
    for (std::size_t each = roles::has_owner ? no_owner : all_owners; each < end; ++each) {
      for (const auto& of_value : groups_[each].by_value) {
        for (const std::uint32_t rank : of_value.second) {
          by_doc.push_back(in_order_[rank].value);
        }
      }
    }
    const doc_id first =
        draft_.texts().add_all(by_doc.size(), [&](std::size_t doc) { return texts_[by_doc[doc]]; });
    for (std::size_t i = 0; i < by_doc.size(); ++i) {
      docs_[by_doc[i]] = static_cast<doc_id>(first + i);
    }
    texts_ = string_arena(0);
  }

  void make_rows() {
    for (std::size_t rank = 0; rank < in_order_.size(); ++rank) {
      constexpr std::size_t ahead = 8;
      if (rank + ahead < in_order_.size()) {
        rows_.prefetch(in_order_[rank + ahead].value);
      }
      const std::uint32_t from = in_order_[rank].value;
      draft_.version().rows.set(
          draft_.change(), docs_[from],
          draft_.change().adopt(row_access::make<record>(rows_[from], docs_[from])));
    }
    rows_ = string_arena(0);
  }

  [[nodiscard]] posting_list tree_of(const ranks& of) {
    return posting_list::build(draft_.change(), of.size(), [&](std::size_t i) {
      const entry& at = in_order_[of[i]];
      return entry{at.key, docs_[at.value]};
    });
  }

  version_draft<Endpoint>& draft_;
  const std::vector<Source*>& sources_;
  std::vector<entry> by_id_;    // by the hash of the key; those that are kept
  std::vector<entry> in_order_; // by abbreviated_key, then the order of the endpoint
  std::vector<bool> is_kept_;
  // By source.
  string_arena texts_;
  string_arena rows_;
  std::vector<owner_ordinal> owners_;
  std::vector<value_type> values_;
  std::vector<doc_id> docs_;
  std::vector<group_of_owner> groups_; // by owner
};

/// Fills an empty version with the rows of some sources.
template <class Endpoint, class Source>
void bulk_build(version_draft<Endpoint>& draft, const std::vector<Source*>& sources) {
  bulk_builder<Endpoint, Source>(draft, sources).build();
}

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
