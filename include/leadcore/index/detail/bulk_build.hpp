// SPDX-License-Identifier: BSL-1.0
#ifndef LEADCORE_INDEX_DETAIL_BULK_BUILD_HPP
#define LEADCORE_INDEX_DETAIL_BULK_BUILD_HPP

// Fills a version from all rows at once. decision 0090

#include <leadcore/index/detail/cow/node.hpp>
#include <leadcore/index/detail/cow/order_statistic_tree.hpp>
#include <leadcore/index/detail/cow/tree_node.hpp>
#include <leadcore/index/detail/document.hpp>
#include <leadcore/index/detail/filter_roles.hpp>
#include <leadcore/index/detail/sort_key.hpp>
#include <leadcore/index/detail/text/bitmap.hpp>
#include <leadcore/index/detail/text/length_error.hpp>
#include <leadcore/index/detail/version.hpp>
#include <leadcore/index/detail/version_draft.hpp>
#include <leadcore/index/indexed_lead.hpp>
#include <leadcore/text/function_ref.hpp>
#include <leadcore/text/prefetch.hpp>
#include <leadcore/version.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace leadcore::inline LEADCORE_ABI::detail {

/// Sorts entries by key, those with the same key by a strict weak order of their values.
inline void sort_entries(std::vector<cow::tree_entry>& entries,
                         function_ref<bool(std::uint32_t, std::uint32_t)> is_before) {
  std::sort(entries.begin(), entries.end(),
            [is_before](const cow::tree_entry& a, const cow::tree_entry& b) {
              return a.key != b.key ? a.key < b.key : is_before(a.value, b.value);
            });
}

/// Builds an index of packed rows; of those with the same key the last is kept.
///
/// It copies the rows in the order of the endpoint, so that those of a page are adjacent in memory.
/// Documents are numbered by owner and value, so that the texts that a filter leaves are adjacent.
template <class Endpoint> class bulk_builder {
 public:
  /// @param draft  an empty version
  /// @param rows   of any document; each is freed once it is copied
  bulk_builder(version_draft<Endpoint>& draft, std::vector<std::unique_ptr<cow::node>>& rows)
      : draft_(draft), rows_(rows), owners_(rows.size()), values_(rows.size()), docs_(rows.size()) {
    if (rows.size() >= cow::order_statistic_tree::none) {
      throw_length_error();
    }
  }

  void build() {
    sort_ids();
    read_rows();
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
  using entry = cow::tree_entry;            // a row, by what sorts it
  using ranks = std::vector<std::uint32_t>; // positions in in_order_
  using record = typename Endpoint::record;
  using roles = filter_roles<Endpoint>;
  using value_type = std::optional<typename roles::value_type>;

  struct ranks_of_value {
    value_type value;
    ranks all{};
  };
  /// The rows of one owner.
  struct group_of_owner {
    ranks all{};
    std::vector<ranks_of_value> by_value{};

    void add(std::uint32_t rank, const value_type& value) {
      std::size_t i = 0;
      while (i != by_value.size() && by_value[i].value != value) {
        ++i;
      }
      if (i == by_value.size()) {
        by_value.push_back({value});
      }
      by_value[i].all.push_back(rank);
      all.push_back(rank);
    }
  };

  [[nodiscard]] const auto& row(std::uint32_t i) const {
    return row_access::row<record>(rows_[i].get());
  }
  [[nodiscard]] std::string_view id(std::uint32_t i) const { return Endpoint::key(row(i)); }

  [[nodiscard]] std::string_view text(std::uint32_t i) const {
    const std::size_t begin = i == 0 ? 0 : text_ends_[i - 1];
    return std::string_view(texts_).substr(begin, text_ends_[i] - begin);
  }

  /// Sorts the rows by key and keeps the last of equal keys.
  void sort_ids() {
    by_id_.reserve(rows_.size());
    for (std::uint32_t i = 0; i < rows_.size(); ++i) {
      by_id_.push_back({hash_of(id(i)), i});
    }
    detail::sort_entries(by_id_, [&](std::uint32_t a, std::uint32_t b) {
      const int order = id(a).compare(id(b));
      return order != 0 ? order < 0 : a < b;
    });
    is_kept_.resize(bitmap_words(rows_.size()));
    std::size_t kept = 0;
    for (std::size_t i = 0; i < by_id_.size(); ++i) {
      const bool is_last = i + 1 == by_id_.size() || by_id_[i].key != by_id_[i + 1].key ||
                           id(by_id_[i].value) != id(by_id_[i + 1].value);
      if (is_last) {
        set_bit(is_kept_, by_id_[i].value);
        by_id_[kept++] = by_id_[i];
      }
    }
    by_id_.resize(kept);
  }

  /// Reads each row once, in their order in memory.
  void read_rows() {
    in_order_.reserve(by_id_.size());
    for (std::uint32_t i = 0; i < rows_.size(); ++i) {
      if (has_bit(is_kept_, i)) {
        in_order_.push_back({detail::abbreviated_key<Endpoint>(row(i)), i});
        owners_[i] = draft_.find_or_add_owner(row(i));
        values_[i] = roles::value_of(row(i));
        detail::append_document<Endpoint>(texts_, row(i));
      }
      text_ends_.push_back(texts_.size());
    }
    detail::sort_entries(in_order_, [&](std::uint32_t a, std::uint32_t b) {
      return Endpoint::order(row(a), row(b));
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
    std::vector<std::uint32_t> by_doc; // rows, relative to the first document
    by_doc.reserve(in_order_.size());
    const std::size_t end = roles::has_owner ? groups_.size() : all_owners + 1;
    for (std::size_t each = roles::has_owner ? no_owner : all_owners; each < end; ++each) {
      for (const auto& of_value : groups_[each].by_value) {
        for (const std::uint32_t rank : of_value.all) {
          by_doc.push_back(in_order_[rank].value);
        }
      }
    }
    const doc_id first =
        draft_.texts().add_all(by_doc.size(), [&](std::size_t doc) { return text(by_doc[doc]); });
    for (std::size_t i = 0; i < by_doc.size(); ++i) {
      docs_[by_doc[i]] = static_cast<doc_id>(first + i);
    }
    std::string().swap(texts_); // assignment would keep the memory
  }

  void make_rows() {
    for (std::size_t rank = 0; rank < in_order_.size(); ++rank) {
      constexpr std::size_t ahead = 8;
      if (rank + ahead < in_order_.size()) {
        prefetch_memory(rows_[in_order_[rank + ahead].value].get(), typical_row_bytes);
      }
      const std::uint32_t from = in_order_[rank].value;
      draft_.version().rows.set(draft_.change(), docs_[from],
                                draft_.change().adopt(row_access::copy(row(from), docs_[from])));
      rows_[from].reset();
    }
  }

  [[nodiscard]] posting_list tree_of(const ranks& of) {
    return posting_list::build(draft_.change(), of.size(), [&](std::size_t i) {
      const entry& at = in_order_[of[i]];
      return entry{at.key, docs_[at.value]};
    });
  }

  version_draft<Endpoint>& draft_;
  std::vector<std::unique_ptr<cow::node>>& rows_;
  std::vector<entry> by_id_{};           // by the hash of the key; those that are kept
  std::vector<entry> in_order_{};        // by abbreviated_key, then the order of the endpoint
  std::vector<std::uint64_t> is_kept_{}; // bits by index in rows_
  // By index in rows_.
  std::string texts_{}; // one after the other
  std::vector<std::size_t> text_ends_{};
  std::vector<owner_ordinal> owners_;
  std::vector<value_type> values_;
  std::vector<doc_id> docs_;
  std::vector<group_of_owner> groups_{}; // by owner
};

} // namespace leadcore::inline LEADCORE_ABI::detail

#endif
